//! `achterban rules`: the rules of a client council, with their words; days that follow from them; and whether they were kept.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::Failure;
use crate::clock::Clock;
use crate::domain::calendar::{months_after, nth_weekdays};
use crate::domain::client_council::ClientCouncil;
use crate::domain::rule_pack::check::check;
use crate::domain::rule_pack::facts::Facts;
use crate::domain::rule_pack::{Check, Rule, RulePack};
use crate::domain::shipped::CLIENT_COUNCILS;

#[derive(Debug, ClapArgs)]
pub(super) struct Of {
    /// diemen, alphen-chaam, lelystad, opmeer, ideaal, or a file.
    council: String,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Every rule with its words and where they stand.
    ///
    /// Example: achterban rules show diemen
    Show(#[command(flatten)] Of),
    /// The last day on which advice can be given, as JSON: `{last_day, skipped: [{date, name}]}`.
    ///
    /// Example: achterban rules deadline diemen --decision 2026-05-19
    Deadline {
        #[command(flatten)]
        of: Of,
        /// The day of the decision.
        #[arg(long, value_name = "DATE")]
        decision: Date,
    },
    /// Meetings of a year, and how many are needed with whom, as JSON: `{meetings: [{date, start, end}], required: [{counterpart, minimum}]}`.
    ///
    /// Example: achterban rules meetings lelystad --year 2026
    Meetings {
        #[command(flatten)]
        of: Of,
        /// Which year.
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1..=9999))]
        year: i16,
    },
    /// When the evaluation is due and who takes part, as JSON: `{due, parties: []}`.
    ///
    /// Example: achterban rules evaluation opmeer --start 2025-06-01
    Evaluation {
        #[command(flatten)]
        of: Of,
        /// The day on which the group began.
        #[arg(long, value_name = "DATE")]
        start: Date,
    },
    /// Holds facts against the rules, as JSON: `[{rule, quote, article, status, why}]`.
    ///
    /// Status: ok, warning, violation or `not_applicable`. The exit code is 0 whatever is found.
    ///
    /// Example: achterban rules check opmeer --facts facts.json
    #[command(after_long_help = FACTS)]
    Check {
        #[command(flatten)]
        of: Of,
        /// What happened, as JSON.
        #[arg(long, value_name = "FILE.json")]
        facts: PathBuf,
    },
}

const FACTS: &str = r#"FACTS: one JSON object; every key may be absent. Days are written as "2026-11-27".
  {
    "today": DATE,                        absent: the day on which the command runs
    "members": [{"id", "from": DATE, "to": DATE or null, "seat": TEXT, "roles": [TEXT], "declarations": [DATE]}],
    "meetings": [{"date": DATE, "counterpart": TEXT, "parties": [TEXT], "minutes_received": true or DATE}],
    "advices": [{"id", "kind": "gevraagd" or "ongevraagd", "subject": TEXT, "law": TEXT, "phase": TEXT,
                 "aspect": "beleid" or "uitvoering", "individual": BOOLEAN, "decision": DATE, "sent": DATE or null,
                 "addressees": [TEXT]}],
    "reactions": [{"advice": id, "date": DATE,
                   "recommendations": [{"outcome": "overgenomen", "deels" or "niet", "motivation": TEXT}]}],
    "signals": [{"date": DATE, "individual": BOOLEAN, "stored": BOOLEAN}],
    "budget": {"year": NUMBER, "work_plan": BOOLEAN, "budget_paper": BOOLEAN, "amount": NUMBER},
    "evaluation": {"group_start": DATE, "parties": [TEXT], "done": BOOLEAN or DATE},
    "rule_change": {"date": DATE, "heard": BOOLEAN or DATE}
  }
A rule is held against facts of the days on which it is valid. A rule without facts is not_applicable."#;

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    let answer = match command {
        Command::Show(of) => return show(of, out),
        Command::Deadline { of, decision } => deadline(&council(of)?.rules, *decision),
        Command::Meetings { of, year } => meetings(&council(of)?.rules, *year),
        Command::Evaluation { of, start } => evaluation(&council(of)?.rules, *start),
        Command::Check { of, facts } => {
            let facts = read_facts(facts)?;
            let today = facts.today.unwrap_or_else(|| Clock::system().today());
            json!(check(&council(of)?.rules, &facts, today))
        }
    };
    print(&answer, out)
}

fn print(answer: &Value, out: &mut dyn Write) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(answer).map_err(std::io::Error::from)?;
    Ok(writeln!(out, "{text}")?)
}

/// A council that ships, by its id, or one in a file.
fn council(of: &Of) -> Result<ClientCouncil, Failure> {
    let shipped = CLIENT_COUNCILS.iter().find(|(id, _)| *id == of.council);
    let text = match shipped {
        Some((_, text)) => (*text).to_owned(),
        None if Path::new(&of.council).is_file() => std::fs::read_to_string(&of.council)
            .map_err(|error| Failure::Input(format!("{}: {error}", of.council)))?,
        None => {
            let known: Vec<&str> = CLIENT_COUNCILS.iter().map(|(id, _)| *id).collect();
            return Err(Failure::Input(format!(
                "{}: no such council and no such file; choose one of {}, or name a file like those in councils/",
                of.council,
                known.join(", ")
            )));
        }
    };
    let council = ClientCouncil::read(&text)
        .map_err(|error| Failure::Input(format!("{}: {error}", of.council)))?;
    let checked = council.rules.checked();
    checked.map_err(|error| Failure::Input(format!("{}: {error}", of.council)))?;
    Ok(council)
}

fn read_facts(path: &Path) -> Result<Facts, Failure> {
    let named =
        |error: &dyn std::fmt::Display| Failure::Input(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
    serde_json::from_str(&text).map_err(|error| {
        let hint = "the form of the facts stands in: achterban rules check --help";
        named(&format!("{error}; {hint}"))
    })
}

fn show(of: &Of, out: &mut dyn Write) -> Result<(), Failure> {
    let council = council(of)?;
    if of.json {
        let pack = json!({ "council": council.id, "name": council.name, "rules": council.rules });
        return print(&pack, out);
    }
    let rules = &council.rules;
    writeln!(out, "{}", council.name)?;
    writeln!(out, "source: {}", rules.source)?;
    if let Some(day) = rules.last_checked {
        writeln!(out, "last compared with the source: {day}")?;
    }
    for rule in &rules.rule {
        writeln!(out, "\n{} ({}){}", rule.id, rule.article, validity(rule))?;
        writeln!(out, "  \"{}\"", rule.quote)?;
        if let Some(check) = &rule.check {
            writeln!(out, "  checked: {}", json!(check))?;
        }
    }
    Ok(())
}

fn validity(rule: &Rule) -> String {
    match (rule.valid_from, rule.valid_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(", from {from}"),
        (None, Some(to)) => format!(", until {to}"),
        (Some(from), Some(to)) => format!(", from {from} until {to}"),
    }
}

/// The check of the first rule that has one of this kind.
fn found<T>(rules: &RulePack, pick: impl Fn(&Check) -> Option<T>) -> Option<T> {
    rules
        .rule
        .iter()
        .find_map(|rule| rule.check.as_ref().and_then(&pick))
}

fn deadline(rules: &RulePack, decision: Date) -> Value {
    let Some(counted) = rules.advice_deadline(decision) else {
        let is_timing = |rule: &&Rule| {
            matches!(
                rule.check,
                Some(Check::Timing {} | Check::AdviceBeforeDecision { .. })
            )
        };
        let timing = rules.on(decision).find(is_timing);
        let rule = timing.map_or_else(
            || "no rule of this council gives a number of days before the decision".to_owned(),
            |rule| format!("{} ({}): {}", rule.id, rule.article, rule.quote),
        );
        return json!({ "last_day": null, "rule": rule });
    };
    let skipped = counted.skipped.iter();
    let skipped: Vec<Value> = skipped
        .map(|day| json!({ "date": day.date.to_string(), "name": day.name }))
        .collect();
    json!({ "last_day": counted.last_day.to_string(), "skipped": skipped })
}

fn meetings(rules: &RulePack, year: i16) -> Value {
    let recurring = found(rules, |check| match check {
        Check::Recurrence {
            weekday,
            nth,
            start,
            end,
            ..
        } => Some((*weekday, *nth, start.clone(), end.clone())),
        _ => None,
    });
    let meetings = recurring.map_or_else(Vec::new, |(weekday, nth, start, end)| {
        let days = nth_weekdays(year, weekday, nth).into_iter();
        days.map(|day| json!({ "date": day.to_string(), "start": start, "end": end }))
            .collect()
    });
    let required: Vec<Value> = rules
        .rule
        .iter()
        .filter_map(|rule| match &rule.check {
            Some(Check::Meetings {
                counterpart,
                minimum,
                ..
            }) => Some(json!({ "counterpart": counterpart, "minimum": minimum })),
            _ => None,
        })
        .collect();
    json!({ "meetings": meetings, "required": required })
}

fn evaluation(rules: &RulePack, start: Date) -> Value {
    let rule = found(rules, |check| match check {
        Check::Evaluation { months, parties } => Some((*months, parties.clone())),
        _ => None,
    });
    match rule {
        Some((months, parties)) => {
            json!({ "due": months_after(start, months).to_string(), "parties": parties })
        }
        None => {
            let rule = "no rule of this council sets a day for an evaluation";
            json!({ "due": null, "rule": rule, "parties": [] })
        }
    }
}
