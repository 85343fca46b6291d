//! A device of the client council that residents use one after the other: a button to begin anew on every page, a warning
//! before time runs out, and nothing left of the person before. No cookie: that the device is shared stands in the address.

use maud::{Markup, html};

use super::Form;
use super::step::{ACTION, AGAIN};
use crate::web::assets::KIOSK_URL;

/// Seconds without a key or a tap after which the script asks whether someone is still there.
const QUIET_SECONDS: u32 = 4 * 60;
/// Seconds to answer that.
const WARNING_SECONDS: u32 = 60;
/// Seconds that the thank-you page stays.
pub const THANKS_SECONDS: u32 = 60;
/// Without a script a page stays as long; every page says so, and every button begins it anew.
pub const PAGE_SECONDS: u32 = 20 * 60;

/// The button that begins anew, in the form of a page.
pub fn again(form: &Form) -> Markup {
    html! {
        @if form.kiosk {
            button.ab-back type="submit" name=(ACTION) value=(AGAIN) { (form.words().kiosk.again) }
        }
    }
}

/// What a page with questions has more on a shared device: how long it stays.
pub fn limit(form: &Form) -> Markup {
    let texts = &form.words().kiosk;
    html! {
        @if form.kiosk {
            noscript { p.ab-small.ab-muted { (texts.limit) } }
            script src=(*KIOSK_URL) defer data-quiet=(QUIET_SECONDS) data-warn=(WARNING_SECONDS) data-then=(form.address())
                data-warning=(texts.warning.as_str()) data-seconds=(texts.seconds.as_str()) data-stay=(texts.stay.as_str()) {}
        }
    }
}

/// After sending: the way to the next person, which the page also takes by itself.
pub fn next(form: &Form) -> Markup {
    let texts = &form.words().kiosk;
    html! {
        p { (texts.thanks) }
        div.ab-actions { a.ab-button href=(form.address()) { (texts.ready) } }
        script src=(*KIOSK_URL) defer data-quiet=(THANKS_SECONDS) data-then=(form.address()) {}
    }
}
