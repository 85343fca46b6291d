//! What may be seen of a theme in each group of a background question, beside its crossings and the theme as a whole.

use super::super::themes::RawTheme;
use super::BASE;
use super::door::{Raw, SeenQuestion, SeenTheme, exclusive_question, nearly_one};
use super::rules::Rules;
use super::two_way::{Pattern, TwoWay, value};

/// What may be seen of a theme in one group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SeenGroup {
    /// How many people it is about.
    pub(super) base: bool,
    /// How many of them have a problem.
    pub(super) events: bool,
    /// That it is over 90 % of them, and no more.
    pub(super) nearly_all: bool,
}

/// Per background question, per group: whether base and events of a theme may be shown.
pub(super) fn see_groups(
    raw: &Raw<'_, '_>,
    theme: &RawTheme<'_>,
    whole: &SeenTheme,
    (questions, patterns): (&[SeenQuestion], &[Option<Pattern>]),
) -> Vec<Vec<SeenGroup>> {
    let of = |(by, table): &(usize, Vec<Vec<u64>>)| {
        if let Some(question) = exclusive_question(raw, theme.plan) {
            return groups_of_crossing(raw, (question, *by), table, patterns);
        }
        let mut groups = groups_of_table(table, whole, &questions[*by]);
        for (group, seen) in groups.iter_mut().enumerate() {
            seen.events &= !tells_of_one_crossing(raw, theme, (*by, group), patterns);
        }
        groups
    };
    theme.groups.iter().map(of).collect()
}

/// The same within one group: are its events those of one question whose crossing hides a cell of that group?
fn tells_of_one_crossing(
    raw: &Raw<'_, '_>,
    theme: &RawTheme<'_>,
    (by, group): (usize, usize),
    patterns: &[Option<Pattern>],
) -> bool {
    let (_, table) = &theme.groups[theme
        .groups
        .iter()
        .position(|(it, _)| *it == by)
        .unwrap_or(0)];
    let items = theme.plan.items.iter().map(|item| {
        let crossing = raw
            .crossings
            .iter()
            .position(|crossing| (crossing.question, crossing.by) == (item.question, by));
        let Some(crossing) = crossing else {
            return (0, false);
        };
        let levels = raw.crossings[crossing].extended.len() - 1;
        let valid = value(&raw.crossings[crossing].extended, levels, group);
        let hides = patterns[crossing]
            .as_ref()
            .is_none_or(|pattern| (0..levels).any(|level| pattern.hides(level, group)));
        (valid, hides)
    });
    nearly_one(
        &items.collect::<Vec<_>>(),
        table[0][group] + table[1][group],
    )
}

fn groups_of_crossing(
    raw: &Raw<'_, '_>,
    (question, by): (usize, usize),
    table: &[Vec<u64>],
    patterns: &[Option<Pattern>],
) -> Vec<SeenGroup> {
    let groups = table.first().map_or(0, |row| row.len().saturating_sub(1));
    let levels = raw.questions[question].counts.len();
    let found = raw
        .crossings
        .iter()
        .zip(patterns)
        .find(|(raw, _)| (raw.question, raw.by) == (question, by));
    match found {
        Some((_, Some(pattern))) => (0..groups)
            .map(|group| {
                let is_large = table[0][group] + table[1][group] >= BASE;
                let base = is_large && !pattern.hides(levels, group);
                SeenGroup {
                    base,
                    events: pattern.shows_events(group),
                    nearly_all: base && pattern.is_nearly_all(group),
                }
            })
            .collect(),
        _ => vec![SeenGroup::default(); groups],
    }
}

/// A theme by the groups of a background question, with what is said of both beside it; `None` when nothing is said of
/// one of them.
pub(super) fn theme_beside(
    table: &[Vec<u64>],
    theme: &SeenTheme,
    by: &SeenQuestion,
) -> Option<TwoWay> {
    (theme.n && by.statuses[0]).then(|| TwoWay {
        extended: table.to_vec(),
        row_known: vec![theme.events; 2],
        col_known: by.levels.clone(),
        row_sums: Vec::new(),
        col_sums: by.shown_sums(),
        events: Vec::new(),
        sensitive: vec![true, false],
        rules: Rules::ROUND,
    })
}

fn groups_of_table(table: &[Vec<u64>], theme: &SeenTheme, by: &SeenQuestion) -> Vec<SeenGroup> {
    let groups = by.levels.len();
    let two_way = theme_beside(table, theme, by).filter(|it| it.value(2, groups) >= BASE);
    let pattern = two_way.as_ref().and_then(|two_way| two_way.protect().ok());
    match (two_way, pattern) {
        (Some(two_way), Some(pattern)) => (0..groups)
            .map(|group| {
                let base = !pattern.hides(2, group) && two_way.value(2, group) >= BASE;
                SeenGroup {
                    base,
                    events: base && !pattern.hides(0, group),
                    nearly_all: base && pattern.is_nearly_all(group),
                }
            })
            .collect(),
        _ => vec![SeenGroup::default(); groups],
    }
}
