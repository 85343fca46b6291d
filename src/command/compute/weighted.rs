//! Weighted kinds: `w_prop`, `w_mean`, `w_by`, `w_ciprop`, `w_chisq`. Missing answers stay in the design.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Sources;
use super::column::{Column, number as parsed};
use super::design::{Bound, bind};
use super::number::{number, numbers};
use super::request::{Code, RequestError, arguments};
use crate::stats::design::{Answers, Estimate, WeightedShare};
use crate::stats::{Confidence, Interval};

#[derive(Deserialize)]
struct Prop {
    var: String,
    levels: Vec<Code>,
    design: Value,
}

/// The weighted distribution of an answer.
pub(super) fn prop(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Prop = arguments(request)?;
    let bound = bind(&asked.design, sources)?;
    let answers = bound.answers(&sources.data.column(&asked.var)?.levels(&asked.levels));
    let share = |level: usize| {
        bound
            .design
            .mean(&answers, |other| f64::from(other == level))
    };
    let shares: Vec<Option<Estimate>> = (0..asked.levels.len()).map(share).collect();
    Ok(json!({
        "n": answers.n(),
        "prop": numbers(shares.iter().map(|share| share.map(|s| s.value))),
        "se": numbers(shares.iter().map(|share| share.map(Estimate::se))),
    }))
}

#[derive(Deserialize)]
struct Mean {
    var: String,
    design: Value,
}

/// A weighted mean.
pub(super) fn mean(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Mean = arguments(request)?;
    let bound = bind(&asked.design, sources)?;
    let (values, places) = values(sources.data.column(&asked.var)?)?;
    let answers = bound.answers(&places);
    let mean = mean_of(&bound, &answers, &values)?;
    let interval = mean.and_then(|mean| bound.design.t_interval(mean, Confidence::P95));
    Ok(json!({
        "n": answers.n(), "mean": number(mean.map(|m| m.value)), "se": number(mean.map(Estimate::se)),
        "ci_lo": number(interval.map(|i| i.lo)), "ci_hi": number(interval.map(|i| i.hi)),
        "degf": bound.design.degrees_of_freedom(),
    }))
}

#[derive(Deserialize)]
struct By {
    var: String,
    by: String,
    design: Value,
}

/// A weighted mean per group; each group is a domain of the whole design.
pub(super) fn by(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: By = arguments(request)?;
    let bound = bind(&asked.design, sources)?;
    let (values, places) = values(sources.data.column(&asked.var)?)?;
    let groups = sources.data.column(&asked.by)?;
    let (names, group) = groups.classes(|row| places[row].is_some() && bound.weighs(row));
    // One count of value and group together, taken apart per group.
    let both: Vec<Option<usize>> = places
        .iter()
        .zip(&group)
        .map(|(place, group)| Some((*group)? * values.len() + (*place)?))
        .collect();
    let answers = bound.answers(&both);
    let mut counts = Vec::new();
    let mut means = Vec::new();
    for group in 0..names.len() {
        let answers = answers
            .regrouped(|level| (level / values.len() == group).then_some(level % values.len()));
        counts.push(answers.n());
        means.push(mean_of(&bound, &answers, &values)?);
    }
    Ok(json!({
        "levels": names, "n": counts,
        "mean": numbers(means.iter().map(|mean| mean.map(|m| m.value))),
        "se": numbers(means.iter().map(|mean| mean.map(Estimate::se))),
    }))
}

#[derive(Deserialize)]
struct Ciprop {
    var: String,
    event_levels: Vec<Code>,
    design: Value,
}

/// A weighted share with its intervals; every answer is valid.
pub(super) fn ciprop(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Ciprop = arguments(request)?;
    let bound = bind(&asked.design, sources)?;
    let column = sources.data.column(&asked.var)?;
    let event = column.levels(&asked.event_levels);
    let place =
        |(row, answered): (usize, bool)| answered.then(|| usize::from(event[row].is_some()));
    let places: Vec<Option<usize>> = column.answered().enumerate().map(place).collect();
    let answers = bound.answers(&places);
    let share = bound
        .design
        .share(&answers, |level| level == 1, Confidence::P95);
    let limit = |of: fn(WeightedShare) -> Option<Interval>, end: fn(Interval) -> f64| {
        number(share.and_then(of).map(end))
    };
    Ok(json!({
        "n": answers.n(), "prop": number(share.map(|s| s.estimate.value)),
        "se": number(share.map(|s| s.estimate.se())), "degf": bound.design.degrees_of_freedom(),
        "n_eff": number(share.map(|s| s.effective_n)),
        "xlogit_lo": limit(|s| s.logit, |i| i.lo), "xlogit_hi": limit(|s| s.logit, |i| i.hi),
        "wilson_lo": limit(|s| s.wilson, |i| i.lo), "wilson_hi": limit(|s| s.wilson, |i| i.hi),
    }))
}

#[derive(Deserialize)]
struct Chisq {
    row: String,
    col: String,
    design: Value,
}

/// Whether two questions hang together; their levels are the answers that occur.
pub(super) fn chisq(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Chisq = arguments(request)?;
    let bound = bind(&asked.design, sources)?;
    let (rows, columns) = (
        sources.data.column(&asked.row)?,
        sources.data.column(&asked.col)?,
    );
    let answered: Vec<bool> = rows
        .answered()
        .zip(columns.answered())
        .map(|(a, b)| a && b)
        .collect();
    let counts = |row: usize| answered[row] && bound.weighs(row);
    let (rows, columns) = (rows.classes(counts), columns.classes(counts));
    let width = columns.0.len();
    let cells: Vec<Option<usize>> = rows
        .1
        .iter()
        .zip(&columns.1)
        .map(|(row, column)| Some((*row)? * width + (*column)?))
        .collect();
    let answers = bound.answers(&cells);
    let found = bound.design.rao_scott(&answers, rows.0.len(), width)?;
    Ok(json!({
        "n": answers.n(), "X2": number(found.pearson), "p_first_order": number(found.p_first_order),
        "F": number(found.f), "ndf": number(found.degrees.numerator),
        "ddf": number(found.degrees.denominator), "p": number(found.p),
    }))
}

/// The distinct numbers of a column, and per row which it is.
fn values(column: &Column) -> Result<(Vec<f64>, Vec<Option<usize>>), RequestError> {
    column.numbers()?;
    let (texts, places) = column.classes(|_| true);
    Ok((texts.into_iter().filter_map(parsed).collect(), places))
}

/// `None` when nobody answered.
fn mean_of(
    bound: &Bound,
    answers: &Answers,
    values: &[f64],
) -> Result<Option<Estimate>, RequestError> {
    let mean = bound.design.mean(answers, |level| values[level]);
    match mean {
        None if answers.n() > 0 => Err(RequestError::TooLarge),
        mean => Ok(mean),
    }
}
