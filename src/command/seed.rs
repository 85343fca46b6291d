//! `achterban seed`: made-up responses in a closed round, for trying out and for measuring.

use std::io::Write;

use clap::Args as ClapArgs;

use super::demo::fill::{self, Amount};
use super::{Failure, data, made_up};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::answer::Response;
use crate::domain::definition::Questionnaire;
use crate::domain::id::{RoundId, SurveyId};
use crate::store::{RoundState, Store, StoreError};

/// Fill a round with made-up responses. The same seed gives the same responses. A round with real answers is refused.
/// Where there is no client council yet, the five of the demo are made, each with a filled round.
///
/// Example: achterban seed --seed 1 --responses 400 --survey lelystad/participatiewet/2026-1 --data achterban-demo
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Which made-up place.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many responses.
    #[arg(long, default_value_t = 400)]
    responses: usize,
    /// A survey (its newest round) or a round. Absent: the newest made-up round of every survey.
    #[arg(long, value_name = "ID")]
    survey: Option<String>,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let clock = Clock::system();
    let filled = data::with_store_made(&args.data, async |store: Store| {
        if store.client_councils().await?.is_empty() {
            let amount = Amount {
                seed: args.seed,
                responses: Some(args.responses),
            };
            fill::fill(&store, &clock, amount).await?;
            return Ok(closed(&store).await?);
        }
        let mut filled = Vec::new();
        for round in rounds(&store, args.survey.as_deref()).await? {
            let questionnaire = data::questionnaire_of(&store, &round).await?;
            let place = (args.seed, args.responses);
            into_round(&store, &round, &questionnaire, place, &clock).await?;
            filled.push(round);
        }
        Ok(filled)
    })?;
    for round in &filled {
        writeln!(
            out,
            "{round}: {} made-up responses (Verzonnen gegevens)",
            args.responses
        )?;
    }
    Ok(())
}

/// Writes made-up responses straight into a round: they are no residents in a pool.
pub(super) async fn into_round(
    store: &Store,
    round: &RoundId,
    questionnaire: &Questionnaire,
    (seed, responses): (u64, usize),
    clock: &Clock,
) -> Result<(), Failure> {
    let made = made_up::responses(questionnaire, seed, responses);
    import(store, round, &made, clock).await
}

/// Writes responses straight into a round.
pub(super) async fn import(
    store: &Store,
    round: &RoundId,
    responses: &[Response],
    clock: &Clock,
) -> Result<(), Failure> {
    let bodies = responses
        .iter()
        .map(|response| {
            response
                .to_body()
                .map_err(|error| Failure::Input(error.to_string()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    store
        .import_answers(round, bodies, data::command_line(clock))
        .await?;
    Ok(())
}

async fn closed(store: &Store) -> Result<Vec<RoundId>, StoreError> {
    let rounds = store.all_rounds().await?.into_iter();
    Ok(rounds
        .filter(|round| round.state == RoundState::Closed)
        .map(|round| round.id)
        .collect())
}

async fn rounds(store: &Store, survey: Option<&str>) -> Result<Vec<RoundId>, Failure> {
    if let Some(id) = survey {
        let round = data::round_of(store, id).await?;
        if !store.existing_round(&round).await?.sample {
            return Err(Failure::Input(format!(
                "{round} holds real answers; made-up ones go only into a round of a client council with sample = true"
            )));
        }
        return Ok(vec![round]);
    }
    let mut newest: Vec<RoundId> = Vec::new();
    for round in store.all_rounds().await?.into_iter().rev() {
        let survey: SurveyId = round.id.survey();
        let seen = newest.iter().any(|other| other.survey() == survey);
        if !seen && round.sample && round.state != RoundState::Draft {
            newest.push(round.id);
        }
    }
    if newest.is_empty() {
        return Err(Failure::Input(
            "there is no round with made-up answers to fill; use: achterban demo".to_owned(),
        ));
    }
    Ok(newest)
}
