//! Rounds: one opened period of a survey, from draft to closed.
//!
//! What may never change about a round (questionnaire, entry, threshold) carries a MAC: an installation in which it
//! was changed refuses to open it. There is no method that changes it.

use jiff::civil::Date;

use super::Store;
use super::audit::{self, Act, Actor};
use super::client_council::{exists_or, one_row};
use super::db::{on, read, statements};
use super::error::StoreError;
use super::row;
use crate::anonymity::mix::Thresholds;
use crate::domain::definition::words;
use crate::domain::id::{ClientCouncilId, RoundId, SurveyId};
use crate::sabotage::{Defence, taken_out};

words! {
    /// Where a round stands.
    RoundState {
        /// Being prepared; nobody can answer.
        Draft = "draft",
        /// Residents answer.
        Open = "open",
        /// Nobody can answer any more; results may be made.
        Closed = "closed",
    }
}

words! {
    /// How a resident gets in.
    Entry {
        /// Anyone with the link.
        Open = "open",
        /// With an invitation code.
        Code = "code",
    }
}

/// What a new round is.
#[derive(Debug, Clone)]
pub struct NewRound {
    /// Its id.
    pub id: RoundId,
    /// Which version of the questionnaire is asked.
    pub questionnaire_version: u32,
    /// First day.
    pub opens: Date,
    /// Last day.
    pub closes: Date,
    /// How a resident gets in.
    pub entry: Entry,
    /// How many people were invited, when that is known: for the response rate.
    pub invited: Option<u64>,
    /// The fewest answers that are ever shown.
    pub thresholds: Thresholds,
    /// Made-up answers: every page and report of it says so.
    pub sample: bool,
}

/// A round as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Which version of the questionnaire is asked.
    pub questionnaire_version: u32,
    /// First day.
    pub opens: Date,
    /// Last day.
    pub closes: Date,
    /// Where it stands.
    pub state: RoundState,
    /// How a resident gets in.
    pub entry: Entry,
    /// How many people were invited, when that is known.
    pub invited: Option<u64>,
    /// The fewest answers that are ever shown.
    pub k: u64,
    /// Made-up answers.
    pub sample: bool,
    /// How many answers count: residents' and imported ones. Changes with a flush, never with one answer.
    pub published: u64,
    /// How many of those were imported or made up.
    pub imported: u64,
    /// Changes whenever the answers do.
    pub revision: i64,
    /// For optimistic locking: give back what was read.
    pub version: i64,
}

impl Round {
    /// The thresholds of the mixing plan.
    #[must_use]
    pub fn thresholds(&self) -> Thresholds {
        Thresholds {
            m: if taken_out(Defence::LiveCounts) {
                1
            } else {
                Thresholds::ENQUETE.m
            },
            k: self.k,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: String,
    questionnaire_version: i64,
    opens: String,
    closes: String,
    state: String,
    entry: String,
    invited: Option<i64>,
    k: i64,
    sample: bool,
    pub(super) header: Vec<u8>,
    pub(super) key_check: Vec<u8>,
    published: i64,
    imported: i64,
    revision: i64,
    version: i64,
}

statements! {
    ONE = "SELECT id, questionnaire_version, opens, closes, state, entry, invited, k, sample, header, key_check,
        published, imported, revision, version FROM round WHERE id = $1";
    OF_CLIENT_COUNCIL = "SELECT id, questionnaire_version, opens, closes, state, entry, invited, k, sample, header,
        key_check, published, imported, revision, version FROM round WHERE client_council = $1
        ORDER BY closes DESC, id DESC";
    ALL = "SELECT id, questionnaire_version, opens, closes, state, entry, invited, k, sample, header, key_check,
        published, imported, revision, version FROM round ORDER BY id";
    ADD = "INSERT INTO round (id, client_council, questionnaire, questionnaire_version, opens, closes, state, entry,
        invited, k, sample, header, key_check, published, imported, revision, version)
        VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, $11, $12, 0, 0, 1, 1)";
    OPEN = "UPDATE round SET state = 'open', version = version + 1 WHERE id = $1 AND state = 'draft'";
    CHANGE = "UPDATE round SET opens = $3, closes = $4, invited = $5, version = version + 1
        WHERE id = $1 AND version = $2";
}

impl TryFrom<Row> for Round {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::round(&row.id)?,
            questionnaire_version: row::version(
                row.questionnaire_version,
                "round.questionnaire_version",
            )?,
            opens: row::parsed(&row.opens, "round.opens")?,
            closes: row::parsed(&row.closes, "round.closes")?,
            state: row::word(RoundState::from_word(&row.state), "round.state")?,
            entry: row::word(Entry::from_word(&row.entry), "round.entry")?,
            invited: row
                .invited
                .map(|n| row::count(n, "round.invited"))
                .transpose()?,
            k: row::count(row.k, "round.k")?,
            sample: row.sample,
            published: row::count(row.published, "round.published")?,
            imported: row::count(row.imported, "round.imported")?,
            revision: row.revision,
            version: row.version,
        })
    }
}

/// The fields that the header's MAC covers.
fn header_fields(id: &str, version: u32, entry: Entry, k: u64) -> [String; 4] {
    [
        id.to_owned(),
        version.to_string(),
        entry.word().to_owned(),
        k.to_string(),
    ]
}

impl Store {
    /// One round.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn round(&self, id: &RoundId) -> Result<Option<Round>, StoreError> {
        self.round_row(id).await?.map(Round::try_from).transpose()
    }

    /// One round that must be there.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn existing_round(&self, id: &RoundId) -> Result<Round, StoreError> {
        self.round(id)
            .await?
            .ok_or_else(|| StoreError::not_found(format!("round {id}")))
    }

    async fn round_row(&self, id: &RoundId) -> Result<Option<Row>, StoreError> {
        Ok(read!(&self.db, |c| sqlx::query_as(ONE)
            .bind(id.as_str())
            .fetch_optional(c)
            .await)?)
    }

    /// The rounds of a client council, the one that closes last first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn rounds(&self, client_council: &ClientCouncilId) -> Result<Vec<Round>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(OF_CLIENT_COUNCIL)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(Round::try_from).collect()
    }

    /// Every round on this server, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn all_rounds(&self) -> Result<Vec<Round>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(ALL).fetch_all(c).await)?;
        rows.into_iter().map(Round::try_from).collect()
    }

    /// The newest round of a survey in a state: "the open one", "the newest closed one".
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn newest_round(
        &self,
        survey: &SurveyId,
        state: RoundState,
    ) -> Result<Option<Round>, StoreError> {
        let rounds = self.rounds(&survey.client_council()).await?;
        Ok(rounds
            .into_iter()
            .find(|round| round.state == state && round.id.survey() == *survey))
    }

    /// Makes a round as a draft, with its key files.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the id is taken; [`StoreError::Key`] when the keys cannot be written.
    pub async fn create_round(&self, new: &NewRound, actor: Actor<'_>) -> Result<(), StoreError> {
        self.keys.create_round(&new.id)?;
        let k = new.thresholds.k;
        let fields = header_fields(new.id.as_str(), new.questionnaire_version, new.entry, k);
        let header = self
            .keys
            .answers(&new.id)?
            .header(&fields.each_ref().map(String::as_str));
        let key_check = self.keys.entry(&new.id)?.check();
        let mut tx = self.db.begin().await?;
        let added = on!(&mut tx, |c| sqlx::query(ADD)
            .bind(new.id.as_str())
            .bind(new.id.client_council().as_str())
            .bind(new.id.questionnaire().as_str())
            .bind(i64::from(new.questionnaire_version))
            .bind(new.opens.to_string())
            .bind(new.closes.to_string())
            .bind(new.entry.word())
            .bind(new.invited.map(row::number))
            .bind(row::number(k))
            .bind(new.sample)
            .bind(&header[..])
            .bind(&key_check[..])
            .execute(c)
            .await
            .map(drop));
        added.map_err(|error| exists_or(error.into(), || format!("round {}", new.id)))?;
        audit::record(
            &mut tx,
            actor,
            act(&new.id, "round.create", &new.id.client_council()),
        )
        .await?;
        tx.commit().await
    }

    /// Opens a draft: from now on residents can answer.
    ///
    /// # Errors
    /// [`StoreError::RoundState`] when it is no draft; [`StoreError::RoundHeader`] or [`StoreError::WrongKey`] when
    /// it is not the round that was made.
    pub async fn open_round(&self, id: &RoundId, actor: Actor<'_>) -> Result<(), StoreError> {
        self.check_round(id).await?;
        let state = self.existing_round(id).await?.state;
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(OPEN)
            .bind(id.as_str())
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        if rows == 0 {
            return Err(StoreError::RoundState {
                round: id.to_string(),
                state: state.word(),
            });
        }
        audit::record(&mut tx, actor, act(id, "round.open", &id.client_council())).await?;
        tx.commit().await
    }

    /// Changes the days and the number of people invited; nothing else of a round can change.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `version` is not the newest any more.
    pub async fn change_round(&self, changed: &Round, actor: Actor<'_>) -> Result<(), StoreError> {
        let id = &changed.id;
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(CHANGE)
            .bind(id.as_str())
            .bind(changed.version)
            .bind(changed.opens.to_string())
            .bind(changed.closes.to_string())
            .bind(changed.invited.map(row::number))
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        one_row(rows, "the round")?;
        audit::record(
            &mut tx,
            actor,
            act(id, "round.change", &id.client_council()),
        )
        .await?;
        tx.commit().await
    }

    /// Whether the round is the one that was made, and the keys are its keys. Called at start for each open round.
    ///
    /// # Errors
    /// [`StoreError::RoundHeader`] or [`StoreError::WrongKey`] when not; [`StoreError::Key`] when a file is missing.
    pub async fn check_round(&self, id: &RoundId) -> Result<(), StoreError> {
        let row = self
            .round_row(id)
            .await?
            .ok_or_else(|| StoreError::not_found(format!("round {id}")))?;
        let (header, key_check) = (row.header.clone(), row.key_check.clone());
        let round = Round::try_from(row)?;
        let fields = header_fields(
            id.as_str(),
            round.questionnaire_version,
            round.entry,
            round.k,
        );
        let fields = fields.each_ref().map(String::as_str);
        if !self.keys.answers(id)?.header_is(&fields, &header) {
            return Err(StoreError::RoundHeader {
                round: id.to_string(),
            });
        }
        if round.state != RoundState::Closed && self.keys.entry(id)?.check()[..] != key_check {
            return Err(StoreError::WrongKey {
                round: id.to_string(),
            });
        }
        Ok(())
    }
}

pub(super) fn act<'a>(
    id: &'a RoundId,
    action: &'a str,
    client_council: &'a ClientCouncilId,
) -> Act<'a> {
    Act {
        client_council: client_council.as_str(),
        action,
        object: id.as_str(),
    }
}
