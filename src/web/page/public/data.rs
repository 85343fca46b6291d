//! "Over uw gegevens": what is kept of a resident and what is not. The promises are those of the forms, word for word.

use axum::extract::{Path, State};
use maud::{Markup, html};

use super::wrap;
use crate::text::interface::phrases;
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::state::App;

/// `GET /COUNCIL/gegevens`
pub async fn show(State(app): State<App>, Path(council): Path<String>) -> Result<Markup, Failure> {
    Ok(page(&*app.council(&council).await?))
}

/// The page.
pub fn page(council: &ClientCouncil) -> Markup {
    let words = phrases("nl");
    let mail = &council.profile.contact.mail;
    wrap(
        council,
        "Over uw gegevens",
        html! {
            div.ab-stack {
                h1 { "Over uw gegevens" }
                p.ab-lead { "Wij willen weten hoe het met mensen gaat. Niet wie u bent." }
                h2 { "Als u een vragenlijst invult" }
                p { (words.start.kept_answers) }
                p { (words.start.kept_small_groups) }
                p { (words.start.kept_removal) }
                h2 { "Als u een signaal achterlaat" }
                p { (words.signal.kept_answers) }
                h2 { "Als u een antwoord wilt" }
                p { (words.step.contact_hint) " U mag uw toestemming intrekken. Bel of mail ons dan." }
                h2 { "Als u naar het spreekuur komt" }
                p { "Een vrijwilliger schrijft op wat u vertelt, zonder uw naam. Vindt u dat niet goed? Dan gebruiken wij uw verhaal niet in een advies. Wij geven uw naam nooit aan de gemeente." }
                h2 { "Wat wij nooit bewaren" }
                ul {
                    li { "Uw IP-adres, of wat voor telefoon of computer u heeft." }
                    li { "Het tijdstip waarop u iets invulde." }
                    li { "Uw burgerservicenummer. Staat het in uw tekst? Dan vragen wij u om het weg te halen." }
                }
                h2 { "Hoe lang wij iets bewaren" }
                ul {
                    li { "Een mailadres of telefoonnummer: tot wij u gesproken hebben, en hooguit 4 weken." }
                    li { "Open antwoorden en signalen: 24 maanden." }
                    li { "Andere antwoorden: 5 jaar." }
                    li { "Rapporten en adviezen blijven. Daar staat niemand herkenbaar in." }
                }
                h2 { "Bent u het er niet mee eens?" }
                p { (words.start.kept_complaint) @if !mail.is_empty() { " Ons adres is " a href={ "mailto:" (mail) } { (mail) } "." } }
            }
        },
    )
}
