//! figures.json: for each printed number the `compute` request that gives it again from the raw responses.
//!
//! The file is itself a list of requests under `checks`, so `compute --requests` reads it as it is. Each check names its
//! base, its method, and what was printed from which field of the answer, and where.

mod response;
mod technical;
mod theme;
mod waves;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::input::{Document, Figure, Source};
use crate::analysis::results::{LevelCount, QuestionTable, Share};
use crate::domain::definition::{Kind, Question};
use crate::text::number;

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// What it belongs to.
    pub meta: Meta,
    /// Requests for the themes, for each background question, for each question, and for earlier rounds.
    pub checks: Vec<Check>,
}

/// What the file belongs to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meta {
    /// Kind of report.
    pub report: &'static str,
    /// Id of the questionnaire.
    pub survey: String,
    /// Number of responses; absent below the threshold.
    pub respondents: Option<u64>,
    /// Number of people from whom they were drawn, when known.
    pub population: Option<u64>,
    /// Number of figures that disclosure control hides: they stand in no check.
    pub suppressed: u64,
    /// What is printed and can't be done over from the answers, with the reason.
    pub without_check: Vec<&'static str>,
    /// Version of the program.
    pub version: String,
}

/// A request with what was printed of its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// Unique in the file.
    pub id: String,
    /// Kind of `compute`.
    pub kind: &'static str,
    /// Its arguments.
    #[serde(rename = "in")]
    pub arguments: Value,
    /// Number of answers behind every figure of the check, when it is one number.
    pub base: Option<u64>,
    /// How it is computed.
    pub method: &'static str,
    /// What was printed.
    pub printed: Vec<Printed>,
}

/// One printed number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Printed {
    /// Path in the answer: `prop[2]`.
    pub field: String,
    /// The number, unrounded.
    pub value: f64,
    /// As printed.
    pub text: String,
    /// Where it stands: `figuur 3`.
    #[serde(rename = "where")]
    pub place: String,
}

const WILSON: &str = "Wilson score interval, 95 %";
const WILSON_FINITE: &str = "Wilson score interval, 95 %, with n (N-1)/(N-n) for n";

impl Figures {
    /// The figures of a knelpuntenrapport.
    pub fn knelpunten(source: &Source<'_>, document: &Document) -> Self {
        let asked = source.questionnaire.questions();
        let of_questions = asked
            .filter_map(|question| {
                let table = source
                    .results
                    .questions
                    .iter()
                    .find(|table| table.id == question.id)?;
                Some(question_checks(
                    source,
                    question,
                    table,
                    &place_of(document, question),
                ))
            })
            .flatten();
        let checks = theme::checks(source, document)
            .into_iter()
            .chain(of_questions)
            .chain(waves::checks(source))
            .chain(technical::checks(source))
            .chain(response::checks(source));
        Self {
            meta: Meta {
                report: "knelpunten",
                survey: source.questionnaire.id.clone(),
                respondents: source.results.respondents,
                population: source.results.population,
                suppressed: source.results.suppressed,
                without_check: without_check(source),
                version: source.about.version.clone(),
            },
            checks: checks.filter(|check| !check.printed.is_empty()).collect(),
        }
    }
}

/// Signals are no answers; and a p-value that was adjusted over hidden tests would tell of them.
fn without_check(source: &Source<'_>) -> Vec<&'static str> {
    let mut found = Vec::new();
    if !source.signals.is_empty() {
        found.push(
            "numbers of signals: they are counted from the register of signals, not from answers",
        );
    }
    let skipped = |table: &QuestionTable| table.n_not_shown.is_none_or(|n| n > 0);
    if source.results.questions.iter().any(skipped) {
        found.push(
            "answers left out: of a question that not everyone was shown, empty cells don't tell",
        );
    }
    if !technical::all_tests_are_shown(source) {
        found.push("p-values adjusted over all crossings: some of those are hidden");
    }
    found
}

impl Printed {
    fn new(field: impl Into<String>, value: f64, text: String, place: &str) -> Self {
        Self {
            field: field.into(),
            value,
            text,
            place: place.to_owned(),
        }
    }
}

/// The figure in which a question stands, else the response table.
fn place_of(document: &Document, question: &Question) -> String {
    let text = question.text.get("nl");
    let shown = |figure: &&Figure| {
        figure.about == question.id
            || figure
                .table
                .rows
                .iter()
                .any(|row| row.first().is_some_and(|name| name == text))
    };
    document.figures().find(shown).map_or_else(
        || "antwoordtabel".to_owned(),
        |it| format!("figuur {}", it.number),
    )
}

fn question_checks(
    source: &Source<'_>,
    question: &Question,
    table: &QuestionTable,
    place: &str,
) -> Vec<Check> {
    match question.kind {
        Kind::Scale => {
            let mut checks = vec![oneway(source, question, table, place)];
            checks.extend(ends(source, question, table, place));
            checks
        }
        Kind::Choice => vec![oneway(source, question, table, place)],
        Kind::Choices => ticked(source, table, place),
        Kind::Number => numeric(source, table, place).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Arguments with the population beside them, when it is known.
fn with_population(source: &Source<'_>, arguments: Value) -> Value {
    match (source.results.population, arguments) {
        (Some(population), Value::Object(mut fields)) => {
            fields.insert("N".to_owned(), Value::from(population));
            Value::Object(fields)
        }
        (_, arguments) => arguments,
    }
}

fn method(source: &Source<'_>) -> (&'static str, &'static str) {
    if source.results.population.is_some() {
        (WILSON_FINITE, "wilson_fpc")
    } else {
        (WILSON, "wilson")
    }
}

fn oneway(source: &Source<'_>, question: &Question, table: &QuestionTable, place: &str) -> Check {
    let levels: Vec<&str> = table
        .levels
        .iter()
        .map(|level| level.code.as_str())
        .collect();
    let (method, limits) = method(source);
    let mut printed: Vec<Printed> = Vec::new();
    if let Some(n) = table.n_valid {
        printed.push(Printed::new("n", count(n), number::whole(n), place));
        for (at, level) in table.levels.iter().enumerate() {
            printed.extend(of_level(level, n, (at, limits), place));
        }
    }
    Check {
        id: question.id.clone(),
        kind: "oneway",
        arguments: with_population(source, json!({"var": question.id, "levels": levels})),
        base: table.n_valid,
        method,
        printed,
    }
}

fn of_level(level: &LevelCount, n: u64, (at, limits): (usize, &str), place: &str) -> Vec<Printed> {
    let Some(of) = level.count else {
        return Vec::new();
    };
    let mut printed = vec![Printed::new(
        format!("count[{at}]"),
        count(of),
        number::whole(of),
        place,
    )];
    if let (Some(value), Some(lo), Some(hi)) = (level.share, level.lo, level.hi) {
        printed.push(Printed::new(
            format!("prop[{at}]"),
            value,
            number::percent(of, n),
            place,
        ));
        printed.push(Printed::new(
            format!("{limits}_lo[{at}]"),
            lo,
            number::share(lo, n),
            place,
        ));
        printed.push(Printed::new(
            format!("{limits}_hi[{at}]"),
            hi,
            number::share(hi, n),
            place,
        ));
    }
    printed
}

/// The two ends of a scale, from `likert`.
fn ends(
    source: &Source<'_>,
    question: &Question,
    table: &QuestionTable,
    place: &str,
) -> Option<Check> {
    let codes: Option<Vec<i64>> = table
        .levels
        .iter()
        .map(|level| level.code.parse().ok())
        .collect();
    let n = table.n_valid?;
    let (method, limits) = method(source);
    let (lo, hi) = if limits == "wilson" {
        ("lo", "hi")
    } else {
        ("fpc_lo", "fpc_hi")
    };
    let of_end = |name: &str, share: Share| {
        [
            Printed::new(
                format!("{name}.prop"),
                share.share,
                number::percent(share.count, n),
                place,
            ),
            Printed::new(
                format!("{name}.{lo}"),
                share.lo,
                number::share(share.lo, n),
                place,
            ),
            Printed::new(
                format!("{name}.{hi}"),
                share.hi,
                number::share(share.hi, n),
                place,
            ),
        ]
    };
    let top = table.top2.map(|share| of_end("top2", share));
    let bottom = table.bottom2.map(|share| of_end("bottom2", share));
    Some(Check {
        id: format!("{}.ends", question.id),
        kind: "likert",
        arguments: with_population(source, json!({"var": question.id, "codes": codes?})),
        base: Some(n),
        method,
        printed: top.into_iter().chain(bottom).flatten().collect(),
    })
}

/// One check an option: each is a column of 0 and 1.
fn ticked(source: &Source<'_>, table: &QuestionTable, place: &str) -> Vec<Check> {
    let (method, limits) = method(source);
    let Some(n) = table.n_valid else {
        return Vec::new();
    };
    table
        .levels
        .iter()
        .map(|level| {
            let column = format!("{}[{}]", table.id, level.code);
            let mut printed = of_level(level, n, (0, limits), place);
            if !printed.is_empty() {
                printed.push(Printed::new("n", count(n), number::whole(n), place));
            }
            Check {
                id: column.clone(),
                kind: "oneway",
                arguments: with_population(source, json!({"var": column, "levels": ["1", "0"]})),
                base: Some(n),
                method,
                printed,
            }
        })
        .collect()
}

fn numeric(source: &Source<'_>, table: &QuestionTable, place: &str) -> Option<Check> {
    let (mean, n) = (table.mean?, table.n_valid?);
    Some(Check {
        id: table.id.clone(),
        kind: "numeric",
        arguments: with_population(source, json!({"var": table.id})),
        base: Some(n),
        method: "mean of the valid answers",
        printed: vec![
            Printed::new("n", count(n), number::whole(n), place),
            Printed::new("mean", mean, number::decimal(mean, 1), place),
        ],
    })
}

/// A count as a JSON number; people, far below 2^52.
#[expect(clippy::cast_precision_loss, reason = "people, far below 2^52")]
fn count(people: u64) -> f64 {
    people as f64
}

/// Codes with a number each, as a JSON object in the order of the codes.
fn object<'a>(fields: impl IntoIterator<Item = (&'a str, f64)>) -> Value {
    Value::Object(
        fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), Value::from(value)))
            .collect::<Map<_, _>>(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Figures;
    use crate::report::example::example;
    use crate::report::input::Document;

    #[test]
    fn every_check_has_an_id_of_its_own_a_method_and_what_was_printed_where() {
        let example = example();
        let document = Document::knelpunten(&example.source());
        let figures = Figures::knelpunten(&example.source(), &document);
        let ids: BTreeSet<&str> = figures
            .checks
            .iter()
            .map(|check| check.id.as_str())
            .collect();
        assert_eq!(ids.len(), figures.checks.len());
        for check in &figures.checks {
            assert!(
                !check.method.is_empty() && !check.printed.is_empty(),
                "{}",
                check.id
            );
            assert!(
                check
                    .printed
                    .iter()
                    .all(|it| !it.text.is_empty() && !it.place.is_empty())
            );
        }
    }

    #[test]
    fn the_printed_texts_stand_in_the_document() {
        let example = example();
        let document = Document::knelpunten(&example.source());
        let text = serde_json::to_string(&document).unwrap();
        let figures = Figures::knelpunten(&example.source(), &document);
        for check in figures
            .checks
            .iter()
            .filter(|check| check.kind == "knelpunten")
        {
            for printed in &check.printed {
                assert!(
                    text.contains(&printed.text),
                    "{} {}",
                    check.id,
                    printed.text
                );
            }
        }
    }
}
