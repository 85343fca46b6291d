//! Which cells of a two-way table stay hidden, so that no small count can be worked out from what is shown.
//!
//! Cells are hidden in cycles of four (the hypercube idea of tau-ARGUS, in two dimensions), the linear program of
//! [`super::attacker`] judges, and what turns out not to be needed is given back (Hundepool et al., SDC Handbook).
//! The attacker also knows the one-way tables of both questions: they are the margins of the *extended* table, which
//! has one more row and column for respondents without a valid answer.

mod search;
mod view;

pub(super) use search::Search;
pub(super) use view::View;

use super::rules::Rules;

/// A two-way table with what is already known around it.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct TwoWay {
    /// Counts with one more row and column: those without a valid answer.
    pub(in crate::analysis) extended: Vec<Vec<u64>>,
    /// Whether the one-way count of each row is shown elsewhere.
    pub(in crate::analysis) row_known: Vec<bool>,
    /// Whether the one-way count of each column is shown elsewhere.
    pub(in crate::analysis) col_known: Vec<bool>,
    /// What is too small.
    pub(in crate::analysis) rules: Rules,
}

/// What may be shown of a two-way table: margins are one more row and column.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Pattern {
    hidden: Vec<Vec<bool>>,
    /// Per column: whether the sum of the wanted rows may be shown.
    sums: Vec<bool>,
}

/// No pattern protects every small count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Unprotectable;

/// A count as the linear program takes it.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of people stay far below 2^53"
)]
pub(in crate::analysis) fn as_f64(count: u64) -> f64 {
    count as f64
}

impl Pattern {
    /// Whether the cell is hidden; `row == rows` is the total of the column, `col == cols` that of the row.
    pub(in crate::analysis) fn hides(&self, row: usize, col: usize) -> bool {
        self.hidden[row][col]
    }

    /// Whether the sum of the wanted rows of a column may be shown.
    pub(in crate::analysis) fn shows_sum(&self, col: usize) -> bool {
        self.sums[col]
    }

    /// Number of hidden cells, margins included.
    pub(in crate::analysis) fn count(&self) -> usize {
        self.hidden
            .iter()
            .flatten()
            .filter(|hidden| **hidden)
            .count()
    }
}

impl TwoWay {
    pub(super) fn rows(&self) -> usize {
        self.row_known.len()
    }

    pub(super) fn cols(&self) -> usize {
        self.col_known.len()
    }

    /// A cell of the grid with margins, over valid answers.
    pub(in crate::analysis) fn value(&self, row: usize, col: usize) -> u64 {
        let span = |at: usize, end: usize| if at == end { 0..end } else { at..at + 1 };
        let cols = span(col, self.cols());
        span(row, self.rows())
            .flat_map(|row| &self.extended[row][cols.clone()])
            .sum()
    }

    /// Respondents with a valid row answer whose column answer is not valid, over all rows and the last one.
    fn outside_cols(&self) -> u64 {
        self.extended.iter().map(|row| row[self.cols()]).sum()
    }

    fn outside_rows(&self) -> u64 {
        self.extended[self.rows()].iter().sum()
    }

    /// Hides what must be hidden, and as little more as the search finds. Then shows, per column, the sum of the wanted
    /// rows where that gives no hidden cell away.
    ///
    /// # Errors
    /// [`Unprotectable`]: nothing of the table may be shown.
    pub(in crate::analysis) fn protect(&self, wanted: &[bool]) -> Result<Pattern, Unprotectable> {
        let mut search = Search::new(self);
        if !search.finds_a_pattern() {
            return Err(Unprotectable);
        }
        let sums = search.release_sums(wanted);
        Ok(Pattern {
            hidden: search.hidden,
            sums,
        })
    }
}
