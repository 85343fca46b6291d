//! Themes as knelpunt candidates, raw: prevalence, severity and burden as counted, before disclosure control.
//!
//! Unit: the theme severity `S_it` in 0..=1, the mean of a respondent's valid items; an event is `S_it >= 0.5`
//! (analysis.md 9). Burden is the mean of `S_it`; places and their sets come from `stats::rank_set`.

use crate::domain::definition::Aspect;
use crate::stats::rank_set::{JointSums, Ranking};

use super::plan::Plan;
use super::tables::joint_tables;
use super::tally::{Tally, ThemeTally, pairs};
use super::theme_plan::{ItemPlan, ItemSource, ThemePlan};

/// A theme severity from which a respondent counts as having the problem.
pub(super) const EVENT: f64 = 0.5 - 1e-9;

/// A theme as counted.
#[derive(Debug)]
pub(super) struct RawTheme<'p> {
    pub(super) plan: &'p ThemePlan,
    pub(super) n: u64,
    pub(super) events: u64,
    /// Sum of the severities of those with an event.
    pub(super) event_severity: f64,
    pub(super) aspect: Option<Aspect>,
    pub(super) grave: bool,
    /// Per background question (index in the plan): event, no event, no valid item, by group and the rest.
    pub(super) groups: Vec<(usize, Vec<Vec<u64>>)>,
}

/// All themes of the questionnaire with an item, in its order.
pub(super) fn themes<'p>(plan: &'p Plan, tally: &Tally) -> Vec<RawTheme<'p>> {
    plan.themes
        .iter()
        .zip(&tally.themes)
        .map(|(theme, tally)| raw_theme(plan, theme, tally))
        .collect()
}

fn raw_theme<'p>(plan: &Plan, theme: &'p ThemePlan, tally: &ThemeTally) -> RawTheme<'p> {
    let scored = || theme.values.iter().zip(&tally.values);
    let events = || scored().filter(|(value, _)| **value >= EVENT);
    let severities = theme.values.len();
    let groups = joint_tables(plan, &tally.joint, severities)
        .map(|(by, table)| (by, by_event(theme, &table)));
    RawTheme {
        plan: theme,
        n: scored().map(|(_, count)| count).sum(),
        events: events().map(|(_, count)| count).sum(),
        event_severity: events().map(|(value, count)| value * as_f64(*count)).sum(),
        aspect: aspect(theme, tally),
        grave: theme.items.iter().zip(&tally.items).any(|(item, counts)| {
            let problems = item
                .severities
                .iter()
                .zip(counts.iter().skip(1))
                .filter(|(severity, _)| **severity > 0.0);
            item.grave && problems.map(|(_, count)| count).sum::<u64>() > 0
        }),
        groups: groups.collect(),
    }
}

/// From a table by severity to one of event, no event and no valid item.
fn by_event(theme: &ThemePlan, table: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let groups = table.first().map_or(0, Vec::len);
    let mut rows = vec![vec![0; groups]; 3];
    for (index, counts) in table.iter().enumerate() {
        let row = match theme.values.get(index) {
            Some(value) if *value >= EVENT => 0,
            Some(_) => 1,
            None => 2,
        };
        for (cell, count) in rows[row].iter_mut().zip(counts) {
            *cell += count;
        }
    }
    rows
}

/// The aspect of the items with the largest burden; both when the other side has more than a third of it.
fn aspect(theme: &ThemePlan, tally: &ThemeTally) -> Option<Aspect> {
    let largest = |aspect: Aspect| {
        let items = theme
            .items
            .iter()
            .zip(&tally.items)
            .filter(|(item, _)| item.aspect == Some(aspect));
        items
            .map(|(item, counts)| item_burden(&item.severities, counts))
            .fold(None, |most: Option<f64>, burden| {
                Some(most.map_or(burden, |most| most.max(burden)))
            })
    };
    if theme
        .items
        .iter()
        .any(|item| item.aspect == Some(Aspect::Both))
    {
        return Some(Aspect::Both);
    }
    match (largest(Aspect::Policy), largest(Aspect::Practice)) {
        (None, None) => None,
        (Some(_), None) => Some(Aspect::Policy),
        (None, Some(_)) => Some(Aspect::Practice),
        (Some(policy), Some(practice)) => {
            let (more, less, aspect) = if policy > practice {
                (policy, practice, Aspect::Policy)
            } else {
                (practice, policy, Aspect::Practice)
            };
            Some(if less > more / 3.0 {
                Aspect::Both
            } else {
                aspect
            })
        }
    }
}

fn item_burden(severities: &[f64], counts: &[u64]) -> f64 {
    let valid: u64 = counts.iter().skip(1).sum();
    let total: f64 = severities
        .iter()
        .zip(counts.iter().skip(1))
        .map(|(severity, count)| severity * as_f64(*count))
        .sum();
    if valid == 0 {
        0.0
    } else {
        total / as_f64(valid)
    }
}

/// Burdens, places and rank sets of some of the themes (indexes), in that order.
pub(super) fn ranking(plan: &Plan, tally: &Tally, chosen: &[usize]) -> Ranking {
    let mut sums = JointSums::new(chosen.len());
    sums.add_respondents(tally.rows);
    for (place, theme) in chosen.iter().enumerate() {
        let scored = plan.themes[*theme]
            .values
            .iter()
            .zip(&tally.themes[*theme].values);
        add(
            &mut sums,
            (place, place),
            scored.map(|(value, count)| (*value, *value, *count)),
        );
    }
    for ((one, other), counts) in pairs(plan.themes.len()).zip(&tally.pairs) {
        let places = (
            chosen.iter().position(|at| *at == one),
            chosen.iter().position(|at| *at == other),
        );
        if let (Some(first), Some(second)) = places {
            let (rows, columns) = (&plan.themes[one].values, &plan.themes[other].values);
            let tables = counts.chunks_exact(columns.len() + 1).zip(rows);
            let cells = tables.flat_map(|(row, first)| {
                row.iter()
                    .zip(columns)
                    .map(|(count, second)| (*first, *second, *count))
            });
            add(&mut sums, (first, second), cells);
        }
    }
    sums.ranking()
}

/// Adds counts for a pair that is known to exist: places are below the number of subjects, the first not the larger.
fn add(sums: &mut JointSums, pair: (usize, usize), counts: impl Iterator<Item = (f64, f64, u64)>) {
    let added = sums.add_counts(pair, counts);
    debug_assert!(added.is_ok(), "the pair exists");
}

/// The single question whose answers decide a theme, when there is one: index in the plan, and severity per level.
pub(super) fn single_question(plan: &Plan, theme: &ThemePlan) -> Option<(usize, Vec<f64>)> {
    let [item] = theme.items.as_slice() else {
        return None;
    };
    Some((item.question, level_severities(plan, item)))
}

/// The severity per level of an item's question; empty for a number, whose levels are not shown.
pub(super) fn level_severities(plan: &Plan, item: &ItemPlan) -> Vec<f64> {
    let levels = &plan.questions[item.question].levels;
    let severity = |class: u8| {
        let at = class.checked_sub(1)?;
        item.severities.get(usize::from(at)).copied()
    };
    match &item.source {
        ItemSource::Class(classes) => classes
            .iter()
            .take(levels.len())
            .map(|class| severity(*class).unwrap_or(0.0))
            .collect(),
        ItemSource::Ticked(options) => levels
            .iter()
            .map(|level| {
                let problem = options
                    .iter()
                    .find(|(option, _)| level.option == Some(*option));
                problem
                    .and_then(|(_, class)| severity(*class))
                    .unwrap_or(0.0)
            })
            .collect(),
        ItemSource::Cell(..) => Vec::new(),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of people stay far below 2^53"
)]
fn as_f64(count: u64) -> f64 {
    count as f64
}
