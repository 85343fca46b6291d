//! Any report in plain blocks as one accessible page to keep.

use maud::{DOCTYPE, Markup, html};

use super::STYLE;
use super::parts::{OwnMarkup, figure, finding, table};
use crate::report::chart::DrawError;
use crate::report::piece::{Block, Piece};
use crate::text::finding::Finding;

/// The page.
///
/// # Errors
/// When a chart can't be drawn.
pub fn page(piece: &Piece) -> Result<String, DrawError> {
    let blocks = piece
        .blocks
        .iter()
        .map(block)
        .collect::<Result<Vec<_>, _>>()?;
    let look = &piece.look;
    let page = html! {
        (DOCTYPE)
        html lang="nl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (piece.title) " – " (piece.kind.to_lowercase()) }
                style {
                    (OwnMarkup(STYLE))
                    @if !look.style.is_neutral() { (OwnMarkup(&look.style.sheet(":root"))) }
                }
            }
            body {
                a.skip href="#inhoud" { "Naar de inhoud" }
                main id="inhoud" {
                    @if piece.sample { p.note { strong { "Verzonnen gegevens. Alle antwoorden en cijfers zijn bedacht." } } }
                    p.note { @if let Some(name) = &piece.client_council { (name) " · " } (piece.kind) }
                    h1 { (piece.title) }
                    @for block in blocks { (block) }
                }
                footer { p { (piece.kind) " van " (piece.written_on) "." } }
            }
        }
    };
    Ok(page.into_string())
}

fn block(block: &Block) -> Result<Markup, DrawError> {
    Ok(match block {
        Block::Heading { level: 1, text } => html! { h2 { (text) } },
        Block::Heading { level: 2, text } => html! { h3 { (text) } },
        Block::Heading { text, .. } => html! { h4 { (text) } },
        Block::Paragraph { text } => html! { p { (text) } },
        Block::Finding { sentence, detail } => {
            let found = Finding {
                sentence: sentence.clone(),
                detail: detail.clone(),
            };
            html! { div.findings { (finding(&found)) } }
        }
        Block::List { items } => html! { ul { @for item in items { li { (item) } } } },
        Block::Table { table: it } => table(it, &it.caption),
        Block::Note { text } => html! { p.note { (text) } },
        Block::Chart { figure: it, .. } => figure(it)?,
    })
}
