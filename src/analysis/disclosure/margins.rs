//! What one-way tables give away of their crossings by themselves, whether or not the crossing is shown.
//!
//! Of eleven people ten chose the same answer and five are in one group: then four or five of that group chose it. So
//! before any crossing is looked at, levels of the question are withheld until no small cell follows; when that is not
//! enough, the whole question is. Background questions keep their levels: each of them stands beside every question.

use super::super::plan::Source;
use super::super::tables::{RawCrossing, RawQuestion};
use super::super::themes::{RawTheme, single_question};
use super::door::{
    Raw, SeenQuestion, SeenTheme, beside, exclusive_question, see_question, see_theme,
};
use super::groups::theme_beside;
use super::two_way::Leak;

/// What may be seen of questions and themes without any crossing.
pub(super) struct Margins {
    pub(super) questions: Vec<SeenQuestion>,
    pub(super) themes: Vec<SeenTheme>,
}

impl Margins {
    /// Withholds until nothing follows, also from what was withheld for another crossing. Each round withholds more, and
    /// ends at the latest with nothing.
    pub(super) fn that_give_nothing_away(raw: &Raw<'_, '_>) -> Self {
        let mut withheld: Vec<Vec<bool>> = raw
            .questions
            .iter()
            .map(|question| withheld(raw, question))
            .collect();
        let mut questions: Vec<SeenQuestion> = (0..withheld.len())
            .map(|index| see_question(raw, index, &withheld[index]))
            .collect();
        loop {
            let mut is_safe = true;
            for crossing in raw.crossings {
                let at = crossing.question;
                while let Some(leak) = leak(raw, crossing, &questions) {
                    is_safe = false;
                    withhold_one(raw, crossing, (&questions, leak), &mut withheld[at]);
                    questions[at] = see_question(raw, at, &withheld[at]);
                }
            }
            let themes: Vec<SeenTheme> = raw
                .themes
                .iter()
                .map(|theme| see_safely(raw, theme, &questions))
                .collect();
            for (theme, seen) in raw.themes.iter().zip(&themes) {
                if let Some(at) = ticked_question(raw, theme)
                    .filter(|at| !seen.events && tells(raw, theme, &questions[*at]))
                {
                    is_safe = false;
                    withhold_problems(raw, theme, &mut withheld[at]);
                    questions[at] = see_question(raw, at, &withheld[at]);
                }
            }
            if is_safe {
                return Self { questions, themes };
            }
        }
    }
}

/// Levels that are never shown, whatever was counted: groups of a few people.
fn withheld(raw: &Raw<'_, '_>, question: &RawQuestion<'_>) -> Vec<bool> {
    let id = &question.plan.question.id;
    let is_withheld = |code: &String| {
        let mut groups = raw.plan.withheld.iter();
        groups.any(|(of, group)| of == id && group == code)
    };
    let levels = question.plan.levels.iter();
    let mut withheld: Vec<bool> = levels.map(|level| is_withheld(&level.code)).collect();
    withheld.resize(question.counts.len(), false);
    withheld
}

fn leak(raw: &Raw<'_, '_>, crossing: &RawCrossing, questions: &[SeenQuestion]) -> Option<Leak> {
    beside(raw, crossing, questions)?.leak()
}

/// Withholds the level that is found; when it is hidden already, the one that helps most. A total is the number of
/// people who answered: only withholding everything hides it.
fn withhold_one(
    raw: &Raw<'_, '_>,
    crossing: &RawCrossing,
    (questions, leak): (&[SeenQuestion], Leak),
    withheld: &mut [bool],
) {
    let (at, found) = (crossing.question, leak.row);
    let shown = &questions[at].levels;
    if found == withheld.len() {
        withheld.fill(true);
        return;
    }
    if shown[found] {
        withheld[found] = true;
        return;
    }
    let rest = |level: usize| {
        let mut trial = withheld.to_vec();
        trial[level] = true;
        let mut questions = questions.to_vec();
        questions[at] = see_question(raw, at, &trial);
        self::leak(raw, crossing, &questions).map_or(0.0, |leak| leak.shortfall)
    };
    let counts = &raw.questions[at].counts;
    let best = (0..withheld.len())
        .filter(|level| shown[*level])
        .map(|level| {
            (
                rest(level),
                counts[level] == 0,
                level.abs_diff(found),
                level,
            )
        })
        .min_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    match best {
        Some((.., level)) => withheld[level] = true,
        None => withheld.fill(true),
    }
}

/// A theme as a whole, with its events and then its base withheld where they give away a group's. When it is one question,
/// the crossings of that question were looked at.
fn see_safely(raw: &Raw<'_, '_>, theme: &RawTheme<'_>, questions: &[SeenQuestion]) -> SeenTheme {
    let mut seen = see_theme(raw, theme, questions);
    if exclusive_question(raw, theme.plan).is_some() {
        return seen;
    }
    let leaks = |seen: &SeenTheme| {
        let mut tables = theme.groups.iter();
        tables.any(|(by, table)| {
            theme_beside(table, seen, &questions[*by]).is_some_and(|table| table.leak().is_some())
        })
    };
    if leaks(&seen) {
        (seen.events, seen.burden) = (false, false);
        seen.n = !leaks(&seen);
    }
    seen
}

/// The question with ticks that alone decides a theme.
fn ticked_question(raw: &Raw<'_, '_>, theme: &RawTheme<'_>) -> Option<usize> {
    let (question, _) = single_question(raw.plan, theme.plan)?;
    matches!(raw.questions[question].plan.source, Source::Ticked { .. }).then_some(question)
}

/// Whether a single option says what the theme's events are.
fn tells(raw: &Raw<'_, '_>, theme: &RawTheme<'_>, seen: &SeenQuestion) -> bool {
    let problems = problems(raw, theme);
    problems.len() == 1 && seen.levels[problems[0]]
}

fn withhold_problems(raw: &Raw<'_, '_>, theme: &RawTheme<'_>, withheld: &mut [bool]) {
    problems(raw, theme)
        .into_iter()
        .for_each(|level| withheld[level] = true);
}

/// The options of the theme's question that are a problem.
fn problems(raw: &Raw<'_, '_>, theme: &RawTheme<'_>) -> Vec<usize> {
    let weights =
        single_question(raw.plan, theme.plan).map_or_else(Vec::new, |(_, weights)| weights);
    (0..weights.len())
        .filter(|level| weights[*level] > 0.0)
        .collect()
}
