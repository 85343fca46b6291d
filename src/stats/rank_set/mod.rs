//! Which places in an order the data allow: rank sets from all pairwise comparisons of means.
//!
//! The means are of scores that the same respondents gave to several subjects, so they are dependent; a respondent may
//! lack some. Sums of squares and products of one pass are enough, so that a million respondents cost one pass.
//! Source: Mogstad, Romano, Shaikh and Wilhelm, Inference for Ranks (2024), with Holm over all pairs.

mod joint_sums;

pub use joint_sums::{JointSums, Scores};

use super::adjust::holm;
use super::distribution::normal;

/// Adjusted p-values below this count as a difference.
const SIGNIFICANT: f64 = 0.05;

/// A mean score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Number of respondents with a score; whole, and above 0.
    pub n: f64,
    /// Their mean.
    pub mean: f64,
    /// Its linearised standard error.
    pub se: f64,
}

/// The comparison of two subjects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Index of the first subject.
    pub first: usize,
    /// Index of the second subject, above `first`.
    pub second: usize,
    /// Difference of the means (first minus second) in standard errors; infinite when they differ without spread.
    pub z: f64,
    /// Two-sided normal p-value.
    pub p: f64,
    /// The same, adjusted by Holm over all pairs.
    pub p_holm: f64,
}

/// Subjects in order of their means. Lists follow the order in which the subjects were given.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The means; `None` for a subject that nobody scored.
    pub means: Vec<Option<Mean>>,
    /// Place, 1 for the highest mean; equal means in the given order.
    pub rank: Vec<usize>,
    /// First and last place that the data allow.
    pub rank_set: Vec<(usize, usize)>,
    /// Pairs (1,2), (1,3) … (2,3) … of subjects that have a mean.
    pub pairs: Vec<Pair>,
}

impl JointSums {
    /// The order of the subjects by mean, highest first, with what is uncertain about it. Subjects that nobody scored
    /// have no mean, stand last and take part in no comparison.
    pub fn ranking(&self) -> Ranking {
        let means: Vec<Option<Mean>> = (0..self.subjects()).map(|i| self.mean(i)).collect();
        let pairs = self.pairs(&means);
        let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
        let adjusted = holm(&p);
        let pairs: Vec<Pair> = pairs
            .into_iter()
            .zip(adjusted)
            .map(|(pair, p_holm)| Pair { p_holm, ..pair })
            .collect();
        Ranking {
            rank: ranks(&means),
            rank_set: rank_sets(&means, &pairs),
            means,
            pairs,
        }
    }

    fn mean(&self, i: usize) -> Option<Mean> {
        let (n, sum) = self.scored(i);
        if n == 0.0 {
            return None;
        }
        let mean = sum / n;
        let variance = self.linearised(i, i, (mean, mean)) / (n * n);
        Some(Mean {
            n,
            mean,
            se: self.with_sample_size(variance).sqrt(),
        })
    }

    /// `n/(n-1)` times a sum of squared scores. A single respondent has no spread: 0.
    fn with_sample_size(&self, squares: f64) -> f64 {
        match self.respondents() {
            0 | 1 => 0.0,
            n => squares.max(0.0) * (n as f64 / (n - 1) as f64),
        }
    }

    fn pairs(&self, means: &[Option<Mean>]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (i, one) in means.iter().enumerate() {
            for (j, two) in means.iter().enumerate().skip(i + 1) {
                if let (Some(one), Some(two)) = (one, two) {
                    let covariance = self.linearised(i, j, (one.mean, two.mean)) / (one.n * two.n);
                    let own =
                        |k: usize, m: &Mean| self.linearised(k, k, (m.mean, m.mean)) / (m.n * m.n);
                    let squares = own(i, one) + own(j, two) - 2.0 * covariance;
                    let z =
                        standardised(one.mean - two.mean, self.with_sample_size(squares).sqrt());
                    let p = normal::two_sided(z);
                    pairs.push(Pair {
                        first: i,
                        second: j,
                        z,
                        p,
                        p_holm: p,
                    });
                }
            }
        }
        pairs
    }
}

/// Rounding leaves some 1e-17 where two subjects got the same scores; that is no difference.
fn standardised(difference: f64, se: f64) -> f64 {
    if difference.abs() <= 4.0 * f64::EPSILON {
        0.0
    } else {
        difference / se
    }
}

fn ranks(means: &[Option<Mean>]) -> Vec<usize> {
    let mean = |i: usize| means[i].map_or(f64::NEG_INFINITY, |mean| mean.mean);
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|a, b| mean(*b).total_cmp(&mean(*a)));
    let mut ranks = vec![0; means.len()];
    for (place, subject) in order.into_iter().enumerate() {
        ranks[subject] = place + 1;
    }
    ranks
}

fn rank_sets(means: &[Option<Mean>], pairs: &[Pair]) -> Vec<(usize, usize)> {
    let scored = means.iter().flatten().count();
    let mut sets: Vec<(usize, usize)> = means
        .iter()
        .map(|mean| match mean {
            Some(_) => (1, scored),
            None => (scored + 1, means.len()),
        })
        .collect();
    for pair in pairs.iter().filter(|pair| pair.p_holm < SIGNIFICANT) {
        let (above, below) = if pair.z > 0.0 {
            (pair.first, pair.second)
        } else {
            (pair.second, pair.first)
        };
        sets[below].0 += 1;
        sets[above].1 -= 1;
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranking(subjects: &[Vec<Option<f64>>]) -> Ranking {
        let block: Vec<Scores> = subjects
            .iter()
            .map(|s| s.iter().copied().collect())
            .collect();
        let mut sums = JointSums::new(block.len());
        sums.add(&block).unwrap();
        sums.ranking()
    }

    /// The definition written out: u_i = d_t (y_t - m_t)/n_t - d_u (y_u - m_u)/n_u, n/(n-1) sum u^2.
    fn z_by_definition(t: &[Option<f64>], u: &[Option<f64>]) -> f64 {
        let mean = |y: &[Option<f64>]| {
            let valid: Vec<f64> = y.iter().flatten().copied().collect();
            (
                valid.iter().sum::<f64>() / valid.len() as f64,
                valid.len() as f64,
            )
        };
        let ((m_t, n_t), (m_u, n_u)) = (mean(t), mean(u));
        let score = |y: Option<f64>, m: f64, n: f64| y.map_or(0.0, |y| (y - m) / n);
        let n = t.len() as f64;
        let squares = t
            .iter()
            .zip(u)
            .map(|(t, u)| (score(*t, m_t, n_t) - score(*u, m_u, n_u)).powi(2));
        (m_t - m_u) / (n / (n - 1.0) * squares.sum::<f64>()).sqrt()
    }

    #[test]
    fn clearly_different_subjects_get_one_place_each() {
        let often: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i % 10 < 9))).collect();
        let half: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i % 2))).collect();
        let seldom: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(i % 10 == 3))).collect();
        let found = ranking(&[seldom, often, half]);
        assert_eq!(found.rank, [3, 1, 2]);
        assert_eq!(found.rank_set, [(3, 3), (1, 1), (2, 2)]);
    }

    #[test]
    fn equal_subjects_share_all_places() {
        let scores: Vec<Option<f64>> = (0..40).map(|i| Some(f64::from(i % 3) / 2.0)).collect();
        let found = ranking(&[scores.clone(), scores]);
        assert_eq!(found.rank_set, [(1, 2), (1, 2)]);
        assert_eq!((found.pairs[0].z, found.pairs[0].p), (0.0, 1.0));
    }

    #[test]
    fn a_subject_that_nobody_scored_stands_last_and_in_no_pair() {
        let found = ranking(&[vec![None, None], vec![Some(0.5), Some(1.0)]]);
        assert_eq!(found.means[0], None);
        assert_eq!(found.rank_set, [(2, 2), (1, 1)]);
        assert!(found.pairs.is_empty());
        assert!(ranking(&[]).rank.is_empty());
    }

    #[test]
    fn blocks_of_unequal_length_are_refused() {
        let block: Vec<Scores> = vec![[Some(1.0)].into_iter().collect(), Scores::default()];
        assert!(JointSums::new(2).add(&block).is_err());
        assert!(JointSums::new(3).add(&block).is_err());
    }

    fn scores(length: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
        prop::collection::vec(
            prop::option::weighted(0.8, (0u8..=4).prop_map(|s| f64::from(s) / 4.0)),
            length,
        )
    }

    proptest! {
        #[test]
        fn sums_of_one_pass_equal_the_definition(t in scores(60), u in scores(60), cut in 0usize..60) {
            let found = ranking(&[t.clone(), u.clone()]);
            prop_assume!(!found.pairs.is_empty());
            let expected = z_by_definition(&t, &u);
            prop_assume!(expected.is_finite());
            prop_assert!((found.pairs[0].z - expected).abs() < 1e-9 * expected.abs().max(1.0));

            let mut parts = JointSums::new(2);
            for range in [0..cut, cut..60] {
                let block = [&t[range.clone()], &u[range]].map(|part| part.iter().copied().collect());
                parts.add(&block).unwrap();
            }
            prop_assert!((parts.ranking().pairs[0].z - found.pairs[0].z).abs() < 1e-9);
        }

        #[test]
        fn the_place_lies_in_its_own_rank_set(subjects in prop::collection::vec(scores(40), 1..6)) {
            let found = ranking(&subjects);
            for (rank, (first, last)) in found.rank.iter().zip(&found.rank_set) {
                prop_assert!(first <= rank && rank <= last, "{:?}", found);
            }
        }
    }
}
