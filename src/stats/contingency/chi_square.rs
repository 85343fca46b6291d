//! Pearson's chi-square and the measures of association that follow from it.

use super::Table;
use crate::stats::distribution::chi_squared;
use crate::stats::sum::Sum;

/// A chi-square statistic with its degrees of freedom and p-value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare {
    /// The statistic.
    pub statistic: f64,
    /// `(rows - 1)(columns - 1)`.
    pub df: u64,
    /// Upper tail.
    pub p: f64,
}

/// How strong an association is, by the bias-corrected V.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// V below 0.1.
    Negligible,
    /// V below 0.3.
    Weak,
    /// V below 0.5.
    Moderate,
    /// V of 0.5 or more.
    Strong,
}

impl Words {
    /// The word for a V.
    pub fn of(v: f64) -> Self {
        match v {
            v if v < 0.1 => Self::Negligible,
            v if v < 0.3 => Self::Weak,
            v if v < 0.5 => Self::Moderate,
            _ => Self::Strong,
        }
    }
}

impl Table {
    /// Pearson's test of independence without Yates' correction. `None` when a row or column is empty (drop those
    /// first) or when there are fewer than two rows or columns.
    pub fn chi_square(&self) -> Option<ChiSquare> {
        self.corrected_by(0.0)
    }

    /// The same for a 2 x 2 table with Yates' correction, at most the distance itself (R `chisq.test`).
    pub fn chi_square_yates(&self) -> Option<ChiSquare> {
        self.two_by_two()?;
        let distances = self.observed_and_expected().map(|(o, e)| (o - e).abs());
        self.corrected_by(distances.fold(0.5, f64::min))
    }

    fn corrected_by(&self, correction: f64) -> Option<ChiSquare> {
        let df = self.degrees_of_freedom()?;
        let terms = self
            .observed_and_expected()
            .map(|(o, e)| ((o - e).abs() - correction).powi(2) / e);
        let statistic = terms.collect::<Sum>().value();
        let p = chi_squared::upper_tail(statistic, df as f64);
        Some(ChiSquare { statistic, df, p })
    }

    fn degrees_of_freedom(&self) -> Option<u64> {
        let (rows, columns) = (self.row_totals.len(), self.columns);
        if rows < 2 || columns < 2 || self.has_empty() {
            return None;
        }
        u64::try_from((rows - 1) * (columns - 1)).ok()
    }

    /// The smallest expected count; `None` when nobody was counted.
    pub fn min_expected(&self) -> Option<f64> {
        self.observed_and_expected()
            .map(|(_, e)| e)
            .reduce(f64::min)
    }

    /// Number of cells whose expected count is below `limit`.
    pub fn cells_expected_below(&self, limit: f64) -> usize {
        let expected = self.observed_and_expected();
        expected.filter(|(_, e)| *e < limit).count()
    }

    /// Cramer's V, 0..=1. `None` where the chi-square is undefined.
    pub fn cramers_v(&self) -> Option<f64> {
        let chi_square = self.chi_square()?;
        let smaller = self.row_totals.len().min(self.columns) - 1;
        Some((chi_square.statistic / (self.total as f64 * smaller as f64)).sqrt())
    }

    /// Cramer's V corrected for its bias in small samples (Bergsma 2013), the one to print. `None` where the
    /// chi-square is undefined or the sample is too small for the correction.
    pub fn cramers_v_corrected(&self) -> Option<f64> {
        let chi_square = self.chi_square()?;
        let n = self.total as f64;
        let excess = chi_square.statistic / n - chi_square.df as f64 / (n - 1.0);
        let levels_less_one = |levels: usize| {
            let less_one = levels as f64 - 1.0;
            less_one - less_one * less_one / (n - 1.0)
        };
        let smaller = levels_less_one(self.row_totals.len()).min(levels_less_one(self.columns));
        (smaller > 0.0).then(|| (excess.max(0.0) / smaller).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_single_row_or_an_empty_table_has_no_test() {
        for rows in [vec![vec![3, 4]], vec![vec![0, 0], vec![0, 0]], vec![]] {
            let table = Table::from_rows(&rows).unwrap();
            assert_eq!(table.chi_square(), None);
            assert_eq!(table.cramers_v_corrected(), None);
        }
    }

    #[test]
    fn independent_rows_give_chi_square_zero_and_p_one() {
        let table = Table::from_rows(&[vec![2, 4], vec![3, 6]]).unwrap();
        let test = table.chi_square().unwrap();
        assert_eq!((test.statistic, test.p), (0.0, 1.0));
        assert_eq!(table.cramers_v_corrected(), Some(0.0));
    }

    #[test]
    fn two_people_are_too_few_for_the_corrected_v() {
        let table = Table::from_rows(&[vec![1, 0], vec![0, 1]]).unwrap();
        assert_eq!(table.cramers_v(), Some(1.0));
        assert_eq!(table.cramers_v_corrected(), None);
    }

    proptest! {
        #[test]
        fn turning_the_table_round_changes_nothing(
            cells in prop::collection::vec(1u64..40, 6),
        ) {
            let rows = Table::from_rows(&[cells[..3].to_vec(), cells[3..].to_vec()]).unwrap();
            let turned: Vec<Vec<u64>> = (0..3).map(|i| vec![cells[i], cells[3 + i]]).collect();
            let turned = Table::from_rows(&turned).unwrap();
            let (a, b) = (rows.chi_square().unwrap(), turned.chi_square().unwrap());
            prop_assert!((a.statistic - b.statistic).abs() <= 1e-9 * a.statistic.max(1.0));
            prop_assert!((0.0..=1.0).contains(&a.p));
            prop_assert!((0.0..=1.0 + 1e-12).contains(&rows.cramers_v().unwrap()));
        }

        #[test]
        fn chi_square_of_two_by_two_is_the_square_of_the_pooled_z(
            cells in prop::collection::vec(1u64..60, 4),
        ) {
            use crate::stats::{Confidence, Proportion, two_proportions};
            let table = Table::from_rows(&[cells[..2].to_vec(), cells[2..].to_vec()]).unwrap();
            let one = Proportion::new(cells[0], cells[0] + cells[1]).unwrap();
            let two = Proportion::new(cells[2], cells[2] + cells[3]).unwrap();
            let difference = two_proportions::compare(one, two, Confidence::P95);
            let test = table.chi_square().unwrap();
            prop_assert!((difference.z.powi(2) - test.statistic).abs() < 1e-9);
            prop_assert!((difference.p - test.p).abs() < 1e-9);
        }
    }
}
