//! House numbers with their additions: `12`, `24-C`, `18 bis`, `3 hs`, `14-2`, `5-III`, `nr. 7a`.

use crate::language::personal_data::text::{counts_something, digits_at_start, ends_word};

/// Additions that are a word.
const ADDITIONS: &[&str] = &[
    "bis", "hs", "huis", "boven", "beneden", "rood", "zwart", "rd", "zw", "hoog", "bg", "ii",
    "iii", "iv", "bv", "achter",
];

/// The byte after the house number that stands right behind byte `at`, over a comma, blanks or "nummer".
pub(super) fn end(text: &str, at: usize) -> Option<usize> {
    let mut rest = text[at..].trim_start_matches(['.', ',', ' ', ':', '\u{a0}']);
    for word in ["huisnummer", "nummer", "huisnr", "nr", "no"] {
        if let Some(after) = rest
            .get(..word.len())
            .filter(|start| start.eq_ignore_ascii_case(word))
            .map(|_| &rest[word.len()..])
            && after.starts_with([' ', '.', ':'])
        {
            rest = after.trim_start_matches(['.', ':', ' ']);
            break;
        }
    }
    let start = text.len() - rest.len();
    if start - at > 14 {
        return None;
    }
    let digits = digits_at_start(rest);
    if !(1..=5).contains(&digits) || rest.starts_with('0') || counts_something(&rest[digits..]) {
        return None;
    }
    let after_number = start + digits;
    let end = with_part(text, with_addition(text, after_number));
    let is_time = matches!(text[end..].chars().next(), Some('.' | ':' | ',')) && {
        digits_at_start(&text[end + 1..]) > 0
    };
    (!is_time && ends_word(text, end)).then_some(end)
}

/// `2 t/m 18`, `7 app. 15`: a range, or a part of the building with its own number.
fn with_part(text: &str, at: usize) -> usize {
    let parts = [
        " t/m ",
        " tm ",
        " tot en met ",
        " app. ",
        " app ",
        " appartement ",
        " kamer ",
        " unit ",
        ", app. ",
        ", kamer ",
    ];
    let part = parts.iter().find(|part| text[at..].starts_with(**part));
    let from = at + part.map_or(0, |part| part.len());
    let digits = digits_at_start(&text[from..]);
    if part.is_some() && (1..5).contains(&digits) && ends_word(text, from + digits) {
        from + digits
    } else {
        at
    }
}

/// The byte after an addition, or `at` when there is none.
fn with_addition(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let separator = usize::from(rest.starts_with([' ', '-', '/']));
    let spaced = rest.starts_with(' ');
    let addition = &rest[separator..];
    let length = addition
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(addition.len());
    let word = addition[..length].to_ascii_lowercase();
    let digits = digits_at_start(&word);
    let is_addition = match length {
        0 => false,
        1 if spaced => {
            matches!(word.as_bytes()[0], b'a'..=b'h')
                || addition.starts_with(|c: char| c.is_ascii_uppercase() && c != 'U')
        }
        1 => separator == 1 || word.as_bytes()[0].is_ascii_alphabetic(),
        _ if ADDITIONS.contains(&word.as_str()) => true,
        _ if spaced => false,
        _ if word.as_bytes()[0].is_ascii_alphabetic()
            && word[1..].bytes().all(|b| b.is_ascii_digit())
            && separator == 0 =>
        {
            length < 4
        }
        _ => {
            digits == length && length < 5 && separator == 1
                || length < 4 && digits == 0 && separator == 0
                || length < 4 && digits > 0
        }
    };
    let end = at + separator + length;
    let is_hoog = || {
        addition
            .get(length..)
            .is_some_and(|rest| rest.starts_with(" hoog"))
    };
    if is_addition {
        // "15 bis A"
        let letter = &text.as_bytes()[end..];
        let more = ADDITIONS.contains(&word.as_str())
            && matches!(letter, [b' ', b'A'..=b'H', ..])
            && ends_word(text, end + 2);
        end + usize::from(more) * 2
    } else if digits == length && length == 1 && is_hoog() {
        end + " hoog".len()
    } else {
        at
    }
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn a_house_number_takes_its_addition_and_nothing_more() {
        for (text, number) in [
            (" 12", " 12"),
            (" 24-C en", " 24-C"),
            (" 18 bis,", " 18 bis"),
            (" 3 hs", " 3 hs"),
            (" 14-2", " 14-2"),
            (" 5-III", " 5-III"),
            (" nr. 7a.", " nr. 7a"),
            (", huisnummer 7 b", ", huisnummer 7 b"),
            (" 12 en dan", " 12"),
            (" 12 u moet", " 12"),
            (" 12, 1234 AB", " 12"),
            (" 3 2 hoog", " 3 2 hoog"),
            (" 2 t/m 18,", " 2 t/m 18"),
            (" 7 app. 15", " 7 app. 15"),
            ("12", "12"),
        ] {
            assert_eq!(end(text, 0), Some(number.len()), "{text}");
        }
        for none in [" 12 uur", " 3 weken", " 2.500 euro", " 123456", " 9:30"] {
            assert_eq!(end(none, 0), None, "{none}");
        }
    }
}
