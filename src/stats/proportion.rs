//! One proportion and its intervals.

use super::confidence::{Confidence, Interval};
use super::distribution::beta;
use super::distribution::hypergeometric::Hypergeometric;
use super::error::StatsError;

/// `x` of `n`, with `n` above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    x: u64,
    n: u64,
}

impl Proportion {
    /// `x` of `n`; `None` when there is nobody (`n` = 0) or when `x` exceeds `n`.
    pub fn new(x: u64, n: u64) -> Option<Self> {
        (n > 0 && x <= n).then_some(Self { x, n })
    }

    /// The numerator.
    pub fn count(self) -> u64 {
        self.x
    }

    /// The base.
    pub fn base(self) -> u64 {
        self.n
    }

    /// The share `x/n`, 0..=1.
    pub fn share(self) -> f64 {
        self.x as f64 / self.n as f64
    }

    /// Wilson's score interval, without continuity correction (Wilson 1927; R `prop.test(correct = FALSE)`).
    pub fn wilson(self, confidence: Confidence) -> Interval {
        self.exact_at_the_ends(wilson(self.share(), self.n as f64, confidence.z()))
    }

    /// Wilson's interval for a draw without replacement from `population` people: the sample counts as
    /// `n (N-1)/(N-n)` (the score test with the exact variance; Cochran 1977 par. 3.2). All asked: no uncertainty.
    ///
    /// # Errors
    /// [`StatsError::PopulationTooSmall`] when `population` is below the base.
    pub fn wilson_finite(
        self,
        confidence: Confidence,
        population: u64,
    ) -> Result<Interval, StatsError> {
        let p = self.share();
        match population.checked_sub(self.n) {
            None => Err(StatsError::PopulationTooSmall {
                sample: self.n,
                population,
            }),
            Some(0) => Ok(Interval { lo: p, hi: p }),
            Some(unasked) => {
                let effective = self.n as f64 * ((population - 1) as f64 / unasked as f64);
                Ok(self.exact_at_the_ends(wilson(p, effective, confidence.z())))
            }
        }
    }

    /// The interval of Agresti and Coull (1998), cut to 0..=1.
    pub fn agresti_coull(self, confidence: Confidence) -> Interval {
        let square = confidence.z() * confidence.z();
        let n = self.n as f64 + square;
        let p = (self.x as f64 + square / 2.0) / n;
        let half = confidence.z() * (p * (1.0 - p) / n).sqrt();
        Interval {
            lo: (p - half).max(0.0),
            hi: (p + half).min(1.0),
        }
    }

    /// The exact interval of Clopper and Pearson (1934), from beta quantiles.
    pub fn clopper_pearson(self, confidence: Confidence) -> Interval {
        let (x, rest) = (self.x as f64, (self.n - self.x) as f64);
        let lo = match self.x {
            0 => 0.0,
            _ => beta::lower_quantile(x, rest + 1.0, confidence.tail()).x,
        };
        let hi = match self.n - self.x {
            0 => 1.0,
            _ => beta::upper_quantile(x + 1.0, rest, confidence.tail()).x,
        };
        Interval { lo, hi }
    }

    /// Subtraction would leave 1e-17 where the limit is 0 or 1 by definition.
    fn exact_at_the_ends(self, interval: Interval) -> Interval {
        Interval {
            lo: if self.x == 0 { 0.0 } else { interval.lo },
            hi: if self.x == self.n { 1.0 } else { interval.hi },
        }
    }
}

/// Wilson's formula for a share `p` on a (possibly effective, not whole) sample of `n > 0` at quantile `z`.
pub fn wilson(p: f64, n: f64, z: f64) -> Interval {
    let square = z * z;
    let centre = p + square / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let scale = 1.0 + square / n;
    Interval {
        lo: ((centre - half) / scale).clamp(0.0, 1.0),
        hi: ((centre + half) / scale).clamp(0.0, 1.0),
    }
}

/// One-sided 95 % upper limit of a share that nobody of `n` people has: `1 - 0.05^(1/n)`, the exact form of the
/// "rule of three". `None` when `n` is 0.
pub fn upper_limit_of_none(n: u64) -> Option<f64> {
    (n > 0).then(|| -(0.05_f64.ln() / n as f64).exp_m1())
}

/// The largest number of people in a population of `population` that a sample of `n` with `x` of them leaves
/// possible: the largest K with `P(X <= x | N, K, n) > tail`. For a one-sided 95 % limit `tail` is 0.05.
///
/// # Errors
/// [`StatsError::PopulationTooSmall`] or [`StatsError::CountAboveTotal`] for impossible counts.
pub fn most_people(x: u64, n: u64, population: u64, tail: f64) -> Result<u64, StatsError> {
    check_draw(x, n, population)?;
    // At most everybody who was not asked has it too.
    let (mut lo, mut hi) = (x, population - (n - x));
    while lo < hi {
        let middle = lo + (hi - lo).div_ceil(2);
        if Hypergeometric::new(population, middle, n)?.lower_tail(x) > tail {
            lo = middle;
        } else {
            hi = middle - 1;
        }
    }
    Ok(lo)
}

/// The smallest number of people that the same sample leaves possible: the smallest K with
/// `P(X >= x | N, K, n) > tail`.
///
/// # Errors
/// As [`most_people`].
pub fn fewest_people(x: u64, n: u64, population: u64, tail: f64) -> Result<u64, StatsError> {
    check_draw(x, n, population)?;
    let (mut lo, mut hi) = (x, population - (n - x));
    while lo < hi {
        let middle = lo + (hi - lo) / 2;
        if Hypergeometric::new(population, middle, n)?.upper_tail(x) > tail {
            hi = middle;
        } else {
            lo = middle + 1;
        }
    }
    Ok(lo)
}

fn check_draw(x: u64, n: u64, population: u64) -> Result<(), StatsError> {
    if n > population {
        let sample = n;
        return Err(StatsError::PopulationTooSmall { sample, population });
    }
    if x > n {
        return Err(StatsError::CountAboveTotal { count: x, total: n });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const P95: Confidence = Confidence::P95;

    fn of(x: u64, n: u64) -> Proportion {
        Proportion::new(x, n).unwrap()
    }

    #[test]
    fn nobody_asked_gives_no_proportion() {
        assert_eq!(Proportion::new(0, 0), None);
        assert_eq!(Proportion::new(3, 2), None);
        assert_eq!(upper_limit_of_none(0), None);
    }

    #[test]
    fn asking_everybody_leaves_no_uncertainty() {
        let interval = of(3, 10).wilson_finite(P95, 10).unwrap();
        assert_eq!(interval, Interval { lo: 0.3, hi: 0.3 });
    }

    #[test]
    fn a_population_below_the_sample_is_refused() {
        assert!(of(3, 10).wilson_finite(P95, 9).is_err());
        assert!(most_people(0, 10, 9, 0.05).is_err());
        assert!(fewest_people(11, 10, 20, 0.05).is_err());
    }

    #[test]
    fn clopper_pearson_of_none_is_the_two_sided_rule_of_three() {
        let interval = of(0, 60).clopper_pearson(Confidence::P90);
        let limit = upper_limit_of_none(60).unwrap();
        assert!((interval.hi - limit).abs() < 1e-14);
    }

    // analysis.md section 2, N = 400 and n = 60.
    #[test]
    fn the_hypergeometric_limits_match_the_worked_example() {
        for (x, people) in [(0, 18), (1, 28), (3, 47)] {
            assert_eq!(most_people(x, 60, 400, 0.05).unwrap(), people);
        }
    }

    proptest! {
        #[test]
        fn every_interval_lies_in_0_to_1_and_contains_the_share(
            n in 1u64..5_000, share in 0.0..=1.0f64, unasked in 0u64..10_000,
        ) {
            let x = (0..=n).find(|x| *x as f64 >= share * n as f64).unwrap();
            let proportion = of(x, n);
            let finite = proportion.wilson_finite(P95, n + unasked).unwrap();
            for interval in [proportion.wilson(P95), finite, proportion.clopper_pearson(P95)] {
                prop_assert!(0.0 <= interval.lo && interval.hi <= 1.0);
                prop_assert!(interval.lo <= proportion.share() + 1e-15);
                prop_assert!(proportion.share() <= interval.hi + 1e-15);
            }
            let agresti_coull = proportion.agresti_coull(P95);
            prop_assert!(0.0 <= agresti_coull.lo && agresti_coull.hi <= 1.0);
        }

        #[test]
        fn a_finite_population_never_widens_the_interval(
            x in 0u64..50, rest in 1u64..50, unasked in 0u64..1_000,
        ) {
            let proportion = of(x, x + rest);
            let finite = proportion.wilson_finite(P95, x + rest + unasked).unwrap();
            prop_assert!(finite.half_width() <= proportion.wilson(P95).half_width() + 1e-15);
        }

        #[test]
        fn counting_the_others_mirrors_the_interval(x in 0u64..200, rest in 1u64..200) {
            let interval = of(x, x + rest).wilson(P95);
            let mirrored = of(rest, x + rest).wilson(P95);
            prop_assert!((interval.lo - (1.0 - mirrored.hi)).abs() < 1e-14);
        }

        #[test]
        fn the_sample_itself_bounds_the_people_affected(
            x in 0u64..20, rest in 0u64..20, unasked in 0u64..50,
        ) {
            let n = x + rest;
            let most = most_people(x, n, n + unasked, 0.05).unwrap();
            let fewest = fewest_people(x, n, n + unasked, 0.05).unwrap();
            prop_assert!(x <= fewest && fewest <= most && most <= x + unasked);
        }
    }
}
