//! A copy of the database for a backup, without what would tell who came when: no write-ahead log, no free pages, every table in
//! the order of its random keys, no session, and none of the answers that still wait for the night (fewer than m a round).

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection};

use super::db::Db;
use super::error::StoreError;
use super::{Store, migrate, sqlite};

const COPY: &str = "VACUUM INTO $1";
const WAITING: &str = "SELECT count(*) FROM pool";
/// What a backup leaves out.
const LEAVE_OUT: [&str; 3] = ["DELETE FROM pool", "DELETE FROM session", "VACUUM"];
const VERSION: &str = "SELECT max(version) FROM _sqlx_migrations WHERE success";

impl Store {
    /// Writes a copy of the database to a new file, after a flush. How many answers still waited and are left out.
    ///
    /// # Errors
    /// [`StoreError::NoCopy`] on PostgreSQL; else when it can't be read or written.
    pub async fn copy_into(&self, path: &Path) -> Result<u64, StoreError> {
        let Db::Sqlite { write, .. } = &self.db else {
            return Err(StoreError::NoCopy);
        };
        self.flush().await?;
        sqlite::make_private(path).map_err(StoreError::at(path))?;
        sqlx::query(COPY)
            .bind(path.display().to_string())
            .execute(write)
            .await?;
        let mut copy = connection(path).await?;
        let (waiting,): (i64,) = sqlx::query_as(WAITING).fetch_one(&mut copy).await?;
        for statement in LEAVE_OUT {
            sqlx::query(statement).execute(&mut copy).await?;
        }
        copy.close().await?;
        Ok(u64::try_from(waiting).unwrap_or(0))
    }

    /// The version of this program's database.
    #[must_use]
    pub fn newest_version() -> i64 {
        migrate::newest()
    }

    /// The version of a SQLite database that nobody opened yet; `None` when there is none.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn version_of(directory: &Path) -> Result<Option<i64>, StoreError> {
        let path = database(directory);
        if !path.try_exists().map_err(StoreError::at(&path))? {
            return Ok(None);
        }
        sqlite::refuse_another_file(&path)?;
        let mut connection = connection(&path).await?;
        let found: Result<(Option<i64>,), _> =
            sqlx::query_as(VERSION).fetch_one(&mut connection).await;
        connection.close().await?;
        Ok(found.ok().and_then(|(version,)| version).or(Some(0)))
    }

    /// Writes an exact copy of the database of a directory to a new file, before something may go wrong with it.
    ///
    /// # Errors
    /// When it can't be read or written.
    pub async fn snapshot(directory: &Path, to: &Path) -> Result<(), StoreError> {
        sqlite::make_private(to).map_err(StoreError::at(to))?;
        let mut connection = connection(&database(directory)).await?;
        sqlx::query(COPY)
            .bind(to.display().to_string())
            .execute(&mut connection)
            .await?;
        Ok(connection.close().await?)
    }
}

/// The database file of a data directory.
#[must_use]
pub fn database(directory: &Path) -> PathBuf {
    directory.join(sqlite::FILE)
}

async fn connection(path: &Path) -> Result<sqlx::SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .pragma("secure_delete", "ON")
        .disable_statement_logging();
    let options = match path.file_name().is_some_and(|name| name == sqlite::FILE) {
        true => options,
        false => options.journal_mode(SqliteJournalMode::Delete),
    };
    options
        .connect()
        .await
        .map_err(|error| sqlite::about(path, error))
}

/// Name of the backup of a night.
pub fn backup_name(day: Date) -> String {
    format!("achterban-{day}.backup")
}

/// The night of a backup, by its name.
pub fn backup_day(name: &str) -> Option<Date> {
    let day = name.strip_prefix("achterban-")?.strip_suffix(".backup")?;
    day.parse().ok()
}

/// The newest night of which a backup stands in a directory.
pub fn newest_backup(directory: &Path) -> Option<Date> {
    let files = std::fs::read_dir(directory).ok()?;
    let days = files.filter_map(|file| backup_day(&file.ok()?.file_name().to_string_lossy()));
    days.max()
}
