//! A form as far as it was filled in: which pages there are, what is shown on each, what is wrong, and what will be kept.
//! Pure: no request, no store. Skip logic and rules are those of `domain`.

use std::collections::BTreeMap;

use super::Fields;
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::{Kind, Question, Questionnaire};
use crate::domain::entry::{self, Entry};
use crate::domain::routing;
use crate::domain::violation::{Rule, Violation};
use crate::language::personal_data;
use crate::web::view::field::{date_names, other_name};

/// Where someone is in a form.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Place {
    /// A section, by its place in the questionnaire.
    Section(usize),
    /// The background questions.
    Background,
    /// Checking the answers.
    Check,
}

/// What was typed, by question id. Answers to questions that are hidden now are kept: who goes back finds them again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filled {
    entries: BTreeMap<String, Entry>,
}

/// What a filled-in form comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Answers to the questions that are shown; contact details are not among them.
    pub response: Response,
    /// Contact details, when they were given.
    pub contact: Option<String>,
    /// What must be mended first, in the order of the questionnaire.
    pub violations: Vec<Violation>,
}

static NOTHING: Entry = Entry {
    values: Vec::new(),
    other: String::new(),
};

impl Filled {
    /// What was typed at a question.
    pub fn entry(&self, question: &str) -> &Entry {
        self.entries.get(question).unwrap_or(&NOTHING)
    }

    /// Puts an entry at a question.
    pub fn set(&mut self, question: &str, entry: Entry) {
        if entry == NOTHING {
            self.entries.remove(question);
        } else {
            self.entries.insert(question.to_owned(), entry);
        }
    }

    /// Entries that are not empty.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(id, entry)| (id.as_str(), entry))
    }

    /// Takes over what a page sent for these questions: nothing sent is nothing answered.
    pub fn take(&mut self, questions: &[&Question], fields: &Fields) {
        for question in questions {
            self.set(&question.id, sent(question, fields));
        }
    }

    /// Takes what points to a person out of a text: the finding with this number, or all of them.
    pub fn remove_personal_data(&mut self, question: &Question, number: Option<usize>) {
        let Some(entry) = self.entries.get_mut(&question.id) else {
            return;
        };
        if question.kind == Kind::Text {
            for value in &mut entry.values {
                *value = personal_data::without(value, number);
            }
        }
        entry.other = personal_data::without(&entry.other, number);
    }

    /// The answers, what is wrong with them, and what must not be kept with them.
    pub fn outcome(&self, questionnaire: &Questionnaire, version: u32) -> Outcome {
        let mut given = Response {
            version,
            answers: BTreeMap::new(),
        };
        let mut violations = Vec::new();
        let mut contacts = BTreeMap::new();
        for question in questionnaire.questions() {
            match checked(question, self.entry(&question.id)) {
                Ok(Some(Answer::Text(text))) if question.kind == Kind::Contact => {
                    contacts.insert(question.id.clone(), text);
                }
                Ok(Some(answer)) => {
                    given.answers.insert(question.id.clone(), answer);
                }
                Ok(None) => {}
                Err(rule) => violations.push(Violation {
                    question: question.id.clone(),
                    rule,
                }),
            }
        }
        let shown = routing::shown(questionnaire, &given);
        let is_shown = |id: &str| shown.iter().any(|question| question.id == id);
        violations.retain(|violation| is_shown(&violation.question));
        let contact = contacts
            .into_iter()
            .find(|(id, _)| is_shown(id))
            .map(|(_, text)| text);
        Outcome {
            response: routing::without_hidden(questionnaire, &given),
            contact,
            violations,
        }
    }
}

/// One question's entry among the fields of a page.
fn sent(question: &Question, fields: &Fields) -> Entry {
    let values = |name: &str| {
        fields
            .iter()
            .filter(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
            .collect()
    };
    let mut entry = Entry {
        values: values(&question.id),
        other: fields.text(&other_name(&question.id)).to_owned(),
    };
    if question.kind == Kind::Date {
        // Parts are joined by a sign that none of them holds, so that they can be shown again as typed.
        let parts = date_names(&question.id)
            .map(|name| fields.text(&name).replace('-', " ").trim().to_owned());
        entry.values = if parts.iter().all(String::is_empty) {
            Vec::new()
        } else {
            vec![parts.join("-")]
        };
    }
    if entry.values.iter().all(String::is_empty) {
        entry.values.clear();
    }
    entry
}

/// The rules of `domain`, and the one that needs to understand text: no burgerservicenummer.
fn checked(question: &Question, entry: &Entry) -> Result<Option<Answer>, Rule> {
    let answer = entry::check(question, entry)?;
    let texts = match &answer {
        Some(Answer::Text(text) | Answer::OwnText(text) | Answer::Many(_, Some(text))) => {
            Some(text.as_str())
        }
        _ => None,
    };
    match texts.and_then(refused) {
        Some(number) => Err(Rule::CitizenServiceNumber(number)),
        None => Ok(answer),
    }
}

/// What in a text may not be kept at all.
fn refused(text: &str) -> Option<String> {
    let found = personal_data::find(text)
        .into_iter()
        .find(personal_data::Finding::is_refused)?;
    text.get(found.start..found.end).map(str::to_owned)
}

/// The pages that have a question to show, in order, and the check page.
pub fn places(questionnaire: &Questionnaire, response: &Response) -> Vec<Place> {
    let shown = routing::shown(questionnaire, response);
    let sections = (0..questionnaire.sections.len()).map(Place::Section);
    let asked = sections
        .chain([Place::Background])
        .filter(|place| !questions_at(questionnaire, *place, &shown).is_empty());
    asked.chain([Place::Check]).collect()
}

/// The questions that a page shows.
pub fn questions_at<'q>(
    questionnaire: &'q Questionnaire,
    place: Place,
    shown: &[&'q Question],
) -> Vec<&'q Question> {
    let all = match place {
        Place::Section(index) => questionnaire
            .sections
            .get(index)
            .map_or(&[][..], |section| &section.questions),
        Place::Background => &questionnaire.background,
        Place::Check => &[],
    };
    all.iter()
        .filter(|question| shown.iter().any(|other| std::ptr::eq(*other, *question)))
        .collect()
}

/// The page on which a question stands.
pub fn place_of(questionnaire: &Questionnaire, question: &str) -> Option<Place> {
    let has = |questions: &[Question]| questions.iter().any(|other| other.id == question);
    let section = questionnaire
        .sections
        .iter()
        .position(|section| has(&section.questions))
        .map(Place::Section);
    section.or_else(|| has(&questionnaire.background).then_some(Place::Background))
}
