//! The register of advices: the list. Writing one is in [`edit`], one advice with its steps in [`one`], the college's reply in
//! [`reply`].

pub mod edit;
pub mod one;
pub mod reply;
#[cfg(test)]
pub(crate) mod samples;

use axum::extract::State;
use jiff::civil::Date;
use maud::{Markup, html};

use super::wrap;
use crate::anonymity::random::Id;
use crate::domain::advice::{Adoption, Stage};
use crate::domain::role::Role;
use crate::store::StoredAdvice;
use crate::text::{advice as words, date};
use crate::web::error::Failure;
use crate::web::session::Volunteer;
use crate::web::state::App;
use crate::web::view::layout::Place;

/// What the list shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// The advices.
    pub all: &'a [StoredAdvice],
    /// Today.
    pub today: Date,
}

/// `GET /COUNCIL/werk/adviezen`
pub async fn show_all(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    let mut all = app.store().advices(&volunteer.council.id).await?;
    all.sort_by(|a, b| {
        (a.content.stage, &a.content.subject).cmp(&(b.content.stage, &b.content.subject))
    });
    Ok(page(&Model {
        volunteer: &volunteer,
        all: &all,
        today: app.clock().today(),
    }))
}

/// Every version of an advice, the newest first.
///
/// # Errors
/// [`Failure::NotFound`] when the client council has no such advice.
pub(super) async fn history(
    app: &App,
    volunteer: &Volunteer,
    id: &str,
) -> Result<(StoredAdvice, Vec<StoredAdvice>), Failure> {
    let id: Id = id.parse().map_err(|_| Failure::NotFound)?;
    let mut all = app
        .store()
        .advice(&volunteer.council.id, id)
        .await?
        .into_iter();
    let newest = all.next().ok_or(Failure::NotFound)?;
    Ok((newest, all.collect()))
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let adoption = words::adoption(Adoption::of(model.all.iter().map(|it| &it.content)));
    let main = html! {
        div.ab-stack.ab-stack--wide {
            div.ab-stack {
                h1 { "Adviezen" }
                p.ab-lead { "Een advies zegt wat er niet goed gaat en wat beter kan. Het college zegt per aanbeveling wat het ermee doet, en waarom." }
                @if model.volunteer.may(Role::may_keep_ledger) {
                    div.ab-actions { a.ab-button href=(paths.new_advice()) { "Schrijf een advies" } }
                }
            }
            @if model.all.is_empty() { p { "Er is nog geen advies." } }
            @else {
                ul.ab-list { @for it in model.all { (row(model, it)) } }
                @if let Some(adoption) = adoption { p { (adoption) } }
            }
        }
    };
    wrap(model.volunteer, Place::Advices, "Adviezen", main)
}

fn row(model: &Model<'_>, it: &StoredAdvice) -> Markup {
    let advice = &it.content;
    html! {
        li.ab-report {
            a href=(model.volunteer.council.paths().advice(&it.id.to_string())) dir="auto" { (advice.subject) }
            span.ab-small.ab-muted {
                (words::origin(advice.origin)) " · " (words::stage(advice.stage))
                @if let Some(days) = advice.waiting(model.today) { " · " (words::waiting(days)) }
                @if let (Stage::Answered, Some(day)) = (advice.stage, advice.answered) { " op " (date::day(day)) }
            }
        }
    }
}
