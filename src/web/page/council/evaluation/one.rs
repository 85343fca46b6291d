//! One evaluation: making the links, who filled in, comparing, points for improvement, and what the municipal council said.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan as _;
use maud::{Markup, html};

use super::{compared, points};
use crate::anonymity::random::Id;
use crate::domain::evaluation::{Form, LONGEST, MOST_POINTS, Party, Stage};
use crate::domain::knelpunt::cleaned;
use crate::domain::role::Role;
use crate::store::{ErrorKind, Links, StoredEvaluation};
use crate::text::{date, evaluation as words};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::page::council::invite::site_of;
use crate::web::page::council::wrap;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::{parts, staff_field};

/// A link is good for so many days.
const DAYS: i32 = 60;
/// Field: what to do.
const ACT: &str = "doe";
/// Field: the version that the writer saw.
const VERSION: &str = "versie";

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// The evaluation.
    pub evaluation: &'a StoredEvaluation,
    /// Links per party.
    pub links: &'a [Links],
    /// What was filled in; empty until it is compared.
    pub forms: &'a [(Party, Form)],
    /// Links that were made just now: shown once.
    pub made: &'a [(Party, String)],
    /// What was typed.
    pub typed: &'a Fields,
    /// What is wrong with it: field and sentence.
    pub problems: &'a [(&'static str, String)],
    /// The address of the site, for links.
    pub site: &'a str,
}

/// `GET /COUNCIL/werk/evaluatie/ID`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, id)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let evaluation = find(&app, &volunteer, &id).await?;
    shown(&app, &volunteer, &evaluation, &Said::default()).await
}

/// What a page says beside what is stored.
#[derive(Default)]
struct Said {
    made: Vec<(Party, String)>,
    site: String,
    typed: Fields,
    problems: Vec<(&'static str, String)>,
}

async fn shown(
    app: &App,
    volunteer: &Volunteer,
    evaluation: &StoredEvaluation,
    said: &Said,
) -> Result<Markup, Failure> {
    let links = app.store().evaluation_links(evaluation.id).await?;
    let forms = match evaluation.content.stage {
        Stage::FillingIn => Vec::new(),
        Stage::Compared => app.store().evaluation_forms(evaluation.id).await?,
    };
    Ok(page(&Model {
        volunteer,
        evaluation,
        links: &links,
        forms: &forms,
        made: &said.made,
        typed: &said.typed,
        problems: &said.problems,
        site: &said.site,
    }))
}

async fn find(app: &App, volunteer: &Volunteer, id: &str) -> Result<StoredEvaluation, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::NotFound)?;
    let found = app.store().evaluation(&volunteer.council.id, id).await?;
    found.ok_or(Failure::NotFound)
}

/// `POST /COUNCIL/werk/evaluatie/ID`
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_publish)?;
    let evaluation = find(&app, volunteer, &id).await?;
    let today = app.clock().today();
    let mut said = Said::default();
    match sent.fields.text(ACT) {
        "links" if evaluation.content.stage == Stage::FillingIn => {
            let until = today.saturating_add(DAYS.days());
            let by = volunteer.actor(&app);
            said.site = site_of(&app, &headers);
            said.made = app.store().make_links(&evaluation, until, by).await?;
            return Ok(shown(&app, volunteer, &evaluation, &said)
                .await?
                .into_response());
        }
        "links" => {}
        _ => said.problems = change(&app, &evaluation, &sent).await?,
    }
    if said.problems.is_empty() {
        let address = volunteer.council.paths().evaluation(&id);
        return Ok(Redirect::to(&address).into_response());
    }
    said.typed = sent.fields.clone();
    let evaluation = find(&app, volunteer, &id).await?;
    let again = shown(&app, volunteer, &evaluation, &said).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// Changes what the evaluation says; what is in the way, when something is.
async fn change(
    app: &App,
    evaluation: &StoredEvaluation,
    sent: &Sent,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut new = evaluation.content.clone();
    let fields = &sent.fields;
    match fields.text(ACT) {
        "vergelijk" => new.stage = Stage::Compared,
        "punt" => match points::typed(fields) {
            Ok(_) if new.points.len() >= MOST_POINTS => {
                let sentence =
                    format!("Er zijn al {MOST_POINTS} punten. Kies samen de belangrijkste.");
                return Ok(vec![(points::TEXT, sentence)]);
            }
            Ok(point) if new.points.iter().any(|it| it.text == point.text) => {}
            Ok(point) => new.points.push(point),
            Err(problems) => return Ok(problems),
        },
        "akkoord" => points::agree(&mut new.points, fields),
        "zienswijze" => {
            new.view = cleaned(fields.text(points::VIEW), true)
                .chars()
                .take(LONGEST * 4)
                .collect()
        }
        _ => return Err(Failure::Malformed),
    }
    if new == evaluation.content {
        return Ok(Vec::new());
    }
    let overtaken = || {
        let sentence = "Iemand anders veranderde deze evaluatie intussen. Kijk na wat er nu staat en verstuur opnieuw.";
        Ok(vec![(points::TEXT, sentence.to_owned())])
    };
    if fields.text(VERSION) != evaluation.version.to_string() {
        return overtaken();
    }
    let by = (sent.volunteer.actor(app), app.clock().today());
    match app.store().change_evaluation(evaluation, &new, by).await {
        Err(error) if error.kind() == ErrorKind::Conflict => overtaken(),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(Vec::new()),
    }
}

/// What every form of the page carries.
pub(super) fn carried(model: &Model<'_>, act: &str) -> Markup {
    html! {
        (parts::token(&model.volunteer.token))
        input type="hidden" name=(VERSION) value=(model.evaluation.version);
        input type="hidden" name=(ACT) value=(act);
    }
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let evaluation = &model.evaluation.content;
    let paths = model.volunteer.council.paths();
    let may_change = model.volunteer.may(Role::may_publish);
    let title = "Voldoet de werkwijze?";
    let main = html! {
        div.ab-stack.ab-stack--wide {
            (staff_field::mistakes(model.problems))
            div.ab-stack {
                a.ab-back href=(paths.evaluations()) { "Alle evaluaties" }
                p.ab-kicker { "Evaluatie na 1,5 jaar · " (date::day(evaluation.due())) }
                h1 { "Voldoet de werkwijze? Drie partijen geven antwoord" }
                p.ab-lead { "De groep begon op " (date::day(evaluation.start)) ". Na 1,5 jaar kijken gemeente en groep samen terug. De gemeenteraad geeft daarna zijn mening." }
            }
            @match evaluation.stage {
                Stage::FillingIn => (filling_in(model, may_change)),
                Stage::Compared => {
                    (compared::figure(model))
                    (points::section(model, may_change))
                    (points::view(model, may_change))
                }
            }
        }
    };
    let title = if model.problems.is_empty() {
        title.to_owned()
    } else {
        format!("Fout: {title}")
    };
    wrap(model.volunteer, Place::Results, &title, main)
}

fn filling_in(model: &Model<'_>, may_change: bool) -> Markup {
    let evaluation = &model.evaluation.content;
    let action = model
        .volunteer
        .council
        .paths()
        .evaluation(&model.evaluation.id.to_string());
    html! {
        section.ab-stack {
            h2 { "Wie vult in" }
            dl.ab-summary.ab-summary--plain { @for links in model.links { div {
                dt { (words::party(links.party)) }
                dd { (links.used) " van " (evaluation.forms(links.party)) " formulieren binnen" @if evaluation.is_joint(links.party) { " (samen één)" } }
            } } }
        }
        @if !model.made.is_empty() { (links(model)) }
        @if may_change {
            section.ab-card {
                h2 { "Links om in te vullen" }
                p { "Elke link is één formulier. Geef elke deelnemer er één, zonder op te schrijven wie welke kreeg. Links die u eerder maakte en die nog niet gebruikt zijn, werken daarna niet meer." }
                form method="post" action=(action) { (carried(model, "links")) button.ab-button.ab-button--quiet type="submit" { "Maak links" } }
            }
            section.ab-card {
                h2 { "De antwoorden naast elkaar leggen" }
                p { "Daarna kan niemand meer invullen. Doe dit als alle partijen klaar zijn." }
                form method="post" action=(action) { (carried(model, "vergelijk")) button.ab-button type="submit" { "Stop met invullen en vergelijk" } }
            }
        }
    }
}

/// The links, once.
fn links(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    html! {
        section.ab-note.ab-note--attention role="status" {
            h2 { "Kopieer de links nu" }
            p { "U ziet ze maar één keer. Zij werken " (DAYS) " dagen." }
            @for party in Party::ALL {
                @let own: Vec<_> = model.made.iter().filter(|(of, _)| of == party).collect();
                @if !own.is_empty() {
                    h3 { (words::party(*party)) }
                    ul { @for (_, token) in own { li { span.ab-long { (model.site) (paths.official(token)) } } } }
                }
            }
        }
    }
}
