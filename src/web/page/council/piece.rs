//! Reports to write on with: a file for a word processor, made anew each time it is asked for. What went out is frozen elsewhere
//! ([`super::report`]).

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::apart;
use super::results::{Model, closed_round};
use crate::report::input::Document;
use crate::report::piece::{Kind, Piece, docx, odt};
use crate::text::signal::Audience;
use crate::web::error::Failure;
use crate::web::report::Outcome;
use crate::web::session::Volunteer;
use crate::web::state::App;

/// Name in the address, kind, and the words of the link.
const KINDS: [(&str, Kind, &str); 3] = [
    (
        "samenvatting",
        Kind::Summary,
        "Samenvatting voor uw achterban, één bladzijde",
    ),
    ("advies", Kind::Advice, "Advies aan college en gemeenteraad"),
    (
        "knelpuntenrapport",
        Kind::Knelpunten,
        "Het hele knelpuntenrapport",
    ),
];

/// A format: ending, media type, and what people call it.
const FORMATS: [(&str, &str, &str); 3] = [
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word",
    ),
    (
        "odt",
        "application/vnd.oasis.opendocument.text",
        "LibreOffice",
    ),
    ("pdf", "application/pdf", "PDF"),
];

/// `GET /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND/stuk/KIND.FORMAT`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, questionnaire, name, file)): Path<(String, String, String, String)>,
) -> Result<Response, Failure> {
    let round = closed_round(&volunteer.council, &questionnaire, &name).ok_or(Failure::NotFound)?;
    if apart::undecided(&app.store().apart(&round.id).await?) {
        return Err(Failure::NotFound);
    }
    let (kind, format) = file.split_once('.').ok_or(Failure::NotFound)?;
    let (_, kind, _) = *KINDS
        .iter()
        .find(|(name, ..)| *name == kind)
        .ok_or(Failure::NotFound)?;
    let (format, media_type, _) = *FORMATS
        .iter()
        .find(|(name, ..)| *name == format)
        .ok_or(Failure::NotFound)?;
    // The numbers are those for everyone: it is written to be sent.
    let outcome = Outcome::of(app.store(), round, Audience::Public, app.clock().today()).await?;
    let bytes = tokio::task::spawn_blocking(move || {
        let piece = Piece::of(kind, &Document::knelpunten(&outcome.source()));
        made(&piece, format)
    });
    let bytes = bytes.await.map_err(Failure::internal)??;
    let disposition = format!("attachment; filename=\"{file}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).map_err(Failure::internal)?,
        ),
    ];
    Ok((headers, bytes).into_response())
}

fn made(piece: &Piece, format: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    match format {
        "docx" => docx::write(&mut bytes, piece).map_err(Failure::internal)?,
        "odt" => odt::write(&mut bytes, piece).map_err(Failure::internal)?,
        _ => bytes = piece.pdf().map_err(Failure::internal)?.bytes,
    }
    Ok(bytes)
}

/// The links on the page of a round.
pub(super) fn links(model: &Model<'_>) -> Markup {
    html! {
        section.ab-stack aria-labelledby="verder" {
            h2 id="verder" { "Schrijf verder" }
            p { "De cijfers staan er al in. Waar " b { "[nog invullen: …]" } " staat, schrijft u zelf." }
            ul.ab-list {
                @for (kind, _, words) in KINDS {
                    li.ab-report {
                        span { (words) }
                        span.ab-small.ab-muted {
                            @for (place, (format, _, called)) in FORMATS.iter().enumerate() {
                                @if place > 0 { " · " }
                                a href={ (model.part("stuk")) "/" (kind) "." (format) } { (called) span.ab-hidden { ": " (words) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
