//! The pages for the test that renders all pages: in every stage, refused, with markup in what people wrote; and what the
//! college and residents see.

use jiff::civil::date;
use maud::Markup;

use super::{Model, edit, one, page, reply};
use crate::anonymity::random::Id;
use crate::domain::advice::{Advice, Recommendation, Reply, Stage, Verdict};
use crate::domain::id::ClientCouncilId;
use crate::store::StoredAdvice;
use crate::text::advice as words;
use crate::web::form::Fields;
use crate::web::page::public::{advice as public_advice, reaction};
use crate::web::session::Volunteer;

const MARKUP: &str = "Brieven zijn <b>te moeilijk</b> & te lang";

fn advice(stage: Stage) -> Advice {
    let recommendation = |problem: &str, proposal: &str| Recommendation {
        problem: problem.into(),
        proposal: proposal.into(),
        knelpunt: Some("00112233445566778899aabbccddeeff".into()),
    };
    let reply = |verdict, reason: &str| Reply {
        verdict,
        reason: reason.into(),
        promise: "Voor 1 juli 2027".into(),
    };
    let is_sent = stage >= Stage::Sent;
    Advice {
        subject: MARKUP.into(),
        decision: Some(date(2027, 5, 18)),
        recommendations: vec![
            recommendation(MARKUP, "Herschrijf tien brieven samen met inwoners."),
            recommendation("Niemand belt terug.", "Bel binnen twee werkdagen terug."),
            recommendation("Het loket is te ver.", "Open een dag per week in elk dorp."),
        ],
        stage,
        adopted: (stage >= Stage::Adopted).then(|| date(2026, 11, 2)),
        sent: is_sent.then(|| date(2026, 11, 3)),
        answered: (stage == Stage::Answered).then(|| date(2026, 11, 20)),
        replies: if stage == Stage::Answered {
            vec![
                reply(Verdict::Adopted, ""),
                reply(Verdict::Partly, "Twee dagen lukt <niet>; drie wel."),
                reply(Verdict::Not, "Daar is geen geld voor."),
            ]
        } else {
            Vec::new()
        },
        is_public: is_sent,
        ..Advice::begun()
    }
}

fn stored(stage: Stage) -> StoredAdvice {
    StoredAdvice {
        id: Id::from_bytes([7; 16]),
        version: 4,
        client_council: ClientCouncilId::new("lelystad").expect("an id"),
        content: advice(stage),
        day: date(2026, 11, 20),
        actor: "secretaris".into(),
    }
}

fn one_page(volunteer: &Volunteer, stage: Stage, link: &str) -> Markup {
    let stored = stored(stage);
    one::page(&one::Model {
        volunteer,
        advice: &stored,
        before: std::slice::from_ref(&stored),
        link_until: (stage == Stage::Sent).then(|| date(2027, 2, 1)),
        link,
        problems: &[],
        today: date(2026, 11, 27),
    })
}

fn edit_page(volunteer: &Volunteer, typed: &Advice, problems: &[(&'static str, String)]) -> Markup {
    edit::page(&edit::Model {
        volunteer,
        known: None,
        typed,
        day: ["31", "2", "<script>"].map(str::to_owned),
        problems,
        knelpunten: &[],
    })
}

fn reply_page(volunteer: &Volunteer, problems: &[reply::Problem]) -> Markup {
    reply::page(&reply::Model {
        volunteer,
        advice: &stored(Stage::Sent),
        typed: &Fields::default(),
        problems,
    })
}

/// Names and pages.
pub(crate) fn pages(volunteer: &Volunteer) -> Vec<(&'static str, Markup)> {
    let mut pages = workspace(volunteer);
    pages.extend(outside(volunteer));
    pages
}

fn workspace(volunteer: &Volunteer) -> Vec<(&'static str, Markup)> {
    let all = [
        stored(Stage::Written),
        stored(Stage::Sent),
        stored(Stage::Answered),
    ];
    let list = |all| {
        page(&Model {
            volunteer,
            all,
            today: date(2026, 11, 27),
        })
    };
    let empty = Advice::begun();
    let problems = problems();
    let faults: Vec<_> = empty
        .faults()
        .into_iter()
        .map(|fault| (edit::place(fault), words::fault(fault)))
        .collect();
    vec![
        ("advices none", list(&[])),
        ("advices", list(&all)),
        ("advice new", edit_page(volunteer, &empty, &[])),
        (
            "advice refused",
            edit_page(volunteer, &advice(Stage::Written), &faults),
        ),
        ("advice written", one_page(volunteer, Stage::Written, "")),
        ("advice adopted", one_page(volunteer, Stage::Adopted, "")),
        ("advice sent", one_page(volunteer, Stage::Sent, "")),
        (
            "advice link",
            one_page(
                volunteer,
                Stage::Sent,
                "http://127.0.0.1:8080/lelystad/reactie/abcdefghijklmnopqrstuv",
            ),
        ),
        ("advice answered", one_page(volunteer, Stage::Answered, "")),
        ("advice reply", reply_page(volunteer, &[])),
        ("advice reply refused", reply_page(volunteer, &problems)),
    ]
}

/// What is wrong with a reply in which nothing was filled in.
fn problems() -> Vec<reply::Problem> {
    let read = reply::read(&advice(Stage::Sent), &Fields::default(), date(2026, 11, 27));
    read.expect_err("nothing was filled in")
}

/// What the college and residents see.
fn outside(volunteer: &Volunteer) -> Vec<(&'static str, Markup)> {
    let council = &volunteer.council;
    let asked = |problems: &[reply::Problem]| {
        reaction::page(&reaction::Model {
            council,
            advice: &advice(Stage::Sent),
            typed: &Fields::default(),
            problems,
            address: "/lelystad/reactie/x",
        })
    };
    let problems = problems();
    vec![
        ("college asked", asked(&[])),
        ("college refused", asked(&problems)),
        (
            "college thanks",
            reaction::thanks(council, &advice(Stage::Answered)),
        ),
        (
            "advice public",
            public_advice::page(council, &advice(Stage::Answered)),
        ),
        (
            "advice public waiting",
            public_advice::page(council, &advice(Stage::Sent)),
        ),
    ]
}
