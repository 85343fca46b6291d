//! The rows of a file, one at a time, and what the reading comes to. The file is never in memory as a whole.

use std::io::{Chain, Cursor, Read};

use ::csv::{ByteRecord, ReaderBuilder, StringRecord};

use crate::domain::definition::Questionnaire;

use super::decode::{Start, line_ends, wrong_code_page};
use super::header::Header;
use super::row::{Layout, Row};
use super::{CsvError, WrongCell, WrongCells, shortened};

/// What to do with a row that has wrong cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongRows {
    /// Refuse the whole file.
    Refuse,
    /// Leave the row out and count it.
    Skip,
}

impl WrongRows {
    /// What `--skip-wrong-rows` asks.
    pub fn skip_if(skip: bool) -> Self {
        if skip { Self::Skip } else { Self::Refuse }
    }
}

/// What a reading came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Responses that were read.
    pub read: usize,
    /// Rows left out, because the user said so.
    pub skipped: usize,
    /// What was wrong in them.
    pub wrong: WrongCells,
    /// Columns and answers that were dropped, in words.
    pub warnings: Vec<String>,
}

/// Bytes from which delimiter and dialect are recognised.
const START: u64 = 65_536;
/// Bytes that are read at a time.
const BUFFER: usize = 65_536;

/// A file whose header fits a questionnaire, row by row.
#[derive(Debug)]
pub(super) struct Rows<'q, R> {
    file: ::csv::Reader<Chain<Cursor<Vec<u8>>, R>>,
    layout: Layout<'q>,
    record: StringRecord,
    row: usize,
    outcome: Outcome,
}

impl<'q, R: Read> Rows<'q, R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`CsvError::Encoding`] and [`CsvError::Header`].
    pub(super) fn open(mut file: R, questionnaire: &'q Questionnaire) -> Result<Self, CsvError> {
        let mut first = Vec::new();
        let found = file.by_ref().take(START).read_to_end(&mut first);
        found.map_err(|error| unreadable(&error))?;
        let start = Start::of(&first)?;
        let mut first = Cursor::new(first);
        first.set_position(start.mark as u64);
        let mut rows = Self {
            file: ReaderBuilder::new()
                .delimiter(start.delimiter)
                .has_headers(false)
                .flexible(true)
                .buffer_capacity(BUFFER)
                .from_reader(first.chain(file)),
            layout: Layout::default(),
            record: StringRecord::new(),
            row: 1,
            outcome: Outcome::default(),
        };
        if !rows.advance()? {
            return Err(CsvError::Header(vec![
                "the file is empty; its first row must name the columns".to_owned(),
            ]));
        }
        let names = rows.record.iter().map(|name| shortened(name.trim()));
        let header = Header::read(names.collect(), questionnaire)?;
        rows.outcome.warnings.clone_from(&header.warnings);
        rows.layout = Layout::new(header, questionnaire, start.is_excel);
        Ok(rows)
    }

    /// Where the questions stand.
    pub(super) fn layout(&self) -> &Layout<'q> {
        &self.layout
    }

    /// What `take` makes of the next row that has nothing wrong; `None` behind the last row.
    ///
    /// # Errors
    /// [`CsvError::Encoding`].
    pub(super) fn next<T>(
        &mut self,
        mut take: impl FnMut(&Row<'_>) -> Result<T, Vec<WrongCell>>,
    ) -> Result<Option<T>, CsvError> {
        while self.advance()? {
            self.row += 1;
            let row = Row::new(&self.layout, &self.record, self.row);
            match row.check_size().and_then(|()| take(&row)) {
                Ok(taken) => {
                    self.outcome.read += 1;
                    return Ok(Some(taken));
                }
                Err(wrong) => self.outcome.wrong.add(wrong),
            }
        }
        Ok(None)
    }

    /// What the reading came to, when `hidden` answers were left out because their question is not shown.
    ///
    /// # Errors
    /// [`CsvError::Rows`] when rows were wrong and that is no reason to leave them out.
    pub(super) fn finish(self, wrong_rows: WrongRows, hidden: usize) -> Result<Outcome, CsvError> {
        let mut outcome = self.outcome;
        if wrong_rows == WrongRows::Refuse && outcome.wrong.total > 0 {
            return Err(CsvError::Rows(outcome.wrong));
        }
        outcome.skipped = outcome.wrong.rows;
        if hidden > 0 {
            outcome.warnings.push(format!(
                "{hidden} answers to questions that `show_if` hides are left out"
            ));
        }
        Ok(outcome)
    }

    /// Reads the next row as text; false behind the last one.
    fn advance(&mut self) -> Result<bool, CsvError> {
        let mut bytes = std::mem::take(&mut self.record).into_byte_record();
        let more = self.file.read_byte_record(&mut bytes);
        let more = more.map_err(|error| unreadable(&error))?;
        self.record = StringRecord::from_byte_record(bytes).map_err(|error| {
            let (field, valid) = (error.utf8_error().field(), error.utf8_error().valid_up_to());
            no_text(&error.into_byte_record(), field, valid)
        })?;
        Ok(more)
    }
}

fn unreadable(error: &dyn std::error::Error) -> CsvError {
    CsvError::Encoding(format!("the file can't be read: {error}"))
}

/// A row holds bytes that are no UTF-8: in this cell, behind so many bytes that are.
fn no_text(record: &ByteRecord, cell: usize, valid: usize) -> CsvError {
    let first = record.position().map_or(1, ::csv::Position::line);
    let (before, rest) = record[cell].split_at(valid);
    let earlier: usize = record.iter().take(cell).map(line_ends).sum();
    let line = usize::try_from(first).unwrap_or(1) + earlier + line_ends(before);
    wrong_code_page(line, rest)
}
