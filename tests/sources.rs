//! What the sources hold, for tests that walk a page of the documentation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names of all tests, of Rust and of the browser.
pub(crate) fn test_names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for place in ["tests", "src"] {
        collect(Path::new(place), &mut names);
    }
    names
}

/// What stands between backticks.
pub(crate) fn quoted(cell: &str) -> Vec<&str> {
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
