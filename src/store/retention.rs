//! Retention: what is over its term is erased at night, so that nothing of it stays in a file, a log or a free page.
//!
//! The audit trail counts what went, never what it was. Reports and what was counted for them stay. Not here: contact
//! details, which have a day of their own (`contact`), and the terms themselves (`domain::retention`).

use jiff::civil::Date;

use super::Store;
use super::audit::{self, Act, Actor};
use super::client_council::ClientCouncil;
use super::coding::signals_of;
use super::db::{Db, Lock, Tx, on, statements};
use super::error::StoreError;
use super::flush::{create_fresh, rewrite};
use super::published::forget_segments;
use super::round::{Round, RoundState};
use super::{postgres, row};
use crate::anonymity::random::Id;
use crate::domain::answer::Response;
use crate::domain::retention::Terms;
use crate::sabotage::{Defence, taken_out};

statements! {
    ERASE_CODES = "DELETE FROM code WHERE round = $1";
    ERASE_NULLIFIERS = "DELETE FROM nullifier WHERE round = $1";
    ERASE_WAITING = "DELETE FROM pool WHERE round = $1";
    /// How many were set apart stays known, whatever becomes of them.
    NOTE_APART = "INSERT INTO apart_choice (round, reason, taken, fixed, moved, erased)
        SELECT round, reason, FALSE, TRUE, 0, count(*) FROM apart WHERE round = $1 GROUP BY round, reason
        ON CONFLICT (round, reason) DO UPDATE SET taken = (apart_choice.taken AND apart_choice.fixed), fixed = TRUE,
        erased = excluded.erased";
    ERASE_APART = "DELETE FROM apart WHERE round = $1";
    /// What was said about texts goes with them.
    ERASE_READINGS = "DELETE FROM reading WHERE origin = $1";
    ERASE_CODINGS = "DELETE FROM coding WHERE origin = $1";
    ERASE_READINGS_OF_SIGNALS = "DELETE FROM reading WHERE origin = $1
        AND NOT EXISTS (SELECT 1 FROM signal WHERE signal.id = reading.text)";
    ERASE_CODINGS_OF_SIGNALS = "DELETE FROM coding WHERE origin = $1
        AND NOT EXISTS (SELECT 1 FROM signal WHERE signal.id = coding.text)";
    ERASE_ANSWERS = "DELETE FROM published WHERE round = $1";
    ERASE_RELEASED = "DELETE FROM released WHERE round = $1";
    /// In canonical JSON only a key stands like this: within a text the quotes are escaped.
    WITH_TEXT = "SELECT id, body, mac FROM published WHERE round = $1 AND id > $2
        AND (body LIKE '%{\"text\":%' OR body LIKE '%\"other\":%') ORDER BY id LIMIT 1000";
    REPLACE = "UPDATE published SET id = $3, body = $4, mac = $5 WHERE round = $1 AND id = $2";
    NONE_LEFT = "UPDATE round SET published = 0, imported = 0, revision = revision + 1 WHERE id = $1";
    OTHER_ANSWERS = "UPDATE round SET revision = revision + 1 WHERE id = $1";
    ERASE_SIGNALS = "DELETE FROM signal WHERE client_council = $1
        AND ((day IS NOT NULL AND day <= $2) OR (day IS NULL AND week < $3))";
}

/// How many rows of one kind went.
struct Erased {
    action: &'static str,
    object: String,
    rows: u64,
}

impl Store {
    /// Erases everything of which the term is over. Doing it twice changes nothing more.
    ///
    /// # Errors
    /// When nothing was erased, or its traces could not be wiped; the next night does it again.
    pub async fn erase_overdue(&self, actor: Actor<'_>, today: Date) -> Result<(), StoreError> {
        if taken_out(Defence::KeepForever) {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Answers).await?;
        let mut rounds_changed = false;
        for council in self.client_councils().await? {
            let terms = council.terms()?;
            let mut erased = Vec::new();
            for round in self.rounds(&council.id).await? {
                if round.state == RoundState::Closed {
                    erased.extend(self.erase_of_round(&mut tx, &round, terms, today).await?);
                }
            }
            rounds_changed |= !erased.is_empty();
            erased.push(erase_signals(&mut tx, &council, terms, today).await?);
            count(&mut tx, actor, &council, &erased).await?;
        }
        if rounds_changed {
            create_fresh(&mut tx).await?;
            rewrite(&mut tx).await?;
        }
        tx.commit().await?;
        self.wipe().await
    }

    /// What was deleted leaves no bytes behind: SQLite overwrites, and its log is emptied; PostgreSQL writes anew.
    async fn wipe(&self) -> Result<(), StoreError> {
        match &self.db {
            Db::Sqlite { .. } => self.empty_log().await,
            Db::Postgres(pool) => postgres::write_anew(pool).await,
        }
    }

    async fn erase_of_round(
        &self,
        tx: &mut Tx,
        round: &Round,
        terms: Terms,
        today: Date,
    ) -> Result<Vec<Erased>, StoreError> {
        let id = round.id.as_str();
        let mut erased = Vec::new();
        if terms.codes_go(round.closes) <= today {
            on_round(tx, NOTE_APART, id).await?;
            for (action, sql) in [
                ("retention.codes", ERASE_CODES),
                ("retention.nullifiers", ERASE_NULLIFIERS),
                ("retention.never_shown", ERASE_WAITING),
                ("retention.set_apart", ERASE_APART),
            ] {
                erased.push(of_round(round, action, on_round(tx, sql, id).await?));
            }
        }
        if terms.texts_go(round.closes) <= today {
            on_round(tx, ERASE_READINGS, id).await?;
            on_round(tx, ERASE_CODINGS, id).await?;
        }
        if terms.answers_go(round.closes) <= today {
            let rows = on_round(tx, ERASE_ANSWERS, id).await?;
            if rows > 0 {
                on_round(tx, ERASE_RELEASED, id).await?;
                on_round(tx, NONE_LEFT, id).await?;
                forget_segments(tx, id).await?;
            }
            erased.push(of_round(round, "retention.answers", rows));
        } else if terms.texts_go(round.closes) <= today {
            let rows = self.erase_texts(tx, round).await?;
            if rows > 0 {
                on_round(tx, OTHER_ANSWERS, id).await?;
                forget_segments(tx, id).await?;
            }
            erased.push(of_round(round, "retention.texts", rows));
        }
        erased.retain(|kind| kind.rows > 0);
        Ok(erased)
    }

    /// Takes own words out of the answers of a round, which get new ids and MACs.
    async fn erase_texts(&self, tx: &mut Tx, round: &Round) -> Result<u64, StoreError> {
        let (key, id) = (self.keys.answers(&round.id)?, round.id.as_str());
        let (mut after, mut changed) = (Vec::new(), 0);
        loop {
            let page: Vec<(Vec<u8>, String, Vec<u8>)> = on!(tx, |c| sqlx::query_as(WITH_TEXT)
                .bind(id)
                .bind(&after)
                .fetch_all(c)
                .await)?;
            let Some((last, ..)) = page.last() else {
                return Ok(changed);
            };
            after.clone_from(last);
            for (old, body, mac) in &page {
                let without = without_texts(body);
                if without == *body {
                    continue;
                }
                let fresh = Id::random()?;
                let whole = key.answer_is(id, row::id(old, "published.id")?, body, mac);
                // A new MAC would make damage look whole.
                let mac = if whole {
                    key.answer(id, fresh, &without).to_vec()
                } else {
                    mac.clone()
                };
                on!(tx, |c| sqlx::query(REPLACE)
                    .bind(id)
                    .bind(old)
                    .bind(&fresh.as_bytes()[..])
                    .bind(&without)
                    .bind(&mac)
                    .execute(c)
                    .await
                    .map(drop))?;
                changed += 1;
            }
        }
    }
}

/// A body that cannot be read any more keeps nothing: there may be words in it.
fn without_texts(body: &str) -> String {
    Response::from_body(body)
        .and_then(|response| response.without_texts().to_body())
        .unwrap_or_else(|_| "{}".to_owned())
}

fn of_round(round: &Round, action: &'static str, rows: u64) -> Erased {
    Erased {
        action,
        object: round.id.to_string(),
        rows,
    }
}

/// A statement about one round or other origin of texts; answers how many rows it changed.
async fn on_round(tx: &mut Tx, sql: &'static str, round: &str) -> Result<u64, StoreError> {
    Ok(on!(tx, |c| sqlx::query(sql)
        .bind(round)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?)
}

async fn erase_signals(
    tx: &mut Tx,
    council: &ClientCouncil,
    terms: Terms,
    today: Date,
) -> Result<Erased, StoreError> {
    let (day, week) = terms.signals_due(today);
    let rows = on!(tx, |c| sqlx::query(ERASE_SIGNALS)
        .bind(council.id.as_str())
        .bind(day.to_string())
        .bind(&week)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    let origin = signals_of(&council.id);
    on_round(tx, ERASE_READINGS_OF_SIGNALS, &origin).await?;
    on_round(tx, ERASE_CODINGS_OF_SIGNALS, &origin).await?;
    Ok(Erased {
        action: "retention.signals",
        object: day.to_string(),
        rows,
    })
}

/// One row of the audit trail a kind: how many, never what.
async fn count(
    tx: &mut Tx,
    actor: Actor<'_>,
    council: &ClientCouncil,
    erased: &[Erased],
) -> Result<(), StoreError> {
    for kind in erased.iter().filter(|kind| kind.rows > 0) {
        let object = format!("{}: {}", kind.object, kind.rows);
        let act = Act {
            client_council: council.id.as_str(),
            action: kind.action,
            object: &object,
        };
        audit::record(tx, actor, act).await?;
    }
    Ok(())
}
