//! Where a party fills in an evaluation: behind a link, without an account and without a cookie. Nothing is stored before
//! sending; a link is good for one form.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::wrap;
use crate::domain::definition::{Kind, Question, Questionnaire};
use crate::domain::evaluation::{Form, LONGEST, Party, wording};
use crate::domain::knelpunt::cleaned;
use crate::store::StoredEvaluation;
use crate::text::{date, evaluation as words, list};
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::page::council::evaluation::questionnaire;
use crate::web::session::check_origin;
use crate::web::state::App;
use crate::web::view::staff_field::{self, About};

/// Field: the party agrees with what it sends.
const TOGETHER: &str = "samen";
const CANT_JUDGE: &str = "nvt";

/// What the form shows.
pub struct Model<'a> {
    /// The client council.
    pub council: &'a ClientCouncil,
    /// The evaluation.
    pub evaluation: &'a StoredEvaluation,
    /// Who fills in.
    pub party: Party,
    /// What is asked.
    pub questionnaire: &'a Questionnaire,
    /// What was filled in.
    pub typed: &'a Fields,
    /// What is wrong with it: field and sentence.
    pub problems: &'a [(&'static str, String)],
    /// Fields whose answer is missing.
    pub missing: &'a [String],
    /// Where it is sent.
    pub address: &'a str,
}

/// `GET /COUNCIL/r/TOKEN`
pub async fn show(
    State(app): State<App>,
    Path((council, token)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let council = app.council(&council).await?;
    let (evaluation, party, used) = find(&app, &council, &token).await?;
    if used {
        return Ok(thanks(&council));
    }
    Ok(page(&Model {
        council: &council,
        evaluation: &evaluation,
        party,
        questionnaire: &questionnaire().ok_or(Failure::NotFound)?,
        typed: &Fields::default(),
        problems: &[],
        missing: &[],
        address: &council.paths().official(&token),
    }))
}

async fn find(
    app: &App,
    council: &ClientCouncil,
    token: &str,
) -> Result<(StoredEvaluation, Party, bool), Failure> {
    let today = app.clock().today();
    let found = app.store().evaluation_of_link(token, today).await?;
    let found = found.filter(|(evaluation, ..)| evaluation.client_council == council.id);
    found.ok_or(Failure::NotFound)
}

/// `POST /COUNCIL/r/TOKEN`
pub async fn submit(
    State(app): State<App>,
    Path((council, token)): Path<(String, String)>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    check_origin(&headers)?;
    let council = app.council(&council).await?;
    let (evaluation, party, used) = find(&app, &council, &token).await?;
    if used {
        return Ok(thanks(&council).into_response());
    }
    let questionnaire = questionnaire().ok_or(Failure::NotFound)?;
    let joint = evaluation.content.is_joint(party);
    match read(&questionnaire, joint, &fields) {
        Ok(form) => {
            let of = (evaluation.id, party);
            app.store().send_evaluation_form(&token, of, &form).await?;
            Ok(thanks(&council).into_response())
        }
        Err((problems, missing)) => {
            let again = page(&Model {
                council: &council,
                evaluation: &evaluation,
                party,
                questionnaire: &questionnaire,
                typed: &fields,
                problems: &problems,
                missing: &missing,
                address: &council.paths().official(&token),
            });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
    }
}

type Mistakes = (Vec<(&'static str, String)>, Vec<String>);

fn read(questionnaire: &Questionnaire, joint: bool, fields: &Fields) -> Result<Form, Mistakes> {
    let (mut form, mut problems, mut missing) = (Form::default(), Vec::new(), Vec::new());
    for question in asked(questionnaire, joint) {
        if question.kind == Kind::Scale {
            match fields.text(&question.id) {
                CANT_JUDGE => {}
                typed => match typed.parse() {
                    Ok(score @ 1..=5) => {
                        form.scores.insert(question.id.clone(), score);
                    }
                    _ => missing.push(question.id.clone()),
                },
            }
        }
        let name = words_field(question);
        let text = cleaned(fields.text(&name), true);
        if joint && text.chars().count() > LONGEST {
            problems.push((
                TOGETHER,
                format!("Maak uw tekst korter: hooguit {LONGEST} letters bij één punt."),
            ));
        } else if joint && !text.is_empty() {
            form.words.insert(question.id.clone(), text);
        }
    }
    if joint && !fields.has(TOGETHER) {
        problems.push((
            TOGETHER,
            "Zet een vinkje als u het samen eens bent met deze antwoorden.".to_owned(),
        ));
    }
    if problems.is_empty() && missing.is_empty() {
        Ok(form)
    } else {
        Err((problems, missing))
    }
}

/// Who fills in alone is asked no words: they would point at one person.
fn asked(questionnaire: &Questionnaire, joint: bool) -> impl Iterator<Item = &Question> {
    let all = questionnaire.sections.iter().flat_map(|it| &it.questions);
    all.filter(move |question| joint || question.kind == Kind::Scale)
}

/// Field of what is written with a question.
fn words_field(question: &Question) -> String {
    match question.kind {
        Kind::Scale => format!("{}-waarom", question.id),
        _ => question.id.clone(),
    }
}

/// The page after sending, however often it is sent.
pub fn thanks(council: &ClientCouncil) -> Markup {
    wrap(
        council,
        "Verstuurd",
        html! {
            div.ab-stack {
                h1 { "Dank u. Uw antwoorden zijn binnen" }
                p { "U kunt deze bladzijde sluiten. Als alle partijen klaar zijn, leggen wij de antwoorden naast elkaar. Daarna praten wij samen over de verschillen." }
            }
        },
    )
}

/// The form.
pub fn page(model: &Model<'_>) -> Markup {
    let evaluation = &model.evaluation.content;
    let joint = evaluation.is_joint(model.party);
    let faults = faults(model, joint);
    let title = if faults.is_empty() {
        "Evaluatie"
    } else {
        "Fout: Evaluatie"
    };
    wrap(
        model.council,
        title,
        html! {
            div.ab-stack.ab-form {
                (mistakes(&faults))
                p.ab-kicker { "Evaluatie na 1,5 jaar · " (words::party(model.party).to_lowercase()) }
                h1 { "Voldoet de werkwijze?" }
                p.ab-lead { (list::capitalised(model.council.word())) " begon op " (date::day(evaluation.start)) ". Drie partijen geven antwoord op dezelfde punten." }
                @if joint {
                    p { @if evaluation.people(model.party) == 1 { "U vult dit in voor uw partij" } @else { "Vul dit formulier samen in" } ": u geeft één antwoord van " (evaluation.people(model.party)) @if evaluation.people(model.party) == 1 { " persoon" } @else { " personen" } ". De andere partijen zien uw antwoorden en wat u erbij schrijft." }
                } @else {
                    p { "Vul dit alleen in. De anderen zien alleen het middelste antwoord van uw partij. Niemand ziet wat u zelf invulde. Vertel uw redenen in het gesprek daarna." }
                }
                form.ab-stack.ab-stack--wide method="post" action=(model.address) novalidate {
                    @for section in &model.questionnaire.sections {
                        @if joint || section.questions.iter().any(|question| question.kind == Kind::Scale) {
                            section.ab-card.ab-dense {
                                h2 { (section.title.get("nl")) }
                                @for question in section.questions.iter().filter(|question| joint || question.kind == Kind::Scale) { (field(model, question, joint, &faults)) }
                            }
                        }
                    }
                    @if joint { (staff_field::tick(TOGETHER, "Wij zijn het samen eens met deze antwoorden", model.typed.has(TOGETHER))) }
                    p { "Na het versturen kunt u niets meer veranderen." }
                    div.ab-actions { button.ab-button type="submit" { "Verstuur" } }
                }
            }
        },
    )
}

fn faults(model: &Model<'_>, joint: bool) -> Vec<(String, String)> {
    let missing = asked(model.questionnaire, joint).filter(|it| model.missing.contains(&it.id));
    let missing = missing.map(|question| {
        let item = wording(question, model.party);
        (
            question.id.clone(),
            format!("Kies een antwoord bij “{item}”"),
        )
    });
    let problems = model
        .problems
        .iter()
        .map(|(name, sentence)| ((*name).to_owned(), sentence.clone()));
    missing.chain(problems).collect()
}

fn mistakes(faults: &[(String, String)]) -> Markup {
    let faults: Vec<(&str, String)> = faults
        .iter()
        .map(|(name, sentence)| (name.as_str(), sentence.clone()))
        .collect();
    staff_field::mistakes(&faults)
}

fn field(
    model: &Model<'_>,
    question: &Question,
    joint: bool,
    faults: &[(String, String)],
) -> Markup {
    let name = words_field(question);
    let why = if question.kind == Kind::Scale {
        "Waarom vindt u dat? Dit hoeft niet."
    } else {
        question.text.get("nl")
    };
    let error = faults
        .iter()
        .find(|(of, _)| *of == question.id)
        .map_or("", |(_, sentence)| sentence.as_str());
    let options: Vec<(String, &str)> = question
        .options
        .iter()
        .map(|option| (option.code.to_string(), option.label.get("nl")))
        .collect();
    let options: Vec<(&str, &str)> = options
        .iter()
        .map(|(code, label)| (code.as_str(), *label))
        .collect();
    html! {
        @if question.kind == Kind::Scale {
            (staff_field::choice(&About { name: &question.id, label: wording(question, model.party), hint: question.hint.get("nl"), error }, &options, model.typed.text(&question.id)))
        }
        @if joint { (staff_field::area(&About { name: &name, label: why, ..About::default() }, 2, model.typed.text(&name))) }
    }
}
