//! What was done so that everyone can use these pages, and where to say that something does not work.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::wrap;
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::state::App;

/// `GET /COUNCIL/toegankelijkheid`
pub async fn show(State(app): State<App>, Path(council): Path<String>) -> Result<Markup, Failure> {
    Ok(page(&*app.council(&council).await?))
}

/// The page.
pub fn page(council: &ClientCouncil) -> Markup {
    let contact = &council.profile.contact;
    wrap(
        council,
        "Toegankelijkheid",
        html! {
            div.ab-stack {
                h1 { "Toegankelijkheid" }
                p.ab-lead { "Iedereen moet mee kunnen doen. Ook als u slecht ziet, niet goed kunt typen of een oude telefoon heeft." }
                h2 { "Wat wij daarvoor doen" }
                ul {
                    li { "U kunt alles met het toetsenbord doen." }
                    li { "Een schermlezer leest de vragen en de fouten voor." }
                    li { "De letters zijn groot. U kunt ze nog groter maken." }
                    li { "De bladzijden werken zonder cookies en zonder scripts." }
                    li { "Wij schrijven korte zinnen, op taalniveau B1." }
                }
                h2 { "Wat nog niet is gedaan" }
                p { "Een onafhankelijk bureau heeft deze bladzijden nog niet bekeken. Wij volgen de regels van WCAG 2.2, niveau A en AA. Er is nog geen officiële toegankelijkheidsverklaring." }
                h2 { "Werkt er iets niet voor u?" }
                p {
                    "Vertel het ons."
                    @if !contact.phone.is_empty() { " Bel " bdi { (contact.phone) } "." }
                    @if !contact.mail.is_empty() { " Of mail naar " a href={ "mailto:" (contact.mail) } { (contact.mail) } "." }
                    " Wij vullen een vragenlijst ook samen met u in."
                }
            }
        },
    )
}
