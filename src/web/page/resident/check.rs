//! The check page: what will be kept, read back from the very bytes that will be stored, with a button to change each answer.

use jiff::civil::Date;
use maud::{Markup, html};

use super::step::{ACTION, ALL, CHANGE, FORM, REMOVE, SEND, STAY};
use super::{Form, helper, kiosk};
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::{Code, Kind, Question};
use crate::domain::localized::Localized;
use crate::language::personal_data;
use crate::text::interface::{self, Sentence};
use crate::web::form::filled::{Place, questions_at};
use crate::web::form::sealed;
use crate::web::view::parts;

/// What the check page shows.
pub struct Model<'a> {
    /// The form.
    pub form: &'a Form,
    /// The answers as read back from `body`.
    pub response: &'a Response,
    /// What will be stored, byte for byte.
    pub body: &'a str,
    /// Contact details, which are stored apart.
    pub contact: Option<&'a str>,
    /// The questions that are shown, in order.
    pub shown: Vec<&'a Question>,
    /// Number of this page: the last one.
    pub total: usize,
    /// Today: says in which week a signal is kept, and when contact details go.
    pub today: Date,
    /// Why the form was not sent, when it was tried.
    pub notice: Option<Notice>,
    /// Someone fills in for another.
    pub helped: bool,
    /// The sealed state.
    pub sealed: &'a str,
}

/// Why a form that was sent comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// It was open for days.
    Stale,
    /// Nothing can be stored at the moment.
    NotStored,
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let (form, words) = (model.form, model.form.words());
    let texts = &words.check;
    let prefix = if model.notice.is_some() {
        words.error.title_prefix.as_str()
    } else {
        ""
    };
    form.wrap(
        format!("{prefix}{}", texts.title),
        html! {
            div.ab-stack {
                (parts::languages_of_form(words, &form.tongues(), FORM, (ACTION, SEND, STAY)))
                (parts::steps(words, model.total, model.total))
                (notice(model))
                h1 { (texts.heading) }
                p { @if form.is_signal() { (texts.intro_signal) } @else { (texts.intro) } }
                (helper::note(form, model.helped, true))
                (kiosk::limit(form))
                (personal(model))
                form.ab-stack #(FORM) method="post" action=(form.address()) novalidate {
                    input type="hidden" name=(sealed::FIELD) value=(model.sealed);
                    (summary(model))
                    (kept(model))
                    div.ab-actions {
                        button.ab-button type="submit" name=(ACTION) value=(SEND) {
                            @if form.is_signal() { (texts.send_signal) } @else { (texts.send) }
                        }
                        (kiosk::again(form))
                    }
                }
            }
        },
    )
}

fn notice(model: &Model<'_>) -> Markup {
    let words = model.form.words();
    let Some(notice) = model.notice else {
        return html! {};
    };
    let (heading, text) = match notice {
        Notice::Stale => (&words.check.stale, &words.check.stale_text),
        Notice::NotStored => (&words.error.full, &words.error.full_text),
    };
    html! {
        div.ab-error-summary role="alert" tabindex="-1" aria-labelledby="melding" {
            h2 #melding { (heading) }
            p { (text) }
        }
    }
}

/// Question, answer and a button to change it, page by page.
fn summary(model: &Model<'_>) -> Markup {
    let questionnaire = model.form.questionnaire();
    let language = model.form.language.as_str();
    let sections = (0..questionnaire.sections.len())
        .map(Place::Section)
        .chain([Place::Background]);
    let pages = sections.map(|place| (place, questions_at(questionnaire, place, &model.shown)));
    html! {
        @for (index, (place, questions)) in pages.filter(|(_, questions)| !questions.is_empty()).enumerate() {
            h2 {
                (index + 1) ". "
                @match place {
                    Place::Section(section) => @if let Some(section) = questionnaire.sections.get(section) {
                        (parts::text(&section.title, language))
                    },
                    _ => { (model.form.words().step.background) }
                }
            }
            dl.ab-summary { @for question in questions.iter().filter(|question| question.kind != Kind::Note) {
                (row(model, question))
            } }
        }
    }
}

fn row(model: &Model<'_>, question: &Question) -> Markup {
    let (form, texts) = (model.form, &model.form.words().check);
    let answer = if question.kind == Kind::Contact {
        model.contact.map(|contact| html! { bdi { (contact) } })
    } else {
        model
            .response
            .answer(&question.id)
            .map(|answer| in_words(answer, question, &form.language))
    };
    let text = parts::text(&question.text, &form.language);
    html! {
        div {
            dt { (text) }
            dd dir="auto" { @match answer {
                Some(answer) => (answer),
                None => span.ab-muted { (texts.skipped) },
            } }
            dd {
                button.ab-link type="submit" name=(ACTION) value={ (CHANGE) (question.id) }
                    formaction={ (form.address()) "#" (question.id) } {
                    (texts.change) span.ab-hidden { ": " (text) }
                }
            }
        }
    }
}

/// An answer as people read it, made from what is stored.
pub fn in_words(answer: &Answer, question: &Question, language: &str) -> Markup {
    let words = interface::phrases(language);
    let label = |code: &Code| match question.option(code) {
        Some(option) => parts::text(&option.label, language),
        None => html! { (code) },
    };
    match answer {
        Answer::One(code) => label(code),
        Answer::OwnText(text) | Answer::Text(text) => html! { (text) },
        Answer::Many(codes, own) => {
            let own = own.iter().map(|text| html! { bdi { (text) } });
            let all = codes.iter().map(label).chain(own);
            html! { @for (index, answer) in all.enumerate() { @if index > 0 { "; " } (answer) } }
        }
        Answer::Number(number) => html! { bdi { (words.number(*number)) } },
        Answer::Date(date) => html! { (words.day(*date)) },
        Answer::Ranking(codes) => html! {
            @for (index, code) in codes.iter().enumerate() {
                @if index > 0 { "; " } bdi { (index + 1) "." } " " (label(code))
            }
        },
    }
}

/// Says that a text may point to a person, with a button to take each finding out. A warning: the writer knows better.
fn personal(model: &Model<'_>) -> Markup {
    let texts = &model.form.words().check;
    let found: Vec<_> = model
        .shown
        .iter()
        .flat_map(|question| findings(model, question))
        .collect();
    let remove = |which: String, label: Markup| {
        html! { button.ab-link type="submit" form=(FORM) name=(ACTION) value={ (REMOVE) (which) } { (label) } }
    };
    html! {
        @if !found.is_empty() {
            div.ab-note.ab-note--attention {
                h2 { (texts.personal) }
                p { (texts.personal_intro) }
                ul { @for (word, number, question) in &found {
                    li {
                        (pointed_out(model.form, word, &question.text)) " "
                        (remove(format!("{}:{number}", question.id), html! { (texts.personal_remove) span.ab-hidden { ": " bdi { (word) } } }))
                    }
                } }
                @if found.len() > 1 { p { (remove(ALL.to_owned(), html! { (texts.personal_remove_all) })) } }
            }
        }
    }
}

/// What points to a person in the answer to a question: the words, and their number in that text.
fn findings<'a>(model: &Model<'a>, question: &'a Question) -> Vec<(&'a str, usize, &'a Question)> {
    let text = match model.response.answer(&question.id) {
        Some(Answer::Text(text) | Answer::OwnText(text) | Answer::Many(_, Some(text))) => text,
        _ => return Vec::new(),
    };
    let found = personal_data::find(text).into_iter().enumerate();
    let words = found.filter_map(|(number, finding)| {
        Some((text.get(finding.start..finding.end)?, number, question))
    });
    words.collect()
}

fn pointed_out(form: &Form, word: &str, question: &Localized) -> Sentence {
    let gaps: [(&str, &dyn std::fmt::Display); 2] =
        [("word", &word), ("question", &question.get(&form.language))];
    let sentence = form.words().check.personal_word.fill(&gaps);
    sentence.with_language("question", question.other_language(&form.language))
}

fn kept(model: &Model<'_>) -> Markup {
    let (form, texts) = (model.form, &model.form.words().check);
    let week = model.today.iso_week_date();
    let week = texts
        .week
        .fill(&[("week", &week.week()), ("year", &week.year())])
        .plain();
    let erase = form.council.profile.retention.contact_goes(model.today);
    html! {
        div.ab-note {
            h2 { (texts.kept) }
            @if form.is_signal() { p { (texts.kept_signal.fill(&[("week", &week)])) } } @else { p { (texts.kept_nothing_else) } }
            @if model.contact.is_some() { p { (texts.kept_contact.fill(&[("day", &form.words().day(erase))])) } }
            details.ab-help { summary { (texts.kept_bytes) } pre.ab-bytes dir="ltr" { code { (model.body) } } }
        }
    }
}
