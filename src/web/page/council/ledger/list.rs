//! Every knelpunt of a client council, per workgroup.

use axum::extract::{RawQuery, State};
use maud::{Markup, html};

use crate::domain::definition::Law;
use crate::domain::knelpunt::KnelpuntStatus;
use crate::domain::role::Role;
use crate::language::found_in;
use crate::store::StoredKnelpunt;
use crate::text::{date, list as words, number, word};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::page::council::signals::theme_name;
use crate::web::page::council::wrap;
use crate::web::session::Volunteer;
use crate::web::state::App;
use crate::web::view::layout::Place;

/// What is looked for.
const SEARCH: &str = "zoek";
/// Which status.
const STATUS: &str = "status";
/// Every status, also what is over.
const ALL: &str = "alle";

/// What the list is narrowed to.
#[derive(Debug, Default)]
pub struct Narrowed {
    /// Words that stand in it.
    pub words: String,
    /// `alle`, one status, or empty: all that is open.
    pub status: String,
}

impl Narrowed {
    fn takes(&self, knelpunt: &StoredKnelpunt) -> bool {
        let content = &knelpunt.content;
        let status = match self.status.as_str() {
            ALL => true,
            "" => content.status.is_open(),
            word => content.status.word() == word,
        };
        let text = [
            content.statement.as_str(),
            theme_name(&content.theme),
            &content.affected,
            &knelpunt.name,
        ]
        .into_iter()
        .chain(content.proposals.iter().map(String::as_str))
        .collect::<Vec<_>>()
        .join(" ");
        status && found_in(&text, &self.words)
    }
}

/// `GET /COUNCIL/werk/knelpunten`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    RawQuery(query): RawQuery,
) -> Result<Markup, Failure> {
    let fields = Fields::decode(query.unwrap_or_default().as_bytes())?;
    let narrowed = Narrowed {
        words: fields.text(SEARCH).trim().to_owned(),
        status: fields.text(STATUS).to_owned(),
    };
    let knelpunten = app.store().knelpunten(&volunteer.council.id).await?;
    Ok(page(&volunteer, &knelpunten, &narrowed))
}

/// The page.
pub fn page(volunteer: &Volunteer, all: &[StoredKnelpunt], narrowed: &Narrowed) -> Markup {
    let found: Vec<&StoredKnelpunt> = all.iter().filter(|it| narrowed.takes(it)).collect();
    let paths = volunteer.council.paths();
    let main = html! {
        div.ab-stack.ab-stack--wide {
            div.ab-stack {
                h1 { "Knelpunten" }
                p.ab-lead { (lead(all)) }
                @if volunteer.may(Role::may_keep_ledger) {
                    div.ab-actions {
                        a.ab-button href=(paths.new_knelpunt()) { "Schrijf een knelpunt op" }
                        a.ab-button.ab-button--quiet href=(paths.all_results()) { "Begin bij de resultaten" }
                    }
                }
            }
            @if !all.is_empty() {
                (search(volunteer, narrowed))
                @if found.is_empty() { p { "Wij vonden niets. Zoek met minder woorden, of kies “alle”." } }
            }
            @for (law, name) in workgroups() {
                @let of_law: Vec<_> = found.iter().filter(|it| it.content.law == law).collect();
                @if !of_law.is_empty() {
                    section.ab-stack {
                        h2 { (name) }
                        ol.ab-tasks { @for knelpunt in of_law { (row(volunteer, knelpunt)) } }
                    }
                }
            }
        }
    };
    wrap(volunteer, Place::Knelpunten, "Knelpunten", main)
}

fn lead(all: &[StoredKnelpunt]) -> String {
    let open = all.iter().filter(|it| it.content.status.is_open()).count();
    match (all.len(), open) {
        (0, _) => "Er staat nog geen knelpunt in. Begin bij een signaal, bij een thema van de resultaten, of schrijf er zelf een op.".to_owned(),
        (_, 0) => "Er staat niets open.".to_owned(),
        (_, 1) => "Eén knelpunt staat open.".to_owned(),
        (_, open) => format!("{} knelpunten staan open.", words::capitalised(&number::count_word(open as u64))),
    }
}

/// The laws are the workgroups.
fn workgroups() -> impl Iterator<Item = (Option<Law>, &'static str)> {
    let laws = Law::ALL.iter().map(|law| (Some(*law), word::law(*law)));
    laws.chain([(None, "Nog geen wet gekozen")])
}

fn search(volunteer: &Volunteer, narrowed: &Narrowed) -> Markup {
    html! {
        form.ab-search role="search" method="get" action=(volunteer.council.paths().knelpunten()) {
            div { label.ab-label for=(SEARCH) { "Zoek" } input.ab-input #(SEARCH) name=(SEARCH) type="search" value=(narrowed.words); }
            div {
                label.ab-label for=(STATUS) { "Status" }
                select.ab-select #(STATUS) name=(STATUS) {
                    option value="" { "wat open staat" }
                    option value=(ALL) selected[narrowed.status == ALL] { "alle" }
                    @for status in KnelpuntStatus::ALL {
                        option value=(status.word()) selected[narrowed.status == status.word()] { (status.word()) }
                    }
                }
            }
            button.ab-button.ab-button--quiet type="submit" { "Zoek" }
        }
    }
}

fn row(volunteer: &Volunteer, knelpunt: &StoredKnelpunt) -> Markup {
    let content = &knelpunt.content;
    html! {
        li {
            p.ab-tasks__when { (words::capitalised(content.status.word())) small { (knelpunt.name) " · " (date::day(knelpunt.day)) } }
            div.ab-stack {
                h3 { a href=(volunteer.council.paths().knelpunt(&knelpunt.id.to_string())) { bdi { (content.statement) } } }
                ul.ab-badges {
                    li.ab-badge.ab-badge--accent { (theme_name(&content.theme)) }
                    @if let Some(aspect) = content.aspect { li.ab-badge { (word::aspect(aspect)) } }
                    @if content.severity == Some(4) { li.ab-badge.ab-badge--no { "ernstig" } }
                    @if content.proposals.is_empty() { li.ab-badge.ab-badge--part { "nog geen voorstel" } }
                }
            }
        }
    }
}
