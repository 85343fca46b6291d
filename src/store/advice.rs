//! Advices, every version, and the links with which the college answers them. The database holds only the SHA-256 of a link.

use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::audit::{self, Act, Actor};
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::{Store, row};
use crate::anonymity::random::{self, Id};
use crate::domain::advice::Advice;
use crate::domain::id::ClientCouncilId;

/// A version of an advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAdvice {
    /// Random; the same for every version.
    pub id: Id,
    /// Counts from 1; give back what was read when changing it.
    pub version: i64,
    /// Whose.
    pub client_council: ClientCouncilId,
    /// What it says.
    pub content: Advice,
    /// The day of this version.
    pub day: Date,
    /// Login name of who wrote it.
    pub actor: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    version: i64,
    client_council: String,
    content: String,
    day: String,
    actor: String,
}

statements! {
    NEWEST = "SELECT id, version, client_council, content, day, actor FROM advice AS own WHERE client_council = $1
        AND version = (SELECT max(version) FROM advice WHERE id = own.id) ORDER BY id";
    VERSIONS = "SELECT id, version, client_council, content, day, actor FROM advice WHERE id = $1 ORDER BY version DESC";
    ADD = "INSERT INTO advice (id, version, client_council, content, day, actor) VALUES ($1, $2, $3, $4, $5, $6)";
    WITHDRAW = "DELETE FROM advice_link WHERE advice = $1";
    LINK = "INSERT INTO advice_link (token, advice, expires) VALUES ($1, $2, $3)";
    LINK_OF = "SELECT advice, expires FROM advice_link WHERE token = $1";
    UNTIL = "SELECT expires FROM advice_link WHERE advice = $1";
}

impl TryFrom<Row> for StoredAdvice {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::id(&row.id, "advice.id")?,
            version: row.version,
            client_council: row::parsed(&row.client_council, "advice.client_council")?,
            content: serde_json::from_str(&row.content).map_err(unreadable)?,
            day: row::parsed(&row.day, "advice.day")?,
            actor: row.actor,
        })
    }
}

fn unreadable<E>(_: E) -> StoreError {
    StoreError::Unreadable {
        what: "advice.content",
    }
}

impl Store {
    /// The advices of a client council as they stand now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn advices(
        &self,
        client_council: &ClientCouncilId,
    ) -> Result<Vec<StoredAdvice>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(NEWEST)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(StoredAdvice::try_from).collect()
    }

    /// Every version of an advice, the newest first; none when the client council has no such advice.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn advice(
        &self,
        client_council: &ClientCouncilId,
        id: Id,
    ) -> Result<Vec<StoredAdvice>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(VERSIONS)
            .bind(&id.as_bytes()[..])
            .fetch_all(c)
            .await)?;
        let all: Result<Vec<_>, _> = rows.into_iter().map(StoredAdvice::try_from).collect();
        let mut all = all?;
        all.retain(|it| it.client_council == *client_council);
        Ok(all)
    }

    /// Keeps a new advice.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn add_advice(
        &self,
        client_council: &ClientCouncilId,
        content: &Advice,
        (actor, day): (Actor<'_>, Date),
    ) -> Result<Id, StoreError> {
        let new = StoredAdvice {
            id: Id::random()?,
            version: 1,
            client_council: client_council.clone(),
            content: content.clone(),
            day,
            actor: actor.login.to_owned(),
        };
        let mut tx = self.db.begin().await?;
        add(&mut tx, &new).await?;
        record(&mut tx, &new, actor, "advice.add").await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Writes a new version of `read`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `read` is not the newest version any more; then nothing changed.
    pub async fn change_advice(
        &self,
        read: &StoredAdvice,
        content: &Advice,
        (actor, day): (Actor<'_>, Date),
    ) -> Result<(), StoreError> {
        let new = StoredAdvice {
            version: read.version + 1,
            content: content.clone(),
            day,
            actor: actor.login.to_owned(),
            ..read.clone()
        };
        let mut tx = self.db.begin().await?;
        match add(&mut tx, &new).await {
            Err(error) if error.is_duplicate() => {
                return Err(StoreError::Conflict { what: "the advice" });
            }
            other => other?,
        }
        record(&mut tx, &new, actor, "advice.change").await?;
        tx.commit().await
    }

    /// Makes the link with which the college answers, good until a day; the one before is withdrawn. The token stands nowhere.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn make_advice_link(
        &self,
        advice: &StoredAdvice,
        until: Date,
        actor: Actor<'_>,
    ) -> Result<String, StoreError> {
        let token = BASE64URL_NOPAD.encode(&random::bytes::<16>()?);
        let mut tx = self.db.begin().await?;
        withdraw(&mut tx, advice.id).await?;
        on!(&mut tx, |c| sqlx::query(LINK)
            .bind(hash(&token))
            .bind(&advice.id.as_bytes()[..])
            .bind(until.to_string())
            .execute(c)
            .await
            .map(drop))?;
        record(&mut tx, advice, actor, "advice.link").await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Withdraws the link of an advice.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn withdraw_advice_link(
        &self,
        advice: &StoredAdvice,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        withdraw(&mut tx, advice.id).await?;
        record(&mut tx, advice, actor, "advice.unlink").await?;
        tx.commit().await
    }

    /// The last day on which the link of an advice is good, when there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn advice_link_until(&self, advice: Id) -> Result<Option<Date>, StoreError> {
        let row: Option<(String,)> = read!(&self.db, |c| sqlx::query_as(UNTIL)
            .bind(&advice.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        row.map(|(day,)| row::parsed(&day, "advice_link.expires"))
            .transpose()
    }

    /// The advice of a link; `None` for an unknown link and one whose day is over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn advice_of_link(
        &self,
        client_council: &ClientCouncilId,
        token: &str,
        today: Date,
    ) -> Result<Option<StoredAdvice>, StoreError> {
        let row: Option<(Vec<u8>, String)> = read!(&self.db, |c| sqlx::query_as(LINK_OF)
            .bind(hash(token))
            .fetch_optional(c)
            .await)?;
        let Some((advice, expires)) = row else {
            return Ok(None);
        };
        let expires: Date = row::parsed(&expires, "advice_link.expires")?;
        if expires < today {
            return Ok(None);
        }
        let id = row::id(&advice, "advice_link.advice")?;
        Ok(self.advice(client_council, id).await?.into_iter().next())
    }
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

async fn withdraw(tx: &mut Tx, advice: Id) -> Result<(), StoreError> {
    on!(tx, |c| sqlx::query(WITHDRAW)
        .bind(&advice.as_bytes()[..])
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

async fn add(tx: &mut Tx, new: &StoredAdvice) -> Result<(), StoreError> {
    let content = serde_json::to_string(&new.content).map_err(unreadable)?;
    on!(tx, |c| sqlx::query(ADD)
        .bind(&new.id.as_bytes()[..])
        .bind(new.version)
        .bind(new.client_council.as_str())
        .bind(&content)
        .bind(new.day.to_string())
        .bind(&new.actor)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    advice: &StoredAdvice,
    actor: Actor<'_>,
    action: &str,
) -> Result<(), StoreError> {
    let act = Act {
        client_council: advice.client_council.as_str(),
        action,
        object: &advice.id.to_string(),
    };
    audit::record(tx, actor, act).await
}
