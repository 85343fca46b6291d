//! Answering: start page (with its door where codes are needed), steps, check page, thank-you page. No cookie, no state in
//! an address, and nothing that needs a script.

pub mod answer;
pub mod check;
pub mod closed;
pub mod door;
pub mod start;
pub mod step;
pub mod thanks;

use std::sync::Arc;

use jiff::civil::Date;
use maud::Markup;

use crate::domain::definition::{Channel, Kind, Question, Questionnaire};
use crate::text::interface::{self, Interface};
use crate::web::directory::{ClientCouncil, Survey};
use crate::web::view::layout::{self, Owner, Resident};

/// A resident's form in one language.
pub struct Form {
    /// The client council that asks.
    pub council: Arc<ClientCouncil>,
    /// What it asks.
    pub survey: Arc<Survey>,
    /// Language of the page.
    pub language: String,
}

impl Form {
    /// The questionnaire.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.survey.questionnaire
    }

    /// Phrases in the page's language, Dutch when there are none.
    pub fn words(&self) -> &'static Interface {
        interface::phrases(&self.language)
    }

    /// Whether this is a signal (stored as one) and not an enquête.
    pub fn is_signal(&self) -> bool {
        self.questionnaire().channel == Channel::Website
    }

    /// Whether the page is in the questionnaire's first language, which has the short address.
    fn is_source(&self) -> bool {
        self.language == self.questionnaire().source_language()
    }

    /// Address of the form in this language.
    pub fn address(&self) -> String {
        self.address_in(&self.language)
    }

    fn address_in(&self, language: &str) -> String {
        let source = language == self.questionnaire().source_language();
        self.council
            .paths()
            .form(&self.questionnaire().id, (!source).then_some(language))
    }

    /// Address of the page after sending.
    pub fn thanks_address(&self) -> String {
        self.council
            .paths()
            .thanks(&self.questionnaire().id, &self.language)
    }

    /// Code, own name and address of every language of the questionnaire.
    pub fn languages(&self) -> Vec<(String, String, String)> {
        let all = self.questionnaire().languages.iter();
        all.map(|code| {
            (
                code.clone(),
                interface::language_name(code).to_owned(),
                self.address_in(code),
            )
        })
        .collect()
    }

    /// The frame round a page of this form.
    pub fn wrap(&self, title: String, main: Markup) -> Markup {
        let phone = self.council.phone(&self.language);
        let owner = Owner {
            phone: &phone,
            ..self.council.owner()
        };
        layout::resident(&Resident {
            owner,
            words: self.words(),
            language: &self.language,
            title,
            main,
        })
    }

    /// Whether some text of the questionnaire is missing in this language.
    pub fn is_incomplete(&self) -> bool {
        !self.is_source()
            && self
                .questionnaire()
                .questions()
                .any(|question| falls_back(question, &self.language))
    }
}

fn falls_back(question: &Question, language: &str) -> bool {
    question.text.falls_back(language)
        || question
            .options
            .iter()
            .any(|option| option.label.falls_back(language))
}

/// How many questions there are to answer, background questions apart, and about how many minutes all takes.
pub fn length(questionnaire: &Questionnaire) -> (usize, usize) {
    let asked = questionnaire
        .sections
        .iter()
        .flat_map(|section| &section.questions);
    let questions = asked.filter(|question| question.kind != Kind::Note).count();
    let seconds: usize = questionnaire.questions().map(seconds).sum();
    (questions, seconds.div_ceil(60).max(1))
}

/// Reading and answering, for someone who reads slowly.
fn seconds(question: &Question) -> usize {
    match question.kind {
        Kind::Note => 10,
        Kind::Choice | Kind::Scale | Kind::Number => 22,
        Kind::Choices | Kind::Date | Kind::Contact => 35,
        Kind::Text | Kind::Ranking => 80,
    }
}

/// A day in the page's language: "18 oktober 2026", "18 October 2026".
pub fn day(date: Date, language: &str) -> String {
    match language {
        "en" => date.strftime("%-d %B %Y").to_string(),
        _ => crate::text::date::day(date),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Form, length};
    use crate::web::directory::samples;

    /// A form of the shipped questionnaire with this id.
    pub(crate) fn form(questionnaire: &str, language: &str) -> Form {
        let (council, survey) = samples::survey(questionnaire);
        Form {
            council,
            survey,
            language: language.to_owned(),
        }
    }

    #[test]
    fn the_participatiewet_questionnaire_takes_about_ten_minutes() {
        let (questions, minutes) = length(form("participatiewet", "nl").questionnaire());
        assert_eq!(questions, 20);
        assert!((8..=12).contains(&minutes), "{minutes}");
    }

    #[test]
    fn each_language_has_its_own_address_and_the_source_the_short_one() {
        assert_eq!(form("wmo", "nl").address(), "/lelystad/v/wmo");
        assert_eq!(form("wmo", "en").address(), "/lelystad/v/wmo/en");
        assert!(!form("wmo", "en").is_incomplete());
    }
}
