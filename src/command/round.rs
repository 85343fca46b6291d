//! `achterban round open` and `round close`: a period in which residents answer.

use std::io::Write;

use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;

use super::{Failure, data};
use crate::anonymity::mix::Thresholds;
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::definition::Channel;
use crate::domain::definition::read::read;
use crate::domain::id::{RoundId, SurveyId};
use crate::domain::theme::codebook;
use crate::store::{Entry, NewRound, RoundState, Store, StoredQuestionnaire};

/// What can be done with rounds.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Open a round of a survey today: residents can answer until its last day.
    ///
    /// Example: achterban round open --survey lelystad/participatiewet --closes 2026-12-31 --data achterban-data
    Open(Open),
    /// Close a round now: its results can be seen, its keys are destroyed.
    ///
    /// Example: achterban round close --survey lelystad/participatiewet/2026-1 --data achterban-data
    Close(Close),
}

/// Arguments of `round open`.
#[derive(Debug, ClapArgs)]
pub(super) struct Open {
    #[command(flatten)]
    data: DataArgs,
    /// The survey: COUNCIL/QUESTIONNAIRE.
    #[arg(long, value_name = "ID")]
    survey: SurveyId,
    /// Last day on which residents can answer.
    #[arg(long, value_name = "YYYY-MM-DD")]
    closes: Date,
    /// How residents get in: anyone with the link, or with an invitation code (see: achterban codes issue).
    #[arg(long, value_enum, default_value_t = Way::Open)]
    entry: Way,
    /// How many people are invited, when that is known: for the response rate.
    #[arg(long, value_name = "N")]
    invited: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    Open,
    Code,
}

impl From<Way> for Entry {
    fn from(way: Way) -> Self {
        match way {
            Way::Open => Self::Open,
            Way::Code => Self::Code,
        }
    }
}

/// Arguments of `round close`.
#[derive(Debug, ClapArgs)]
pub(super) struct Close {
    #[command(flatten)]
    data: DataArgs,
    /// The round: COUNCIL/QUESTIONNAIRE/NAME.
    #[arg(long, value_name = "ID")]
    survey: RoundId,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    let clock = Clock::system();
    match command {
        Command::Open(args) => {
            let round = data::with_store(&args.data, async |store: Store| {
                open(args, &store, &clock).await
            })?;
            writeln!(out, "{round} is open until {}", args.closes)?;
            if args.entry == Way::Code {
                let survey = &args.survey;
                writeln!(
                    out,
                    "Make its codes with: achterban codes issue --survey {survey} --count N -o FILE.pdf"
                )?;
            }
        }
        Command::Close(args) => {
            let closed = data::with_store(&args.data, async |store: Store| {
                Ok(store
                    .close_round(&args.survey, data::command_line(&clock))
                    .await?)
            })?;
            writeln!(
                out,
                "{} is closed; {} answer(s) made to count",
                closed.round, closed.made_visible
            )?;
        }
    }
    Ok(())
}

async fn open(args: &Open, store: &Store, clock: &Clock) -> Result<RoundId, Failure> {
    let id = args.survey.client_council();
    let client_council = store
        .client_council(&id)
        .await?
        .ok_or_else(|| Failure::Input(format!("there is no client council {id}")))?;
    if args.closes < clock.today() {
        return Err(Failure::Input(format!(
            "{} is over; choose a last day of today or later",
            args.closes
        )));
    }
    // Two open rounds would share an address: who holds a code of one could end up in the other.
    if let Some(open) = store.newest_round(&args.survey, RoundState::Open).await? {
        return Err(Failure::Input(format!(
            "{} is still open; close it first with: achterban round close --survey {}",
            open.id, open.id
        )));
    }
    let stored = store
        .newest_questionnaire(&args.survey.questionnaire())
        .await?;
    let stored = stored.ok_or_else(|| {
        Failure::Input(format!(
            "there is no questionnaire {}",
            args.survey.questionnaire()
        ))
    })?;
    publishable(&stored)?;
    let new = NewRound {
        id: next_name(args, store, clock).await?,
        questionnaire_version: stored.version,
        opens: clock.today(),
        closes: args.closes,
        entry: args.entry.into(),
        invited: args.invited,
        thresholds: Thresholds::ENQUETE,
        sample: client_council.sample,
    };
    store.create_round(&new, data::command_line(clock)).await?;
    store.open_round(&new.id, data::command_line(clock)).await?;
    Ok(new.id)
}

/// Opmeer art. 8.3 (O21): without course and use of the results a survey is not opened.
fn publishable(stored: &StoredQuestionnaire) -> Result<(), Failure> {
    let questionnaire = read(&stored.toml, codebook()).questionnaire;
    let told = questionnaire
        .as_ref()
        .and_then(|questionnaire| questionnaire.process.as_ref());
    if questionnaire
        .as_ref()
        .is_none_or(|questionnaire| questionnaire.channel != Channel::Enquete)
    {
        return Err(Failure::Input(
            "only an enquête has rounds; signals can always be left".to_owned(),
        ));
    }
    if told.is_none_or(|process| process.course.is_empty() || process.use_of_results.is_empty()) {
        return Err(Failure::Input(
            "write [process] with course.nl and use_of_results.nl in the questionnaire first: people are told \
             beforehand what happens with the results"
                .to_owned(),
        ));
    }
    Ok(())
}

/// The next free name of the year: `2026-1`, `2026-2` …
async fn next_name(args: &Open, store: &Store, clock: &Clock) -> Result<RoundId, Failure> {
    for number in 1..1000 {
        let name = format!("{}-{number}", clock.today().year());
        let id = args
            .survey
            .round(&name)
            .map_err(|error| Failure::Input(error.to_string()))?;
        if store.round(&id).await?.is_none() {
            return Ok(id);
        }
    }
    Err(Failure::Input(format!(
        "{} has too many rounds this year",
        args.survey
    )))
}
