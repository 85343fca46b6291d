//! From margins and the people who answered to weights, or to the reason why there are none.

use crate::domain::margin::{Group, Margin, Margins};
use crate::stats::design::{Cell, Design};
use crate::stats::weights::{Kish, Margin as Categories, RakeError, rake, trim};

use super::super::disclosure::BASE;
use super::super::disclosure::weighted::group_is_known;
use super::super::results::Results;
use super::super::tables::RawQuestion;
use super::cells::{CellPlan, CellTally};

/// Largest weight, the mean being 1.
const CAP: f64 = 5.0;

/// Why margins and answers don't go together. Groups are named by their labels; nothing is said of how many answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// A group of the population in which nobody answered.
    #[error(
        "`{question}`: nobody answered in the group `{group}`, which the population has; merge it with another (`a+b`)"
    )]
    EmptyGroup {
        /// Question id.
        question: String,
        /// The group.
        group: String,
    },
    /// A group that the population does not have.
    #[error(
        "`{question}`: the group `{group}` has a share of 0, but people in it answered; give its share, or merge it with another (`a+b`)"
    )]
    NoShare {
        /// Question id.
        question: String,
        /// The group.
        group: String,
    },
    /// Fewer people than answered.
    #[error(
        "`{question}`: the population of the group `{group}` is smaller than the number of people who answered in it; correct the count, or give shares"
    )]
    Population {
        /// Question id.
        question: String,
        /// The group.
        group: String,
    },
    /// No weights meet all margins.
    #[error(
        "the margins conflict: no weights meet all of them at once; correct a margin, merge groups, or leave a margin out"
    )]
    Conflict,
    /// More combinations of groups than can be counted.
    #[error("the margins have too many groups together; merge groups, or leave a margin out")]
    TooMany,
    /// Not enough people to weigh.
    #[error("fewer than 10 people answered all questions of the margins; leave a margin out")]
    TooFew,
}

/// Weights that were made.
#[derive(Debug)]
pub(in crate::analysis) struct Fitted {
    pub(in crate::analysis) design: Design,
    pub(in crate::analysis) kish: Kish,
    /// Weight per cell.
    pub(in crate::analysis) weights: Vec<f64>,
    /// Whether weights were cut down to the cap, so that the margins are not met exactly.
    pub(in crate::analysis) trimmed: bool,
}

/// Makes the weights of the cells: raking, then a cap. `questions` are the one-way counts, `results` what is shown
/// of them.
///
/// # Errors
/// [`Misfit`].
pub(in crate::analysis) fn fit(
    margins: &Margins,
    (plan, tally): (&CellPlan, &CellTally),
    (questions, results): (&[RawQuestion<'_>], &Results),
    population: Option<u64>,
) -> Result<Fitted, Misfit> {
    for (margin, member) in margins.iter().zip(&plan.members) {
        // Who tries one number after the other would find the size of a group that is hidden.
        let table = results.questions.get(member.question);
        let counts = &questions[member.question].counts;
        if !table.is_some_and(|table| group_is_known(table, counts, &member.group_of)) {
            continue;
        }
        for (at, group) in margin.groups.iter().enumerate() {
            let answered = answered(counts, &member.group_of, at);
            if group.count.is_some_and(|people| people < answered) {
                return Err(Misfit::population(margin, group));
            }
        }
    }
    let people = &tally.people[..plan.cells];
    if people.iter().sum::<u64>() < BASE {
        return Err(Misfit::TooFew);
    }
    let categories: Vec<Categories> = margins
        .iter()
        .zip(&plan.members)
        .map(|(margin, member)| Categories {
            category: (0..plan.cells).map(|cell| member.group(cell)).collect(),
            share: margin.groups.iter().map(|group| group.share).collect(),
        })
        .collect();
    let raked = rake(people, &categories).map_err(|error| Misfit::raking(margins, error))?;
    let weights = trim(&raked, people, CAP).ok_or(Misfit::Conflict)?;
    let trimmed = weights != raked;
    let cells = weights.iter().zip(people).map(|(weight, people)| Cell {
        weight: *weight,
        people: *people,
        stratum: 0,
        cluster: None,
    });
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of people stay far below 2^53"
    )]
    let population = population.map(|people| people as f64);
    let design = Design::new(cells.collect(), &[population], false);
    // Weights that no longer meet the margins are taken as they are: the margins explain nothing of an answer then.
    let design = match trimmed {
        true => design,
        false => design.and_then(|design| design.calibrated(&categories)),
    };
    Ok(Fitted {
        design: design.map_err(|_| Misfit::Conflict)?,
        kish: Kish::of(&weights, people).ok_or(Misfit::Conflict)?,
        weights,
        trimmed,
    })
}

/// People who answered in a group.
pub(super) fn answered(counts: &[u64], group_of: &[usize], group: usize) -> u64 {
    let levels = counts.iter().zip(group_of);
    levels.filter(|(_, of)| **of == group).map(|(n, _)| n).sum()
}

impl Misfit {
    fn population(margin: &Margin, group: &Group) -> Self {
        Self::Population {
            question: margin.question.clone(),
            group: group.label.clone(),
        }
    }

    fn raking(margins: &Margins, error: RakeError) -> Self {
        let named = |margin: usize, category: usize| {
            let margin = margins.iter().nth(margin - 1)?;
            let group = margin.groups.get(category - 1)?;
            Some((margin.question.clone(), group.label.clone()))
        };
        let found = match error {
            RakeError::EmptyCategory { margin, category } => named(margin, category)
                .map(|(question, group)| Self::EmptyGroup { question, group }),
            RakeError::NoShare { margin, category } => {
                named(margin, category).map(|(question, group)| Self::NoShare { question, group })
            }
            _ => None,
        };
        found.unwrap_or(Self::Conflict)
    }
}
