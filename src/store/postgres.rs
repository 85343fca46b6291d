//! A PostgreSQL database that several servers may share.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgTransaction};
use sqlx::{AssertSqlSafe, ConnectOptions, PgPool};

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

/// Tables with something of residents in which rows are deleted one by one; those that refer to them go with them.
const OF_RESIDENTS: &str =
    "'signal'::regclass, 'code'::regclass, 'reading'::regclass, 'coding'::regclass";

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

/// Writes the tables anew in which rows of residents are deleted one by one, in the order of their keys. A deleted row
/// stays in the file otherwise, also after `VACUUM FULL`, as long as somebody's older transaction might see it.
pub(super) async fn write_anew(pool: &PgPool) -> Result<(), StoreError> {
    if taken_out(Defence::NoEraseRewrite) {
        return Ok(());
    }
    let mut tx = pool.begin().await?;
    let tables = of_residents(&mut tx).await?;
    let list = tables.join(", ");
    run(
        &mut tx,
        format!("LOCK TABLE {list} IN ACCESS EXCLUSIVE MODE"),
    )
    .await?;
    for (number, table) in tables.iter().enumerate() {
        let keep =
            format!("CREATE TEMP TABLE kept_{number} ON COMMIT DROP AS SELECT * FROM {table}");
        run(&mut tx, keep).await?;
    }
    run(&mut tx, format!("TRUNCATE {list}")).await?;
    for (number, table) in tables.iter().enumerate() {
        let back = format!("INSERT INTO {table} SELECT * FROM kept_{number} ORDER BY 1, 2");
        run(&mut tx, back).await?;
    }
    Ok(tx.commit().await?)
}

/// [`OF_RESIDENTS`] and all that refers to one of them, that which is referred to first. Names are quoted where needed.
async fn of_residents(tx: &mut PgTransaction<'_>) -> Result<Vec<String>, StoreError> {
    let mut tables: Vec<String> = Vec::new();
    let mut found = names(tx, format!("SELECT unnest(ARRAY[{OF_RESIDENTS}])::TEXT")).await?;
    while !found.is_empty() {
        tables.append(&mut found);
        let known = tables.iter().map(|table| format!("'{table}'::regclass"));
        let known = known.collect::<Vec<_>>().join(", ");
        let refer = format!(
            "SELECT DISTINCT conrelid::regclass::TEXT FROM pg_constraint WHERE contype = 'f'
            AND confrelid IN ({known}) AND conrelid NOT IN ({known}) ORDER BY 1"
        );
        found = names(tx, refer).await?;
    }
    Ok(tables)
}

async fn names(tx: &mut PgTransaction<'_>, sql: String) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql))
        .fetch_all(&mut **tx)
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

async fn run(tx: &mut PgTransaction<'_>, sql: String) -> Result<(), StoreError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **tx).await?;
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
