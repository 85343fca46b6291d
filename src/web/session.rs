//! Who is logged in. A volunteer acts in the client council of the address; a form must come from a page of this session.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use std::collections::HashMap;
use std::sync::Arc;

use super::directory::ClientCouncil;
use super::error::Failure;
use super::form::{Fields, Upload};
use super::kept::Kept;
use super::state::{App, Settings};
use super::view::parts::TOKEN_FIELD;
use crate::domain::role::Role;
use crate::store::{Actor, Session, Staff};

/// Someone who is logged in, in the client council of the address.
pub struct Volunteer {
    /// Who.
    pub staff: Staff,
    /// Roles in this client council; at least one.
    pub roles: Vec<Role>,
    /// The client council.
    pub council: Arc<ClientCouncil>,
    /// What every form of this session carries.
    pub token: String,
}

impl Volunteer {
    /// Whether one of the roles may do something.
    pub fn may(&self, permission: fn(Role) -> bool) -> bool {
        self.roles.iter().copied().any(permission)
    }

    /// Refuses what none of the roles may do.
    ///
    /// # Errors
    /// [`Failure::Forbidden`].
    pub fn must(&self, permission: fn(Role) -> bool) -> Result<(), Failure> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(Failure::Forbidden)
        }
    }

    /// Name and role for the header of a page.
    pub fn who(&self) -> String {
        let role = self.roles.first().map_or("", |role| role.word());
        format!("{}, {role}", self.staff.name)
    }

    /// For the audit trail.
    pub fn actor(&self, app: &App) -> Actor<'_> {
        Actor {
            login: &self.staff.login,
            at: app.clock().now(),
        }
    }
}

impl FromRequestParts<App> for Volunteer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let session = current(&parts.headers, app)
            .await?
            .ok_or(Failure::LoginNeeded)?;
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, app)
            .await
            .map_err(|_| Failure::NotFound)?;
        let council = app
            .council(path.get("council").map_or("", String::as_str))
            .await?;
        let roles = roles_in(&session.staff, &council);
        if roles.is_empty() {
            // The same answer as for a council that is not there: nobody learns which ones are.
            return Err(Failure::NotFound);
        }
        if !roles.iter().any(|role| role.may_enter()) {
            return Err(Failure::Forbidden);
        }
        Ok(Self {
            token: form_token(app, &session),
            staff: session.staff,
            roles,
            council,
        })
    }
}

/// A form that a volunteer sent from a page of this session.
pub struct Sent {
    /// Who sent it.
    pub volunteer: Volunteer,
    /// What is in it.
    pub fields: Fields,
}

impl FromRequest<App> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        check_origin(&parts.headers)?;
        let address = parts.uri.path().to_owned();
        let Some(session) = current(&parts.headers, app).await? else {
            let fields = Fields::from_request(Request::from_parts(parts, body), app).await?;
            return Err(ended(app, &address, &fields));
        };
        let volunteer = Volunteer::from_request_parts(&mut parts, app).await?;
        let fields = Fields::from_request(Request::from_parts(parts, body), app).await?;
        check_token(app, &session, &fields)?;
        volunteer.must(Role::may_work)?;
        Ok(Self { volunteer, fields })
    }
}

/// A form with a file that a volunteer sent from a page of this session.
pub struct SentFile {
    /// Who sent it.
    pub volunteer: Volunteer,
    /// What is in it.
    pub upload: Upload,
}

impl FromRequest<App> for SentFile {
    type Rejection = Failure;

    /// A file is taken in only from someone who works here: all but the token is looked at before it comes.
    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        check_origin(&parts.headers)?;
        let session = current(&parts.headers, app)
            .await?
            .ok_or(Failure::LoginNeeded)?;
        let volunteer = Volunteer::from_request_parts(&mut parts, app).await?;
        volunteer.must(Role::may_work)?;
        let upload = Upload::from_request(Request::from_parts(parts, body), app).await?;
        check_token(app, &session, &upload.fields)?;
        Ok(Self { volunteer, upload })
    }
}

/// The session ended while someone was writing: what was typed goes along to the login page.
fn ended(app: &App, address: &str, fields: &Fields) -> Failure {
    let sealed = Kept::new(address, fields).seal(app.store().keys().forms());
    sealed.map_or_else(Failure::internal, Failure::SessionEnded)
}

fn roles_in(staff: &Staff, council: &ClientCouncil) -> Vec<Role> {
    let here = staff.roles.iter().filter(|(id, _)| *id == council.id);
    here.filter_map(|(_, role)| Role::from_word(role)).collect()
}

/// The session of the cookie, when it goes on.
///
/// # Errors
/// When the store can't be read.
pub async fn current(headers: &HeaderMap, app: &App) -> Result<Option<Session>, Failure> {
    match cookie(headers, app.settings()) {
        Some(token) => Ok(app.store().session(token, app.clock().now()).await?),
        None => Ok(None),
    }
}

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.https { "__Host-sid" } else { "sid" }
}

/// The token in the browser's cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
    let all = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = all
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == cookie_name(settings))
        .map(|(_, value)| value)
}

/// The header that gives a browser its session; an empty token takes it away.
///
/// # Errors
/// A token that is no header value; ours always are.
pub fn set_cookie(token: &str, settings: &Settings) -> Result<HeaderValue, Failure> {
    let secure = if settings.https { "; Secure" } else { "" };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    let value = format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{age}",
        cookie_name(settings)
    );
    HeaderValue::from_str(&value).map_err(Failure::internal)
}

/// What a form of this session carries.
pub fn form_token(app: &App, session: &Session) -> String {
    app.store()
        .keys()
        .tokens()
        .sign("form", session.csrf.as_bytes())
}

/// Refuses a form that no page of this session made.
///
/// # Errors
/// [`Failure::Forbidden`].
pub fn check_token(app: &App, session: &Session, fields: &Fields) -> Result<(), Failure> {
    let tokens = app.store().keys().tokens();
    if tokens.is("form", session.csrf.as_bytes(), fields.text(TOKEN_FIELD)) {
        Ok(())
    } else {
        Err(Failure::Forbidden)
    }
}

/// Refuses a form that another site sent: the browser says so itself.
///
/// # Errors
/// [`Failure::Forbidden`].
pub fn check_origin(headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => {
            let origin = text("origin")
                .and_then(|origin| origin.split_once("://"))
                .map(|(_, host)| host);
            origin.is_some() && origin == text("host")
        }
    };
    if ours {
        Ok(())
    } else {
        Err(Failure::Forbidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_the_browser_s_word_that_a_form_is_ours_counts() {
        for ours in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("origin", "http://a:8080"), ("host", "a:8080")],
        ] {
            assert!(check_origin(&headers(ours)).is_ok(), "{ours:?}");
        }
        for foreign in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "null"), ("host", "a")],
            &[("origin", "https://b"), ("host", "a")],
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://a"),
                ("host", "a"),
            ],
        ] {
            assert!(check_origin(&headers(foreign)).is_err(), "{foreign:?}");
        }
    }

    #[test]
    fn the_cookie_is_bound_to_this_host_over_https() {
        let settings = Settings {
            https: true,
            ..Settings::default()
        };
        let value = set_cookie("abc", &settings).expect("a value");
        assert_eq!(
            value,
            "__Host-sid=abc; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
        let sent = headers(&[("cookie", "a=b; __Host-sid=abc")]);
        assert_eq!(cookie(&sent, &settings), Some("abc"));
        assert_eq!(cookie(&headers(&[("cookie", "sid=abc")]), &settings), None);
    }
}
