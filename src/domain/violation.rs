//! What a person can repair in a filled-in form: numbered rules, each with its Dutch text.

/// Something wrong with one answer, told so that the person can mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Id of the question.
    pub question: String,
    /// Which rule.
    pub rule: Rule,
}

/// The rules of a filled-in form. Dutch sentences are made in `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// V1: "Kies een antwoord." / "Vul dit in."
    Required,
    /// V2: the code is not one of the options.
    UnknownOption(String),
    /// V3: an exclusive option together with another.
    ExclusiveOption(String),
    /// V4: more options than allowed (the maximum).
    TooManyChoices(usize),
    /// V5: not a number.
    NotANumber(String),
    /// V6: outside the range (smallest, largest, step), as the file writes them.
    OutOfRange(String, String, String),
    /// V7: text longer than allowed (length, maximum), in characters.
    TooLong(usize, usize),
    /// V8: not a date.
    NotADate(String),
    /// V9: the same option at two places of a ranking.
    RankedTwice(String),
    /// V10: a ranking with a gap.
    RankingIncomplete,
    /// V11: a valid burgerservicenummer stands in the text; a client council may not keep it (art. 46 UAVG).
    CitizenServiceNumber(String),
    /// V12: neither a mail address nor a telephone number.
    NotAContact(String),
    /// V13: characters that can't be kept (NUL and other control characters).
    ControlCharacter,
}
