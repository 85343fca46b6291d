//! Questionnaires on paper: printing numbered forms, keying them in, and getting a device ready for residents.

pub mod differences;
pub mod enter;
pub mod keys;
pub mod overview;
#[cfg(test)]
pub(crate) mod samples;
pub mod take;

use std::sync::Arc;

use jiff::civil::Date;

use crate::anonymity::code::{Code, CodeProblem};
use crate::domain::definition::Questionnaire;
use crate::domain::form_number::{FormNumber, NoFormNumber};
use crate::store::{Entry, Paper, Round, RoundState};
use crate::web::directory::Survey;
use crate::web::error::Failure;
use crate::web::session::Volunteer;
use crate::web::state::App;

/// Name of the field with the number of a form.
pub const NUMBER: &str = "nummer";

/// A survey whose open round is answered on paper, and who keys it in.
pub struct Desk {
    /// Who.
    pub volunteer: Volunteer,
    /// What is asked.
    pub survey: Arc<Survey>,
    /// The open round.
    pub round: Round,
    /// Its paper.
    pub paper: Paper,
}

impl Desk {
    /// The desk of an address.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when the survey has no open round with paper.
    pub async fn at(app: &App, volunteer: Volunteer, questionnaire: &str) -> Result<Self, Failure> {
        let survey = volunteer.council.survey(questionnaire).cloned();
        let survey = survey.ok_or(Failure::NotFound)?;
        let round = open_round(&survey, app.clock().today()).cloned();
        let round = round.ok_or(Failure::NotFound)?;
        let paper = app.store().paper(&round.id).await?;
        Ok(Self {
            paper: paper.ok_or(Failure::NotFound)?,
            volunteer,
            survey,
            round,
        })
    }

    /// What is asked.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.survey.questionnaire
    }

    /// Its address.
    pub fn address(&self) -> String {
        let council = self.volunteer.council.paths();
        council.key_in(&self.questionnaire().id)
    }

    /// Whether forms carry a code instead of a number.
    pub fn has_codes(&self) -> bool {
        self.round.entry == Entry::Code
    }
}

/// The round of a survey that is open today, however one gets in.
pub fn open_round(survey: &Survey, today: Date) -> Option<&Round> {
    let open = |round: &&Round| {
        round.state == RoundState::Open && round.opens <= today && today <= round.closes
    };
    survey.rounds.iter().find(open)
}

/// What names a form: its number, or the code that stands on it.
pub struct Ticket {
    /// As it stands on the paper.
    pub shown: String,
    /// What makes keying it in twice the same as once.
    pub proof: Vec<u8>,
    /// The number, when it is one: of a code nobody may learn whether it was used.
    pub number: Option<FormNumber>,
    /// The code, when it is one.
    pub code: Option<Code>,
}

/// Why there is no form with this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTicket {
    /// Not nine digits, or mistyped.
    Number(NoFormNumber),
    /// No invitation code, or mistyped.
    Code(CodeProblem),
    /// A right number that was not printed for this round, or a code that was not issued in it.
    Unknown,
}

impl Ticket {
    /// The form of a typed number.
    ///
    /// # Errors
    /// When the store can't be read; `Ok(Err)`: what is wrong with the number.
    pub async fn find(
        app: &App,
        desk: &Desk,
        typed: &str,
    ) -> Result<Result<Self, NoTicket>, Failure> {
        if desk.has_codes() {
            return Self::of_code(app, desk, typed).await;
        }
        let number = match FormNumber::read(typed) {
            Ok(number) => number,
            Err(wrong) => return Ok(Err(NoTicket::Number(wrong))),
        };
        if !app.store().is_form_of(&desk.round.id, &number).await? {
            return Ok(Err(NoTicket::Unknown));
        }
        Ok(Ok(Self {
            shown: number.to_string(),
            proof: number.as_proof(),
            number: Some(number),
            code: None,
        }))
    }

    async fn of_code(
        app: &App,
        desk: &Desk,
        typed: &str,
    ) -> Result<Result<Self, NoTicket>, Failure> {
        let code = match Code::read(typed) {
            Ok(code) => code,
            Err(problem) => return Ok(Err(NoTicket::Code(problem))),
        };
        if !app.store().knows_code(&desk.round.id, &code).await? {
            return Ok(Err(NoTicket::Unknown));
        }
        Ok(Ok(Self {
            shown: code.printed(),
            proof: code.as_bytes().to_vec(),
            number: None,
            code: Some(code),
        }))
    }
}
