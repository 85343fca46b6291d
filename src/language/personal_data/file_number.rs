//! Numbers of a person's file: a number beside "zaaknummer", "kenmerk" and the like, or one of a usual shape.

use super::lists::known;
use super::text::{counts_something, cue_after, ends_word};
use super::word::Word;
use super::{Finding, Kind, follows_word};

/// Beside these any number is the number of a file.
const STRONG: &[&str] = &[
    "dossier",
    "zaaknr",
    "zaakid",
    "kenmerk",
    "referentie",
    "ref",
    "refnr",
    "relatienr",
    "polis",
    "casus",
    "dossiernr",
    "clientid",
];
/// Beside these a number of four digits or more that is no year.
const WEAK: &[&str] = &[
    "zaak",
    "aanvraag",
    "formulier",
    "factuur",
    "melding",
    "klacht",
    "beschikking",
    "bezwaar",
    "nummer",
    "nr",
    "case",
    "ticket",
    "client",
    "klant",
    "debiteur",
    "besluit",
    "omschrijving",
    "onderwerp",
    "uitspraak",
    "brief",
];
/// Numbers of something else.
const OTHER_NUMBERS: &[&str] = &[
    "telefoon",
    "tel",
    "huis",
    "rekening",
    "giro",
    "bank",
    "mobiel",
    "nood",
    "burgerservice",
    "sofi",
    "bsn",
    "service",
    "volg",
    "loket",
    "lijn",
    "kamer",
];
/// Words that may stand between the cue and the number.
const BETWEEN: &[&str] = &[
    "is", "nr", "nummer", "no", "van", "met", "het", "mijn", "onze", "de", "was", "luidt", "id",
    "kenmerk", "onder",
];

#[derive(Clone, Copy, PartialEq)]
enum Cue {
    Strong,
    Weak,
}

/// Every file number in `text`.
pub(super) fn find(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number_start, end) in tokens(text) {
        let start = number_start;
        let number = &text[start..end];
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let public = number.len() < 7 && number.starts_with("140");
        if digits == 0 || public || text[..start].ends_with("14 ") || counts_something(&text[end..])
        {
            continue;
        }
        let accepted = match cue(words, start).or_else(|| cue_behind(text, words, end)) {
            Some(Cue::Strong) => digits > 1 && !is_date(number),
            Some(Cue::Weak) => digits > 3 && !is_date(number) && !is_year(number),
            None => has_usual_shape(number),
        };
        let start = with_letters(text, words, start);
        let accepted = accepted
            || (start < number_start && has_usual_shape(&text[start..end].replacen(' ', "-", 1)));
        if accepted {
            let end = if digits < 12 { longer(text, end) } else { end };
            findings.push(Finding {
                kind: Kind::FileNumber,
                start,
                end,
                certain: true,
            });
        }
    }
    let mut free_from = 0;
    findings.retain(|finding: &Finding| {
        let free = finding.start >= free_from;
        free_from = free_from.max(finding.end);
        free
    });
    findings
}

/// Runs of letters and digits, with single signs inside: `2024/118`, `Z-24.0017`.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut tokens = Vec::new();
    let mut free_from = 0;
    for (start, c) in text.char_indices() {
        if start < free_from || !c.is_alphanumeric() || follows_word(text, start) {
            continue;
        }
        let mut end = start;
        let mut rest = text[start..].chars().peekable();
        while let Some(c) = rest.next() {
            let inside = matches!(c, '-' | '/' | '.' | '_')
                && rest.peek().is_some_and(|next| next.is_alphanumeric());
            if !c.is_alphanumeric() && !inside {
                break;
            }
            end += c.len_utf8();
        }
        tokens.push((start, end));
        free_from = end;
    }
    tokens
}

/// The cue right before byte `at`, over a few small words.
fn cue(words: &[Word<'_>], at: usize) -> Option<Cue> {
    let before = words.partition_point(|word| word.end <= at);
    let mut weak_nr = None;
    for word in words[..before].iter().rev().take(5) {
        match strength(&word.folded) {
            Some(Cue::Strong) => return Some(Cue::Strong),
            Some(Cue::Weak) if !BETWEEN.contains(&word.folded.as_str()) => {
                return Some(if weak_nr.is_some() {
                    Cue::Strong
                } else {
                    Cue::Weak
                });
            }
            Some(Cue::Weak) => weak_nr = Some(Cue::Weak),
            None if BETWEEN.contains(&word.folded.as_str())
                || word.acronym
                || word.stands_out() => {}
            None => {
                // "telefoonnummer", "huis nr": the number of something else.
                return weak_nr.filter(|_| !OTHER_NUMBERS.contains(&word.folded.as_str()));
            }
        }
    }
    weak_nr
}

/// `Z24-1182 is mijn dossiernummer`.
fn cue_behind(text: &str, words: &[Word<'_>], end: usize) -> Option<Cue> {
    let after = text[end..].trim_start();
    let says_so = ["is mijn ", "is het ", "is ons ", "als ", "(", "dat is "]
        .iter()
        .any(|start| after.starts_with(start));
    (says_so && cue_after(words, end, 4, |word| strength(word) == Some(Cue::Strong)))
        .then_some(Cue::Strong)
}

fn strength(word: &str) -> Option<Cue> {
    if STRONG.contains(&word) {
        return Some(Cue::Strong);
    }
    if WEAK.contains(&word) {
        return Some(Cue::Weak);
    }
    let endings = ["nummer", "numer", "nummr", "nummmer", "nr", "nmr", "num"];
    let of = endings
        .iter()
        .find_map(|ending| word.strip_suffix(ending))?;
    let of_other = of.len() < 2 || OTHER_NUMBERS.iter().any(|other| of.starts_with(other));
    (!of_other).then_some(Cue::Strong)
}

/// `VT 2024 03381`: the letters in capitals right before a number belong to it.
fn with_letters(text: &str, words: &[Word<'_>], start: usize) -> usize {
    let before = words
        .partition_point(|word| word.end <= start)
        .checked_sub(1)
        .map(|at| &words[at]);
    let number = text[start..].starts_with(|c: char| c.is_ascii_digit());
    before
        .filter(|word| {
            number
                && (word.acronym || known(&word.folded).is_nothing())
                && word.folded.len() < 4
                && &text[word.end..start] == " "
        })
        .map_or(start, |word| word.start)
}

/// A second group of digits after one blank belongs to it: `2024 00118`.
fn longer(text: &str, end: usize) -> usize {
    let Some(rest) = text[end..].strip_prefix(' ') else {
        return end;
    };
    let digits = super::text::digits_at_start(rest);
    let next = end + 1 + digits;
    if digits > 2 && ends_word(text, next) && !counts_something(&text[next..]) {
        next
    } else {
        end
    }
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

fn is_date(number: &str) -> bool {
    let lengths: Vec<usize> = number.split(['-', '/', '.']).map(str::len).collect();
    number
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'))
        && matches!(lengths[..], [1 | 2, 1 | 2, 2 | 4] | [4, 2, 2])
}

/// Letters and a number of six digits or more, as case systems make them: `Z-2024-001182`, `U24.01193`, `BBZ-0042-19`.
fn has_usual_shape(number: &str) -> bool {
    let letters = number.chars().filter(|c| c.is_alphabetic()).count();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let signs = number.chars().any(|c| matches!(c, '-' | '/' | '.' | '_'));
    let one_row = number
        .split(|c: char| !c.is_alphabetic())
        .filter(|part| !part.is_empty())
        .count()
        < 3;
    (1..=5).contains(&letters) && one_row && (6..16).contains(&digits) && (signs || digits > 6)
}
