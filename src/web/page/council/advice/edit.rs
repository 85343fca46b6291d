//! Writing an advice and changing its draft. Of two who change it at once the second sees that, and keeps what was typed.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::history;
use crate::domain::advice::{Advice, Fault, MOST_RECOMMENDATIONS, Origin, Recommendation, Stage};
use crate::domain::knelpunt::cleaned;
use crate::domain::role::Role;
use crate::store::{ErrorKind, StoredAdvice, StoredKnelpunt};
use crate::text::advice as words;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::page::council::wrap;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;
use crate::web::view::staff_field::{self, About};

const DECISION: [&str; 3] = ["dag", "maand", "jaar"];
/// Field: the version that the writer saw.
const VERSION: &str = "versie";
/// Query: the knelpunt to begin with.
const KNELPUNT: &str = "knelpunt";
/// Empty recommendations that a form offers.
const ROOM: usize = 2;

/// What the page shows.
pub struct Model<'a> {
    /// Who writes.
    pub volunteer: &'a Volunteer,
    /// The newest version; none: it is new.
    pub known: Option<&'a StoredAdvice>,
    /// What is typed so far.
    pub typed: &'a Advice,
    /// The day of the decision as it was typed.
    pub day: [String; 3],
    /// What is wrong: field and sentence.
    pub problems: &'a [(&'static str, String)],
    /// Knelpunten of the ledger, to choose from.
    pub knelpunten: &'a [StoredKnelpunt],
}

/// `GET /COUNCIL/werk/adviezen/nieuw`
pub async fn show_new(
    State(app): State<App>,
    volunteer: Volunteer,
    RawQuery(query): RawQuery,
) -> Result<Markup, Failure> {
    volunteer.must(Role::may_keep_ledger)?;
    let query = Fields::decode(query.unwrap_or_default().as_bytes())?;
    let knelpunten = app.store().knelpunten(&volunteer.council.id).await?;
    let mut typed = Advice::begun();
    let from = knelpunten
        .iter()
        .find(|it| it.id.to_string() == query.text(KNELPUNT));
    if let Some(from) = from {
        typed.recommendations.push(Recommendation {
            problem: from.content.statement.clone(),
            proposal: from.content.proposals.join("\n"),
            knelpunt: Some(from.id.to_string()),
        });
    }
    Ok(page(&Model {
        volunteer: &volunteer,
        known: None,
        day: Default::default(),
        typed: &typed,
        problems: &[],
        knelpunten: &knelpunten,
    }))
}

/// `POST /COUNCIL/werk/adviezen/nieuw`
pub async fn submit_new(State(app): State<App>, sent: Sent) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_keep_ledger)?;
    let council = &volunteer.council;
    let (typed, problems) = read(&sent.fields, Advice::begun());
    if !problems.is_empty() {
        return again(&app, volunteer, None, (&sent.fields, &typed, problems)).await;
    }
    let by = (volunteer.actor(&app), app.clock().today());
    // A form that was sent twice keeps one advice.
    let all = app.store().advices(&council.id).await?;
    let id = match all.iter().find(|it| it.content == typed) {
        Some(known) => known.id,
        None => app.store().add_advice(&council.id, &typed, by).await?,
    };
    Ok(Redirect::to(&council.paths().advice(&id.to_string())).into_response())
}

/// `GET /COUNCIL/werk/adviezen/ID/wijzig`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, id)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    volunteer.must(Role::may_keep_ledger)?;
    let (newest, _) = history(&app, &volunteer, &id).await?;
    if newest.content.stage != Stage::Written {
        return Err(Failure::NotFound);
    }
    let knelpunten = app.store().knelpunten(&volunteer.council.id).await?;
    Ok(page(&Model {
        volunteer: &volunteer,
        known: Some(&newest),
        day: day(newest.content.decision),
        typed: &newest.content,
        problems: &[],
        knelpunten: &knelpunten,
    }))
}

/// `POST /COUNCIL/werk/adviezen/ID/wijzig`
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_keep_ledger)?;
    let (newest, _) = history(&app, volunteer, &id).await?;
    let (typed, mut problems) = read(&sent.fields, newest.content.clone());
    let done = || Redirect::to(&volunteer.council.paths().advice(&id)).into_response();
    if typed == newest.content && problems.is_empty() {
        return Ok(done());
    }
    if newest.content.stage != Stage::Written {
        let sentence = "Dit advies is intussen vastgesteld. U kunt het niet meer veranderen. Bewaar uw tekst als dat nodig is.";
        problems.push(("onderwerp", sentence.to_owned()));
    } else if sent.fields.text(VERSION) != newest.version.to_string() {
        problems.push(("onderwerp", OVERTAKEN.to_owned()));
    }
    if problems.is_empty() {
        let by = (volunteer.actor(&app), app.clock().today());
        match app.store().change_advice(&newest, &typed, by).await {
            Err(error) if error.kind() == ErrorKind::Conflict => {
                problems.push(("onderwerp", OVERTAKEN.to_owned()));
            }
            Err(error) => return Err(error.into()),
            Ok(()) => return Ok(done()),
        }
    }
    again(
        &app,
        volunteer,
        Some(&newest),
        (&sent.fields, &typed, problems),
    )
    .await
}

const OVERTAKEN: &str = "Iemand anders veranderde dit advies intussen. Hieronder staat wat u schreef. Open het advies in een ander venster, kijk wat er nu staat, en bewaar opnieuw.";

async fn again(
    app: &App,
    volunteer: &Volunteer,
    known: Option<&StoredAdvice>,
    (fields, typed, problems): (&Fields, &Advice, Vec<(&'static str, String)>),
) -> Result<Response, Failure> {
    let knelpunten = app.store().knelpunten(&volunteer.council.id).await?;
    let page = page(&Model {
        volunteer,
        known,
        typed,
        day: DECISION.map(|name| fields.text(name).to_owned()),
        problems: &problems,
        knelpunten: &knelpunten,
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn day(day: Option<Date>) -> [String; 3] {
    day.map_or_else(Default::default, |day| {
        [
            day.day().to_string(),
            day.month().to_string(),
            day.year().to_string(),
        ]
    })
}

/// What was typed, on top of what can't be changed here; and what is wrong with it.
fn read(fields: &Fields, known: Advice) -> (Advice, Vec<(&'static str, String)>) {
    let text = |name: &str, lines| cleaned(fields.text(name), lines);
    let mut recommendations = Vec::new();
    for at in 0..MOST_RECOMMENDATIONS {
        let it = Recommendation {
            problem: text(&problem(at), true),
            proposal: text(&proposal(at), true),
            knelpunt: Some(text(&source(at), false)).filter(|id| !id.is_empty()),
        };
        if it != Recommendation::default() {
            recommendations.push(it);
        }
    }
    let mut problems = Vec::new();
    let typed = DECISION.map(|name| fields.text(name).trim().to_owned());
    let decision = decision(&typed).unwrap_or_else(|| {
        let sentence = "Vul de hele dag in, zoals 19 5 2027, of laat haar leeg.";
        problems.push((DECISION[0], sentence.to_owned()));
        None
    });
    let advice = Advice {
        origin: Origin::from_word(fields.text("soort")).unwrap_or(known.origin),
        subject: text("onderwerp", false),
        to: text("aan", false),
        decision,
        recommendations,
        ..known
    };
    let faults = advice.faults_of_draft();
    problems.extend(faults.iter().map(|it| (place(*it), words::fault(*it))));
    (advice, problems)
}

/// The field that a fault is about.
pub(super) fn place(fault: Fault) -> &'static str {
    match fault {
        Fault::To => "aan",
        _ => "onderwerp",
    }
}

/// A day; `Some(None)` when nothing was typed.
fn decision([day, month, year]: &[String; 3]) -> Option<Option<Date>> {
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Some(None);
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let date = date
        .ok()
        .filter(|date| (2000..=2100).contains(&date.year()));
    date.map(Some)
}

fn problem(at: usize) -> String {
    format!("probleem{}", at + 1)
}

fn proposal(at: usize) -> String {
    format!("voorstel{}", at + 1)
}

fn source(at: usize) -> String {
    format!("knelpunt{}", at + 1)
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let (title, action, back) = match model.known {
        Some(known) => {
            let id = known.id.to_string();
            ("Advies wijzigen", paths.edit_advice(&id), paths.advice(&id))
        }
        None => ("Een advies schrijven", paths.new_advice(), paths.advices()),
    };
    let error = |name: &str| {
        let found = model.problems.iter().find(|(field, _)| *field == name);
        found.map_or("", |(_, sentence)| sentence.as_str())
    };
    let heading = if model.problems.is_empty() {
        title.to_owned()
    } else {
        format!("Fout: {title}")
    };
    let origins = Origin::ALL.iter().map(|it| (it.word(), words::origin(*it)));
    let origins: Vec<(&str, &str)> = origins.collect();
    let count = (model.typed.recommendations.len() + ROOM).min(MOST_RECOMMENDATIONS);
    let main = html! {
        div.ab-stack.ab-form {
            (staff_field::mistakes(model.problems))
            p { a href=(back) { "Terug" } }
            h1 { (title) }
            p { "U kunt dit bewaren en later verder schrijven. Pas bij vaststellen moet alles er staan." }
            form.ab-stack.ab-stack--wide method="post" action=(action) novalidate {
                (parts::token(&model.volunteer.token))
                @if let Some(known) = model.known { input type="hidden" name=(VERSION) value=(known.version); }
                (staff_field::line(&About { name: "onderwerp", label: "Waar gaat het advies over?", hint: "Kort, zoals: begrijpelijke brieven over de bijstand.", error: error("onderwerp") }, &model.typed.subject))
                (staff_field::choice(&About { name: "soort", label: "Vroeg het college om dit advies?", ..About::default() }, &origins, model.typed.origin.word()))
                (staff_field::line(&About { name: "aan", label: "Aan wie gaat het?", error: error("aan"), ..About::default() }, &model.typed.to))
                fieldset.ab-field.ab-field--error[!error(DECISION[0]).is_empty()] {
                    legend.ab-label { "Wanneer wil het college besluiten?" }
                    p.ab-hint { "Weet u het niet? Laat het leeg. Kent uw raad een termijn, dan rekenen wij uit tot wanneer u advies kunt geven." }
                    @if !error(DECISION[0]).is_empty() { p.ab-error { (error(DECISION[0])) } }
                    div.ab-date { @for ((name, label), value) in DECISION.iter().zip(["Dag", "Maand", "Jaar"]).zip(&model.day) {
                        label for=(name) { (label) input.ab-input.ab-input--year[*name == "jaar"] #(name) name=(name) type="text" inputmode="numeric" autocomplete="off" value=(value); }
                    } }
                }
                @for at in 0..count { (recommendation(model, at)) }
                @if count == model.typed.recommendations.len() + ROOM { p { "Meer aanbevelingen? Bewaar eerst. Dan komt er ruimte bij, tot " (MOST_RECOMMENDATIONS) "." } }
                div.ab-actions { button.ab-button type="submit" { "Bewaar" } }
            }
        }
    };
    wrap(model.volunteer, Place::Advices, &heading, main)
}

fn recommendation(model: &Model<'_>, at: usize) -> Markup {
    let none = Recommendation::default();
    let it = model.typed.recommendations.get(at).unwrap_or(&none);
    let ids: Vec<String> = model
        .knelpunten
        .iter()
        .map(|it| it.id.to_string())
        .collect();
    let names: Vec<String> = model
        .knelpunten
        .iter()
        .map(|it| format!("{} · {}", it.name, it.content.statement))
        .collect();
    let own = ids
        .iter()
        .map(String::as_str)
        .zip(names.iter().map(String::as_str));
    let options: Vec<(&str, &str)> = std::iter::once(("", "Geen")).chain(own).collect();
    let (number, problem, proposal, source) = (at + 1, problem(at), proposal(at), source(at));
    html! {
        section.ab-card.ab-dense {
            h2 { "Aanbeveling " (number) }
            (staff_field::area(&About { name: &problem, label: &format!("Wat gaat er niet goed? (aanbeveling {number})"), ..About::default() }, 3, &it.problem))
            (staff_field::area(&About { name: &proposal, label: &format!("Wat kan de gemeente beter doen? (aanbeveling {number})"), hint: "Zeg wie wat doet, en wanneer.", ..About::default() }, 3, &it.proposal))
            @if !model.knelpunten.is_empty() {
                (staff_field::select(&About { name: &source, label: &format!("Bij welk knelpunt hoort het? (aanbeveling {number})"), ..About::default() }, &options, it.knelpunt.as_deref().unwrap_or_default()))
            }
        }
    }
}
