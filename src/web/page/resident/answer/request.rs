//! One POST of a form: what was typed is read, and the next page made.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use super::clear_cache;
use super::gate::Gate;
use crate::anonymity::code::Code;
use crate::domain::answer::Response as Answers;
use crate::domain::routing;
use crate::domain::violation::Violation;
use crate::store::Entry;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::form::filled::{Filled, Outcome, Place, places, questions_at};
use crate::web::form::guard;
use crate::web::form::journey::{Turn, turn};
use crate::web::form::sealed::{self, Nonce, Progress};
use crate::web::headers::Keep;
use crate::web::network::Network;
use crate::web::origin::Origin;
use crate::web::page::resident::check::{self, Notice};
use crate::web::page::resident::door::{self, CODE, Door};
use crate::web::page::resident::step::{self, ACTION, AGAIN, BEGIN, HELPING, SEND, WITH_HELP};
use crate::web::page::resident::{Form, closed, helper, start};
use crate::web::spent::LIFETIME_SECONDS;
use crate::web::state::App;

/// One POST.
pub(super) struct Request<'a> {
    pub(super) app: &'a App,
    pub(super) form: &'a Form,
    pub(super) visit: Visit,
}

/// From where a visitor comes, and under which address this server was reached. Used for the reply, never kept.
pub struct Visit {
    pub(super) network: Network,
    pub(super) origin: Origin,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        Ok(Self {
            network: Network::from_request_parts(parts, app).await?,
            origin: Origin::from_request_parts(parts, app).await?,
        })
    }
}

impl<'a> Request<'a> {
    pub(super) fn new(app: &'a App, form: &'a Form, visit: Visit) -> Self {
        Self { app, form, visit }
    }

    pub(super) async fn answer(&self, fields: &Fields) -> Result<Response, Failure> {
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
        progress.began = self.still_too_soon(&progress);
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
            Turn::Send(outcome) => self.send(progress, outcome, fields).await,
        }
    }

    /// Past the door, when there is one, to the first page.
    async fn begin(&self, helped: bool, typed: &str) -> Result<Response, Failure> {
        let round = match Gate::of(self.form, self.app.clock().today()) {
            Gate::Shut(reason) => return Ok(closed::page(self.form, reason).into_response()),
            Gate::Open(round) if round.entry == Entry::Code => round,
            Gate::Signal | Gate::Open(_) => return self.first_page(helped, None),
        };
        match door::open(self.app, self.visit.network, &round.id, typed).await? {
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
            began: Some(self.app.clock().seconds()),
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

    fn still_too_soon(&self, progress: &Progress) -> Option<i64> {
        let questionnaire = self.form.questionnaire();
        let outcome = progress.filled.outcome(questionnaire, progress.version);
        let pages = places(questionnaire, &outcome.response).len();
        guard::still_too_soon(progress.began, self.app.clock().seconds(), pages)
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

    pub(super) fn check(
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
}

pub(super) fn respond(status: StatusCode, keep: Keep, page: Markup) -> Response {
    (status, [(header::CACHE_CONTROL, keep.value())], page).into_response()
}
