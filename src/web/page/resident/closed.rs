//! When a form can't be filled in: not open yet, closed, or its hidden field can't be read.

use maud::{Markup, html};

use super::Form;
use crate::web::page::resident::step::BEGIN;
use crate::web::view::parts;

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The round opens later, or there is none.
    NotOpen,
    /// The round has closed.
    Closed,
}

/// The page of a form that is not open.
pub fn page(form: &Form, reason: Reason) -> Markup {
    let texts = &form.words().closed;
    let home = form.council.paths().home();
    form.wrap(texts.title.to_string(), html! {
        div.ab-stack {
            (parts::languages(form.words(), &form.tongues()))
            h1 { (texts.heading) }
            p.ab-lead { @match reason { Reason::NotOpen => (texts.not_open), Reason::Closed => (texts.closed) } }
            @if reason == Reason::Closed { p { (form.named(&texts.results)) } }
            @if let Some(signal) = form.council.signal_form() {
                p { a href=(form.address_of(&signal.questionnaire)) { (texts.signal) } }
            }
            p { a href=(home) { (form.named(&texts.home)) } }
        }
    })
}

/// The page of a form whose hidden field was changed, cut short or sealed by another server.
pub fn unreadable(form: &Form) -> Markup {
    let texts = &form.words().error;
    let title = format!("{}{}", texts.title_prefix, texts.unreadable);
    form.wrap(title, html! {
        div.ab-stack {
            (parts::languages(form.words(), &form.tongues()))
            h1 { (texts.unreadable) }
            p.ab-lead { (texts.unreadable_text) }
            form method="post" action=(form.address()) novalidate {
                div.ab-actions { button.ab-button type="submit" name=(BEGIN) value="1" { (texts.again) } }
            }
        }
    })
}
