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

/// Settings of the server that anonymity or durability rests on, with the only value that will do and the reason.
const SETTINGS: [(&str, &str, &str); 6] = [
    (
        "archive_mode",
        "off",
        "an archive keeps the order in which answers came",
    ),
    (
        "track_commit_timestamp",
        "off",
        "it keeps the time of each answer",
    ),
    (
        "log_statement",
        "none",
        "the server's log would tell when an answer came",
    ),
    (
        "log_parameter_max_length_on_error",
        "0",
        "the server's log would hold answers",
    ),
    ("fsync", "on", "an acknowledged answer could be lost"),
    (
        "synchronous_commit",
        "on",
        "an acknowledged answer could be lost",
    ),
];

/// Tables with something of residents that the flush does not write anew. Deleted rows stay in their files until these
/// are written anew; only PostgreSQL has the word.
const WRITE_ANEW: [&str; 3] = [
    "VACUUM (FULL) signal",
    "VACUUM (FULL) contact",
    "VACUUM (FULL) code",
];

/// Only PostgreSQL has it.
const SETTING: &str = "SELECT setting FROM pg_settings WHERE name = $1";

/// What is set otherwise, each with the statement that mends it.
pub(super) async fn unsafe_settings(pool: &PgPool) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for (name, wanted, why) in SETTINGS {
        let setting: Option<(String,)> = sqlx::query_as(SETTING)
            .bind(name)
            .fetch_optional(pool)
            .await?;
        match setting {
            Some((setting,)) if setting != wanted => found.push(format!(
                "{name} is {setting}: {why}; mend it with: ALTER SYSTEM SET {name} = '{wanted}'"
            )),
            _ => {}
        }
    }
    Ok(found)
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
