//! Margins as fields: one for each answer. An empty one belongs to the group above it; a question without a number has no margin.

use std::collections::BTreeMap;

use super::UNIT;
use crate::domain::definition::Questionnaire;
use crate::domain::margin::{Fault, Line, Unit, askable};
use crate::web::error::Failure;
use crate::web::form::Fields;

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// In what the numbers are.
    pub unit: Unit,
    values: BTreeMap<String, String>,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            unit: Unit::Count,
            values: BTreeMap::new(),
        }
    }
}

/// Name and id of the field of an answer.
pub(super) fn name(question: &str, code: &str) -> String {
    format!("{question}.{code}")
}

/// Where a mistake can be mended.
pub(super) fn field_of(fault: &Fault, of: &Questionnaire) -> String {
    let first = |question: &str| {
        let known = askable(of);
        let levels = known.iter().find(|(id, _)| *id == question);
        levels.map_or_else(
            || UNIT.to_owned(),
            |(_, levels)| name(question, &levels[0].code),
        )
    };
    match fault {
        Fault::NotANumber { question, code, .. } => {
            let known = askable(of);
            let levels = known.iter().find(|(id, _)| id == question);
            let whole = levels.is_some_and(|(_, levels)| levels.iter().any(|it| it.code == *code));
            let code = if whole {
                code.as_str()
            } else {
                code.split('+').next().unwrap_or(code)
            };
            name(question, code)
        }
        Fault::Missing { question, codes } => codes
            .first()
            .map_or_else(|| first(question), |code| name(question, code)),
        Fault::OneGroup { question } | Fault::Nobody { question } | Fault::Sum { question, .. } => {
            first(question)
        }
        _ => UNIT.to_owned(),
    }
}

impl Typed {
    /// The fields of a form.
    ///
    /// # Errors
    /// [`Failure::Malformed`] for a unit that the form does not have.
    pub fn from_fields(fields: &Fields, of: &Questionnaire) -> Result<Self, Failure> {
        let unit = Unit::from_word(fields.text(UNIT)).ok_or(Failure::Malformed)?;
        let mut values = BTreeMap::new();
        for (question, levels) in askable(of) {
            for level in levels {
                let name = name(question, &level.code);
                let value = fields.text(&name).trim().to_owned();
                values.insert(name, value);
            }
        }
        Ok(Self { unit, values })
    }

    /// Lines as fields; `None` when a group is of answers that don't follow each other: fields can't say that.
    pub fn of(unit: Unit, lines: &[Line], of: &Questionnaire) -> Option<Self> {
        let mut values = BTreeMap::new();
        for line in lines {
            let first = line.code.split('+').next().unwrap_or_default().trim();
            let whole = line.code.trim();
            let known = askable(of);
            let (_, levels) = known.iter().find(|(id, _)| *id == line.question)?;
            let code = levels
                .iter()
                .find(|level| level.code == whole)
                .map_or(first, |level| level.code.as_str());
            values.insert(name(&line.question, code), line.value.clone());
        }
        let typed = Self { unit, values };
        let groups = |lines: &[Line]| {
            let sorted = lines.iter().map(|line| {
                let codes = line.code.split('+').map(|code| code.trim().to_owned());
                (line.question.clone(), codes.collect::<Vec<String>>())
            });
            sorted.collect::<std::collections::BTreeSet<_>>()
        };
        (groups(&typed.lines(of)) == groups(lines)).then_some(typed)
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The lines that the fields stand for.
    pub fn lines(&self, of: &Questionnaire) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (question, levels) in askable(of) {
            let begin = lines.len();
            for level in levels {
                let value = self.value(&name(question, &level.code));
                match lines.get_mut(begin..).and_then(<[Line]>::last_mut) {
                    Some(above) if value.is_empty() => {
                        above.code = format!("{}+{}", above.code, level.code);
                    }
                    // Before the first number there is no group above: the answer is missed.
                    None if value.is_empty() => {}
                    _ => lines.push(Line {
                        row: None,
                        question: question.to_owned(),
                        code: level.code,
                        value: value.to_owned(),
                    }),
                }
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::survey;
    use super::{Fields, Typed};
    use crate::domain::margin::{Line, Margins, Unit};

    fn typed(query: &str) -> Typed {
        let fields = Fields::decode(query.as_bytes()).expect("fields");
        Typed::from_fields(&fields, &survey()).expect("a form")
    }

    fn codes(typed: &Typed) -> Vec<String> {
        let lines = typed.lines(&survey());
        lines.into_iter().map(|line| line.code).collect()
    }

    #[test]
    fn an_empty_field_belongs_to_the_group_above_and_an_empty_question_has_no_margin() {
        let typed = typed("soort=aantal&wijk.n=10&wijk.o=&wijk.z=20");
        assert_eq!(codes(&typed), ["n+o", "z"]);
        assert!(Margins::new(&survey(), Unit::Count, &typed.lines(&survey())).is_ok());
        assert!(codes(&super::Typed::default()).is_empty());
    }

    #[test]
    fn an_empty_first_field_is_missed_and_says_so() {
        let typed = typed("soort=procent&wijk.o=60&wijk.z=40");
        assert!(Margins::new(&survey(), Unit::Percent, &typed.lines(&survey())).is_err());
    }

    #[test]
    fn stored_lines_come_back_as_fields_unless_fields_cannot_say_them() {
        let typed = typed("soort=aantal&wijk.n=10&wijk.o=&wijk.z=20");
        let lines = typed.lines(&survey());
        let back = Typed::of(Unit::Count, &lines, &survey()).expect("fields");
        assert_eq!(back.lines(&survey()), lines);
        let line = |code: &str| Line {
            row: Some(2),
            question: "wijk".to_owned(),
            code: code.to_owned(),
            value: "10".to_owned(),
        };
        let apart = [line("n+z"), line("o")];
        assert_eq!(Typed::of(Unit::Count, &apart, &survey()), None);
    }
}
