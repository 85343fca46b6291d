//! Sending a form: counted, stored, and answered only when it is on disk.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::clear_cache;
use super::request::{Request, respond};
use crate::domain::signal_code::SignalCode;
use crate::domain::suspicion::Suspicion;
use crate::store::{Entry, ErrorKind, StoreError, Submitted};
use crate::web::bucket::{self, Taken};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::form::filled::Outcome;
use crate::web::form::guard;
use crate::web::form::sealed::{Nonce, Progress};
use crate::web::headers::Keep;
use crate::web::page::resident::check::Notice;
use crate::web::page::resident::closed::{self, Reason};
use crate::web::page::resident::receipt;
use crate::web::signal::{self, Told};

/// A form that was stored.
enum Sent {
    /// An answer to an enquête; the page is the same for all.
    Answer,
    /// A signal, with its code.
    Signal(SignalCode),
    /// Nothing was stored: the round does not take answers.
    Closed,
}

impl Request<'_> {
    /// Whether anyone may send this form as often as they like: then networks are counted. A code is good for one form.
    fn is_counted(&self, progress: &Progress) -> bool {
        let entry = self.round(progress).map(|round| round.entry);
        self.form.is_signal() || entry == Some(Entry::Open)
    }

    pub(super) async fn send(
        &self,
        mut progress: Progress,
        outcome: Outcome,
        fields: &Fields,
    ) -> Result<Response, Failure> {
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
        let taken = if self.is_counted(&progress) {
            self.app
                .buckets()
                .take(bucket::Door::Form, self.visit.network, now)
        } else {
            Taken::Free
        };
        if let Taken::Wait(seconds) = taken {
            let notice = Notice::Busy((seconds + 59) / 60);
            let page = self.check(&progress, &outcome, Some(notice))?;
            let mut response = respond(StatusCode::TOO_MANY_REQUESTS, Keep::Nothing, page);
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            return Ok(response);
        }
        let suspicion = guard::suspicion(fields, progress.began, taken == Taken::Busy);
        match self.store(&progress, &outcome, suspicion).await {
            Ok(Sent::Answer) => {
                self.spend(&progress, now);
                Ok(Redirect::to(&self.form.thanks_address()).into_response())
            }
            Ok(Sent::Signal(code)) => {
                self.spend(&progress, now);
                let page = receipt::page(self.form, &code, &self.visit.origin.0);
                let page = respond(StatusCode::OK, Keep::Nothing, page);
                Ok(([clear_cache()], page).into_response())
            }
            Ok(Sent::Closed) => Ok(closed::page(self.form, Reason::Closed).into_response()),
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

    /// On a shared device a form that was sent is over: Back shows the next person nothing of it.
    fn spend(&self, progress: &Progress, now: i64) {
        if self.form.kiosk {
            self.app.spent().add(progress.nonce.as_proof(), now);
        }
    }

    async fn store(
        &self,
        progress: &Progress,
        outcome: &Outcome,
        suspicion: Option<Suspicion>,
    ) -> Result<Sent, StoreError> {
        let proof = progress.nonce.as_proof();
        if self.form.is_signal() {
            let told = Told {
                survey: &self.form.survey,
                response: &outcome.response,
                contact: outcome.contact.as_deref(),
                today: self.app.clock().today(),
                suspicion,
            };
            let new = signal::new(&self.form.council, &told)?;
            let received = self.app.store().receive_signal(&new, &proof).await?;
            return Ok(Sent::Signal(received.code));
        }
        let Some(round) = self.round(progress) else {
            return Ok(Sent::Closed);
        };
        let body = outcome
            .response
            .to_body()
            .map_err(|_| StoreError::Unreadable {
                what: "a checked response",
            })?;
        let submitted = match &progress.code {
            // A code is good for one answer, however it came: nobody floods with it.
            Some(code) => {
                let intake = self.app.intake();
                intake.submit_with_code(&round.id, code, body).await?
            }
            None => {
                self.app
                    .intake()
                    .submit_or_set_apart(&round.id, &proof, body, suspicion)
                    .await?
            }
        };
        Ok(match submitted {
            Submitted::Stored | Submitted::Already => Sent::Answer,
            Submitted::Closed => Sent::Closed,
        })
    }
}
