//! Columns for analysis: 8,192 answers at a time, one byte a cell, column after column.
//!
//! A cache that is made from the answers when it is missing or old. Counting a million answers this way takes tenths
//! of a second; reading them as JSON takes some.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::Store;
use super::db::{on, read, statements};
use super::error::StoreError;
use crate::domain::answer::Response;
use crate::domain::code_book::CodeBook;
use crate::domain::id::RoundId;
use crate::domain::segment::Segment;

/// The segments of a round, one after the other.
pub struct Segments<'a> {
    store: &'a Store,
    round: &'a RoundId,
    code_book: String,
    width: usize,
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
    ONE = "SELECT cells FROM segment
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
        code_book: &CodeBook,
    ) -> Result<Segments<'a>, StoreError> {
        self.fix_apart(round).await?;
        let name = name_of(code_book);
        let now = self.existing_round(round).await?;
        let (stored,): (i64,) = read!(&self.db, |c| sqlx::query_as(STORED)
            .bind(round.as_str())
            .bind(&name)
            .bind(now.revision)
            .fetch_one(c)
            .await)?;
        if u64::try_from(stored) != Ok(now.published) {
            self.make_segments(round, code_book, &name).await?;
        }
        Ok(Segments {
            store: self,
            round,
            code_book: name,
            width: code_book.width(),
            revision: now.revision,
            number: 0,
        })
    }

    async fn make_segments(
        &self,
        round: &RoundId,
        code_book: &CodeBook,
        name: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(FORGET)
            .bind(round.as_str())
            .bind(name)
            .execute(c)
            .await
            .map(drop))?;
        tx.commit().await?;
        let mut pages = self.answers(round).await?;
        let mut number = 0_i64;
        while let Some(page) = pages.next().await? {
            let segment = encoded(&page, code_book)?;
            let answers = i64::try_from(segment.rows()).unwrap_or(i64::MAX);
            // A transaction each, so that residents' answers get in between.
            let mut tx = self.db.begin().await?;
            on!(&mut tx, |c| sqlx::query(ADD)
                .bind(round.as_str())
                .bind(name)
                .bind(number)
                .bind(pages.revision())
                .bind(answers)
                .bind(segment.to_bytes())
                .execute(c)
                .await
                .map(drop))?;
            tx.commit().await?;
            number += 1;
        }
        Ok(())
    }
}

/// The name under which segments are kept: another questionnaire, or another way to lay it out, is another name.
fn name_of(code_book: &CodeBook) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{code_book:?}")))
}

/// A page of answers is at most one segment.
fn encoded(bodies: &[String], code_book: &CodeBook) -> Result<Segment, StoreError> {
    let mut segment = Segment::new(code_book.width());
    let mut row = vec![0; code_book.width()];
    for body in bodies {
        let response = Response::from_body(body).map_err(|_| StoreError::Unreadable {
            what: "published.body",
        })?;
        code_book.encode(&response, &mut row);
        segment.push(&row);
    }
    Ok(segment)
}

impl Segments<'_> {
    /// The next segment; none after the last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next(&mut self) -> Result<Option<Segment>, StoreError> {
        let cells: Option<(Vec<u8>,)> = read!(&self.store.db, |c| sqlx::query_as(ONE)
            .bind(self.round.as_str())
            .bind(&self.code_book)
            .bind(self.number)
            .bind(self.revision)
            .fetch_optional(c)
            .await)?;
        self.number += 1;
        cells
            .map(|(cells,)| {
                Segment::from_bytes(self.width, cells).ok_or(StoreError::Unreadable {
                    what: "segment.cells",
                })
            })
            .transpose()
    }
}
