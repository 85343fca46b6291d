//! The kind `knelpunten`: themes from raw answers, as the report prints them. Counts rows one by one, so that it checks
//! `analysis`, which counts columns.
//!
//! An item is `{var, severity: {CODE: 0..1}}` or, for ticked options, `{ticked, columns, severity}`; codes under
//! `not_applicable` are no answer. Event: mean severity of the valid items at least 0.5 (analysis.md 9). With `direction`
//! and `channels` for every theme also the order of priority; with `N` also numbers of people.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::number as parsed;
use super::data::Data;
use super::number::number;
use super::order;
use super::request::{Code, RequestError, arguments};
use crate::stats::bootstrap::DEFAULT_SEED;
use crate::stats::distribution::student_t;
use crate::stats::proportion::{most_people, upper_limit_of_none};
use crate::stats::rank_set::{JointSums, Scores};
use crate::stats::{Confidence, Interval, Proportion};

/// Severities that differ less than this are the same.
pub(super) const GRAIN: f64 = 1e-9;
/// A theme severity from which a respondent counts as having the problem.
const EVENT: f64 = 0.5 - GRAIN;

#[derive(Deserialize)]
struct Knelpunten {
    themes: Vec<Theme>,
    by: Option<By>,
    #[serde(rename = "N")]
    population: Option<u64>,
    /// Replicates and seed of the chances of the first places.
    #[serde(rename = "B")]
    replicates: Option<u32>,
    seed: Option<u64>,
}

#[derive(Deserialize)]
struct Theme {
    id: String,
    items: Vec<Item>,
    /// What earlier rounds show: `worse`, `better`, `not shown`.
    direction: Option<String>,
    /// In how many channels it was heard.
    channels: Option<u64>,
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
            let of = (respondents, asked.population);
            burden((mean.mean, mean.se), valid.len(), of)
        });
        found["id"] = json!(theme.id);
        found["burden"] = number(ranking.means[at].map(|mean| mean.mean));
        found["burden_lo"] = number(interval.map(|it| it.lo));
        found["burden_hi"] = number(interval.map(|it| it.hi));
        found["rank"] = json!(ranking.rank[at]);
        found["rank_set"] = json!(ranking.rank_set[at]);
        if let Some((of_row, count)) = &groups {
            found["groups"] = in_groups(scores, of_row, *count)?;
        }
        themes.push(found);
    }
    if let Some(replicates) = asked.replicates {
        let seed = asked.seed.unwrap_or(DEFAULT_SEED);
        order::add_chances(&mut themes, &scores, (replicates, seed));
    }
    let told = asked
        .themes
        .iter()
        .map(|it| it.direction.as_deref().zip(it.channels));
    if let Some(told) = told.collect::<Option<Vec<_>>>() {
        order::add_priorities(&mut themes, &ranking, &told)?;
    }
    Ok(json!({"respondents": respondents, "themes": themes}))
}

/// The shares of a theme within each group.
fn in_groups(
    scores: &[Option<f64>],
    of_row: &[Option<usize>],
    groups: usize,
) -> Result<Value, RequestError> {
    let of_group = |group: usize| {
        let rows = scores.iter().zip(of_row);
        let inside = rows.filter(|(_, it)| **it == Some(group));
        inside.filter_map(|(score, _)| *score).collect::<Vec<f64>>()
    };
    let shares = (0..groups).map(|group| shares(&of_group(group), None));
    Ok(shares.collect::<Result<Vec<Value>, _>>()?.into())
}

/// When nobody has the problem: upper limit of the share that may have it.
fn at_most(valid: &[f64], population: Option<u64>) -> Result<Option<f64>, RequestError> {
    if valid.iter().any(|score| *score >= EVENT) {
        return Ok(None);
    }
    let n = valid.len() as u64;
    Ok(match population {
        Some(all) => Some(people(most_people(0, n, all, 0.05)?) / people(all)),
        None => upper_limit_of_none(n),
    })
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
    let of_all = |share: Option<f64>| share.zip(population).map(|(it, all)| it * people(all));
    let seen = count(events.len());
    let at_most = at_most(valid, population)?;
    Ok(json!({
        "at_most": number(at_most), "people_at_most": number(of_all(at_most)),
        "people": number(of_all(share.map(Proportion::share))),
        "people_lo": number(of_all(finite.map(|it| it.lo)).map(|lo| lo.max(seen))),
        "people_hi": number(of_all(finite.map(|it| it.hi))),
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
    let drawn = population.map_or(0.0, |population| count(n) / people(population));
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

#[expect(clippy::cast_precision_loss, reason = "people, far below 2^52")]
fn people(count: u64) -> f64 {
    count as f64
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
        Ok((column.bands(&self.bands), self.bands.len()))
    }
}
