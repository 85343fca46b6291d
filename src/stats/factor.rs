//! One factor behind several items, and the reliability that follows (omega total).

use super::scale::correlations;

/// Smallest share of an item that is its own (R `factanal`'s `lower`): below it an estimate means nothing.
const SMALLEST_OWN: f64 = 0.005;
/// Change of a loading or own share at which the fit has converged.
const CONVERGED: f64 = 1e-13;
/// Steps after which it never will.
const MAX_STEPS: u32 = 200_000;

/// Maximum likelihood fit of one factor to correlations.
#[derive(Debug, Clone, PartialEq)]
pub struct OneFactor {
    /// Correlation of each item with the factor; together not below 0.
    pub loadings: Vec<f64>,
    /// Share of each item that is its own.
    pub own: Vec<f64>,
}

impl OneFactor {
    /// Fits people's answers to three or more items: `answers[i][j]` is what person i gave item j, all items turned the
    /// same way. `None` with fewer items or people, an item that does not vary, or no convergence.
    ///
    /// Source: Rubin and Thayer (1982), EM for factor analysis; the bound on `own` keeps each step a maximum.
    pub fn fit(answers: &[Vec<f64>]) -> Option<Self> {
        let correlations = correlations(answers).filter(|matrix| matrix.len() >= 3)?;
        let mut fit = Self::start(&correlations);
        for _ in 0..MAX_STEPS {
            let next = fit.step(&correlations);
            let change = fit.change(&next);
            fit = next;
            if change < CONVERGED {
                return Some(fit.turned());
            }
        }
        None
    }

    /// Share of the variance of the sum (of standardised items) that is the factor's:
    /// `(sum l)^2 / ((sum l)^2 + sum own)`.
    pub fn omega_total(&self) -> f64 {
        let common = self.loadings.iter().sum::<f64>().powi(2);
        common / (common + self.own.iter().sum::<f64>())
    }

    /// The direction in which the items vary most.
    fn start(correlations: &[Vec<f64>]) -> Self {
        let size = correlations.len();
        // No item has the same start as another, so that no pattern of signs is missed.
        let mut axis: Vec<f64> = (0..size)
            .map(|i| 1.0 + i as f64 / (7 * size) as f64)
            .collect();
        let mut largest = 1.0;
        for _ in 0..100 {
            let turned = times(correlations, &axis);
            largest = dot(&turned, &turned).sqrt();
            axis = turned.iter().map(|x| x / largest).collect();
        }
        let loadings: Vec<f64> = axis
            .iter()
            .map(|x| (x * largest.sqrt()).clamp(-0.95, 0.95))
            .collect();
        let own = loadings.iter().map(|l| 1.0 - l * l).collect();
        Self { loadings, own }
    }

    fn step(&self, correlations: &[Vec<f64>]) -> Self {
        let parts = self.loadings.iter().zip(&self.own);
        let scaled: Vec<f64> = parts.map(|(l, own)| l / own).collect();
        let precision = 1.0 + dot(&scaled, &self.loadings);
        let score: Vec<f64> = scaled.iter().map(|s| s / precision).collect();
        let with_score = times(correlations, &score);
        let spread = 1.0 / precision + dot(&score, &with_score);
        let loadings: Vec<f64> = with_score.iter().map(|c| c / spread).collect();
        let items = loadings.iter().zip(&with_score);
        let own = items
            .map(|(l, c)| (1.0 - l * c).max(SMALLEST_OWN))
            .collect();
        Self { loadings, own }
    }

    fn change(&self, next: &Self) -> f64 {
        let before = self.loadings.iter().chain(&self.own);
        let after = next.loadings.iter().chain(&next.own);
        let changes = before.zip(after).map(|(a, b)| (a - b).abs());
        changes.fold(0.0, f64::max)
    }

    fn turned(mut self) -> Self {
        if self.loadings.iter().sum::<f64>() < 0.0 {
            for loading in &mut self.loadings {
                *loading = -*loading;
            }
        }
        self
    }
}

fn times(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, vector)).collect()
}

fn dot(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With three items one factor fits exactly: `l1^2 = r12 r13 / r23`.
    #[test]
    fn three_items_are_fitted_exactly() {
        let correlations = [
            vec![1.0, 0.48, 0.40],
            vec![0.48, 1.0, 0.30],
            vec![0.40, 0.30, 1.0],
        ];
        let mut fit = OneFactor::start(&correlations);
        for _ in 0..2000 {
            fit = fit.step(&correlations);
        }
        for (found, expected) in fit.loadings.iter().zip([0.8, 0.6, 0.5]) {
            assert!((found - expected).abs() < 1e-9, "{found}");
        }
    }

    #[test]
    fn too_few_items_and_items_without_variation_have_no_factor() {
        assert_eq!(OneFactor::fit(&[]), None);
        assert_eq!(
            OneFactor::fit(&[vec![1.0, 2.0], vec![2.0, 1.0], vec![3.0, 5.0]]),
            None
        );
        let constant = [
            vec![1.0, 2.0, 3.0],
            vec![1.0, 1.0, 2.0],
            vec![1.0, 4.0, 2.5],
        ];
        assert_eq!(OneFactor::fit(&constant), None);
    }

    #[test]
    fn items_that_always_agree_are_reliable_and_finite() {
        let answers: Vec<Vec<f64>> = (0..9).map(|i| vec![f64::from(i); 4]).collect();
        let fit = OneFactor::fit(&answers).unwrap();
        assert!(fit.omega_total() > 0.99 && fit.omega_total() < 1.0);
    }
}
