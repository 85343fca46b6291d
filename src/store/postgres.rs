//! A PostgreSQL database that several servers may share.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};

use super::db::Db;
use super::error::StoreError;
use super::migrate;
use crate::sabotage::{Defence, taken_out};

const CONNECTIONS: u32 = 12;

const LOG: &str = "the server's log would hold answers, or tell when they came";
const HISTORY: &str = "it keeps the order or the time in which answers came";
const LOSS: &str = "an acknowledged answer could be lost";

/// Settings of the server that anonymity or durability rests on, with the only value that will do and the reason.
const SETTINGS: [(&str, &str, &str); 10] = [
    ("archive_mode", "off", HISTORY),
    ("track_commit_timestamp", "off", HISTORY),
    ("log_statement", "none", LOG),
    ("log_duration", "off", LOG),
    ("log_min_duration_statement", "-1", LOG),
    ("log_min_error_statement", "panic", LOG),
    ("log_error_verbosity", "terse", LOG),
    ("log_parameter_max_length_on_error", "0", LOG),
    ("fsync", "on", LOSS),
    ("synchronous_commit", "on", LOSS),
];

/// Extensions that keep statements, as they stand in the lists of libraries to load.
const KEEPS_STATEMENTS: [&str; 2] = ["pg_stat_statements", "auto_explain"];
const LIBRARIES: [&str; 2] = ["shared_preload_libraries", "session_preload_libraries"];
/// Chosen when the cluster is made.
const CHECKSUMS: &str = "data_checksums";

/// Tables with something of residents that the flush does not write anew. Deleted rows stay in their files until these
/// are written anew; only PostgreSQL has the word.
const WRITE_ANEW: [&str; 3] = [
    "VACUUM (FULL) signal",
    "VACUUM (FULL) contact",
    "VACUUM (FULL) code",
];

/// Only PostgreSQL has it.
const SETTING: &str = "SELECT setting FROM pg_settings WHERE name = $1";

/// What is set otherwise, each with what mends it.
pub(super) async fn unsafe_settings(pool: &PgPool) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for (name, wanted, why) in SETTINGS {
        match setting(pool, name).await? {
            Some(value) if value != wanted => found.push(format!(
                "{name} is {value}: {why}; mend it with: ALTER SYSTEM SET {name} = '{wanted}'"
            )),
            _ => {}
        }
    }
    for list in LIBRARIES {
        let loaded = setting(pool, list).await?.unwrap_or_default();
        for library in KEEPS_STATEMENTS
            .iter()
            .filter(|name| loaded.contains(*name))
        {
            found.push(format!(
                "{list} has {library}: it keeps statements; take it out of the list"
            ));
        }
    }
    if setting(pool, CHECKSUMS).await?.as_deref() == Some("off") {
        found.push(
            "data_checksums is off: a damaged page is not noticed; stop the server and run: pg_checksums --enable"
                .to_owned(),
        );
    }
    Ok(found)
}

async fn setting(pool: &PgPool, name: &str) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = sqlx::query_as(SETTING)
        .bind(name)
        .fetch_optional(pool)
        .await?;
    Ok(found.map(|(value,)| value))
}

/// Writes the tables anew in which rows of residents are deleted one by one.
pub(super) async fn write_anew(pool: &PgPool) -> Result<(), StoreError> {
    if taken_out(Defence::NoEraseRewrite) {
        return Ok(());
    }
    for sql in WRITE_ANEW {
        sqlx::query(sql).execute(pool).await?;
    }
    Ok(())
}

/// Connects to `url` (`postgres://USER@HOST/DATABASE`).
pub(super) async fn open(url: &str) -> Result<Db, StoreError> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| StoreError::Address)?
        .application_name("achterban")
        // A log line per statement would tell when an answer came in.
        .disable_statement_logging();
    let place = format!(
        "{}/{}",
        options.get_host(),
        options.get_database().unwrap_or_default()
    );
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await?;
    migrate::postgres(&pool, &place).await?;
    Ok(Db::Postgres(pool))
}
