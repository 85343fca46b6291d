//! Small components that several pages use.

use maud::{Markup, html};

use crate::domain::localized::Localized;
use crate::language::personal_data;
use crate::text::interface::Interface;

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
pub fn promise(line: &str) -> Markup {
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
    let shown = text.get(language);
    if text.falls_back(language) {
        html! { span lang="nl" dir="ltr" { (shown) } }
    } else {
        html! { (shown) }
    }
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
    pub summary: String,
}

/// First thing on a page with mistakes.
pub fn error_summary(words: &Interface, problems: &[Problem]) -> Markup {
    let texts = &words.error;
    let heading = match problems.len() {
        1 => texts.summary_one.to_string(),
        n => texts.summary_many.fill(&[("n", &n)]),
    };
    html! {
        div.ab-error-summary role="alert" tabindex="-1" aria-labelledby="fouten" {
            h2 #fouten { (heading) }
            p { (texts.kept) }
            ul { @for problem in problems { li { a href={ "#" (problem.target) } { (problem.summary) } } } }
        }
    }
}

/// Links to the same page in other languages, each by its own name.
pub fn languages(words: &Interface, current: &str, others: &[(String, String, String)]) -> Markup {
    html! {
        @if others.len() > 1 {
            nav aria-label=(words.common.languages) { ul.ab-languages {
                @for (code, name, address) in others {
                    li {
                        @if code == current { b lang=(code) aria-current="true" { (name) } }
                        @else { a lang=(code) hreflang=(code) href=(address) { (name) } }
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
