//! The answers of the three parties beside each other, the largest gap first.

use maud::{Markup, html};

use super::one::Model;
use crate::domain::definition::Questionnaire;
use crate::domain::evaluation::{self, Compared, Party};
use crate::domain::shipped;
use crate::domain::theme::codebook;
use crate::text::evaluation as words;

/// Half the width of a mark, for marks that stand at the same answer.
const ASIDE: i32 = 24;

/// The questionnaire that ships.
pub fn questionnaire() -> Option<Questionnaire> {
    crate::domain::definition::read::read(shipped::EVALUATION, codebook()).questionnaire
}

/// The figure with its words, and what small parties wrote.
pub(super) fn figure(model: &Model<'_>) -> Markup {
    let evaluation = &model.evaluation.content;
    let Some(questionnaire) = questionnaire() else {
        return html! {};
    };
    let compared = evaluation::compare(&questionnaire, evaluation, model.forms);
    let used = |party: Party| {
        let own = model.forms.iter().filter(|(of, _)| *of == party);
        u32::try_from(own.count()).unwrap_or(u32::MAX)
    };
    html! {
        figure.ab-chart {
            figcaption {
                h2 { (words::finding(&compared)) }
                p.ab-chart__sub { "Hoe eens zijn de drie partijen het met elke zin? Bovenaan het grootste verschil." }
            }
            ul.ab-key { @for party in Party::ALL {
                li { (key(*party)) (words::party(*party).to_lowercase()) " (" (words::manner(evaluation, *party, used(*party))) ")" }
            } }
            div.ab-gap__axis aria-hidden="true" { @for answer in words::ANSWERS { span { (answer) } } }
            ol.ab-gap { @for item in &compared { li {
                div {
                    h3 { (item.question.text.get("nl")) }
                    p { (words::answers(item)) " " b { (words::gap(item.gap)) } " " span.ab-nowrap { "(" (item.question.hint.get("nl")) ")" } }
                }
                span.ab-lane { (lane(item)) }
            } } }
            div.ab-chart__foot { p { (words::caution(evaluation)) } }
        }
        (written(model, &questionnaire))
    }
}

/// What parties wrote that filled in one form together.
fn written(model: &Model<'_>, questionnaire: &Questionnaire) -> Markup {
    let questions = || questionnaire.sections.iter().flat_map(|it| &it.questions);
    let said = |id: &str| {
        let said = model.forms.iter();
        said.filter_map(|(party, form)| Some((*party, form.words.get(id)?.clone())))
            .collect::<Vec<_>>()
    };
    html! {
        @if model.forms.iter().any(|(_, form)| !form.words.is_empty()) {
            details { summary { "Wat ambtenaren en college erbij schreven" }
                dl.ab-summary { @for question in questions() {
                    @for (party, text) in said(&question.id) { div {
                        dt { (question.text.get("nl")) " " span.ab-muted { (words::party(party)) } }
                        dd dir="auto" { (text) }
                    } }
                } }
            }
        }
    }
}

fn mark(party: Party, aside: i32) -> Markup {
    match party {
        Party::Member => html! { circle.mk-l cx=(aside) r="10" {} },
        Party::Official => {
            html! { rect.mk-b x=(aside - 9) y="-9" width="18" height="18" {} }
        }
        Party::Executive => {
            html! { path.mk-c d={ "M" (aside) " -12l12 12-12 12-12-12z" } {} }
        }
    }
}

fn key(party: Party) -> Markup {
    html! { svg.ab-plot aria-hidden="true" { svg x="10" y="8" overflow="visible" { (mark(party, 0)) } } }
}

fn place(score: u8) -> String {
    format!("{}%", i32::from(score) * 20 - 10)
}

/// The marks of one item on five answers; those at the same answer stand beside each other.
fn lane(item: &Compared<'_>) -> Markup {
    let given = || item.scores.iter().flatten();
    let marks: Vec<(Party, u8)> = Party::ALL
        .iter()
        .zip(item.scores)
        .filter_map(|(party, score)| Some((*party, score?)))
        .collect();
    let aside = |at: usize| {
        let same = |(_, score): &&(Party, u8)| *score == marks[at].1;
        let (all, before) = (
            marks.iter().filter(same).count(),
            marks[..at].iter().filter(same).count(),
        );
        let half = |count: usize| i32::try_from(count).unwrap_or(0) * ASIDE / 2;
        2 * half(before) - half(all.saturating_sub(1))
    };
    html! {
        svg.ab-plot aria-hidden="true" {
            @for score in 1..=5 { line.g x1=(place(score)) x2=(place(score)) y1="0" y2="100%" {} }
            @if let (Some(low), Some(high)) = (given().min(), given().max()) {
                @if low != high { line.span x1=(place(*low)) x2=(place(*high)) y1="50%" y2="50%" {} }
            }
            @for (at, (party, score)) in marks.iter().enumerate() {
                svg x=(place(*score)) y="50%" overflow="visible" { (mark(*party, aside(at))) }
            }
        }
    }
}
