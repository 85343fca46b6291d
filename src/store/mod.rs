//! The only user of sqlx. One file per entity; one method is one unit of work.
//!
//! | what | where |
//! |---|---|
//! | the way of an answer: in, made visible at night, out | [`Intake`] (writer) · [`Store::flush`], [`Store::close_round`] (flush) · [`Answers`] (published) |
//! | invitation codes | code |
//! | what is over its term is erased | [`Store::erase_overdue`] (retention) |
//! | columns for analysis | [`Segments`] (segments) |
//! | what is set apart, and who decides about it | [`Apart`], [`Store::choose_apart`], [`Store::fix_apart`] (apart) |
//! | what texts are about, and what was decided about signals | coding · decision |
//! | advices, and links for the college | advice |
//! | what three parties say of the client council's way of working | evaluation |
//! | the ledger of knelpunten | knelpunt · evidence |
//! | registers | client_council · house_style · questionnaire · round · margins · signal · contact · conversation · staff · session · report · released · paper · audit |
//! | a copy for a backup, and the version of a database | backup |
//! | is everything still there and unchanged | [`Store::verify`], [`Store::dump_hashes`] (verify) |
//! | opening, locking, errors | [`Location`], [`ServerLock`], [`StoreError`] |
//!
//! Not here: what an answer means (`domain`), when the night is (the caller says so), who may do what (`web`).

mod advice;
mod apart;
mod audit;
mod backup;
mod bulk;
mod client_council;
mod code;
mod coding;
mod contact;
mod conversation;
mod db;
mod decision;
mod error;
mod evaluation;
mod evidence;
mod flush;
mod house_style;
mod knelpunt;
mod lock;
mod margins;
mod migrate;
mod night;
mod paper;
mod password;
mod postgres;
mod prepared;
mod published;
mod questionnaire;
mod released;
mod report;
mod retention;
mod round;
mod row;
mod segments;
mod session;
mod signal;
mod sqlite;
mod staff;
mod verify;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

pub use advice::StoredAdvice;
pub use apart::Apart;
pub use audit::{Actor, AuditEntry};
pub use backup::{backup_day, backup_name, database, newest_backup};
pub use client_council::ClientCouncil;
pub use code::{IssuedCodes, SHOWN_FROM};
pub use coding::{Coded, Read, TextId, signals_of};
pub use conversation::{Conversation, Followed, Received};
pub use decision::{Decision, StoredDecision};
pub use error::{ErrorKind, StoreError};
pub use evaluation::{Links, StoredEvaluation};
pub use evidence::StoredEvidence;
pub use flush::Flushed;
pub use house_style::{LogoChange, StoredLogo, StoredStyle};
pub use knelpunt::StoredKnelpunt;
pub use lock::ServerLock;
pub use margins::StoredMargins;
pub use paper::{FirstEntry, Paper};
pub use password::PasswordProblem;
pub use published::Answers;
pub use questionnaire::StoredQuestionnaire;
pub use released::Released;
pub use report::{NewReport, Report, StoredFile};
pub use round::{Entry, NewRound, Round, RoundState};
pub use segments::Segments;
pub use session::{ABSOLUTE_SECONDS, IDLE_SECONDS, Session};
pub use signal::{Contact, NEW, NewSignal, Signal};
pub use staff::Staff;
pub use verify::Finding;
pub use writer::{Intake, Submitted, WriterTask};

use crate::anonymity::keys::KeyRing;
use db::Db;
use password::Passwords;

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// SQLite in a directory, which is made when absent.
    Directory(PathBuf),
    /// PostgreSQL: `postgres://USER@HOST/DATABASE`.
    Server(String),
}

/// Everything that is kept. Cheap to clone; all clones are the same store.
#[derive(Clone)]
pub struct Store {
    db: Db,
    keys: Arc<KeyRing>,
    passwords: Passwords,
}

impl Store {
    /// Opens what is there, brings it to this program's version, or makes it new.
    ///
    /// # Errors
    /// When the place cannot be used; the message says what is wrong and how to mend it, and nothing was changed.
    pub async fn open(location: &Location, keys: KeyRing) -> Result<Self, StoreError> {
        let db = match location {
            Location::Directory(directory) => sqlite::open(directory, keys.has_rounds()?).await?,
            Location::Server(url) => postgres::open(url).await?,
        };
        Ok(Self {
            db,
            keys: Arc::new(keys),
            passwords: Passwords::new(),
        })
    }

    /// The keys of this installation.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Whether answers can be stored now.
    ///
    /// # Errors
    /// Why not.
    pub async fn ready(&self) -> Result<(), StoreError> {
        self.db.begin().await?.rollback().await
    }

    /// Settings of a PostgreSQL server that would leak or lose answers, each with what mends it. SQLite has none: the
    /// program sets its own.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub async fn unsafe_settings(&self) -> Result<Vec<String>, StoreError> {
        match &self.db {
            Db::Sqlite { .. } => Ok(Vec::new()),
            Db::Postgres(pool) => postgres::unsafe_settings(pool).await,
        }
    }

    /// Empties SQLite's write-ahead log, so that no trace of the order of commits stays in it. Does nothing on
    /// PostgreSQL.
    ///
    /// # Errors
    /// When the log cannot be written into the database.
    pub async fn empty_log(&self) -> Result<(), StoreError> {
        match &self.db {
            Db::Sqlite { write, .. } => sqlite::empty_log(write).await,
            Db::Postgres(_) => Ok(()),
        }
    }

    /// Finishes what is going on and lets go of the database.
    pub async fn close(&self) {
        self.db.close().await;
    }
}
