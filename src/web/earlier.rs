//! Earlier rounds of the same questionnaire, counted anew so that a round can be compared with them.

use jiff::civil::Date;

use super::report::{ReportError, count, questionnaire};
use crate::analysis::analyse;
use crate::analysis::results::Results;
use crate::analysis::waves::{Round as Wave, Waves, compare};
use crate::domain::definition::Questionnaire;
use crate::store::{Round, RoundState, Store};
use crate::text::date;

/// Rounds further back are not counted: each costs as much as the round itself.
const MOST_ROUNDS: usize = 5;

/// The round beside the closed rounds before it. A round of which answers are set apart without a choice about them is
/// only named: nothing of it is shown yet.
pub(super) async fn waves(
    store: &Store,
    (round, today): (&Round, Date),
    asked: &Questionnaire,
    results: &Results,
) -> Result<Waves, ReportError> {
    let (mut earlier, mut waiting) = (Vec::new(), Vec::new());
    let rounds = before(store, round).await?;
    let name = |it: &Round| name(it, &rounds, round);
    for before in &rounds {
        let apart = store.apart(&before.id).await?;
        if apart.iter().any(|reason| !reason.fixed) {
            waiting.push(name(before));
            continue;
        }
        let questionnaire = questionnaire(store, before).await?;
        earlier.push(Wave {
            name: name(before),
            results: count(
                store,
                (before, today),
                &questionnaire,
                |book, segments, population| analyse(book, segments, population),
            )
            .await?,
            questionnaire,
        });
    }
    let now = Wave {
        name: name(round),
        questionnaire: asked.clone(),
        results: results.clone(),
    };
    Ok(Waves {
        waiting,
        ..compare(&earlier, &now)
    })
}

/// Closed rounds of the same survey that ended before this one, the oldest first. Made-up answers stand beside made-up
/// answers only.
async fn before(store: &Store, round: &Round) -> Result<Vec<Round>, ReportError> {
    let ended = |it: &Round| -> (Date, String) { (it.closes, it.id.to_string()) };
    let mut found = store.rounds(&round.id.client_council()).await?;
    found.retain(|it| {
        it.id.survey() == round.id.survey()
            && it.state == RoundState::Closed
            && it.sample == round.sample
            && ended(it) < ended(round)
    });
    found.sort_by_key(ended);
    Ok(found.split_off(found.len().saturating_sub(MOST_ROUNDS)))
}

/// "oktober 2026", the month in which it closed; the day when two rounds closed in one month.
fn name(it: &Round, before: &[Round], now: &Round) -> String {
    let month = date::month(it.closes);
    let mut rounds = before.iter().chain([now]);
    if rounds.any(|other| other.id != it.id && date::month(other.closes) == month) {
        date::day(it.closes)
    } else {
        month
    }
}
