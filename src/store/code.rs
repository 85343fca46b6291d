//! Invitation codes: which were issued, to which coarse group, and how many of a group answered.
//!
//! A code is stored as HMAC(K_e, code), written once in the order of these tags and never touched again: whether it was
//! used is known by its nullifier alone, and nobody who holds a letter can ask.

use std::collections::BTreeMap;

use super::audit::{self, Actor};
use super::bulk;
use super::db::{Lock, Tx, on, read, statements};
use super::error::StoreError;
use super::round::{Entry, Round, RoundState, act};
use super::{Store, row};
use crate::anonymity::code::Code;
use crate::anonymity::mac::LENGTH;
use crate::anonymity::nullifier::EntryKeys;
use crate::domain::code_group::CodeGroup;
use crate::domain::id::RoundId;

/// The fewest codes of a group whose response is shown.
pub const SHOWN_FROM: u64 = 25;
const ROWS: usize = 2_000;

/// One group of codes of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCodes {
    /// The group; empty for codes without one.
    pub group: CodeGroup,
    /// How many codes there are.
    pub issued: u64,
    /// How many of them were used at least, when that may be shown; see [`at_least`].
    pub answered: Option<u64>,
}

statements! {
    GROUP_OF = "SELECT grp FROM code WHERE round = $1 AND tag = $2";
    ISSUED = "SELECT issued FROM code_group WHERE round = $1 AND grp = $2";
    ADD_ISSUED = "INSERT INTO code_group (round, grp, issued, answered) VALUES ($1, $2, $3, 0)
        ON CONFLICT (round, grp) DO UPDATE SET issued = excluded.issued";
    OF_ROUND = "SELECT grp, issued, answered FROM code_group WHERE round = $1 ORDER BY grp";
    USED = "SELECT grp, count(*) FROM nullifier WHERE round = $1 GROUP BY grp";
    SET_ANSWERED = "UPDATE code_group SET answered = $3 WHERE round = $1 AND grp = $2";
}

impl Store {
    /// Issues codes of a round: all of them, or none. The codes themselves are not kept; print them first.
    ///
    /// # Errors
    /// [`StoreError::NoCodes`] when the round has an open link, [`StoreError::RoundState`] when it is closed,
    /// [`StoreError::SmallGroup`] when the named group would be so small that it points at people.
    pub async fn issue_codes(
        &self,
        id: &RoundId,
        group: &CodeGroup,
        codes: &[Code],
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        self.check_round(id).await?;
        let keys = self.keys.entry(id)?;
        let mut tags: Vec<[u8; LENGTH]> =
            codes.iter().map(|code| keys.tag(code.as_bytes())).collect();
        tags.sort_unstable();
        let mut tx = self.db.begin().await?;
        // A round that closes meanwhile, or a second batch for the same group, waits for this one.
        tx.lock(Lock::Answers).await?;
        let round = self.existing_round(id).await?;
        let issued = issued(&mut tx, id, group).await? + codes.len() as u64;
        takes_codes(&round, group, issued)?;
        for rows in tags.chunks(ROWS) {
            bulk::add_codes(&mut tx, id.as_str(), group.as_str(), rows).await?;
        }
        on!(&mut tx, |c| sqlx::query(ADD_ISSUED)
            .bind(id.as_str())
            .bind(group.as_str())
            .bind(row::number(issued))
            .execute(c)
            .await
            .map(drop))?;
        audit::record(&mut tx, actor, act(id, "codes.issue", &id.client_council())).await?;
        tx.commit().await
    }

    /// Whether this code was issued in a round. Says nothing about whether it was used.
    ///
    /// # Errors
    /// When the database cannot be read, or the round's keys are missing.
    pub async fn knows_code(&self, round: &RoundId, code: &Code) -> Result<bool, StoreError> {
        let keys = self.keys.entry(round)?;
        Ok(self.group_of(round, &keys, code).await?.is_some())
    }

    /// The group of an issued code. The database compares tags and not codes: how long it takes says nothing about a
    /// code to who has no key.
    pub(super) async fn group_of(
        &self,
        round: &RoundId,
        keys: &EntryKeys,
        code: &Code,
    ) -> Result<Option<String>, StoreError> {
        let tag = keys.tag(code.as_bytes());
        let found: Option<(String,)> = read!(&self.db, |c| sqlx::query_as(GROUP_OF)
            .bind(round.as_str())
            .bind(&tag[..])
            .fetch_optional(c)
            .await)?;
        Ok(found.map(|(group,)| group))
    }

    /// The codes of a round per group, with what may be shown of their use. Changes with a flush, never with one answer.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn issued_codes(&self, round: &Round) -> Result<Vec<IssuedCodes>, StoreError> {
        let rows: Vec<(String, i64, i64)> = read!(&self.db, |c| sqlx::query_as(OF_ROUND)
            .bind(round.id.as_str())
            .fetch_all(c)
            .await)?;
        let step = round.thresholds().m;
        let each = rows.into_iter().map(|(group, issued, answered)| {
            let issued = row::count(issued, "code_group.issued")?;
            let answered = row::count(answered, "code_group.answered")?;
            Ok(IssuedCodes {
                group: CodeGroup::new(&group).map_err(|_| StoreError::Unreadable {
                    what: "code_group.grp",
                })?,
                issued,
                answered: at_least(issued, answered, step),
            })
        });
        each.collect()
    }
}

/// "So many or more" of a group answered: in whole steps, never for a small group, and never so many that everyone is
/// known to have answered. `None`: too few to say.
fn at_least(issued: u64, answered: u64, step: u64) -> Option<u64> {
    let shown = answered.min(issued.saturating_sub(step));
    let shown = shown - shown % step.max(1);
    (issued >= SHOWN_FROM && shown > 0).then_some(shown)
}

async fn issued(tx: &mut Tx, round: &RoundId, group: &CodeGroup) -> Result<u64, StoreError> {
    let known: Option<(i64,)> = on!(tx, |c| sqlx::query_as(ISSUED)
        .bind(round.as_str())
        .bind(group.as_str())
        .fetch_optional(c)
        .await)?;
    known.map_or(Ok(0), |(count,)| row::count(count, "code_group.issued"))
}

fn takes_codes(round: &Round, group: &CodeGroup, issued: u64) -> Result<(), StoreError> {
    if round.entry != Entry::Code {
        return Err(StoreError::NoCodes {
            round: round.id.to_string(),
        });
    }
    if round.state == RoundState::Closed {
        return Err(StoreError::RoundState {
            round: round.id.to_string(),
            state: round.state.word(),
        });
    }
    if !group.is_none() && issued < round.k {
        return Err(StoreError::SmallGroup { fewest: round.k });
    }
    Ok(())
}

/// Counts the used codes per group, within the flush that makes their answers visible.
pub(super) async fn count_used(tx: &mut Tx, round: &RoundId) -> Result<(), StoreError> {
    let rows: Vec<(String, i64)> = on!(tx, |c| sqlx::query_as(USED)
        .bind(round.as_str())
        .fetch_all(c)
        .await)?;
    for (group, used) in BTreeMap::from_iter(rows) {
        on!(tx, |c| sqlx::query(SET_ANSWERED)
            .bind(round.as_str())
            .bind(group)
            .bind(used)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::at_least;

    #[test]
    fn the_use_of_a_group_is_seen_in_steps_and_never_of_a_small_group() {
        assert_eq!(at_least(24, 24, 5), None);
        assert_eq!(at_least(25, 4, 5), None);
        assert_eq!(at_least(25, 5, 5), Some(5));
        assert_eq!(at_least(240, 89, 5), Some(85));
    }

    #[test]
    fn it_is_never_seen_that_everyone_answered() {
        for answered in 20..=25 {
            assert_eq!(at_least(25, answered, 5), Some(20), "{answered}");
        }
        assert_eq!(at_least(28, 28, 5), Some(20));
    }
}
