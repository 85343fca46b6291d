//! `analyse --margins`: weighted figures are those of R's survey package, and what is wrong is told with the way out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// Margins of the raking `beps_r1` in the expected numbers.
const BEPS: &str = "question,code,share\ngender,female,0.51\ngender,male,0.49\n\
    vote,Conservative,0.35\nvote,Labour,0.45\nvote,Liberal Democrat,0.2\n";

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/reference")
        .join(name)
}

/// The command on beps.csv with these margins; `test` names a file of its own.
fn analyse(test: &str, margins: &str, more: &[&str]) -> Output {
    let file = std::env::temp_dir().join(format!("achterban-{}-{test}.csv", std::process::id()));
    std::fs::write(&file, margins).expect("a file of margins");
    let run = Command::new(env!("CARGO_BIN_EXE_achterban"))
        .arg("analyse")
        .arg("--survey")
        .arg(reference("beps.toml"))
        .arg("--responses")
        .arg(reference("data/beps.csv"))
        .arg("--margins")
        .arg(&file)
        .args(more)
        .output();
    std::fs::remove_file(&file).expect("the file is there");
    run.expect("the program runs")
}

fn weighted(test: &str, margins: &str) -> Value {
    let run = analyse(test, margins, &["--json"]);
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// What R gives for a request of beps.json.
fn expected(id: &str) -> Value {
    let text = std::fs::read_to_string(reference("expected/beps.json")).expect("a file");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let checks = all["checks"].as_array().expect("checks");
    let check = checks.iter().find(|check| check["id"] == id);
    check.expect("the check")["out"].clone()
}

fn question<'v>(results: &'v Value, id: &str) -> &'v Value {
    let questions = results["questions"].as_array().expect("questions");
    let found = questions.iter().find(|question| question["id"] == id);
    found.expect("the question")
}

#[track_caller]
fn same(found: &Value, expected: &Value) {
    let (found, expected) = (found.as_f64(), expected.as_f64());
    let (found, expected) = found.zip(expected).expect("numbers");
    assert!(
        (found - expected).abs() <= 1e-8 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

#[test]
fn weighted_shares_and_their_limits_are_those_of_r() {
    let results = weighted("r", BEPS);
    assert_eq!(results["weighted"], true);
    let (cost, shares) = (expected("beps.042"), expected("beps.047"));
    same(&results["weighting"]["deff"], &cost["deff_kish"]);
    same(&results["weighting"]["n_eff"], &cost["n_eff"]);
    // One person of all chose 3: that count and what would give it away are hidden, weighted or not.
    let levels = question(&results, "Blair")["levels"].as_array();
    let mut compared = 0;
    for (place, level) in levels.expect("levels").iter().enumerate() {
        if level["count"].is_null() {
            assert!(level["share"].is_null() && level["unweighted"]["share"].is_null());
            continue;
        }
        if !level["share"].is_null() {
            compared += 1;
            same(&level["share"], &shares["prop"][place]);
            let (p, se) = (shares["prop"][place].as_f64(), shares["se"][place].as_f64());
            let (p, se) = p.zip(se).expect("numbers");
            same(&level["n_eff"], &(p * (1.0 - p) / (se * se)).into());
        }
    }
    assert!(compared >= 2, "{compared}");
}

/// What `compute` gives for weighted requests about beps.csv.
fn computed(requests: &[Value]) -> Vec<Value> {
    let levels = |codes: &[&str], prop: &[f64]| json!({ "levels": codes, "prop": prop });
    let margins = json!({
        "gender": levels(&["female", "male"], &[0.51, 0.49]),
        "vote": levels(&["Conservative", "Labour", "Liberal Democrat"], &[0.35, 0.45, 0.2]),
    });
    let raking = json!({ "name": "r", "margins": margins, "cells_key": ["gender", "vote"] });
    let mut all = vec![json!({ "id": "raking", "kind": "rake", "in": raking })];
    all.extend(requests.iter().cloned());
    let file = std::env::temp_dir().join(format!("achterban-{}-weighted.json", std::process::id()));
    std::fs::write(&file, Value::from(all).to_string()).expect("a file of requests");
    let run = Command::new(env!("CARGO_BIN_EXE_achterban"))
        .arg("compute")
        .arg("--data")
        .arg(reference("data/beps.csv"))
        .arg("--requests")
        .arg(&file)
        .output();
    std::fs::remove_file(&file).expect("the file is there");
    let run = run.expect("the program runs");
    let found: Vec<Value> = serde_json::from_slice(&run.stdout).expect("JSON");
    found
        .into_iter()
        .skip(1)
        .map(|it| it["out"].clone())
        .collect()
}

#[test]
fn limits_ends_and_means_are_those_that_compute_gives() {
    let results = weighted("compute", BEPS);
    let kennedy = question(&results, "Kennedy");
    let design = json!({ "weights": "rake:r", "variance": "calibrated" });
    let share = |codes: &[u64]| {
        let asked = json!({ "var": "Kennedy", "event_levels": codes, "design": design });
        json!({ "id": "share", "kind": "w_ciprop", "in": asked })
    };
    let asked = json!({ "var": "Kennedy", "design": design });
    let mean = json!({ "id": "mean", "kind": "w_mean", "in": asked });
    let found = computed(&[share(&[1]), share(&[4, 5]), share(&[1, 2]), mean]);
    for (ours, theirs) in [
        (&kennedy["levels"][0], &found[0]),
        (&kennedy["top2"], &found[1]),
        (&kennedy["bottom2"], &found[2]),
    ] {
        same(&ours["share"], &theirs["prop"]);
        same(&ours["lo"], &theirs["wilson_lo"]);
        same(&ours["hi"], &theirs["wilson_hi"]);
        assert!(ours["unweighted"]["lo"].is_number() && ours["count"].is_u64());
    }
    same(&kennedy["mean"], &found[3]["mean"]);
    // One question decides the theme: its event is the two lowest.
    let themes = results["themes"].as_array().expect("themes");
    let theme = themes.iter().find(|theme| theme["theme"] == "kennedy");
    same(&theme.expect("the theme")["prevalence"], &found[2]["prop"]);
}

#[test]
fn the_text_has_weighted_shares_beside_the_unweighted_ones() {
    let run = analyse("text", BEPS, &[]);
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    for needed in [
        "margins: gender, vote",
        "design effect: 1.013, effective n: 1504.7",
        "weighted: 1525 people; 0 did not answer",
        "weighted 53.5% [51.1%, 55.9%]",
    ] {
        assert!(text.contains(needed), "no `{needed}` in\n{text}");
    }
}

#[test]
fn what_is_wrong_ends_with_exit_code_1_and_the_way_out() {
    let head = "question,code,share\n";
    let cases = [
        ("", "must name the columns"),
        (head, "there are no margins"),
        (
            "question,code,share\nsex,female,1\n",
            "row 2: no question `sex`",
        ),
        (
            "question,code,share\ngendre,female,1\n",
            "do you mean `gender`?",
        ),
        (
            "question,code,share\nBlair,1,1\n",
            "is no background question",
        ),
        (
            "question,code,share\ngender,female,0.5\ngender,man,0.5\n",
            "row 3: `man` is no answer to `gender`; use female, male",
        ),
        (
            "question,code,share\ngender,female,0.5\ngender,male,0.6\n",
            "sum to 1.1000",
        ),
        (
            "question,code,share\ngender,female,1\n",
            "`gender` lacks male",
        ),
        (
            "question,code,share\ngender,female,half\ngender,male,0.5\n",
            "`half` is no share",
        ),
        (
            "question;code;count\ngender;female;10\ngender;male;20000\n",
            "is smaller than the number of people",
        ),
    ];
    for (place, (margins, needed)) in cases.into_iter().enumerate() {
        let run = analyse(&format!("wrong-{place}"), margins, &["--json"]);
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(1), "{margins}\n{said}");
        assert!(
            said.contains(needed) && run.stdout.is_empty(),
            "{margins}\n{said}"
        );
    }
}
