//! One page of questions. All earlier answers travel in the hidden field; "Vorige" and "Verder" are buttons of one form.

use maud::{Markup, html};

use super::{Form, helper, kiosk};
use crate::domain::definition::Question;
use crate::domain::violation::Violation;
use crate::web::assets::LISTEN_URL;
use crate::web::form::filled::{Filled, Place};
use crate::web::form::sealed;
use crate::web::view::field::{Checked, field};
use crate::web::view::parts;

/// Id of the form on the page, for buttons that stand outside it.
pub const FORM: &str = "antwoorden";
/// Name of the button that begins a form.
pub const BEGIN: &str = "begin";
/// Name of every other button; its value says what it does.
pub const ACTION: &str = "doe";
/// Goes on.
pub const NEXT: &str = "verder";
/// Goes back.
pub const BACK: &str = "vorige";
/// Sends the form.
pub const SEND: &str = "verstuur";
/// Shows the same page again, in the language of the address to which it is sent.
pub const STAY: &str = "blijf";
/// The same, for a page that shows what is wrong: it goes on showing that.
pub const STAY_WRONG: &str = "blijf-fout";
/// Begins anew, on a shared device: the answers go.
pub const AGAIN: &str = "opnieuw";
/// Value of [`BEGIN`] that leads to the rules for who fills in for someone else.
pub const HELPING: &str = "hulp";
/// Value of [`BEGIN`] after those rules.
pub const WITH_HELP: &str = "met-hulp";
/// Changes one answer: this, then the question's id.
pub const CHANGE: &str = "wijzig:";
/// Takes personal data out of a text: this, then the question's id, a colon and the number of the finding, or [`ALL`].
pub const REMOVE: &str = "haal-weg:";
/// All personal data of all texts.
pub const ALL: &str = "alles";

/// What a page of questions shows.
pub struct Model<'a> {
    /// The form.
    pub form: &'a Form,
    /// Which page.
    pub place: Place,
    /// Its number, from 1.
    pub number: usize,
    /// How many pages there are, with the check page.
    pub total: usize,
    /// The questions to show.
    pub questions: Vec<&'a Question>,
    /// What was typed.
    pub filled: &'a Filled,
    /// What is wrong on this page.
    pub violations: &'a [Violation],
    /// Someone fills in for another.
    pub helped: bool,
    /// The sealed state.
    pub sealed: &'a str,
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let (form, words) = (model.form, model.form.words());
    let title = words
        .step
        .title
        .fill(&[("n", &model.number), ("total", &model.total)]);
    let prefix = if model.violations.is_empty() {
        ""
    } else {
        words.error.title_prefix.as_str()
    };
    let stay = if model.violations.is_empty() {
        STAY
    } else {
        STAY_WRONG
    };
    form.wrap(format!("{prefix}{title}"), html! {
        div.ab-stack {
            (parts::languages_of_form(words, &form.tongues(), FORM, (ACTION, NEXT, stay)))
            (parts::steps(words, model.number, model.total))
            @if !model.violations.is_empty() { (parts::error_summary(words, &checked(model).problems(&model.questions))) }
            (heading(model))
            (helper::note(form, model.helped, false))
            (kiosk::limit(form))
            form.ab-stack.ab-stack--wide #(FORM) method="post" action=(form.address()) novalidate {
                div {
                    input type="hidden" name=(sealed::FIELD) value=(model.sealed);
                    @for question in &model.questions { (field(&checked(model).field(question))) }
                }
                div.ab-actions {
                    button.ab-button.ab-button--next type="submit" name=(ACTION) value=(NEXT) { (words.step.next) }
                    @if model.number > 1 {
                        button.ab-back type="submit" name=(ACTION) value=(BACK) { (words.step.back) }
                    }
                    (kiosk::again(form))
                }
            }
            // Without a script, or without a voice in the device, there is no button and nothing is missed.
            script src=(*LISTEN_URL) data-start=(words.listen.start.as_str()) data-stop=(words.listen.stop.as_str()) defer {}
        }
    })
}

fn heading(model: &Model<'_>) -> Markup {
    let (words, language) = (&model.form.words().step, model.form.language.as_str());
    let section = match model.place {
        Place::Section(index) => model.form.questionnaire().sections.get(index),
        Place::Background | Place::Check => None,
    };
    html! {
        @if let Some(section) = section {
            h1 { (parts::text(&section.title, language)) }
            @if !section.intro.is_empty() { p { (parts::text(&section.intro, language)) } }
        } @else {
            h1 { (words.background) }
            p { (words.background_intro) }
        }
    }
}

fn checked<'a>(model: &'a Model<'_>) -> Checked<'a> {
    Checked {
        filled: model.filled,
        violations: model.violations,
        language: &model.form.language,
        words: model.form.words(),
    }
}
