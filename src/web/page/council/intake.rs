//! The intake form of the spreekuur: all questions on one page, filled in by a volunteer together with the resident.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::wrap;
use crate::domain::definition::{Kind, Question};
use crate::domain::entry::Entry;
use crate::domain::violation::Violation;
use crate::text::interface::phrases;
use crate::text::list;
use crate::web::directory::Survey;
use crate::web::error::Failure;
use crate::web::form::filled::{Filled, Outcome};
use crate::web::session::{Sent, Volunteer};
use crate::web::signal::{self, DAY, Told};
use crate::web::state::App;
use crate::web::view::field::{Checked, field};
use crate::web::view::layout::Place;
use crate::web::view::parts;

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
    }))
}

/// `POST /COUNCIL/werk/spreekuur`
pub async fn submit(State(app): State<App>, sent: Sent) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
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
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&model)).into_response());
    }
    take_in(&app, volunteer, &survey, &outcome).await?;
    Ok(kept(volunteer).into_response())
}

async fn take_in(
    app: &App,
    volunteer: &Volunteer,
    survey: &Survey,
    outcome: &Outcome,
) -> Result<(), Failure> {
    let (contact, today) = (outcome.contact.as_deref(), app.clock().today());
    let new = signal::new(
        &volunteer.council,
        &Told {
            survey,
            response: &outcome.response,
            contact,
            today,
        },
    )?;
    app.store()
        .take_in_signal(&new, volunteer.actor(app))
        .await?;
    Ok(())
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

/// After storing. Nothing of the signal stands on it: the next resident may look along.
pub fn kept(volunteer: &Volunteer) -> Markup {
    let council = volunteer.council.paths();
    let main = html! {
        div.ab-stack {
            (parts::done())
            h1 { "Het signaal is bewaard" }
            p.ab-lead { "Het staat bij de signalen, zonder naam. Was er een telefoonnummer of mailadres? Dat staat apart en versleuteld." }
            div.ab-actions {
                a.ab-button href=(council.intake()) { "Nog een signaal" }
                a.ab-button.ab-button--quiet href=(council.signals()) { "Naar de signalen" }
            }
        }
    };
    wrap(volunteer, Place::Intake, "Bewaard", main)
}
