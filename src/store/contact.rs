//! Contact details that someone left for a call back: apart from the signal, sealed, with an erase date.

use jiff::civil::Date;

use super::Store;
use super::audit::Actor;
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::row;
use super::signal::{self, Contact};
use crate::anonymity::random::Id;
use crate::anonymity::seal::{SealError, Sealer};
use crate::domain::id::ClientCouncilId;

statements! {
    ADD = "INSERT INTO contact (signal, sealed, erase) VALUES ($1, $2, $3)";
    ONE = "SELECT contact.sealed, contact.erase FROM contact JOIN signal ON signal.id = contact.signal
        WHERE signal.client_council = $1 AND contact.signal = $2";
    ANY = "SELECT count(*) FROM contact JOIN signal ON signal.id = contact.signal
        WHERE signal.client_council = $1 AND contact.signal = $2";
    ERASE = "DELETE FROM contact WHERE signal = $2
        AND EXISTS (SELECT 1 FROM signal WHERE signal.id = $2 AND signal.client_council = $1)";
    ERASE_DUE = "DELETE FROM contact WHERE erase <= $1";
}

/// A seal opens only for the signal that it was made for.
fn context(signal: Id) -> Vec<u8> {
    [b"contact".as_slice(), signal.as_bytes()].concat()
}

pub(super) async fn keep(
    tx: &mut Tx,
    sealer: &Sealer,
    signal: Id,
    contact: &Contact,
) -> Result<(), StoreError> {
    let sealed = sealer.seal(contact.details.as_bytes(), &context(signal))?;
    on!(tx, |c| sqlx::query(ADD)
        .bind(&signal.as_bytes()[..])
        .bind(&sealed)
        .bind(contact.erase.to_string())
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

impl Store {
    /// Whether a signal has contact details, without opening them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn has_contact(
        &self,
        client_council: &ClientCouncilId,
        signal: Id,
    ) -> Result<bool, StoreError> {
        let (found,): (i64,) = read!(&self.db, |c| sqlx::query_as(ANY)
            .bind(client_council.as_str())
            .bind(&signal.as_bytes()[..])
            .fetch_one(c)
            .await)?;
        Ok(found > 0)
    }

    /// Opens the contact details of a signal; the audit trail tells who looked.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when they were sealed with another key.
    pub async fn open_contact(
        &self,
        client_council: &ClientCouncilId,
        signal: Id,
        actor: Actor<'_>,
    ) -> Result<Option<Contact>, StoreError> {
        let mut tx = self.db.begin().await?;
        let row: Option<(Vec<u8>, String)> = on!(&mut tx, |c| sqlx::query_as(ONE)
            .bind(client_council.as_str())
            .bind(&signal.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        let Some((sealed, erase)) = row else {
            return Ok(None);
        };
        let plain = self.keys.contacts().open(&sealed, &context(signal))?;
        let contact = Contact {
            details: String::from_utf8(plain).map_err(|_| SealError::Broken)?,
            erase: row::parsed(&erase, "contact.erase")?,
        };
        signal::record(&mut tx, actor, (client_council, signal), "contact.open").await?;
        tx.commit().await?;
        Ok(Some(contact))
    }

    /// Erases the contact details of one signal.
    ///
    /// # Errors
    /// When it could not be done.
    pub async fn erase_contact(
        &self,
        client_council: &ClientCouncilId,
        signal: Id,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(ERASE)
            .bind(client_council.as_str())
            .bind(&signal.as_bytes()[..])
            .execute(c)
            .await
            .map(drop))?;
        signal::record(&mut tx, actor, (client_council, signal), "contact.erase").await?;
        tx.commit().await
    }

    /// Erases what may be kept no longer; answers how many.
    ///
    /// # Errors
    /// When it could not be done.
    pub async fn erase_due_contacts(&self, today: Date) -> Result<u64, StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(ERASE_DUE)
            .bind(today.to_string())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        tx.commit().await?;
        self.empty_log().await?;
        Ok(rows)
    }
}
