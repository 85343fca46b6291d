//! The demo's evaluation of the klankbordgroep of Opmeer, which is due: made-up answers of three parties, and points for
//! improvement of which one still waits for a party.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::{Failure, data};
use crate::clock::Clock;
use crate::domain::evaluation::{Evaluation, Form, Party, Point, Stage};
use crate::domain::id::ClientCouncilId;
use crate::store::Store;

/// The client council whose rules ask for an evaluation after 1.5 years.
pub(super) const CLIENT_COUNCIL: &str = "opmeer";
/// Members, policy officers, mayor and aldermen.
const PEOPLE: [u32; 3] = [7, 2, 3];
/// Made-up answers to e1 … e14; one member did not fill in.
const MEMBERS: [[u8; 14]; 6] = [
    [4, 3, 2, 4, 3, 2, 2, 2, 3, 4, 2, 1, 2, 4],
    [3, 3, 2, 4, 3, 2, 2, 2, 3, 4, 2, 1, 2, 4],
    [4, 4, 1, 5, 3, 3, 1, 2, 4, 4, 1, 1, 2, 4],
    [3, 3, 2, 4, 2, 2, 2, 1, 3, 5, 3, 2, 3, 4],
    [4, 4, 3, 4, 3, 2, 3, 3, 3, 4, 2, 1, 2, 5],
    [2, 3, 2, 3, 3, 1, 2, 2, 2, 4, 2, 2, 1, 3],
];
const OFFICIALS: [u8; 14] = [4, 4, 4, 4, 3, 3, 3, 3, 4, 4, 4, 3, 3, 4];
const EXECUTIVES: [u8; 14] = [4, 3, 5, 4, 3, 4, 4, 3, 3, 4, 3, 5, 4, 4];
const WORDS: [(Party, &str, &str); 3] = [
    (
        Party::Official,
        "e12",
        "Wij antwoorden wel, maar vaak mondeling. Dat staat dan nergens.",
    ),
    (
        Party::Executive,
        "e12",
        "Op elk advies kwam een brief met redenen.",
    ),
    (
        Party::Official,
        "e15",
        "Blijven: het vaste overleg. Anders: eerder beginnen. Stoppen: dikke stukken een dag van tevoren.",
    ),
];

pub(super) async fn fill(
    store: &Store,
    clock: &Clock,
    client_council: &ClientCouncilId,
) -> Result<(), Failure> {
    let today = clock.today();
    let by = (data::command_line(clock), today);
    let id = store
        .add_evaluation(client_council, &begun(today), by)
        .await?;
    let Some(begun) = store.evaluation(client_council, id).await? else {
        return Ok(());
    };
    let links = store.make_links(&begun, today, by.0).await?;
    for party in Party::ALL {
        // Each form has a link of its own; a member that did not fill in leaves one unused.
        let own = links.iter().filter(|(of, _)| of == party);
        let forms = forms().into_iter().filter(|(of, _)| of == party);
        for ((_, token), (_, form)) in own.zip(forms) {
            store
                .send_evaluation_form(token, (id, *party), &form)
                .await?;
        }
    }
    let compared = Evaluation {
        stage: Stage::Compared,
        points: points(today),
        ..begun.content.clone()
    };
    store.change_evaluation(&begun, &compared, by).await?;
    Ok(())
}

/// The group began so long ago that the evaluation is due since last week.
fn begun(today: Date) -> Evaluation {
    Evaluation {
        start: today.saturating_sub(18.months().days(7)),
        people: PEOPLE,
        stage: Stage::FillingIn,
        points: Vec::new(),
        view: String::new(),
    }
}

fn scored(scores: &[u8; 14]) -> BTreeMap<String, u8> {
    let items = scores.iter().enumerate();
    items
        .map(|(place, score)| (format!("e{}", place + 1), *score))
        .collect()
}

fn forms() -> Vec<(Party, Form)> {
    let members = MEMBERS.iter().map(|scores| (Party::Member, scores));
    let others = [
        (Party::Official, &OFFICIALS),
        (Party::Executive, &EXECUTIVES),
    ];
    let form = |(party, scores): (Party, &[u8; 14])| {
        let own = WORDS.iter().filter(|(of, ..)| *of == party);
        let words = own.map(|(_, id, text)| ((*id).to_owned(), (*text).to_owned()));
        let form = Form {
            scores: scored(scores),
            words: words.collect(),
        };
        (party, form)
    };
    members.chain(others).map(form).collect()
}

fn points(today: Date) -> Vec<Point> {
    let year = today.year() + 1;
    let all = Party::ALL.to_vec();
    let point = |text: &str, owner: &str, when: String, agreed: Vec<Party>| Point {
        text: text.to_owned(),
        owner: owner.to_owned(),
        when,
        agreed,
    };
    vec![
        point(
            "Binnen zes weken een reactie per aanbeveling, met reden.",
            "College",
            format!("vanaf 1 januari {year}"),
            all.clone(),
        ),
        point(
            "De groep krijgt een half jaar vooruit te horen welke voorstellen eraan komen.",
            "Beleidsmedewerker",
            format!("1 februari {year}"),
            all,
        ),
        point(
            "In elk voorstel van het college een kopje: wat cliënten vonden.",
            "College",
            format!("1 maart {year}"),
            vec![Party::Member, Party::Official],
        ),
    ]
}
