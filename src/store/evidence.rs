//! Evidence of knelpunten: what a channel said on the day it was written down. It is added and taken back, never changed.

use super::audit::Actor;
use super::db::{on, read, statements};
use super::error::StoreError;
use super::knelpunt::record;
use super::{Store, row};
use crate::anonymity::random::Id;
use crate::domain::definition::Channel;
use crate::domain::id::ClientCouncilId;
use crate::domain::knelpunt::Evidence;

/// A piece of evidence as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvidence {
    /// Random.
    pub id: Id,
    /// What was said.
    pub evidence: Evidence,
    /// Login name of who wrote it down.
    pub actor: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    channel: String,
    source: String,
    count: i64,
    n: Option<i64>,
    lo: Option<f64>,
    hi: Option<f64>,
    note: String,
    day: String,
    actor: String,
}

statements! {
    OF_KNELPUNT = "SELECT id, channel, source, count, n, lo, hi, note, day, actor FROM evidence
        WHERE client_council = $1 AND knelpunt = $2 ORDER BY day DESC, channel, source, id";
    ADD = "INSERT INTO evidence (id, client_council, knelpunt, channel, source, count, n, lo, hi, note, day, actor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    DROP = "DELETE FROM evidence WHERE client_council = $1 AND knelpunt = $2 AND id = $3";
}

impl TryFrom<Row> for StoredEvidence {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let n = row.n.map(|n| row::count(n, "evidence.n")).transpose()?;
        Ok(Self {
            id: row::id(&row.id, "evidence.id")?,
            evidence: Evidence {
                channel: row::word(Channel::from_word(&row.channel), "evidence.channel")?,
                source: row.source,
                count: row::count(row.count, "evidence.count")?,
                n,
                limits: row.lo.zip(row.hi),
                note: row.note,
                day: row::parsed(&row.day, "evidence.day")?,
            },
            actor: row.actor,
        })
    }
}

impl Store {
    /// The evidence of a knelpunt, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn evidence(
        &self,
        client_council: &ClientCouncilId,
        knelpunt: Id,
    ) -> Result<Vec<StoredEvidence>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(OF_KNELPUNT)
            .bind(client_council.as_str())
            .bind(&knelpunt.as_bytes()[..])
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(StoredEvidence::try_from).collect()
    }

    /// Writes down what channels say today: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the client council has no such knelpunt.
    pub async fn freeze_evidence(
        &self,
        client_council: &ClientCouncilId,
        knelpunt: Id,
        evidence: &[Evidence],
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let known = self.knelpunt(client_council, knelpunt).await?;
        known.ok_or_else(|| StoreError::not_found(format!("knelpunt {knelpunt}")))?;
        let mut tx = self.db.begin().await?;
        for each in evidence {
            let id = Id::random()?;
            on!(&mut tx, |c| sqlx::query(ADD)
                .bind(&id.as_bytes()[..])
                .bind(client_council.as_str())
                .bind(&knelpunt.as_bytes()[..])
                .bind(each.channel.word())
                .bind(&each.source)
                .bind(row::number(each.count))
                .bind(each.n.map(row::number))
                .bind(each.limits.map(|(lo, _)| lo))
                .bind(each.limits.map(|(_, hi)| hi))
                .bind(&each.note)
                .bind(each.day.to_string())
                .bind(actor.login)
                .execute(c)
                .await
                .map(drop))?;
        }
        record(
            &mut tx,
            actor,
            (client_council, knelpunt),
            "evidence.freeze",
        )
        .await?;
        tx.commit().await
    }

    /// Takes a piece of evidence back. Doing it twice changes nothing more.
    ///
    /// # Errors
    /// When nothing changed.
    pub async fn drop_evidence(
        &self,
        client_council: &ClientCouncilId,
        (knelpunt, evidence): (Id, Id),
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(DROP)
            .bind(client_council.as_str())
            .bind(&knelpunt.as_bytes()[..])
            .bind(&evidence.as_bytes()[..])
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if rows > 0 {
            record(&mut tx, actor, (client_council, knelpunt), "evidence.drop").await?;
        }
        tx.commit().await
    }
}
