//! Holds the rules of a client council against what happened. A rule is held against facts of the days on which it was valid.

mod advices;
mod meetings;
mod members;
mod papers;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::Serialize;

use super::facts::Facts;
use super::{Check, Rule, RulePack, Weight};

/// Whether a rule was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// There are no facts about it, or nothing to check.
    NotApplicable,
    /// Kept.
    Ok,
    /// Look at it.
    Warning,
    /// Not kept.
    Violation,
}

impl From<Weight> for Status {
    fn from(weight: Weight) -> Self {
        match weight {
            Weight::Warning => Self::Warning,
            Weight::Violation => Self::Violation,
        }
    }
}

/// What was found about one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// Its words.
    pub quote: String,
    /// Where they stand.
    pub article: String,
    /// Whether it was kept.
    pub status: Status,
    /// Why, with the facts.
    pub why: String,
}

/// Holds every rule against the facts, as they are seen on a day. A rule that does not hold any more on that day is in it only
/// when there are facts of its time.
pub fn check(pack: &RulePack, facts: &Facts, today: Date) -> Vec<Finding> {
    let closing_days = pack.closing_days();
    let findings = pack.rule.iter().filter_map(|rule| {
        let case = Case {
            rule,
            facts,
            today,
            closing_days: &closing_days,
        };
        let (status, why) = case.verdict();
        let shown = rule.holds_on(today) || status != Status::NotApplicable;
        shown.then(|| Finding {
            rule: rule.id.clone(),
            quote: rule.quote.clone(),
            article: rule.article.clone(),
            status,
            why,
        })
    });
    findings.collect()
}

/// One rule and all facts.
struct Case<'c> {
    rule: &'c Rule,
    facts: &'c Facts,
    today: Date,
    closing_days: &'c [Date],
}

/// A status with its reason.
type Verdict = (Status, String);

fn nothing(about: &str) -> Verdict {
    (Status::NotApplicable, format!("no facts about {about}"))
}

impl Case<'_> {
    /// Whether the rule holds for a fact; one without a day counts as of today.
    fn holds(&self, day: Option<Date>) -> bool {
        self.rule.holds_on(day.unwrap_or(self.today))
    }

    fn verdict(&self) -> Verdict {
        let Some(check) = &self.rule.check else {
            let why = "people look at this rule themselves; the program has no check for it";
            return (Status::NotApplicable, why.to_owned());
        };
        match check {
            Check::Members { min, max } => members::number(self, *min, *max),
            Check::Seats { seats } => members::seats(self, seats),
            Check::Incompatible { roles } => members::incompatible(self, roles),
            Check::CouncilPeriod { periods } => members::council_period(self, periods),
            Check::Deadline { working_days } => advices::deadline(self, *working_days),
            Check::Timing {} => (
                Status::NotApplicable,
                "the rule asks to be early and gives no number of days".to_owned(),
            ),
            Check::AdviceBeforeDecision { warn_days } => advices::before(self, *warn_days),
            Check::Addressees { to, missing } => advices::addressees(self, to, *missing),
            Check::NoPersonalAdvice {} => advices::personal(self),
            Check::PersonalSignals { mode } => papers::signals(self, *mode),
            Check::Aspects { left_out } => advices::aspects(self, left_out),
            Check::Laws { within, instead } => advices::laws(self, within, instead),
            Check::SubjectsLeftOut { words, instead } => {
                advices::subjects_left_out(self, words, instead)
            }
            Check::Subjects { words } => advices::subjects(self, words),
            Check::Reaction {} => advices::reaction(self),
            Check::Motivation {} => advices::motivation(self),
            Check::Meetings {
                counterpart,
                minimum,
                parties,
            } => meetings::number(self, counterpart, *minimum, parties),
            Check::Recurrence { weekday, nth, .. } => meetings::recurrence(self, *weekday, *nth),
            Check::Minutes {} => meetings::minutes(self),
            Check::BudgetPapers { requires } => papers::budget_papers(self, requires),
            Check::BudgetAmount { amount } => papers::budget_amount(self, *amount),
            Check::Evaluation { months, parties } => papers::evaluation(self, *months, parties),
            Check::Heard {} => papers::heard(self),
        }
    }
}

/// Collects what is found about single facts.
#[derive(Default)]
struct Tally(Vec<Verdict>);

impl Tally {
    fn add(&mut self, status: Status, why: impl Into<String>) {
        self.0.push((status, why.into()));
    }

    /// The worst status with all its reasons; `ok` when there were facts and all of them were right.
    fn verdict(self, about: &str) -> Verdict {
        let Some(worst) = self.0.iter().map(|(status, _)| *status).max() else {
            return nothing(about);
        };
        let reasons = self.0.into_iter().filter(|(status, _)| *status == worst);
        let reasons: Vec<String> = reasons.map(|(_, why)| why).collect();
        (worst, reasons.join("; "))
    }
}

/// Whether two names mean the same: small letters, without accents, hyphens and blanks, and with what people call them.
fn same(one: &str, other: &str) -> bool {
    fn plain(name: &str) -> String {
        let letters = name.to_lowercase().replace(['ë', 'é'], "e");
        let letters: String = letters.chars().filter(|c| c.is_alphanumeric()).collect();
        match letters.as_str() {
            "bw" | "benw" | "burgemeesterenwethouders" | "collegevanbw" | "hetcollege" => "college",
            "gemeenteraad" | "deraad" => "raad",
            "wethouder" => "portefeuillehouder",
            "afdeling" | "afdelingbeleid" | "debeleidsafdeling" => "beleidsafdeling",
            "lid" | "leden" => "klankbordgroep",
            "bestuurders" | "bestuur" => "bestuurder",
            "ambtenaar" | "ambtenaren" | "beleidsmedewerkers" => "beleidsmedewerker",
            "client" => "clienten",
            "betrokkene" => "betrokkenen",
            other => other,
        }
        .to_owned()
    }
    plain(one) == plain(other)
}
