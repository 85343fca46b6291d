//! What the college answers, recommendation by recommendation: written down by the client council, or by the college itself behind
//! a link ([`crate::web::page::public::reaction`]).

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::history;
use crate::domain::advice::{Advice, Fault, LONGEST, Reply, Stage, Verdict};
use crate::domain::knelpunt::cleaned;
use crate::domain::role::Role;
use crate::store::{ErrorKind, StoredAdvice};
use crate::text::advice as words;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::page::council::wrap;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;
use crate::web::view::staff_field::{self, About};

/// A field with what is wrong with it.
pub type Problem = (String, String);

/// What the page shows.
pub struct Model<'a> {
    /// Who writes.
    pub volunteer: &'a Volunteer,
    /// The advice.
    pub advice: &'a StoredAdvice,
    /// What was typed.
    pub typed: &'a Fields,
    /// What is wrong.
    pub problems: &'a [Problem],
}

/// `GET /COUNCIL/werk/adviezen/ID/reactie`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, id)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    volunteer.must(Role::may_publish)?;
    let (advice, _) = history(&app, &volunteer, &id).await?;
    if advice.content.stage < Stage::Sent {
        return Err(Failure::NotFound);
    }
    let typed = known(&advice.content);
    Ok(page(&Model {
        volunteer: &volunteer,
        advice: &advice,
        typed: &typed,
        problems: &[],
    }))
}

/// `POST /COUNCIL/werk/adviezen/ID/reactie`
pub async fn submit(
    State(app): State<App>,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let volunteer = &sent.volunteer;
    volunteer.must(Role::may_publish)?;
    let (advice, _) = history(&app, volunteer, &id).await?;
    if advice.content.stage < Stage::Sent {
        return Err(Failure::NotFound);
    }
    let by = (volunteer.actor(&app), app.clock().today());
    let problems = match read(&advice.content, &sent.fields, by.1) {
        Ok(new) if new == advice.content => Vec::new(),
        Ok(new) => match app.store().change_advice(&advice, &new, by).await {
            Err(error) if error.kind() == ErrorKind::Conflict => {
                let sentence =
                    "Iemand anders schreef intussen een reactie op. Kijk na wat er staat.";
                vec![(verdict(0), sentence.to_owned())]
            }
            Err(error) => return Err(error.into()),
            Ok(()) => Vec::new(),
        },
        Err(problems) => problems,
    };
    if problems.is_empty() {
        return Ok(Redirect::to(&volunteer.council.paths().advice(&id)).into_response());
    }
    let again = page(&Model {
        volunteer,
        advice: &advice,
        typed: &sent.fields,
        problems: &problems,
    });
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

fn verdict(at: usize) -> String {
    format!("besluit{}", at + 1)
}

fn reason(at: usize) -> String {
    format!("reden{}", at + 1)
}

fn promise(at: usize) -> String {
    format!("toezegging{}", at + 1)
}

/// The reply that stands there, as if it was typed.
fn known(advice: &Advice) -> Fields {
    let mut typed = Fields::default();
    for (at, reply) in advice.replies.iter().enumerate() {
        typed.set(&verdict(at), reply.verdict.word());
        typed.set(&reason(at), &reply.reason);
        typed.set(&promise(at), &reply.promise);
    }
    typed
}

/// The advice with the reply that was typed, or what is wrong with that.
///
/// # Errors
/// A field and a sentence for each mistake.
pub fn read(
    advice: &Advice,
    fields: &Fields,
    today: jiff::civil::Date,
) -> Result<Advice, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut replies = Vec::new();
    for at in 0..advice.recommendations.len() {
        let text = |name: String| cleaned(fields.text(&name), true);
        let Some(chosen) = Verdict::from_word(fields.text(&verdict(at))) else {
            problems.push((verdict(at), words::fault(Fault::NoVerdict(at))));
            continue;
        };
        let reply = Reply {
            verdict: chosen,
            reason: text(reason(at)),
            promise: text(promise(at)),
        };
        if reply.reason.chars().count() > LONGEST || reply.promise.chars().count() > LONGEST {
            problems.push((reason(at), words::fault(Fault::TooLong(at))));
        }
        if chosen != Verdict::Adopted && reply.reason.is_empty() {
            problems.push((reason(at), words::fault(Fault::NoReason(at))));
        }
        replies.push(reply);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut new = advice.clone();
    new.answer(replies, today).map_err(|faults| {
        let faults = faults.into_iter();
        faults
            .map(|it| (verdict(0), words::fault(it)))
            .collect::<Vec<_>>()
    })?;
    Ok(new)
}

/// The fields of a reply, one card a recommendation.
pub fn cards(advice: &Advice, typed: &Fields, problems: &[Problem]) -> Markup {
    let error = |name: &str| {
        let found = problems.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, sentence)| sentence.as_str())
    };
    let options = Verdict::ALL
        .iter()
        .map(|it| (it.word(), words::verdict(*it)));
    let options: Vec<(&str, &str)> = options.collect();
    html! {
        @for (at, it) in advice.recommendations.iter().enumerate() {
            @let (verdict, reason, promise) = (verdict(at), reason(at), promise(at));
            section.ab-card.ab-dense {
                h2 { "Aanbeveling " (at + 1) }
                p dir="auto" { b { "Wat er niet goed gaat: " } (it.problem) }
                p dir="auto" { b { "Voorstel van de raad: " } (it.proposal) }
                (staff_field::choice(&About { name: &verdict, label: &format!("Wat doet het college met aanbeveling {}?", at + 1), error: error(&verdict), ..About::default() }, &options, typed.text(&verdict)))
                (staff_field::area(&About { name: &reason, label: &format!("Waarom? (aanbeveling {})", at + 1), hint: "Nodig als het college de aanbeveling niet of maar deels overneemt.", error: error(&reason) }, 3, typed.text(&reason)))
                (staff_field::area(&About { name: &promise, label: &format!("Wat gaat het college doen, en wanneer? (aanbeveling {})", at + 1), ..About::default() }, 2, typed.text(&promise)))
            }
        }
    }
}

/// The mistakes at the top of a page with a reply.
pub fn mistakes(problems: &[Problem]) -> Markup {
    let problems: Vec<(&str, String)> = problems
        .iter()
        .map(|(name, sentence)| (name.as_str(), sentence.clone()))
        .collect();
    staff_field::mistakes(&problems)
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let id = model.advice.id.to_string();
    let title = if model.problems.is_empty() {
        "Reactie van het college"
    } else {
        "Fout: Reactie van het college"
    };
    let main = html! {
        div.ab-stack.ab-form {
            (mistakes(model.problems))
            p { a href=(paths.advice(&id)) { "Terug naar het advies" } }
            p.ab-kicker dir="auto" { (model.advice.content.subject) }
            h1 { "Reactie van het college" }
            form.ab-stack.ab-stack--wide method="post" action=(paths.advice_reply(&id)) novalidate {
                (parts::token(&model.volunteer.token))
                (cards(&model.advice.content, model.typed, model.problems))
                div.ab-actions { button.ab-button type="submit" { "Bewaar de reactie" } }
            }
        }
    };
    wrap(model.volunteer, Place::Advices, title, main)
}
