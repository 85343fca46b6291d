//! What a style looks like before it is kept: real parts of pages, dressed by a sheet that is made from the address.
//! The parts are shown, not offered: nothing in them can be reached or read aloud.

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{LETTERS, Model};
use crate::domain::house_style::colour::Colour;
use crate::domain::house_style::{Headings, HouseStyle, Token};
use crate::domain::role::Role;
use crate::web::error::Failure;
use crate::web::session::Volunteer;
use crate::web::state::App;
use crate::web::view::parts;

/// What the sheet of a preview applies to.
const SCOPE: &str = ".ab-preview";

/// `GET /COUNCIL/werk/huisstijl/voorbeeld.css?TOKEN=RRGGBB&…`
pub async fn sheet(
    State(_): State<App>,
    volunteer: Volunteer,
    Query(chosen): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    volunteer.must(Role::may_style)?;
    let mut style = HouseStyle::default();
    for (name, value) in chosen {
        if name == LETTERS {
            style.headings = Some(Headings::from_word(&value).ok_or(Failure::NotFound)?);
        } else {
            let token = Token::from_word(&name).ok_or(Failure::NotFound)?;
            let colour = Colour::read(&format!("#{value}")).ok_or(Failure::NotFound)?;
            style.colours.insert(token, colour);
        }
    }
    let kind = HeaderValue::from_static("text/css; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], style.sheet(SCOPE)).into_response())
}

/// The part of that address after the question mark.
pub(super) fn query(style: &HouseStyle) -> String {
    let colours = style.colours.iter();
    let mut parts: Vec<String> = colours
        .map(|(token, colour)| {
            format!(
                "{}={}",
                token.word(),
                colour.to_string().trim_start_matches('#')
            )
        })
        .collect();
    parts.extend(
        style
            .headings
            .map(|headings| format!("{LETTERS}={}", headings.word())),
    );
    parts.join("&")
}

/// A page of a resident, a chart and the cover of a report.
pub(super) fn preview(model: &Model<'_>) -> Markup {
    html! {
        div.ab-preview #voorbeeld inert {
            div.ab-cols {
                (form(model))
                (chart())
                (cover(model))
            }
        }
    }
}

fn brand(model: &Model<'_>) -> Markup {
    let owner = model.volunteer.council.owner();
    html! { span.ab-brand { (parts::brand(owner.dress)) span { (owner.name) } } }
}

fn form(model: &Model<'_>) -> Markup {
    html! {
        div.ab-preview__page {
            (brand(model))
            p.ab-preview__title { "Ik begrijp de brieven die ik krijg." }
            p { "Lees eerst " a href="#voorbeeld" { "wat wij bewaren" } "." }
            div.ab-options {
                label.ab-option { input.ab-choice type="radio" checked; span { "Mee eens" } }
                label.ab-option { input.ab-choice type="radio"; span { "Niet mee eens" } }
            }
            div.ab-note { p { "U hoeft uw naam " a href="#voorbeeld" { "niet te geven" } "." } }
            div.ab-actions { span.ab-button.ab-button--next { "Verder" } span.ab-button.ab-button--quiet { "Terug" } }
        }
    }
}

fn chart() -> Markup {
    let bars = [
        ("c-n2", "22%", "18%"),
        ("c-n1", "40%", "10%"),
        ("c-p1", "50%", "22%"),
        ("c-p2", "72%", "20%"),
    ];
    html! {
        div.ab-preview__page {
            p.ab-preview__title { "Wachten kost de meeste moeite" }
            p.ab-kicker { "Voorbeeld van een grafiek" }
            div.ab-lane { svg.ab-plot width="96" aria-hidden="true" {
                line.ci x1="30%" x2="62%" y1="50%" y2="50%" {}
                circle.pt cx="46%" cy="50%" r="7" {}
            } }
            div.ab-lane { svg.ab-plot width="96" aria-hidden="true" {
                line.ci x1="12%" x2="38%" y1="50%" y2="50%" {}
                circle.pt cx="25%" cy="50%" r="7" {}
            } }
            div.ab-likert { svg.ab-plot width="96" aria-hidden="true" {
                @for (class, from, width) in bars { rect class=(class) x=(from) width=(width) height="100%" {} }
                line.z x1="50%" x2="50%" y1="-4" y2="110%" {}
            } }
            p.ab-small.ab-muted { "n = 326. Links een probleem, rechts gaat het goed." }
        }
    }
}

fn cover(model: &Model<'_>) -> Markup {
    html! {
        div.ab-preview__page.ab-preview__page--paper {
            (brand(model))
            p.ab-kicker { "Knelpuntenrapport" }
            p.ab-preview__title { "Meedoen en rondkomen" }
            p.ab-muted { "Wat mensen ons vertelden, en waar het knelt." }
            p.ab-verdict { "149 van 326" }
            svg.ab-preview__thread width="96" viewBox="0 0 40 20" aria-hidden="true" {
                path.ab-mark-line d="M-2 1c12 0 15 9 28 9M-2 10h30M-2 19c12 0 15-9 28-9" {}
                circle.ab-mark-dot cx="29" cy="10" r="4" {}
            }
        }
    }
}
