//! What becomes of a question: a number with labels where its codes are numbers, else a text. A code that stands for "weet niet"
//! beside numbers becomes -1, -2 … and user-missing.

use crate::domain::definition::{Choice, Kind as QuestionKind, Question};
use crate::interchange::csv::Slot;
use crate::interchange::sheet::layout;

/// Longest name of a variable, in bytes.
const LONGEST_NAME: usize = 64;

/// What a variable holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Numbers: value and label, and which of them are user-missing (at most three).
    Number {
        labels: Vec<(f64, String)>,
        missing: Vec<f64>,
        decimals: u8,
    },
    /// Text of so many bytes at most.
    Text { width: usize },
}

/// How a variable is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Nominal = 1,
    Ordinal = 2,
    Scale = 3,
}

/// One variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) slot: Slot,
    pub(super) kind: Kind,
    pub(super) measure: Measure,
    /// Labels of a text: code and label.
    pub(super) text_labels: Vec<(String, String)>,
    /// Codes that are no numbers, with the value that stands for them.
    codes: Vec<(String, f64)>,
}

impl Variable {
    /// The value of what stands in a column.
    pub(super) fn value(&self, text: &str) -> Option<f64> {
        let code = self.codes.iter().find(|(code, _)| code == text);
        code.map(|(_, value)| *value).or_else(|| text.parse().ok())
    }
}

/// The variables of a questionnaire.
pub(super) fn variables(questions: &[&Question]) -> Vec<Variable> {
    let mut names: Vec<String> = Vec::new();
    let all = layout(questions).into_iter().filter_map(|(column, slot)| {
        let question = questions[slot.question()?];
        let name = name(&column, &names);
        names.push(name.to_lowercase());
        Some(variable(&name, slot, question))
    });
    all.collect()
}

/// Letters, digits and `_`, not twice; case does not count.
fn name(column: &str, taken: &[String]) -> String {
    let plain: String = column
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let plain = plain.trim_matches('_');
    let stem: String = plain.chars().take(LONGEST_NAME - 4).collect();
    let mut name = stem.clone();
    let mut number = 1;
    while taken.contains(&name.to_lowercase()) || name.is_empty() {
        number += 1;
        name = format!("{stem}_{number}");
    }
    name
}

fn variable(name: &str, slot: Slot, question: &Question) -> Variable {
    let text = question.text.get("nl");
    let plain = |label: String, kind, measure| Variable {
        name: name.to_owned(),
        label,
        slot,
        kind,
        measure,
        text_labels: Vec::new(),
        codes: Vec::new(),
    };
    match slot {
        Slot::Ticked(_, option) => {
            let option = question.options[option].label.get("nl");
            let labels = vec![
                (0.0, "niet gekozen".to_owned()),
                (1.0, "gekozen".to_owned()),
            ];
            let kind = Kind::Number {
                labels,
                missing: Vec::new(),
                decimals: 0,
            };
            plain(format!("{option} ({text})"), kind, Measure::Nominal)
        }
        Slot::Place(_, place) => {
            let label = format!("plaats {} ({text})", place + 1);
            coded(
                plain(label, Kind::Text { width: 1 }, Measure::Nominal),
                question,
            )
        }
        Slot::Other(_) => {
            let label = format!("anders, namelijk ({text})");
            plain(label, Kind::Text { width: 1 }, Measure::Nominal)
        }
        _ if question.kind == QuestionKind::Number => {
            let is_whole = question.range.is_none_or(|range| range.step.fract() == 0.0);
            let kind = Kind::Number {
                labels: Vec::new(),
                missing: Vec::new(),
                decimals: if is_whole { 0 } else { 2 },
            };
            plain(text.to_owned(), kind, Measure::Scale)
        }
        _ => {
            let measure = match question.kind {
                QuestionKind::Scale => Measure::Ordinal,
                _ => Measure::Nominal,
            };
            coded(
                plain(text.to_owned(), Kind::Text { width: 1 }, measure),
                question,
            )
        }
    }
}

/// Gives a variable the codes of its question: numbers when all codes that count are.
fn coded(mut variable: Variable, question: &Question) -> Variable {
    let label = |option: &Choice| option.label.get("nl").to_owned();
    let is_number = |option: &&Choice| option.code.as_integer().is_some();
    let (numbers, others): (Vec<&Choice>, Vec<&Choice>) =
        question.options.iter().partition(is_number);
    if numbers.is_empty() || !others.iter().all(|option| option.not_applicable) {
        let codes = question.options.iter();
        variable.text_labels = codes
            .map(|option| (option.code.to_string(), label(option)))
            .collect();
        let longest = variable
            .text_labels
            .iter()
            .map(|(code, _)| code.len())
            .max();
        variable.kind = Kind::Text {
            width: longest.unwrap_or(1),
        };
        return variable;
    }
    #[expect(clippy::cast_precision_loss, reason = "codes are small numbers")]
    let value = |option: &Choice| option.code.as_integer().unwrap_or(0) as f64;
    let mut labels: Vec<(f64, String)> = numbers.iter().map(|it| (value(it), label(it))).collect();
    let mut missing: Vec<f64> = numbers
        .iter()
        .filter(|option| option.not_applicable)
        .map(|option| value(option))
        .collect();
    let lowest = labels.iter().map(|(value, _)| *value).fold(0.0, f64::min);
    for (option, step) in others.iter().zip(1_u32..) {
        let stands_for = lowest - f64::from(step);
        variable.codes.push((option.code.to_string(), stands_for));
        labels.push((stands_for, label(option)));
        missing.push(stands_for);
    }
    missing.truncate(3);
    variable.kind = Kind::Number {
        labels,
        missing,
        decimals: 0,
    };
    variable
}
