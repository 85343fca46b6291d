//! The requests of a resident's form. Every step is a POST to the same address; nothing is stored before sending, and sending
//! twice is sending once.

mod gate;
mod request;
mod send;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};

use self::gate::Gate;
use self::request::{Request, Visit};
use super::door::Door;
use super::{Form, closed, start, thanks};
use crate::domain::definition::Channel;
use crate::store::{Entry, Round};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::state::App;

/// Council and questionnaire in the address.
type Address = Path<(String, String)>;
/// The same with a language.
type AddressIn = Path<(String, String, String)>;

/// `GET /COUNCIL/v/QUESTIONNAIRE`
pub async fn show(
    State(app): State<App>,
    Path((council, questionnaire)): Address,
) -> Result<Response, Failure> {
    start_page(&app, &form(&app, &council, &questionnaire, None).await?)
}

/// `GET /COUNCIL/v/QUESTIONNAIRE/LANG`
pub async fn show_in(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
) -> Result<Response, Failure> {
    start_page(
        &app,
        &form(&app, &council, &questionnaire, Some(&language)).await?,
    )
}

/// `POST /COUNCIL/v/QUESTIONNAIRE`
pub async fn submit(
    State(app): State<App>,
    Path((council, questionnaire)): Address,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, None).await?;
    Request::new(&app, &form, visit).answer(&fields).await
}

/// `POST /COUNCIL/v/QUESTIONNAIRE/LANG`
pub async fn submit_in(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    Request::new(&app, &form, visit).answer(&fields).await
}

/// `GET /COUNCIL/v/QUESTIONNAIRE/LANG/kiosk`: the same on a device that residents use one after the other. It needs no
/// session: that the device is shared stands in the address.
pub async fn show_on_kiosk(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    start_page(&app, &form.on_kiosk())
}

/// `POST /COUNCIL/v/QUESTIONNAIRE/LANG/kiosk`
pub async fn submit_on_kiosk(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    let form = form.on_kiosk();
    Request::new(&app, &form, visit).answer(&fields).await
}

/// `GET /COUNCIL/v/QUESTIONNAIRE/LANG/kiosk/bedankt`
pub async fn thank_on_kiosk(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    Ok(([clear_cache()], thanks::page(&form.on_kiosk())).into_response())
}

/// The browser forgets the pages before this one.
fn clear_cache() -> (HeaderName, HeaderValue) {
    (
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    )
}

/// `GET /COUNCIL/v/QUESTIONNAIRE/LANG/bedankt`
pub async fn thank(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    Ok(([clear_cache()], thanks::page(&form)).into_response())
}

/// The form of an address, when residents may fill it in at all.
async fn form(
    app: &App,
    council: &str,
    questionnaire: &str,
    language: Option<&str>,
) -> Result<Form, Failure> {
    let council = app.council(council).await?;
    let survey = council
        .survey(questionnaire)
        .cloned()
        .ok_or(Failure::NotFound)?;
    let channel = survey.questionnaire.channel;
    if !matches!(channel, Channel::Enquete | Channel::Website) {
        return Err(Failure::NotFound);
    }
    Form::in_language(council, survey, language).ok_or(Failure::NotFound)
}

fn start_page(app: &App, form: &Form) -> Result<Response, Failure> {
    let (until, door) = match Gate::of(form, app.clock().today()) {
        Gate::Signal => (None, None),
        Gate::Open(round) => (Some(round.closes), door_of(round)),
        Gate::Shut(reason) => return Ok(closed::page(form, reason).into_response()),
    };
    Ok(start::page(&start::Model { form, until, door }).into_response())
}

/// The empty field of a round that needs codes.
fn door_of(round: &Round) -> Option<Door<'static>> {
    (round.entry == Entry::Code).then(Door::default)
}
