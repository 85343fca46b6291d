//! Which cells of a two-way table stay hidden, so that no small count can be worked out from what is shown.
//!
//! Cells are hidden in cycles of four (the hypercube idea of tau-ARGUS, in two dimensions), the linear program of
//! [`super::attacker`] judges, and what turns out not to be needed is given back (Hundepool et al., SDC Handbook).
//! The attacker also knows the one-way tables of both questions: they are the margins of the *extended* table, which
//! has one more row and column for respondents without a valid answer. Rows and columns whose one-way count is hidden are
//! hidden throughout: they are one category, the rest, and no two crossings together tell its parts apart.

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
    /// Sums over rows that are shown elsewhere: a weight per row.
    pub(in crate::analysis) row_sums: Vec<Vec<f64>>,
    /// Sums over columns that are shown elsewhere.
    pub(in crate::analysis) col_sums: Vec<Vec<f64>>,
    /// Rows that count together as an event, to be shown per column as one figure; none when there is no such figure.
    pub(in crate::analysis) events: Vec<bool>,
    /// Rows of which nobody may know that nearly a whole group chose it.
    pub(in crate::analysis) sensitive: Vec<bool>,
    /// What is too small.
    pub(in crate::analysis) rules: Rules,
}

/// What may be shown of a two-way table: margins are one more row and column.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Pattern {
    hidden: Vec<Vec<bool>>,
    /// Per column: whether the number of events may be shown.
    events: Vec<bool>,
    /// Per column: whether the events are nearly everybody, of which only that is said.
    nearly_all: Vec<bool>,
}

/// What one-way tables give away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::analysis) struct Leak {
    /// How far from safe.
    pub(in crate::analysis) shortfall: f64,
    /// The row of the count; the number of rows when it is a total.
    pub(in crate::analysis) row: usize,
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

/// A cell of the grid with margins of an extended table, over valid answers.
pub(in crate::analysis) fn value(extended: &[Vec<u64>], row: usize, col: usize) -> u64 {
    let rows = extended.len().saturating_sub(1);
    let cols = extended
        .first()
        .map_or(0, |row| row.len().saturating_sub(1));
    let span = |at: usize, end: usize| if at == end { 0..end } else { at..at + 1 };
    span(row, rows)
        .flat_map(|row| &extended[row][span(col, cols)])
        .sum()
}

impl Pattern {
    /// Whether the cell is hidden; `row == rows` is the total of the column, `col == cols` that of the row.
    pub(in crate::analysis) fn hides(&self, row: usize, col: usize) -> bool {
        self.hidden[row][col]
    }

    /// Whether the number of events of a column may be shown.
    pub(in crate::analysis) fn shows_events(&self, col: usize) -> bool {
        self.events[col]
    }

    /// Whether nearly everybody in a column has an event; how many exactly is hidden.
    pub(in crate::analysis) fn is_nearly_all(&self, col: usize) -> bool {
        self.nearly_all[col]
    }

    /// Whether nothing is hidden, no total either.
    pub(in crate::analysis) fn is_whole(&self) -> bool {
        !self.hidden.iter().flatten().any(|hidden| *hidden)
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
        value(&self.extended, row, col)
    }

    /// The rows that are an event, or those that aren't; none when there is no such figure.
    fn rows_of_events(&self, wanted: bool) -> Vec<usize> {
        if !self.events.contains(&true) {
            return Vec::new();
        }
        (0..self.rows())
            .filter(|row| self.events[*row] == wanted)
            .collect()
    }

    /// Respondents with a valid row answer whose column answer is not valid, over all rows and the last one.
    fn outside_cols(&self) -> u64 {
        self.extended.iter().map(|row| row[self.cols()]).sum()
    }

    fn sensitive_rows(&self) -> Vec<usize> {
        let rows = self.sensitive.iter().enumerate();
        rows.filter(|(_, sensitive)| **sensitive)
            .map(|(row, _)| row)
            .collect()
    }

    fn outside_rows(&self) -> u64 {
        self.extended[self.rows()].iter().sum()
    }

    /// The small count that the one-way tables give away by themselves, also when nothing of this table is shown; the
    /// one that is found most closely.
    pub(in crate::analysis) fn leak(&self) -> Option<Leak> {
        let mut search = Search::of_nothing_shown(self);
        search
            .targets
            .retain(|target| self.rules.is_small(target.count));
        search.worst().map(|(shortfall, target)| Leak {
            shortfall,
            row: target.at.0,
        })
    }

    /// Hides what must be hidden, and as little more as the search finds. Then shows the events of each
    /// column where that gives no hidden cell away.
    ///
    /// # Errors
    /// [`Unprotectable`]: nothing of the table may be shown.
    pub(in crate::analysis) fn protect(&self) -> Result<Pattern, Unprotectable> {
        let mut search = Search::new(self);
        if !search.finds_a_pattern() && !search.merges() {
            return Err(Unprotectable);
        }
        let events = search.release_events();
        let nearly_all = (0..self.cols())
            .map(|col| search.says_nearly_all(col))
            .collect();
        Ok(Pattern {
            hidden: search.hidden,
            events,
            nearly_all,
        })
    }
}
