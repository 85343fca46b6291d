//! Decides what may be seen, question by question, crossing by crossing, theme by theme.

use super::super::plan::{Plan, Source};
use super::super::results::Results;
use super::super::tables::{RawCrossing, RawQuestion, adjust, crossings, one_way};
use super::super::tally::Tally;
use super::super::theme_plan::ThemePlan;
use super::super::themes::{EVENT, RawTheme, level_severities, single_question, themes};
use super::groups::{SeenGroup, see_groups};
use super::margins::Margins;
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
    pub(super) table: Option<(OneWay, Shown)>,
}

/// What may be seen of a theme.
#[derive(Debug, Clone)]
pub(super) struct SeenTheme {
    pub(super) n: bool,
    pub(super) events: bool,
    pub(super) burden: bool,
    /// Per background question, per group.
    pub(super) groups: Vec<Vec<SeenGroup>>,
}

/// Everything that was counted.
pub(super) struct Raw<'r, 'p> {
    pub(super) plan: &'p Plan,
    pub(super) respondents: u64,
    pub(super) questions: &'r [RawQuestion<'p>],
    pub(super) crossings: &'r [RawCrossing],
    pub(super) themes: &'r [RawTheme<'p>],
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
    Release::new(&decide(plan, tally), population).results()
}

/// What may be seen of everything that was counted.
pub(super) fn decide<'p>(plan: &'p Plan, tally: &'p Tally) -> Decided<'p> {
    let (questions, mut crossings) = (one_way(plan, tally), crossings(plan, tally));
    let themes = themes(plan, tally);
    let raw = Raw {
        plan,
        respondents: tally.rows,
        questions: &questions,
        crossings: &crossings,
        themes: &themes,
    };
    let margins = Margins::that_give_nothing_away(&raw);
    let patterns: Vec<Option<Pattern>> = crossings
        .iter()
        .map(|crossing| see_crossing(&raw, crossing, &margins.questions))
        .collect();
    let mut seen_themes = margins.themes;
    for (theme, seen) in themes.iter().zip(&mut seen_themes) {
        seen.groups = see_groups(&raw, theme, seen, (&margins.questions, &patterns));
    }
    let whole = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(Pattern::is_whole);
    let mut shown: Vec<_> = crossings
        .iter_mut()
        .zip(&patterns)
        .filter(|(_, pattern)| whole(pattern))
        .map(|(crossing, _)| crossing)
        .collect();
    adjust(&mut shown);
    Decided {
        plan,
        tally,
        questions: questions.into_iter().zip(margins.questions).collect(),
        crossings: crossings.into_iter().zip(patterns).collect(),
        themes: themes.into_iter().zip(seen_themes).collect(),
    }
}

/// What may be seen of a question when these levels are withheld; when all are, nothing at all.
pub(super) fn see_question(raw: &Raw<'_, '_>, index: usize, withheld: &[bool]) -> SeenQuestion {
    let question = &raw.questions[index];
    let levels = question.counts.len();
    let all_withheld = levels > 0 && !withheld.contains(&false);
    if raw.respondents < BASE || all_withheld {
        return SeenQuestion::nothing([false; 4], levels);
    }
    let statuses = protect_statuses(question.statuses, BASE);
    let valid = question.statuses[0];
    if (1..BASE).contains(&valid) {
        return SeenQuestion::nothing(statuses, levels);
    }
    if let Source::Ticked { none_is_valid, .. } = question.plan.source {
        let levels = protect_ticks(&question.counts, withheld, valid, !none_is_valid);
        return SeenQuestion {
            levels,
            ..SeenQuestion::nothing(statuses, 0)
        };
    }
    let table = level_table(question, deciding_theme(raw.plan, index).as_deref());
    let seen = table.protect(withheld);
    let sum = |at: usize| seen.sums.get(at).copied().unwrap_or(false);
    SeenQuestion {
        statuses,
        // The mean of a scale is one more sum over its levels; that of a number is over values that are not shown.
        mean: if question.plan.question.kind == Kind::Number {
            !question.is_dominated
        } else {
            !seen.hides_any()
        },
        bottom: question.ends.is_some() && sum(4),
        top: question.ends.is_some() && sum(5),
        events: sum(0),
        burden: sum(1) && sum(2) && sum(3),
        levels: seen.levels.clone(),
        table: Some((table, seen)),
    }
}

impl SeenQuestion {
    /// The sums over its levels that are shown.
    pub(super) fn shown_sums(&self) -> Vec<Vec<f64>> {
        let Some((table, seen)) = &self.table else {
            return Vec::new();
        };
        let sums = table.sums.iter().zip(&seen.sums);
        sums.filter(|(_, shown)| **shown)
            .map(|(sum, _)| sum.clone())
            .collect()
    }

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
pub(super) fn deciding_theme(plan: &Plan, question: usize) -> Option<Vec<f64>> {
    plan.themes
        .iter()
        .find_map(|theme| {
            single_question(plan, theme)
                .filter(|(decides, weights)| *decides == question && !weights.is_empty())
        })
        .map(|(_, weights)| weights)
}

/// A crossing with what the one-way tables say beside it; `None` when they say nothing of one of the questions: then no
/// cell follows from the other alone.
pub(super) fn beside(
    raw: &Raw<'_, '_>,
    crossing: &RawCrossing,
    questions: &[SeenQuestion],
) -> Option<TwoWay> {
    let (rows, cols) = (&questions[crossing.question], &questions[crossing.by]);
    // The events of a group are shown beside those of all, or not at all.
    let severities = deciding_theme(raw.plan, crossing.question).unwrap_or_default();
    let event = |row: usize| {
        severities
            .get(row)
            .is_some_and(|severity| *severity >= EVENT)
    };
    (rows.statuses[0] && cols.statuses[0]).then(|| TwoWay {
        extended: crossing.extended.clone(),
        row_known: rows.levels.clone(),
        col_known: cols.levels.clone(),
        row_sums: rows.shown_sums(),
        col_sums: cols.shown_sums(),
        events: (0..rows.levels.len())
            .map(|row| rows.events && event(row))
            .collect(),
        sensitive: (0..rows.levels.len()).map(event).collect(),
        rules: Rules::ROUND,
    })
}

fn see_crossing(
    raw: &Raw<'_, '_>,
    crossing: &RawCrossing,
    questions: &[SeenQuestion],
) -> Option<Pattern> {
    let table = beside(raw, crossing, questions)?;
    let levels = questions[crossing.question].levels.len();
    if table.value(levels, questions[crossing.by].levels.len()) < BASE {
        return None;
    }
    table.protect().ok()
}

/// What may be seen of a theme as a whole, beside its questions.
pub(super) fn see_theme(
    raw: &Raw<'_, '_>,
    theme: &RawTheme<'_>,
    questions: &[SeenQuestion],
) -> SeenTheme {
    let n = theme.n >= BASE;
    let parts = n
        && !is_small(theme.events)
        && !is_small(theme.n - theme.events)
        && !tells_of_one_question(raw, theme, questions);
    let (events, burden) = match deciding(raw, theme.plan, questions) {
        Some((events, burden)) => (parts && events, parts && burden),
        None => (
            parts,
            parts && items_allow_burden(raw.plan, theme.plan, questions),
        ),
    };
    SeenTheme {
        n,
        events,
        burden,
        groups: Vec::new(),
    }
}

/// What the one question behind a theme lets see of its events and burden.
fn deciding(
    raw: &Raw<'_, '_>,
    theme: &ThemePlan,
    questions: &[SeenQuestion],
) -> Option<(bool, bool)> {
    let (question, weights) = single_question(raw.plan, theme)?;
    let seen = questions.get(question)?;
    if !matches!(raw.questions[question].plan.source, Source::Ticked { .. }) {
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
fn items_allow_burden(plan: &Plan, theme: &ThemePlan, questions: &[SeenQuestion]) -> bool {
    let tables: Vec<_> = theme
        .items
        .iter()
        .filter_map(|item| {
            let seen = questions.get(item.question)?;
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
pub(super) fn exclusive_question(raw: &Raw<'_, '_>, theme: &ThemePlan) -> Option<usize> {
    let (question, weights) = single_question(raw.plan, theme)?;
    let is_crossed = raw.questions.get(question)?.plan.is_crossed();
    (is_crossed && !weights.is_empty()).then_some(question)
}

/// Whether a theme of several questions is nearly one question with a hidden level: too few answered another one too,
/// so that its events are those of that question.
fn tells_of_one_question(
    raw: &Raw<'_, '_>,
    theme: &RawTheme<'_>,
    questions: &[SeenQuestion],
) -> bool {
    let items = theme.plan.items.iter().map(|item| {
        let valid = raw.questions[item.question].statuses[0];
        (valid, questions[item.question].levels.contains(&false))
    });
    theme.plan.items.len() > 1 && nearly_one(&items.collect::<Vec<_>>(), theme.n)
}

/// Of each item how many answered it and whether it hides anything; `n` answered at least one. Two items were both
/// answered by at least their numbers together less `n`.
pub(super) fn nearly_one(items: &[(u64, bool)], n: u64) -> bool {
    items.iter().enumerate().any(|(at, (valid, hides))| {
        let others = items.iter().enumerate().filter(|(other, _)| *other != at);
        let both = others.map(|(_, (other, _))| (valid + other).saturating_sub(n));
        *hides && *valid > 0 && both.max().unwrap_or(0) < BASE
    })
}
