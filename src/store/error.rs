//! What can go wrong in the store: where, what, and how to mend it.
//!
//! The text of the database's own error is only in `source`; no visitor ever sees it.

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::migrate::MigrateError;

use super::password::PasswordProblem;
use crate::anonymity::key_file::KeyError;
use crate::anonymity::random::RandomError;
use crate::anonymity::seal::SealError;

/// An error of the store. [`StoreError::kind`] tells callers what to do with it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file is empty, cut short or something else than a database.
    #[error("{}: this is not a database of achterban; restore a backup with: achterban restore FILE --data NEWDIR", .path.display())]
    NotADatabase {
        /// Which file.
        path: PathBuf,
    },
    /// A database of another program.
    #[error("{}: this database belongs to another program; choose another directory with --data", .path.display())]
    OtherProgram {
        /// Which file.
        path: PathBuf,
    },
    /// Keys of rounds are there and their database is not: never start anew over a lost one.
    #[error("{}: the database is missing, but keys of its rounds are there; restore a backup with: achterban restore FILE --data NEWDIR", .path.display())]
    DatabaseMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// Written by a newer program.
    #[error(
        "{place}: the database has version {found}, this program knows versions up to {known}; nothing was changed; install the newer program"
    )]
    Newer {
        /// File or server.
        place: String,
        /// The version of the database.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// A migration could not run.
    #[error(
        "{place}: the database could not be brought to this program's version; nothing was changed"
    )]
    Migration {
        /// File or server.
        place: String,
        /// Why.
        source: MigrateError,
    },
    /// The directory or file cannot be written.
    #[error("{}: cannot be written; give the user that runs achterban read and write permission on this directory and its files", .path.display())]
    ReadOnly {
        /// Which file or directory.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("{}: {cause}", .path.display())]
    Io {
        /// Which file or directory.
        path: PathBuf,
        /// What the file system said.
        cause: std::io::Error,
    },
    /// Another server uses this directory.
    #[error("{}: another server already uses this directory; stop it first, or choose another directory with --data", .path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The address of a database that is none.
    #[error("--database: the address is not of the form postgres://USER@HOST/DATABASE")]
    Address,
    /// A copy for a backup is made of SQLite alone.
    #[error(
        "on PostgreSQL the database makes its own backups: use pg_dump, and keep the directory of the keys with it (docs/installatie)"
    )]
    NoCopy,
    /// No room on the disk, or a quota is used up. Nothing was stored.
    #[error("the disk is full: nothing was stored; free some space, no restart is needed")]
    Full(#[source] sqlx::Error),
    /// The database was in use by something else for too long. Nothing was stored.
    #[error("the database is in use by another program: nothing was stored; try again")]
    Busy(#[source] sqlx::Error),
    /// The database does not answer.
    #[error(
        "the database does not answer: nothing was stored; check that it runs and can be reached"
    )]
    Unreachable(#[source] sqlx::Error),
    /// The database turned read-only while running.
    #[error(
        "the database can only be read: nothing was stored; check the file system and its permissions"
    )]
    CannotWrite(#[source] sqlx::Error),
    /// The file is damaged.
    #[error("the database is damaged: restore a backup with: achterban restore FILE --data NEWDIR")]
    Corrupt(#[source] sqlx::Error),
    /// Someone else changed the row meanwhile.
    #[error("{what} was changed by someone else meanwhile")]
    Conflict {
        /// Which kind of row.
        what: &'static str,
    },
    /// It is there already.
    #[error("{what} exists already")]
    Exists {
        /// What, with its name.
        what: String,
    },
    /// It is not there, or not of this client council.
    #[error("{what} does not exist")]
    NotFound {
        /// What, with its name.
        what: String,
    },
    /// The round is not in a state in which this can be done.
    #[error("round {round} is {state}")]
    RoundState {
        /// Which round.
        round: String,
        /// Its state.
        state: &'static str,
    },
    /// The round has an open link.
    #[error(
        "round {round} has an open link, so it has no codes; open a round with: achterban round open --entry code"
    )]
    NoCodes {
        /// Which round.
        round: String,
    },
    /// A named group of codes that points at people.
    #[error(
        "a group has {fewest} codes or more, so that it points at nobody; issue more, or leave the group out"
    )]
    SmallGroup {
        /// The fewest codes.
        fewest: u64,
    },
    /// The fixed part of a round was changed behind the program's back.
    #[error(
        "round {round}: its fixed part (questionnaire, entry, threshold) is not what it was when the round was made; it stays shut; restore a backup"
    )]
    RoundHeader {
        /// Which round.
        round: String,
    },
    /// The key file is good, but of another round or an earlier installation.
    #[error(
        "round {round}: the key file is not the one that this round was made with; put the right one back from where keys are kept"
    )]
    WrongKey {
        /// Which round.
        round: String,
    },
    /// A value in the database that the program never wrote.
    #[error("{what} holds a value that achterban never writes; run: achterban verify")]
    Unreadable {
        /// Table and column.
        what: &'static str,
    },
    /// What stood in one commit with others was not stored, for this reason.
    #[error(transparent)]
    NotStored(Arc<StoreError>),
    /// The writer has ended; the server must stop, so that it does not go on without storing.
    #[error("the writer of answers has stopped: nothing was stored")]
    WriterGone,
    /// A key file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A seal.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// A password that is not taken.
    #[error(transparent)]
    Password(#[from] PasswordProblem),
    /// A password that could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
    /// Anything else that the database says: its tables are not as this program made them, or this program makes a mistake.
    #[error(
        "the database refused a statement: it is damaged, or achterban makes a mistake; restore a backup with: achterban restore FILE --data NEWDIR"
    )]
    Database(#[source] sqlx::Error),
}

/// What a caller does with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The installation is wrong: exit code 78, the message says which file and what mends it.
    Installation,
    /// Nothing was stored, later it may work: status 503.
    Later,
    /// The row was changed meanwhile: status 409.
    Conflict,
    /// There is no such thing: status 404.
    NotFound,
    /// What was asked cannot be done with the data as it is: exit code 1.
    Input,
    /// A fault of the program: status 500.
    Fault,
}

impl StoreError {
    /// What a caller does with this error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotADatabase { .. }
            | Self::OtherProgram { .. }
            | Self::DatabaseMissing { .. }
            | Self::Newer { .. }
            | Self::Migration { .. }
            | Self::ReadOnly { .. }
            | Self::Io { .. }
            | Self::Locked { .. }
            | Self::Corrupt(_)
            | Self::RoundHeader { .. }
            | Self::WrongKey { .. }
            | Self::Random(_)
            | Self::Key(_) => ErrorKind::Installation,
            Self::Full(_)
            | Self::Busy(_)
            | Self::Unreachable(_)
            | Self::CannotWrite(_)
            | Self::WriterGone => ErrorKind::Later,
            Self::NotStored(cause) => cause.kind(),
            Self::Conflict { .. } => ErrorKind::Conflict,
            Self::NotFound { .. } => ErrorKind::NotFound,
            Self::Address
            | Self::NoCopy
            | Self::Exists { .. }
            | Self::RoundState { .. }
            | Self::NoCodes { .. }
            | Self::SmallGroup { .. }
            | Self::Password(_) => ErrorKind::Input,
            Self::Unreadable { .. } | Self::Seal(_) | Self::Hash | Self::Database(_) => {
                ErrorKind::Fault
            }
        }
    }

    /// For `map_err`: an I/O error with the file or directory it is about.
    pub(super) fn at(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        move |cause| {
            let path = path.to_owned();
            match cause.kind() {
                Io::PermissionDenied | Io::ReadOnlyFilesystem => Self::ReadOnly { path },
                _ => Self::Io { path, cause },
            }
        }
    }

    /// For `ok_or_else`: something that is not there.
    pub(super) fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    /// Whether the database refused a second row with the same key.
    pub(super) fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(cause)) if cause.is_unique_violation())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) => match meaning(cause.code().as_deref().unwrap_or("")) {
                Meaning::Full => Self::Full(error),
                Meaning::Busy => Self::Busy(error),
                Meaning::Unreachable => Self::Unreachable(error),
                Meaning::CannotWrite => Self::CannotWrite(error),
                Meaning::Corrupt => Self::Corrupt(error),
                Meaning::Other => Self::Database(error),
            },
            sqlx::Error::PoolTimedOut => Self::Busy(error),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unreachable(error),
            _ => Self::Database(error),
        }
    }
}

enum Meaning {
    Full,
    Busy,
    Unreachable,
    CannotWrite,
    Corrupt,
    Other,
}

/// SQLite gives an extended result code as a number, PostgreSQL five characters (SQLSTATE).
fn meaning(code: &str) -> Meaning {
    if code.len() < 5 {
        return code.parse::<u16>().map_or(Meaning::Other, sqlite_meaning);
    }
    match code {
        // disk_full, and the write errors that a full quota gives
        "53100" | "58030" => Meaning::Full,
        // lock_not_available, deadlock_detected, serialization_failure, query_canceled
        "55P03" | "40P01" | "40001" | "57014" => Meaning::Busy,
        "25006" => Meaning::CannotWrite,
        "XX001" | "XX002" => Meaning::Corrupt,
        // connection exceptions, too many connections, operator intervention
        _ if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
            Meaning::Unreachable
        }
        _ => Meaning::Other,
    }
}

fn sqlite_meaning(code: u16) -> Meaning {
    const IOERR_WRITE: u16 = 778;
    match (code, code & 0xff) {
        (_, 13) | (IOERR_WRITE, _) => Meaning::Full,
        (_, 5 | 6) => Meaning::Busy,
        (_, 8 | 14) => Meaning::CannotWrite,
        (_, 11 | 26) => Meaning::Corrupt,
        (_, 10) => Meaning::Unreachable,
        _ => Meaning::Other,
    }
}
