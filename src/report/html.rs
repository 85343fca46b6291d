//! The knelpuntenrapport as one accessible page: the same document as the PDF, without script.
//!
//! Downloaded, it carries its style sheet and asks nothing of the network; served, it links to one, because pages of
//! the program have no inline style.

use maud::{DOCTYPE, Markup, Render, html};

use super::chart::{Column, DrawError, Table};
use super::input::{Card, Document, Figure, Knelpunt};
use crate::text::finding::Finding;
use crate::text::list;

/// The style sheet of the page; `web` serves it as a file.
pub const STYLE: &str = include_str!("../../reports/rapport.css");

const NO_ORDER: &str =
    "Wij tonen geen volgorde. Van te weinig thema’s mogen wij de zwaarte laten zien.";
const COLOURS: &str = "Hoe donkerder een vakje, hoe meer mensen in die groep een probleem hebben. Verschillen in deze tabellen kunnen toeval zijn.";
const EVERYONE: &str = "Wie de vraag over de groep oversloeg, telt alleen mee bij ‘Iedereen’.";
const WITHHELD: &str = "Over deze thema’s stonden vragen in de enquête. Te weinig mensen gaven een van de antwoorden. Daarom tonen wij alleen de signalen.";

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

/// Markup of the program itself: the style sheet, and pictures that [`super::chart`] has escaped.
struct OwnMarkup<'a>(&'a str);

impl Render for OwnMarkup<'_> {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(self.0);
    }
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
    let knelpunten = document
        .knelpunten
        .iter()
        .map(knelpunt)
        .collect::<Result<Vec<_>, _>>()?;
    let groups = document
        .groups
        .iter()
        .map(figure)
        .collect::<Result<Vec<_>, _>>()?;
    let signals = document.signals.as_ref().map(figure).transpose()?;
    let others = document
        .others
        .iter()
        .map(figure)
        .collect::<Result<Vec<_>, _>>()?;
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

fn cover(document: &Document, style: Style<'_>) -> Markup {
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

fn contents(document: &Document) -> Markup {
    html! {
        nav.contents aria-labelledby="in-dit-rapport" {
            h2 id="in-dit-rapport" { "In dit rapport" }
            ul {
                li { a href="#in-het-kort" { "In het kort" } }
                li { a href="#volgorde" { "De knelpunten op volgorde" } }
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

fn finding(found: &Finding) -> Markup {
    html! {
        p.finding { (found.sentence) }
        p.note { (found.detail) }
    }
}

fn summary(document: &Document) -> Markup {
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

fn knelpunt(knelpunt: &Knelpunt) -> Result<Markup, DrawError> {
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
            @for figure in figures { (figure) }
            @if let Some(sentence) = &knelpunt.withheld { p.note { (sentence) } }
            @if !knelpunt.who.is_empty() {
                h4 { "Wie heeft dit?" }
                @for sentence in &knelpunt.who { p { (sentence) } }
            }
        }
    })
}

fn signals_part(figure: &Markup) -> Markup {
    html! {
        section aria-labelledby="signalen" {
            h2 id="signalen" { "Signalen" }
            p { "Mensen vertelden ook zelf wat er niet goed gaat. Die verhalen noemen wij signalen." }
            (figure)
        }
    }
}

fn not_asked(document: &Document) -> Markup {
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

fn withheld(document: &Document) -> Markup {
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

/// Themes with their signals.
fn themes(themes: &[Finding]) -> Markup {
    html! {
        dl { @for theme in themes { div { dt { (theme.sentence) } dd { (theme.detail) } } } }
    }
}

fn method(document: &Document) -> Markup {
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

fn cards(cards: &[Card]) -> Markup {
    html! {
        ul.cards {
            @for card in cards {
                li {
                    span.label { (card.label) }
                    strong { (card.figure) }
                    span.note { (card.note) }
                }
            }
        }
    }
}

/// A chart twice, for a wide and a narrow screen, of which the style sheet shows one; then the same data as a table.
fn figure(figure: &Figure) -> Result<Markup, DrawError> {
    let wide = figure.svg(Column::Page)?;
    let narrow = figure.svg(Column::Phone)?;
    let id = format!("figuur-{}-kop", figure.number);
    Ok(html! {
        figure aria-labelledby=(id) {
            figcaption {
                p.title id=(id) { (figure.title) }
                p.note { "Figuur " (figure.number) ". " (figure.subtitle) }
            }
            div.wide { (OwnMarkup(&wide)) }
            div.narrow { (OwnMarkup(&narrow)) }
            @for sentence in &figure.foot { p.note { (sentence) } }
            details {
                summary { "Toon als tabel" }
                (table(&figure.table, &format!("Tabel bij figuur {}", figure.number)))
            }
        }
    })
}

/// A table that scrolls by itself when it is wider than the screen; `name` is its alone on the page.
fn table(table: &Table, name: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(name) {
            table {
                caption { (table.caption) }
                thead { tr { @for head in &table.head { th scope="col" { (head) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (place, cell) in row.iter().enumerate() {
                                @if place == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Links, STYLE, Style, page};
    use crate::domain::house_style::colour::Colour;
    use crate::domain::house_style::logo::Logo;
    use crate::domain::house_style::{HouseStyle, Look, Token};
    use crate::report::example::example;
    use crate::report::input::Document;

    #[test]
    fn a_page_to_keep_asks_nothing_of_the_network_and_a_served_one_has_no_inline_style() {
        let example = example();
        let document = Document::knelpunten(&example.source());
        let kept = page(&document, Style::Inline).unwrap();
        for outside in ["http:", "https:", "<script", "src=", "@import", "url(h"] {
            let found = kept.replace("http://www.w3.org/2000/svg", "");
            assert!(!found.contains(outside), "{outside}");
        }
        let links = Links {
            sheet: "/static/1/rapport.css",
            house_style: None,
            logo: None,
        };
        let served = page(&document, Style::Linked(links)).unwrap();
        assert!(!served.contains("<style") && !served.contains("style="));
        assert!(served.contains("rel=\"stylesheet\" href=\"/static/1/rapport.css\""));
    }

    #[test]
    fn every_figure_has_its_table_and_what_people_wrote_is_escaped() {
        let mut example = example();
        example.about.client_council = Some("<b>Raad</b> & co".to_owned());
        let document = Document::knelpunten(&example.source());
        let text = page(&document, Style::Inline).unwrap();
        let figures = document.figures().count();
        assert_eq!(text.matches("<figure").count(), figures);
        assert_eq!(
            text.matches("<caption").count(),
            figures + 1,
            "and the response table"
        );
        assert!(text.contains("&lt;b&gt;Raad&lt;/b&gt; &amp; co") && !text.contains("<b>Raad"));
    }

    #[test]
    fn a_house_style_comes_after_ours_and_a_logo_takes_the_place_of_the_mark() {
        let mut example = example();
        example.about.look = navy();
        let document = Document::knelpunten(&example.source());
        let kept = page(&document, Style::Inline).unwrap();
        let sheet = document.look.style.sheet(":root");
        assert!(kept.contains(&format!("{STYLE}{sheet}</style>")));
        assert!(kept.contains("src=\"data:image/png;base64,AQID\" alt=\"Twee &lt;huizen&gt;\""));
        assert!(!kept.contains("<svg viewBox=\"0 0 40 40\""));
        let links = Links {
            sheet: "/a.css",
            house_style: Some("/b.css"),
            logo: Some("/c.png"),
        };
        let served = page(&document, Style::Linked(links)).unwrap();
        assert!(served.contains("href=\"/a.css\"><link rel=\"stylesheet\" href=\"/b.css\">"));
        assert!(
            served.contains("src=\"/c.png\"")
                && !served.contains("data:")
                && !served.contains("--accent")
        );
    }

    fn navy() -> Look {
        let navy = [(Token::Accent, Colour(0x1a, 0x2b, 0x5f))];
        Look {
            style: HouseStyle {
                colours: navy.into(),
                headings: None,
            },
            logo: Some(Logo {
                print: vec![1, 2, 3],
                screen: vec![1, 2, 3],
                size: (80, 40),
                alt: "Twee <huizen>".to_owned(),
            }),
        }
    }

    #[test]
    fn made_up_data_are_marked_at_the_top() {
        let example = example();
        let text = page(&Document::knelpunten(&example.source()), Style::Inline).unwrap();
        assert!(text.contains("Verzonnen gegevens"));
    }
}
