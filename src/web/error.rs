//! What can go wrong with a request, and the page that says so. The cause goes into one log line with the incident's number;
//! a visitor sees the number, never the cause.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::page::login;
use super::path;
use super::state::App;
use super::view::layout::{self, Bare};
use crate::anonymity::random::Id;
use crate::store::{ErrorKind, StoreError};

/// Why a request gets no ordinary page.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No such page, council, survey or report.
    #[error("no such page")]
    NotFound,
    /// The page does not take this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// The body can't be decoded.
    #[error("malformed body")]
    Malformed,
    /// The body is larger than any form needs.
    #[error("body too large")]
    TooLarge,
    /// The body came too slowly.
    #[error("body too slow")]
    TooSlow,
    /// The body is no form.
    #[error("unsupported body")]
    Unsupported,
    /// Not logged in; the way to the login page.
    #[error("not logged in")]
    LoginNeeded,
    /// The session ended while someone was writing: what was typed, sealed, goes along to the login page.
    #[error("session ended")]
    SessionEnded(String),
    /// Logged in, but not allowed here, or the request came from another site.
    #[error("forbidden")]
    Forbidden,
    /// Someone else changed the same thing meanwhile.
    #[error("changed by someone else")]
    Conflict,
    /// Nothing can be stored at the moment.
    #[error("storing is not possible: {0}")]
    Unavailable(String),
    /// Something that the visitor can't mend.
    #[error("{0}")]
    Internal(String),
}

impl Failure {
    /// An internal failure with its cause, for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::LoginNeeded => StatusCode::SEE_OTHER,
            Self::Forbidden | Self::SessionEnded(_) => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Heading and text for the visitor.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => (
                "Deze bladzijde is er niet",
                "Misschien is het adres niet goed getypt. Of de bladzijde is weggehaald.",
            ),
            Self::MethodNotAllowed => (
                "Dit kan hier niet",
                "Ga terug met de knop van uw browser en probeer het anders.",
            ),
            Self::Malformed => (
                "Wij konden uw formulier niet lezen",
                "Er is onderweg iets misgegaan. Wij hebben niets bewaard. Ga terug met de knop van uw browser en probeer het opnieuw.",
            ),
            Self::TooLarge => (
                "Dit is te veel tekst",
                "Wij hebben niets bewaard. Ga terug met de knop van uw browser en maak de tekst korter.",
            ),
            Self::TooSlow => (
                "Het duurde te lang",
                "Uw formulier kwam niet helemaal binnen. Wij hebben niets bewaard. Ga terug en probeer het opnieuw.",
            ),
            Self::Unsupported => (
                "Wij konden dit niet lezen",
                "Dit soort bestand hoort hier niet. Vul het formulier in op de bladzijde zelf.",
            ),
            Self::LoginNeeded | Self::SessionEnded(_) => (
                "Log eerst in",
                "Deze bladzijde is alleen voor leden en vrijwilligers.",
            ),
            Self::Forbidden => (
                "Hier mag u niet bij",
                "Deze bladzijde hoort niet bij uw rol. Of uw formulier kwam van een andere site. Er is niets veranderd.",
            ),
            Self::Conflict => (
                "Iemand anders was u voor",
                "Dit is net door iemand anders veranderd. Er is niets overschreven. Ga terug, kijk wat er nu staat en probeer het opnieuw.",
            ),
            Self::Unavailable(_) => (
                "Wij kunnen nu niets bewaren",
                "Er is niets opgeslagen. Wacht een paar minuten. Ga dan terug met de knop van uw browser en probeer het opnieuw.",
            ),
            Self::Internal(_) => (
                "Er is bij ons iets misgegaan",
                "Het ligt niet aan u. Probeer het over een paar minuten opnieuw.",
            ),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::Conflict => Self::Conflict,
            ErrorKind::Later => Self::Unavailable(error.to_string()),
            ErrorKind::Installation | ErrorKind::Input | ErrorKind::Fault => {
                Self::Internal(error.to_string())
            }
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let incident = match &self {
            Self::Internal(cause) | Self::Unavailable(cause) => {
                let incident = incident();
                tracing::error!(%incident, %cause, "a request failed");
                Some(incident)
            }
            _ => None,
        };
        let mut response = (self.status(), page(&self, incident.as_deref())).into_response();
        if self.status().is_client_error() && !matches!(self, Self::SessionEnded(_)) {
            response.extensions_mut().insert(Said(self.words()));
        }
        let headers = response.headers_mut();
        match self {
            Self::MethodNotAllowed => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
            }
            Self::Unavailable(_) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("120"));
            }
            Self::LoginNeeded => {
                headers.insert(header::LOCATION, HeaderValue::from_static(path::LOGIN));
            }
            Self::TooLarge | Self::TooSlow | Self::Malformed => {
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response
    }
}

/// What the page of a failure says: put round with the frame of a client council by [`dress`].
#[derive(Debug, Clone, Copy)]
struct Said((&'static str, &'static str));

/// The page of a failure below the address of a client council looks like its other pages.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let Some(Said(words)) = response.extensions().get().copied() else {
        return response;
    };
    let id = path.split('/').nth(1).unwrap_or_default();
    let Ok(council) = app.council(id).await else {
        return response;
    };
    let page = layout::bare_of(&bare(words, None), &council.owner());
    let (head, _) = response.into_parts();
    Response::from_parts(head, Body::from(page.into_string()))
}

/// A number to ask about; it says nothing about the request.
fn incident() -> String {
    let id = Id::random().map_or_else(|_| "0".repeat(8), |id| id.to_string());
    id.chars().take(8).collect()
}

/// The page of a failure.
pub fn page(failure: &Failure, incident: Option<&str>) -> Markup {
    if let Failure::SessionEnded(kept) = failure {
        let problem = Some(login::Problem::Ended);
        return login::page(&login::Model {
            name: "",
            problem,
            kept: Some(kept),
        });
    }
    layout::bare(&bare(failure.words(), incident))
}

fn bare<'w>(words: (&'w str, &str), incident: Option<&str>) -> Bare<'w> {
    Bare {
        exit: true,
        title: words.0,
        sample: false,
        main: said(words, incident),
    }
}

fn said((heading, text): (&str, &str), incident: Option<&str>) -> Markup {
    html! {
        div.ab-stack {
            h1 { (heading) }
            p.ab-lead { (text) }
            @if let Some(incident) = incident {
                p { "Belt of mailt u ons hierover? Noem dan dit nummer: " bdi { (incident) } "." }
            }
            p { a href=(path::ROOT) { "Naar het begin" } }
        }
    }
}

/// Every kind of failure, for the test that renders all pages.
pub fn samples() -> Vec<Markup> {
    let plain = [
        Failure::NotFound,
        Failure::MethodNotAllowed,
        Failure::Malformed,
        Failure::TooLarge,
        Failure::TooSlow,
        Failure::Unsupported,
        Failure::LoginNeeded,
        Failure::Forbidden,
        Failure::Conflict,
        Failure::SessionEnded("sealed".to_owned()),
    ];
    let mut pages: Vec<_> = plain.iter().map(|failure| page(failure, None)).collect();
    let words = Failure::NotFound.words();
    let dress = super::look::Dress::default();
    let owner = layout::Owner {
        id: "lelystad",
        name: "Cliëntenraad Lelystad",
        form: crate::domain::client_council::Form::ClientCouncil,
        phone: "",
        sample: true,
        dress: &dress,
    };
    pages.push(layout::bare_of(&bare(words, None), &owner));
    pages.push(page(&Failure::internal("the cause"), Some("k7m2p9ab")));
    pages.push(page(
        &Failure::Unavailable("the cause".into()),
        Some("k7m2p9ab"),
    ));
    pages
}
