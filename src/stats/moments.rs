//! Mean, spread and quantiles of values, or of values with counts.

use super::confidence::{Confidence, Interval};
use super::distribution::student_t;
use super::error::StatsError;
use super::sum::Sum;

/// Number, mean and sum of squared deviations of at least one finite value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Of values one by one. `None` when there are none, or when a value or a sum of squares is not finite.
    pub fn of(values: &[f64]) -> Option<Self> {
        Self::weighted(|| values.iter().map(|value| (*value, 1)))
    }

    /// Of `counts[i]` people with `values[i]`. `None` as for [`Moments::of`], or when the lengths differ.
    pub fn of_counts(values: &[f64], counts: &[u64]) -> Option<Self> {
        if values.len() != counts.len() {
            return None;
        }
        Self::weighted(|| {
            let pairs = values.iter().copied().zip(counts.iter().copied());
            pairs.filter(|(_, count)| *count > 0)
        })
    }

    /// Two passes: deviations from the mean, not squares of the values, so that a large mean costs no digits.
    fn weighted<I: Iterator<Item = (f64, u64)>>(pairs: impl Fn() -> I) -> Option<Self> {
        let n = pairs().try_fold(0_u64, |n, (_, count)| n.checked_add(count))?;
        let total: Sum = pairs().map(|(value, count)| value * count as f64).collect();
        let mean = total.value() / n as f64;
        let squares: Sum = pairs()
            .map(|(value, count)| (value - mean).powi(2) * count as f64)
            .collect();
        let squares = squares.value();
        (n > 0 && mean.is_finite() && squares.is_finite()).then_some(Self { n, mean, squares })
    }

    /// Number of values, above 0.
    pub fn n(self) -> u64 {
        self.n
    }

    /// The mean.
    pub fn mean(self) -> f64 {
        self.mean
    }

    /// Variance with `n - 1`; `None` for a single value.
    pub fn variance(self) -> Option<f64> {
        (self.n > 1).then(|| self.squares / (self.n - 1) as f64)
    }

    /// Standard deviation with `n - 1`; `None` for a single value.
    pub fn sd(self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// Standard error of the mean; `None` for a single value.
    pub fn se(self) -> Option<f64> {
        self.sd().map(|sd| sd / (self.n as f64).sqrt())
    }

    /// Standard error for a draw without replacement from `population` people: `se sqrt(1 - n/N)`.
    ///
    /// # Errors
    /// [`StatsError::PopulationTooSmall`] when `population` is below `n`.
    pub fn se_finite(self, population: u64) -> Result<Option<f64>, StatsError> {
        if population < self.n {
            return Err(StatsError::PopulationTooSmall {
                sample: self.n,
                population,
            });
        }
        let unasked = (population - self.n) as f64 / population as f64;
        Ok(self.se().map(|se| se * unasked.sqrt()))
    }

    /// `mean +- t se` with `n - 1` degrees of freedom, for this `se` or one with finite population correction.
    /// `None` for a single value.
    pub fn t_interval(self, se: f64, confidence: Confidence) -> Option<Interval> {
        (self.n > 1).then(|| {
            let t = student_t::upper_quantile(confidence.tail(), (self.n - 1) as f64);
            Interval {
                lo: self.mean - t * se,
                hi: self.mean + t * se,
            }
        })
    }
}

/// A place in an ordered list, such as 1/4; exact, so that no rounding picks the wrong neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    part: u64,
    whole: u64,
}

impl Fraction {
    /// First quartile.
    pub const QUARTER: Self = Self { part: 1, whole: 4 };
    /// Median.
    pub const HALF: Self = Self { part: 1, whole: 2 };
    /// Third quartile.
    pub const THREE_QUARTERS: Self = Self { part: 3, whole: 4 };
}

/// Quantile of values that are sorted upwards, type 7 of Hyndman and Fan (1996): linear at `(n-1) q`.
/// `None` when there are none.
pub fn quantile(sorted: &[f64], at: Fraction) -> Option<f64> {
    let n = u64::try_from(sorted.len()).ok()?;
    interpolate(n, at, |place| {
        let place = usize::try_from(place).ok()?;
        sorted.get(place).copied()
    })
}

/// The same of `counts[i]` people with `values[i]`, `values` sorted upwards.
pub fn quantile_of_counts(values: &[f64], counts: &[u64], at: Fraction) -> Option<f64> {
    interpolate(counts.iter().sum(), at, |place| {
        let mut before = 0;
        let mut pairs = values.iter().zip(counts);
        let found = pairs.find(|(_, count)| {
            before += **count;
            place < before
        });
        found.map(|(value, _)| *value)
    })
}

fn interpolate(n: u64, at: Fraction, value: impl Fn(u64) -> Option<f64>) -> Option<f64> {
    let position = u128::from(n.checked_sub(1)?) * u128::from(at.part);
    let whole = u128::from(at.whole);
    let place = u64::try_from(position / whole).ok()?;
    let share = (position % whole) as f64 / whole as f64;
    let low = value(place)?;
    if share == 0.0 {
        return Some(low);
    }
    let high = value(place + 1)?;
    Some(low + share * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_values_and_values_out_of_range_give_nothing() {
        assert_eq!(Moments::of(&[]), None);
        assert_eq!(Moments::of(&[1.0, f64::NAN]), None);
        assert_eq!(Moments::of(&[f64::MAX, f64::MAX]), None);
        assert_eq!(Moments::of_counts(&[1.0, 2.0], &[0, 0]), None);
        assert_eq!(quantile(&[], Fraction::HALF), None);
    }

    #[test]
    fn one_value_has_a_mean_and_no_spread() {
        let one = Moments::of(&[4.0]).unwrap();
        assert_eq!((one.mean(), one.sd(), one.se()), (4.0, None, None));
        assert_eq!(one.t_interval(1.0, Confidence::P95), None);
    }

    #[test]
    fn equal_values_have_spread_zero() {
        let same = Moments::of(&[0.1; 7]).unwrap();
        assert!(same.sd().unwrap() < 1e-16);
    }

    // R: quantile(c(1, 2, 4, 8), c(.25, .5, .75)) gives 1.75, 3, 5.
    #[test]
    fn quantiles_are_of_type_7() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        let quarters = [Fraction::QUARTER, Fraction::HALF, Fraction::THREE_QUARTERS];
        let found = quarters.map(|at| quantile(&sorted, at).unwrap());
        assert_eq!(found, [1.75, 3.0, 5.0]);
    }

    #[test]
    fn a_census_has_no_standard_error() {
        let all = Moments::of(&[1.0, 2.0, 3.0]).unwrap();
        assert_eq!(all.se_finite(3).unwrap(), Some(0.0));
        assert!(all.se_finite(2).is_err());
    }

    proptest! {
        #[test]
        fn counts_give_the_same_numbers_as_the_values_written_out(
            counts in prop::collection::vec(0u64..30, 5),
        ) {
            let codes = [1.0, 2.0, 3.0, 4.0, 5.0];
            let pairs = codes.iter().zip(&counts);
            let values: Vec<f64> = pairs.flat_map(|(code, count)| (0..*count).map(|_| *code)).collect();
            let (a, b) = (Moments::of(&values), Moments::of_counts(&codes, &counts));
            prop_assert_eq!(a.is_some(), b.is_some());
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert!((a.mean() - b.mean()).abs() < 1e-12);
                prop_assert!((a.variance().unwrap_or(0.0) - b.variance().unwrap_or(0.0)).abs() < 1e-12);
            }
            for at in [Fraction::QUARTER, Fraction::HALF, Fraction::THREE_QUARTERS] {
                prop_assert_eq!(quantile(&values, at), quantile_of_counts(&codes, &counts, at));
            }
        }
    }
}
