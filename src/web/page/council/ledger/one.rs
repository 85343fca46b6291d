//! One knelpunt: where it stands, what its scope is, what the channels said and when, what would help, and its history.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::form::differences;
use super::history;
use crate::anonymity::random::Id;
use crate::domain::definition::Channel;
use crate::domain::knelpunt::{Evidence, KnelpuntStatus, Room, cleaned, is_thin};
use crate::domain::role::Role;
use crate::domain::scope::{Warning, check};
use crate::store::{StoredEvidence, StoredKnelpunt};
use crate::text::signal::Audience;
use crate::text::{date, knelpunt as words, list, word};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::ledger::{About, gather};
use crate::web::page::council::signals::theme_name;
use crate::web::page::council::wrap;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;
use crate::web::view::staff_field::{self, About as Field, line, number};

/// Which button was pressed.
const ACTION: &str = "doe";
const FREEZE: &str = "leg-vast";
const DROP: &str = "haal-weg";
const VOTES: &str = "stemmen";
/// The piece of evidence that a button is about.
const PIECE: &str = "stuk";
/// Votes in a meeting, people in the room, and which meeting.
const COUNT: &str = "aantal";
const PRESENT: &str = "aanwezig";
const MEETING: &str = "bijeenkomst";
/// What is wrong when the votes can't be read.
const VOTES_WRONG: &str = "Vul in hoeveel mensen stemden, hoeveel er waren en welke bijeenkomst het was. Er kunnen niet meer stemmen zijn dan mensen.";
/// Longest name of a meeting, in characters.
const LONGEST: usize = 200;

/// The statuses of a knelpunt's life, in order.
const LIFE: [KnelpuntStatus; 6] = [
    KnelpuntStatus::Noticed,
    KnelpuntStatus::Studied,
    KnelpuntStatus::Established,
    KnelpuntStatus::Advised,
    KnelpuntStatus::Answered,
    KnelpuntStatus::Solved,
];

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// Every version, the newest first; at least one.
    pub history: &'a [StoredKnelpunt],
    /// What the channels said.
    pub evidence: &'a [StoredEvidence],
    /// What was typed about a meeting, when it was wrong.
    pub wrong: Option<&'a Fields>,
}

/// `GET /COUNCIL/werk/knelpunten/ID`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, id)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let history = history(&app, &volunteer, &id).await?;
    let newest = history.first().ok_or(Failure::NotFound)?;
    let council = &volunteer.council.id;
    let evidence = app.store().evidence(council, newest.id).await?;
    Ok(page(&Model {
        volunteer: &volunteer,
        history: &history,
        evidence: &evidence,
        wrong: None,
    }))
}

/// `POST /COUNCIL/werk/knelpunten/ID/bewijs`
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (volunteer, fields) = (&sent.volunteer, &sent.fields);
    volunteer.must(Role::may_keep_ledger)?;
    let history = history(&app, volunteer, &id).await?;
    let newest = history.first().ok_or(Failure::NotFound)?;
    let (council, today) = (&volunteer.council, app.clock().today());
    let (store, by) = (app.store(), volunteer.actor(&app));
    let known = store.evidence(&council.id, newest.id).await?;
    match fields.text(ACTION) {
        FREEZE => {
            let about = About {
                theme: &newest.content.theme,
                law: newest.content.law,
            };
            let mut found = gather(store, council, about, today).await?;
            // Pressed twice on one day: once is enough.
            found.retain(|new| known.iter().all(|old| old.evidence != *new));
            store
                .freeze_evidence(&council.id, newest.id, &found, by)
                .await?;
        }
        VOTES => match votes(fields, today) {
            Some(votes) if known.iter().any(|old| old.evidence == votes) => {}
            Some(votes) => {
                store
                    .freeze_evidence(&council.id, newest.id, &[votes], by)
                    .await?;
            }
            None => {
                let model = Model {
                    volunteer,
                    history: &history,
                    evidence: &known,
                    wrong: Some(fields),
                };
                let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
                return Ok((status, page(&model)).into_response());
            }
        },
        DROP => {
            let piece: Id = fields.text(PIECE).parse().map_err(|_| Failure::Malformed)?;
            if newest.content.status.is_used() {
                return Err(Failure::Conflict);
            }
            store
                .drop_evidence(&council.id, (newest.id, piece), by)
                .await?;
        }
        _ => return Err(Failure::Malformed),
    }
    Ok(Redirect::to(&council.paths().knelpunt(&id)).into_response())
}

/// Votes of a meeting; none when a field is missing, or more people voted than were there.
fn votes(fields: &Fields, today: Date) -> Option<Evidence> {
    let number = |name| fields.text(name).trim().parse::<u64>().ok();
    let (count, present) = (number(COUNT)?, number(PRESENT)?);
    let source = cleaned(fields.text(MEETING), false);
    let fits = (1..=present).contains(&count) && present <= 100_000;
    let named = !source.is_empty() && source.chars().count() <= LONGEST;
    (fits && named).then_some(Evidence {
        channel: Channel::Bijeenkomst,
        source,
        count,
        n: Some(present),
        limits: None,
        note: String::new(),
        day: today,
    })
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let Some(newest) = model.history.first() else {
        return html! {};
    };
    let (volunteer, content) = (model.volunteer, &newest.content);
    let paths = volunteer.council.paths();
    let wrong = model.wrong.map(|_| (COUNT, VOTES_WRONG.to_owned()));
    let main = html! {
        div.ab-stack.ab-stack--wide {
            (staff_field::mistakes(wrong.as_slice()))
            div.ab-stack {
                a.ab-back href=(paths.knelpunten()) { "Alle knelpunten" }
                p.ab-kicker { "Knelpunt " (newest.name) }
                h1 { bdi { (content.statement) } }
                ul.ab-badges {
                    li.ab-badge.ab-badge--accent { (theme_name(&content.theme)) }
                    @if let Some(aspect) = content.aspect { li.ab-badge { (word::aspect(aspect)) } }
                    @if let Some(law) = content.law { li.ab-badge { (word::law(law)) } }
                    @if content.room != Room::Unknown { li.ab-badge { (words::room(content.room)) } }
                    @if content.severity == Some(4) { li.ab-badge.ab-badge--no { "ernstig" } }
                }
            }
            (track(model.history))
            @for warning in warnings(volunteer, newest) { (limit(&warning, newest)) }
            (evidence(model, newest))
            div.ab-split {
                section.ab-stack {
                    h2 { "Wat kan beter" }
                    @if content.proposals.is_empty() { p { "Er is nog geen voorstel. Zonder voorstel stelt de raad het knelpunt niet vast." } }
                    @else { ol { @for proposal in &content.proposals { li dir="auto" { (proposal) } } } }
                    @if volunteer.may(Role::may_keep_ledger) {
                        div.ab-actions {
                            a.ab-button href=(paths.edit_knelpunt(&newest.id.to_string())) { "Wijzig dit knelpunt" }
                            a.ab-button.ab-button--quiet href=(paths.new_advice_about(&newest.id.to_string())) { "Schrijf er een advies over" }
                        }
                    }
                }
                (facts(newest))
            }
            (told_history(model))
        }
    };
    let title = if wrong.is_some() {
        "Fout: knelpunt"
    } else {
        "Knelpunt"
    };
    wrap(volunteer, Place::Knelpunten, title, main)
}

fn warnings(volunteer: &Volunteer, knelpunt: &StoredKnelpunt) -> Vec<Warning> {
    let profile = &volunteer.council.profile;
    check(&knelpunt.content, &profile.scope, &profile.laws)
}

fn limit(warning: &Warning, knelpunt: &StoredKnelpunt) -> Markup {
    let reason = &knelpunt.content.reason;
    html! {
        section.ab-note.ab-note--attention {
            h2 { (words::limit(warning.limit)) }
            @if let Some(rule) = &warning.rule {
                p { "Uw regels zeggen (" (rule.article) "): " q { (rule.quote) } "." }
                @if !rule.instead.is_empty() { p { (rule.instead) } }
            }
            @if reason.is_empty() { p { (words::GO_ON) } } @else { p { b { "Waarom de raad toch doorgaat: " } bdi { (reason) } } }
        }
    }
}

/// The life of a knelpunt, each status with the day on which it began.
fn track(history: &[StoredKnelpunt]) -> Markup {
    let now = history
        .first()
        .map_or(KnelpuntStatus::Noticed, |it| it.content.status);
    let since = |status: KnelpuntStatus| {
        let first = history.iter().rev().find(|it| it.content.status == status);
        first.map(|it| it.day)
    };
    let at = LIFE.iter().position(|status| *status == now);
    html! {
        @if now == KnelpuntStatus::Dropped {
            p.ab-note { "Dit knelpunt is vervallen" @if let Some(day) = since(now) { " op " (date::day(day)) } "." }
        } @else {
            ol.ab-track {
                @for (place, status) in LIFE.iter().enumerate() {
                    @let is_now = Some(place) == at;
                    @let day = since(*status).filter(|_| Some(place) <= at);
                    li.is-done[Some(place) < at].is-now[is_now] aria-current=[is_now.then_some("step")] {
                        (list::capitalised(status.word()))
                        small { @match day { Some(day) => (date::day(day)), None if Some(place) < at => "overgeslagen", None => "nog niet" } }
                    }
                }
            }
        }
    }
}

fn evidence(model: &Model<'_>, newest: &StoredKnelpunt) -> Markup {
    let plain: Vec<Evidence> = model
        .evidence
        .iter()
        .map(|it| it.evidence.clone())
        .collect();
    let reaches = plain.iter().find(|it| !it.note.is_empty());
    html! {
        @if let Some(evidence) = reaches {
            section.ab-stack {
                h2 { "Raakt dit een grotere groep?" }
                @let (verdict, ground) = evidence.note.split_once(". ").unwrap_or((&evidence.note, ""));
                p.ab-verdict { (verdict) "." }
                @if !ground.is_empty() { p.ab-text { (ground) } }
            }
        }
        section.ab-stack {
            h2 { "Wat wij weten, per weg" }
            @if plain.is_empty() { p { "Er is nog niets vastgelegd." } }
            @else if is_thin(&plain) { p.ab-note { (words::THIN) } }
            ul.ab-cols.ab-list { @for piece in model.evidence { (card(model, newest, piece)) } }
            @if model.volunteer.may(Role::may_keep_ledger) { (add(model, newest)) }
        }
    }
}

fn card(model: &Model<'_>, newest: &StoredKnelpunt, piece: &StoredEvidence) -> Markup {
    let (evidence, told) = (
        &piece.evidence,
        words::told(&piece.evidence, Audience::ClientCouncil),
    );
    let paths = model.volunteer.council.paths();
    let may_drop = model.volunteer.may(Role::may_keep_ledger) && !newest.content.status.is_used();
    html! {
        li.ab-card {
            h3 { (word::channel(evidence.channel)) }
            p { b.ab-figure-n { (told.figure) } " " (told.unit) }
            p.ab-small.ab-muted { (told.meaning) }
            p.ab-small.ab-muted { bdi { (evidence.source) } ". Vastgelegd op " (date::day(evidence.day)) "." }
            @if may_drop {
                form method="post" action=(paths.evidence(&newest.id.to_string())) {
                    (parts::token(&model.volunteer.token))
                    input type="hidden" name=(PIECE) value=(piece.id);
                    button.ab-link.ab-small type="submit" name=(ACTION) value=(DROP) { "Haal weg" span.ab-hidden { ": " (word::channel(evidence.channel)) ", " (told.figure) } }
                }
            }
        }
    }
}

fn add(model: &Model<'_>, newest: &StoredKnelpunt) -> Markup {
    let address = model
        .volunteer
        .council
        .paths()
        .evidence(&newest.id.to_string());
    let typed = |name| model.wrong.map_or("", |fields| fields.text(name));
    let field = |name, label, hint| Field {
        name,
        label,
        hint,
        error: if name == COUNT && model.wrong.is_some() {
            VOTES_WRONG
        } else {
            ""
        },
    };
    html! {
        form method="post" action=(address) {
            (parts::token(&model.volunteer.token))
            button.ab-button.ab-button--quiet type="submit" name=(ACTION) value=(FREEZE) { "Leg vast wat de wegen nu zeggen" }
        }
        details.ab-help open[model.wrong.is_some()] {
            summary { "Voeg stemmen van een bijeenkomst toe" }
            form.ab-stack method="post" action=(address) novalidate {
                (parts::token(&model.volunteer.token))
                (number(&field(COUNT, "Hoeveel mensen kozen dit?", ""), typed(COUNT)))
                (number(&field(PRESENT, "Hoeveel mensen waren er?", ""), typed(PRESENT)))
                (line(&field(MEETING, "Welke bijeenkomst?", "Bijvoorbeeld: achterbanbijeenkomst van 11 november in het buurthuis."), typed(MEETING)))
                button.ab-button.ab-button--quiet type="submit" name=(ACTION) value=(VOTES) { "Voeg toe" }
            }
        }
    }
}

fn facts(knelpunt: &StoredKnelpunt) -> Markup {
    let content = &knelpunt.content;
    html! {
        section.ab-card {
            h2 { "Hoe het ervoor staat" }
            dl.ab-summary.ab-summary--plain {
                div { dt { "Ernst" } dd { (content.severity.map_or("nog niet gekozen", words::severity)) } }
                div { dt { "Wie heeft er last van" } dd dir="auto" { @if content.affected.is_empty() { "nog niet opgeschreven" } @else { (content.affected) } } }
                div { dt { "Wordt het erger" } dd { (words::trend(content.trend)) } }
                div { dt { "Wie kan dit veranderen" } dd { (words::room(content.room)) } }
                div { dt { "Fase" } dd { (content.phase.map_or("nog niet gekozen", words::phase)) } }
                div { dt { "Werkgroep" } dd { (content.law.map_or("nog niet gekozen", word::law)) } }
            }
        }
    }
}

/// Every version with what it changed, the newest first.
fn told_history(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let before = model.history.iter().skip(1).map(Some).chain([None]);
    html! {
        details.ab-help {
            summary { "Geschiedenis: wat er met dit knelpunt is gedaan" }
            ol.ab-tasks {
                @for (version, before) in model.history.iter().zip(before) {
                    li {
                        p.ab-tasks__when { (date::day(version.day)) small { (version.actor) } }
                        div.ab-stack {
                            @match before {
                                None => p { "Opgeschreven als: " bdi { (version.content.statement) } },
                                Some(before) => ul { @for (label, old, new) in differences(&before.content, &version.content) {
                                    li { b { (label) ": " } @if !old.is_empty() { del dir="auto" { (old) } " → " } ins dir="auto" { (new) } }
                                } },
                            }
                            @if model.volunteer.may(Role::may_keep_ledger) && Some(version.version) != model.history.first().map(|newest| newest.version) {
                                p { a href=(paths.edit_knelpunt_from(&version.id.to_string(), version.version)) { "Begin weer bij deze tekst" span.ab-hidden { " van " (date::day(version.day)) ", versie " (version.version) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
