//! Meetings: how many a year and with whom, on which day, and whether the minutes came.

use jiff::civil::{Date, date};

use super::{Case, Status, Tally, Verdict, nothing, same};
use crate::domain::calendar::nth_weekdays;
use crate::domain::rule_pack::facts::Meeting;

/// Meetings that were held in a year.
fn held<'c>(case: &'c Case<'_>, year: i16) -> impl Iterator<Item = &'c Meeting> {
    let all = case.facts.meetings.iter().flatten();
    all.filter(move |it| {
        it.date
            .is_some_and(|day| day.year() == year && day <= case.today && case.holds(Some(day)))
    })
}

/// At least so many a calendar year. A year that is over and had too few is a violation; the year that goes on warns.
pub(super) fn number(
    case: &Case<'_>,
    counterpart: &str,
    minimum: u32,
    parties: &[String],
) -> Verdict {
    let Some(meetings) = &case.facts.meetings else {
        return nothing("meetings");
    };
    let all_there = |it: &Meeting| {
        parties.iter().all(|party| {
            it.parties.iter().any(|there| same(there, party)) || same(&it.counterpart, party)
        })
    };
    let count = |year: i16| {
        let own = held(case, year).filter(|it| same(&it.counterpart, counterpart));
        let counting = own.filter(|it| all_there(it)).count();
        u32::try_from(counting).unwrap_or(u32::MAX)
    };
    let with = match parties {
        [] => format!("with {counterpart}"),
        _ => format!(
            "with {counterpart} at which all of {} were",
            parties.join(", ")
        ),
    };
    let mut tally = Tally::default();
    let first = meetings.iter().filter_map(|it| it.date).min();
    let first = first.map_or(case.today.year(), Date::year);
    for year in first..=case.today.year() {
        let last_day = date(year, 12, 31);
        if !case.rule.holds_on(last_day) && !case.rule.holds_on(case.today) {
            continue;
        }
        let found = count(year);
        let why = format!("{found} meetings {with} in {year}; {minimum} are needed");
        let status = if found >= minimum {
            Status::Ok
        } else if case.today >= last_day {
            Status::Violation
        } else {
            Status::Warning
        };
        tally.add(status, why);
    }
    tally.verdict("meetings")
}

/// The client council's own meeting returns every month: this year so far.
pub(super) fn recurrence(case: &Case<'_>, weekday: i8, nth: i8) -> Verdict {
    if case.facts.meetings.is_none() {
        return nothing("meetings");
    }
    let year = case.today.year();
    let planned = nth_weekdays(year, weekday, nth);
    let due: Vec<Date> = planned
        .into_iter()
        .filter(|day| *day <= case.today)
        .collect();
    let met = |day: &&Date| held(case, year).any(|it| it.date == Some(**day));
    let missed: Vec<String> = due
        .iter()
        .filter(|day| !met(day))
        .map(Date::to_string)
        .collect();
    let (found, all) = (due.len() - missed.len(), due.len());
    if missed.is_empty() {
        (
            Status::Ok,
            format!("met on all {all} planned days of {year} so far"),
        )
    } else {
        let why = format!(
            "met on {found} of {all} planned days of {year} so far; not on {}",
            missed.join(", ")
        );
        (Status::Warning, why)
    }
}

/// Of each meeting with the municipality the minutes came.
pub(super) fn minutes(case: &Case<'_>) -> Verdict {
    let Some(meetings) = &case.facts.meetings else {
        return nothing("meetings");
    };
    let mut tally = Tally::default();
    let past = |it: &&Meeting| {
        it.date
            .is_some_and(|day| day <= case.today && case.holds(Some(day)))
    };
    for meeting in meetings.iter().filter(past) {
        let day = meeting.date.map_or_else(String::new, |day| day.to_string());
        if meeting.minutes_received.is_set() {
            tally.add(Status::Ok, format!("the minutes of {day} came"));
        } else {
            tally.add(
                Status::Warning,
                format!("the minutes of {day} did not come"),
            );
        }
    }
    tally.verdict("meetings that were held")
}
