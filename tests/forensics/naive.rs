//! The test of the oracle: three layouts that look harmless, on both databases. It must rebuild nearly every pair.

use achterban::anonymity::code::Code;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::evidence::{Evidence, Tokens, Truth};
use super::oracle::{Score, judge};
use super::{PEOPLE, postgres_files, sqlite_file};
use crate::conformance::{Place, TestDirectory};

/// How codes and answers are kept by who thinks no further than columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Random keys, no times; the code is marked as used in the transaction that stores the answer.
    UsedFlag,
    /// Used codes and answers in two tables, numbered as they come.
    RowidTable,
    /// Random keys; both rows have a time.
    TimestampColumn,
}

impl Layout {
    fn tables(self) -> [&'static str; 2] {
        match self {
            Self::UsedFlag => [
                "CREATE TABLE code (code TEXT PRIMARY KEY, used BOOLEAN NOT NULL)",
                "CREATE TABLE answer (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
            ],
            Self::RowidTable => [
                "CREATE TABLE code (number INTEGER PRIMARY KEY, code TEXT NOT NULL)",
                "CREATE TABLE answer (number INTEGER PRIMARY KEY, body TEXT NOT NULL)",
            ],
            Self::TimestampColumn => [
                "CREATE TABLE code (code TEXT PRIMARY KEY, used_at BIGINT NOT NULL)",
                "CREATE TABLE answer (id TEXT PRIMARY KEY, sent_at BIGINT NOT NULL, body TEXT NOT NULL)",
            ],
        }
    }

    /// Before anyone answers.
    fn issue(self, truth: &Truth) -> String {
        match self {
            Self::UsedFlag => {
                let rows: Vec<_> = printed(truth)
                    .iter()
                    .map(|code| format!("('{code}', FALSE)"))
                    .collect();
                format!("INSERT INTO code (code, used) VALUES {}", rows.join(", "))
            }
            Self::RowidTable | Self::TimestampColumn => "SELECT 1".to_owned(),
        }
    }

    /// One person answers.
    fn answer(self, truth: &Truth, person: usize) -> String {
        let (code, body) = (truth.codes[person].printed(), truth.body(person));
        let id = achterban::anonymity::random::Id::random().unwrap();
        let at = 1_790_000_000_000 + 1_000 * person;
        let [code, answer] = match self {
            Self::UsedFlag => [
                format!("UPDATE code SET used = TRUE WHERE code = '{code}'"),
                format!("INSERT INTO answer (id, body) VALUES ('{id}', '{body}')"),
            ],
            Self::RowidTable => [
                format!("INSERT INTO code (number, code) VALUES ({person}, '{code}')"),
                format!("INSERT INTO answer (number, body) VALUES ({person}, '{body}')"),
            ],
            Self::TimestampColumn => [
                format!("INSERT INTO code (code, used_at) VALUES ('{code}', {at})"),
                format!(
                    "INSERT INTO answer (id, sent_at, body) VALUES ('{id}', {at} + 2, '{body}')"
                ),
            ],
        };
        format!("BEGIN; {code}; {answer}; COMMIT")
    }
}

fn printed(truth: &Truth) -> Vec<String> {
    truth.codes.iter().map(Code::printed).collect()
}

fn tokens(truth: &Truth) -> Tokens {
    let bytes = |texts: &[String]| {
        texts
            .iter()
            .map(|text| text.clone().into_bytes())
            .collect::<Vec<_>>()
    };
    Tokens::new(bytes(&printed(truth)), bytes(&truth.texts))
}

async fn run(connection: &mut SqliteConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}

async fn on_sqlite(layout: Layout) -> Score {
    let (directory, truth) = (TestDirectory::new(), Truth::drawn(PEOPLE));
    let [file, before] = ["naive.db", "before.db"].map(|name| directory.path().join(name));
    let url = format!("sqlite://{}?mode=rwc", file.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let begin =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0"
            .to_owned();
    run(&mut connection, begin).await;
    for table in layout.tables() {
        // Only the numbered tables have numbers.
        let without = if layout == Layout::RowidTable {
            ""
        } else {
            " WITHOUT ROWID"
        };
        run(&mut connection, format!("{table}{without}")).await;
    }
    run(&mut connection, layout.issue(&truth)).await;
    run(
        &mut connection,
        "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
    )
    .await;
    std::fs::copy(&file, &before).unwrap();
    for person in 0..PEOPLE {
        run(&mut connection, layout.answer(&truth, person)).await;
    }
    let tokens = tokens(&truth);
    let mut events = Vec::new();
    if layout == Layout::UsedFlag {
        events = sqlite_file::commits(&before, &file.with_extension("db-wal"), &tokens);
    }
    run(
        &mut connection,
        "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
    )
    .await;
    judge(
        &[("the file", &sqlite_file::read(&file, &tokens))],
        &events,
        &truth,
    )
}

async fn on_postgresql(layout: Layout) -> Option<Score> {
    let (place, truth) = (Place::postgresql().await?, Truth::drawn(PEOPLE));
    let schema = place.texts("SELECT current_schema()::TEXT").await.remove(0);
    place.behind_its_back("DROP TABLE code").await.unwrap();
    let tables = layout.tables().join("; ");
    place
        .behind_its_back(&format!("{tables}; {}", layout.issue(&truth)))
        .await
        .unwrap();
    let mut all = String::from("SET synchronous_commit = off; ");
    for person in 0..PEOPLE {
        all.push_str(&layout.answer(&truth, person));
        all.push_str("; ");
    }
    place.behind_its_back(&all).await.unwrap();
    let tables = ["code", "answer"].map(|table| format!("{schema}.{table}"));
    let evidence: Evidence = postgres_files::read(
        &place,
        &tables.each_ref().map(String::as_str),
        &tokens(&truth),
    )
    .await;
    Some(judge(&[("the tables", &evidence)], &[], &truth))
}

async fn gives_nearly_everything_away(layout: Layout) {
    let sqlite = on_sqlite(layout).await;
    println!("oracle, naive {layout:?}, SQLite:     {sqlite}");
    assert!(sqlite.pairs * 100 >= PEOPLE * 95, "{sqlite}");
    if let Some(postgres) = on_postgresql(layout).await {
        println!("oracle, naive {layout:?}, PostgreSQL: {postgres}");
        assert!(postgres.pairs * 100 >= PEOPLE * 95, "{postgres}");
    }
}

#[tokio::test]
async fn marking_the_code_as_used_beside_the_answer_gives_away_who_said_what() {
    gives_nearly_everything_away(Layout::UsedFlag).await;
}

#[tokio::test]
async fn numbering_rows_as_they_come_gives_away_who_said_what() {
    gives_nearly_everything_away(Layout::RowidTable).await;
}

#[tokio::test]
async fn a_time_on_both_sides_gives_away_who_said_what() {
    gives_nearly_everything_away(Layout::TimestampColumn).await;
}
