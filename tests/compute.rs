//! `compute` on good and bad input: what it answers, what it refuses, and with which exit code.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use proptest::prelude::*;
use serde_json::{Value, json};

/// A folder of its own per test, removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("achterban-compute-{}-{test}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn run(&self, data: Option<&[u8]>, requests: &str) -> Output {
        let requests = self.write("requests.json", requests);
        let mut command = Command::new(env!("CARGO_BIN_EXE_achterban"));
        command.arg("compute").arg("--requests").arg(requests);
        if let Some(data) = data {
            command.arg("--data").arg(self.write("data.csv", data));
        }
        command.output().unwrap()
    }

    fn answers(&self, data: Option<&str>, requests: &Value) -> Value {
        let run = self.run(data.map(str::as_bytes), &requests.to_string());
        assert_eq!(
            run.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        serde_json::from_slice(&run.stdout).unwrap()
    }

    /// The message and the exit code of a run that fails.
    fn failure(&self, data: Option<&[u8]>, requests: &str) -> (String, Option<i32>) {
        let run = self.run(data, requests);
        assert!(run.stdout.is_empty());
        (String::from_utf8(run.stderr).unwrap(), run.status.code())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const DATA: &str = "cijfer,groep,q\n7,a,1\n8,b,5\n,a,3\n6,b,4\n9,b,\n";

#[test]
fn a_kind_that_is_not_there_yet_says_so_and_the_others_are_answered() {
    let folder = Folder::new("unknown-kind");
    let found = folder.answers(
        None,
        &json!([
            {"id": 1, "kind": "geomean", "in": {}},
            {"id": "b", "kind": "adjust", "in": {"p": [0.01, 0.04]}},
        ]),
    );
    assert_eq!(found[0]["id"], 1);
    assert!(
        found[0]["error"]
            .as_str()
            .unwrap()
            .contains("not computed yet")
    );
    assert_eq!(found[1]["out"]["holm"], json!([0.02, 0.04]));
}

#[test]
fn a_request_that_can_t_be_answered_names_what_is_wrong() {
    let folder = Folder::new("errors");
    let ask = |kind: &str, arguments: Value| json!({"id": kind, "kind": kind, "in": arguments});
    let cases = [
        (
            ask("numeric", json!({"var": "leeftijd"})),
            "cijfer, groep, q",
        ),
        (
            ask("numeric", json!({"var": "groep"})),
            "row 2, column `groep`: `a` is not a number",
        ),
        (ask("numeric", json!({})), "missing field `var`"),
        (
            ask(
                "likert",
                json!({"var": "q", "codes": [1, 2, 3, 4, 5], "N": 3}),
            ),
            "smaller than the sample",
        ),
        (
            ask("oneway", json!({"var": "q", "levels": ["1"], "conf": 1.5})),
            "not a probability",
        ),
        (
            ask("adjust", json!({"p": [0.5, 1.5]})),
            "1.5 is not a probability",
        ),
        (
            ask("twoprop", json!({"x1": 3, "n1": 2, "x2": 0, "n2": 5})),
            "3 of 2",
        ),
        (
            ask("twoprop", json!({"x1": 3, "n1": 5})),
            "all of x1, n1, x2 and n2",
        ),
        (
            ask(
                "twoprop",
                json!({"event": "q!4", "group": "groep", "g1": "a", "g2": "b"}),
            ),
            "COLUMN>=NUMBER",
        ),
        (json!({"id": "no kind"}), "a request has the form"),
        (json!(7), "a request has the form"),
    ];
    let requests: Value = cases.iter().map(|(request, _)| request.clone()).collect();
    let found = folder.answers(Some(DATA), &requests);
    for (answer, (request, message)) in found.as_array().unwrap().iter().zip(&cases) {
        let error = answer["error"].as_str().unwrap();
        assert!(error.contains(message), "{request}: {error}");
    }
}

#[test]
fn requests_that_count_in_data_ask_for_it() {
    let folder = Folder::new("no-data");
    let found = folder.answers(
        None,
        &json!([{"id": "a", "kind": "numeric", "in": {"var": "q"}}]),
    );
    assert!(found[0]["error"].as_str().unwrap().contains("--data"));
}

#[test]
fn groups_are_counted_in_the_data_when_no_counts_are_given() {
    let folder = Folder::new("twoprop");
    let ask = |arguments: Value| json!({"id": "x", "kind": "twoprop", "in": arguments});
    let found = folder.answers(
        Some(DATA),
        &json!([
            ask(json!({"event": "q>=4", "group": "groep", "g1": "a", "g2": "b"})),
            ask(json!({"event": "top2", "var": "q", "codes": [1, 2, 3, 4, 5], "group": "groep", "g1": "a", "g2": "b"})),
            ask(json!({"event": "q=3", "group": "groep", "g1": "a", "g2": "b", "subset": "cijfer>=7"})),
        ]),
    );
    let counts =
        |at: usize| ["x1", "n1", "x2", "n2"].map(|field| found[at]["out"][field].as_u64().unwrap());
    assert_eq!(counts(0), [0, 2, 2, 2]);
    assert_eq!(counts(1), [0, 2, 2, 2]);
    // Of the rows with a mark of 7 or more and an answer to q, one is in each group.
    assert_eq!(counts(2), [0, 1, 0, 1]);
}

#[test]
fn an_item_that_nobody_answered_gives_null_and_no_error() {
    let folder = Folder::new("empty");
    let found = folder.answers(
        Some("q,g\n,a\n,b\n"),
        &json!([
            {"id": 1, "kind": "oneway", "in": {"var": "q", "levels": ["1", "2"], "N": 9}},
            {"id": 2, "kind": "likert", "in": {"var": "q", "codes": [1, 2, 3, 4, 5], "N": 9}},
            {"id": 3, "kind": "numeric", "in": {"var": "q"}},
            {"id": 4, "kind": "crosstab", "in": {"row": "q", "col": "g", "row_levels": ["1"], "col_levels": ["a", "b"]}},
        ]),
    );
    assert_eq!(found[0]["out"]["prop"], json!([null, null]));
    assert_eq!(found[0]["out"]["missing"], 2);
    assert_eq!(found[1]["out"]["top2"], Value::Null);
    assert_eq!(found[2]["out"]["mean"], Value::Null);
    assert_eq!(found[3]["out"]["p"], Value::Null);
}

/// Kinds, each with arguments that are complete and sensible for [`DATA`].
#[expect(clippy::too_many_lines, reason = "a table of requests")]
fn sensible() -> Vec<(&'static str, Value)> {
    vec![
        (
            "aapor",
            json!({"I": 4, "P": 1, "R": 1, "NC": 2, "O": 0, "UH": 1, "UO": 0, "e": 0.5}),
        ),
        ("adjust", json!({"p": [0.01, 0.5]})),
        (
            "alpha",
            json!({"items": ["cijfer", "q"], "reversed": [], "scale_min": 1, "scale_max": 10}),
        ),
        (
            "crosstab",
            json!({"row": "q", "col": "groep", "row_levels": ["1", "5"], "col_levels": ["a", "b"]}),
        ),
        (
            "fleiss",
            json!({"raters": ["groep", "q"], "levels": ["a", "b", "1"]}),
        ),
        (
            "gof",
            json!({"var": "groep", "levels": ["a", "b"], "pop_prop": [0.5, 0.5]}),
        ),
        (
            "kappa",
            json!({"a": "groep", "b": "groep", "levels": ["a", "b"]}),
        ),
        ("kish", json!({"weights": "col:cijfer"})),
        ("kripp", json!({"raters": ["cijfer", "q"]})),
        (
            "kw",
            json!({"var": "cijfer", "group": "groep", "group_levels": ["a", "b"]}),
        ),
        (
            "likert",
            json!({"var": "q", "codes": [1, 2, 3, 4, 5], "N": 20}),
        ),
        ("mcnemar", json!({"a": "q", "b": "q"})),
        ("moe", json!({"p": 0.5, "n": 10, "N": 20, "conf": 0.95})),
        ("multi", json!({"options": ["q"], "base": ""})),
        (
            "mwu",
            json!({"var": "cijfer", "group": "groep", "group_levels": ["a", "b"]}),
        ),
        (
            "nps",
            json!({"var": "cijfer", "promoter_min": 9, "detractor_max": 6}),
        ),
        ("numeric", json!({"var": "cijfer", "N": 20})),
        (
            "oneway",
            json!({"var": "groep", "levels": ["a", "b"], "N": 20, "conf": 0.95}),
        ),
        (
            "rake",
            json!({"name": "r", "margins": {"groep": {"levels": ["a", "b"], "prop": [0.5, 0.5]}}, "cells_key": ["groep"]}),
        ),
        (
            "rank",
            json!({"items": ["q", "cijfer"], "event": [5, "7"], "B": 10, "seed": 1}),
        ),
        ("ranking", json!({"items": ["q", "cijfer"]})),
        (
            "rindicator",
            json!({"respondents": [1, 2], "population": [10, 10]}),
        ),
        (
            "sample_size",
            json!({"p": 0.5, "moe": 0.05, "N": 100, "conf": 0.95, "deff": 1, "rr": 0.5}),
        ),
        (
            "suppress",
            json!({"table": [[7, 1, 3], [87, 18, 84], [12, 3, 4]], "threshold": 5}),
        ),
        ("trend", json!({"x": [1, 2], "n": [5, 6], "scores": [0, 1]})),
        ("trim", json!({"rake": "r", "upper": 2})),
        ("twoprop", json!({"x1": 1, "n1": 5, "x2": 2, "n2": 6})),
        (
            "omega_total_1f",
            json!({"items": ["cijfer", "q", "cijfer"], "reversed": ["q"], "scale_min": 1, "scale_max": 10}),
        ),
        (
            "w_by",
            json!({"var": "q", "by": "groep", "design": design()}),
        ),
        (
            "w_chisq",
            json!({"row": "q", "col": "groep", "design": design()}),
        ),
        (
            "w_ciprop",
            json!({"var": "q", "event_levels": [4, 5], "design": design()}),
        ),
        ("w_mean", json!({"var": "cijfer", "design": design()})),
        (
            "w_prop",
            json!({"var": "groep", "levels": ["a", "b"], "design": {"weights": "unit", "strata": "groep"}}),
        ),
    ]
}

/// On the raking of [`sensible`].
fn design() -> Value {
    json!({"weights": "rake:r", "variance": "calibrated"})
}

#[test]
fn every_kind_is_answered() {
    let folder = Folder::new("every-kind");
    let requests: Value = sensible()
        .iter()
        .map(|(kind, arguments)| json!({"id": kind, "kind": kind, "in": arguments}))
        .collect();
    let found = folder.answers(Some(DATA), &requests);
    for answer in found.as_array().unwrap() {
        assert!(answer["out"].is_object(), "{answer}");
    }
}

#[test]
fn whatever_stands_in_an_argument_there_is_an_answer_or_an_error() {
    let folder = Folder::new("nasty");
    let nasty = [
        json!(null),
        json!(0),
        json!(-1),
        json!(1e308),
        json!(-1e308),
        json!(u64::MAX),
        json!(0.5),
        json!(""),
        json!("q"),
        json!("leeg"),
        json!([]),
        json!([0]),
        json!([1e308, -1e308, 5e-324]),
        json!(["q", "q"]),
        json!([[]]),
        json!({}),
        json!(["leeg"]),
        json!([u64::MAX, u64::MAX]),
    ];
    let mut requests = Vec::new();
    let mut add = |kind: &str, arguments: &Value, at: &str, name: &str| {
        for value in &nasty {
            let mut changed = arguments.clone();
            changed.pointer_mut(at).unwrap()[name] = value.clone();
            requests.push(json!({"id": [kind, name, value], "kind": kind, "in": changed}));
        }
    };
    for (kind, arguments) in sensible() {
        for name in arguments.as_object().unwrap().keys() {
            add(kind, &arguments, "", name);
        }
    }
    let mean = json!({"var": "q", "design": {"weights": "unit"}});
    for name in ["weights", "strata", "psu", "fpc", "variance", "certainty"] {
        add("w_mean", &mean, "/design", name);
    }
    let data = "cijfer,groep,q,leeg\n7,a,1,\n8,b,5,\n,a,3,\n6,b,4,\n9,b,,\n";
    let found = folder.answers(Some(data), &Value::from(requests.clone()));
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), requests.len());
    for answer in found {
        assert_sound(answer);
    }
}

/// An answer or a reason; never a number that is none, a p-value that is no probability, or limits in the wrong order.
fn assert_sound(answer: &Value) {
    assert!(
        answer["out"].is_object() != answer["error"].is_string(),
        "{answer}"
    );
    assert!(!answer["out"].to_string().contains("\"nan\""), "{answer}");
    for (name, value) in answer["out"].as_object().into_iter().flatten() {
        let Some(value) = value.as_f64() else {
            continue;
        };
        if name == "p" || name.starts_with("p_") {
            assert!((0.0..=1.0).contains(&value), "{name}: {answer}");
        }
        if let Some(name) = name.strip_suffix("_lo") {
            let high = answer["out"][format!("{name}_hi")].as_f64();
            assert!(high.is_none_or(|high| value <= high), "{name}: {answer}");
        }
    }
}

#[test]
fn whatever_the_data_are_every_kind_gives_an_answer_or_a_reason() {
    let folder = Folder::new("extreme-data");
    let row = |cijfer: &str, groep: &str, q: &str| format!("{cijfer},{groep},{q}\n");
    let data = [
        ("nobody", String::new()),
        ("one person", row("7", "a", "5")),
        ("two people", row("7", "a", "5") + &row("6", "b", "1")),
        ("all equal", row("5", "a", "5").repeat(40)),
        (
            "equal in each group",
            row("5", "a", "5").repeat(9) + &row("1", "b", "1").repeat(9),
        ),
        ("all missing", row("", "", "").repeat(5)),
        (
            "one question missing",
            row("7", "a", "").repeat(5) + &row("7", "b", "").repeat(5),
        ),
        (
            "a group without an answer",
            row("7", "a", "4").repeat(5) + &row("", "b", "").repeat(5),
        ),
        (
            "huge",
            row("1e308", "a", "1e308")
                + &row("-1e308", "b", "-1e308")
                + &row("1e-308", "b", "4e-324"),
        ),
        (
            "six orders of magnitude",
            (0..7_u32)
                .map(|power| row(&format!("1e{power}"), ["a", "b"][(power % 2) as usize], "4"))
                .collect(),
        ),
    ];
    let requests: Value = sensible()
        .iter()
        .map(|(kind, arguments)| json!({"id": kind, "kind": kind, "in": arguments}))
        .collect();
    for (name, rows) in data {
        let found = folder.answers(Some(&format!("cijfer,groep,q\n{rows}")), &requests);
        for answer in found.as_array().unwrap() {
            assert_sound(answer);
            // Who is counted has a mean.
            if answer["out"].get("mean").is_some_and(Value::is_null) {
                assert_eq!(answer["out"]["n"], 0, "{name}: {answer}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_kind_is_sound_on_any_few_answers(
        rows in prop::collection::vec(
            (
                prop::sample::select(vec!["", "0", "1", "5", "7", "10", "-3", "0.5", "1e6", "1e-6", "1e300"]),
                prop::sample::select(vec!["", "a", "b", "c"]),
                prop::sample::select(vec!["", "1", "2", "3", "4", "5", "5.0", "weet niet"]),
            ),
            0..25,
        ),
    ) {
        let folder = Folder::new("any-answers");
        let rows: String = rows.iter().map(|(mark, group, q)| format!("{mark},{group},{q}\n")).collect();
        let requests: Value = sensible()
            .iter()
            .map(|(kind, arguments)| json!({"id": kind, "kind": kind, "in": arguments}))
            .collect();
        let found = folder.answers(Some(&format!("cijfer,groep,q\n{rows}")), &requests);
        for answer in found.as_array().unwrap() {
            assert_sound(answer);
        }
    }
}

#[test]
fn a_design_that_can_not_be_says_why_and_what_to_do() {
    let folder = Folder::new("designs");
    let data = "q,w,minus,gat,laag,een,blok,klein,wissel,g,h\n\
                1,1,1,1,a,x,1,2,10,m,m\n2,1,-2,,a,y,1,2,11,m,m\n3,1,1,1,b,y,2,9,10,v,v\n,1,1,1,b,y,3,9,10,v,v\n";
    let mean =
        |design: Value| json!({"id": "m", "kind": "w_mean", "in": {"var": "q", "design": design}});
    let rake = |name: &str, margins: Value| {
        let key: Vec<String> = margins.as_object().unwrap().keys().cloned().collect();
        json!({"id": name, "kind": "rake", "in": {"name": name, "margins": margins, "cells_key": key}})
    };
    let shares = |share: f64| json!({"levels": ["m", "v"], "prop": [share, 1.0 - share]});
    let cases = [
        (
            mean(json!({"weights": "col:minus"})),
            "a weight is -2; every weight must be a number above 0",
        ),
        (
            mean(json!({"weights": "col:gat"})),
            "row 3, column `gat`: empty",
        ),
        (mean(json!({"weights": "col:laag"})), "`a` is not a number"),
        (mean(json!({"weights": "half"})), "`weights` is `unit`"),
        (
            mean(json!({"weights": "unit", "variance": "calibrated"})),
            "write `rake:NAME` or `fixed`",
        ),
        (
            mean(json!({"weights": "rake:nobody"})),
            "no request of kind `rake` with the name `nobody`",
        ),
        (
            mean(json!({"weights": "rake:empty"})),
            "nobody answered; merge it",
        ),
        (
            mean(json!({"weights": "unit", "strata": "een"})),
            "stratum `x`: it holds one sampling unit",
        ),
        (
            mean(json!({"weights": "unit", "strata": "laag", "psu": "blok"})),
            "stratum `a`: it holds one sampling unit",
        ),
        (
            mean(json!({"weights": "unit", "strata": "laag", "fpc": "klein"})),
            "`fpc` is `col:NAME`",
        ),
        (
            mean(json!({"weights": "unit", "fpc": "col:wissel"})),
            "two population sizes",
        ),
        (
            mean(json!({"weights": "unit", "strata": "laag", "fpc": "col:w (people)"})),
            "population of 1 and 2 sampling units",
        ),
        (
            rake(
                "empty",
                json!({"g": {"levels": ["m", "v", "x"], "prop": [0.4, 0.4, 0.2]}}),
            ),
            "margin 1, category 3",
        ),
        (
            rake(
                "none",
                json!({"g": {"levels": ["m", "v"], "prop": [1.0, 0.0]}}),
            ),
            "its share is 0, and people answered",
        ),
        (
            rake(
                "sum",
                json!({"g": {"levels": ["m", "v"], "prop": [0.5, 0.6]}}),
            ),
            "its shares sum to 1.1",
        ),
        (
            rake("conflict", json!({"g": shares(0.5), "h": shares(0.9)})),
            "margins conflict",
        ),
        (
            json!({"id": "x", "kind": "w_chisq", "in": {"row": "w", "col": "g", "design": {"weights": "unit"}}}),
            "fewer than two rows",
        ),
    ];
    let requests: Value = cases.iter().map(|(request, _)| request.clone()).collect();
    let found = folder.answers(Some(data), &requests);
    for (answer, (request, message)) in found.as_array().unwrap().iter().zip(&cases) {
        let error = answer["error"]
            .as_str()
            .unwrap_or_else(|| panic!("{request}: {answer}"));
        assert!(error.contains(message), "{request}: {error}");
    }
    // A unit that was sure to be drawn is no mistake.
    let certain = mean(json!({"weights": "unit", "strata": "een", "certainty": true}));
    let found = folder.answers(Some(data), &json!([certain]));
    assert_eq!(found[0]["out"]["degf"], 2, "{found}");
}

#[test]
fn a_spreadsheet_s_byte_order_mark_and_semicolons_change_nothing() {
    let folder = Folder::new("excel");
    let requests = json!([{"id": 1, "kind": "numeric", "in": {"var": "cijfer"}}]);
    let excel = format!("\u{feff}{}", DATA.replace(',', ";"));
    assert_eq!(
        folder.answers(Some(&excel), &requests),
        folder.answers(Some(DATA), &requests)
    );
}

#[test]
fn a_file_that_can_t_be_read_exits_1_and_says_what_where_and_how_to_mend_it() {
    let folder = Folder::new("files");
    let empty = "[]";
    let cases: [(Option<&[u8]>, &str, &str); 7] = [
        (Some(b""), empty, "data.csv: the file is empty"),
        (Some(b"a,b,a\n1,2,3\n"), empty, "two columns are called `a`"),
        (Some(b"a,b\n1,2\n3\n"), empty, "line: 3"),
        (Some(b"a\nreden: caf\xe9\n"), empty, "UTF-8"),
        (None, "{\"id\": 1}", "requests.json: no requests found"),
        (None, "[{\"id\": 1,}]", "line 1 column"),
        (None, "", "this is no JSON"),
    ];
    for (data, requests, message) in cases {
        let (error, code) = folder.failure(data, requests);
        assert_eq!(code, Some(1), "{error}");
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_file_that_is_not_there_exits_1_and_a_missing_argument_2() {
    let run = |arguments: &[&str]| {
        let run = Command::new(env!("CARGO_BIN_EXE_achterban"))
            .args(arguments)
            .output()
            .unwrap();
        (String::from_utf8(run.stderr).unwrap(), run.status.code())
    };
    let (error, code) = run(&["compute", "--requests", "/nowhere/q.json"]);
    assert!(
        error.contains("/nowhere/q.json: can't read the file"),
        "{error}"
    );
    assert_eq!(code, Some(1));
    assert_eq!(run(&["compute"]).1, Some(2));
}
