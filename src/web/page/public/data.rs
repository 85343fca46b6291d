//! "Over uw gegevens": what is kept of a resident and what is not, from the settings of this client council and its rounds.
//! The promises are those of the forms, word for word.

use axum::extract::{Path, State};
use jiff::civil::Date;
use maud::{Markup, html};

use super::wrap;
use crate::anonymity::mix::Thresholds;
use crate::domain::definition::Channel;
use crate::domain::retention::CODES_DAYS;
use crate::store::{Entry, Round};
use crate::text::interface::phrases;
use crate::text::number;
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::state::App;

/// What the page is made from.
pub struct Model<'a> {
    /// The client council with its settings and surveys.
    pub council: &'a ClientCouncil,
    /// Today: which rounds are open.
    pub today: Date,
}

/// `GET /COUNCIL/gegevens`
pub async fn show(State(app): State<App>, Path(council): Path<String>) -> Result<Markup, Failure> {
    Ok(page(&Model {
        council: &*app.council(&council).await?,
        today: app.clock().today(),
    }))
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let (council, words) = (model.council, phrases("nl"));
    let mail = &council.profile.contact.mail;
    wrap(
        council,
        "Over uw gegevens",
        html! {
            div.ab-stack {
                h1 { "Over uw gegevens" }
                p.ab-lead { "Wij willen weten hoe het met mensen gaat. Niet wie u bent." }
                (who(council))
                @if uses(council, Channel::Enquete) { (surveys(model)) }
                @if uses(council, Channel::Website) { (website()) }
                @if uses(council, Channel::Spreekuur) { (spreekuur()) }
                h2 { "Wat wij nooit bewaren" }
                ul {
                    li { "Uw IP-adres, of wat voor telefoon of computer u heeft." }
                    li { "Het tijdstip waarop u iets invulde." }
                    li { "Uw burgerservicenummer. Staat het in uw tekst? Dan vragen wij u om het weg te halen." }
                }
                (terms(council))
                h2 { "Bent u het er niet mee eens?" }
                p { (words.start.kept_complaint) @if !mail.is_empty() { " Ons adres is " a href={ "mailto:" (mail) } { (mail) } "." } }
            }
        },
    )
}

fn uses(council: &ClientCouncil, channel: Channel) -> bool {
    council
        .surveys
        .iter()
        .any(|survey| survey.questionnaire.channel == channel)
}

fn who(council: &ClientCouncil) -> Markup {
    let privacy = &council.profile.privacy;
    let or_ask = |text: &str, ask: &'static str| {
        if text.is_empty() {
            ask.to_owned()
        } else {
            text.to_owned()
        }
    };
    html! {
        h2 { "Wie is verantwoordelijk?" }
        dl.ab-summary.ab-summary--plain {
            div { dt { "Volgens de wet" } dd { (or_ask(&privacy.controller, "Dat is nog niet ingevuld. Vraag het ons.")) } }
            div { dt { "Wie de computer beheert" } dd { (or_ask(&privacy.hosting, "Dat is nog niet ingevuld. Vraag het ons.")) } }
            div { dt { "Wie meekijkt of het goed gaat" } dd { (or_ask(&privacy.officer, "De functionaris gegevensbescherming van de gemeente.")) } }
        }
        p { "In wat wij bewaren, staat niet wie wat zei. Maar wie de computer beheert, kan zien dat u onze site bezoekt. "
            "Die kan ook meekijken terwijl u antwoordt. Wilt u dat niet? Vraag dan om een lijst op papier." }
    }
}

/// What holds for answers, with the thresholds and the way in of each round that is open.
fn surveys(model: &Model<'_>) -> Markup {
    let words = phrases("nl");
    let open: Vec<(&str, &Round)> = open_rounds(model);
    let k = open
        .iter()
        .map(|(_, round)| round.k)
        .max()
        .unwrap_or(Thresholds::ENQUETE.k);
    let m = open
        .iter()
        .map(|(_, round)| round.thresholds().m)
        .max()
        .unwrap_or(Thresholds::ENQUETE.m);
    html! {
        h2 { "Als u een vragenlijst invult" }
        p { (words.start.kept_answers) }
        p { "Niemand ziet een uitkomst zolang de vragenlijst open is. Daarna alleen bij " (number::whole(k)) " antwoorden of meer. "
            "Antwoorden tellen mee in groepen van " (number::whole(m)) " of meer, en door elkaar." }
        p { (words.start.kept_small_groups) }
        p { (words.start.kept_removal) }
        @if !open.is_empty() {
            ul { @for (title, round) in &open {
                li { "“" (title) "”: " (entry(round.entry)) }
            } }
        }
    }
}

fn entry(entry: Entry) -> &'static str {
    match entry {
        Entry::Open => "iedereen met de link kan meedoen, zonder code.",
        Entry::Code => {
            "u doet mee met een code. Niemand schrijft op wie welke code kreeg. Wij zien niet welke code bij welk antwoord hoort."
        }
    }
}

fn open_rounds<'a>(model: &Model<'a>) -> Vec<(&'a str, &'a Round)> {
    let surveys = model.council.surveys.iter();
    let of_residents = surveys.filter(|survey| survey.questionnaire.channel == Channel::Enquete);
    of_residents
        .filter_map(|survey| {
            Some((
                survey.questionnaire.title.get("nl"),
                survey.open_round(model.today)?,
            ))
        })
        .collect()
}

fn website() -> Markup {
    let words = phrases("nl");
    html! {
        h2 { "Als u een signaal achterlaat" }
        p { (words.signal.kept_answers) }
        h2 { "Als u een antwoord wilt" }
        p { (words.step.contact_hint) " U mag uw toestemming intrekken. Bel of mail ons dan." }
    }
}

fn spreekuur() -> Markup {
    html! {
        h2 { "Als u naar het spreekuur komt" }
        p { "Een vrijwilliger schrijft op wat u vertelt, zonder uw naam. Vindt u dat niet goed? Dan gebruiken wij uw verhaal niet in een advies. Wij geven uw naam nooit aan de gemeente." }
    }
}

fn terms(council: &ClientCouncil) -> Markup {
    let terms = council.profile.retention;
    html! {
        h2 { "Hoe lang wij iets bewaren" }
        p { "De computer wist dit zelf, in de nacht." }
        dl.ab-summary.ab-summary--plain {
            div { dt { "Mailadres of telefoonnummer" } dd { "Tot wij u gesproken hebben, en hooguit " (days(terms.contact_days())) "." } }
            div { dt { "Signalen" } dd { (months(terms.signal_months())) "." } }
            div { dt { "Open antwoorden op een vragenlijst" } dd { (months(terms.text_months())) " na de laatste dag." } }
            div { dt { "Andere antwoorden" } dd { (months(terms.answer_months())) " na de laatste dag." } }
            div { dt { "Codes" } dd { (days(CODES_DAYS)) " na de laatste dag." } }
            div { dt { "Rapporten en adviezen" } dd { "Die blijven. Daar staat niemand herkenbaar in." } }
        }
    }
}

fn days(days: i32) -> String {
    match (days % 7, days / 7) {
        (0, 1) => "1 week".to_owned(),
        (0, weeks) => format!("{weeks} weken"),
        _ if days == 1 => "1 dag".to_owned(),
        _ => format!("{days} dagen"),
    }
}

fn months(months: i32) -> String {
    match (months % 12, months / 12) {
        (0, years) => format!("{years} jaar"),
        _ if months == 1 => "1 maand".to_owned(),
        _ => format!("{months} maanden"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::client_council::ClientCouncil as Profile;
    use crate::web::directory::samples;

    fn page_of(change: impl FnOnce(&mut ClientCouncil)) -> String {
        let mut council = Arc::into_inner(samples::council()).expect("nobody else has it");
        change(&mut council);
        page(&Model {
            council: &council,
            today: jiff::civil::date(2026, 11, 23),
        })
        .into_string()
    }

    #[test]
    fn the_page_changes_with_each_setting() {
        let plain = page_of(|_| {});
        assert!(
            plain.contains("2 jaar na de laatste dag")
                && plain.contains("5 jaar na de laatste dag")
        );
        let terms = "contact_days = 10\ntext_months = 6\nsignal_months = 12\nanswer_months = 30";
        let changed =
            page_of(|council| council.profile.retention = toml::from_str(terms).expect("terms"));
        for term in [
            "hooguit 10 dagen",
            "6 maanden na",
            "<dd>1 jaar.",
            "30 maanden na",
        ] {
            assert!(changed.contains(term) && !plain.contains(term), "{term}");
        }
        let named = page_of(|council| {
            council.profile.privacy.controller = "Het college van Lelystad".to_owned();
            council.profile.privacy.hosting = "Stichting De Server".to_owned();
            council.profile.privacy.officer = "fg@example.nl".to_owned();
        });
        for name in [
            "Het college van Lelystad",
            "Stichting De Server",
            "fg@example.nl",
        ] {
            assert!(named.contains(name) && !plain.contains(name), "{name}");
        }
    }

    #[test]
    fn a_channel_that_is_not_in_use_is_not_on_the_page() {
        let without = page_of(|council| {
            council
                .surveys
                .retain(|survey| survey.questionnaire.channel == Channel::Enquete)
        });
        assert!(!without.contains("spreekuur") && !without.contains("signaal achterlaat"));
        assert!(page_of(|_| {}).contains("naar het spreekuur"));
    }

    #[test]
    fn a_file_without_these_settings_gets_the_longest_terms_and_says_whom_to_ask() {
        let (_, text) = crate::domain::shipped::CLIENT_COUNCILS[0];
        let text = text.split("[privacy]").next().unwrap_or_default();
        let profile = Profile::read(text).expect("a profile");
        assert_eq!(
            profile.retention,
            crate::domain::retention::Terms::default()
        );
        let page = page_of(|council| council.profile.privacy = profile.privacy);
        assert!(page.contains("nog niet ingevuld"));
    }

    #[test]
    fn a_term_is_written_in_the_largest_whole_unit() {
        assert_eq!(
            [days(28), days(7), days(10), days(1)],
            ["4 weken", "1 week", "10 dagen", "1 dag"]
        );
        assert_eq!(
            [months(24), months(60), months(30), months(1)],
            ["2 jaar", "5 jaar", "30 maanden", "1 maand"]
        );
    }
}
