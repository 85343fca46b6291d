//! Which questions a respondent sees, and what of the given answers is kept.

use super::answer::Response;
use super::definition::{Question, Questionnaire, Section};

/// The questions that are shown with these answers, in order. An answer to a hidden question counts as none,
/// so what depends on it is hidden too.
pub fn shown<'q>(questionnaire: &'q Questionnaire, response: &Response) -> Vec<&'q Question> {
    let mut found = Vec::new();
    for section in &questionnaire.sections {
        let section_shown = holds(section.show_if.as_ref(), &found, response);
        for question in section.questions.iter().filter(|_| section_shown) {
            if holds(question.show_if.as_ref(), &found, response) {
                found.push(question);
            }
        }
    }
    for question in &questionnaire.background {
        if holds(question.show_if.as_ref(), &found, response) {
            found.push(question);
        }
    }
    found
}

fn holds(
    condition: Option<&super::condition::Condition>,
    shown: &[&Question],
    response: &Response,
) -> bool {
    condition.is_none_or(|condition| {
        condition.holds(&|id| {
            shown
                .iter()
                .any(|question| question.id == id)
                .then(|| response.answer(id))
                .flatten()
        })
    })
}

/// The questions of one section that are shown.
pub fn shown_in<'q>(section: &'q Section, shown: &[&'q Question]) -> Vec<&'q Question> {
    section
        .questions
        .iter()
        .filter(|question| shown.iter().any(|other| std::ptr::eq(*other, *question)))
        .collect()
}

/// The response without answers to questions that are not shown: what is stored.
pub fn without_hidden(questionnaire: &Questionnaire, response: &Response) -> Response {
    let shown = shown(questionnaire, response);
    let answers = response
        .answers
        .iter()
        .filter(|(id, _)| shown.iter().any(|question| &question.id == *id))
        .map(|(id, answer)| (id.clone(), answer.clone()))
        .collect();
    Response {
        version: response.version,
        answers,
    }
}
