//! `docs/regels.md`: every rule of the five client councils is served by a file or test that exists, or says why not.

use std::path::Path;

use crate::sources::{quoted, test_names};

const PAGE: &str = include_str!("../docs/regels.md");
/// Nothing of it is built, and why.
const NOT_YET: &str = "**Nog niet**: ";

#[test]
fn every_rule_of_five_councils_is_served_by_what_exists_or_has_a_reason() {
    let tests = test_names();
    let councils = [("D", 16), ("A", 32), ("L", 19), ("O", 32), ("I", 21)];
    let wanted: Vec<String> = councils
        .into_iter()
        .flat_map(|(letter, most)| (1..=most).map(move |number| format!("{letter}{number}")))
        .collect();
    let rows: Vec<[&str; 4]> = PAGE.lines().filter_map(row).collect();
    let ids: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(ids, wanted);

    for [id, _, what, places] in rows {
        let places = quoted(places);
        for place in &places {
            let there = if place.contains(['/', '.']) {
                Path::new(place).is_file()
            } else {
                tests.contains(*place)
            };
            assert!(there, "{id}: there is no {place}");
        }
        let reason = what.strip_prefix(NOT_YET).unwrap_or_default();
        assert_ne!(
            places.is_empty(),
            reason.is_empty(),
            "{id}: either a file or test that serves it, or the reason why nothing does"
        );
    }
}

/// The four cells of a row that is about a rule.
fn row(line: &str) -> Option<[&str; 4]> {
    let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
    let (&id, rest) = cells.split_first()?;
    let about_rule = id.starts_with(['D', 'A', 'L', 'O', 'I']) && id[1..].parse::<u8>().is_ok();
    let [about, what, places, _] = rest else {
        return None;
    };
    about_rule.then_some([id, about, what, places])
}
