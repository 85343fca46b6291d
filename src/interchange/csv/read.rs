//! Reading responses: row by row through the same checks as a form.

use ::csv::{ReaderBuilder, StringRecord};

use crate::domain::answer::{Answer, Response};
use crate::domain::definition::{Kind, Question, Questionnaire};
use crate::domain::entry::{self, Entry};
use crate::domain::routing;
use crate::domain::violation::Rule;

use super::decode::decode;
use super::header::{Header, Slot};
use super::message::message;
use super::write::armed;
use super::{CsvError, LARGEST_CELL, WrongCell, WrongCells, shortened};

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

/// Reads a file and gives each response to `each`. Answers to questions that are not shown are left out.
/// With [`WrongRows::Refuse`] the caller throws away what it got when this fails.
///
/// # Errors
/// [`CsvError`], with every mistake up to a limit.
pub fn read(
    bytes: &[u8],
    questionnaire: &Questionnaire,
    wrong_rows: WrongRows,
    mut each: impl FnMut(Response),
) -> Result<Outcome, CsvError> {
    let decoded = decode(bytes)?;
    let mut rows = ReaderBuilder::new()
        .delimiter(decoded.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(decoded.text.as_bytes());
    let mut record = StringRecord::new();
    if !next(&mut rows, &mut record)? {
        return Err(CsvError::Header(vec![
            "the file is empty; its first row must name the columns".to_owned(),
        ]));
    }
    let names = record.iter().map(|name| shortened(name.trim())).collect();
    let header = Header::read(names, questionnaire)?;
    let questions: Vec<&Question> = questionnaire.questions().collect();
    let reader = RowReader {
        header: &header,
        questions: &questions,
        is_excel: decoded.is_excel,
    };
    let mut outcome = Outcome {
        warnings: header.warnings.clone(),
        ..Outcome::default()
    };
    let mut hidden = 0;
    let mut row = 1;
    while next(&mut rows, &mut record)? {
        row += 1;
        match reader.response(&record, row) {
            Ok(response) => {
                let kept = routing::without_hidden(questionnaire, &response);
                hidden += response.answers.len() - kept.answers.len();
                outcome.read += 1;
                each(kept);
            }
            Err(wrong) => outcome.wrong.add(wrong),
        }
    }
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

fn next(rows: &mut ::csv::Reader<&[u8]>, record: &mut StringRecord) -> Result<bool, CsvError> {
    rows.read_record(record)
        .map_err(|error| CsvError::Encoding(format!("the file can't be read: {error}")))
}

struct RowReader<'h> {
    header: &'h Header,
    questions: &'h [&'h Question],
    is_excel: bool,
}

impl RowReader<'_> {
    fn response(&self, record: &StringRecord, row: usize) -> Result<Response, Vec<WrongCell>> {
        let line = record
            .position()
            .map_or(row, |at| usize::try_from(at.line()).unwrap_or(row));
        let wrong = |column: &str, value: &str, message: String| WrongCell {
            row,
            line,
            column: column.to_owned(),
            value: shortened(value),
            message,
        };
        self.check_size(record)
            .map_err(|(column, value, message)| vec![wrong(column, value, message)])?;
        let mut entries = vec![Entered::default(); self.questions.len()];
        let mut mistakes = Vec::new();
        for ((slot, name), cell) in self.header.slots.iter().zip(&self.header.names).zip(record) {
            if let Err(message) = self.enter(*slot, cell, &mut entries) {
                mistakes.push(wrong(name, cell, message));
            }
        }
        let mut response = Response {
            version: 1,
            ..Response::default()
        };
        for (index, (question, entered)) in self.questions.iter().zip(&entries).enumerate() {
            if entered.is_double(question) {
                let message = "an option and an own text; keep one of them".to_owned();
                mistakes.push(wrong(
                    &format!("{}[other]", question.id),
                    &entered.entry.other,
                    message,
                ));
            }
            match entered.answer(question) {
                Ok(Some(answer)) => {
                    response.answers.insert(question.id.clone(), answer);
                }
                Ok(None) => {}
                Err(rule) => {
                    let (column, value) = self.culprit(index, record, &rule);
                    mistakes.push(wrong(&column, &value, message(question, &rule)));
                }
            }
        }
        if mistakes.is_empty() {
            Ok(response)
        } else {
            Err(mistakes)
        }
    }

    /// The row has a cell per column, and none is monstrous.
    fn check_size<'r>(
        &'r self,
        record: &'r StringRecord,
    ) -> Result<(), (&'r str, &'r str, String)> {
        let large = record
            .iter()
            .enumerate()
            .find(|(_, cell)| cell.len() > LARGEST_CELL);
        if let Some((at, cell)) = large {
            let name = self.header.names.get(at).map_or("?", String::as_str);
            let message = format!(
                "the cell holds {} bytes, at most {LARGEST_CELL} are read; is a quote not closed?",
                cell.len()
            );
            return Err((name, cell, message));
        }
        if record.len() != self.header.names.len() {
            let message = format!(
                "the row has {} cells, the header {}; is a delimiter or quote missing?",
                record.len(),
                self.header.names.len()
            );
            return Err(("", "", message));
        }
        Ok(())
    }

    fn enter(&self, slot: Slot, cell: &str, entries: &mut [Entered]) -> Result<(), String> {
        let text = if self.is_excel { armed(cell) } else { cell };
        match slot {
            Slot::Dropped => {}
            Slot::Answer(question) | Slot::Place(question, _) => {
                entries[question].entry.values.push(text.to_owned())
            }
            Slot::Other(question) => text.clone_into(&mut entries[question].entry.other),
            Slot::Ticked(question, option) => {
                match text.trim() {
                    "" => {}
                    "0" => entries[question].unticked = true,
                    "1" => {
                        let code = self.questions[question].options[option].code.to_string();
                        entries[question].entry.values.push(code);
                    }
                    _ => return Err(
                        "use 1 for ticked, 0 for not ticked, or leave all of the question empty"
                            .to_owned(),
                    ),
                }
            }
        }
        Ok(())
    }

    /// The column that breaks a rule, with what stands in it.
    fn culprit(&self, index: usize, record: &StringRecord, rule: &Rule) -> (String, String) {
        let own = |slot: &Slot| match *slot {
            Slot::Answer(question)
            | Slot::Ticked(question, _)
            | Slot::Place(question, _)
            | Slot::Other(question) => question == index,
            Slot::Dropped => false,
        };
        let mut cells = self
            .header
            .slots
            .iter()
            .zip(&self.header.names)
            .zip(record)
            .filter(|((slot, _), _)| own(slot));
        let about = match rule {
            Rule::UnknownOption(code) | Rule::RankedTwice(code) => Some(code.as_str()),
            _ => None,
        };
        let exact = cells.clone().find(|(_, cell)| Some(cell.trim()) == about);
        exact
            .or_else(|| cells.clone().find(|(_, cell)| !cell.trim().is_empty()))
            .or_else(|| cells.next())
            .map_or_else(Default::default, |((_, name), cell)| {
                (name.clone(), cell.to_owned())
            })
    }
}

/// What the cells of one question hold.
#[derive(Debug, Clone, Default)]
struct Entered {
    entry: Entry,
    /// Some option is explicitly not ticked.
    unticked: bool,
}

impl Entered {
    /// Whether one answer was asked and two stand there.
    fn is_double(&self, question: &Question) -> bool {
        let chosen = self
            .entry
            .values
            .iter()
            .any(|value| !value.trim().is_empty());
        question.kind == Kind::Choice && chosen && !self.entry.other.trim().is_empty()
    }

    fn answer(&self, question: &Question) -> Result<Option<Answer>, Rule> {
        let answer = match entry::check(question, &self.entry) {
            Err(Rule::Required) => None,
            checked => checked?,
        };
        let nothing_chosen = question.kind == Kind::Choices && self.unticked && answer.is_none();
        Ok(if nothing_chosen {
            Some(Answer::Many(Vec::new(), None))
        } else {
            answer
        })
    }
}
