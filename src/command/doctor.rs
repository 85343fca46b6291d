//! `achterban doctor`: looks whether this installation can do its work, and says which command mends what is wrong.

use std::io::Write;

use clap::Args as ClapArgs;

use super::{Failure, data};
use crate::anonymity::keys::KeyRing;
use crate::clock::Clock;
use crate::config::{DataArgs, Database, Installation};
use crate::store::{RoundState, Store};

/// Look whether this installation can do its work. Changes nothing but the database's version, like every command.
///
/// Example: achterban doctor --data achterban-data
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
}

/// One thing that was looked at: what, and what is wrong with it.
type Check = (String, Result<String, String>);

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let installation = args.data.installation();
    let mut checks = vec![place(&installation), keys(&installation)];
    match data::with_store(&args.data, async |store| Ok(stored(&store).await)) {
        Ok(more) => checks.extend(more),
        Err(failure) => checks.push(("database".to_owned(), Err(failure.to_string()))),
    }
    let mut wrong = 0;
    for (what, found) in &checks {
        match found {
            Ok(text) => writeln!(out, "ok       {what}: {text}")?,
            Err(text) => {
                wrong += 1;
                writeln!(out, "problem  {what}: {text}")?;
            }
        }
    }
    match wrong {
        0 => Ok(()),
        n => Err(Failure::Installation(format!(
            "{n} problem(s); mend them and run this again"
        ))),
    }
}

fn place(installation: &Installation) -> Check {
    let found = match &installation.database {
        Database::Postgres(_) => Ok("PostgreSQL".to_owned()),
        Database::Sqlite(directory) if directory.is_dir() => Ok(directory.display().to_string()),
        Database::Sqlite(directory) => Err(format!(
            "{} is no directory; make it with: achterban serve --data {}",
            directory.display(),
            directory.display()
        )),
    };
    ("data".to_owned(), found)
}

/// Does not make the directory of the keys: looking changes nothing.
fn keys(installation: &Installation) -> Check {
    let found = if installation.keys.is_dir() {
        KeyRing::open(&installation.keys)
            .map(|_| installation.keys.display().to_string())
            .map_err(|error| error.to_string())
    } else {
        Err(format!(
            "{} is no directory; name it with --keys, or put the keys back from where they are kept",
            installation.keys.display()
        ))
    };
    ("keys".to_owned(), found)
}

async fn stored(store: &Store) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    let ready = store
        .ready()
        .await
        .map(|()| "answers can be stored".to_owned())
        .map_err(|error| error.to_string());
    checks.push(("storing".to_owned(), ready));
    match store.unsafe_settings().await {
        Ok(found) => checks.extend(
            found
                .into_iter()
                .map(|problem| ("database".to_owned(), Err(problem))),
        ),
        Err(error) => checks.push(("database".to_owned(), Err(error.to_string()))),
    }
    match store.all_rounds().await {
        Ok(rounds) => {
            let today = Clock::system().today();
            for round in rounds {
                let good = store
                    .check_round(&round.id)
                    .await
                    .map_err(|error| error.to_string());
                let late = round.state == RoundState::Open && round.closes < today;
                let found = good.and_then(|()| {
                    if late {
                        Err(
                            "its last day is over and it is still open; run: achterban flush"
                                .to_owned(),
                        )
                    } else {
                        Ok(round.state.word().to_owned())
                    }
                });
                checks.push((format!("round {}", round.id), found));
            }
        }
        Err(error) => checks.push(("rounds".to_owned(), Err(error.to_string()))),
    }
    let councils = store
        .client_councils()
        .await
        .map(|all| format!("{}", all.len()))
        .map_err(|error| error.to_string());
    checks.push(("client councils".to_owned(), councils));
    checks
}
