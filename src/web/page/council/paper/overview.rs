//! "Papier": per open survey printing forms, the way to key them in, and a device for residents.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::open_round;
use crate::domain::definition::Channel;
use crate::domain::role::Role;
use crate::report::paper::Size;
use crate::store::{Paper, Round};
use crate::text::date;
use crate::text::interface::language_name;
use crate::web::directory::Survey;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::look;
use crate::web::page::council::wrap;
use crate::web::page::login;
use crate::web::paper::{MOST, Run, hand_in_until, print};
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;

const SURVEY: &str = "lijst";
const COUNT: &str = "aantal";
const SIZE: &str = "letters";
const LANGUAGE: &str = "taal";
const TWICE: &str = "dubbel";
const ACTION: &str = "doe";
const PRINT: &str = "druk";
const KEEP: &str = "bewaar";

/// A survey with an open round, and its paper.
pub struct Open {
    /// What is asked.
    pub survey: Arc<Survey>,
    /// The round.
    pub round: Round,
    /// Its paper, once it has any.
    pub paper: Option<Paper>,
}

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// What is open.
    pub open: &'a [Open],
    /// Today.
    pub today: Date,
    /// The number of forms that was typed and is none that can be printed, with its survey.
    pub wrong: Option<(&'a str, &'a str)>,
}

/// `GET /COUNCIL/werk/papier`
pub async fn show(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    let open = open(&app, &volunteer).await?;
    Ok(page(&Model {
        volunteer: &volunteer,
        open: &open,
        today: app.clock().today(),
        wrong: None,
    }))
}

/// `POST /COUNCIL/werk/papier`: keeps how forms are keyed in, and prints them. The PDF is not kept.
pub async fn submit(State(app): State<App>, sent: Sent) -> Result<Response, Failure> {
    let (volunteer, fields) = (&sent.volunteer, &sent.fields);
    volunteer.must(Role::may_print)?;
    let open = open(&app, volunteer).await?;
    let chosen = open
        .iter()
        .find(|open| open.survey.questionnaire.id == fields.text(SURVEY))
        .ok_or(Failure::NotFound)?;
    let printing = fields.text(ACTION) == PRINT;
    let typed = fields.text(COUNT).trim();
    let count = typed
        .parse()
        .ok()
        .filter(|count| (1..=MOST).contains(count));
    if printing && count.is_none() {
        let model = Model {
            volunteer,
            open: &open,
            today: app.clock().today(),
            wrong: Some((&chosen.survey.questionnaire.id, typed)),
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&model)).into_response());
    }
    let twice = fields.has(TWICE);
    if chosen.paper.is_none_or(|paper| paper.twice != twice) {
        let actor = volunteer.actor(&app);
        app.store()
            .allow_paper(&chosen.round.id, twice, actor)
            .await?;
    }
    match count.filter(|_| printing) {
        Some(count) => printed(&app, volunteer, chosen, (count, fields)).await,
        None => Ok(Redirect::to(&volunteer.council.paths().paper()).into_response()),
    }
}

async fn printed(
    app: &App,
    volunteer: &Volunteer,
    open: &Open,
    (count, fields): (usize, &Fields),
) -> Result<Response, Failure> {
    let questionnaire = &open.survey.questionnaire;
    let size = fields.text(SIZE).parse().ok().and_then(Size::of_points);
    let language = fields.text(LANGUAGE);
    let language = if language.is_empty() {
        questionnaire.source_language()
    } else {
        language
    };
    let (look, _) = look::of(app.store(), &volunteer.council.id).await?;
    let run = Run {
        round: open.round.clone(),
        questionnaire: Arc::clone(questionnaire),
        client_council: volunteer.council.profile.clone(),
        look,
        language: language.to_owned(),
        size: size.unwrap_or(Size::Large),
        count,
        today: app.clock().today(),
    };
    let made = print(app.store(), &run, volunteer.actor(app)).await;
    let made = made.map_err(Failure::internal)?;
    let name = format!("attachment; filename=\"{}-papier.pdf\"", questionnaire.id);
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/pdf"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).map_err(Failure::internal)?,
        ),
    ];
    Ok((headers, made.bytes).into_response())
}

/// `POST /COUNCIL/werk/apparaat`: this device is for residents from now on. The session ends: nothing of the volunteer stays.
pub async fn lend(
    State(app): State<App>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let council = &sent.volunteer.council;
    let survey = council.survey(sent.fields.text(SURVEY));
    let questionnaire = &survey.ok_or(Failure::NotFound)?.questionnaire;
    let kiosk = council
        .paths()
        .kiosk(&questionnaire.id, questionnaire.source_language());
    login::end(&app, &headers, &kiosk).await
}

async fn open(app: &App, volunteer: &Volunteer) -> Result<Vec<Open>, Failure> {
    let mut found = Vec::new();
    for survey in &volunteer.council.surveys {
        let round = open_round(survey, app.clock().today());
        if let Some(round) = round.filter(|_| survey.questionnaire.channel == Channel::Enquete) {
            found.push(Open {
                survey: Arc::clone(survey),
                paper: app.store().paper(&round.id).await?,
                round: round.clone(),
            });
        }
    }
    Ok(found)
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let wrong = model.wrong.is_some();
    let main = html! {
        div.ab-stack.ab-stack--wide.ab-form {
            div.ab-stack {
                @if let Some((survey, _)) = model.wrong {
                    (parts::error_summary(crate::text::interface::phrases("nl"), &[parts::Problem {
                        target: format!("{COUNT}-{survey}"),
                        summary: html! { (count_sentence()) },
                    }]))
                }
                h1 { "Papier en leenapparaat" }
                p.ab-lead { "Niet iedereen vult een lijst in op de eigen telefoon. Geef dan papier mee. Of zet een laptop of tablet klaar." }
            }
            @if model.open.is_empty() { p { "Er staat nu geen vragenlijst open." } }
            @for open in model.open { (survey(model, open)) }
        }
    };
    let title = if wrong { "Fout: papier" } else { "Papier" };
    wrap(model.volunteer, Place::Paper, title, main)
}

fn count_sentence() -> String {
    format!(
        "Schrijf een getal van 1 tot en met {MOST}. Hebt u er meer nodig? Druk dan nog een keer."
    )
}

fn survey(model: &Model<'_>, open: &Open) -> Markup {
    let questionnaire = &open.survey.questionnaire;
    let paths = model.volunteer.council.paths();
    html! {
        section.ab-stack {
            h2 { (questionnaire.title.get("nl")) }
            p.ab-muted { "Open tot en met " (date::day(open.round.closes)) "." }
            @if let Some(paper) = &open.paper {
                div.ab-card {
                    h3 { "Lijsten invoeren" }
                    p { (counts(paper)) }
                    div.ab-actions { a.ab-button href=(paths.key_in(&questionnaire.id)) { "Voer lijsten in" } }
                }
            }
            @if model.volunteer.may(Role::may_print) { (printing(model, open)) }
            (lending(model, open))
        }
    }
}

fn counts(paper: &Paper) -> String {
    let printed = match paper.printed {
        0 => "Er zijn nog geen lijsten met een nummer gedrukt.".to_owned(),
        1 => "Er is 1 lijst gedrukt.".to_owned(),
        n => format!("Er zijn {n} lijsten gedrukt."),
    };
    match (paper.twice, paper.waiting) {
        (false, _) => printed,
        (true, 0) => format!("{printed} Twee mensen voeren elke lijst in. Er wacht geen lijst."),
        (true, 1) => format!(
            "{printed} Twee mensen voeren elke lijst in. 1 lijst wacht op de tweede invoer. Doe dat voordat de vragenlijst sluit, anders telt de lijst niet mee."
        ),
        (true, n) => format!(
            "{printed} Twee mensen voeren elke lijst in. {n} lijsten wachten op de tweede invoer. Doe dat voordat de vragenlijst sluit, anders tellen zij niet mee."
        ),
    }
}

fn printing(model: &Model<'_>, open: &Open) -> Markup {
    let questionnaire = &open.survey.questionnaire;
    let id = |name: &str| format!("{name}-{}", questionnaire.id);
    let typed = model
        .wrong
        .filter(|(survey, _)| *survey == questionnaire.id)
        .map(|(_, typed)| typed);
    let (count, error) = (id(COUNT), format!("{}-fout", id(COUNT)));
    let until = date::day(hand_in_until(&open.round, model.today));
    html! {
        form.ab-card.ab-stack method="post" action=(model.volunteer.council.paths().paper()) novalidate {
            h3 { "Lijsten drukken" }
            p { "Elke lijst krijgt een eigen nummer. De nummers staan niet op volgorde. Schrijf nergens op wie welke lijst krijgt." }
            p { "Op de lijst staat: inleveren tot en met " (until) ". Daarna hebt u nog een paar dagen om alles in te voeren." }
            div.ab-field.ab-field--close.ab-field--error[typed.is_some()] {
                label.ab-label for=(count) { "Aantal lijsten" }
                @if typed.is_some() { p.ab-error id=(error) { (count_sentence()) } }
                input.ab-input.ab-input--short id=(count) name=(COUNT) type="text" inputmode="numeric" autocomplete="off"
                    value=(typed.unwrap_or("10")) aria-describedby=[typed.map(|_| &error)] aria-invalid=[typed.map(|_| "true")];
            }
            fieldset.ab-field.ab-field--close { legend.ab-label { "Grootte van de letters" } div.ab-options {
                label.ab-option { input.ab-choice type="radio" name=(SIZE) value="16" checked; span { "Groot (16 punten)" } }
                label.ab-option { input.ab-choice type="radio" name=(SIZE) value="20"; span { "Heel groot (20 punten)" } }
            } }
            @if questionnaire.languages.len() > 1 {
                div.ab-field.ab-field--close {
                    label.ab-label for=(id(LANGUAGE)) { "Taal" }
                    select.ab-select id=(id(LANGUAGE)) name=(LANGUAGE) {
                        @for language in &questionnaire.languages { option value=(language) { (language_name(language)) } }
                    }
                }
            }
            label.ab-option {
                input.ab-choice type="checkbox" name=(TWICE) value="1" checked[open.paper.is_some_and(|paper| paper.twice)];
                span { "Twee mensen voeren elke lijst in. Het programma laat zien waar zij iets anders typten." }
            }
            (parts::token(&model.volunteer.token))
            input type="hidden" name=(SURVEY) value=(questionnaire.id);
            div.ab-actions {
                button.ab-button type="submit" name=(ACTION) value=(PRINT) { "Maak de lijsten (PDF)" }
                button.ab-button.ab-button--quiet type="submit" name=(ACTION) value=(KEEP) { "Bewaar alleen de keuze" }
            }
        }
    }
}

fn lending(model: &Model<'_>, open: &Open) -> Markup {
    let questionnaire = &open.survey.questionnaire;
    html! {
        form.ab-card.ab-stack method="post" action=(model.volunteer.council.paths().lend()) novalidate {
            h3 { "Dit apparaat uitlenen" }
            p { "Zet deze laptop of tablet klaar voor inwoners. U wordt eerst uitgelogd. Na elke lijst begint het scherm opnieuw, en van de vorige blijft niets staan." }
            (parts::token(&model.volunteer.token))
            input type="hidden" name=(SURVEY) value=(questionnaire.id);
            div.ab-actions { button.ab-button.ab-button--quiet type="submit" { "Zet dit apparaat klaar" } }
        }
    }
}
