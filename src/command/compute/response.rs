//! Kinds about who answered and how many to ask: `gof`, `aapor`, `rindicator`, `sample_size`, `moe`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::counts;
use super::data::Data;
use super::number::{number, numbers};
use super::request::{Code, Count, RequestError, arguments, confidence};
use crate::stats::StatsError;
use crate::stats::goodness_of_fit::{Fit, goodness_of_fit};
use crate::stats::planning::{Aim, margin, plan};
use crate::stats::response::{Outcomes, representativity};

#[derive(Deserialize)]
struct Gof {
    var: String,
    levels: Vec<Code>,
    pop_prop: Vec<f64>,
}

/// Respondents against the population's shares.
pub(super) fn gof(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Gof = arguments(request)?;
    let places = data.column(&asked.var)?.levels(&asked.levels);
    let count = counts(&places, asked.levels.len());
    let fit = goodness_of_fit(&count, &asked.pop_prop)?;
    let list = |of: &dyn Fn(&Fit) -> Vec<f64>| fit.as_ref().map(|fit| numbers(of(fit)));
    Ok(json!({
        "n": count.iter().sum::<u64>(), "count": count,
        "chi2": number(fit.as_ref().map(|f| f.statistic)), "df": fit.as_ref().map(|f| f.df),
        "p": number(fit.as_ref().map(|f| f.p)),
        "std_resid": list(&|f| f.residuals.clone()), "ratio": list(&|f| f.ratios.clone()),
        "dissimilarity": number(fit.as_ref().map(|f| f.dissimilarity)),
    }))
}

#[derive(Deserialize)]
#[expect(
    non_snake_case,
    reason = "the letters of the AAPOR definitions are the contract"
)]
struct Aapor {
    I: Count,
    P: Count,
    R: Count,
    NC: Count,
    O: Count,
    UH: Count,
    UO: Count,
    e: f64,
}

/// Outcome rates of an invitation list.
pub(super) fn aapor(request: &Value) -> Result<Value, RequestError> {
    let asked: Aapor = arguments(request)?;
    if !(0.0..=1.0).contains(&asked.e) {
        return Err(StatsError::NotAProbability(asked.e).into());
    }
    let outcomes = Outcomes {
        complete: asked.I.0,
        partial: asked.P.0,
        refused: asked.R.0,
        not_reached: asked.NC.0,
        other: asked.O.0,
        unknown_address: asked.UH.0,
        unknown_other: asked.UO.0,
    };
    let rates = outcomes.rates(asked.e);
    Ok(json!({
        "RR1": number(rates.response_1), "RR2": number(rates.response_2),
        "RR3": number(rates.response_3), "RR5": number(rates.response_5),
        "COOP1": number(rates.cooperation_1), "REF1": number(rates.refusal_1),
        "CON1": number(rates.contact_1),
    }))
}

#[derive(Deserialize)]
struct Rindicator {
    respondents: Vec<Count>,
    population: Vec<Count>,
}

/// How evenly the groups of a population answered.
pub(super) fn rindicator(request: &Value) -> Result<Value, RequestError> {
    let asked: Rindicator = arguments(request)?;
    let whole = |counts: &[Count]| counts.iter().map(|count| count.0).collect::<Vec<u64>>();
    let found = representativity(&whole(&asked.respondents), &whole(&asked.population))?;
    let found = found.as_ref();
    Ok(json!({
        "rr": number(found.map(|f| f.rate)), "R": number(found.map(|f| f.indicator)),
        "cv": number(found.map(|f| f.variation)), "partial_between": number(found.map(|f| f.between)),
        "cat_partial": found.map(|f| numbers(f.groups.clone())),
    }))
}

#[derive(Deserialize)]
struct SampleSize {
    p: f64,
    moe: f64,
    #[serde(rename = "N")]
    population: Count,
    conf: Option<f64>,
    deff: Option<f64>,
    rr: Option<f64>,
}

/// How many answers and invitations a margin takes.
pub(super) fn sample_size(request: &Value) -> Result<Value, RequestError> {
    let asked: SampleSize = arguments(request)?;
    let aim = Aim {
        share: asked.p,
        margin: asked.moe,
        confidence: confidence(asked.conf)?,
        design_effect: asked.deff.unwrap_or(1.0),
        response_rate: asked.rr.unwrap_or(1.0),
    };
    let plan = plan(&aim, asked.population.0)?;
    Ok(json!({
        "n0": number(plan.n_endless), "n": number(plan.n), "n_real": number(plan.n_exact),
        "invite": number(plan.invitations),
    }))
}

#[derive(Deserialize)]
struct Moe {
    p: f64,
    n: Count,
    #[serde(rename = "N")]
    population: Count,
    conf: Option<f64>,
}

/// The margin that a number of answers gives.
pub(super) fn moe(request: &Value) -> Result<Value, RequestError> {
    let asked: Moe = arguments(request)?;
    let found = margin(
        asked.p,
        asked.n.0,
        asked.population.0,
        confidence(asked.conf)?,
    )?;
    Ok(json!({"moe": number(found)}))
}
