//! Results of a closed round: finding sentences first, then charts and tables. Every figure has passed disclosure control;
//! nothing of an open round is here.

use axum::extract::{Path, State};
use jiff::civil::Date;
use maud::{Markup, html};

use super::wrap;
use crate::domain::retention::Terms;
use crate::report::input::{Document, Knelpunt};
use crate::store::{Report, Round, RoundState};
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
    /// Number of answers; `None` below the threshold.
    pub respondents: Option<u64>,
    /// Reports that were made of it.
    pub reports: &'a [Report],
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
    let outcome = Outcome::of(
        app.store(),
        round,
        Audience::ClientCouncil,
        app.clock().today(),
    )
    .await?;
    let mut reports = app.store().reports(&volunteer.council.id).await?;
    reports.retain(|report| report.round == round.id);
    let document = Document::knelpunten(&outcome.source());
    let respondents = outcome.results.respondents;
    Ok(page(&Model {
        volunteer: &volunteer,
        round,
        document: &document,
        respondents,
        reports: &reports,
        today: app.clock().today(),
    }))
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

/// The page of one round.
pub fn page(model: &Model<'_>) -> Markup {
    let document = model.document;
    let main = html! {
        div.ab-stack.ab-stack--wide {
            (top(model))
            (erased(model))
            @if model.respondents.is_none() && !model.answers_are_gone() {
                p.ab-note { "Er zijn minder dan " (model.round.k) " antwoorden. Daarom laten wij geen uitkomsten zien. Zo herkent niemand iemand." }
            }
            @if !document.summary.is_empty() {
                section.ab-stack { h2 { "Wat wij zien" } (findings(&document.summary)) }
            }
            @if let Some(ranking) = &document.ranking { section.ab-stack { h2 { "De knelpunten op volgorde" } (chart::figure(ranking)) } }
            @for knelpunt in document.knelpunten.iter().filter(|knelpunt| !knelpunt.figures.is_empty()) { (one(knelpunt)) }
            @if !document.groups.is_empty() {
                section.ab-stack { h2 { "Per groep" } @for figure in &document.groups { (chart::figure(figure)) } }
            }
            @if let Some(signals) = &document.signals { section.ab-stack { h2 { "Signalen" } (chart::figure(signals)) } }
            @if !document.grave.is_empty() {
                section.ab-stack { h2 { "Ernstig, hoe vaak het ook voorkomt" } (findings(&document.grave)) }
            }
            @if !document.not_asked.is_empty() {
                section.ab-stack { h2 { "Niet gevraagd" } (findings(&document.not_asked)) }
            }
            @if !document.others.is_empty() {
                section.ab-stack { h2 { "Andere vragen" } @for figure in &document.others { (chart::figure(figure)) } }
            }
            (method(document))
        }
    };
    wrap(model.volunteer, Place::Results, &document.title, main)
}

fn top(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let (questionnaire, name) = (model.round.id.questionnaire(), model.round.id.name());
    html! {
        div.ab-stack {
            p.ab-kicker { "Resultaten · vragenlijst gesloten op " (date::day(model.round.closes)) }
            h1 { (model.document.title) }
            @if let Some(respondents) = model.respondents {
                p.ab-lead {
                    (number::whole(respondents)) " mensen gaven antwoord."
                    @if let Some(invited) = model.round.invited { " Uitgenodigd: " (number::whole(invited)) " mensen." }
                }
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
                        span.ab-small.ab-muted { "gemaakt op " (date::day(report.created)) " · "
                            a href=(paths.draft(&id, "html")) { "Lees" } " · " a href=(paths.draft(&id, "pdf")) { "PDF" } " · "
                            a href=(paths.draft(&id, "json")) { "Cijfers" } }
                        form method="post" action=(paths.publish(&id)) {
                            (parts::token(&model.volunteer.token))
                            button.ab-button.ab-button--quiet.ab-button--small type="submit" {
                                @if report.published { "Haal van de site" } @else { "Publiceer" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn findings(findings: &[Finding]) -> Markup {
    html! {
        ol.ab-findings { @for finding in findings {
            li { p.ab-finding { (finding.sentence) } @if !finding.detail.is_empty() { small { (finding.detail) } } }
        } }
    }
}

fn one(knelpunt: &Knelpunt) -> Markup {
    html! {
        section.ab-stack {
            h2 { (knelpunt.name) }
            @if let Some(finding) = &knelpunt.finding { (findings(std::slice::from_ref(finding))) }
            @if !knelpunt.cards.is_empty() {
                div.ab-cols.ab-cols--small { @for card in &knelpunt.cards {
                    div.ab-card { p { (card.label) b.ab-figure-n { (card.figure) } } p.ab-small.ab-muted { (card.note) } }
                } }
            }
            @if let Some(aspect) = &knelpunt.aspect { p { (aspect) } }
            @for figure in &knelpunt.figures { (chart::figure(figure)) }
            @for line in &knelpunt.who { p { (line) } }
        }
    }
}

fn method(document: &Document) -> Markup {
    html! {
        section.ab-stack {
            h2 { "Hoe wij dit deden" }
            @for part in &document.method {
                details.ab-help { summary { (part.title) } @for line in &part.text { p { (line) } } }
            }
            details.ab-help { summary { (document.response.caption) } (chart::table(&document.response)) }
        }
    }
}
