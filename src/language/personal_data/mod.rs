//! Finds personal data in free text at the door of the forms: BSN, IBAN, mail address, telephone number.
//!
//! Pure functions over text, without a list of people or places. A certain BSN is refused (article 46 UAVG: a client
//! council has no ground to hold one); everything else is a warning, since the writer knows better.
//! Names and addresses are not looked for here.

mod bsn;
mod digits;
mod email;
mod iban;
mod phone;

/// What kind of personal data stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Burgerservicenummer: 8 or 9 digits that pass the eleven test.
    Bsn,
    /// Bank account number.
    Iban,
    /// Mail address.
    Email,
    /// Telephone number of a person; public numbers such as 112, 14 0xx and 0800 are not personal.
    Phone,
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

/// All personal data in `text`, from front to back, without overlap.
pub fn find(text: &str) -> Vec<Finding> {
    let mut findings = email::find(text);
    add_beside(&mut findings, iban::find(text));
    let groups = digits::groups(text);
    add_beside(&mut findings, phone::find(text, &groups));
    add_beside(&mut findings, bsn::find(text, &groups, true));
    add_beside(&mut findings, bsn::find(text, &groups, false));
    findings
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
