//! Several items that are meant to measure one thing.

use super::confidence::Interval;
use super::distribution::fisher_f::{self, Degrees};
use super::moments::Moments;
use super::sum::Sum;

/// A variance of a sum that is smaller beside the variances of its items is 0, rounded.
const ROUNDING: f64 = 1e-12;

/// Cronbach's alpha of complete answers, with what goes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Alpha {
    /// People with an answer to every item.
    pub n: u64,
    /// `k/(k-1) (1 - sum of variances / variance of the sum)`.
    pub alpha: f64,
    /// The same from the mean correlation; `None` when the sum of the standardised items does not vary.
    pub standardised: Option<f64>,
    /// Feldt's 95 % interval (1965).
    pub interval: Interval,
    /// Alpha without each item; `None` when fewer than two would be left.
    pub if_dropped: Vec<Option<f64>>,
    /// Correlation of each item with the sum of the others; `None` when those don't vary.
    pub item_rest: Vec<Option<f64>>,
}

/// Alpha of people's answers to items: `answers[i][j]` is what person i gave item j. Items are turned the same way
/// already. `None` with fewer than two people or items, or when the sum does not vary.
pub fn alpha(answers: &[Vec<f64>]) -> Option<Alpha> {
    let items = answers.first()?.len();
    if items < 2 || answers.len() < 2 || answers.iter().any(|row| row.len() != items) {
        return None;
    }
    let n = u64::try_from(answers.len()).ok()?;
    from_covariances(n, &covariances(answers, items)?)
}

/// Sums over the people who answered every item; the answers are whole numbers, so the sums are exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSums {
    /// People with an answer to every item.
    pub n: u64,
    /// Per item the sum of its answers.
    pub sums: Vec<i64>,
    /// Per pair of items, row by row, the sum of the products.
    pub products: Vec<i64>,
}

/// Alpha from sums of one pass, the same as [`alpha`] of the answers.
pub fn alpha_of_sums(sums: &ItemSums) -> Option<Alpha> {
    let items = sums.sums.len();
    if items < 2 || sums.n < 2 || sums.products.len() != items * items {
        return None;
    }
    let n = i128::from(sums.n);
    let covariance = |i: usize, j: usize| {
        let deviations = n * i128::from(sums.products[i * items + j])
            - i128::from(sums.sums[i]) * i128::from(sums.sums[j]);
        deviations as f64 / (n * (n - 1)) as f64
    };
    let covariance: Vec<Vec<f64>> = (0..items)
        .map(|i| (0..items).map(|j| covariance(i, j)).collect())
        .collect();
    from_covariances(sums.n, &covariance)
}

fn from_covariances(people: u64, covariance: &[Vec<f64>]) -> Option<Alpha> {
    let items = covariance.len();
    let all: Vec<usize> = (0..items).collect();
    let without = |item: usize| {
        all.iter()
            .copied()
            .filter(|other| *other != item)
            .collect::<Vec<_>>()
    };
    let alpha = alpha_of(covariance, &all)?;
    let n = people as f64;
    let k = items as f64;
    let degrees = Degrees {
        numerator: n - 1.0,
        denominator: (n - 1.0) * (k - 1.0),
    };
    let limit = |tail: f64| 1.0 - (1.0 - alpha) * fisher_f::upper_quantile(tail, degrees);
    Some(Alpha {
        n: people,
        alpha,
        standardised: standardised(covariance, items),
        interval: Interval {
            lo: limit(0.025),
            hi: limit(0.975),
        },
        if_dropped: all
            .iter()
            .map(|item| alpha_of(covariance, &without(*item)))
            .collect(),
        item_rest: all
            .iter()
            .map(|item| item_rest(covariance, *item, &without(*item)))
            .collect(),
    })
}

/// Covariances with `n - 1`.
fn covariances(answers: &[Vec<f64>], items: usize) -> Option<Vec<Vec<f64>>> {
    let column = |item: usize| answers.iter().map(|row| row[item]).collect::<Vec<f64>>();
    let means: Option<Vec<f64>> = (0..items)
        .map(|item| Moments::of(&column(item)).map(Moments::mean))
        .collect();
    let means = means?;
    let covariance = |i: usize, j: usize| {
        let products = answers
            .iter()
            .map(|row| (row[i] - means[i]) * (row[j] - means[j]));
        products.collect::<Sum>().value() / (answers.len() - 1) as f64
    };
    Some(
        (0..items)
            .map(|i| (0..items).map(|j| covariance(i, j)).collect())
            .collect(),
    )
}

/// Correlations of complete answers. `None` with fewer than two people, or when an item does not vary.
pub(super) fn correlations(answers: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let items = answers.first()?.len();
    if answers.len() < 2 || answers.iter().any(|row| row.len() != items) {
        return None;
    }
    let varies = |item: usize| answers.iter().any(|row| row[item] != answers[0][item]);
    if !(0..items).all(varies) {
        return None;
    }
    let mut matrix = covariances(answers, items)?;
    let sd: Vec<f64> = (0..items).map(|i| matrix[i][i].sqrt()).collect();
    for (i, row) in matrix.iter_mut().enumerate() {
        for (j, element) in row.iter_mut().enumerate() {
            *element /= sd[i] * sd[j];
        }
    }
    let finite = matrix.iter().flatten().all(|r| r.is_finite());
    finite.then_some(matrix)
}

fn alpha_of(covariance: &[Vec<f64>], items: &[usize]) -> Option<f64> {
    let k = items.len() as f64;
    let own: f64 = items.iter().map(|i| covariance[*i][*i]).sum();
    let total = block(covariance, items, items);
    (k >= 2.0 && total > ROUNDING * own).then(|| k / (k - 1.0) * (1.0 - own / total))
}

/// Items without variation have no correlation; they count as 0.
fn standardised(covariance: &[Vec<f64>], items: usize) -> Option<f64> {
    let k = items as f64;
    let mut correlations = Sum::default();
    for i in 0..items {
        for j in 0..i {
            let scale = (covariance[i][i] * covariance[j][j]).sqrt();
            if scale > 0.0 {
                correlations.add(covariance[i][j] / scale);
            }
        }
    }
    let mean = correlations.value() / (k * (k - 1.0) / 2.0);
    let total = 1.0 + (k - 1.0) * mean;
    (total > ROUNDING).then(|| k * mean / total)
}

fn item_rest(covariance: &[Vec<f64>], item: usize, rest: &[usize]) -> Option<f64> {
    let scale = (covariance[item][item] * block(covariance, rest, rest)).sqrt();
    (scale > 0.0).then(|| block(covariance, &[item], rest) / scale)
}

/// Covariance of two sums of items.
fn block(covariance: &[Vec<f64>], one: &[usize], two: &[usize]) -> f64 {
    let pairs = one
        .iter()
        .flat_map(|i| two.iter().map(|j| covariance[*i][*j]));
    pairs.collect::<Sum>().value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn items_that_always_agree_have_alpha_one() {
        let found = alpha(&[
            vec![1.0, 1.0, 1.0],
            vec![2.0, 2.0, 2.0],
            vec![4.0, 4.0, 4.0],
        ])
        .unwrap();
        assert!((found.alpha - 1.0).abs() < 1e-12);
        assert!((found.standardised.unwrap() - 1.0).abs() < 1e-12);
        assert!(
            found
                .item_rest
                .iter()
                .all(|r| (r.unwrap() - 1.0).abs() < 1e-12)
        );
    }

    proptest! {
        #[test]
        fn sums_of_one_pass_give_the_alpha_of_the_answers(
            answers in prop::collection::vec(prop::collection::vec(1i64..=5, 4), 2..60),
        ) {
            let rows: Vec<Vec<f64>> = answers
                .iter()
                .map(|row| row.iter().map(|code| *code as f64).collect())
                .collect();
            let sum = |of: &dyn Fn(&Vec<i64>) -> i64| answers.iter().map(of).sum();
            let sums = ItemSums {
                n: answers.len() as u64,
                sums: (0..4).map(|i| sum(&|row| row[i])).collect(),
                products: (0..16).map(|at| sum(&|row| row[at / 4] * row[at % 4])).collect(),
            };
            if let Some(other) = alpha_of_sums(&sums) {
                let one = alpha(&rows).unwrap();
                let same = |one: f64, other: f64| (one - other).abs() < 1e-9 * one.abs().max(1.0);
                prop_assert!(same(one.alpha, other.alpha));
                prop_assert_eq!(one.standardised.is_some(), other.standardised.is_some());
                prop_assert!(one.standardised.zip(other.standardised).is_none_or(|(one, other)| same(one, other)));
                prop_assert_eq!(one.n, other.n);
            }
        }
    }

    #[test]
    fn too_little_data_and_a_constant_sum_have_no_alpha() {
        assert_eq!(alpha(&[]), None);
        assert_eq!(alpha(&[vec![1.0, 2.0]]), None);
        assert_eq!(alpha(&[vec![1.0], vec![2.0]]), None);
        assert_eq!(alpha(&[vec![1.0, 2.0], vec![2.0, 1.0]]), None);
        let thirds = [
            vec![1.0, 2.0, 3.0],
            vec![2.0, 3.0, 1.0],
            vec![4.0, 1.0, 1.0],
        ];
        assert_eq!(alpha(&thirds), None);
        let opposite = alpha(&[vec![1.0, 1.0, 3.0, 5.0], vec![2.0, 3.0, 2.0, 1.0]]);
        assert_eq!(opposite.unwrap().standardised, None);
        let two = alpha(&[vec![1.0, 1.0], vec![2.0, 3.0]]).unwrap();
        assert_eq!(two.if_dropped, [None, None]);
    }
}
