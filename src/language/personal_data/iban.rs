//! Bank account numbers (ISO 13616): country, check digits and a length that belongs to the country.

use super::{Finding, Kind, follows_word, is_separator};

/// Length of an IBAN per country, from the IBAN registry.
#[rustfmt::skip]
const LENGTHS: [(&str, usize); 78] = [
    ("AD", 24), ("AE", 23), ("AL", 28), ("AT", 20), ("AZ", 28), ("BA", 20), ("BE", 16), ("BG", 22), ("BH", 22),
    ("BR", 29), ("BY", 28), ("CH", 21), ("CR", 22), ("CY", 28), ("CZ", 24), ("DE", 22), ("DK", 18), ("DO", 28),
    ("EE", 20), ("EG", 29), ("ES", 24), ("FI", 18), ("FO", 18), ("FR", 27), ("GB", 22), ("GE", 22), ("GI", 23),
    ("GL", 18), ("GR", 27), ("GT", 28), ("HR", 21), ("HU", 28), ("IE", 22), ("IL", 23), ("IQ", 23), ("IS", 26),
    ("IT", 27), ("JO", 30), ("KW", 30), ("KZ", 20), ("LB", 28), ("LC", 32), ("LI", 21), ("LT", 20), ("LU", 20),
    ("LV", 21), ("LY", 25), ("MC", 27), ("MD", 24), ("ME", 22), ("MK", 19), ("MR", 27), ("MT", 31), ("MU", 30),
    ("NL", 18), ("NO", 15), ("PK", 24), ("PL", 28), ("PS", 29), ("PT", 25), ("QA", 29), ("RO", 24), ("RS", 22),
    ("SA", 24), ("SC", 31), ("SD", 18), ("SE", 24), ("SI", 19), ("SK", 24), ("SM", 27), ("ST", 25), ("SV", 28),
    ("TN", 24), ("TR", 26), ("UA", 29), ("VA", 22), ("VG", 24), ("XK", 20),
];

/// Every IBAN in `text`. A Dutch one with wrong check digits is reported as uncertain: a typing error hides nobody.
pub(super) fn find(text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut free_from = 0;
    for (start, c) in text.char_indices() {
        if start < free_from || !c.is_ascii_alphabetic() || follows_word(text, start) {
            continue;
        }
        let Some((number, end)) = read(text, start) else {
            continue;
        };
        let certain = passes_mod_97(&number);
        if certain || is_dutch_shape(&number) {
            findings.push(Finding {
                kind: Kind::Iban,
                start,
                end,
                certain,
            });
            free_from = end;
        }
    }
    findings
}

/// Reads as many letters and digits from `start` as the country asks, over single separators.
/// Returns them in upper case with the byte after the last one.
fn read(text: &str, start: usize) -> Option<(String, usize)> {
    let country = text.get(start..start + 2)?.to_ascii_uppercase();
    let length = LENGTHS.iter().find(|(code, _)| *code == country)?.1;
    let mut number = String::with_capacity(length);
    let mut separated = true;
    for (offset, c) in text[start..].char_indices() {
        if number.len() == length {
            return (!c.is_alphanumeric()).then(|| (number, start + offset));
        }
        match c {
            _ if c.is_ascii_alphanumeric() => {
                number.push(c.to_ascii_uppercase());
                separated = false;
            }
            _ if is_separator(c) && !separated => separated = true,
            _ => return None,
        }
    }
    (number.len() == length).then_some((number, text.len()))
}

/// ISO 7064, mod 97-10: the first four to the end, letters to 10..35, remainder 1.
fn passes_mod_97(number: &str) -> bool {
    let checked = number[2..4].bytes().all(|b| b.is_ascii_digit());
    let remainder = number[4..]
        .chars()
        .chain(number[..4].chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| {
            let shift = if value > 9 { 100 } else { 10 };
            (rest * shift + value) % 97
        });
    checked && remainder == 1
}

/// NL, two digits, four letters of the bank, ten digits.
fn is_dutch_shape(number: &str) -> bool {
    number.starts_with("NL")
        && number.len() == 18
        && number.bytes().enumerate().skip(2).all(|(at, b)| match at {
            4..=7 => b.is_ascii_alphabetic(),
            _ => b.is_ascii_digit(),
        })
}
