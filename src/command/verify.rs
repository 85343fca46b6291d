//! `achterban verify`: proof that every answer, key, file and row of the audit trail is what it was.

use std::io::Write;

use clap::Args as ClapArgs;

use super::{Failure, data};
use crate::config::DataArgs;

/// Prove that nothing was changed: one line a finding, exit code 1 when there is one.
///
/// Example: achterban verify --data achterban-data
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Print one line `round sha256(body)` per stored answer, sorted, and look no further.
    #[arg(long)]
    dump_hashes: bool,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    if args.dump_hashes {
        let lines = data::with_store(&args.data, async |store| Ok(store.dump_hashes().await?))?;
        for line in lines {
            writeln!(out, "{line}")?;
        }
        return Ok(());
    }
    let findings = data::with_store(&args.data, async |store| Ok(store.verify().await?))?;
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    match findings.len() {
        0 => Ok(writeln!(out, "All is as it was stored.")?),
        1 => Err(Failure::Input(
            "1 finding; restore a backup, or ask for help before you go on".to_owned(),
        )),
        n => Err(Failure::Input(format!(
            "{n} findings; restore a backup, or ask for help before you go on"
        ))),
    }
}
