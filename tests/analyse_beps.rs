//! `analyse` on 1,525 real respondents gives the numbers that R gives (tests/reference/README.md).

use std::path::Path;

use achterban::analysis::results::{QuestionTable, RankTestKind, Results, Share};
use achterban::analysis::{analyse, analyse_responses};
use achterban::domain::answer::Response;
use achterban::domain::code_book::CodeBook;
use achterban::domain::definition::Questionnaire;
use achterban::domain::definition::read::read as read_questionnaire;
use achterban::domain::segment::Segments;
use achterban::interchange::csv::{WrongRows, read};
use serde_json::Value;

/// Population of the finite-population columns in the expected numbers.
const POPULATION: u64 = 20_000;

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/reference")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn survey() -> Questionnaire {
    let text = String::from_utf8(file("beps.toml")).expect("UTF-8");
    read_questionnaire(&text, &[])
        .questionnaire
        .expect("a questionnaire")
}

fn responses(survey: &Questionnaire) -> Vec<Response> {
    let mut responses = Vec::new();
    read(
        file("data/beps.csv").as_slice(),
        survey,
        WrongRows::Refuse,
        |response| responses.push(response),
    )
    .expect("right rows");
    responses
}

fn results(population: Option<u64>) -> Results {
    let survey = survey();
    analyse_responses(&CodeBook::new(&survey), &responses(&survey), population).expect("results")
}

fn checks(kind: &str) -> Vec<Value> {
    let expected: Value = serde_json::from_slice(&file("expected/beps.json")).expect("JSON");
    let all = expected["checks"].as_array().expect("checks").clone();
    all.into_iter()
        .filter(|check| check["kind"] == kind)
        .collect()
}

#[track_caller]
fn same(found: f64, expected: &Value) {
    let expected = expected.as_f64().expect("a number");
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

#[track_caller]
fn same_p(found: f64, expected: &Value) {
    let expected = expected.as_f64().expect("a number");
    assert!(
        (found - expected).abs() <= 1e-8 * expected,
        "p {found} is not {expected}"
    );
}

fn table<'r>(results: &'r Results, id: &Value) -> &'r QuestionTable {
    results
        .questions
        .iter()
        .find(|table| table.id == id.as_str().expect("an id"))
        .expect("the question")
}

fn one_way(population: Option<u64>, lo: &str, hi: &str) -> usize {
    let results = results(population);
    let mut compared = 0;
    for check in checks("oneway") {
        let (table, out) = (table(&results, &check["in"]["var"]), &check["out"]);
        assert_eq!(table.n_valid, out["n"].as_u64());
        for (at, code) in check["in"]["levels"]
            .as_array()
            .expect("levels")
            .iter()
            .enumerate()
        {
            let level = table
                .levels
                .iter()
                .find(|level| level.code == code.as_str().expect("a code"))
                .expect("a level");
            let Some(count) = level.count else { continue };
            assert_eq!(Some(count), out["count"][at].as_u64());
            same(level.share.expect("a share"), &out["prop"][at]);
            same(level.lo.expect("a limit"), &out[lo][at]);
            same(level.hi.expect("a limit"), &out[hi][at]);
            compared += 1;
        }
    }
    compared
}

#[test]
fn counts_shares_and_wilson_limits_equal_those_of_r() {
    // 30 levels; Blair = 3 (one respondent) and the level that shields it are hidden.
    assert_eq!(one_way(None, "wilson_lo", "wilson_hi"), 28);
    assert_eq!(
        one_way(Some(POPULATION), "wilson_fpc_lo", "wilson_fpc_hi"),
        28
    );
}

#[test]
fn means_and_the_ends_of_scales_equal_those_of_r() {
    let results = results(None);
    let end = |found: Option<Share>, expected: &Value| {
        if let Some(found) = found {
            assert_eq!(Some(found.count), expected["count"].as_u64());
            same(found.share, &expected["prop"]);
            same(found.lo, &expected["lo"]);
            same(found.hi, &expected["hi"]);
        }
    };
    for check in checks("likert") {
        let (table, out) = (table(&results, &check["in"]["var"]), &check["out"]);
        end(table.top2, &out["top2"]);
        end(table.bottom2, &out["bottom2"]);
        match table.mean {
            Some(mean) => same(mean, &out["mean"]),
            None => assert_eq!(
                table.id, "Blair",
                "only a table with hidden levels hides its mean"
            ),
        }
    }
    for check in checks("numeric") {
        same(
            table(&results, &check["in"]["var"]).mean.expect("a mean"),
            &check["out"]["mean"],
        );
    }
}

#[test]
fn crossings_equal_those_of_r() {
    let results = results(None);
    let mut tested = 0;
    for check in checks("crosstab") {
        let (question, by) = (check["in"]["row"].as_str(), check["in"]["col"].as_str());
        let found = results
            .crossings
            .iter()
            .find(|crossing| {
                Some(crossing.question.as_str()) == question && Some(crossing.by.as_str()) == by
            })
            .expect("the crossing");
        let out = &check["out"];
        assert_eq!(found.n, out["n"].as_u64());
        for (row, code) in check["in"]["row_levels"]
            .as_array()
            .expect("levels")
            .iter()
            .enumerate()
        {
            let at = found
                .rows
                .iter()
                .position(|row| row == code.as_str().expect("a code"))
                .expect("a level");
            for (col, cell) in found.table[at].iter().enumerate() {
                // A level without any respondent is no row of R's table.
                if let Some(count) = cell.filter(|_| !out["table"][row].is_null()) {
                    assert_eq!(
                        Some(count),
                        out["table"][row][col].as_u64(),
                        "{question:?} by {by:?}"
                    );
                }
            }
        }
        if let Some(chi2) = found.chi2 {
            same(chi2, &out["chi2"]);
            same_p(found.p.expect("a p-value"), &out["p"]);
            same(found.v_bc.expect("V"), &out["V_bc"]);
            assert_eq!(found.df, out["df"].as_u64());
            tested += 1;
        }
    }
    assert_eq!(tested, 6);
}

#[test]
fn rank_tests_of_scales_between_groups_are_those_of_r() {
    let results = results(None);
    let mut tested = Vec::new();
    for check in checks("mwu").into_iter().chain(checks("kw")) {
        let found = results.crossings.iter().find(|crossing| {
            check["in"]["var"] == crossing.question.as_str()
                && check["in"]["group"] == crossing.by.as_str()
        });
        // Where a cell is hidden the test is too.
        let Some(found) = found.expect("a crossing").rank_test else {
            continue;
        };
        let out = &check["out"];
        let (kind, p, statistic, effect) = match found.kind {
            RankTestKind::MannWhitney => ("mwu", "p_cc", "U1", "prob_superiority"),
            RankTestKind::KruskalWallis => ("kw", "p", "H", "eps2"),
        };
        assert_eq!(check["kind"], kind);
        same(found.statistic, &out[statistic]);
        same_p(found.p, &out[p]);
        same(found.effect, &out[effect]);
        assert!(found.p_adjusted >= found.p);
        tested.push(kind);
    }
    tested.dedup();
    assert_eq!(tested, ["mwu", "kw"]);
}

#[test]
fn the_same_respondents_in_another_order_give_the_same_results() {
    let survey = survey();
    let code_book = CodeBook::new(&survey);
    let given = responses(&survey);
    let mut turned = given.clone();
    turned.reverse();
    turned.rotate_left(400);
    let both = [&given, &turned]
        .map(|order| analyse_responses(&code_book, order.iter(), None).expect("results"));
    assert_eq!(both[0], both[1]);
}

#[test]
fn segments_give_the_same_as_one_pass() {
    let survey = survey();
    let code_book = CodeBook::new(&survey);
    let given = responses(&survey);
    let mut parts = Vec::new();
    for part in given.chunks(100) {
        let mut segments = Segments::new(&code_book);
        part.iter().for_each(|response| segments.push(response));
        parts.extend(segments.finish());
    }
    let streamed = analyse(&code_book, parts.into_iter(), None).expect("results");
    assert_eq!(
        streamed,
        analyse_responses(&code_book, &given, None).expect("results")
    );
}

#[test]
fn a_population_below_the_number_of_responses_is_refused() {
    let survey = survey();
    let error = analyse_responses(&CodeBook::new(&survey), &responses(&survey), Some(1_000))
        .expect_err("too few");
    assert!(
        error
            .to_string()
            .contains("1525 responses, but a population of 1000")
    );
}

#[test]
fn the_json_has_the_shape_of_the_contract() {
    let json = serde_json::to_value(results(None)).expect("JSON");
    let keys = |value: &Value| {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let has = |value: &Value, names: &str| {
        let found = keys(value);
        for name in names.split(' ') {
            assert!(
                found.split(' ').any(|key| key == name),
                "no `{name}` in {found}"
            );
        }
    };
    has(
        &json,
        "respondents population weighted questions crossings themes suppressed",
    );
    has(
        &json["questions"][0],
        "id kind n_valid n_nvt n_missing n_not_shown levels mean top2 bottom2",
    );
    has(
        &json["questions"][0]["levels"][0],
        "code label count share lo hi",
    );
    has(
        &json["crossings"][0],
        "question by rows cols table n chi2 df p p_adjusted v_bc rank_test",
    );
    has(
        &json["themes"][0],
        "theme aspect n events prevalence lo hi severity burden burden_lo burden_hi rank rank_set grave",
    );
    assert_eq!(json["questions"][0]["kind"], "scale");
    assert_eq!(
        json["themes"][0]["rank_set"].as_array().map(Vec::len),
        Some(2)
    );
}
