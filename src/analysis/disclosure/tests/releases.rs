//! A reader of everything that a small survey releases, before and after answers came late.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::super::attacker::{Attacker, Bounds, Form};
use super::super::{BASE, CELL, is_small};
use crate::analysis::results::Results;
use crate::analysis::{analyse_responses, late_answers_may_count};
use crate::domain::answer::{Answer, Response};
use crate::domain::code_book::CodeBook;
use crate::domain::definition::Questionnaire;
use crate::domain::definition::read::read;
use crate::domain::segment::{Segment, Segments};

const SURVEY: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Verzonnen gegevens"
[theme.een]
name.nl = "Een"
[theme.twee]
name.nl = "Twee"
[[section]]
id = "een"
[[section.question]]
id = "a"
kind = "scale"
theme = "een"
text.nl = "A"
options = [{ code = 1, label.nl = "1" }, { code = 2, label.nl = "2" }, { code = 3, label.nl = "3" }, { code = 4, label.nl = "4" }]
[[section.question]]
id = "b"
kind = "scale"
theme = "twee"
text.nl = "B"
options = [{ code = 1, label.nl = "1" }, { code = 2, label.nl = "2" }, { code = 3, label.nl = "3" }, { code = 4, label.nl = "4" }]
[[section.question]]
id = "c"
kind = "scale"
theme = "twee"
text.nl = "C"
options = [{ code = 1, label.nl = "1" }, { code = 2, label.nl = "2" }, { code = 3, label.nl = "3" }, { code = 4, label.nl = "4" }]
[[background]]
id = "groep"
kind = "choice"
text.nl = "Groep"
options = [{ code = 1, label.nl = "1" }, { code = 2, label.nl = "2" }, { code = 3, label.nl = "3" }]
"#;
const LEVELS: usize = 4;
const GROUPS: usize = 3;

/// Per respondent the answers to `a` and `groep`, as indexes; the last index is no answer.
fn respondents() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let answer = prop_oneof![6 => 0..LEVELS, 1 => Just(LEVELS), 4 => Just(2_usize)];
    prop::collection::vec((answer, 0..=GROUPS), 10..90)
}

fn survey() -> Questionnaire {
    read(SURVEY, &[]).questionnaire.expect("a questionnaire")
}

fn responses(respondents: &[(usize, usize)]) -> Vec<Response> {
    respondents
        .iter()
        .map(|(level, group)| {
            let mut response = Response {
                version: 1,
                ..Response::default()
            };
            let mut give = |id: &str, index: usize| {
                response
                    .answers
                    .insert(id.to_owned(), Answer::one(&(index + 1).to_string()));
            };
            if *level < LEVELS {
                give("a", *level);
            }
            if *group < GROUPS {
                give("groep", *group);
            }
            response
        })
        .collect()
}

fn results(respondents: &[(usize, usize)]) -> Results {
    let responses = responses(respondents);
    analyse_responses(&CodeBook::new(&survey()), &responses, None).expect("results")
}

fn columns(respondents: &[(usize, usize)]) -> Vec<Segment> {
    let book = CodeBook::new(&survey());
    let mut segments = Segments::new(&book);
    for response in responses(respondents) {
        segments.push(&response);
    }
    segments.finish()
}

fn may_follow(released: &[(usize, usize)], late: &[(usize, usize)]) -> bool {
    let book = CodeBook::new(&survey());
    late_answers_may_count(&book, &columns(released), &columns(late)).expect("counted")
}

/// Cells of the table of level by group, with a row and column for no answer.
const CELLS: usize = (LEVELS + 1) * (GROUPS + 1);
/// Who was there at the first release; and who came late.
const FIRST: usize = 0;
const LATE: usize = 1;

/// An attacker over that table, of those at first and of those who came late.
struct Reader {
    attacker: Attacker,
    /// Of whom the release speaks that he reads now.
    people: &'static [usize],
}

fn cell(level: usize, group: usize) -> usize {
    level * (GROUPS + 1) + group
}

fn weighed(weights: impl Fn(usize, usize) -> f64) -> Form {
    let cells = (0..=LEVELS).flat_map(|level| (0..=GROUPS).map(move |group| (level, group)));
    Form {
        terms: cells
            .map(|(level, group)| (cell(level, group), weights(level, group)))
            .collect(),
        known: 0.0,
    }
}

/// The same sum over these people.
fn of(form: &Form, people: &[usize]) -> Form {
    let terms = people.iter().flat_map(|part| {
        let terms = form.terms.iter();
        terms.map(move |(cell, weight)| (part * CELLS + cell, *weight))
    });
    Form {
        terms: terms.collect(),
        known: form.known,
    }
}

fn whole(yes: bool) -> f64 {
    f64::from(yes)
}

impl Reader {
    fn sees(&mut self, form: &Form, value: Option<u64>) {
        if let Some(value) = value {
            self.learns(form, value as f64);
        }
    }

    fn learns(&mut self, form: &Form, value: f64) {
        self.attacker.learns(&of(form, self.people), value);
    }

    /// Reads everything that is released about `a`, `groep` and theme `een`.
    fn reads(results: &Results) -> Self {
        let mut reader = Self {
            attacker: Attacker::new(2 * CELLS),
            people: &[FIRST],
        };
        reader.reads_release(results);
        reader
    }

    /// Reads a second release too, which counts those who came late.
    fn reads_again(mut self, results: &Results) -> Self {
        self.people = &[FIRST, LATE];
        self.reads_release(results);
        self
    }

    fn reads_release(&mut self, results: &Results) {
        self.sees(&weighed(|_, _| 1.0), results.respondents);
        let table = |id: &str| {
            results
                .questions
                .iter()
                .find(|table| table.id == id)
                .expect("the question")
        };
        let (a, by) = (table("a"), table("groep"));
        self.sees(&weighed(|level, _| whole(level < LEVELS)), a.n_valid);
        self.sees(&weighed(|level, _| whole(level == LEVELS)), a.n_missing);
        self.sees(&weighed(|_, group| whole(group < GROUPS)), by.n_valid);
        self.sees(&weighed(|_, group| whole(group == GROUPS)), by.n_missing);
        for (at, shown) in a.levels.iter().enumerate() {
            self.sees(&weighed(|level, _| whole(level == at)), shown.count);
        }
        for (at, shown) in by.levels.iter().enumerate() {
            self.sees(&weighed(|_, group| whole(group == at)), shown.count);
        }
        self.sees(
            &weighed(|level, _| whole(level < 2)),
            a.bottom2.map(|share| share.count),
        );
        self.sees(
            &weighed(|level, _| whole(level == 2 || level == 3)),
            a.top2.map(|share| share.count),
        );
        if let (Some(mean), Some(n)) = (a.mean, a.n_valid) {
            let codes = weighed(|level, _| {
                if level < LEVELS {
                    level as f64 + 1.0
                } else {
                    0.0
                }
            });
            self.learns(&codes, mean * n as f64);
        }
        self.reads_crossing(results);
        self.reads_theme(results);
    }

    fn reads_crossing(&mut self, results: &Results) {
        let crossing = results
            .crossings
            .iter()
            .find(|crossing| crossing.question == "a")
            .expect("the crossing");
        let inner = |level: usize, group: usize| level < LEVELS && group < GROUPS;
        for row in 0..LEVELS {
            for col in 0..GROUPS {
                self.sees(
                    &weighed(|level, group| whole((level, group) == (row, col))),
                    crossing.table[row][col],
                );
            }
            self.sees(
                &weighed(|level, group| whole(level == row && inner(level, group))),
                crossing.row_totals[row],
            );
        }
        for col in 0..GROUPS {
            self.sees(
                &weighed(|level, group| whole(group == col && inner(level, group))),
                crossing.col_totals[col],
            );
        }
        self.sees(
            &weighed(|level, group| whole(inner(level, group))),
            crossing.n,
        );
    }

    fn reads_theme(&mut self, results: &Results) {
        let Some(theme) = results.themes.iter().find(|theme| theme.theme == "een") else {
            return;
        };
        self.sees(&weighed(|level, _| whole(level < 2)), theme.events);
        if let (Some(burden), Some(n)) = (theme.burden, theme.n) {
            let severities = weighed(|level, _| [1.0, 0.5].get(level).copied().unwrap_or(0.0));
            self.learns(&severities, burden * n as f64);
        }
        for (at, shown) in theme.by_group[0].cells.iter().enumerate() {
            self.sees(
                &weighed(|level, group| whole(level < LEVELS && group == at)),
                shown.n,
            );
            self.sees(
                &weighed(|level, group| whole(level < 2 && group == at)),
                shown.events,
            );
        }
    }

    fn bounds_of(&self, form: &Form, people: &[usize]) -> Bounds {
        self.attacker.bounds(&[of(form, people)])[0]
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn all_that_a_survey_releases_together_gives_no_small_count_away(people in respondents()) {
        let results = results(&people);
        let reader = Reader::reads(&results);
        let count = |matches: &dyn Fn(usize, usize) -> bool| {
            people.iter().filter(|(level, group)| matches(*level, *group)).count() as u64
        };
        for row in 0..LEVELS {
            let mut targets = vec![(count(&|level, _| level == row), weighed(|level, _| whole(level == row)))];
            for col in 0..GROUPS {
                targets.push((
                    count(&|level, group| (level, group) == (row, col)),
                    weighed(|level, group| whole((level, group) == (row, col))),
                ));
            }
            for (value, form) in targets.into_iter().filter(|(value, _)| is_small(*value)) {
                let bounds = reader.bounds_of(&form, &[FIRST]);
                prop_assert!(bounds.least < value as f64, "row {row}: {value} in {bounds:?}\n{results:#?}");
                prop_assert!(bounds.most >= CELL as f64, "row {row}: {value} in {bounds:?}\n{results:#?}");
            }
        }
    }

    #[test]
    fn no_figure_of_one_to_four_people_leaves(people in respondents()) {
        let results = results(&people);
        let fine = |count: Option<u64>| count.is_none_or(|count| !is_small(count));
        for table in &results.questions {
            prop_assert!(fine(table.n_valid) && fine(table.n_missing) && fine(table.n_nvt) && fine(table.n_not_shown));
            prop_assert!(table.levels.iter().all(|level| fine(level.count)));
            prop_assert!(table.n_valid.is_none_or(|n| n == 0 || n >= BASE));
            prop_assert!(table.mean.is_none() || table.levels.iter().all(|level| level.count.is_some()));
        }
        for crossing in &results.crossings {
            let totals = crossing.row_totals.iter().chain(&crossing.col_totals);
            prop_assert!(crossing.table.iter().flatten().chain(totals).all(|count| fine(*count)));
        }
        for theme in &results.themes {
            prop_assert!(fine(theme.events));
            let cells = theme.by_group.iter().flat_map(|row| &row.cells);
            prop_assert!(cells.into_iter().all(|cell| fine(cell.events) && cell.n.is_none_or(|n| n >= BASE)));
        }
    }
}

/// People of one or two releases, with their answers.
type Group = (&'static [usize], Vec<(usize, usize)>);

/// Number of attacks: `tests/proof` asks for more.
fn attacks() -> usize {
    let asked = std::env::var("ACHTERBAN_ATTACKS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(2_000)
}

/// Every count that must not be found, over the cells of one table.
fn watched() -> Vec<Form> {
    let mut forms = Vec::new();
    for row in 0..LEVELS {
        forms.push(weighed(|level, _| whole(level == row)));
        for col in 0..GROUPS {
            forms.push(weighed(|level, group| whole((level, group) == (row, col))));
        }
    }
    forms
}

fn count(form: &Form, people: &[(usize, usize)]) -> u64 {
    let weight = |at: usize| {
        let mut terms = form.terms.iter();
        terms.any(|(cell, weight)| *cell == at && *weight > 0.5)
    };
    let is_counted = |(level, group): &&(usize, usize)| weight(cell(*level, *group));
    people.iter().filter(is_counted).count() as u64
}

#[test]
fn a_whole_history_of_releases_gives_no_small_count_away() {
    let mut runner = TestRunner::deterministic();
    let wanted = attacks();
    let (mut followed, mut tried) = (0, 0);
    while tried < wanted {
        tried += 1;
        let draw =
            |runner: &mut TestRunner| respondents().new_tree(runner).expect("people").current();
        let first = draw(&mut runner);
        // Some who come late look like those before: then a second release is often safe.
        let late = if tried % 2 == 0 {
            [first.clone(), first.clone()].concat()
        } else {
            draw(&mut runner)
        };
        let (before, after) = (
            results(&first),
            results(&[first.clone(), late.clone()].concat()),
        );
        let mut reader = Reader::reads(&before);
        let mut of_whom: Vec<Group> = vec![(&[FIRST], first.clone())];
        if may_follow(&first, &late) {
            followed += 1;
            reader = reader.reads_again(&after);
            of_whom.push((&[LATE], late.clone()));
            of_whom.push((&[FIRST, LATE], [first, late].concat()));
        }
        for (whom, people) in of_whom {
            for form in watched() {
                let value = count(&form, &people);
                if is_small(value) {
                    let bounds = reader.bounds_of(&form, whom);
                    assert!(
                        bounds.least < value as f64 && bounds.most >= CELL as f64,
                        "{value} in {bounds:?} of {whom:?}: {people:?}"
                    );
                }
            }
        }
    }
    assert!(
        followed * 50 > tried,
        "only {followed} of {tried} were followed by a second release"
    );
    eprintln!("attacker: {tried} histories, {followed} with a second release, nothing found");
}

/// In the first group 66 of 70 have a problem, and all thirty in the second: too few to say even that.
#[test]
fn of_a_group_in_which_nearly_everybody_has_a_problem_only_that_is_said() {
    let people = [
        vec![(0, 0); 66],
        vec![(3, 0); 4],
        vec![(0, 1); 30],
        vec![(0, 2); 12],
        vec![(3, 2); 25],
        vec![(2, 2); 8],
    ];
    let results = results(&people.concat());
    let theme = results
        .themes
        .iter()
        .find(|theme| theme.theme == "een")
        .expect("asked");
    let cells = &theme.by_group[0].cells;
    assert!(cells[0].nearly_all && !cells[1].nearly_all && !cells[2].nearly_all);
    assert_eq!((cells[0].n, cells[1].n), (Some(70), Some(30)));
    for (group, events) in [(0, 66.0), (1, 30.0)] {
        assert!(cells[group].events.is_none() && cells[group].share.is_none());
        let crossing = results
            .crossings
            .iter()
            .find(|it| it.question == "a")
            .expect("crossed");
        assert!(crossing.table.iter().all(|row| row[group].is_none()));
        let form = weighed(|level, of| whole(level < 2 && of == group));
        let bounds = Reader::reads(&results).bounds_of(&form, &[FIRST]);
        assert!(bounds.least < events, "{bounds:?}");
    }
}

/// Ten of eleven chose the same answer; five and six are in two groups. No crossing can be shown, and the one-way tables
/// alone would say: four or five of the first group.
#[test]
fn one_way_tables_that_give_a_cell_of_their_crossing_away_are_hidden_too() {
    let people = [vec![(1, 0); 4], vec![(1, 1); 6], vec![(LEVELS, 0)]].concat();
    let bounds = |level, group| {
        let cell = weighed(|row, col| whole((row, col) == (level, group)));
        Reader::reads(&results(&people)).bounds_of(&cell, &[FIRST])
    };
    assert!(bounds(1, 0).least <= 3.0, "{:?}", bounds(1, 0));
    assert!(bounds(1, 0).most >= CELL as f64);
    let table = results(&people);
    assert_eq!(table.questions[0].levels[1].count, None);
    assert_eq!(
        table.questions[3].levels[0].count,
        Some(5),
        "the groups stay"
    );
}
