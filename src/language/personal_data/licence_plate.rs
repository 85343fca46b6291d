//! Licence plates: the fourteen Dutch series of letters and digits.

use super::text::{cue_before, ends_word};
use super::word::Word;
use super::{Finding, Kind, follows_word};

/// The Dutch series, a letter as L and a digit as D (RDW, "sidecodes" 1 to 14).
const SERIES: [[&str; 3]; 14] = [
    ["LL", "DD", "DD"],
    ["DD", "DD", "LL"],
    ["DD", "LL", "DD"],
    ["LL", "DD", "LL"],
    ["LL", "LL", "DD"],
    ["DD", "LL", "LL"],
    ["DD", "LLL", "D"],
    ["D", "LLL", "DD"],
    ["LL", "DDD", "L"],
    ["L", "DDD", "LL"],
    ["LLL", "DD", "L"],
    ["L", "DD", "LLL"],
    ["D", "LL", "DDD"],
    ["DDD", "LL", "D"],
];

/// Beside these a plate may be written without hyphens.
const CUES: &[&str] = &[
    "kenteken",
    "kentekenplaat",
    "nummerbord",
    "nummerplaat",
    "auto",
    "scooter",
    "brommer",
    "busje",
];

/// Every licence plate in `text`.
pub(super) fn find(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut free_from = 0;
    for (start, c) in text.char_indices() {
        if start < free_from
            || !c.is_ascii_alphanumeric()
            || follows_word(text, start)
            || text[..start].ends_with('-')
        {
            continue;
        }
        let Some(end) = plate_end(text, words, start) else {
            continue;
        };
        findings.push(Finding {
            kind: Kind::LicencePlate,
            start,
            end,
            certain: true,
        });
        free_from = end;
    }
    findings
}

fn plate_end(text: &str, words: &[Word<'_>], start: usize) -> Option<usize> {
    let mut shape = String::new();
    let mut separators = Vec::new();
    for (offset, c) in text[start..].char_indices() {
        let end = start + offset;
        match c {
            'a'..='z' | 'A'..='Z' => shape.push('L'),
            '0'..='9' => shape.push('D'),
            '-' | ' ' | '.' if separators.len() < 2 => {
                separators.push(c);
                shape.push('-');
                continue;
            }
            _ => return None,
        }
        if shape.len() - separators.len() == 6 {
            let end = end + c.len_utf8();
            return (ends_word(text, end) && fits(text, words, (start, end), &shape, &separators))
                .then_some(end);
        }
    }
    None
}

fn fits(
    text: &str,
    words: &[Word<'_>],
    (start, end): (usize, usize),
    shape: &str,
    separators: &[char],
) -> bool {
    let cued = || cue_before(words, start, 5, |word| CUES.contains(&word));
    let series = |separator: &str| SERIES.iter().any(|parts| parts.join(separator) == shape);
    let plain = text[start..end].chars().all(|c| !c.is_ascii_lowercase());
    match separators {
        [] => series("") && cued(),
        ['-', '-'] => series("-"),
        [one, two] => one == two && series("-") && (plain || cued()),
        _ => false,
    }
}
