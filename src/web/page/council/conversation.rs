//! What whoever left a signal sees with its code: where it stands, an answer, one question, and the municipality's reaction.
//! Writing is for chair and secretary; every member reads it.

use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};

use super::signal;
use crate::domain::role::Role;
use crate::domain::signal::SignalStatus;
use crate::store::{Conversation, Signal};
use crate::web::error::Failure;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::parts;

const STATUS: &str = "status";
const ANSWER: &str = "antwoord";
const QUESTION: &str = "vraag";
const REACTION: &str = "reactie";
/// The version of the signal that the writer saw.
const VERSION: &str = "versie";
/// Button that takes in a signal that was set apart.
const TAKE_IN: &str = "neem";
/// Longest text, in characters.
const MOST: usize = 4_000;

/// `POST /COUNCIL/werk/signalen/ID/antwoord`
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Redirect, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_answer)?;
    let mut signal = signal::find(&app, volunteer, &id).await?;
    let (council, actor) = (&volunteer.council.id, volunteer.actor(&app));
    signal.version = sent
        .fields
        .text(VERSION)
        .parse()
        .map_err(|_| Failure::Malformed)?;
    if sent.fields.has(TAKE_IN) {
        signal.suspicion = None;
        app.store().assess_signal(council, &signal, actor).await?;
    } else {
        let text = |name| written(sent.fields.text(name));
        let said = Conversation {
            answer: text(ANSWER)?,
            question: text(QUESTION)?,
            reply: String::new(),
            reaction: text(REACTION)?,
        };
        let status = SignalStatus::from_word(sent.fields.text(STATUS)).ok_or(Failure::Malformed)?;
        status.word().clone_into(&mut signal.status);
        app.store().say(council, &signal, &said, actor).await?;
    }
    Ok(Redirect::to(&volunteer.council.paths().signal(&id)))
}

fn written(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.chars().count() > MOST || text.contains('\0') {
        return Err(Failure::TooLarge);
    }
    Ok(text.to_owned())
}

/// The part of a signal's page about it.
pub fn section(volunteer: &Volunteer, signal: &Signal, said: &Conversation) -> Markup {
    html! {
        section.ab-stack aria-labelledby="met-de-code" {
            h2 #met-de-code { "Wat de inwoner ziet met de code" }
            p.ab-muted { "Wie een signaal gaf, heeft een code. Met de code ziet die inwoner wat u hier schrijft. Niet wat er is verteld, en geen datum." }
            @if volunteer.may(Role::may_answer) { (form(volunteer, signal, said)) } @else { (read(signal, said)) }
        }
    }
}

fn form(volunteer: &Volunteer, signal: &Signal, said: &Conversation) -> Markup {
    let address = volunteer
        .council
        .paths()
        .signal_answer(&signal.id.to_string());
    html! {
        form.ab-stack.ab-form method="post" action=(address) novalidate {
            (parts::token(&volunteer.token))
            input type="hidden" name=(VERSION) value=(signal.version);
            div.ab-field {
                label.ab-label for=(STATUS) { "Hoe ver zijn wij?" }
                select.ab-input #(STATUS) name=(STATUS) {
                    @for status in SignalStatus::ALL { option value=(status.word()) selected[status.word() == signal.status] { (status.word()) } }
                }
            }
            (area(ANSWER, "Ons antwoord", "Korte zinnen, zonder moeilijke woorden. Schrijf geen namen op.", &said.answer))
            @if said.question.is_empty() {
                (area(QUESTION, "Onze vraag aan de inwoner", "U kunt één vraag stellen. Daarna kunt u hem niet meer veranderen. De inwoner kan één keer antwoorden.", ""))
            } @else { (asked(said)) }
            (area(REACTION, "Wat de gemeente ermee doet", "De reactie van het college, als die er is.", &said.reaction))
            div.ab-actions { button.ab-button type="submit" { "Bewaar" } }
        }
    }
}

fn area(name: &str, label: &str, hint: &str, value: &str) -> Markup {
    html! {
        div.ab-field {
            label.ab-label for=(name) { (label) }
            p.ab-hint id={ (name) "-uitleg" } { (hint) }
            textarea.ab-textarea #(name) name=(name) rows="4" aria-describedby={ (name) "-uitleg" } { (value) }
        }
    }
}

/// A question that was asked, and what came back; what may point to a person is taken out.
fn asked(said: &Conversation) -> Markup {
    html! {
        div.ab-stack {
            h3 { "Onze vraag aan de inwoner" }
            (parts::paragraphs(&said.question))
            h3 { "Het antwoord van de inwoner" }
            @if said.reply.is_empty() { p.ab-muted { "Er is nog geen antwoord." } } @else { p dir="auto" { (parts::masked(&said.reply)) } }
        }
    }
}

fn read(signal: &Signal, said: &Conversation) -> Markup {
    html! {
        dl.ab-summary.ab-summary--plain {
            div { dt { "Hoe ver zijn wij?" } dd { (signal.status) } }
            @if !said.answer.is_empty() { div { dt { "Ons antwoord" } dd { (said.answer) } } }
            @if !said.reaction.is_empty() { div { dt { "Wat de gemeente ermee doet" } dd { (said.reaction) } } }
        }
        @if !said.question.is_empty() { (asked(said)) }
    }
}

/// What stands above a signal that is set apart.
pub fn set_apart(volunteer: &Volunteer, signal: &Signal) -> Markup {
    let address = volunteer
        .council
        .paths()
        .signal_answer(&signal.id.to_string());
    html! {
        @if let Some(reason) = signal.suspicion {
            div.ab-note.ab-note--attention {
                h2 { "Dit signaal is apart gezet" }
                p { "Reden: " (reason.in_words()) ". Het telt nu nergens mee. Is het een echt signaal? Neem het dan mee." }
                @if volunteer.may(Role::may_answer) {
                    form method="post" action=(address) {
                        (parts::token(&volunteer.token))
                        input type="hidden" name=(VERSION) value=(signal.version);
                        button.ab-button.ab-button--small type="submit" name=(TAKE_IN) value="1" { "Neem mee als echt signaal" }
                    }
                }
            }
        }
    }
}
