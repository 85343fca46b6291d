//! The public home of a client council: who it is, what is open now, leaving a signal, reports, how to reach it.

use axum::extract::{Path, State};
use jiff::civil::Date;
use maud::{Markup, html};

use super::wrap;
use crate::domain::definition::Channel;
use crate::store::{Entry, Report, Round, StoredAdvice};
use crate::text::date;
use crate::text::interface::phrases;
use crate::web::directory::{ClientCouncil, Survey};
use crate::web::error::Failure;
use crate::web::page::resident::{length, tongues};
use crate::web::state::App;
use crate::web::view::parts;

/// What the home shows.
pub struct Model<'a> {
    /// The client council.
    pub council: &'a ClientCouncil,
    /// Published reports, newest first.
    pub reports: &'a [Report],
    /// Advices that everyone may read.
    pub advices: &'a [StoredAdvice],
    /// Today: says what is open.
    pub today: Date,
}

/// `GET /COUNCIL`
pub async fn show(State(app): State<App>, Path(council): Path<String>) -> Result<Markup, Failure> {
    let council = app.council(&council).await?;
    let mut reports = app.store().reports(&council.id).await?;
    reports.retain(|report| report.published);
    let mut advices = app.store().advices(&council.id).await?;
    advices.retain(|advice| advice.content.is_public);
    advices.sort_by_key(|advice| std::cmp::Reverse(advice.content.sent));
    Ok(page(&Model {
        council: &council,
        reports: &reports,
        advices: &advices,
        today: app.clock().today(),
    }))
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let profile = &model.council.profile;
    wrap(
        model.council,
        "Welkom",
        html! {
            div.ab-stack {
                p.ab-kicker { "Voor inwoners van " (profile.municipality) }
                h1 { (profile.name) }
                p.ab-lead { (profile.about.get("nl")) }
                (open_surveys(model))
                (signal(model))
                (reports(model))
                (advices(model))
                (contact(model))
                div.ab-note {
                    h2 { "Heeft u nu zelf een probleem?" }
                    p { "Wij lossen geen persoonlijke zaken op. " a href=(model.council.paths().own_case()) { "Hier krijgt u wel hulp" } "." }
                }
            }
        },
    )
}

fn open_surveys(model: &Model<'_>) -> Markup {
    let enquetes = model
        .council
        .surveys
        .iter()
        .filter(|survey| survey.questionnaire.channel == Channel::Enquete);
    let open: Vec<_> = enquetes
        .filter_map(|survey| Some((survey, survey.open_round(model.today)?)))
        .collect();
    html! {
        h2 { "Doe mee" }
        @if open.is_empty() { p { "Er is nu geen vragenlijst open. Kijk later nog eens." } }
        @for (survey, round) in open { (card(model, survey, round)) }
    }
}

fn card(model: &Model<'_>, survey: &Survey, round: &Round) -> Markup {
    let questionnaire = &survey.questionnaire;
    let (questions, minutes) = length(questionnaire);
    let council = model.council.paths();
    let source = questionnaire.source_language();
    let address =
        |segment: &str| council.form(&questionnaire.id, (segment != source).then_some(segment));
    html! {
        section.ab-card {
            h3 { (questionnaire.title.get("nl")) }
            p { (questions) " korte vragen. Ongeveer " (minutes) " minuten. U hoeft geen naam te geven." }
            @if round.entry == Entry::Code { p { "Hiervoor heeft u een code nodig. Die staat in de brief of op het kaartje dat u kreeg." } }
            p.ab-small.ab-muted { "Meedoen kan tot en met " (date::day(round.closes)) "." }
            div.ab-actions {
                a.ab-button.ab-button--next href=(council.form(&questionnaire.id, None)) { "Vul de vragenlijst in" }
            }
            (parts::languages(phrases(source), &tongues(questionnaire, Some(source), &address)))
        }
    }
}

fn signal(model: &Model<'_>) -> Markup {
    html! {
        @if let Some(form) = model.council.signal_form() {
            section.ab-card {
                h3 { "Vertel wat er niet goed gaat, of juist wel" }
                p { "Een signaal kost een paar minuten. Hebben meer mensen er last van? Dan geven wij de gemeente advies." }
                div.ab-actions {
                    a.ab-button.ab-button--quiet href=(model.council.paths().form(&form.questionnaire.id, None)) { "Laat een signaal achter" }
                }
            }
        }
        p { "Heeft u een code van ons? " a href=(model.council.paths().code(None)) { "Kijk wat wij met uw signaal deden" } "." }
    }
}

fn reports(model: &Model<'_>) -> Markup {
    let council = model.council.paths();
    html! {
        h2 { "Wat wij hoorden" }
        @if model.reports.is_empty() { p { "Wij hebben nog geen rapport gepubliceerd." } }
        ul.ab-list {
            @for report in model.reports {
                @let id = report.id.to_string();
                li.ab-report {
                    a href=(council.report(&id, "html")) { (report.title) }
                    span.ab-small.ab-muted { (date::day(report.created)) " · " a href=(council.report(&id, "pdf")) { "Download als PDF" span.ab-hidden { ": " (report.title) } } }
                }
            }
        }
    }
}

/// Nothing when there is none: a heading without anything under it tells residents nothing.
fn advices(model: &Model<'_>) -> Markup {
    html! {
        @if !model.advices.is_empty() {
            h2 { "Wat de gemeente ermee doet" }
            ul.ab-list {
                @for advice in model.advices {
                    li.ab-report {
                        a href=(model.council.paths().public_advice(&advice.id.to_string())) dir="auto" { (advice.content.subject) }
                        span.ab-small.ab-muted { @match advice.content.answered { Some(day) => { "Reactie van het college op " (date::day(day)) } None => "Nog geen reactie van het college" } }
                    }
                }
            }
        }
    }
}

fn contact(model: &Model<'_>) -> Markup {
    let profile = &model.council.profile;
    let contact = &profile.contact;
    html! {
        h2 { "Zo bereikt u ons" }
        dl.ab-summary.ab-summary--plain {
            @if !contact.phone.is_empty() { div { dt { "Telefoon" } dd { bdi { (contact.phone) } @if !contact.hours.is_empty() { ", " (contact.hours.get("nl")) } } } }
            @if !contact.mail.is_empty() { div { dt { "Mail" } dd { a href={ "mailto:" (contact.mail) } { (contact.mail) } } } }
            @if !profile.meeting.is_empty() { div { dt { "Vergadering" } dd { (profile.meeting.get("nl")) } } }
        }
    }
}
