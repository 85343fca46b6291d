//! The pages of volunteers.

use jiff::civil::{Date, date};
use maud::Markup;

use super::mistaken;
use crate::domain::signal_code::SignalCode;
use crate::domain::suspicion::Suspicion;
use crate::web::form::filled::Filled;
use crate::web::page::council;
use crate::web::session::Volunteer;

/// The workspace of a secretary, with signals and the report's example as results.
pub(super) fn pages() -> Vec<(String, String)> {
    let volunteer = council::tests::secretary();
    let today = date(2026, 11, 23);
    let pages = [
        ("invite", invite_page(&volunteer, None)),
        (
            "invite again",
            invite_page(&volunteer, Some(council::invite::Mistake::SmallGroup(10))),
        ),
        ("planner", planner_page(&volunteer, None)),
        (
            "planner advice",
            planner_page(&volunteer, Some(b"mensen=150&marge=5&meedoen=35")),
        ),
        (
            "planner again",
            planner_page(&volunteer, Some(b"mensen=%3Cscript%3E&marge=0&meedoen=x")),
        ),
        ("all results", council::results::list(&volunteer, &[])),
    ];
    pages
        .into_iter()
        .chain(intake_pages(&volunteer))
        .chain(signal_pages(&volunteer, today))
        .chain(council::paper::samples::pages(&volunteer, &a_round()))
        .chain(council::house_style::samples::pages(&volunteer))
        .chain(council::evaluation::samples::pages(&volunteer))
        .chain(council::advice::samples::pages(&volunteer))
        .chain(council::ledger::samples::pages(&volunteer))
        .chain(council::representation::samples::pages(
            &volunteer,
            &a_round(),
        ))
        .map(|(name, page)| (name.to_owned(), page))
        .chain(results_pages(&volunteer, today))
        .map(|(name, page)| (format!("workspace {name}"), page.into_string()))
        .collect()
}

fn intake_pages(volunteer: &Volunteer) -> [(&'static str, Markup); 3] {
    let survey = std::sync::Arc::clone(volunteer.council.intake_form().expect("it ships"));
    let mistaken = mistaken(&survey.questionnaire);
    let violations = mistaken.outcome(&survey.questionnaire, 1).violations;
    let intake = |filled, violations| {
        council::intake::page(&council::intake::Model {
            volunteer,
            survey: &survey,
            filled,
            violations,
            nonce: "A",
        })
    };
    [
        ("intake", intake(&Filled::default(), &[])),
        ("intake again", intake(&mistaken, &violations)),
        (
            "intake kept",
            council::intake::kept(volunteer, &a_code(), "http://a"),
        ),
    ]
}

fn signal_pages(volunteer: &Volunteer, today: Date) -> [(&'static str, Markup); 6] {
    let signal = a_signal();
    let signals = std::slice::from_ref(&signal);
    let said = crate::store::Conversation {
        answer: "<script>x</script>".into(),
        question: "Was dit één keer?".into(),
        reply: "Bel 0612345678".into(),
        reaction: String::new(),
    };
    let one = |call_back| {
        council::signal::page(&council::signal::Model {
            volunteer,
            signal: &signal,
            call_back,
            said: &said,
        })
    };
    let contact = crate::store::Contact {
        details: "06".into(),
        erase: today,
    };
    let home = council::today::Model {
        volunteer,
        signals,
        reports: &[],
        advices: &[],
        today,
        demo: true,
        backup: Some(Some(today)),
    };
    let unsafe_home = council::today::Model {
        backup: Some(None),
        ..home
    };
    [
        ("today", council::today::page(&home)),
        ("today no backup", council::today::page(&unsafe_home)),
        ("signals", council::signals::page(volunteer, signals)),
        ("no signals", council::signals::page(volunteer, &[])),
        ("signal", one(council::signal::CallBack::Closed)),
        (
            "signal opened",
            one(council::signal::CallBack::Open(contact)),
        ),
    ]
}

/// The report's example as results, and after its answers were erased.
fn results_pages(volunteer: &Volunteer, today: Date) -> Vec<(String, Markup)> {
    let round = a_round();
    let set_apart = [crate::store::Apart {
        reason: Suspicion::TooFast,
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
    let parts = [
        theme.as_str(),
        "voorrang",
        "eerdere-rondes",
        "groepen",
        "andere-vragen",
        "cijfers",
    ];
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
        suspicion: Some(Suspicion::Trap),
        version: 1,
    }
}

pub(super) fn a_code() -> SignalCode {
    SignalCode::from_bytes(&[7; 16])
}

fn a_round() -> crate::store::Round {
    crate::store::Round {
        id: crate::domain::id::RoundId::new("lelystad/participatiewet/2026-1").expect("an id"),
        questionnaire_version: 1,
        opens: date(2026, 9, 1),
        closes: date(2026, 10, 18),
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

fn invite_page(volunteer: &Volunteer, mistake: Option<council::invite::Mistake>) -> Markup {
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

fn planner_page(volunteer: &Volunteer, typed: Option<&[u8]>) -> Markup {
    let typed = typed.map(|typed| crate::web::form::Fields::decode(typed).expect("fields"));
    council::planner::page(&council::planner::Model {
        volunteer,
        typed: typed.as_ref(),
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
