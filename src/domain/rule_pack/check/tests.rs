//! Facts of five councils held against their own rules.

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::{Finding, Status, check};
use crate::domain::client_council::ClientCouncil;
use crate::domain::rule_pack::facts::Facts;
use crate::domain::shipped::CLIENT_COUNCILS;

fn findings(council: &str, facts: &Value) -> Vec<Finding> {
    let (_, text) = CLIENT_COUNCILS
        .iter()
        .find(|(id, _)| *id == council)
        .expect("it ships");
    let rules = ClientCouncil::read(text).expect("a council").rules;
    let facts: Facts = serde_json::from_value(facts.clone()).expect("facts");
    let today = facts.today.unwrap_or(date(2026, 11, 27));
    check(&rules, &facts, today)
}

fn of(council: &str, rule: &str, facts: &Value) -> (Status, String) {
    let found = findings(council, facts)
        .into_iter()
        .find(|it| it.rule == rule);
    let found = found.unwrap_or_else(|| panic!("{rule} is in it"));
    (found.status, found.why)
}

fn status(council: &str, rule: &str, facts: &Value) -> Status {
    of(council, rule, facts).0
}

fn members(count: usize) -> Vec<Value> {
    (0..count)
        .map(|id| json!({ "id": id, "from": "2025-01-01" }))
        .collect()
}

#[test]
fn without_facts_no_rule_is_said_to_be_kept_or_broken() {
    for (council, _) in CLIENT_COUNCILS {
        for finding in findings(council, &json!({})) {
            assert_eq!(
                finding.status,
                Status::NotApplicable,
                "{}: {}",
                finding.rule,
                finding.why
            );
            assert!(!finding.quote.is_empty() && !finding.why.is_empty());
        }
    }
}

#[test]
fn six_members_are_right_on_one_day_and_eight_too_many_on_the_next() {
    let mut all = members(6);
    for id in ["g", "h"] {
        all.push(json!({ "id": id, "from": "2026-03-02" }));
    }
    let facts = |today: &str| json!({ "today": today, "members": all });
    assert_eq!(status("opmeer", "O10", &facts("2026-03-01")), Status::Ok);
    let (status_then, why) = of("opmeer", "O10", &facts("2026-03-02"));
    assert_eq!(status_then, Status::Violation);
    assert!(why.contains("8 members on 2026-03-02: 5 to 7"), "{why}");
    let number =
        |council, rule, count| status(council, rule, &json!({ "members": members(count) }));
    assert_eq!(number("diemen", "D9", 4), Status::Warning);
    assert_eq!(number("diemen", "D9", 10), Status::Ok);
    assert_eq!(number("diemen", "D9", 11), Status::Violation);
    assert_eq!(number("lelystad", "L2", 1), Status::Ok);
    assert_eq!(number("lelystad", "L2", 15), Status::Violation);
    assert_eq!(number("alphen-chaam", "A12", 99), Status::NotApplicable);
}

#[test]
fn once_too_many_members_warns_when_it_is_over() {
    let mut all = members(7);
    all.push(json!({ "id": "x", "from": "2026-01-01", "to": "2026-02-01" }));
    let (found, why) = of(
        "opmeer",
        "O10",
        &json!({ "today": "2026-06-01", "members": all }),
    );
    assert_eq!(found, Status::Warning);
    assert!(why.contains("8 members on 2026-01-01"), "{why}");
}

#[test]
fn nobody_is_both_member_and_official_and_declares_so_each_year() {
    let facts = |role: &str, declared: &str| json!({ "today": "2026-11-27", "members": [{ "id": "a", "roles": [role], "declarations": [declared] }] });
    assert_eq!(
        status("opmeer", "O12", &facts("penningmeester", "2026-01-05")),
        Status::Ok
    );
    assert_eq!(
        status("opmeer", "O12", &facts("penningmeester", "2025-01-05")),
        Status::Warning
    );
    assert_eq!(
        status("opmeer", "O12", &facts("Gemeenteraadslid", "2026-01-05")),
        Status::Violation
    );
}

#[test]
fn a_term_ends_with_the_council_period_and_not_four_years_after_the_appointment() {
    let facts =
        |today: &str| json!({ "today": today, "members": [{ "id": 1, "from": "2024-05-01" }] });
    assert_eq!(status("opmeer", "O16", &facts("2025-01-01")), Status::Ok);
    assert_eq!(
        status("opmeer", "O16", &facts("2025-06-01")),
        Status::Warning
    );
    let (found, why) = of("opmeer", "O16", &facts("2026-06-01"));
    assert_eq!(found, Status::Warning);
    assert!(
        why.contains("ended with the council period on 2026-03-31"),
        "{why}"
    );
}

#[test]
fn an_advice_is_sent_ten_working_days_before_the_decision_also_over_easter() {
    let facts = |sent: Value, today: &str| json!({ "today": today, "advices": [{ "id": 1, "decision": "2026-04-14", "sent": sent }] });
    // 14 April back over Easter Monday (6 April) and Goede Vrijdag (3 April).
    assert_eq!(
        status("diemen", "D11", &facts(json!("2026-03-27"), "2026-05-01")),
        Status::Ok
    );
    let (found, why) = of("diemen", "D11", &facts(json!("2026-03-30"), "2026-05-01"));
    assert_eq!(found, Status::Violation);
    assert!(why.contains("the last day was 2026-03-27"), "{why}");
    assert_eq!(
        status("diemen", "D11", &facts(Value::Null, "2026-03-01")),
        Status::Ok
    );
    assert_eq!(
        status("diemen", "D11", &facts(Value::Null, "2026-03-28")),
        Status::Violation
    );
}

#[test]
fn where_the_council_must_advise_before_a_decision_it_warns_in_time() {
    let facts =
        |today: &str| json!({ "today": today, "advices": [{ "id": 1, "decision": "2026-06-30" }] });
    assert_eq!(status("lelystad", "L5", &facts("2026-04-01")), Status::Ok);
    assert_eq!(
        status("lelystad", "L5", &facts("2026-06-01")),
        Status::Warning
    );
    assert_eq!(
        status("lelystad", "L5", &facts("2026-07-01")),
        Status::Violation
    );
}

#[test]
fn an_advice_about_carrying_out_is_outside_the_task_in_diemen_and_inside_in_alphen_chaam() {
    let facts = json!({ "advices": [{ "id": 1, "aspect": "uitvoering", "individual": true, "sent": "2026-01-05", "addressees": ["B&W"] }] });
    assert_eq!(status("diemen", "D14", &facts), Status::Warning);
    assert_eq!(status("diemen", "D13", &facts), Status::Warning);
    assert_eq!(status("diemen", "D12", &facts), Status::Violation);
    assert_eq!(status("alphen-chaam", "A7", &facts), Status::Ok);
    assert_eq!(status("alphen-chaam", "A11", &facts), Status::Ok);
    let (found, why) = of("lelystad", "L4", &facts);
    assert_eq!(found, Status::Warning);
    assert!(why.contains("not sent to raad"), "{why}");
}

#[test]
fn a_personal_story_is_heard_in_lelystad_and_never_stored_in_opmeer() {
    let facts = |stored: bool| json!({ "signals": [{ "date": "2026-05-01", "individual": true, "stored": stored }] });
    assert_eq!(status("lelystad", "L8", &facts(true)), Status::Ok);
    assert_eq!(status("opmeer", "O22", &facts(true)), Status::Violation);
    assert_eq!(status("opmeer", "O22", &facts(false)), Status::Ok);
    assert_eq!(status("diemen", "D3", &facts(true)), Status::Warning);
}

#[test]
fn subjects_and_laws_outside_the_task_say_where_they_belong() {
    let facts =
        json!({ "advices": [{ "id": "x", "subject": "Financiële ruimte", "law": "jeugdwet" }] });
    for (rule, word) in [
        ("O23", "municipal council"),
        ("O4", "client councils of providers"),
        ("O2", "how participation is done"),
    ] {
        let (found, why) = of("opmeer", rule, &facts);
        assert_eq!(found, Status::Warning, "{rule}");
        assert!(why.contains(word), "{why}");
    }
}

#[test]
fn who_deviates_gives_a_reason_and_every_advice_gets_a_reaction() {
    let facts = |outcome: &str, motivation: &str| {
        json!({
            "today": "2026-11-27",
            "advices": [{ "id": 7, "sent": "2026-03-01" }, { "id": 8, "sent": "2026-10-01" }],
            "reactions": [{ "advice": 7, "date": "2026-05-01", "recommendations": [{ "outcome": outcome, "motivation": motivation }] }],
        })
    };
    for rule in ["A19", "L6"] {
        let council = if rule == "A19" {
            "alphen-chaam"
        } else {
            "lelystad"
        };
        assert_eq!(
            status(council, rule, &facts("niet", " ")),
            Status::Violation
        );
        assert_eq!(
            status(council, rule, &facts("deels", "Te duur.")),
            Status::Ok
        );
        assert_eq!(status(council, rule, &facts("overgenomen", "")), Status::Ok);
    }
    let (found, why) = of("opmeer", "O20", &facts("overgenomen", ""));
    assert_eq!(found, Status::Warning);
    assert!(
        why.contains("advice 8: sent on 2026-10-01, no reaction after 57 days"),
        "{why}"
    );
}

#[test]
fn meetings_are_counted_per_calendar_year_with_everyone_there() {
    let all = [
        "beleidsmedewerker",
        "cliënten",
        "betrokkenen",
        "klankbordgroep",
    ];
    let facts = |parties: &[&str], today: &str| {
        let meeting = |day: &str, parties: &[&str]| json!({ "date": day, "counterpart": "beleidsmedewerker", "parties": parties });
        json!({ "today": today, "meetings": [meeting("2026-02-01", &all), meeting("2026-09-01", parties)] })
    };
    assert_eq!(
        status("opmeer", "O24", &facts(&all, "2026-11-27")),
        Status::Ok
    );
    assert_eq!(
        status("opmeer", "O24", &facts(&all[..2], "2026-11-27")),
        Status::Warning
    );
    assert_eq!(
        status("opmeer", "O24", &facts(&all[..2], "2027-01-05")),
        Status::Violation
    );
    let none = json!({ "today": "2026-05-05", "meetings": [] });
    assert_eq!(status("diemen", "D15", &none), Status::Warning);
    let one = json!({ "today": "2026-11-27", "meetings": [{ "date": "2026-05-01", "counterpart": "wethouder", "minutes_received": "2026-05-20" }] });
    assert_eq!(status("diemen", "D15", &one), Status::Ok);
    assert_eq!(status("alphen-chaam", "A22", &one), Status::Ok);
    assert_eq!(status("lelystad", "L9", &one), Status::Warning);
}

#[test]
fn there_is_no_budget_without_work_plan_and_budget_paper() {
    let facts = |plan: bool, paper: bool, amount: f64| json!({ "budget": { "year": 2026, "work_plan": plan, "budget_paper": paper, "amount": amount } });
    assert_eq!(
        status("alphen-chaam", "A25", &facts(false, true, 500.0)),
        Status::Violation
    );
    assert_eq!(
        status("alphen-chaam", "A25", &facts(false, true, 0.0)),
        Status::Warning
    );
    assert_eq!(
        status("alphen-chaam", "A25", &facts(false, false, 0.0)),
        Status::Ok
    );
    assert_eq!(
        status("alphen-chaam", "A25", &facts(true, true, 500.0)),
        Status::Ok
    );
    assert_eq!(
        status("ideaal", "I17", &facts(true, true, 9_000.0)),
        Status::Warning
    );
}

#[test]
fn an_evaluation_is_due_after_eighteen_months_and_needs_all_three_parties() {
    let facts = |today: &str, parties: &[&str], done: bool| json!({ "today": today, "evaluation": { "group_start": "2025-06-01", "parties": parties, "done": done } });
    assert_eq!(
        status("opmeer", "O27", &facts("2026-01-01", &[], false)),
        Status::Ok
    );
    assert_eq!(
        status("opmeer", "O27", &facts("2026-11-01", &[], false)),
        Status::Warning
    );
    assert_eq!(
        status("opmeer", "O27", &facts("2026-12-02", &[], false)),
        Status::Violation
    );
    let two = ["beleidsmedewerker", "leden"];
    let (found, why) = of("opmeer", "O27", &facts("2026-12-02", &two, true));
    assert_eq!(found, Status::Violation);
    assert!(why.contains("without bestuurder"), "{why}");
    let three = ["beleidsmedewerker", "bestuurders", "klankbordgroep"];
    assert_eq!(
        status("opmeer", "O27", &facts("2026-12-02", &three, true)),
        Status::Ok
    );
}

#[test]
fn rules_change_only_after_the_council_was_heard() {
    let facts = |heard: Value| json!({ "rule_change": { "date": "2026-05-01", "heard": heard } });
    assert_eq!(
        status("alphen-chaam", "A29", &facts(json!("2026-04-01"))),
        Status::Ok
    );
    assert_eq!(
        status("alphen-chaam", "A29", &facts(json!("2026-06-01"))),
        Status::Warning
    );
    assert_eq!(
        status("alphen-chaam", "A29", &facts(json!(false))),
        Status::Warning
    );
}

#[test]
fn a_rule_is_held_against_facts_of_its_own_time() {
    let before: Date = date(2019, 6, 24);
    let facts = json!({ "today": before.to_string(), "signals": [{ "date": "2019-06-01", "individual": true, "stored": true }] });
    assert!(findings("opmeer", &facts).iter().all(|it| it.rule != "O22"));
    let later = json!({ "today": "2026-01-01", "signals": [{ "date": "2019-06-01", "individual": true, "stored": true }] });
    assert_eq!(status("opmeer", "O22", &later), Status::NotApplicable);
}
