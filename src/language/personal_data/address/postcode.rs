//! Postcodes: four digits and two letters; beside the word "postcode" the four digits alone.

use super::finding;
use crate::language::personal_data::lists::{Known, known};
use crate::language::personal_data::text::{cue_before, digits_at_start, ends_word};
use crate::language::personal_data::word::Word;
use crate::language::personal_data::{Finding, Kind, follows_word};

/// Two letters behind a number that are a unit or an ordinary word.
const UNITS: &[&str] = &["km", "kg", "cm", "mm", "mb", "gb", "kb", "mg", "ml", "eu"];
#[rustfmt::skip]
const SMALL_WORDS: &[&str] = &[
    "al", "as", "at", "be", "da", "de", "di", "do", "dr", "du", "ed", "eh", "en", "er", "et", "ex", "ga", "ha", "he",
    "hm", "ie", "ik", "il", "in", "is", "ja", "je", "la", "le", "ma", "me", "mn", "mw", "na", "nl", "nr", "nu", "of",
    "oh", "ok", "om", "op", "pa", "pc", "pp", "st", "te", "ti", "to", "tv", "uh", "uw", "va", "vd", "we", "wo", "xx",
    "ze", "zn", "zo",
];

/// Every postcode in `text`; `streets` are the addresses found in it.
pub(super) fn find(text: &str, words: &[Word<'_>], streets: &[Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..]
        .find(|c: char| c.is_ascii_digit())
        .map(|offset| at + offset)
    {
        let digits = digits_at_start(&text[start..]);
        at = start + digits;
        let glued = follows_word(text, start) || text[..start].ends_with(['-', '.', ',', '/', '€']);
        if digits != 4 || glued || text[start..].starts_with('0') {
            continue;
        }
        let cued = cue_before(words, start, 2, |word| word.starts_with("postc"));
        let found =
            end(text, words, streets, (start, at)).or((cued && ends_word(text, at)).then_some(at));
        if let Some(end) = found {
            findings.push(finding(Kind::Postcode, start, end));
            at = end;
        }
    }
    findings
}

fn end(
    text: &str,
    words: &[Word<'_>],
    streets: &[Finding],
    (start, digits_end): (usize, usize),
) -> Option<usize> {
    let rest = &text[digits_end..];
    let separator = rest.len() - rest.trim_start_matches([' ', '-', '\u{a0}']).len();
    let letters = rest.get(separator..separator + 2)?;
    let end = digits_end + separator + 2;
    if separator > 2 || !letters.bytes().all(|b| b.is_ascii_alphabetic()) || !ends_word(text, end) {
        return None;
    }
    let folded = letters.to_ascii_lowercase();
    if ["sa", "sd", "ss"].contains(&folded.as_str()) {
        return None;
    }
    let by_street = streets
        .iter()
        .any(|street| street.end <= start && start - street.end < 4);
    if UNITS.contains(&folded.as_str()) && !by_street {
        return None;
    }
    let capitals = letters.bytes().all(|b| b.is_ascii_uppercase());
    let sure = capitals
        && words
            .iter()
            .any(|word| word.start == digits_end + separator && word.capital);
    let odd = !SMALL_WORDS.contains(&folded.as_str());
    let told = || {
        let by_cue = cue_before(words, start, 3, |word| {
            word.starts_with("postc") || word == "pc"
        });
        let next = words.partition_point(|word| word.start < end);
        let preposition = ["in", "te", "en", "is", "of", "op", "na"].contains(&folded.as_str());
        let by_place = !preposition
            && words
                .get(next)
                .is_some_and(|word| known(&word.folded).is(Known::PLACE));
        by_street || by_cue || by_place
    };
    (sure || odd || told()).then_some(end)
}
