//! The fields of a knelpunt: from a form to a knelpunt and back, each with its help and what is wrong.

use maud::{Markup, html};

use crate::domain::definition::{Aspect, Law};
use crate::domain::knelpunt::{
    Fault, Knelpunt, KnelpuntStatus, MOST_PROPOSALS, Phase, Room, Trend, cleaned,
};
use crate::domain::theme::codebook;
use crate::text::{knelpunt as words, list, word};
use crate::web::form::Fields;
use crate::web::view::staff_field::{About, area, choice, line, select, tick};

const STATEMENT: &str = "uitspraak";
const THEME: &str = "thema";
const LAW: &str = "wet";
const ASPECT: &str = "aspect";
const PHASE: &str = "fase";
const AFFECTED: &str = "wie";
const SEVERITY: &str = "ernst";
const TREND: &str = "trend";
const ROOM: &str = "ruimte";
const OWN_AFFAIRS: &str = "eigen";
const PROPOSAL: &str = "voorstel";
const REASON: &str = "reden";
const STATUS: &str = "stand";
/// Empty fields for proposals beside those that are there.
const SPARE: usize = 2;

/// What was typed.
pub(super) fn typed(fields: &Fields) -> Knelpunt {
    let line = |name| cleaned(fields.text(name), false);
    let lines = |name| cleaned(fields.text(name), true);
    let proposals = fields.iter().filter(|(name, _)| *name == PROPOSAL);
    let proposals = proposals.map(|(_, text)| cleaned(text, true));
    Knelpunt {
        statement: line(STATEMENT),
        theme: line(THEME),
        law: Law::from_word(fields.text(LAW)),
        aspect: Aspect::from_word(fields.text(ASPECT)),
        phase: Phase::from_word(fields.text(PHASE)),
        affected: lines(AFFECTED),
        severity: fields
            .text(SEVERITY)
            .parse()
            .ok()
            .filter(|grade| (1..=4).contains(grade)),
        trend: Trend::from_word(fields.text(TREND)).unwrap_or(Trend::Unknown),
        room: Room::from_word(fields.text(ROOM)).unwrap_or(Room::Unknown),
        own_affairs: fields.has(OWN_AFFAIRS),
        proposals: proposals.filter(|text| !text.is_empty()).collect(),
        reason: lines(REASON),
        status: KnelpuntStatus::from_word(fields.text(STATUS)).unwrap_or(KnelpuntStatus::Noticed),
    }
}

/// Field and sentence of each thing that is wrong.
pub(super) fn problems(faults: &[Fault]) -> Vec<(&'static str, String)> {
    let faults = faults.iter();
    faults
        .map(|fault| (field_of(*fault), words::fault(*fault)))
        .collect()
}

fn field_of(fault: Fault) -> &'static str {
    match fault {
        Fault::NoStatement | Fault::LongStatement => STATEMENT,
        Fault::NoTheme => THEME,
        Fault::LongText => AFFECTED,
        Fault::ManyProposals | Fault::NoProposal => PROPOSAL,
    }
}

/// All fields.
pub(super) fn fields(knelpunt: &Knelpunt, problems: &[(&'static str, String)]) -> Markup {
    let about = |name, label, hint| About {
        name,
        label,
        hint,
        error: problems
            .iter()
            .find(|(field, _)| *field == name)
            .map_or("", |(_, sentence)| sentence.as_str()),
    };
    let severity = knelpunt.severity.map(|it| it.to_string());
    html! {
        section.ab-card.ab-dense {
            h2 { "Wat gaat er mis?" }
            (line(&about(STATEMENT, "Het knelpunt in één zin", "Zeg wie er last van heeft en waarvan. Bijvoorbeeld: Wie belt over de bijstand, wordt vaak niet teruggebeld."), &knelpunt.statement))
            (select(&about(THEME, "Thema", ""), &themes(), &knelpunt.theme))
            (select(&about(LAW, "Wet en werkgroep", ""), &with_none("Nog niet gekozen", Law::ALL.iter().map(|law| (law.word(), word::law(*law)))), knelpunt.law.map_or("", Law::word)))
            (area(&about(AFFECTED, "Wie heeft er last van?", "Een groep, nooit één persoon. Schrijf geen namen op."), 3, &knelpunt.affected))
            (choice(&about(SEVERITY, "Hoe erg is het voor iemand?", ""), &[("1", words::severity(1)), ("2", words::severity(2)), ("3", words::severity(3)), ("4", words::severity(4))], severity.as_deref().unwrap_or("")))
            (select(&about(TREND, "Wordt het erger?", ""), &labels(Trend::ALL, Trend::word, words::trend), knelpunt.trend.word()))
        }
        section.ab-card.ab-dense {
            h2 { "Regel of uitvoering?" }
            (choice(&about(ASPECT, "Zou dit ook gebeuren als iedereen de regels precies en netjes uitvoert?", "Zo ja, dan moet de regel anders. Zo nee, dan moet het werk anders."),
                &[("beleid", "Ja: beleid"), ("uitvoering", "Nee: uitvoering"), ("allebei", "Allebei"), ("", "Nog niet gekozen")], knelpunt.aspect.map_or("", Aspect::word)))
            (select(&about(PHASE, "In welke fase speelt dit?", ""), &with_none("Nog niet gekozen", Phase::ALL.iter().map(|phase| (phase.word(), words::phase(*phase)))), knelpunt.phase.map_or("", Phase::word)))
            (choice(&about(ROOM, "Mag de gemeente hier zelf over beslissen?", ""),
                &[("ja", "Ja"), ("nee", "Nee, dat staat vast in de wet"), ("weet-niet", "Dat weten wij niet")], knelpunt.room.word()))
            (tick(OWN_AFFAIRS, "Dit gaat over geld, personeel of organisatie van de gemeente", knelpunt.own_affairs))
            (area(&about(REASON, "Valt dit buiten uw taak, en gaat u toch door? Schrijf op waarom", "Alleen nodig als het programma waarschuwt."), 2, &knelpunt.reason))
        }
        section.ab-card.ab-dense {
            h2 { "Wat kan beter?" }
            (proposals(&about(PROPOSAL, "Voorstellen", "Eén voorstel per vak. Zonder voorstel stelt de raad een knelpunt niet vast."), &knelpunt.proposals))
            (select(&about(STATUS, "Hoe ver is het?", ""), &statuses(), knelpunt.status.word()))
        }
    }
}

fn proposals(about: &About<'_>, known: &[String]) -> Markup {
    let fields = (known.len() + SPARE).min(MOST_PROPOSALS).max(known.len());
    html! {
        (area(about, 2, known.first().map_or("", String::as_str)))
        @for place in 1..fields {
            div.ab-field.ab-field--close {
                label.ab-hidden for={ (PROPOSAL) "-" (place) } { "Voorstel " (place + 1) }
                textarea.ab-textarea.ab-textarea--low id={ (PROPOSAL) "-" (place) } name=(PROPOSAL) rows="2" dir="auto" { "\n" (known.get(place).map_or("", String::as_str)) }
            }
        }
    }
}

fn themes() -> Vec<(&'static str, &'static str)> {
    let mut themes: Vec<_> = codebook()
        .iter()
        .map(|theme| (theme.id.as_str(), theme.name.get("nl")))
        .collect();
    themes.sort_unstable_by_key(|(_, name)| *name);
    with_none("Kies een thema", themes.into_iter())
}

fn with_none(
    none: &'static str,
    options: impl Iterator<Item = (&'static str, &'static str)>,
) -> Vec<(&'static str, &'static str)> {
    std::iter::once(("", none)).chain(options).collect()
}

fn labels<T: Copy>(
    all: &[T],
    value: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<(&'static str, &'static str)> {
    all.iter().map(|it| (value(*it), label(*it))).collect()
}

fn statuses() -> Vec<(&'static str, &'static str)> {
    labels(
        KnelpuntStatus::ALL,
        KnelpuntStatus::word,
        KnelpuntStatus::word,
    )
}

/// Labels of the fields that two versions fill in otherwise, each with both texts: the first one's and the second one's.
pub(super) fn differences(
    first: &Knelpunt,
    second: &Knelpunt,
) -> Vec<(&'static str, String, String)> {
    let rows = |it: &Knelpunt| {
        let theme = codebook().iter().find(|theme| theme.id == it.theme);
        [
            ("Het knelpunt", it.statement.clone()),
            (
                "Thema",
                theme.map_or("", |theme| theme.name.get("nl")).to_owned(),
            ),
            ("Wet", it.law.map_or("", word::law).to_owned()),
            ("Wie heeft er last van", it.affected.clone()),
            ("Ernst", it.severity.map_or("", words::severity).to_owned()),
            ("Wordt het erger", words::trend(it.trend).to_owned()),
            (
                "Beleid of uitvoering",
                it.aspect.map_or("", word::aspect).to_owned(),
            ),
            ("Fase", it.phase.map_or("", words::phase).to_owned()),
            ("Wie beslist", words::room(it.room).to_owned()),
            (
                "Geld, personeel of organisatie",
                if it.own_affairs { "ja" } else { "nee" }.to_owned(),
            ),
            ("Waarom toch", it.reason.clone()),
            ("Voorstellen", it.proposals.join("\n\n")),
            ("Status", list::capitalised(it.status.word())),
        ]
    };
    let pairs = rows(first).into_iter().zip(rows(second));
    pairs
        .filter(|((_, one), (_, other))| one != other)
        .map(|((label, one), (_, other))| (label, one, other))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_knelpunt_and_empty_proposals_are_none() {
        let fields = Fields::decode(b"uitspraak=+Wie+belt%0Awacht+&thema=bereikbaarheid&wet=wmo&ernst=9&voorstel=&voorstel=Bel+terug&stand=vastgesteld").expect("fields");
        let knelpunt = typed(&fields);
        assert_eq!(knelpunt.statement, "Wie belt wacht");
        assert_eq!((knelpunt.law, knelpunt.severity), (Some(Law::Wmo), None));
        assert_eq!(knelpunt.proposals, ["Bel terug"]);
        assert_eq!(knelpunt.status, KnelpuntStatus::Established);
    }

    #[test]
    fn two_versions_are_told_apart_field_by_field() {
        let one = Knelpunt::about("schulden", None);
        let other = Knelpunt {
            affected: "Mensen met schulden".to_owned(),
            ..one.clone()
        };
        assert_eq!(differences(&one, &one), []);
        let found = differences(&one, &other);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].2, "Mensen met schulden");
    }
}
