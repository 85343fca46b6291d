//! Telephone numbers of persons. Public numbers are none: 112, 14 0xx, 0800, 0900 and 088.

use super::digits::{Group, concatenated, longest_rows};
use super::text::cue_before;
use super::word::Word;
use super::{Finding, Kind, follows_word};

/// Every personal telephone number among `groups`, the digit groups of `text`.
pub(super) fn find(text: &str, words: &[Word<'_>], groups: &[Group]) -> Vec<Finding> {
    longest_rows(groups, 15, |row| {
        classify(text, row).or_else(|| mistyped(text, words, row))
    })
    .into_iter()
    .flatten()
    .collect()
}

/// A number with a digit too many or too few, or without its 0, beside "bel" or "tel".
fn mistyped(text: &str, words: &[Word<'_>], row: &[Group]) -> Option<Option<Finding>> {
    let (start, end) = (row.first()?.start, row.last()?.end);
    let digits = concatenated(row);
    let mobile = digits.starts_with("06") && (9..=11).contains(&digits.len());
    let no_zero = digits.starts_with('6') && digits.len() == 9;
    let cued = cue_before(words, start, 3, |word| {
        word.starts_with("bel")
            || word.starts_with("tel")
            || matches!(word, "app" | "mobiel" | "nummer" | "gsm")
    });
    (!follows_word(text, start) && (mobile || no_zero) && cued).then_some(Some(Finding {
        kind: Kind::Phone,
        start,
        end,
        certain: false,
    }))
}

/// `None`: no telephone number. `Some(None)`: a public one, so that its digits are not read again.
fn classify(text: &str, row: &[Group]) -> Option<Option<Finding>> {
    let (digits_start, end) = (row.first()?.start, row.last()?.end);
    let plus = text[..digits_start].ends_with('+');
    let bracket = text[..digits_start].ends_with('(') && text[digits_start..end].contains(')');
    let start = if plus || bracket {
        digits_start - 1
    } else {
        digits_start
    };
    if follows_word(text, start) || !row.iter().all(belongs) {
        return None;
    }
    let digits = concatenated(row);
    let personal = match national(&digits, plus) {
        Some(number) => is_personal(&number)?,
        None => is_foreign(&digits, plus).then_some(true)?,
    };
    Some(personal.then_some(Finding {
        kind: Kind::Phone,
        start,
        end,
        certain: true,
    }))
}

/// A digit by itself belongs to a telephone number only as `(0)` or as the 6 of `+31 6`; else it counts something.
fn belongs(group: &Group) -> bool {
    group.digits.len() > 1 || matches!(group.digits.as_str(), "0" | "6")
}

/// A Dutch number as ten digits from the 0 on: `+31 (0)6 …` and `0031 6 …` become `06…`.
fn national(digits: &str, plus: bool) -> Option<String> {
    let abroad = if plus {
        digits.strip_prefix("31")
    } else {
        digits.strip_prefix("0031")
    };
    let number = match abroad {
        Some(rest) => format!("0{}", rest.strip_prefix('0').unwrap_or(rest)),
        None if !plus && !digits.starts_with("00") => digits.to_owned(),
        None => return None,
    };
    (number.len() == 10 && number.starts_with('0')).then_some(number)
}

/// Whether a ten-digit Dutch number belongs to a person; `None` when there is no such range.
fn is_personal(number: &str) -> Option<bool> {
    match &number.as_bytes()[1..3] {
        [b'1'..=b'7', _] => Some(true),
        [b'8', b'0' | b'8'] | [b'9', b'0'] => Some(false),
        [b'8', _] => Some(true),
        _ => None,
    }
}

/// A number with another country's code.
fn is_foreign(digits: &str, plus: bool) -> bool {
    let code = if plus {
        Some(digits)
    } else {
        digits.strip_prefix("00")
    };
    code.is_some_and(|code| {
        (9..=15).contains(&code.len()) && !code.starts_with('0') && !code.starts_with("31")
    })
}
