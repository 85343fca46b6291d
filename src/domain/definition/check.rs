//! What only shows when the whole questionnaire is read: routing, translations, what a channel asks.

use std::collections::BTreeMap;

use super::finding::Place;
use super::source::Fields;
use super::{Channel, Kind, Question, Questionnaire};
use crate::domain::condition::Condition;
use crate::domain::spelling::nearest;

/// Adds what is wrong with the whole to the findings of `root`.
pub(super) fn whole(
    root: &Fields<'_>,
    questionnaire: &Questionnaire,
    lines: &BTreeMap<String, usize>,
) {
    let checker = Checker {
        root,
        questionnaire,
        lines,
    };
    checker.routing();
    checker.background();
    checker.channel();
    checker.translations();
    if questionnaire.questions().next().is_none() {
        root.error(
            "section",
            "empty",
            "the questionnaire asks nothing",
            "add a [[section]] with [[section.question]]",
        );
    }
    if questionnaire.channel == Channel::Enquete {
        checker.process();
    }
}

struct Checker<'c> {
    root: &'c Fields<'c>,
    questionnaire: &'c Questionnaire,
    lines: &'c BTreeMap<String, usize>,
}

impl Checker<'_> {
    fn place(&self, question: &Question, key: &str) -> Place {
        let line = self.lines.get(&question.id).copied().unwrap_or(1);
        let parent = self
            .questionnaire
            .sections
            .iter()
            .find(|section| {
                section
                    .questions
                    .iter()
                    .any(|other| std::ptr::eq(other, question))
            })
            .map_or_else(
                || "background".to_owned(),
                |section| format!("section.{}.question", section.id),
            );
        Place {
            line,
            key: format!("{parent}.{}.{key}", question.id),
        }
    }

    fn error(
        &self,
        place: &Place,
        rule: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.root.source().add(place.error(rule, message, hint));
    }

    fn warning(
        &self,
        place: &Place,
        rule: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.root.source().add(place.warning(rule, message, hint));
    }

    /// A condition names questions that stand before it, no background question, and codes that they have.
    fn routing(&self) {
        let mut before: Vec<&Question> = Vec::new();
        for section in &self.questionnaire.sections {
            let place = Place {
                line: section
                    .questions
                    .first()
                    .and_then(|q| self.lines.get(&q.id))
                    .copied()
                    .unwrap_or(1),
                key: format!("section.{}.show_if", section.id),
            };
            self.condition(section.show_if.as_ref(), &place, &before);
            for question in &section.questions {
                self.condition(
                    question.show_if.as_ref(),
                    &self.place(question, "show_if"),
                    &before,
                );
                before.push(question);
            }
        }
        for question in &self.questionnaire.background {
            self.condition(
                question.show_if.as_ref(),
                &self.place(question, "show_if"),
                &before,
            );
        }
    }

    fn condition(&self, condition: Option<&Condition>, place: &Place, before: &[&Question]) {
        for (id, codes) in condition.map(Condition::comparisons).unwrap_or_default() {
            let Some(question) = before.iter().find(|question| question.id == id) else {
                self.unknown_question(id, place, before);
                continue;
            };
            for code in codes.into_iter().filter(|_| question.kind.has_options()) {
                if question.option(code).is_none() {
                    let all: Vec<_> = question
                        .options
                        .iter()
                        .map(|option| option.code.as_str())
                        .collect();
                    let hint = format!("codes of {id}: {}", all.join(", "));
                    self.error(
                        place,
                        "unknown-code",
                        format!("\"{code}\" is no option of {id}"),
                        hint,
                    );
                }
            }
        }
    }

    fn unknown_question(&self, id: &str, place: &Place, before: &[&Question]) {
        if self
            .questionnaire
            .background
            .iter()
            .any(|question| question.id == id)
        {
            let hint = "make it a question of a section, or leave the condition out";
            self.error(
                place,
                "routing",
                format!("{id} is a background question and can't be named"),
                hint,
            );
        } else if self.questionnaire.question(id).is_some() {
            let message = format!("{id} stands after the question that depends on it");
            self.error(
                place,
                "routing",
                message,
                "only questions that stand before can be named",
            );
        } else {
            let ids: Vec<&str> = before.iter().map(|question| question.id.as_str()).collect();
            let hint = nearest(id, &ids).map_or_else(
                || "name a question that stands before".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            self.error(
                place,
                "unknown-question",
                format!("there is no question {id}"),
                hint,
            );
        }
    }

    fn background(&self) {
        for question in &self.questionnaire.background {
            let crossable = question.kind.has_options() && question.kind != Kind::Ranking;
            if question.kind == Kind::Number && question.bands.is_empty() {
                let hint = "write bands = [[18, 26], [27, 44]]: results are crossed by band";
                self.error(
                    &self.place(question, "bands"),
                    "bands",
                    "a number as background needs bands",
                    hint,
                );
            } else if !crossable && question.kind != Kind::Number {
                let message = format!("a {} question can't be background", question.kind.word());
                self.error(
                    &self.place(question, "kind"),
                    "wrong-kind",
                    message,
                    "use choice, choices, scale or number",
                );
            }
        }
    }

    fn channel(&self) {
        let channel = self.questionnaire.channel;
        let contact_allowed = matches!(channel, Channel::Spreekuur | Channel::Website);
        for question in self.questionnaire.questions() {
            if question.kind == Kind::Contact && !contact_allowed {
                let message = format!("contact can't be asked in channel {}", channel.word());
                self.error(
                    &self.place(question, "kind"),
                    "contact",
                    message,
                    "only spreekuur and website ask for contact",
                );
            }
        }
    }

    /// Opmeer art. 8.3: course and use of the results are told beforehand.
    fn process(&self) {
        let told = self.questionnaire.process.as_ref();
        if told.is_none_or(|process| process.course.is_empty() || process.use_of_results.is_empty())
        {
            let hint = "write [process] with course.nl and use_of_results.nl";
            self.root.warning(
                "process",
                "process",
                "without course and use of results it can't be opened",
                hint,
            );
        }
    }

    /// A language that is promised but not complete falls back to the source, visibly.
    fn translations(&self) {
        for language in self.questionnaire.languages.iter().skip(1) {
            for question in self.questionnaire.questions() {
                let labels = question
                    .options
                    .iter()
                    .map(|option| ("options", &option.label));
                let missing: Vec<&str> = [("text", &question.text), ("hint", &question.hint)]
                    .into_iter()
                    .chain(labels)
                    .filter(|(_, text)| text.falls_back(language))
                    .map(|(key, _)| key)
                    .collect();
                if let Some(key) = missing.first() {
                    let message = format!("{} text(s) without {language}", missing.len());
                    let hint = "the page shows the source language there";
                    self.warning(&self.place(question, key), "translation", message, hint);
                }
            }
        }
    }
}
