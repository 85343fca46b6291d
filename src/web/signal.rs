//! From a filled-in signal form, of the website or the spreekuur, to the row in the register.

use jiff::civil::Date;

use super::directory::{ClientCouncil, Survey};
use crate::domain::answer::{Answer, Response};
use crate::domain::id::QuestionnaireId;
use crate::domain::signal::Subject;
use crate::store::{Contact, NewSignal, StoreError};

/// The question with the day of a talk at the spreekuur.
pub const DAY: &str = "datum";

/// What was told, and with which form.
pub struct Told<'a> {
    /// The form.
    pub survey: &'a Survey,
    /// The answers, without contact details.
    pub response: &'a Response,
    /// Contact details, when they were given.
    pub contact: Option<&'a str>,
    /// Today.
    pub today: Date,
}

/// The new row of the register.
///
/// # Errors
/// When the answers can't be written; checked answers always can.
pub fn new(council: &ClientCouncil, told: &Told<'_>) -> Result<NewSignal, StoreError> {
    let unreadable = |what| StoreError::Unreadable { what };
    let questionnaire = &told.survey.questionnaire;
    Ok(NewSignal {
        client_council: council.id.clone(),
        channel: questionnaire.channel,
        day: day(told),
        questionnaire: QuestionnaireId::new(&questionnaire.id)
            .map_err(|_| unreadable("a questionnaire's id"))?,
        questionnaire_version: told.survey.version,
        answers: told
            .response
            .to_body()
            .map_err(|_| unreadable("a checked response"))?,
        subject: Subject::of(questionnaire, told.response),
        contact: told.contact.map(|details| Contact {
            details: details.to_owned(),
            erase: council.profile.retention.contact_goes(told.today),
        }),
    })
}

/// The day of the talk, as the volunteer wrote it; of a signal from the website the store keeps the week alone.
fn day(told: &Told<'_>) -> Date {
    match told.response.answer(DAY) {
        Some(Answer::Date(day)) => *day,
        _ => told.today,
    }
}
