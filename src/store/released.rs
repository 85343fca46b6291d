//! Which tables of a round have left the program, so that a later release cannot be subtracted from an earlier one.

use jiff::civil::Date;

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
    /// What, as JSON of `analysis`.
    pub tables: String,
}

statements! {
    ADD = "INSERT INTO released (id, round, day, tables) VALUES ($1, $2, $3, $4)";
    OF_ROUND = "SELECT day, tables FROM released WHERE round = $1 ORDER BY day, id";
}

impl Store {
    /// Writes down what left the program.
    ///
    /// # Errors
    /// When it could not be stored; then it must not leave.
    pub async fn record_release(
        &self,
        round: &RoundId,
        day: Date,
        tables: &str,
    ) -> Result<(), StoreError> {
        let id = Id::random()?;
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(ADD)
            .bind(&id.as_bytes()[..])
            .bind(round.as_str())
            .bind(day.to_string())
            .bind(tables)
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await
    }

    /// What left the program before, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn releases(&self, round: &RoundId) -> Result<Vec<Released>, StoreError> {
        let rows: Vec<(String, String)> = read!(&self.db, |c| sqlx::query_as(OF_ROUND)
            .bind(round.as_str())
            .fetch_all(c)
            .await)?;
        rows.into_iter()
            .map(|(day, tables)| {
                Ok(Released {
                    day: row::parsed(&day, "released.day")?,
                    tables,
                })
            })
            .collect()
    }
}
