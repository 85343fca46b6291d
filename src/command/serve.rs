//! `achterban serve`: the server, with the night's work.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use jiff::civil::Date;
use tokio::net::TcpListener;
use tracing::{error, info, warn};

use super::backup::directory_of;
use super::backup::nightly::Nightly;
use super::{Failure, data, log};
use crate::clock::Clock;
use crate::config::{DataArgs, Database, Installation, LISTEN, LimitArgs};
use crate::store::{Actor, ServerLock, Store};
use crate::web;
use crate::web::bucket::Limits;
use crate::web::state::{App, Settings};

/// Serve residents, the client council and the municipality.
///
/// Example: achterban serve --data achterban-data --listen 127.0.0.1:8080
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Address to serve on; put a proxy with TLS before it when others than this machine must reach it.
    #[arg(long, value_name = "ADDR", env = "ACHTERBAN_LISTEN", default_value_t = LISTEN)]
    listen: SocketAddr,
    /// Visitors come over https, through a proxy on this machine.
    #[arg(long, env = "ACHTERBAN_HTTPS")]
    https: bool,
    #[command(flatten)]
    limits: LimitArgs,
    /// Directory for a sealed backup each night, kept for 14 nights; best on another disk. SQLite only.
    #[arg(long, value_name = "DIR", env = "ACHTERBAN_BACKUP")]
    backup: Option<PathBuf>,
    /// Directory for the keys of those backups, away from the backups; by default `backup-keys` in the data directory.
    #[arg(
        long,
        value_name = "DIR",
        env = "ACHTERBAN_BACKUP_KEYS",
        requires = "backup"
    )]
    backup_keys: Option<PathBuf>,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let installation = args.data.installation();
    let nightly = nightly(args, &installation)?;
    let lock = lock(&installation)?;
    data::runtime()?.block_on(async {
        let store = data::open(&installation).await?;
        let empty = store.client_councils().await?.is_empty();
        let server = Server {
            store,
            clock: Clock::system(),
            settings: settings(args),
            listen: args.listen,
            nightly,
            _lock: lock,
        };
        let blind = args.https && args.limits.proxy.is_empty();
        server
            .run(out, |out, address| {
                writeln!(out, "Achterban serves on {address}")?;
                if blind {
                    writeln!(out, "No --proxy is named: all visitors count as one network, and the limit for one holds for all")?;
                }
                if empty {
                    writeln!(out, "No client council yet; add one with: achterban client-council add FILE.toml")?;
                }
                Ok(())
            })
            .await
    })
}

fn settings(args: &Args) -> Settings {
    let limits = &args.limits;
    Settings {
        https: args.https,
        demo: false,
        proxies: limits.proxy.clone(),
        limits: Limits::of_forms(limits.forms_per_network, limits.forms_per_hour),
        backups: args.backup.clone(),
    }
}

/// The backups that were asked for.
fn nightly(args: &Args, installation: &Installation) -> Result<Option<Nightly>, Failure> {
    let Some(backups) = &args.backup else {
        return Ok(None);
    };
    let directory = directory_of(installation)?;
    let keys = args.backup_keys.clone();
    Ok(Some(Nightly {
        data: args.data.clone(),
        backups: backups.clone(),
        keys: keys.unwrap_or_else(|| directory.join("backup-keys")),
    }))
}

/// Keeps a second server off the same SQLite directory; on PostgreSQL several servers share the work.
pub(super) fn lock(installation: &Installation) -> Result<Option<ServerLock>, Failure> {
    match &installation.database {
        Database::Sqlite(directory) => Ok(Some(ServerLock::take(directory)?)),
        Database::Postgres(_) => Ok(None),
    }
}

/// A server about to run.
pub(super) struct Server {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) settings: Settings,
    pub(super) listen: SocketAddr,
    pub(super) nightly: Option<Nightly>,
    pub(super) _lock: Option<ServerLock>,
}

impl Server {
    /// Serves until the process is told to stop, or the writer of answers dies.
    pub(super) async fn run(
        self,
        out: &mut dyn Write,
        welcome: impl FnOnce(&mut dyn Write, &str) -> std::io::Result<()>,
    ) -> Result<(), Failure> {
        for round in self
            .store
            .all_rounds()
            .await?
            .iter()
            .filter(|round| round.state == crate::store::RoundState::Open)
        {
            self.store.check_round(&round.id).await?;
        }
        let listener = TcpListener::bind(self.listen).await.map_err(|error| {
            Failure::Installation(format!(
                "{}: can't listen: {error}; choose another address with --listen",
                self.listen
            ))
        })?;
        let address = listener.local_addr()?;
        log::begin();
        warn_of_settings(&self.store).await?;
        let stop = web::serve::stop_signal()?;
        let (intake, mut writer) = self.store.start_writer();
        let night = tokio::spawn(nights(self.store.clone(), self.clock.clone(), self.nightly));
        let app = App::new(self.store.clone(), intake, self.clock, self.settings);
        let router = web::router::router(app);
        welcome(out, &format!("http://{address}"))?;
        out.flush()?;
        let died = tokio::select! {
            () = web::serve::serve(listener, router, stop) => false,
            orderly = writer.ended() => !orderly,
        };
        night.abort();
        if died {
            return Err(Failure::Installation(
                "the writer of answers has died; start the server again".to_owned(),
            ));
        }
        writer.ended().await;
        self.store.empty_log().await?;
        self.store.close().await;
        Ok(())
    }
}

/// What `doctor` would say of a PostgreSQL that keeps the order of answers or may lose them.
async fn warn_of_settings(store: &Store) -> Result<(), Failure> {
    for problem in store.unsafe_settings().await? {
        warn!(%problem, "the database is not set safely");
    }
    Ok(())
}

/// Each night at 03:00 in Europe/Amsterdam: close what ended, flush, retention, then a backup. A night that was missed
/// because the server was off is done at start.
async fn nights(store: Store, clock: Clock, nightly: Option<Nightly>) {
    loop {
        let actor = Actor {
            login: "achterban",
            at: clock.now(),
        };
        match store.night(actor, clock.today()).await {
            Ok(flushed) => info!(rounds = flushed.len(), "night's work done"),
            Err(cause) => error!(%cause, "night's work failed"),
        }
        if let Some(nightly) = nightly.clone() {
            back_up(nightly, clock.today()).await;
        }
        tokio::time::sleep(clock.until_hour(3)).await;
    }
}

/// Makes tonight's backup on a thread of its own.
async fn back_up(nightly: Nightly, today: Date) {
    let made = tokio::task::spawn_blocking(move || nightly.run(today)).await;
    let made = made.map_err(|cause| cause.to_string());
    match made.and_then(|made| made.map_err(|cause| cause.to_string())) {
        Ok(made) => info!(answers = made, "there is a backup of tonight"),
        Err(cause) => error!(cause, "no backup was made"),
    }
}
