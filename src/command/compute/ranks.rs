//! Kinds about order: `mwu`, `kw` (groups on an ordered answer), `ranking` (items that people put in order).

use serde::Deserialize;
use serde_json::{Value, json};

use super::column::number as parsed;
use super::data::Data;
use super::number::{number, numbers};
use super::request::{Code, RequestError, arguments};
use crate::stats::rank_tests::{kruskal_wallis, mann_whitney};
use crate::stats::ranking;

#[derive(Deserialize)]
struct Groups {
    var: String,
    group: String,
    group_levels: Vec<Code>,
}

/// Per group the number of people with each value, values upwards; rows where both are valid.
fn counts(asked: &Groups, data: &Data) -> Result<Vec<Vec<u64>>, RequestError> {
    let column = data.column(&asked.var)?;
    column.numbers()?;
    let values = column.distinct_numbers();
    let places = column.map(|text| {
        let value = parsed(text)?;
        values
            .binary_search_by(|known| known.total_cmp(&value))
            .ok()
    });
    let groups = data.column(&asked.group)?.levels(&asked.group_levels);
    let mut counts = vec![vec![0; values.len()]; asked.group_levels.len()];
    for (group, place) in groups.into_iter().zip(places) {
        if let (Some(group), Some(place)) = (group, place) {
            counts[group][place] += 1;
        }
    }
    Ok(counts)
}

/// Two groups on an ordered answer.
pub(super) fn mwu(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Groups = arguments(request)?;
    let counts = counts(&asked, data)?;
    let [first, second] = counts.as_slice() else {
        return Err(RequestError::Arguments(
            "`group_levels` names two groups".into(),
        ));
    };
    let test = mann_whitney(first, second);
    Ok(json!({
        "n1": first.iter().sum::<u64>(), "n2": second.iter().sum::<u64>(),
        "U1": number(test.map(|t| t.u.0)), "U2": number(test.map(|t| t.u.1)),
        "p_cc": number(test.map(|t| t.p)), "p_nocc": number(test.map(|t| t.p_uncorrected)),
        "prob_superiority": number(test.map(|t| t.superiority())),
        "cliffs_delta": number(test.map(|t| t.cliffs_delta())),
    }))
}

/// Several groups on an ordered answer.
pub(super) fn kw(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Groups = arguments(request)?;
    let counts = counts(&asked, data)?;
    let sizes: Vec<u64> = counts.iter().map(|group| group.iter().sum()).collect();
    let test = kruskal_wallis(&counts);
    let ranks = test.as_ref().map(|test| numbers(test.mean_ranks.clone()));
    Ok(json!({
        "n": sizes.iter().sum::<u64>(), "n_group": sizes, "mean_rank": ranks,
        "H": number(test.as_ref().and_then(|t| t.h)), "df": test.as_ref().map(|t| t.df),
        "p": number(test.as_ref().map(|t| t.p)),
        "eps2": number(test.as_ref().and_then(|t| t.epsilon_squared)),
    }))
}

#[derive(Deserialize)]
struct Ranking {
    items: Vec<String>,
}

/// Items that people put in order: each column holds the place of its item, 1 for the first. Incomplete orders take
/// no part.
pub(super) fn ranking(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Ranking = arguments(request)?;
    let found = ranking::summarise(&data.complete_rows(&asked.items)?);
    let of = |value: &dyn Fn(&ranking::Orders) -> Value| found.as_ref().map_or(Value::Null, value);
    Ok(json!({
        "n": found.as_ref().map_or(0, |f| f.n),
        "mean_rank": of(&|f| numbers(f.mean_rank.clone())), "first_count": of(&|f| json!(f.first)),
        "borda": of(&|f| numbers(f.borda.clone())), "prefer_matrix": of(&|f| json!(f.preferred)),
        "friedman": of(&|f| number(f.friedman)), "df": of(&|f| json!(f.df)), "p": of(&|f| number(f.p)),
        "kendall_W": of(&|f| number(f.agreement)),
    }))
}
