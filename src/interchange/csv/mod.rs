//! Responses as CSV (format: `surveys/README.md`): reading with every mistake placed, and writing.
//!
//! Two dialects: the machine dialect is exact; the Excel dialect is what a Dutch spreadsheet opens with a double
//! click, and disarms text that a spreadsheet would run as a formula (OWASP ASVS 1.2.10). A file is read row by row, as
//! responses ([`read`]) or straight into segments to count ([`Columns`]); both go through the checks of [`row`].

mod columns;
mod decode;
mod header;
mod memo;
mod message;
mod read;
mod row;
mod rows;
mod write;

use std::fmt;

pub use columns::Columns;
pub use decode::{Decoded, decode};
pub(super) use header::{Slot, columns};
pub use read::read;
pub use rows::{Outcome, WrongRows};
pub(super) use write::cell;
pub use write::{Dialect, write};
pub(super) use write::{armed, disarmed};

/// Largest cell that is read, in bytes.
pub const LARGEST_CELL: usize = 100_000;
/// Most mistakes that one message lists.
pub const MOST_LISTED: usize = 50;

/// Why a file of responses can't be read. Nothing of it is used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// The bytes are no UTF-8 text.
    #[error("{0}")]
    Encoding(String),
    /// The columns don't fit the questionnaire: one message per mistake.
    #[error("{}", .0.join("\n"))]
    Header(Vec<String>),
    /// Cells don't fit their questions.
    #[error("{0}")]
    Rows(WrongCells),
}

/// The cells that don't fit their questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrongCells {
    /// The first [`MOST_LISTED`].
    pub listed: Vec<WrongCell>,
    /// How many there are.
    pub total: usize,
    /// In how many rows.
    pub rows: usize,
}

/// A cell that does not fit its question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// Row as a spreadsheet counts: the header is row 1.
    pub row: usize,
    /// Line of the file on which that row starts; differs from the row when cells hold line ends.
    pub line: usize,
    /// Name of the column, empty when it is about the whole row.
    pub column: String,
    /// What stands in the cell, shortened.
    pub value: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl WrongCells {
    fn add(&mut self, wrong: Vec<WrongCell>) {
        self.total += wrong.len();
        self.rows += usize::from(!wrong.is_empty());
        let room = MOST_LISTED.saturating_sub(self.listed.len());
        self.listed.extend(wrong.into_iter().take(room));
    }
}

impl fmt::Display for WrongCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.row)?;
        if self.line != self.row {
            write!(f, " (line {})", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ", column `{}`, value `{}`", self.column, self.value)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl fmt::Display for WrongCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cell in &self.listed {
            writeln!(f, "{cell}")?;
        }
        if self.total > self.listed.len() {
            writeln!(f, "… and {} more", self.total - self.listed.len())?;
        }
        write!(
            f,
            "{} cells in {} rows are wrong; nothing is read",
            self.total, self.rows
        )
    }
}

/// A value shortened for a message, on one line.
fn shortened(value: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = value
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if value.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
