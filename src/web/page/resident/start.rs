//! The first page of a form: the promise before the button, one button, course and use of the results below it.

use jiff::civil::Date;
use maud::{Markup, html};

use super::door::{self, Door};
use super::{Form, length};
use crate::web::page::resident::step::{BEGIN, HELPING};
use crate::web::view::parts;

/// What the start page shows.
pub struct Model<'a> {
    /// The form.
    pub form: &'a Form,
    /// Last day on which one can take part; none for a signal.
    pub until: Option<Date>,
    /// The field for an invitation code, where one is needed.
    pub door: Option<Door<'a>>,
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let form = model.form;
    let (words, language, questionnaire) =
        (form.words(), form.language.as_str(), form.questionnaire());
    let title = if form.is_signal() {
        &words.signal.title
    } else {
        &words.start.title
    };
    let prefix = match model.door {
        Some(Door { shut: Some(_), .. }) => words.error.title_prefix.as_str(),
        _ => "",
    };
    form.wrap(format!("{prefix}{title}"), html! {
        div.ab-stack {
            @if let Some(door) = &model.door { (door::summary(words, door)) }
            (parts::languages(words, &form.tongues()))
            h1 { (parts::text(&questionnaire.title, language)) }
            p.ab-lead { (parts::text(&questionnaire.intro, language)) }
            (promises(form))
            p { (duration(form)) }
            form.ab-stack method="post" action=(form.address()) novalidate {
                @if let Some(door) = &model.door { (door::field(form, door)) }
                div.ab-actions {
                    button.ab-button.ab-button--next type="submit" name=(BEGIN) value="1" {
                        @if form.is_signal() { (words.signal.begin) } @else { (words.start.begin) }
                    }
                    button.ab-button.ab-button--quiet type="submit" name=(BEGIN) value=(HELPING) { (words.helper.offer) }
                }
            }
            (kept(form))
            (course(model))
            div.ab-note {
                h2 { (words.start.own_case) }
                p { (words.start.own_case_text) " " a href=(form.council.paths().own_case()) { (words.start.own_case_link) } "." }
            }
        }
    })
}

fn promises(form: &Form) -> Markup {
    let words = form.words();
    let lines = if form.is_signal() {
        let signal = &words.signal;
        [
            &signal.promise_whose,
            &signal.promise_name,
            &signal.promise_contact,
            &signal.promise_free,
        ]
    } else {
        let start = &words.start;
        [
            &start.promise_whose,
            &start.promise_name,
            &start.promise_consequences,
            &start.promise_free,
        ]
    };
    html! { ul.ab-promise { @for line in lines { (parts::promise(&form.named(line))) } } }
}

fn duration(form: &Form) -> Markup {
    let words = &form.words().start;
    let (questions, minutes) = length(form.questionnaire());
    html! { (words.length.count(questions)) " " (words.minutes.count(minutes)) }
}

/// What is kept, for who wants to know before beginning.
fn kept(form: &Form) -> Markup {
    let words = form.words();
    html! {
        details.ab-help {
            summary { (words.start.kept) }
            @if form.is_signal() {
                p { (words.signal.kept_answers) }
            } @else {
                p { (words.start.kept_answers) }
                p { (words.start.kept_small_groups) }
                p { (words.start.kept_removal) }
            }
            p { (words.start.kept_complaint) }
        }
    }
}

/// Course and use of the results (Opmeer art. 8.3).
fn course(model: &Model<'_>) -> Markup {
    let (form, words) = (model.form, &model.form.words().start);
    let language = form.language.as_str();
    html! {
        @if let Some(process) = &form.questionnaire().process {
            h2 { (words.course) }
            ol.ab-thread.ab-thread--small {
                @if let Some(until) = model.until {
                    li { h3 { (words.take_part) } p { (words.until.fill(&[("day", &form.words().day(until))])) } }
                }
                li { h3 { (words.after) } p { (parts::text(&process.course, language)) } }
                li { h3 { (words.use_of_results) } p { (parts::text(&process.use_of_results, language)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::page::resident::tests::form;

    #[test]
    fn the_anonymity_text_stands_on_the_start_page_word_for_word() {
        let html = page(&Model {
            form: &form("participatiewet", "nl"),
            until: None,
            door: None,
        })
        .into_string()
        .replace("<bdi>", "")
        .replace("</bdi>", "");
        for sentence in [
            "Deze vragenlijst is van de cliëntenraad, niet van de gemeente.",
            "U hoeft geen naam te geven. Wij kunnen niet zien wie u bent.",
            "Uw antwoorden hebben geen gevolgen voor uw uitkering of hulp.",
            "Meedoen mag, het hoeft niet. U mag op elk moment stoppen.",
        ] {
            assert!(html.contains(sentence), "{sentence}");
        }
    }

    #[test]
    fn the_title_tells_a_bystander_nothing() {
        let html = page(&Model {
            form: &form("participatiewet", "nl"),
            until: None,
            door: None,
        })
        .into_string();
        assert!(html.contains("<title>Vragenlijst</title>"));
    }
}
