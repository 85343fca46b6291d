//! The client councils on this server.

use super::Store;
use super::audit::{self, Act, Actor};
use super::db::{on, read, statements};
use super::error::StoreError;
use super::row;
use crate::domain::id::ClientCouncilId;
use crate::domain::retention::Terms;

/// A client council as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCouncil {
    /// Its id, the first part of every address.
    pub id: ClientCouncilId,
    /// Its name as people write it.
    pub name: String,
    /// House style, contact and texts of its public page, as JSON.
    pub profile: String,
    /// Made-up: every page and report of it says so.
    pub sample: bool,
    /// For optimistic locking: give back what was read.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    profile: String,
    sample: bool,
    version: i64,
}

impl ClientCouncil {
    /// How long it keeps things; the longest terms where its profile says nothing.
    pub(super) fn terms(&self) -> Result<Terms, StoreError> {
        #[derive(serde::Deserialize)]
        struct Profile {
            #[serde(default)]
            retention: Terms,
        }
        serde_json::from_str(&self.profile)
            .map(|profile: Profile| profile.retention)
            .map_err(|_| StoreError::Unreadable {
                what: "client_council.profile",
            })
    }
}

statements! {
    ALL = "SELECT id, name, profile, sample, version FROM client_council ORDER BY id";
    ONE = "SELECT id, name, profile, sample, version FROM client_council WHERE id = $1";
    ADD = "INSERT INTO client_council (id, name, profile, sample, version) VALUES ($1, $2, $3, $4, 1)";
    CHANGE = "UPDATE client_council SET name = $3, profile = $4, version = version + 1
        WHERE id = $1 AND version = $2";
}

impl TryFrom<Row> for ClientCouncil {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::parsed(&row.id, "client_council.id")?,
            name: row.name,
            profile: row.profile,
            sample: row.sample,
            version: row.version,
        })
    }
}

impl Store {
    /// Every client council, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn client_councils(&self) -> Result<Vec<ClientCouncil>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(ALL).fetch_all(c).await)?;
        rows.into_iter().map(ClientCouncil::try_from).collect()
    }

    /// One client council.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn client_council(
        &self,
        id: &ClientCouncilId,
    ) -> Result<Option<ClientCouncil>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(ONE)
            .bind(id.as_str())
            .fetch_optional(c)
            .await)?;
        row.map(ClientCouncil::try_from).transpose()
    }

    /// Adds a client council; its `version` is ignored.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the id is taken.
    pub async fn add_client_council(
        &self,
        new: &ClientCouncil,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let added = on!(&mut tx, |c| sqlx::query(ADD)
            .bind(new.id.as_str())
            .bind(&new.name)
            .bind(&new.profile)
            .bind(new.sample)
            .execute(c)
            .await
            .map(drop));
        added.map_err(|error| exists_or(error.into(), || format!("client council {}", new.id)))?;
        audit::record(&mut tx, actor, act(&new.id, "client_council.add")).await?;
        tx.commit().await
    }

    /// Changes name and profile.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `version` is not the newest any more.
    pub async fn change_client_council(
        &self,
        changed: &ClientCouncil,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(CHANGE)
            .bind(changed.id.as_str())
            .bind(changed.version)
            .bind(&changed.name)
            .bind(&changed.profile)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        one_row(rows, "the client council")?;
        audit::record(&mut tx, actor, act(&changed.id, "client_council.change")).await?;
        tx.commit().await
    }
}

fn act<'a>(id: &'a ClientCouncilId, action: &'a str) -> Act<'a> {
    Act {
        client_council: id.as_str(),
        action,
        object: id.as_str(),
    }
}

/// A second row with the same key is [`StoreError::Exists`].
pub(super) fn exists_or(error: StoreError, what: impl FnOnce() -> String) -> StoreError {
    if error.is_duplicate() {
        StoreError::Exists { what: what() }
    } else {
        error
    }
}

/// `UPDATE … WHERE version = $n` that found no row: someone else was first.
pub(super) fn one_row(rows: u64, what: &'static str) -> Result<(), StoreError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict { what })
    }
}
