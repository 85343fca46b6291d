//! The page itself: problems, fields, preview, contrasts, logo, a file of the municipality, history.

use maud::{Markup, html};

use super::preview::{preview, query};
use super::{
    ACTION, ALT, FILE, KEEP, LETTERS, LOOK, MEND, Model, NEUTRAL, NO_LOGO, Problem, VERSION,
};
use crate::domain::house_style::contrast::Check;
use crate::domain::house_style::{Headings, HouseStyle, Token};
use crate::interchange::design_tokens::Reading;
use crate::text::{date, house_style};
use crate::web::page::council::wrap_with;
use crate::web::view::layout::Place;
use crate::web::view::parts;

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let (style, _) = model.typed.style();
    let main = html! {
        div.ab-stack {
            (problems(model))
            p.ab-kicker { "Instellingen van de raad" }
            h1 { "Huisstijl" }
            p.ab-lead { "Kies de kleuren van uw raad en zet uw logo erbij. U ziet ze terug op elke bladzijde, in rapporten en in brieven." }
            (read_from(model.reading.as_ref()))
            form.ab-stack.ab-form method="post" action=(paths.house_style()) novalidate {
                (hidden(model))
                h2 { "Kleuren" }
                p.ab-text { "De accentkleur is genoeg. De rest volgt daaruit." }
                div.ab-cols { @for token in ORDER { (colour(model, *token, &style)) } }
                (letters(model))
                div.ab-actions {
                    button.ab-button type="submit" name=(ACTION) value=(LOOK) { "Bekijk" }
                    button.ab-button.ab-button--quiet type="submit" name=(ACTION) value=(KEEP) { "Bewaar deze kleuren" }
                    @if !style.failing().is_empty() {
                        button.ab-button.ab-button--quiet type="submit" name=(ACTION) value=(MEND) { "Neem de voorgestelde kleuren over" }
                    }
                }
            }
            h2 { "Zo ziet het eruit" }
            (preview(model))
            p.ab-text { (house_style::charts(&style)) }
            (contrasts(&style))
            (logo(model))
            (file(model))
            (history(model))
        }
    };
    let sheet = paths.preview_sheet(&query(&style));
    wrap_with(model.volunteer, Place::Today, title(model), (&sheet, main))
}

/// What is chosen most stands first.
const ORDER: &[Token] = &[
    Token::Accent,
    Token::AccentStrong,
    Token::Link,
    Token::LinkHover,
    Token::Button,
    Token::ButtonText,
    Token::ButtonHover,
    Token::Paper,
    Token::Ink,
];

fn title(model: &Model<'_>) -> &'static str {
    if model.problems.is_empty() {
        "Huisstijl"
    } else {
        "Fout: huisstijl"
    }
}

fn hidden(model: &Model<'_>) -> Markup {
    let version = model.history.first().map_or(0, |newest| newest.version);
    html! {
        (parts::token(&model.volunteer.token))
        input type="hidden" name=(VERSION) value=(version);
    }
}

fn problems(model: &Model<'_>) -> Markup {
    html! {
        @if !model.problems.is_empty() {
            div.ab-error-summary role="alert" tabindex="-1" aria-labelledby="fouten" {
                h2 #fouten { "Er is nog niets bewaard" }
                p { "Wat u had ingevuld, staat er nog." }
                ul { @for problem in &model.problems { li { a href={ "#" (problem.field) } { (problem.sentence) } } } }
            }
        }
    }
}

fn problem_at<'m>(model: &'m Model<'_>, field: &str) -> Option<&'m Problem> {
    model.problems.iter().find(|problem| problem.field == field)
}

fn colour(model: &Model<'_>, token: Token, style: &HouseStyle) -> Markup {
    let id = token.word();
    let problem = problem_at(model, id);
    let typed = model.typed.colours.get(&token).map_or("", String::as_str);
    let (hint, error) = (format!("{id}-uitleg"), format!("{id}-fout"));
    let described = problem.map_or_else(|| hint.clone(), |_| format!("{hint} {error}"));
    html! {
        div.ab-field.ab-field--plain.ab-field--error[problem.is_some()] {
            label.ab-label for=(id) { (house_style::label(token)) }
            p.ab-hint #(hint) { (house_style::hint(token)) }
            @if let Some(problem) = problem { p.ab-error #(error) { (problem.sentence) } }
            span.ab-colour {
                svg.ab-colour__sample width="48" height="48" viewBox="0 0 1 1" aria-hidden="true" focusable="false" { rect width="1" height="1" fill=(style.colour(token)) {} }
                input.ab-input #(id) name=(id) type="text" value=(typed) size="9" dir="ltr" autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-describedby=(described) aria-invalid=[problem.map(|_| "true")];
            }
        }
    }
}

fn letters(model: &Model<'_>) -> Markup {
    let chosen = model.typed.headings.unwrap_or(Headings::Serif);
    html! {
        fieldset.ab-field.ab-field--close {
            legend.ab-label { "Letters van koppen" }
            div.ab-options.ab-options--row {
                @for headings in Headings::ALL {
                    label.ab-option {
                        input.ab-choice type="radio" name=(LETTERS) value=(headings.word()) checked[*headings == chosen];
                        span { (house_style::letters(*headings)) }
                    }
                }
            }
        }
    }
}

fn contrasts(style: &HouseStyle) -> Markup {
    let checks = style.checks();
    let failing = checks.iter().filter(|check| !check.passes()).count();
    html! {
        h2 { "Kan iedereen dit lezen?" }
        p.ab-text { @match failing {
            0 => { "Ja. Alle " (checks.len()) " paren kleuren verschillen genoeg." },
            1 => "Nee. 1 paar kleuren verschilt te weinig. Zo kunt u deze huisstijl niet bewaren.",
            _ => { "Nee. " (failing) " paren kleuren verschillen te weinig. Zo kunt u deze huisstijl niet bewaren." },
        } }
        details open[failing > 0] {
            summary { "Toon alle paren" }
            table.ab-table.ab-table--stack role="table" {
                caption.ab-hidden { "Kleuren die op elkaar staan" }
                thead role="rowgroup" { tr role="row" {
                    @for head in ["Kleuren", "Contrast", "Oordeel"] { th role="columnheader" scope="col" { (head) } }
                } }
                tbody role="rowgroup" {
                    @for check in checks.iter().filter(|check| !check.passes()) { (row(check)) }
                    @for check in checks.iter().filter(|check| check.passes()) { (row(check)) }
                }
            }
        }
    }
}

fn row(check: &Check) -> Markup {
    let (class, word) = if check.passes() {
        ("ab-badge ab-badge--yes", "✓ goed")
    } else {
        ("ab-badge ab-badge--no", "✕ te weinig")
    };
    html! {
        tr role="row" {
            th role="rowheader" scope="row" { (house_style::pair(check)) }
            td role="cell" data-label="Contrast" { (house_style::measured(check)) }
            td role="cell" data-label="Oordeel" { span class=(class) { (word) } }
        }
    }
}

fn logo(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let current = model.volunteer.council.owner().dress.logo.as_ref();
    let stored = model
        .history
        .first()
        .and_then(|newest| newest.logo.as_ref());
    let alt = if model.alt.is_empty() {
        stored.map_or("", |logo| logo.alt.as_str())
    } else {
        model.alt
    };
    html! {
        h2 { "Logo" }
        @if let Some(logo) = current {
            p { img.ab-logo src=(logo.address) alt=(logo.alt) width=(logo.size.0) height=(logo.size.1); }
            form method="post" action=(paths.house_style()) {
                (hidden(model))
                button.ab-link type="submit" name=(ACTION) value=(NO_LOGO) { "Haal het logo weg" }
            }
        }
        form.ab-stack.ab-form method="post" action=(paths.house_style_logo()) enctype="multipart/form-data" novalidate {
            (hidden(model))
            (file_field(model, FILE, ("Bestand met uw logo", "PNG, JPEG of WebP van hooguit 2 MB. Wij bewaren alleen de afbeelding, niet wat er verder in het bestand staat.", ".png,.jpg,.jpeg,.webp")))
            div.ab-field.ab-field--close.ab-field--error[problem_at(model, ALT).is_some()] {
                label.ab-label for=(ALT) { "Wat staat er op het logo?" }
                p.ab-hint #alt-uitleg { "Voor mensen die het niet zien. Bijvoorbeeld: logo van onze raad, drie huizen." }
                @if let Some(problem) = problem_at(model, ALT) { p.ab-error #alt-fout { (problem.sentence) } }
                input.ab-input #(ALT) name=(ALT) type="text" value=(alt) aria-describedby=(if problem_at(model, ALT).is_some() { "alt-uitleg alt-fout" } else { "alt-uitleg" });
            }
            div.ab-actions { button.ab-button.ab-button--quiet type="submit" { "Zet het logo erbij" } }
        }
    }
}

/// A field for a file: label, hint, and which kinds a browser offers first.
fn file_field(model: &Model<'_>, id: &str, (label, hint, kinds): (&str, &str, &str)) -> Markup {
    let problem = problem_at(model, id);
    let (hint_id, error_id) = (format!("{id}-uitleg"), format!("{id}-fout"));
    let described = problem.map_or_else(|| hint_id.clone(), |_| format!("{hint_id} {error_id}"));
    html! {
        div.ab-field.ab-field--error[problem.is_some()] {
            label.ab-label for=(id) { (label) }
            p.ab-hint #(hint_id) { (hint) }
            @if let Some(problem) = problem { p.ab-error #(error_id) { (problem.sentence) } }
            input.ab-input #(id) name=(FILE) type="file" accept=(kinds) aria-describedby=(described) aria-invalid=[problem.map(|_| "true")];
        }
    }
}

fn file(model: &Model<'_>) -> Markup {
    html! {
        h2 { "Kleuren van de gemeente" }
        p.ab-text { "Heeft uw gemeente een bestand met design tokens (NL Design System)? Dan halen wij de kleuren daaruit. U ziet ze eerst. Er wordt nog niets bewaard." }
        form.ab-stack.ab-form method="post" action=(model.volunteer.council.paths().house_style_tokens()) enctype="multipart/form-data" novalidate {
            (hidden(model))
            (file_field(model, "kleurenbestand", ("Bestand met kleuren", "Een JSON- of CSS-bestand van hooguit 1 MB.", ".json,.css")))
            div.ab-actions { button.ab-button.ab-button--quiet type="submit" { "Lees de kleuren" } }
        }
    }
}

fn read_from(reading: Option<&Reading>) -> Markup {
    html! {
        @if let Some(reading) = reading {
            div.ab-note {
                h2 { "Wij lazen uw bestand" }
                p { "Kijk of de kleuren kloppen. Kies daarna ‘Bewaar deze kleuren’." }
                (names("Gebruikt", &reading.used))
                (names("Niet te lezen: geen gewone kleur", &reading.unreadable))
                (names("Niet nodig", &reading.unused))
            }
        }
    }
}

/// Names of design tokens, as many as someone would look through.
fn names(label: &str, names: &[String]) -> Markup {
    const MOST: usize = 60;
    html! {
        @if !names.is_empty() {
            details {
                summary { (label) " (" (names.len()) ")" }
                ul.ab-small { @for name in names.iter().take(MOST) { li { bdi { (name) } } } }
                @if names.len() > MOST { p.ab-small { "En nog " (names.len() - MOST) "." } }
            }
        }
    }
}

fn history(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let own = model
        .history
        .first()
        .is_some_and(|newest| !newest.style.is_neutral() || newest.logo.is_some());
    html! {
        @if !model.history.is_empty() {
            h2 { "Eerdere keuzes" }
            ol.ab-list {
                @for version in model.history.iter().take(10) {
                    li { (date::day(version.day)) ": " (what(&version.style, version.logo.is_some())) ", door " bdi { (version.actor) } "." }
                }
            }
        }
        @if own {
            h2 { "Terug naar de gewone stijl" }
            p.ab-text { "Dan gaan uw kleuren en uw logo weg. Rapporten die al gemaakt zijn, blijven zoals ze zijn." }
            form method="post" action=(paths.house_style()) {
                (hidden(model))
                button.ab-button.ab-button--quiet type="submit" name=(ACTION) value=(NEUTRAL) { "Gebruik de gewone stijl" }
            }
        }
    }
}

fn what(style: &HouseStyle, logo: bool) -> String {
    let colours = if style.is_neutral() {
        "gewone kleuren".to_owned()
    } else {
        format!("accentkleur {}", style.colour(Token::Accent))
    };
    format!("{colours}{}", if logo { " en een logo" } else { "" })
}
