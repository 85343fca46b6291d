//! `achterban rules`: shapes and exit codes, as checks from outside rely on them.

use std::process::{Command, Output};

use serde_json::Value;

fn rules(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_achterban"))
        .arg("rules")
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn json(arguments: &[&str]) -> Value {
    let output = rules(arguments);
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn file(name: &str, text: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("rules-{name}"));
    std::fs::write(&path, text).expect("a file");
    path.display().to_string()
}

#[test]
fn a_deadline_counts_working_days_back_and_names_what_it_skips() {
    let found = json(&["deadline", "diemen", "--decision", "2026-05-19"]);
    assert_eq!(found["last_day"], "2026-05-01");
    let names: Vec<&str> = found["skipped"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    assert_eq!(names, ["Hemelvaartsdag", "Bevrijdingsdag"]);
    for council in ["alphen-chaam", "lelystad", "opmeer", "ideaal"] {
        let found = json(&["deadline", council, "--decision", "2026-05-19"]);
        assert!(
            found["last_day"].is_null() && found["rule"].is_string(),
            "{council}: {found}"
        );
    }
}

#[test]
fn meetings_and_evaluation_follow_from_the_rules_or_say_that_there_is_none() {
    let found = json(&["meetings", "lelystad", "--year", "2026"]);
    let first = &found["meetings"][0];
    assert_eq!(found["meetings"].as_array().map(Vec::len), Some(12));
    assert_eq!(
        (
            first["date"].as_str(),
            first["start"].as_str(),
            first["end"].as_str()
        ),
        (Some("2026-01-21"), Some("09:30"), Some("12:30"))
    );
    let found = json(&["meetings", "opmeer", "--year", "2026"]);
    assert_eq!(found["meetings"], Value::Array(Vec::new()));
    assert_eq!(found["required"][0]["minimum"], 2);
    let found = json(&["evaluation", "opmeer", "--start", "2019-08-31"]);
    assert_eq!(found["due"], "2021-02-28");
    assert_eq!(found["parties"].as_array().map(Vec::len), Some(3));
    let found = json(&["evaluation", "diemen", "--start", "2019-08-31"]);
    assert!(
        found["due"].is_null() && found["rule"].is_string(),
        "{found}"
    );
}

#[test]
fn rules_are_shown_with_their_words_and_facts_are_held_against_them() {
    let shown = rules(&["show", "diemen"]);
    let text = String::from_utf8(shown.stdout).expect("text");
    assert!(
        text.contains("D9") && text.contains("bestaat uit minimaal 5 en maximaal 10 personen"),
        "{text}"
    );
    let facts = file(
        "facts.json",
        r#"{"today": "2026-11-27", "members": [], "surprise": 1}"#,
    );
    let found = json(&["check", "diemen", "--facts", &facts]);
    let of = |id: &str| {
        found
            .as_array()
            .and_then(|all| all.iter().find(|it| it["rule"] == id).cloned())
            .expect("a finding")
    };
    assert_eq!(of("D9")["status"], "warning");
    assert_eq!(of("D11")["status"], "not_applicable");
    assert!(
        of("D9")["quote"].is_string()
            && of("D9")["article"].is_string()
            && of("D9")["why"].is_string()
    );
}

#[test]
fn what_is_wrong_ends_with_exit_code_1_and_says_what() {
    let broken = file("broken.json", r#"{"members": [{"from": "2026-02-30"}]}"#);
    let shipped = std::fs::read_to_string("councils/opmeer.toml").expect("it ships");
    let typo = file(
        "typo.toml",
        &shipped.replace("kind = \"members\", min", "kind = \"members\", mni"),
    );
    let twice = file(
        "twice.toml",
        &shipped.replace("id = \"O11\"", "id = \"O10\""),
    );
    for (arguments, words) in [
        (vec!["show", "nergens"], "no such council"),
        (vec!["check", "diemen", "--facts", &broken], "is no day"),
        (vec!["show", &typo], "mni"),
        (vec!["show", &twice], "two versions hold"),
    ] {
        let output = rules(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
    let wrong_day = rules(&["deadline", "diemen", "--decision", "2026-02-30"]);
    assert_eq!(
        wrong_day.status.code(),
        Some(2),
        "a day that is none is wrong usage"
    );
    let blank = rules(&["show", "councils/leeg.toml"]);
    assert!(blank.status.success(), "{blank:?}");
}
