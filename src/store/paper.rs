//! Paper: which rounds can be answered on paper, the numbers that were printed, and first entries that wait for a second.
//!
//! The answers themselves go in through [`super::Intake`] like all others. A form is named by its proof: its number, or in a
//! round with codes the code that stands on it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Store;
use super::audit::{self, Act, Actor};
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::round::act;
use super::row;
use crate::anonymity::random::{OsRandom, RandomSource};
use crate::anonymity::seal::SealError;
use crate::domain::form_number::{FormNumber, NUMBERS};
use crate::domain::id::RoundId;

/// The paper side of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Every form is keyed in by two people.
    pub twice: bool,
    /// How many numbered forms were printed.
    pub printed: u64,
    /// How many forms wait for their second entry.
    pub waiting: u64,
}

/// The first entry of a form that is keyed in twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstEntry {
    /// The account that keyed it in: the second one must be another.
    pub by: String,
    /// The answers as they would be stored.
    pub body: String,
}

statements! {
    SETTING = "SELECT twice, (SELECT count(*) FROM paper_form WHERE paper_form.round = paper_round.round),
        (SELECT count(*) FROM paper_entry WHERE paper_entry.round = paper_round.round)
        FROM paper_round WHERE round = $1";
    SET = "INSERT INTO paper_round (round, twice) VALUES ($1, $2)
        ON CONFLICT (round) DO UPDATE SET twice = excluded.twice";
    ADD_FORM = "INSERT INTO paper_form (round, tag) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    FORM = "SELECT count(*) FROM paper_form WHERE round = $1 AND tag = $2";
    USED = "SELECT count(*) FROM nullifier WHERE round = $1 AND n = $2";
    ADD_ENTRY = "INSERT INTO paper_entry (round, tag, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    ENTRY = "SELECT sealed FROM paper_entry WHERE round = $1 AND tag = $2";
    FORGET_ENTRY = "DELETE FROM paper_entry WHERE round = $1 AND tag = $2";
}

impl Store {
    /// The paper side of a round; none while it is answered on the website alone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn paper(&self, round: &RoundId) -> Result<Option<Paper>, StoreError> {
        let found: Option<(bool, i64, i64)> = read!(&self.db, |c| sqlx::query_as(SETTING)
            .bind(round.as_str())
            .fetch_optional(c)
            .await)?;
        let paper = found.map(|(twice, printed, waiting)| {
            Ok(Paper {
                twice,
                printed: row::count(printed, "paper_form")?,
                waiting: row::count(waiting, "paper_entry")?,
            })
        });
        paper.transpose()
    }

    /// From now on the round can be answered on paper too, every form keyed in once or `twice`.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn allow_paper(
        &self,
        round: &RoundId,
        twice: bool,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(SET)
            .bind(round.as_str())
            .bind(twice)
            .execute(c)
            .await
            .map(drop))?;
        let action = if twice { "paper.twice" } else { "paper.once" };
        audit::record(&mut tx, actor, act(round, action, &round.client_council())).await?;
        tx.commit().await
    }

    /// Numbers for a print run, all different and in no order. They count only once they are issued.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn draw_form_numbers(&self, count: usize) -> Result<Vec<FormNumber>, StoreError> {
        let mut source = OsRandom::new();
        let mut numbers: Vec<FormNumber> = Vec::with_capacity(count);
        while numbers.len() < count {
            let number = FormNumber::new(source.below(NUMBERS)?);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Ok(numbers)
    }

    /// Makes printed numbers count. To be called when the paper is made and before anyone gets it: a number that was
    /// issued and never handed out harms nothing, the other way round a form could not be keyed in.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when one of them was printed before: draw anew.
    pub async fn issue_forms(
        &self,
        round: &RoundId,
        numbers: &[FormNumber],
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let keys = self.keys.entry(round)?;
        let mut tags: Vec<_> = numbers
            .iter()
            .map(|number| keys.form_tag(&number.as_proof()))
            .collect();
        tags.sort_unstable();
        let mut tx = self.db.begin().await?;
        for tag in &tags {
            if keep(&mut tx, ADD_FORM, round, tag, None).await? == 0 {
                tx.rollback().await?;
                return Err(StoreError::Exists {
                    what: "one of the form numbers".to_owned(),
                });
            }
        }
        audit::record(
            &mut tx,
            actor,
            act(round, "paper.print", &round.client_council()),
        )
        .await?;
        tx.commit().await
    }

    /// Whether a form with this number was printed for the round.
    ///
    /// # Errors
    /// [`StoreError::Key`] once the round was closed.
    pub async fn is_form_of(
        &self,
        round: &RoundId,
        number: &FormNumber,
    ) -> Result<bool, StoreError> {
        let tag = self.keys.entry(round)?.form_tag(&number.as_proof());
        self.any(FORM, round, &tag).await
    }

    /// Whether the answers of a form are in. Not to be asked of a code: nobody may learn whether its holder answered.
    ///
    /// # Errors
    /// [`StoreError::Key`] once the round was closed.
    pub async fn is_keyed_in(
        &self,
        round: &RoundId,
        number: &FormNumber,
    ) -> Result<bool, StoreError> {
        let nullifier = self.keys.entry(round)?.nullifier(&number.as_proof());
        self.any(USED, round, nullifier.as_bytes()).await
    }

    /// The first entry of a form, while it waits for the second.
    ///
    /// # Errors
    /// [`StoreError::Key`] once the round was closed; [`StoreError::Seal`] when the row was changed.
    pub async fn first_entry(
        &self,
        round: &RoundId,
        proof: &[u8],
    ) -> Result<Option<FirstEntry>, StoreError> {
        let keys = self.keys.entry(round)?;
        let tag = keys.form_tag(proof);
        let sealed: Option<(Vec<u8>,)> = read!(&self.db, |c| sqlx::query_as(ENTRY)
            .bind(round.as_str())
            .bind(&tag[..])
            .fetch_optional(c)
            .await)?;
        let Some((sealed,)) = sealed else {
            return Ok(None);
        };
        let plain = keys
            .first_entry(proof)
            .open(&sealed, round.as_str().as_bytes())?;
        let entry = serde_json::from_slice(&plain).map_err(|_| SealError::Broken)?;
        Ok(Some(entry))
    }

    /// Keeps the first entry of a form, sealed; false when there is one already, which stays. The audit trail gets one row
    /// a person and a day.
    ///
    /// # Errors
    /// When it was not stored.
    pub async fn keep_first_entry(
        &self,
        round: &RoundId,
        proof: &[u8],
        entry: &FirstEntry,
        (login, today): (&str, Date),
    ) -> Result<bool, StoreError> {
        let keys = self.keys.entry(round)?;
        let plain = serde_json::to_vec(entry).map_err(|_| SealError::TooLong)?;
        let sealed = keys
            .first_entry(proof)
            .seal(&plain, round.as_str().as_bytes())?;
        let tag = keys.form_tag(proof);
        let mut tx = self.db.begin().await?;
        let rows = keep(&mut tx, ADD_ENTRY, round, &tag, Some(&sealed)).await?;
        keyed_in(&mut tx, round, login, today).await?;
        tx.commit().await?;
        Ok(rows == 1)
    }

    /// After the answers of a form went in: its first entry goes, and the audit trail gets one row a person and a day.
    ///
    /// # Errors
    /// When it could not be done; keying in the form again does it.
    pub async fn finish_form(
        &self,
        round: &RoundId,
        proof: &[u8],
        (login, today): (&str, Date),
    ) -> Result<(), StoreError> {
        let tag = self.keys.entry(round)?.form_tag(proof);
        let mut tx = self.db.begin().await?;
        keep(&mut tx, FORGET_ENTRY, round, &tag, None).await?;
        keyed_in(&mut tx, round, login, today).await?;
        tx.commit().await
    }

    async fn any(
        &self,
        sql: &'static str,
        round: &RoundId,
        key: &[u8],
    ) -> Result<bool, StoreError> {
        let (found,): (i64,) = read!(&self.db, |c| sqlx::query_as(sql)
            .bind(round.as_str())
            .bind(key)
            .fetch_one(c)
            .await)?;
        Ok(found > 0)
    }
}

/// Writes or removes one row; how many it were.
async fn keep(
    tx: &mut Tx,
    sql: &'static str,
    round: &RoundId,
    tag: &[u8],
    sealed: Option<&[u8]>,
) -> Result<u64, StoreError> {
    Ok(on!(tx, |c| {
        let query = sqlx::query(sql).bind(round.as_str()).bind(tag);
        let query = match sealed {
            Some(sealed) => query.bind(sealed),
            None => query,
        };
        query.execute(c).await.map(|done| done.rows_affected())
    })?)
}

/// Who keyed in which form when would tell who handed it in: only that someone did so on a day.
async fn keyed_in(
    tx: &mut Tx,
    round: &RoundId,
    login: &str,
    today: Date,
) -> Result<(), StoreError> {
    let council = round.client_council();
    let act = Act {
        client_council: council.as_str(),
        action: "paper.key_in",
        object: round.as_str(),
    };
    audit::record_day(tx, login, today, act).await
}
