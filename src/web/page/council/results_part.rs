//! One part of the results of a closed round: a theme, the groups, the other questions, or all figures as tables. So that
//! each page is short enough to read and light enough for a telephone.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::results::{
    EARLIER, FIGURES, FIRST, GROUPS, Model, OTHERS, closed_round, document, findings, theme,
};
use super::{apart, wrap};
use crate::domain::role::Role;
use crate::report::chart::Table;
use crate::report::input::{Card, Comparison, Document, Figure, First, Knelpunt};
use crate::text::reach;
use crate::web::error::Failure;
use crate::web::session::Volunteer;
use crate::web::state::App;
use crate::web::view::chart;
use crate::web::view::layout::Place;

/// `GET /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND/PART`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, questionnaire, name, part)): Path<(String, String, String, String)>,
) -> Result<Response, Failure> {
    let round = closed_round(&volunteer.council, &questionnaire, &name).ok_or(Failure::NotFound)?;
    let set_apart = app.store().apart(&round.id).await?;
    if apart::undecided(&set_apart) {
        let whole = volunteer.council.paths().results(&questionnaire, &name);
        return Ok(Redirect::to(&whole).into_response());
    }
    let document = document(&app, round).await?;
    let model = Model {
        volunteer: &volunteer,
        round,
        document: &document,
        reports: &[],
        apart: &set_apart,
        today: app.clock().today(),
    };
    let page = page(&model, &part).ok_or(Failure::NotFound)?;
    Ok(page.into_response())
}

/// The page; `None` when the results have no such part.
pub fn page(model: &Model<'_>, part: &str) -> Option<Markup> {
    let document = model.document;
    let (heading, content) = match part {
        GROUPS if !document.comparisons.is_empty() => ("Per groep", groups(model)),
        OTHERS if !document.others.is_empty() => ("De andere vragen", others(model)),
        FIRST => ("Wat eerst?", first(document.first.as_ref()?)),
        EARLIER => (
            "Vergelijking met eerdere rondes",
            earlier(model, document.comparison.as_ref()?),
        ),
        FIGURES => ("Alle cijfers", figures(document)),
        _ => {
            let knelpunt = document.knelpunten.iter().find(|it| theme(it) == part)?;
            (knelpunt.name.as_str(), one(model, knelpunt))
        }
    };
    let main = html! {
        div.ab-stack.ab-stack--wide {
            div.ab-stack {
                p.ab-kicker { a href=(model.whole()) { "Resultaten: " (document.title) } }
                h1 { (heading) }
            }
            (content)
        }
    };
    Some(wrap(model.volunteer, Place::Results, heading, main))
}

fn one(model: &Model<'_>, knelpunt: &Knelpunt) -> Markup {
    html! {
        @if let Some(finding) = &knelpunt.finding { (findings(std::slice::from_ref(finding))) }
        @else { p { "Het cijfer over dit hele thema tonen wij niet." } }
        (cards(&knelpunt.cards))
        @if let Some(found) = &knelpunt.reach {
            section.ab-stack { h2 { (reach::QUESTION) } (findings(std::slice::from_ref(found))) }
        }
        @if let Some(aspect) = &knelpunt.aspect { p { (aspect) } }
        (answers(model, &knelpunt.figures))
        @if let Some(sentence) = &knelpunt.withheld { p { (sentence) } }
        @if let Some(sentence) = &knelpunt.scale { p { (sentence) } }
        @for line in &knelpunt.who { p { (line) } }
        (write_down(model, &knelpunt.theme))
        (technical(knelpunt.tests.as_ref()))
    }
}

/// The way from a theme into the ledger.
fn write_down(model: &Model<'_>, theme: &str) -> Markup {
    html! {
        @if model.volunteer.may(Role::may_keep_ledger) {
            div.ab-actions { a.ab-button href=(model.volunteer.council.paths().new_knelpunt_on(theme)) { "Maak hier een knelpunt van" } }
        }
    }
}

/// The tests, behind a switch: most readers don't need them.
fn technical(tests: Option<&Table>) -> Markup {
    html! {
        @if let Some(tests) = tests {
            details.ab-help { summary { "Toon de toetsen" } (chart::table(tests, &tests.caption)) }
        }
    }
}

fn first(first: &First) -> Markup {
    html! {
        div.ab-stack { @for line in &first.tops { p { (line) } } }
        (chart::table(&first.table, &first.table.caption))
        section.ab-stack { h2 { "Hoe wij deze volgorde maken" } @for line in &first.introduction { p { (line) } } }
    }
}

fn earlier(model: &Model<'_>, comparison: &Comparison) -> Markup {
    html! {
        div.ab-stack { @for line in &comparison.introduction { p { (line) } } }
        @if !comparison.findings.is_empty() { (findings(&comparison.findings)) }
        @if let Some(figure) = &comparison.figure {
            section.ab-stack { h2 { "Per thema" } (chart::figure(figure, &model.part(FIGURES))) }
        }
        (technical(comparison.tests.as_ref()))
        @if !comparison.refused.is_empty() {
            section.ab-stack { h2 { "Wat wij niet vergelijken" } ul { @for line in &comparison.refused { li { (line) } } } }
        }
    }
}

fn groups(model: &Model<'_>) -> Markup {
    html! {
        div.ab-stack { @for line in &model.document.comparisons { p { (line) } } }
        @if !model.document.groups.is_empty() {
            p { "Wie de vraag over de groep oversloeg, telt alleen mee bij ‘Iedereen’. Verschillen in deze tabellen kunnen toeval zijn." }
        }
        (answers(model, &model.document.groups))
        (technical(model.document.group_tests.as_ref()))
    }
}

fn others(model: &Model<'_>) -> Markup {
    html! {
        (cards(&model.document.means))
        (answers(model, &model.document.others))
    }
}

fn answers(model: &Model<'_>, figures: &[Figure]) -> Markup {
    html! {
        @if !figures.is_empty() {
            section.ab-stack {
                h2 { "De antwoorden" }
                @for figure in figures { (chart::figure(figure, &model.part(FIGURES))) }
            }
        }
    }
}

fn cards(cards: &[Card]) -> Markup {
    html! {
        @if !cards.is_empty() {
            div.ab-cols.ab-cols--small { @for card in cards {
                div.ab-card { p { (card.label) b.ab-figure-n { (card.figure) } } p.ab-small.ab-muted { (card.note) } }
            } }
        }
    }
}

/// Every chart as a table, then the response and the method.
fn figures(document: &Document) -> Markup {
    html! {
        @for figure in document.figures() {
            section.ab-stack id={ "figuur-" (figure.number) } {
                h2 { "Figuur " (figure.number) ". " (figure.title) }
                (chart::table(&figure.table, &format!("Tabel bij figuur {}", figure.number)))
            }
        }
        (technical(document.tests.as_ref()))
        section.ab-stack { h2 { "Hoeveel mensen antwoord gaven" } (chart::table(&document.response, &document.response.caption)) }
        section.ab-stack {
            h2 { "Hoe wij dit deden" }
            @for part in &document.method {
                details.ab-help { summary { (part.title) } @for line in &part.text { p { (line) } } }
            }
        }
    }
}
