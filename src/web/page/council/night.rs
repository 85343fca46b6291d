//! The demo's "Doe alsof het nacht is": what the server does each night, at once and under the same rules.

use axum::extract::State;
use axum::response::Redirect;

use crate::web::error::Failure;
use crate::web::session::Sent;
use crate::web::state::App;

/// `POST /COUNCIL/werk/nacht`
pub async fn submit(State(app): State<App>, sent: Sent) -> Result<Redirect, Failure> {
    if !app.settings().demo {
        return Err(Failure::NotFound);
    }
    let today = app.clock().today();
    app.store().night(sent.volunteer.actor(&app), today).await?;
    app.forget_directory();
    Ok(Redirect::to(&sent.volunteer.council.paths().today()))
}
