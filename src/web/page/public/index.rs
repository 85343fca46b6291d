//! The client councils on this server; with only one, its home.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::state::App;
use crate::web::view::layout::{self, Bare};

/// `GET /`
pub async fn show(State(app): State<App>) -> Result<Response, Failure> {
    let directory = app.directory().await?;
    let councils: Vec<_> = directory.councils.values().cloned().collect();
    match councils.as_slice() {
        [only] => Ok(Redirect::to(&only.paths().home()).into_response()),
        _ => Ok(page(&councils).into_response()),
    }
}

/// The page.
pub fn page(councils: &[Arc<ClientCouncil>]) -> Markup {
    let sample = councils.iter().any(|council| council.sample);
    let main = html! {
        div.ab-stack {
            h1 { "Bij welke gemeente hoort u?" }
            p.ab-lead { "Een cliëntenraad luistert naar inwoners en geeft de gemeente advies. Soms heet zo’n raad anders: cliëntenpanel of klankbordgroep." }
            @if councils.is_empty() { p { "Er is nog geen cliëntenraad op deze server." } }
            ul.ab-list {
                @for council in councils {
                    li { a.ab-card.ab-card--link href=(council.paths().home()) {
                        b { (council.profile.municipality) } span { (council.profile.name) }
                    } }
                }
            }
        }
    };
    layout::bare(&Bare {
        exit: false,
        title: "Cliëntenraden",
        sample,
        main,
    })
}
