//! Two releases of one round, before and after answers came late: what they tell together (analysis.md 10, "differencing").
//!
//! The late answers are a table of their own: whoever subtracts the first release from the second sees it. So a reader of
//! both may find no small count of before, of after, or of those in between. Each figure is a linear form over the cells of
//! one table; the linear program has an unknown for each cell before and for each late one.

use super::super::plan::{Plan, Source};
use super::super::tally::Tally;
use super::super::themes::EVENT;
use super::attacker::{Attacker, Form};
use super::door::{Decided, SeenQuestion, SeenTheme, decide, deciding_theme};
use super::groups::SeenGroup;
use super::rules::Rules;
use super::two_way::{Pattern, as_f64};
use super::{BASE, CELL};
use crate::domain::definition::Kind;

/// Cells of one table: what of them is shown, and what must not be found.
#[derive(Debug, Default)]
struct Sheet {
    counts: Vec<u64>,
    shown: Vec<Vec<f64>>,
    /// Sums of cells that are people.
    watched: Vec<Vec<f64>>,
}

impl Sheet {
    fn new(counts: Vec<u64>) -> Self {
        Self {
            counts,
            ..Self::default()
        }
    }

    /// A sum of cells, which must not be found when it is small.
    fn watch(&mut self, weights: Vec<f64>, is_shown: bool) {
        if is_shown {
            self.shown.push(weights.clone());
        }
        self.watched.push(weights);
    }

    fn show(&mut self, weights: Vec<f64>) {
        self.shown.push(weights);
    }

    /// The events of the theme that the rows of a crossing decide, group by group.
    fn see_events(&mut self, events: &[bool], cols: usize, pattern: Option<&Pattern>) {
        if !events.contains(&true) {
            return;
        }
        let grid = Grid {
            rows: events.len(),
            cols,
        };
        for col in 0..cols {
            let is_shown = pattern.is_some_and(|pattern| pattern.shows_events(col));
            for wanted in [true, false] {
                let of = |r: usize, c: usize| c == col && events.get(r) == Some(&wanted);
                self.watch(grid.weights(|r, c| f64::from(of(r, c))), is_shown && wanted);
            }
        }
    }

    fn sum(&self, weights: &[f64]) -> f64 {
        let counts = self.counts.iter().zip(weights);
        counts.map(|(count, weight)| as_f64(*count) * weight).sum()
    }
}

/// Whether a second release, of the answers before and the late ones, may follow the first.
pub(in crate::analysis) fn may_follow(plan: &Plan, before: &Tally, after: &Tally) -> bool {
    let late = after.rows.saturating_sub(before.rows);
    // Below the base nothing was shown.
    if before.rows < BASE || late == 0 {
        return true;
    }
    if late < CELL {
        return false;
    }
    let (before, after) = (decide(plan, before), decide(plan, after));
    bases_allow(&before, &after)
        && sheets(&before)
            .iter()
            .zip(&sheets(&after))
            .all(|(before, after)| tell_nothing(before, after))
}

/// A mean, or a burden over several questions, is shown of the late answers too, by subtraction: it needs a base, and no item
/// with anything hidden.
fn bases_allow(before: &Decided<'_>, after: &Decided<'_>) -> bool {
    let mut questions = before.questions.iter().zip(&after.questions);
    let means = questions.all(|((raw, was), (now, is))| {
        let late = now.statuses[0].saturating_sub(raw.statuses[0]);
        let is_mean = raw.plan.question.kind == Kind::Number && was.mean && is.mean;
        !is_mean || late == 0 || late >= BASE
    });
    let hides = |decided: &Decided<'_>, question: usize| {
        decided.questions[question].1.levels.contains(&false)
    };
    let mut themes = before.themes.iter().zip(&after.themes);
    means
        && themes.all(|((raw, was), (_, is))| {
            let items = || raw.plan.items.iter().map(|item| item.question);
            items().count() < 2
                || !(was.burden && is.burden)
                || items().all(|at| !hides(before, at) && !hides(after, at))
        })
}

/// Every table of a release, in an order that depends on the questionnaire alone.
fn sheets(decided: &Decided<'_>) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for (at, (raw, seen)) in decided.questions.iter().enumerate() {
        sheets.push(statuses(&raw.statuses, seen));
        if let Source::Ticked { .. } = raw.plan.source {
            sheets.extend(ticks(&raw.counts, &raw.statuses, seen));
        } else if !decided
            .crossings
            .iter()
            .any(|(crossing, _)| crossing.question == at)
        {
            sheets.push(levels(&raw.counts, seen));
        }
    }
    for (raw, pattern) in &decided.crossings {
        let severities = deciding_theme(decided.plan, raw.question).unwrap_or_default();
        let events: Vec<bool> = severities.iter().map(|it| *it >= EVENT).collect();
        let (rows, cols) = (
            &decided.questions[raw.question].1,
            &decided.questions[raw.by].1,
        );
        let mut sheet = crossing(&raw.extended, (rows, cols), pattern.as_ref());
        sheet.see_events(&events, cols.levels.len(), pattern.as_ref());
        sheets.push(sheet);
    }
    for (raw, seen) in &decided.themes {
        for ((by, table), groups) in raw.groups.iter().zip(&seen.groups) {
            sheets.push(theme(table, seen, (&decided.questions[*by].1, groups)));
        }
    }
    sheets
}

fn one(cells: usize, at: usize) -> Vec<f64> {
    (0..cells).map(|cell| f64::from(cell == at)).collect()
}

fn statuses(counts: &[u64; 4], seen: &SeenQuestion) -> Sheet {
    let mut sheet = Sheet::new(counts.to_vec());
    for (at, shown) in seen.statuses.iter().enumerate() {
        sheet.watch(one(4, at), *shown);
    }
    // How many people answered at all is known.
    sheet.show(vec![1.0; 4]);
    sheet
}

/// Of each option: ticked, not ticked, not answered.
fn ticks<'c>(
    counts: &'c [u64],
    statuses: &'c [u64; 4],
    seen: &'c SeenQuestion,
) -> impl Iterator<Item = Sheet> + 'c {
    counts.iter().zip(&seen.levels).map(|(count, shown)| {
        let valid = statuses[0];
        let rest = statuses[1..].iter().sum();
        let mut sheet = Sheet::new(vec![*count, valid.saturating_sub(*count), rest]);
        sheet.watch(one(3, 0), *shown);
        sheet.watch(one(3, 1), false);
        if seen.statuses[0] {
            sheet.show(vec![1.0, 1.0, 0.0]);
        }
        sheet.show(vec![1.0; 3]);
        sheet
    })
}

fn levels(counts: &[u64], seen: &SeenQuestion) -> Sheet {
    let mut sheet = Sheet::new(counts.to_vec());
    for (at, shown) in seen.levels.iter().enumerate().take(counts.len()) {
        sheet.watch(one(counts.len(), at), *shown);
    }
    if seen.statuses[0] {
        sheet.show(vec![1.0; counts.len()]);
    }
    sheet.shown.extend(seen.shown_sums());
    sheet
}

/// The cells of an extended table, row by row.
struct Grid {
    rows: usize,
    cols: usize,
}

impl Grid {
    /// A weight a cell; the last row and column are people without a valid answer.
    fn weights(&self, of: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let cells = (0..=self.rows).flat_map(|row| (0..=self.cols).map(move |col| (row, col)));
        cells.map(|(row, col)| of(row, col)).collect()
    }

    /// A cell, or with `row == rows` or `col == cols` a total over valid answers.
    fn cell(&self, (row, col): (usize, usize)) -> Vec<f64> {
        let within =
            |at: usize, wanted: usize, end: usize| at < end && (wanted == end || at == wanted);
        self.weights(|r, c| f64::from(within(r, row, self.rows) && within(c, col, self.cols)))
    }
}

fn crossing(
    extended: &[Vec<u64>],
    (rows, cols): (&SeenQuestion, &SeenQuestion),
    pattern: Option<&Pattern>,
) -> Sheet {
    let mut sheet = Sheet::new(extended.concat());
    let grid = Grid {
        rows: extended.len() - 1,
        cols: extended[0].len() - 1,
    };
    for row in 0..=grid.rows {
        for col in 0..=grid.cols {
            let is_shown = pattern.is_some_and(|pattern| !pattern.hides(row, col));
            sheet.watch(grid.cell((row, col)), is_shown);
        }
    }
    // What the one-way tables say.
    for (row, shown) in rows.levels.iter().enumerate() {
        sheet.watch(grid.weights(|r, _| f64::from(r == row)), *shown);
    }
    for (col, shown) in cols.levels.iter().enumerate() {
        sheet.watch(grid.weights(|_, c| f64::from(c == col)), *shown);
    }
    // Who did not answer tells who did.
    if rows.statuses.contains(&true) {
        sheet.show(grid.weights(|r, _| f64::from(r < grid.rows)));
    }
    if cols.statuses.contains(&true) {
        sheet.show(grid.weights(|_, c| f64::from(c < grid.cols)));
    }
    let weight = |weights: &[f64], at: usize| weights.get(at).copied().unwrap_or(0.0);
    for sum in rows.shown_sums() {
        sheet.show(grid.weights(|r, _| weight(&sum, r)));
    }
    for sum in cols.shown_sums() {
        sheet.show(grid.weights(|_, c| weight(&sum, c)));
    }
    sheet.show(grid.weights(|_, _| 1.0));
    sheet
}

/// A theme by the groups of a background question: event, no event, no valid item.
fn theme(
    table: &[Vec<u64>],
    whole: &SeenTheme,
    (by, groups): (&SeenQuestion, &[SeenGroup]),
) -> Sheet {
    let mut sheet = Sheet::new(table.concat());
    let grid = Grid {
        rows: table.len() - 1,
        cols: table[0].len() - 1,
    };
    for (col, seen) in groups.iter().enumerate() {
        sheet.watch(grid.cell((0, col)), seen.base && seen.events);
        sheet.watch(grid.cell((1, col)), seen.base && seen.events);
        sheet.watch(grid.cell((grid.rows, col)), seen.base);
    }
    sheet.watch(grid.weights(|r, _| f64::from(r == 0)), whole.events);
    if whole.n {
        sheet.show(grid.weights(|r, _| f64::from(r < grid.rows)));
    }
    for (col, shown) in by.levels.iter().enumerate() {
        sheet.watch(grid.weights(|_, c| f64::from(c == col)), *shown);
    }
    sheet.show(grid.weights(|_, _| 1.0));
    sheet
}

/// Whether a reader of a table before and after finds no small count in either, nor among the late.
fn tell_nothing(before: &Sheet, after: &Sheet) -> bool {
    let cells = before.counts.len();
    let form = |weights: &[f64], parts: &[usize]| Form {
        terms: parts
            .iter()
            .flat_map(|part| {
                weights
                    .iter()
                    .enumerate()
                    .map(move |(cell, weight)| (part * cells + cell, *weight))
            })
            .filter(|(_, weight)| *weight != 0.0)
            .collect(),
        known: 0.0,
    };
    let mut attacker = Attacker::new(2 * cells);
    for weights in &before.shown {
        attacker.learns(&form(weights, &[0]), before.sum(weights));
    }
    for weights in &after.shown {
        attacker.learns(&form(weights, &[0, 1]), after.sum(weights));
    }
    let mut targets = Vec::new();
    for weights in &before.watched {
        let (was, is) = (before.sum(weights), after.sum(weights));
        for (value, parts) in [(was, &[0][..]), (is, &[0, 1]), (is - was, &[1])] {
            targets.push((value, form(weights, parts)));
        }
    }
    targets.retain(|(value, _)| *value > 0.5 && *value < as_f64(CELL) - 0.5);
    let forms: Vec<Form> = targets.iter().map(|(_, form)| form.clone()).collect();
    let bounds = attacker.bounds(&forms);
    targets
        .iter()
        .zip(bounds)
        .all(|((value, _), bounds)| Rules::ROUND.shortfall(whole(*value), bounds) <= 0.0)
}

/// A sum of whole weights over people is a number of people.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count below CELL"
)]
fn whole(value: f64) -> u64 {
    value.round() as u64
}
