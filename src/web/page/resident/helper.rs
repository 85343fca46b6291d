//! "Ik vul in voor iemand anders": rules for who helps, before the first question. Nothing about it is stored, unless the
//! questionnaire itself asks.

use maud::{Markup, html};

use super::Form;
use super::door::CODE;
use super::step::{BEGIN, WITH_HELP};
use crate::web::view::parts;

/// The page. An invitation code that was typed before goes along.
pub fn page(form: &Form, code: &str) -> Markup {
    let texts = &form.words().helper;
    let rules = [
        &texts.ask,
        &texts.aloud,
        &texts.steer,
        &texts.words,
        &texts.secret,
        &texts.stop,
    ];
    form.wrap(
        texts.title.to_string(),
        html! {
            div.ab-stack {
                (parts::languages(form.words(), &form.tongues()))
                h1 { (texts.heading) }
                p.ab-lead { (texts.lead) }
                h2 { (texts.rules) }
                ul.ab-promise { @for rule in rules { (parts::promise(rule)) } }
                form method="post" action=(form.address()) novalidate {
                    @if !code.is_empty() { input type="hidden" name=(CODE) value=(code); }
                    div.ab-actions {
                        button.ab-button.ab-button--next type="submit" name=(BEGIN) value=(WITH_HELP) { (texts.begin) }
                        button.ab-button.ab-button--quiet type="submit" name=(BEGIN) value="1" { (texts.own) }
                    }
                }
            }
        },
    )
}

/// On every page of a form that someone fills in for another.
pub fn note(form: &Form, helped: bool, checking: bool) -> Markup {
    let texts = &form.words().helper;
    html! {
        @if helped { p.ab-note { @if checking { (texts.check_note) } @else { (texts.note) } } }
    }
}
