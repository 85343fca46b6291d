//! `achterban client-council add FILE`: a client council on this server, with the questionnaires that ship.

use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{Failure, data, read_text, translation};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::client_council::ClientCouncil as Profile;
use crate::domain::id::{ClientCouncilId, QuestionnaireId};
use crate::domain::shipped::QUESTIONNAIRES;
use crate::store::{ClientCouncil, Store};

/// What can be done with client councils.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add a client council from a file like those of councils/.
    ///
    /// Example: achterban client-council add councils/lelystad.toml --data achterban-data
    Add(Add),
}

/// Arguments of `client-council add`.
#[derive(Debug, ClapArgs)]
pub(super) struct Add {
    #[command(flatten)]
    data: DataArgs,
    /// Who it is; councils/README.md describes the file.
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    let Command::Add(args) = command;
    let text = read_text(&args.file)?;
    let profile = Profile::read(&text)
        .map_err(|error| Failure::Input(format!("{}: {error}", args.file.display())))?;
    let clock = Clock::system();
    data::with_store_made(&args.data, async |store: Store| {
        store_shipped(&store, &clock).await?;
        add(&store, &profile, &clock).await
    })?;
    Ok(writeln!(out, "{} is at /{}", profile.name, profile.id)?)
}

/// Puts a client council into the register.
pub(super) async fn add(store: &Store, profile: &Profile, clock: &Clock) -> Result<(), Failure> {
    let id =
        ClientCouncilId::new(&profile.id).map_err(|error| Failure::Input(error.to_string()))?;
    let text = serde_json::to_string(profile).map_err(|error| Failure::Input(error.to_string()))?;
    let new = ClientCouncil {
        id,
        name: profile.name.clone(),
        profile: text,
        sample: profile.sample,
        version: 1,
    };
    Ok(store
        .add_client_council(&new, data::command_line(clock))
        .await?)
}

/// Puts the questionnaires that ship into the register, with the translations that ship; those that are there already stay
/// as they are.
pub(super) async fn store_shipped(store: &Store, clock: &Clock) -> Result<(), Failure> {
    for (id, text) in QUESTIONNAIRES {
        let id = QuestionnaireId::new(id).map_err(|error| Failure::Input(error.to_string()))?;
        if store.newest_questionnaire(&id).await?.is_none() {
            let text = translation::with_shipped(id.as_str(), text)?;
            store.store_questionnaire(&id, &text, clock.today()).await?;
        }
    }
    Ok(())
}
