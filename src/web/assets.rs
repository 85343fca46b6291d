//! Files that the pages use, compiled in and served under a content hash: a new file is a new address, so browsers may keep
//! the old one for ever. All visitors get the same bytes and headers.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use super::error::Failure;
use super::path::pattern;
use super::state::App;
use crate::report::html;

/// One compiled-in file.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

const STYLE: &str = "achterban.css";
const MARK: &str = "achterban.svg";
const CODE_SCRIPT: &str = "code.js";
const KEY_IN: &str = "invoeren.js";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const KIOSK: &str = "kiosk.js";
const EXIT: &str = "weg.js";
const LISTEN: &str = "voorlezen.js";

const ASSETS: &[Asset] = &[
    Asset {
        name: STYLE,
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("static/achterban.css"),
    },
    Asset {
        name: MARK,
        content_type: "image/svg+xml",
        bytes: include_bytes!("static/achterban.svg"),
    },
    Asset {
        name: CODE_SCRIPT,
        content_type: SCRIPT,
        bytes: include_bytes!("static/code.js"),
    },
    Asset {
        name: KEY_IN,
        content_type: SCRIPT,
        bytes: include_bytes!("static/invoeren.js"),
    },
    Asset {
        name: KIOSK,
        content_type: SCRIPT,
        bytes: include_bytes!("static/kiosk.js"),
    },
    Asset {
        name: EXIT,
        content_type: SCRIPT,
        bytes: include_bytes!("static/weg.js"),
    },
    Asset {
        name: LISTEN,
        content_type: SCRIPT,
        bytes: include_bytes!("static/voorlezen.js"),
    },
];

/// Hash over all files: one directory name for the set.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for asset in ASSETS {
        hash.update(asset.name.as_bytes());
        hash.update(asset.bytes);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize()[..8])
});

/// Address of the style sheet.
pub static STYLE_URL: LazyLock<String> = LazyLock::new(|| address(STYLE));
/// Address of the mark in the browser's tab.
pub static MARK_URL: LazyLock<String> = LazyLock::new(|| address(MARK));
/// Address of the script with which paper is keyed in.
pub static KEY_IN_URL: LazyLock<String> = LazyLock::new(|| address(KEY_IN));

/// Address of the script that takes a code out of a scanned address.
pub static CODE_SCRIPT_URL: LazyLock<String> = LazyLock::new(|| address(CODE_SCRIPT));
/// Address of the script of a shared device.
pub static KIOSK_URL: LazyLock<String> = LazyLock::new(|| address(KIOSK));
/// Address of the script of "Snel weg".
pub static EXIT_URL: LazyLock<String> = LazyLock::new(|| address(EXIT));
/// Address of the script that reads a question aloud.
pub static LISTEN_URL: LazyLock<String> = LazyLock::new(|| address(LISTEN));

fn address(name: &str) -> String {
    format!("/static/{}/{name}", *HASH)
}

/// The style of frozen reports: its address stands in them, so it has no hash and is asked for again.
async fn report_style() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/css; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        ),
    ];
    (headers, html::STYLE).into_response()
}

/// All compiled-in files.
pub fn routes() -> Router<App> {
    Router::new()
        .route(pattern::STATIC, get(show))
        .route(super::report::STYLE_URL, get(report_style))
}

/// `GET /static/HASH/NAME`
async fn show(Path((hash, name)): Path<(String, String)>) -> Result<Response, Failure> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.name == name && hash == *HASH)
        .ok_or(Failure::NotFound)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(asset.content_type),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, asset.bytes).into_response())
}
