//! Margins: how the people a round speaks for divide over the answers to a background question, as someone gave it.
//!
//! Here: from lines to [`Margins`], with every mistake. Not here: files (`interchange`), weights (`analysis`).

use serde::{Deserialize, Serialize};

use super::definition::Questionnaire;
use super::level::{Level, levels};
use super::spelling::nearest;

mod fault;

pub use fault::{Fault, Problem};

/// In what the numbers are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Shares that sum to 1.
    Share,
    /// Percentages that sum to 100.
    Percent,
    /// Numbers of people.
    Count,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Count, Self::Percent, Self::Share];

    /// Its word in a form and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Share => "deel",
            Self::Percent => "procent",
            Self::Count => "aantal",
        }
    }

    /// The unit of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// What the numbers of one question sum to, when that is fixed.
    pub fn whole(self) -> Option<f64> {
        match self {
            Self::Share => Some(1.0),
            Self::Percent => Some(100.0),
            Self::Count => None,
        }
    }
}

/// One number as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Row of the file, when it came from one; the header is row 1.
    pub row: Option<usize>,
    /// Question id.
    pub question: String,
    /// Code of the group; codes with `+` between them are one group.
    pub code: String,
    /// The number.
    pub value: String,
}

/// Margins that fit a questionnaire: at least one, each of a background question of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Margins(Vec<Margin>);

/// How people divide over the answers to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// Question id.
    pub question: String,
    /// Two groups or more, in the order of the questionnaire; every level is in one of them.
    pub groups: Vec<Group>,
}

/// People who count as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Codes of its levels.
    pub codes: Vec<String>,
    /// Their labels in the source language.
    pub label: String,
    /// Share of the population; the shares of a margin sum to 1.
    pub share: f64,
    /// Number of people, when numbers were given.
    pub count: Option<u64>,
}

/// How far a sum of rounded numbers may lie from the whole, per number: half a unit in the third decimal of a share.
const ROUNDING: f64 = 0.0005;

/// A group of fewer people than this is never shown (analysis.md 10, "small N").
const FEWEST_PEOPLE: u64 = 25;

impl Margins {
    /// The groups of fewer than 25 people, as question and code; only numbers of people say which those are.
    pub fn small_groups(&self) -> Vec<(String, String)> {
        let groups = self.0.iter().flat_map(|margin| {
            let small = |group: &&Group| group.count.is_some_and(|count| count < FEWEST_PEOPLE);
            let groups = margin.groups.iter().filter(small);
            groups.map(move |group| (&margin.question, &group.codes))
        });
        groups
            .flat_map(|(question, codes)| codes.iter().map(|code| (question.clone(), code.clone())))
            .collect()
    }

    /// Fits lines to a questionnaire.
    ///
    /// # Errors
    /// Every mistake.
    pub fn new(
        questionnaire: &Questionnaire,
        unit: Unit,
        lines: &[Line],
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut asked: Vec<&str> = Vec::new();
        for line in lines {
            if !asked.contains(&line.question.as_str()) {
                asked.push(&line.question);
            }
        }
        let mut margins = Vec::new();
        for question in asked {
            let own: Vec<&Line> = lines.iter().filter(|l| l.question == question).collect();
            match margin(questionnaire, question, unit, &own) {
                Ok(margin) => margins.push(margin),
                Err(found) => problems.extend(found),
            }
        }
        if lines.is_empty() {
            problems.push(Problem::whole(Fault::Empty));
        }
        if problems.is_empty() {
            Ok(Self(margins))
        } else {
            Err(problems)
        }
    }

    /// In the order in which they were given.
    pub fn iter(&self) -> std::slice::Iter<'_, Margin> {
        self.0.iter()
    }
}

/// The questions that can have a margin, with their levels.
pub fn askable(questionnaire: &Questionnaire) -> Vec<(&str, Vec<Level>)> {
    let language = questionnaire.source_language();
    let questions = questionnaire.background.iter();
    let levels = questions.map(|question| (question.id.as_str(), levels(question, language)));
    levels.filter(|(_, levels)| levels.len() > 1).collect()
}

fn margin(
    questionnaire: &Questionnaire,
    question: &str,
    unit: Unit,
    lines: &[&Line],
) -> Result<Margin, Vec<Problem>> {
    let row = lines.first().and_then(|line| line.row);
    let known = askable(questionnaire);
    let Some((_, levels)) = known.iter().find(|(id, _)| *id == question) else {
        let ids: Vec<&str> = known.iter().map(|(id, _)| *id).collect();
        return Err(vec![Problem {
            row,
            fault: unknown(questionnaire, question, &ids),
        }]);
    };
    let mut problems = Vec::new();
    let mut groups: Vec<(Vec<usize>, f64)> = Vec::new();
    for line in lines {
        match group(question, levels, unit, line) {
            Ok((codes, _)) if groups.iter().any(|(other, _)| shares_one(other, &codes)) => problems
                .push(Problem {
                    row: line.row,
                    fault: Fault::Twice {
                        question: question.to_owned(),
                        code: line.code.clone(),
                    },
                }),
            Ok(group) => groups.push(group),
            Err(fault) => problems.push(Problem {
                row: line.row,
                fault,
            }),
        }
    }
    if problems.is_empty() {
        problems.extend(whole(question, levels, unit, &groups).map(Problem::whole));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Margin {
        question: question.to_owned(),
        groups: with_shares(levels, unit, groups),
    })
}

fn shares_one(one: &[usize], other: &[usize]) -> bool {
    one.iter().any(|level| other.contains(level))
}

fn unknown(questionnaire: &Questionnaire, question: &str, known: &[&str]) -> Fault {
    let known_text = || known.iter().map(|id| (*id).to_owned()).collect();
    if questionnaire.question(question).is_some() {
        return Fault::NotBackground {
            question: question.to_owned(),
            known: known_text(),
        };
    }
    Fault::UnknownQuestion {
        question: question.to_owned(),
        near: nearest(question, known).map(str::to_owned),
        known: known_text(),
    }
}

/// The levels of a line, and its number.
fn group(
    question: &str,
    levels: &[Level],
    unit: Unit,
    line: &Line,
) -> Result<(Vec<usize>, f64), Fault> {
    let find = |code: &str| levels.iter().position(|level| level.code == code.trim());
    let codes = match find(&line.code) {
        Some(level) => vec![level],
        None => {
            let codes = line.code.split('+').map(|code| {
                find(code).ok_or_else(|| Fault::UnknownCode {
                    question: question.to_owned(),
                    code: code.trim().to_owned(),
                    known: levels.iter().map(|level| level.code.clone()).collect(),
                })
            });
            codes.collect::<Result<Vec<usize>, Fault>>()?
        }
    };
    let value = number(&line.value, unit).ok_or_else(|| Fault::NotANumber {
        question: question.to_owned(),
        code: line.code.clone(),
        value: line.value.trim().to_owned(),
        unit,
    })?;
    Ok((codes, value))
}

/// A number of 0 or more, with a point or comma before decimals; numbers of people may have points between thousands.
fn number(text: &str, unit: Unit) -> Option<f64> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && (unit != Unit::Percent || *c != '%'))
        .collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if unit == Unit::Count {
        let mut parts = text.split('.');
        let first = parts.next()?;
        let grouped = parts.all(|part| part.len() == 3 && digits(part));
        let whole = (digits(first) && grouped).then(|| text.replace('.', ""))?;
        return whole.parse().ok().filter(|people| *people < MOST_PEOPLE);
    }
    let text = text.replace(',', ".");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "0"));
    (digits(whole) && digits(decimals)).then(|| text.parse().ok())?
}

/// More people than there are: such a number is a mistake, and would not be exact.
const MOST_PEOPLE: f64 = 1e12;

/// What is wrong with the numbers of a question together.
fn whole(
    question: &str,
    levels: &[Level],
    unit: Unit,
    groups: &[(Vec<usize>, f64)],
) -> Option<Fault> {
    let given = |level: usize| groups.iter().any(|(codes, _)| codes.contains(&level));
    let missing: Vec<String> = (0..levels.len())
        .filter(|level| !given(*level))
        .map(|level| levels[level].code.clone())
        .collect();
    let question = question.to_owned();
    if !missing.is_empty() {
        return Some(Fault::Missing {
            question,
            codes: missing,
        });
    }
    if groups.len() < 2 {
        return Some(Fault::OneGroup { question });
    }
    let sum: f64 = groups.iter().map(|(_, value)| value).sum();
    let Some(whole) = unit.whole() else {
        return (sum <= 0.0).then_some(Fault::Nobody { question });
    };
    let numbers = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let rounding = whole * ROUNDING * f64::from(numbers);
    ((sum - whole).abs() > rounding + f64::EPSILON).then_some(Fault::Sum {
        question,
        sum,
        unit,
    })
}

fn with_shares(levels: &[Level], unit: Unit, mut groups: Vec<(Vec<usize>, f64)>) -> Vec<Group> {
    let sum: f64 = groups.iter().map(|(_, value)| value).sum();
    for (codes, _) in &mut groups {
        codes.sort_unstable();
    }
    groups.sort_by_key(|(codes, _)| codes.first().copied());
    let groups = groups.into_iter().map(|(codes, value)| {
        let own = || codes.iter().map(|level| &levels[*level]);
        let labels: Vec<&str> = own().map(|level| level.label.as_str()).collect();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number of 0 to MOST_PEOPLE"
        )]
        let people = value as u64;
        Group {
            codes: own().map(|level| level.code.clone()).collect(),
            label: labels.join(" + "),
            share: value / sum,
            count: (unit == Unit::Count).then_some(people),
        }
    });
    groups.collect()
}

#[cfg(test)]
mod tests {
    use super::{Fault, Line, Margins, Unit, number};
    use crate::domain::definition::Questionnaire;
    use crate::domain::definition::read::read;

    fn survey() -> Questionnaire {
        let file = "id = \"proef\"\nchannel = \"enquete\"\nlanguages = [\"nl\"]\ntitle.nl = \"P\"\nintro.nl = \"P\"\n\
            [[section]]\nid = \"s\"\ntitle.nl = \"S\"\n\
            [[section.question]]\nid = \"q\"\nkind = \"choice\"\ntext.nl = \"Q?\"\n\
            options = [{ code = \"ja\", label.nl = \"Ja\" }, { code = \"nee\", label.nl = \"Nee\" }]\n\
            [[background]]\nid = \"wijk\"\nkind = \"choice\"\ntext.nl = \"Waar?\"\n\
            options = [{ code = \"a\", label.nl = \"Noord\" }, { code = \"b\", label.nl = \"Oost\" }, { code = \"c\", label.nl = \"Zuid\" }]\n\
            [[background]]\nid = \"leeftijd\"\nkind = \"number\"\ntext.nl = \"Hoe oud?\"\nmin = 0\nmax = 120\nstep = 1\nbands = [[0, 64], [65, 120]]\n";
        read(file, &[]).questionnaire.expect("a questionnaire")
    }

    fn margins(unit: Unit, lines: &[(&str, &str, &str)]) -> Result<Margins, Vec<Fault>> {
        let lines: Vec<Line> = lines
            .iter()
            .map(|(question, code, value)| Line {
                row: None,
                question: (*question).to_owned(),
                code: (*code).to_owned(),
                value: (*value).to_owned(),
            })
            .collect();
        Margins::new(&survey(), unit, &lines)
            .map_err(|found| found.into_iter().map(|problem| problem.fault).collect())
    }

    #[test]
    fn shares_are_of_the_sum_and_groups_stand_in_the_order_of_the_questionnaire() {
        let found = margins(
            Unit::Count,
            &[
                ("wijk", "c", "1.500"),
                ("wijk", "b + a", "500"),
                ("leeftijd", "0-64", "1"),
                ("leeftijd", "65-120", "3"),
            ],
        )
        .expect("margins");
        let wijk = found.iter().next().expect("the first");
        assert_eq!(wijk.groups[0].label, "Noord + Oost");
        assert_eq!((wijk.groups[0].share, wijk.groups[1].share), (0.25, 0.75));
        assert_eq!(wijk.groups[1].count, Some(1500));
    }

    #[test]
    fn rounded_shares_may_miss_the_whole_by_their_rounding_and_no_more() {
        let third = |value| {
            margins(
                Unit::Share,
                &[
                    ("wijk", "a", value),
                    ("wijk", "b", "0.333"),
                    ("wijk", "c", "0.333"),
                ],
            )
        };
        assert!(third("0,333").is_ok());
        assert!(matches!(third("0.5").unwrap_err()[..], [Fault::Sum { .. }]));
    }

    #[test]
    fn every_mistake_is_named() {
        let faults = |lines: &[(&str, &str, &str)]| margins(Unit::Share, lines).unwrap_err();
        let found = faults(&[
            ("wijkk", "a", "1"),
            ("q", "ja", "1"),
            ("wijk", "z", "0.1"),
            ("wijk", "a", "-0.1"),
            ("wijk", "b", "0.1"),
            ("wijk", "b", "0.1"),
        ]);
        assert!(
            matches!(&found[..], [
                Fault::UnknownQuestion { near: Some(near), .. },
                Fault::NotBackground { .. },
                Fault::UnknownCode { .. },
                Fault::NotANumber { .. },
                Fault::Twice { .. },
            ] if near == "wijk"),
            "{found:?}"
        );
        let missing = faults(&[("wijk", "a", "0.5"), ("wijk", "b", "0.5")]);
        assert!(matches!(&missing[..], [Fault::Missing { codes, .. }] if codes == &["c"]));
        assert_eq!(faults(&[]), [Fault::Empty]);
        let one = faults(&[("wijk", "a+b+c", "1")]);
        assert!(matches!(one[..], [Fault::OneGroup { .. }]));
        let nobody = margins(Unit::Count, &[("wijk", "a+b", "0"), ("wijk", "c", "0")]);
        assert!(matches!(nobody.unwrap_err()[..], [Fault::Nobody { .. }]));
    }

    #[test]
    fn numbers_are_read_as_a_dutch_spreadsheet_writes_them() {
        assert_eq!(number(" 12.345 ", Unit::Count), Some(12_345.0));
        assert_eq!(number("12.34", Unit::Count), None);
        assert_eq!(number("0,25", Unit::Share), Some(0.25));
        assert_eq!(number("25,5 %", Unit::Percent), Some(25.5));
        for wrong in ["", "-1", "1e3", "NaN", "1,2,3", "een", ",5"] {
            assert_eq!(number(wrong, Unit::Share), None, "{wrong}");
        }
    }
}
