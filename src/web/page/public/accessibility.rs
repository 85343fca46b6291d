//! The accessibility statement, with the parts that the Dutch model asks: status, what was tested, known shortcomings, date,
//! where to report, where to complain. It says what is so, not what is wished; `docs/toegankelijkheid.md` has the whole list.

use axum::extract::{Path, State};
use jiff::civil::{Date, date};
use maud::{Markup, html};

use super::wrap;
use crate::text::{date as words, list};
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::state::App;

/// When the facts on this page were last gone through. Change it together with them and with `docs/toegankelijkheid.md`.
const LAST_CHECKED: Date = date(2026, 11, 25);

/// `GET /COUNCIL/toegankelijkheid`
pub async fn show(State(app): State<App>, Path(council): Path<String>) -> Result<Markup, Failure> {
    Ok(page(&*app.council(&council).await?))
}

/// The page.
pub fn page(council: &ClientCouncil) -> Markup {
    wrap(
        council,
        "Toegankelijkheid",
        html! {
            div.ab-stack {
                h1 { "Toegankelijkheid" }
                p.ab-lead { "Iedereen moet mee kunnen doen. Ook als u slecht ziet, niet goed kunt typen of een oude telefoon heeft." }
                (help(council))
                (status(council))
                (tested())
                (shortcomings())
                (complaint(council))
                h2 { "Datum" }
                p { "Deze verklaring is van " (words::day(LAST_CHECKED)) "." }
            }
        },
    )
}

fn help(council: &ClientCouncil) -> Markup {
    let contact = &council.profile.contact;
    html! {
        h2 { "Werkt er iets niet voor u?" }
        p {
            "Vertel het ons."
            @if !contact.phone.is_empty() { " Bel " bdi { (contact.phone) } "." }
            @if !contact.mail.is_empty() { " Of mail naar " a href={ "mailto:" (contact.mail) } { (contact.mail) } "." }
            " Zeg op welke bladzijde u was en wat er niet lukte. Wij vullen een vragenlijst ook samen met u in."
        }
    }
}

fn status(council: &ClientCouncil) -> Markup {
    html! {
        h2 { "Status: D" }
        p { "Er is nog geen volledig onderzoek door een onafhankelijk bureau. Daarom is de status D, hoe goed de site ook werkt. Zonder zo’n onderzoek mag niemand zeggen dat een site aan alle eisen voldoet." }
        p { "De eisen staan in het Besluit digitale toegankelijkheid overheid. Dat zijn de regels van EN 301 549. Wij houden ons aan WCAG 2.2, niveau A en AA." }
        p { "Deze verklaring gaat over alle bladzijden van " (council.profile.name) " op deze site: de openbare bladzijden, de vragenlijsten, de werkplek en de rapporten." }
    }
}

fn tested() -> Markup {
    html! {
        h2 { "Wat is getest" }
        p { "Een computer test elke bladzijde bij elke verandering, in de browser Chromium:" }
        ul {
            li { "de regels van WCAG 2.2 die een computer kan nakijken, met het programma axe;" }
            li { "alles met alleen het toetsenbord, met een rand om waar u bent;" }
            li { "op een scherm van 320 pixels breed; dat is ook vier keer vergroot op een gewoon scherm;" }
            li { "met letters die twee keer zo groot zijn, en met meer ruimte tussen letters en regels;" }
            li { "met de kleuren van uw eigen computer, zonder beweging, zonder opmaak en zonder script;" }
            li { "afgedrukt op papier." }
        }
        p { "Rapporten als PDF maken wij volgens PDF/UA-1. Elk rapport is er ook als bladzijde." }
    }
}

fn shortcomings() -> Markup {
    html! {
        h2 { "Wat wij weten dat nog niet goed is" }
        ul {
            li { "Niemand die blind of slechtziend is, heeft de bladzijden getest. Een computer vindt maar een deel van de fouten." }
            li { "De PDF’s zijn niet nagekeken met een onafhankelijk programma. Leest een PDF niet goed voor? Lees dan de bladzijde van het rapport." }
            li { "De formulieren zijn er in zes talen. De andere bladzijden en de rapporten zijn er alleen in het Nederlands." }
            li { "De vertalingen in het Arabisch, Pools, Turks en Oekraïens heeft nog niemand nagekeken." }
        }
    }
}

fn complaint(council: &ClientCouncil) -> Markup {
    let municipality = &council.profile.municipality;
    html! {
        h2 { "Bent u niet tevreden met ons antwoord?" }
        p {
            (list::capitalised(council.word())) " gebruikt deze site voor de gemeente " (municipality)
            ". U kunt een klacht sturen naar de gemeente. Komt u er daar niet uit? Ga dan naar de "
            a href="https://www.nationaleombudsman.nl/" rel="noreferrer" { "Nationale ombudsman" } ". Dat is gratis."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LAST_CHECKED, page};
    use crate::text::date;
    use crate::web::directory::samples;

    #[test]
    fn the_statement_and_the_document_were_gone_through_on_the_same_day() {
        let day = date::day(LAST_CHECKED);
        let document = include_str!("../../../../docs/toegankelijkheid.md");
        assert!(document.contains(&day), "{day}");
        assert!(page(&samples::council()).into_string().contains(&day));
    }
}
