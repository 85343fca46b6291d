//! The requests of a resident's form. Every step is a POST to the same address; nothing is stored before sending, and sending
//! twice is sending once.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::Markup;

use super::check::{self, Notice};
use super::closed::{self, Reason};
use super::door::{self, CODE, Door};
use super::step::{self, ACTION, AGAIN, BEGIN, HELPING, SEND, WITH_HELP};
use super::{Form, helper, start, thanks};
use crate::anonymity::code::Code;
use crate::domain::answer::Response as Answers;
use crate::domain::definition::Channel;
use crate::domain::id::RoundId;
use crate::domain::routing;
use crate::domain::violation::Violation;
use crate::store::{Entry, ErrorKind, Round, StoreError, Submitted};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::form::filled::{Filled, Outcome, Place, places, questions_at};
use crate::web::form::journey::{Turn, turn};
use crate::web::form::sealed::{self, Nonce, Progress};
use crate::web::headers::Keep;
use crate::web::network::Network;
use crate::web::signal::{self, Told};
use crate::web::spent::LIFETIME_SECONDS;
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
    network: Network,
    Path((council, questionnaire)): Address,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, None).await?;
    Request {
        app: &app,
        network,
        form: &form,
    }
    .answer(&fields)
    .await
}

/// `POST /COUNCIL/v/QUESTIONNAIRE/LANG`
pub async fn submit_in(
    State(app): State<App>,
    network: Network,
    Path((council, questionnaire, language)): AddressIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    Request {
        app: &app,
        network,
        form: &form,
    }
    .answer(&fields)
    .await
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
    network: Network,
    Path((council, questionnaire, language)): AddressIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = form(&app, &council, &questionnaire, Some(&language)).await?;
    let form = form.on_kiosk();
    Request {
        app: &app,
        network,
        form: &form,
    }
    .answer(&fields)
    .await
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
    network: Network,
    form: &'a Form,
}

impl Request<'_> {
    async fn answer(&self, fields: &Fields) -> Result<Response, Failure> {
        let typed = fields.text(CODE);
        match fields.text(BEGIN) {
            "" => {}
            HELPING => return Ok(helper::page(self.form, typed).into_response()),
            begin => return self.begin(begin == WITH_HELP, typed).await,
        }
        let survey = self.survey();
        let sealer = self.app.store().keys().forms();
        let Ok(mut progress) = Progress::open(sealer, &survey, fields.text(sealed::FIELD)) else {
            return Ok((StatusCode::BAD_REQUEST, closed::unreadable(self.form)).into_response());
        };
        if let Some(over) = self.over(&progress, fields.text(ACTION)) {
            return Ok(over);
        }
        if let Some(reason) = self.shut_for(&progress) {
            return Ok(closed::page(self.form, reason).into_response());
        }
        // Only wording changes while a round is open: what was typed means the same in the newest version.
        progress.version = self.form.survey.version;
        progress.kiosk = self.on_kiosk();
        match turn(self.form.questionnaire(), &mut progress, fields) {
            Turn::Page(place, wrong) => {
                let status = if wrong.is_empty() {
                    StatusCode::OK
                } else {
                    StatusCode::UNPROCESSABLE_ENTITY
                };
                self.step(&progress, place, &wrong)
                    .map(|page| respond(status, self.keep(), page))
            }
            Turn::Check(outcome) => self
                .check(&progress, &outcome, None)
                .map(|page| respond(StatusCode::OK, Keep::Nothing, page)),
            Turn::Send(outcome) => self.send(progress, outcome).await,
        }
    }

    /// Past the door, when there is one, to the first page.
    async fn begin(&self, helped: bool, typed: &str) -> Result<Response, Failure> {
        let round = match Gate::of(self.form, self.app.clock().today()) {
            Gate::Shut(reason) => return Ok(closed::page(self.form, reason).into_response()),
            Gate::Open(round) if round.entry == Entry::Code => round,
            Gate::Signal | Gate::Open(_) => return self.first_page(helped, None),
        };
        match door::open(self.app, self.network, &round.id, typed).await? {
            Ok(code) => self.first_page(helped, Some(code)),
            Err(shut) => {
                let page = start::page(&start::Model {
                    form: self.form,
                    until: Some(round.closes),
                    door: Some(Door {
                        typed,
                        shut: Some(shut),
                    }),
                });
                Ok(respond(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    Keep::Nothing,
                    page,
                ))
            }
        }
    }

    /// The first page, with a fresh nonce. A code travels on in the sealed state and nowhere else.
    fn first_page(&self, helped: bool, code: Option<Code>) -> Result<Response, Failure> {
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
            code,
            helped,
            kiosk: self.on_kiosk(),
            place: first,
            reviewed: false,
            filled,
        };
        self.step(&progress, first, &[])
            .map(|page| respond(StatusCode::OK, self.keep(), page))
    }

    /// What the browser may keep of a page with questions.
    fn keep(&self) -> Keep {
        if self.form.kiosk {
            Keep::Nothing
        } else {
            Keep::ForBack
        }
    }

    /// On a shared device: the second in which this page is made.
    fn on_kiosk(&self) -> Option<i64> {
        self.form.kiosk.then(|| self.app.clock().seconds())
    }

    /// Where a form on a shared device leads that is over: sent before, begun anew, or left by someone who is gone. Its pages
    /// come back with the browser's Back and show nothing any more.
    fn over(&self, progress: &Progress, action: &str) -> Option<Response> {
        let made = progress.kiosk?;
        let (now, nonce) = (self.app.clock().seconds(), progress.nonce.as_proof());
        let spent = self.app.spent();
        if action == SEND && spent.has(&nonce) {
            return Some(Redirect::to(&self.form.thanks_address()).into_response());
        }
        let late = now.saturating_sub(made) > LIFETIME_SECONDS;
        if action != AGAIN && !late && !spent.has(&nonce) {
            return None;
        }
        spent.add(nonce, now);
        let start = Redirect::to(&self.form.address());
        Some(([clear_cache()], start).into_response())
    }

    /// `COUNCIL/QUESTIONNAIRE`: a form of one survey does not open in another, nor one of a shared device elsewhere.
    fn survey(&self) -> String {
        let device = if self.form.kiosk { " kiosk" } else { "" };
        format!(
            "{}/{}{device}",
            self.form.council.id,
            self.form.questionnaire().id
        )
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
            helped: progress.helped,
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
            helped: progress.helped,
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
                if self.form.kiosk {
                    self.app.spent().add(progress.nonce.as_proof(), now);
                }
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
        match &progress.code {
            Some(code) => self.app.intake().submit_with_code(round, code, body).await,
            None => self.app.intake().submit(round, &proof, body).await,
        }
    }
}

fn respond(status: StatusCode, keep: Keep, page: Markup) -> Response {
    (status, [(header::CACHE_CONTROL, keep.value())], page).into_response()
}
