//! The audit trail of staff actions: append only, each row's hash covers the row before it.
//!
//! No content and nothing about residents. Taking in a signal would tell who sat at the table when: it is one row a
//! person and a day, without the signal.

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::Store;
use super::db::{Lock, Tx, on, read, statements};
use super::error::StoreError;

/// Who did something and when.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a> {
    /// The login name, or what acted for itself ("achterban", "command line").
    pub login: &'a str,
    /// When, to the second.
    pub at: Timestamp,
}

/// One row of the trail.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Counts up from 1 without gaps.
    pub number: i64,
    /// The client council, or empty for what concerns the whole server.
    pub client_council: String,
    /// UTC to the second; for the intake of signals a day.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What was done: `round.open`, `report.publish` …
    pub action: String,
    /// To what: the id of a register's row.
    pub object: String,
    pub(super) hash: Vec<u8>,
}

statements! {
    LAST = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1";
    APPEND = "INSERT INTO audit (number, client_council, at, actor, action, object, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SAME_DAY = "SELECT count(*) FROM audit
        WHERE client_council = $1 AND at = $2 AND actor = $3 AND action = $4";
    OF_CLIENT_COUNCIL = "SELECT number, client_council, at, actor, action, object, hash FROM audit
        WHERE client_council = $1 ORDER BY number DESC LIMIT $2";
    AFTER = "SELECT number, client_council, at, actor, action, object, hash FROM audit
        WHERE number > $1 ORDER BY number LIMIT 1000";
}

/// What was done, within the transaction that did it.
pub(super) struct Act<'a> {
    pub(super) client_council: &'a str,
    pub(super) action: &'a str,
    pub(super) object: &'a str,
}

/// Writes one row.
pub(super) async fn record(tx: &mut Tx, actor: Actor<'_>, act: Act<'_>) -> Result<(), StoreError> {
    append(tx, actor.at.to_string(), actor.login, act).await
}

/// Writes one row a person and a day, with no finer time than the day.
pub(super) async fn record_day(
    tx: &mut Tx,
    login: &str,
    day: Date,
    act: Act<'_>,
) -> Result<(), StoreError> {
    tx.lock(Lock::Audit).await?;
    let (known,): (i64,) = on!(tx, |c| sqlx::query_as(SAME_DAY)
        .bind(act.client_council)
        .bind(day.to_string())
        .bind(login)
        .bind(act.action)
        .fetch_one(c)
        .await)?;
    if known > 0 {
        return Ok(());
    }
    append(tx, day.to_string(), login, act).await
}

async fn append(tx: &mut Tx, at: String, login: &str, act: Act<'_>) -> Result<(), StoreError> {
    // Two servers must not chain to the same row.
    tx.lock(Lock::Audit).await?;
    let last: Option<(i64, Vec<u8>)> = on!(tx, |c| sqlx::query_as(LAST).fetch_optional(c).await)?;
    let (number, before) = last.unwrap_or_default();
    let mut entry = AuditEntry {
        number: number + 1,
        client_council: act.client_council.to_owned(),
        at,
        actor: login.to_owned(),
        action: act.action.to_owned(),
        object: act.object.to_owned(),
        hash: Vec::new(),
    };
    entry.hash = entry.chained(&before);
    on!(tx, |c| sqlx::query(APPEND)
        .bind(entry.number)
        .bind(&entry.client_council)
        .bind(&entry.at)
        .bind(&entry.actor)
        .bind(&entry.action)
        .bind(&entry.object)
        .bind(&entry.hash)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

impl AuditEntry {
    /// SHA-256 over the hash before it and every field with its length.
    fn chained(&self, before: &[u8]) -> Vec<u8> {
        let number = self.number.to_le_bytes();
        let parts = [
            before,
            &number,
            self.client_council.as_bytes(),
            self.at.as_bytes(),
            self.actor.as_bytes(),
            self.action.as_bytes(),
            self.object.as_bytes(),
        ];
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.finalize().to_vec()
    }
}

impl Store {
    /// The newest entries of a client council, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn audit_trail(
        &self,
        client_council: &str,
        newest: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        Ok(read!(&self.db, |c| sqlx::query_as(OF_CLIENT_COUNCIL)
            .bind(client_council)
            .bind(i64::from(newest))
            .fetch_all(c)
            .await)?)
    }

    /// Writes that something was done which changes no row of the store: a login, an export.
    ///
    /// # Errors
    /// When it could not be written.
    pub async fn record_act(
        &self,
        actor: Actor<'_>,
        client_council: &str,
        action: &str,
        object: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let act = Act {
            client_council,
            action,
            object,
        };
        record(&mut tx, actor, act).await?;
        tx.commit().await
    }

    /// The numbers of entries that do not chain to the entry before them: changed, removed or slipped in.
    pub(super) async fn broken_audit_entries(&self) -> Result<Vec<i64>, StoreError> {
        let mut broken = Vec::new();
        let mut last: Option<AuditEntry> = None;
        loop {
            let from = last.as_ref().map_or(0, |entry| entry.number);
            let entries: Vec<AuditEntry> = read!(&self.db, |c| sqlx::query_as(AFTER)
                .bind(from)
                .fetch_all(c)
                .await)?;
            if entries.is_empty() {
                return Ok(broken);
            }
            for entry in entries {
                let (number, hash) = last.as_ref().map_or((0, &[][..]), |e| (e.number, &e.hash));
                if entry.number != number + 1 || entry.hash != entry.chained(hash) {
                    broken.push(entry.number);
                }
                last = Some(entry);
            }
        }
    }
}
