//! How sure the first places are, by drawing respondents anew (analysis.md 9): not for very many respondents, of whom the
//! rank sets say enough.
//!
//! Respondents are put in the order of their severities first, so that the draws depend on who answered and not on the
//! order in which answers are stored.

use crate::stats::bootstrap::{DEFAULT_REPLICATES, DEFAULT_SEED, MOST_RESPONDENTS, top_chances};
use crate::stats::rank_set::Scores;

use super::plan::Plan;
use super::results::Results;
use super::tally::Tally;

/// The severity indexes of every respondent, theme by theme; none any more when there are too many to draw from.
#[derive(Debug, Clone)]
pub(super) struct Severities(Option<Vec<Vec<u16>>>);

impl Severities {
    pub(super) fn new(themes: usize) -> Self {
        Self(Some(vec![Vec::new(); themes]))
    }

    /// Adds respondents: a list of the same length a theme.
    pub(super) fn push(&mut self, more: &[Vec<u16>]) {
        let Some(columns) = &mut self.0 else {
            return;
        };
        let rows = columns.first().map_or(0, Vec::len) + more.first().map_or(0, Vec::len);
        if rows > MOST_RESPONDENTS {
            self.0 = None;
            return;
        }
        for (column, more) in columns.iter_mut().zip(more) {
            column.extend_from_slice(more);
        }
    }

    /// Adds what another thread kept.
    pub(super) fn merge(&mut self, other: &Self) {
        match &other.0 {
            Some(more) => self.push(more),
            None => self.0 = None,
        }
    }
}

/// Writes the chance of the first place and of the first three beside each theme that has a place.
pub(super) fn chances(plan: &Plan, tally: &Tally, results: &mut Results) {
    let ranked: Vec<usize> = (0..plan.themes.len())
        .filter(|at| {
            let theme = results
                .themes
                .iter()
                .find(|it| it.theme == plan.themes[*at].id);
            theme.is_some_and(|it| it.rank.is_some())
        })
        .collect();
    let Some(columns) = tally.severities.0.as_ref().filter(|_| ranked.len() > 1) else {
        return;
    };
    let rows = columns.first().map_or(0, Vec::len);
    let mut respondents: Vec<Vec<u16>> = (0..rows)
        .map(|row| ranked.iter().map(|theme| columns[*theme][row]).collect())
        .collect();
    respondents.sort_unstable();
    let scores: Vec<Scores> = ranked
        .iter()
        .enumerate()
        .map(|(place, theme)| {
            let values = &plan.themes[*theme].values;
            let of = |row: &Vec<u16>| values.get(usize::from(row[place])).copied();
            respondents.iter().map(of).collect()
        })
        .collect();
    let Some(found) = top_chances(&scores, DEFAULT_REPLICATES, DEFAULT_SEED) else {
        return;
    };
    for (place, theme) in ranked.iter().enumerate() {
        let id = &plan.themes[*theme].id;
        if let Some(theme) = results.themes.iter_mut().find(|it| &it.theme == id) {
            theme.prob_top1 = Some(found.first[place]);
            theme.prob_top3 = Some(found.first_three[place]);
        }
    }
}
