//! One table of counts, protected with a threshold of choice: what `compute` asks, with no survey round it.

use super::attacker::Bounds;
use super::rules::{Rules, Totals};
use super::two_way::{Search, TwoWay, View};

/// Most inner cells of a table: the search solves a linear program for each candidate.
pub const MOST_CELLS: usize = 400;
/// Largest total: counts stay exact in the linear program.
const MOST_PEOPLE: u64 = 1 << 40;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Counts, rows × columns, without totals.
    pub table: Vec<Vec<u64>>,
    /// Smallest count that is shown.
    pub threshold: u64,
    /// Whether totals stay, but for those that are small themselves.
    pub keep_margins: bool,
    /// Judge this pattern (cell numbers), and look for none.
    pub pattern: Option<Vec<usize>>,
}

/// What is hidden, and what a reader can work out about it. Cells are numbered row by row; then come the totals of the
/// rows, those of the columns, and the grand total.
#[derive(Debug, Clone, PartialEq)]
pub struct Suppressed {
    /// Hidden cells, rising.
    pub cells: Vec<usize>,
    /// Of each small cell: its number, and the least and the most that it can be.
    pub bounds: Vec<(usize, f64, f64)>,
    /// The same of the other hidden cells.
    pub others: Vec<(usize, f64, f64)>,
    /// Whether no small count can be found. If not, merge rows or columns, or leave totals out.
    pub safe: bool,
}

/// Why a table can't be protected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SuppressError {
    /// No cells.
    #[error("the table has no cells")]
    Empty,
    /// A row is longer than another.
    #[error("row {0} of the table has another number of columns than row 1")]
    Ragged(usize),
    /// The threshold is 0.
    #[error("the threshold is 0; it is the smallest count that is shown, 1 or more")]
    Threshold,
    /// Too large.
    #[error("the table has more than {MOST_CELLS} cells; merge rows or columns")]
    TooLarge,
    /// Too many people.
    #[error("the counts of the table add up to more than {MOST_PEOPLE}")]
    TooMany,
    /// A cell number that is not there.
    #[error(
        "the table has no cell {0}: cells, totals of rows, of columns and the grand total are numbered from 0"
    )]
    NoCell(usize),
}

/// Hides the small cells of a table, and what would give them away.
///
/// # Errors
/// [`SuppressError`].
pub fn suppress(asked: &Asked) -> Result<Suppressed, SuppressError> {
    let table = two_way(asked)?;
    let places = Places::of(&table);
    let mut search = Search::new(&table);
    let safe = match &asked.pattern {
        Some(pattern) => {
            search
                .hidden
                .iter_mut()
                .flatten()
                .for_each(|cell| *cell = false);
            for &cell in pattern {
                let (row, col) = places.at(cell).ok_or(SuppressError::NoCell(cell))?;
                search.hidden[row][col] = true;
            }
            search.worst().is_none()
        }
        None => search.finds_a_pattern(),
    };
    let small: Vec<usize> = search
        .targets
        .iter()
        .map(|target| places.number(target.at))
        .collect();
    let cells: Vec<usize> = (0..places.all())
        .filter(|cell| {
            places
                .at(*cell)
                .is_some_and(|(row, col)| search.hidden[row][col])
        })
        .collect();
    let others: Vec<usize> = cells
        .iter()
        .copied()
        .filter(|cell| !small.contains(cell))
        .collect();
    let limits = |of: &[usize]| limits(&table, &search.hidden, &places, of);
    let mut bounds = limits(&small);
    bounds.sort_by_key(|(cell, ..)| *cell);
    Ok(Suppressed {
        bounds,
        others: limits(&others),
        cells,
        safe,
    })
}

fn two_way(asked: &Asked) -> Result<TwoWay, SuppressError> {
    let (rows, cols) = (asked.table.len(), asked.table.first().map_or(0, Vec::len));
    if rows == 0 || cols == 0 {
        return Err(SuppressError::Empty);
    }
    if let Some(row) = asked.table.iter().position(|row| row.len() != cols) {
        return Err(SuppressError::Ragged(row + 1));
    }
    if asked.threshold == 0 {
        return Err(SuppressError::Threshold);
    }
    if rows * cols > MOST_CELLS {
        return Err(SuppressError::TooLarge);
    }
    let total = asked
        .table
        .iter()
        .flatten()
        .try_fold(0_u64, |sum, count| sum.checked_add(*count));
    if total.is_none_or(|total| total > MOST_PEOPLE) {
        return Err(SuppressError::TooMany);
    }
    let lines = asked
        .table
        .iter()
        .map(|row| row.iter().copied().chain([0]).collect());
    Ok(TwoWay {
        extended: lines.chain([vec![0; cols + 1]]).collect(),
        row_known: vec![true; rows],
        col_known: vec![true; cols],
        row_sums: Vec::new(),
        col_sums: Vec::new(),
        events: Vec::new(),
        sensitive: Vec::new(),
        rules: Rules {
            cell: asked.threshold,
            base: 0,
            totals: if asked.keep_margins {
                Totals::Stay
            } else {
                Totals::MayGo
            },
        },
    })
}

/// How cells are numbered.
struct Places {
    rows: usize,
    cols: usize,
}

impl Places {
    fn of(table: &TwoWay) -> Self {
        Self {
            rows: table.rows(),
            cols: table.cols(),
        }
    }

    fn all(&self) -> usize {
        (self.rows + 1) * (self.cols + 1)
    }

    fn number(&self, (row, col): (usize, usize)) -> usize {
        let inner = self.rows * self.cols;
        match (row == self.rows, col == self.cols) {
            (false, false) => row * self.cols + col,
            (false, true) => inner + row,
            (true, false) => inner + self.rows + col,
            (true, true) => inner + self.rows + self.cols,
        }
    }

    fn at(&self, number: usize) -> Option<(usize, usize)> {
        let inner = self.rows * self.cols;
        match number {
            cell if cell < inner => Some((cell / self.cols, cell % self.cols)),
            cell if cell < inner + self.rows => Some((cell - inner, self.cols)),
            cell if cell < self.all() => Some((self.rows, cell - inner - self.rows)),
            _ => None,
        }
    }
}

fn limits(
    table: &TwoWay,
    hidden: &[Vec<bool>],
    places: &Places,
    of: &[usize],
) -> Vec<(usize, f64, f64)> {
    let view = View::new(table, hidden);
    let cells = of
        .iter()
        .filter_map(|cell| Some((*cell, places.at(*cell)?)));
    let (cells, forms): (Vec<usize>, Vec<_>) =
        cells.map(|(cell, at)| (cell, view.form(at, false))).unzip();
    let bounds = view.attacker().bounds(&forms);
    cells
        .into_iter()
        .zip(bounds)
        .map(|(cell, Bounds { least, most })| (cell, least, most))
        .collect()
}
