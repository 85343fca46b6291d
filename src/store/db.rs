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
    /// Adding to the audit trail.
    Audit = 1,
    /// Rewriting the tables of answers; submissions share it.
    Answers = 2,
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

/// The few statements that need their database's own words.
#[derive(Clone, Copy)]
pub(super) struct PerDatabase {
    pub(super) sqlite: &'static str,
    pub(super) postgres: &'static str,
}

/// Names the SQL of a file that differs per database, and lists it as `PER_DATABASE`.
macro_rules! per_database {
    ($($(#[$doc:meta])* $name:ident = { sqlite: $sqlite:literal, postgres: $postgres:literal };)*) => {
        $($(#[$doc])* const $name: $crate::store::db::PerDatabase = $crate::store::db::PerDatabase {
            sqlite: $sqlite,
            postgres: $postgres,
        };)*
        /// Every statement of this file that differs per database.
        pub(super) const PER_DATABASE: &[$crate::store::db::PerDatabase] = &[$($name),*];
    };
}

pub(super) use {on, per_database, read, statements};

per_database! {
    /// Held until the transaction ends. On SQLite the transaction itself keeps everyone else out.
    LOCK = {
        sqlite: "SELECT CAST($1 AS BIGINT)",
        postgres: "SELECT CAST($1 AS BIGINT) FROM (SELECT pg_advisory_xact_lock($1)) AS held"
    };
    SHARE = {
        sqlite: "SELECT CAST($1 AS BIGINT)",
        postgres: "SELECT CAST($1 AS BIGINT) FROM (SELECT pg_advisory_xact_lock_shared($1)) AS held"
    };
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

    /// Waits until no other process holds or shares the lock; it is held until this transaction ends.
    pub(super) async fn lock(&mut self, lock: Lock) -> Result<(), StoreError> {
        self.take(LOCK, lock).await
    }

    /// Waits until no other process holds the lock; it is shared until this transaction ends.
    pub(super) async fn share(&mut self, lock: Lock) -> Result<(), StoreError> {
        self.take(SHARE, lock).await
    }

    async fn take(&mut self, statement: PerDatabase, lock: Lock) -> Result<(), StoreError> {
        // Any number will do that no other program on the same PostgreSQL takes.
        let number = 0x6163_6874_6572_0000_i64 + lock as i64;
        let sql = self.pick(statement);
        on!(self, |c| sqlx::query(sql)
            .bind(number)
            .execute(c)
            .await
            .map(drop))?;
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
