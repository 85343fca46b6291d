//! The ledger of knelpunten: every version of each, who wrote it and on which day.

use jiff::civil::Date;

use super::audit::{self, Act, Actor};
use super::db::{Lock, Tx, on, read, statements};
use super::error::StoreError;
use super::{Store, row};
use crate::anonymity::random::Id;
use crate::domain::id::ClientCouncilId;
use crate::domain::knelpunt::Knelpunt;

/// A version of a knelpunt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKnelpunt {
    /// Random; the same for every version.
    pub id: Id,
    /// Counts from 1; give back what was read when changing it.
    pub version: i64,
    /// As people call it: the year and a number, `2026-07`.
    pub name: String,
    /// What it says.
    pub content: Knelpunt,
    /// The day on which this version was written.
    pub day: Date,
    /// Login name of who wrote it.
    pub actor: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    version: i64,
    name: String,
    content: String,
    day: String,
    actor: String,
}

statements! {
    NEWEST = "SELECT id, version, name, content, day, actor FROM knelpunt AS own WHERE client_council = $1
        AND version = (SELECT max(version) FROM knelpunt WHERE id = own.id) ORDER BY name DESC";
    HISTORY = "SELECT id, version, name, content, day, actor FROM knelpunt WHERE client_council = $1 AND id = $2
        ORDER BY version DESC";
    NUMBER = "SELECT count(*) FROM knelpunt WHERE client_council = $1 AND version = 1 AND name LIKE $2";
    VERSION = "SELECT max(version) FROM knelpunt WHERE client_council = $1 AND id = $2";
    ADD = "INSERT INTO knelpunt (id, version, client_council, name, content, day, actor)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

impl TryFrom<Row> for StoredKnelpunt {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::id(&row.id, "knelpunt.id")?,
            version: row.version,
            name: row.name,
            content: serde_json::from_str(&row.content).map_err(|_| StoreError::Unreadable {
                what: "knelpunt.content",
            })?,
            day: row::parsed(&row.day, "knelpunt.day")?,
            actor: row.actor,
        })
    }
}

impl Store {
    /// The newest version of each knelpunt of a client council, the newest knelpunt first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn knelpunten(
        &self,
        client_council: &ClientCouncilId,
    ) -> Result<Vec<StoredKnelpunt>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(NEWEST)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(StoredKnelpunt::try_from).collect()
    }

    /// Every version of a knelpunt, the newest first; empty when the client council has no such knelpunt.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn knelpunt_history(
        &self,
        client_council: &ClientCouncilId,
        id: Id,
    ) -> Result<Vec<StoredKnelpunt>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(HISTORY)
            .bind(client_council.as_str())
            .bind(&id.as_bytes()[..])
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(StoredKnelpunt::try_from).collect()
    }

    /// A knelpunt as it stands now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn knelpunt(
        &self,
        client_council: &ClientCouncilId,
        id: Id,
    ) -> Result<Option<StoredKnelpunt>, StoreError> {
        let history = self.knelpunt_history(client_council, id).await?;
        Ok(history.into_iter().next())
    }

    /// Writes down a new knelpunt; it gets the next number of the year.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn add_knelpunt(
        &self,
        client_council: &ClientCouncilId,
        content: &Knelpunt,
        (actor, day): (Actor<'_>, Date),
    ) -> Result<Id, StoreError> {
        let mut tx = self.db.begin().await?;
        // Two who add one at once must not get the same number.
        tx.lock(Lock::Audit).await?;
        let (known,): (i64,) = on!(&mut tx, |c| sqlx::query_as(NUMBER)
            .bind(client_council.as_str())
            .bind(format!("{}-%", day.year()))
            .fetch_one(c)
            .await)?;
        let new = StoredKnelpunt {
            id: Id::random()?,
            version: 1,
            name: format!("{}-{:02}", day.year(), known + 1),
            content: content.clone(),
            day,
            actor: actor.login.to_owned(),
        };
        add(&mut tx, client_council, &new).await?;
        record(&mut tx, actor, (client_council, new.id), "knelpunt.add").await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Writes a new version of `read`, which keeps its name.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `read` is not the newest version any more; then nothing changed.
    pub async fn change_knelpunt(
        &self,
        client_council: &ClientCouncilId,
        read: &StoredKnelpunt,
        content: &Knelpunt,
        (actor, day): (Actor<'_>, Date),
    ) -> Result<(), StoreError> {
        let conflict = || StoreError::Conflict {
            what: "the knelpunt",
        };
        let mut tx = self.db.begin().await?;
        let (newest,): (Option<i64>,) = on!(&mut tx, |c| sqlx::query_as(VERSION)
            .bind(client_council.as_str())
            .bind(&read.id.as_bytes()[..])
            .fetch_one(c)
            .await)?;
        if newest != Some(read.version) {
            return Err(conflict());
        }
        let new = StoredKnelpunt {
            version: read.version + 1,
            content: content.clone(),
            day,
            actor: actor.login.to_owned(),
            ..read.clone()
        };
        match add(&mut tx, client_council, &new).await {
            Err(error) if error.is_duplicate() => return Err(conflict()),
            other => other?,
        }
        record(&mut tx, actor, (client_council, new.id), "knelpunt.change").await?;
        tx.commit().await
    }
}

async fn add(
    tx: &mut Tx,
    client_council: &ClientCouncilId,
    new: &StoredKnelpunt,
) -> Result<(), StoreError> {
    let content = serde_json::to_string(&new.content).map_err(|_| StoreError::Unreadable {
        what: "knelpunt.content",
    })?;
    on!(tx, |c| sqlx::query(ADD)
        .bind(&new.id.as_bytes()[..])
        .bind(new.version)
        .bind(client_council.as_str())
        .bind(&new.name)
        .bind(&content)
        .bind(new.day.to_string())
        .bind(&new.actor)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

pub(super) async fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    (client_council, knelpunt): (&ClientCouncilId, Id),
    action: &str,
) -> Result<(), StoreError> {
    let act = Act {
        client_council: client_council.as_str(),
        action,
        object: &knelpunt.to_string(),
    };
    audit::record(tx, actor, act).await
}
