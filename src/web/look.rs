//! How a client council looks: what every page of it needs for that, the files behind it, and the whole for its reports.
//!
//! The files have the hash of what is in them in their address: a new style is a new address, and browsers keep the old one
//! for ever. All visitors get the same bytes and headers. Old versions stay, since frozen reports ask for them.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::error::Failure;
use super::path::Council;
use super::state::App;
use crate::domain::house_style::Look;
use crate::domain::house_style::logo::Logo;
use crate::domain::id::ClientCouncilId;
use crate::store::{Store, StoreError, StoredStyle};

/// What a page links to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dress {
    /// Address of the house style's sheet.
    pub sheet: Option<String>,
    /// The logo in the place of the mark.
    pub logo: Option<LogoLink>,
}

/// A logo on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoLink {
    /// Its address.
    pub address: String,
    /// What it shows.
    pub alt: String,
    /// Width and height in points.
    pub size: (u32, u32),
}

/// Signs of a hash in the address of a logo.
const HASH: usize = 16;
/// A picture may load nothing and run nothing, also when someone opens it by itself.
const PICTURE_ONLY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

impl Dress {
    /// Of the newest version of a house style.
    pub fn of(stored: &StoredStyle) -> Self {
        let paths = Council(stored.client_council.as_str());
        let style = &stored.style;
        Self {
            sheet: (!style.is_neutral()).then(|| paths.sheet(&style.hash())),
            logo: stored.logo.as_ref().map(|logo| LogoLink {
                address: paths.logo(shortened(&logo.hash)),
                alt: logo.alt.clone(),
                size: logo.size,
            }),
        }
    }
}

fn shortened(hash: &str) -> &str {
    hash.get(..HASH).unwrap_or(hash)
}

/// `GET /COUNCIL/huisstijl-HASH.css` and `GET /COUNCIL/logo-HASH.png`
pub async fn show(
    State(app): State<App>,
    Path((council, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let council = app.council(&council).await?;
    let hash = |before: &str, after: &str| {
        let hash = file.strip_prefix(before)?.strip_suffix(after)?;
        (hash.len() == HASH).then(|| hash.to_owned())
    };
    if let Some(hash) = hash("huisstijl-", ".css") {
        sheet(&app, &council.id, &hash).await
    } else if let Some(hash) = hash("logo-", ".png") {
        logo(&app, &council.id, &hash).await
    } else {
        Err(Failure::NotFound)
    }
}

async fn sheet(app: &App, council: &ClientCouncilId, hash: &str) -> Result<Response, Failure> {
    let versions = app.store().house_style_history(council).await?;
    let mut styles = versions.iter().map(|version| &version.style);
    let style = styles.find(|style| !style.is_neutral() && style.has_hash(hash));
    let sheet = style.ok_or(Failure::NotFound)?.sheet(":root");
    Ok((kept("text/css; charset=utf-8"), sheet).into_response())
}

async fn logo(app: &App, council: &ClientCouncilId, hash: &str) -> Result<Response, Failure> {
    let versions = app.store().house_style_history(council).await?;
    let mut logos = versions.iter().filter_map(|version| version.logo.as_ref());
    let logo = logos.find(|logo| shortened(&logo.hash) == hash);
    let logo = logo.ok_or(Failure::NotFound)?;
    let file = app
        .store()
        .file(logo.screen)
        .await?
        .ok_or(Failure::NotFound)?;
    let only = [
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(PICTURE_ONLY),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("inline; filename=\"logo.png\""),
        ),
    ];
    Ok((kept("image/png"), only, file.bytes).into_response())
}

fn kept(content_type: &'static str) -> [(header::HeaderName, HeaderValue); 2] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER)),
    ]
}

/// House style and logo of a client council, for its papers; and its addresses, for its pages.
///
/// # Errors
/// When the database cannot be read.
pub async fn of(store: &Store, council: &ClientCouncilId) -> Result<(Look, Dress), StoreError> {
    let mut versions = store.house_style_history(council).await?;
    if versions.is_empty() {
        return Ok((Look::default(), Dress::default()));
    }
    let newest = versions.remove(0);
    let dress = Dress::of(&newest);
    let mut look = Look {
        style: newest.style,
        logo: None,
    };
    if let Some(logo) = newest.logo {
        let files = (
            store.file(logo.print).await?,
            store.file(logo.screen).await?,
        );
        if let (Some(print), Some(screen)) = files {
            look.logo = Some(Logo {
                print: print.bytes,
                screen: screen.bytes,
                size: logo.size,
                alt: logo.alt,
            });
        }
    }
    Ok((look, dress))
}
