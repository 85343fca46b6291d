//! Headers that every answer carries, whatever its route or status (rule S-01), and the methods that exist at all (S-29).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::Failure;
use crate::sabotage::{Defence, taken_out};

/// No inline script or style, nothing from elsewhere, no framing.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    object-src 'none'; require-trusted-types-for 'script'";

const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
    fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), web-share=(), xr-spatial-tracking=()";

static FIXED: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        PERMISSIONS_POLICY,
    ),
];

/// What the reader of a page may keep of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Nothing at all: the default.
    Nothing,
    /// The browser's own Back may show it again, with what was typed; no other cache may.
    ForBack,
}

impl Keep {
    /// The value of `Cache-Control`.
    pub fn value(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Nothing => "no-store",
            Self::ForBack => "no-cache, private",
        })
    }
}

/// Whether visitors come over https (through a proxy that says so to them).
#[derive(Debug, Clone, Copy)]
pub struct Https(pub bool);

/// Refuses methods that no page has and adds the fixed headers to what comes back.
pub async fn guard(State(https): State<Https>, request: Request, next: Next) -> Response {
    if taken_out(Defence::TraceLogging) {
        tracing::info!(?request, "a request");
    }
    let known = matches!(*request.method(), Method::GET | Method::HEAD | Method::POST);
    let mut response = if known {
        next.run(request).await
    } else {
        Failure::MethodNotAllowed.into_response()
    };
    add(response.headers_mut(), https);
    response
}

fn add(headers: &mut HeaderMap, https: Https) {
    // A picture has a policy of its own, which allows less.
    let own = headers.get(header::CONTENT_SECURITY_POLICY).cloned();
    for (name, value) in &FIXED {
        headers.insert(name.clone(), HeaderValue::from_static(value));
    }
    if let Some(policy) = own {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert_with(|| Keep::Nothing.value());
    if taken_out(Defence::ResidentCookie) {
        headers.insert(header::SET_COOKIE, HeaderValue::from_static("bezoek=1"));
    }
    if https.0 {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}
