//! A paper form as a volunteer keys it in: what stands in the fields, what it comes to, and what must be looked at again.
//! The answers are those that the form on the website would have given. Pure: no request, no store.

use std::collections::BTreeMap;

use super::Fields;
use super::filled::Filled;
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::{Question, Questionnaire};
use crate::domain::entry::{self, Entry};
use crate::domain::paper::{self, Miskeyed};
use crate::domain::routing;
use crate::domain::violation::Rule;
use crate::web::view::field::other_name;

/// What was keyed, by question id: numbers or words, and the own text beside the options.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet(BTreeMap<String, (String, String)>);

/// Something to look at again, at one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// The keys are no answer.
    Keys(Miskeyed),
    /// By the other answers this question was to be skipped.
    Skipped,
    /// The answer breaks a rule of the questionnaire.
    Rule(Rule),
}

/// What a sheet comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyed {
    /// Answers to the questions that are asked.
    pub response: Response,
    /// By question id, in the order of the questionnaire.
    pub slips: Vec<(String, Slip)>,
}

impl Sheet {
    /// What a page sent.
    pub fn of(questionnaire: &Questionnaire, fields: &Fields) -> Self {
        let keyed = |question: &Question| {
            let own = fields.text(&other_name(&question.id)).to_owned();
            (fields.text(&question.id).to_owned(), own)
        };
        Self(
            questionnaire
                .questions()
                .map(|question| (question.id.clone(), keyed(question)))
                .collect(),
        )
    }

    /// What was keyed at a question.
    pub fn keys(&self, question: &str) -> &str {
        self.0.get(question).map_or("", |(keys, _)| keys)
    }

    /// The own text beside its options.
    pub fn own(&self, question: &str) -> &str {
        self.0.get(question).map_or("", |(_, own)| own)
    }

    /// What is keyed comes to this. A required question may stay open: paper can't be sent back.
    pub fn keyed(&self, questionnaire: &Questionnaire, version: u32) -> Keyed {
        let mut filled = Filled::default();
        let mut slips: BTreeMap<&str, Slip> = BTreeMap::new();
        for question in questionnaire.questions() {
            match paper::entry(question, self.keys(&question.id), self.own(&question.id)) {
                Ok(entry) => filled.set(&question.id, entry),
                Err(miskeyed) => {
                    slips.insert(&question.id, Slip::Keys(miskeyed));
                }
            }
        }
        let outcome = filled.outcome(questionnaire, version);
        let shown = routing::shown(questionnaire, &outcome.response);
        for violation in outcome.violations {
            if violation.rule != Rule::Required
                && let Some(question) = questionnaire.question(&violation.question)
            {
                slips.insert(&question.id, Slip::Rule(violation.rule));
            }
        }
        for question in questionnaire.questions() {
            if shown.iter().any(|other| other.id == question.id) {
                continue;
            }
            slips.remove(question.id.as_str());
            if *filled.entry(&question.id) != Entry::default() {
                slips.insert(&question.id, Slip::Skipped);
            }
        }
        let order = questionnaire
            .questions()
            .map(|question| question.id.as_str());
        Keyed {
            response: outcome.response,
            slips: order
                .filter_map(|id| slips.get(id).map(|slip| (id.to_owned(), slip.clone())))
                .collect(),
        }
    }
}

/// The questions that two entries of one form answer differently. Capitals and spaces in words make no difference.
pub fn differences<'q>(
    questionnaire: &'q Questionnaire,
    first: &Response,
    second: &Response,
) -> Vec<&'q Question> {
    questionnaire
        .questions()
        .filter(|question| {
            folded(first.answer(&question.id)) != folded(second.answer(&question.id))
        })
        .collect()
}

fn folded(answer: Option<&Answer>) -> Option<Answer> {
    let fold = |text: &str| {
        let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    answer.map(|answer| match answer {
        Answer::Text(text) => Answer::Text(fold(text)),
        Answer::OwnText(text) => Answer::OwnText(fold(text)),
        Answer::Many(codes, Some(text)) => Answer::Many(codes.clone(), Some(fold(text))),
        other => other.clone(),
    })
}

/// Whose answer to a question counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// That of the first entry.
    First,
    /// That of the second.
    Second,
    /// Neither: these keys.
    Again(String),
}

/// The answers after every difference was decided on, with the paper in hand; questions without a decision, or with a slip
/// in what was keyed again, come back.
///
/// # Errors
/// The questions that still need a decision.
pub fn decided(
    questionnaire: &Questionnaire,
    (first, second): (&Response, &Response),
    decision: impl Fn(&Question) -> Option<Decision>,
) -> Result<Response, Vec<(String, Slip)>> {
    let mut response = first.clone();
    let mut open = Vec::new();
    for question in differences(questionnaire, first, second) {
        let answer = match decision(question) {
            Some(Decision::First) => Ok(first.answer(&question.id).cloned()),
            Some(Decision::Second) => Ok(second.answer(&question.id).cloned()),
            Some(Decision::Again(keys)) => again(question, &keys),
            None => Err(Slip::Keys(Miskeyed::Open)),
        };
        match answer {
            Ok(Some(answer)) => {
                response.answers.insert(question.id.clone(), answer);
            }
            Ok(None) => {
                response.answers.remove(&question.id);
            }
            Err(slip) => open.push((question.id.clone(), slip)),
        }
    }
    if open.is_empty() {
        Ok(routing::without_hidden(questionnaire, &response))
    } else {
        Err(open)
    }
}

fn again(question: &Question, keys: &str) -> Result<Option<Answer>, Slip> {
    let words = question.other && keys.parse::<usize>().is_err() && keys != paper::NOTHING_TOO;
    let entry = if words {
        Entry {
            values: Vec::new(),
            other: keys.to_owned(),
        }
    } else {
        paper::entry(question, keys, "").map_err(Slip::Keys)?
    };
    match entry::check(question, &entry) {
        Err(Rule::Required) => Ok(None),
        checked => checked.map_err(Slip::Rule),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::read::read;
    use crate::domain::shipped::QUESTIONNAIRES;
    use crate::domain::theme::codebook;

    fn questionnaire() -> Questionnaire {
        let (_, text) = QUESTIONNAIRES
            .iter()
            .find(|(id, _)| *id == "participatiewet")
            .expect("it ships");
        read(text, codebook())
            .questionnaire
            .expect("a questionnaire")
    }

    /// A sheet with 0 everywhere but at these questions.
    fn sheet(questionnaire: &Questionnaire, keys: &[(&str, &str)]) -> Sheet {
        let mut sheet = Sheet::default();
        for question in questionnaire.questions() {
            let found = keys.iter().find(|(id, _)| *id == question.id);
            let typed = found.map_or("0", |(_, keys)| keys).to_owned();
            sheet.0.insert(question.id.clone(), (typed, String::new()));
        }
        sheet
    }

    fn slips(keys: &[(&str, &str)]) -> Vec<(String, Slip)> {
        let questionnaire = questionnaire();
        sheet(&questionnaire, keys).keyed(&questionnaire, 1).slips
    }

    #[test]
    fn keys_come_to_the_same_bytes_as_the_form_on_the_website() {
        let questionnaire = questionnaire();
        let keyed = sheet(
            &questionnaire,
            &[("hulp", "12"), ("duur", "2"), ("spreken", "5")],
        );
        let keyed = keyed.keyed(&questionnaire, 1);
        assert_eq!(keyed.slips, []);
        let mut filled = Filled::default();
        for (id, values) in [
            ("hulp", &["werk", "uitkering"][..]),
            ("duur", &["1tot3"]),
            ("spreken", &["1"]),
        ] {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            filled.set(
                id,
                Entry {
                    values,
                    other: String::new(),
                },
            );
        }
        let website = filled.outcome(&questionnaire, 1).response;
        assert_eq!(
            keyed.response.to_body().expect("a body"),
            website.to_body().expect("a body")
        );
    }

    #[test]
    fn a_question_that_was_left_out_by_accident_shows_and_one_that_is_skipped_does_not() {
        assert_eq!(
            slips(&[("duur", "")]),
            [("duur".into(), Slip::Keys(Miskeyed::Open))]
        );
        let questionnaire = questionnaire();
        let gated = questionnaire
            .questions()
            .find(|q| q.show_if.is_some())
            .expect("one");
        assert_eq!(
            slips(&[("hulp", "1"), (&gated.id, "3")]),
            [(gated.id.clone(), Slip::Skipped)]
        );
        assert_eq!(slips(&[("hulp", "2"), (&gated.id, "3")]), []);
        assert_eq!(
            slips(&[("hulp", "2"), (&gated.id, "")]),
            [(gated.id.clone(), Slip::Keys(Miskeyed::Open))]
        );
    }

    #[test]
    fn a_rule_of_the_questionnaire_shows_too() {
        let found = slips(&[("hulp", "17"), ("beter", "mijn bsn is 111222333")]);
        assert!(
            matches!(&found[0], (id, Slip::Rule(Rule::ExclusiveOption(_))) if id == "hulp"),
            "{found:?}"
        );
        assert!(
            matches!(&found[1], (_, Slip::Rule(Rule::CitizenServiceNumber(_)))),
            "{found:?}"
        );
    }

    #[test]
    fn only_what_differs_is_decided_on_and_the_rest_stays() {
        let questionnaire = questionnaire();
        let response = |keys: &[(&str, &str)]| {
            sheet(&questionnaire, keys)
                .keyed(&questionnaire, 1)
                .response
        };
        let first = response(&[
            ("hulp", "1"),
            ("duur", "2"),
            ("spreken", "1"),
            ("beter", "Bel  terug"),
        ]);
        let second = response(&[
            ("hulp", "1"),
            ("duur", "3"),
            ("spreken", "2"),
            ("beter", "bel terug"),
        ]);
        let ids: Vec<_> = differences(&questionnaire, &first, &second)
            .iter()
            .map(|q| q.id.as_str())
            .collect();
        assert_eq!(ids, ["duur", "spreken"]);
        let pair = (&first, &second);
        let open = decided(&questionnaire, pair, |question| {
            (question.id == "duur").then_some(Decision::Second)
        });
        assert_eq!(
            open,
            Err(vec![("spreken".into(), Slip::Keys(Miskeyed::Open))])
        );
        let done = decided(&questionnaire, pair, |question| {
            Some(if question.id == "duur" {
                Decision::Second
            } else {
                Decision::Again("4".into())
            })
        });
        assert_eq!(
            done,
            Ok(response(&[
                ("hulp", "1"),
                ("duur", "3"),
                ("spreken", "4"),
                ("beter", "Bel  terug")
            ]))
        );
        let nothing = decided(&questionnaire, pair, |_| Some(Decision::Again("0".into())));
        assert_eq!(
            nothing,
            Ok(response(&[("hulp", "1"), ("beter", "Bel  terug")]))
        );
    }
}
