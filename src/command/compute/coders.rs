//! Kinds about agreement: `kappa`, `fleiss`, `kripp` (coders of the same units); `alpha`, `omega_total_1f` (items of one
//! scale).

use serde::Deserialize;
use serde_json::{Value, json};

use super::Sources;
use super::number::{number, numbers};
use super::request::{Code, RequestError, arguments};
use crate::stats::agreement::{self, Distance, Weights};
use crate::stats::factor::OneFactor;
use crate::stats::scale;

#[derive(Deserialize)]
struct Kappa {
    a: String,
    b: String,
    levels: Vec<Code>,
}

/// Two coders.
pub(super) fn kappa(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Kappa = arguments(request)?;
    let a = sources.data.column(&asked.a)?.levels(&asked.levels);
    let b = sources.data.column(&asked.b)?.levels(&asked.levels);
    let mut table = vec![vec![0_u64; asked.levels.len()]; asked.levels.len()];
    for (a, b) in a.into_iter().zip(b) {
        if let (Some(a), Some(b)) = (a, b) {
            table[a][b] += 1;
        }
    }
    let n: u64 = table.iter().flatten().sum();
    let agreed: u64 = (0..table.len()).map(|level| table[level][level]).sum();
    let of = |weights| agreement::kappa(&table, weights);
    let [plain, linear, quadratic] =
        [Weights::Unweighted, Weights::Linear, Weights::Quadratic].map(of);
    Ok(json!({
        "n": n, "agreement": number((n > 0).then(|| agreed as f64 / n as f64)),
        "kappa": number(plain.map(|k| k.kappa)), "se": number(plain.map(|k| k.se)),
        "kappa_linear": number(linear.map(|k| k.kappa)), "se_linear": number(linear.map(|k| k.se)),
        "kappa_quadratic": number(quadratic.map(|k| k.kappa)), "se_quadratic": number(quadratic.map(|k| k.se)),
    }))
}

#[derive(Deserialize)]
struct Raters {
    raters: Vec<String>,
    levels: Option<Vec<Code>>,
}

/// Several coders who all judged every unit; other units drop out.
pub(super) fn fleiss(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Raters = arguments(request)?;
    let levels = asked
        .levels
        .ok_or_else(|| RequestError::Arguments("missing field `levels`".into()))?;
    let coders = asked.raters.len() as u64;
    let mut units = judgements(&asked.raters, &levels, sources)?;
    units.retain(|unit| unit.iter().sum::<u64>() == coders);
    let found = agreement::fleiss(&units);
    Ok(json!({
        "n": units.len(), "m": coders, "kappa": number(found.map(|f| f.kappa)),
        "z": number(found.map(|f| f.z)), "p": number(found.map(|f| f.p)),
    }))
}

/// Any number of coders, some judgements missing.
pub(super) fn kripp(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Raters = arguments(request)?;
    let numeric = numeric_levels(&asked.raters, sources)?;
    let levels = match (asked.levels, &numeric) {
        (Some(levels), _) => levels,
        (None, Some(numbers)) => numbers.iter().map(|x| Code::Text(x.to_string())).collect(),
        (None, None) => levels_of(&asked.raters, sources)?,
    };
    // Words have no distance of their own: their places count.
    let places = || (0_u32..).take(levels.len()).map(f64::from).collect();
    let scores = numeric
        .filter(|numbers| numbers.len() == levels.len())
        .unwrap_or_else(places);
    let units = judgements(&asked.raters, &levels, sources)?;
    let alpha = |distance| number(agreement::krippendorff(&units, &scores, distance));
    Ok(json!({
        "units": units.len(), "nominal": alpha(Distance::Nominal),
        "ordinal": alpha(Distance::Ordinal), "interval": alpha(Distance::Interval),
    }))
}

/// Per row how many coders chose each level.
fn judgements(
    raters: &[String],
    levels: &[Code],
    sources: &Sources<'_>,
) -> Result<Vec<Vec<u64>>, RequestError> {
    let mut units = vec![vec![0; levels.len()]; sources.data.column_rows(raters)?];
    for rater in raters {
        let chosen = sources.data.column(rater)?.levels(levels);
        for (unit, level) in units.iter_mut().zip(chosen) {
            if let Some(level) = level {
                unit[level] += 1;
            }
        }
    }
    Ok(units)
}

/// The distinct values upwards, when all are numbers.
fn numeric_levels(
    raters: &[String],
    sources: &Sources<'_>,
) -> Result<Option<Vec<f64>>, RequestError> {
    let mut levels = Vec::new();
    for rater in raters {
        let column = sources.data.column(rater)?;
        if column.numbers().is_err() {
            return Ok(None);
        }
        levels.extend(column.distinct_numbers());
    }
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    Ok(Some(levels))
}

/// The order of words: as another request about the same coders gives it.
fn levels_of(raters: &[String], sources: &Sources<'_>) -> Result<Vec<Code>, RequestError> {
    for kind in ["kappa", "fleiss", "oneway"] {
        for request in sources.of_kind(kind) {
            let about = |rater: &String| {
                let mut names = ["a", "b", "var"]
                    .iter()
                    .filter_map(|key| request[*key].as_str());
                names.any(|name| name == rater)
            };
            if raters.iter().any(about) {
                return arguments(&request["levels"]);
            }
        }
    }
    Err(RequestError::Arguments(
        "the answers are words; give their order as `levels`".into(),
    ))
}

#[derive(Deserialize)]
struct Alpha {
    items: Vec<String>,
    #[serde(default)]
    reversed: Vec<String>,
    scale_min: f64,
    scale_max: f64,
    /// The codes that are points of the scale; any other answer is missing. Absent: every answer is a number.
    codes: Option<Vec<f64>>,
}

impl Alpha {
    /// The answers of the people who answered every item, all items turned the same way.
    fn answers(&self, sources: &Sources<'_>) -> Result<Vec<Vec<f64>>, RequestError> {
        let mut answers = match &self.codes {
            Some(codes) => sources.data.complete_points(&self.items, codes)?,
            None => sources.data.complete_rows(&self.items)?,
        };
        for (item, name) in self.items.iter().enumerate() {
            if self.reversed.contains(name) {
                for row in &mut answers {
                    row[item] = self.scale_min + self.scale_max - row[item];
                }
            }
        }
        Ok(answers)
    }
}

/// Items of one scale, over the people who answered them all.
pub(super) fn alpha(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Alpha = arguments(request)?;
    let answers = asked.answers(sources)?;
    let found = scale::alpha(&answers);
    let found = found.as_ref();
    Ok(json!({
        "n_listwise": answers.len(), "k": asked.items.len(),
        "alpha": number(found.map(|f| f.alpha)), "alpha_std": number(found.and_then(|f| f.standardised)),
        "feldt_lo": number(found.map(|f| f.interval.lo)), "feldt_hi": number(found.map(|f| f.interval.hi)),
        "alpha_if_dropped": found.map(|f| numbers(f.if_dropped.clone())),
        "item_rest_r": found.map(|f| numbers(f.item_rest.clone())),
    }))
}

/// The reliability of the sum of the items, by one factor.
pub(super) fn omega(request: &Value, sources: &Sources<'_>) -> Result<Value, RequestError> {
    let asked: Alpha = arguments(request)?;
    let answers = asked.answers(sources)?;
    let found = OneFactor::fit(&answers);
    let found = found.as_ref();
    Ok(json!({
        "n": answers.len(), "omega": number(found.map(OneFactor::omega_total)),
        "loadings": found.map(|f| numbers(f.loadings.clone())),
        "theta": found.map(|f| numbers(f.own.clone())),
    }))
}
