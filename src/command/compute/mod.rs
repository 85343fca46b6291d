//! `achterban compute`: any statistic by name, recomputed from raw data. One file per family of kinds.
//!
//! Here: requests in, answers out. The statistics themselves are in `stats`; this only counts, asks and prints.

mod column;
mod crossings;
mod data;
mod event;
mod families;
mod number;
mod request;
mod scores;
mod shares;

use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use super::Failure;
use data::Data;
use request::{Request, RequestError};

/// Arguments of `compute`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Example:
  achterban compute --data responses.csv --requests requests.json
where requests.json holds
  [{\"id\": \"a\", \"kind\": \"oneway\", \"in\": {\"var\": \"vote\", \"levels\": [\"yes\", \"no\"]}}]

Kinds: oneway, likert, numeric, crosstab, twoprop, adjust.
A request that can't be answered gives {id, error}; the exit code is then still 0.")]
pub(super) struct Args {
    /// Responses as CSV with a header; an empty cell is missing. May be left out when no request counts in data
    #[arg(long, value_name = "R.csv")]
    data: Option<PathBuf>,
    /// JSON list of {id, kind, in}, or an object with such a list under "checks"
    #[arg(long, value_name = "Q.json")]
    requests: PathBuf,
}

/// Answers every request, as a JSON list of `{id, out}` or `{id, error}` in the same order.
///
/// # Errors
/// [`Failure::Input`] when a file can't be read; a request that can't be answered is no failure.
pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let requests = request::read(&args.requests)?;
    let data = args.data.as_deref().map(data::read).transpose()?;
    let data = data.unwrap_or_default();
    let answers: Vec<String> = requests
        .iter()
        .map(|request| answer(request, &data).to_string())
        .collect();
    writeln!(out, "[{}]", answers.join(",\n "))?;
    Ok(())
}

fn answer(request: &Request, data: &Data) -> Value {
    match request
        .checked()
        .and_then(|checked| compute(&checked, data))
    {
        Ok(found) => json!({"id": request.id, "out": found}),
        Err(error) => json!({"id": request.id, "error": error.to_string()}),
    }
}

/// The one place that knows which kinds there are.
fn compute(request: &request::Checked<'_>, data: &Data) -> Result<Value, RequestError> {
    let arguments = request.arguments;
    match request.kind {
        "adjust" => families::adjust(arguments),
        "crosstab" => crossings::crosstab(arguments, data),
        "likert" => scores::likert(arguments, data),
        "numeric" => scores::numeric(arguments, data),
        "oneway" => shares::oneway(arguments, data),
        "twoprop" => shares::twoprop(arguments, data),
        kind => Err(RequestError::UnknownKind(kind.to_owned())),
    }
}
