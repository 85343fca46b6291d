//! Answers that count: reading them, and writing those that come from a file or are made up.

use sha2::{Digest, Sha256};

use super::Store;
use super::audit::{self, Actor};
use super::bulk::{self, Answer};
use super::db::{Lock, Tx, on, read, statements};
use super::error::StoreError;
use super::round::act;
use super::row;
use crate::anonymity::mix;
use crate::anonymity::random::{Id, OsRandom};
use crate::domain::id::RoundId;
use crate::domain::segment::SEGMENT_ROWS;
use crate::sabotage::{Defence, taken_out};

/// Answers read at a time, and rows written with one statement.
const PAGE: i64 = SEGMENT_ROWS as i64;
const ROWS: usize = 500;

statements! {
    AFTER = "SELECT id, body FROM published WHERE round = $1 AND id > $2 ORDER BY id LIMIT $3";
    REVISION = "SELECT revision FROM round WHERE id = $1";
    IMPORTED = "UPDATE round SET published = published + $2, imported = imported + $2, revision = revision + 1
        WHERE id = $1";
    FORGET_SEGMENTS = "DELETE FROM segment WHERE round = $1";
}

/// The answers of a round, some thousands at a time, in no order that means anything.
pub struct Answers<'a> {
    store: &'a Store,
    round: &'a RoundId,
    revision: i64,
    after: Vec<u8>,
    done: bool,
}

impl Store {
    /// Begins reading the answers that count.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such round.
    pub async fn answers<'a>(&'a self, round: &'a RoundId) -> Result<Answers<'a>, StoreError> {
        Ok(Answers {
            store: self,
            round,
            revision: self.revision(round).await?,
            after: Vec::new(),
            done: false,
        })
    }

    async fn revision(&self, round: &RoundId) -> Result<i64, StoreError> {
        let found: Option<(i64,)> = read!(&self.db, |c| sqlx::query_as(REVISION)
            .bind(round.as_str())
            .fetch_optional(c)
            .await)?;
        found
            .map(|(revision,)| revision)
            .ok_or_else(|| StoreError::not_found(format!("round {round}")))
    }

    /// Every answer that counts as JSON, in an order drawn anew each time.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a flush came between; try again.
    pub async fn all_answers(&self, round: &RoundId) -> Result<Vec<String>, StoreError> {
        let mut pages = self.answers(round).await?;
        let mut bodies = Vec::new();
        while let Some(page) = pages.next().await? {
            bodies.extend(page);
        }
        if !taken_out(Defence::StableExportOrder) {
            mix::shuffle(&mut bodies, &mut OsRandom::new())?;
        }
        Ok(bodies)
    }

    /// Stores answers that come from a file or are made up, in one transaction, under random ids: all or none.
    ///
    /// # Errors
    /// When nothing was stored.
    pub async fn import_answers(
        &self,
        round: &RoundId,
        bodies: Vec<String>,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        self.existing_round(round).await?;
        let count = row::number(bodies.len() as u64);
        let answers = self.signed(round, bodies)?;
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Answers).await?;
        for rows in answers.chunks(ROWS) {
            bulk::add_to_published(&mut tx, rows).await?;
        }
        on!(&mut tx, |c| sqlx::query(IMPORTED)
            .bind(round.as_str())
            .bind(count)
            .execute(c)
            .await
            .map(drop))?;
        forget_segments(&mut tx, round.as_str()).await?;
        let client_council = round.client_council();
        audit::record(&mut tx, actor, act(round, "round.import", &client_council)).await?;
        tx.commit().await?;
        self.empty_log().await
    }

    /// New ids with their MACs, in the order of the ids: that is shuffling, and a table filled from one end.
    fn signed(&self, round: &RoundId, bodies: Vec<String>) -> Result<Vec<Answer>, StoreError> {
        let key = self.keys.answers(round)?;
        let mut source = OsRandom::new();
        let mut answers = bodies
            .into_iter()
            .map(|body| {
                let id = Id::from_source(&mut source)?;
                Ok(Answer {
                    round: round.to_string(),
                    id,
                    mac: key.answer(round.as_str(), id, &body),
                    body,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        answers.sort_unstable_by_key(|answer| answer.id);
        Ok(answers)
    }
}

impl Answers<'_> {
    /// The revision of the round that is being read.
    #[must_use]
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// The next answers as JSON, at most 8,192; none when all were read.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the answers changed meanwhile; then what was read is no round.
    pub async fn next(&mut self) -> Result<Option<Vec<String>>, StoreError> {
        if self.done {
            return Ok(None);
        }
        let rows: Vec<(Vec<u8>, String)> = read!(&self.store.db, |c| sqlx::query_as(AFTER)
            .bind(self.round.as_str())
            .bind(&self.after)
            .bind(PAGE)
            .fetch_all(c)
            .await)?;
        // Short reads, so that no reader keeps the write-ahead log from being emptied; the price is this check.
        if self.store.revision(self.round).await? != self.revision {
            return Err(StoreError::Conflict {
                what: "the answers of the round",
            });
        }
        let Some((last, _)) = rows.last() else {
            self.done = true;
            return Ok(None);
        };
        self.after.clone_from(last);
        Ok(Some(rows.into_iter().map(|(_, body)| body).collect()))
    }
}

pub(super) async fn forget_segments(tx: &mut Tx, round: &str) -> Result<(), StoreError> {
    on!(tx, |c| sqlx::query(FORGET_SEGMENTS)
        .bind(round)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// SHA-256 of an answer as `verify --dump-hashes` prints it.
pub(super) fn hash(body: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(body.as_bytes()))
}
