//! Kind `trend`: a share over ordered groups, such as years.

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::number as parsed;
use super::data::Data;
use super::event;
use super::number::{number, numbers};
use super::request::{Count, RequestError, arguments};
use crate::stats::Proportion;
use crate::stats::trend::trend as tested;

#[derive(Deserialize)]
struct Trend {
    x: Option<Vec<Count>>,
    n: Option<Vec<Count>>,
    scores: Option<Vec<f64>>,
    var: Option<String>,
    codes: Option<Vec<f64>>,
    event: Option<String>,
    over: Option<String>,
    subset: Option<String>,
}

/// People with the event, people, and the score of their group.
struct Group {
    x: u64,
    n: u64,
    score: f64,
}

/// The test for a linear trend. Counts in the data when no counts are given; the scores are then the numbers in `over`.
pub(super) fn trend(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Trend = arguments(request)?;
    let groups = match (&asked.x, &asked.n) {
        (Some(x), Some(n)) => given(x, n, asked.scores.as_deref())?,
        _ => counted(&asked, data)?,
    };
    let shares: Option<Vec<Proportion>> = groups
        .iter()
        .map(|group| Proportion::new(group.x, group.n))
        .collect();
    let shares = shares.ok_or_else(|| {
        RequestError::Arguments("in every group x is at most n, and n above 0".into())
    })?;
    let scores: Vec<f64> = groups.iter().map(|group| group.score).collect();
    let found = tested(&shares, &scores);
    Ok(json!({
        "x": groups.iter().map(|group| group.x).collect::<Vec<_>>(),
        "n": groups.iter().map(|group| group.n).collect::<Vec<_>>(),
        "scores": numbers(scores),
        "prop": numbers(shares.iter().map(|share| share.share())),
        "chi2": number(found.map(|f| f.z * f.z)), "z": number(found.map(|f| f.z)),
        "p": number(found.map(|f| f.p)), "slope": number(found.map(|f| f.slope)),
    }))
}

fn given(x: &[Count], n: &[Count], scores: Option<&[f64]>) -> Result<Vec<Group>, RequestError> {
    let in_order: Vec<f64> = (1_u32..).take(x.len()).map(f64::from).collect();
    let scores = scores.unwrap_or(&in_order);
    if x.len() != n.len() || x.len() != scores.len() {
        return Err(RequestError::Arguments(
            "`x`, `n` and `scores` are equally long".into(),
        ));
    }
    let groups = x.iter().zip(n).zip(scores).map(|((x, n), score)| Group {
        x: x.0,
        n: n.0,
        score: *score,
    });
    Ok(groups.collect())
}

fn counted(asked: &Trend, data: &Data) -> Result<Vec<Group>, RequestError> {
    let (Some(event), Some(over)) = (&asked.event, &asked.over) else {
        return Err(RequestError::Arguments(
            "give `x` and `n`, or `event` and `over`".into(),
        ));
    };
    let (var, codes) = (asked.var.as_deref(), asked.codes.as_deref());
    let happened = event::rows(event, var, codes, data)?;
    let column = data.column(over)?;
    column.numbers()?;
    let kept = match asked.subset.as_deref() {
        Some(subset) => event::rows(subset, var, codes, data)?,
        None => vec![Some(true); column.rows()],
    };
    let mut groups: Vec<Group> = column
        .distinct_numbers()
        .into_iter()
        .map(|score| Group { x: 0, n: 0, score })
        .collect();
    for ((score, happened), kept) in column.map(parsed).into_iter().zip(happened).zip(kept) {
        if let (Some(score), Some(happened), Some(true)) = (score, happened, kept) {
            let group = groups.iter_mut().find(|group| group.score == score);
            if let Some(group) = group {
                group.x += u64::from(happened);
                group.n += 1;
            }
        }
    }
    groups.retain(|group| group.n > 0);
    Ok(groups)
}
