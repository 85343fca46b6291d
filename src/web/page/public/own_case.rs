//! "Hulp bij uw eigen zaak": the client council solves no personal cases, so it says who does.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::wrap;
use crate::text::list;
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::state::App;

/// `GET /COUNCIL/hulp`
pub async fn show(State(app): State<App>, Path(council): Path<String>) -> Result<Markup, Failure> {
    Ok(page(&*app.council(&council).await?))
}

/// The page.
pub fn page(council: &ClientCouncil) -> Markup {
    wrap(
        council,
        "Hulp bij uw eigen zaak",
        html! {
            div.ab-stack {
                h1 { "Hulp bij uw eigen zaak" }
                p.ab-lead { (list::capitalised(council.word())) " lost geen persoonlijke zaken op. Wij kijken of meer mensen er last van hebben. Hier krijgt u wel hulp." }
                @for help in &council.profile.help {
                    h2 { (help.title.get("nl")) }
                    p { (help.text.get("nl")) }
                }
                @if let Some(form) = council.signal_form() {
                    div.ab-note {
                        h2 { "Wilt u dat wij het ook weten?" }
                        p { a href=(council.paths().form(&form.questionnaire.id, None)) { "Laat een signaal achter" } ". Zo zien wij of meer mensen er last van hebben." }
                    }
                }
            }
        },
    )
}
