//! Reports that were made, frozen with their files; and logos and attachments.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::Store;
use super::audit::{self, Act, Actor};
use super::client_council::one_row;
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::row;
use crate::anonymity::random::Id;
use crate::domain::id::{ClientCouncilId, RoundId};

/// A file that is kept in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// The name to download it under.
    pub name: String,
    /// `application/pdf` …
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A report that was just made.
#[derive(Debug, Clone)]
pub struct NewReport {
    /// The round that it is about.
    pub round: RoundId,
    /// `knelpunten`, `samenvatting` …
    pub kind: String,
    /// Its title.
    pub title: String,
    /// figures.json: the request behind each printed number.
    pub figures: String,
    /// The day on which it was made.
    pub created: Date,
    /// The files with their format: `pdf`, `html` …
    pub files: Vec<(String, StoredFile)>,
}

/// A report in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Random.
    pub id: Id,
    /// The round that it is about.
    pub round: RoundId,
    /// `knelpunten`, `samenvatting` …
    pub kind: String,
    /// Its title.
    pub title: String,
    /// figures.json.
    pub figures: String,
    /// The day on which it was made.
    pub created: Date,
    /// Whether everyone may read it.
    pub published: bool,
    /// For optimistic locking: give back what was read.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    round: String,
    kind: String,
    title: String,
    figures: String,
    created: String,
    published: bool,
    version: i64,
}

statements! {
    ADD_FILE = "INSERT INTO file (id, name, media_type, sha256, bytes) VALUES ($1, $2, $3, $4, $5)";
    FILE = "SELECT name, media_type, bytes FROM file WHERE id = $1";
    ADD = "INSERT INTO report (id, client_council, round, kind, title, figures, created, published, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, 1)";
    ADD_REPORT_FILE = "INSERT INTO report_file (report, format, file) VALUES ($1, $2, $3)";
    OF_CLIENT_COUNCIL = "SELECT id, round, kind, title, figures, created, published, version FROM report
        WHERE client_council = $1 ORDER BY created DESC, id";
    ONE = "SELECT id, round, kind, title, figures, created, published, version FROM report
        WHERE client_council = $1 AND id = $2";
    FILE_OF_REPORT = "SELECT file.name, file.media_type, file.bytes FROM file
        JOIN report_file ON report_file.file = file.id JOIN report ON report.id = report_file.report
        WHERE report.client_council = $1 AND report.id = $2 AND report_file.format = $3";
    PUBLISH = "UPDATE report SET published = $4, version = version + 1
        WHERE client_council = $1 AND id = $2 AND version = $3";
}

impl TryFrom<Row> for Report {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row::id(&row.id, "report.id")?,
            round: row::parsed(&row.round, "report.round")?,
            kind: row.kind,
            title: row.title,
            figures: row.figures,
            created: row::parsed(&row.created, "report.created")?,
            published: row.published,
            version: row.version,
        })
    }
}

impl From<(String, String, Vec<u8>)> for StoredFile {
    fn from((name, media_type, bytes): (String, String, Vec<u8>)) -> Self {
        Self {
            name,
            media_type,
            bytes,
        }
    }
}

impl Store {
    /// Freezes a report with its files; nobody but the client council sees it until it is published.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn register_report(
        &self,
        new: &NewReport,
        actor: Actor<'_>,
    ) -> Result<Id, StoreError> {
        let id = Id::random()?;
        let client_council = new.round.client_council();
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(ADD)
            .bind(&id.as_bytes()[..])
            .bind(client_council.as_str())
            .bind(new.round.as_str())
            .bind(&new.kind)
            .bind(&new.title)
            .bind(&new.figures)
            .bind(new.created.to_string())
            .execute(c)
            .await
            .map(drop))?;
        for (format, file) in &new.files {
            let file = add_file(&mut tx, file).await?;
            on!(&mut tx, |c| sqlx::query(ADD_REPORT_FILE)
                .bind(&id.as_bytes()[..])
                .bind(format)
                .bind(&file.as_bytes()[..])
                .execute(c)
                .await
                .map(drop))?;
        }
        record(&mut tx, actor, (&client_council, id), "report.register").await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The reports of a client council, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn reports(
        &self,
        client_council: &ClientCouncilId,
    ) -> Result<Vec<Report>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(OF_CLIENT_COUNCIL)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(Report::try_from).collect()
    }

    /// One report of a client council.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn report(
        &self,
        client_council: &ClientCouncilId,
        id: Id,
    ) -> Result<Option<Report>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(ONE)
            .bind(client_council.as_str())
            .bind(&id.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        row.map(Report::try_from).transpose()
    }

    /// The file of a report in a format (`pdf`, `html`).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn report_file(
        &self,
        client_council: &ClientCouncilId,
        id: Id,
        format: &str,
    ) -> Result<Option<StoredFile>, StoreError> {
        let row: Option<(String, String, Vec<u8>)> =
            read!(&self.db, |c| sqlx::query_as(FILE_OF_REPORT)
                .bind(client_council.as_str())
                .bind(&id.as_bytes()[..])
                .bind(format)
                .fetch_optional(c)
                .await)?;
        Ok(row.map(StoredFile::from))
    }

    /// Publishes a report, or takes it back (`published` of `report` says which).
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `version` is not the newest any more.
    pub async fn publish_report(
        &self,
        client_council: &ClientCouncilId,
        report: &Report,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(PUBLISH)
            .bind(client_council.as_str())
            .bind(&report.id.as_bytes()[..])
            .bind(report.version)
            .bind(report.published)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        one_row(rows, "the report")?;
        let action = if report.published {
            "report.publish"
        } else {
            "report.withdraw"
        };
        record(&mut tx, actor, (client_council, report.id), action).await?;
        tx.commit().await
    }

    /// Keeps a logo or attachment.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn keep_file(&self, file: &StoredFile) -> Result<Id, StoreError> {
        let mut tx = self.db.begin().await?;
        let id = add_file(&mut tx, file).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A logo or attachment.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn file(&self, id: Id) -> Result<Option<StoredFile>, StoreError> {
        let row: Option<(String, String, Vec<u8>)> = read!(&self.db, |c| sqlx::query_as(FILE)
            .bind(&id.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        Ok(row.map(StoredFile::from))
    }
}

pub(super) async fn add_file(tx: &mut Tx, file: &StoredFile) -> Result<Id, StoreError> {
    let id = Id::random()?;
    on!(tx, |c| sqlx::query(ADD_FILE)
        .bind(&id.as_bytes()[..])
        .bind(&file.name)
        .bind(&file.media_type)
        .bind(Sha256::digest(&file.bytes).to_vec())
        .bind(&file.bytes)
        .execute(c)
        .await
        .map(drop))?;
    Ok(id)
}

async fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    (client_council, report): (&ClientCouncilId, Id),
    action: &str,
) -> Result<(), StoreError> {
    let act = Act {
        client_council: client_council.as_str(),
        action,
        object: &report.to_string(),
    };
    audit::record(tx, actor, act).await
}
