//! The flush: what waited becomes visible, under new ids, and the order of arrival goes.
//!
//! One transaction copies every row of `nullifier`, `pool` and `published` (and what is kept of paper) into fresh tables
//! in the order of their random keys and drops the old ones. Without the rewrite the place of a row within its page gives back when it came,
//! in the same way in all three tables; on PostgreSQL the transaction number does. A crash leaves the old or the new.
//! Submissions meanwhile wait for the transaction; none is refused.

use std::collections::HashMap;

use super::Store;
use super::audit::{self, Actor};
use super::bulk::{self, Moved};
use super::code;
use super::db::{Lock, Tx, on, per_database, statements};
use super::error::StoreError;
use super::published::forget_segments;
use super::round::{Round, RoundState, act};
use super::row;
use crate::anonymity::mix::{Moment, Stored, visible_now};
use crate::anonymity::random::{Id, OsRandom};
use crate::domain::id::RoundId;
use crate::sabotage::{Defence, taken_out};

const PAGE: i64 = 8_192;
const ROWS: usize = 2_000;

/// What a flush did with one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flushed {
    /// Which round.
    pub round: RoundId,
    /// How many answers became visible.
    pub made_visible: u64,
    /// How many answers were left waiting because their MAC is wrong; `verify` names them.
    pub damaged: u64,
}

statements! {
    WAITING = "SELECT round, count(*) FROM pool GROUP BY round";
    CLOSE = "UPDATE round SET state = 'closed', version = version + 1 WHERE id = $1 AND state = 'open'";
    WAITING_AFTER = "SELECT id, body, mac FROM pool WHERE round = $1 AND id > $2 ORDER BY id LIMIT $3";
    MADE_VISIBLE = "UPDATE round SET published = published + $2, revision = revision + 1 WHERE id = $1";
    DROP_NULLIFIER = "DROP TABLE nullifier";
    DROP_POOL = "DROP TABLE pool";
    DROP_PUBLISHED = "DROP TABLE published";
    PAPER_LEFT = "SELECT (SELECT count(*) FROM paper_entry) + (SELECT count(*) FROM paper_form
        JOIN round ON round.id = paper_form.round WHERE round.state = 'closed')";
    DROP_PAPER_FORM = "DROP TABLE paper_form";
    DROP_PAPER_ENTRY = "DROP TABLE paper_entry";
}

per_database! {
    /// Old and new ids; only within the transaction, in memory on SQLite.
    CREATE_MOVED = {
        sqlite: "CREATE TEMP TABLE moved (round TEXT NOT NULL, old BLOB NOT NULL, new BLOB NOT NULL, mac BLOB NOT NULL,
            PRIMARY KEY (round, new), UNIQUE (round, old)) WITHOUT ROWID",
        postgres: "CREATE TEMP TABLE moved (round TEXT NOT NULL, old BYTEA NOT NULL, new BYTEA NOT NULL,
            mac BYTEA NOT NULL, PRIMARY KEY (round, new), UNIQUE (round, old)) ON COMMIT DROP"
    };
    CREATE_NULLIFIER = {
        sqlite: "CREATE TABLE nullifier_fresh (
    round TEXT NOT NULL,
    n BLOB NOT NULL CHECK (length(n) = 32),
    grp TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round, n)
) WITHOUT ROWID",
        postgres: "CREATE TABLE nullifier_fresh (LIKE nullifier INCLUDING ALL)"
    };
    CREATE_POOL = {
        sqlite: "CREATE TABLE pool_fresh (
    round TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    body TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (round, id)
) WITHOUT ROWID",
        postgres: "CREATE TABLE pool_fresh (LIKE pool INCLUDING ALL)"
    };
    CREATE_PUBLISHED = {
        sqlite: "CREATE TABLE published_fresh (
    round TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    body TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (round, id)
) WITHOUT ROWID",
        postgres: "CREATE TABLE published_fresh (LIKE published INCLUDING ALL)"
    };
    CREATE_PAPER_FORM = {
        sqlite: "CREATE TABLE paper_form_fresh (
    round TEXT NOT NULL,
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    PRIMARY KEY (round, tag)
) WITHOUT ROWID",
        postgres: "CREATE TABLE paper_form_fresh (LIKE paper_form INCLUDING ALL)"
    };
    CREATE_PAPER_ENTRY = {
        sqlite: "CREATE TABLE paper_entry_fresh (
    round TEXT NOT NULL,
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    sealed BLOB NOT NULL,
    PRIMARY KEY (round, tag)
) WITHOUT ROWID",
        postgres: "CREATE TABLE paper_entry_fresh (LIKE paper_entry INCLUDING ALL)"
    };
}

const COPY_NULLIFIER: &str = "INSERT INTO nullifier_fresh (round, n, grp) SELECT round, n, grp FROM nullifier ORDER BY round, n";
const COPY_POOL: &str = "INSERT INTO pool_fresh (round, id, body, mac)
    SELECT pool.round, pool.id, pool.body, pool.mac FROM pool
    LEFT JOIN moved ON moved.round = pool.round AND moved.old = pool.id
    WHERE moved.old IS NULL ORDER BY pool.round, pool.id";
/// CROSS JOIN: SQLite then walks `moved`, whose key is the order wanted, and sorts no bodies.
const COPY_PUBLISHED: &str = "INSERT INTO published_fresh (round, id, body, mac)
    SELECT round, id, body, mac FROM published
    UNION ALL SELECT moved.round, moved.new, pool.body, moved.mac FROM moved
        CROSS JOIN pool WHERE pool.round = moved.round AND pool.id = moved.old
    ORDER BY 1, 2";
/// What a closed round leaves of its paper: nothing.
const COPY_PAPER_FORM: &str = "INSERT INTO paper_form_fresh (round, tag) SELECT paper_form.round, paper_form.tag
    FROM paper_form JOIN round ON round.id = paper_form.round WHERE round.state <> 'closed' ORDER BY 1, 2";
const COPY_PAPER_ENTRY: &str = "INSERT INTO paper_entry_fresh (round, tag, sealed)
    SELECT paper_entry.round, paper_entry.tag, paper_entry.sealed
    FROM paper_entry JOIN round ON round.id = paper_entry.round WHERE round.state <> 'closed' ORDER BY 1, 2";
const RENAME_NULLIFIER: &str = "ALTER TABLE nullifier_fresh RENAME TO nullifier";
const RENAME_POOL: &str = "ALTER TABLE pool_fresh RENAME TO pool";
const RENAME_PUBLISHED: &str = "ALTER TABLE published_fresh RENAME TO published";
const RENAME_PAPER_FORM: &str = "ALTER TABLE paper_form_fresh RENAME TO paper_form";
const RENAME_PAPER_ENTRY: &str = "ALTER TABLE paper_entry_fresh RENAME TO paper_entry";
const DROP_MOVED: &str = "DROP TABLE moved";
const REWRITE: [&str; 16] = [
    COPY_NULLIFIER,
    COPY_PUBLISHED,
    COPY_POOL,
    COPY_PAPER_FORM,
    COPY_PAPER_ENTRY,
    DROP_NULLIFIER,
    DROP_POOL,
    DROP_PUBLISHED,
    DROP_PAPER_FORM,
    DROP_PAPER_ENTRY,
    RENAME_NULLIFIER,
    RENAME_POOL,
    RENAME_PUBLISHED,
    RENAME_PAPER_FORM,
    RENAME_PAPER_ENTRY,
    DROP_MOVED,
];
/// What a flush would do that thinks no further than what people see; for the test that this is not enough.
const IN_PLACE: [&str; 8] = [
    "INSERT INTO published (round, id, body, mac) SELECT pool.round, moved.new, pool.body, moved.mac
        FROM pool JOIN moved ON moved.round = pool.round AND moved.old = pool.id",
    "DELETE FROM pool WHERE EXISTS (SELECT 1 FROM moved WHERE moved.round = pool.round AND moved.old = pool.id)",
    "DROP TABLE nullifier_fresh",
    "DROP TABLE pool_fresh",
    "DROP TABLE published_fresh",
    "DROP TABLE paper_form_fresh",
    "DROP TABLE paper_entry_fresh",
    DROP_MOVED,
];

/// Statements that can be prepared only beside the tables of `create_fresh`. Renaming could only be after dropping.
pub(super) const BESIDE_FRESH: [&str; 6] = [
    COPY_NULLIFIER,
    COPY_POOL,
    COPY_PUBLISHED,
    COPY_PAPER_FORM,
    COPY_PAPER_ENTRY,
    DROP_MOVED,
];

impl Store {
    /// The flush of a night: every open round that has enough new answers shows them. A round whose key is lost waits;
    /// the others do not wait for it.
    ///
    /// # Errors
    /// When nothing was changed; the next flush does it all. [`StoreError::Key`] when answers were made visible but a
    /// key file of a closed round could not be destroyed; the next flush tries again.
    pub async fn flush(&self) -> Result<Vec<Flushed>, StoreError> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Answers).await?;
        let rounds = self.all_rounds().await?;
        let waiting = waiting(&mut tx).await?;
        let mut flushed = Vec::new();
        if waiting.is_empty() && !paper_left(&mut tx).await? {
            tx.rollback().await?;
        } else {
            create_fresh(&mut tx).await?;
            flushed = self.move_open_rounds(&mut tx, &rounds, &waiting).await?;
            rewrite(&mut tx).await?;
            tx.commit().await?;
        }
        self.empty_log().await?;
        self.destroy_entry_keys(&rounds)?;
        Ok(flushed)
    }

    /// Moves what each open round has waiting. A round whose key is lost waits; the others do not wait for it.
    async fn move_open_rounds(
        &self,
        tx: &mut Tx,
        rounds: &[Round],
        waiting: &HashMap<String, u64>,
    ) -> Result<Vec<Flushed>, StoreError> {
        let mut flushed = Vec::new();
        for round in rounds.iter().filter(|r| r.state == RoundState::Open) {
            match self.move_round(tx, round, waiting, Moment::Night).await {
                Err(StoreError::Key(error)) => {
                    tracing::error!(cause = %error, "a round could not be flushed");
                }
                moved => flushed.extend(moved?),
            }
        }
        Ok(flushed)
    }

    /// Gone already, unless the file system refused when a round closed. One that stays does not save the next.
    fn destroy_entry_keys(&self, rounds: &[Round]) -> Result<(), StoreError> {
        let closed = rounds.iter().filter(|r| r.state == RoundState::Closed);
        let mut destroyed = Ok(());
        for round in closed {
            destroyed = destroyed.and(self.keys.destroy_entry(&round.id));
        }
        destroyed.map_err(StoreError::Key)
    }

    /// Closes a round: shows what waited when there is enough in all, and destroys the keys that could tell who
    /// answered.
    ///
    /// # Errors
    /// [`StoreError::RoundState`] when the round is not open. [`StoreError::Key`] when the round is closed but a key
    /// file could not be destroyed; the next flush tries again.
    pub async fn close_round(&self, id: &RoundId, actor: Actor<'_>) -> Result<Flushed, StoreError> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Answers).await?;
        // Read after the lock: a flush a moment ago changed how many count.
        let round = self.existing_round(id).await?;
        let closed = on!(&mut tx, |c| sqlx::query(CLOSE)
            .bind(id.as_str())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if closed == 0 {
            return Err(StoreError::RoundState {
                round: id.to_string(),
                state: round.state.word(),
            });
        }
        let waiting = waiting(&mut tx).await?;
        create_fresh(&mut tx).await?;
        let flushed = self
            .move_round(&mut tx, &round, &waiting, Moment::Close)
            .await?;
        rewrite(&mut tx).await?;
        audit::record(&mut tx, actor, act(id, "round.close", &id.client_council())).await?;
        tx.commit().await?;
        self.empty_log().await?;
        self.keys.destroy_entry(id)?;
        Ok(flushed.unwrap_or(Flushed {
            round: id.clone(),
            made_visible: 0,
            damaged: 0,
        }))
    }

    /// Notes new ids for the answers of a round that become visible now; none when there are too few.
    async fn move_round(
        &self,
        tx: &mut Tx,
        round: &Round,
        waiting: &HashMap<String, u64>,
        moment: Moment,
    ) -> Result<Option<Flushed>, StoreError> {
        let stored = Stored {
            waiting: waiting.get(round.id.as_str()).copied().unwrap_or(0),
            published: round.published,
        };
        if visible_now(stored, round.thresholds(), moment) == 0 {
            return Ok(None);
        }
        let flushed = self.give_new_ids(tx, &round.id).await?;
        on!(tx, |c| sqlx::query(MADE_VISIBLE)
            .bind(round.id.as_str())
            .bind(row::number(flushed.made_visible))
            .execute(c)
            .await
            .map(drop))?;
        code::count_used(tx, &round.id).await?;
        forget_segments(tx, round.id.as_str()).await?;
        Ok(Some(flushed))
    }

    async fn give_new_ids(&self, tx: &mut Tx, round: &RoundId) -> Result<Flushed, StoreError> {
        let key = self.keys.answers(round)?;
        let mut source = OsRandom::new();
        let mut flushed = Flushed {
            round: round.clone(),
            made_visible: 0,
            damaged: 0,
        };
        let mut after: Vec<u8> = Vec::new();
        loop {
            let page: Vec<(Vec<u8>, String, Vec<u8>)> = on!(tx, |c| sqlx::query_as(WAITING_AFTER)
                .bind(round.as_str())
                .bind(&after)
                .bind(PAGE)
                .fetch_all(c)
                .await)?;
            let Some((last, ..)) = page.last() else {
                return Ok(flushed);
            };
            after.clone_from(last);
            let mut moved = Vec::with_capacity(page.len());
            for (old, body, mac) in &page {
                let old = row::id(old, "pool.id")?;
                if !key.answer_is(round.as_str(), old, body, mac) {
                    // A new MAC would make the damage look whole.
                    flushed.damaged += 1;
                    continue;
                }
                let new = Id::from_source(&mut source)?;
                moved.push(Moved {
                    round: round.to_string(),
                    old,
                    new,
                    mac: key.answer(round.as_str(), new, body),
                });
            }
            flushed.made_visible += moved.len() as u64;
            for rows in moved.chunks(ROWS) {
                bulk::add_to_moved(tx, rows).await?;
            }
        }
    }
}

/// Whether paper is to be written anew although no answer waits: first entries, or numbers of a round that closed.
async fn paper_left(tx: &mut Tx) -> Result<bool, StoreError> {
    let (left,): (i64,) = on!(tx, |c| sqlx::query_as(PAPER_LEFT).fetch_one(c).await)?;
    Ok(left > 0)
}

async fn waiting(tx: &mut Tx) -> Result<HashMap<String, u64>, StoreError> {
    let rows: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(WAITING).fetch_all(c).await)?;
    rows.into_iter()
        .map(|(round, count)| Ok((round, row::count(count, "pool")?)))
        .collect()
}

/// The tables that exist only within this transaction.
pub(super) async fn create_fresh(tx: &mut Tx) -> Result<(), StoreError> {
    for statement in PER_DATABASE {
        let sql = tx.pick(*statement);
        execute(tx, sql).await?;
    }
    Ok(())
}

/// Puts the fresh tables in the place of the old ones.
pub(super) async fn rewrite(tx: &mut Tx) -> Result<(), StoreError> {
    let statements: &[&str] = if taken_out(Defence::NoFlushRewrite) {
        &IN_PLACE
    } else {
        &REWRITE
    };
    for sql in statements {
        execute(tx, sql).await?;
    }
    Ok(())
}

async fn execute(tx: &mut Tx, sql: &'static str) -> Result<(), StoreError> {
    on!(tx, |c| sqlx::query(sql).execute(c).await.map(drop))?;
    Ok(())
}
