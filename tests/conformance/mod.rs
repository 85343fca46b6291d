//! Every rule of the store, on SQLite and on PostgreSQL.
//!
//! PostgreSQL is the server in `ACHTERBAN_TEST_POSTGRES` (`tests/run` starts one); without it that half says that it
//! was not run. Each test has a directory and a schema of its own.

mod advice;
mod anonymity;
mod answers;
mod apart;
mod codes;
mod conversation;
mod damage;
mod evaluation;
mod house_style;
mod killed;
mod ledger;
mod margins;
mod opening;
mod paper;
mod registers;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use achterban::anonymity::keys::KeyRing;
use achterban::anonymity::mix::Thresholds;
use achterban::anonymity::random::Id;
use achterban::domain::id::{ClientCouncilId, QuestionnaireId, RoundId};
use achterban::store::{
    Actor, ClientCouncil, Entry, Location, NewRound, Store, StoreError, Submitted,
};
use jiff::civil::Date;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};

/// Writes each test once and runs it on both databases.
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($place:ident) $body:block)*) => {
        $(
            $(#[$doc])*
            mod $name {
                #[allow(clippy::allow_attributes, unused_imports, reason = "what a test uses differs")]
                use super::*;

                async fn test($place: &Place) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_sqlite() {
                    test(&Place::sqlite().await).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_postgresql() {
                    if let Some(place) = Place::postgresql().await {
                        test(&place).await;
                    }
                }
            }
        )*
    };
}
pub(crate) use on_both;

/// A store with nothing in it, and a way to look behind its back.
pub(crate) struct Place {
    pub(crate) store: Store,
    pub(crate) location: Location,
    pub(crate) directory: TestDirectory,
}

/// A directory that goes with the test.
pub(crate) struct TestDirectory(PathBuf);

impl TestDirectory {
    pub(crate) fn new() -> Self {
        let name = format!("achterban-test-{}", Id::random().unwrap());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("achterban.db")
    }

    pub(crate) fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }
}

impl Drop for TestDirectory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Place {
    pub(crate) async fn sqlite() -> Self {
        let directory = TestDirectory::new();
        let location = Location::Directory(directory.path().to_owned());
        Self::at(location, directory).await.unwrap()
    }

    pub(crate) async fn postgresql() -> Option<Self> {
        let Ok(url) = std::env::var("ACHTERBAN_TEST_POSTGRES") else {
            eprintln!("not run on PostgreSQL: ACHTERBAN_TEST_POSTGRES is not set");
            return None;
        };
        let schema = format!("test_{}", Id::random().unwrap());
        let mut server = PgConnection::connect(&url).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
            .execute(&mut server)
            .await
            .unwrap();
        let location = Location::Server(format!("{url}?options[search_path]={schema}"));
        Some(Self::at(location, TestDirectory::new()).await.unwrap())
    }

    async fn at(location: Location, directory: TestDirectory) -> Result<Self, StoreError> {
        let keys = KeyRing::open(&directory.keys())?;
        Ok(Self {
            store: Store::open(&location, keys).await?,
            location,
            directory,
        })
    }

    /// The same data, opened anew as after a restart.
    pub(crate) async fn reopened(&self) -> Result<Store, StoreError> {
        let keys = KeyRing::open(&self.directory.keys())?;
        Store::open(&self.location, keys).await
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::Directory(_))
    }

    /// Runs a statement behind the store's back; the answer is how many rows it changed.
    pub(crate) async fn behind_its_back(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.location {
            Location::Directory(_) => {
                let mut connection = self.raw_sqlite().await;
                let done = sqlx::raw_sql(sql).execute(&mut connection).await?;
                connection.close().await?;
                Ok(done.rows_affected())
            }
            Location::Server(url) => {
                let mut connection = PgConnection::connect(url).await?;
                Ok(sqlx::raw_sql(sql)
                    .execute(&mut connection)
                    .await?
                    .rows_affected())
            }
        }
    }

    pub(crate) async fn raw_sqlite(&self) -> SqliteConnection {
        let url = format!("sqlite://{}", self.directory.database().display());
        SqliteConnection::connect(&url).await.unwrap()
    }

    /// The first column of every row, as text.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.location {
            Location::Directory(_) => {
                let mut connection = self.raw_sqlite().await;
                let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
            Location::Server(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    pub(crate) async fn count(&self, table: &str) -> usize {
        let sql = format!("SELECT CAST(count(*) AS TEXT) FROM {table}");
        self.texts(&sql).await[0].parse().unwrap()
    }

    /// An open round of an enquête, with its client council and questionnaire.
    pub(crate) async fn open_round(&self, id: &str) -> RoundId {
        let round = self.draft_round(id).await;
        self.store.open_round(&round, someone()).await.unwrap();
        round
    }

    /// An open round that asks for a code.
    pub(crate) async fn round_with_codes(&self, id: &str) -> RoundId {
        let round = self.draft(id, Entry::Code).await;
        self.store.open_round(&round, someone()).await.unwrap();
        round
    }

    pub(crate) async fn draft_round(&self, id: &str) -> RoundId {
        self.draft(id, Entry::Open).await
    }

    async fn draft(&self, id: &str, entry: Entry) -> RoundId {
        let round = RoundId::new(id).unwrap();
        self.client_council(round.client_council().as_str()).await;
        let version = self
            .store
            .store_questionnaire(&round.questionnaire(), "id = \"wmo\"", day("2026-11-01"))
            .await
            .unwrap();
        let new = NewRound {
            id: round.clone(),
            questionnaire_version: version,
            opens: day("2026-11-01"),
            closes: day("2026-11-30"),
            entry,
            invited: Some(100),
            thresholds: Thresholds::ENQUETE,
            sample: false,
        };
        self.store.create_round(&new, someone()).await.unwrap();
        round
    }

    pub(crate) async fn client_council(&self, id: &str) -> ClientCouncilId {
        let id = ClientCouncilId::new(id).unwrap();
        if self.store.client_council(&id).await.unwrap().is_none() {
            let new = ClientCouncil {
                id: id.clone(),
                name: "Cliëntenraad Voorbeeld".to_owned(),
                profile: "{}".to_owned(),
                sample: true,
                version: 0,
            };
            self.store
                .add_client_council(&new, someone())
                .await
                .unwrap();
        }
        id
    }

    /// Sends answers `from..to`, each with a form of its own, one after the other.
    pub(crate) async fn send(&self, round: &RoundId, numbers: std::ops::Range<usize>) {
        let (intake, mut writer) = self.store.start_writer();
        for number in numbers {
            let sent = intake.submit(round, &form(number), body(number)).await;
            assert_eq!(sent.unwrap(), Submitted::Stored);
        }
        drop(intake);
        assert!(writer.ended().await);
    }
}

/// The nonce of form `number`.
pub(crate) fn form(number: usize) -> Vec<u8> {
    format!("form {number}").into_bytes()
}

/// The answer that is sent with form `number`.
pub(crate) fn body(number: usize) -> String {
    format!(r#"{{"v":1,"a":{{"beter":{{"text":"antwoord-{number:05}-einde"}}}}}}"#)
}

pub(crate) fn someone() -> Actor<'static> {
    Actor {
        login: "anna",
        at: "2026-11-20T10:00:00Z".parse().unwrap(),
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn questionnaire(id: &str) -> QuestionnaireId {
    QuestionnaireId::new(id).unwrap()
}

/// Runs `count` things at once and gives their results in order.
pub(crate) async fn at_once<T, F>(count: usize, task: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..count)
        .map(|number| tokio::spawn(task(number)))
        .collect();
    let mut results = Vec::with_capacity(count);
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

pub(crate) fn shared<T>(value: T) -> Arc<T> {
    Arc::new(value)
}
