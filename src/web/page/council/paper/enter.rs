//! Keying in a form on paper with the number keys alone: the whole form on one page, a field for each question.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::differences;
use super::keys::{Keys, keys, problems};
use super::take::{Taken, take};
use super::{Desk, NUMBER, NoTicket, Ticket};
use crate::anonymity::code::CodeProblem;
use crate::domain::form_number::NoFormNumber;
use crate::domain::paper::numbered;
use crate::domain::role::Role;
use crate::text::interface::phrases;
use crate::web::assets::KEY_IN_URL;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::form::keyed::{Sheet, Slip};
use crate::web::page::council::wrap;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts::{self, Problem};

/// What the page shows.
pub struct Model<'a> {
    /// Where and by whom.
    pub desk: &'a Desk,
    /// The number as it was typed.
    pub number: &'a str,
    /// What is wrong with it.
    pub no_ticket: Option<NoTicket>,
    /// What was keyed.
    pub sheet: &'a Sheet,
    /// What must be looked at again.
    pub slips: &'a [(String, Slip)],
    /// What became of the form before, or of this one.
    pub notice: Option<Notice>,
}

/// What is said above the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The form with this number counts.
    Counted(String),
    /// It counted already.
    Already(String),
    /// It waits for someone else.
    Once(String),
    /// It waits for someone else, and this is the same person.
    OwnFirst(String),
    /// Nothing can be stored at the moment.
    NotStored,
}

/// `GET /COUNCIL/werk/papier/QUESTIONNAIRE`
pub async fn show(
    State(app): State<App>,
    Path((_, questionnaire)): Path<(String, String)>,
    volunteer: Volunteer,
) -> Result<Markup, Failure> {
    volunteer.must(Role::may_work)?;
    let desk = Desk::at(&app, volunteer, &questionnaire).await?;
    Ok(fresh(&desk, None))
}

/// `POST /COUNCIL/werk/papier/QUESTIONNAIRE`
pub async fn submit(
    State(app): State<App>,
    Path((_, questionnaire)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let desk = Desk::at(&app, sent.volunteer, &questionnaire).await?;
    let fields = &sent.fields;
    let sheet = Sheet::of(desk.questionnaire(), fields);
    let keyed = sheet.keyed(desk.questionnaire(), desk.survey.version);
    let found = Ticket::find(&app, &desk, fields.text(NUMBER)).await?;
    let again = |status, no_ticket, notice| {
        let model = Model {
            desk: &desk,
            number: fields.text(NUMBER),
            no_ticket,
            sheet: &sheet,
            slips: &keyed.slips,
            notice,
        };
        (status, page(&model)).into_response()
    };
    let ticket = match found {
        Ok(ticket) if keyed.slips.is_empty() => ticket,
        other => return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, other.err(), None)),
    };
    if fields.has(differences::DECIDE) {
        return differences::decide(&app, &desk, &ticket, (&keyed.response, fields)).await;
    }
    match take(&app, &desk, &ticket, &keyed.response).await? {
        Taken::NotStored => Ok(again(
            StatusCode::SERVICE_UNAVAILABLE,
            None,
            Some(Notice::NotStored),
        )),
        Taken::Differs(first) => {
            let model = differences::Model {
                desk: &desk,
                ticket: &ticket,
                first: &first,
                second: &keyed.response,
                keyed: fields,
                slips: &[],
            };
            Ok(differences::page(&model).into_response())
        }
        taken => done(&desk, &ticket, &taken),
    }
}

/// The page after a form was taken in: ready for the next.
///
/// # Errors
/// [`Failure::NotFound`] when the round closed meanwhile.
pub fn done(desk: &Desk, ticket: &Ticket, taken: &Taken) -> Result<Response, Failure> {
    let shown = ticket.shown.clone();
    let notice = match taken {
        Taken::Counted => Notice::Counted(shown),
        Taken::Already => Notice::Already(shown),
        Taken::Once => Notice::Once(shown),
        Taken::OwnFirst => Notice::OwnFirst(shown),
        Taken::Differs(_) | Taken::Closed => return Err(Failure::NotFound),
        Taken::NotStored => Notice::NotStored,
    };
    Ok(fresh(desk, Some(notice)).into_response())
}

fn fresh(desk: &Desk, notice: Option<Notice>) -> Markup {
    page(&Model {
        desk,
        number: "",
        no_ticket: None,
        sheet: &Sheet::default(),
        slips: &[],
        notice,
    })
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let desk = model.desk;
    let (words, questionnaire) = (phrases("nl"), desk.questionnaire());
    let wrong: Vec<Problem> = number_problem(model)
        .into_iter()
        .chain(problems(questionnaire, model.slips))
        .collect();
    let title = if wrong.is_empty() {
        "Papier invoeren"
    } else {
        "Fout: papier invoeren"
    };
    let main = html! {
        div.ab-stack.ab-form {
            a.ab-back href=(desk.volunteer.council.paths().paper()) { "Papier" }
            (notice(model))
            @if !wrong.is_empty() { (parts::error_summary(words, &wrong)) }
            h1 { "Voer een lijst in" }
            p.ab-lead { (questionnaire.title.get("nl")) }
            p { "Typ bij elke vraag het nummer van het hokje met een kruisje. Met Enter gaat u naar de volgende vraag. Niets aangekruist, te veel kruisjes of niet te lezen? Typ 0." }
            form.ab-stack method="post" action=(desk.address()) novalidate autocomplete="off" data-keys {
                (parts::token(&desk.volunteer.token))
                (number_field(model))
                @for (number, question) in numbered(questionnaire) {
                    (keys(&Keys {
                        number,
                        question,
                        keys: model.sheet.keys(&question.id),
                        own: model.sheet.own(&question.id),
                        slip: model.slips.iter().find(|(id, _)| *id == question.id).map(|(_, slip)| slip),
                    }))
                }
                div.ab-actions { button.ab-button type="submit" { "Bewaar deze lijst" } }
            }
            script src=(*KEY_IN_URL) defer {}
        }
    };
    wrap(&desk.volunteer, Place::Paper, title, main)
}

fn number_field(model: &Model<'_>) -> Markup {
    let (problem, codes) = (number_problem(model), model.desk.has_codes());
    html! {
        div.ab-keyed.ab-field--error[problem.is_some()] {
            div {
                label.ab-keyed__label for=(NUMBER) { b { @if codes { "Code op de lijst" } @else { "Nummer van de lijst" } } }
                p.ab-keyed__options #nummer-uitleg {
                    @if codes { "De inwoner schreef de code in het kader op de eerste bladzijde." }
                    @else { "Het staat in het kader op de eerste bladzijde, en onder aan elke bladzijde." }
                }
                @if let Some(problem) = &problem { p.ab-error #nummer-fout { (problem.summary) } }
            }
            div.ab-keyed__fields {
                input.ab-input #(NUMBER) name=(NUMBER) type="text" inputmode=(if codes { "text" } else { "numeric" }) autocomplete="off" value=(model.number) autofocus
                    aria-describedby=(if problem.is_some() { "nummer-uitleg nummer-fout" } else { "nummer-uitleg" })
                    aria-invalid=[problem.is_some().then_some("true")];
            }
        }
    }
}

fn number_problem(model: &Model<'_>) -> Option<Problem> {
    let summary = match model.no_ticket? {
        NoTicket::Number(NoFormNumber::Length) => "Het nummer van de lijst heeft 9 cijfers.",
        NoTicket::Number(NoFormNumber::Mistyped) => {
            "Een van de cijfers van het nummer is anders. Kijk nog een keer op de lijst."
        }
        NoTicket::Code(CodeProblem::Empty | CodeProblem::Length) => {
            "De code op de lijst heeft 17 letters en cijfers."
        }
        NoTicket::Code(CodeProblem::Typo) => {
            "Een letter of cijfer van de code is anders. Kijk nog een keer op de lijst."
        }
        NoTicket::Unknown if model.desk.has_codes() => {
            "Deze code hoort niet bij deze vragenlijst. Kijk of u de goede vragenlijst koos."
        }
        NoTicket::Unknown => {
            "Een lijst met dit nummer is voor deze vragenlijst niet gedrukt. Kijk of u de goede vragenlijst koos."
        }
    };
    Some(Problem {
        target: NUMBER.to_owned(),
        summary: html! { (summary) },
    })
}

fn notice(model: &Model<'_>) -> Markup {
    let Some(notice) = &model.notice else {
        return html! {};
    };
    let (heading, text, attention) = match notice {
        Notice::Counted(number) => (
            format!("Lijst {number} is ingevoerd"),
            "De antwoorden tellen mee. Pak de volgende lijst.",
            false,
        ),
        Notice::Once(number) => (
            format!("Lijst {number} is één keer ingevoerd"),
            "Leg de lijst klaar voor de tweede vrijwilliger. Pak de volgende lijst.",
            false,
        ),
        Notice::Already(number) => (
            format!("Lijst {number} stond er al in"),
            "Er is niets bij gekomen. Drukte u twee keer op Bewaar? Dan is alles goed. Zo niet: kijk of het nummer klopt.",
            true,
        ),
        Notice::OwnFirst(number) => (
            format!("Lijst {number} hebt u zelf al ingevoerd"),
            "Iemand anders moet deze lijst nu nog een keer invoeren. Er is niets veranderd.",
            true,
        ),
        Notice::NotStored => (
            "De lijst is niet bewaard".to_owned(),
            "Bewaren lukt nu niet. Wat u typte, staat er nog. Wacht een paar minuten en druk dan weer op Bewaar.",
            true,
        ),
    };
    html! {
        div.ab-note.ab-note--attention[attention] role="status" { h2 { (heading) } p { (text) } }
    }
}

/// For the check that what was keyed is sent again as it was.
pub fn hidden(fields: &Fields) -> Markup {
    html! {
        @for (name, value) in fields.iter().filter(|(name, _)| *name != parts::TOKEN_FIELD && !name.starts_with("kies")) {
            input type="hidden" name=(name) value=(value);
        }
    }
}
