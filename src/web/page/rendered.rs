//! Every page from its samples: what must hold of all pages is checked here once.

use super::resident::tests::form;
use super::resident::{check, closed, door, receipt, start, step, thanks};
use super::{council, login, public};
use crate::domain::answer::Response;
use crate::domain::definition::Questionnaire;
use crate::domain::entry::Entry;
use crate::domain::routing;
use crate::web::directory::samples;
use crate::web::error;
use crate::web::form::filled::{Filled, Place, places, questions_at};

/// Name and HTML of every page.
fn all() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    pages.extend(
        error::samples()
            .into_iter()
            .map(|page| ("failure".to_owned(), page.into_string())),
    );
    pages.extend(public_pages());
    pages.extend(workspace_pages());
    for language in ["nl", "en", "ar"] {
        let form = form("signaal", language);
        let page = receipt::page(&form, &a_code(), "https://raad.example");
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
        pages.extend(resident_pages(questionnaire, language));
    }
    pages.extend(pages_of(&form("participatiewet", "nl").on_kiosk(), "kiosk"));
    pages
}

fn public_pages() -> Vec<(String, String)> {
    let council = samples::council();
    let home = public::home::Model {
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

/// The workspace of a secretary, with signals and the report's example as results.
fn workspace_pages() -> Vec<(String, String)> {
    let volunteer = super::council::tests::secretary();
    let intake_form = std::sync::Arc::clone(volunteer.council.intake_form().expect("it ships"));
    let mistaken = mistaken(&intake_form.questionnaire);
    let violations = mistaken.outcome(&intake_form.questionnaire, 1).violations;
    let signal = a_signal();
    let signals = std::slice::from_ref(&signal);
    let said = crate::store::Conversation {
        answer: "<script>x</script>".into(),
        question: "Was dit één keer?".into(),
        reply: "Bel 0612345678".into(),
        reaction: String::new(),
    };
    let today = jiff::civil::date(2026, 11, 23);
    let intake = |filled, violations| {
        council::intake::page(&council::intake::Model {
            volunteer: &volunteer,
            survey: &intake_form,
            filled,
            violations,
            nonce: "A",
        })
    };
    let one = |call_back| {
        council::signal::page(&council::signal::Model {
            volunteer: &volunteer,
            signal: &signal,
            call_back,
            said: &said,
        })
    };
    let contact = crate::store::Contact {
        details: "06".into(),
        erase: today,
    };
    let results = results_pages(&volunteer, today);
    let home = council::today::Model {
        volunteer: &volunteer,
        signals,
        reports: &[],
        today,
        demo: true,
    };
    let paper = council::paper::samples::pages(&volunteer, &a_round());
    let pages = [
        ("today", council::today::page(&home)),
        ("intake", intake(&Filled::default(), &[])),
        ("intake again", intake(&mistaken, &violations)),
        (
            "intake kept",
            council::intake::kept(&volunteer, &a_code(), "http://a"),
        ),
        ("signals", council::signals::page(&volunteer, signals)),
        ("no signals", council::signals::page(&volunteer, &[])),
        ("signal", one(council::signal::CallBack::Closed)),
        (
            "signal opened",
            one(council::signal::CallBack::Open(contact)),
        ),
        ("invite", invite_page(&volunteer, None)),
        (
            "invite again",
            invite_page(&volunteer, Some(council::invite::Mistake::SmallGroup(10))),
        ),
        ("all results", council::results::list(&volunteer, &[])),
    ];
    pages
        .into_iter()
        .chain(paper)
        .chain(council::house_style::samples::pages(&volunteer))
        .map(|(name, page)| (name.to_owned(), page))
        .chain(results)
        .map(|(name, page)| (format!("workspace {name}"), page.into_string()))
        .collect()
}

/// The report's example as results, and after its answers were erased.
fn results_pages(
    volunteer: &crate::web::session::Volunteer,
    today: jiff::civil::Date,
) -> Vec<(String, maud::Markup)> {
    let round = a_round();
    let set_apart = [crate::store::Apart {
        reason: crate::domain::suspicion::Suspicion::TooFast,
        count: 3,
        taken: true,
        fixed: false,
    }];
    let example = crate::report::example::example();
    let document = crate::report::input::Document::knelpunten(&example.source());
    let results = council::results::Model {
        volunteer,
        round: &round,
        document: &document,
        reports: &[],
        apart: &set_apart,
        today,
    };
    let mut erased = document.clone();
    erased.respondents = None;
    let gone = council::results::Model {
        document: &erased,
        today: round.closes.saturating_add(jiff::Span::new().years(6)),
        ..results
    };
    let theme = format!("thema-{}", document.knelpunten[0].theme);
    let parts = [theme.as_str(), "groepen", "andere-vragen", "cijfers"];
    let parts = parts.map(|part| {
        let page = council::results_part::page(&results, part).expect(part);
        (format!("results {part}"), page)
    });
    let whole = [
        ("results".to_owned(), council::results::page(&results)),
        ("results gone".to_owned(), council::results::page(&gone)),
        (
            "set apart".to_owned(),
            council::apart::page(volunteer, &round, "Proef", &set_apart),
        ),
    ];
    whole.into_iter().chain(parts).collect()
}

fn a_signal() -> crate::store::Signal {
    crate::store::Signal {
        id: crate::anonymity::random::Id::from_bytes([3; 16]),
        channel: crate::domain::definition::Channel::Website,
        day: None,
        week: "2026-W48".into(),
        questionnaire: crate::domain::id::QuestionnaireId::new("signaal").expect("an id"),
        questionnaire_version: 1,
        answers: r#"{"v":1,"a":{"verhaal":{"text":"<script>x</script> bel 0612345678"}}}"#.into(),
        subject: crate::domain::signal::Subject {
            themes: vec!["doorlooptijd".into()],
            law: None,
            aspect: None,
            kind: crate::domain::signal::SignalKind::Knelpunt,
            grave: true,
        },
        status: crate::store::NEW.into(),
        suspicion: Some(crate::domain::suspicion::Suspicion::Trap),
        version: 1,
    }
}

fn a_code() -> crate::domain::signal_code::SignalCode {
    crate::domain::signal_code::SignalCode::from_bytes(&[7; 16])
}

fn a_round() -> crate::store::Round {
    crate::store::Round {
        id: crate::domain::id::RoundId::new("lelystad/participatiewet/2026-1").expect("an id"),
        questionnaire_version: 1,
        opens: jiff::civil::date(2026, 9, 1),
        closes: jiff::civil::date(2026, 10, 18),
        state: crate::store::RoundState::Closed,
        entry: crate::store::Entry::Open,
        invited: Some(1_180),
        k: 10,
        sample: true,
        published: 342,
        imported: 0,
        revision: 1,
        version: 1,
    }
}

fn invite_page(
    volunteer: &crate::web::session::Volunteer,
    mistake: Option<council::invite::Mistake>,
) -> maud::Markup {
    let typed =
        crate::web::form::Fields::decode(b"aantal=3&groep=%3Cscript%3E&adres=x").expect("fields");
    council::invite::page(&council::invite::Model {
        volunteer,
        rounds: &[
            an_open_round(crate::store::Entry::Code),
            an_open_round(crate::store::Entry::Open),
        ],
        wrong: mistake.map(|mistake| council::invite::Wrong {
            place: 0,
            fields: &typed,
            mistake,
        }),
        site: "https://enquete.example.nl",
    })
}

fn an_open_round(entry: crate::store::Entry) -> council::invite::Invited {
    let issued = |group: &str, issued, answered| crate::store::IssuedCodes {
        group: crate::domain::code_group::CodeGroup::new(group).expect("a group"),
        issued,
        answered,
    };
    council::invite::Invited {
        title: "Uw ervaring met de bijstand".into(),
        round: crate::store::Round {
            state: crate::store::RoundState::Open,
            entry,
            ..a_round()
        },
        issued: vec![issued("", 24, None), issued("Noord", 240, Some(85))],
    }
}

/// Start, every step empty and with mistakes, check page, thanks, closed.
fn resident_pages(questionnaire: &str, language: &str) -> Vec<(String, String)> {
    pages_of(
        &form(questionnaire, language),
        &format!("{questionnaire} {language}"),
    )
}

fn pages_of(form: &super::resident::Form, of: &str) -> Vec<(String, String)> {
    let name = |page: &str| format!("{of} {page}");
    let mut pages = vec![
        (
            name("start"),
            start::page(&start::Model {
                form,
                until: Some(jiff::civil::date(2026, 12, 11)),
                door: None,
            }),
        ),
        (name("start with a code"), with_code(form, None)),
        (
            name("start with a wrong code"),
            with_code(form, Some(door::Shut::Unknown)),
        ),
        (
            name("helper"),
            super::resident::helper::page(form, "7K3M-\"><script>"),
        ),
        (name("thanks"), thanks::page(form)),
        (name("closed"), closed::page(form, closed::Reason::Closed)),
        (
            name("not open"),
            closed::page(form, closed::Reason::NotOpen),
        ),
        (name("unreadable"), closed::unreadable(form)),
    ];
    for filled in [Filled::default(), mistaken(form.questionnaire())] {
        let outcome = filled.outcome(form.questionnaire(), 1);
        let shown = routing::shown(form.questionnaire(), &outcome.response);
        let all = places(form.questionnaire(), &outcome.response);
        for (index, place) in all
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, place)| *place != Place::Check)
        {
            pages.push((
                name("step"),
                step::page(&step::Model {
                    form,
                    place,
                    number: index + 1,
                    total: all.len(),
                    questions: questions_at(form.questionnaire(), place, &shown),
                    filled: &filled,
                    violations: &outcome.violations,
                    helped: true,
                    sealed: &"A".repeat(3_000),
                }),
            ));
        }
        pages.push((name("check"), check_page(form, &outcome.response)));
    }
    pages
        .into_iter()
        .map(|(name, page)| (name, page.into_string()))
        .collect()
}

fn with_code(form: &super::resident::Form, shut: Option<door::Shut>) -> maud::Markup {
    start::page(&start::Model {
        form,
        until: Some(jiff::civil::date(2026, 12, 11)),
        door: Some(door::Door {
            typed: "\"><script>",
            shut,
        }),
    })
}

fn check_page(form: &super::resident::Form, response: &Response) -> maud::Markup {
    check::page(&check::Model {
        form,
        response,
        body: &response.to_body().expect("a body"),
        contact: Some("wies@example.nl"),
        shown: routing::shown(form.questionnaire(), response),
        total: 6,
        today: jiff::civil::date(2026, 11, 23),
        notice: Some(check::Notice::Stale),
        helped: true,
        sealed: "A",
    })
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
        for (name, html) in resident_pages("wmo", language) {
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
        for (name, html) in resident_pages("signaal", language) {
            assert!(html.contains(note) && html.contains(own), "{name}");
        }
    }
    for language in ["nl", "en", "makkelijk"] {
        for (name, html) in resident_pages("wmo", language) {
            assert!(!html.contains("ab-translation"), "{name}");
        }
    }
}

#[test]
fn every_resident_page_offers_the_other_languages_by_their_own_name_and_a_step_sends_what_stands_in_it()
 {
    for (name, html) in resident_pages("wmo", "ar") {
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
    let pages = resident_pages("participatiewet", "nl");
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
