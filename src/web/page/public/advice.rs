//! An advice that everyone may read: what goes wrong, what the client council proposed, what the college said, what came of it.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::wrap;
use crate::anonymity::random::Id;
use crate::domain::advice::Advice;
use crate::text::{advice as words, date};
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::page::council::advice::one::reply_of;
use crate::web::state::App;

/// `GET /COUNCIL/advies/ID`
pub async fn show(
    State(app): State<App>,
    Path((council, id)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let council = app.council(&council).await?;
    let id: Id = id.parse().map_err(|_| Failure::NotFound)?;
    let found = app.store().advice(&council.id, id).await?;
    let newest = found.into_iter().next().filter(|it| it.content.is_public);
    let newest = newest.ok_or(Failure::NotFound)?;
    Ok(page(&council, &newest.content))
}

/// The page.
pub fn page(council: &ClientCouncil, advice: &Advice) -> Markup {
    let many = advice.recommendations.len();
    wrap(
        council,
        &advice.subject,
        html! {
            div.ab-stack {
                p.ab-kicker { (words::origin(advice.origin)) }
                h1 dir="auto" { (advice.subject) }
                p.ab-lead { "Van wat inwoners vertelden tot wat de gemeente ermee doet." }
                ol.ab-thread {
                    li {
                        h2 { "Dit gaat er niet goed" }
                        @if many == 1 { p dir="auto" { (advice.recommendations[0].problem) } }
                        @else { ul { @for it in &advice.recommendations { li dir="auto" { (it.problem) } } } }
                    }
                    li {
                        @if let Some(sent) = advice.sent { p.ab-date { (date::day(sent)) } }
                        h2 { "Ons advies" }
                        @if !advice.to.is_empty() { p { "Aan: " (advice.to) "." } }
                        ol { @for it in &advice.recommendations { li dir="auto" { (it.proposal) } } }
                    }
                    li {
                        @if let Some(answered) = advice.answered { p.ab-date { (date::day(answered)) } }
                        h2 { "De reactie van het college" }
                        @if advice.replies.is_empty() { p { "Het college heeft nog niet geantwoord." } }
                        @else {
                            dl.ab-summary.ab-summary--plain {
                                @for (it, reply) in advice.recommendations.iter().zip(&advice.replies) { div { dt dir="auto" { (it.proposal) } dd { (reply_of(reply)) } } }
                            }
                        }
                    }
                    li {
                        h2 { "Wat u ervan merkt" }
                        @if advice.effect.is_empty() { p { "Dat weten wij nog niet. Wij blijven het volgen." } }
                        @else { p dir="auto" { (advice.effect) } }
                    }
                }
            }
        },
    )
}
