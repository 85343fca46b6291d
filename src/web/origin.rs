//! Under which address a visitor reached this server: for a link that someone scans or writes down.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use super::error::Failure;
use super::state::App;

/// `https://host`, as the visitor's browser named it; empty when it named none that is a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(pub String);

impl FromRequestParts<App> for Origin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let host = parts.headers.get(header::HOST);
        let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
        Ok(Self::of(app.settings().https, host))
    }
}

impl Origin {
    fn of(https: bool, host: &str) -> Self {
        let is_host = |c: char| c.is_ascii_alphanumeric() || ".:-[]".contains(c);
        if host.is_empty() || host.len() > 255 || !host.chars().all(is_host) {
            return Self(String::new());
        }
        let scheme = if https { "https" } else { "http" };
        Self(format!("{scheme}://{host}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn only_what_looks_like_a_host_comes_into_a_link() {
        let of = |host| Origin::of(true, host).0;
        assert_eq!(of("raad.example:8443"), "https://raad.example:8443");
        assert_eq!(of("[::1]:8080"), "https://[::1]:8080");
        assert_eq!(Origin::of(false, "a").0, "http://a");
        for host in ["", "a/b", "a b", "a\"", "a@b", &"a".repeat(300)] {
            assert_eq!(of(host), "", "{host}");
        }
    }
}
