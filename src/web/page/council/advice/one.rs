//! One advice: how far it is, what it recommends, what the college said, and the next step.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{edit, history};
use crate::domain::advice::{Advice, LONGEST, Reply, Stage, Verdict};
use crate::domain::knelpunt::cleaned;
use crate::domain::role::Role;
use crate::store::{ErrorKind, StoredAdvice};
use crate::text::{advice as words, date};
use crate::web::error::Failure;
use crate::web::page::council::invite::site_of;
use crate::web::page::council::wrap;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;
use crate::web::view::staff_field::{self, About};

/// The link of the college is good for so many days.
const DAYS: i32 = 90;
/// Field: what to do.
const ACT: &str = "doe";
/// Field: the version that was seen.
const VERSION: &str = "versie";
/// Field: what came of it.
const EFFECT: &str = "gevolg";

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// The newest version.
    pub advice: &'a StoredAdvice,
    /// Versions before it, the newest first.
    pub before: &'a [StoredAdvice],
    /// The last day of the college's link, when there is one.
    pub link_until: Option<Date>,
    /// The link that was made just now: shown once.
    pub link: &'a str,
    /// What is wrong: field and sentence.
    pub problems: &'a [(&'static str, String)],
    /// Today.
    pub today: Date,
}

/// `GET /COUNCIL/werk/adviezen/ID`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, id)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    shown(&app, &volunteer, &id, ("", &[])).await
}

async fn shown(
    app: &App,
    volunteer: &Volunteer,
    id: &str,
    (link, problems): (&str, &[(&'static str, String)]),
) -> Result<Markup, Failure> {
    let (advice, before) = history(app, volunteer, id).await?;
    let link_until = app.store().advice_link_until(advice.id).await?;
    Ok(page(&Model {
        volunteer,
        advice: &advice,
        before: &before,
        link_until,
        link,
        problems,
        today: app.clock().today(),
    }))
}

/// `POST /COUNCIL/werk/adviezen/ID`
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_publish)?;
    let (advice, _) = history(&app, volunteer, &id).await?;
    let (today, actor) = (app.clock().today(), volunteer.actor(&app));
    let done = || Redirect::to(&volunteer.council.paths().advice(&id)).into_response();
    match sent.fields.text(ACT) {
        "link" if advice.content.stage == Stage::Sent => {
            let until = today.saturating_add(DAYS.days());
            let token = app.store().make_advice_link(&advice, until, actor).await?;
            let address = volunteer.council.paths().reaction(&token);
            let link = format!("{}{address}", site_of(&app, &headers));
            return Ok(shown(&app, volunteer, &id, (&link, &[]))
                .await?
                .into_response());
        }
        "trek-in" => {
            app.store().withdraw_advice_link(&advice, actor).await?;
            return Ok(done());
        }
        _ => {}
    }
    let problems = match step(&advice.content, &sent, today)? {
        Ok(new) if new == advice.content => return Ok(done()),
        Ok(_) if sent.fields.text(VERSION) != advice.version.to_string() => overtaken(),
        Ok(new) => match app
            .store()
            .change_advice(&advice, &new, (actor, today))
            .await
        {
            Err(error) if error.kind() == ErrorKind::Conflict => overtaken(),
            Err(error) => return Err(error.into()),
            Ok(()) => return Ok(done()),
        },
        Err(problems) => problems,
    };
    let again = shown(&app, volunteer, &id, ("", &problems)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

type Problems = Vec<(&'static str, String)>;

fn overtaken() -> Problems {
    let sentence = "Iemand anders veranderde dit advies intussen. Kijk na wat er nu staat en probeer het opnieuw.";
    vec![(ACT, sentence.to_owned())]
}

/// The advice after a step, or what is in its way. A step that does not fit where it stands changes nothing.
fn step(advice: &Advice, sent: &Sent, today: Date) -> Result<Result<Advice, Problems>, Failure> {
    let mut new = advice.clone();
    match (sent.fields.text(ACT), advice.stage) {
        ("vaststellen", Stage::Written) => {
            let faults = advice.faults();
            if !faults.is_empty() {
                let faults = faults
                    .into_iter()
                    .map(|it| (edit::place(it), words::fault(it)));
                return Ok(Err(faults.collect()));
            }
            (new.stage, new.adopted) = (Stage::Adopted, Some(today));
        }
        ("terug", Stage::Adopted) => (new.stage, new.adopted) = (Stage::Written, None),
        ("versturen", Stage::Adopted) => (new.stage, new.sent) = (Stage::Sent, Some(today)),
        ("toon", Stage::Sent | Stage::Answered) => new.is_public = true,
        ("verberg", _) => new.is_public = false,
        ("gevolg", Stage::Sent | Stage::Answered) => {
            let text = cleaned(sent.fields.text(EFFECT), true);
            new.effect = text.chars().take(LONGEST).collect();
        }
        ("vaststellen" | "terug" | "versturen" | "toon" | "gevolg" | "link", _) => {}
        _ => return Err(Failure::Malformed),
    }
    Ok(Ok(new))
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let advice = &model.advice.content;
    let paths = model.volunteer.council.paths();
    let main = html! {
        div.ab-stack.ab-stack--wide {
            (staff_field::mistakes(model.problems))
            div.ab-stack {
                p { a href=(paths.advices()) { "Alle adviezen" } }
                p.ab-kicker { (words::origin(advice.origin)) " · " (words::stage(advice.stage)) @if let Some(days) = advice.waiting(model.today) { " · " (words::waiting(days)) } }
                h1 dir="auto" { (advice.subject) }
                @if !advice.to.is_empty() { p { "Aan: " (advice.to) } }
                (track(advice))
                (deadline(model))
            }
            @if advice.recommendations.is_empty() { p { "Er is nog geen aanbeveling." } }
            @for (at, it) in advice.recommendations.iter().enumerate() {
                section.ab-stack {
                    h2 { "Aanbeveling " (at + 1) }
                    @if !it.problem.is_empty() { p dir="auto" { b { "Wat er niet goed gaat: " } (it.problem) } }
                    p dir="auto" { b { "Ons voorstel: " } @if it.proposal.is_empty() { "nog niet geschreven" } @else { (it.proposal) } }
                    @if let Some(id) = &it.knelpunt { p.ab-small { a href=(paths.knelpunt(id)) { "Het knelpunt erbij" span.ab-hidden { ", van aanbeveling " (at + 1) } } } }
                    @if let Some(reply) = advice.replies.get(at) { (reply_of(reply)) }
                }
            }
            @if model.volunteer.may(Role::may_publish) { (steps(model)) }
            @else if advice.stage == Stage::Written && model.volunteer.may(Role::may_keep_ledger) { p { a href=(paths.edit_advice(&model.advice.id.to_string())) { "Wijzig dit advies" } } }
            (versions(model))
        }
    };
    wrap(model.volunteer, Place::Advices, &advice.subject, main)
}

/// What the college said about one recommendation.
pub fn reply_of(reply: &Reply) -> Markup {
    html! {
        p dir="auto" { (badge(reply.verdict)) @if !reply.reason.is_empty() { " " (reply.reason) } }
        @if !reply.promise.is_empty() { p dir="auto" { b { "Toegezegd: " } (reply.promise) } }
    }
}

/// The verdict as a badge, with a sign beside its colour.
fn badge(verdict: Verdict) -> Markup {
    match verdict {
        Verdict::Adopted => {
            html! { span.ab-badge.ab-badge--yes { "✓ " (words::verdict(verdict)) } }
        }
        Verdict::Partly => {
            html! { span.ab-badge.ab-badge--part { "◐ " (words::verdict(verdict)) } }
        }
        Verdict::Not => html! { span.ab-badge.ab-badge--no { "✕ " (words::verdict(verdict)) } },
    }
}

fn track(advice: &Advice) -> Markup {
    let days = [None, advice.adopted, advice.sent, advice.answered];
    let names = ["Geschreven", "Vastgesteld", "Verstuurd", "Reactie"];
    let reached = advice.stage as usize;
    html! {
        ol.ab-track {
            @for (at, (name, day)) in names.iter().zip(days).enumerate() {
                li.is-done[at < reached].is-now[at == reached] {
                    (name) @if let Some(day) = day { small { (date::day(day)) } }
                }
            }
        }
    }
}

/// Until when advice can be given (Diemen art. 8.4: D11), with every day that does not count.
fn deadline(model: &Model<'_>) -> Markup {
    let advice = &model.advice.content;
    let rules = &model.volunteer.council.profile.rules;
    let Some(decision) = advice.decision else {
        return html! {};
    };
    let counted = rules.advice_deadline(decision);
    html! {
        p { "Het college wil besluiten op " (date::day(decision)) "." }
        @if let Some(counted) = counted.filter(|_| advice.stage < Stage::Sent) {
            p.ab-note { b { "Advies geven kan tot en met " (date::day(counted.last_day)) ". " }
                @if counted.last_day < model.today { "Die dag is voorbij. U kunt het advies toch sturen, maar het college hoeft er niet op te wachten. " }
                @if !counted.skipped.is_empty() { "Deze dagen tellen niet mee: " @for (at, day) in counted.skipped.iter().enumerate() { @if at > 0 { ", " } (day.name) " (" (date::day(day.date)) ")" } "." }
            }
        }
    }
}

fn steps(model: &Model<'_>) -> Markup {
    let advice = &model.advice.content;
    let paths = model.volunteer.council.paths();
    let id = model.advice.id.to_string();
    html! {
        section.ab-card.ab-stack aria-labelledby="stap" {
            h2 id="stap" { "De volgende stap" }
            @match advice.stage {
                Stage::Written => {
                    p { "Is uw raad het eens over dit advies? Stel het dan vast." }
                    div.ab-actions {
                        (button(model, "vaststellen", "Stel vast", false))
                        a.ab-button.ab-button--quiet href=(paths.edit_advice(&id)) { "Wijzig" }
                    }
                }
                Stage::Adopted => {
                    p { "Stuur het advies aan het college. Druk daarna op “Verstuurd”. Dan telt het programma hoe lang het college erover doet." }
                    div.ab-actions { (button(model, "versturen", "Verstuurd", false)) (button(model, "terug", "Terug naar concept", true)) }
                }
                Stage::Sent => (sent(model)),
                Stage::Answered => {
                    p { "Vertel inwoners wat er met het advies is gebeurd." }
                    div.ab-actions { a.ab-button.ab-button--quiet href=(paths.advice_reply(&id)) { "Wijzig de reactie" } }
                }
            }
            @if advice.stage >= Stage::Sent { (public(model)) }
        }
    }
}

fn sent(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    html! {
        @if !model.link.is_empty() {
            div.ab-note { p { b { "Stuur deze link aan het college. " } "U ziet hem nu één keer. Met de link kan iemand zonder account antwoorden." } p.ab-code { (model.link) } }
        } @else if let Some(until) = model.link_until {
            p { "Het college heeft een link om te antwoorden. Die werkt tot en met " (date::day(until)) "." }
        } @else {
            p { "Het college kan zelf antwoorden met een link. Of u schrijft hun reactie op." }
        }
        div.ab-actions {
            (button(model, "link", if model.link_until.is_some() { "Maak een nieuwe link" } else { "Maak een link" }, false))
            a.ab-button.ab-button--quiet href=(paths.advice_reply(&model.advice.id.to_string())) { "Schrijf de reactie op" }
            @if model.link_until.is_some() { (button(model, "trek-in", "Trek de link in", true)) }
        }
    }
}

/// What residents see.
fn public(model: &Model<'_>) -> Markup {
    let advice = &model.advice.content;
    let paths = model.volunteer.council.paths();
    html! {
        form.ab-stack method="post" action=(paths.advice(&model.advice.id.to_string())) novalidate {
            (carried(model, "gevolg"))
            (staff_field::area(&About { name: EFFECT, label: "Wat merken inwoners ervan?", hint: "Dit staat op uw site, onder de reactie. Laat het leeg als het nog niet bekend is.", ..About::default() }, 3, &advice.effect))
            div.ab-actions { button.ab-button.ab-button--quiet type="submit" { "Bewaar" } }
        }
        @if advice.is_public {
            p { "Dit advies staat op uw site. " a href=(paths.public_advice(&model.advice.id.to_string())) { "Bekijk de bladzijde" } }
            div.ab-actions { (button(model, "verberg", "Haal van de site", true)) }
        } @else {
            div.ab-actions { (button(model, "toon", "Zet op uw site", true)) }
        }
    }
}

fn carried(model: &Model<'_>, act: &str) -> Markup {
    html! {
        (parts::token(&model.volunteer.token))
        input type="hidden" name=(VERSION) value=(model.advice.version);
        input type="hidden" name=(ACT) value=(act);
    }
}

fn button(model: &Model<'_>, act: &str, label: &str, quiet: bool) -> Markup {
    html! {
        form method="post" action=(model.volunteer.council.paths().advice(&model.advice.id.to_string())) {
            (carried(model, act))
            button.ab-button.ab-button--quiet[quiet] type="submit" { (label) }
        }
    }
}

fn versions(model: &Model<'_>) -> Markup {
    html! {
        @if !model.before.is_empty() {
            details {
                summary { "Eerdere versies (" (model.before.len()) ")" }
                ul { @for it in model.before { li { "Versie " (it.version) ", " (date::day(it.day)) ", " (it.actor) ": " (words::stage(it.content.stage)) ", " (it.content.recommendations.len()) " aanbevelingen" } } }
            }
        }
    }
}
