//! Results of a closed round: what was found, in sentences and one ranking; the charts and tables behind it are in
//! [`super::results_part`]. Every figure has passed disclosure control; nothing of an open round is here.

use axum::extract::{Path, State};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{apart, piece, wrap};
use crate::domain::retention::Terms;
use crate::report::input::{Document, Knelpunt};
use crate::store::{Apart, Entry, Report, Round, RoundState};
use crate::text::finding::Finding;
use crate::text::signal::Audience;
use crate::text::{date, number};
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::report::{Outcome, ReportError};
use crate::web::session::Volunteer;
use crate::web::state::App;
use crate::web::view::chart;
use crate::web::view::layout::Place;
use crate::web::view::parts;

/// What the page of one round shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// The round.
    pub round: &'a Round,
    /// Its document, with exact numbers of signals.
    pub document: &'a Document,
    /// Reports that were made of it.
    pub reports: &'a [Report],
    /// What was set apart, and what became of it.
    pub apart: &'a [Apart],
    /// Today: says what was erased.
    pub today: Date,
}

impl Model<'_> {
    fn answers_are_gone(&self) -> bool {
        self.terms().answers_go(self.round.closes) <= self.today
    }

    fn terms(&self) -> Terms {
        self.volunteer.council.profile.retention
    }
}

/// Name of the part with the heat maps.
pub(super) const GROUPS: &str = "groepen";
/// Name of the part with the questions without a theme.
pub(super) const OTHERS: &str = "andere-vragen";
/// Name of the part with what could come first.
pub(super) const FIRST: &str = "voorrang";
/// Name of the part with earlier rounds.
pub(super) const EARLIER: &str = "eerdere-rondes";
/// Name of the part with groups beside everybody, and weighted figures ([`super::representation`]).
const REPRESENTATION: &str = "afspiegeling";
/// Name of the part with all tables and the method.
pub(super) const FIGURES: &str = "cijfers";

/// Name of the part of one theme.
pub(super) fn theme(knelpunt: &Knelpunt) -> String {
    format!("thema-{}", knelpunt.theme)
}

impl Model<'_> {
    /// Address of a part of these results.
    pub(super) fn part(&self, part: &str) -> String {
        let (questionnaire, name) = (self.round.id.questionnaire(), self.round.id.name());
        let council = self.volunteer.council.paths();
        council.results_part(questionnaire.as_str(), &name, part)
    }

    /// Address of the results.
    pub(super) fn whole(&self) -> String {
        let (questionnaire, name) = (self.round.id.questionnaire(), self.round.id.name());
        let council = self.volunteer.council.paths();
        council.results(questionnaire.as_str(), &name)
    }
}

/// `GET /COUNCIL/werk/resultaten`
pub async fn show_all(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    let reports = app.store().reports(&volunteer.council.id).await?;
    Ok(list(&volunteer, &reports))
}

/// `GET /COUNCIL/werk/resultaten/QUESTIONNAIRE/ROUND`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    Path((_, questionnaire, name)): Path<(String, String, String)>,
) -> Result<Markup, Failure> {
    let round = closed_round(&volunteer.council, &questionnaire, &name).ok_or(Failure::NotFound)?;
    let set_apart = app.store().apart(&round.id).await?;
    if apart::undecided(&set_apart) {
        let survey = volunteer.council.survey(&questionnaire);
        let title = survey.map_or("", |survey| survey.questionnaire.title.get("nl"));
        return Ok(apart::page(&volunteer, round, title, &set_apart));
    }
    let document = document(&app, round).await?;
    let mut reports = app.store().reports(&volunteer.council.id).await?;
    reports.retain(|report| report.round == round.id);
    Ok(page(&Model {
        volunteer: &volunteer,
        round,
        document: &document,
        reports: &reports,
        apart: &set_apart,
        today: app.clock().today(),
    }))
}

/// What a closed round gave, with exact numbers of signals: this reader is the client council.
pub(super) async fn document(app: &App, round: &Round) -> Result<Document, Failure> {
    let (audience, today) = (Audience::ClientCouncil, app.clock().today());
    let outcome = Outcome::of(app.store(), round, audience, today).await?;
    Ok(Document::knelpunten(&outcome.source()))
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

/// A closed round of a client council.
pub fn closed_round<'a>(
    council: &'a ClientCouncil,
    questionnaire: &str,
    name: &str,
) -> Option<&'a Round> {
    let survey = council.survey(questionnaire)?;
    survey
        .rounds
        .iter()
        .find(|round| round.id.name() == name && round.state == RoundState::Closed)
}

/// The page with all closed rounds.
pub fn list(volunteer: &Volunteer, reports: &[Report]) -> Markup {
    let council = &volunteer.council;
    let closed = council.surveys.iter().flat_map(|survey| {
        let title = survey.questionnaire.title.get("nl");
        let rounds = survey
            .rounds
            .iter()
            .filter(|round| round.state == RoundState::Closed);
        rounds.map(move |round| (title, round))
    });
    let closed: Vec<_> = closed.collect();
    let main = html! {
        div.ab-stack {
            h1 { "Resultaten" }
            p.ab-lead { "Zolang een vragenlijst open is, ziet niemand een uitkomst. Hier staan de vragenlijsten die gesloten zijn." }
            @if closed.is_empty() { p { "Er is nog geen vragenlijst gesloten." } }
            ol.ab-tasks {
                @for (title, round) in closed {
                    @let made = reports.iter().filter(|report| report.round == round.id).count();
                    li {
                        p.ab-tasks__when { (round.id.name()) small { "gesloten op " (date::day(round.closes)) } }
                        div.ab-stack {
                            h2 { a href=(council.paths().results(round.id.questionnaire().as_str(), &round.id.name())) { (title) } }
                            p { (number::whole(round.published)) " antwoorden" @if made > 0 { " · " (made) @if made == 1 { " rapport" } @else { " rapporten" } } }
                        }
                    }
                }
            }
        }
    };
    wrap(volunteer, Place::Results, "Resultaten", main)
}

/// The page of one round: what was found, and where the answers behind it stand.
pub fn page(model: &Model<'_>) -> Markup {
    let document = model.document;
    let main = html! {
        div.ab-stack.ab-stack--wide {
            (top(model))
            (erased(model))
            @if document.respondents.is_none() && !model.answers_are_gone() {
                p.ab-note { "Er zijn minder dan " (model.round.k) " antwoorden. Daarom laten wij geen uitkomsten zien. Zo herkent niemand iemand." }
            }
            @if !document.summary.is_empty() {
                section.ab-stack { h2 { "Wat wij zien" } (findings(&document.summary)) }
            }
            @if !document.grave.is_empty() {
                section.ab-stack { h2 { "Ernstig: lees dit eerst" } (findings(&document.grave)) }
            }
            @if let Some(ranking) = &document.ranking {
                section.ab-stack { h2 { "De knelpunten op volgorde" } (chart::figure(ranking, &model.part(FIGURES))) }
            }
            @if let Some(first) = &document.first {
                section.ab-stack {
                    h2 { "Wat eerst?" }
                    @for line in &first.tops { p { (line) } }
                    p { a href=(model.part(FIRST)) { "Het voorstel voor de volgorde, met de factoren" } }
                }
            }
            @if let Some(comparison) = &document.comparison {
                section.ab-stack {
                    h2 { "Vergelijking met eerdere rondes" }
                    (findings(&comparison.findings))
                    p { a href=(model.part(EARLIER)) { "Alle thema’s naast eerdere rondes" } }
                }
            }
            @if !document.knelpunten.is_empty() {
                section.ab-stack { h2 { "Per knelpunt" } ul.ab-list { @for knelpunt in &document.knelpunten { (link(model, knelpunt)) } } }
            }
            @if !document.withheld.is_empty() {
                section.ab-stack { h2 { "Thema’s zonder cijfers" } (themes(&document.withheld)) }
            }
            @if let Some(signals) = &document.signals {
                section.ab-stack { h2 { "Signalen" } (chart::figure(signals, &model.part(FIGURES))) }
            }
            @if !document.not_asked.is_empty() {
                section.ab-stack { h2 { "Niet gevraagd" } (themes(&document.not_asked)) }
            }
            section.ab-stack {
                h2 { "Meer cijfers" }
                ul {
                    @if !document.comparisons.is_empty() { li { a href=(model.part(GROUPS)) { "Verschillen tussen groepen" } } }
                    @if !document.others.is_empty() { li { a href=(model.part(OTHERS)) { "De andere vragen, en wie antwoord gaven" } } }
                    li { a href=(model.part(REPRESENTATION)) { "Afspiegeling: lijken wie meededen op iedereen?" } }
                    li { a href=(model.part(FIGURES)) { "Alle cijfers als tabel, en hoe wij dit deden" } }
                }
            }
            @if !model.answers_are_gone() { (piece::links(model)) }
            (apart::told(model.apart))
        }
    };
    wrap(model.volunteer, Place::Results, &document.title, main)
}

/// A theme with its finding; its name leads to the answers.
fn link(model: &Model<'_>, knelpunt: &Knelpunt) -> Markup {
    html! {
        li.ab-report {
            a href=(model.part(&theme(knelpunt))) { (knelpunt.name) }
            span.ab-small.ab-muted {
                @for (place, card) in knelpunt.cards.iter().enumerate() {
                    @if place > 0 { " · " }
                    (card.label) ": " (card.figure) @if place == 0 { " (" (card.note) ")" }
                }
            }
        }
    }
}

fn themes(themes: &[Finding]) -> Markup {
    html! {
        dl.ab-summary.ab-summary--plain {
            @for theme in themes { div { dt { (theme.sentence) } dd { (theme.detail) } } }
        }
    }
}

fn top(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let (questionnaire, name) = (model.round.id.questionnaire(), model.round.id.name());
    html! {
        div.ab-stack {
            p.ab-kicker { "Resultaten · vragenlijst gesloten op " (date::day(model.round.closes)) }
            h1 { (model.document.title) }
            @if let Some(respondents) = model.document.respondents {
                p.ab-lead {
                    (number::whole(respondents)) " mensen gaven antwoord."
                    @if let Some(invited) = model.round.invited { " Uitgenodigd: " (number::whole(invited)) " mensen." }
                }
            }
            @if model.round.entry == Entry::Open {
                p.ab-note { b { "Open: niet representatief. " } "Iedereen met de link kon meedoen, ook meer dan één keer. De uitkomst zegt iets over wie meedeed, niet over iedereen." }
            }
            @if !model.answers_are_gone() {
                form method="post" action=(paths.make_report(questionnaire.as_str(), &name)) {
                    (parts::token(&model.volunteer.token))
                    div.ab-actions { button.ab-button type="submit" { "Maak een rapport" } }
                }
            }
            (reports(model))
        }
    }
}

/// What was erased because its term was over.
fn erased(model: &Model<'_>) -> Markup {
    let (terms, closes) = (model.terms(), model.round.closes);
    let (texts, answers) = (terms.texts_go(closes), terms.answers_go(closes));
    html! {
        @if model.answers_are_gone() {
            p.ab-note { "De antwoorden zijn gewist op " (date::day(answers)) ". De rapporten zijn er nog." }
        } @else if texts <= model.today {
            p.ab-note { "De open antwoorden zijn gewist op " (date::day(texts)) ". De andere antwoorden blijven tot " (date::day(answers)) "." }
        }
    }
}

fn reports(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    html! {
        @if !model.reports.is_empty() {
            ul.ab-list {
                @for report in model.reports {
                    @let id = report.id.to_string();
                    li.ab-report {
                        span { (report.title) " "
                            @if report.published { span.ab-badge.ab-badge--yes { "✓ gepubliceerd" } } @else { span.ab-badge { "concept" } } }
                        @let which = html! { span.ab-hidden { ": " (report.title) ", " (date::day(report.created)) } };
                        span.ab-small.ab-muted { "gemaakt op " (date::day(report.created)) " · "
                            a href=(paths.draft(&id, "html")) { "Lees" (which) } " · " a href=(paths.draft(&id, "pdf")) { "PDF" (which) } " · "
                            a href=(paths.draft(&id, "json")) { "Cijfers" (which) } }
                        form method="post" action=(paths.publish(&id)) {
                            (parts::token(&model.volunteer.token))
                            button.ab-button.ab-button--quiet.ab-button--small type="submit" {
                                @if report.published { "Haal van de site" } @else { "Publiceer" }
                                (which)
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn findings(findings: &[Finding]) -> Markup {
    html! {
        ol.ab-findings { @for finding in findings {
            li { p.ab-finding { (finding.sentence) } @if !finding.detail.is_empty() { small { (finding.detail) } } }
        } }
    }
}
