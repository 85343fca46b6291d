//! The parts between summary and method: themes, their order, earlier rounds, signals.

use maud::{Markup, html};

use super::parts::{cards, figure, finding, table, themes};
use crate::report::chart::DrawError;
use crate::report::input::{Comparison, Document, First, Knelpunt};
use crate::text::{list, reach};

const WITHHELD: &str = "Over deze thema’s stonden vragen in de enquête. Te weinig mensen gaven een van de antwoorden. Daarom tonen wij alleen de signalen.";

pub(super) fn knelpunt(knelpunt: &Knelpunt) -> Result<Markup, DrawError> {
    let figures = knelpunt
        .figures
        .iter()
        .map(figure)
        .collect::<Result<Vec<_>, _>>()?;
    let id = format!("thema-{}", knelpunt.theme);
    Ok(html! {
        article aria-labelledby=(id) {
            h3 id=(id) { (knelpunt.name) }
            p.note {
                @if let Some(place) = &knelpunt.place { span.place { (list::capitalised(place)) ". " } }
                @if let Some(aspect) = &knelpunt.aspect { (aspect) }
            }
            @match &knelpunt.finding {
                Some(found) => div.findings { (finding(found)) },
                None => p { "Het cijfer over dit hele thema tonen wij niet." },
            }
            @if !knelpunt.cards.is_empty() { (cards(&knelpunt.cards)) }
            @if let Some(found) = &knelpunt.reach {
                h4 { (reach::QUESTION) }
                p { strong { (found.sentence) } " " (found.detail) }
            }
            @for figure in figures { (figure) }
            @if let Some(sentence) = &knelpunt.scale { p.note { (sentence) } }
            @if let Some(sentence) = &knelpunt.withheld { p.note { (sentence) } }
            @if !knelpunt.who.is_empty() {
                h4 { "Wie heeft dit?" }
                @for sentence in &knelpunt.who { p { (sentence) } }
            }
            @if let Some(tests) = &knelpunt.tests {
                details {
                    summary { "Toon de toetsen" }
                    (table(tests, &tests.caption))
                }
            }
        }
    })
}

/// What could come first, with both factors and the order by burden alone.
pub(super) fn first(first: &First) -> Markup {
    html! {
        section aria-labelledby="voorrang" {
            h2 id="voorrang" { "Wat eerst?" }
            @for sentence in &first.tops { p { (sentence) } }
            (table(&first.table, &first.table.caption))
            details {
                summary { "Hoe wij deze volgorde maken" }
                @for sentence in &first.introduction { p { (sentence) } }
            }
        }
    }
}

/// This round beside earlier ones.
pub(super) fn comparison(comparison: &Comparison) -> Result<Markup, DrawError> {
    let chart = comparison.figure.as_ref().map(figure).transpose()?;
    Ok(html! {
        section aria-labelledby="eerdere-rondes" {
            h2 id="eerdere-rondes" { "Vergelijking met eerdere rondes" }
            @for sentence in &comparison.introduction { p { (sentence) } }
            ul.findings { @for found in &comparison.findings { li { (finding(found)) } } }
            @if let Some(chart) = chart { (chart) }
            @for sentence in &comparison.refused { p.note { (sentence) } }
        }
    })
}

pub(super) fn signals_part(figure: &Markup) -> Markup {
    html! {
        section aria-labelledby="signalen" {
            h2 id="signalen" { "Signalen" }
            p { "Mensen vertelden ook zelf wat er niet goed gaat. Die verhalen noemen wij signalen." }
            (figure)
        }
    }
}

pub(super) fn not_asked(document: &Document) -> Markup {
    html! {
        @if !document.not_asked.is_empty() {
            section aria-labelledby="niet-gevraagd" {
                h2 id="niet-gevraagd" { "Niet gevraagd" }
                p { "Over deze thema’s stond geen vraag in de vragenlijst. Hoeveel mensen hier last van hebben, weten wij niet." }
                (themes(&document.not_asked))
            }
        }
    }
}

pub(super) fn withheld(document: &Document) -> Markup {
    html! {
        @if !document.withheld.is_empty() {
            article aria-labelledby="zonder-cijfers" {
                h3 id="zonder-cijfers" { "Thema’s zonder cijfers" }
                p { (WITHHELD) }
                (themes(&document.withheld))
            }
        }
    }
}

pub(super) fn method(document: &Document) -> Markup {
    html! {
        section aria-labelledby="onderzoek" {
            h2 id="onderzoek" { "Zo is dit onderzocht" }
            @for part in &document.method {
                h3 { (part.title) }
                @for sentence in &part.text { p { (sentence) } }
            }
            h3 { "Hoeveel mensen antwoord gaven" }
            (table(&document.response, &document.response.caption))
        }
    }
}
