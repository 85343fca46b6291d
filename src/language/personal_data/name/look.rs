//! What a word looks like by itself: a listed name, an ordinary word, something unknown. Points as in `super`.

use super::cue;
use crate::language::personal_data::lists::{
    Known, given_starting_with, is_made_of_words, is_one_slip_away, known,
};
use crate::language::personal_data::word::Word;

/// A listed first name that is no word.
const GIVEN: i32 = 12;
/// A listed surname, or a first name that is a word, with a capital inside a sentence.
pub(super) const LIKELY: i32 = 8;
/// An unknown word with a capital inside a sentence.
const CAPITAL: i32 = 8;
/// An unknown word that looks little like Dutch.
const STRANGE: i32 = 4;
/// Never a name.
const NEVER: i32 = -100;
/// What the word at `head` looks like. `start` is where the name would start.
pub(super) fn points(words: &[Word<'_>], head: usize, start: usize) -> i32 {
    let word = &words[head];
    let folded = word.folded.as_str();
    let lists = known(folded);
    let stands_out = word.stands_out() || (word.capital && start < head);
    let abbreviation = word.acronym && !lists.is(Known::GIVEN);
    if lists.is(Known::ORGANISATION) || abbreviation || folded.len() < 2 || cue::is_cue(folded) {
        return NEVER;
    }
    if lists.is(Known::GIVEN) && !lists.is(Known::WORD) && !lists.is(Known::PLACE) {
        return GIVEN;
    }
    let doubtful =
        lists.is(Known::GIVEN_OR_WORD) || (lists.is(Known::SURNAME) && lists.is(Known::WORD));
    if doubtful {
        return match (stands_out, lists.is(Known::WORD)) {
            (true, _) => LIKELY,
            (false, true) if start < head => STRANGE,
            (false, true) if lists.is(Known::SURNAME) && !lists.is(Known::GIVEN_OR_WORD) => 0,
            (false, true) => {
                if word.capital {
                    0
                } else {
                    NEVER
                }
            }
            (false, false) => STRANGE,
        };
    }
    if lists.is(Known::SURNAME) {
        return match (lists.is(Known::PLACE) && start == head, stands_out) {
            (true, _) => STRANGE,
            (false, true) => LIKELY + cue::SLIGHT,
            (false, false) => LIKELY,
        };
    }
    if lists.is(Known::PLACE) {
        return if stands_out { cue::SLIGHT } else { 0 };
    }
    if lists.is(Known::WORD) || folded.len() < 3 {
        return match (stands_out || word.capital && folded.len() < 3, start < head) {
            (true, true) => 0,
            (true, false) if folded.len() < 3 && !lists.is(Known::WORD) => 0,
            (true, false) => -cue::SELF,
            (false, _) => NEVER,
        };
    }
    // "de Awb", "de kleinkids": an article makes an unknown word a thing.
    let article = start < head
        && matches!(
            words[head - 1].folded.as_str(),
            "de" | "het" | "te" | "in" | "op"
        );
    if article && !words[start].folded.starts_with('v') {
        return if stands_out { 0 } else { NEVER };
    }
    let points = unknown_points(folded, stands_out);
    if start < head && is_old_case(&words[head - 1].folded) {
        points.max(0)
    } else {
        points
    }
}

/// "Ten Brinke": behind such a small word a form of a word is a surname.
fn is_old_case(folded: &str) -> bool {
    matches!(folded, "ten" | "ter" | "der" | "den")
}

/// A word in no list.
fn unknown_points(folded: &str, stands_out: bool) -> i32 {
    let made = is_made_of_words(folded) || is_people(folded);
    match (stands_out, made) {
        (true, true) => 0,
        (true, false) if is_slip_of_given(folded) => LIKELY,
        (true, false) => CAPITAL,
        (false, true) => -cue::TITLE,
        (false, false) if is_slip_of_given(folded) => LIKELY,
        (false, false) if looks_dutch(folded) => 0,
        (false, false) => STRANGE,
    }
}

/// A first name with one slip of the pen: `Mohamad`, `Fatimma`.
fn is_slip_of_given(folded: &str) -> bool {
    folded.len() > 5
        && given_starting_with(folded).any(|name| name.len() > 5 && is_one_slip_away(name, folded))
}

/// Endings of Dutch words that are no usual endings of names.
fn looks_dutch(folded: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "en", "t", "de", "te", "lijk", "ig", "ige", "heid", "ing", "isch", "ische", "aal", "eel",
        "tie", "ties", "baar", "loos", "zaam", "je", "jes", "nd", "st", "eerd", "achtig",
    ];
    folded.len() < 4 || ENDINGS.iter().any(|ending| folded.ends_with(ending))
}

/// Names of peoples and languages, which have a capital too: `Syrische`, `Marokkaan`, `Nigeriaans`.
fn is_people(folded: &str) -> bool {
    [
        "aans", "aanse", "aan", "isch", "ische", "ees", "ese", "ier", "iers", "se", "wmo", "pgb",
    ]
    .iter()
    .any(|ending| folded.ends_with(ending))
        && folded.len() > 5
}
