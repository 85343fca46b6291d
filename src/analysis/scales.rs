//! Whether the statements about one theme measure one thing: Cronbach's alpha over the people who answered them all.
//!
//! A theme's scale questions with the same whole codes form a scale. Its figure is one more equation over how people
//! answered, so it is shown only when nothing of its questions is hidden (the rule of test values of crossings).

use crate::domain::definition::Kind;
use crate::stats::scale::{ItemSums, alpha_of_sums};

use super::disclosure::{BASE, CELL};
use super::plan::{Plan, QuestionPlan};
use super::results::{QuestionTable, Results, ScaleResult};
use super::tally::Tally;
use super::theme_plan::ThemePlan;

/// Questions that form a scale.
#[derive(Debug)]
pub(super) struct ScalePlan {
    theme: String,
    name: String,
    /// Index in the plan's questions, and the score of each of its classes; other classes have none.
    items: Vec<(usize, Vec<Option<i64>>)>,
}

/// The scales of the themes.
pub(super) fn scale_plans(questions: &[QuestionPlan], themes: &[ThemePlan]) -> Vec<ScalePlan> {
    themes
        .iter()
        .filter_map(|theme| scale_plan(questions, theme))
        .collect()
}

fn scale_plan(questions: &[QuestionPlan], theme: &ThemePlan) -> Option<ScalePlan> {
    let scored = |at: usize| Some((at, codes(&questions[at])?));
    let asked: Vec<(usize, Vec<i64>)> = (theme.items.iter())
        .filter_map(|item| scored(item.question))
        .collect();
    let (_, first) = asked.first()?;
    let points = |codes: &[i64]| {
        let mut points = codes.to_vec();
        points.sort_unstable();
        points
    };
    let ends = points(first);
    let sum_of_ends = ends.first()? + ends.last()?;
    let items: Vec<(usize, Vec<Option<i64>>)> = asked
        .iter()
        .filter(|(_, codes)| points(codes) == ends)
        .map(|(at, codes)| {
            let reversed = questions[*at].question.reversed;
            let score = |code: &i64| Some(if reversed { sum_of_ends - code } else { *code });
            (*at, codes.iter().map(score).collect())
        })
        .collect();
    (items.len() > 1).then(|| ScalePlan {
        theme: theme.id.clone(),
        name: theme.name.clone(),
        items,
    })
}

/// The whole codes of a scale question in the order of its levels.
fn codes(plan: &QuestionPlan) -> Option<Vec<i64>> {
    if plan.question.kind != Kind::Scale {
        return None;
    }
    let code = |code: &str| code.parse::<i64>().ok().filter(|it| it.abs() <= 1_000);
    plan.levels.iter().map(|level| code(&level.code)).collect()
}

impl ScalePlan {
    /// Nothing counted yet.
    pub(super) fn sums(&self) -> ItemSums {
        let k = self.items.len();
        ItemSums {
            n: 0,
            sums: vec![0; k],
            products: vec![0; k * k],
        }
    }

    /// Adds respondents: the class of each, question by question.
    pub(super) fn add(&self, classes: &[Vec<u8>], sums: &mut ItemSums) {
        let k = self.items.len();
        let rows = self
            .items
            .first()
            .map_or(0, |(question, _)| classes[*question].len());
        let mut complete = vec![1_i64; rows];
        let mut scores = vec![vec![0_i64; rows]; k];
        for ((question, score_of), scores) in self.items.iter().zip(&mut scores) {
            let cells = classes[*question].iter().zip(scores).zip(&mut complete);
            for ((class, score), complete) in cells {
                match score_of.get(usize::from(*class)).copied().flatten() {
                    Some(found) => *score = found,
                    None => *complete = 0,
                }
            }
        }
        for scores in &mut scores {
            scores
                .iter_mut()
                .zip(&complete)
                .for_each(|(score, complete)| *score *= complete);
        }
        sums.n += complete.iter().filter(|it| **it == 1).count() as u64;
        for i in 0..k {
            sums.sums[i] += scores[i].iter().sum::<i64>();
            for j in 0..k {
                let products = scores[i].iter().zip(&scores[j]).map(|(a, b)| a * b);
                sums.products[i * k + j] += products.sum::<i64>();
            }
        }
    }
}

/// Adds what another thread counted.
pub(super) fn merge(mine: &mut ItemSums, more: &ItemSums) {
    mine.n += more.n;
    let sums = mine.sums.iter_mut().zip(&more.sums);
    let products = mine.products.iter_mut().zip(&more.products);
    sums.chain(products).for_each(|(mine, more)| *mine += more);
}

/// The scales that may be shown.
pub(super) fn scales(plan: &Plan, tally: &Tally, results: &Results) -> Vec<ScaleResult> {
    plan.scales
        .iter()
        .zip(&tally.scales)
        .filter_map(|(scale, sums)| result(plan, scale, sums, results))
        .collect()
}

fn result(
    plan: &Plan,
    scale: &ScalePlan,
    sums: &ItemSums,
    results: &Results,
) -> Option<ScaleResult> {
    let ids = scale
        .items
        .iter()
        .map(|(at, _)| &plan.questions[*at].question.id);
    let tables: Option<Vec<&QuestionTable>> = ids
        .map(|id| results.questions.iter().find(|table| &table.id == id))
        .collect();
    let tables = tables?;
    if sums.n < BASE || !tables.iter().all(|table| is_whole(table, sums.n)) {
        return None;
    }
    let found = alpha_of_sums(sums)?;
    Some(ScaleResult {
        theme: scale.theme.clone(),
        name: scale.name.clone(),
        items: tables.iter().map(|table| table.id.clone()).collect(),
        n: sums.n,
        alpha: found.alpha,
        lo: found.interval.lo,
        hi: found.interval.hi,
        standardised: found.standardised,
    })
}

/// Whether nothing of a question is hidden, and the number of people who left another one out is none or large enough.
fn is_whole(table: &QuestionTable, complete: u64) -> bool {
    let others = table.n_valid.and_then(|valid| valid.checked_sub(complete));
    others.is_some_and(|others| others == 0 || others >= CELL)
        && table.levels.iter().all(|level| level.count.is_some())
}
