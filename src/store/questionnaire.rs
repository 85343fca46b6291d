//! Questionnaires as they were used, every version.

use jiff::civil::Date;

use super::Store;
use super::db::{on, read, statements};
use super::error::StoreError;
use super::row;
use crate::domain::id::QuestionnaireId;

/// One version of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredQuestionnaire {
    /// Which questionnaire.
    pub id: QuestionnaireId,
    /// Counts up from 1.
    pub version: u32,
    /// The file's text.
    pub toml: String,
    /// The day on which this version was stored.
    pub created: Date,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    toml: String,
    created: String,
}

statements! {
    ONE = "SELECT id, version, toml, created FROM questionnaire WHERE id = $1 AND version = $2";
    NEWEST = "SELECT id, version, toml, created FROM questionnaire WHERE id = $1
        ORDER BY version DESC LIMIT 1";
    ALL_NEWEST = "SELECT q.id, q.version, q.toml, q.created FROM questionnaire q
        WHERE q.version = (SELECT max(n.version) FROM questionnaire n WHERE n.id = q.id) ORDER BY q.id";
    ADD = "INSERT INTO questionnaire (id, version, toml, created) VALUES ($1, $2, $3, $4)";
}

impl TryFrom<Row> for StoredQuestionnaire {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::parsed(&row.id, "questionnaire.id")?,
            version: row::version(row.version, "questionnaire.version")?,
            toml: row.toml,
            created: row::parsed(&row.created, "questionnaire.created")?,
        })
    }
}

impl Store {
    /// One version of a questionnaire.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn questionnaire(
        &self,
        id: &QuestionnaireId,
        version: u32,
    ) -> Result<Option<StoredQuestionnaire>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(ONE)
            .bind(id.as_str())
            .bind(i64::from(version))
            .fetch_optional(c)
            .await)?;
        row.map(StoredQuestionnaire::try_from).transpose()
    }

    /// The newest version of a questionnaire.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn newest_questionnaire(
        &self,
        id: &QuestionnaireId,
    ) -> Result<Option<StoredQuestionnaire>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(NEWEST)
            .bind(id.as_str())
            .fetch_optional(c)
            .await)?;
        row.map(StoredQuestionnaire::try_from).transpose()
    }

    /// The newest version of every questionnaire, by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn questionnaires(&self) -> Result<Vec<StoredQuestionnaire>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(ALL_NEWEST).fetch_all(c).await)?;
        rows.into_iter()
            .map(StoredQuestionnaire::try_from)
            .collect()
    }

    /// Stores a questionnaire and gives its version: the newest one when the text is the same, else the next.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn store_questionnaire(
        &self,
        id: &QuestionnaireId,
        toml: &str,
        today: Date,
    ) -> Result<u32, StoreError> {
        let mut tx = self.db.begin().await?;
        let newest: Option<Row> = on!(&mut tx, |c| sqlx::query_as(NEWEST)
            .bind(id.as_str())
            .fetch_optional(c)
            .await)?;
        let version = match newest {
            Some(newest) if newest.toml == toml => {
                tx.rollback().await?;
                return row::version(newest.version, "questionnaire.version");
            }
            Some(newest) => newest.version + 1,
            None => 1,
        };
        on!(&mut tx, |c| sqlx::query(ADD)
            .bind(id.as_str())
            .bind(version)
            .bind(toml)
            .bind(today.to_string())
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await?;
        row::version(version, "questionnaire.version")
    }
}
