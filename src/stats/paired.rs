//! Two yes/no answers of the same people (McNemar 1947).

use super::distribution::{binomial, chi_squared};

/// Below this number of people who answered differently the exact p-value is the one to print.
const EXACT_BELOW: u64 = 25;

/// Whether yes to one question is as frequent as yes to the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// `(n10-n01)^2 / (n10+n01)`, one degree of freedom, no continuity correction.
    pub statistic: f64,
    /// Upper tail of the statistic.
    pub p: f64,
    /// Exact two-sided binomial p-value.
    pub p_exact: f64,
    /// Whether to print the exact one.
    pub takes_exact: bool,
}

/// The test, given how many said yes only to the first and only to the second. With nobody there is nothing to find.
pub fn mc_nemar(only_first: u64, only_second: u64) -> McNemar {
    let differing = only_first.saturating_add(only_second);
    let distance = only_first.abs_diff(only_second) as f64;
    let statistic = if differing == 0 {
        0.0
    } else {
        distance * distance / differing as f64
    };
    McNemar {
        statistic,
        p: chi_squared::upper_tail(statistic, 1.0),
        p_exact: binomial::two_sided_fair(only_first, differing),
        takes_exact: differing < EXACT_BELOW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_differing_finds_nothing() {
        let test = mc_nemar(0, 0);
        assert_eq!((test.statistic, test.p, test.p_exact), (0.0, 1.0, 1.0));
    }

    // Two-sided: 2 (1 + 5) / 2^5.
    #[test]
    fn a_small_sample_takes_the_exact_binomial() {
        let test = mc_nemar(1, 4);
        assert!(test.takes_exact);
        assert!((test.p_exact - 0.375).abs() < 1e-13);
        assert!((mc_nemar(3, 3).p_exact - 1.0).abs() < 1e-13);
    }
}
