//! `docs/methode.md` names every kind of `compute`, and what checks it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The kinds, as the one place that knows them has them.
fn kinds() -> BTreeSet<String> {
    let source = fs::read_to_string(root("src/command/compute/mod.rs")).unwrap();
    let arms = source.lines().filter_map(|line| {
        let (kind, call) = line.trim().strip_prefix('"')?.split_once("\" => ")?;
        call.contains("(arguments").then(|| kind.to_owned())
    });
    arms.collect()
}

/// Per kind what stands between backquotes in the last column of its row.
fn rows() -> BTreeMap<String, Vec<String>> {
    let page = fs::read_to_string(root("docs/methode.md")).unwrap();
    let rows = page.lines().filter_map(|line| {
        let kind = line.strip_prefix("| `")?.split('`').next()?;
        let checks = line.trim_end_matches(" |").rsplit(" | ").next()?;
        let names = checks.split('`').skip(1).step_by(2).map(str::to_owned);
        Some((kind.to_owned(), names.collect()))
    });
    rows.collect()
}

/// Names of functions in the tests, here and in the sources.
fn functions() -> String {
    fn read(folder: &Path, all: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, all);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                all.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut all = String::new();
    read(&root("tests"), &mut all);
    read(&root("src/stats"), &mut all);
    read(&root("src/analysis"), &mut all);
    all
}

#[test]
fn every_kind_has_a_row_whose_last_column_checks_it() {
    let (kinds, rows, functions) = (kinds(), rows(), functions());
    assert!(kinds.len() >= 32, "{kinds:?}");
    let listed: BTreeSet<String> = rows.keys().cloned().collect();
    assert_eq!(
        listed, kinds,
        "docs/methode.md and `compute` have the same kinds"
    );
    for (kind, checks) in &rows {
        assert!(!checks.is_empty(), "{kind} has no check");
        for check in checks {
            match check.ends_with(".json") {
                true => {
                    let text = fs::read_to_string(root("tests/reference").join(check)).unwrap();
                    let file: Value = serde_json::from_str(&text).unwrap();
                    let of_kind = |case: &Value| case["kind"] == kind.as_str();
                    let cases = file["checks"].as_array().unwrap();
                    assert!(cases.iter().any(of_kind), "{check} has no case of {kind}");
                }
                false => assert!(
                    functions.contains(&format!("fn {check}(")),
                    "no test {check}"
                ),
            }
        }
    }
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let page = fs::read_to_string(root("docs/methode.md")).unwrap();
    let functions = functions();
    let names = page.split('`').skip(1).step_by(2);
    // A sentence about a rule has more than two joints; a kind has fewer.
    let tests: Vec<&str> = names.filter(|name| name.matches('_').count() > 3).collect();
    assert!(tests.len() > 5, "{tests:?}");
    for test in tests {
        assert!(functions.contains(&format!("fn {test}(")), "no test {test}");
    }
}

#[test]
fn the_help_of_compute_lists_every_kind() {
    let help = Command::new(env!("CARGO_BIN_EXE_achterban"))
        .args(["compute", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let words: BTreeSet<&str> = help
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    for kind in kinds() {
        assert!(words.contains(kind.as_str()), "{kind}");
    }
}
