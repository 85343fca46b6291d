//! The ledger of releases: of which answers of a round figures were seen, so that a later release can't be subtracted from an
//! earlier one. All figures of a round are worked out from the same answers by fixed rules, so the answers say which figures.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Store;
use super::db::{on, read, statements};
use super::error::StoreError;
use super::row;
use crate::anonymity::random::Id;
use crate::domain::id::RoundId;

/// One release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// When.
    pub day: Date,
    /// Of which answers, and without which groups.
    pub base: Base,
}

/// What figures are worked out from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// Number of answers: all that counted then.
    pub answers: u64,
    /// Groups of which nothing is shown, as question and code. Fixed by the first release.
    #[serde(default)]
    pub withheld: Vec<(String, String)>,
}

fn unreadable<E>(_: E) -> StoreError {
    StoreError::Unreadable {
        what: "released.tables",
    }
}

statements! {
    ADD = "INSERT INTO released (id, round, day, tables) VALUES ($1, $2, $3, $4)";
    IS_THERE = "SELECT count(*) FROM released WHERE round = $1 AND tables = $2";
    OF_ROUND = "SELECT day, tables FROM released WHERE round = $1 ORDER BY day, id";
}

impl Store {
    /// Writes down, once, that figures of the answers that now count were seen.
    ///
    /// # Errors
    /// When it could not be stored; then no figure may be shown.
    pub async fn record_release(
        &self,
        round: &RoundId,
        day: Date,
        withheld: &[(String, String)],
    ) -> Result<(), StoreError> {
        let base = Base {
            answers: self.existing_round(round).await?.published,
            withheld: withheld.to_vec(),
        };
        let base = serde_json::to_string(&base).map_err(unreadable)?;
        let (there,): (i64,) = read!(&self.db, |c| sqlx::query_as(IS_THERE)
            .bind(round.as_str())
            .bind(&base)
            .fetch_one(c)
            .await)?;
        if there > 0 {
            return Ok(());
        }
        let id = Id::random()?;
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(ADD)
            .bind(&id.as_bytes()[..])
            .bind(round.as_str())
            .bind(day.to_string())
            .bind(&base)
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await
    }

    /// Of which answers figures were seen, oldest first. A base that two requests wrote down at once stands there once.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn releases(&self, round: &RoundId) -> Result<Vec<Released>, StoreError> {
        let rows: Vec<(String, String)> = read!(&self.db, |c| sqlx::query_as(OF_ROUND)
            .bind(round.as_str())
            .fetch_all(c)
            .await)?;
        let mut found: Vec<Released> = Vec::new();
        for (day, base) in rows {
            let base: Base = serde_json::from_str(&base).map_err(unreadable)?;
            if !found.iter().any(|other| other.base == base) {
                let day = row::parsed(&day, "released.day")?;
                found.push(Released { day, base });
            }
        }
        Ok(found)
    }
}
