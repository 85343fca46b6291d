//! Weights: what they cost, and how to make them fit known totals.

use super::error::StatsError;
use super::sum::Sum;

/// Largest relative deviation from a margin at which raking has converged.
const CONVERGED: f64 = 1e-12;
/// Cycles after which margins count as conflicting.
const MAX_CYCLES: u32 = 1000;

/// What unequal weights cost (Kish 1965). Weights are above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kish {
    /// Number of weights.
    pub n: u64,
    /// Their sum.
    pub sum: f64,
    /// Sum of their squares.
    pub sum_of_squares: f64,
    /// Smallest.
    pub min: f64,
    /// Largest.
    pub max: f64,
}

impl Kish {
    /// Of `counts[i]` people with weight `weights[i]`. `None` when nobody has a weight, or when the weights are not
    /// finite and above 0.
    pub fn of(weights: &[f64], counts: &[u64]) -> Option<Self> {
        let pairs = || weights.iter().zip(counts).filter(|(_, count)| **count > 0);
        let total = |f: &dyn Fn(f64) -> f64| {
            let terms = pairs().map(|(weight, count)| f(*weight) * *count as f64);
            terms.collect::<Sum>().value()
        };
        let n: u64 = counts.iter().sum();
        let sum_of_squares = total(&|weight| weight * weight);
        let valid = pairs().all(|(weight, _)| *weight > 0.0) && sum_of_squares.is_finite();
        (n > 0 && valid && weights.len() == counts.len()).then(|| Self {
            n,
            sum: total(&|weight| weight),
            sum_of_squares,
            min: pairs()
                .map(|(weight, _)| *weight)
                .fold(f64::INFINITY, f64::min),
            max: pairs().map(|(weight, _)| *weight).fold(0.0, f64::max),
        })
    }

    /// Factor by which weighting widens a variance: `n sum w^2 / (sum w)^2`, 1 or more.
    pub fn design_effect(&self) -> f64 {
        self.n as f64 * self.sum_of_squares / (self.sum * self.sum)
    }

    /// Number of unweighted answers that tell as much.
    pub fn effective_n(&self) -> f64 {
        self.n as f64 / self.design_effect()
    }

    /// Standard deviation of the weights (with `n`) over their mean.
    pub fn variation(&self) -> f64 {
        (self.design_effect() - 1.0).max(0.0).sqrt()
    }
}

/// A known total: the category of every cell, and the share of every category.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// Per cell the index of its category.
    pub category: Vec<usize>,
    /// Per category its share of the population; they sum to 1.
    pub share: Vec<f64>,
}

/// Why margins can't be met.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum RakeError {
    /// A category of the population in which nobody answered.
    #[error(
        "margin {margin}, category {category} (counted from 1): nobody answered; merge it with another"
    )]
    EmptyCategory {
        /// Place of the margin, counted from 1.
        margin: usize,
        /// Place of the category, counted from 1.
        category: usize,
    },
    /// A category in which people answered and that the population does not have.
    #[error(
        "margin {margin}, category {category} (counted from 1): its share is 0, and people answered; leave them out"
    )]
    NoShare {
        /// Place of the margin, counted from 1.
        margin: usize,
        /// Place of the category, counted from 1.
        category: usize,
    },
    /// Shares that are no distribution.
    #[error(
        "margin {margin} (counted from 1): its shares sum to {sum}; they are 0 or more, and 1 together"
    )]
    Shares {
        /// Place of the margin, counted from 1.
        margin: usize,
        /// What they sum to.
        sum: f64,
    },
    /// No weights meet all margins at once.
    #[error(
        "the margins conflict: no weights meet all of them; correct a margin, or leave one out"
    )]
    Conflict,
    /// The lists don't fit together.
    #[error(transparent)]
    Input(#[from] StatsError),
}

/// Weights per cell that meet every margin and sum to the number of people (raking; Deming and Stephan 1940).
///
/// `counts` are the people per cell, a cell being a combination of categories; cells without people get weight 1.
///
/// # Errors
/// [`RakeError`].
pub fn rake(counts: &[u64], margins: &[Margin]) -> Result<Vec<f64>, RakeError> {
    check(counts, margins)?;
    let n = counts.iter().sum::<u64>() as f64;
    let mut weights = vec![1.0; counts.len()];
    for _ in 0..MAX_CYCLES {
        let mut deviation: f64 = 0.0;
        for margin in margins {
            let totals = totals(counts, &weights, margin);
            let factors: Vec<f64> = margin
                .share
                .iter()
                .zip(totals)
                .map(|(share, total)| if total > 0.0 { share * n / total } else { 1.0 })
                .collect();
            for (weight, category) in weights.iter_mut().zip(&margin.category) {
                *weight *= factors[*category];
            }
            deviation = factors
                .iter()
                .map(|factor| (factor - 1.0).abs())
                .fold(deviation, f64::max);
        }
        if deviation < CONVERGED {
            return Ok(weights);
        }
    }
    Err(RakeError::Conflict)
}

/// Weighted people per category.
fn totals(counts: &[u64], weights: &[f64], margin: &Margin) -> Vec<f64> {
    let mut totals = vec![Sum::default(); margin.share.len()];
    for ((count, weight), category) in counts.iter().zip(weights).zip(&margin.category) {
        totals[*category].add(*count as f64 * weight);
    }
    totals.into_iter().map(Sum::value).collect()
}

fn check(counts: &[u64], margins: &[Margin]) -> Result<(), RakeError> {
    for (at, margin) in margins.iter().enumerate() {
        let lengths = (counts.len(), margin.category.len());
        let outside = margin
            .category
            .iter()
            .find(|category| **category >= margin.share.len());
        if lengths.0 != lengths.1 {
            return Err(StatsError::LengthsDiffer(lengths.0, lengths.1).into());
        }
        if let Some(outside) = outside {
            return Err(StatsError::LengthsDiffer(outside + 1, margin.share.len()).into());
        }
        let together = margin.share.iter().copied().collect::<Sum>().value();
        let negative = margin
            .share
            .iter()
            .any(|share| share.is_nan() || *share < 0.0);
        if negative || (together - 1.0).abs() > 1e-6 {
            return Err(RakeError::Shares {
                margin: at + 1,
                sum: together,
            });
        }
        let people = totals(counts, &vec![1.0; counts.len()], margin);
        for (category, (people, share)) in people.iter().zip(&margin.share).enumerate() {
            let (margin, category) = (at + 1, category + 1);
            match (*people > 0.0, *share > 0.0) {
                (false, true) => return Err(RakeError::EmptyCategory { margin, category }),
                (true, false) => return Err(RakeError::NoShare { margin, category }),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Cuts weights down to `cap` and hands what was cut off in equal amounts to everybody who is below it, until nobody
/// exceeds it (R `survey::trimWeights(strict = TRUE)`). `None` when the weights can't all stay at or below the cap.
pub fn trim(weights: &[f64], counts: &[u64], cap: f64) -> Option<Vec<f64>> {
    let mut trimmed = weights.to_vec();
    // Each round brings at least one more cell to the cap.
    for _ in 0..=weights.len() {
        let over = trimmed
            .iter()
            .zip(counts)
            .filter(|(weight, _)| **weight > cap);
        let excess: Sum = over
            .map(|(weight, count)| (weight - cap) * *count as f64)
            .collect();
        if excess.value() <= 0.0 {
            return Some(trimmed);
        }
        let below = trimmed
            .iter()
            .zip(counts)
            .filter(|(weight, _)| **weight < cap);
        let people: u64 = below.map(|(_, count)| *count).sum();
        if people == 0 {
            return None;
        }
        let each = excess.value() / people as f64;
        for weight in &mut trimmed {
            *weight = if *weight < cap { *weight + each } else { cap };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_weights_cost_nothing() {
        let kish = Kish::of(&[2.5], &[40]).unwrap();
        assert_eq!(
            (kish.design_effect(), kish.effective_n(), kish.variation()),
            (1.0, 40.0, 0.0)
        );
        assert_eq!(Kish::of(&[1.0], &[0]), None);
        assert_eq!(Kish::of(&[0.0], &[3]), None);
    }

    #[test]
    fn one_margin_is_post_stratification() {
        let margin = Margin {
            category: vec![0, 1],
            share: vec![0.5, 0.5],
        };
        let weights = rake(&[30, 10], &[margin]).unwrap();
        assert!((weights[0] - 20.0 / 30.0).abs() < 1e-12 && (weights[1] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_category_without_answers_and_conflicting_margins_are_refused() {
        let margin = |category: Vec<usize>, share: Vec<f64>| Margin { category, share };
        let empty = rake(&[5, 0], &[margin(vec![0, 1], vec![0.5, 0.5])]);
        assert_eq!(
            empty,
            Err(RakeError::EmptyCategory {
                margin: 1,
                category: 2
            })
        );
        let shares = |share: Vec<f64>| rake(&[5, 1], &[margin(vec![0, 1], share)]);
        assert_eq!(
            shares(vec![1.0, 0.0]),
            Err(RakeError::NoShare {
                margin: 1,
                category: 2
            })
        );
        for wrong in [vec![0.5, 0.25], vec![1.5, -0.5], vec![f64::NAN, 1.0]] {
            assert!(matches!(shares(wrong), Err(RakeError::Shares { .. })));
        }
        // Two cells, and margins that ask for different shares of the same two.
        let conflict = [
            margin(vec![0, 1], vec![0.5, 0.5]),
            margin(vec![0, 1], vec![0.9, 0.1]),
        ];
        assert_eq!(rake(&[5, 5], &conflict), Err(RakeError::Conflict));
    }

    #[test]
    fn a_cap_below_the_mean_can_not_be_met() {
        assert_eq!(trim(&[1.0, 3.0], &[10, 10], 1.5), None);
        assert_eq!(trim(&[1.0, 3.0], &[10, 10], 2.5), Some(vec![1.5, 2.5]));
    }

    proptest! {
        #[test]
        fn raked_weights_meet_the_margins_and_trimming_keeps_their_sum(
            counts in prop::collection::vec(1u64..50, 6), a in 0.2..0.8f64, b in 0.2..0.4f64,
        ) {
            let margins = [
                Margin { category: vec![0, 0, 0, 1, 1, 1], share: vec![a, 1.0 - a] },
                Margin { category: vec![0, 1, 2, 0, 1, 2], share: vec![b, b, 1.0 - 2.0 * b] },
            ];
            let n = counts.iter().sum::<u64>() as f64;
            let weights = rake(&counts, &margins).unwrap();
            for margin in &margins {
                for (total, share) in totals(&counts, &weights, margin).iter().zip(&margin.share) {
                    prop_assert!((total - share * n).abs() < 1e-9 * n);
                }
            }
            if let Some(trimmed) = trim(&weights, &counts, 1.5) {
                let kish = Kish::of(&trimmed, &counts).unwrap();
                prop_assert!((kish.sum - n).abs() < 1e-9 * n && kish.max <= 1.5);
            }
        }
    }
}
