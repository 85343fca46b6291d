//! Responses as a workbook for Excel ([`xlsx`]) or LibreOffice ([`ods`]): the answers, a code book, and an account of what is in
//! it. Every text is typed as text, so that no spreadsheet runs it; codes that are whole numbers are numbers.

pub mod grid;
pub mod ods;
#[cfg(test)]
mod tests;
pub mod xlsx;

use std::io;

use super::csv::{Slot, cell, columns};
use crate::domain::answer::Response;
use crate::domain::definition::{Kind, Question, Questionnaire};

/// What a workbook says of itself: what, and that.
pub type Account = [(String, String)];

/// One cell.
#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Empty,
    Number(f64),
    Text(String),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        match text.into() {
            text if text.is_empty() => Self::Empty,
            text => Self::Text(text),
        }
    }
}

/// Where rows go.
type Rows<'r> = &'r mut dyn FnMut(&[Cell]) -> io::Result<()>;

/// What there is to write.
pub struct Workbook<'w> {
    /// What was asked.
    pub questionnaire: &'w Questionnaire,
    /// What was answered, in an order that means nothing.
    pub responses: &'w [Response],
    /// What the workbook says of itself.
    pub account: &'w Account,
}

/// A sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sheet {
    Answers,
    CodeBook,
    Account,
}

impl Sheet {
    const ALL: [Self; 3] = [Self::Answers, Self::CodeBook, Self::Account];

    fn name(self) -> &'static str {
        match self {
            Self::Answers => "Antwoorden",
            Self::CodeBook => "Codeboek",
            Self::Account => "Verantwoording",
        }
    }
}

impl Workbook<'_> {
    fn rows(&self, sheet: Sheet, row: Rows<'_>) -> io::Result<()> {
        match sheet {
            Sheet::Answers => self.answers(row),
            Sheet::CodeBook => self.code_book(row),
            Sheet::Account => {
                for (what, that) in self.account {
                    row(&[Cell::text(what), Cell::text(that)])?;
                }
                Ok(())
            }
        }
    }

    fn answers(&self, row: Rows<'_>) -> io::Result<()> {
        let questions: Vec<&Question> = self.questionnaire.questions().collect();
        let layout = layout(&questions);
        let names: Vec<Cell> = layout.iter().map(|(name, _)| Cell::text(name)).collect();
        row(&names)?;
        for response in self.responses {
            let cells = layout.iter().map(|(_, slot)| {
                let text = cell(&questions, *slot, response);
                match number(&questions, *slot, &text) {
                    Some(number) => Cell::Number(number),
                    None => Cell::text(text),
                }
            });
            row(&cells.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    fn code_book(&self, row: Rows<'_>) -> io::Result<()> {
        let head = [
            "kolom",
            "vraag",
            "soort",
            "code",
            "antwoord",
            "telt niet mee",
        ];
        row(&head.map(Cell::text))?;
        let questions: Vec<&Question> = self.questionnaire.questions().collect();
        for (name, slot) in layout(&questions) {
            let Some(question) = slot.question().map(|at| questions[at]) else {
                continue;
            };
            let first = [
                Cell::text(name),
                Cell::text(question.text.get("nl")),
                Cell::text(question.kind.word()),
            ];
            match slot {
                Slot::Ticked(_, option) => {
                    let label = question.options[option].label.get("nl");
                    for (code, said) in [("1", label.to_owned()), ("0", format!("niet: {label}"))] {
                        row(&[&first[..], &[Cell::text(code), Cell::text(said)]].concat())?;
                    }
                }
                Slot::Answer(_) | Slot::Place(..) if !question.options.is_empty() => {
                    for option in &question.options {
                        let apart = if option.not_applicable { "x" } else { "" };
                        let rest = [
                            Cell::text(option.code.to_string()),
                            Cell::text(option.label.get("nl")),
                            Cell::text(apart),
                        ];
                        row(&[&first[..], &rest].concat())?;
                    }
                }
                _ => row(&first)?,
            }
        }
        Ok(())
    }
}

/// The columns of all questions: name and what stands there.
pub(super) fn layout(questions: &[&Question]) -> Vec<(String, Slot)> {
    let all = questions.iter().enumerate();
    all.flat_map(|(index, question)| columns(index, question))
        .collect()
}

/// A cell that is a number; what people wrote is text, whatever it looks like.
fn number(questions: &[&Question], slot: Slot, text: &str) -> Option<f64> {
    let is_number = match slot {
        Slot::Ticked(..) | Slot::Place(..) => true,
        Slot::Answer(question) => !matches!(questions[question].kind, Kind::Text | Kind::Date),
        Slot::Other(_) | Slot::Dropped => false,
    };
    let plain = text
        .parse::<f64>()
        .ok()
        .filter(|it| it.is_finite() && is_number);
    plain.filter(|it| it.to_string() == text)
}
