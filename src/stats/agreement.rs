//! How far coders who judged the same units agree, beyond chance.

use super::distribution::normal;
use super::sum::Sum;

/// How bad it is when two coders differ by some levels of an ordered scale with `k` levels: weights of agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Any difference is as bad.
    Unweighted,
    /// `1 - |i-j|/(k-1)`.
    Linear,
    /// `1 - (i-j)^2/(k-1)^2`.
    Quadratic,
}

impl Weights {
    fn of(self, i: usize, j: usize, levels: usize) -> f64 {
        let apart = i.abs_diff(j) as f64 / (levels.max(2) - 1) as f64;
        match self {
            Self::Unweighted => f64::from(i == j),
            Self::Linear => 1.0 - apart,
            Self::Quadratic => 1.0 - apart * apart,
        }
    }
}

/// Cohen's kappa with the standard error of Fleiss, Cohen and Everitt (1969).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// Agreement beyond chance, at most 1.
    pub kappa: f64,
    /// Its large-sample standard error.
    pub se: f64,
}

/// Kappa of a square table, one coder in the rows, the other in the columns. `None` when nobody was judged, when the
/// table is not square or when chance alone gives full agreement.
pub fn kappa(table: &[Vec<u64>], weights: Weights) -> Option<Kappa> {
    let levels = table.len();
    if table.iter().any(|row| row.len() != levels) {
        return None;
    }
    let n = table.iter().flatten().sum::<u64>() as f64;
    if n == 0.0 {
        return None;
    }
    let share = |i: usize, j: usize| table[i][j] as f64 / n;
    let rows: Vec<f64> = (0..levels)
        .map(|i| (0..levels).map(|j| share(i, j)).sum())
        .collect();
    let columns: Vec<f64> = (0..levels)
        .map(|j| (0..levels).map(|i| share(i, j)).sum())
        .collect();
    let weight = |i: usize, j: usize| weights.of(i, j, levels);
    let over_cells = |f: &dyn Fn(usize, usize) -> f64| {
        let cells = (0..levels).flat_map(|i| (0..levels).map(move |j| (i, j)));
        cells.map(|(i, j)| f(i, j)).collect::<Sum>().value()
    };
    let observed = over_cells(&|i, j| weight(i, j) * share(i, j));
    let expected = over_cells(&|i, j| weight(i, j) * rows[i] * columns[j]);
    let by_chance = 1.0 - expected;
    if by_chance <= 1e-12 {
        return None;
    }
    let kappa = (observed - expected) / by_chance;
    let row_mean = |i: usize| (0..levels).map(|j| weight(i, j) * columns[j]).sum::<f64>();
    let column_mean = |j: usize| (0..levels).map(|i| weight(i, j) * rows[i]).sum::<f64>();
    let squares = over_cells(&|i, j| {
        share(i, j) * (weight(i, j) - (row_mean(i) + column_mean(j)) * (1.0 - kappa)).powi(2)
    });
    let variance = squares - (kappa - expected * (1.0 - kappa)).powi(2);
    Some(Kappa {
        kappa,
        se: (variance.max(0.0) / n).sqrt() / by_chance,
    })
}

/// Fleiss' kappa with its test against chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fleiss {
    /// Agreement beyond chance.
    pub kappa: f64,
    /// Kappa over its standard error under chance (Fleiss, Nee and Landis 1979).
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Of units judged by the same number of coders: per unit how many coders chose each level. `None` without units,
/// with fewer than two coders, with unequal numbers of them, or when only one level was ever chosen.
pub fn fleiss(units: &[Vec<u64>]) -> Option<Fleiss> {
    let levels = units.first()?.len();
    let coders: u64 = units.first()?.iter().sum();
    let unequal = |unit: &Vec<u64>| unit.len() != levels || unit.iter().sum::<u64>() != coders;
    if coders < 2 || units.iter().any(unequal) {
        return None;
    }
    let (n, m) = (units.len() as f64, coders as f64);
    let shares: Vec<f64> = (0..levels)
        .map(|level| units.iter().map(|unit| unit[level]).sum::<u64>() as f64 / (n * m))
        .collect();
    let squares: u64 = units.iter().flatten().map(|count| count * count).sum();
    let observed = (squares as f64 - n * m) / (n * m * (m - 1.0));
    let expected: f64 = shares.iter().map(|share| share * share).sum();
    let spread: f64 = shares.iter().map(|share| share * (1.0 - share)).sum();
    if spread <= 0.0 {
        return None;
    }
    let kappa = (observed - expected) / (1.0 - expected);
    let skew: f64 = shares
        .iter()
        .map(|share| share * (1.0 - share) * (1.0 - 2.0 * share))
        .sum();
    let variance = 2.0 / (spread * spread * n * m * (m - 1.0)) * (spread * spread - skew);
    let z = if variance > 0.0 {
        kappa / variance.sqrt()
    } else {
        0.0
    };
    Some(Fleiss {
        kappa,
        z,
        p: normal::two_sided(z),
    })
}

/// Distance between two values for Krippendorff's alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Different or not.
    Nominal,
    /// How many values lie between, ends as a half.
    Ordinal,
    /// The difference of the scores.
    Interval,
}

/// Krippendorff's alpha (2011) of units judged by any number of coders: per unit how many coders gave each value, and
/// the score of each value, upwards. Units with fewer than two values drop out. `None` when no two values can be
/// compared, all are equal, or scores are too large to square.
pub fn krippendorff(units: &[Vec<u64>], scores: &[f64], distance: Distance) -> Option<f64> {
    let values = scores.len();
    if units.iter().any(|unit| unit.len() != values) {
        return None;
    }
    let mut pairs = vec![vec![0.0; values]; values];
    for unit in units {
        let coders: u64 = unit.iter().sum();
        if coders < 2 {
            continue;
        }
        for (c, row) in pairs.iter_mut().enumerate() {
            for (k, pair) in row.iter_mut().enumerate() {
                let others = unit[k] as f64 - f64::from(c == k);
                *pair += unit[c] as f64 * others.max(0.0) / (coders - 1) as f64;
            }
        }
    }
    let totals: Vec<f64> = pairs.iter().map(|row| row.iter().sum()).collect();
    let n: f64 = totals.iter().sum();
    let squared = |c: usize, k: usize| match distance {
        Distance::Nominal => f64::from(c != k),
        Distance::Interval => (scores[c] - scores[k]).powi(2),
        Distance::Ordinal => {
            let between: f64 = totals[c.min(k)..=c.max(k)].iter().sum();
            (between - (totals[c] + totals[k]) / 2.0).powi(2)
        }
    };
    let (mut observed, mut expected) = (Sum::default(), Sum::default());
    for c in 0..values {
        for k in 0..values {
            observed.add(pairs[c][k] * squared(c, k));
            expected.add(totals[c] * totals[k] * squared(c, k));
        }
    }
    let expected = expected.value();
    (expected > 0.0 && expected.is_finite()).then(|| 1.0 - (n - 1.0) * observed.value() / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_agreement_is_one() {
        let table = vec![vec![5, 0], vec![0, 7]];
        let found = kappa(&table, Weights::Quadratic).unwrap();
        assert_eq!((found.kappa, found.se), (1.0, 0.0));
        let units = vec![vec![3, 0], vec![0, 3]];
        assert_eq!(fleiss(&units).unwrap().kappa, 1.0);
        assert_eq!(
            krippendorff(&units, &[0.0, 1.0], Distance::Nominal),
            Some(1.0)
        );
    }

    #[test]
    fn without_variation_agreement_is_undefined() {
        assert_eq!(kappa(&[vec![5, 0], vec![0, 0]], Weights::Unweighted), None);
        assert_eq!(kappa(&[], Weights::Linear), None);
        assert_eq!(fleiss(&[vec![3, 0], vec![3, 0]]), None);
        assert_eq!(fleiss(&[vec![1, 0]]), None);
        assert_eq!(
            krippendorff(&[vec![2, 0]], &[0.0, 1.0], Distance::Interval),
            None
        );
    }

    // Fleiss (1971): 14 raters, 10 units, 5 categories; kappa 0.210.
    #[test]
    fn fleiss_published_example() {
        let units = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let units: Vec<Vec<u64>> = units.iter().map(|unit| unit.to_vec()).collect();
        assert!((fleiss(&units).unwrap().kappa - 0.210).abs() < 5e-4);
    }
}
