//! One signal: all that was told, and, for the secretary alone, how to call someone back.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response as HttpResponse};
use maud::{Markup, html};

use super::conversation;
use super::signals::{badges, channel_name, title, when};
use super::wrap;
use crate::anonymity::random::Id;
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::Question;
use crate::domain::role::Role;
use crate::language::personal_data::masked_answer;
use crate::store::{Contact, Conversation, Signal};
use crate::text::date;
use crate::web::error::Failure;
use crate::web::page::resident::check::in_words;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;

const ACTION: &str = "doe";
const OPEN: &str = "toon";
const ERASE: &str = "wis";

/// Whether the resident wants to be called back.
pub enum CallBack {
    /// No details were left, or they were erased.
    None,
    /// There are details; nobody looked yet.
    Closed,
    /// The secretary looked.
    Open(Contact),
}

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// The signal.
    pub signal: &'a Signal,
    /// How to call back.
    pub call_back: CallBack,
    /// What was said to who left it.
    pub said: &'a Conversation,
}

/// `GET /COUNCIL/werk/signalen/ID`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, id)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let signal = find(&app, &volunteer, &id).await?;
    let left = app
        .store()
        .has_contact(&volunteer.council.id, signal.id)
        .await?;
    let call_back = if left {
        CallBack::Closed
    } else {
        CallBack::None
    };
    let said = app
        .store()
        .conversation(&volunteer.council.id, signal.id)
        .await?;
    Ok(page(&Model {
        volunteer: &volunteer,
        signal: &signal,
        call_back,
        said: &said,
    }))
}

/// `POST /COUNCIL/werk/signalen/ID`: opens or erases contact details; the audit trail says who did.
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<HttpResponse, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_open_contact)?;
    let signal = find(&app, volunteer, &id).await?;
    let (council, actor) = (&volunteer.council.id, volunteer.actor(&app));
    match sent.fields.text(ACTION) {
        ERASE => {
            app.store().erase_contact(council, signal.id, actor).await?;
            Ok(Redirect::to(&volunteer.council.paths().signal(&id)).into_response())
        }
        OPEN => {
            let opened = app.store().open_contact(council, signal.id, actor).await?;
            let call_back = opened.map_or(CallBack::None, CallBack::Open);
            let said = app.store().conversation(council, signal.id).await?;
            Ok(page(&Model {
                volunteer,
                signal: &signal,
                call_back,
                said: &said,
            })
            .into_response())
        }
        _ => Err(Failure::Malformed),
    }
}

/// The signal of an address.
///
/// # Errors
/// [`Failure::NotFound`] when there is none of this id in this client council.
pub async fn find(app: &App, volunteer: &Volunteer, id: &str) -> Result<Signal, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::NotFound)?;
    app.store()
        .signal(&volunteer.council.id, id)
        .await?
        .ok_or(Failure::NotFound)
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let (volunteer, signal) = (model.volunteer, model.signal);
    let main = html! {
        div.ab-stack {
            a.ab-back href=(volunteer.council.paths().signals()) { "Alle signalen" }
            p.ab-kicker { (channel_name(signal.channel)) " · " (when(signal)) }
            h1 { (title(signal)) }
            (badges(signal))
            (conversation::set_apart(volunteer, signal))
            div.ab-split {
                section.ab-stack { h2 { "Wat er is verteld" } (told(volunteer, signal)) }
                (call_back(model))
            }
            @if volunteer.may(Role::may_keep_ledger) && signal.suspicion.is_none() {
                div.ab-actions { a.ab-button.ab-button--quiet href=(volunteer.council.paths().new_knelpunt_from(&signal.id.to_string())) { "Maak hier een knelpunt van" } }
            }
            (conversation::section(volunteer, signal, model.said))
        }
    };
    wrap(volunteer, Place::Signals, "Signaal", main)
}

/// Questions and answers; what may point to a person is taken out of texts, except for the reviewer.
fn told(volunteer: &Volunteer, signal: &Signal) -> Markup {
    let reviews = volunteer.may(Role::may_review);
    let response = Response::from_body(&signal.answers).unwrap_or_default();
    let survey = volunteer.council.survey(signal.questionnaire.as_str());
    let questions: Vec<&Question> = survey
        .map(|survey| survey.questionnaire.questions().collect())
        .unwrap_or_default();
    html! {
        dl.ab-summary.ab-summary--plain {
            @for question in questions {
                @if let Some(answer) = response.answer(&question.id) {
                    div {
                        dt { (question.text.get("nl")) }
                        dd dir="auto" { @match answer {
                            Answer::Text(text) | Answer::OwnText(text) if !reviews => (parts::masked(text)),
                            other if !reviews => (in_words(&masked_answer(other), question, "nl")),
                            other => (in_words(other, question, "nl")),
                        } }
                    }
                }
            }
        }
    }
}

fn call_back(model: &Model<'_>) -> Markup {
    let volunteer = model.volunteer;
    let secretary = volunteer.may(Role::may_open_contact);
    let button = |action: &str, label: &str| {
        html! {
            form method="post" action=(volunteer.council.paths().signal(&model.signal.id.to_string())) {
                (parts::token(&volunteer.token))
                button.ab-button.ab-button--quiet.ab-button--small type="submit" name=(ACTION) value=(action) { (label) }
            }
        }
    };
    html! {
        aside.ab-card {
            h2 { "Terugbellen" }
            @match &model.call_back {
                CallBack::None => p { "Deze inwoner vroeg geen antwoord, of de gegevens zijn al gewist." },
                CallBack::Closed if secretary => {
                    p { "Deze inwoner wil een antwoord." }
                    p.ab-small.ab-muted { "Wij schrijven op dat u keek, niet wat er staat." }
                    (button(OPEN, "Toon mail of telefoon"))
                }
                CallBack::Closed => p { "Deze inwoner wil een antwoord. Alleen de secretaris ziet het mailadres of telefoonnummer." },
                CallBack::Open(contact) => {
                    p { b { bdi { (contact.details) } } }
                    p.ab-small { "Heeft u de inwoner gesproken? Wis dit dan. Uiterlijk op " (date::day(contact.erase)) " wissen wij het zelf." }
                    (button(ERASE, "Wis mail of telefoon"))
                }
            }
        }
    }
}
