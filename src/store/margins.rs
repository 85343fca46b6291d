//! Margins of rounds, as the client council gave them: every version, who gave it and on which day.

use jiff::civil::Date;

use super::audit::{self, Act, Actor};
use super::client_council::exists_or;
use super::db::{on, read, statements};
use super::error::StoreError;
use super::{Store, row};
use crate::domain::id::RoundId;
use crate::domain::margin::{Line, Unit};

/// A version of the margins of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMargins {
    /// Counts from 1; give back what was read when changing it.
    pub version: i64,
    /// In what the numbers are given.
    pub unit: Unit,
    /// The numbers; none: the margins were taken back.
    pub lines: Vec<Line>,
    /// The day on which it was given.
    pub day: Date,
    /// Login name of who gave it.
    pub actor: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    version: i64,
    unit: String,
    lines: String,
    day: String,
    actor: String,
}

statements! {
    NEWEST = "SELECT version, unit, lines, day, actor FROM margins WHERE round = $1 ORDER BY version DESC LIMIT 1";
    ADD = "INSERT INTO margins (round, version, unit, lines, day, actor) VALUES ($1, $2, $3, $4, $5, $6)";
}

impl TryFrom<Row> for StoredMargins {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let unreadable = |what| StoreError::Unreadable { what };
        Ok(Self {
            version: row.version,
            unit: row::word(Unit::from_word(&row.unit), "margins.unit")?,
            lines: serde_json::from_str(&row.lines).map_err(|_| unreadable("margins.lines"))?,
            day: row::parsed(&row.day, "margins.day")?,
            actor: row.actor,
        })
    }
}

impl Store {
    /// The newest margins of a round; `None` when nobody ever gave any.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn margins(&self, round: &RoundId) -> Result<Option<StoredMargins>, StoreError> {
        let found: Option<Row> = read!(&self.db, |c| sqlx::query_as(NEWEST)
            .bind(round.as_str())
            .fetch_optional(c)
            .await)?;
        found.map(StoredMargins::try_from).transpose()
    }

    /// Makes a new version after `read`, the newest when the change was begun (absent: there was none). No lines take the
    /// margins back.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is a newer one.
    pub async fn change_margins(
        &self,
        round: &RoundId,
        read: Option<&StoredMargins>,
        (unit, lines): (Unit, &[Line]),
        (actor, day): (Actor<'_>, Date),
    ) -> Result<(), StoreError> {
        let version = read.map_or(0, |read| read.version) + 1;
        let text = serde_json::to_string(lines).map_err(|_| StoreError::Unreadable {
            what: "margins.lines",
        })?;
        let mut tx = self.db.begin().await?;
        let added = on!(&mut tx, |c| sqlx::query(ADD)
            .bind(round.as_str())
            .bind(version)
            .bind(unit.word())
            .bind(&text)
            .bind(day.to_string())
            .bind(actor.login)
            .execute(c)
            .await
            .map(drop));
        added.map_err(|error| match exists_or(error.into(), String::new) {
            StoreError::Exists { .. } => StoreError::Conflict {
                what: "the margins",
            },
            other => other,
        })?;
        let client_council = round.client_council();
        let act = Act {
            client_council: client_council.as_str(),
            action: "margins.change",
            object: round.as_str(),
        };
        audit::record(&mut tx, actor, act).await?;
        tx.commit().await
    }
}
