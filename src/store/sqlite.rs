//! A SQLite database in a directory: how it is made, opened, hardened and kept clean.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqlitePool};

use super::db::Db;
use super::error::StoreError;
use super::migrate;
use crate::anonymity::random::Id;
use crate::sabotage::{Defence, taken_out};

/// Name of the database within the data directory.
pub(super) const FILE: &str = "achterban.db";
/// `PRAGMA application_id`, written by the first migration.
const APPLICATION: u32 = 1_097_033_844;
const READERS: u32 = 4;
const EMPTY_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Opens the database in `directory`; makes it when there is none.
pub(super) async fn open(directory: &Path, has_round_keys: bool) -> Result<Db, StoreError> {
    make_directory(directory)?;
    let path = directory.join(FILE);
    if !path.try_exists().map_err(StoreError::at(&path))? {
        if has_round_keys {
            return Err(StoreError::DatabaseMissing { path });
        }
        create(&path).await?;
    }
    refuse_another_file(&path)?;
    let write = connect(&path, options(&path), 1).await?;
    migrate::sqlite(&write, &path).await?;
    let read = connect(&path, options(&path).pragma("query_only", "ON"), READERS).await?;
    Ok(Db::Sqlite { read, write })
}

/// Every connection gets the same: durable commits, deleted text overwritten, nothing trusted that stands in the file.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(Duration::from_secs(5))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous())
        .foreign_keys(true)
        .pragma("secure_delete", secure_delete())
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("mmap_size", "0")
        .pragma("temp_store", "MEMORY")
        // A log line per statement would tell when an answer came in.
        .disable_statement_logging()
}

/// With `Full` the log is on the disk before a commit returns.
fn synchronous() -> SqliteSynchronous {
    if taken_out(Defence::SyncNormal) {
        SqliteSynchronous::Normal
    } else {
        SqliteSynchronous::Full
    }
}

fn secure_delete() -> &'static str {
    if taken_out(Defence::NoSecureDelete) {
        "OFF"
    } else {
        "ON"
    }
}

async fn connect(
    path: &Path,
    options: SqliteConnectOptions,
    connections: u32,
) -> Result<SqlitePool, StoreError> {
    SqlitePoolOptions::new()
        .max_connections(connections)
        // Longer than any flush, so that a submission waits for it and is not refused.
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(Duration::from_secs(60))
        .max_lifetime(None)
        .test_before_acquire(false)
        // A full disk makes SQLite end a transaction by itself, after which sqlx can begin no other one: let go of it.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(options)
        .await
        .map_err(|error| about(path, error))
}

fn make_directory(directory: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(StoreError::at(directory))
}

/// Makes a database aside and puts it in place when it is whole: a crash leaves none or a good one.
async fn create(path: &Path) -> Result<(), StoreError> {
    let name = format!("{FILE}.{}.new", Id::random()?);
    let aside = path.with_file_name(name);
    make_private(&aside).map_err(StoreError::at(path))?;
    let pool = connect(&aside, options(&aside).create_if_missing(true), 1).await?;
    let made = migrate::sqlite(&pool, path).await;
    pool.close().await;
    let placed = made.and_then(|()| put_in_place(&aside, path).map_err(StoreError::at(path)));
    for left in [
        aside.clone(),
        with_suffix(&aside, "-wal"),
        with_suffix(&aside, "-shm"),
    ] {
        remove(&left)?;
    }
    placed
}

/// An empty file that only its owner reads, also in a directory that others may enter; SQLite's other files take over
/// its permissions.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// A link, not a rename: a rename would replace a database that another process made meanwhile.
fn put_in_place(aside: &Path, path: &Path) -> io::Result<()> {
    File::open(aside)?.sync_all()?;
    match fs::hard_link(aside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    match path.parent() {
        Some(directory) => File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::at(path)(error)),
        _ => Ok(()),
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Looks at the file's first bytes before SQLite touches it.
pub(super) fn refuse_another_file(path: &Path) -> Result<(), StoreError> {
    let mut header = [0; 100];
    let not_a_database = || StoreError::NotADatabase {
        path: path.to_owned(),
    };
    File::open(path)
        .map_err(StoreError::at(path))?
        .read_exact(&mut header)
        .map_err(|_| not_a_database())?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_a_database());
    }
    let application = u32::from_be_bytes([header[68], header[69], header[70], header[71]]);
    if application == APPLICATION {
        Ok(())
    } else {
        Err(StoreError::OtherProgram {
            path: path.to_owned(),
        })
    }
}

/// An error while opening, with the file it is about.
pub(super) fn about(path: &Path, error: sqlx::Error) -> StoreError {
    let path = path.to_owned();
    match StoreError::from(error) {
        StoreError::CannotWrite(_) => StoreError::ReadOnly { path },
        StoreError::Corrupt(_) => StoreError::NotADatabase { path },
        other => other,
    }
}

/// Writes the write-ahead log into the database and empties it. A reader may be in the way; the next call tries again.
pub(super) async fn empty_log(write: &SqlitePool) -> Result<(), StoreError> {
    if !taken_out(Defence::KeptLog) {
        sqlx::query(EMPTY_LOG).execute(write).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::AssertSqlSafe;

    #[tokio::test]
    async fn every_connection_is_durable_and_trusts_nothing_in_the_file() {
        let directory = std::env::temp_dir().join(format!("achterban-{}", Id::random().unwrap()));
        let Db::Sqlite { read, write } = open(&directory, false).await.unwrap() else {
            panic!("SQLite was asked for");
        };
        for pool in [&read, &write] {
            let mut connections = Vec::new();
            for _ in 0..pool.options().get_max_connections() {
                connections.push(pool.acquire().await.unwrap());
            }
            for connection in &mut connections {
                for (pragma, wanted) in [
                    ("synchronous", 2),
                    ("secure_delete", 1),
                    ("foreign_keys", 1),
                    ("trusted_schema", 0),
                    ("cell_size_check", 1),
                    ("mmap_size", 0),
                    ("temp_store", 2),
                    ("busy_timeout", 5_000),
                ] {
                    let sql = AssertSqlSafe(format!("PRAGMA {pragma}"));
                    let (found,): (i64,) = sqlx::query_as(sql)
                        .fetch_one(&mut **connection)
                        .await
                        .unwrap();
                    assert_eq!(found, wanted, "{pragma}");
                }
                let mode = AssertSqlSafe("PRAGMA journal_mode".to_owned());
                let (mode,): (String,) = sqlx::query_as(mode)
                    .fetch_one(&mut **connection)
                    .await
                    .unwrap();
                assert_eq!(mode, "wal");
            }
        }
        std::fs::remove_dir_all(directory).unwrap();
    }
}
