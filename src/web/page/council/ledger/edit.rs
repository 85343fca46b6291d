//! Writing a knelpunt down and changing it. Of two who change it at once the second sees both texts and decides.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::form::{differences, fields, problems, typed};
use super::history;
use crate::domain::knelpunt::{Fault, Knelpunt};
use crate::domain::role::Role;
use crate::domain::signal::Choice;
use crate::domain::theme::codebook;
use crate::store::{Decision, ErrorKind, StoredKnelpunt};
use crate::text::date;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::ledger::write_down;
use crate::web::page::council::{signal, wrap};
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::{parts, staff_field};

/// Query: the theme to begin with.
const THEME: &str = "thema";
/// Query and field: the signal to begin with.
const SIGNAL: &str = "signaal";
/// Query: the older version to begin with. Field: the version that the writer saw.
const VERSION: &str = "versie";

/// What the page shows.
pub struct Model<'a> {
    /// Who writes.
    pub volunteer: &'a Volunteer,
    /// The newest version; none: it is new.
    pub known: Option<&'a StoredKnelpunt>,
    /// What is typed so far.
    pub typed: &'a Knelpunt,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// The newest version was written after this form was opened.
    pub overtaken: bool,
    /// The signal that it begins with; empty: none.
    pub signal: &'a str,
}

/// `GET /COUNCIL/werk/knelpunten/nieuw`
pub async fn show_new(
    State(app): State<App>,
    volunteer: Volunteer,
    RawQuery(query): RawQuery,
) -> Result<Markup, Failure> {
    volunteer.must(Role::may_keep_ledger)?;
    let query = Fields::decode(query.unwrap_or_default().as_bytes())?;
    let id = query.text(SIGNAL);
    let typed = if id.is_empty() {
        let theme = query.text(THEME);
        let law = codebook().iter().find(|known| known.id == theme);
        Knelpunt::about(theme, law.and_then(|theme| theme.law))
    } else {
        let subject = signal::find(&app, &volunteer, id).await?.subject;
        let theme = subject.themes.first().map_or("", String::as_str);
        Knelpunt {
            aspect: subject.aspect,
            ..Knelpunt::about(theme, subject.law)
        }
    };
    Ok(page(&Model {
        volunteer: &volunteer,
        known: None,
        typed: &typed,
        faults: &[],
        overtaken: false,
        signal: id,
    }))
}

/// `POST /COUNCIL/werk/knelpunten/nieuw`: keeps it, with what the channels say today.
pub async fn submit_new(State(app): State<App>, sent: Sent) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_keep_ledger)?;
    let (typed, signal) = (typed(&sent.fields), sent.fields.text(SIGNAL));
    let faults = typed.faults(codebook());
    if !faults.is_empty() {
        return Ok(again(&Model {
            volunteer,
            known: None,
            typed: &typed,
            faults: &faults,
            overtaken: false,
            signal,
        }));
    }
    let from = if signal.is_empty() {
        None
    } else {
        Some(signal::find(&app, volunteer, signal).await?)
    };
    let (council, today) = (&volunteer.council, app.clock().today());
    let by = volunteer.actor(&app);
    let id = write_down(app.store(), council, &typed, (by, today)).await?;
    if let Some(signal) = from {
        let decision = Decision {
            choice: Choice::Follow,
            reason: "Er is een knelpunt van gemaakt.".to_owned(),
            knelpunt: Some(id),
            day: today,
        };
        let decided = app
            .store()
            .decide(&council.id, (signal.id, 0), &decision, by)
            .await;
        // What the meeting decided before stays.
        decided.or_else(|error| match error.kind() {
            ErrorKind::Conflict => Ok(()),
            _ => Err(error),
        })?;
    }
    Ok(Redirect::to(&council.paths().knelpunt(&id.to_string())).into_response())
}

/// `GET /COUNCIL/werk/knelpunten/ID/wijzig`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Markup, Failure> {
    volunteer.must(Role::may_keep_ledger)?;
    let history = history(&app, &volunteer, &id).await?;
    let newest = history.first().ok_or(Failure::NotFound)?;
    let query = Fields::decode(query.unwrap_or_default().as_bytes())?;
    let older = history
        .iter()
        .find(|it| it.version.to_string() == query.text(VERSION));
    Ok(page(&Model {
        volunteer: &volunteer,
        known: Some(newest),
        typed: &older.unwrap_or(newest).content,
        faults: &[],
        overtaken: false,
        signal: "",
    }))
}

/// `POST /COUNCIL/werk/knelpunten/ID/wijzig`
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_keep_ledger)?;
    let history = history(&app, volunteer, &id).await?;
    let newest = history.first().ok_or(Failure::NotFound)?;
    let typed = typed(&sent.fields);
    let faults = typed.faults(codebook());
    let overtaken = sent.fields.text(VERSION) != newest.version.to_string();
    let model = |known, overtaken| Model {
        volunteer,
        known: Some(known),
        typed: &typed,
        faults: &faults,
        overtaken,
        signal: "",
    };
    let council = &volunteer.council;
    let done = || Redirect::to(&council.paths().knelpunt(&id)).into_response();
    // Also a form that was sent twice.
    if typed == newest.content {
        return Ok(done());
    }
    if overtaken || !faults.is_empty() {
        return Ok(again(&model(newest, overtaken)));
    }
    let by = (volunteer.actor(&app), app.clock().today());
    let changed = app
        .store()
        .change_knelpunt(&council.id, newest, &typed, by)
        .await;
    match changed {
        Err(error) if error.kind() == ErrorKind::Conflict => {
            let history = super::history(&app, volunteer, &id).await?;
            let newest = history.first().ok_or(Failure::NotFound)?;
            Ok(again(&model(newest, true)))
        }
        Err(error) => Err(error.into()),
        Ok(()) => Ok(done()),
    }
}

/// The form as it came, with what is in the way.
fn again(model: &Model<'_>) -> Response {
    let status = if model.overtaken {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    (status, page(model)).into_response()
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let problems = problems(model.faults);
    let (back, action, title) = match model.known {
        Some(known) => {
            let id = known.id.to_string();
            (
                paths.knelpunt(&id),
                paths.edit_knelpunt(&id),
                format!("Knelpunt {} wijzigen", known.name),
            )
        }
        None => (
            paths.knelpunten(),
            paths.new_knelpunt(),
            "Een knelpunt opschrijven".to_owned(),
        ),
    };
    let main = html! {
        div.ab-stack.ab-form {
            (staff_field::mistakes(&problems))
            a.ab-back href=(back) { @if model.known.is_some() { "Terug naar het knelpunt" } @else { "Alle knelpunten" } }
            h1 { (title) }
            @if let Some(known) = model.known.filter(|_| model.overtaken) { (overtaken(known, model.typed)) }
            @if model.known.is_none() { p { "Wij leggen meteen vast wat de vragenlijsten en de signalen nu over dit thema zeggen. Dat verandert later niet meer." } }
            form.ab-stack.ab-stack--wide method="post" action=(action) novalidate {
                (parts::token(&model.volunteer.token))
                input type="hidden" name=(VERSION) value=(model.known.map_or(0, |known| known.version));
                input type="hidden" name=(SIGNAL) value=(model.signal);
                (fields(model.typed, &problems))
                div.ab-actions { button.ab-button type="submit" { "Bewaar" } a.ab-button.ab-button--quiet href=(back) { "Stop zonder te bewaren" } }
            }
        }
    };
    let title = if problems.is_empty() {
        title
    } else {
        format!("Fout: {title}")
    };
    wrap(model.volunteer, Place::Knelpunten, &title, main)
}

/// What someone else wrote meanwhile, beside what was typed.
fn overtaken(known: &StoredKnelpunt, typed: &Knelpunt) -> Markup {
    html! {
        section.ab-note.ab-note--attention role="alert" {
            h2 { "Iemand anders was u voor" }
            p { (known.actor) " veranderde dit knelpunt op " (date::day(known.day)) ". Uw tekst staat hieronder nog. Bewaart u opnieuw, dan geldt uw tekst. De andere blijft in de geschiedenis." }
            table.ab-table.ab-table--stack role="table" {
                caption.ab-hidden { "Wat er nu staat en wat u schreef" }
                thead role="rowgroup" { tr role="row" {
                    th role="columnheader" scope="col" { "Veld" } th role="columnheader" scope="col" { "Wat er nu staat" } th role="columnheader" scope="col" { "Wat u schreef" }
                } }
                tbody role="rowgroup" { @for (label, theirs, yours) in differences(&known.content, typed) { tr role="row" {
                    th role="rowheader" scope="row" { (label) }
                    td role="cell" data-label="Wat er nu staat" dir="auto" { (theirs) }
                    td role="cell" data-label="Wat u schreef" dir="auto" { (yours) }
                } } }
            }
        }
    }
}
