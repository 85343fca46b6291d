//! Sessions of staff. The database holds only the SHA-256 of a token: who reads it cannot log in with it.

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::Store;
use super::db::{on, read, statements};
use super::error::StoreError;
use super::row;
use super::staff::{Staff, end_sessions};
use crate::anonymity::random::{self, Id};

/// A session ends this many seconds after it was last used.
pub const IDLE_SECONDS: i64 = 30 * 60;
/// A session ends this many seconds after logging in.
pub const ABSOLUTE_SECONDS: i64 = 12 * 60 * 60;
/// The last use is written down no more often than this.
const SEEN_STEP_SECONDS: i64 = 60;

/// A session that is going on.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub staff: Staff,
    /// The secret from which form tokens of this session are made.
    pub csrf: String,
}

statements! {
    START = "INSERT INTO session (token, staff, created, seen, csrf) VALUES ($1, $2, $3, $3, $4)";
    ONE = "SELECT staff, created, seen, csrf FROM session WHERE token = $1";
    SEEN = "UPDATE session SET seen = $2 WHERE token = $1";
    END = "DELETE FROM session WHERE token = $1";
    END_OLD = "DELETE FROM session WHERE seen <= $1 OR created <= $2";
}

fn stored(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

impl Store {
    /// Starts a session and gives its token (256 bits, base64url) for the browser. Sessions that ran out go.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn start_session(&self, staff: Id, now: Timestamp) -> Result<String, StoreError> {
        let token = BASE64URL_NOPAD.encode(&random::bytes::<32>()?);
        let csrf = BASE64URL_NOPAD.encode(&random::bytes::<32>()?);
        let now = now.as_second();
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(END_OLD)
            .bind(now - IDLE_SECONDS)
            .bind(now - ABSOLUTE_SECONDS)
            .execute(c)
            .await
            .map(drop))?;
        on!(&mut tx, |c| sqlx::query(START)
            .bind(stored(&token))
            .bind(&staff.as_bytes()[..])
            .bind(now)
            .bind(&csrf)
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await?;
        Ok(token)
    }

    /// The session of a token, if it goes on.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn session(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let row: Option<(Vec<u8>, i64, i64, String)> = read!(&self.db, |c| sqlx::query_as(ONE)
            .bind(stored(token))
            .fetch_optional(c)
            .await)?;
        let Some((staff, created, seen, csrf)) = row else {
            return Ok(None);
        };
        let now = now.as_second();
        if now - seen >= IDLE_SECONDS || now - created >= ABSOLUTE_SECONDS {
            self.end_session(token).await?;
            return Ok(None);
        }
        if now - seen >= SEEN_STEP_SECONDS {
            self.write_session(SEEN, token, Some(now)).await?;
        }
        let staff = self.staff(row::id(&staff, "session.staff")?).await?;
        Ok(staff
            .filter(|staff| !staff.disabled)
            .map(|staff| Session { staff, csrf }))
    }

    /// Ends a session: logging out.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        self.write_session(END, token, None).await
    }

    /// Ends every session of someone.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn end_all_sessions(&self, staff: Id) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        end_sessions(&mut tx, staff).await?;
        tx.commit().await
    }

    async fn write_session(
        &self,
        sql: &'static str,
        token: &str,
        seen: Option<i64>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| {
            let query = sqlx::query(sql).bind(stored(token));
            let query = match seen {
                Some(seen) => query.bind(seen),
                None => query,
            };
            query.execute(c).await.map(drop)
        })?;
        tx.commit().await
    }
}
