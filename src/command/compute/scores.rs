//! Kinds about numbers: `likert`, `numeric`, `nps`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::counts;
use super::data::Data;
use super::number::number;
use super::request::{Code, Count, RequestError, arguments};
use crate::stats::moments::{Fraction, Moments, quantile};
use crate::stats::{Confidence, Interval, Proportion, StatsError, likert as likert_item};

#[derive(Deserialize)]
struct Likert {
    var: String,
    codes: Vec<f64>,
    #[serde(rename = "N")]
    population: Option<Count>,
}

/// An item on an ordered scale.
pub(super) fn likert(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Likert = arguments(request)?;
    let mut codes = asked.codes;
    codes.sort_by(f64::total_cmp);
    let column = data.column(&asked.var)?;
    let levels: Vec<Code> = codes
        .iter()
        .map(|code| Code::Text(code.to_string()))
        .collect();
    let count = counts(&column.levels(&levels), codes.len());
    let n: u64 = count.iter().sum();
    let found = likert_item::summarise(&codes, &count);
    let spread = Spread::of(
        n,
        found.map(|found| found.moments),
        asked.population.map(|count| count.0),
    )?;
    let quartile = |at: usize| number(found.map(|found| found.quartiles[at]));
    Ok(json!({
        "n": n, "missing": column.rows() as u64 - n,
        "mean": spread.mean, "sd": spread.sd, "se": spread.se, "ci_lo": spread.ci.0, "ci_hi": spread.ci.1,
        "se_fpc": spread.se_finite, "ci_fpc_lo": spread.ci_finite.0, "ci_fpc_hi": spread.ci_finite.1,
        "q25": quartile(0), "median": quartile(1), "q75": quartile(2),
        "top2": end(found.and_then(|found| found.top), asked.population.map(|count| count.0))?,
        "bottom2": end(found.and_then(|found| found.bottom), asked.population.map(|count| count.0))?,
    }))
}

/// The top or bottom codes together; null where the scale is too short or nobody answered.
fn end(share: Option<Proportion>, population: Option<u64>) -> Result<Value, StatsError> {
    let Some(share) = share else {
        return Ok(Value::Null);
    };
    let wilson = share.wilson(Confidence::P95);
    let finite = population.map(|population| share.wilson_finite(Confidence::P95, population));
    let finite = finite.transpose()?;
    Ok(json!({
        "count": share.count(), "prop": number(share.share()),
        "lo": number(wilson.lo), "hi": number(wilson.hi),
        "fpc_lo": number(finite.map(|i| i.lo)), "fpc_hi": number(finite.map(|i| i.hi)),
    }))
}

#[derive(Deserialize)]
struct Numeric {
    var: String,
    #[serde(rename = "N")]
    population: Option<Count>,
}

/// A column of numbers.
pub(super) fn numeric(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Numeric = arguments(request)?;
    let column = data.column(&asked.var)?;
    let mut values = column.numbers()?;
    values.sort_by(f64::total_cmp);
    let moments = Moments::of(&values);
    let population = asked.population.map(|count| count.0);
    let spread = Spread::of(values.len() as u64, moments, population)?;
    let quartile = |at| number(quantile(&values, at));
    Ok(json!({
        "n": values.len(), "missing": column.rows() - values.len(),
        "mean": spread.mean, "sd": spread.sd, "se": spread.se, "ci_lo": spread.ci.0, "ci_hi": spread.ci.1,
        "se_fpc": spread.se_finite,
        "min": number(values.first().copied()), "q25": quartile(Fraction::QUARTER),
        "median": quartile(Fraction::HALF), "q75": quartile(Fraction::THREE_QUARTERS),
        "max": number(values.last().copied()),
    }))
}

#[derive(Deserialize)]
struct Nps {
    var: String,
    promoter_min: f64,
    detractor_max: f64,
}

/// Net promoter score: the mean of +100, 0 and -100.
pub(super) fn nps(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Nps = arguments(request)?;
    if asked.detractor_max >= asked.promoter_min {
        return Err(RequestError::Arguments(
            "`detractor_max` is below `promoter_min`".into(),
        ));
    }
    let marks = data.column(&asked.var)?.numbers()?;
    let number_of =
        |meets: &dyn Fn(f64) -> bool| marks.iter().filter(|mark| meets(**mark)).count() as u64;
    let promoters = number_of(&|mark| mark >= asked.promoter_min);
    let detractors = number_of(&|mark| mark <= asked.detractor_max);
    let n = marks.len() as u64;
    let passives = n - promoters - detractors;
    let moments = Moments::of_counts(&[-100.0, 0.0, 100.0], &[detractors, passives, promoters]);
    let spread = Spread::of(n, moments, None)?;
    Ok(json!({
        "n": n, "promoters": promoters, "passives": passives, "detractors": detractors,
        "nps": spread.mean, "se": spread.se, "ci_lo": spread.ci.0, "ci_hi": spread.ci.1,
    }))
}

/// Mean and spread as they are printed; null where they are undefined.
struct Spread {
    mean: Value,
    sd: Value,
    se: Value,
    ci: (Value, Value),
    se_finite: Value,
    ci_finite: (Value, Value),
}

impl Spread {
    /// Of `n` people; without moments when there are none, or when their numbers are too large.
    fn of(n: u64, moments: Option<Moments>, population: Option<u64>) -> Result<Self, RequestError> {
        if n > 0 && moments.is_none() {
            return Err(RequestError::TooLarge);
        }
        let se = moments.and_then(Moments::se);
        let se_finite = match (moments, population) {
            (Some(moments), Some(population)) => moments.se_finite(population)?,
            _ => None,
        };
        let interval = |se: Option<f64>| {
            let interval = moments.and_then(|moments| moments.t_interval(se?, Confidence::P95));
            let limit = |of: fn(Interval) -> f64| number(interval.map(of));
            (limit(|i| i.lo), limit(|i| i.hi))
        };
        Ok(Self {
            mean: number(moments.map(Moments::mean)),
            sd: number(moments.and_then(Moments::sd)),
            se: number(se),
            ci: interval(se),
            se_finite: number(se_finite),
            ci_finite: interval(se_finite),
        })
    }
}
