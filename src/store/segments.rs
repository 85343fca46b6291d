//! Columns for analysis: 8,192 answers at a time, one byte a cell, column after column.
//!
//! A cache that is made from the answers when it is missing or old. Counting a million answers this way takes tenths
//! of a second; reading them as JSON takes some.

use super::Store;
use super::db::{on, read, statements};
use super::error::StoreError;
use crate::domain::id::RoundId;

/// The most answers in a segment.
pub const SEGMENT: usize = 8_192;

/// How answers become cells: the code book of a questionnaire version.
pub struct Encoding<'a> {
    /// Tells this code book from any other: segments are kept under this name.
    pub code_book: &'a str,
    /// Cells a row.
    pub columns: usize,
    /// Fills the cells of one answer (JSON). Cells are zero before.
    pub encode: &'a (dyn Fn(&str, &mut [u8]) + Send + Sync),
}

/// Some thousands of answers. Cell of answer `i` in column `c`: `cells[c * answers + i]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// How many answers.
    pub answers: usize,
    /// Column after column.
    pub cells: Vec<u8>,
}

impl Segment {
    /// One column, a byte an answer.
    #[must_use]
    pub fn column(&self, column: usize) -> &[u8] {
        let from = column * self.answers;
        self.cells
            .get(from..from + self.answers)
            .unwrap_or_default()
    }
}

/// The segments of a round, one after the other.
pub struct Segments<'a> {
    store: &'a Store,
    round: &'a RoundId,
    code_book: String,
    revision: i64,
    number: i64,
}

statements! {
    STORED = "SELECT CAST(coalesce(sum(answers), 0) AS BIGINT) FROM segment
        WHERE round = $1 AND code_book = $2 AND revision = $3";
    FORGET = "DELETE FROM segment WHERE round = $1 AND code_book = $2";
    ADD = "INSERT INTO segment (round, code_book, number, revision, answers, cells) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (round, code_book, number) DO UPDATE SET revision = excluded.revision,
        answers = excluded.answers, cells = excluded.cells";
    ONE = "SELECT answers, cells FROM segment
        WHERE round = $1 AND code_book = $2 AND number = $3 AND revision = $4";
}

impl Store {
    /// The segments of a round, made first when they are missing or older than the answers.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a flush came between; try again.
    pub async fn segments<'a>(
        &'a self,
        round: &'a RoundId,
        encoding: &Encoding<'_>,
    ) -> Result<Segments<'a>, StoreError> {
        let now = self.existing_round(round).await?;
        let (stored,): (i64,) = read!(&self.db, |c| sqlx::query_as(STORED)
            .bind(round.as_str())
            .bind(encoding.code_book)
            .bind(now.revision)
            .fetch_one(c)
            .await)?;
        if u64::try_from(stored) != Ok(now.published) {
            self.make_segments(round, encoding).await?;
        }
        Ok(Segments {
            store: self,
            round,
            code_book: encoding.code_book.to_owned(),
            revision: now.revision,
            number: 0,
        })
    }

    async fn make_segments(
        &self,
        round: &RoundId,
        encoding: &Encoding<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(FORGET)
            .bind(round.as_str())
            .bind(encoding.code_book)
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await?;
        let mut pages = self.answers(round).await?;
        let mut number = 0_i64;
        while let Some(page) = pages.next().await? {
            let segment = encoded(&page, encoding);
            let answers = i64::try_from(segment.answers).unwrap_or(i64::MAX);
            // A transaction each, so that residents' answers get in between.
            let mut tx = self.db.begin().await?;
            on!(&mut tx, |c| sqlx::query(ADD)
                .bind(round.as_str())
                .bind(encoding.code_book)
                .bind(number)
                .bind(pages.revision())
                .bind(answers)
                .bind(&segment.cells)
                .execute(c)
                .await
                .map(drop))?;
            tx.commit().await?;
            number += 1;
        }
        Ok(())
    }
}

/// Row by row into columns.
fn encoded(bodies: &[String], encoding: &Encoding<'_>) -> Segment {
    let answers = bodies.len();
    let mut cells = vec![0; answers * encoding.columns];
    let mut row = vec![0; encoding.columns];
    for (place, body) in bodies.iter().enumerate() {
        row.fill(0);
        (encoding.encode)(body, &mut row);
        for (column, cell) in row.iter().enumerate() {
            cells[column * answers + place] = *cell;
        }
    }
    Segment { answers, cells }
}

impl Segments<'_> {
    /// The next segment; none after the last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next(&mut self) -> Result<Option<Segment>, StoreError> {
        let row: Option<(i64, Vec<u8>)> = read!(&self.store.db, |c| sqlx::query_as(ONE)
            .bind(self.round.as_str())
            .bind(&self.code_book)
            .bind(self.number)
            .bind(self.revision)
            .fetch_optional(c)
            .await)?;
        self.number += 1;
        row.map(|(answers, cells)| {
            let answers = usize::try_from(answers).map_err(|_| StoreError::Unreadable {
                what: "segment.answers",
            })?;
            Ok(Segment { answers, cells })
        })
        .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_column_after_column() {
        let bodies = ["12".to_owned(), "34".to_owned(), "56".to_owned()];
        let encoding = Encoding {
            code_book: "test",
            columns: 2,
            encode: &|body, row| row.copy_from_slice(body.as_bytes()),
        };
        let segment = encoded(&bodies, &encoding);
        assert_eq!(segment.column(0), b"135");
        assert_eq!(segment.column(1), b"246");
        assert_eq!(segment.column(2), b"");
    }
}
