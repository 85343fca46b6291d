//! Before the first look at results: what to do with answers that were set apart. A whole reason is taken in or left out. Once
//! someone looked, it is fixed: two tables that differ by a few answers would give those answers away.

use axum::extract::{Path, State};
use axum::response::Redirect;
use maud::{Markup, html};

use super::results::closed_round;
use super::wrap;
use crate::analysis::signals::PublicCount;
use crate::domain::suspicion::Suspicion;
use crate::store::{Apart, Round};
use crate::text::{date, number};
use crate::web::error::Failure;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;

/// Tick boxes; each value is a reason.
const TAKE: &str = "neem";
const ACTION: &str = "doe";
const SHOW: &str = "toon";

/// What of a round waits for a choice.
pub fn undecided(apart: &[Apart]) -> bool {
    apart.iter().any(|reason| !reason.fixed)
}

/// `POST /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND/apart`
pub async fn submit(
    State(app): State<App>,
    Path((_, questionnaire, name)): Path<(String, String, String)>,
    sent: Sent,
) -> Result<Redirect, Failure> {
    let volunteer = &sent.volunteer;
    let round = closed_round(&volunteer.council, &questionnaire, &name).ok_or(Failure::NotFound)?;
    let taken: Vec<Suspicion> = sent
        .fields
        .iter()
        .filter(|(field, _)| *field == TAKE)
        .filter_map(|(_, reason)| Suspicion::from_word(reason))
        .collect();
    let actor = volunteer.actor(&app);
    app.store().choose_apart(&round.id, &taken, actor).await?;
    if sent.fields.text(ACTION) == SHOW {
        app.store().fix_apart(&round.id).await?;
        app.forget_directory();
    }
    let address = volunteer.council.paths().results(&questionnaire, &name);
    Ok(Redirect::to(&address))
}

/// The page.
pub fn page(volunteer: &Volunteer, round: &Round, title: &str, apart: &[Apart]) -> Markup {
    let (questionnaire, name) = (round.id.questionnaire(), round.id.name());
    let address = volunteer
        .council
        .paths()
        .apart(questionnaire.as_str(), &name);
    let main = html! {
        div.ab-stack {
            p.ab-kicker { "Resultaten · vragenlijst gesloten op " (date::day(round.closes)) }
            h1 { (title) }
            p.ab-lead { "Sommige antwoorden kwamen binnen op een manier die mensen bijna nooit gebruiken. Die zijn apart gezet. Tellen ze mee?" }
            form.ab-stack.ab-form method="post" action=(address) novalidate {
                (parts::token(&volunteer.token))
                fieldset.ab-field {
                    legend.ab-label { "Welke antwoorden neemt u mee?" }
                    p.ab-hint { "U ziet niet wat erin staat. Alleen hoeveel het er zijn en waarom ze apart staan." }
                    @for reason in apart {
                        div.ab-option {
                            input type="checkbox" id=(reason.reason.word()) name=(TAKE) value=(reason.reason.word()) checked[reason.taken];
                            label for=(reason.reason.word()) { (count(reason.count)) ": " (reason.reason.in_words()) }
                        }
                    }
                }
                p { "U mag dit veranderen tot iemand de resultaten bekijkt. Daarna staat het vast. Anders kan iemand uit het verschil halen wat een paar mensen antwoordden." }
                div.ab-actions {
                    button.ab-button.ab-button--quiet type="submit" name=(ACTION) value="bewaar" { "Bewaar de keuze" }
                    button.ab-button type="submit" name=(ACTION) value=(SHOW) { "Bewaar en toon de resultaten" }
                }
            }
        }
    };
    wrap(volunteer, Place::Results, title, main)
}

/// A number of answers, as far as it may be known.
pub fn count(count: u64) -> String {
    match PublicCount::of(count) {
        PublicCount::Exact(exact) => format!("{} antwoorden", number::whole(exact)),
        PublicCount::FewerThan(limit) => format!("minder dan {limit} antwoorden"),
    }
}

/// What became of it, for the page with results.
pub fn told(apart: &[Apart]) -> Markup {
    html! {
        @if !apart.is_empty() {
            details.ab-help {
                summary { "Antwoorden die apart zijn gezet" }
                ul { @for reason in apart {
                    li { (count(reason.count)) ": " (reason.reason.in_words()) ". " @if reason.taken { "Meegenomen." } @else { "Niet meegenomen." } }
                } }
            }
        }
    }
}
