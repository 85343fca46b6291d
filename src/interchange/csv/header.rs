//! From the header of a file to the questions that its columns answer.

use crate::domain::definition::{Kind, Question, Questionnaire};
use crate::domain::spelling::edits;

use super::CsvError;

/// What a column of the file holds; indexes of questions and options as in the questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::interchange) enum Slot {
    /// The answer itself.
    Answer(usize),
    /// 0 or 1 for one option.
    Ticked(usize, usize),
    /// The code at one place of a ranking (from 0).
    Place(usize, usize),
    /// The own text beside the options.
    Other(usize),
    /// Not read.
    Dropped,
}

impl Slot {
    /// Index of the question to which the column belongs.
    pub(in crate::interchange) fn question(self) -> Option<usize> {
        match self {
            Self::Answer(question)
            | Self::Ticked(question, _)
            | Self::Place(question, _)
            | Self::Other(question) => Some(question),
            Self::Dropped => None,
        }
    }
}

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) names: Vec<String>,
    pub(super) slots: Vec<Slot>,
    pub(super) warnings: Vec<String>,
}

/// Columns of a survey design: for weighted figures and comparisons, which read them apart.
const DESIGN: [&str; 4] = ["weight", "stratum", "cluster", "wave"];

/// Names (letters and digits, small) by which tools number respondents or keep times and machines.
const PERSONAL: [&str; 27] = [
    "",
    "id",
    "respondent",
    "respondentid",
    "responseid",
    "respid",
    "caseid",
    "case",
    "token",
    "code",
    "submitdate",
    "startdate",
    "enddate",
    "datestamp",
    "timestamp",
    "time",
    "datetime",
    "date",
    "tijd",
    "tijdstip",
    "datum",
    "ip",
    "ipaddr",
    "ipaddress",
    "seed",
    "email",
    "rownames",
];

/// The columns that a question may have, by name.
pub(in crate::interchange) fn columns(index: usize, question: &Question) -> Vec<(String, Slot)> {
    let id = &question.id;
    let mut columns: Vec<(String, Slot)> = match question.kind {
        Kind::Note | Kind::Contact => Vec::new(),
        Kind::Choices => (question.options.iter().enumerate())
            .map(|(at, option)| (format!("{id}[{}]", option.code), Slot::Ticked(index, at)))
            .collect(),
        Kind::Ranking => (0..question.options.len())
            .map(|place| (format!("{id}[{}]", place + 1), Slot::Place(index, place)))
            .collect(),
        _ => vec![(id.clone(), Slot::Answer(index))],
    };
    if question.other && matches!(question.kind, Kind::Choice | Kind::Choices) {
        columns.push((format!("{id}[other]"), Slot::Other(index)));
    }
    columns
}

impl Header {
    /// Fits the names of a file to the questionnaire.
    ///
    /// # Errors
    /// [`CsvError::Header`] with every column that is there twice or missing.
    pub(super) fn read(
        names: Vec<String>,
        questionnaire: &Questionnaire,
    ) -> Result<Self, CsvError> {
        let known: Vec<(String, Slot)> = questionnaire
            .questions()
            .enumerate()
            .flat_map(|(index, question)| columns(index, question))
            .collect();
        let find = |name: &str| {
            known
                .iter()
                .find(|(other, _)| other == name)
                .map(|(_, slot)| *slot)
        };
        let slots: Vec<Slot> = names
            .iter()
            .map(|name| find(name).unwrap_or(Slot::Dropped))
            .collect();
        let mut errors = twice(&names);
        let unknown: Vec<&str> = names
            .iter()
            .zip(&slots)
            .filter(|(_, slot)| **slot == Slot::Dropped)
            .map(|(name, _)| name.as_str())
            .collect();
        let mut warnings: Vec<String> = unknown.iter().map(|name| dropped(name)).collect();
        for (name, slot) in known.iter().filter(|(_, slot)| !slots.contains(slot)) {
            match slot {
                Slot::Other(_) => {}
                Slot::Answer(index) if is_open(questionnaire, *index) => {
                    warnings.push(format!("no column `{name}`: counted as not answered"));
                }
                _ => errors.push(missing(name, &unknown)),
            }
        }
        if !errors.is_empty() {
            return Err(CsvError::Header(errors));
        }
        Ok(Self {
            names,
            slots,
            warnings,
        })
    }
}

/// Files of figures often leave open answers out.
fn is_open(questionnaire: &Questionnaire, index: usize) -> bool {
    let question = questionnaire.questions().nth(index);
    question.is_some_and(|question| matches!(question.kind, Kind::Text | Kind::Date))
}

fn twice(names: &[String]) -> Vec<String> {
    let mut told: Vec<&String> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if !name.is_empty() && names[..at].contains(name) && !told.contains(&name) {
            told.push(name);
        }
    }
    told.iter()
        .map(|name| {
            let at: Vec<String> = names
                .iter()
                .enumerate()
                .filter(|(_, n)| n == name)
                .map(|(at, _)| (at + 1).to_string())
                .collect();
            format!(
                "row 1: column `{name}` is there {} times (columns {}); keep one",
                at.len(),
                at.join(", ")
            )
        })
        .collect()
}

fn missing(name: &str, unknown: &[&str]) -> String {
    let near = unknown
        .iter()
        .find(|other| other.trim().eq_ignore_ascii_case(name) || edits(other, name) <= 2);
    match near {
        Some(near) => format!(
            "row 1: no column `{name}`; `{near}` is no question: is that the one? rename it"
        ),
        None => format!("row 1: no column `{name}`; add it, empty where nobody answered"),
    }
}

fn dropped(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase();
    if name == "wave" {
        format!("column `{name}` is not used: give earlier rounds as files of their own")
    } else if DESIGN.contains(&name) {
        format!("column `{name}` is not used: figures are unweighted and of the whole file")
    } else if PERSONAL.contains(&plain.as_str()) {
        format!("column `{name}` is dropped: answers carry no respondent and no time")
    } else {
        format!("column `{name}` is dropped: the questionnaire has no such question")
    }
}
