//! What can be wrong with margins, in words for the person at the keyboard of the command line. Dutch: `text`.

use super::Unit;

/// A mistake and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Row of the file, when it is about one.
    pub row: Option<usize>,
    /// What it is.
    pub fault: Fault,
}

impl Problem {
    /// A mistake that is not of one row.
    pub(crate) fn whole(fault: Fault) -> Self {
        Self { row: None, fault }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::whole(fault)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(row) = self.row {
            write!(f, "row {row}: ")?;
        }
        self.fault.fmt(f)
    }
}

/// A mistake, with the way out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// The bytes are no text that can be read.
    #[error("{0}")]
    Unreadable(String),
    /// The first row does not name the columns.
    #[error(
        "the first row is `{0}`; it must name the columns: question,code,share or question,code,count"
    )]
    Columns(String),
    /// Nothing was given.
    #[error("there are no margins; give a line for every answer to a background question")]
    Empty,
    /// No such question.
    #[error("no question `{question}`{}; margins can be of {}", did_you_mean(.near.as_deref()), .known.join(", "))]
    UnknownQuestion {
        /// As given.
        question: String,
        /// What may be meant.
        near: Option<String>,
        /// What there is.
        known: Vec<String>,
    },
    /// A question by which is not weighted.
    #[error("`{question}` is no background question with groups; margins can be of {}", .known.join(", "))]
    NotBackground {
        /// As given.
        question: String,
        /// What there is.
        known: Vec<String>,
    },
    /// No such answer.
    #[error("`{code}` is no answer to `{question}`; use {}, or some of them with + between as one group", .known.join(", "))]
    UnknownCode {
        /// The question.
        question: String,
        /// As given.
        code: String,
        /// What there is.
        known: Vec<String>,
    },
    /// An answer that is in two groups.
    #[error("`{code}` of `{question}` is there twice; keep one")]
    Twice {
        /// The question.
        question: String,
        /// As given.
        code: String,
    },
    /// No number that can be a share or a number of people.
    #[error("`{code}` of `{question}`: `{value}` is no {}", expected(*.unit))]
    NotANumber {
        /// The question.
        question: String,
        /// The group.
        code: String,
        /// As given.
        value: String,
        /// What it should be.
        unit: Unit,
    },
    /// Answers without a number.
    #[error("`{question}` lacks {}; give each a line, or merge it with another as `a+b`", .codes.join(", "))]
    Missing {
        /// The question.
        question: String,
        /// The answers.
        codes: Vec<String>,
    },
    /// One group is everybody.
    #[error("`{question}` has one group, so there is nothing to weight by; give two or more")]
    OneGroup {
        /// The question.
        question: String,
    },
    /// Nobody at all.
    #[error("the counts of `{question}` sum to 0; correct them")]
    Nobody {
        /// The question.
        question: String,
    },
    /// Shares that are no whole.
    #[error("the shares of `{question}` sum to {sum:.4}; they must sum to {}: correct them, or give counts", .unit.whole().unwrap_or(1.0))]
    Sum {
        /// The question.
        question: String,
        /// What they sum to.
        sum: f64,
        /// In what they are given.
        unit: Unit,
    },
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!(" (do you mean `{near}`?)"))
}

fn expected(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "share; write a number from 0 to 1, such as 0.25",
        Unit::Percent => "percentage; write a number from 0 to 100, such as 25",
        Unit::Count => "number of people; write a whole number, such as 1250",
    }
}
