//! A theme as a small machine: the items of a respondent, one after the other, lead to a theme severity.
//!
//! The theme severity is the mean of the valid items, so it has few different values; each respondent is one index,
//! and everything about themes follows from counts of (pairs of) such indexes.

use std::collections::HashMap;

use crate::domain::definition::{Aspect, Question, Questionnaire};
use crate::domain::theme;

use super::plan::{QuestionPlan, Source};

/// A theme with its items.
#[derive(Debug)]
pub(super) struct ThemePlan {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) items: Vec<ItemPlan>,
    /// The different theme severities, rising.
    pub(super) values: Vec<f64>,
    /// Index in `values` of each last state; `values.len()` when no item was valid.
    pub(super) value_of_state: Vec<u16>,
}

/// One item: a question, or one option of it, that carries the theme and has problem codes.
#[derive(Debug)]
pub(super) struct ItemPlan {
    /// Index in the plan's questions.
    pub(super) question: usize,
    pub(super) aspect: Option<Aspect>,
    pub(super) grave: bool,
    /// Severity of each item class but the first, which is "not valid".
    pub(super) severities: Vec<f64>,
    pub(super) source: ItemSource,
    /// State after this item, by state before it and item class.
    pub(super) transitions: Vec<u16>,
}

/// Where an item's class comes from.
#[derive(Debug)]
pub(super) enum ItemSource {
    /// The item class of each class of the question.
    Class(Vec<u8>),
    /// Item classes of ticked options (index, item class): the most severe counts.
    Ticked(Vec<(usize, u8)>),
    /// The item class of each byte of a column.
    Cell(usize, Box<[u8; 256]>),
}

/// A theme has more different combinations of severities than can be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("theme `{0}` has too many different severities; use fewer, such as 0.5 and 1")]
pub struct TooManySeverities(pub String);

/// Most states of a theme.
const MOST_STATES: usize = 4_096;
/// Severities nearer than this are the same.
const GRAIN: f64 = 1e-9;

/// The themes that have an item, in the order of the questionnaire.
pub(super) fn theme_plans(
    questions: &[QuestionPlan],
    questionnaire: &Questionnaire,
) -> Result<Vec<ThemePlan>, TooManySeverities> {
    let mut plans = Vec::new();
    for id in questionnaire.themes_asked() {
        let known = questionnaire
            .themes
            .iter()
            .chain(theme::codebook())
            .find(|theme| theme.id == id);
        let default_aspect = known.and_then(|theme| theme.aspect);
        let items: Vec<ItemPlan> = questions
            .iter()
            .enumerate()
            .flat_map(|(index, plan)| items(index, plan, id, default_aspect))
            .collect();
        if items.is_empty() {
            continue;
        }
        let name = known.map_or(id, |theme| theme.name.get(questionnaire.source_language()));
        plans.push(compile(id, name, items)?);
    }
    Ok(plans)
}

/// The items of one question for one theme: the question itself, and options with an own theme.
fn items(
    index: usize,
    plan: &QuestionPlan,
    theme: &str,
    default_aspect: Option<Aspect>,
) -> Vec<ItemPlan> {
    let question = &plan.question;
    let mut found = Vec::new();
    if question.theme.as_deref() == Some(theme) {
        if let Source::Steps(column, _, values) = &plan.source {
            return number_item(index, plan, (*column, values), default_aspect)
                .into_iter()
                .collect();
        }
        found.push(problems(question, |option| option.is_none()));
    }
    found.extend((0..question.options.len()).filter_map(|at| {
        let own = question.options[at].theme.as_deref() == Some(theme);
        own.then(|| {
            let code = &question.options[at].code;
            question
                .severity(code)
                .map(|severity| vec![(at, severity)])
                .unwrap_or_default()
        })
    }));
    found
        .into_iter()
        .filter(|problems| !problems.is_empty())
        .map(|problems| item(index, plan, &problems, default_aspect))
        .collect()
}

/// A number whose values count as a problem, such as a mark of 1 to 4.
fn number_item(
    index: usize,
    plan: &QuestionPlan,
    (column, values): (usize, &[f64; 256]),
    default_aspect: Option<Aspect>,
) -> Option<ItemPlan> {
    let problems: Vec<(f64, f64)> = (plan.question.problems.iter())
        .filter_map(|(code, severity)| Some((code.as_str().parse().ok()?, *severity)))
        .collect();
    let (severities, class_of) = severity_classes(problems.iter().map(|(_, severity)| *severity));
    let mut classes = Box::new([0; 256]);
    for (value, class) in values
        .iter()
        .zip(classes.iter_mut())
        .filter(|(value, _)| value.is_finite())
    {
        let problem = problems.iter().find(|(at, _)| (at - value).abs() < GRAIN);
        *class = class_of(problem.map_or(0.0, |(_, severity)| *severity));
    }
    (!problems.is_empty()).then(|| ItemPlan {
        question: index,
        aspect: plan.question.aspect.or(default_aspect),
        grave: plan.question.grave,
        source: ItemSource::Cell(column, classes),
        transitions: Vec::new(),
        severities,
    })
}

/// The different severities, no problem (0) first, and the item class of each.
fn severity_classes(of_problems: impl Iterator<Item = f64>) -> (Vec<f64>, impl Fn(f64) -> u8) {
    let mut severities: Vec<f64> = std::iter::once(0.0).chain(of_problems).collect();
    severities.sort_by(f64::total_cmp);
    severities.dedup_by(|a, b| (*a - *b).abs() < GRAIN);
    let known = severities.clone();
    let class_of = move |severity: f64| {
        let at = known
            .iter()
            .position(|other| (other - severity).abs() < GRAIN)
            .unwrap_or(0);
        u8::try_from(at + 1).unwrap_or(u8::MAX)
    };
    (severities, class_of)
}

/// Problem options (index, severity) whose own theme passes the test.
fn problems(question: &Question, own_theme: impl Fn(Option<&str>) -> bool) -> Vec<(usize, f64)> {
    question
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| own_theme(option.theme.as_deref()))
        .filter_map(|(at, option)| Some((at, question.severity(&option.code)?)))
        .collect()
}

fn item(
    index: usize,
    plan: &QuestionPlan,
    problems: &[(usize, f64)],
    default_aspect: Option<Aspect>,
) -> ItemPlan {
    let (severities, class_of) = severity_classes(problems.iter().map(|(_, severity)| *severity));
    let source = if matches!(plan.source, Source::Ticked { .. }) {
        ItemSource::Ticked(
            problems
                .iter()
                .map(|(at, severity)| (*at, class_of(*severity)))
                .collect(),
        )
    } else {
        let mut classes = vec![0; plan.classes()];
        for (level, class) in plan.levels.iter().zip(&mut classes) {
            let problem = problems.iter().find(|(at, _)| level.option == Some(*at));
            *class = class_of(problem.map_or(0.0, |(_, severity)| *severity));
        }
        ItemSource::Class(classes)
    };
    ItemPlan {
        question: index,
        aspect: plan.question.aspect.or(default_aspect),
        grave: plan.question.grave,
        severities,
        source,
        transitions: Vec::new(),
    }
}

/// Number of valid items and the sum of their severities.
type State = (u32, f64);

fn key((valid, sum): State) -> (u32, i64) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a sum of some severities in 0..=1, in steps of the grain"
    )]
    let sum = (sum / GRAIN).round() as i64;
    (valid, sum)
}

fn compile(id: &str, name: &str, mut items: Vec<ItemPlan>) -> Result<ThemePlan, TooManySeverities> {
    let mut states: Vec<State> = vec![(0, 0.0)];
    for item in &mut items {
        let mut next: Vec<State> = Vec::new();
        let mut known: HashMap<(u32, i64), u16> = HashMap::new();
        for &(valid, sum) in &states {
            let after = std::iter::once((valid, sum))
                .chain(item.severities.iter().map(|s| (valid + 1, sum + s)));
            for state in after {
                if next.len() >= MOST_STATES {
                    return Err(TooManySeverities(id.to_owned()));
                }
                let fresh = u16::try_from(next.len()).unwrap_or(u16::MAX);
                let number = *known.entry(key(state)).or_insert_with(|| {
                    next.push(state);
                    fresh
                });
                item.transitions.push(number);
            }
        }
        states = next;
    }
    let mean = |(valid, sum): State| (valid > 0).then(|| sum / f64::from(valid));
    let mut values: Vec<f64> = states.iter().copied().filter_map(mean).collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| (*a - *b).abs() < GRAIN);
    let index = |state: &State| {
        let found = mean(*state)
            .and_then(|mean| values.iter().position(|value| (value - mean).abs() < GRAIN));
        u16::try_from(found.unwrap_or(values.len())).unwrap_or(u16::MAX)
    };
    let value_of_state = states.iter().map(index).collect();
    Ok(ThemePlan {
        id: id.to_owned(),
        name: name.to_owned(),
        items,
        values,
        value_of_state,
    })
}
