//! A signal code as people get it: large, in a box, with a QR code beside it. Printing the page gives a card to keep.

use maud::{Markup, html};

use crate::domain::signal_code::SignalCode;
use crate::report::qr::Qr;
use crate::text::interface::Interface;

/// The card. `page`: the whole address of the page where the code is typed; empty when it is not known, then there is no QR code.
/// The code stands behind the `#` of the address, which a browser never sends.
pub fn card(words: &Interface, code: &SignalCode, page: &str) -> Markup {
    let texts = &words.follow;
    let drawn = Qr::of(&format!("{page}#{}", code.plain())).ok();
    let short = page.split_once("://").map_or(page, |(_, rest)| rest);
    html! {
        section.ab-code aria-labelledby="code" {
            h2 #code { (texts.given) }
            p { (texts.given_text) }
            p.ab-code__words lang="nl" dir="ltr" {
                @for word in code.words() { span { (word) } " " }
                span { (code.digits()) }
            }
            p { (texts.given_keep) }
            @if !page.is_empty() {
                p { (texts.given_where.fill(&[("address", &short)])) }
                @if let Some(qr) = drawn {
                    div.ab-code__qr {
                        svg width="160" height="160" viewBox={ "0 0 " (qr.modules()) " " (qr.modules()) } role="img" aria-label=(texts.given_scan.as_str()) shape-rendering="crispEdges" {
                            rect.ab-code__paper width=(qr.modules()) height=(qr.modules()) {}
                            path.ab-code__ink d=(qr.path()) {}
                        }
                        p.ab-small { (texts.given_scan) }
                    }
                }
            }
        }
    }
}
