//! `achterban user add`: an account for someone of a client council. The password is drawn and printed once.

use std::io::Write;

use clap::Args as ClapArgs;

use super::{Failure, data};
use crate::anonymity::random;
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::id::ClientCouncilId;
use crate::store::Store;

/// What can be done with accounts.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add an account and print its password once.
    ///
    /// Example: achterban user add --login a.bakker --name "A. Bakker" --role secretaris --client-council lelystad
    Add(Add),
}

/// Roles that an account may have in a client council.
pub(super) const ROLES: [&str; 8] = [
    "beheerder",
    "voorzitter",
    "secretaris",
    "lid",
    "werkgroeplid",
    "spreekuurvrijwilliger",
    "ambtelijk-contact",
    "auditor",
];

/// Arguments of `user add`.
#[derive(Debug, ClapArgs)]
pub(super) struct Add {
    #[command(flatten)]
    data: DataArgs,
    /// Name with which the person logs in.
    #[arg(long)]
    login: String,
    /// Name as others see it.
    #[arg(long)]
    name: String,
    /// Client council, such as lelystad.
    #[arg(long, value_name = "COUNCIL")]
    client_council: ClientCouncilId,
    /// Role in that client council.
    #[arg(long, default_value = "lid", value_parser = ROLES)]
    role: String,
    /// The account is there already: draw a new password, and end its sessions.
    #[arg(long)]
    reset: bool,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    let Command::Add(args) = command;
    let clock = Clock::system();
    let password = draw_password()?;
    data::with_store(&args.data, async |store: Store| {
        add(args, &store, &clock, &password).await
    })?;
    writeln!(out, "login     {}\npassword  {password}", args.login)?;
    Ok(writeln!(
        out,
        "The password is shown only now. Give it to {} in person.",
        args.name
    )?)
}

async fn add(args: &Add, store: &Store, clock: &Clock, password: &str) -> Result<(), Failure> {
    let actor = || data::command_line(clock);
    if store.client_council(&args.client_council).await?.is_none() {
        return Err(Failure::Input(format!(
            "there is no client council {}",
            args.client_council
        )));
    }
    match store.staff_by_login(&args.login).await? {
        Some(staff) if args.reset => store.set_password(&staff, password, actor()).await?,
        Some(_) => {
            return Err(Failure::Input(format!(
                "{} has an account; add --reset for a new password",
                args.login
            )));
        }
        None => {
            store
                .add_staff(&args.login, &args.name, password, actor())
                .await?;
        }
    }
    if let Some(staff) = store.staff_by_login(&args.login).await? {
        store
            .grant_role(&staff, &args.client_council, &args.role, actor())
            .await?;
    }
    Ok(())
}

/// A password of 80 random bits that can be read aloud and typed: four groups of four letters and digits.
pub(super) fn draw_password() -> Result<String, Failure> {
    let bytes: [u8; 10] =
        random::bytes().map_err(|error| Failure::Installation(error.to_string()))?;
    let text = data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase();
    let groups: Vec<&str> = [0, 4, 8, 12]
        .iter()
        .filter_map(|at| text.get(*at..at + 4))
        .collect();
    Ok(groups.join("-"))
}
