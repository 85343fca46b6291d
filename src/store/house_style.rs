//! House styles of client councils with their logos: every version, who made it and on which day.

use jiff::civil::Date;

use super::audit::{self, Act, Actor};
use super::client_council::exists_or;
use super::db::{on, read, statements};
use super::error::StoreError;
use super::report::add_file;
use super::{Store, StoredFile, row};
use crate::anonymity::random::Id;
use crate::domain::house_style::HouseStyle;
use crate::domain::house_style::logo::Logo;
use crate::domain::id::ClientCouncilId;

/// A version of a house style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStyle {
    /// Whose it is.
    pub client_council: ClientCouncilId,
    /// Counts from 1; give back what was read when changing it.
    pub version: i64,
    /// Colours and letters.
    pub style: HouseStyle,
    /// Its logo.
    pub logo: Option<StoredLogo>,
    /// The day on which it was made.
    pub day: Date,
    /// Login name of who made it.
    pub actor: String,
}

/// A logo of a house style, without its pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLogo {
    /// The file for paper.
    pub print: Id,
    /// The file for screens.
    pub screen: Id,
    /// SHA-256 of the file for screens, in hexadecimals.
    pub hash: String,
    /// What it shows.
    pub alt: String,
    /// Width and height of the one for screens.
    pub size: (u32, u32),
}

/// What becomes of the logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogoChange {
    /// It stays as it was.
    Keep,
    /// There is none any more.
    Remove,
    /// This one takes its place.
    Set(Logo),
}

#[derive(sqlx::FromRow)]
struct Row {
    client_council: String,
    version: i64,
    style: String,
    logo: Option<Vec<u8>>,
    screen: Option<Vec<u8>>,
    sha256: Option<Vec<u8>>,
    alt: String,
    width: i64,
    height: i64,
    day: String,
    actor: String,
}

statements! {
    CURRENT = "SELECT client_council, version, style, logo, screen, sha256, alt, width, height, day, actor
        FROM house_style AS own LEFT JOIN file ON file.id = own.screen
        WHERE version = (SELECT max(version) FROM house_style WHERE client_council = own.client_council)";
    OF_CLIENT_COUNCIL = "SELECT client_council, version, style, logo, screen, sha256, alt, width, height, day, actor
        FROM house_style LEFT JOIN file ON file.id = house_style.screen
        WHERE client_council = $1 ORDER BY version DESC";
    ADD = "INSERT INTO house_style (client_council, version, style, logo, screen, alt, width, height, day, actor)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
}

impl TryFrom<Row> for StoredStyle {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let unreadable = |what| StoreError::Unreadable { what };
        let logo = match (&row.logo, &row.screen, &row.sha256) {
            (Some(print), Some(screen), Some(sha256)) => Some(StoredLogo {
                print: row::id(print, "house_style.logo")?,
                screen: row::id(screen, "house_style.screen")?,
                hash: data_encoding::HEXLOWER.encode(sha256),
                alt: row.alt,
                size: (
                    row::version(row.width, "house_style.width")?,
                    row::version(row.height, "house_style.height")?,
                ),
            }),
            _ => None,
        };
        Ok(Self {
            client_council: row::parsed(&row.client_council, "house_style.client_council")?,
            version: row.version,
            style: serde_json::from_str(&row.style).map_err(|_| unreadable("house_style.style"))?,
            logo,
            day: row::parsed(&row.day, "house_style.day")?,
            actor: row.actor,
        })
    }
}

impl Store {
    /// The house style of every client council that ever chose one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn house_styles(&self) -> Result<Vec<StoredStyle>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(CURRENT).fetch_all(c).await)?;
        rows.into_iter().map(StoredStyle::try_from).collect()
    }

    /// All versions of a client council's house style, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn house_style_history(
        &self,
        client_council: &ClientCouncilId,
    ) -> Result<Vec<StoredStyle>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(OF_CLIENT_COUNCIL)
            .bind(client_council.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(StoredStyle::try_from).collect()
    }

    /// Makes a new version after `read`, the newest when the change was begun (absent: there was none).
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when there is a newer one.
    pub async fn change_house_style(
        &self,
        client_council: &ClientCouncilId,
        read: Option<&StoredStyle>,
        (style, logo): (&HouseStyle, &LogoChange),
        (actor, day): (Actor<'_>, Date),
    ) -> Result<(), StoreError> {
        let version = read.map_or(0, |read| read.version) + 1;
        let text = serde_json::to_string(style).map_err(|_| StoreError::Unreadable {
            what: "house_style.style",
        })?;
        let mut tx = self.db.begin().await?;
        let logo = match logo {
            LogoChange::Keep => read.and_then(|read| read.logo.clone()),
            LogoChange::Remove => None,
            LogoChange::Set(logo) => Some(StoredLogo {
                print: add_file(&mut tx, &picture(&logo.print)).await?,
                screen: add_file(&mut tx, &picture(&logo.screen)).await?,
                hash: String::new(),
                alt: logo.alt.clone(),
                size: logo.size,
            }),
        };
        let (width, height) = logo.as_ref().map_or((0, 0), |logo| logo.size);
        let added = on!(&mut tx, |c| sqlx::query(ADD)
            .bind(client_council.as_str())
            .bind(version)
            .bind(&text)
            .bind(logo.as_ref().map(|logo| logo.print.as_bytes().to_vec()))
            .bind(logo.as_ref().map(|logo| logo.screen.as_bytes().to_vec()))
            .bind(logo.as_ref().map_or("", |logo| logo.alt.as_str()))
            .bind(i64::from(width))
            .bind(i64::from(height))
            .bind(day.to_string())
            .bind(actor.login)
            .execute(c)
            .await
            .map(drop));
        added.map_err(|error| match exists_or(error.into(), String::new) {
            StoreError::Exists { .. } => StoreError::Conflict {
                what: "the house style",
            },
            other => other,
        })?;
        let act = Act {
            client_council: client_council.as_str(),
            action: "house_style.change",
            object: &version.to_string(),
        };
        audit::record(&mut tx, actor, act).await?;
        tx.commit().await
    }
}

fn picture(png: &[u8]) -> StoredFile {
    StoredFile {
        name: "logo.png".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: png.to_vec(),
    }
}
