//! One-way tables and crossings, raw: as counted, before disclosure control. Nothing here leaves `analysis`.

use crate::stats::adjust::benjamini_hochberg;
use crate::stats::contingency::Table;
use crate::stats::likert::end_size;
use crate::stats::moments::Moments;

use super::plan::{Plan, QuestionPlan, Source};
use super::rank_test::rank_test;
use super::results::RankTest;
use super::tally::{QuestionTally, Tally, others};

/// A one-way table as counted.
#[derive(Debug)]
pub(super) struct RawQuestion<'p> {
    pub(super) plan: &'p QuestionPlan,
    /// Per level.
    pub(super) counts: Vec<u64>,
    /// Valid, not applicable, missing, not shown.
    pub(super) statuses: [u64; 4],
    /// Mean of the codes or numbers.
    pub(super) mean: Option<f64>,
    /// One or two people make up so much of a sum of numbers that it tells what they answered.
    pub(super) is_dominated: bool,
    /// Levels with the two highest and the two lowest codes of a scale, 1.0 where they count.
    pub(super) ends: Option<(Vec<f64>, Vec<f64>)>,
}

/// A crossing as counted.
#[derive(Debug)]
pub(super) struct RawCrossing {
    /// Indexes of the two questions in the plan.
    pub(super) question: usize,
    pub(super) by: usize,
    /// Counts by level and group; the last row and column hold who has none.
    pub(super) extended: Vec<Vec<u64>>,
    pub(super) test: Option<Test>,
    pub(super) rank_test: Option<RankTest>,
}

/// The test of a crossing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Test {
    pub(super) chi2: f64,
    pub(super) df: u64,
    pub(super) p: f64,
    /// Equal to `p` before [`adjust`].
    pub(super) p_adjusted: f64,
    pub(super) v_bc: Option<f64>,
}

/// The one-way tables, in the order of the questionnaire.
pub(super) fn one_way<'p>(plan: &'p Plan, tally: &Tally) -> Vec<RawQuestion<'p>> {
    plan.questions
        .iter()
        .zip(&tally.questions)
        .map(|(question, tally)| raw_question(question, tally))
        .collect()
}

fn raw_question<'p>(plan: &'p QuestionPlan, tally: &QuestionTally) -> RawQuestion<'p> {
    let [unplaced, nvt, missing, not_shown] = others(&tally.classes);
    let counts = match &plan.source {
        Source::Ticked { .. } => plan
            .levels
            .iter()
            .map(|level| ticked(level.option, tally))
            .collect(),
        _ => tally.classes[..plan.own_classes()].to_vec(),
    };
    let placed: u64 = tally.classes[..plan.own_classes()].iter().sum();
    let valid = placed + unplaced;
    let codes = plan.scale_codes();
    let mean = match &plan.source {
        Source::Steps(_, _, values) => numbers(values.as_slice(), &tally.bytes),
        Source::Number(..) if valid > 0 => Some(tally.sum.value() / as_f64(valid)),
        _ => codes
            .as_ref()
            .and_then(|codes| Moments::of_counts(codes, &counts))
            .map(Moments::mean),
    };
    RawQuestion {
        is_dominated: match &plan.source {
            Source::Steps(_, _, values) => {
                let sum = mean.map_or(0.0, |mean| mean * as_f64(valid));
                dominates(two_largest(values.as_slice(), &tally.bytes), sum)
            }
            Source::Number(..) => dominates(tally.sum.largest, tally.sum.value()),
            _ => false,
        },
        ends: codes.as_deref().and_then(ends),
        plan,
        counts,
        statuses: [valid, nvt, missing, not_shown],
        mean,
    }
}

/// The dominance rules (analysis.md 10): the largest is over half of the sum, or whoever gave the second largest knows the
/// largest to within 10 %.
fn dominates([first, second]: [f64; 2], sum: f64) -> bool {
    first > 0.0 && (first > 0.5 * sum || sum - first - second < 0.1 * first)
}

fn two_largest(values: &[f64], counts: &[u64]) -> [f64; 2] {
    let given = values
        .iter()
        .zip(counts)
        .filter(|(value, _)| value.is_finite());
    let each = given.flat_map(|(value, count)| {
        std::iter::repeat_n(*value, usize::from(*count > 0) + usize::from(*count > 1))
    });
    each.fold([0.0, 0.0], |[first, second]: [f64; 2], value| {
        [first.max(value), second.max(first.min(value))]
    })
}

fn ticked(option: Option<usize>, tally: &QuestionTally) -> u64 {
    // The own text is the last column.
    let column = option.unwrap_or(tally.ticked.len().saturating_sub(1));
    tally.ticked.get(column).copied().unwrap_or_default()
}

fn numbers(values: &[f64], bytes: &[u64]) -> Option<f64> {
    let (values, counts): (Vec<f64>, Vec<u64>) = values
        .iter()
        .zip(bytes)
        .filter(|(value, _)| value.is_finite())
        .map(|(value, count)| (*value, *count))
        .unzip();
    Moments::of_counts(&values, &counts).map(Moments::mean)
}

/// The levels with the highest and those with the lowest codes, whatever their order in the questionnaire.
fn ends(codes: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    let size = end_size(codes.len())?;
    let mut order: Vec<usize> = (0..codes.len()).collect();
    order.sort_by(|a, b| codes[*a].total_cmp(&codes[*b]));
    let weights = |chosen: &[usize]| {
        (0..codes.len())
            .map(|level| f64::from(chosen.contains(&level)))
            .collect()
    };
    Some((
        weights(&order[codes.len() - size..]),
        weights(&order[..size]),
    ))
}

/// The crossings of every question with every background question, each with its test.
pub(super) fn crossings(plan: &Plan, tally: &Tally) -> Vec<RawCrossing> {
    let mut crossings: Vec<RawCrossing> = Vec::new();
    for (question, (question_plan, question_tally)) in
        plan.questions.iter().zip(&tally.questions).enumerate()
    {
        if question_plan.is_crossed() {
            crossings.extend(
                joint_tables(plan, &question_tally.joint, question_plan.levels.len()).map(
                    |(by, extended)| RawCrossing {
                        question,
                        by,
                        test: test(&extended),
                        rank_test: rank_test(question_plan, &extended),
                        extended,
                    },
                ),
            );
        }
    }
    crossings
}

/// Corrects the tests of the crossings that are shown, each kind as one family. One that is not shown stays out of it: a
/// corrected value of another may be that one's own value times a known number.
pub(super) fn adjust(shown: &mut [&mut RawCrossing]) {
    let tests = shown.iter_mut().filter_map(|it| it.test.as_mut());
    adjust_family(tests.map(|test| (test.p, &mut test.p_adjusted)));
    let tests = shown.iter_mut().filter_map(|it| it.rank_test.as_mut());
    adjust_family(tests.map(|test| (test.p, &mut test.p_adjusted)));
}

fn adjust_family<'t>(family: impl Iterator<Item = (f64, &'t mut f64)>) {
    let (p, places): (Vec<f64>, Vec<&mut f64>) = family.unzip();
    for (place, adjusted) in places.into_iter().zip(benjamini_hochberg(&p)) {
        *place = adjusted;
    }
}

/// Each background question with the table that the joint counts of its block give: `levels` rows and the rest, by
/// its groups and the rest.
pub(super) fn joint_tables<'a>(
    plan: &'a Plan,
    joint: &'a [Vec<u64>],
    levels: usize,
) -> impl Iterator<Item = (usize, Vec<Vec<u64>>)> + 'a {
    plan.blocks
        .iter()
        .zip(joint)
        .flat_map(move |(block, joint)| {
            block.members.iter().map(move |(by, stride)| {
                let groups = plan.questions[*by].levels.len() + 1;
                let mut table = vec![vec![0; groups]; levels + 1];
                for (class, row) in joint.chunks_exact(block.width).enumerate() {
                    for (index, count) in row.iter().enumerate() {
                        table[class.min(levels)][index / stride % groups] += count;
                    }
                }
                (*by, table)
            })
        })
}

fn test(extended: &[Vec<u64>]) -> Option<Test> {
    let valid: Vec<Vec<u64>> = inner(extended).map(<[u64]>::to_vec).collect();
    let table = Table::from_rows(&valid).ok()?.without_empty();
    let found = table.chi_square()?;
    Some(Test {
        chi2: found.statistic,
        df: found.df,
        p: found.p,
        p_adjusted: found.p,
        v_bc: table.cramers_v_corrected(),
    })
}

/// The rows of an extended table without its last row and column.
pub(super) fn inner(extended: &[Vec<u64>]) -> impl Iterator<Item = &[u64]> {
    let rows = extended.len().saturating_sub(1);
    extended[..rows]
        .iter()
        .map(|row| &row[..row.len().saturating_sub(1)])
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of people stay far below 2^53"
)]
fn as_f64(count: u64) -> f64 {
    count as f64
}
