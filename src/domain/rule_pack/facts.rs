//! What happened, to hold rules against: from a file (`achterban rules check --facts`). Every key may be absent.

use jiff::civil::Date;
use serde::Deserialize;

use crate::domain::day;

/// Facts about a client council.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The day on which they are looked at.
    #[serde(with = "day::option")]
    pub today: Option<Date>,
    /// Members, also former ones.
    pub members: Option<Vec<Member>>,
    /// Meetings.
    pub meetings: Option<Vec<Meeting>>,
    /// Advices.
    pub advices: Option<Vec<Advice>>,
    /// Reactions to them.
    pub reactions: Option<Vec<Reaction>>,
    /// Signals.
    pub signals: Option<Vec<Signal>>,
    /// The budget of a year.
    pub budget: Option<Budget>,
    /// The evaluation.
    pub evaluation: Option<Evaluation>,
    /// A change of the rules.
    pub rule_change: Option<RuleChange>,
}

/// Yes or no, or the day on which it was so.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Flag {
    /// Yes or no.
    Said(bool),
    /// The day.
    Day(String),
    /// Nothing was said.
    #[default]
    Absent,
}

impl Flag {
    /// Whether it is so.
    pub fn is_set(&self) -> bool {
        match self {
            Self::Said(said) => *said,
            Self::Day(day) => !day.is_empty(),
            Self::Absent => false,
        }
    }

    /// The day on which it was so, when that is known.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Day(day) => day.parse().ok(),
            _ => None,
        }
    }
}

/// A name that may be a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// Text.
    Text(String),
    /// A number.
    Number(i64),
    /// None was given.
    #[default]
    Absent,
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Absent => f.write_str("without an id"),
        }
    }
}

/// A member.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Who.
    pub id: Name,
    /// First day; absent: before all else.
    #[serde(with = "day::option")]
    pub from: Option<Date>,
    /// Last day; absent: still a member.
    #[serde(with = "day::option")]
    pub to: Option<Date>,
    /// Which seat.
    pub seat: Option<String>,
    /// What else the member is.
    pub roles: Vec<String>,
    /// Days on which the member declared to be nothing that excludes membership.
    pub declarations: Vec<Flag>,
}

impl Member {
    /// Whether the member sits on a day.
    pub fn sits_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A meeting.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Meeting {
    /// When.
    #[serde(with = "day::option")]
    pub date: Option<Date>,
    /// With whom.
    pub counterpart: String,
    /// Who were there.
    pub parties: Vec<String>,
    /// Whether the minutes came.
    pub minutes_received: Flag,
}

/// An advice.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Advice {
    /// Which.
    pub id: Name,
    /// `gevraagd` or `ongevraagd`.
    pub kind: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Which law.
    pub law: Option<String>,
    /// Phase of policy.
    pub phase: Option<String>,
    /// `beleid` or `uitvoering`.
    pub aspect: Option<String>,
    /// Whether it is about one person.
    pub individual: Option<bool>,
    /// When the decision is taken.
    #[serde(with = "day::option")]
    pub decision: Option<Date>,
    /// When it was sent.
    #[serde(with = "day::option")]
    pub sent: Option<Date>,
    /// To whom.
    pub addressees: Option<Vec<String>>,
}

/// A reaction to an advice.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Reaction {
    /// To which.
    pub advice: Name,
    /// When.
    #[serde(with = "day::option")]
    pub date: Option<Date>,
    /// What is done with each recommendation.
    pub recommendations: Vec<Recommendation>,
}

/// What is done with a recommendation.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Recommendation {
    /// `overgenomen`, `deels` or `niet`.
    pub outcome: String,
    /// Why.
    pub motivation: Option<String>,
}

/// A signal.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Signal {
    /// When.
    #[serde(with = "day::option")]
    pub date: Option<Date>,
    /// Whether it is about one person.
    pub individual: bool,
    /// Whether it was stored.
    pub stored: bool,
}

/// The budget of a year.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// Which year.
    pub year: Option<i16>,
    /// Whether there is a work plan.
    pub work_plan: Flag,
    /// Whether there is a budget paper (begroting).
    pub budget_paper: Flag,
    /// Euros.
    pub amount: Option<f64>,
}

/// The evaluation.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Evaluation {
    /// When the group began.
    #[serde(with = "day::option")]
    pub group_start: Option<Date>,
    /// Who took part.
    pub parties: Vec<String>,
    /// Whether it was done.
    pub done: Flag,
}

/// A change of the rules.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct RuleChange {
    /// From when.
    #[serde(with = "day::option")]
    pub date: Option<Date>,
    /// Whether, or when, the client council was heard.
    pub heard: Flag,
}
