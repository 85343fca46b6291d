//! One question of a paper form on the screen: its number, its answers with their numbers, and a field for the keys.

use maud::{Markup, html};

use crate::domain::definition::{Kind, Question, Questionnaire};
use crate::domain::paper::{Miskeyed, highest, nothing, number_of, options, own_option};
use crate::text::interface::phrases;
use crate::web::form::keyed::Slip;
use crate::web::view::field::other_name;
use crate::web::view::parts::Problem;

/// A question with what was keyed.
pub struct Keys<'a> {
    /// Its number on paper; none: text to read.
    pub number: Option<usize>,
    /// The question.
    pub question: &'a Question,
    /// What was keyed.
    pub keys: &'a str,
    /// The own text beside the options.
    pub own: &'a str,
    /// What must be looked at again.
    pub slip: Option<&'a Slip>,
}

/// Name of the hint of a question.
fn hint_id(question: &Question) -> String {
    format!("{}-keuzes", question.id)
}

fn error_id(question: &Question) -> String {
    format!("{}-fout", question.id)
}

/// Renders a question.
pub fn keys(model: &Keys<'_>) -> Markup {
    let question = model.question;
    let Some(number) = model.number else {
        return html! {};
    };
    let (hint, error) = (hint_id(question), error_id(question));
    let described = if model.slip.is_some() {
        format!("{hint} {error}")
    } else {
        hint.clone()
    };
    let invalid = model.slip.is_some().then_some("true");
    html! {
        div.ab-keyed.ab-field--error[model.slip.is_some()] {
            div {
                label.ab-keyed__label for=(question.id) { b { (number) } " " (question.text.get("nl")) }
                p.ab-keyed__options id=(hint) { (choices(question)) }
                @if let Some(slip) = model.slip { p.ab-error id=(error) { (sentence(slip, question)) } }
            }
            div.ab-keyed__fields {
                @if question.kind == Kind::Text {
                    textarea.ab-textarea #(question.id) name=(question.id) rows="3" dir="auto" aria-describedby=(described) aria-invalid=[invalid] {
                        "\n" (model.keys)
                    }
                } @else {
                    input.ab-input.ab-input--short #(question.id) name=(question.id) type="text" inputmode="numeric" autocomplete="off"
                        value=(model.keys) aria-describedby=(described) aria-invalid=[invalid] data-highest=[one_key(question)];
                }
                @if let Some(own) = own_option(question) {
                    label.ab-own { span { "Bij " (own) ", wat er geschreven staat:" }
                        input.ab-input type="text" name=(other_name(&question.id)) value=(model.own) dir="auto" autocomplete="off"; }
                }
            }
        }
    }
}

/// The highest number, where one key is a whole answer: the script then goes on by itself.
fn one_key(question: &Question) -> Option<usize> {
    highest(question).filter(|most| question.kind.is_single() && *most <= 9 && !question.other)
}

/// The answers with their numbers, or what to type.
fn choices(question: &Question) -> Markup {
    let range = question.range.map(|range| {
        let words = &phrases("nl").step.number_range;
        let (min, max) = (range.min.to_string(), range.max.to_string());
        words.fill(&[("min", &min), ("max", &max)]).to_string()
    });
    html! {
        @match question.kind {
            Kind::Choice | Kind::Scale | Kind::Choices | Kind::Ranking => {
                @if question.kind == Kind::Ranking { "De plaatsen, van boven naar beneden: " }
                @for (number, option) in options(question) {
                    span.ab-nowrap { b { (number) } " " } (option.label.get("nl")) " · "
                }
                @if let Some(own) = own_option(question) { b { (own) } " " (phrases("nl").step.own_text) " · " }
                b { "0" } " niets of onleesbaar"
                @if question.kind == Kind::Choices { ". Meer kruisjes: typ alle nummers achter elkaar." }
                @if highest(question).is_some_and(|most| most > 9 && !question.kind.is_single()) { " Zet er een spatie tussen." }
            }
            Kind::Number => { @if let Some(range) = range { (range) " " } b { (nothing(question)) } " niets of onleesbaar" }
            Kind::Date => { "Dag, maand en jaar, zoals 27032026. " b { "0" } " niets of onleesbaar" }
            Kind::Text => "Typ over wat er staat. Namen en nummers laat u weg. Leeg is: niets geschreven.",
            Kind::Note | Kind::Contact => {}
        }
    }
}

/// What to look at again, and how to go on when the paper really says so.
pub fn sentence(slip: &Slip, question: &Question) -> String {
    match slip {
        Slip::Keys(Miskeyed::Open) => {
            format!("Typ een nummer. Staat er niets? Typ dan {}.", nothing(question))
        }
        Slip::Keys(Miskeyed::NoSuchOption(typed, most)) => {
            format!("{typed} kan hier niet. Kies 1 tot en met {most}, of 0 voor niets of onleesbaar.")
        }
        Slip::Keys(Miskeyed::MoreThanOne) => {
            "Hier past één nummer. Staan er meer kruisjes? Typ dan 0.".to_owned()
        }
        Slip::Keys(Miskeyed::PlaceTwice(place)) => {
            format!("Plaats {place} staat er twee keer. Staat het zo op papier? Typ dan 0.")
        }
        Slip::Skipped => {
            "Volgens de andere antwoorden hoort deze vraag overgeslagen te zijn. Kijk die antwoorden na. Kloppen ze? Typ hier dan 0.".to_owned()
        }
        Slip::Rule(rule) => {
            let words = phrases("nl").violation(rule, question).to_string();
            if question.kind == Kind::Text {
                words
            } else {
                format!(
                    "{words} Staat het zo op papier? Typ dan {}.",
                    nothing(question)
                )
            }
        }
    }
}

/// For the summary above the page.
pub fn problems(questionnaire: &Questionnaire, slips: &[(String, Slip)]) -> Vec<Problem> {
    let found = slips.iter().filter_map(|(id, slip)| {
        let question = questionnaire.question(id)?;
        let number = number_of(questionnaire, id)?;
        Some(Problem {
            target: id.clone(),
            summary: html! { "Vraag " (number) ": " (sentence(slip, question)) },
        })
    });
    found.collect()
}
