//! Texts of residents as they are coded: which the reviewer read, what is hidden in them, and what readers say they are about.
//!
//! The text itself stays where it came in. A published answer is found by its random id, which says nothing about who or when.

use super::audit::{self, Act, Actor};
use super::client_council::one_row;
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::{Store, row};
use crate::anonymity::random::Id;
use crate::domain::coding::Code;
use crate::domain::id::{ClientCouncilId, RoundId};
use jiff::civil::Date;

/// Which text: where it stands, and the answer to which question it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextId {
    /// A round, or `COUNCIL/signalen`.
    pub origin: String,
    /// The answer or signal.
    pub text: Id,
    /// Question id.
    pub question: String,
}

/// A text that the reviewer read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Which text.
    pub id: TextId,
    /// Places in it, in bytes, that nobody else sees.
    pub hidden: Vec<(usize, usize)>,
    /// For optimistic locking: give back what was read.
    pub version: i64,
}

/// What a reader says a text is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// Which text.
    pub id: TextId,
    /// 1 counts; 2 is the second reader.
    pub reader: i64,
    /// Counts from 1; give back what was read.
    pub version: i64,
    /// Login name of who read it.
    pub coder: String,
    /// What it is about; none: it was taken back.
    pub code: Option<Code>,
}

statements! {
    ANSWERS = "SELECT id, body FROM published WHERE round = $1 AND id > $2
        AND body LIKE '%{\"text\":%' ORDER BY id LIMIT 4096";
    READ = "SELECT origin, text, question, hidden, version FROM reading WHERE origin = $1 ORDER BY text, question";
    ADD_READ = "INSERT INTO reading (origin, text, question, hidden, version) VALUES ($1, $2, $3, $4, 1)
        ON CONFLICT DO NOTHING";
    CHANGE_READ = "UPDATE reading SET hidden = $4, version = version + 1
        WHERE origin = $1 AND text = $2 AND question = $3 AND version = $5";
    NEWEST = "SELECT origin, text, question, reader, version, coder, code FROM coding AS own WHERE origin = $1
        AND version = (SELECT max(version) FROM coding WHERE origin = own.origin AND text = own.text
        AND question = own.question AND reader = own.reader) ORDER BY text, question, reader";
    HISTORY = "SELECT origin, text, question, reader, version, coder, code FROM coding
        WHERE origin = $1 AND text = $2 AND question = $3 ORDER BY reader, version DESC";
    VERSION = "SELECT coalesce(max(version), 0) FROM coding
        WHERE origin = $1 AND text = $2 AND question = $3 AND reader = $4";
    ADD = "INSERT INTO coding (origin, text, question, reader, version, coder, code)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

type ReadRow = (String, Vec<u8>, String, String, i64);
type CodedRow = (String, Vec<u8>, String, i64, i64, String, String);

fn as_read((origin, text, question, hidden, version): ReadRow) -> Result<Read, StoreError> {
    let id = TextId {
        origin,
        text: row::id(&text, "reading.text")?,
        question,
    };
    let hidden = serde_json::from_str(&hidden).map_err(|_| StoreError::Unreadable {
        what: "reading.hidden",
    })?;
    Ok(Read {
        id,
        hidden,
        version,
    })
}

fn as_coded(
    (origin, text, question, reader, version, coder, code): CodedRow,
) -> Result<Coded, StoreError> {
    let id = TextId {
        origin,
        text: row::id(&text, "coding.text")?,
        question,
    };
    let code = serde_json::from_str(&code).map_err(|_| StoreError::Unreadable {
        what: "coding.code",
    })?;
    Ok(Coded {
        id,
        reader,
        version,
        coder,
        code,
    })
}

/// The origin of texts in signals of a client council.
#[must_use]
pub fn signals_of(client_council: &ClientCouncilId) -> String {
    format!("{client_council}/signalen")
}

impl Store {
    /// The answers of a round that hold own words, by their random ids, each with its body. Reading them fixes what was set
    /// apart, as a first look at results does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn answers_with_text(
        &self,
        round: &RoundId,
    ) -> Result<Vec<(Id, String)>, StoreError> {
        self.fix_apart(round).await?;
        let mut found: Vec<(Id, String)> = Vec::new();
        loop {
            let after = found
                .last()
                .map_or_else(Vec::new, |(id, _)| id.as_bytes().to_vec());
            let rows: Vec<(Vec<u8>, String)> = read!(&self.db, |c| sqlx::query_as(ANSWERS)
                .bind(round.as_str())
                .bind(&after)
                .fetch_all(c)
                .await)?;
            if rows.is_empty() {
                return Ok(found);
            }
            for (id, body) in rows {
                found.push((row::id(&id, "published.id")?, body));
            }
        }
    }

    /// The texts of an origin that the reviewer read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn readings(&self, origin: &str) -> Result<Vec<Read>, StoreError> {
        let rows: Vec<ReadRow> = read!(&self.db, |c| sqlx::query_as(READ)
            .bind(origin)
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(as_read).collect()
    }

    /// Keeps that the reviewer read a text; `read.version` is what was seen, 0 when nobody had read it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when someone else was first.
    pub async fn keep_reading(
        &self,
        client_council: &ClientCouncilId,
        read: &Read,
        (actor, day): (Actor<'_>, Date),
    ) -> Result<(), StoreError> {
        let hidden = serde_json::to_string(&read.hidden).map_err(|_| StoreError::Unreadable {
            what: "reading.hidden",
        })?;
        let sql = if read.version == 0 {
            ADD_READ
        } else {
            CHANGE_READ
        };
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| {
            let query = sqlx::query(sql)
                .bind(&read.id.origin)
                .bind(&read.id.text.as_bytes()[..])
                .bind(&read.id.question)
                .bind(&hidden);
            let query = if read.version == 0 {
                query
            } else {
                query.bind(read.version)
            };
            query.execute(c).await.map(|done| done.rows_affected())
        })?;
        one_row(rows, "the text")?;
        let at = (client_council, &read.id);
        record(&mut tx, (actor, day), at, "text.read").await?;
        tx.commit().await
    }

    /// The newest code of each reader for each text of an origin.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn codings(&self, origin: &str) -> Result<Vec<Coded>, StoreError> {
        let rows: Vec<CodedRow> = read!(&self.db, |c| sqlx::query_as(NEWEST)
            .bind(origin)
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(as_coded).collect()
    }

    /// Every code that a text ever had, per reader the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn coding_history(&self, id: &TextId) -> Result<Vec<Coded>, StoreError> {
        let rows: Vec<CodedRow> = read!(&self.db, |c| sqlx::query_as(HISTORY)
            .bind(&id.origin)
            .bind(&id.text.as_bytes()[..])
            .bind(&id.question)
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(as_coded).collect()
    }

    /// Adds a version to what a reader says; `new.version` is the version that was seen, 0 when there was none.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it is not the newest any more.
    pub async fn code_text(
        &self,
        client_council: &ClientCouncilId,
        new: &Coded,
        (actor, day): (Actor<'_>, Date),
    ) -> Result<(), StoreError> {
        let conflict = || StoreError::Conflict {
            what: "the code of the text",
        };
        let code = serde_json::to_string(&new.code).map_err(|_| StoreError::Unreadable {
            what: "coding.code",
        })?;
        let id = &new.id;
        let mut tx = self.db.begin().await?;
        let (newest,): (i64,) = on!(&mut tx, |c| sqlx::query_as(VERSION)
            .bind(&id.origin)
            .bind(&id.text.as_bytes()[..])
            .bind(&id.question)
            .bind(new.reader)
            .fetch_one(c)
            .await)?;
        if newest != new.version {
            return Err(conflict());
        }
        let added = on!(&mut tx, |c| sqlx::query(ADD)
            .bind(&id.origin)
            .bind(&id.text.as_bytes()[..])
            .bind(&id.question)
            .bind(new.reader)
            .bind(newest + 1)
            .bind(&new.coder)
            .bind(&code)
            .execute(c)
            .await
            .map(drop))
        .map_err(StoreError::from);
        match added {
            Err(error) if error.is_duplicate() => return Err(conflict()),
            other => other?,
        }
        record(&mut tx, (actor, day), (client_council, id), "text.code").await?;
        tx.commit().await
    }
}

/// One row a person and a day, with where the texts stand and not which they are.
async fn record(
    tx: &mut Tx,
    (actor, day): (Actor<'_>, Date),
    (client_council, id): (&ClientCouncilId, &TextId),
    action: &str,
) -> Result<(), StoreError> {
    let act = Act {
        client_council: client_council.as_str(),
        action,
        object: &id.origin,
    };
    audit::record_day(tx, actor.login, day, act).await
}
