//! What the client council decided about signals: each that comes from outside waits for one (Lelystad).

use jiff::civil::Date;

use super::audit::Actor;
use super::client_council::one_row;
use super::db::{on, read, statements};
use super::error::StoreError;
use super::signal::record;
use super::{Store, row};
use crate::anonymity::random::Id;
use crate::domain::id::ClientCouncilId;
use crate::domain::signal::Choice;

/// What was decided about one signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What happens with it.
    pub choice: Choice,
    /// Why.
    pub reason: String,
    /// The knelpunt that it belongs to.
    pub knelpunt: Option<Id>,
    /// The day of the decision.
    pub day: Date,
}

/// A decision as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDecision {
    /// The signal.
    pub signal: Id,
    /// What was decided.
    pub decision: Decision,
    /// Login name of who wrote it down.
    pub actor: String,
    /// For optimistic locking: give back what was read.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    signal: Vec<u8>,
    choice: String,
    reason: String,
    knelpunt: Option<Vec<u8>>,
    day: String,
    actor: String,
    version: i64,
}

statements! {
    OF_CLIENT_COUNCIL = "SELECT signal_decision.signal, choice, reason, knelpunt, signal_decision.day, actor,
        signal_decision.version FROM signal_decision JOIN signal ON signal.id = signal_decision.signal
        WHERE signal.client_council = $1 ORDER BY signal_decision.signal";
    OWN = "SELECT count(*) FROM signal WHERE client_council = $1 AND id = $2";
    ADD = "INSERT INTO signal_decision (signal, choice, reason, knelpunt, day, actor, version)
        VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING";
    CHANGE = "UPDATE signal_decision SET choice = $3, reason = $4, knelpunt = $5, day = $6, actor = $7,
        version = version + 1 WHERE signal = $1 AND version = $2";
}

impl TryFrom<Row> for StoredDecision {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let knelpunt = row.knelpunt.as_deref();
        Ok(Self {
            signal: row::id(&row.signal, "signal_decision.signal")?,
            decision: Decision {
                choice: row::word(Choice::from_word(&row.choice), "signal_decision.choice")?,
                reason: row.reason,
                knelpunt: knelpunt
                    .map(|id| row::id(id, "signal_decision.knelpunt"))
                    .transpose()?,
                day: row::parsed(&row.day, "signal_decision.day")?,
            },
            actor: row.actor,
            version: row.version,
        })
    }
}

impl Store {
    /// What was decided about signals of a client council.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decisions(
        &self,
        client_council: &ClientCouncilId,
    ) -> Result<Vec<StoredDecision>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(OF_CLIENT_COUNCIL)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(StoredDecision::try_from).collect()
    }

    /// Writes down what was decided about a signal; `read` is the version that the writer saw, 0 when there was none.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when someone else decided meanwhile; [`StoreError::NotFound`] when there is no such signal.
    pub async fn decide(
        &self,
        client_council: &ClientCouncilId,
        (signal, read): (Id, i64),
        decision: &Decision,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let (own,): (i64,) = on!(&mut tx, |c| sqlx::query_as(OWN)
            .bind(client_council.as_str())
            .bind(&signal.as_bytes()[..])
            .fetch_one(c)
            .await)?;
        if own == 0 {
            return Err(StoreError::not_found(format!("signal {signal}")));
        }
        let knelpunt = decision.knelpunt.map(|id| id.as_bytes().to_vec());
        let (choice, day) = (decision.choice.word(), decision.day.to_string());
        let rows = if read == 0 {
            on!(&mut tx, |c| sqlx::query(ADD)
                .bind(&signal.as_bytes()[..])
                .bind(choice)
                .bind(&decision.reason)
                .bind(&knelpunt)
                .bind(&day)
                .bind(actor.login)
                .execute(c)
                .await
                .map(|done| done.rows_affected()))?
        } else {
            on!(&mut tx, |c| sqlx::query(CHANGE)
                .bind(&signal.as_bytes()[..])
                .bind(read)
                .bind(choice)
                .bind(&decision.reason)
                .bind(&knelpunt)
                .bind(&day)
                .bind(actor.login)
                .execute(c)
                .await
                .map(|done| done.rows_affected()))?
        };
        one_row(rows, "the decision about the signal")?;
        record(&mut tx, actor, (client_council, signal), "signal.decide").await?;
        tx.commit().await
    }
}
