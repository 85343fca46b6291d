//! Reads a form's body: only urlencoded, not compressed, at most 256 KiB, and not slower than a bad line.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use hyper::body::Body as _;
use tokio::time::Instant;

use super::Fields;
use crate::web::error::Failure;

/// Most bytes of a form. A proxy before us buffers as much in memory.
pub const MOST_BYTES: usize = 256 * 1024;
/// The whole body must be there within this time.
const LONGEST: Duration = Duration::from_secs(60);
/// After this time the body must have come at [`SLOWEST`] or faster.
const GRACE: Duration = Duration::from_secs(5);
/// Bytes a second.
const SLOWEST: u64 = 1_000;

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        check_headers(
            request.headers(),
            "application/x-www-form-urlencoded",
            MOST_BYTES,
        )?;
        Fields::decode(&read(request.into_body(), MOST_BYTES).await?)
    }
}

/// Whether a form of this kind and size may come.
pub(super) fn check_headers(headers: &HeaderMap, kind: &str, most: usize) -> Result<(), Failure> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let media_type = text(header::CONTENT_TYPE)
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if media_type != kind || !matches!(text(header::CONTENT_ENCODING), "" | "identity") {
        return Err(Failure::Unsupported);
    }
    match text(header::CONTENT_LENGTH).parse::<usize>() {
        Ok(length) if length > most => Err(Failure::TooLarge),
        _ => Ok(()),
    }
}

/// The whole body.
pub(super) async fn read(mut body: Body, most: usize) -> Result<Vec<u8>, Failure> {
    let start = Instant::now();
    let mut bytes = Vec::new();
    loop {
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let piece = tokio::time::timeout_at(deadline(start, bytes.len()), frame)
            .await
            .map_err(|_| Failure::TooSlow)?;
        let Some(piece) = piece else { return Ok(bytes) };
        let data = piece
            .map_err(|_| Failure::Malformed)?
            .into_data()
            .unwrap_or_default();
        if bytes.len() + data.len() > most {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
}

/// Until when the next piece may take, given what has come: 1 kB a second after the first five, a minute in all.
fn deadline(start: Instant, received: usize) -> Instant {
    let earned = Duration::from_secs(u64::try_from(received).unwrap_or(u64::MAX) / SLOWEST);
    start + (GRACE + earned).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_that_is_larger_than_it_said_is_refused_while_it_comes() {
        let body = Body::from(vec![b'a'; MOST_BYTES + 1]);
        assert!(matches!(
            read(body, MOST_BYTES).await,
            Err(Failure::TooLarge)
        ));
    }

    #[test]
    fn only_a_plain_urlencoded_form_is_read() {
        let with = |name: header::HeaderName, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::CONTENT_TYPE,
                "application/x-www-form-urlencoded; charset=utf-8"
                    .parse()
                    .expect("a value"),
            );
            headers.insert(name, value.parse().expect("a value"));
            check_headers(&headers, "application/x-www-form-urlencoded", MOST_BYTES)
        };
        assert!(with(header::CONTENT_LENGTH, "12").is_ok());
        assert!(matches!(
            with(header::CONTENT_ENCODING, "gzip"),
            Err(Failure::Unsupported)
        ));
        assert!(matches!(
            with(header::CONTENT_TYPE, "multipart/form-data; boundary=x"),
            Err(Failure::Unsupported)
        ));
        assert!(matches!(
            with(header::CONTENT_LENGTH, "10000000000"),
            Err(Failure::TooLarge)
        ));
    }
}
