//! The front of the page: cover, contents and summary.

use maud::{Markup, html};

use super::Style;
use super::parts::{cards, finding};
use crate::report::input::Document;

/// The logo, in the page itself or from its address; without one the mark of the program.
fn brand(document: &Document, style: Style<'_>) -> Markup {
    let logo = document.look.logo.as_ref();
    let source = logo.and_then(|logo| match style {
        Style::Inline => Some(format!(
            "data:image/png;base64,{}",
            data_encoding::BASE64.encode(&logo.screen)
        )),
        Style::Linked(links) => links.logo.map(str::to_owned),
    });
    html! {
        @match (logo, source) {
            (Some(logo), Some(source)) => img src=(source) alt=(logo.alt) width=(logo.size.0) height=(logo.size.1);,
            _ => svg viewBox="0 0 40 40" aria-hidden="true" {
                path d="M4 7c12 0 11 13 22 13M4 20h20M4 33c12 0 11-13 22-13" {}
                circle cx="30" cy="20" r="7" {}
            },
        }
    }
}

pub(super) fn cover(document: &Document, style: Style<'_>) -> Markup {
    html! {
        header {
            @if document.sample {
                p.sample { "Verzonnen gegevens. Alle antwoorden en cijfers in dit rapport zijn bedacht." }
            }
            div.cover {
                p.brand {
                    (brand(document, style))
                    span { (document.client_council.as_deref().unwrap_or("Cliëntenraad")) }
                }
                p.kicker { "Knelpuntenrapport" }
                h1 { (document.title) }
                p.lead {
                    "Wat mensen ons vertelden, en waar het knelt."
                    @if let Some(period) = &document.period { " Gevraagd van " (period) "." }
                }
                (cards(&document.key_figures))
            }
        }
    }
}

pub(super) fn contents(document: &Document) -> Markup {
    html! {
        nav.contents aria-labelledby="in-dit-rapport" {
            h2 id="in-dit-rapport" { "In dit rapport" }
            ul {
                li { a href="#in-het-kort" { "In het kort" } }
                li { a href="#volgorde" { "De knelpunten op volgorde" } }
                @if document.first.is_some() { li { a href="#voorrang" { "Wat eerst?" } } }
                @if document.comparison.is_some() { li { a href="#eerdere-rondes" { "Vergelijking met eerdere rondes" } } }
                @if !document.knelpunten.is_empty() { li { a href="#per-knelpunt" { "Per knelpunt" } } }
                @for knelpunt in &document.knelpunten {
                    li.deeper { a href={ "#thema-" (knelpunt.theme) } { (knelpunt.name) } }
                }
                @if !document.comparisons.is_empty() { li { a href="#per-groep" { "Per groep" } } }
                @if document.signals.is_some() { li { a href="#signalen" { "Signalen" } } }
                @if !document.not_asked.is_empty() { li { a href="#niet-gevraagd" { "Niet gevraagd" } } }
                @if !document.others.is_empty() { li { a href="#andere-vragen" { "De andere vragen" } } }
                li { a href="#onderzoek" { "Zo is dit onderzocht" } }
            }
        }
    }
}

pub(super) fn summary(document: &Document) -> Markup {
    html! {
        section aria-labelledby="in-het-kort" {
            h2 id="in-het-kort" { "In het kort" }
            ul.findings {
                @for found in &document.summary { li { (finding(found)) } }
            }
            @if !document.grave.is_empty() {
                div.attention {
                    h3 { "Ernstig: lees dit eerst" }
                    ul {
                        @for found in &document.grave { li { strong { (found.sentence) } " " (found.detail) } }
                    }
                }
            }
        }
    }
}
