//! What PostgreSQL tells beside its tables: the transaction and the place of each row, the bytes of its files, its log.

use super::evidence::{Evidence, Row, Side, Tokens};
use crate::conformance::Place;

/// Rows of these tables with all that stands beside them, and what their files hold besides.
pub(super) async fn read(place: &Place, tables: &[&str], tokens: &Tokens) -> Evidence {
    let mut evidence = Evidence::default();
    for table in tables {
        let sql = format!(
            "SELECT xmin::TEXT || ' ' || translate(ctid::TEXT, '(),', '   ') || ' ' || to_jsonb(t)::TEXT FROM {table} t"
        );
        for line in place.texts(&sql).await {
            let found = tokens.find(line.as_bytes());
            evidence.rows.extend(
                found
                    .into_iter()
                    .map(|(side, who, _)| row(side, who, &line)),
            );
        }
        let found = files(place, table).await;
        let found = found.iter().flat_map(|bytes| tokens.find(bytes));
        evidence
            .left_over
            .extend(found.map(|(side, who, at)| (side, who, at as i64)));
    }
    // Each live row stands in the file once, and is no rest.
    for row in &evidence.rows {
        let live = evidence
            .left_over
            .iter()
            .position(|(side, who, _)| (*side, *who) == (row.side, row.who));
        if let Some(live) = live {
            evidence.left_over.swap_remove(live);
        }
    }
    evidence
}

fn row(side: Side, who: usize, line: &str) -> Row {
    let (start, json) = line.split_at(line.find('{').unwrap());
    let numbers: Vec<i64> = start
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let [transaction, page, item] = numbers[..] else {
        panic!("{line}");
    };
    let mut marks = vec![
        ("xmin".to_owned(), 0, transaction),
        ("ctid".to_owned(), 0, page * 65_536 + item),
    ];
    let columns: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap();
    let numbers = columns
        .into_iter()
        .filter_map(|(name, value)| Some((name, 0, value.as_i64()?)));
    marks.extend(numbers);
    Row { side, who, marks }
}

/// The files of a table and of its long texts, where whoever runs the tests may read them.
pub(super) async fn files(place: &Place, table: &str) -> Vec<Vec<u8>> {
    let sql = format!(
        "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(oid) FROM pg_class
        WHERE oid = '{table}'::regclass OR oid = (SELECT reltoastrelid FROM pg_class WHERE oid = '{table}'::regclass)"
    );
    // What is in memory and not yet in the file is no rest of anything.
    place.behind_its_back("CHECKPOINT").await.unwrap();
    let paths = place.texts(&sql).await;
    let read = paths.iter().filter_map(|path| std::fs::read(path).ok());
    let files: Vec<_> = read.collect();
    assert!(
        !files.is_empty()
            || paths
                .iter()
                .all(|path| !std::path::Path::new(path).exists()),
        "the files of {table} can be read"
    );
    files
}

/// The server's log, when `tests/run` says where it is.
pub(super) fn log() -> Option<Vec<u8>> {
    let path = std::env::var_os("ACHTERBAN_TEST_POSTGRES_LOG");
    if path.is_none() {
        eprintln!(
            "the log of PostgreSQL was not looked at: ACHTERBAN_TEST_POSTGRES_LOG is not set"
        );
    }
    path.map(|path| std::fs::read(path).unwrap())
}
