//! The levels of a question: what gets a row of its own in a table, and a group of its own in a comparison.

use super::definition::{Kind, Question};

/// A level.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// The option's code, `other`, or a band such as `18-34`.
    pub code: String,
    /// What people read.
    pub label: String,
    /// Index of the option; `None` for a band or an own text.
    pub option: Option<usize>,
}

/// The levels of a question in the order of the questionnaire; "niet van toepassing" is none.
pub fn levels(question: &Question, language: &str) -> Vec<Level> {
    let mut levels: Vec<Level> = question
        .options
        .iter()
        .enumerate()
        .filter(|(_, option)| !option.not_applicable)
        .map(|(index, option)| Level {
            code: option.code.to_string(),
            label: option.label.get(language).to_owned(),
            option: Some(index),
        })
        .collect();
    if question.other && matches!(question.kind, Kind::Choice | Kind::Choices) {
        levels.push(Level {
            code: "other".to_owned(),
            label: "Anders".to_owned(),
            option: None,
        });
    }
    levels.extend(question.bands.iter().map(|(from, to)| Level {
        code: format!("{from}-{to}"),
        label: format!("{from}-{to}"),
        option: None,
    }));
    levels
}
