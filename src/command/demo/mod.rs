//! `achterban demo`: five client councils with made-up answers, reports and accounts, complete and ready to click.

mod advice;
mod codes;
mod evaluation;
pub(super) mod fill;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use fill::Amount;

use super::{Failure, data, serve, user};
use crate::clock::Clock;
use crate::config::{DEMO_DIRECTORY, Installation, LISTEN};
use crate::domain::id::RoundId;
use crate::domain::shipped::CLIENT_COUNCILS;
use crate::store::Store;
use crate::web::state::Settings;

/// Make the demo when it is not there, and serve it. Everything in it is made up (Verzonnen gegevens).
///
/// Example: achterban demo --fresh
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Directory of the demo.
    #[arg(long, value_name = "DIR", default_value = DEMO_DIRECTORY)]
    data: PathBuf,
    /// Address to serve on; only addresses of this machine itself.
    #[arg(long, value_name = "ADDR", default_value_t = LISTEN)]
    listen: std::net::SocketAddr,
    /// Throw the old demo away and make it anew.
    #[arg(long)]
    fresh: bool,
}

impl Default for Args {
    fn default() -> Self {
        Self {
            data: PathBuf::from(DEMO_DIRECTORY),
            listen: LISTEN,
            fresh: false,
        }
    }
}

/// Marks a directory as a demo: only such a directory is ever thrown away.
const MARK: &str = "VERZONNEN-GEGEVENS.txt";

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    if !args.listen.ip().is_loopback() {
        return Err(Failure::Usage(
            "the demo serves only on this machine: use 127.0.0.1 or [::1]".to_owned(),
        ));
    }
    if args.fresh {
        throw_away(&args.data)?;
    }
    let clock = Clock::system();
    let installation = Installation::in_directory(args.data.clone());
    let lock = serve::lock(&installation)?;
    data::runtime()?.block_on(async {
        let store = prepare(args, &installation, &clock, out).await?;
        let logins = accounts(&store, &clock).await?;
        let to_try = codes::to_try(&store, &clock).await?;
        let server = serve::Server {
            store,
            clock,
            settings: Settings {
                demo: true,
                ..Settings::default()
            },
            listen: args.listen,
            nightly: None,
            _lock: lock,
        };
        server
            .run(out, |out, address| {
                welcome(out, address, &logins)?;
                doors(out, address, to_try.as_ref())
            })
            .await
    })
}

fn throw_away(directory: &Path) -> Result<(), Failure> {
    if !directory.exists() {
        return Ok(());
    }
    let refused = |why: String| Failure::Input(format!("{}: {why}", directory.display()));
    if !directory.join(MARK).is_file() {
        return Err(refused("this is no directory of the demo, so it is not thrown away; choose another with --data".into()));
    }
    std::fs::remove_dir_all(directory)
        .map_err(|error| refused(format!("can't be thrown away: {error}")))
}

async fn prepare(
    args: &Args,
    installation: &Installation,
    clock: &Clock,
    out: &mut dyn Write,
) -> Result<Store, Failure> {
    let store = data::open(installation).await?;
    if store.client_councils().await?.is_empty() {
        let mark = args.data.join(MARK);
        std::fs::write(
            &mark,
            "Verzonnen gegevens: everything in this directory is made up.\n",
        )
        .map_err(|error| Failure::Installation(format!("{}: {error}", mark.display())))?;
        writeln!(
            out,
            "Making the demo in {} (Verzonnen gegevens) …",
            args.data.display()
        )?;
        out.flush()?;
        let amount = Amount {
            seed: 0,
            responses: None,
        };
        fill::fill(&store, clock, amount).await?;
    }
    Ok(store)
}

/// Login, name and role of the demo's accounts: each in every client council.
const ACCOUNTS: [(&str, &str, &str); 2] = [
    ("secretaris", "S. Voorbeeld", "secretaris"),
    ("spreekuur", "V. Voorbeeld", "spreekuurvrijwilliger"),
];

/// Draws a new password for each account.
async fn accounts(store: &Store, clock: &Clock) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut passwords = Vec::new();
    for (login, name, role) in ACCOUNTS {
        let password = user::draw_password()?;
        match store.staff_by_login(login).await? {
            Some(staff) => {
                store
                    .set_password(&staff, &password, data::command_line(clock))
                    .await?
            }
            None => {
                store
                    .add_staff(login, name, &password, data::command_line(clock))
                    .await?;
            }
        }
        if let Some(staff) = store.staff_by_login(login).await? {
            for client_council in store.client_councils().await? {
                store
                    .grant_role(&staff, &client_council.id, role, data::command_line(clock))
                    .await?;
            }
        }
        passwords.push((login, password));
    }
    Ok(passwords)
}

fn welcome(
    out: &mut dyn Write,
    address: &str,
    passwords: &[(&str, String)],
) -> std::io::Result<()> {
    writeln!(
        out,
        "\nAchterban demo (Verzonnen gegevens)\n\n  {address}/            all client councils"
    )?;
    for (id, _) in CLIENT_COUNCILS {
        writeln!(out, "  {address}/{id}")?;
    }
    writeln!(out, "\nLog in at {address}/inloggen")?;
    for (login, password) in passwords {
        writeln!(out, "  {login:<12} {password}")?;
    }
    Ok(())
}

/// Codes of the round that asks for one; they stand here and nowhere else.
fn doors(
    out: &mut dyn Write,
    address: &str,
    to_try: Option<&(RoundId, Vec<String>)>,
) -> std::io::Result<()> {
    if let Some((round, codes)) = to_try {
        let (council, questionnaire) = (round.client_council(), round.questionnaire());
        writeln!(out, "\nInvitation codes to try, each once")?;
        for code in codes {
            writeln!(out, "  {address}/{council}/v/{questionnaire}#{code}")?;
        }
    }
    writeln!(out, "\nStop with Ctrl-C.")
}
