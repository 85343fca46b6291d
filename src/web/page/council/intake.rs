//! The intake form of the spreekuur: all questions on one page, filled in by a volunteer together with the resident.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::wrap;
use crate::anonymity::random::Id;
use crate::domain::definition::{Kind, Question};
use crate::domain::entry::Entry;
use crate::domain::signal_code::SignalCode;
use crate::domain::violation::Violation;
use crate::text::interface::phrases;
use crate::text::list;
use crate::web::directory::Survey;
use crate::web::error::Failure;
use crate::web::form::filled::Filled;
use crate::web::origin::Origin;
use crate::web::session::{Sent, Volunteer};
use crate::web::signal::{self, DAY, Told};
use crate::web::state::App;
use crate::web::view::field::{Checked, field};
use crate::web::view::layout::Place;
use crate::web::view::{parts, signal_code};

/// Name of the hidden field that makes a double click one signal.
const NONCE: &str = "formulier";

/// What the page shows.
pub struct Model<'a> {
    /// Who fills it in.
    pub volunteer: &'a Volunteer,
    /// The form.
    pub survey: &'a Survey,
    /// What was typed.
    pub filled: &'a Filled,
    /// What is wrong.
    pub violations: &'a [Violation],
    /// Makes sending twice the same as sending once.
    pub nonce: &'a str,
}

/// `GET /COUNCIL/werk/spreekuur`
pub async fn show(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    let survey = form(&volunteer)?;
    let mut filled = Filled::default();
    let today = app.clock().today();
    let typed = format!("{}-{}-{}", today.day(), today.month(), today.year());
    filled.set(
        DAY,
        Entry {
            values: vec![typed],
            other: String::new(),
        },
    );
    Ok(page(&Model {
        volunteer: &volunteer,
        survey: &survey,
        filled: &filled,
        violations: &[],
        nonce: &Id::random().map_err(Failure::internal)?.to_string(),
    }))
}

/// `POST /COUNCIL/werk/spreekuur`
pub async fn submit(
    State(app): State<App>,
    origin: Origin,
    sent: Sent,
) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    let nonce: Id = sent
        .fields
        .text(NONCE)
        .parse()
        .map_err(|_| Failure::Malformed)?;
    let survey = form(volunteer)?;
    let mut filled = Filled::default();
    let all: Vec<&Question> = survey.questionnaire.questions().collect();
    filled.take(&all, &sent.fields);
    let outcome = filled.outcome(&survey.questionnaire, survey.version);
    if !outcome.violations.is_empty() {
        let model = Model {
            volunteer,
            survey: &survey,
            filled: &filled,
            violations: &outcome.violations,
            nonce: &nonce.to_string(),
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&model)).into_response());
    }
    let told = Told {
        survey: &survey,
        response: &outcome.response,
        contact: outcome.contact.as_deref(),
        today: app.clock().today(),
        suspicion: None,
    };
    let new = signal::new(&volunteer.council, &told)?;
    let received = app
        .store()
        .take_in_signal(&new, nonce.as_bytes(), volunteer.actor(&app))
        .await?;
    Ok(kept(volunteer, &received.code, &origin.0).into_response())
}

fn form(volunteer: &Volunteer) -> Result<Arc<Survey>, Failure> {
    volunteer
        .council
        .intake_form()
        .cloned()
        .ok_or(Failure::NotFound)
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let words = phrases("nl");
    let wrong = !model.violations.is_empty();
    let main = html! {
        div.ab-stack.ab-form {
            @if wrong { (parts::error_summary(words, &checked(model).problems(&answered(model)))) }
            h1 { (model.survey.questionnaire.title.get("nl")) }
            p.ab-note { (list::capitalised(model.volunteer.council.word())) " lost geen persoonlijke zaken op. Wij kijken of meer mensen er last van hebben." }
            form.ab-stack.ab-stack--wide method="post" action=(model.volunteer.council.paths().intake()) novalidate {
                (parts::token(&model.volunteer.token))
                input type="hidden" name=(NONCE) value=(model.nonce);
                @for section in &model.survey.questionnaire.sections {
                    section.ab-card.ab-dense {
                        h2 { (section.title.get("nl")) }
                        @if !section.intro.is_empty() { p { (section.intro.get("nl")) } }
                        @for question in &section.questions { (field(&checked(model).field(question))) }
                    }
                }
                div.ab-actions { button.ab-button type="submit" { "Bewaar dit signaal" } }
            }
        }
    };
    wrap(
        model.volunteer,
        Place::Intake,
        if wrong {
            "Fout: spreekuur"
        } else {
            "Spreekuur"
        },
        main,
    )
}

/// The questions that take an answer.
fn answered<'a>(model: &Model<'a>) -> Vec<&'a Question> {
    let all = model.survey.questionnaire.questions();
    all.filter(|question| question.kind != Kind::Note).collect()
}

fn checked<'a>(model: &'a Model<'_>) -> Checked<'a> {
    Checked {
        filled: model.filled,
        violations: model.violations,
        language: "nl",
        words: phrases("nl"),
    }
}

/// After storing, also after storing twice: the code for the resident, to print or copy. Nothing of the signal stands on it: the
/// next resident may look along. `origin`: under which address this server was reached.
pub fn kept(volunteer: &Volunteer, code: &SignalCode, origin: &str) -> Markup {
    let council = volunteer.council.paths();
    let page = if origin.is_empty() {
        String::new()
    } else {
        format!("{origin}{}", council.code(None))
    };
    let main = html! {
        div.ab-stack {
            (parts::done())
            h1 { "Het signaal is bewaard" }
            p.ab-lead { "Het staat bij de signalen, zonder naam. Was er een telefoonnummer of mailadres? Dat staat apart en versleuteld." }
            p { "Geef de inwoner deze code mee. Print de bladzijde, of schrijf de code over. U kunt hem later niet meer opvragen." }
            (signal_code::card(phrases("nl"), code, &page))
            div.ab-actions {
                a.ab-button href=(council.intake()) { "Nog een signaal" }
                a.ab-button.ab-button--quiet href=(council.signals()) { "Naar de signalen" }
            }
        }
    };
    wrap(volunteer, Place::Intake, "Bewaard", main)
}
