//! Evaluations by three parties: what they are about, the links with which they are filled in, and what was filled in.
//! The database holds only the SHA-256 of a link, and nothing joins a link to what was sent with it.

use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::audit::{self, Act, Actor};
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::{Store, row};
use crate::anonymity::random::{self, Id};
use crate::domain::evaluation::{Evaluation, Form, Party, Stage};
use crate::domain::id::ClientCouncilId;

/// A version of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvaluation {
    /// Random; the same for every version.
    pub id: Id,
    /// Counts from 1; give back what was read when changing it.
    pub version: i64,
    /// Whose.
    pub client_council: ClientCouncilId,
    /// What it says.
    pub content: Evaluation,
}

/// How many links a party has, and how many were used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Links {
    /// Whose.
    pub party: Party,
    /// Links that were made.
    pub made: u32,
    /// Those with which something was sent.
    pub used: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    version: i64,
    client_council: String,
    content: String,
}

statements! {
    NEWEST = "SELECT id, version, client_council, content FROM evaluation AS own WHERE client_council = $1
        AND version = (SELECT max(version) FROM evaluation WHERE id = own.id)";
    ONE = "SELECT id, version, client_council, content FROM evaluation WHERE id = $1 ORDER BY version DESC LIMIT 1";
    ADD = "INSERT INTO evaluation (id, version, client_council, content, day, actor) VALUES ($1, $2, $3, $4, $5, $6)";
    WITHDRAW = "DELETE FROM evaluation_link WHERE evaluation = $1 AND NOT used";
    LINK = "INSERT INTO evaluation_link (token, evaluation, party, expires, used) VALUES ($1, $2, $3, $4, FALSE)";
    LINK_OF = "SELECT evaluation, party, expires, used FROM evaluation_link WHERE token = $1";
    USE = "UPDATE evaluation_link SET used = TRUE WHERE token = $1 AND NOT used";
    LINKS = "SELECT party, used FROM evaluation_link WHERE evaluation = $1";
    ADD_FORM = "INSERT INTO evaluation_form (id, evaluation, party, content) VALUES ($1, $2, $3, $4)";
    FORMS = "SELECT party, content FROM evaluation_form WHERE evaluation = $1 ORDER BY id";
}

impl TryFrom<Row> for StoredEvaluation {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::id(&row.id, "evaluation.id")?,
            version: row.version,
            client_council: row::parsed(&row.client_council, "evaluation.client_council")?,
            content: serde_json::from_str(&row.content).map_err(|_| StoreError::Unreadable {
                what: "evaluation.content",
            })?,
        })
    }
}

impl Store {
    /// The evaluations of a client council, the latest start first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn evaluations(
        &self,
        client_council: &ClientCouncilId,
    ) -> Result<Vec<StoredEvaluation>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(NEWEST)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        let all: Result<Vec<_>, _> = rows.into_iter().map(StoredEvaluation::try_from).collect();
        all.map(|mut all| {
            all.sort_by_key(|it| std::cmp::Reverse(it.content.start));
            all
        })
    }

    /// An evaluation as it stands now; `None` when the client council has no such evaluation.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn evaluation(
        &self,
        client_council: &ClientCouncilId,
        id: Id,
    ) -> Result<Option<StoredEvaluation>, StoreError> {
        let found = self.any_evaluation(id).await?;
        Ok(found.filter(|found| found.client_council == *client_council))
    }

    async fn any_evaluation(&self, id: Id) -> Result<Option<StoredEvaluation>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(ONE)
            .bind(&id.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        row.map(StoredEvaluation::try_from).transpose()
    }

    /// Begins an evaluation.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn add_evaluation(
        &self,
        client_council: &ClientCouncilId,
        content: &Evaluation,
        by: (Actor<'_>, Date),
    ) -> Result<Id, StoreError> {
        let new = StoredEvaluation {
            id: Id::random()?,
            version: 1,
            client_council: client_council.clone(),
            content: content.clone(),
        };
        let mut tx = self.db.begin().await?;
        add(&mut tx, &new, by).await?;
        record(&mut tx, &new, by.0, "evaluation.add").await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Writes a new version of `read`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `read` is not the newest version any more; then nothing changed.
    pub async fn change_evaluation(
        &self,
        read: &StoredEvaluation,
        content: &Evaluation,
        by: (Actor<'_>, Date),
    ) -> Result<(), StoreError> {
        let new = StoredEvaluation {
            version: read.version + 1,
            content: content.clone(),
            ..read.clone()
        };
        let mut tx = self.db.begin().await?;
        match add(&mut tx, &new, by).await {
            Err(error) if error.is_duplicate() => {
                return Err(StoreError::Conflict {
                    what: "the evaluation",
                });
            }
            other => other?,
        }
        record(&mut tx, &new, by.0, "evaluation.change").await?;
        tx.commit().await
    }

    /// Makes new links for every party that did not send all its forms, good until a day; unused ones that were made before
    /// are withdrawn. Gives party and token; the tokens stand nowhere.
    ///
    /// # Errors
    /// When they could not be stored.
    pub async fn make_links(
        &self,
        evaluation: &StoredEvaluation,
        until: Date,
        actor: Actor<'_>,
    ) -> Result<Vec<(Party, String)>, StoreError> {
        let used = self.evaluation_links(evaluation.id).await?;
        let mut made = Vec::new();
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(WITHDRAW)
            .bind(&evaluation.id.as_bytes()[..])
            .execute(c)
            .await
            .map(drop))?;
        for links in used {
            for _ in links.used..evaluation.content.forms(links.party) {
                let token = BASE64URL_NOPAD.encode(&random::bytes::<16>()?);
                on!(&mut tx, |c| sqlx::query(LINK)
                    .bind(hash(&token))
                    .bind(&evaluation.id.as_bytes()[..])
                    .bind(links.party.word())
                    .bind(until.to_string())
                    .execute(c)
                    .await
                    .map(drop))?;
                made.push((links.party, token));
            }
        }
        record(&mut tx, evaluation, actor, "evaluation.links").await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Per party how many links there are, and how many were used.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn evaluation_links(&self, evaluation: Id) -> Result<Vec<Links>, StoreError> {
        let rows: Vec<(String, bool)> = read!(&self.db, |c| sqlx::query_as(LINKS)
            .bind(&evaluation.as_bytes()[..])
            .fetch_all(c)
            .await)?;
        let count = |party: Party, only_used: bool| {
            let own = rows.iter().filter(|(word, _)| word == party.word());
            u32::try_from(own.filter(|(_, used)| *used || !only_used).count()).unwrap_or(u32::MAX)
        };
        let all = Party::ALL.iter().map(|party| Links {
            party: *party,
            made: count(*party, false),
            used: count(*party, true),
        });
        Ok(all.collect())
    }

    /// What a link is for: the evaluation, the party, and whether something was sent with it. `None` for an unknown link, one
    /// whose day is over, and one of an evaluation that was compared unless it was used.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn evaluation_of_link(
        &self,
        token: &str,
        today: Date,
    ) -> Result<Option<(StoredEvaluation, Party, bool)>, StoreError> {
        let row: Option<(Vec<u8>, String, String, bool)> =
            read!(&self.db, |c| sqlx::query_as(LINK_OF)
                .bind(hash(token))
                .fetch_optional(c)
                .await)?;
        let Some((evaluation, party, expires, used)) = row else {
            return Ok(None);
        };
        let party = row::word(Party::from_word(&party), "evaluation_link.party")?;
        let expires: Date = row::parsed(&expires, "evaluation_link.expires")?;
        let id = row::id(&evaluation, "evaluation_link.evaluation")?;
        let found = self.any_evaluation(id).await?;
        let open = |it: &StoredEvaluation| {
            used || (it.content.stage == Stage::FillingIn && today <= expires)
        };
        Ok(found.filter(open).map(|found| (found, party, used)))
    }

    /// Stores what was filled in with a link, once: a link that was used changes nothing.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn send_evaluation_form(
        &self,
        token: &str,
        (evaluation, party): (Id, Party),
        form: &Form,
    ) -> Result<(), StoreError> {
        let content = serde_json::to_string(form).map_err(|_| StoreError::Unreadable {
            what: "evaluation_form.content",
        })?;
        let mut tx = self.db.begin().await?;
        let first = on!(&mut tx, |c| sqlx::query(USE)
            .bind(hash(token))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if first == 0 {
            return Ok(());
        }
        on!(&mut tx, |c| sqlx::query(ADD_FORM)
            .bind(&Id::random()?.as_bytes()[..])
            .bind(&evaluation.as_bytes()[..])
            .bind(party.word())
            .bind(&content)
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await
    }

    /// What was filled in, in no order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn evaluation_forms(&self, evaluation: Id) -> Result<Vec<(Party, Form)>, StoreError> {
        let rows: Vec<(String, String)> = read!(&self.db, |c| sqlx::query_as(FORMS)
            .bind(&evaluation.as_bytes()[..])
            .fetch_all(c)
            .await)?;
        let unreadable = |_| StoreError::Unreadable {
            what: "evaluation_form.content",
        };
        rows.into_iter()
            .map(|(party, content)| {
                let party = row::word(Party::from_word(&party), "evaluation_form.party")?;
                Ok((party, serde_json::from_str(&content).map_err(unreadable)?))
            })
            .collect()
    }
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

async fn add(
    tx: &mut Tx,
    new: &StoredEvaluation,
    (actor, day): (Actor<'_>, Date),
) -> Result<(), StoreError> {
    let content = serde_json::to_string(&new.content).map_err(|_| StoreError::Unreadable {
        what: "evaluation.content",
    })?;
    on!(tx, |c| sqlx::query(ADD)
        .bind(&new.id.as_bytes()[..])
        .bind(new.version)
        .bind(new.client_council.as_str())
        .bind(&content)
        .bind(day.to_string())
        .bind(actor.login)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    evaluation: &StoredEvaluation,
    actor: Actor<'_>,
    action: &str,
) -> Result<(), StoreError> {
    let act = Act {
        client_council: evaluation.client_council.as_str(),
        action,
        object: &evaluation.id.to_string(),
    };
    audit::record(tx, actor, act).await
}
