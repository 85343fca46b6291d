//! Kinds about boxes that are ticked (1) or not (0): `multi`, `mcnemar`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::{Column, number as parsed};
use super::data::Data;
use super::number::{limits, number, numbers};
use super::request::{RequestError, arguments};
use crate::stats::paired::mc_nemar;
use crate::stats::{Confidence, Proportion};

/// Per row whether the box is ticked; any other answer is not valid.
fn ticked(column: &Column) -> Vec<Option<bool>> {
    column.map(|text| match parsed(text) {
        Some(0.0) => Some(false),
        Some(1.0) => Some(true),
        _ => None,
    })
}

#[derive(Deserialize)]
struct Multi {
    options: Vec<String>,
}

/// A question with several answers at once. The base is who answered it: at least one box holds 0 or 1.
pub(super) fn multi(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Multi = arguments(request)?;
    let columns = asked
        .options
        .iter()
        .map(|option| data.column(option).map(ticked));
    let boxes = columns.collect::<Result<Vec<_>, _>>()?;
    let rows = boxes.first().map_or(0, Vec::len);
    let (mut n, mut n_any) = (0, 0);
    for row in 0..rows {
        let ticks = || boxes.iter().filter_map(|ticked| ticked[row]);
        n += u64::from(ticks().next().is_some());
        n_any += u64::from(ticks().any(|ticked| ticked));
    }
    let ticks =
        |ticked: &Vec<Option<bool>>| ticked.iter().filter(|t| **t == Some(true)).count() as u64;
    let count: Vec<u64> = boxes.iter().map(ticks).collect();
    let total: u64 = count.iter().sum();
    let of = |base: u64| {
        let shares = count
            .iter()
            .map(|x| Proportion::new(*x, base).map(Proportion::share));
        numbers(shares)
    };
    let intervals: Vec<_> = count
        .iter()
        .map(|x| Proportion::new(*x, n).map(|share| share.wilson(Confidence::P95)))
        .collect();
    let wilson = limits(&intervals);
    let mean = (n > 0).then(|| total as f64 / n as f64);
    Ok(json!({
        "n": n, "n_any": n_any, "n_none": n - n_any, "count": count,
        "prop_respondents": of(n), "prop_of_any": of(n_any), "prop_responses": of(total),
        "mean_selected": number(mean), "wilson_lo": wilson.0, "wilson_hi": wilson.1,
    }))
}

#[derive(Deserialize)]
struct McNemar {
    a: String,
    b: String,
}

/// Two boxes of the same people.
pub(super) fn mcnemar(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: McNemar = arguments(request)?;
    let (a, b) = (
        ticked(data.column(&asked.a)?),
        ticked(data.column(&asked.b)?),
    );
    let (mut n, mut only_a, mut only_b) = (0, 0, 0);
    for (a, b) in a.into_iter().zip(b) {
        if let (Some(a), Some(b)) = (a, b) {
            n += 1;
            only_a += u64::from(a && !b);
            only_b += u64::from(b && !a);
        }
    }
    let test = mc_nemar(only_a, only_b);
    let difference = (n > 0).then(|| (only_a as f64 - only_b as f64) / n as f64);
    Ok(json!({
        "n": n, "n01": only_b, "n10": only_a, "chi2": number(test.statistic),
        "p": number(test.p), "p_exact": number(test.p_exact), "diff": number(difference),
    }))
}
