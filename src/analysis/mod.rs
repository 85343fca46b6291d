//! From responses to tables, disclosure control and knelpunten. Numbers are computed once, here.
//!
//! [`analyse`] counts columns in one pass ([`tally`]), works out tables and themes as counted, and lets through what
//! [`disclosure`] allows: only that becomes [`results::Results`]. Signals are no sample and have their own door
//! ([`signals`]). Not here: sentences about numbers (`text`), formulas of statistics (`stats`).

pub mod disclosure;
pub mod priority;
pub mod reach;
pub mod results;
pub mod signals;
pub mod waves;

mod chances;
mod classify;
mod complete;
mod differences;
mod plan;
mod rank_test;
mod scales;
mod tables;
mod tally;
mod theme_plan;
mod themes;

use crate::domain::answer::Response;
use crate::domain::code_book::CodeBook;
use crate::domain::segment::{Segment, Segments};

use plan::Plan;
use results::Results;
use tally::Tally;
pub use theme_plan::TooManySeverities;

/// Why there are no results.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnalysisError {
    /// The questionnaire asks what can't be counted.
    #[error(transparent)]
    Severities(#[from] TooManySeverities),
    /// More people answered than there are.
    #[error(
        "{responses} responses, but a population of {population}: the population can't be smaller"
    )]
    Population {
        /// Number of responses.
        responses: u64,
        /// Number of people from whom they were drawn, as given.
        population: u64,
    },
}

/// Analyses responses that stand in columns, one segment at a time. `population` is the number of people who were
/// invited, when the respondents can be seen as a draw from them; intervals then have finite population correction.
///
/// # Errors
/// [`AnalysisError`].
pub fn analyse(
    code_book: &CodeBook,
    segments: impl Iterator<Item = Segment> + Send,
    population: Option<u64>,
) -> Result<Results, AnalysisError> {
    Ok(Counted::new(code_book, segments, population)?.results())
}

/// As [`analyse`], with the chances of the first places: 10,000 draws, so only where those are printed.
///
/// # Errors
/// [`AnalysisError`].
pub fn analyse_with_chances(
    code_book: &CodeBook,
    segments: impl Iterator<Item = Segment> + Send,
    population: Option<u64>,
) -> Result<Results, AnalysisError> {
    let counted = Counted::new(code_book, segments, population)?;
    let mut results = counted.results();
    chances::chances(&counted.plan, &counted.tally, &mut results);
    Ok(results)
}

/// Everything counted, before disclosure control.
struct Counted {
    plan: Plan,
    tally: Tally,
    population: Option<u64>,
}

impl Counted {
    fn new(
        code_book: &CodeBook,
        segments: impl Iterator<Item = Segment> + Send,
        population: Option<u64>,
    ) -> Result<Self, AnalysisError> {
        let plan = Plan::new(code_book)?;
        let tally = tally::count(&plan, segments);
        match population {
            Some(population) if population < tally.rows => Err(AnalysisError::Population {
                responses: tally.rows,
                population,
            }),
            _ => Ok(Self {
                plan,
                tally,
                population,
            }),
        }
    }

    /// What may be seen.
    fn results(&self) -> Results {
        let mut results = disclosure::pass(&self.plan, &self.tally, self.population);
        differences::find(&self.plan, &self.tally, &mut results);
        results.scales = scales::scales(&self.plan, &self.tally, &results);
        results
    }
}

/// Analyses responses as they are, for rounds too small to keep columns of.
///
/// # Errors
/// [`AnalysisError`].
pub fn analyse_responses<'r>(
    code_book: &CodeBook,
    responses: impl IntoIterator<Item = &'r Response>,
    population: Option<u64>,
) -> Result<Results, AnalysisError> {
    let mut segments = Segments::new(code_book);
    for response in responses {
        segments.push(response);
    }
    analyse(code_book, segments.finish().into_iter(), population)
}
