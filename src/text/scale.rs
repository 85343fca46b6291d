//! Whether the statements about one theme belong together, in words.

use super::number;

/// The figure of a scale that is printed: alpha, or Spearman-Brown of two statements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// Number of statements.
    pub items: usize,
    /// People who answered all of them.
    pub n: u64,
    /// The figure, at most 1.
    pub value: f64,
}

/// A sentence with the verdict; the figure stands behind it.
pub fn sentence(of: Reliability) -> String {
    let items = number::count_word(u64::try_from(of.items).unwrap_or(u64::MAX));
    let verdict = match of.value {
        value if value >= 0.8 => "passen goed bij elkaar: zij meten hetzelfde",
        value if value >= 0.7 => "passen voldoende bij elkaar",
        value if value >= 0.6 => "passen matig bij elkaar. Kijk ook per stelling",
        _ => "passen niet goed bij elkaar. Kijk per stelling: samen zeggen zij minder",
    };
    format!(
        "De {items} stellingen over dit thema {verdict} ({} {}, {} mensen vulden alle {items} in).",
        name(of.items),
        figure(of.value),
        number::whole(of.n)
    )
}

/// What the figure is called.
pub fn name(items: usize) -> &'static str {
    if items == 2 { "Spearman-Brown" } else { "alfa" }
}

/// The figure as printed: `0,82`.
pub fn figure(value: f64) -> String {
    number::decimal(value, 2)
}

#[cfg(test)]
mod tests {
    use super::{Reliability, sentence};

    fn said(items: usize, value: f64) -> String {
        sentence(Reliability {
            items,
            n: 298,
            value,
        })
    }

    #[test]
    fn the_verdict_comes_before_the_figure_and_its_base() {
        assert_eq!(
            said(3, 0.824),
            "De drie stellingen over dit thema passen goed bij elkaar: zij meten hetzelfde (alfa 0,82, 298 mensen vulden alle drie in)."
        );
        assert!(said(4, 0.55).contains("passen niet goed bij elkaar"));
        assert!(said(3, 0.7).contains("voldoende") && said(3, 0.699).contains("matig"));
    }

    #[test]
    fn two_statements_have_another_figure() {
        assert!(said(2, 0.9).contains("Spearman-Brown 0,90"));
    }
}
