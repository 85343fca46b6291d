//! The requests of a resident's form. Every step is a POST to the same address; nothing is stored before sending, and sending
//! twice is sending once.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::Markup;

use super::check::{self, Notice};
use super::closed::{self, Reason};
use super::step::{self, BEGIN};
use super::{Form, start, thanks};
use crate::domain::answer::Response as Answers;
use crate::domain::definition::Channel;
use crate::domain::id::RoundId;
use crate::domain::routing;
use crate::domain::violation::Violation;
use crate::store::{ErrorKind, Round, StoreError, Submitted};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::form::filled::{Filled, Outcome, Place, places, questions_at};
use crate::web::form::journey::{Turn, turn};
use crate::web::form::sealed::{self, Nonce, Progress};
use crate::web::headers::Keep;
use crate::web::signal::{self, Told};
use crate::web::state::App;

/// A form that was begun before the end may be sent until this many seconds after it.
const GRACE_SECONDS: i64 = 30 * 60;

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
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, None).await?;
    Request {
        app: &app,
        form: &form,
    }
    .answer(&fields)
    .await
}

/// `POST /COUNCIL/v/QUESTIONNAIRE/LANG`
pub async fn submit_in(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    Request {
        app: &app,
        form: &form,
    }
    .answer(&fields)
    .await
}

/// `GET /COUNCIL/v/QUESTIONNAIRE/LANG/bedankt`
pub async fn thank(
    State(app): State<App>,
    Path((council, questionnaire, language)): AddressIn,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    let clear = (
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\""),
    );
    Ok(([clear], thanks::page(&form)).into_response())
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
    match Gate::of(form, app.clock().today()) {
        Gate::Signal => Ok(start::page(&start::Model { form, until: None }).into_response()),
        Gate::Open(round) => Ok(start::page(&start::Model {
            form,
            until: Some(round.closes),
        })
        .into_response()),
        Gate::Shut(reason) => Ok(closed::page(form, reason).into_response()),
    }
}

/// Whether a form can be begun today.
enum Gate<'a> {
    /// A signal can always be left.
    Signal,
    /// A round is open.
    Open(&'a Round),
    /// No round is open.
    Shut(Reason),
}

impl<'a> Gate<'a> {
    fn of(form: &'a Form, today: Date) -> Self {
        if form.is_signal() {
            return Self::Signal;
        }
        match form.survey.open_round(today) {
            Some(round) => Self::Open(round),
            None if form.survey.rounds.iter().any(|round| round.closes < today) => {
                Self::Shut(Reason::Closed)
            }
            None => Self::Shut(Reason::NotOpen),
        }
    }
}

/// One POST.
struct Request<'a> {
    app: &'a App,
    form: &'a Form,
}

impl Request<'_> {
    async fn answer(&self, fields: &Fields) -> Result<Response, Failure> {
        if fields.has(BEGIN) {
            return self.begin();
        }
        let survey = self.survey();
        let sealer = self.app.store().keys().forms();
        let Ok(mut progress) = Progress::open(sealer, &survey, fields.text(sealed::FIELD)) else {
            return Ok((StatusCode::BAD_REQUEST, closed::unreadable(self.form)).into_response());
        };
        if let Some(reason) = self.shut_for(&progress) {
            return Ok(closed::page(self.form, reason).into_response());
        }
        // Only wording changes while a round is open: what was typed means the same in the newest version.
        progress.version = self.form.survey.version;
        match turn(self.form.questionnaire(), &mut progress, fields) {
            Turn::Page(place, wrong) => {
                let status = if wrong.is_empty() {
                    StatusCode::OK
                } else {
                    StatusCode::UNPROCESSABLE_ENTITY
                };
                self.step(&progress, place, &wrong)
                    .map(|page| respond(status, Keep::ForBack, page))
            }
            Turn::Check(outcome) => self
                .check(&progress, &outcome, None)
                .map(|page| respond(StatusCode::OK, Keep::Nothing, page)),
            Turn::Send(outcome) => self.send(progress, outcome).await,
        }
    }

    /// The first page, with a fresh nonce.
    fn begin(&self) -> Result<Response, Failure> {
        if let Gate::Shut(reason) = Gate::of(self.form, self.app.clock().today()) {
            return Ok(closed::page(self.form, reason).into_response());
        }
        let filled = Filled::default();
        let version = self.form.survey.version;
        let outcome = filled.outcome(self.form.questionnaire(), version);
        let first = places(self.form.questionnaire(), &outcome.response)
            .first()
            .copied()
            .unwrap_or(Place::Check);
        let nonce = Nonce::issue(self.app.clock().seconds()).map_err(Failure::internal)?;
        let progress = Progress {
            version,
            nonce,
            place: first,
            reviewed: false,
            filled,
        };
        self.step(&progress, first, &[])
            .map(|page| respond(StatusCode::OK, Keep::ForBack, page))
    }

    /// `COUNCIL/QUESTIONNAIRE`: a form of one survey does not open in another.
    fn survey(&self) -> String {
        format!("{}/{}", self.form.council.id, self.form.questionnaire().id)
    }

    /// Why a form in progress can't go on, if so: its round has ended, and the grace for who had begun as well.
    fn shut_for(&self, progress: &Progress) -> Option<Reason> {
        match Gate::of(self.form, self.app.clock().today()) {
            Gate::Shut(_) if self.round_in_grace(progress).is_some() => None,
            Gate::Shut(reason) => Some(reason),
            Gate::Signal | Gate::Open(_) => None,
        }
    }

    fn round_in_grace(&self, progress: &Progress) -> Option<&Round> {
        let clock = self.app.clock();
        self.form.survey.rounds.iter().find(|round| {
            let end = clock.end_of(round.closes);
            clock.seconds() < end.saturating_add(GRACE_SECONDS) && progress.nonce.begun_before(end)
        })
    }

    /// The round to which answers go.
    fn round(&self, progress: &Progress) -> Option<&RoundId> {
        let open = self.form.survey.open_round(self.app.clock().today());
        open.or_else(|| self.round_in_grace(progress))
            .map(|round| &round.id)
    }

    fn seal(&self, progress: &Progress) -> Result<String, Failure> {
        progress
            .seal(self.app.store().keys().forms(), &self.survey())
            .map_err(Failure::internal)
    }

    fn step(
        &self,
        progress: &Progress,
        place: Place,
        violations: &[Violation],
    ) -> Result<Markup, Failure> {
        let questionnaire = self.form.questionnaire();
        let outcome = progress.filled.outcome(questionnaire, progress.version);
        let shown = routing::shown(questionnaire, &outcome.response);
        let all = places(questionnaire, &outcome.response);
        Ok(step::page(&step::Model {
            form: self.form,
            place,
            number: all
                .iter()
                .position(|other| *other == place)
                .unwrap_or_default()
                + 1,
            total: all.len(),
            questions: questions_at(questionnaire, place, &shown),
            filled: &progress.filled,
            violations,
            sealed: &self.seal(progress)?,
        }))
    }

    fn check(
        &self,
        progress: &Progress,
        outcome: &Outcome,
        notice: Option<Notice>,
    ) -> Result<Markup, Failure> {
        let questionnaire = self.form.questionnaire();
        let body = outcome.response.to_body().map_err(Failure::internal)?;
        let stored = Answers::from_body(&body).map_err(Failure::internal)?;
        Ok(check::page(&check::Model {
            form: self.form,
            response: &stored,
            body: &body,
            contact: outcome.contact.as_deref(),
            shown: routing::shown(questionnaire, &outcome.response),
            total: places(questionnaire, &outcome.response).len(),
            today: self.app.clock().today(),
            notice,
            sealed: &self.seal(progress)?,
        }))
    }

    async fn send(&self, mut progress: Progress, outcome: Outcome) -> Result<Response, Failure> {
        let now = self.app.clock().seconds();
        if progress.nonce.is_stale(now) {
            progress.nonce = Nonce::issue(now).map_err(Failure::internal)?;
            let page = self.check(&progress, &outcome, Some(Notice::Stale))?;
            return Ok(respond(
                StatusCode::UNPROCESSABLE_ENTITY,
                Keep::Nothing,
                page,
            ));
        }
        match self.store(&progress, &outcome).await {
            Ok(Submitted::Stored | Submitted::Already) => {
                Ok(Redirect::to(&self.form.thanks_address()).into_response())
            }
            Ok(Submitted::Closed) => Ok(closed::page(self.form, Reason::Closed).into_response()),
            Err(error) if error.kind() == ErrorKind::Later => {
                tracing::warn!(cause = %error, "an answer was not stored");
                let page = self.check(&progress, &outcome, Some(Notice::NotStored))?;
                let mut response = respond(StatusCode::SERVICE_UNAVAILABLE, Keep::Nothing, page);
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, HeaderValue::from_static("120"));
                Ok(response)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn store(&self, progress: &Progress, outcome: &Outcome) -> Result<Submitted, StoreError> {
        let proof = progress.nonce.as_proof();
        if self.form.is_signal() {
            let told = Told {
                survey: &self.form.survey,
                response: &outcome.response,
                contact: outcome.contact.as_deref(),
                today: self.app.clock().today(),
            };
            let new = signal::new(&self.form.council, &told)?;
            return self
                .app
                .store()
                .receive_signal(&new, &proof)
                .await
                .map(|_| Submitted::Stored);
        }
        let Some(round) = self.round(progress) else {
            return Ok(Submitted::Closed);
        };
        let body = outcome
            .response
            .to_body()
            .map_err(|_| StoreError::Unreadable {
                what: "a checked response",
            })?;
        self.app.intake().submit(round, &proof, body).await
    }
}

fn respond(status: StatusCode, keep: Keep, page: Markup) -> Response {
    (status, [(header::CACHE_CONTROL, keep.value())], page).into_response()
}
