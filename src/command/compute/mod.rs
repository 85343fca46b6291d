//! `achterban compute`: any statistic by name, recomputed from raw data. One file per family of kinds.
//!
//! Here: requests in, answers out. The statistics themselves are in `stats`; this only counts, asks and prints.

mod coders;
mod column;
mod crossings;
mod data;
mod design;
mod event;
mod families;
mod knelpunten;
mod number;
mod options;
mod order;
mod places;
mod ranks;
mod request;
mod response;
mod scores;
mod shares;
mod suppress;
mod trend;
mod weighted;
mod weights;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

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

Kinds: oneway, likert, numeric, nps, multi, crosstab, twoprop, mcnemar, mwu, kw, trend, ranking, rank,
adjust, gof, rindicator, aapor, sample_size, moe, kish, rake, trim, w_prop, w_mean, w_by, w_ciprop, w_chisq,
kappa, fleiss, kripp, alpha, omega_total_1f, suppress; and knelpunten, for the themes of a report.
The weighted kinds (w_...) take \"design\": {\"weights\": \"unit\", \"col:NAME\" or \"rake:NAME\" (a rake request of the
same file), \"strata\", \"psu\", \"fpc\": \"col:NAME\", \"variance\": \"fixed\" or \"calibrated\"}.
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
    let sources = Sources {
        data: &data,
        requests: &requests,
        designs: RefCell::default(),
    };
    let answers: Vec<String> = requests
        .iter()
        .map(|request| answer(request, &sources).to_string())
        .collect();
    writeln!(out, "[{}]", answers.join(",\n "))?;
    Ok(())
}

/// What a request is answered from: the data, and the other requests of the file, which it may name.
struct Sources<'r> {
    data: &'r Data,
    requests: &'r [Request],
    /// Designs that were bound already, by how they were asked for.
    designs: RefCell<BTreeMap<String, Rc<design::Bound>>>,
}

impl<'r> Sources<'r> {
    /// The arguments of the file's requests of one kind.
    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &'r Value> {
        let checked = self
            .requests
            .iter()
            .filter_map(|request| request.checked().ok());
        let of_kind = checked.filter(move |request| request.kind == kind);
        of_kind.map(|request| request.arguments)
    }
}

fn answer(request: &Request, sources: &Sources<'_>) -> Value {
    match request
        .checked()
        .and_then(|checked| compute(&checked, sources))
    {
        Ok(found) => json!({"id": request.id, "out": found}),
        Err(error) => json!({"id": request.id, "error": error.to_string()}),
    }
}

/// The one place that knows which kinds there are.
fn compute(request: &request::Checked<'_>, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let arguments = request.arguments;
    let data = sources.data;
    match request.kind {
        "aapor" => response::aapor(arguments),
        "adjust" => families::adjust(arguments),
        "alpha" => coders::alpha(arguments, sources),
        "crosstab" => crossings::crosstab(arguments, data),
        "fleiss" => coders::fleiss(arguments, sources),
        "gof" => response::gof(arguments, data),
        "kappa" => coders::kappa(arguments, sources),
        "kish" => weights::kish(arguments, sources),
        "kripp" => coders::kripp(arguments, sources),
        "kw" => ranks::kw(arguments, data),
        "knelpunten" => knelpunten::knelpunten(arguments, data),
        "likert" => scores::likert(arguments, data),
        "mcnemar" => options::mcnemar(arguments, data),
        "moe" => response::moe(arguments),
        "multi" => options::multi(arguments, data),
        "mwu" => ranks::mwu(arguments, data),
        "nps" => scores::nps(arguments, data),
        "numeric" => scores::numeric(arguments, data),
        "omega_total_1f" => coders::omega(arguments, sources),
        "oneway" => shares::oneway(arguments, data),
        "rake" => weights::rake(arguments, sources),
        "rank" => places::rank(arguments, data),
        "ranking" => ranks::ranking(arguments, data),
        "rindicator" => response::rindicator(arguments),
        "sample_size" => response::sample_size(arguments),
        "suppress" => suppress::suppress(arguments),
        "trend" => trend::trend(arguments, data),
        "trim" => weights::trim(arguments, sources),
        "twoprop" => shares::twoprop(arguments, data),
        "w_by" => weighted::by(arguments, sources),
        "w_chisq" => weighted::chisq(arguments, sources),
        "w_ciprop" => weighted::ciprop(arguments, sources),
        "w_mean" => weighted::mean(arguments, sources),
        "w_prop" => weighted::prop(arguments, sources),
        kind => Err(RequestError::UnknownKind(kind.to_owned())),
    }
}
