//! Two entries of one form that differ: only the differences, side by side. The second volunteer decides with the paper in
//! hand.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response as HttpResponse};
use maud::{Markup, html};

use super::enter::{done, hidden};
use super::keys::{problems, sentence};
use super::take::{Taken, count, first};
use super::{Desk, Ticket};
use crate::domain::answer::Response;
use crate::domain::definition::Question;
use crate::domain::paper::number_of;
use crate::text::interface::phrases;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::form::keyed::{Decision, Slip, decided, differences};
use crate::web::page::council::wrap;
use crate::web::page::resident::check::in_words;
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;

/// Name of the button that sends the decisions.
pub const DECIDE: &str = "kies";
const FIRST: &str = "eerste";
const SECOND: &str = "tweede";

/// What the page shows.
pub struct Model<'a> {
    /// Where and by whom.
    pub desk: &'a Desk,
    /// Which form.
    pub ticket: &'a Ticket,
    /// The first entry.
    pub first: &'a Response,
    /// The second.
    pub second: &'a Response,
    /// What was keyed the second time, to be sent along.
    pub keyed: &'a Fields,
    /// Differences that still need a decision.
    pub slips: &'a [(String, Slip)],
}

fn choice_name(question: &str) -> String {
    format!("kies[{question}]")
}

fn again_name(question: &str) -> String {
    format!("kies-opnieuw[{question}]")
}

/// What the page sent for a question.
fn decision(fields: &Fields, question: &Question) -> Option<Decision> {
    let again = fields.text(&again_name(&question.id)).trim();
    if !again.is_empty() {
        return Some(Decision::Again(again.to_owned()));
    }
    match fields.text(&choice_name(&question.id)) {
        FIRST => Some(Decision::First),
        SECOND => Some(Decision::Second),
        _ => None,
    }
}

/// The decisions were sent: the answers count, or the page comes again.
///
/// # Errors
/// When the store can't be used.
pub async fn decide(
    app: &App,
    desk: &Desk,
    ticket: &Ticket,
    (second, fields): (&Response, &Fields),
) -> Result<HttpResponse, Failure> {
    let Some((by, first)) = first(app, desk, ticket).await? else {
        // Sent twice: what the first sending did stands.
        return done(desk, ticket, &Taken::Already);
    };
    if by == desk.volunteer.staff.login {
        return done(desk, ticket, &Taken::OwnFirst);
    }
    let again = |status, slips: &[(String, Slip)]| {
        let model = Model {
            desk,
            ticket,
            first: &first,
            second,
            keyed: fields,
            slips,
        };
        (status, page(&model)).into_response()
    };
    let pair = (&first, second);
    let decided = decided(desk.questionnaire(), pair, |question| {
        decision(fields, question)
    });
    match decided {
        Err(slips) => Ok(again(StatusCode::UNPROCESSABLE_ENTITY, &slips)),
        Ok(response) => match count(app, desk, ticket, &response).await? {
            Taken::NotStored => Ok(again(StatusCode::SERVICE_UNAVAILABLE, &[])),
            taken => done(desk, ticket, &taken),
        },
    }
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let desk = model.desk;
    let questionnaire = desk.questionnaire();
    let different = differences(questionnaire, model.first, model.second);
    let wrong = problems(questionnaire, model.slips);
    let title = if wrong.is_empty() {
        "Verschillen"
    } else {
        "Fout: verschillen"
    };
    let main = html! {
        div.ab-stack.ab-form {
            @if !wrong.is_empty() { (parts::error_summary(phrases("nl"), &wrong)) }
            h1 { "De twee invoeren verschillen" }
            p.ab-lead { "Lijst " (model.ticket.shown) ". Kijk op het papier en kies bij elke vraag wat er staat." }
            form.ab-stack method="post" action=(desk.address()) novalidate autocomplete="off" {
                (parts::token(&desk.volunteer.token))
                (hidden(model.keyed))
                @for question in &different { (difference(model, question)) }
                div.ab-actions { button.ab-button type="submit" name=(DECIDE) value="1" { "Bewaar mijn keuzes" } }
            }
        }
    };
    wrap(&desk.volunteer, Place::Paper, title, main)
}

fn difference(model: &Model<'_>, question: &Question) -> Markup {
    let number = number_of(model.desk.questionnaire(), &question.id).unwrap_or(0);
    let chosen = decision(model.keyed, question);
    let slip = model.slips.iter().find(|(id, _)| *id == question.id);
    let again = match &chosen {
        Some(Decision::Again(keys)) => keys.as_str(),
        _ => "",
    };
    let side = |value: &str, decision: &Decision, who: &str, response: &Response, id| {
        html! {
            label.ab-option {
                input.ab-choice type="radio" id=[id] name=(choice_name(&question.id)) value=(value) checked[chosen.as_ref() == Some(decision)];
                span { small.ab-muted { (who) } br; bdi { (words(response, question)) } }
            }
        }
    };
    html! {
        fieldset.ab-card.ab-field--error[slip.is_some()] {
            legend.ab-label { (number) ". " (question.text.get("nl")) }
            @if let Some((_, slip)) = slip { p.ab-error { (decision_sentence(slip, question)) } }
            div.ab-cols {
                (side(FIRST, &Decision::First, "Eerste invoer", model.first, Some(&question.id)))
                (side(SECOND, &Decision::Second, "Uw invoer", model.second, None))
            }
            label.ab-own { span { "Geen van beide? Typ hier opnieuw:" }
                input.ab-input type="text" name=(again_name(&question.id)) value=(again) dir="auto" autocomplete="off"; }
        }
    }
}

fn decision_sentence(slip: &Slip, question: &Question) -> String {
    match slip {
        Slip::Keys(crate::domain::paper::Miskeyed::Open) => {
            "Kies wat er op het papier staat.".to_owned()
        }
        other => sentence(other, question),
    }
}

fn words(response: &Response, question: &Question) -> Markup {
    match response.answer(&question.id) {
        Some(answer) => in_words(answer, question, "nl"),
        None => html! { "niets of onleesbaar" },
    }
}
