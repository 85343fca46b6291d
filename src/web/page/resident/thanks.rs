//! The page after sending: the same for everyone, whatever was sent and however often.

use maud::{Markup, html};

use super::{Form, kiosk};
use crate::web::view::parts;

/// The page.
pub fn page(form: &Form) -> Markup {
    let texts = &form.words().thanks;
    let language = form.language.as_str();
    let signal = form.is_signal();
    form.wrap_for(
        kiosk::THANKS_SECONDS,
        texts.title.to_string(),
        html! {
            div.ab-stack {
                (parts::languages(form.words(), &form.tongues_of_thanks()))
                (parts::done())
                h1 { @if signal { (texts.heading_signal) } @else { (texts.heading) } }
                p.ab-lead { @if signal { (texts.lead_signal) } @else { (texts.lead) } }
                h2 { (texts.stored) }
                @if signal {
                    p { (texts.stored_signal) }
                    p { (texts.stored_contact) }
                } @else {
                    p { (texts.stored_text) }
                    p { (texts.stored_not_found) }
                }
                h2 { (texts.next) }
                @if signal { p { (texts.no_code) } }
                @if let Some(process) = &form.questionnaire().process {
                    p { (parts::text(&process.use_of_results, language)) }
                }
                @if form.kiosk {
                    (kiosk::next(form))
                } @else {
                    p { a href=(form.council.paths().home()) { (form.named(&texts.home)) } }
                    div.ab-note { h2 { (texts.shared_device) } p { (texts.shared_device_text) } }
                }
            }
        },
    )
}
