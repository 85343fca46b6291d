//! Opening the data of an installation, for every command that works on it.

use std::future::Future;

use super::Failure;
use crate::anonymity::key_file::KeyError;
use crate::anonymity::keys::KeyRing;
use crate::clock::Clock;
use crate::config::{DataArgs, Database, Installation};
use crate::domain::definition::Questionnaire;
use crate::domain::definition::read::read;
use crate::domain::id::{RoundId, SurveyId};
use crate::domain::theme::codebook;
use crate::store::{Actor, ErrorKind, Location, RoundState, Store, StoreError};

/// What a command does with an open store. A running server may use the same data meanwhile.
///
/// # Errors
/// When the installation is not usable, or the work fails.
pub(super) fn with_store<T, F>(args: &DataArgs, work: impl FnOnce(Store) -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    must_exist(&args.installation())?;
    with_store_made(args, work)
}

/// As [`with_store`], for a command that makes the installation when it is not there yet.
///
/// # Errors
/// As [`with_store`].
pub(super) fn with_store_made<T, F>(
    args: &DataArgs,
    work: impl FnOnce(Store) -> F,
) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    runtime()?.block_on(async {
        let store = open(&args.installation()).await?;
        let done = work(store.clone()).await;
        store.close().await;
        done
    })
}

/// A command on stored data makes no new installation: a mistyped directory is an error, not an empty database.
fn must_exist(installation: &Installation) -> Result<(), Failure> {
    match &installation.database {
        Database::Sqlite(directory) if !directory.is_dir() => Err(Failure::Installation(format!(
            "{}: no such data directory; name it with --data DIR, or make one with: achterban serve --data {}",
            directory.display(),
            directory.display()
        ))),
        _ => Ok(()),
    }
}

/// Opens keys and database, and brings the database to this program's version.
pub(super) async fn open(installation: &Installation) -> Result<Store, Failure> {
    let keys = KeyRing::open(&installation.keys)?;
    let location = match &installation.database {
        Database::Sqlite(directory) => Location::Directory(directory.clone()),
        Database::Postgres(url) => Location::Server(url.clone()),
    };
    Ok(Store::open(&location, keys).await?)
}

/// The threads that a command runs on.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Installation(format!("can't start: {error}")))
}

/// Who acts when someone works on the server itself.
pub(super) fn command_line(clock: &Clock) -> Actor<'static> {
    Actor {
        login: "command line",
        at: clock.now(),
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::Installation(error.to_string())
    }
}

impl From<StoreError> for Failure {
    /// What the person typed is exit code 1; what is wrong with the installation is 78.
    fn from(error: StoreError) -> Self {
        match error.kind() {
            ErrorKind::Input => Self::Input(error.to_string()),
            _ => Self::Installation(error.to_string()),
        }
    }
}

/// The round that an id on the command line names: a round itself, or the newest closed round of a survey
/// (else its newest round).
pub(super) async fn round_of(store: &Store, id: &str) -> Result<RoundId, Failure> {
    if let Ok(round) = RoundId::new(id) {
        return Ok(store.existing_round(&round).await?.id);
    }
    let survey = SurveyId::new(id).map_err(|error| {
        Failure::Input(format!(
            "{error}; name a survey (COUNCIL/QUESTIONNAIRE) or a round (COUNCIL/QUESTIONNAIRE/NAME)"
        ))
    })?;
    for state in [RoundState::Closed, RoundState::Open, RoundState::Draft] {
        if let Some(round) = store.newest_round(&survey, state).await? {
            return Ok(round.id);
        }
    }
    Err(Failure::Input(format!("{survey} has no round")))
}

/// The questionnaire of a round, in the version that was asked.
pub(super) async fn questionnaire_of(
    store: &Store,
    round: &RoundId,
) -> Result<Questionnaire, Failure> {
    let version = store.existing_round(round).await?.questionnaire_version;
    let stored = store.questionnaire(&round.questionnaire(), version).await?;
    let text = stored.map(|stored| stored.toml).unwrap_or_default();
    read(&text, codebook()).questionnaire.ok_or_else(|| {
        Failure::Installation(format!(
            "{round}: its questionnaire can't be read; run: achterban verify"
        ))
    })
}
