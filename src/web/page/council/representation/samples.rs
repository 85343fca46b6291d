//! The page for the test that renders all pages: without margins, with weights, refused, and margins that don't fit.

use maud::Markup;

use super::{FILE, Model, Typed, page};
use crate::analysis::{Population, analyse_responses};
use crate::domain::answer::{Answer, Response};
use crate::domain::code_book::CodeBook;
use crate::domain::definition::Questionnaire;
use crate::domain::definition::read::read;
use crate::domain::margin::{Line, Margins, Unit};
use crate::store::{Round, StoredMargins};
use crate::web::session::Volunteer;
use crate::web::weighting::Weighed;

const SURVEY: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
intro.nl = "Proef"
[theme.zorg]
name.nl = "Zorg"
[[section]]
id = "een"
title.nl = "Een"
[[section.question]]
id = "zorg"
kind = "scale"
text.nl = "Krijgt u <i>zorg</i>?"
theme = "zorg"
problem = [1, 2]
options = [{ code = 1, label.nl = "Nooit" }, { code = 2, label.nl = "Soms" }, { code = 3, label.nl = "Vaak" }, { code = 4, label.nl = "Altijd" }]
[[background]]
id = "wijk"
kind = "choice"
text.nl = "Waar woont u?"
options = [{ code = "n", label.nl = "Noord" }, { code = "o", label.nl = "Oost" }, { code = "z", label.nl = "Zuid" }]
"#;

/// A questionnaire with one margin to give.
pub(crate) fn survey() -> Questionnaire {
    read(SURVEY, &[]).questionnaire.expect("a questionnaire")
}

fn weighed(lines: &[(&str, &str)]) -> Weighed {
    let questionnaire = survey();
    let lines: Vec<Line> = lines
        .iter()
        .map(|(code, value)| Line {
            row: None,
            question: "wijk".to_owned(),
            code: (*code).to_owned(),
            value: (*value).to_owned(),
        })
        .collect();
    let margins = Margins::new(&questionnaire, Unit::Count, &lines).ok();
    let person = |at: usize| {
        let (zorg, wijk) = (["1", "4", "2"][at % 3], if at < 60 { "n" } else { "z" });
        let answers = [("zorg", zorg), ("wijk", wijk)];
        Response {
            version: 1,
            answers: answers
                .map(|(id, code)| (id.to_owned(), Answer::one(code)))
                .into(),
        }
    };
    let responses: Vec<Response> = (0..100).map(person).collect();
    let population = Population {
        margins: margins.as_ref(),
        ..Population::default()
    };
    let book = CodeBook::new(&questionnaire);
    let results = analyse_responses(&book, &responses, population).expect("results");
    Weighed {
        questionnaire,
        stored: margins.map(|_| StoredMargins {
            version: 1,
            unit: Unit::Count,
            lines,
            day: jiff::civil::date(2026, 11, 20),
            actor: "wies".to_owned(),
        }),
        results,
    }
}

/// Names and pages.
pub(crate) fn pages(volunteer: &Volunteer, round: &Round) -> Vec<(&'static str, Markup)> {
    let show = |weighed: &Weighed| page(&Model::fresh(volunteer, round, weighed));
    let weights = weighed(&[("n+o", "400"), ("z", "600")]);
    let apart = weighed(&[("n+z", "400"), ("o", "600")]);
    let again = page(&Model {
        typed: Some(Typed::default()),
        problems: vec![
            ("wijk.n".to_owned(), "“<b>” is geen getal.".to_owned()),
            (FILE.to_owned(), "Niet te lezen.".to_owned()),
        ],
        ..Model::fresh(volunteer, round, &weights)
    });
    vec![
        ("representation unknown", show(&weighed(&[]))),
        ("representation", show(&weights)),
        ("representation misfit", show(&apart)),
        ("representation again", again),
    ]
}
