//! Who sits in the client council.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Case, Status, Tally, Verdict, nothing};
use crate::domain::rule_pack::ClosingDay;
use crate::domain::rule_pack::facts::Member;

/// A declaration is good for a year.
const DECLARED_DAYS: i32 = 366;

fn seated<'c>(case: &'c Case<'_>, day: Date) -> impl Iterator<Item = &'c Member> {
    let members = case.facts.members.iter().flatten();
    members.filter(move |member| member.sits_on(day))
}

/// The number of members today, and what it was on each day on which it changed.
pub(super) fn number(case: &Case<'_>, min: Option<u32>, max: Option<u32>) -> Verdict {
    let Some(members) = &case.facts.members else {
        return nothing("members");
    };
    let judge = |day: Date| {
        let count = u32::try_from(seated(case, day).count()).unwrap_or(u32::MAX);
        let status = if max.is_some_and(|max| count > max) {
            Status::Violation
        } else if min.is_some_and(|min| count < min) {
            Status::Warning
        } else {
            Status::Ok
        };
        (status, count)
    };
    let bounds = match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max} are allowed"),
        (None, Some(max)) => format!("{max} at most"),
        (Some(min), None) => format!("{min} at least"),
        (None, None) => "any number is allowed".to_owned(),
    };
    let (status, count) = judge(case.today);
    let now = format!("{count} members on {}: {bounds}", case.today);
    if status != Status::Ok {
        return (status, now);
    }
    let left = |member: &Member| member.to.map(|to| to.saturating_add(1.day()));
    let changes = members
        .iter()
        .flat_map(|member| [member.from, left(member)])
        .flatten()
        .filter(|day| *day <= case.today && case.rule.holds_on(*day));
    let too_many = |day: &Date| judge(*day).0 == Status::Violation;
    match changes.filter(too_many).max() {
        Some(day) => (
            Status::Warning,
            format!("{now}; but {} members on {day}", judge(day).1),
        ),
        None => (Status::Ok, now),
    }
}

/// The seats against what the rule thinks ideal: another number warns, it is no obligation.
pub(super) fn seats(case: &Case<'_>, wanted: &[(String, u32)]) -> Verdict {
    if case.facts.members.is_none() {
        return nothing("members");
    }
    let mut tally = Tally::default();
    for (seat, number) in wanted {
        let own = seated(case, case.today).filter(|member| {
            member
                .seat
                .as_deref()
                .is_some_and(|it| super::same(it, seat))
        });
        let count = u32::try_from(own.count()).unwrap_or(u32::MAX);
        let status = if count == *number {
            Status::Ok
        } else {
            Status::Warning
        };
        tally.add(
            status,
            format!("{count} of {number} seats \"{seat}\" on {}", case.today),
        );
    }
    tally.verdict("seats")
}

/// What members may not be, and whether they declared so in the last year.
pub(super) fn incompatible(case: &Case<'_>, barred: &[String]) -> Verdict {
    if case.facts.members.is_none() {
        return nothing("members");
    }
    let mut tally = Tally::default();
    for member in seated(case, case.today) {
        let is_barred = |role: &&String| {
            let role = role.to_lowercase();
            barred.iter().any(|barred| role.contains(barred))
        };
        if let Some(role) = member.roles.iter().find(is_barred) {
            tally.add(
                Status::Violation,
                format!("member {} is also {role}", member.id),
            );
            continue;
        }
        let since = case.today.saturating_sub(DECLARED_DAYS.days());
        let recent = |day: &Date| (since..=case.today).contains(day);
        let declared = member.declarations.iter().filter_map(|it| it.day());
        if declared.clone().any(|day| recent(&day)) {
            tally.add(Status::Ok, format!("member {} declared", member.id));
        } else {
            let last = declared.max();
            let last = last.map_or("never".to_owned(), |day| format!("last on {day}"));
            let why = format!(
                "member {} declared nothing in the last year ({last})",
                member.id
            );
            tally.add(Status::Warning, why);
        }
    }
    tally.verdict("members that sit now")
}

/// Members sit until the end of the council period in which they began.
pub(super) fn council_period(case: &Case<'_>, periods: &[ClosingDay]) -> Verdict {
    if case.facts.members.is_none() {
        return nothing("members");
    }
    let mut tally = Tally::default();
    for member in seated(case, case.today) {
        let Some(from) = member.from else { continue };
        let Some(end) = periods.iter().map(|day| day.0).find(|day| *day > from) else {
            continue;
        };
        let year_before = end.saturating_sub(1.year());
        let (status, said) = if case.today >= end {
            (Status::Warning, "ended")
        } else if case.today >= year_before {
            (Status::Warning, "ends within a year,")
        } else {
            (Status::Ok, "ends")
        };
        let id = &member.id;
        let why = format!(
            "the term of member {id}, appointed {from}, {said} with the council period on {end}"
        );
        tally.add(status, why);
    }
    tally.verdict("when members began")
}
