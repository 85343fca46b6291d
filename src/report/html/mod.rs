//! The knelpuntenrapport as one accessible page: the same document as the PDF, without script.
//!
//! Downloaded, it carries its style sheet and asks nothing of the network; served, it links to one, because pages of
//! the program have no inline style.

mod body;
mod front;
mod parts;
pub mod piece;
#[cfg(test)]
mod tests;

use maud::{DOCTYPE, Markup, html};

use super::chart::DrawError;
use super::input::Document;
use body::{first, knelpunt, method, not_asked, signals_part, withheld};
use front::{contents, cover, summary};
use parts::{OwnMarkup, cards, figure};

/// The style sheet of the page; `web` serves it as a file.
pub const STYLE: &str = include_str!("../../../reports/rapport.css");

const NO_ORDER: &str =
    "Wij tonen geen volgorde. Van te weinig thema’s mogen wij de zwaarte laten zien.";
const COLOURS: &str = "Hoe donkerder een vakje, hoe meer mensen in die groep een probleem hebben. Verschillen in deze tabellen kunnen toeval zijn.";
const EVERYONE: &str = "Wie de vraag over de groep oversloeg, telt alleen mee bij ‘Iedereen’.";

/// Where the page gets its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style<'a> {
    /// In the page itself: a file to keep.
    Inline,
    /// From these addresses.
    Linked(Links<'a>),
}

/// Where a served page gets its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Links<'a> {
    /// [`STYLE`].
    pub sheet: &'a str,
    /// The sheet of the house style, when the client council has one.
    pub house_style: Option<&'a str>,
    /// The logo, when it has one.
    pub logo: Option<&'a str>,
}

/// The page.
///
/// # Errors
/// When a chart can't be drawn.
pub fn page(document: &Document, style: Style<'_>) -> Result<String, DrawError> {
    let body = main(document, style)?;
    let look = &document.look;
    let page = html! {
        (DOCTYPE)
        html lang="nl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (document.title) " – knelpuntenrapport" }
                @match style {
                    Style::Inline => style {
                        (OwnMarkup(STYLE))
                        @if !look.style.is_neutral() { (OwnMarkup(&look.style.sheet(":root"))) }
                    },
                    Style::Linked(links) => {
                        link rel="stylesheet" href=(links.sheet);
                        @if let Some(address) = links.house_style { link rel="stylesheet" href=(address); }
                    }
                }
            }
            body {
                a.skip href="#inhoud" { "Naar de inhoud" }
                (body)
                footer { p { "Rapport van " (document.written_on) "." } }
            }
        }
    };
    Ok(page.into_string())
}

fn main(document: &Document, style: Style<'_>) -> Result<Markup, DrawError> {
    let ranking = document.ranking.as_ref().map(figure).transpose()?;
    let knelpunten = document.knelpunten.iter().map(knelpunt);
    let knelpunten = knelpunten.collect::<Result<Vec<_>, _>>()?;
    let comparison = document.comparison.as_ref().map(body::comparison);
    let comparison = comparison.transpose()?;
    let groups = document.groups.iter().map(figure);
    let groups = groups.collect::<Result<Vec<_>, _>>()?;
    let signals = document.signals.as_ref().map(figure).transpose()?;
    let others = document.others.iter().map(figure);
    let others = others.collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        (cover(document, style))
        (contents(document))
        main id="inhoud" {
            (summary(document))
            section aria-labelledby="volgorde" {
                h2 id="volgorde" { "De knelpunten op volgorde" }
                p { "Een knelpunt is iets dat voor een groep mensen niet goed gaat. Het zwaarste knelpunt staat bovenaan." }
                @match ranking {
                    Some(ranking) => (ranking),
                    None => p { (NO_ORDER) },
                }
            }
            @if let Some(it) = &document.first { (first(it)) }
            @if let Some(comparison) = comparison { (comparison) }
            @if !knelpunten.is_empty() || !document.withheld.is_empty() {
                section aria-labelledby="per-knelpunt" {
                    h2 id="per-knelpunt" { "Per knelpunt" }
                    @for knelpunt in knelpunten { (knelpunt) }
                    (withheld(document))
                }
            }
            @if !document.comparisons.is_empty() {
                section aria-labelledby="per-groep" {
                    h2 id="per-groep" { "Per groep" }
                    @for sentence in &document.comparisons { p { (sentence) } }
                    @if !groups.is_empty() {
                        p { (COLOURS) }
                        p { (EVERYONE) }
                    }
                    @for group in groups { (group) }
                }
            }
            @if let Some(signals) = signals { (signals_part(&signals)) }
            (not_asked(document))
            @if !others.is_empty() || !document.means.is_empty() {
                section aria-labelledby="andere-vragen" {
                    h2 id="andere-vragen" { "De andere vragen" }
                    @if !document.means.is_empty() { (cards(&document.means)) }
                    @for figure in others { (figure) }
                }
            }
            (method(document))
        }
    })
}
