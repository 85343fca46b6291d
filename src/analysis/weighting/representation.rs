//! How the people who answered divide over the groups of the margins, beside the population ("afspiegeling").

use crate::domain::margin::Margins;
use crate::stats::goodness_of_fit::goodness_of_fit;
use crate::stats::response::representativity;

use super::super::disclosure::BASE;
use super::super::disclosure::weighted::group_is_known;
use super::super::results::{GroupFit, MarginFit, Results};
use super::super::tables::RawQuestion;
use super::cells::{CellPlan, CellTally};
use super::fit::{Fitted, answered};

/// Every margin beside the answers to its question.
pub(super) fn margin_fits(
    margins: &Margins,
    (plan, tally): (&CellPlan, &CellTally),
    (questions, results): (&[RawQuestion<'_>], &Results),
    fitted: &Fitted,
) -> Vec<MarginFit> {
    let weigh = |of: &dyn Fn(usize) -> bool| -> f64 {
        let cells = (0..plan.cells).filter(|cell| of(*cell));
        cells
            .map(|cell| fitted.weights[cell] * as_f64(tally.people[cell]))
            .sum()
    };
    let everybody = weigh(&|_| true);
    let fits = margins.iter().zip(&plan.members).map(|(margin, member)| {
        let counts = &questions[member.question].counts;
        let table = results.questions.get(member.question);
        let known = table.is_some_and(|table| group_is_known(table, counts, &member.group_of));
        let groups = margin.groups.iter().enumerate().map(|(at, group)| {
            let answered = answered(counts, &member.group_of, at);
            GroupFit {
                codes: group.codes.clone(),
                label: group.label.clone(),
                share: group.share,
                count: group.count,
                respondents: known.then_some(answered),
                few: answered < BASE,
                weighted: known.then(|| weigh(&|cell| member.group(cell) == at) / everybody),
            }
        });
        let groups: Vec<GroupFit> = groups.collect();
        MarginFit {
            question: margin.question.clone(),
            dissimilarity: dissimilarity(&groups),
            r_indicator: r_indicator(&groups),
            groups,
        }
    });
    fits.collect()
}

/// Share of the people who would have to be of another group; `None` when the size of a group is hidden.
fn dissimilarity(groups: &[GroupFit]) -> Option<f64> {
    let existing = groups.iter().filter(|group| group.share > 0.0);
    let pairs: Option<Vec<(u64, f64)>> = existing
        .map(|group| Some((group.respondents?, group.share)))
        .collect();
    let (counts, shares): (Vec<u64>, Vec<f64>) = pairs?.into_iter().unzip();
    let fit = goodness_of_fit(&counts, &shares).ok()?;
    Some(fit.map_or(0.0, |fit| fit.dissimilarity))
}

/// Only when numbers of people are known.
fn r_indicator(groups: &[GroupFit]) -> Option<f64> {
    let pairs: Option<Vec<(u64, u64)>> = groups
        .iter()
        .map(|group| Some((group.respondents?, group.count?)))
        .collect();
    let (respondents, people): (Vec<u64>, Vec<u64>) = pairs?.into_iter().unzip();
    let found = representativity(&respondents, &people).ok()??;
    Some(found.indicator)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of people stay far below 2^53"
)]
fn as_f64(count: u64) -> f64 {
    count as f64
}
