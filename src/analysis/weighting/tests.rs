//! Small rounds of two background questions.

use super::Misfit;
use crate::analysis::results::{Results, Weighting};
use crate::analysis::{Population, analyse_responses};
use crate::domain::answer::{Answer, Response};
use crate::domain::code_book::CodeBook;
use crate::domain::definition::Questionnaire;
use crate::domain::definition::read::read;
use crate::domain::margin::{Line, Margins, Unit};

const FILE: &str = r#"
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
text.nl = "Krijgt u zorg?"
theme = "zorg"
problem = [1, 2]
options = [{ code = 1, label.nl = "Nooit" }, { code = 2, label.nl = "Soms" }, { code = 3, label.nl = "Vaak" }, { code = 4, label.nl = "Altijd" }]
[[section.question]]
id = "hulp"
kind = "choices"
text.nl = "Welke hulp?"
options = [{ code = "a", label.nl = "A" }, { code = "b", label.nl = "B" }]
[[background]]
id = "wijk"
kind = "choice"
text.nl = "Waar woont u?"
options = [{ code = "n", label.nl = "Noord" }, { code = "o", label.nl = "Oost" }, { code = "z", label.nl = "Zuid" }]
[[background]]
id = "huis"
kind = "choice"
text.nl = "Met wie woont u?"
options = [{ code = "alleen", label.nl = "Alleen" }, { code = "samen", label.nl = "Samen" }]
"#;

fn survey() -> Questionnaire {
    read(FILE, &[]).questionnaire.expect("a questionnaire")
}

/// People: how many, their answer to `zorg`, their option of `hulp`, their `wijk` and `huis` (empty: not answered).
type People<'a> = (usize, &'a str, &'a str, &'a str, &'a str);

fn analysed(people: &[People<'_>], unit: Unit, lines: &[(&str, &str, &str)]) -> Results {
    let survey = survey();
    let answers = |(_, zorg, hulp, wijk, huis): &People<'_>| {
        let mut answers = vec![("zorg", Answer::one(zorg)), ("hulp", Answer::many([*hulp]))];
        let background = [("wijk", *wijk), ("huis", *huis)];
        let given = background.into_iter().filter(|(_, code)| !code.is_empty());
        answers.extend(given.map(|(id, code)| (id, Answer::one(code))));
        let answers = answers.into_iter();
        Response {
            version: 1,
            answers: answers.map(|(id, it)| (id.to_owned(), it)).collect(),
        }
    };
    let responses: Vec<Response> = people
        .iter()
        .flat_map(|person| std::iter::repeat_with(|| answers(person)).take(person.0))
        .collect();
    let lines: Vec<Line> = lines
        .iter()
        .map(|(question, code, value)| Line {
            row: None,
            question: (*question).to_owned(),
            code: (*code).to_owned(),
            value: (*value).to_owned(),
        })
        .collect();
    let margins = Margins::new(&survey, unit, &lines).expect("margins");
    let population = Population {
        margins: Some(&margins),
        withheld: &margins.small_groups(),
        ..Population::default()
    };
    analyse_responses(&CodeBook::new(&survey), &responses, population).expect("results")
}

fn weighting(results: &Results) -> &Weighting {
    let weighting = results.weighting.as_ref().expect("margins were given");
    weighting.as_ref().expect("weights")
}

const HALF: [(&str, &str, &str); 2] = [("wijk", "n+o", "0.5"), ("wijk", "z", "0.5")];

/// Two groups of 60 and 20 in which nothing is small.
const LARGE: [People<'_>; 4] = [
    (30, "1", "a", "n", "alleen"),
    (30, "4", "a", "o", "samen"),
    (5, "1", "b", "z", "alleen"),
    (15, "4", "b", "z", "samen"),
];

/// The same sizes, with in no group nearly everybody alike.
const MIXED: [People<'_>; 6] = [
    (15, "1", "a", "n", "alleen"),
    (15, "4", "a", "n", "samen"),
    (15, "1", "a", "o", "samen"),
    (15, "4", "a", "o", "alleen"),
    (5, "1", "b", "z", "alleen"),
    (15, "4", "b", "z", "samen"),
];

#[test]
fn one_margin_weighs_by_hand() {
    let results = analysed(&MIXED, Unit::Share, &HALF);
    assert!(results.weighted);
    // Half of those in the first group, a quarter of those in the second; unweighted 35 of 80.
    let theme = results.themes[0].weighted.expect("a theme");
    assert!((theme.prevalence.share - 0.375).abs() < 1e-12);
    assert!((results.themes[0].prevalence.expect("shown") - 0.4375).abs() < 1e-12);
    let burden = theme.burden.expect("a burden");
    assert!((burden.burden - 0.375).abs() < 1e-12 && burden.lo < 0.375 && 0.375 < burden.hi);
    let level = &results.questions[0].levels[0];
    assert!((level.weighted.expect("a level").share - 0.375).abs() < 1e-12);
    // 80 (60 (2/3)^2 + 20 2^2) / 80^2.
    let weighting = weighting(&results);
    assert!((weighting.deff.expect("deff") - 4.0 / 3.0).abs() < 1e-12);
    assert!((weighting.n_eff.expect("n_eff") - 60.0).abs() < 1e-9);
    assert_eq!((weighting.n, weighting.without), (Some(80), Some(0)));
    let margin = &weighting.margins[0];
    assert!((margin.dissimilarity.expect("known") - 0.25).abs() < 1e-12);
    assert_eq!(margin.r_indicator, None);
}

#[test]
fn who_lacks_a_margin_is_counted_and_weighs_nothing() {
    let mut people = MIXED.to_vec();
    people.push((8, "2", "a", "", "alleen"));
    let results = analysed(&people, Unit::Share, &HALF);
    assert_eq!(weighting(&results).without, Some(8));
    let theme = results.themes[0].weighted.expect("a theme");
    assert!((theme.prevalence.share - 0.375).abs() < 1e-12);
    people[6].0 = 3;
    assert_eq!(
        weighting(&analysed(&people, Unit::Share, &HALF)).without,
        None
    );
}

#[test]
fn a_weighted_share_does_not_give_away_what_the_crossing_hides() {
    // Three people of Zuid with a problem: with two groups the weighted share and the count would tell them.
    let mut people = MIXED.to_vec();
    people[4].0 = 3;
    let results = analysed(&people, Unit::Share, &HALF);
    assert!(results.weighted && weighting(&results).deff.is_some());
    let level = &results.questions[0].levels[0];
    assert_eq!((level.count, level.weighted), (Some(33), None));
    assert_eq!(results.themes[0].weighted, None);
}

#[test]
fn a_tick_is_weighted_when_no_group_has_few_of_it() {
    let mut people = LARGE.to_vec();
    let ticks = |people: &[People<'_>]| {
        analysed(people, Unit::Share, &HALF).questions[1]
            .levels
            .clone()
    };
    assert!(ticks(&people).iter().all(|level| level.weighted.is_some()));
    people.push((2, "4", "a", "z", "samen"));
    assert!(ticks(&people).iter().all(|level| level.weighted.is_none()));
}

#[test]
fn a_group_of_a_few_hides_every_weighted_figure_and_what_weighting_costs() {
    let mut people = LARGE.to_vec();
    people[1].0 = 3;
    let lines = [
        ("wijk", "n", "0.4"),
        ("wijk", "o", "0.1"),
        ("wijk", "z", "0.5"),
    ];
    let results = analysed(&people, Unit::Share, &lines);
    let weighting = weighting(&results);
    assert!(weighting.hidden && !results.weighted && weighting.deff.is_none());
    assert!(
        weighting.margins[0]
            .groups
            .iter()
            .all(|group| group.respondents.is_none())
    );
    assert!(weighting.margins[0].groups[1].few);
}

#[test]
fn who_tries_one_number_after_the_other_does_not_find_the_size_of_a_hidden_group() {
    let mut people = LARGE.to_vec();
    people[1].0 = 3;
    let tried = |count: &str| {
        let lines = [
            ("wijk", "n", "400"),
            ("wijk", "o", count),
            ("wijk", "z", "500"),
        ];
        analysed(&people, Unit::Count, &lines).weighting
    };
    for count in ["1", "2", "3", "4"] {
        let weighting = tried(count).expect("margins").expect("no misfit");
        assert!(weighting.hidden, "{count}");
    }
}

#[test]
fn with_two_margins_of_two_groups_no_cell_may_be_small() {
    let two = [
        ("wijk", "n+o", "0.5"),
        ("wijk", "z", "0.5"),
        ("huis", "alleen", "0.5"),
        ("huis", "samen", "0.5"),
    ];
    let people = [
        (20, "1", "a", "n", "alleen"),
        (20, "1", "a", "n", "samen"),
        (20, "4", "a", "z", "alleen"),
        (20, "4", "a", "z", "samen"),
        (20, "4", "a", "n", "alleen"),
        (20, "1", "a", "z", "samen"),
    ];
    let shown = |people: &[People<'_>]| {
        let results = analysed(people, Unit::Share, &two);
        results.questions[0].levels[0].weighted.is_some()
    };
    assert!(shown(&people));
    // Both crossings stay full: only the combination holds a few.
    let mut few = people.to_vec();
    few.push((3, "1", "a", "z", "alleen"));
    assert!(!shown(&few));
}

#[test]
fn what_does_not_fit_is_named_with_the_way_out() {
    let misfit = |people: &[People<'_>], unit, lines: &[(&str, &str, &str)]| {
        let results = analysed(people, unit, lines);
        assert!(!results.weighted);
        results.weighting.expect("margins were given").unwrap_err()
    };
    let nobody = [LARGE[0], LARGE[3]];
    let thirds = [
        ("wijk", "n", "0.3"),
        ("wijk", "o", "0.3"),
        ("wijk", "z", "0.4"),
    ];
    let found = misfit(&nobody, Unit::Share, &thirds);
    assert!(
        matches!(&found, Misfit::EmptyGroup { group, .. } if group == "Oost"),
        "{found}"
    );
    assert!(found.to_string().contains("merge"));
    let zero = [("wijk", "n+o", "1"), ("wijk", "z", "0")];
    assert!(matches!(
        misfit(&LARGE, Unit::Share, &zero),
        Misfit::NoShare { .. }
    ));
    let small = [("wijk", "n+o", "59"), ("wijk", "z", "100")];
    let found = misfit(&LARGE, Unit::Count, &small);
    assert!(
        matches!(&found, Misfit::Population { group, .. } if group == "Noord + Oost"),
        "{found}"
    );
    // Everybody in the first group lives alone, everybody in the second together, and the margins differ.
    let same = [(40, "1", "a", "n", "alleen"), (40, "4", "a", "z", "samen")];
    let conflict = [
        ("wijk", "n+o", "0.5"),
        ("wijk", "z", "0.5"),
        ("huis", "alleen", "0.9"),
        ("huis", "samen", "0.1"),
    ];
    assert_eq!(misfit(&same, Unit::Share, &conflict), Misfit::Conflict);
    assert_eq!(
        misfit(&[(9, "1", "a", "n", "samen")], Unit::Share, &HALF),
        Misfit::TooFew
    );
}

#[test]
fn weights_that_cost_too_much_give_no_figures() {
    let people = [
        (300, "1", "a", "n", "alleen"),
        (300, "4", "a", "n", "alleen"),
        (12, "1", "a", "z", "samen"),
        (12, "4", "a", "z", "samen"),
    ];
    let results = analysed(
        &people,
        Unit::Share,
        &[("wijk", "n+o", "0.4"), ("wijk", "z", "0.6")],
    );
    let found = weighting(&results);
    // Raked weights would be 15: the cap of 5 holds, and the margins are missed.
    assert!(found.trimmed);
    let south = &found.margins[0].groups[1];
    assert!(south.weighted.expect("known") < south.share);
    let people = [
        (300, "1", "a", "n", "alleen"),
        (60, "4", "a", "o", "alleen"),
        (30, "1", "a", "z", "samen"),
    ];
    let results = analysed(
        &people,
        Unit::Share,
        &[
            ("wijk", "n", "0.05"),
            ("wijk", "o", "0.6"),
            ("wijk", "z", "0.35"),
        ],
    );
    let found = weighting(&results);
    assert!(found.refused && !results.weighted && found.deff.is_some_and(|deff| deff > 3.0));
}

#[test]
fn numbers_of_people_give_an_r_indicator() {
    let results = analysed(
        &LARGE,
        Unit::Count,
        &[("wijk", "n+o", "120"), ("wijk", "z", "40")],
    );
    let r = weighting(&results).margins[0].r_indicator.expect("numbers");
    assert!((r - 1.0).abs() < 1e-12);
}

#[test]
fn of_a_group_of_fewer_than_25_people_nothing_is_shown() {
    let survey = survey();
    let line = |code: &str, value: &str| Line {
        row: None,
        question: "wijk".to_owned(),
        code: code.to_owned(),
        value: value.to_owned(),
    };
    let lines = [line("n", "400"), line("o", "300"), line("z", "24")];
    let margins = Margins::new(&survey, Unit::Count, &lines).expect("margins");
    let withheld = margins.small_groups();
    assert_eq!(withheld, [("wijk".to_owned(), "z".to_owned())]);
    let lines = [
        ("wijk", "n", "400"),
        ("wijk", "o", "300"),
        ("wijk", "z", "24"),
    ];
    let results = analysed(&LARGE, Unit::Count, &lines);
    let table = results
        .questions
        .iter()
        .find(|it| it.id == "wijk")
        .expect("asked");
    assert_eq!(table.levels[2].count, None);
    for crossing in results.crossings.iter().filter(|it| it.by == "wijk") {
        assert_eq!(crossing.col_totals[2], None);
        assert!(crossing.table.iter().all(|row| row[2].is_none()));
    }
    let groups = results.themes[0]
        .by_group
        .iter()
        .find(|row| row.by == "wijk");
    assert!(groups.expect("crossed").cells[2].n.is_none());
}
