//! Tables of counts: rows by columns, and the tests of independence that follow from the counts alone.

mod chi_square;
mod fisher;
mod freeman_halton;
mod odds_ratio;

pub use chi_square::{ChiSquare, Words};
pub use odds_ratio::OddsRatio;

use super::error::StatsError;

/// Counts by row and column, with their totals. Totals fit in 64 bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: usize,
    cells: Vec<u64>,
    row_totals: Vec<u64>,
    column_totals: Vec<u64>,
    total: u64,
}

impl Table {
    /// From the rows, each with the same number of columns.
    ///
    /// # Errors
    /// [`StatsError::LengthsDiffer`] for a ragged table, [`StatsError::Overflow`] when the total exceeds 64 bits.
    pub fn from_rows(rows: &[Vec<u64>]) -> Result<Self, StatsError> {
        let columns = rows.first().map_or(0, Vec::len);
        if let Some(ragged) = rows.iter().find(|row| row.len() != columns) {
            return Err(StatsError::LengthsDiffer(columns, ragged.len()));
        }
        let cells: Vec<u64> = rows.iter().flatten().copied().collect();
        let total = cells
            .iter()
            .try_fold(0_u64, |sum, cell| sum.checked_add(*cell));
        let total = total.ok_or(StatsError::Overflow)?;
        let mut column_totals = vec![0; columns];
        for row in rows {
            for (column_total, cell) in column_totals.iter_mut().zip(row) {
                *column_total += cell;
            }
        }
        Ok(Self {
            columns,
            row_totals: rows.iter().map(|row| row.iter().sum()).collect(),
            column_totals,
            cells,
            total,
        })
    }

    /// The same counts without the rows and columns that hold nobody. Tests are made on this one.
    pub fn without_empty(&self) -> Self {
        let kept_columns: Vec<usize> = filled(&self.column_totals).collect();
        let kept_rows: Vec<usize> = filled(&self.row_totals).collect();
        let cells = kept_rows.iter().flat_map(|row| {
            let columns = kept_columns.iter();
            columns.map(|column| self.cell(*row, *column))
        });
        Self {
            columns: kept_columns.len(),
            cells: cells.collect(),
            row_totals: kept_rows.iter().map(|row| self.row_totals[*row]).collect(),
            column_totals: kept_columns
                .iter()
                .map(|column| self.column_totals[*column])
                .collect(),
            total: self.total,
        }
    }

    /// Everybody in the table.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Number of people per row.
    pub fn row_totals(&self) -> &[u64] {
        &self.row_totals
    }

    /// Number of people per column.
    pub fn column_totals(&self) -> &[u64] {
        &self.column_totals
    }

    /// The count at a row and column that exist.
    pub fn cell(&self, row: usize, column: usize) -> u64 {
        self.cells[row * self.columns + column]
    }

    /// Whether a row or a column holds nobody.
    pub fn has_empty(&self) -> bool {
        self.row_totals.contains(&0) || self.column_totals.contains(&0)
    }

    /// Each observed count with the count expected under independence, row by row. Empty when nobody was counted.
    fn observed_and_expected(&self) -> impl Iterator<Item = (f64, f64)> {
        let n = self.total as f64;
        let counted = if self.total == 0 { 0 } else { self.cells.len() };
        self.cells[..counted]
            .iter()
            .enumerate()
            .map(move |(i, cell)| {
                let row_total = self.row_totals[i / self.columns] as f64;
                let column_total = self.column_totals[i % self.columns] as f64;
                (*cell as f64, row_total * column_total / n)
            })
    }

    /// Whether it has two rows and two columns.
    pub fn is_two_by_two(&self) -> bool {
        self.two_by_two().is_some()
    }

    /// The four cells of a 2 x 2 table.
    fn two_by_two(&self) -> Option<[u64; 4]> {
        if self.columns != 2 {
            return None;
        }
        <[u64; 4]>::try_from(self.cells.as_slice()).ok()
    }
}

fn filled(totals: &[u64]) -> impl Iterator<Item = usize> {
    let indexed = totals.iter().enumerate();
    indexed
        .filter(|(_, total)| **total > 0)
        .map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ragged_table_is_refused() {
        assert!(Table::from_rows(&[vec![1, 2], vec![3]]).is_err());
        assert!(Table::from_rows(&[vec![u64::MAX], vec![1]]).is_err());
    }

    #[test]
    fn empty_rows_and_columns_are_dropped_before_testing() {
        let table = Table::from_rows(&[vec![1, 0, 2], vec![0, 0, 0], vec![3, 0, 4]]).unwrap();
        assert!(table.has_empty());
        let kept = table.without_empty();
        assert_eq!(kept, Table::from_rows(&[vec![1, 2], vec![3, 4]]).unwrap());
    }
}
