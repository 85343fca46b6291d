//! Logging in and out. Wrong name and wrong password get the same answer after the same time.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::store::Staff;
use crate::web::bucket::{Door, Taken};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::kept::{self, Kept};
use crate::web::network::Network;
use crate::web::path::{self, Council};
use crate::web::session::{self, check_origin, check_token, form_token};
use crate::web::state::App;
use crate::web::view::layout::{self, Bare};

const NAME: &str = "naam";
const PASSWORD: &str = "wachtwoord";

/// Why someone is not logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Name or password is wrong; nobody learns which.
    Wrong,
    /// Too many tries: seconds to wait.
    Wait(i64),
    /// No role in any client council.
    NoRole,
    /// The session ended while someone was writing.
    Ended,
}

/// What the login page shows.
pub struct Model<'a> {
    /// What was typed as name.
    pub name: &'a str,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// A form that waits, sealed.
    pub kept: Option<&'a str>,
}

/// `GET /inloggen`
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(session) = session::current(&headers, &app).await?
        && let Some(address) = workspace(&session.staff)
    {
        return Ok(Redirect::to(&address).into_response());
    }
    Ok(page(&Model {
        name: "",
        problem: None,
        kept: None,
    })
    .into_response())
}

/// `POST /inloggen`
pub async fn submit(
    State(app): State<App>,
    network: Network,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    check_origin(&headers)?;
    let (name, now) = (fields.text(NAME).trim(), app.clock().seconds());
    let again = |problem| Ok(again(name, problem, fields.first(kept::FIELD)));
    let wait = app.throttle().wait(name, now);
    if wait > 0 {
        return again(Problem::Wait(wait));
    }
    if let Taken::Wait(wait) = app.buckets().take(Door::Login, network, now) {
        return again(Problem::Wait(wait));
    }
    app.throttle().count(name, now);
    let Some(staff) = app.store().log_in(name, fields.text(PASSWORD)).await? else {
        return again(Problem::Wrong);
    };
    app.throttle().forgive(name);
    app.buckets().give_back(Door::Login, network, now);
    let Some(address) = workspace(&staff) else {
        return again(Problem::NoRole);
    };
    if let Some(old) = session::cookie(&headers, app.settings()) {
        app.store().end_session(old).await?;
    }
    let token = app
        .store()
        .start_session(staff.id, app.clock().now())
        .await?;
    let cookie = [(
        header::SET_COOKIE,
        session::set_cookie(&token, app.settings())?,
    )];
    let waiting = Kept::open(app.store().keys().forms(), fields.text(kept::FIELD));
    let session = app.store().session(&token, app.clock().now()).await?;
    match waiting.zip(session) {
        Some((kept, session)) => {
            Ok((cookie, kept.page(&form_token(&app, &session))).into_response())
        }
        None => Ok((cookie, Redirect::to(&address)).into_response()),
    }
}

/// `POST /uitloggen`
pub async fn log_out(
    State(app): State<App>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    check_origin(&headers)?;
    if let Some(current) = session::current(&headers, &app).await? {
        check_token(&app, &current, &fields)?;
    }
    end(&app, &headers, path::LOGIN).await
}

/// Ends the session of this browser, clears what it kept, and leads to a page for which nobody is logged in.
///
/// # Errors
/// When the store can't be written.
pub async fn end(app: &App, headers: &HeaderMap, then: &str) -> Result<Response, Failure> {
    if let Some(token) = session::cookie(headers, app.settings()) {
        app.store().end_session(token).await?;
    }
    let cookie = session::set_cookie("", app.settings())?;
    let clear = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    let headers = [
        (header::SET_COOKIE, cookie),
        (HeaderName::from_static("clear-site-data"), clear),
    ];
    Ok((headers, Redirect::to(then)).into_response())
}

/// The workspace of the first client council in which someone has a role.
fn workspace(staff: &Staff) -> Option<String> {
    staff
        .roles
        .first()
        .map(|(council, _)| Council(council.as_str()).today())
}

fn again(name: &str, problem: Problem, kept: Option<&str>) -> Response {
    let status = match problem {
        Problem::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
        Problem::Wrong | Problem::NoRole | Problem::Ended => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let problem = Some(problem);
    (
        status,
        page(&Model {
            name,
            problem,
            kept,
        }),
    )
        .into_response()
}

fn sentence(problem: Problem) -> String {
    match problem {
        Problem::Wrong => "Naam of wachtwoord klopt niet. Probeer het opnieuw.".to_owned(),
        Problem::Wait(seconds) if seconds < 60 => {
            format!("U probeerde het vaak. Wacht {seconds} seconden.")
        }
        Problem::Wait(seconds) => format!(
            "U probeerde het vaak. Wacht {} minuten.",
            (seconds + 59) / 60
        ),
        Problem::Ended => {
            "U was een tijd niet actief. Wat u had ingevuld, is er nog. Log in, dan gaat u verder."
                .to_owned()
        }
        Problem::NoRole => "U heeft nog geen rol. Vraag het aan de beheerder.".to_owned(),
    }
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let title = if model.problem.is_some() {
        "Fout: inloggen"
    } else {
        "Inloggen"
    };
    layout::bare(&Bare {
        exit: false,
        title,
        sample: false,
        main: html! {
            div.ab-stack {
                @if let Some(problem) = model.problem {
                    div.ab-error-summary role="alert" tabindex="-1" aria-labelledby="fouten" {
                        h2 #fouten { "U bent niet ingelogd" }
                        ul { li { a href={ "#" (NAME) } { (sentence(problem)) } } }
                    }
                }
                h1 { "Inloggen" }
                p { "Alleen voor leden en vrijwilligers. Vult u een vragenlijst in? Dan hoeft u niet in te loggen." }
                form.ab-stack method="post" action=(path::LOGIN) novalidate {
                    @if let Some(kept) = model.kept { input type="hidden" name=(kept::FIELD) value=(kept); }
                    div.ab-field {
                        label.ab-label for=(NAME) { "Naam" }
                        input.ab-input #(NAME) name=(NAME) type="text" autocomplete="username" autocapitalize="none" spellcheck="false" value=(model.name);
                    }
                    div.ab-field.ab-field--close {
                        label.ab-label for=(PASSWORD) { "Wachtwoord" }
                        input.ab-input #(PASSWORD) name=(PASSWORD) type="password" autocomplete="current-password";
                    }
                    div.ab-actions { button.ab-button type="submit" { "Log in" } }
                }
            }
        },
    })
}
