//! Finds personal data in free text: numbers by their check digits and shapes, addresses by their grammar, names by lists
//! and by what stands around them. No network, no model; lists and rules that can be read.
//!
//! Pure functions over text. A certain BSN is refused (article 46 UAVG: a client council has no ground to hold one);
//! everything else is a warning, since the writer knows better.

mod address;
mod birth_date;
mod bsn;
mod digits;
mod email;
mod file_number;
mod iban;
mod licence_plate;
mod lists;
mod name;
mod phone;
mod text;
mod word;

use crate::domain::answer::Answer;

/// What kind of personal data stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Name of a person, without title.
    Name,
    /// Street and house number with its addition; the town is no part of it.
    Address,
    /// Postcode with its letters.
    Postcode,
    /// Telephone number of a person; public numbers such as 112, 14 0xx and 0800 are not personal.
    Phone,
    /// Mail address of a person.
    Email,
    /// Date of birth.
    BirthDate,
    /// Burgerservicenummer: 8 or 9 digits that pass the eleven test.
    Bsn,
    /// Bank account number.
    Iban,
    /// Number of someone's file, case or client card.
    FileNumber,
    /// Licence plate of a car.
    LicencePlate,
}

impl Kind {
    /// The label in files and in masked texts.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "NAAM",
            Self::Address => "ADRES",
            Self::Postcode => "POSTCODE",
            Self::Phone => "TELEFOON",
            Self::Email => "EMAIL",
            Self::BirthDate => "GEBOORTEDATUM",
            Self::Bsn => "BSN",
            Self::Iban => "IBAN",
            Self::FileNumber => "DOSSIERNUMMER",
            Self::LicencePlate => "KENTEKEN",
        }
    }
}

/// One place in a text that holds personal data. `start..end` are byte offsets on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// First byte of the number or address, without a cue such as "BSN".
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// False when the check digits fail, or nothing but their shape speaks for it.
    pub certain: bool,
}

impl Finding {
    /// Whether a form must refuse a text that holds this. All else is a warning.
    pub fn is_refused(&self) -> bool {
        self.kind == Kind::Bsn && self.certain
    }
}

/// All personal data in `text`, from front to back, without overlap. What has check digits goes before what has a shape,
/// and that before names.
pub fn find(text: &str) -> Vec<Finding> {
    let words = word::words(text);
    let groups = digits::groups(text);
    let mut findings = email::find(text);
    add_beside(&mut findings, iban::find(text));
    add_beside(&mut findings, birth_date::find(text, &words, &groups));
    add_beside(&mut findings, phone::find(text, &words, &groups));
    add_beside(&mut findings, bsn::find(text, &groups, true));
    add_beside(&mut findings, address::find(text, &words));
    add_beside(&mut findings, licence_plate::find(text, &words));
    add_beside(&mut findings, file_number::find(text, &words));
    add_beside(&mut findings, bsn::find(text, &groups, false));
    add_beside(&mut findings, name::find(text, &words));
    let birth_dates = birth_date::find_behind_names(text, &groups, &findings);
    add_beside(&mut findings, birth_dates);
    findings
}

/// The text with `[LABEL]` in place of each finding.
pub fn masked(text: &str) -> String {
    replaced(text, &find(text), str::to_owned)
}

/// The answer with `[LABEL]` in its own words in place of each finding.
pub fn masked_answer(answer: &Answer) -> Answer {
    match answer {
        Answer::Text(text) => Answer::Text(masked(text)),
        Answer::OwnText(text) => Answer::OwnText(masked(text)),
        Answer::Many(codes, Some(text)) => Answer::Many(codes.clone(), Some(masked(text))),
        other => other.clone(),
    }
}

/// The text with a small word such as `[naam]` in place of the finding with this number, or of all.
pub fn without(text: &str, number: Option<usize>) -> String {
    let mut findings = find(text);
    if let Some(number) = number {
        findings = findings.into_iter().skip(number).take(1).collect();
    }
    replaced(text, &findings, str::to_lowercase)
}

fn replaced(text: &str, findings: &[Finding], word: fn(&str) -> String) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut from = 0;
    for finding in findings {
        replaced.push_str(text.get(from..finding.start).unwrap_or_default());
        replaced.push('[');
        replaced.push_str(&word(finding.kind.label()));
        replaced.push(']');
        from = finding.end;
    }
    replaced.push_str(text.get(from..).unwrap_or_default());
    replaced
}

/// Adds what does not touch something found before: the digits of an IBAN are no telephone number.
/// `findings` is in order and without overlap, before and after.
fn add_beside(findings: &mut Vec<Finding>, mut more: Vec<Finding>) {
    more.retain(|new| {
        let next = findings.partition_point(|old| old.end <= new.start);
        findings.get(next).is_none_or(|old| new.end <= old.start)
    });
    findings.append(&mut more);
    findings.sort_by_key(|finding| finding.start);
}

/// Whether a letter or digit stands right before byte `at`.
fn follows_word(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric)
}

/// Characters that people put between the digits of one number.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '/'
    )
}

#[cfg(test)]
mod tests;
