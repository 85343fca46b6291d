//! Decides what may be seen, question by question, crossing by crossing, theme by theme.

use super::super::plan::{Plan, Source};
use super::super::results::Results;
use super::super::tables::{RawCrossing, RawQuestion, crossings, one_way};
use super::super::tally::Tally;
use super::super::theme_plan::ThemePlan;
use super::super::themes::{EVENT, RawTheme, level_severities, single_question, themes};
use super::one_way::{OneWay, Shown, protect_statuses, protect_ticks, sum_is_safe};
use super::release::Release;
use super::rules::Rules;
use super::two_way::{Pattern, TwoWay};
use super::{BASE, is_small};
use crate::domain::definition::Kind;

/// What may be seen of a question.
#[derive(Debug, Clone)]
pub(super) struct SeenQuestion {
    /// Valid, not applicable, missing, not shown.
    pub(super) statuses: [bool; 4],
    pub(super) levels: Vec<bool>,
    pub(super) mean: bool,
    pub(super) top: bool,
    pub(super) bottom: bool,
    /// Of the theme that this question alone decides: its events, its burden.
    events: bool,
    burden: bool,
    /// The table behind it, when its levels exclude each other.
    table: Option<(OneWay, Shown)>,
}

/// What may be seen of a theme.
#[derive(Debug, Clone)]
pub(super) struct SeenTheme {
    pub(super) n: bool,
    pub(super) events: bool,
    pub(super) burden: bool,
    /// Per background question, per group: base and events.
    pub(super) groups: Vec<Vec<(bool, bool)>>,
}

/// Everything that was counted, with what may be seen of it.
pub(super) struct Decided<'p> {
    pub(super) plan: &'p Plan,
    pub(super) tally: &'p Tally,
    pub(super) questions: Vec<(RawQuestion<'p>, SeenQuestion)>,
    /// Without a pattern nothing of the crossing is shown.
    pub(super) crossings: Vec<(RawCrossing, Option<Pattern>)>,
    pub(super) themes: Vec<(RawTheme<'p>, SeenTheme)>,
}

impl Decided<'_> {
    /// Number of crossings that were tested.
    pub(super) fn tests(&self) -> u64 {
        let tested = self.crossings.iter().filter(|(raw, _)| raw.test.is_some());
        tested.count() as u64
    }
}

/// Passes what was counted through disclosure control. The population is not smaller than the number of responses.
pub(in crate::analysis) fn pass(plan: &Plan, tally: &Tally, population: Option<u64>) -> Results {
    let questions: Vec<_> = one_way(plan, tally)
        .into_iter()
        .enumerate()
        .map(|(index, raw)| {
            let seen = see_question(plan, index, &raw, tally.rows);
            (raw, seen)
        })
        .collect();
    let crossings: Vec<_> = crossings(plan, tally)
        .into_iter()
        .map(|raw| {
            let pattern = see_crossing(plan, &raw, &questions);
            (raw, pattern)
        })
        .collect();
    let themes = themes(plan, tally)
        .into_iter()
        .map(|raw| {
            let seen = see_theme(plan, &raw, &questions, &crossings);
            (raw, seen)
        })
        .collect();
    let decided = Decided {
        plan,
        tally,
        questions,
        crossings,
        themes,
    };
    Release::new(&decided, population).results()
}

fn see_question(
    plan: &Plan,
    index: usize,
    raw: &RawQuestion<'_>,
    respondents: u64,
) -> SeenQuestion {
    let valid = raw.statuses[0];
    if respondents < BASE || (1..BASE).contains(&valid) {
        let statuses = if respondents < BASE {
            [false; 4]
        } else {
            protect_statuses(raw.statuses, BASE)
        };
        return SeenQuestion::nothing(statuses, raw.counts.len());
    }
    let statuses = protect_statuses(raw.statuses, BASE);
    if let Source::Ticked { none_is_valid, .. } = raw.plan.source {
        let levels = protect_ticks(&raw.counts, valid, !none_is_valid);
        return SeenQuestion {
            levels,
            ..SeenQuestion::nothing(statuses, 0)
        };
    }
    let table = level_table(raw, deciding_theme(plan, index).as_deref());
    let seen = table.protect();
    let sum = |at: usize| seen.sums.get(at).copied().unwrap_or(false);
    SeenQuestion {
        statuses,
        // The mean of a scale is one more sum over its levels; that of a number is over values that are not shown.
        mean: !seen.hides_any() || raw.plan.question.kind == Kind::Number,
        bottom: raw.ends.is_some() && sum(4),
        top: raw.ends.is_some() && sum(5),
        events: sum(0),
        burden: sum(1) && sum(2) && sum(3),
        levels: seen.levels.clone(),
        table: Some((table, seen)),
    }
}

impl SeenQuestion {
    /// Nothing but how many answered.
    fn nothing(statuses: [bool; 4], levels: usize) -> Self {
        let levels = vec![false; levels];
        Self {
            statuses,
            levels,
            mean: false,
            top: false,
            bottom: false,
            events: false,
            burden: false,
            table: None,
        }
    }
}

/// The levels with the sums that one would like to show: events, burden with its spread and severity, bottom and top.
fn level_table(raw: &RawQuestion<'_>, severities: Option<&[f64]>) -> OneWay {
    let levels = raw.counts.len();
    let severities = severities.map_or_else(|| vec![0.0; levels], <[f64]>::to_vec);
    let weigh = |weight: &dyn Fn(f64) -> f64| {
        severities
            .iter()
            .map(|severity| weight(*severity))
            .collect::<Vec<f64>>()
    };
    let mut sums = vec![
        weigh(&|severity| f64::from(severity >= EVENT)),
        weigh(&|severity| severity),
        weigh(&|severity| severity * severity),
        weigh(&|severity| if severity >= EVENT { severity } else { 0.0 }),
    ];
    if let Some((top, bottom)) = &raw.ends {
        sums.push(bottom.clone());
        sums.push(top.clone());
    }
    OneWay {
        counts: raw.counts.clone(),
        exposed: vec![false; levels],
        sums,
    }
}

/// The severities of the theme that this question alone decides.
fn deciding_theme(plan: &Plan, question: usize) -> Option<Vec<f64>> {
    plan.themes
        .iter()
        .find_map(|theme| {
            single_question(plan, theme)
                .filter(|(decides, weights)| *decides == question && !weights.is_empty())
        })
        .map(|(_, weights)| weights)
}

fn see_crossing(
    plan: &Plan,
    raw: &RawCrossing,
    questions: &[(RawQuestion<'_>, SeenQuestion)],
) -> Option<Pattern> {
    let (rows, cols) = (&questions[raw.question].1, &questions[raw.by].1);
    let table = TwoWay {
        extended: raw.extended.clone(),
        row_known: rows.levels.clone(),
        col_known: cols.levels.clone(),
        rules: Rules::ROUND,
    };
    let total = table.value(rows.levels.len(), cols.levels.len());
    if !rows.statuses[0] || !cols.statuses[0] || total < BASE {
        return None;
    }
    let severities = deciding_theme(plan, raw.question).unwrap_or_default();
    let wanted: Vec<bool> = (0..rows.levels.len())
        .map(|row| {
            severities
                .get(row)
                .is_some_and(|severity| *severity >= EVENT)
        })
        .collect();
    table.protect(&wanted).ok()
}

fn see_theme(
    plan: &Plan,
    raw: &RawTheme<'_>,
    questions: &[(RawQuestion<'_>, SeenQuestion)],
    crossings: &[(RawCrossing, Option<Pattern>)],
) -> SeenTheme {
    let n = raw.n >= BASE;
    let parts = n && !is_small(raw.events) && !is_small(raw.n - raw.events);
    let (events, burden) = match deciding(plan, raw.plan, questions) {
        Some((events, burden)) => (parts && events, parts && burden),
        None => (
            parts,
            parts && items_allow_burden(plan, raw.plan, questions),
        ),
    };
    let groups = raw
        .groups
        .iter()
        .map(
            |(by, table)| match exclusive_question(plan, raw.plan, questions) {
                Some(question) => groups_of_crossing(question, *by, table, crossings),
                None => groups_of_table(table, events, &questions[*by].1),
            },
        )
        .collect();
    SeenTheme {
        n,
        events,
        burden,
        groups,
    }
}

/// What the one question behind a theme lets see of its events and burden.
fn deciding(
    plan: &Plan,
    theme: &ThemePlan,
    questions: &[(RawQuestion<'_>, SeenQuestion)],
) -> Option<(bool, bool)> {
    let (question, weights) = single_question(plan, theme)?;
    let (raw, seen) = questions.get(question)?;
    if !matches!(raw.plan.source, Source::Ticked { .. }) {
        return (!weights.is_empty()).then_some((seen.events, seen.burden));
    }
    let mut problems = weights
        .iter()
        .zip(&seen.levels)
        .filter(|(weight, _)| **weight > 0.0);
    match (problems.next(), problems.next()) {
        (Some((_, shown)), None) => Some((*shown, *shown)),
        _ => None,
    }
}

/// Whether the burden gives no hidden level of the items away. When everybody answered every item it is one equation
/// over all of them; that is what the reader is taken to know.
fn items_allow_burden(
    plan: &Plan,
    theme: &ThemePlan,
    questions: &[(RawQuestion<'_>, SeenQuestion)],
) -> bool {
    let tables: Vec<_> = theme
        .items
        .iter()
        .filter_map(|item| {
            let (_, seen) = questions.get(item.question)?;
            Some((seen.table.as_ref()?, level_severities(plan, item)))
        })
        .collect();
    let parts: Vec<_> = tables
        .iter()
        .map(|((table, shown), severities)| (table, shown, severities.as_slice()))
        .collect();
    sum_is_safe(&parts)
}

/// The one question behind a theme, when its levels exclude each other: then its crossings hold the theme's groups.
fn exclusive_question(
    plan: &Plan,
    theme: &ThemePlan,
    questions: &[(RawQuestion<'_>, SeenQuestion)],
) -> Option<usize> {
    let (question, weights) = single_question(plan, theme)?;
    let raw = &questions.get(question)?.0;
    (raw.plan.is_crossed() && !weights.is_empty()).then_some(question)
}

fn groups_of_crossing(
    question: usize,
    by: usize,
    table: &[Vec<u64>],
    crossings: &[(RawCrossing, Option<Pattern>)],
) -> Vec<(bool, bool)> {
    let groups = table.first().map_or(0, |row| row.len().saturating_sub(1));
    let found = crossings
        .iter()
        .find(|(raw, _)| raw.question == question && raw.by == by);
    match found {
        Some((raw, Some(pattern))) => {
            let levels = raw.extended.len() - 1;
            (0..groups)
                .map(|group| {
                    let base = table[0][group] + table[1][group] >= BASE;
                    (
                        base && !pattern.hides(levels, group),
                        pattern.shows_sum(group),
                    )
                })
                .collect()
        }
        _ => vec![(false, false); groups],
    }
}

fn groups_of_table(table: &[Vec<u64>], events: bool, by: &SeenQuestion) -> Vec<(bool, bool)> {
    let two_way = TwoWay {
        extended: table.to_vec(),
        row_known: vec![events; 2],
        col_known: by.levels.clone(),
        rules: Rules::ROUND,
    };
    let groups = by.levels.len();
    if !by.statuses[0] || two_way.value(2, groups) < BASE {
        return vec![(false, false); groups];
    }
    match two_way.protect(&[false, false]) {
        Ok(pattern) => (0..groups)
            .map(|group| {
                let base = !pattern.hides(2, group) && two_way.value(2, group) >= BASE;
                (base, base && !pattern.hides(0, group))
            })
            .collect(),
        Err(_) => vec![(false, false); groups],
    }
}
