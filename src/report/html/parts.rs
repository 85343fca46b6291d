//! What every part of the page is made of: findings, cards, charts and tables.

use maud::{Markup, Render, html};

use crate::report::chart::{Column, DrawError, Table};
use crate::report::input::{Card, Figure};
use crate::text::finding::Finding;

/// Markup of the program itself: the style sheet, and pictures that [`super::chart`] has escaped.
pub(super) struct OwnMarkup<'a>(pub(super) &'a str);

impl Render for OwnMarkup<'_> {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str(self.0);
    }
}

pub(super) fn finding(found: &Finding) -> Markup {
    html! {
        p.finding { (found.sentence) }
        p.note { (found.detail) }
    }
}

/// Themes with their signals.
pub(super) fn themes(themes: &[Finding]) -> Markup {
    html! {
        dl { @for theme in themes { div { dt { (theme.sentence) } dd { (theme.detail) } } } }
    }
}

pub(super) fn cards(cards: &[Card]) -> Markup {
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
pub(super) fn figure(figure: &Figure) -> Result<Markup, DrawError> {
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
pub(super) fn table(table: &Table, name: &str) -> Markup {
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
