//! `docs/betrouwbaarheid.md`: every fault and every attack has a test that exists, or the reason why there is none.

use crate::sources::{quoted, test_names};

const PAGE: &str = include_str!("../docs/betrouwbaarheid.md");
/// What a row says instead of a test, or beside one that does not do all.
const REASON: &str = "**Nog niet**";

#[test]
fn every_fault_and_attack_has_a_test_that_exists_or_a_reason() {
    let names = test_names();
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
