//! The one place where influences become variances.

use super::Design;
use super::answers::{Answers, Group};
use crate::stats::sum::Sum;

/// A residual this small beside the largest influence is rounding: the margins explain the answer wholly.
const EXPLAINED: f64 = 1e-12;

/// Sampling units with the same total.
struct Unit {
    stratum: usize,
    times: u64,
}

impl Design {
    /// Covariances of estimates. `scores[k][g]` is the influence of one person of group `g` on estimate `k`, per unit
    /// of weight; people without an answer have influence 0, and count as drawn.
    ///
    /// `V = sum over strata of (1-f) n/(n-1) sum over units of (U - mean U)^2` (analogous for two estimates).
    pub fn covariance(&self, answers: &Answers, scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let groups = answers.groups();
        let rest = self.rest(groups);
        let units = self.units(groups, &rest);
        let deviations: Vec<Vec<f64>> = scores
            .iter()
            .map(|scores| {
                let mut totals = self.totals(groups, scores, &rest);
                self.centre(&units, &mut totals);
                totals
            })
            .collect();
        let product = |one: &[f64], two: &[f64]| {
            let pairs = units.iter().zip(one.iter().zip(two));
            let terms = pairs.map(|(unit, (one, two))| {
                self.strata[unit.stratum].factor * unit.times as f64 * one * two
            });
            terms.collect::<Sum>().value()
        };
        let mut covariance = vec![vec![0.0; scores.len()]; scores.len()];
        for one in 0..scores.len() {
            for two in 0..=one {
                let value = product(&deviations[one], &deviations[two]);
                covariance[one][two] = value;
                covariance[two][one] = value;
            }
        }
        covariance
    }

    /// People per cell who are in no group.
    fn rest(&self, groups: &[Group]) -> Vec<u64> {
        let mut rest: Vec<u64> = self.cells.iter().map(|cell| cell.people).collect();
        for group in groups {
            rest[group.cell] = rest[group.cell].saturating_sub(group.people);
        }
        rest
    }

    /// Clusters first; then, of people who were drawn apart, those in groups, and those in none.
    fn units(&self, groups: &[Group], rest: &[u64]) -> Vec<Unit> {
        let clusters = self.clusters.iter().map(|stratum| Unit {
            stratum: *stratum,
            times: 1,
        });
        let people = groups.iter().map(|group| (group.cell, group.people));
        let people = people.chain(rest.iter().copied().enumerate());
        let apart = people.filter(|(cell, _)| self.cells[*cell].cluster.is_none());
        let apart = apart.map(|(cell, times)| Unit {
            stratum: self.cells[cell].stratum,
            times,
        });
        clusters.chain(apart).collect()
    }

    /// The total of every unit, in the order of [`Self::units`].
    fn totals(&self, groups: &[Group], scores: &[f64], rest: &[u64]) -> Vec<f64> {
        let explained = match &self.calibration {
            Some(calibration) => calibration.fit(groups, scores),
            None => vec![0.0; self.cells.len()],
        };
        let scored = groups.iter().zip(scores);
        let scored = scored.map(|(group, score)| (group.cell, group.people, *score));
        let unscored = rest.iter().enumerate();
        let unscored = unscored.map(|(cell, people)| (cell, *people, 0.0));
        let mut clusters = vec![Sum::default(); self.clusters.len()];
        let mut apart = Vec::with_capacity(groups.len() + rest.len());
        let largest = scores
            .iter()
            .fold(0.0_f64, |most, score| most.max(score.abs()));
        for (cell, people, score) in scored.chain(unscored) {
            let residual = score - explained[cell];
            let rounding = self.calibration.is_some() && residual.abs() <= EXPLAINED * largest;
            let influence = if rounding {
                0.0
            } else {
                self.cells[cell].weight * residual
            };
            match self.cells[cell].cluster {
                Some(cluster) if people > 0 => clusters[cluster].add(people as f64 * influence),
                Some(_) => {}
                None => apart.push(influence),
            }
        }
        let clusters = clusters.into_iter().map(Sum::value);
        clusters.chain(apart).collect()
    }

    /// Takes off each stratum's mean.
    fn centre(&self, units: &[Unit], totals: &mut [f64]) {
        let mut sums = vec![Sum::default(); self.strata.len()];
        for (unit, total) in units.iter().zip(totals.iter()) {
            sums[unit.stratum].add(unit.times as f64 * total);
        }
        let strata = sums.into_iter().zip(&self.strata);
        let means: Vec<f64> = strata
            .map(|(sum, stratum)| sum.value() / stratum.units.max(1) as f64)
            .collect();
        for (unit, total) in units.iter().zip(totals) {
            *total -= means[unit.stratum];
        }
    }
}
