//! Names of people. Each word gets points for what it looks like and for what stands around it; from ten points on it is a
//! name, and then the words behind it that belong to it are taken along.
//!
//! So a common first name is found anywhere, in capitals or not; a name nobody listed is found behind "mevrouw" or "mijn
//! zoon"; and "hoop", "Mark" or "Roos" only where something says that a person is meant.

mod cue;
mod extent;
mod look;

use super::lists::{Known, known};
use super::word::Word;
use super::{Finding, Kind};
use extent::{INSIDE, extended};
use look::{LIKELY, points};

/// Points from which a word is a name.
const ENOUGH: i32 = 10;
/// Most words in one name, small words and initials included.
const LONGEST: usize = 7;

/// What may start a surname by itself: `de Vries zei`, `El Amrani`.
const OPENING: &[&str] = &[
    "van", "de", "den", "ter", "ten", "el", "al", "ait", "abu", "von", "vd", "te",
];

/// Sayings, shops and public figures that look like a name.
#[rustfmt::skip]
const NO_PERSON: &[[&str; 2]] = &[
    ["albert", "heijn"], ["den", "haag"], ["den", "bosch"], ["den", "helder"], ["de", "bilt"], ["jan", "modaal"], ["jan", "met"], ["jan", "rap"], ["sint", "maarten"], ["sint", "nicolaas"],
    ["anne", "frank"], ["willem", "alexander"], ["koning", "willem"], ["prinses", "maxima"], ["van", "gogh"], ["piet", "snot"],
    ["pieter", "baan"], ["wet", "mulder"], ["max", "euwe"], ["jeroen", "bosch"], ["leger", "des"], ["thomas", "kook"], ["jan", "tot"],
];

/// Every name in a text with these words.
pub(super) fn find(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match name_at(text, words, at, findings.last()) {
            Some(end) => {
                let (start, end_byte) = span(text, words, at, end);
                let certain = known(&words[at].folded).is(Known::GIVEN);
                findings.push(Finding {
                    kind: Kind::Name,
                    start,
                    end: end_byte,
                    certain,
                });
                at = end;
            }
            None => at += 1,
        }
    }
    findings
}

/// First and last byte of a name: with the sign of `'t Hart`, and the full stop or the initials of `Yvonne T.`, `Aalst, C.H.`.
fn span(text: &str, words: &[Word<'_>], at: usize, end: usize) -> (usize, usize) {
    let sign = text[..words[at].start]
        .chars()
        .next_back()
        .filter(|c| words[at].folded == "t" && matches!(c, '\'' | '’'));
    let start = words[at].start - sign.map_or(0, char::len_utf8);
    let last = &words[end - 1];
    let mut end_byte = last.end;
    if last.folded.len() == 1 && text[end_byte..].starts_with('.') {
        end_byte += 1;
    }
    let initials = text[end_byte..].strip_prefix(", ").map_or(0, |rest| {
        let pairs = rest
            .as_bytes()
            .chunks(2)
            .take_while(|pair| matches!(pair, [b'A'..=b'Z', b'.']))
            .count();
        pairs * 2
    });
    (
        start,
        if initials > 0 {
            end_byte + 2 + initials
        } else {
            end_byte
        },
    )
}

/// Where the name ends that starts at word `at`, as an index; `None` when none starts there.
fn name_at(text: &str, words: &[Word<'_>], at: usize, before: Option<&Finding>) -> Option<usize> {
    if text[..words[at].start].ends_with(|c: char| c.is_numeric() || c == '@')
        || is_saying(words, at)
    {
        return None;
    }
    let head = head_of(text, words, at)?;
    let end = extended(words, head + 1);
    if names_institution(words, at, end) {
        return None;
    }
    let around = cue::before(words, at)
        + cue::after(words, end)
        + listed_before(text, words, at, before)
        + against(words, at);
    let initials = if head > at && is_initial(words, at) {
        LIKELY
    } else {
        0
    };
    let opening = i32::from(head > at && initials == 0) * cue::SLIGHT;
    let last = known(&words[end - 1].folded);
    let same_case = words[head].capital || !words[end - 1].capital;
    let next = if end > head + 1 && same_case && (last.is(Known::SURNAME) || last.is(Known::GIVEN))
    {
        cue::RELATION
    } else {
        0
    };
    let next = next
        + i32::from(end > head + 1 && words[end - 1].capital && words[head].stands_out())
            * cue::SLIGHT;
    (points(words, head, at) + around + initials + opening + next >= ENOUGH).then_some(end)
}

/// Index of the word that carries the name which starts at `at`: behind initials and small words.
fn head_of(text: &str, words: &[Word<'_>], at: usize) -> Option<usize> {
    let mut head = at;
    if is_abbreviation(words, at) {
        return None;
    }
    while is_initial(words, head) && head < at + 5 {
        head += 1;
        let next = words.get(head)?;
        if is_initial(words, head) && next.capital != words[at].capital {
            return None; // t.n.v. R. Jansen
        }
        if !matches!(next.gap, "." | ". " | " " | ".-" | "-") {
            return None;
        }
    }
    let after_initials = head;
    while words
        .get(head)
        .is_some_and(|word| small_word(word, head > at))
        && head < at + LONGEST
    {
        head += 1;
        if !words.get(head)?.follows_closely()
            && !words[head].gap.starts_with('\'')
            && words[head].gap != " '"
        {
            return None;
        }
    }
    let word = words.get(head)?;
    let opens = head == after_initials
        || head > at && after_initials > at
        || OPENING.contains(&words[at].folded.as_str())
        || words[at].folded == "t"
        || words[at].folded == "in" && words[at + 1].folded == "t";
    let is_part = text[..word.start].ends_with('-')
        && head == at
        && at > 0
        && known(&words[at - 1].folded).is(Known::WORD);
    // "een brief van Marjolein": the small word is no part of the name.
    let signed = at > 0 && cue::is_sign_off(&words[at - 1].folded);
    let own_word = head > after_initials
        && after_initials == at
        && matches!(
            words[at].folded.as_str(),
            "van" | "de" | "den" | "te" | "in" | "t"
        )
        && (signed
            || known(&word.folded).is(Known::GIVEN) && !known(&word.folded).is(Known::SURNAME));
    (opens && !is_part && !own_word).then_some(head)
}

fn small_word(word: &Word<'_>, inside: bool) -> bool {
    let folded = word.folded.as_str();
    if inside {
        INSIDE.contains(&folded)
    } else {
        OPENING.contains(&folded) || matches!(folded, "t" | "in")
    }
}

fn is_initial(words: &[Word<'_>], at: usize) -> bool {
    let Some(word) = words.get(at) else {
        return false;
    };
    let next_gap = words.get(at + 1).map_or("", |next| next.gap);
    let titled =
        || next_gap == " " && at > 0 && cue::is_title(&words[at - 1].folded) && word.folded != "u";
    word.folded.len() == 1 && word.folded.is_ascii() && (next_gap.starts_with('.') || titled())
}

/// `t.a.v.`, `i.v.m.`: letters with full stops that are no initials.
fn is_abbreviation(words: &[Word<'_>], at: usize) -> bool {
    let letters: String = words[at..]
        .iter()
        .take(3)
        .take_while(|word| word.folded.len() == 1)
        .map(|word| word.folded.as_str())
        .collect();
    [
        "tav", "tnv", "ivm", "mbt", "zsm", "nav", "tov", "ovv", "tbv", "dmv", "av", "nv",
    ]
    .contains(&letters.as_str())
        && is_initial(words, at)
}

/// Points for a name right before: "Fatima en Ahmed", "Jan, Piet".
fn listed_before(text: &str, words: &[Word<'_>], at: usize, before: Option<&Finding>) -> i32 {
    let between = before
        .and_then(|name| text.get(name.end..words[at].start))
        .map(str::trim);
    match between {
        Some("en" | "," | "&" | "of" | "/" | "+" | ", en") => cue::RELATION,
        _ => 0,
    }
}

/// Points against: an organisation or place is announced, or an article stands before a lone first name.
fn against(words: &[Word<'_>], at: usize) -> i32 {
    let Some(before) = at
        .checked_sub(1)
        .map(|last| &words[last])
        .filter(|_| words[at].follows_closely())
    else {
        return 0;
    };
    let folded = before.folded.as_str();
    match folded {
        _ if cue::announces_no_person(folded) => -LIKELY,
        // "het Rode Kruis": a capital word before makes it the name of a thing.
        _ if before.stands_out() && known(folded).is(Known::WORD) && !cue::is_title(folded) => {
            -cue::SELF
        }
        "in" | "te" | "uit" | "naar" => -cue::SELF,
        "het" | "een" | "de" | "deze" | "dit" | "die" | "geen"
            if !(words[at].capital && known(&words[at].folded).is(Known::GIVEN)) =>
        {
            -cue::SELF
        }
        _ => 0,
    }
}

/// Whether these words, with the one behind them, name an institution: `Emma Kinderziekenhuis`.
fn names_institution(words: &[Word<'_>], at: usize, end: usize) -> bool {
    let inside = words[at..end]
        .iter()
        .skip(1)
        .any(|word| cue::is_institution(word) && !known(&word.folded).is(Known::SURNAME));
    let behind = words
        .get(end)
        .is_some_and(|word| word.follows_closely() && !word.first && cue::is_institution(word));
    inside || behind
}

fn is_saying(words: &[Word<'_>], at: usize) -> bool {
    let pair = |first: usize| match words.get(first..first + 2) {
        Some([one, two]) => NO_PERSON
            .iter()
            .any(|saying| one.folded == saying[0] && two.folded == saying[1]),
        _ => false,
    };
    pair(at) || at.checked_sub(1).is_some_and(pair)
}
