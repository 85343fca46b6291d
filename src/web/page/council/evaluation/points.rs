//! Points for improvement that the three parties choose together, and what the municipal council said about it all.

use maud::{Markup, html};

use super::one::{Model, carried};
use crate::domain::evaluation::{LONGEST, Party, Point};
use crate::domain::knelpunt::cleaned;
use crate::text::evaluation as words;
use crate::web::form::Fields;
use crate::web::view::staff_field::{self, About};

/// Field: what gets better.
pub(super) const TEXT: &str = "punt";
const OWNER: &str = "wie";
const WHEN: &str = "wanneer";
/// Field: one per point and party, `0-lid`.
const AGREED: &str = "akkoord";
/// Field: what the municipal council said.
pub(super) const VIEW: &str = "zienswijze";
/// Longest name of who sees to it, and of when, in characters.
const SHORT: usize = 120;

/// The point that was typed, or what is wrong with it.
pub(super) fn typed(fields: &Fields) -> Result<Point, Vec<(&'static str, String)>> {
    let asked = [
        (TEXT, LONGEST, "Schrijf op wat er beter moet."),
        (OWNER, SHORT, "Schrijf op wie ervoor zorgt."),
        (WHEN, SHORT, "Schrijf op wanneer het klaar is."),
    ];
    let mut problems = Vec::new();
    let [text, owner, when] = asked.map(|(name, most, missing)| {
        let text = cleaned(fields.text(name), false);
        if text.is_empty() {
            problems.push((name, missing.to_owned()));
        } else if text.chars().count() > most {
            problems.push((name, format!("Maak dit korter: hooguit {most} letters.")));
        }
        text
    });
    if problems.is_empty() {
        Ok(Point {
            text,
            owner,
            when,
            agreed: Vec::new(),
        })
    } else {
        Err(problems)
    }
}

/// Writes down which parties agree with which point.
pub(super) fn agree(points: &mut [Point], fields: &Fields) {
    let ticked: Vec<&str> = fields
        .iter()
        .filter(|(name, _)| *name == AGREED)
        .map(|(_, value)| value)
        .collect();
    for (number, point) in points.iter_mut().enumerate() {
        let has = |party: &&Party| ticked.contains(&tick(number, **party).as_str());
        point.agreed = Party::ALL.iter().filter(has).copied().collect();
    }
}

fn tick(number: usize, party: Party) -> String {
    format!("{number}-{}", party.word())
}

/// The points, who agrees, and a form for the next one.
pub(super) fn section(model: &Model<'_>, may_change: bool) -> Markup {
    let points = &model.evaluation.content.points;
    let counting = points.iter().filter(|point| point.counts()).count();
    html! {
        section.ab-stack {
            h2 { "Verbeterpunten, samen gekozen" }
            p.ab-text { "Een punt telt pas als alle drie de partijen akkoord zijn. Nu: " (counting) " van de " (points.len()) "." }
            @if !points.is_empty() {
                form.ab-stack method="post" action=(address(model)) {
                    (carried(model, "akkoord"))
                    (table(points, may_change))
                    @if may_change { div.ab-actions { button.ab-button.ab-button--quiet type="submit" { "Bewaar wie akkoord is" } } }
                }
            }
            @if may_change { (new_point(model)) }
        }
    }
}

fn address(model: &Model<'_>) -> String {
    let id = model.evaluation.id.to_string();
    model.volunteer.council.paths().evaluation(&id)
}

fn table(points: &[Point], may_change: bool) -> Markup {
    html! {
        div.ab-scroll role="region" tabindex="0" aria-label="Verbeterpunten" {
            table.ab-table.ab-table--stack role="table" {
                caption.ab-hidden { "Verbeterpunten, met per partij of die akkoord is" }
                thead role="rowgroup" { tr role="row" {
                    th role="columnheader" scope="col" { "Punt" } th role="columnheader" scope="col" { "Wie" } th role="columnheader" scope="col" { "Wanneer" }
                    @for party in Party::ALL { th role="columnheader" scope="col" { (words::party(*party)) } }
                } }
                tbody role="rowgroup" { @for (number, point) in points.iter().enumerate() { tr role="row" {
                    th role="rowheader" scope="row" dir="auto" { (number + 1) ". " (point.text) }
                    td role="cell" data-label="Wie" dir="auto" { (point.owner) }
                    td role="cell" data-label="Wanneer" dir="auto" { (point.when) }
                    @for party in Party::ALL { td role="cell" data-label=(words::party(*party)) {
                        @if may_change {
                            label.ab-option { input.ab-choice type="checkbox" name=(AGREED) value=(tick(number, *party)) checked[point.has(*party)]; span { "akkoord" span.ab-hidden { ": " (words::party(*party)) ", punt " (number + 1) } } }
                        } @else if point.has(*party) { span.ab-badge.ab-badge--yes { "✓ akkoord" } }
                        @else { span.ab-badge { "nog open" } }
                    } }
                } } }
            }
        }
    }
}

fn new_point(model: &Model<'_>) -> Markup {
    let about = |name, label, hint| About {
        name,
        label,
        hint,
        error: model
            .problems
            .iter()
            .find(|(field, _)| *field == name)
            .map_or("", |(_, sentence)| sentence.as_str()),
    };
    let typed = |name| model.typed.text(name);
    html! {
        form.ab-card.ab-dense method="post" action=(address(model)) novalidate {
            h3 { "Een punt erbij" }
            (carried(model, "punt"))
            (staff_field::area(&about(TEXT, "Wat moet er beter?", "Eén punt, in één of twee zinnen."), 2, typed(TEXT)))
            (staff_field::line(&about(OWNER, "Wie zorgt ervoor?", ""), typed(OWNER)))
            (staff_field::line(&about(WHEN, "Wanneer is het klaar?", "Een dag, of bijvoorbeeld: elk kwartaal."), typed(WHEN)))
            div.ab-actions { button.ab-button type="submit" { "Voeg toe" } }
        }
    }
}

/// What the municipal council said.
pub(super) fn view(model: &Model<'_>, may_change: bool) -> Markup {
    let known = &model.evaluation.content.view;
    html! {
        section.ab-note {
            h2 { "Zienswijze van de gemeenteraad" }
            p { "De uitkomst gaat naar de gemeenteraad. Schrijf hier op wat de raad ervan vond." }
            @if may_change {
                form.ab-stack method="post" action=(address(model)) {
                    (carried(model, "zienswijze"))
                    (staff_field::area(&About { name: VIEW, label: "Wat vond de gemeenteraad?", ..About::default() }, 4, known))
                    div.ab-actions { button.ab-button.ab-button--quiet type="submit" { "Bewaar" } }
                }
            } @else if known.is_empty() { p { "Er staat nog niets." } }
            @else { p dir="auto" { (known) } }
        }
    }
}
