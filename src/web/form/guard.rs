//! Tells forms that people send from those that programs send, without a puzzle, a cookie or a script. What it finds sets a
//! form apart; it refuses nothing, and whoever sends it sees no difference.

use maud::{Markup, html};

use super::Fields;
use crate::domain::suspicion::Suspicion;
use crate::text::interface::Interface;

/// A field that is hidden from everyone, by the browser's own means and not by a style. Programs that fill in whatever they
/// find fill it in. No browser completes a field of this name by itself.
pub const TRAP: &str = "extra";
/// Nobody reads a page in less.
const SECONDS_A_PAGE: i64 = 2;

/// The trap, for within a form.
pub fn trap(words: &Interface) -> Markup {
    html! {
        div hidden {
            label for=(TRAP) { (words.error.trap) }
            input #(TRAP) name=(TRAP) type="text" autocomplete="off" tabindex="-1";
        }
    }
}

/// When a form was begun (seconds since 1970), for as long as it is too soon to send it. Once that time is over it is
/// forgotten, so that no page that lies open or is kept tells when it was begun.
pub fn still_too_soon(began: Option<i64>, now: i64, pages: usize) -> Option<i64> {
    let least = i64::try_from(pages)
        .unwrap_or(i64::MAX)
        .saturating_mul(SECONDS_A_PAGE);
    began.filter(|began| (0..least).contains(&now.saturating_sub(*began)))
}

/// Why a form is set apart, if it is. `is_busy`: its network sent more than a house or a library does.
pub fn suspicion(fields: &Fields, began: Option<i64>, is_busy: bool) -> Option<Suspicion> {
    if !fields.text(TRAP).is_empty() {
        Some(Suspicion::Trap)
    } else if began.is_some() {
        Some(Suspicion::TooFast)
    } else {
        is_busy.then_some(Suspicion::TooMany)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_at_which_a_form_was_begun_is_forgotten_as_soon_as_it_is_no_longer_needed() {
        assert_eq!(still_too_soon(Some(100), 109, 5), Some(100));
        assert_eq!(still_too_soon(Some(100), 110, 5), None);
        assert_eq!(still_too_soon(None, 100, 5), None);
        let set_back = still_too_soon(Some(100), 50, 5);
        assert_eq!(
            set_back, None,
            "a clock that went back makes nobody suspect"
        );
        assert_eq!(still_too_soon(Some(i64::MIN), i64::MAX, usize::MAX), None);
    }

    #[test]
    fn a_filled_trap_weighs_most_and_an_honest_form_has_no_reason() {
        let fields = |body: &str| Fields::decode(body.as_bytes()).expect("fields");
        assert_eq!(suspicion(&fields("extra=&doe=verstuur"), None, false), None);
        assert_eq!(suspicion(&fields("doe=verstuur"), None, false), None);
        assert_eq!(
            suspicion(&fields("extra=x"), Some(1), true),
            Some(Suspicion::Trap)
        );
        assert_eq!(
            suspicion(&fields(""), Some(1), true),
            Some(Suspicion::TooFast)
        );
        assert_eq!(suspicion(&fields(""), None, true), Some(Suspicion::TooMany));
    }
}
