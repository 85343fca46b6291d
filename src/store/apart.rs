//! Answers that are set apart: how many, why, and whether the client council takes them in.
//!
//! Nothing of it is seen while the round is open. After the close a whole reason is taken in or left out, and that can be
//! changed until someone looks at results: two tables that differ by a few answers would give those answers away. What was
//! taken in then joins what waited, under new ids, by the same rules and the same rewrite as every night.

use std::collections::HashMap;

use super::Store;
use super::audit::{self, Actor};
use super::bulk::{self, Answer};
use super::db::{Lock, Tx, on, read, statements};
use super::error::StoreError;
use super::flush;
use super::round::{RoundState, act};
use super::row;
use crate::anonymity::mix::Moment;
use crate::anonymity::random::{Id, OsRandom};
use crate::domain::id::RoundId;
use crate::domain::suspicion::Suspicion;

/// The answers of one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// Why they were set apart.
    pub reason: Suspicion,
    /// How many there were; they stay counted when they are taken in.
    pub count: u64,
    /// Taken in, or to be taken in.
    pub taken: bool,
    /// The choice can't change any more.
    pub fixed: bool,
}

statements! {
    WAITING = "SELECT count(*) FROM apart JOIN round ON round.id = apart.round WHERE round.state = 'open'";
    COUNTS = "SELECT reason, count(*) FROM apart WHERE round = $1 GROUP BY reason";
    CHOICES = "SELECT reason, taken, fixed, moved + erased FROM apart_choice WHERE round = $1";
    UNFIXED = "SELECT count(*) FROM apart JOIN round ON round.id = apart.round AND round.state = 'closed'
        WHERE apart.round = $1 AND NOT EXISTS (SELECT 1 FROM apart_choice
        WHERE apart_choice.round = apart.round AND apart_choice.reason = apart.reason AND apart_choice.fixed)";
    CHOOSE = "INSERT INTO apart_choice (round, reason, taken, fixed, moved, erased) VALUES ($1, $2, $3, FALSE, 0, 0)
        ON CONFLICT (round, reason) DO UPDATE SET taken = excluded.taken";
    FIX = "INSERT INTO apart_choice (round, reason, taken, fixed, moved, erased) VALUES ($1, $2, $3, TRUE, $4, 0)
        ON CONFLICT (round, reason) DO UPDATE SET fixed = TRUE, moved = excluded.moved";
    AFTER = "SELECT id, body, mac FROM apart WHERE round = $1 AND reason = $2 AND id > $3 ORDER BY id LIMIT 500";
    TAKE_OUT = "DELETE FROM apart WHERE round = $1 AND reason = $2 AND id = $3";
}

impl Store {
    /// What was set apart of a closed round, per reason; nothing of a round that is not closed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn apart(&self, round: &RoundId) -> Result<Vec<Apart>, StoreError> {
        if self.existing_round(round).await?.state != RoundState::Closed {
            return Ok(Vec::new());
        }
        let counts: Vec<(String, i64)> = read!(&self.db, |c| sqlx::query_as(COUNTS)
            .bind(round.as_str())
            .fetch_all(c)
            .await)?;
        let choices: Vec<(String, bool, bool, i64)> = read!(&self.db, |c| sqlx::query_as(CHOICES)
            .bind(round.as_str())
            .fetch_all(c)
            .await)?;
        let mut all = Vec::new();
        for reason in Suspicion::ALL.iter().copied() {
            let there = counts.iter().find(|(word, _)| word == reason.word());
            let choice = choices.iter().find(|(word, ..)| word == reason.word());
            let gone = choice.map_or(0, |(.., gone)| *gone);
            let count = row::count(there.map_or(0, |(_, count)| *count) + gone, "apart")?;
            if count > 0 {
                all.push(Apart {
                    reason,
                    count,
                    taken: choice.is_some_and(|(_, taken, ..)| *taken),
                    fixed: choice.is_some_and(|(_, _, fixed, _)| *fixed),
                });
            }
        }
        Ok(all)
    }

    /// Chooses which reasons are taken in; the others are left out.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when someone looked at results already; [`StoreError::RoundState`] when the round is not
    /// closed.
    pub async fn choose_apart(
        &self,
        round: &RoundId,
        taken: &[Suspicion],
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Answers).await?;
        let state = self.existing_round(round).await?.state;
        if state != RoundState::Closed {
            return Err(StoreError::RoundState {
                round: round.to_string(),
                state: state.word(),
            });
        }
        if choices(&mut tx, round)
            .await?
            .iter()
            .any(|(.., fixed)| *fixed)
        {
            return Err(StoreError::Conflict {
                what: "the choice about what was set apart",
            });
        }
        for reason in Suspicion::ALL.iter().copied() {
            on!(&mut tx, |c| sqlx::query(CHOOSE)
                .bind(round.as_str())
                .bind(reason.word())
                .bind(taken.contains(&reason))
                .execute(c)
                .await
                .map(drop))?;
        }
        let client_council = round.client_council();
        audit::record(
            &mut tx,
            actor,
            act(round, "round.choose_apart", &client_council),
        )
        .await?;
        tx.commit().await
    }

    /// Fixes the choice about a closed round: what was taken in joins the answers that count. Called before anything of a
    /// round's answers is read; does nothing when there is nothing to fix.
    ///
    /// # Errors
    /// When nothing was changed.
    pub async fn fix_apart(&self, round: &RoundId) -> Result<(), StoreError> {
        let (unfixed,): (i64,) = read!(&self.db, |c| sqlx::query_as(UNFIXED)
            .bind(round.as_str())
            .fetch_one(c)
            .await)?;
        if unfixed == 0 {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Answers).await?;
        let chosen = choices(&mut tx, round).await?;
        for reason in Suspicion::ALL.iter().copied() {
            let choice = chosen.iter().find(|(word, ..)| word == reason.word());
            if !choice.is_some_and(|(.., fixed)| *fixed) {
                let taken = choice.is_some_and(|(_, taken, _)| *taken);
                self.fix(&mut tx, round, reason, taken).await?;
            }
        }
        let known = self.existing_round(round).await?;
        let waiting: HashMap<String, u64> = flush::waiting(&mut tx).await?;
        flush::create_fresh(&mut tx).await?;
        self.move_round(&mut tx, &known, &waiting, Moment::Close)
            .await?;
        flush::rewrite(&mut tx).await?;
        tx.commit().await?;
        self.empty_log().await
    }

    /// Fixes the choice about one reason, and takes its answers in when they were to count.
    async fn fix(
        &self,
        tx: &mut Tx,
        round: &RoundId,
        reason: Suspicion,
        taken: bool,
    ) -> Result<(), StoreError> {
        let moved = if taken {
            self.take_in(tx, round, reason).await?
        } else {
            0
        };
        on!(tx, |c| sqlx::query(FIX)
            .bind(round.as_str())
            .bind(reason.word())
            .bind(taken)
            .bind(row::number(moved))
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Puts the answers of one reason with those that wait, under new ids. One whose MAC is wrong stays; `verify` names it.
    async fn take_in(
        &self,
        tx: &mut Tx,
        round: &RoundId,
        reason: Suspicion,
    ) -> Result<u64, StoreError> {
        let key = self.keys.answers(round)?;
        let mut source = OsRandom::new();
        let mut after: Vec<u8> = Vec::new();
        let mut moved = 0;
        loop {
            let page: Vec<(Vec<u8>, String, Vec<u8>)> = on!(tx, |c| sqlx::query_as(AFTER)
                .bind(round.as_str())
                .bind(reason.word())
                .bind(&after)
                .fetch_all(c)
                .await)?;
            let Some((last, ..)) = page.last() else {
                return Ok(moved);
            };
            after.clone_from(last);
            let mut answers = Vec::with_capacity(page.len());
            for (old, body, mac) in page {
                let id = row::id(&old, "apart.id")?;
                if !key.apart_is((round.as_str(), reason.word()), id, &body, &mac) {
                    continue;
                }
                let id = Id::from_source(&mut source)?;
                answers.push(Answer {
                    round: round.to_string(),
                    id,
                    mac: key.answer(round.as_str(), id, &body),
                    body,
                });
                on!(tx, |c| sqlx::query(TAKE_OUT)
                    .bind(round.as_str())
                    .bind(reason.word())
                    .bind(&old)
                    .execute(c)
                    .await
                    .map(drop))?;
            }
            moved += answers.len() as u64;
            answers.sort_unstable_by_key(|answer| answer.id);
            bulk::add_to_pool(tx, &answers).await?;
        }
    }
}

async fn choices(tx: &mut Tx, round: &RoundId) -> Result<Vec<(String, bool, bool)>, StoreError> {
    let rows: Vec<(String, bool, bool, i64)> = on!(tx, |c| sqlx::query_as(CHOICES)
        .bind(round.as_str())
        .fetch_all(c)
        .await)?;
    Ok(rows
        .into_iter()
        .map(|(reason, taken, fixed, _)| (reason, taken, fixed))
        .collect())
}

/// Whether open rounds have answers that are set apart: then tonight's rewrite takes their order away too.
pub(super) async fn any_waiting(tx: &mut Tx) -> Result<bool, StoreError> {
    let (waiting,): (i64,) = on!(tx, |c| sqlx::query_as(WAITING).fetch_one(c).await)?;
    Ok(waiting > 0)
}
