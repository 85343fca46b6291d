//! "Vandaag": what needs attention, in order, each with its reason; and what is going on.

use axum::extract::State;
use jiff::civil::Date;
use maud::{Markup, html};

use super::wrap;
use crate::domain::definition::Channel;
use crate::domain::retention::is_near;
use crate::domain::role::Role;
use crate::store::{NEW, Report, Round, RoundState, Signal, StoredAdvice, newest_backup};
use crate::text::{date, list, number};
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::session::Volunteer;
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts;

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// All signals.
    pub signals: &'a [Signal],
    /// All reports.
    pub reports: &'a [Report],
    /// All advices.
    pub advices: &'a [StoredAdvice],
    /// Today.
    pub today: Date,
    /// The demo offers to run the night.
    pub demo: bool,
    /// When backups are made: the newest night of which there is one.
    pub backup: Option<Option<Date>>,
}

/// Something that waits for someone.
struct Task {
    when: String,
    why: String,
    what: String,
    more: String,
    address: String,
}

/// `GET /COUNCIL/werk`
pub async fn show(State(app): State<App>, volunteer: Volunteer) -> Result<Markup, Failure> {
    let council = &volunteer.council.id;
    let (mut signals, reports) = (
        app.store().signals(council).await?,
        app.store().reports(council).await?,
    );
    signals.retain(|signal| signal.suspicion.is_none());
    let advices = app.store().advices(council).await?;
    let backups = app.settings().backups.as_deref();
    Ok(page(&Model {
        volunteer: &volunteer,
        signals: &signals,
        reports: &reports,
        advices: &advices,
        today: app.clock().today(),
        demo: app.settings().demo,
        backup: backups.map(newest_backup),
    }))
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let tasks = tasks(model);
    let council = model.volunteer.council.paths();
    let main = html! {
        div.ab-stack.ab-stack--wide {
            div.ab-stack {
                p.ab-kicker { (date::day(model.today)) }
                h1 { (heading(tasks.len())) }
                div.ab-actions {
                    a.ab-button href=(council.intake()) { "Schrijf een signaal op" }
                    a.ab-button.ab-button--quiet href=(council.signals()) { "Bekijk de signalen" }
                }
            }
            div.ab-split {
                section aria-label="Wat nu aandacht vraagt" {
                    @if tasks.is_empty() { p { "Er ligt niets open. Kijk gerust bij de signalen of de resultaten." } }
                    @else { ol.ab-tasks { @for task in &tasks { (row(task)) } } }
                }
                div.ab-stack { (open_rounds(model)) (came_in(model)) (settings(model)) (backup(model)) (night(model)) }
            }
        }
    };
    wrap(model.volunteer, Place::Today, "Vandaag", main)
}

fn heading(tasks: usize) -> String {
    let word = list::capitalised(&number::count_word(
        u64::try_from(tasks).unwrap_or(u64::MAX),
    ));
    match tasks {
        0 => "Alles is gedaan".to_owned(),
        1 => "Eén ding vraagt uw aandacht".to_owned(),
        _ => format!("{word} dingen vragen uw aandacht"),
    }
}

fn row(task: &Task) -> Markup {
    html! {
        li {
            p.ab-tasks__when { (task.when) small { (task.why) } }
            div.ab-stack { h2 { a href=(task.address) { (task.what) } } p { (task.more) } }
        }
    }
}

/// In order: what has a date first, then what waits longest.
fn tasks(model: &Model<'_>) -> Vec<Task> {
    let council = &model.volunteer.council;
    let rounds = || rounds(council);
    let ending = rounds().filter_map(|(title, round)| ending(model, title, round));
    let unread = rounds().filter_map(|(title, round)| without_report(model, title, round));
    let drafts = model
        .reports
        .iter()
        .filter(|report| !report.published)
        .take(1)
        .map(|report| Task {
            when: "als u tijd heeft".to_owned(),
            why: format!("gemaakt op {}", date::day(report.created)),
            what: "Een rapport is nog niet gepubliceerd".to_owned(),
            more: format!(
                "“{}” is klaar. Lees het na. Publiceer het als het klopt.",
                report.title
            ),
            address: council.paths().all_results(),
        });
    let going = rounds().filter_map(|(title, round)| going(model, title, round));
    ending
        .chain(going)
        .chain(fresh_signals(model))
        .chain(
            model
                .advices
                .iter()
                .filter_map(|advice| unanswered(model, advice)),
        )
        .chain(unread)
        .chain(drafts)
        .collect()
}

fn rounds(council: &ClientCouncil) -> impl Iterator<Item = (&str, &Round)> {
    council.surveys.iter().flat_map(|survey| {
        let title = survey.questionnaire.title.get("nl");
        survey.rounds.iter().map(move |round| (title, round))
    })
}

fn ending(model: &Model<'_>, title: &str, round: &Round) -> Option<Task> {
    let days = model.today.until(round.closes).ok()?.get_days();
    let soon = round.state == RoundState::Open && (0..=14).contains(&days);
    soon.then(|| Task {
        when: match days {
            0 => "vandaag".to_owned(),
            1 => "nog 1 dag".to_owned(),
            _ => format!("nog {days} dagen"),
        },
        why: date::day(round.closes),
        what: format!("“{title}” sluit bijna"),
        more: "Vraag mensen om nog mee te doen. Daarna kan niemand meer antwoorden.".to_owned(),
        address: model.volunteer.council.paths().home(),
    })
}

/// What is erased within a month, so that a report is made in time.
fn going(model: &Model<'_>, title: &str, round: &Round) -> Option<Task> {
    let (terms, paths) = (
        model.volunteer.council.profile.retention,
        model.volunteer.council.paths(),
    );
    let all = terms.answers_go(round.closes);
    let (goes, what) = match terms.texts_go(round.closes) {
        texts if texts < all && is_near(texts, model.today) => (texts, "de open antwoorden"),
        _ => (all, "alle antwoorden"),
    };
    let near = round.state == RoundState::Closed && is_near(goes, model.today);
    near.then(|| Task {
        when: date::day(goes),
        why: "bewaartermijn".to_owned(),
        what: format!("Dan wissen wij {what} van “{title}”"),
        more: "Dat gaat vanzelf. Maak eerst een rapport als u de uitkomsten nog nodig heeft. Rapporten blijven.".to_owned(),
        address: paths.results(round.id.questionnaire().as_str(), &round.id.name()),
    })
}

/// An advice that waits longer than the college usually takes.
const LONG_WAIT: i32 = 42;

fn unanswered(model: &Model<'_>, advice: &StoredAdvice) -> Option<Task> {
    let days = advice
        .content
        .waiting(model.today)
        .filter(|days| *days > LONG_WAIT)?;
    Some(Task {
        when: format!("{days} dagen"),
        why: "zonder reactie".to_owned(),
        what: "Een advies wacht op reactie van het college".to_owned(),
        more: format!(
            "“{}”. Bel of mail het college, of stuur de link opnieuw.",
            advice.content.subject
        ),
        address: model
            .volunteer
            .council
            .paths()
            .advice(&advice.id.to_string()),
    })
}

fn fresh_signals(model: &Model<'_>) -> Option<Task> {
    let fresh = model
        .signals
        .iter()
        .filter(|signal| signal.status == NEW)
        .count();
    let grave = model
        .signals
        .iter()
        .filter(|signal| signal.status == NEW && signal.subject.grave)
        .count();
    (fresh > 0).then(|| Task {
        when: if grave > 0 {
            "nu".to_owned()
        } else {
            "volgende vergadering".to_owned()
        },
        why: if grave > 0 {
            format!("{grave} ernstig")
        } else {
            "bespreken".to_owned()
        },
        what: if fresh == 1 {
            "Er is 1 nieuw signaal".to_owned()
        } else {
            format!("Er zijn {fresh} nieuwe signalen")
        },
        more: "Lees ze en bespreek ze met elkaar. Wij lossen geen persoonlijke zaken op."
            .to_owned(),
        address: model.volunteer.council.paths().signals(),
    })
}

fn without_report(model: &Model<'_>, title: &str, round: &Round) -> Option<Task> {
    let reported = model.reports.iter().any(|report| report.round == round.id);
    let paths = model.volunteer.council.paths();
    (round.state == RoundState::Closed && !reported).then(|| Task {
        when: "als u tijd heeft".to_owned(),
        why: format!("gesloten op {}", date::day(round.closes)),
        what: format!("De resultaten van “{title}” zijn er"),
        more: "Bekijk wat mensen zeiden en maak er een rapport van.".to_owned(),
        address: paths.results(round.id.questionnaire().as_str(), &round.id.name()),
    })
}

/// The number of answers is seen only in steps: nobody sees who answered when.
fn open_rounds(model: &Model<'_>) -> Markup {
    let open =
        rounds(&model.volunteer.council).filter(|(_, round)| round.state == RoundState::Open);
    html! {
        @for (title, round) in open {
            section.ab-card {
                h2 { "“" (title) "” loopt" }
                @match in_steps(round) {
                    Some(count) => p { b.ab-figure-n { (number::whole(count)) " of meer" } "antwoorden"
                        @if let Some(invited) = round.invited { ", van " (number::whole(invited)) " uitgenodigde mensen" } "." },
                    None => p { "Nog minder dan " (round.k) " antwoorden." },
                }
                p.ab-small.ab-muted { "Bijgewerkt vannacht. Wij tellen in groepen. Zo ziet niemand wie wanneer meedeed." }
                p.ab-small { "Sluit op " (date::day(round.closes)) ". "
                    a href=(model.volunteer.council.paths().form(round.id.questionnaire().as_str(), None)) { "Bekijk de vragenlijst" } }
                @if model.volunteer.may(Role::may_invite) {
                    div.ab-actions { a.ab-button.ab-button--quiet.ab-button--small href=(model.volunteer.council.paths().invite()) { "Nodig mensen uit" } }
                }
            }
        }
    }
}

/// Answers that count so far, rounded down to a step of the mixing plan.
fn in_steps(round: &Round) -> Option<u64> {
    let step = round.thresholds().m.max(1);
    let counted = round.published / step * step;
    (counted >= round.k).then_some(counted)
}

/// A backup older than this is told to whoever looks.
const OLD_BACKUP: i32 = 2;

fn backup(model: &Model<'_>) -> Markup {
    let Some(newest) = model.backup else {
        return html! {};
    };
    let days = newest.and_then(|day| Some(day.until(model.today).ok()?.get_days()));
    html! {
        @match (newest, days) {
            (Some(day), Some(days)) if days <= OLD_BACKUP => p.ab-small.ab-muted { "Laatste reservekopie: " (date::day(day)) ". Zij is teruggelezen en klopt." },
            (Some(day), _) => p.ab-note { b { "De laatste reservekopie is van " (date::day(day)) ". " } "Vertel dat aan wie de server beheert." },
            (None, _) => p.ab-note { b { "Er is nog geen reservekopie. " } "Vannacht komt de eerste. Staat dit er morgen nog? Vertel het dan aan wie de server beheert." },
        }
    }
}

fn came_in(model: &Model<'_>) -> Markup {
    let count = |channel: Channel| {
        model
            .signals
            .iter()
            .filter(|signal| signal.channel == channel)
            .count()
    };
    html! {
        section.ab-card {
            h2 { "Binnengekomen" }
            dl.ab-summary.ab-summary--plain {
                div { dt { "Signalen op het spreekuur" } dd { (count(Channel::Spreekuur)) } }
                div { dt { "Signalen via de website" } dd { (count(Channel::Website)) } }
                div { dt { "Rapporten" } dd { (model.reports.len()) } }
            }
        }
    }
}

fn settings(model: &Model<'_>) -> Markup {
    html! {
        @if model.volunteer.may(Role::may_style) {
            section.ab-card {
                h2 { "Instellingen" }
                p { a href=(model.volunteer.council.paths().house_style()) { "Kleuren en logo van de raad" } }
                p { a href=(model.volunteer.council.paths().evaluations()) { "Evaluatie na 1,5 jaar" } }
            }
        }
    }
}

fn night(model: &Model<'_>) -> Markup {
    html! {
        @if model.demo {
            section.ab-card {
                h2 { "Proberen" }
                p.ab-small { "Antwoorden tellen pas mee na de nacht, in groepen. In deze proefversie hoeft u niet te wachten." }
                form method="post" action=(model.volunteer.council.paths().night()) {
                    (parts::token(&model.volunteer.token))
                    button.ab-button.ab-button--quiet.ab-button--small type="submit" { "Doe alsof het nacht is" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_counts_in_words() {
        assert_eq!(heading(0), "Alles is gedaan");
        assert_eq!(heading(1), "Eén ding vraagt uw aandacht");
        assert_eq!(heading(2), "Twee dingen vragen uw aandacht");
        assert_eq!(heading(14), "14 dingen vragen uw aandacht");
    }
}
