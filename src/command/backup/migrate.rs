//! `achterban migrate`: brings a database to this program's version, with a way back.

use std::fs;
use std::io::Write;

use clap::Args as ClapArgs;

use super::{about, data, directory_of};
use crate::command::Failure;
use crate::config::DataArgs;
use crate::store::{Store, database};

/// Bring the database to this program's version. A snapshot is made first, and put back when something goes wrong.
///
/// A server does the same when it starts, without the snapshot: each step is done whole or not at all.
///
/// Example: achterban migrate --data achterban-data
#[derive(Debug, ClapArgs)]
pub(in crate::command) struct Args {
    #[command(flatten)]
    data: DataArgs,
}

pub(in crate::command) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let installation = args.data.installation();
    let directory = directory_of(&installation)?;
    let newest = Store::newest_version();
    let runtime = data::runtime()?;
    let found = runtime.block_on(Store::version_of(directory))?;
    let Some(version) = found else {
        let path = database(directory);
        return Err(Failure::Installation(format!(
            "{}: there is no database; make one with: achterban serve --data {}",
            path.display(),
            directory.display()
        )));
    };
    if version == newest {
        writeln!(
            out,
            "The database has version {newest} already: nothing to do."
        )?;
        return Ok(());
    }
    let live = database(directory);
    let snapshot = live.with_extension(format!("db.before-{newest}"));
    let _ = fs::remove_file(&snapshot);
    if version < newest {
        runtime.block_on(Store::snapshot(directory, &snapshot))?;
    }
    match data::with_store(&args.data, async |_| Ok(())) {
        Ok(()) => {
            writeln!(out, "The database went from version {version} to {newest}.")?;
            writeln!(
                out,
                "{}: as it was before; remove it when all is well",
                snapshot.display()
            )?;
            Ok(())
        }
        Err(failure) if snapshot.exists() => {
            for left in ["db-wal", "db-shm"] {
                let _ = fs::remove_file(live.with_extension(left));
            }
            fs::rename(&snapshot, &live).map_err(about(&live))?;
            Err(Failure::Installation(format!(
                "{failure}; the database is as it was before"
            )))
        }
        Err(failure) => Err(failure),
    }
}
