//! For SPSS: a system file (`.sav`, UTF-8, not compressed), with labels, user-missing values and multiple-response sets.
//! The layout follows what PSPP's developers and `ReadStat` describe; [`variable`] says what becomes of a question.

mod dictionary;
#[cfg(test)]
mod tests;
mod variable;

use std::io::{self, Write};

use self::dictionary::Dictionary;
use self::variable::{Kind, variables};
use super::csv::cell;
use crate::domain::answer::Response;
use crate::domain::definition::{Question, Questionnaire};

/// No answer.
const SYSTEM_MISSING: f64 = -f64::MAX;
/// Bytes of text in one segment of a long text; a segment takes one byte more.
const SEGMENT: usize = 255;

/// Writes a system file.
///
/// # Errors
/// When `out` can't be written.
pub fn write(
    out: &mut dyn Write,
    questionnaire: &Questionnaire,
    responses: &[Response],
) -> io::Result<()> {
    let questions: Vec<&Question> = questionnaire.questions().collect();
    let mut variables = variables(&questions);
    for variable in &mut variables {
        if let Kind::Text { width } = &mut variable.kind {
            let lengths = responses
                .iter()
                .map(|it| cell(&questions, variable.slot, it).len());
            *width = (*width).max(lengths.max().unwrap_or(0)).clamp(1, 32_000);
        }
    }
    let dictionary = Dictionary {
        title: questionnaire.title.get("nl"),
        questions: &questions,
        variables: &variables,
        cases: responses.len(),
    };
    dictionary.write(out)?;
    for response in responses {
        for variable in &variables {
            let text = cell(&questions, variable.slot, response);
            match &variable.kind {
                Kind::Number { .. } => {
                    let value = variable.value(&text).unwrap_or(SYSTEM_MISSING);
                    out.write_all(&value.to_le_bytes())?;
                }
                Kind::Text { width } => out.write_all(&padded(&text, *width))?,
            }
        }
    }
    out.flush()
}

/// Widths of the segments in which a text stands: more than one for a text of more than 255 bytes.
fn segments(width: usize) -> Vec<usize> {
    let count = if width > SEGMENT {
        width.div_ceil(252)
    } else {
        1
    };
    let last = width - (count - 1) * 252;
    let mut all = vec![SEGMENT; count - 1];
    all.push(if count == 1 { width } else { last });
    all
}

/// A text in its segments, filled up with blanks; what does not fit is cut at a letter.
fn padded(text: &str, width: usize) -> Vec<u8> {
    let end = (0..=width.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let mut left = &text.as_bytes()[..end.unwrap_or(0)];
    let mut bytes = Vec::new();
    for segment in segments(width) {
        let taken = left.len().min(SEGMENT);
        let room = segment.div_ceil(8) * 8;
        let start = bytes.len();
        bytes.extend(&left[..taken.min(room)]);
        bytes.resize(start + room, b' ');
        left = &left[taken.min(room)..];
    }
    bytes
}
