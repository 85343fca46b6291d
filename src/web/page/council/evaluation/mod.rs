//! Evaluations by three parties (Opmeer art. 11): the list, and beginning one. One evaluation is in [`one`].

mod compared;
pub use compared::questionnaire;
pub mod one;
mod points;
#[cfg(test)]
pub(crate) mod samples;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::wrap;
use crate::domain::evaluation::{ALONE_FROM, Evaluation, MOST_PEOPLE, Party, Stage};
use crate::domain::role::Role;
use crate::store::StoredEvaluation;
use crate::text::{date, evaluation as words};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;
use crate::web::view::staff_field::{self, About};

const START: [&str; 3] = ["dag", "maand", "jaar"];

/// What the list shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// The evaluations, the latest start first.
    pub all: &'a [StoredEvaluation],
    /// What was typed to begin one.
    pub typed: &'a Fields,
    /// What is wrong with it: field and sentence.
    pub problems: &'a [(&'static str, String)],
}

/// `GET /COUNCIL/werk/evaluatie`
pub async fn show_all(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    let all = app.store().evaluations(&volunteer.council.id).await?;
    Ok(page(&Model {
        volunteer: &volunteer,
        all: &all,
        typed: &Fields::default(),
        problems: &[],
    }))
}

/// `POST /COUNCIL/werk/evaluatie`: begins one.
pub async fn begin(State(app): State<App>, sent: Sent) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_publish)?;
    let (store, council) = (app.store(), &volunteer.council);
    let today = app.clock().today();
    let all = store.evaluations(&council.id).await?;
    let new = match read(&sent.fields, today) {
        Ok(new) => new,
        Err(problems) => {
            let again = page(&Model {
                volunteer,
                all: &all,
                typed: &sent.fields,
                problems: &problems,
            });
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
    };
    // A form that was sent twice begins one evaluation.
    let known = all.iter().find(|it| it.content.start == new.start);
    let id = match known {
        Some(known) => known.id,
        None => {
            let by = (volunteer.actor(&app), today);
            store.add_evaluation(&council.id, &new, by).await?
        }
    };
    Ok(Redirect::to(&council.paths().evaluation(&id.to_string())).into_response())
}

/// Name of the field with the number of people in a party.
fn people_field(party: Party) -> &'static str {
    match party {
        Party::Member => "leden",
        Party::Official => "ambtenaren",
        Party::Executive => "college",
    }
}

fn read(fields: &Fields, today: Date) -> Result<Evaluation, Vec<(&'static str, String)>> {
    let mut problems = Vec::new();
    let [day, month, year] = START.map(|name| fields.text(name).trim().parse::<i16>().ok());
    let start = match (day, month, year) {
        (Some(day), Some(month), Some(year)) => i8::try_from(day)
            .ok()
            .zip(i8::try_from(month).ok())
            .and_then(|(day, month)| Date::new(year, month, day).ok())
            .filter(|start| (2000..=2100).contains(&start.year()) && *start <= today),
        _ => None,
    };
    if start.is_none() {
        let sentence =
            "Vul de dag in waarop de groep begon, zoals 1 6 2025. Die dag is al geweest.";
        problems.push((START[0], sentence.to_owned()));
    }
    let mut people = [0; 3];
    for party in Party::ALL {
        let typed = fields.text(people_field(*party)).trim().parse::<u32>();
        match typed.ok().filter(|count| (1..=MOST_PEOPLE).contains(count)) {
            Some(count) => people[*party as usize] = count,
            None => problems.push((
                people_field(*party),
                format!("Vul in hoeveel mensen meedoen: 1 tot en met {MOST_PEOPLE}."),
            )),
        }
    }
    match start {
        Some(start) if problems.is_empty() => Ok(Evaluation {
            start,
            people,
            stage: Stage::FillingIn,
            points: Vec::new(),
            view: String::new(),
        }),
        _ => Err(problems),
    }
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let title = if model.problems.is_empty() {
        "Evaluatie"
    } else {
        "Fout: Evaluatie"
    };
    let main = html! {
        div.ab-stack.ab-stack--wide {
            (staff_field::mistakes(model.problems))
            div.ab-stack {
                h1 { "Evaluatie" }
                p.ab-lead { "Anderhalf jaar na de start kijken drie partijen terug: de groep zelf, de ambtenaren en het college. Zij geven antwoord op dezelfde punten." }
            }
            @if model.all.is_empty() { p { "Er is nog geen evaluatie." } }
            @else { ul { @for it in model.all { li { a href=(paths.evaluation(&it.id.to_string())) { (name(&it.content)) } } } } }
            @if model.volunteer.may(Role::may_publish) { (begin_form(model)) }
        }
    };
    wrap(model.volunteer, Place::Results, title, main)
}

/// What an evaluation is called.
fn name(evaluation: &Evaluation) -> String {
    format!(
        "Evaluatie van de groep die op {} begon",
        date::day(evaluation.start)
    )
}

fn begin_form(model: &Model<'_>) -> Markup {
    let error = |name: &str| {
        let found = model.problems.iter().find(|(field, _)| *field == name);
        found.map_or("", |(_, sentence)| sentence.as_str())
    };
    let typed = |name| model.typed.text(name);
    html! {
        section.ab-card.ab-dense {
            h2 { "Een evaluatie beginnen" }
            form.ab-stack method="post" action=(model.volunteer.council.paths().evaluations()) novalidate {
                (parts::token(&model.volunteer.token))
                fieldset.ab-field.ab-field--error[!error(START[0]).is_empty()] {
                    legend.ab-label { "Op welke dag begon de groep?" }
                    p.ab-hint { "Niet de dag waarop de regels begonnen, maar de dag van de eerste bijeenkomst." }
                    @if !error(START[0]).is_empty() { p.ab-error { (error(START[0])) } }
                    div.ab-date { @for (name, label) in START.iter().zip(["Dag", "Maand", "Jaar"]) {
                        label for=(name) { (label) input.ab-input.ab-input--year[*name == "jaar"] #(name) name=(name) type="text" inputmode="numeric" autocomplete="off" value=(typed(name)); }
                    } }
                }
                @for party in Party::ALL {
                    (staff_field::number(&About {
                        name: people_field(*party),
                        label: &format!("{}: hoeveel mensen doen mee?", words::party(*party)),
                        hint: "",
                        error: error(people_field(*party)),
                    }, typed(people_field(*party))))
                }
                p { "Een partij met " (ALONE_FROM) " mensen of meer: ieder vult alleen in, en u ziet alleen het middelste antwoord. Een kleinere partij vult samen één formulier in." }
                div.ab-actions { button.ab-button type="submit" { "Begin" } }
            }
        }
    }
}
