//! Signals about one person, the budget, the evaluation, and changes of the rules.

use super::{Case, Status, Tally, Verdict, nothing, same};
use crate::domain::calendar::months_after;
use crate::domain::rule_pack::Individual;

/// Days before an evaluation is due on which it warns.
const WARN_DAYS: i32 = 90;

/// What happens with the story of one person.
pub(super) fn signals(case: &Case<'_>, mode: Individual) -> Verdict {
    let Some(signals) = &case.facts.signals else {
        return nothing("signals");
    };
    let mut tally = Tally::default();
    let personal = signals
        .iter()
        .filter(|it| it.individual && case.holds(it.date));
    for signal in personal {
        let day = signal
            .date
            .map_or_else(String::new, |day| format!(" of {day}"));
        match (mode, signal.stored) {
            (Individual::AcceptAsSignal, _) => tally.add(
                Status::Ok,
                format!("the story{day} may be heard as a signal"),
            ),
            (_, false) => tally.add(Status::Ok, format!("the story{day} was not stored")),
            (Individual::ReferOnly, true) => tally.add(
                Status::Violation,
                format!("the story{day} was stored; this council only says where to go"),
            ),
            (Individual::PatternOnly, true) => tally.add(
                Status::Warning,
                format!(
                    "something of the story{day} was stored; only theme, law and aspect may be"
                ),
            ),
        }
    }
    tally.verdict("signals about one person")
}

/// No money without the papers for it.
pub(super) fn budget_papers(case: &Case<'_>, requires: &[String]) -> Verdict {
    let Some(budget) = &case.facts.budget else {
        return nothing("the budget");
    };
    let year = budget
        .year
        .map_or_else(String::new, |year| format!(" of {year}"));
    let there = |paper: &str| match paper {
        "work_plan" => budget.work_plan.is_set(),
        _ => budget.budget_paper.is_set(),
    };
    let (have, lack): (Vec<&String>, Vec<&String>) =
        requires.iter().partition(|paper| there(paper));
    let names = |papers: &[&String]| {
        let papers: Vec<&str> = papers.iter().map(|it| it.as_str()).collect();
        papers.join(" and ")
    };
    let amount = budget.amount.unwrap_or(0.0);
    match (lack.is_empty(), amount > 0.0) {
        (true, _) => (Status::Ok, format!("the budget{year} has {}", names(&have))),
        (false, true) => (
            Status::Violation,
            format!("{amount:.2} euros{year} without {}", names(&lack)),
        ),
        (false, false) if have.is_empty() => (
            Status::Ok,
            format!("no papers{year} and no budget: that is allowed"),
        ),
        (false, false) => (
            Status::Warning,
            format!(
                "{} is there{year}, {} is not: there is no budget yet",
                names(&have),
                names(&lack)
            ),
        ),
    }
}

/// A budget of so much a year.
pub(super) fn budget_amount(case: &Case<'_>, wanted: f64) -> Verdict {
    let Some(amount) = case.facts.budget.as_ref().and_then(|budget| budget.amount) else {
        return nothing("the amount of the budget");
    };
    let status = if amount >= wanted {
        Status::Ok
    } else {
        Status::Warning
    };
    (
        status,
        format!("{amount:.2} euros; the rule speaks of {wanted:.2}"),
    )
}

/// An evaluation by all parties, so many months after the group began.
pub(super) fn evaluation(case: &Case<'_>, months: i32, parties: &[String]) -> Verdict {
    let Some(facts) = &case.facts.evaluation else {
        return nothing("the evaluation");
    };
    let Some(start) = facts.group_start else {
        return nothing("when the group began");
    };
    let due = months_after(start, months);
    let lacks = |party: &&String| !facts.parties.iter().any(|it| same(it, party));
    let lacking: Vec<&str> = parties.iter().filter(lacks).map(String::as_str).collect();
    let days = case.today.until(due).map_or(0, |span| span.get_days());
    match (facts.done.is_set(), lacking.is_empty()) {
        (true, true) => (
            Status::Ok,
            format!("done by all {} parties; it was due on {due}", parties.len()),
        ),
        (true, false) => (
            Status::Violation,
            format!(
                "done without {}; it was due on {due}",
                lacking.join(" and ")
            ),
        ),
        (false, _) if days < 0 => (
            Status::Violation,
            format!("due on {due}, {months} months after the start on {start}, and not done"),
        ),
        (false, _) if days <= WARN_DAYS => {
            (Status::Warning, format!("due on {due}, in {days} days"))
        }
        (false, _) => (Status::Ok, format!("due on {due}")),
    }
}

/// The client council was heard before its rules changed.
pub(super) fn heard(case: &Case<'_>) -> Verdict {
    let Some(change) = &case.facts.rule_change else {
        return nothing("a change of the rules");
    };
    let when = change
        .date
        .map_or_else(String::new, |day| format!(" of {day}"));
    let in_time = match (change.heard.day(), change.date) {
        (Some(heard), Some(date)) => heard <= date,
        _ => change.heard.is_set(),
    };
    if in_time {
        (Status::Ok, format!("heard before the change{when}"))
    } else {
        (
            Status::Warning,
            format!("not heard before the change{when}"),
        )
    }
}
