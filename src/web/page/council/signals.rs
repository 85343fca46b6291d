//! Signals: how many per theme and channel, exactly, and each one by itself. Counts prove that something happens, not how
//! often; so there are no shares here.

use axum::extract::State;
use maud::{Markup, html};

use super::wrap;
use crate::analysis::signals::{CHANNELS, count};
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::Channel;
use crate::domain::theme::codebook;
use crate::language::personal_data;
use crate::store::Signal;
use crate::text::date;
use crate::web::error::Failure;
use crate::web::session::Volunteer;
use crate::web::state::App;
use crate::web::view::layout::Place;

/// `GET /COUNCIL/werk/signalen`
pub async fn show(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    let signals = app.store().signals(&volunteer.council.id).await?;
    Ok(page(&volunteer, &signals))
}

/// The page.
pub fn page(volunteer: &Volunteer, signals: &[Signal]) -> Markup {
    let council = volunteer.council.paths();
    let main = html! {
        div.ab-stack.ab-stack--wide {
            div.ab-stack {
                h1 { "Signalen" }
                p.ab-lead { @match signals.len() {
                    0 => "Er zijn nog geen signalen.",
                    1 => "Eén mens vertelde ons iets.",
                    n => { (n) " keer vertelde iemand ons iets." },
                } }
                div.ab-actions { a.ab-button href=(council.intake()) { "Schrijf een signaal op" } }
            }
            @if !signals.is_empty() { (counts(signals)) (list(volunteer, signals)) }
        }
    };
    wrap(volunteer, Place::Signals, "Signalen", main)
}

fn counts(signals: &[Signal]) -> Markup {
    let subjects = signals
        .iter()
        .map(|signal| (signal.channel, &signal.subject));
    let mut themes = count(subjects, codebook(), "nl");
    themes.sort_by_key(|theme| std::cmp::Reverse(theme.total()));
    html! {
        section.ab-stack {
            h2 { "Waar gaan ze over?" }
            p.ab-muted { "Een signaal kan over meer thema's gaan. Het zegt dat iets gebeurt, niet hoe vaak." }
            table.ab-table.ab-table--stack role="table" {
                caption.ab-hidden { "Signalen per thema en per weg" }
                thead role="rowgroup" { tr role="row" {
                    th role="columnheader" scope="col" { "Thema" }
                    @for channel in CHANNELS { th.is-num role="columnheader" scope="col" { (channel_name(channel)) } }
                    th.is-num role="columnheader" scope="col" { "Samen" }
                } }
                tbody role="rowgroup" {
                    @for theme in &themes { tr role="row" {
                        th role="rowheader" scope="row" { (theme.name) }
                        @for (channel, count) in &theme.counts { td.is-num role="cell" data-label=(channel_name(*channel)) { (count) } }
                        td.is-num role="cell" data-label="Samen" { b { (theme.total()) } }
                    } }
                }
            }
        }
    }
}

/// Name of a theme of the codebook.
pub fn theme_name(id: &str) -> &str {
    codebook()
        .iter()
        .find(|theme| theme.id == id)
        .map_or(id, |theme| theme.name.get("nl"))
}

/// When it came, as precisely as it is kept.
pub fn when(signal: &Signal) -> String {
    match signal.day {
        Some(day) => date::day(day),
        None => match signal.week.split_once("-W") {
            Some((year, week)) => format!("week {} van {year}", week.trim_start_matches('0')),
            None => signal.week.clone(),
        },
    }
}

/// How it came.
pub fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Spreekuur => "Spreekuur",
        Channel::Website => "Website",
        Channel::Bijeenkomst => "Bijeenkomst",
        _ => "Vragenlijst",
    }
}

fn list(volunteer: &Volunteer, signals: &[Signal]) -> Markup {
    html! {
        section.ab-stack {
            h2 { "Alle signalen" }
            ol.ab-tasks {
                @for signal in signals {
                    li {
                        p.ab-tasks__when { (channel_name(signal.channel)) small { (when(signal)) } }
                        div.ab-stack {
                            h3 { a href=(volunteer.council.paths().signal(&signal.id.to_string())) { (title(signal)) } }
                            (badges(signal))
                            p.ab-muted { (excerpt(signal)) }
                        }
                    }
                }
            }
        }
    }
}

/// A signal is named after its themes.
pub fn title(signal: &Signal) -> String {
    let names: Vec<_> = signal
        .subject
        .themes
        .iter()
        .map(|theme| theme_name(theme))
        .collect();
    if names.is_empty() {
        "Zonder thema".to_owned()
    } else {
        names.join(", ")
    }
}

/// State and kind in one or two words.
pub fn badges(signal: &Signal) -> Markup {
    html! {
        ul.ab-badges {
            li.ab-badge.ab-badge--accent { (signal.status) }
            li.ab-badge { (signal.subject.kind.word()) }
            @if let Some(aspect) = signal.subject.aspect { li.ab-badge { (aspect.word()) } }
            @if signal.subject.grave { li.ab-badge.ab-badge--no { "ernstig" } }
        }
    }
}

/// The first words of what was told, with what may point to a person taken out.
fn excerpt(signal: &Signal) -> Markup {
    let told = Response::from_body(&signal.answers).ok();
    let text = told.and_then(|response| {
        response
            .answers
            .into_values()
            .find_map(|answer| match answer {
                Answer::Text(text) => Some(text),
                _ => None,
            })
    });
    // Masked before it is cut, so that half a number never stays.
    let masked = personal_data::masked(&text.unwrap_or_default());
    html! { (masked.chars().take(140).collect::<String>()) }
}
