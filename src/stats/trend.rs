//! A share that rises or falls over ordered groups, such as years (Cochran 1954, Armitage 1955).

use super::distribution::normal;
use super::proportion::Proportion;
use super::sum::Sum;

/// The test for a linear trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Standardised slope; its square is chi-square with one degree of freedom.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Change of the share per unit of the score.
    pub slope: f64,
}

/// Tests the shares against their scores; the variance is taken with N (R `prop.trend.test`), not N-1. `None` when
/// the lengths differ, a score is not finite or all scores are equal. When nobody or everybody has the event, z is 0.
pub fn trend(shares: &[Proportion], scores: &[f64]) -> Option<Trend> {
    if shares.len() != scores.len() || scores.iter().any(|score| !score.is_finite()) {
        return None;
    }
    let pairs = || shares.iter().zip(scores);
    let sum = |f: &dyn Fn(&Proportion, f64) -> f64| {
        pairs()
            .map(|(share, score)| f(share, *score))
            .collect::<Sum>()
            .value()
    };
    let n = sum(&|share, _| share.base() as f64);
    let p = sum(&|share, _| share.count() as f64) / n;
    let centre = sum(&|share, score| share.base() as f64 * score) / n;
    let covariance =
        sum(&|share, score| (score - centre) * (share.count() as f64 - share.base() as f64 * p));
    let spread = sum(&|share, score| share.base() as f64 * (score - centre).powi(2));
    if !(spread > 0.0 && spread.is_finite()) {
        return None;
    }
    let variance = p * (1.0 - p) * spread;
    let z = if variance > 0.0 {
        covariance / variance.sqrt()
    } else {
        0.0
    };
    Some(Trend {
        z,
        p: normal::two_sided(z),
        slope: covariance / spread,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Confidence, two_proportions};
    use proptest::prelude::*;

    #[test]
    fn equal_scores_have_no_trend() {
        let share = Proportion::new(3, 10).unwrap();
        assert_eq!(trend(&[share, share], &[1.0, 1.0]), None);
        assert_eq!(trend(&[], &[]), None);
        assert_eq!(trend(&[share], &[f64::NAN]), None);
    }

    proptest! {
        #[test]
        fn two_groups_give_the_two_proportion_test(
            x1 in 0u64..50, r1 in 1u64..50, x2 in 0u64..50, r2 in 1u64..50,
        ) {
            let [one, two] = [(x1, r1), (x2, r2)].map(|(x, rest)| Proportion::new(x, x + rest).unwrap());
            let found = trend(&[one, two], &[0.0, 1.0]).unwrap();
            let compared = two_proportions::compare(two, one, Confidence::P95);
            prop_assert!((found.z - compared.z).abs() < 1e-9);
            prop_assert!((found.slope - compared.difference).abs() < 1e-12);
        }
    }
}
