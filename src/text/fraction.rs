//! Shares as people say them, with the uncertainty in the word: "ongeveer de helft", "meer dan een op de drie".

use super::estimate::{Estimate, Precision};
use super::number;

/// Shares that have a name, from large to small.
const NAMED: [(f64, &str); 9] = [
    (0.9, "negen op de tien mensen"),
    (0.75, "driekwart van de mensen"),
    (2.0 / 3.0, "twee op de drie mensen"),
    (0.5, "de helft van de mensen"),
    (1.0 / 3.0, "een op de drie mensen"),
    (0.25, "een op de vier mensen"),
    (0.2, "een op de vijf mensen"),
    (0.1, "een op de tien mensen"),
    (0.05, "een op de twintig mensen"),
];

/// The share in words: "ongeveer de helft van de mensen". Its verb: [`has`].
///
/// "Ongeveer" when the interval holds the named share, "meer dan" when it lies wholly above it: so the word never says
/// more than the data. Too wide an interval gives counts.
pub fn in_words(estimate: &Estimate) -> String {
    if estimate.precision() == Precision::CountsOnly {
        return format!("{} mensen", estimate.counts());
    }
    if estimate.count == 0 {
        return format!("geen van de {} mensen", number::whole(estimate.n));
    }
    if estimate.count == estimate.n {
        return format!("alle {} mensen", number::whole(estimate.n));
    }
    let share = estimate.share();
    let inside = NAMED
        .iter()
        .filter(|(named, _)| (estimate.lo..=estimate.hi).contains(named))
        .min_by(|a, b| (a.0 - share).abs().total_cmp(&(b.0 - share).abs()));
    if let Some((_, words)) = inside {
        return format!("ongeveer {words}");
    }
    NAMED
        .iter()
        .find(|(named, _)| *named < estimate.lo)
        .map_or_else(
            || "minder dan een op de twintig mensen".to_owned(),
            |(_, words)| format!("meer dan {words}"),
        )
}

/// "heeft" or "hebben", after the words of [`in_words`].
pub fn has(words: &str) -> &'static str {
    let plural =
        words.starts_with("alle ") || words.ends_with("mensen") && words.contains(" van de ");
    let half_or_so =
        words.contains("de helft") || words.contains("driekwart") || words.starts_with("geen ");
    if plural && !half_or_so {
        "hebben"
    } else {
        "heeft"
    }
}

#[cfg(test)]
mod tests {
    use super::{has, in_words};
    use crate::text::estimate::Estimate;
    use proptest::prelude::{prop_assert, proptest};

    fn words(count: u64, n: u64, lo: f64, hi: f64) -> String {
        in_words(&Estimate { count, n, lo, hi })
    }

    #[test]
    fn meer_dan_de_helft_is_said_only_when_the_whole_interval_lies_above_it() {
        assert_eq!(
            words(600, 1000, 0.569, 0.63),
            "meer dan de helft van de mensen"
        );
        assert_eq!(
            words(171, 318, 0.483, 0.592),
            "ongeveer de helft van de mensen"
        );
    }

    #[test]
    fn small_shares_and_round_ones_have_their_own_words() {
        assert_eq!(
            words(10, 1000, 0.005, 0.018),
            "minder dan een op de twintig mensen"
        );
        assert_eq!(words(0, 40, 0.0, 0.09), "geen van de 40 mensen");
        assert_eq!(words(7, 15, 0.248, 0.699), "7 van de 15 mensen");
        assert_eq!(words(40, 40, 0.91, 1.0), "alle 40 mensen");
    }

    #[test]
    fn the_verb_follows_the_words() {
        assert_eq!(has("ongeveer de helft van de mensen"), "heeft");
        assert_eq!(has("ongeveer een op de drie mensen"), "heeft");
        assert_eq!(has("7 van de 15 mensen"), "hebben");
        assert_eq!(has("alle 40 mensen"), "hebben");
        assert_eq!(has("geen van de 40 mensen"), "heeft");
    }

    proptest! {
        #[test]
        fn the_words_never_contradict_the_half(count in 0_u64..=400, n in 400_u64..=400, half_width in 0.0_f64..0.2) {
            let share = f64::from(u32::try_from(count).unwrap()) / 400.0;
            let it = Estimate { count, n, lo: (share - half_width).max(0.0), hi: (share + half_width).min(1.0) };
            let text = in_words(&it);
            if text.starts_with("meer dan de helft") { prop_assert!(it.lo > 0.5); }
            if text.contains("een op de") && !text.starts_with("meer") { prop_assert!(share <= 0.5); }
        }
    }
}
