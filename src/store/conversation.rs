//! What the client council and who left a signal say to each other, and the code with which that person comes back.
//!
//! The code itself is nowhere: the database has its keyed hash, the form's nonce gives it again. Whoever has a code sees what
//! the client council said, never what was told.

use super::Store;
use super::audit::Actor;
use super::client_council::one_row;
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::row;
use super::signal::{self, Signal};
use crate::anonymity::random::Id;
use crate::domain::id::ClientCouncilId;
use crate::domain::signal_code::SignalCode;

/// A signal that came in, and the code for who left it.
pub struct Received {
    /// The signal.
    pub id: Id,
    /// Its code. Shown once, kept nowhere.
    pub code: SignalCode,
}

/// What was said; empty is not said yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Conversation {
    /// What the client council answers.
    pub answer: String,
    /// The one question that it asks.
    pub question: String,
    /// What the resident says to that, once.
    pub reply: String,
    /// What the municipality decided in the end.
    pub reaction: String,
}

impl Conversation {
    /// Whether the resident may still reply.
    pub fn waits_for_reply(&self) -> bool {
        !self.question.is_empty() && self.reply.is_empty()
    }
}

/// What whoever has a code may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The signal.
    pub signal: Id,
    /// Where it stands.
    pub status: String,
    /// What was said.
    pub said: Conversation,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    status: String,
    #[sqlx(flatten)]
    said: Conversation,
}

statements! {
    ADD_CODE = "INSERT INTO signal_code (tag, signal) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    OF_CODE = "SELECT signal FROM signal_code WHERE tag = $1";
    /// One statement, so that a code that is there takes no more than one that is not.
    FOLLOW = "SELECT signal.id, signal.status, coalesce(conversation.answer, '') AS answer,
        coalesce(conversation.question, '') AS question, coalesce(conversation.reply, '') AS reply,
        coalesce(conversation.reaction, '') AS reaction
        FROM signal_code JOIN signal ON signal.id = signal_code.signal
        LEFT JOIN conversation ON conversation.signal = signal.id
        WHERE signal_code.tag = $1 AND signal.client_council = $2";
    SAID = "SELECT conversation.answer, conversation.question, conversation.reply, conversation.reaction
        FROM conversation JOIN signal ON signal.id = conversation.signal
        WHERE signal.client_council = $1 AND signal.id = $2";
    STATUS = "UPDATE signal SET status = $4, version = version + 1
        WHERE client_council = $1 AND id = $2 AND version = $3";
    /// A question that was asked stays: someone may be writing a reply to it.
    SAY = "INSERT INTO conversation (signal, answer, question, reply, reaction) VALUES ($1, $2, $3, '', $4)
        ON CONFLICT (signal) DO UPDATE SET answer = excluded.answer, reaction = excluded.reaction,
        question = CASE WHEN conversation.question = '' THEN excluded.question ELSE conversation.question END";
    REPLY = "UPDATE conversation SET reply = $3 WHERE signal = $2 AND question <> '' AND reply = ''
        AND EXISTS (SELECT 1 FROM signal WHERE signal.id = $2 AND signal.client_council = $1)";
}

/// So many codes are tried when others have them: with a million signals one in a thousand million needs the second.
const ATTEMPTS: u8 = 8;

impl Store {
    /// What the client council said to whoever has this code; none when it was never given out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn follow(
        &self,
        client_council: &ClientCouncilId,
        code: &SignalCode,
    ) -> Result<Option<Followed>, StoreError> {
        let tag = self.keys.signal_codes().tag(client_council.as_str(), code);
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(FOLLOW)
            .bind(&tag[..])
            .bind(client_council.as_str())
            .fetch_optional(c)
            .await)?;
        row.map(|row| {
            Ok(Followed {
                signal: row::id(&row.id, "signal.id")?,
                status: row.status,
                said: row.said,
            })
        })
        .transpose()
    }

    /// What was said about a signal.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn conversation(
        &self,
        client_council: &ClientCouncilId,
        signal: Id,
    ) -> Result<Conversation, StoreError> {
        let said: Option<Conversation> = read!(&self.db, |c| sqlx::query_as(SAID)
            .bind(client_council.as_str())
            .bind(&signal.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        Ok(said.unwrap_or_default())
    }

    /// Sets where a signal stands and what its code shows: answer, question, reaction. A question that was asked stays.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the signal's version is not the newest any more.
    pub async fn say(
        &self,
        client_council: &ClientCouncilId,
        signal: &Signal,
        said: &Conversation,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(STATUS)
            .bind(client_council.as_str())
            .bind(&signal.id.as_bytes()[..])
            .bind(signal.version)
            .bind(&signal.status)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        one_row(rows, "the signal")?;
        on!(&mut tx, |c| sqlx::query(SAY)
            .bind(&signal.id.as_bytes()[..])
            .bind(&said.answer)
            .bind(&said.question)
            .bind(&said.reaction)
            .execute(c)
            .await
            .map(drop))?;
        let which = (client_council, signal.id);
        signal::record(&mut tx, actor, which, "signal.answer").await?;
        tx.commit().await
    }

    /// Keeps a resident's reply to the question, once. Answers whether it was kept; a second one is not. Nothing is written
    /// down of when.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn reply(
        &self,
        client_council: &ClientCouncilId,
        signal: Id,
        reply: &str,
    ) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(REPLY)
            .bind(client_council.as_str())
            .bind(&signal.as_bytes()[..])
            .bind(reply)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(rows == 1)
    }

    /// Gives a signal its code, or finds the one that it has.
    pub(super) async fn keep_code(
        &self,
        tx: &mut Tx,
        client_council: &ClientCouncilId,
        signal: Id,
        nonce: &[u8],
    ) -> Result<SignalCode, StoreError> {
        let keys = self.keys.signal_codes();
        for attempt in 0..ATTEMPTS {
            let code = keys.code(nonce, attempt);
            let tag = keys.tag(client_council.as_str(), &code);
            on!(tx, |c| sqlx::query(ADD_CODE)
                .bind(&tag[..])
                .bind(&signal.as_bytes()[..])
                .execute(c)
                .await
                .map(drop))?;
            let owner: Option<(Vec<u8>,)> = on!(tx, |c| sqlx::query_as(OF_CODE)
                .bind(&tag[..])
                .fetch_optional(c)
                .await)?;
            if owner.is_some_and(|(owner,)| owner == signal.as_bytes()) {
                return Ok(code);
            }
        }
        Err(StoreError::Exists {
            what: "the code of a signal".to_owned(),
        })
    }
}
