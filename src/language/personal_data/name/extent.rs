//! How far a name goes: small words, surnames and initials behind its first word.

use super::LONGEST;
use super::cue;
use crate::language::personal_data::lists::{Known, is_made_of_words, known};
use crate::language::personal_data::word::Word;

/// Small words inside a name: `van der Meer`, `el Amrani`, `in 't Veld`.
pub(super) const INSIDE: &[&str] = &[
    "van", "de", "der", "den", "het", "t", "te", "ten", "ter", "in", "op", "el", "al", "ait",
    "ben", "bin", "bint", "abu", "von", "vd", "da", "di", "du", "dos", "la", "le", "ould", "o",
    "aan",
];
/// Index behind the last word of a name whose head is the word before `end`.
pub(super) fn extended(words: &[Word<'_>], end: usize) -> usize {
    let mut end = end;
    for _ in 0..LONGEST {
        let mut next = end;
        while next < end + 4 && goes_on_inside(words, next) {
            next += 1;
        }
        let Some(word) = words.get(next).filter(|word| is_close(word)) else {
            return end;
        };
        if !belongs(
            word,
            &words[end - 1],
            words[end..next].last(),
            words
                .get(next + 1)
                .is_none_or(|after| after.gap.starts_with('.')),
        ) {
            return end;
        }
        end = next + 1;
    }
    end
}

/// Whether a small word stands here that may be inside a name. "op", "in" and "aan" only as in `op den Akker`.
fn goes_on_inside(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words
        .get(at)
        .filter(|word| is_close(word) && INSIDE.contains(&word.folded.as_str()))
    else {
        return false;
    };
    let stop = words
        .get(at + 1)
        .is_some_and(|next| word.capital && word.folded.len() == 1 && next.gap.starts_with('.'));
    let place = ["op", "in", "aan"].contains(&word.folded.as_str());
    let inside_name = words
        .get(at + 1)
        .is_some_and(|next| ["den", "der", "t", "het"].contains(&next.folded.as_str()));
    !stop && (!place || inside_name)
}

fn is_close(word: &Word<'_>) -> bool {
    word.follows_closely() && !word.first || matches!(word.gap, " '" | " ’")
}

/// Whether a word goes on with the name before it; `inside`: small words stand between.
fn belongs(
    word: &Word<'_>,
    before: &Word<'_>,
    small: Option<&Word<'_>>,
    ended_by_stop: bool,
) -> bool {
    let inside = small.is_some();
    let lists = known(&word.folded);
    let surname = lists.is(Known::SURNAME) || lists.is(Known::GIVEN);
    let ordinary = lists.is(Known::WORD) || lists.is(Known::ORGANISATION);
    if word.acronym {
        return false;
    }
    let initial = word.folded.len() == 1
        && (word.capital || !matches!(word.folded.as_str(), "u" | "n" | "t" | "k"));
    if initial && (word.capital || ended_by_stop) {
        return true;
    }
    if word.capital {
        let article = small.is_some_and(|small| ["de", "het"].contains(&small.folded.as_str()));
        let named = inside
            && !article
            && !cue::announces_no_person(&word.folded)
            && !lists.is(Known::ORGANISATION);
        return surname || lists.is(Known::GIVEN_OR_WORD) || !ordinary || named;
    }
    // No capital: a surname, or behind a first name without capital a word that is none.
    let unlisted = lists.is_nothing()
        && !before.capital
        && !inside
        && word.folded.len() > 3
        && !is_made_of_words(&word.folded)
        && known(&before.folded).is(Known::GIVEN)
        && !looks_dutch_verb(&word.folded);
    // "peter jan vos": a second first name, though it may be a word as well.
    let second = lists.is(Known::GIVEN_OR_WORD)
        && !ordinary
        && !inside
        && !before.capital
        && before_is_given(before);
    (surname
        && (!ordinary
            || word.gap == "-"
            || inside
            || !before.capital && lists.is(Known::SURNAME) && before_is_given(before)))
        || unlisted
        || second
}

fn before_is_given(before: &Word<'_>) -> bool {
    known(&before.folded).is(Known::GIVEN)
}

fn looks_dutch_verb(folded: &str) -> bool {
    folded.ends_with('t')
        || folded.ends_with("de")
        || folded.ends_with("te")
        || folded.ends_with("end")
}
