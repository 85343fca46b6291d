//! `docs/betrouwbaarheid.md`: every fault and every attack has a test that exists, or the reason why there is none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const PAGE: &str = include_str!("../docs/betrouwbaarheid.md");
/// What a row says instead of a test, or beside one that does not do all.
const REASON: &str = "**Nog niet**";

#[test]
fn every_fault_and_attack_has_a_test_that_exists_or_a_reason() {
    let mut names = BTreeSet::new();
    for place in ["tests", "src"] {
        collect(Path::new(place), &mut names);
    }
    let rows: Vec<Vec<&str>> = PAGE
        .lines()
        .filter(|line| line.starts_with("| F-") || line.starts_with("| S-"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let ids: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    let faults = (1..=45).map(|number| format!("F-{number:02}"));
    let attacks = (1..=35).map(|number| format!("S-{number:02}"));
    assert_eq!(ids, faults.chain(attacks).collect::<Vec<_>>());

    for row in rows {
        let line = row.join(" | ");
        let tests = row.get(3).map_or_else(Vec::new, |cell| quoted(cell));
        for test in &tests {
            assert!(names.contains(*test), "{}: there is no test {test}", row[0]);
        }
        assert!(
            !tests.is_empty() || line.contains(REASON),
            "{}: neither a test nor a reason",
            row[0]
        );
    }
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The names of all tests below this directory, of Rust and of the browser.
fn collect(directory: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let ending = path.extension().unwrap_or_default();
        if path.is_dir() && !path.ends_with("node_modules") {
            collect(&path, names);
        } else if ending == "rs" || ending == "mjs" {
            let text = fs::read_to_string(&path).expect("a source file");
            names.extend(text.lines().filter_map(name).map(str::to_owned));
        }
    }
}

/// The name of the test that begins on this line.
fn name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some((before, after)) = line.split_once("fn ")
        && ["", "async ", "pub(crate) ", "pub(crate) async "].contains(&before)
    {
        return after.split(['(', '<']).next();
    }
    line.strip_prefix("test('")?.split("',").next()
}
