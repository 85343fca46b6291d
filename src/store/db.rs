//! One SQL text and one body for both databases.
//!
//! `read!` and `on!` compile their body twice, once a driver; what comes out of the body must be the same type.
//! `statements!` names the SQL of a file and lists it, so that a test prepares every statement on both databases.

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use super::error::StoreError;

/// The database behind the store.
#[derive(Clone)]
pub(super) enum Db {
    /// Reading and writing apart: writers queue for one connection instead of polling a lock.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction that writes.
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// What only one process at a time may do, also when several share a PostgreSQL.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lock {
    Audit = 1,
    Flush = 2,
}

/// Runs a body with a connection that reads.
macro_rules! read {
    ($db:expr, |$connection:ident| $body:expr) => {
        match $db {
            $crate::store::db::Db::Sqlite {
                read: $connection, ..
            } => $body,
            $crate::store::db::Db::Postgres($connection) => $body,
        }
    };
}

/// Runs a body with the connection of a transaction.
macro_rules! on {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            $crate::store::db::Tx::Sqlite(tx) => {
                let $connection = &mut **tx;
                $body
            }
            $crate::store::db::Tx::Postgres(tx) => {
                let $connection = &mut **tx;
                $body
            }
        }
    };
}

/// Names the SQL of a file and lists it as `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:literal;)*) => {
        $($(#[$doc])* const $name: &str = $sql;)*
        /// Every statement of this file.
        pub(super) const STATEMENTS: &[&str] = &[$($name),*];
    };
}

pub(super) use {on, read, statements};

/// The few statements that need their database's own words.
#[derive(Clone, Copy)]
pub(super) struct PerDatabase {
    pub(super) sqlite: &'static str,
    pub(super) postgres: &'static str,
}

statements! {
    LOCK_FOR_TRANSACTION = "SELECT 1";
}

impl Db {
    /// Begins a transaction that writes. On SQLite it holds the write lock from the start: one that reads first and
    /// then writes could be refused half way.
    pub(super) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                // The last connection to go empties the write-ahead log and removes it.
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(super) async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// The SQL for this database.
    pub(super) fn pick(&self, statement: PerDatabase) -> &'static str {
        match self {
            Self::Sqlite(_) => statement.sqlite,
            Self::Postgres(_) => statement.postgres,
        }
    }
}
