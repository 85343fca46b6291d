//! The two files that a house style can come from: a municipality's design tokens, and a logo.

use axum::extract::State;
use axum::response::Response;
use tokio::sync::Semaphore;

use super::{ALT, FILE, Model, Problem, Typed, answer, current, keep};
use crate::domain::house_style::logo::{Logo, Refusal};
use crate::domain::role::Role;
use crate::interchange::{design_tokens, logo};
use crate::store::LogoChange;
use crate::text::house_style;
use crate::web::error::Failure;
use crate::web::session::SentFile;
use crate::web::state::App;

/// Logos that are decoded at once: one takes some 150 MB at most.
static DECODING: Semaphore = Semaphore::const_new(1);

/// `POST /COUNCIL/werk/huisstijl/kleuren`: fills the form with what a file gives. Nothing is kept yet.
pub async fn submit_tokens(State(app): State<App>, sent: SentFile) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_style)?;
    let history = app
        .store()
        .house_style_history(&volunteer.council.id)
        .await?;
    current(&history, &sent.upload.fields)?;
    let mut model = Model::fresh(volunteer, &history);
    match design_tokens::read(&sent.upload.file) {
        Ok(reading) => {
            model.typed = Typed::of(&reading.style);
            model.reading = Some(reading);
        }
        Err(refusal) => model.problems.push(Problem {
            field: "kleurenbestand",
            sentence: house_style::tokens_refused(refusal).to_owned(),
        }),
    }
    Ok(answer(&model))
}

/// `POST /COUNCIL/werk/huisstijl/logo`
pub async fn submit_logo(State(app): State<App>, sent: SentFile) -> Result<Response, Failure> {
    let (volunteer, upload) = (&sent.volunteer, sent.upload);
    volunteer.must(Role::may_style)?;
    let history = app
        .store()
        .house_style_history(&volunteer.council.id)
        .await?;
    let current = current(&history, &upload.fields)?;
    let alt = upload.fields.text(ALT).to_owned();
    match decoded(upload.file, alt.clone()).await? {
        Ok(logo) => {
            let style = current.map(|stored| stored.style.clone());
            let change = (&style.unwrap_or_default(), &LogoChange::Set(logo));
            keep(&app, volunteer, current, change).await
        }
        Err(refusal) => {
            let words = matches!(refusal, Refusal::NoAlt | Refusal::LongAlt);
            let problem = Problem {
                field: if words { ALT } else { FILE },
                sentence: house_style::logo_refused(refusal).to_owned(),
            };
            Ok(answer(&Model {
                problems: vec![problem],
                alt: &alt,
                ..Model::fresh(volunteer, &history)
            }))
        }
    }
}

/// Decoding takes a while and much memory: one at a time, beside the threads that serve residents.
async fn decoded(file: Vec<u8>, alt: String) -> Result<Result<Logo, Refusal>, Failure> {
    let _turn = DECODING.acquire().await.map_err(Failure::internal)?;
    tokio::task::spawn_blocking(move || logo::read(&file, &alt))
        .await
        .map_err(Failure::internal)
}
