//! A PostgreSQL database that several servers may share.

use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::db::Db;
use super::error::StoreError;
use super::migrate;

const CONNECTIONS: u32 = 12;

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
