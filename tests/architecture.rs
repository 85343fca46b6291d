//! Keeps the walls between the rooms of `src/`: what may import what, and which library stays where.
//!
//! Reads the sources as tokens, so that comments and texts don't count but paths inside functions do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Room by room what it may import. An arrow that is not here is forbidden.
const ARROWS: [(&str, &[&str]); 16] = [
    ("domain", &[]),
    ("stats", &[]),
    ("clock", &[]),
    ("config", &[]),
    ("sabotage", &[]),
    ("zipped_xml", &[]),
    ("language", &["domain"]),
    ("anonymity", &["domain", "sabotage"]),
    ("analysis", &["domain", "stats", "language"]),
    ("store", &["domain", "anonymity", "sabotage"]),
    ("text", &["domain", "stats", "analysis"]),
    (
        "report",
        &["domain", "stats", "analysis", "text", "zipped_xml"],
    ),
    ("interchange", &["domain", "analysis", "zipped_xml"]),
    (
        "web",
        &[
            "domain",
            "stats",
            "clock",
            "config",
            "language",
            "anonymity",
            "analysis",
            "store",
            "text",
            "report",
            "interchange",
            "sabotage",
        ],
    ),
    (
        "command",
        &[
            "domain",
            "stats",
            "clock",
            "config",
            "language",
            "anonymity",
            "analysis",
            "store",
            "text",
            "report",
            "interchange",
            "sabotage",
            "web",
        ],
    ),
    ("main", &["command", "config"]),
];

/// Names that may only stand in files that start with one of these.
const WALLS: [(&str, &[&str]); 18] = [
    ("sqlx", &["store/"]),
    ("axum", &["web/"]),
    ("maud", &["web/", "report/html/"]),
    ("typst", &["report/pdf"]),
    ("typst_layout", &["report/pdf"]),
    ("typst_pdf", &["report/pdf"]),
    ("comemo", &["report/pdf"]),
    ("toml_edit", &["domain/definition/rewrite.rs"]),
    ("qrcode", &["report/qr.rs"]),
    ("resvg", &["report/piece/picture.rs"]),
    ("roxmltree", &["interchange/", "report/piece/tests.rs"]),
    ("image", &["interchange/logo/"]),
    ("multer", &["web/form/upload.rs"]),
    ("PreEscaped", &["web/view/"]),
    ("getrandom", &["anonymity/random.rs"]),
    ("rand", &["anonymity/random.rs"]),
    ("OsRng", &["anonymity/random.rs"]),
    ("thread_rng", &["anonymity/random.rs"]),
];

#[test]
fn no_room_imports_what_it_may_not() {
    let sources = sources();
    let paths: usize = sources
        .iter()
        .map(|(file, text)| imports(file, &tokens(text)).len())
        .sum();
    assert!(
        paths > 50,
        "only {paths} imports were found; does the reader still work?"
    );
    let found: Vec<String> = sources
        .iter()
        .flat_map(|(file, text)| forbidden_arrows(file, text))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_library_time_and_chance_stay_in_their_place() {
    let sources = sources();
    let found: Vec<String> = sources
        .iter()
        .flat_map(|(file, text)| breached_walls(file, text))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    let raw: Vec<&String> = sources
        .iter()
        .filter(|(_, text)| tokens(text).iter().any(|token| token.text == "PreEscaped"))
        .map(|(file, _)| file)
        .collect();
    assert!(
        raw.len() <= 1,
        "unescaped HTML in more than one file: {raw:?}"
    );
}

/// Each planted line is the one finding in its file, with the file and the line.
fn each_is_found(look: fn(&str, &str) -> Vec<String>, planted: &[(&str, &str)]) {
    for (file, text) in planted {
        let found = look(file, &format!("//! Scope.\n\n{text}\n"));
        assert_eq!(found.len(), 1, "{file}: {text}: {found:?}");
        assert!(
            found[0].starts_with(&format!("src/{file}:3: ")),
            "{found:?}"
        );
    }
}

#[test]
fn a_planted_arrow_is_found_with_its_line() {
    let planted = [
        ("domain/theme.rs", "use crate::web::page;"),
        ("stats/sum.rs", "fn f() { crate::domain::id(); }"),
        (
            "text/word.rs",
            "use crate::{analysis::Table, report::{self, pdf}};",
        ),
        (
            "report/chart/bars.rs",
            "use super::super::super::store::Db;",
        ),
        ("store/mod.rs", "mod tests { use super::super::web::x; }"),
        ("main.rs", "use achterban::store::Db;"),
        ("analysis/mod.rs", "use crate::*;"),
        ("cellar/mod.rs", "use crate::domain::id;"),
    ];
    each_is_found(forbidden_arrows, &planted);
}

#[test]
fn a_planted_library_clock_or_random_number_is_found_with_its_line() {
    let planted = [
        ("web/state.rs", "use sqlx::SqlitePool;"),
        ("command/serve.rs", "let app = axum::Router::new();"),
        ("report/document.rs", "maud::html! { p {} }"),
        ("report/mod.rs", "use typst_pdf::PdfOptions;"),
        ("web/page/start.rs", "PreEscaped(text)"),
        ("store/flush.rs", "let today = jiff::Zoned::now();"),
        ("web/form.rs", "SystemTime::now()"),
        ("web/logo.rs", "image::load_from_memory(&bytes)"),
        ("anonymity/mix.rs", "getrandom::fill(&mut bytes)"),
    ];
    each_is_found(breached_walls, &planted);
}

#[test]
fn comments_texts_and_what_is_allowed_are_no_findings() {
    let fine = r##"
        //! See [`crate::web`] and sqlx.
        /* crate::web /* nested axum */ crate::store */
        use crate::domain::id::RoundId;
        use super::table::Table;
        const SQL: &str = "crate::web sqlx"; const RAW: &str = r#"axum "crate::store" "#;
        fn f<'a>(c: char) -> bool { c == '"' || c == '\'' || crate::stats::sum::is(c) }
        mod tests { use super::*; use crate::analysis::table; }
        fn elapsed() { std::time::Instant::now(); }
    "##;
    for file in ["analysis/table.rs", "analysis/deep/table.rs"] {
        assert_eq!(forbidden_arrows(file, fine), Vec::<String>::new());
        assert_eq!(breached_walls(file, fine), Vec::<String>::new());
    }
}

/// Every Rust file below `src/`, by its path there.
fn sources() -> BTreeMap<String, String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(&src)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                sources.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    sources
}

/// The modules from the crate's root down to this file: `report/chart/mod.rs` is `report`, `chart`.
fn modules(file: &str) -> Vec<&str> {
    let path = file.strip_suffix(".rs").unwrap_or(file);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').collect()
}

fn forbidden_arrows(file: &str, text: &str) -> Vec<String> {
    let room = modules(file)[0];
    if room == "lib" {
        return Vec::new();
    }
    let allowed = ARROWS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|(_, allowed)| *allowed);
    let forbidden = imports(file, &tokens(text))
        .into_iter()
        .filter_map(|import| {
            let line = import.line;
            let to = import.text;
            match allowed {
                None => Some(format!(
                    "src/{file}:{line}: `{room}` is no room of the architecture"
                )),
                Some(allowed) if to == room || allowed.contains(&to.as_str()) => None,
                Some(allowed) => Some(format!(
                    "src/{file}:{line}: `{room}` may not use `{to}` (only: {})",
                    allowed.join(", ")
                )),
            }
        });
    forbidden.collect()
}

/// The rooms that a file names by a path: from the crate's root, or with enough `super`.
fn imports(file: &str, tokens: &[Token]) -> Vec<Token> {
    let depth = modules(file).len();
    // One entry per open brace: whether it opens a module.
    let mut braces: Vec<bool> = Vec::new();
    let mut found = Vec::new();
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    for at in 0..tokens.len() {
        match text(at) {
            "{" => braces.push(at >= 2 && text(at - 2) == "mod"),
            "}" => {
                braces.pop();
            }
            "crate" | "achterban" if text(at + 1) == "::" => {
                found.extend(first_names(&tokens[at + 2..]))
            }
            "super" if at == 0 || text(at - 1) != "::" => {
                let mut steps = 0;
                while text(at + 2 * steps) == "super" && text(at + 2 * steps + 1) == "::" {
                    steps += 1;
                }
                let inner = braces.iter().filter(|is_module| **is_module).count();
                if steps >= depth + inner {
                    found.extend(first_names(&tokens[at + 2 * steps..]));
                }
            }
            _ => {}
        }
    }
    found
}

/// The names that a path goes on with: one, or those at the first level of `{a::b, c}`.
fn first_names(tokens: &[Token]) -> Vec<Token> {
    if tokens.first().is_none_or(|token| token.text != "{") {
        return tokens.first().cloned().into_iter().collect();
    }
    let mut depth = 0;
    let mut names = Vec::new();
    for pair in tokens.windows(2) {
        match pair[0].text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(pair[0].text.as_str(), "{" | ",") && pair[1].text != "}" {
            names.push(pair[1].clone());
        }
    }
    names
}

fn breached_walls(file: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let line = token.line;
        for (name, homes) in WALLS {
            if token.text == name && !homes.iter().any(|home| file.starts_with(home)) {
                let homes = homes.join(" or ");
                found.push(format!("src/{file}:{line}: `{name}` stays in src/{homes}"));
            }
        }
        // An Instant measures how long something takes and tells no time.
        let is_now = token.text == "now" && at >= 2 && tokens[at - 1].text == "::";
        if is_now && tokens[at - 2].text != "Instant" && file != "clock.rs" {
            found.push(format!(
                "src/{file}:{line}: only src/clock.rs asks what time it is"
            ));
        }
    }
    found
}

/// A name, `::`, or a single other character.
#[derive(Debug, Clone, PartialEq)]
struct Token {
    text: String,
    line: usize,
}

/// The tokens of a source file, without comments, texts and characters.
fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = source;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let length = skipped(rest).unwrap_or_else(|| {
            let length = token_length(rest, first);
            if !first.is_whitespace() {
                let text = rest[..length].to_owned();
                tokens.push(Token { text, line });
            }
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn token_length(rest: &str, first: char) -> usize {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    if is_name(first) {
        rest.find(|c| !is_name(c)).unwrap_or(rest.len())
    } else if rest.starts_with("::") {
        2
    } else {
        first.len_utf8()
    }
}

/// Length of the comment, text or character that `rest` starts with.
fn skipped(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    if let Some(hashes) = raw_text(rest) {
        let start = rest.find('"')? + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(
            rest[start..]
                .find(&end)
                .map_or(rest.len(), |at| start + at + end.len()),
        );
    }
    if let Some(text) = rest.strip_prefix('"') {
        return Some(1 + closing(text, '"'));
    }
    let character = rest.strip_prefix('\'')?;
    let mut characters = character.chars();
    match (characters.next()?, characters.next()?) {
        ('\\', _) => Some(1 + closing(character, '\'')),
        (one, '\'') => Some(1 + one.len_utf8() + 1),
        // A lifetime: the quote alone, its name is a token.
        _ => Some(1),
    }
}

/// Number of `#` when a raw text starts here.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// Length up to and including the closing quote, over escaped ones.
fn closing(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    for (at, pair) in rest.as_bytes().windows(2).enumerate() {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 2;
        }
    }
    rest.len()
}
