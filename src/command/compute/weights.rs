//! Kinds about weights: `kish`, `rake`, `trim`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::Sources;
use super::column::counts;
use super::number::{number, numbers};
use super::request::{Code, RequestError, arguments};
use crate::stats::weights::{Kish, Margin as StatsMargin, rake as raked, trim as trimmed};

#[derive(Deserialize)]
struct KishArguments {
    weights: String,
}

/// What weights cost: of a column, of a raking in the same file, or none at all.
pub(super) fn kish(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: KishArguments = arguments(request)?;
    match asked.weights.split_once(':') {
        Some(("col", name)) => {
            let weights = sources.data.column(name.trim())?.numbers()?;
            cost(&weights, &vec![1; weights.len()])
        }
        Some(("rake", name)) => {
            let cells = named(name.trim(), sources)?;
            cost(&cells.weights, &cells.counts)
        }
        None if asked.weights == "unit" => cost(&[1.0], &[sources.data.rows()]),
        _ => Err(RequestError::Arguments(
            "`weights` is `unit`, `col:NAME` or `rake:NAME`".into(),
        )),
    }
}

fn cost(weights: &[f64], counts: &[u64]) -> Result<Value, RequestError> {
    let kish = Kish::of(weights, counts)
        .ok_or_else(|| RequestError::Arguments("every weight must be a number above 0".into()))?;
    Ok(json!({
        "n": kish.n, "sum_w": number(kish.sum), "sum_w2": number(kish.sum_of_squares),
        "deff_kish": number(kish.design_effect()), "n_eff": number(kish.effective_n()),
        "min_w": number(kish.min), "max_w": number(kish.max), "cv": number(kish.variation()),
    }))
}

#[derive(Deserialize)]
struct Rake {
    base: Option<String>,
    margins: BTreeMap<String, Margin>,
    cells_key: Vec<String>,
}

#[derive(Deserialize)]
struct Margin {
    levels: Vec<Code>,
    prop: Vec<f64>,
}

/// Combinations of the margins' levels in which someone answered, with their weight.
pub(super) struct Cells {
    names: Vec<String>,
    counts: Vec<u64>,
    pub(super) weights: Vec<f64>,
    /// Per row of the data its cell; `None` where an answer to a margin is missing.
    pub(super) places: Vec<Option<usize>>,
    pub(super) margins: Vec<StatsMargin>,
}

impl Cells {
    fn show(&self) -> Result<Value, RequestError> {
        let mut found = cost(&self.weights, &self.counts)?;
        found["cells"] = json!(self.names);
        found["weight"] = numbers(self.weights.iter().copied());
        Ok(found)
    }
}

/// Weights that meet every margin.
pub(super) fn rake(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    cells(request, sources)?.show()
}

#[derive(Deserialize)]
struct Trim {
    rake: String,
    upper: f64,
}

/// The weights of a raking in the same file, cut down to a cap.
pub(super) fn trim(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Trim = arguments(request)?;
    let mut cells = named(&asked.rake, sources)?;
    cells.weights = trimmed(&cells.weights, &cells.counts, asked.upper).ok_or_else(|| {
        RequestError::Arguments(format!(
            "not all weights can stay below `upper` = {}",
            asked.upper
        ))
    })?;
    cells.show()
}

/// The raking of that name in the same file.
pub(super) fn named(name: &str, sources: &Sources<'_>) -> Result<Cells, RequestError> {
    let known = |request: &&Value| request["name"].as_str() == Some(name);
    let request = sources.of_kind("rake").find(known);
    let request = request.ok_or_else(|| {
        RequestError::Arguments(format!(
            "there is no request of kind `rake` with the name `{name}`"
        ))
    })?;
    cells(request, sources)
}

fn cells(request: &Value, sources: &Sources<'_>) -> Result<Cells, RequestError> {
    let asked: Rake = arguments(request)?;
    if asked.base.is_some_and(|base| base != "unit") {
        return Err(RequestError::Arguments(
            "`base` is `unit`: other base weights are not computed yet".into(),
        ));
    }
    let mut margins = Vec::new();
    for name in &asked.cells_key {
        let margin = asked.margins.get(name);
        margins.push(
            margin.ok_or_else(|| RequestError::Arguments(format!("`margins` lacks `{name}`")))?,
        );
    }
    // A combination of levels as one number, the last margin changing quickest.
    let mut keys = vec![Some(0_usize); sources.data.column_rows(&asked.cells_key)?];
    for (name, margin) in asked.cells_key.iter().zip(&margins) {
        let levels = sources.data.column(name)?.levels(&margin.levels);
        for (key, level) in keys.iter_mut().zip(levels) {
            let (Some(before), Some(level)) = (*key, level) else {
                *key = None;
                continue;
            };
            let longer = before.checked_mul(margin.levels.len());
            *key = Some(longer.ok_or(RequestError::TooLarge)? + level);
        }
    }
    let mut filled: Vec<usize> = keys.iter().flatten().copied().collect();
    filled.sort_unstable();
    filled.dedup();
    let places: Vec<Option<usize>> = keys
        .into_iter()
        .map(|key| filled.binary_search(&key?).ok())
        .collect();
    let counts = counts(&places, filled.len());
    let level = |key: usize, at: usize| {
        let after = margins[at + 1..].iter().map(|margin| margin.levels.len());
        key / after.product::<usize>() % margins[at].levels.len()
    };
    let by_margin = margins.iter().enumerate().map(|(at, margin)| StatsMargin {
        category: filled.iter().map(|key| level(*key, at)).collect(),
        share: margin.prop.clone(),
    });
    let by_margin: Vec<StatsMargin> = by_margin.collect();
    let weights = raked(&counts, &by_margin)?;
    let name = |key: &usize| {
        let levels = margins.iter().enumerate();
        let texts: Vec<String> = levels
            .map(|(at, margin)| margin.levels[level(*key, at)].text())
            .collect();
        texts.join("|")
    };
    Ok(Cells {
        names: filled.iter().map(name).collect(),
        counts,
        weights,
        places,
        margins: by_margin,
    })
}
