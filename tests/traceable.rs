//! A whole report can be done over: every figure it prints stands in its figures.json, and `compute` finds each of them
//! again in the exported answers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A client council with two closed rounds, of a size at which most figures are shown.
const RESPONSES: &str = "400";
const SURVEY: &str = "lelystad/participatiewet";

fn achterban(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_achterban"))
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn done(arguments: &[&str]) -> String {
    let output = achterban(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Made-up answers of two rounds as files, as a client council exports them.
struct Exported {
    directory: PathBuf,
}

impl Exported {
    fn new(name: &str, responses: &str) -> Self {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("traceable-{name}"));
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).expect("a scratch directory");
        let exported = Self { directory };
        let data = exported.path("data");
        let filled = done(&[
            "seed",
            "--data",
            &data,
            "--seed",
            "3",
            "--responses",
            responses,
        ]);
        for (round, file) in rounds(&filled).iter().zip(["eerder.csv", "nu.csv"]) {
            let file = exported.path(file);
            done(&[
                "responses",
                "export",
                "--data",
                &data,
                "--survey",
                round,
                "-o",
                &file,
            ]);
        }
        exported
    }

    fn path(&self, name: &str) -> String {
        let path = self.directory.join(name);
        path.to_str().expect("UTF-8").to_owned()
    }

    /// The report as a page, and its figures.json.
    fn report(&self, more: &[&str]) -> (String, Value) {
        let output = self.path("rapport.html");
        let survey = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/participatiewet.toml");
        let (survey, responses) = (survey.to_str().expect("UTF-8"), self.path("nu.csv"));
        let mut arguments = vec![
            "report",
            "knelpunten",
            "--survey",
            survey,
            "--responses",
            &responses,
        ];
        arguments.extend(["-o", &output]);
        arguments.extend(more);
        done(&arguments);
        let figures = std::fs::read(format!("{output}.figures.json")).expect("figures");
        let page = std::fs::read_to_string(&output).expect("the page");
        (page, serde_json::from_slice(&figures).expect("JSON"))
    }

    /// p-values adjusted over all crossings, of which some are hidden: only the analysis itself can give them.
    fn adjusted(&self) -> Vec<String> {
        let survey = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/participatiewet.toml");
        let survey = survey.to_str().expect("UTF-8");
        let said = done(&[
            "analyse",
            "--survey",
            survey,
            "--responses",
            &self.path("nu.csv"),
            "--json",
        ]);
        let results: Value = serde_json::from_str(&said).expect("JSON");
        let crossings = results["crossings"].as_array().expect("crossings");
        let adjusted = crossings.iter().filter_map(|it| it["p_adjusted"].as_f64());
        adjusted
            .map(|p| format!("{p:.3}").replace('.', ","))
            .collect()
    }

    /// What `compute` answers to the requests of a figures.json.
    fn compute(&self, figures: &Value) -> Vec<Value> {
        let requests = self.path("vragen.json");
        std::fs::write(&requests, figures.to_string()).expect("written");
        let answered = achterban(&[
            "compute",
            "--data",
            &self.path("nu.csv"),
            "--requests",
            &requests,
        ]);
        serde_json::from_slice(&answered.stdout).expect("JSON")
    }
}

/// The closed rounds of the survey that were filled, the older first.
fn rounds(filled: &str) -> [String; 2] {
    let names = filled
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.0));
    let mut found: Vec<String> = names
        .filter(|name| name.starts_with(&format!("{SURVEY}/")))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.try_into().expect("two rounds")
}

/// The value at a path such as `themes[2].rank_set[0]`.
fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    let names = path.split(['.', '[', ']']).filter(|name| !name.is_empty());
    names.fold(value, |value, name| match name.parse::<usize>() {
        Ok(place) => &value[place],
        Err(_) => &value[name],
    })
}

fn checks(figures: &Value) -> &[Value] {
    figures["checks"].as_array().expect("checks")
}

fn printed(check: &Value) -> &[Value] {
    check["printed"].as_array().expect("printed")
}

/// Every printed number of the file is what `compute` finds; the kinds that were asked, and how many numbers.
fn done_over<'f>(exported: &Exported, figures: &'f Value) -> (BTreeSet<&'f str>, usize) {
    let answers = exported.compute(figures);
    assert_eq!(answers.len(), checks(figures).len());
    let mut kinds = BTreeSet::new();
    let mut compared = 0;
    for (check, answer) in checks(figures).iter().zip(&answers) {
        assert!(answer.get("error").is_none(), "{} {answer}", check["id"]);
        kinds.insert(check["kind"].as_str().expect("a kind"));
        for printed in printed(check) {
            let field = printed["field"].as_str().expect("a field");
            let again = at(&answer["out"], field).as_f64().unwrap_or(f64::NAN);
            let value = printed["value"].as_f64().expect("a number");
            let near = (again - value).abs() <= 1e-9 * value.abs().max(1.0);
            assert!(
                near,
                "{} {field}: printed {value}, computed {again}",
                check["id"]
            );
            compared += 1;
        }
    }
    (kinds, compared)
}

#[test]
fn every_figure_of_a_report_with_earlier_rounds_is_given_again_by_compute() {
    let exported = Exported::new("compute", "1500");
    let earlier = exported.path("eerder.csv");
    let (_, figures) = exported.report(&["--earlier", &earlier, "--population", "4000"]);
    let (kinds, compared) = done_over(&exported, &figures);
    assert!(compared > 1_000, "{compared} numbers");
    let expected = [
        "aapor",
        "adjust",
        "alpha",
        "crosstab",
        "knelpunten",
        "likert",
        "numeric",
        "oneway",
        "trend",
        "twoprop",
    ];
    assert_eq!(kinds, BTreeSet::from(expected));
}

#[test]
fn a_report_from_stored_answers_stands_beside_the_round_before_and_is_done_over_too() {
    let exported = Exported::new("stored", RESPONSES);
    let output = exported.path("opgeslagen.html");
    let data = exported.path("data");
    done(&[
        "report",
        "knelpunten",
        "--data",
        &data,
        "--survey",
        SURVEY,
        "-o",
        &output,
    ]);
    let page = std::fs::read_to_string(&output).expect("the page");
    assert!(page.contains("Vergelijking met eerdere rondes") && page.contains("Wat eerst?"));
    let figures = std::fs::read(format!("{output}.figures.json")).expect("figures");
    let figures: Value = serde_json::from_slice(&figures).expect("JSON");
    let (kinds, compared) = done_over(&exported, &figures);
    assert!(
        kinds.contains("twoprop") && compared > 300,
        "{kinds:?} {compared}"
    );
}

/// The figures of the part of a page with this id: numbers with a decimal comma, a percent sign, or of two digits and
/// more.
fn figures_of(page: &str, id: &str) -> BTreeSet<String> {
    let from = page
        .find(&format!("id=\"{id}\""))
        .unwrap_or_else(|| panic!("{id}"));
    let part = &page[from..];
    let end = part.find("<section").unwrap_or(part.len());
    let mut text = String::new();
    let (mut tag, mut svg) = (false, 0);
    let mut rest = &part[..end];
    while let Some(letter) = rest.chars().next() {
        if rest.starts_with("<svg") {
            svg += 1;
        }
        if rest.starts_with("</svg") {
            svg -= 1;
        }
        match letter {
            '<' => tag = true,
            '>' => {
                tag = false;
                text.push(' ');
            }
            _ if !tag && svg == 0 => text.push(letter),
            _ => {}
        }
        rest = &rest[letter.len_utf8()..];
    }
    // The number of a figure is no figure.
    let text = text
        .replace("Figuur ", "Figuur_")
        .replace("figuur ", "figuur_");
    let words = text
        .split_whitespace()
        .filter(|word| !word.to_lowercase().starts_with("figuur_"));
    let words = words.flat_map(|word| {
        word.split(|letter: char| !(letter.is_ascii_digit() || ",.%-".contains(letter)))
    });
    words
        .map(|word| word.trim_matches(['.', ',', '-', '%']))
        .filter(|word| word.len() > 1 && word.contains(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_figure_on_the_page_stands_in_figures_json() {
    let exported = Exported::new("page", RESPONSES);
    let (page, figures) = exported.report(&[
        "--earlier",
        &exported.path("eerder.csv"),
        "--population",
        "1200",
    ]);
    let number = |text: &str| text.trim_matches(['%', '-', '<', ' ']).to_owned();
    let texts = checks(&figures).iter().flat_map(printed);
    let mut known: BTreeSet<String> = texts
        .map(|printed| number(printed["text"].as_str().expect("a text")))
        .collect();
    // Given with the command, or fixed: the population, the ends of a scale, factors, draws, the border of "incidental".
    let fixed = ["1.200", "100", "1,25", "0,8", "0,1", "0,05", "10.000", "10"];
    let ages = ["18", "26", "27", "44", "45", "66", "67"];
    known.extend(fixed.iter().chain(&ages).map(|it| (*it).to_owned()));
    let without = figures["meta"]["without_check"].to_string();
    assert!(!without.contains("signals"), "there are none: {without}");
    if without.contains("p-values") {
        known.extend(exported.adjusted());
    }
    for part in [
        "volgorde",
        "voorrang",
        "eerdere-rondes",
        "per-knelpunt",
        "andere-vragen",
    ] {
        let found = figures_of(&page, part);
        let unknown: Vec<&String> = found.iter().filter(|it| !known.contains(*it)).collect();
        assert!(found.len() > 5, "{part}: {found:?}");
        assert!(unknown.is_empty(), "{part}: {unknown:?}");
    }
}
