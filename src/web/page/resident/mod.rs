//! Answering: start page (with its door where codes are needed), steps, check page, thank-you page. No cookie, no state in
//! an address, and nothing that needs a script.

pub mod answer;
pub mod check;
pub mod closed;
pub mod door;
pub mod helper;
pub mod kiosk;
pub mod start;
pub mod step;
pub mod thanks;

use std::sync::Arc;

use maud::{Markup, html};

use crate::domain::definition::{Channel, Kind, Question, Questionnaire};
use crate::text::interface::{self, Interface, LANGUAGES, Phrase, Sentence};
use crate::web::directory::{ClientCouncil, Survey};
use crate::web::path::EASY;
use crate::web::view::layout::{self, Owner, Resident};
use crate::web::view::parts::Tongue;

/// A resident's form in one language.
pub struct Form {
    /// The client council that asks.
    pub council: Arc<ClientCouncil>,
    /// What it asks.
    pub survey: Arc<Survey>,
    /// Language of the page.
    pub language: String,
    /// On a device that residents use one after the other.
    pub kiosk: bool,
    /// The questionnaire in easier words, when the page is in those.
    easy: Option<Questionnaire>,
}

impl Form {
    /// The form in the language that stands in the address: one of the interface or of the questionnaire, or easier words.
    /// `None` when it is not there in that language.
    pub fn in_language(
        council: Arc<ClientCouncil>,
        survey: Arc<Survey>,
        segment: Option<&str>,
    ) -> Option<Self> {
        let asked = &survey.questionnaire;
        let source = asked.source_language();
        let easy = (segment == Some(EASY)).then(|| asked.in_easy_words());
        let language = match segment {
            None | Some(EASY) => source,
            Some(language) => language,
        };
        let known =
            offered(asked).contains(&language) && (easy.is_none() || asked.has_easy_words());
        let language = language.to_owned();
        known.then_some(Self {
            council,
            survey,
            language,
            kiosk: false,
            easy,
        })
    }

    /// The same form on a device that residents use one after the other.
    #[must_use]
    pub fn on_kiosk(mut self) -> Self {
        self.kiosk = true;
        self
    }

    /// The questionnaire.
    pub fn questionnaire(&self) -> &Questionnaire {
        self.easy.as_ref().unwrap_or(&self.survey.questionnaire)
    }

    /// Phrases in the page's language, Dutch when there are none.
    pub fn words(&self) -> &'static Interface {
        interface::phrases(&self.language)
    }

    /// A phrase with what this council calls itself.
    pub fn named(&self, phrase: &Phrase) -> Sentence {
        self.words().named(phrase, self.council.profile.form)
    }

    /// Whether this is a signal (stored as one) and not an enquête.
    pub fn is_signal(&self) -> bool {
        self.questionnaire().channel == Channel::Website
    }

    /// What stands in the address for the page's language.
    fn segment(&self) -> &str {
        if self.easy.is_some() {
            EASY
        } else {
            &self.language
        }
    }

    /// Address of the form in this language.
    pub fn address(&self) -> String {
        self.address_in(self.questionnaire(), self.segment())
    }

    /// Address of another form in this language.
    pub fn address_of(&self, other: &Questionnaire) -> String {
        self.address_in(other, &self.language)
    }

    /// The language in which a questionnaire was written has the short address.
    fn address_in(&self, questionnaire: &Questionnaire, segment: &str) -> String {
        if self.kiosk {
            return self.council.paths().kiosk(&questionnaire.id, segment);
        }
        let is_source = segment == questionnaire.source_language();
        self.council
            .paths()
            .form(&questionnaire.id, (!is_source).then_some(segment))
    }

    /// Address of the page after sending.
    pub fn thanks_address(&self) -> String {
        self.thanks_in(self.segment())
    }

    fn thanks_in(&self, segment: &str) -> String {
        let (council, id) = (self.council.paths(), &self.questionnaire().id);
        if self.kiosk {
            council.kiosk_thanks(id, segment)
        } else {
            council.thanks(id, segment)
        }
    }

    /// The languages of the form, with the address of the form in each.
    pub fn tongues(&self) -> Vec<Tongue> {
        self.tongues_at(&|segment| self.address_in(self.questionnaire(), segment))
    }

    /// The languages of the page after sending.
    pub fn tongues_of_thanks(&self) -> Vec<Tongue> {
        self.tongues_at(&|segment| self.thanks_in(segment))
    }

    fn tongues_at(&self, address: &dyn Fn(&str) -> String) -> Vec<Tongue> {
        tongues(&self.survey.questionnaire, Some(self.segment()), address)
    }

    /// The frame round a page of this form.
    pub fn wrap(&self, title: String, main: Markup) -> Markup {
        self.wrap_for(kiosk::PAGE_SECONDS, title, main)
    }

    /// The frame round a page that stays so many seconds on a shared device.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a page hands over what it made"
    )]
    pub fn wrap_for(&self, seconds: u32, title: String, main: Markup) -> Markup {
        let restart = self.kiosk.then(|| (seconds, self.address()));
        let phone = self.council.phone(&self.language);
        let hours = &self.council.profile.contact.hours;
        let owner = Owner {
            phone: &phone,
            ..self.council.owner()
        };
        layout::resident(&Resident {
            owner,
            restart,
            words: self.words(),
            language: &self.words().language,
            phone_language: hours.other_language(&self.language),
            title,
            main: html! { (self.state_of_translation()) (main) },
        })
    }

    /// What a reader should know of the translation: that no one has checked it, and that it is not complete.
    fn state_of_translation(&self) -> Markup {
        let words = &self.words().common;
        let (unchecked, incomplete) = (self.is_unchecked(), self.is_incomplete());
        html! {
            @if unchecked || incomplete {
                div.ab-translation {
                    @if unchecked {
                        p { (words.unchecked) }
                        @if words.unchecked.borrowed().is_none() {
                            p lang="nl" dir="ltr" { (interface::phrases("nl").common.unchecked.as_str()) }
                        }
                    }
                    @if incomplete { p { (words.untranslated) } }
                }
            }
        }
    }

    /// Whether the words of the interface or of the questionnaire wait for a person who signs them off.
    fn is_unchecked(&self) -> bool {
        let reviews = [
            self.words().translation.as_ref(),
            self.questionnaire().translations.get(&self.language),
        ];
        let mut reviews = reviews.into_iter().flatten();
        reviews.any(|review| !review.is_signed_off())
    }

    /// Whether some text of the page's questionnaire is missing in this language.
    pub fn is_incomplete(&self) -> bool {
        let texts = self.questionnaire().texts();
        let mut texts = texts.iter().map(|text| text.words);
        texts.any(|words| words.falls_back(&self.language))
    }
}

/// The languages in which residents can read a form, with the address of a page in each; `current` is that of the page.
pub fn tongues(
    asked: &Questionnaire,
    current: Option<&str>,
    address: &dyn Fn(&str) -> String,
) -> Vec<Tongue> {
    let tongue = |segment: &str, code: &str, name: &str| Tongue {
        code: code.to_owned(),
        name: name.to_owned(),
        address: address(segment),
        is_current: current == Some(segment),
    };
    let plain = |code: &&str| tongue(code, code, interface::language_name(code));
    let mut all: Vec<_> = offered(asked).iter().map(plain).collect();
    if asked.has_easy_words() {
        let source = asked.source_language();
        let name = format!("Makkelijk {}", interface::language_name(source));
        let after = all.iter().position(|tongue| tongue.code == source);
        all.insert(after.map_or(0, |at| at + 1), tongue(EASY, source, &name));
    }
    all
}

/// Languages in which residents can read a form: those of the interface, then others of the questionnaire.
fn offered(questionnaire: &Questionnaire) -> Vec<&str> {
    let others = questionnaire.languages.iter().map(String::as_str);
    let others = others.filter(|code| !LANGUAGES.contains(code));
    LANGUAGES.into_iter().chain(others).collect()
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

#[cfg(test)]
pub(crate) mod tests {
    use super::{Form, length};
    use crate::web::directory::samples;

    /// A form of the shipped questionnaire with this id; `language` as it stands in the address.
    pub(crate) fn form(questionnaire: &str, language: &str) -> Form {
        let (council, survey) = samples::survey(questionnaire);
        Form::in_language(council, survey, Some(language)).expect("a language of the form")
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
        assert_eq!(
            form("wmo", "makkelijk").address(),
            "/lelystad/v/wmo/makkelijk"
        );
        assert!(!form("wmo", "en").is_incomplete());
    }

    #[test]
    fn a_form_is_offered_in_every_language_of_the_interface_also_without_a_translation() {
        let names: Vec<_> = form("wmo", "ar")
            .tongues()
            .into_iter()
            .map(|tongue| tongue.name)
            .collect();
        let expected = [
            "Nederlands",
            "Makkelijk Nederlands",
            "English",
            "العربية",
            "Türkçe",
            "Polski",
            "Українська",
        ];
        assert_eq!(names, expected);
        let (council, survey) = samples::survey("wmo");
        assert!(Form::in_language(council, survey, Some("xx")).is_none());
    }

    #[test]
    fn easy_words_change_the_wording_and_nothing_else() {
        let (plain, easy) = (form("wmo", "nl"), form("wmo", "makkelijk"));
        let text = |form: &Form| {
            form.questionnaire()
                .question("op_tijd")
                .map(|q| q.text.get("nl").to_owned())
        };
        assert_ne!(text(&plain), text(&easy));
        let ids = |form: &Form| {
            form.questionnaire()
                .questions()
                .map(|q| q.id.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&plain), ids(&easy));
    }
}
