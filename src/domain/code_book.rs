//! The code book: a questionnaire version compiled to columns of one byte, so that a response is a short row.
//!
//! A question with one answer is one column; `choices` is a column per option (and one for the own text); a ranking
//! a column per place; a number with up to 250 values a column, any other number eight (its bits); a text or date
//! one column that says whether it was answered. `store` builds segments of such rows, `analysis` counts them.

use super::answer::{Answer, Response};
use super::definition::{Code, Kind, Question, Questionnaire, Range};
use super::routing;

/// The question was not shown, by routing.
pub const NOT_SHOWN: u8 = 255;
/// Shown, not answered.
pub const MISSING: u8 = 254;
/// The own text beside the options.
pub const OWN_TEXT: u8 = 253;
/// In a column of one option or a text: not ticked, not written.
pub const NO: u8 = 0;
/// In a column of one option or a text: ticked, written.
pub const YES: u8 = 1;

/// What a column holds. Every column may also hold [`MISSING`] and [`NOT_SHOWN`], except [`Column::Bits`].
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Index of the option in the question's `options`, or [`OWN_TEXT`].
    Option,
    /// Whether this option (index) is ticked; [`OWN_TEXT`] as index: whether an own text was written.
    Ticked(u8),
    /// Index of the option at this place (from 0).
    Place(u8),
    /// Steps above the smallest value of the range.
    Steps(Range),
    /// One of the eight bytes (big-endian) of a number; the answer is a not-a-number when there is none.
    Bits(u8),
    /// Whether there is an answer.
    Answered,
}

/// A question's columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// Index of the first column in the row.
    pub start: usize,
    /// What each holds.
    pub columns: Vec<Column>,
}

/// The code book of a questionnaire.
#[derive(Debug, Clone)]
pub struct CodeBook {
    questionnaire: Questionnaire,
    columns: Vec<Columns>,
    width: usize,
}

/// Most options that a column can tell apart.
const MOST_OPTIONS: usize = 250;

/// Not answered, in the eight bytes of a number.
const MISSING_NUMBER: u64 = 0x7ff8_0000_0000_00fe;
/// Not shown, in the eight bytes of a number.
const NOT_SHOWN_NUMBER: u64 = 0x7ff8_0000_0000_00ff;

/// A number read back from its column or columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberCell {
    /// Answered.
    Value(f64),
    /// Shown, not answered.
    Missing,
    /// Not shown.
    NotShown,
}

impl CodeBook {
    /// Compiles a questionnaire. Notes and contact questions have no column: they are no part of a response.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        let mut width = 0;
        let columns = questionnaire.questions().map(|question| {
            let columns = columns_of(question);
            let start = width;
            width += columns.len();
            Columns { start, columns }
        });
        Self {
            columns: columns.collect(),
            width,
            questionnaire: questionnaire.clone(),
        }
    }

    /// Bytes per response.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The questionnaire that was compiled.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// Each question with its columns, in the order of the questionnaire.
    pub fn questions(&self) -> impl Iterator<Item = (&Question, &Columns)> {
        self.questionnaire.questions().zip(&self.columns)
    }

    /// A question with its columns.
    pub fn question(&self, id: &str) -> Option<(&Question, &Columns)> {
        self.questions().find(|(question, _)| question.id == id)
    }

    /// The columns of a question, by its index in the questionnaire.
    pub fn columns(&self, question: usize) -> &Columns {
        &self.columns[question]
    }

    /// Writes a response into a row of [`Self::width`] bytes. Routing is evaluated again: an answer to a hidden
    /// question does not count. An answer that does not fit its question counts as missing.
    ///
    /// # Panics
    /// When the row is shorter than [`Self::width`].
    pub fn encode(&self, response: &Response, row: &mut [u8]) {
        let shown = routing::shown(&self.questionnaire, response);
        let mut shown = shown.into_iter().peekable();
        for (question, columns) in self.questions() {
            let cells = &mut row[columns.cells()];
            if shown
                .next_if(|next| std::ptr::eq(*next, question))
                .is_some()
            {
                columns.encode(question, response.answer(&question.id), cells);
            } else {
                columns.encode_not_shown(cells);
            }
        }
    }
}

impl Columns {
    /// Where the question's cells stand in a row.
    pub fn cells(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.columns.len()
    }

    /// Writes the answer to a question that was shown into its cells. An answer that does not fit counts as missing.
    pub fn encode(&self, question: &Question, answer: Option<&Answer>, cells: &mut [u8]) {
        encode_answer(question, &self.columns, answer, cells);
    }

    /// Writes into the cells that the question was not shown.
    pub fn encode_not_shown(&self, cells: &mut [u8]) {
        fill(&self.columns, cells, NOT_SHOWN, NOT_SHOWN_NUMBER);
    }

    /// The number in a row, for a number question.
    pub fn number(&self, row: impl Fn(usize) -> u8) -> NumberCell {
        match self.columns.first() {
            Some(Column::Steps(range)) => match row(self.start) {
                MISSING => NumberCell::Missing,
                NOT_SHOWN => NumberCell::NotShown,
                steps => NumberCell::Value(range.min + f64::from(steps) * range.step),
            },
            _ => {
                let mut bytes = [0; 8];
                for (index, byte) in bytes.iter_mut().enumerate() {
                    *byte = row(self.start + index);
                }
                match u64::from_be_bytes(bytes) {
                    MISSING_NUMBER => NumberCell::Missing,
                    NOT_SHOWN_NUMBER => NumberCell::NotShown,
                    bits => NumberCell::Value(f64::from_bits(bits)),
                }
            }
        }
    }
}

fn columns_of(question: &Question) -> Vec<Column> {
    let options = u8::try_from(question.options.len().min(MOST_OPTIONS)).unwrap_or(u8::MAX);
    match question.kind {
        Kind::Choice | Kind::Scale => vec![Column::Option],
        Kind::Choices => (0..options)
            .chain(question.other.then_some(OWN_TEXT))
            .map(Column::Ticked)
            .collect(),
        Kind::Ranking => (0..options).map(Column::Place).collect(),
        Kind::Number => match question.range.filter(|range| range.values().is_some()) {
            Some(range) => vec![Column::Steps(range)],
            None => (0..8).map(Column::Bits).collect(),
        },
        Kind::Text | Kind::Date => vec![Column::Answered],
        Kind::Note | Kind::Contact => Vec::new(),
    }
}

fn fill(columns: &[Column], cells: &mut [u8], code: u8, number: u64) {
    for (column, cell) in columns.iter().zip(cells) {
        *cell = match column {
            Column::Bits(index) => number.to_be_bytes()[usize::from(*index)],
            _ => code,
        };
    }
}

fn encode_answer(
    question: &Question,
    columns: &[Column],
    answer: Option<&Answer>,
    cells: &mut [u8],
) {
    fill(columns, cells, MISSING, MISSING_NUMBER);
    let index = |code: &Code| option_index(question, code);
    match (question.kind, answer) {
        (Kind::Choice | Kind::Scale, Some(Answer::One(code))) => {
            if let Some(index) = index(code) {
                cells[0] = index;
            }
        }
        (Kind::Choice, Some(Answer::OwnText(_))) => cells[0] = OWN_TEXT,
        (Kind::Choices, Some(Answer::Many(codes, other))) => {
            cells.fill(NO);
            for ticked in codes
                .iter()
                .filter_map(index)
                .chain(other.as_ref().map(|_| OWN_TEXT))
            {
                if let Some(at) = columns
                    .iter()
                    .position(|column| *column == Column::Ticked(ticked))
                {
                    cells[at] = YES;
                }
            }
        }
        (Kind::Ranking, Some(Answer::Ranking(codes))) => {
            for (cell, index) in cells.iter_mut().zip(codes.iter().filter_map(index)) {
                *cell = index;
            }
        }
        (Kind::Number, Some(Answer::Number(value))) => encode_number(columns, *value, cells),
        (Kind::Text, Some(Answer::Text(_))) | (Kind::Date, Some(Answer::Date(_))) => cells[0] = YES,
        _ => {}
    }
}

fn encode_number(columns: &[Column], value: f64, cells: &mut [u8]) {
    match columns.first() {
        Some(Column::Steps(range)) if range.holds(value) => {
            let steps = ((value - range.min) / range.step).round();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "in range: 0 to 249"
            )]
            let steps = steps as u8;
            cells[0] = steps;
        }
        Some(Column::Bits(_)) if value.is_finite() => {
            cells.copy_from_slice(&value.to_bits().to_be_bytes())
        }
        _ => {}
    }
}

/// Index of an option, as a column holds it.
fn option_index(question: &Question, code: &Code) -> Option<u8> {
    let at = question
        .options
        .iter()
        .take(MOST_OPTIONS)
        .position(|option| &option.code == code)?;
    u8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::{CodeBook, MISSING, NO, NOT_SHOWN, NumberCell, YES};
    use crate::domain::answer::{Answer, Response};
    use crate::domain::definition::read::read;

    const FILE: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
[[section]]
id = "een"
[[section.question]]
id = "hulp"
kind = "choices"
text.nl = "Welke hulp?"
options = [{ code = "a", label.nl = "A" }, { code = "b", label.nl = "B" }]
[[section.question]]
id = "cijfer"
kind = "number"
min = 1
max = 10
text.nl = "Welk cijfer?"
show_if = "hulp contains 'a'"
[[section.question]]
id = "bedrag"
kind = "number"
text.nl = "Hoeveel?"
"#;

    fn row(answers: &[(&str, Answer)]) -> (CodeBook, Vec<u8>) {
        let questionnaire = read(FILE, &[]).questionnaire.expect("a questionnaire");
        let code_book = CodeBook::new(&questionnaire);
        let mut row = vec![0; code_book.width()];
        let answers = answers
            .iter()
            .map(|(id, answer)| ((*id).to_owned(), answer.clone()))
            .collect();
        code_book.encode(
            &Response {
                version: 1,
                answers,
            },
            &mut row,
        );
        (code_book, row)
    }

    #[test]
    fn each_option_of_a_multiple_choice_has_its_column() {
        let (_, cells) = row(&[
            ("hulp", Answer::many(["a"])),
            ("cijfer", Answer::Number(7.0)),
        ]);
        assert_eq!(cells[..3], [YES, NO, 6]);
    }

    #[test]
    fn an_answer_to_a_hidden_question_does_not_count() {
        let (_, cells) = row(&[
            ("hulp", Answer::many(["b"])),
            ("cijfer", Answer::Number(7.0)),
        ]);
        assert_eq!(cells[..3], [NO, YES, NOT_SHOWN]);
        let (_, cells) = row(&[]);
        assert_eq!(cells[..3], [MISSING, MISSING, NOT_SHOWN]);
    }

    #[test]
    fn a_number_without_range_comes_back_exactly() {
        let (code_book, cells) = row(&[("bedrag", Answer::Number(1234.5))]);
        let (_, columns) = code_book.question("bedrag").expect("the question");
        assert_eq!(columns.number(|at| cells[at]), NumberCell::Value(1234.5));
        let (_, cells) = row(&[]);
        assert_eq!(columns.number(|at| cells[at]), NumberCell::Missing);
    }
}
