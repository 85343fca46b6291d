//! Kinds about shares: `oneway`, `twoprop`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::counts;
use super::data::Data;
use super::event;
use super::number::{limits, number, numbers};
use super::request::{Code, Count, RequestError, arguments, confidence};
use crate::stats::{Confidence, Interval, Proportion, StatsError, two_proportions};

#[derive(Deserialize)]
struct Oneway {
    var: String,
    levels: Vec<Code>,
    #[serde(rename = "N")]
    population: Option<Count>,
    conf: Option<f64>,
}

/// The distribution of an answer, with every interval of analysis.md section 2.
pub(super) fn oneway(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Oneway = arguments(request)?;
    let level = confidence(asked.conf)?;
    let places = data.column(&asked.var)?.levels(&asked.levels);
    let count = counts(&places, asked.levels.len());
    let n: u64 = count.iter().sum();
    let shares: Vec<_> = count.iter().map(|x| Proportion::new(*x, n)).collect();
    let each = |interval: &dyn Fn(Proportion) -> Interval| {
        let intervals: Vec<_> = shares.iter().map(|share| share.map(interval)).collect();
        limits(&intervals)
    };
    let finite: Result<Vec<Option<Interval>>, StatsError> = shares
        .iter()
        .map(|share| match (share, asked.population) {
            (Some(share), Some(people)) => share.wilson_finite(level, people.0).map(Some),
            _ => Ok(None),
        })
        .collect();
    let (wilson, wilson90) = (
        each(&|s| s.wilson(level)),
        each(&|s| s.wilson(Confidence::P90)),
    );
    let (ac, cp) = (
        each(&|s| s.agresti_coull(level)),
        each(&|s| s.clopper_pearson(level)),
    );
    let finite = limits(&finite?);
    Ok(json!({
        "n": n, "missing": places.iter().filter(|place| place.is_none()).count(),
        "count": count, "prop": numbers(shares.iter().map(|share| share.map(Proportion::share))),
        "wilson_lo": wilson.0, "wilson_hi": wilson.1,
        "wilson90_lo": wilson90.0, "wilson90_hi": wilson90.1,
        "wilson_fpc_lo": finite.0, "wilson_fpc_hi": finite.1,
        "ac_lo": ac.0, "ac_hi": ac.1, "cp_lo": cp.0, "cp_hi": cp.1,
    }))
}

#[derive(Deserialize)]
struct Twoprop {
    x1: Option<Count>,
    n1: Option<Count>,
    x2: Option<Count>,
    n2: Option<Count>,
    conf: Option<f64>,
}

/// The same request when the counts are not given.
#[derive(Deserialize)]
struct TwopropInData {
    var: Option<String>,
    codes: Option<Vec<f64>>,
    event: String,
    group: String,
    g1: Code,
    g2: Code,
    subset: Option<String>,
}

/// The difference between two groups.
pub(super) fn twoprop(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Twoprop = arguments(request)?;
    let level = confidence(asked.conf)?;
    let counted = match (asked.x1, asked.n1, asked.x2, asked.n2) {
        (Some(x1), Some(n1), Some(x2), Some(n2)) => [(x1.0, n1.0), (x2.0, n2.0)],
        (None, None, None, None) => count_groups(request, data)?,
        _ => {
            let missing = "give all of x1, n1, x2 and n2, or none to count in the data";
            return Err(RequestError::Arguments(missing.into()));
        }
    };
    let [first, second] = counted.map(|(x, n)| {
        Proportion::new(x, n).ok_or_else(|| {
            RequestError::Arguments(format!("{x} of {n} is no share; a group must hold someone"))
        })
    });
    let (first, second) = (first?, second?);
    let found = two_proportions::compare(first, second, level);
    let [(x1, n1), (x2, n2)] = counted;
    Ok(json!({
        "x1": x1, "n1": n1, "x2": x2, "n2": n2, "p1": number(first.share()), "p2": number(second.share()),
        "diff": number(found.difference), "z": number(found.z), "p": number(found.p),
        "newcombe_lo": number(found.interval.lo), "newcombe_hi": number(found.interval.hi),
    }))
}

/// Events and people in both groups, over the rows where every named column has a valid answer.
fn count_groups(request: &Value, data: &Data) -> Result<[(u64, u64); 2], RequestError> {
    let asked: TwopropInData = arguments(request)?;
    let codes = asked.codes.as_deref();
    let happened = event::rows(&asked.event, asked.var.as_deref(), codes, data)?;
    let groups = data.column(&asked.group)?.levels(&[asked.g1, asked.g2]);
    let kept = match asked.subset.as_deref() {
        Some(subset) => event::rows(subset, asked.var.as_deref(), codes, data)?,
        None => vec![Some(true); groups.len()],
    };
    let mut counted = [(0, 0); 2];
    for ((group, happened), kept) in groups.into_iter().zip(happened).zip(kept) {
        if let (Some(group), Some(happened), Some(true)) = (group, happened, kept) {
            counted[group].0 += u64::from(happened);
            counted[group].1 += 1;
        }
    }
    Ok(counted)
}
