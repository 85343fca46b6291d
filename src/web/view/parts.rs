//! Small components that several pages use.

use maud::{Markup, Render, html};

use super::said::marked;
use crate::domain::localized::Localized;
use crate::language::personal_data;
use crate::text::interface::Interface;
use crate::web::look::Dress;

/// Name of the hidden field with the session's token.
pub const TOKEN_FIELD: &str = "bewijs";

/// Three lines into one dot: the mark of the program. A council replaces it by its own logo.
pub fn mark() -> Markup {
    html! {
        svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false" {
            path.ab-mark-line d="M4 7c12 0 11 13 22 13M4 20h20M4 33c12 0 11-13 22-13" {}
            circle.ab-mark-dot cx="30" cy="20" r="7" {}
        }
    }
}

/// The logo of a client council; without one the mark of the program.
pub fn brand(dress: &Dress) -> Markup {
    match &dress.logo {
        None => mark(),
        Some(logo) => html! {
            img.ab-logo src=(logo.address) alt=(logo.alt) width=(logo.size.0) height=(logo.size.1);
        },
    }
}

/// The sign that something arrived.
pub fn done() -> Markup {
    html! {
        svg.ab-done viewBox="0 0 56 56" width="56" height="56" aria-hidden="true" focusable="false" {
            circle cx="28" cy="28" r="28" {}
            path d="M16 29l8 8 17-18" {}
        }
    }
}

/// One line of a promise, with a tick before it.
pub fn promise(line: &dyn Render) -> Markup {
    html! {
        li {
            svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" { path.ab-icon d="M4 13l5 5L20 6" {} }
            span { (line) }
        }
    }
}

/// The hidden field that proves that a form came from a page of this session.
pub fn token(token: &str) -> Markup {
    html! { input type="hidden" name=(TOKEN_FIELD) value=(token); }
}

/// A text in the page's language; in its own language, marked as such, when there is no translation.
pub fn text(text: &Localized, language: &str) -> Markup {
    marked(
        &html! { (text.get(language)) },
        text.other_language(language),
    )
}

/// A text of several paragraphs: an empty line ends one.
pub fn paragraphs(text: &str) -> Markup {
    html! { @for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) { p { (part) } } }
}

/// "Stap 2 van 5" with a dot a step; the words carry it, the dots are decoration.
pub fn steps(words: &Interface, now: usize, total: usize) -> Markup {
    html! {
        div.ab-steps {
            b { (words.step.step.fill(&[("n", &now), ("total", &total)])) }
            span aria-hidden="true" {
                @for step in 1..=total {
                    i.is-done[step < now].is-now[step == now] {}
                }
            }
        }
    }
}

/// What is wrong, with a link to each field.
pub struct Problem {
    /// Id of the element where it can be mended.
    pub target: String,
    /// The sentence for the summary.
    pub summary: Markup,
}

/// First thing on a page with mistakes.
pub fn error_summary(words: &Interface, problems: &[Problem]) -> Markup {
    let texts = &words.error;
    html! {
        div.ab-error-summary role="alert" tabindex="-1" aria-labelledby="fouten" {
            h2 #fouten { (texts.summary.count(problems.len())) }
            p { (texts.kept) }
            ul { @for problem in problems { li { a href={ "#" (problem.target) } { (problem.summary) } } } }
        }
    }
}

/// A language in which the same page can be read.
pub struct Tongue {
    /// Its code, for `lang`.
    pub code: String,
    /// What it calls itself.
    pub name: String,
    /// Address of the page in it.
    pub address: String,
    /// The page is in this language.
    pub is_current: bool,
}

/// Links to the same page in other languages, each by its own name.
pub fn languages(words: &Interface, tongues: &[Tongue]) -> Markup {
    choice_of_languages(words, tongues, &|tongue| {
        html! { a lang=(tongue.code) hreflang=(tongue.code) href=(tongue.address) { (tongue.name) } }
    })
}

/// The same choice in a form with this id: each button sends what stands in it to the same page in another language.
///
/// Enter in a field presses the first button of its form. That is a hidden one with `default`, so that Enter goes on and does
/// not change the language.
pub fn languages_of_form(
    words: &Interface,
    tongues: &[Tongue],
    form: &str,
    (name, default, stay): (&str, &str, &str),
) -> Markup {
    html! {
        button type="submit" hidden form=(form) name=(name) value=(default) {}
        (choice_of_languages(words, tongues, &|tongue| html! {
            button type="submit" form=(form) name=(name) value=(stay) formaction=(tongue.address) lang=(tongue.code) { (tongue.name) }
        }))
    }
}

fn choice_of_languages(
    words: &Interface,
    tongues: &[Tongue],
    control: &dyn Fn(&Tongue) -> Markup,
) -> Markup {
    html! {
        @if tongues.len() > 1 {
            nav.ab-languages aria-label=(words.common.languages.as_str()) { ul {
                @for tongue in tongues {
                    li {
                        @if tongue.is_current { b lang=(tongue.code) aria-current="true" { (tongue.name) } }
                        @else { (control(tongue)) }
                    }
                }
            } }
        }
    }
}

/// A text of a resident, with numbers and addresses that may point to a person taken out: as a word, never a guess at length.
pub fn masked(text: &str) -> Markup {
    let mut pieces = Vec::new();
    let mut from = 0;
    for finding in personal_data::find(text) {
        pieces.push((text.get(from..finding.start).unwrap_or_default(), true));
        from = finding.end;
    }
    pieces.push((text.get(from..).unwrap_or_default(), false));
    html! { @for (piece, hidden_after) in pieces { (piece) @if hidden_after { span.ab-masked { "weggehaald" } } } }
}
