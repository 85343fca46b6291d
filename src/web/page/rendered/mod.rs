//! Every page from its samples: what must hold of all pages is checked here once.

mod resident;
mod workspace;

use super::resident::receipt;
use super::resident::tests::form;
use super::{login, public};
use crate::domain::definition::Questionnaire;
use crate::domain::entry::Entry;
use crate::text::interface::open_gap;
use crate::web::directory::samples;
use crate::web::error;
use crate::web::form::filled::Filled;

/// Name and HTML of every page.
fn all() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    pages.extend(
        error::samples()
            .into_iter()
            .map(|page| ("failure".to_owned(), page.into_string())),
    );
    pages.extend(public_pages());
    pages.extend(workspace::pages());
    for language in ["nl", "en", "ar"] {
        let form = form("signaal", language);
        let page = receipt::page(&form, &workspace::a_code(), "https://raad.example");
        pages.push((format!("receipt {language}"), page.into_string()));
        let council = samples::council();
        let code_pages = super::resident::code::samples(&council, language);
        pages.extend(
            code_pages
                .into_iter()
                .map(|(name, page)| (name, page.into_string())),
        );
    }
    for (questionnaire, language) in [
        ("participatiewet", "nl"),
        ("wmo", "en"),
        ("wmo", "makkelijk"),
        ("participatiewet", "ar"),
        ("signaal", "uk"),
        ("signaal", "nl"),
        ("signaal", "en"),
    ] {
        pages.extend(resident::pages(questionnaire, language));
    }
    pages.extend(resident::pages_of(
        &form("participatiewet", "nl").on_kiosk(),
        "kiosk",
    ));
    pages
}

fn public_pages() -> Vec<(String, String)> {
    let council = samples::council();
    let home = public::home::Model {
        advices: &[],
        council: &council,
        reports: &[],
        today: jiff::civil::date(2026, 11, 23),
    };
    let login = |problem| {
        login::page(&login::Model {
            name: "wies",
            problem,
            kept: None,
        })
    };
    let pages = [
        (
            "index",
            public::index::page(&[std::sync::Arc::clone(&council)]),
        ),
        ("home", public::home::page(&home)),
        ("own case", public::own_case::page(&council)),
        (
            "data",
            public::data::page(&public::data::Model {
                council: &council,
                today: home.today,
            }),
        ),
        ("accessibility", public::accessibility::page(&council)),
        ("login", login(None)),
        ("login again", login(Some(login::Problem::Wrong))),
        ("login later", login(Some(login::Problem::Wait(70)))),
    ];
    pages
        .map(|(name, page)| (name.to_owned(), page.into_string()))
        .into()
}

/// Something wrong at every question, with text that would be markup.
fn mistaken(questionnaire: &Questionnaire) -> Filled {
    let mut filled = Filled::default();
    for question in questionnaire.questions() {
        let wrong = "<script>alert(1)</script> 111222333".to_owned();
        filled.set(
            &question.id,
            Entry {
                values: vec![wrong],
                other: "\"><i class=x>".to_owned(),
            },
        );
    }
    filled
}

/// Opening tags of a page, with their attributes.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

#[test]
fn no_page_has_a_script_a_style_or_a_handler_written_in_it() {
    for (name, html) in all() {
        for tag in tags(&html) {
            let outside_values: String = tag.to_lowercase().split('"').step_by(2).collect();
            let own = tag.starts_with("script src=\"/static/");
            assert!(
                own || !outside_values.starts_with("script"),
                "{name}: {tag}"
            );
            assert!(!outside_values.contains(" style="), "{name}: {tag}");
            assert!(!outside_values.contains(" on"), "{name}: {tag}");
            assert!(!tag.to_lowercase().contains("javascript:"), "{name}: {tag}");
        }
    }
}

#[test]
fn no_gap_of_a_phrase_stays_open() {
    for (name, html) in all() {
        // The script of a shared device counts down in this one.
        let read = html.replace("{seconds}", "");
        assert_eq!(open_gap(&read), None, "{name}");
    }
}

#[test]
fn a_script_has_nothing_in_it() {
    for (name, html) in all() {
        for (_, script) in html
            .split("<script")
            .skip(1)
            .filter_map(|rest| rest.split_once('>'))
        {
            assert!(script.starts_with("</script>"), "{name}");
        }
    }
}

#[test]
fn every_page_has_one_heading_a_language_a_title_and_no_id_twice() {
    for (name, html) in all() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(html.starts_with("<!DOCTYPE html><html lang=\""), "{name}");
        assert!(
            !html.contains("<title></title>") && html.contains("<title>"),
            "{name}"
        );
        let mut ids: Vec<_> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}");
    }
}

#[test]
fn a_page_is_in_its_language_and_runs_as_that_does() {
    for (language, root) in [
        ("ar", "lang=\"ar\" dir=\"rtl\""),
        ("pl", "lang=\"pl\" dir=\"ltr\""),
        ("makkelijk", "lang=\"nl\" dir=\"ltr\""),
    ] {
        for (name, html) in resident::pages("wmo", language) {
            assert!(
                html.starts_with(&format!("<!DOCTYPE html><html {root}>")),
                "{name}"
            );
        }
    }
}

#[test]
fn every_page_in_a_language_that_no_one_checked_says_so_in_that_language_and_in_dutch() {
    let note = "<p lang=\"nl\" dir=\"ltr\">Deze vertaling is niet nagekeken.</p>";
    for (language, own) in [
        ("ar", "لم يراجع أحد هذه الترجمة بعد."),
        ("tr", "Bu çeviri henüz kontrol edilmemiştir."),
    ] {
        for (name, html) in resident::pages("signaal", language) {
            assert!(html.contains(note) && html.contains(own), "{name}");
        }
    }
    for language in ["nl", "en", "makkelijk"] {
        for (name, html) in resident::pages("wmo", language) {
            assert!(!html.contains("ab-translation"), "{name}");
        }
    }
}

#[test]
fn every_resident_page_offers_the_other_languages_by_their_own_name_and_a_step_sends_what_stands_in_it()
 {
    for (name, html) in resident::pages("wmo", "ar") {
        for language in ["nl", "en", "tr", "pl", "uk"] {
            assert!(
                html.contains(&format!(" lang=\"{language}\"")),
                "{name}: {language}"
            );
        }
        assert!(
            html.contains(">Türkçe<") && html.contains(">Makkelijk Nederlands<"),
            "{name}"
        );
        let in_form = html.contains("name=\"formulier\"");
        let button = "form=\"antwoorden\" name=\"doe\" value=\"blijf";
        assert_eq!(html.contains(button), in_form, "{name}");
        assert_eq!(
            html.contains("hreflang="),
            !in_form,
            "{name}: a link would lose the answers"
        );
    }
}

#[test]
fn no_words_of_another_language_stand_unmarked_in_an_attribute_or_title() {
    for (name, html) in all() {
        for tag in tags(&html) {
            assert!(
                !tag.contains("&lt;span") && !tag.contains("<span lang"),
                "{name}: {tag}"
            );
        }
    }
}

#[test]
fn every_link_within_a_page_leads_somewhere() {
    for (name, html) in all() {
        for target in html
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(
                html.contains(&format!(" id=\"{target}\"")),
                "{name}: #{target}"
            );
        }
    }
}

#[test]
fn no_form_relies_on_the_browser_s_own_checks_and_no_button_is_disabled() {
    for (name, html) in all() {
        for tag in tags(&html) {
            assert!(
                !tag.starts_with("form")
                    || tag.contains("novalidate")
                    || name.starts_with("workspace"),
                "{name}: {tag}"
            );
            for banned in [
                " required",
                " disabled",
                " placeholder",
                " pattern=",
                " maxlength=",
            ] {
                assert!(!tag.contains(banned), "{name}: {tag}");
            }
        }
    }
}

#[test]
fn a_resident_s_page_is_under_thirty_kilobytes_as_sent_and_one_of_the_workspace_under_sixty() {
    for (name, html) in all() {
        let most = if name.starts_with("workspace") {
            60_000
        } else {
            30_000
        };
        assert!(html.len() < most, "{name}: {} bytes", html.len());
    }
}

#[test]
fn what_was_typed_is_shown_as_text_never_as_markup() {
    for (name, html) in all() {
        assert!(
            !html.contains("<script>") && !html.contains("<i class=x>"),
            "{name}"
        );
    }
}

#[test]
fn a_page_with_mistakes_says_so_in_its_title() {
    let pages = resident::pages("participatiewet", "nl");
    let wrong: Vec<_> = pages
        .iter()
        .filter(|(_, html)| html.contains("ab-error-summary"))
        .collect();
    assert!(!wrong.is_empty());
    assert!(wrong.iter().all(|(_, html)| html.contains("<title>Fout: ")));
}

/// The browser tests judge the same samples: `tests/run` names the directory that they read.
#[test]
fn the_samples_stand_where_the_browser_tests_look_for_them() {
    let Some(directory) = std::env::var_os("ACHTERBAN_PAGE_SAMPLES") else {
        return;
    };
    let directory = std::path::Path::new(&directory);
    std::fs::create_dir_all(directory).expect("a directory");
    for (number, (name, html)) in all().into_iter().enumerate() {
        let file = directory.join(format!("{number:03} {name}.html"));
        std::fs::write(file, html).expect("written");
    }
}
