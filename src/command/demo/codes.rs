//! The demo's round with invitation codes: two groups, some of their codes used, and three codes to try at each start.

use super::super::{Failure, data, made_up};
use crate::anonymity::code::Code;
use crate::clock::Clock;
use crate::domain::code_group::CodeGroup;
use crate::domain::definition::Questionnaire;
use crate::domain::id::RoundId;
use crate::store::{Entry, RoundState, Store};
use crate::web::invitation::{draw_codes, printed};

/// The client council whose open round asks for a code.
pub(super) const CLIENT_COUNCIL: &str = "opmeer";
/// Made-up groups: how many codes, and how many of these were used.
const GROUPS: [(&str, usize, usize); 2] = [("Opmeer", 240, 88), ("Spanbroek", 160, 43)];
/// Codes that are printed at each start.
const TO_TRY: usize = 3;

/// A round with codes, and what is asked in it.
pub(super) struct Fill<'f> {
    pub(super) store: &'f Store,
    pub(super) clock: &'f Clock,
    pub(super) round: &'f RoundId,
    pub(super) questionnaire: &'f Questionnaire,
    pub(super) seed: u64,
}

impl Fill<'_> {
    /// Issues the codes of the groups and answers with some of them, as residents do; then it is night.
    pub(super) async fn run(&self) -> Result<(), Failure> {
        let used = GROUPS.iter().map(|(_, _, used)| used).sum();
        let mut responses = made_up::responses(self.questionnaire, self.seed, used).into_iter();
        let (intake, mut writer) = self.store.start_writer();
        for (group, issued, used) in GROUPS {
            let codes = issue(self.store, self.clock, self.round, (group, issued)).await?;
            for (code, response) in codes.iter().zip(responses.by_ref().take(used)) {
                let body = response.to_body();
                let body = body.map_err(|error| Failure::Input(error.to_string()))?;
                intake.submit_with_code(self.round, code, body).await?;
            }
        }
        drop(intake);
        writer.ended().await;
        self.store.flush().await?;
        Ok(())
    }
}

async fn issue(
    store: &Store,
    clock: &Clock,
    round: &RoundId,
    (group, count): (&str, usize),
) -> Result<Vec<Code>, Failure> {
    let group = CodeGroup::new(group).map_err(|error| Failure::Input(error.to_string()))?;
    let codes = draw_codes(count).map_err(|error| Failure::Installation(error.to_string()))?;
    store
        .issue_codes(round, &group, &codes, data::command_line(clock))
        .await?;
    Ok(codes)
}

/// New codes of the open round that asks for one, to print for who tries the demo.
pub(super) async fn to_try(
    store: &Store,
    clock: &Clock,
) -> Result<Option<(RoundId, Vec<String>)>, Failure> {
    let rounds = store.all_rounds().await?.into_iter();
    let mut open =
        rounds.filter(|round| round.state == RoundState::Open && round.entry == Entry::Code);
    let Some(round) = open.next() else {
        return Ok(None);
    };
    let codes = issue(store, clock, &round.id, ("", TO_TRY)).await?;
    Ok(Some((round.id, printed(&codes))))
}
