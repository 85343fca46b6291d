//! A measured share with its uncertainty, and how to say both.
//!
//! Quality words and the border at which counts replace percentages: analysis.md 2 (half-width of the 95 % interval).

use super::number;
use crate::analysis::results::{LevelCount, Share, ThemeResult};

/// A share that disclosure control let through: counts and 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Number of people or answers that count.
    pub count: u64,
    /// Base.
    pub n: u64,
    /// Lower limit, 0..=1.
    pub lo: f64,
    /// Upper limit, 0..=1.
    pub hi: f64,
}

/// How precise an estimate is, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Half-width at most 5 percentage points.
    Precise,
    /// At most 10.
    Fair,
    /// At most 20.
    Rough,
    /// More: counts are said, no percentage.
    CountsOnly,
}

impl Estimate {
    /// The problem share of a theme; `None` when any part of it is hidden.
    pub fn of_theme(theme: &ThemeResult) -> Option<Self> {
        Some(Self {
            count: theme.events?,
            n: theme.n?,
            lo: theme.lo?,
            hi: theme.hi?,
        })
    }

    /// One option of a question with base `n`; `None` when any part of it is hidden.
    pub fn of_level(level: &LevelCount, n: Option<u64>) -> Option<Self> {
        Some(Self {
            count: level.count?,
            n: n?,
            lo: level.lo?,
            hi: level.hi?,
        })
    }

    /// A top-2 or bottom-2 share of a question with base `n`.
    pub fn of_share(share: Share, n: u64) -> Self {
        Self {
            count: share.count,
            n,
            lo: share.lo,
            hi: share.hi,
        }
    }

    /// `count / n`; 0 for an empty base.
    pub fn share(&self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of people, far below 2^52"
        )]
        let share = self.count as f64 / self.n.max(1) as f64;
        share
    }

    /// How precise it is.
    pub fn precision(&self) -> Precision {
        // A guard against 0.05 that came out of a subtraction as 0.05000000000000001.
        let half_width = (self.hi - self.lo) / 2.0 - 1e-12;
        match half_width {
            width if width <= 0.05 => Precision::Precise,
            width if width <= 0.10 => Precision::Fair,
            width if width <= 0.20 => Precision::Rough,
            _ => Precision::CountsOnly,
        }
    }

    /// The figure itself: `53,8%`, or `7 van de 15` when a percentage would promise too much.
    pub fn figure(&self) -> String {
        match self.precision() {
            Precision::CountsOnly => self.counts(),
            _ => number::percent(self.count, self.n),
        }
    }

    /// The base behind the figure: `171 van de 318`.
    pub fn counts(&self) -> String {
        format!(
            "{} van de {}",
            number::whole(self.count),
            number::whole(self.n)
        )
    }

    /// The limits: `49,1% tot 58,4%`; `None` when only counts are said.
    pub fn limits(&self) -> Option<String> {
        (self.precision() != Precision::CountsOnly).then(|| {
            format!(
                "{} tot {}",
                number::share(self.lo, self.n),
                number::share(self.hi, self.n)
            )
        })
    }
}

/// The strength of an association, with its word: `V 0,12 (zwak)`.
pub fn association(v: f64) -> String {
    let word = match v {
        v if v < 0.1 => "verwaarloosbaar",
        v if v < 0.3 => "zwak",
        v if v < 0.5 => "matig",
        _ => "sterk",
    };
    format!("V {} ({word})", number::decimal(v, 2))
}

impl Precision {
    /// The sentence that explains the quality of the figure.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Precise => "Dit cijfer is nauwkeurig.",
            Self::Fair => "Dit cijfer is redelijk nauwkeurig.",
            Self::Rough => "Dit cijfer is globaal: het echte deel kan flink hoger of lager zijn.",
            Self::CountsOnly => "Dit zijn te weinig antwoorden voor een percentage.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Estimate, Precision};
    use proptest::prelude::{prop_assert, proptest};

    fn estimate(count: u64, n: u64, lo: f64, hi: f64) -> Estimate {
        Estimate { count, n, lo, hi }
    }

    #[test]
    fn a_wide_interval_is_told_in_counts_and_never_as_a_percentage() {
        let wide = estimate(7, 15, 0.248, 0.699);
        assert_eq!(wide.precision(), Precision::CountsOnly);
        assert_eq!(wide.figure(), "7 van de 15");
        assert_eq!(wide.limits(), None);
    }

    #[test]
    fn a_narrow_interval_is_told_as_a_percentage_with_its_limits() {
        let narrow = estimate(171, 318, 0.483, 0.5918);
        assert_eq!(narrow.precision(), Precision::Fair);
        assert_eq!(narrow.figure(), "53,8%");
        assert_eq!(narrow.limits().as_deref(), Some("48,3% tot 59,2%"));
        assert_eq!(
            estimate(1, 2, 0.45, 0.55).precision(),
            Precision::Precise,
            "the border belongs to the better word"
        );
    }

    proptest! {
        #[test]
        fn no_figure_is_without_its_base(count in 0_u64..500, extra in 0_u64..500, lo in 0.0_f64..0.5, width in 0.0_f64..0.5) {
            let it = estimate(count, count + extra, lo, lo + width);
            prop_assert!(it.counts().contains(" van de "));
            prop_assert!(it.figure().ends_with('%') || it.figure() == it.counts());
        }
    }
}
