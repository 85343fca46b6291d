//! Where the college answers an advice: behind a link, without an account and without a cookie.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::wrap;
use crate::domain::advice::{Advice, Stage};
use crate::store::{Actor, ErrorKind, StoredAdvice};
use crate::text::{advice as words, date};
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::page::council::advice::one::reply_of;
use crate::web::page::council::advice::reply::{Problem, cards, mistakes, read};
use crate::web::session::check_origin;
use crate::web::state::App;

/// What the form shows.
pub struct Model<'a> {
    /// The client council.
    pub council: &'a ClientCouncil,
    /// The advice.
    pub advice: &'a Advice,
    /// What was typed.
    pub typed: &'a Fields,
    /// What is wrong.
    pub problems: &'a [Problem],
    /// Where it is sent.
    pub address: &'a str,
}

/// `GET /COUNCIL/reactie/TOKEN`
pub async fn show(
    State(app): State<App>,
    Path((council, token)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let council = app.council(&council).await?;
    let advice = find(&app, &council, &token).await?.content;
    Ok(match advice.stage {
        Stage::Answered => thanks(&council, &advice),
        _ => page(&Model {
            council: &council,
            advice: &advice,
            typed: &Fields::default(),
            problems: &[],
            address: &council.paths().reaction(&token),
        }),
    })
}

async fn find(app: &App, council: &ClientCouncil, token: &str) -> Result<StoredAdvice, Failure> {
    let today = app.clock().today();
    let found = app
        .store()
        .advice_of_link(&council.id, token, today)
        .await?;
    found
        .filter(|it| it.content.stage >= Stage::Sent)
        .ok_or(Failure::NotFound)
}

/// `POST /COUNCIL/reactie/TOKEN`
pub async fn submit(
    State(app): State<App>,
    Path((council, token)): Path<(String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    check_origin(&headers)?;
    let council = app.council(&council).await?;
    let advice = find(&app, &council, &token).await?;
    // What was sent before stays: the client council changes it when the college asks.
    if advice.content.stage == Stage::Answered {
        return Ok(thanks(&council, &advice.content).into_response());
    }
    let today = app.clock().today();
    match read(&advice.content, &fields, today) {
        Ok(new) => {
            let actor = Actor {
                login: "college",
                at: app.clock().now(),
            };
            match app
                .store()
                .change_advice(&advice, &new, (actor, today))
                .await
            {
                // Sent twice at once: the first one counts.
                Err(error) if error.kind() == ErrorKind::Conflict => {
                    let stored = find(&app, &council, &token).await?;
                    Ok(thanks(&council, &stored.content).into_response())
                }
                Err(error) => Err(error.into()),
                Ok(()) => Ok(thanks(&council, &new).into_response()),
            }
        }
        Err(problems) => {
            let again = page(&Model {
                council: &council,
                advice: &advice.content,
                typed: &fields,
                problems: &problems,
                address: &council.paths().reaction(&token),
            });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}

/// The page after sending.
pub fn thanks(council: &ClientCouncil, advice: &Advice) -> Markup {
    wrap(
        council,
        "Reactie ontvangen",
        html! {
            div.ab-stack {
                h1 { "Dank u. Uw reactie is binnen" }
                p { "De raad leest haar en vertelt inwoners wat er met het advies gebeurt. Wilt u iets veranderen? Neem dan contact op met de raad." }
                @for (at, reply) in advice.replies.iter().enumerate() {
                    section.ab-stack { h2 { "Aanbeveling " (at + 1) } (reply_of(reply)) }
                }
            }
        },
    )
}

/// The form.
pub fn page(model: &Model<'_>) -> Markup {
    let advice = model.advice;
    let title = if model.problems.is_empty() {
        "Reactie op een advies"
    } else {
        "Fout: Reactie op een advies"
    };
    wrap(
        model.council,
        title,
        html! {
            div.ab-stack.ab-form {
                (mistakes(model.problems))
                p.ab-kicker { (words::origin(advice.origin)) @if let Some(sent) = advice.sent { " · verstuurd op " (date::day(sent)) } }
                h1 dir="auto" { (advice.subject) }
                p.ab-lead { "Wilt u per aanbeveling zeggen wat het college ermee doet? Neemt het college haar niet of maar deels over, dan hoort daar een reden bij." }
                p { "De raad laat uw antwoord zien aan inwoners." }
                form.ab-stack.ab-stack--wide method="post" action=(model.address) novalidate {
                    (cards(advice, model.typed, model.problems))
                    div.ab-actions { button.ab-button type="submit" { "Verstuur de reactie" } }
                }
            }
        },
    )
}
