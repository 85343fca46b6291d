//! The figures of a closed round beside those weighted to the margins that the client council gave.

use jiff::civil::Date;

use super::report::{ReportError, count, questionnaire};
use crate::analysis::results::Results;
use crate::analysis::{Population, analyse};
use crate::domain::definition::Questionnaire;
use crate::domain::margin::Margins;
use crate::stats::response::Outcomes;
use crate::store::{Entry, Round, Store, StoredMargins};
use crate::text::representation::Response;

/// A closed round with its margins.
pub struct Weighed {
    /// What was asked.
    pub questionnaire: Questionnaire,
    /// The newest margins.
    pub stored: Option<StoredMargins>,
    /// What came out, weighted when there are margins.
    pub results: Results,
}

impl Weighed {
    /// Counts a closed round.
    ///
    /// # Errors
    /// [`ReportError`].
    pub async fn of(store: &Store, round: &Round, today: Date) -> Result<Self, ReportError> {
        let questionnaire = questionnaire(store, round).await?;
        let stored = store.margins(&round.id).await?;
        let given = stored.as_ref().filter(|stored| !stored.lines.is_empty());
        // What is stored fitted this very questionnaire when it was given.
        let margins = given.and_then(|it| Margins::new(&questionnaire, it.unit, &it.lines).ok());
        let results = count(
            store,
            (round, today),
            &questionnaire,
            move |book, segments, population| {
                let margins = margins.as_ref();
                analyse(
                    book,
                    segments,
                    Population {
                        margins,
                        ..population
                    },
                )
            },
        )
        .await?;
        Ok(Self {
            questionnaire,
            stored,
            results,
        })
    }
}

/// The response of a round. Only of a round that asks for codes: with an open link nobody knows who was invited.
pub fn response(round: &Round, results: &Results) -> Response {
    let invited = round.invited.filter(|_| round.entry == Entry::Code);
    let counts = results.completed.zip(results.respondents).zip(invited);
    let rate = counts.and_then(|((completed, respondents), invited)| {
        let outcomes = Outcomes {
            complete: completed,
            partial: respondents.checked_sub(completed)?,
            not_reached: invited.checked_sub(respondents)?,
            ..Outcomes::default()
        };
        outcomes.rates(1.0).response_1
    });
    Response {
        invited,
        rate,
        completed: results.completed,
    }
}
