//! The kind `knelpunten`: themes from raw answers, as the report prints them. Counts rows one by one, so that it checks
//! `analysis`, which counts columns.
//!
//! An item is `{var, severity: {CODE: 0..1}}` or, for ticked options, `{ticked, columns, severity}`; codes under
//! `not_applicable` are no answer. Event: mean severity of the valid items at least 0.5 (analysis.md 9).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::number as parsed;
use super::data::Data;
use super::number::number;
use super::request::{Code, RequestError, arguments};
use crate::stats::distribution::student_t;
use crate::stats::rank_set::{JointSums, Scores};
use crate::stats::{Confidence, Interval, Proportion};

/// Severities that differ less than this are the same.
const GRAIN: f64 = 1e-9;
/// A theme severity from which a respondent counts as having the problem.
const EVENT: f64 = 0.5 - GRAIN;

#[derive(Deserialize)]
struct Knelpunten {
    themes: Vec<Theme>,
    by: Option<By>,
    #[serde(rename = "N")]
    population: Option<u64>,
}

#[derive(Deserialize)]
struct Theme {
    id: String,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(alias = "ticked")]
    var: String,
    columns: Option<Vec<String>>,
    severity: BTreeMap<String, f64>,
    #[serde(default)]
    not_applicable: Vec<String>,
}

/// Groups: the levels of a column, or bands of its numbers (both ends inside).
#[derive(Deserialize)]
struct By {
    var: String,
    #[serde(default)]
    levels: Vec<Code>,
    #[serde(default)]
    bands: Vec<(f64, f64)>,
}

/// Prevalence, severity, burden and places of each theme; with `by` also per group.
pub(super) fn knelpunten(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Knelpunten = arguments(request)?;
    let scores: Vec<Vec<Option<f64>>> = asked
        .themes
        .iter()
        .map(|theme| theme.scores(data))
        .collect::<Result<_, _>>()?;
    let groups = asked.by.as_ref().map(|by| by.groups(data)).transpose()?;
    let ranking = joint(&scores)?.ranking();
    let respondents = scores.first().map_or(0, Vec::len);
    let mut themes = Vec::new();
    for (at, (theme, scores)) in asked.themes.iter().zip(&scores).enumerate() {
        let valid: Vec<f64> = scores.iter().flatten().copied().collect();
        let mut found = shares(&valid, asked.population)?;
        let interval = ranking.means[at].and_then(|mean| {
            burden(
                (mean.mean, mean.se),
                valid.len(),
                (respondents, asked.population),
            )
        });
        found["id"] = json!(theme.id);
        found["burden"] = number(ranking.means[at].map(|mean| mean.mean));
        found["burden_lo"] = number(interval.map(|it| it.lo));
        found["burden_hi"] = number(interval.map(|it| it.hi));
        found["rank"] = json!(ranking.rank[at]);
        found["rank_set"] = json!(ranking.rank_set[at]);
        if let Some((of_row, count)) = &groups {
            let in_group = |group: usize| {
                scores
                    .iter()
                    .zip(of_row)
                    .filter(move |(_, it)| **it == Some(group))
            };
            let of_group = |group: usize| {
                in_group(group)
                    .filter_map(|(score, _)| *score)
                    .collect::<Vec<f64>>()
            };
            let per_group = (0..*count).map(|group| shares(&of_group(group), None));
            found["groups"] = per_group
                .collect::<Result<Vec<Value>, RequestError>>()?
                .into();
        }
        themes.push(found);
    }
    Ok(json!({"respondents": respondents, "themes": themes}))
}

/// Counts, prevalence with its intervals, and the severity of those with an event.
fn shares(valid: &[f64], population: Option<u64>) -> Result<Value, RequestError> {
    let events: Vec<f64> = valid
        .iter()
        .copied()
        .filter(|score| *score >= EVENT)
        .collect();
    let share = Proportion::new(events.len() as u64, valid.len() as u64);
    let wilson = share.map(|share| share.wilson(Confidence::P95));
    let finite = match (share, population) {
        (Some(share), Some(population)) => Some(share.wilson_finite(Confidence::P95, population)?),
        _ => None,
    };
    Ok(json!({
        "n": valid.len(), "events": events.len(), "prevalence": number(share.map(Proportion::share)),
        "wilson_lo": number(wilson.map(|it| it.lo)), "wilson_hi": number(wilson.map(|it| it.hi)),
        "wilson_fpc_lo": number(finite.map(|it| it.lo)), "wilson_fpc_hi": number(finite.map(|it| it.hi)),
        "severity": number((!events.is_empty()).then(|| events.iter().sum::<f64>() / count(events.len()))),
    }))
}

/// `burden ± t se`, respondents less one as degrees of freedom, with finite population correction when N is known.
fn burden(
    (mean, se): (f64, f64),
    n: usize,
    (respondents, population): (usize, Option<u64>),
) -> Option<Interval> {
    let df = count(respondents.checked_sub(1).filter(|df| *df > 0)?);
    #[expect(clippy::cast_precision_loss, reason = "people, far below 2^52")]
    let drawn = population.map_or(0.0, |population| count(n) / population as f64);
    let half = student_t::upper_quantile(0.025, df) * se * (1.0 - drawn).max(0.0).sqrt();
    Some(Interval {
        lo: mean - half,
        hi: mean + half,
    })
}

fn joint(scores: &[Vec<Option<f64>>]) -> Result<JointSums, RequestError> {
    let mut sums = JointSums::new(scores.len());
    let blocks: Vec<Scores> = scores
        .iter()
        .map(|theme| {
            let mut block = Scores::default();
            theme.iter().for_each(|score| block.push(*score));
            block
        })
        .collect();
    sums.add(&blocks)?;
    Ok(sums)
}

#[expect(clippy::cast_precision_loss, reason = "rows of a file, far below 2^52")]
fn count(rows: usize) -> f64 {
    rows as f64
}

impl Theme {
    /// Per row the mean severity of the valid items; `None` without one.
    fn scores(&self, data: &Data) -> Result<Vec<Option<f64>>, RequestError> {
        let items: Vec<Vec<Option<f64>>> = self
            .items
            .iter()
            .map(|item| item.severities(data))
            .collect::<Result<_, _>>()?;
        let rows = items.first().map_or(0, Vec::len);
        Ok((0..rows)
            .map(|row| {
                let valid: Vec<f64> = items.iter().filter_map(|item| item[row]).collect();
                (!valid.is_empty()).then(|| valid.iter().sum::<f64>() / count(valid.len()))
            })
            .collect())
    }
}

impl Item {
    /// Per row the severity of the answer: of the code, or of the worst ticked option.
    fn severities(&self, data: &Data) -> Result<Vec<Option<f64>>, RequestError> {
        let Some(columns) = &self.columns else {
            return Ok(data.column(&self.var)?.map(|text| {
                (!self.not_applicable.iter().any(|code| code == text))
                    .then(|| self.severity_of(text))
            }));
        };
        let mut worst: Vec<Option<f64>> = Vec::new();
        let mut out: Vec<bool> = Vec::new();
        for name in columns {
            let code = name
                .strip_prefix(&format!("{}[", self.var))
                .and_then(|rest| rest.strip_suffix(']'))
                .unwrap_or(name);
            let ticks = data
                .column(name)?
                .map(|text| parsed(text).map(|tick| tick > 0.0));
            worst.resize(ticks.len(), None);
            out.resize(ticks.len(), false);
            for (row, tick) in ticks.into_iter().enumerate() {
                let severity = if tick == Some(true) {
                    self.severity_of(code)
                } else {
                    0.0
                };
                worst[row] = tick
                    .map(|_| worst[row].unwrap_or(0.0).max(severity))
                    .or(worst[row]);
                out[row] |= tick == Some(true) && self.not_applicable.iter().any(|it| it == code);
            }
        }
        Ok(worst
            .into_iter()
            .zip(out)
            .map(|(severity, out)| severity.filter(|_| !out))
            .collect())
    }

    fn severity_of(&self, code: &str) -> f64 {
        let same = |key: &&String| parsed(key).is_some_and(|key| parsed(code) == Some(key));
        let found = self.severity.get(code).or_else(|| {
            self.severity
                .keys()
                .find(same)
                .and_then(|key| self.severity.get(key))
        });
        found.copied().unwrap_or(0.0)
    }
}

impl By {
    /// Per row its group, and the number of groups.
    fn groups(&self, data: &Data) -> Result<(Vec<Option<usize>>, usize), RequestError> {
        let column = data.column(&self.var)?;
        if self.bands.is_empty() {
            return Ok((column.levels(&self.levels), self.levels.len()));
        }
        let band = |text: &str| {
            let value = parsed(text)?;
            self.bands
                .iter()
                .position(|(from, to)| (*from..=*to).contains(&value))
        };
        Ok((column.map(band), self.bands.len()))
    }
}
