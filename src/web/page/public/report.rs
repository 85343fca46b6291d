//! A published report, as a page or as PDF. What is not published is not there.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::anonymity::random::Id;
use crate::domain::id::ClientCouncilId;
use crate::store::StoredFile;
use crate::web::error::Failure;
use crate::web::state::App;

/// `GET /COUNCIL/rapport/ID.pdf` and `.html`
pub async fn show(
    State(app): State<App>,
    Path((council, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let council = app.council(&council).await?;
    let (id, format) = name(&file)?;
    let report = app
        .store()
        .report(&council.id, id)
        .await?
        .filter(|report| report.published);
    report.ok_or(Failure::NotFound)?;
    send(&app, &council.id, id, format).await
}

/// `ID.FORMAT`
///
/// # Errors
/// [`Failure::NotFound`] for any other name.
pub fn name(file: &str) -> Result<(Id, &str), Failure> {
    let (id, format) = file.split_once('.').ok_or(Failure::NotFound)?;
    Ok((id.parse().map_err(|_| Failure::NotFound)?, format))
}

/// The file itself. A report brings its own small style, so its page may not load or run anything at all.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such format.
pub async fn send(
    app: &App,
    council: &ClientCouncilId,
    id: Id,
    format: &str,
) -> Result<Response, Failure> {
    let file = app
        .store()
        .report_file(council, id, format)
        .await?
        .ok_or(Failure::NotFound)?;
    let StoredFile {
        name,
        media_type,
        bytes,
    } = file;
    let shown = if format == "html" {
        "inline"
    } else {
        "attachment"
    };
    let disposition = format!("{shown}; filename=\"{name}\"");
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_str(&media_type).map_err(Failure::internal)?,
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).map_err(Failure::internal)?,
        ),
    ];
    Ok((headers, bytes).into_response())
}
