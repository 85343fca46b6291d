//! `achterban flush`: does at once what the server does each night, under the same rules.

use std::io::Write;

use clap::Args as ClapArgs;

use super::{Failure, data};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::store::Store;

/// Do the night's work now: close what ended, make waiting answers count (5 or more at a time, 10 or more in all).
///
/// Example: achterban flush --data achterban-data
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let clock = Clock::system();
    let flushed = data::with_store(&args.data, async |store: Store| {
        Ok(store
            .night(data::command_line(&clock), clock.today())
            .await?)
    })?;
    for round in &flushed {
        writeln!(
            out,
            "{}: {} answer(s) made to count",
            round.round, round.made_visible
        )?;
        if round.damaged > 0 {
            writeln!(
                out,
                "{}: {} answer(s) were changed and left out; run: achterban verify",
                round.round, round.damaged
            )?;
        }
    }
    if flushed.is_empty() {
        writeln!(out, "Nothing to do.")?;
    }
    Ok(())
}
