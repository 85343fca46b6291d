//! Every reference number of `tests/reference/`, asked through `achterban compute` as anybody would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use achterban::stats::distribution::beta::{self, Share};
use achterban::stats::distribution::fisher_f::{self, Degrees};
use achterban::stats::distribution::hypergeometric::Hypergeometric;
use achterban::stats::distribution::{chi_squared, normal, student_t};
use serde_json::{Value, json};

/// Kinds that must be there; `rank` has a file and a test of its own. Further kinds are checked as soon as they answer.
const REQUIRED: [&str; 31] = [
    "aapor",
    "adjust",
    "alpha",
    "crosstab",
    "fleiss",
    "gof",
    "kappa",
    "kish",
    "kripp",
    "kw",
    "likert",
    "mcnemar",
    "moe",
    "multi",
    "mwu",
    "nps",
    "numeric",
    "omega_total_1f",
    "oneway",
    "rake",
    "ranking",
    "rindicator",
    "sample_size",
    "trend",
    "trim",
    "twoprop",
    "w_by",
    "w_chisq",
    "w_ciprop",
    "w_mean",
    "w_prop",
];

/// Fields of other programs, kept for comparison and not part of the contract.
const NOT_ASKED: [&str; 7] = [
    "alpha_pairwise",
    "beta_hi",
    "beta_lo",
    "irr_kappa",
    "irr_kripp_alpha",
    "max_rel_diff_rake_vs_calibrate",
    "wtable",
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/reference")
        .join(name)
}

fn expected_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder("expected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.push(folder("own/made_up.json"));
    files.sort();
    files
}

/// The responses that a file of expected numbers is about.
fn data_of(file: &Path) -> PathBuf {
    let name = file.with_extension("csv");
    match name.parent().unwrap().ends_with("own") {
        true => name,
        false => folder("data").join(name.file_name().unwrap()),
    }
}

fn compute(data: &Path, requests: &Path) -> Vec<Value> {
    let run = Command::new(env!("CARGO_BIN_EXE_achterban"))
        .arg("compute")
        .arg("--data")
        .arg(data)
        .arg("--requests")
        .arg(requests)
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn every_reference_number_is_recomputed_within_its_tolerance() {
    let mut checked: BTreeMap<String, usize> = BTreeMap::new();
    let mut absent: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbers = 0;
    let mut wrong = Vec::new();
    for file in expected_files() {
        let expected: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let data = data_of(&file);
        let checks = expected["checks"].as_array().unwrap();
        let answers = compute(&data, &file);
        assert_eq!(answers.len(), checks.len());
        for (check, answer) in checks.iter().zip(&answers) {
            assert_eq!(check["id"], answer["id"]);
            let kind = check["kind"].as_str().unwrap();
            if let Some(error) = answer["error"].as_str() {
                *absent.entry(kind.to_owned()).or_default() += 1;
                let not_yet = error.contains("is not computed yet");
                if !not_yet || REQUIRED.contains(&kind) {
                    wrong.push(format!("{} ({kind}): {error}", check["id"]));
                }
                continue;
            }
            *checked.entry(kind.to_owned()).or_default() += 1;
            let mut comparison = Comparison {
                check,
                numbers: 0,
                wrong: Vec::new(),
            };
            comparison.of("", &check["out"], &answer["out"]);
            numbers += comparison.numbers;
            wrong.extend(comparison.wrong);
        }
    }
    println!("checked {numbers} numbers: {checked:?}\nnot computed yet: {absent:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(numbers > 0);
    for kind in REQUIRED {
        assert!(checked.contains_key(kind), "no check of {kind} ran");
    }
}

#[test]
fn places_agree_with_the_definitions_written_out_in_python() {
    let file = folder("rank_beps.json");
    let expected: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let check = &expected["checks"][0];
    let answer = &compute(&folder("data/beps.csv"), &file)[0];
    let mut comparison = Comparison {
        check,
        numbers: 0,
        wrong: Vec::new(),
    };
    comparison.of("", &check["out"], &answer["out"]);
    assert!(comparison.wrong.is_empty(), "{:?}", comparison.wrong);
    assert_eq!(comparison.numbers, 5 * 10 + 10 * 3);
}

#[test]
fn three_real_tables_are_protected_with_the_bounds_and_near_the_optimum_that_are_known() {
    let file: Value =
        serde_json::from_str(&fs::read_to_string(folder("tables.json")).unwrap()).unwrap();
    let tables = file["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 3);
    for table in tables {
        let ask = |more: Value| {
            let mut arguments = json!({"table": table["table"], "threshold": table["threshold"]});
            arguments
                .as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            let requests = json!([{"id": table["id"], "kind": "suppress", "in": arguments}]);
            let path =
                std::env::temp_dir().join(format!("achterban-tables-{}.json", std::process::id()));
            fs::write(&path, requests.to_string()).unwrap();
            let found = compute(&folder("data/beps.csv"), &path)[0]["out"].clone();
            fs::remove_file(path).unwrap();
            found
        };
        let agree = |pattern: &str, bounds: &str| {
            let found = ask(json!({"suppressed": table[pattern]}));
            for (cell, expected) in table[bounds].as_object().unwrap() {
                let of_cell = [&found["bounds"][cell], &found["other_bounds"][cell]];
                assert!(
                    of_cell.contains(&expected),
                    "{} {pattern} {cell}: {expected}, {found}",
                    table["id"]
                );
            }
            found["safe"].as_bool().unwrap()
        };
        assert!(!agree("primary", "attack_primary_only"));
        assert!(agree("opt_pattern", "attack_opt"));
        for (keep, optimum) in [
            (false, &table["opt_suppressed_cells"]),
            (true, &table["opt_keep_margins"]["cells"]),
        ] {
            let found = ask(json!({"keep_margins": keep}));
            assert_eq!(found["safe"], true);
            let cells: Vec<u64> = serde_json::from_value(found["suppressed"].clone()).unwrap();
            let primary: Vec<u64> = serde_json::from_value(table["primary"].clone()).unwrap();
            assert!(primary.iter().all(|cell| cells.contains(cell)));
            println!(
                "{} keep_margins {keep}: {} cells, optimum {optimum}",
                table["id"],
                cells.len()
            );
            assert!(
                2 * cells.len() as u64 <= 3 * optimum.as_u64().unwrap(),
                "{} {cells:?}",
                table["id"]
            );
            let threshold = table["threshold"].as_u64().unwrap() as f64;
            for (cell, bounds) in found["bounds"].as_object().unwrap() {
                let value = value_of(&table["table"], cell.parse().unwrap()) as f64;
                assert!(
                    bounds[0].as_f64().unwrap() <= value - 1.0,
                    "{cell} {bounds}"
                );
                assert!(
                    bounds[1].as_f64().unwrap() >= threshold.max(value + 1.0),
                    "{cell} {bounds}"
                );
            }
        }
    }
}

/// A cell of a table by its number: row by row, then the totals of rows and of columns.
fn value_of(table: &Value, cell: usize) -> u64 {
    let table: Vec<Vec<u64>> = serde_json::from_value(table.clone()).unwrap();
    let (rows, cols) = (table.len(), table[0].len());
    match cell.checked_sub(rows * cols) {
        None => table[cell / cols][cell % cols],
        Some(row) if row < rows => table[row].iter().sum(),
        Some(col) => table.iter().map(|row| row[col - rows]).sum(),
    }
}

#[test]
fn counting_in_the_data_gives_the_same_as_the_counts_of_the_request() {
    let mut compared = 0;
    for file in expected_files() {
        let expected: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let data = data_of(&file);
        let mut checks = expected["checks"].as_array().unwrap().clone();
        let counts = |check: &Value| check["in"]["event"].is_string();
        checks.retain(|check| {
            ["twoprop", "trend"].contains(&check["kind"].as_str().unwrap()) && counts(check)
        });
        for check in &mut checks {
            let arguments = check["in"].as_object_mut().unwrap();
            arguments.retain(|name, _| {
                !["x", "n", "scores", "x1", "n1", "x2", "n2"].contains(&name.as_str())
            });
        }
        let name = format!("achterban-reference-{}.json", std::process::id());
        let requests = std::env::temp_dir().join(name);
        fs::write(&requests, Value::from(checks.clone()).to_string()).unwrap();
        for (check, answer) in checks.iter().zip(compute(&data, &requests)) {
            let mut comparison = Comparison {
                check,
                numbers: 0,
                wrong: Vec::new(),
            };
            comparison.of("", &check["out"], &answer["out"]);
            assert!(comparison.wrong.is_empty(), "{:?}", comparison.wrong);
            compared += 1;
        }
        fs::remove_file(&requests).unwrap();
    }
    assert_eq!(compared, 7);
}

/// The numbers of one check against those of its answer.
struct Comparison<'c> {
    check: &'c Value,
    numbers: usize,
    wrong: Vec<String>,
}

impl Comparison<'_> {
    fn of(&mut self, field: &str, expected: &Value, found: &Value) {
        match (expected, found) {
            (Value::Object(fields), Value::Object(_)) => {
                for (name, value) in fields {
                    if !NOT_ASKED.contains(&name.as_str()) {
                        self.of(name, value, &found[name]);
                    }
                }
            }
            (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
                for (one, two) in one.iter().zip(two) {
                    self.of(field, one, two);
                }
            }
            (Value::Number(one), Value::Number(two)) => {
                self.numbers += 1;
                let (one, two) = (one.as_f64().unwrap(), two.as_f64().unwrap());
                if !self.agrees(field, one, two) {
                    self.fails(field, expected, found);
                }
            }
            _ if expected == found => {}
            _ => self.fails(field, expected, found),
        }
    }

    fn agrees(&self, field: &str, one: f64, two: f64) -> bool {
        let own = self.check["tols"][field].as_f64();
        let tolerance = own.or(self.check["tol"].as_f64()).unwrap();
        let is_p = field == "p" || field.starts_with("p_") || field.ends_with("_p");
        let is_adjusted = ["holm", "bh", "bonferroni"].contains(&field);
        let relative = match is_p || is_adjusted {
            true if one < 1e-3 => own.unwrap_or(1e-8),
            _ => f64::INFINITY,
        };
        let difference = (one - two).abs();
        difference <= tolerance * one.abs().max(two.abs()).max(1.0)
            && (difference == 0.0 || difference <= relative * one.abs())
    }

    fn fails(&mut self, field: &str, expected: &Value, found: &Value) {
        let id = &self.check["id"];
        self.wrong
            .push(format!("{id} {field}: expected {expected}, found {found}"));
    }
}

#[test]
fn a_comparison_sees_a_wrong_number_a_missing_field_and_a_short_list() {
    let check: Value = serde_json::from_str(r#"{"id": "x", "tol": 1e-9}"#).unwrap();
    let wrong = |expected: &str, found: &str| {
        let [expected, found] =
            [expected, found].map(|text| serde_json::from_str::<Value>(text).unwrap());
        let mut comparison = Comparison {
            check: &check,
            numbers: 0,
            wrong: Vec::new(),
        };
        comparison.of("", &expected, &found);
        comparison.wrong.len()
    };
    assert_eq!(
        wrong(
            r#"{"a": 1.0, "b": "inf"}"#,
            r#"{"a": 1.0000000001, "b": "inf"}"#
        ),
        0
    );
    assert_eq!(wrong(r#"{"a": 1.0}"#, r#"{"a": 1.00000001}"#), 1);
    assert_eq!(wrong(r#"{"a": 1.0}"#, r#"{}"#), 1);
    assert_eq!(wrong(r#"{"a": [1, 2]}"#, r#"{"a": [1]}"#), 1);
    assert_eq!(wrong(r#"{"p": 1e-20}"#, r#"{"p": 2e-20}"#), 1);
}

#[test]
fn tails_and_quantiles_agree_with_mpmath_to_1e_12() {
    let table = fs::read_to_string(folder("distributions.csv")).unwrap();
    let mut worst: BTreeMap<String, f64> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let argument: Vec<f64> = cells[1..5]
            .iter()
            .filter_map(|cell| cell.parse().ok())
            .collect();
        let expected: f64 = cells[5].parse().unwrap();
        let found = distribution(cells[0], &argument);
        let error = (found / expected - 1.0).abs();
        assert!(error < 1e-12, "{line}: found {found:e}, off by {error:e}");
        let worst = worst.entry(cells[0].to_owned()).or_default();
        *worst = worst.max(error);
    }
    println!("largest relative errors: {worst:?}");
    assert_eq!(worst.len(), 10);
}

fn distribution(name: &str, a: &[f64]) -> f64 {
    let whole = |x: f64| format!("{x}").parse::<u64>().unwrap();
    let degrees = |numerator, denominator| Degrees {
        numerator,
        denominator,
    };
    match name {
        "normal" => normal::upper_tail(a[0]),
        "normal_quantile" => normal::upper_quantile(a[0]),
        "chi_squared" => chi_squared::upper_tail(a[0], a[1]),
        "chi_squared_quantile" => chi_squared::upper_quantile(a[0], a[1]),
        "student_t" => student_t::upper_tail(a[0], a[1]),
        "student_t_quantile" => student_t::upper_quantile(a[0], a[1]),
        "fisher_f" => fisher_f::upper_tail(a[0], degrees(a[1], a[2])),
        "fisher_f_quantile" => fisher_f::upper_quantile(a[0], degrees(a[1], a[2])),
        "beta_quantile" => {
            let Share { x, .. } = beta::upper_quantile(a[0], a[1], a[2]);
            x
        }
        "hypergeometric" => {
            let [population, marked, draws] = [a[1], a[2], a[3]].map(whole);
            let distribution = Hypergeometric::new(population, marked, draws).unwrap();
            distribution.upper_tail(whole(a[0]))
        }
        other => panic!("no function {other}"),
    }
}
