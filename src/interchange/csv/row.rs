//! One row: its cells by question, checked as a form is.

use ::csv::StringRecord;

use crate::domain::answer::Answer;
use crate::domain::definition::{Kind, Question, Questionnaire};
use crate::domain::entry::{self, Entry};
use crate::domain::violation::Rule;

use super::header::{Header, Slot};
use super::message::message;
use super::write::armed;
use super::{LARGEST_CELL, WrongCell, shortened};

/// Which columns of a file belong to which question.
#[derive(Debug, Default)]
pub(super) struct Layout<'q> {
    questions: Vec<Cells<'q>>,
    names: Vec<String>,
    is_excel: bool,
}

/// The columns of one question.
#[derive(Debug)]
struct Cells<'q> {
    question: &'q Question,
    /// Index in the row, and what stands there.
    columns: Vec<(usize, Slot)>,
    /// Index of the column that holds a person's own words.
    own_words: Option<usize>,
}

impl<'q> Layout<'q> {
    pub(super) fn new(header: Header, questionnaire: &'q Questionnaire, is_excel: bool) -> Self {
        let columns_of = |index| {
            let slots = header.slots.iter().copied().enumerate();
            slots.filter(move |(_, slot)| slot.question() == Some(index))
        };
        let cells = |(index, question): (usize, &'q Question)| Cells {
            question,
            columns: columns_of(index).collect(),
            own_words: columns_of(index)
                .find(|(_, slot)| holds_own_words(question, *slot))
                .map(|(column, _)| column),
        };
        Self {
            questions: questionnaire.questions().enumerate().map(cells).collect(),
            names: header.names,
            is_excel,
        }
    }

    /// The columns of a question (indexes).
    pub(super) fn columns(&self, question: usize) -> impl Iterator<Item = usize> {
        let columns = self.questions[question].columns.iter();
        columns.map(|(column, _)| *column)
    }

    /// The column that holds a person's own words.
    pub(super) fn own_words(&self, question: usize) -> Option<usize> {
        self.questions[question].own_words
    }
}

fn holds_own_words(question: &Question, slot: Slot) -> bool {
    match slot {
        Slot::Other(_) => true,
        Slot::Answer(_) => matches!(question.kind, Kind::Text | Kind::Contact),
        Slot::Ticked(..) | Slot::Place(..) | Slot::Dropped => false,
    }
}

/// A row of a file.
#[derive(Debug)]
pub(super) struct Row<'r> {
    layout: &'r Layout<'r>,
    record: &'r StringRecord,
    /// As a spreadsheet counts.
    number: usize,
}

impl<'r> Row<'r> {
    pub(super) fn new(layout: &'r Layout<'r>, record: &'r StringRecord, number: usize) -> Self {
        Self {
            layout,
            record,
            number,
        }
    }

    /// The row has a cell per column, and none is monstrous.
    pub(super) fn check_size(&self) -> Result<(), Vec<WrongCell>> {
        let cells = self.record.iter().enumerate();
        if self.record.as_slice().len() > LARGEST_CELL
            && let Some((column, cell)) = cells.clone().find(|(_, cell)| cell.len() > LARGEST_CELL)
        {
            let message = format!(
                "the cell holds {} bytes, at most {LARGEST_CELL} are read; is a quote not closed?",
                cell.len()
            );
            let name = self.layout.names.get(column).map_or("?", String::as_str);
            return Err(vec![self.wrong(name, cell, message)]);
        }
        if self.record.len() != self.layout.names.len() {
            let message = format!(
                "the row has {} cells, the header {}; is a delimiter or quote missing?",
                self.record.len(),
                self.layout.names.len()
            );
            return Err(vec![self.wrong("", "", message)]);
        }
        Ok(())
    }

    /// The text of a cell, as it stands in the file.
    pub(super) fn text(&self, column: usize) -> &'r str {
        &self.record[column]
    }

    /// The answer to a question (index). Nothing ticked where "0" stands is an answer.
    ///
    /// # Errors
    /// Everything that is wrong in its cells.
    pub(super) fn answer(&self, question: usize) -> Result<Option<Answer>, Vec<WrongCell>> {
        let cells = &self.layout.questions[question];
        let mut entered = Entered::default();
        let mut wrong = Vec::new();
        for (column, slot) in &cells.columns {
            let cell = &self.record[*column];
            let text = if self.layout.is_excel {
                armed(cell)
            } else {
                cell
            };
            if let Err(message) = entered.enter(cells.question, *slot, text) {
                wrong.push(self.wrong(&self.layout.names[*column], cell, message));
            }
        }
        if entered.is_double(cells.question) {
            let message = "an option and an own text; keep one of them".to_owned();
            let name = format!("{}[other]", cells.question.id);
            wrong.push(self.wrong(&name, &entered.entry.other, message));
        }
        match entered.answer(cells.question) {
            Ok(answer) if wrong.is_empty() => return Ok(answer),
            Ok(_) => {}
            Err(rule) => {
                let (name, value) = self.culprit(cells, &rule);
                wrong.push(self.wrong(name, value, message(cells.question, &rule)));
            }
        }
        Err(wrong)
    }

    /// The column that breaks a rule, with what stands in it.
    fn culprit(&self, cells: &Cells<'_>, rule: &Rule) -> (&str, &str) {
        let mut cells = cells.columns.iter().map(|(column, _)| {
            let name = self.layout.names[*column].as_str();
            (name, &self.record[*column])
        });
        let about = match rule {
            Rule::UnknownOption(code) | Rule::RankedTwice(code) => Some(code.as_str()),
            _ => None,
        };
        let exact = cells.clone().find(|(_, cell)| Some(cell.trim()) == about);
        exact
            .or_else(|| cells.clone().find(|(_, cell)| !cell.trim().is_empty()))
            .or_else(|| cells.next())
            .unwrap_or_default()
    }

    fn wrong(&self, column: &str, value: &str, message: String) -> WrongCell {
        let line = self.record.position().map(::csv::Position::line);
        WrongCell {
            row: self.number,
            line: line
                .and_then(|line| usize::try_from(line).ok())
                .unwrap_or(self.number),
            column: column.to_owned(),
            value: shortened(value),
            message,
        }
    }
}

/// What the cells of one question hold.
#[derive(Debug, Default)]
struct Entered {
    entry: Entry,
    /// Some option is explicitly not ticked.
    unticked: bool,
}

impl Entered {
    fn enter(&mut self, question: &Question, slot: Slot, text: &str) -> Result<(), String> {
        match slot {
            Slot::Dropped => {}
            Slot::Answer(_) | Slot::Place(..) => self.entry.values.push(text.to_owned()),
            Slot::Other(_) => text.clone_into(&mut self.entry.other),
            Slot::Ticked(_, option) => match text.trim() {
                "" => {}
                "0" => self.unticked = true,
                "1" => {
                    let code = question.options[option].code.to_string();
                    self.entry.values.push(code);
                }
                _ => {
                    return Err(
                        "use 1 for ticked, 0 for not ticked, or leave all of the question empty"
                            .to_owned(),
                    );
                }
            },
        }
        Ok(())
    }

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
