//! The rules of a client council as data (`councils/*.toml`, `[rules]`): each with its words, where they stand, from when to
//! when they hold, and what the program can check of them. What differs between councils is here and never in code.
//!
//! [`facts`] is what happened; [`check`] holds rules against it.

pub mod check;
pub mod facts;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::{CountedBack, working_days_before};
use super::day;

/// The rules of a client council.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// What the rules stand in.
    #[serde(default)]
    pub source: String,
    /// The day on which somebody last compared this file with the source.
    #[serde(default, with = "day::option", skip_serializing_if = "Option::is_none")]
    pub last_checked: Option<Date>,
    /// Days on which the municipality is closed, beside holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closing_days: Vec<ClosingDay>,
    /// The rules.
    #[serde(default)]
    pub rule: Vec<Rule>,
}

/// A day on which the municipality is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClosingDay(#[serde(with = "day")] pub Date);

/// One rule, in the words of its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `D11`; a later version of a rule has the same id and another period.
    pub id: String,
    /// Where it stands.
    pub article: String,
    /// Its words; `…` where words were left out.
    pub quote: String,
    /// The first day on which it holds; absent: always did.
    #[serde(default, with = "day::option", skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// The last day on which it holds; absent: still does.
    #[serde(default, with = "day::option", skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// What can be checked of it; absent: people look at it themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
}

impl Rule {
    /// Whether the rule holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// How heavy it weighs when a rule is not kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The rule leaves room, or only asks to look.
    #[default]
    Warning,
    /// The rule is broken.
    Violation,
}

/// What happens with the story of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Individual {
    /// The person is told where to go; nothing is stored.
    ReferOnly,
    /// The person is told where to go; only what it is about is stored.
    PatternOnly,
    /// The story is heard as a signal, without a name.
    AcceptAsSignal,
}

/// What the program can check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// How many members there are: fewer than `min` warns, more than `max` is a violation.
    Members {
        /// Fewest.
        min: Option<u32>,
        /// Most.
        max: Option<u32>,
    },
    /// Which seats there are. Another number warns.
    Seats {
        /// Seat and how many.
        seats: Vec<(String, u32)>,
    },
    /// What a member may not be beside it, declared every year.
    Incompatible {
        /// Roles that exclude membership.
        roles: Vec<String>,
    },
    /// Members sit until the end of the period of the municipal council in which they were appointed.
    CouncilPeriod {
        /// First days of periods, in order.
        periods: Vec<ClosingDay>,
    },
    /// An advice is given so many working days before the decision.
    Deadline {
        /// How many.
        working_days: u32,
    },
    /// When an advice is given, without a number.
    Timing {},
    /// Where decisions need an advice before them, this many days ahead it warns.
    AdviceBeforeDecision {
        /// How many days.
        warn_days: i32,
    },
    /// To whom an advice goes.
    Addressees {
        /// Each of these.
        to: Vec<String>,
        /// What it is when one is missing.
        #[serde(default)]
        missing: Weight,
    },
    /// No advice about one person.
    NoPersonalAdvice {},
    /// What happens with signals about one person.
    PersonalSignals {
        /// What happens.
        mode: Individual,
    },
    /// Aspects (`beleid`, `uitvoering`) that are left out.
    Aspects {
        /// Which.
        left_out: Vec<String>,
    },
    /// Laws that the client council speaks about.
    Laws {
        /// Which.
        within: Vec<String>,
        /// Where the others belong.
        #[serde(default)]
        instead: String,
    },
    /// Subjects that are left out, by words in them.
    SubjectsLeftOut {
        /// Words.
        words: Vec<String>,
        /// Where they belong.
        #[serde(default)]
        instead: String,
    },
    /// The only subjects, by words in them.
    Subjects {
        /// Words.
        words: Vec<String>,
    },
    /// Every advice gets a reaction.
    Reaction {},
    /// Who deviates from an advice says why.
    Motivation {},
    /// Meetings with someone, so many a year.
    Meetings {
        /// With whom.
        counterpart: String,
        /// How many a year.
        minimum: u32,
        /// Who are all there.
        #[serde(default)]
        parties: Vec<String>,
    },
    /// A meeting that returns every month.
    Recurrence {
        /// 1: Monday.
        weekday: i8,
        /// The how manieth of its month.
        nth: i8,
        /// `09:30`
        start: String,
        /// `12:30`
        end: String,
        /// Where.
        #[serde(default)]
        place: String,
    },
    /// Of every meeting the minutes come.
    Minutes {},
    /// No budget without these papers: `work_plan`, `budget_paper`.
    BudgetPapers {
        /// Which.
        requires: Vec<String>,
    },
    /// A budget of so much a year, in euros. Less warns.
    BudgetAmount {
        /// Euros.
        amount: f64,
    },
    /// An evaluation so many months after the group began.
    Evaluation {
        /// How many.
        months: i32,
        /// By whom.
        parties: Vec<String>,
    },
    /// The rules change only after the client council was heard.
    Heard {},
}

/// What is wrong with a rule pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Two versions of a rule hold on the same day.
    #[error(
        "rule {id}: two versions hold on {day}; end the first with valid_to before the second begins"
    )]
    Overlap {
        /// Which.
        id: String,
        /// A day on which both hold.
        day: Date,
    },
    /// A rule ends before it begins.
    #[error("rule {id}: valid_to comes before valid_from")]
    Backwards {
        /// Which.
        id: String,
    },
    /// A rule without words.
    #[error("rule {id}: give its words as quote and where they stand as article")]
    NoWords {
        /// Which.
        id: String,
    },
}

impl RulePack {
    /// What is wrong, when something is.
    ///
    /// # Errors
    /// The first thing that is.
    pub fn checked(&self) -> Result<(), PackError> {
        for (number, rule) in self.rule.iter().enumerate() {
            let id = || rule.id.clone();
            if rule.quote.trim().is_empty() || rule.article.trim().is_empty() {
                return Err(PackError::NoWords { id: id() });
            }
            if rule
                .valid_from
                .zip(rule.valid_to)
                .is_some_and(|(from, to)| to < from)
            {
                return Err(PackError::Backwards { id: id() });
            }
            for other in self.rule[..number]
                .iter()
                .filter(|other| other.id == rule.id)
            {
                let begin = |it: &Rule| it.valid_from.unwrap_or(Date::MIN);
                let day = begin(rule).max(begin(other));
                if rule.holds_on(day) && other.holds_on(day) {
                    return Err(PackError::Overlap { id: id(), day });
                }
            }
        }
        Ok(())
    }

    /// The days on which the municipality is closed.
    pub fn closing_days(&self) -> Vec<Date> {
        self.closing_days.iter().map(|day| day.0).collect()
    }

    /// The last day on which advice can be given about a decision, when a rule that holds then gives a number of working days.
    pub fn advice_deadline(&self, decision: Date) -> Option<CountedBack> {
        let days = self.on(decision).find_map(|rule| match rule.check {
            Some(Check::Deadline { working_days }) => Some(working_days),
            _ => None,
        })?;
        Some(working_days_before(decision, days, &self.closing_days()))
    }

    /// The rules that hold on a day.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Rule> {
        self.rule.iter().filter(move |rule| rule.holds_on(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::client_council::ClientCouncil;
    use crate::domain::shipped::CLIENT_COUNCILS;

    #[test]
    fn every_shipped_rule_has_its_words_and_every_id_of_the_five_councils_is_there_once() {
        let mut ids = Vec::new();
        for (id, text) in CLIENT_COUNCILS {
            let council = ClientCouncil::read(text).expect("a client council");
            council
                .rules
                .checked()
                .unwrap_or_else(|error| panic!("{id}: {error}"));
            ids.extend(council.rules.rule.into_iter().map(|rule| rule.id));
        }
        let wanted = [("D", 16), ("A", 32), ("L", 19), ("O", 32), ("I", 21)];
        let wanted = wanted
            .into_iter()
            .flat_map(|(letter, most)| (1..=most).map(move |number| format!("{letter}{number}")));
        assert_eq!(ids, wanted.collect::<Vec<_>>());
    }

    #[test]
    fn two_versions_of_a_rule_may_follow_each_other_and_not_overlap() {
        let rule = |from: &str, to: &str| Rule {
            id: "X1".into(),
            article: "1".into(),
            quote: "Vijf leden.".into(),
            valid_from: from.parse().ok(),
            valid_to: to.parse().ok(),
            check: None,
        };
        let pack = |rule| RulePack {
            rule,
            ..RulePack::default()
        };
        let good = pack(vec![rule("", "2025-12-31"), rule("2026-01-01", "")]);
        assert_eq!(good.checked(), Ok(()));
        let bad = pack(vec![rule("", ""), rule("2026-01-01", "")]).checked();
        assert!(matches!(bad, Err(PackError::Overlap { .. })), "{bad:?}");
        let backwards = pack(vec![rule("2026-01-02", "2026-01-01")]).checked();
        assert!(matches!(backwards, Err(PackError::Backwards { .. })));
    }
}
