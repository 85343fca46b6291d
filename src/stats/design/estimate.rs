//! Weighted means and shares, with their intervals.

use super::Design;
use super::answers::{Answers, Group};
use crate::stats::confidence::{Confidence, Interval};
use crate::stats::distribution::{beta, student_t};
use crate::stats::proportion::wilson;
use crate::stats::sum::Sum;
use crate::stats::weights::Kish;

/// A weighted mean or share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its variance by linearisation.
    pub variance: f64,
}

impl Estimate {
    /// Standard error.
    pub fn se(self) -> f64 {
        self.variance.sqrt()
    }
}

/// A weighted share with its intervals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedShare {
    /// People with a valid answer, unweighted.
    pub n: u64,
    /// Of them with the event, unweighted.
    pub events: u64,
    /// The share.
    pub estimate: Estimate,
    /// Unweighted answers that would tell as much: `p(1-p)/V`; Kish's at a share of 0 or 1. Infinite when the margins
    /// explain the share wholly.
    pub effective_n: f64,
    /// Wilson's interval on the effective n with a t quantile; Clopper-Pearson's at a share of 0 or 1. `None` without
    /// degrees of freedom.
    pub wilson: Option<Interval>,
    /// The interval of the log-odds; `None` at a share of 0 or 1 too.
    pub logit: Option<Interval>,
}

impl Design {
    /// Mean over the answers, `value` giving the number of each. `None` when nobody answered, or when the numbers are
    /// too large for a finite result.
    pub fn mean(&self, answers: &Answers, value: impl Fn(usize) -> f64) -> Option<Estimate> {
        let groups = answers.groups();
        let mass = self.mass(groups, |_| 1.0);
        let mean = self.mass(groups, &value) / mass;
        if groups.is_empty() || !mean.is_finite() {
            return None;
        }
        let scores = groups.iter();
        let scores: Vec<f64> = scores
            .map(|group| (value(group.level) - mean) / mass)
            .collect();
        let variance = self.covariance(answers, &[scores])[0][0];
        variance.is_finite().then_some(Estimate {
            value: mean,
            variance,
        })
    }

    /// Share of the answers for which `event` holds. `None` when nobody answered.
    pub fn share(
        &self,
        answers: &Answers,
        event: impl Fn(usize) -> bool,
        confidence: Confidence,
    ) -> Option<WeightedShare> {
        let estimate = self.mean(answers, |level| f64::from(event(level)))?;
        let n = answers.n();
        let with = answers.groups().iter().filter(|group| event(group.level));
        let events = with.map(|group| group.people).sum();
        let t = self.t(confidence);
        let p = estimate.value;
        if events == 0 || events == n {
            let effective_n = self.kish(answers)?.effective_n();
            let one_sided = Interval {
                lo: if events == 0 {
                    0.0
                } else {
                    beta::lower_quantile(effective_n, 1.0, confidence.tail()).x
                },
                hi: if events == n {
                    1.0
                } else {
                    beta::upper_quantile(1.0, effective_n, confidence.tail()).x
                },
            };
            return Some(WeightedShare {
                n,
                events,
                estimate,
                effective_n,
                wilson: t.map(|_| one_sided),
                logit: None,
            });
        }
        let spread = p * (1.0 - p);
        let effective_n = spread / estimate.variance;
        Some(WeightedShare {
            n,
            events,
            estimate,
            effective_n,
            wilson: t.map(|t| wilson(p, effective_n, t)),
            logit: t
                .filter(|_| spread > 0.0)
                .map(|t| log_odds(p, t * estimate.se() / spread)),
        })
    }

    /// `value +- t se` with the degrees of freedom of the whole design; `None` when there are none.
    pub fn t_interval(&self, estimate: Estimate, confidence: Confidence) -> Option<Interval> {
        let half = self.t(confidence)? * estimate.se();
        Some(Interval {
            lo: estimate.value - half,
            hi: estimate.value + half,
        })
    }

    /// What the weights of the people with an answer cost; `None` when nobody answered.
    pub fn kish(&self, answers: &Answers) -> Option<Kish> {
        let groups = answers.groups().iter();
        let (weights, people): (Vec<f64>, Vec<u64>) = groups
            .map(|group| (self.weight(group), group.people))
            .unzip();
        Kish::of(&weights, &people)
    }

    /// Weighted total of the answers.
    pub(super) fn mass(&self, groups: &[Group], value: impl Fn(usize) -> f64) -> f64 {
        let terms = groups
            .iter()
            .map(|group| self.weight(group) * group.people as f64 * value(group.level));
        terms.collect::<Sum>().value()
    }

    /// Weight of each person of a group.
    pub(super) fn weight(&self, group: &Group) -> f64 {
        self.cells[group.cell].weight
    }

    fn t(&self, confidence: Confidence) -> Option<f64> {
        let degrees = self.degrees_of_freedom();
        (degrees > 0).then(|| student_t::upper_quantile(confidence.tail(), degrees as f64))
    }
}

/// `expit(logit p +- half)`.
fn log_odds(p: f64, half: f64) -> Interval {
    let logit = (p / (1.0 - p)).ln();
    let expit = |x: f64| 1.0 / (1.0 + (-x).exp());
    Interval {
        lo: expit(logit - half),
        hi: expit(logit + half),
    }
}
