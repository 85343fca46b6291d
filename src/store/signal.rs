//! Signals: what was told at the spreekuur, on the website or at a meeting.
//!
//! A resident's own signal has a week and no day, and its intake leaves no trace of who sat at the table when.

use jiff::civil::Date;

use super::Store;
use super::audit::{self, Act, Actor};
use super::client_council::one_row;
use super::contact;
use super::conversation::Received;
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::row;
use crate::anonymity::random::Id;
use crate::domain::definition::{Aspect, Channel, Law};
use crate::domain::id::{ClientCouncilId, QuestionnaireId};
use crate::domain::signal::{SignalKind, Subject};
use crate::domain::suspicion::Suspicion;
use crate::domain::week::iso_week;

/// The status of a signal that nobody looked at yet.
pub const NEW: &str = "nieuw";

/// A way to call someone back, and until when it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Telephone or mail, as it was given.
    pub details: String,
    /// The day on which it is erased.
    pub erase: Date,
}

/// What comes in.
#[derive(Debug, Clone)]
pub struct NewSignal {
    /// Who listens.
    pub client_council: ClientCouncilId,
    /// How it came in: spreekuur, website or bijeenkomst.
    pub channel: Channel,
    /// The day. Of a website signal only its week is kept.
    pub day: Date,
    /// The intake form.
    pub questionnaire: QuestionnaireId,
    /// Its version.
    pub questionnaire_version: u32,
    /// The answers as canonical JSON, without contact details.
    pub answers: String,
    /// What it is about.
    pub subject: Subject,
    /// For a call back, when the person asked for one.
    pub contact: Option<Contact>,
    /// Why it is set apart, if it is.
    pub suspicion: Option<Suspicion>,
}

/// A signal as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Random.
    pub id: Id,
    /// How it came in.
    pub channel: Channel,
    /// The day of the spreekuur or meeting; none for the website.
    pub day: Option<Date>,
    /// The ISO week.
    pub week: String,
    /// The intake form.
    pub questionnaire: QuestionnaireId,
    /// Its version.
    pub questionnaire_version: u32,
    /// The answers as canonical JSON.
    pub answers: String,
    /// What it is about; staff may correct it.
    pub subject: Subject,
    /// Where it stands; [`NEW`] at first.
    pub status: String,
    /// Why it is set apart: it counts nowhere until someone takes it in.
    pub suspicion: Option<Suspicion>,
    /// For optimistic locking: give back what was read.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    channel: String,
    day: Option<String>,
    week: String,
    questionnaire: String,
    questionnaire_version: i64,
    answers: String,
    themes: String,
    law: Option<String>,
    aspect: Option<String>,
    kind: String,
    grave: bool,
    status: String,
    suspicion: String,
    version: i64,
}

statements! {
    ADD = "INSERT INTO signal (id, client_council, channel, day, week, questionnaire, questionnaire_version, answers,
        themes, law, aspect, kind, grave, status, suspicion, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1) ON CONFLICT DO NOTHING";
    ONE = "SELECT id, channel, day, week, questionnaire, questionnaire_version, answers, themes, law, aspect, kind,
        grave, status, suspicion, version FROM signal WHERE client_council = $1 AND id = $2";
    OF_CLIENT_COUNCIL = "SELECT id, channel, day, week, questionnaire, questionnaire_version, answers, themes, law,
        aspect, kind, grave, status, suspicion, version FROM signal WHERE client_council = $1
        ORDER BY week DESC, id";
    CHANGE = "UPDATE signal SET themes = $4, law = $5, aspect = $6, kind = $7, grave = $8, status = $9,
        suspicion = $10, version = version + 1 WHERE client_council = $1 AND id = $2 AND version = $3";
    DELETE = "DELETE FROM signal WHERE client_council = $1 AND id = $2 AND version = $3";
}

impl TryFrom<Row> for Signal {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::id(&row.id, "signal.id")?,
            channel: row::word(Channel::from_word(&row.channel), "signal.channel")?,
            day: row::maybe(row.day.as_deref(), "signal.day")?,
            week: row.week,
            questionnaire: row::parsed(&row.questionnaire, "signal.questionnaire")?,
            questionnaire_version: row::version(
                row.questionnaire_version,
                "signal.questionnaire_version",
            )?,
            answers: row.answers,
            subject: Subject {
                themes: themes_of(&row.themes)?,
                law: row
                    .law
                    .map(|law| row::word(Law::from_word(&law), "signal.law"))
                    .transpose()?,
                aspect: row
                    .aspect
                    .map(|aspect| row::word(Aspect::from_word(&aspect), "signal.aspect"))
                    .transpose()?,
                kind: row::word(SignalKind::from_word(&row.kind), "signal.kind")?,
                grave: row.grave,
            },
            status: row.status,
            suspicion: match row.suspicion.as_str() {
                "" => None,
                word => Some(row::word(Suspicion::from_word(word), "signal.suspicion")?),
            },
            version: row.version,
        })
    }
}

fn themes_of(json: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Unreadable {
        what: "signal.themes",
    })
}

fn json_of(themes: &[String]) -> String {
    serde_json::Value::from(themes).to_string()
}

impl Store {
    /// Stores what a volunteer wrote down; the same form (`nonce`) sent twice is one signal. The audit trail gets one row a
    /// person and a day, without the signal.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn take_in_signal(
        &self,
        new: &NewSignal,
        nonce: &[u8],
        actor: Actor<'_>,
    ) -> Result<Received, StoreError> {
        let nonce = [b"spreekuur", nonce].concat();
        let mut tx = self.db.begin().await?;
        let received = self.keep_signal(&mut tx, new, &nonce).await?;
        let act = Act {
            client_council: new.client_council.as_str(),
            action: "signal.take_in",
            object: new.channel.word(),
        };
        audit::record_day(&mut tx, actor.login, new.day, act).await?;
        tx.commit().await?;
        Ok(received)
    }

    /// Stores what a resident sent from the website. The same form (`nonce`) sent twice is one signal.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn receive_signal(
        &self,
        new: &NewSignal,
        nonce: &[u8],
    ) -> Result<Received, StoreError> {
        let mut tx = self.db.begin().await?;
        let received = self.keep_signal(&mut tx, new, nonce).await?;
        tx.commit().await?;
        Ok(received)
    }

    /// Stores a signal once a form, with its contact details and its code.
    async fn keep_signal(
        &self,
        tx: &mut Tx,
        new: &NewSignal,
        nonce: &[u8],
    ) -> Result<Received, StoreError> {
        let id = self.keys.signals().id(nonce);
        if add(tx, id, new).await? {
            self.keep_contact(tx, id, new.contact.as_ref()).await?;
        }
        let code = self.keep_code(tx, &new.client_council, id, nonce).await?;
        Ok(Received { id, code })
    }

    /// One signal of a client council.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn signal(
        &self,
        client_council: &ClientCouncilId,
        id: Id,
    ) -> Result<Option<Signal>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(ONE)
            .bind(client_council.as_str())
            .bind(&id.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        row.map(Signal::try_from).transpose()
    }

    /// The signals of a client council: by week, the newest first; within a week in no order that means anything.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn signals(
        &self,
        client_council: &ClientCouncilId,
    ) -> Result<Vec<Signal>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(OF_CLIENT_COUNCIL)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(Signal::try_from).collect()
    }

    /// Changes what a signal is about and where it stands. What was told is never changed.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `version` is not the newest any more.
    pub async fn assess_signal(
        &self,
        client_council: &ClientCouncilId,
        changed: &Signal,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let subject = &changed.subject;
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(CHANGE)
            .bind(client_council.as_str())
            .bind(&changed.id.as_bytes()[..])
            .bind(changed.version)
            .bind(json_of(&subject.themes))
            .bind(subject.law.map(Law::word))
            .bind(subject.aspect.map(Aspect::word))
            .bind(subject.kind.word())
            .bind(subject.grave)
            .bind(&changed.status)
            .bind(changed.suspicion.map_or("", Suspicion::word))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        one_row(rows, "the signal")?;
        record(
            &mut tx,
            actor,
            (client_council, changed.id),
            "signal.assess",
        )
        .await?;
        tx.commit().await
    }

    /// Deletes a signal with its contact details.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `version` is not the newest any more.
    pub async fn delete_signal(
        &self,
        client_council: &ClientCouncilId,
        signal: &Signal,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(DELETE)
            .bind(client_council.as_str())
            .bind(&signal.id.as_bytes()[..])
            .bind(signal.version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        one_row(rows, "the signal")?;
        record(&mut tx, actor, (client_council, signal.id), "signal.delete").await?;
        tx.commit().await
    }

    async fn keep_contact(
        &self,
        tx: &mut Tx,
        signal: Id,
        contact: Option<&Contact>,
    ) -> Result<(), StoreError> {
        match contact {
            Some(contact) => contact::keep(tx, self.keys.contacts(), signal, contact).await,
            None => Ok(()),
        }
    }
}

/// Whether the row is new.
async fn add(tx: &mut Tx, id: Id, new: &NewSignal) -> Result<bool, StoreError> {
    let day = (new.channel != Channel::Website).then(|| new.day.to_string());
    let subject = &new.subject;
    let rows = on!(tx, |c| sqlx::query(ADD)
        .bind(&id.as_bytes()[..])
        .bind(new.client_council.as_str())
        .bind(new.channel.word())
        .bind(day)
        .bind(iso_week(new.day))
        .bind(new.questionnaire.as_str())
        .bind(i64::from(new.questionnaire_version))
        .bind(&new.answers)
        .bind(json_of(&subject.themes))
        .bind(subject.law.map(Law::word))
        .bind(subject.aspect.map(Aspect::word))
        .bind(subject.kind.word())
        .bind(subject.grave)
        .bind(NEW)
        .bind(new.suspicion.map_or("", Suspicion::word))
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

pub(super) async fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    (client_council, signal): (&ClientCouncilId, Id),
    action: &str,
) -> Result<(), StoreError> {
    let act = Act {
        client_council: client_council.as_str(),
        action,
        object: &signal.to_string(),
    };
    audit::record(tx, actor, act).await
}
