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
mod weighting;

use crate::domain::answer::Response;
use crate::domain::code_book::CodeBook;
use crate::domain::margin::Margins;
use crate::domain::segment::{Segment, Segments};

use plan::Plan;
use results::Results;
use tally::Tally;
pub use theme_plan::TooManySeverities;
use weighting::CellPlan;
pub use weighting::Misfit;

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

/// What is known of the people for whom the respondents speak.
#[derive(Debug, Clone, Copy, Default)]
pub struct Population<'m> {
    /// How many were invited, when the respondents can be seen as a draw from them; intervals then have finite
    /// population correction.
    pub size: Option<u64>,
    /// How they divide over groups: to weight by. Margins that don't fit the answers are no error of the analysis: then
    /// the results say so.
    pub margins: Option<&'m Margins>,
    /// Groups of which nothing is shown, as question and code: so few people are in them ([`Margins::small_groups`]).
    pub withheld: &'m [(String, String)],
}

impl From<Option<u64>> for Population<'_> {
    fn from(size: Option<u64>) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }
}

/// Analyses responses that stand in columns, one segment at a time.
///
/// # Errors
/// [`AnalysisError`].
pub fn analyse<'m>(
    code_book: &CodeBook,
    segments: impl Iterator<Item = Segment> + Send,
    population: impl Into<Population<'m>>,
) -> Result<Results, AnalysisError> {
    let population = population.into();
    let counted = Counted::new(code_book, segments, population)?;
    Ok(counted.results(population.margins))
}

/// As [`analyse`], with the chances of the first places: 10,000 draws, so only where those are printed.
///
/// # Errors
/// [`AnalysisError`].
pub fn analyse_with_chances<'m>(
    code_book: &CodeBook,
    segments: impl Iterator<Item = Segment> + Send,
    population: impl Into<Population<'m>>,
) -> Result<Results, AnalysisError> {
    let population = population.into();
    let counted = Counted::new(code_book, segments, population)?;
    let mut results = counted.results(population.margins);
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
        population: Population<'_>,
    ) -> Result<Self, AnalysisError> {
        let mut plan = Plan::new(code_book)?;
        plan.withheld = population.withheld.to_vec();
        plan.cells = population
            .margins
            .and_then(|margins| CellPlan::new(&plan.questions, margins));
        let tally = tally::count(&plan, segments);
        match population.size {
            Some(population) if population < tally.rows => Err(AnalysisError::Population {
                responses: tally.rows,
                population,
            }),
            population => Ok(Self {
                plan,
                tally,
                population,
            }),
        }
    }

    /// What may be seen.
    fn results(&self, margins: Option<&Margins>) -> Results {
        let mut results = disclosure::pass(&self.plan, &self.tally, self.population);
        differences::find(&self.plan, &self.tally, &mut results);
        results.scales = scales::scales(&self.plan, &self.tally, &results);
        if let Some(margins) = margins {
            weighting::add(self, margins, &mut results);
        }
        results
    }
}

/// Whether answers that come after the figures of a round were seen may still be counted: not when the figures before and
/// after together tell of a few people (analysis.md 10, "differencing").
///
/// # Errors
/// [`AnalysisError`].
pub fn late_answers_may_count(
    code_book: &CodeBook,
    released: &[Segment],
    late: &[Segment],
) -> Result<bool, AnalysisError> {
    let plan = Plan::new(code_book)?;
    let before = tally::count(&plan, released.iter().cloned());
    let after = tally::count(&plan, released.iter().chain(late).cloned());
    Ok(disclosure::may_follow(&plan, &before, &after))
}

/// Analyses responses as they are, for rounds too small to keep columns of.
///
/// # Errors
/// [`AnalysisError`].
pub fn analyse_responses<'r, 'm>(
    code_book: &CodeBook,
    responses: impl IntoIterator<Item = &'r Response>,
    population: impl Into<Population<'m>>,
) -> Result<Results, AnalysisError> {
    let mut segments = Segments::new(code_book);
    for response in responses {
        segments.push(response);
    }
    analyse(code_book, segments.finish().into_iter(), population)
}
