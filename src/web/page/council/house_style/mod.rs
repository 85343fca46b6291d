//! "Huisstijl": the client council chooses its colours and sets its logo, sees what comes of it, and is told what people
//! could not read. Nothing that fails is kept; a colour that passes is offered.

mod file;
mod preview;
#[cfg(test)]
pub(crate) mod samples;
mod view;

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

pub use file::{submit_logo, submit_tokens};
pub use preview::sheet;
pub use view::page;

use crate::domain::house_style::colour::Colour;
use crate::domain::house_style::{Headings, HouseStyle, Token};
use crate::domain::role::Role;
use crate::interchange::design_tokens::Reading;
use crate::store::{LogoChange, StoredStyle};
use crate::text::house_style;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;

/// Field with the version that was read.
pub(super) const VERSION: &str = "versie";
/// Field with the letters of headings.
pub(super) const LETTERS: &str = "letters";
/// Field with the words of a logo.
pub(super) const ALT: &str = "alt";
/// Field with a file.
pub(super) const FILE: &str = "bestand";
/// What the buttons do.
pub(super) const ACTION: &str = "doe";
pub(super) const LOOK: &str = "bekijk";
pub(super) const KEEP: &str = "bewaar";
pub(super) const MEND: &str = "herstel";
pub(super) const NEUTRAL: &str = "gewoon";
pub(super) const NO_LOGO: &str = "geen-logo";

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// All versions, newest first.
    pub history: &'a [StoredStyle],
    /// What was typed or read.
    pub typed: Typed,
    /// What was wrong; empty when nothing was tried.
    pub problems: Vec<Problem>,
    /// What a file gave.
    pub reading: Option<Reading>,
    /// Words of a logo that was refused.
    pub alt: &'a str,
}

/// Something to mend, at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Id of the field.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub sentence: String,
}

/// The fields of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Colours as typed; empty when left out.
    pub colours: BTreeMap<Token, String>,
    /// Letters of headings.
    pub headings: Option<Headings>,
}

impl Typed {
    /// A style as fields.
    pub fn of(style: &HouseStyle) -> Self {
        let colours = style.colours.iter();
        Self {
            colours: colours
                .map(|(token, colour)| (*token, colour.to_string()))
                .collect(),
            headings: style.headings,
        }
    }

    fn from_fields(fields: &Fields) -> Self {
        let typed = |token: &Token| {
            let text = fields.text(token.word()).trim();
            (!text.is_empty()).then(|| (*token, text.to_owned()))
        };
        let headings = Headings::from_word(fields.text(LETTERS));
        Self {
            colours: Token::ALL.iter().filter_map(typed).collect(),
            // The neutral letters need not be chosen.
            headings: headings.filter(|headings| *headings != Headings::Serif),
        }
    }

    /// The colours that can be read, and what is wrong with the others.
    pub fn style(&self) -> (HouseStyle, Vec<Problem>) {
        let mut style = HouseStyle {
            headings: self.headings,
            ..HouseStyle::default()
        };
        let mut problems = Vec::new();
        for (token, text) in &self.colours {
            match Colour::read(text) {
                Some(colour) => {
                    style.colours.insert(*token, colour);
                }
                None => problems.push(Problem {
                    field: token.word(),
                    sentence: house_style::no_colour(*token),
                }),
            }
        }
        (style, problems)
    }
}

impl<'a> Model<'a> {
    /// The page as it is when nothing was done yet.
    pub fn fresh(volunteer: &'a Volunteer, history: &'a [StoredStyle]) -> Self {
        let style = history.first().map(|newest| newest.style.clone());
        Self {
            volunteer,
            history,
            typed: Typed::of(&style.unwrap_or_default()),
            problems: Vec::new(),
            reading: None,
            alt: "",
        }
    }
}

/// `GET /COUNCIL/werk/huisstijl`
pub async fn show(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    volunteer.must(Role::may_style)?;
    let history = app
        .store()
        .house_style_history(&volunteer.council.id)
        .await?;
    Ok(page(&Model::fresh(&volunteer, &history)))
}

/// `POST /COUNCIL/werk/huisstijl`
pub async fn submit(State(app): State<App>, sent: Sent) -> Result<Response, Failure> {
    let (volunteer, fields) = (&sent.volunteer, &sent.fields);
    volunteer.must(Role::may_style)?;
    let history = app
        .store()
        .house_style_history(&volunteer.council.id)
        .await?;
    let current = current(&history, fields)?;
    match fields.text(ACTION) {
        NEUTRAL => {
            let neutral = HouseStyle::default();
            keep(&app, volunteer, current, (&neutral, &LogoChange::Remove)).await
        }
        NO_LOGO => {
            let style = current.map(|stored| stored.style.clone());
            let style = style.unwrap_or_default();
            keep(&app, volunteer, current, (&style, &LogoChange::Remove)).await
        }
        action @ (LOOK | KEEP | MEND) => {
            let mut typed = Typed::from_fields(fields);
            let (mut style, mut problems) = typed.style();
            if action == MEND && problems.is_empty() {
                style = style.mended();
                typed = Typed::of(&style);
            }
            if action == KEEP {
                problems.extend(refused(&style));
                if problems.is_empty() {
                    return keep(&app, volunteer, current, (&style, &LogoChange::Keep)).await;
                }
            }
            let model = Model {
                typed,
                problems,
                ..Model::fresh(volunteer, &history)
            };
            Ok(answer(&model))
        }
        _ => Err(Failure::Malformed),
    }
}

/// The page, with the status that fits it.
fn answer(model: &Model<'_>) -> Response {
    let status = if model.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    (status, page(model)).into_response()
}

fn refused(style: &HouseStyle) -> Vec<Problem> {
    let mended = style.mended();
    let refusals = style.refusals().into_iter();
    refusals
        .map(|check| Problem {
            field: check.token.word(),
            sentence: house_style::problem(&check, &mended),
        })
        .collect()
}

/// The newest version, when it is the one that the form was made from.
fn current<'h>(
    history: &'h [StoredStyle],
    fields: &Fields,
) -> Result<Option<&'h StoredStyle>, Failure> {
    let newest = history.first();
    let version = newest.map_or(0, |newest| newest.version);
    if fields.text(VERSION) == version.to_string() {
        Ok(newest)
    } else {
        Err(Failure::Conflict)
    }
}

async fn keep(
    app: &App,
    volunteer: &Volunteer,
    current: Option<&StoredStyle>,
    change: (&HouseStyle, &LogoChange),
) -> Result<Response, Failure> {
    let council = &volunteer.council;
    let by = (volunteer.actor(app), app.clock().today());
    app.store()
        .change_house_style(&council.id, current, change, by)
        .await?;
    app.forget_directory();
    Ok(Redirect::to(&council.paths().house_style()).into_response())
}
