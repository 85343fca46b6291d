//! "Afspiegeling": how those who answered a closed round divide over groups, beside everybody. The client council types in
//! margins or sends a file; weighted figures stand beside the others. What is wrong is said, and what was typed stays.

#[cfg(test)]
pub(crate) mod samples;
mod typed;
mod view;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

pub use typed::Typed;
pub use view::page;

use super::apart;
use super::results::closed_round;
use crate::domain::margin::{Line, Margins, Unit};
use crate::domain::role::Role;
use crate::interchange::margins;
use crate::store::{Round, StoredMargins};
use crate::text::margin;
use crate::web::error::Failure;
use crate::web::session::{Sent, SentFile, Volunteer};
use crate::web::state::App;
use crate::web::weighting::Weighed;

/// Field with the version that was read.
pub(super) const VERSION: &str = "versie";
/// Field with the unit of the numbers.
pub(super) const UNIT: &str = "soort";
/// Field with a file.
pub(super) const FILE: &str = "bestand";
/// What the buttons do.
pub(super) const ACTION: &str = "doe";
pub(super) const KEEP: &str = "bewaar";
pub(super) const TAKE_BACK: &str = "weg";

type Address = Path<(String, String, String)>;

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// The round.
    pub round: &'a Round,
    /// What it gave.
    pub weighed: &'a Weighed,
    /// What stands in the fields; `None` when they can't hold what a file gave.
    pub typed: Option<Typed>,
    /// What is wrong: field and sentence.
    pub problems: Vec<(String, String)>,
}

impl<'a> Model<'a> {
    /// The page when nothing was sent.
    pub fn fresh(volunteer: &'a Volunteer, round: &'a Round, weighed: &'a Weighed) -> Self {
        let typed = match &weighed.stored {
            Some(stored) => Typed::of(stored.unit, &stored.lines, &weighed.questionnaire),
            None => Some(Typed::default()),
        };
        Self {
            volunteer,
            round,
            weighed,
            typed,
            problems: Vec::new(),
        }
    }
}

/// `GET /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND/afspiegeling`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, questionnaire, name)): Address,
) -> Result<Response, Failure> {
    let round = closed_round(&volunteer.council, &questionnaire, &name).ok_or(Failure::NotFound)?;
    if apart::undecided(&app.store().apart(&round.id).await?) {
        let whole = volunteer.council.paths().results(&questionnaire, &name);
        return Ok(Redirect::to(&whole).into_response());
    }
    let weighed = Weighed::of(app.store(), round, app.clock().today()).await?;
    Ok(page(&Model::fresh(&volunteer, round, &weighed)).into_response())
}

/// `POST /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND/afspiegeling`
pub async fn submit(
    State(app): State<App>,
    Path((_, questionnaire, name)): Address,
    sent: Sent,
) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    let (round, weighed) = opened(&app, volunteer, (&questionnaire, &name)).await?;
    let stored = current(&weighed, sent.fields.text(VERSION))?;
    if sent.fields.text(ACTION) == TAKE_BACK {
        return keep(&app, volunteer, (round, stored), (Unit::Count, &[])).await;
    }
    let typed = Typed::from_fields(&sent.fields, &weighed.questionnaire)?;
    let lines = typed.lines(&weighed.questionnaire);
    match Margins::new(&weighed.questionnaire, typed.unit, &lines) {
        Ok(_) => keep(&app, volunteer, (round, stored), (typed.unit, &lines)).await,
        Err(found) => {
            let problems = found.iter().map(|problem| {
                let field = typed::field_of(&problem.fault, &weighed.questionnaire);
                (field, margin::problem(problem, &weighed.questionnaire))
            });
            let problems = problems.collect();
            Ok(again(&Model {
                problems,
                typed: Some(typed),
                ..Model::fresh(volunteer, round, &weighed)
            }))
        }
    }
}

/// `POST /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND/afspiegeling/bestand`
pub async fn submit_file(
    State(app): State<App>,
    Path((_, questionnaire, name)): Address,
    sent: SentFile,
) -> Result<Response, Failure> {
    let (volunteer, upload) = (&sent.volunteer, &sent.upload);
    let (round, weighed) = opened(&app, volunteer, (&questionnaire, &name)).await?;
    let stored = current(&weighed, upload.fields.text(VERSION))?;
    let read = margins::lines(&upload.file).map_err(|fault| vec![fault.into()]);
    let fitted = read.and_then(|(unit, lines)| {
        Margins::new(&weighed.questionnaire, unit, &lines).map(|_| (unit, lines))
    });
    match fitted {
        Ok((unit, lines)) => keep(&app, volunteer, (round, stored), (unit, &lines)).await,
        Err(found) => {
            let sentences = found
                .iter()
                .map(|problem| margin::problem(problem, &weighed.questionnaire));
            let problems = sentences.map(|sentence| (FILE.to_owned(), sentence));
            Ok(again(&Model {
                problems: problems.collect(),
                ..Model::fresh(volunteer, round, &weighed)
            }))
        }
    }
}

/// A round of which someone may say how its people divide, and may see what came out.
async fn opened<'v>(
    app: &App,
    volunteer: &'v Volunteer,
    (questionnaire, name): (&str, &str),
) -> Result<(&'v Round, Weighed), Failure> {
    volunteer.must(Role::may_weigh)?;
    let round = closed_round(&volunteer.council, questionnaire, name).ok_or(Failure::NotFound)?;
    if apart::undecided(&app.store().apart(&round.id).await?) {
        return Err(Failure::NotFound);
    }
    Ok((
        round,
        Weighed::of(app.store(), round, app.clock().today()).await?,
    ))
}

/// The newest version, when it is the one that the form was made from.
fn current<'w>(weighed: &'w Weighed, version: &str) -> Result<Option<&'w StoredMargins>, Failure> {
    let stored = weighed.stored.as_ref();
    let newest = stored.map_or(0, |stored| stored.version);
    if version == newest.to_string() {
        Ok(stored)
    } else {
        Err(Failure::Conflict)
    }
}

async fn keep(
    app: &App,
    volunteer: &Volunteer,
    (round, stored): (&Round, Option<&StoredMargins>),
    given: (Unit, &[Line]),
) -> Result<Response, Failure> {
    let by = (volunteer.actor(app), app.clock().today());
    app.store()
        .change_margins(&round.id, stored, given, by)
        .await?;
    let (questionnaire, name) = (round.id.questionnaire(), round.id.name());
    let paths = volunteer.council.paths();
    let address = paths.representation(questionnaire.as_str(), &name);
    Ok(Redirect::to(&address).into_response())
}

fn again(model: &Model<'_>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page(model)).into_response()
}
