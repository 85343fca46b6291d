//! Kind `rank`: items in order of how often an event happens, and which places the data allow.

use serde::Deserialize;
use serde_json::{Value, json};

use super::data::Data;
use super::number::{number, numbers};
use super::request::{Code, RequestError, arguments};
use crate::stats::bootstrap::{DEFAULT_REPLICATES, DEFAULT_SEED, top_chances};
use crate::stats::rank_set::{JointSums, Ranking, Scores};

/// More would take longer than anybody waits.
const MOST_REPLICATES: u32 = 1_000_000;

#[derive(Deserialize)]
struct Rank {
    items: Vec<String>,
    event: Vec<Code>,
    #[serde(rename = "B")]
    replicates: Option<u32>,
    seed: Option<u64>,
}

/// Rank sets; with `B` or `seed` also the chances of the first places.
pub(super) fn rank(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Rank = arguments(request)?;
    let mut scores: Vec<Scores> = Vec::new();
    for item in &asked.items {
        let column = data.column(item)?;
        let events = column.levels(&asked.event);
        let answered = column.map(|_| Some(()));
        let pairs = answered.into_iter().zip(events);
        scores.push(
            pairs
                .map(|(answered, event)| answered.map(|()| f64::from(event.is_some())))
                .collect(),
        );
    }
    let mut sums = JointSums::new(scores.len());
    sums.add(&scores)?;
    let mut found = show(&asked.items, &sums.ranking());
    if asked.replicates.is_some() || asked.seed.is_some() {
        let replicates = asked.replicates.unwrap_or(DEFAULT_REPLICATES);
        if replicates > MOST_REPLICATES {
            return Err(RequestError::Arguments(format!(
                "`B` is at most {MOST_REPLICATES}"
            )));
        }
        let chances = top_chances(&scores, replicates, asked.seed.unwrap_or(DEFAULT_SEED));
        let chances = chances.as_ref();
        found["prob_top1"] = json!(chances.map(|c| &c.first));
        found["prob_top3"] = json!(chances.map(|c| &c.first_three));
        found["prob_top5"] = json!(chances.map(|c| &c.first_five));
        found["mean_rank"] = json!(chances.map(|c| &c.mean_rank));
    }
    Ok(found)
}

fn show(items: &[String], ranking: &Ranking) -> Value {
    let means = || ranking.means.iter();
    let key = |first: usize, second: usize| format!("{}|{}", items[first], items[second]);
    json!({
        "prevalence": numbers(means().map(|m| m.map(|m| m.mean))),
        "n_valid": numbers(means().map(|m| m.map_or(0.0, |m| m.n))),
        "se": numbers(means().map(|m| m.map(|m| m.se))),
        "rank": ranking.rank,
        "pair_key": ranking.pairs.iter().map(|p| key(p.first, p.second)).collect::<Vec<_>>(),
        "pair_z": ranking.pairs.iter().map(|p| number(p.z)).collect::<Vec<_>>(),
        "pair_p": numbers(ranking.pairs.iter().map(|p| p.p)),
        "pair_p_holm": numbers(ranking.pairs.iter().map(|p| p.p_holm)),
        "rank_set_lo": ranking.rank_set.iter().map(|set| set.0).collect::<Vec<_>>(),
        "rank_set_hi": ranking.rank_set.iter().map(|set| set.1).collect::<Vec<_>>(),
    })
}
