//! What the kind `knelpunten` adds about order: the chances of the first places, and the priorities.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::knelpunten::GRAIN;
use super::request::RequestError;
use crate::analysis::priority::{Candidate, priorities};
use crate::analysis::waves::Direction;
use crate::stats::bootstrap::top_chances;
use crate::stats::rank_set::{Ranking, Scores};

/// Adds the chances of the first place and of the first three, by drawing respondents anew.
pub(super) fn add_chances(
    themes: &mut [Value],
    scores: &[Vec<Option<f64>>],
    (replicates, seed): (u32, u64),
) {
    if let Some(chances) = top_chances(&in_order(scores), replicates, seed) {
        for (at, found) in themes.iter_mut().enumerate() {
            found["prob_top1"] = json!(chances.first[at]);
            found["prob_top3"] = json!(chances.first_three[at]);
        }
    }
}

/// Respondents in the order of what they scored, the first theme first and no score last: so that draws do not depend on
/// the order of the rows.
fn in_order(scores: &[Vec<Option<f64>>]) -> Vec<Scores> {
    let mut rows: Vec<usize> = (0..scores.first().map_or(0, Vec::len)).collect();
    let key = |score: &Option<f64>| score.map_or(f64::INFINITY, |it| (it / GRAIN).round());
    rows.sort_by(|a, b| {
        scores.iter().fold(Ordering::Equal, |order, theme| {
            order.then_with(|| key(&theme[*a]).total_cmp(&key(&theme[*b])))
        })
    });
    let in_rows = |theme: &Vec<Option<f64>>| rows.iter().map(|row| theme[*row]).collect();
    scores.iter().map(in_rows).collect()
}

/// Adds the priorities, from the direction of each theme and the number of channels in which it was heard.
pub(super) fn add_priorities(
    themes: &mut [Value],
    ranking: &Ranking,
    told: &[(&str, u64)],
) -> Result<(), RequestError> {
    let candidate = |(at, (direction, channels)): (usize, &(&str, u64))| {
        let (first, last) = ranking.rank_set[at];
        Ok(Candidate {
            burden: ranking.means[at].map_or(0.0, |mean| mean.mean),
            rank_set: (first as u64, last as u64),
            direction: self::direction(direction)?,
            channels: *channels,
        })
    };
    let candidates = told.iter().enumerate().map(candidate);
    let candidates = candidates.collect::<Result<Vec<Candidate>, RequestError>>()?;
    for (found, it) in themes.iter_mut().zip(priorities(&candidates)) {
        found["trend_factor"] = json!(it.trend_factor);
        found["channel_factor"] = json!(it.channel_factor);
        found["priority"] = json!(it.priority);
        found["place"] = json!(it.place);
        found["place_by_burden"] = json!(it.place_by_burden);
        found["places"] = json!(it.places);
    }
    Ok(())
}

fn direction(word: &str) -> Result<Direction, RequestError> {
    match word {
        "worse" => Ok(Direction::Worse),
        "better" => Ok(Direction::Better),
        "not shown" => Ok(Direction::NotShown),
        other => Err(RequestError::Arguments(format!(
            "`direction` is worse, better or not shown, not `{other}`"
        ))),
    }
}
