//! Reports in the workspace: making one, reading it, showing it to the public or taking it back.

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};

use super::results::closed_round;
use crate::domain::role::Role;
use crate::store::Report;
use crate::web::error::Failure;
use crate::web::page::public::report::{name, send};
use crate::web::report::make_report;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;

/// `POST /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND/rapport`
pub async fn make(
    State(app): State<App>,
    Path((_, questionnaire, round)): Path<(String, String, String)>,
    sent: Sent,
) -> Result<Redirect, Failure> {
    let volunteer = &sent.volunteer;
    let found =
        closed_round(&volunteer.council, &questionnaire, &round).ok_or(Failure::NotFound)?;
    make_report(
        app.store(),
        &found.id,
        app.clock().today(),
        volunteer.actor(&app),
        false,
    )
    .await?;
    Ok(Redirect::to(
        &volunteer.council.paths().results(&questionnaire, &round),
    ))
}

/// `POST /COUNCIL/werk/rapport/ID/publiceer`: publishes, or takes back what was published.
pub async fn publish(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Redirect, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_publish)?;
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let report = app
        .store()
        .report(&volunteer.council.id, id)
        .await?
        .ok_or(Failure::NotFound)?;
    let changed = Report {
        published: !report.published,
        ..report
    };
    app.store()
        .publish_report(&volunteer.council.id, &changed, volunteer.actor(&app))
        .await?;
    let round = &changed.round;
    Ok(Redirect::to(
        &volunteer
            .council
            .paths()
            .results(round.questionnaire().as_str(), &round.name()),
    ))
}

/// `GET /COUNCIL/werk/rapport/ID.FORMAT`: also what is not published.
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (id, format) = name(&file)?;
    send(&app, &volunteer.council.id, id, format).await
}
