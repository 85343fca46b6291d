//! The difference between two independent proportions.

use super::confidence::{Confidence, Interval};
use super::distribution::normal;
use super::proportion::Proportion;

/// A tested difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// First share minus second.
    pub difference: f64,
    /// Pooled z without continuity correction; its square is Pearson's chi-square of the 2 x 2 table.
    pub z: f64,
    /// Two-sided p-value of `z`.
    pub p: f64,
    /// Newcombe's interval (1998, method 10) for the difference.
    pub interval: Interval,
}

/// Compares `first` with `second`. When nobody or everybody has the event, z is 0 and p is 1 by definition.
pub fn compare(first: Proportion, second: Proportion, confidence: Confidence) -> Difference {
    let (p1, p2) = (first.share(), second.share());
    let (n1, n2) = (first.base() as f64, second.base() as f64);
    let difference = p1 - p2;
    let pooled = (first.count() as f64 + second.count() as f64) / (n1 + n2);
    let variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    let z = if variance > 0.0 {
        difference / variance.sqrt()
    } else {
        0.0
    };
    let (one, two) = (first.wilson(confidence), second.wilson(confidence));
    Difference {
        difference,
        z,
        p: normal::two_sided(z),
        interval: Interval {
            lo: difference - (p1 - one.lo).hypot(two.hi - p2),
            hi: difference + (one.hi - p1).hypot(p2 - two.lo),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compared(x1: u64, n1: u64, x2: u64, n2: u64) -> Difference {
        let of = |x, n| Proportion::new(x, n).unwrap();
        compare(of(x1, n1), of(x2, n2), Confidence::P95)
    }

    // Newcombe (1998), table II, case (a): 56/70 against 48/80, method 10.
    #[test]
    fn the_interval_matches_the_published_example() {
        let result = compared(56, 70, 48, 80);
        assert!((result.interval.lo - 0.0524).abs() < 5e-5);
        assert!((result.interval.hi - 0.3339).abs() < 5e-5);
    }

    #[test]
    fn without_any_event_the_test_finds_nothing() {
        let result = compared(0, 12, 0, 30);
        assert_eq!((result.z, result.p, result.difference), (0.0, 1.0, 0.0));
        assert_eq!(compared(12, 12, 30, 30).p, 1.0);
    }

    proptest! {
        #[test]
        fn swapping_the_groups_turns_the_sign(
            x1 in 0u64..100, r1 in 1u64..100, x2 in 0u64..100, r2 in 1u64..100,
        ) {
            let there = compared(x1, x1 + r1, x2, x2 + r2);
            let back = compared(x2, x2 + r2, x1, x1 + r1);
            prop_assert!((there.z + back.z).abs() < 1e-12);
            prop_assert!((there.interval.lo + back.interval.hi).abs() < 1e-12);
            prop_assert!(there.interval.contains(there.difference));
            prop_assert!(-1.0 - 1e-12 <= there.interval.lo && there.interval.hi <= 1.0 + 1e-12);
        }
    }
}
