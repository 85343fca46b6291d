//! The pages for the test that renders all pages: none yet, a form that is refused, filling in with fresh links, compared; and
//! what a party sees.

use jiff::civil::date;
use maud::Markup;

use super::{Model, one, page, questionnaire};
use crate::anonymity::random::Id;
use crate::domain::evaluation::{Evaluation, Form, Party, Point, Stage, items};
use crate::domain::id::ClientCouncilId;
use crate::store::{Links, StoredEvaluation};
use crate::web::form::Fields;
use crate::web::page::public::party;
use crate::web::session::Volunteer;

const MARKUP: &str = "Binnen <b>zes</b> weken een reactie";

fn stored(stage: Stage) -> StoredEvaluation {
    StoredEvaluation {
        id: Id::from_bytes([9; 16]),
        version: 3,
        client_council: ClientCouncilId::new("lelystad").expect("an id"),
        content: Evaluation {
            start: date(2025, 5, 31),
            people: [7, 2, 1],
            stage,
            points: vec![Point {
                text: MARKUP.into(),
                owner: "College".into(),
                when: "1 januari 2027".into(),
                agreed: vec![Party::Member],
            }],
            view: String::new(),
        },
    }
}

fn forms() -> Vec<(Party, Form)> {
    let questionnaire = questionnaire().expect("it ships");
    let form = |party: Party, at: u8| {
        let items = items(&questionnaire).zip(0..);
        let scores = items.map(|(item, place): (_, u8)| (item.id.clone(), (place + at) % 5 + 1));
        let mut form = Form {
            scores: scores.collect(),
            ..Form::default()
        };
        if party == Party::Official {
            form.words.insert("e12".into(), MARKUP.into());
        }
        (party, form)
    };
    let members = [1, 2, 2].map(|at| form(Party::Member, at));
    let others = [form(Party::Official, 3), form(Party::Executive, 1)];
    members.into_iter().chain(others).collect()
}

/// Names and pages.
pub(crate) fn pages(volunteer: &Volunteer) -> Vec<(&'static str, Markup)> {
    let typed = Fields::decode(b"dag=31&maand=2&jaar=%3Cscript%3E&leden=0").expect("fields");
    let all = [stored(Stage::FillingIn)];
    let list = |all, typed, problems| {
        page(&Model {
            volunteer,
            all,
            typed,
            problems,
        })
    };
    let wrong = [("dag", "Vul een dag in.".to_owned())];
    let links = Party::ALL.iter().map(|party| Links {
        party: *party,
        made: 7,
        used: 3,
    });
    let links: Vec<_> = links.collect();
    let made = [(Party::Member, "sYXnj7XProq2OAh0muI8Ow".to_owned())];
    let nothing = Fields::default();
    let one = |evaluation, forms, made| {
        one::page(&one::Model {
            volunteer,
            evaluation,
            links: &links,
            forms,
            made,
            typed: &nothing,
            problems: &[],
            site: "https://raad.example",
        })
    };
    vec![
        ("evaluations none", list(&[], &nothing, &[])),
        ("evaluations again", list(&all, &typed, &wrong)),
        ("evaluation", one(&stored(Stage::FillingIn), &[], &made)),
        (
            "evaluation compared",
            one(&stored(Stage::Compared), &forms(), &[]),
        ),
        ("evaluation of one", form(volunteer, Party::Member, &[])),
        (
            "evaluation of a party",
            form(volunteer, Party::Official, &["e1".to_owned()]),
        ),
        ("evaluation sent", party::thanks(&volunteer.council)),
    ]
}

fn form(volunteer: &Volunteer, of: Party, missing: &[String]) -> Markup {
    party::page(&party::Model {
        council: &volunteer.council,
        evaluation: &stored(Stage::FillingIn),
        party: of,
        questionnaire: &questionnaire().expect("it ships"),
        typed: &Fields::default(),
        problems: &[],
        missing,
        address: "/lelystad/r/x",
    })
}
