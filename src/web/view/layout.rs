//! The frame round every page: one for residents (large, one column, "Snel weg"), one for readers of the client council's
//! public pages, one for the workspace, and a bare one for failures.

use maud::{DOCTYPE, Markup, html};

use super::parts;
use crate::domain::client_council::Form;
use crate::text::interface::{Interface, Sentence, phrases};
use crate::web::assets::{EXIT_URL, MARK_URL, STYLE_URL};
use crate::web::look::Dress;
use crate::web::path::{self, Council};

/// Whose page it is.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// Id of the client council, for addresses.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What it calls itself.
    pub form: Form,
    /// Telephone number and hours, for who needs help.
    pub phone: &'a str,
    /// Its data is made up: every page says so.
    pub sample: bool,
    /// Its house style.
    pub dress: &'a Dress,
}

impl<'a> Owner<'a> {
    /// What it calls itself, with its article: "de klankbordgroep".
    pub fn word(&self) -> &'static str {
        phrases("nl").council(self.form).as_str()
    }

    /// Addresses of this council.
    pub fn paths(&self) -> Council<'a> {
        Council(self.id)
    }
}

/// A page for a resident.
pub struct Resident<'a> {
    /// The client council.
    pub owner: Owner<'a>,
    /// Phrases of the page's language.
    pub words: &'a Interface,
    /// Language of the page, as in `lang`.
    pub language: &'a str,
    /// Language of the hours at the telephone number, when that is another one.
    pub phone_language: Option<&'a str>,
    /// On a shared device: after so many seconds, without a script, the page goes there.
    pub restart: Option<(u32, String)>,
    /// Neutral: nothing that tells a bystander what the form is about.
    pub title: String,
    /// Content.
    pub main: Markup,
}

/// A public page of a client council.
pub struct Public<'a> {
    /// The client council.
    pub owner: Owner<'a>,
    /// Title of the browser's tab, without the council's name.
    pub title: &'a str,
    /// Content.
    pub main: Markup,
}

/// A page of the workspace.
pub struct Workspace<'a> {
    /// The client council.
    pub owner: Owner<'a>,
    /// Name and role of the volunteer.
    pub who: &'a str,
    /// Token of the session, for the logout button.
    pub token: &'a str,
    /// Which menu item is open.
    pub place: Place,
    /// Another sheet for this page.
    pub sheet: Option<&'a str>,
    /// Title of the browser's tab, without the council's name.
    pub title: &'a str,
    /// Content.
    pub main: Markup,
}

/// Items of the workspace's menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What is open.
    Today,
    /// Intake at the spreekuur.
    Intake,
    /// Signals.
    Signals,
    /// Questionnaires on paper.
    Paper,
    /// Results.
    Results,
    /// The ledger of knelpunten.
    Knelpunten,
    /// The register of advices.
    Advices,
}

impl Place {
    const ALL: &[Self] = &[
        Self::Today,
        Self::Intake,
        Self::Signals,
        Self::Paper,
        Self::Results,
        Self::Knelpunten,
        Self::Advices,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Today => "Vandaag",
            Self::Intake => "Spreekuur",
            Self::Signals => "Signalen",
            Self::Paper => "Papier",
            Self::Results => "Resultaten",
            Self::Knelpunten => "Knelpunten",
            Self::Advices => "Adviezen",
        }
    }

    fn address(self, council: Council<'_>) -> String {
        match self {
            Self::Today => council.today(),
            Self::Intake => council.intake(),
            Self::Signals => council.signals(),
            Self::Paper => council.paper(),
            Self::Results => council.all_results(),
            Self::Knelpunten => council.knelpunten(),
            Self::Advices => council.advices(),
        }
    }
}

/// A page without a client council.
pub struct Bare<'a> {
    /// A resident may be reading it: then it has "Snel weg".
    pub exit: bool,
    /// Title of the browser's tab.
    pub title: &'a str,
    /// It leads to made-up data.
    pub sample: bool,
    /// Content.
    pub main: Markup,
}

/// Renders a resident's page.
pub fn resident(page: &Resident<'_>) -> Markup {
    let (words, owner) = (&page.words.common, &page.owner);
    let council = owner.paths();
    html! {
        (DOCTYPE)
        html lang=(page.language) dir=(page.words.direction) {
            (head_with(&page.title, &[owner.dress.sheet.as_deref()], &restart(page)))
            body.ab-resident {
                a.ab-skip href="#inhoud" { (words.skip) }
                header {
                    @if owner.sample { p.ab-sample { (words.sample) } }
                    div.ab-header { div.ab-header__in {
                        span.ab-brand { (parts::brand(owner.dress)) span {
                            bdi lang="nl" { (owner.name) }
                            small { (words.tagline) }
                        } }
                        (exit(&html! { (words.exit) span.ab-hidden { (words.exit_more) } }))
                    } }
                }
                main.ab-main.ab-main--narrow #inhoud { (page.main) }
                footer.ab-footer { div.ab-footer__in.ab-main--narrow {
                    ul {
                        li { a href=(council.own_case()) { (words.help) } }
                        li { a href=(council.data()) { (words.data) } }
                        li { a href=(council.accessibility()) { (words.accessibility) } }
                    }
                    @if !owner.phone.is_empty() { p { (call(page)) } }
                } }
            }
        }
    }
}

/// "Lukt het niet? Bel …"
fn call(page: &Resident<'_>) -> Sentence {
    let words = page.words.council(page.owner.form);
    let phone = &page.words.common.phone;
    let sentence = phone.fill(&[("phone", &page.owner.phone), ("council", words)]);
    sentence.with_language("phone", page.phone_language)
}

/// Renders a public page.
pub fn public(page: &Public<'_>) -> Markup {
    let owner = &page.owner;
    let council = owner.paths();
    let sample = owner.sample;
    html! {
        (DOCTYPE)
        html lang="nl" dir="ltr" {
            (head(&format!("{} · {}", page.title, owner.name), &[owner.dress.sheet.as_deref()]))
            body.ab-public {
                a.ab-skip href="#inhoud" { "Naar de inhoud" }
                header {
                    @if sample { (sample_banner()) }
                    div.ab-header { div.ab-header__in {
                        a.ab-brand href=(council.home()) { (parts::brand(owner.dress)) span { (owner.name) small { "niet van de gemeente" } } }
                    } }
                }
                main.ab-main.ab-main--read #inhoud { (page.main) }
                footer.ab-footer { div.ab-footer__in.ab-footer__in--read {
                    ul {
                        li { a href=(council.own_case()) { "Hulp bij uw eigen zaak" } }
                        li { a href=(council.data()) { "Over uw gegevens" } }
                        li { a href=(council.accessibility()) { "Toegankelijkheid" } }
                        li { a href=(council.today()) rel="nofollow" { "Voor leden" } }
                    }
                } }
            }
        }
    }
}

/// Renders a page of the workspace.
pub fn workspace(page: &Workspace<'_>) -> Markup {
    let owner = &page.owner;
    let council = owner.paths();
    let items = || {
        html! {
            @for place in Place::ALL {
                li { a href=(place.address(council)) aria-current=[(*place == page.place).then_some("page")] { (place.label()) } }
            }
        }
    };
    html! {
        (DOCTYPE)
        html lang="nl" dir="ltr" {
            (head(&format!("{} · {}", page.title, owner.name), &[owner.dress.sheet.as_deref(), page.sheet]))
            body {
                a.ab-skip href="#inhoud" { "Naar de inhoud" }
                header.ab-header {
                    @if owner.sample { (sample_banner()) }
                    div.ab-header__in {
                        a.ab-brand href=(council.today()) { (parts::brand(owner.dress)) span { (owner.name) small { "werkplek van " (owner.word()) } } }
                        form.ab-who action=(path::LOGOUT) method="post" {
                            (parts::token(page.token))
                            span.ab-small { (page.who) }
                            button.ab-link type="submit" { "Afmelden" }
                        }
                    }
                    nav.ab-nav aria-label="Hoofdmenu" {
                        details.ab-nav__small { summary { "Menu: " (page.place.label()) } ul { (items()) } }
                        ul.ab-nav__full { (items()) }
                    }
                }
                main.ab-main #inhoud { (page.main) }
                footer.ab-footer { div.ab-footer__in { ul {
                    li { a href=(council.home()) { "Openbare bladzijde" } }
                    li { a href=(council.accessibility()) { "Toegankelijkheid" } }
                } } }
            }
        }
    }
}

/// Renders a page without a council.
pub fn bare(page: &Bare<'_>) -> Markup {
    plain(page, None)
}

/// The same, where a council is known after all: below its address something failed.
pub fn bare_of(page: &Bare<'_>, owner: &Owner<'_>) -> Markup {
    plain(page, Some(owner))
}

fn plain(page: &Bare<'_>, owner: Option<&Owner<'_>>) -> Markup {
    let sheet = owner.and_then(|owner| owner.dress.sheet.as_deref());
    let sample = owner.map_or(page.sample, |owner| owner.sample);
    html! {
        (DOCTYPE)
        html lang="nl" dir="ltr" {
            (head(page.title, &[sheet]))
            body.ab-resident {
                header {
                    @if sample { (sample_banner()) }
                    div.ab-header { div.ab-header__in {
                        @match owner {
                            Some(owner) => a.ab-brand href=(owner.paths().home()) { (parts::brand(owner.dress)) span { (owner.name) } },
                            None => span.ab-brand { (parts::mark()) span { "Achterban" } },
                        }
                        @if page.exit {
                            (exit(&html! { "Snel weg" span.ab-hidden { ": sluit deze bladzijde en opent een andere site" } }))
                        }
                    } }
                }
                main.ab-main.ab-main--narrow #inhoud { (page.main) }
            }
        }
    }
}

/// The line above every page whose data is made up.
pub fn sample_banner() -> Markup {
    html! { p.ab-sample { "Verzonnen gegevens. Alle namen, cijfers en verhalen zijn bedacht." } }
}

/// "Snel weg". Without the script it is a plain link; with it the page leaves the browser's history.
fn exit(label: &Markup) -> Markup {
    html! {
        a.ab-exit href=(path::ELSEWHERE) rel="noreferrer nofollow" { (label) }
        script src=(*EXIT_URL) defer {}
    }
}

/// The way back to the start of a shared device, for a browser without scripts.
fn restart(page: &Resident<'_>) -> Markup {
    html! {
        @if let Some((seconds, address)) = &page.restart {
            noscript { meta http-equiv="refresh" content=(format!("{seconds}; url={address}")); }
        }
    }
}

/// Sheets come after our own, in order.
fn head(title: &str, sheets: &[Option<&str>]) -> Markup {
    head_with(title, sheets, &html! {})
}

fn head_with(title: &str, sheets: &[Option<&str>], more: &Markup) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="referrer" content="no-referrer";
            title { (title) }
            link rel="stylesheet" href=(*STYLE_URL);
            @for sheet in sheets.iter().flatten() { link rel="stylesheet" href=(sheet); }
            link rel="icon" type="image/svg+xml" href=(*MARK_URL);
            (more)
        }
    }
}
