//! How the people who answered differ from the population they stand for.

use super::distribution::chi_squared;
use super::error::StatsError;
use super::sum::Sum;

/// Observed counts against known shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Pearson's chi-square.
    pub statistic: f64,
    /// Categories less one.
    pub df: u64,
    /// Upper tail.
    pub p: f64,
    /// Per category `(O - np) / sqrt(np(1-p))`; 0 for a category that is the whole population.
    pub residuals: Vec<f64>,
    /// Per category observed over expected.
    pub ratios: Vec<f64>,
    /// Share of the people who would have to be of another category, 0..=1.
    pub dissimilarity: f64,
}

/// Compares counts with the population's shares, which sum to 1. `None` when nobody was counted or there are fewer
/// than two categories.
///
/// # Errors
/// [`StatsError::LengthsDiffer`]; [`StatsError::NotAProbability`] for a share outside 0..1 (a category that does not
/// exist can't be compared) or for shares that don't sum to 1.
pub fn goodness_of_fit(counts: &[u64], shares: &[f64]) -> Result<Option<Fit>, StatsError> {
    if counts.len() != shares.len() {
        return Err(StatsError::LengthsDiffer(counts.len(), shares.len()));
    }
    if let Some(wrong) = shares
        .iter()
        .find(|share| !(**share > 0.0 && **share <= 1.0))
    {
        return Err(StatsError::NotAProbability(*wrong));
    }
    let together = shares.iter().copied().collect::<Sum>().value();
    if !shares.is_empty() && (together - 1.0).abs() > 1e-6 {
        return Err(StatsError::NotAProbability(together));
    }
    let n: u64 = counts.iter().sum();
    if n == 0 || counts.len() < 2 {
        return Ok(None);
    }
    let n = n as f64;
    let pairs = || {
        counts
            .iter()
            .map(|count| *count as f64)
            .zip(shares.iter().copied())
    };
    let statistic: Sum = pairs()
        .map(|(o, p)| (o - n * p).powi(2) / (n * p))
        .collect();
    let distances: Sum = pairs().map(|(o, p)| (o / n - p).abs()).collect();
    let df = counts.len() as u64 - 1;
    let residual = |(o, p): (f64, f64)| (o - n * p) / (n * p * (1.0 - p)).sqrt();
    Ok(Some(Fit {
        statistic: statistic.value(),
        df,
        p: chi_squared::upper_tail(statistic.value(), df as f64),
        residuals: pairs().map(residual).collect(),
        ratios: pairs().map(|(o, p)| o / (n * p)).collect(),
        dissimilarity: distances.value() / 2.0,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_fit_has_dissimilarity_zero() {
        let fit = goodness_of_fit(&[25, 75], &[0.25, 0.75]).unwrap().unwrap();
        assert_eq!((fit.statistic, fit.p, fit.dissimilarity), (0.0, 1.0, 0.0));
    }

    #[test]
    fn shares_that_do_not_sum_to_one_are_refused() {
        assert!(goodness_of_fit(&[1, 2], &[0.5, 0.6]).is_err());
        assert!(goodness_of_fit(&[1, 2], &[0.0, 1.0]).is_err());
        assert!(goodness_of_fit(&[1], &[0.5, 0.5]).is_err());
        assert_eq!(goodness_of_fit(&[0, 0], &[0.5, 0.5]).unwrap(), None);
    }
}
