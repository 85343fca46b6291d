//! The answer to sending a signal: its code. The same form sent again, or this page loaded again, shows the same code.
//! Nothing of the signal stands on it: whoever looks over someone's shoulder or finds the print learns nothing.

use maud::{Markup, html};

use super::{Form, kiosk};
use crate::domain::signal_code::SignalCode;
use crate::web::view::{parts, signal_code};

/// The page. `origin`: under which address this server was reached.
pub fn page(form: &Form, code: &SignalCode, origin: &str) -> Markup {
    let words = form.words();
    let texts = &words.thanks;
    let address = form.council.paths().code(form.code_language());
    let whole = if origin.is_empty() {
        String::new()
    } else {
        format!("{origin}{address}")
    };
    form.wrap_for(
        kiosk::CODE_SECONDS,
        texts.title.to_string(),
        html! {
            div.ab-stack {
                (parts::done())
                h1 { (texts.heading_signal) }
                p.ab-lead { (texts.lead_signal) }
                (signal_code::card(words, code, &whole))
                p { a href=(address) { (words.follow.heading) } }
                h2 { (texts.stored) }
                p { (texts.stored_signal) " " (words.follow.not_shown) }
                p { (texts.stored_contact) }
                @if form.kiosk {
                    (kiosk::next(form, kiosk::CODE_SECONDS))
                } @else {
                    p { a href=(form.council.paths().home()) { (form.named(&texts.home)) } }
                    div.ab-note { h2 { (texts.shared_device) } p { (texts.shared_device_text) } }
                }
            }
        },
    )
}
