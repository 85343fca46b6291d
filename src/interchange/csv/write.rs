//! Writing responses.

use std::io;

use ::csv::{Terminator, Writer, WriterBuilder};

use crate::domain::answer::{Answer, Response};
use crate::domain::definition::{Code, Question, Questionnaire};
use crate::domain::entry::written;

use super::header::{Slot, columns};

/// For whom a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Comma, line feed, no mark; every text exactly as it was given.
    Machine,
    /// Semicolon, byte order mark, and an apostrophe before text that a spreadsheet would run.
    Excel,
}

/// Writes a header and a row per response, in the order in which they come.
///
/// # Errors
/// When `out` can't be written.
pub fn write<'r>(
    out: &mut dyn io::Write,
    questionnaire: &Questionnaire,
    dialect: Dialect,
    responses: impl IntoIterator<Item = &'r Response>,
) -> io::Result<()> {
    let excel = dialect == Dialect::Excel;
    if excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut rows = WriterBuilder::new()
        .delimiter(if excel { b';' } else { b',' })
        .terminator(if excel {
            Terminator::CRLF
        } else {
            Terminator::Any(b'\n')
        })
        .from_writer(out);
    let questions: Vec<&Question> = questionnaire.questions().collect();
    let layout: Vec<(String, Slot)> = questions
        .iter()
        .enumerate()
        .flat_map(|(index, question)| columns(index, question))
        .collect();
    rows.write_record(layout.iter().map(|(name, _)| name))?;
    for response in responses {
        write_row(&mut rows, &questions, &layout, (response, excel))?;
    }
    rows.flush()
}

fn write_row(
    rows: &mut Writer<&mut dyn io::Write>,
    questions: &[&Question],
    layout: &[(String, Slot)],
    (response, excel): (&Response, bool),
) -> io::Result<()> {
    for (_, slot) in layout {
        let text = cell(questions, *slot, response);
        rows.write_field(if excel { disarmed(&text) } else { text })?;
    }
    rows.write_record(None::<&[u8]>)?;
    Ok(())
}

/// What stands in one column of a response; empty when there is no answer.
pub(in crate::interchange) fn cell(
    questions: &[&Question],
    slot: Slot,
    response: &Response,
) -> String {
    let answer = |question: usize| response.answer(&questions[question].id);
    match slot {
        Slot::Dropped => String::new(),
        Slot::Answer(question) => answer(question).map(plain).unwrap_or_default(),
        Slot::Other(question) => match answer(question) {
            Some(Answer::OwnText(text) | Answer::Many(_, Some(text))) => text.clone(),
            _ => String::new(),
        },
        Slot::Ticked(question, option) => match answer(question) {
            Some(Answer::Many(ticked, _)) => {
                let code = &questions[question].options[option].code;
                if ticked.contains(code) {
                    "1".to_owned()
                } else {
                    "0".to_owned()
                }
            }
            _ => String::new(),
        },
        Slot::Place(question, place) => match answer(question) {
            Some(Answer::Ranking(codes)) => {
                codes.get(place).map(Code::to_string).unwrap_or_default()
            }
            _ => String::new(),
        },
    }
}

fn plain(answer: &Answer) -> String {
    match answer {
        Answer::One(code) => code.to_string(),
        Answer::Number(number) => written(*number),
        Answer::Text(text) => text.clone(),
        Answer::Date(date) => date.to_string(),
        Answer::OwnText(_) | Answer::Many(..) | Answer::Ranking(_) => String::new(),
    }
}

/// Signs at which a spreadsheet starts a formula, also behind blanks and quotes and as full-width characters.
fn runs(text: &str) -> bool {
    let inner = text.trim_start_matches([' ', '\u{a0}', '"', '\'', '\n']);
    inner.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠'])
}

/// A text that no spreadsheet runs; numbers stay numbers.
pub(in crate::interchange) fn disarmed(text: &str) -> String {
    if runs(text) && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Takes off what [`disarmed`] put before a text.
pub(in crate::interchange) fn armed(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{armed, disarmed};

    #[test]
    fn text_that_a_spreadsheet_would_run_is_disarmed_and_comes_back() {
        for text in [
            "=1+1",
            "@SUM(A1)",
            " -x",
            "\t=x",
            "'=x",
            "\"=x\"",
            "＝1",
            "-",
            "+31 6",
            "gewoon",
            "'s avonds",
        ] {
            assert_eq!(armed(&disarmed(text)), text);
        }
        assert_eq!(disarmed("=1+1"), "'=1+1");
        assert_eq!(disarmed("'s avonds"), "'s avonds");
    }

    #[test]
    fn a_number_stays_a_number() {
        assert_eq!(disarmed("-4.5"), "-4.5");
    }
}
