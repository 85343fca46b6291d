//! Reading responses.

use std::io::Read;

use crate::domain::answer::Response;
use crate::domain::definition::Questionnaire;
use crate::domain::routing;

use super::row::Row;
use super::rows::{Outcome, Rows, WrongRows};
use super::{CsvError, WrongCell};

/// Reads a file and gives each response to `each`. Answers to questions that are not shown are left out.
/// With [`WrongRows::Refuse`] the caller throws away what it got when this fails.
///
/// # Errors
/// [`CsvError`], with every mistake up to a limit.
pub fn read(
    file: impl Read,
    questionnaire: &Questionnaire,
    wrong_rows: WrongRows,
    mut each: impl FnMut(Response),
) -> Result<Outcome, CsvError> {
    let questions: Vec<usize> = (0..questionnaire.questions().count()).collect();
    let mut rows = Rows::open(file, questionnaire)?;
    let mut hidden = 0;
    while let Some(response) = rows.next(|row| answers(questionnaire, row, &questions))? {
        let kept = routing::without_hidden(questionnaire, &response);
        hidden += response.answers.len() - kept.answers.len();
        each(kept);
    }
    rows.finish(wrong_rows, hidden)
}

/// The answers of a row to some questions (indexes, upwards).
///
/// # Errors
/// Everything that is wrong in their cells.
pub(super) fn answers(
    questionnaire: &Questionnaire,
    row: &Row<'_>,
    questions: &[usize],
) -> Result<Response, Vec<WrongCell>> {
    let mut response = Response {
        version: 1,
        ..Response::default()
    };
    let mut wrong = Vec::new();
    let asked = questionnaire.questions().enumerate();
    for (index, question) in asked.filter(|(index, _)| questions.contains(index)) {
        match row.answer(index) {
            Ok(Some(answer)) => {
                response.answers.insert(question.id.clone(), answer);
            }
            Ok(None) => {}
            Err(more) => wrong.extend(more),
        }
    }
    if wrong.is_empty() {
        Ok(response)
    } else {
        Err(wrong)
    }
}
