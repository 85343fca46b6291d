//! What is counted, worked out once from the code book: how each question's cells become classes, which background
//! questions go together in one index, and the items of each theme.
//!
//! The pass itself stands in [`super::tally`].

use crate::domain::code_book::{CodeBook, Column, Columns, MISSING, NOT_SHOWN, OWN_TEXT, YES};
use crate::domain::definition::{Kind, Question};
pub(super) use crate::domain::level::Level as LevelPlan;
use crate::domain::level::levels;

use super::scales::{ScalePlan, scale_plans};
use super::theme_plan::{ThemePlan, TooManySeverities, theme_plans};
use super::weighting::CellPlan;

/// Classes behind the levels of a question: valid without a level, "niet van toepassing", missing, not shown.
pub(super) const OTHER_CLASSES: usize = 4;

/// What a whole pass counts.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) questions: Vec<QuestionPlan>,
    /// Background questions by which is crossed, in parts that share one index.
    pub(super) blocks: Vec<Block>,
    pub(super) themes: Vec<ThemePlan>,
    /// Questions about one theme that form a scale.
    pub(super) scales: Vec<ScalePlan>,
    /// Cells of the margins, when it is weighted by some.
    pub(super) cells: Option<CellPlan>,
    /// Groups of which nothing is shown, as question and code.
    pub(super) withheld: Vec<(String, String)>,
}

/// How one question is counted.
#[derive(Debug)]
pub(super) struct QuestionPlan {
    pub(super) question: Question,
    pub(super) is_background: bool,
    pub(super) levels: Vec<LevelPlan>,
    pub(super) source: Source,
}

/// Where a question's class comes from.
#[derive(Debug)]
pub(super) enum Source {
    /// One column and the class of each byte.
    Cell(usize, Box<[u8; 256]>),
    /// A number in one column: like [`Source::Cell`], with the value of each byte.
    Steps(usize, Box<[u8; 256]>, Box<[f64; 256]>),
    /// A number in eight columns, with the bands.
    Number(Columns, Vec<(f64, f64)>),
    /// A column per option; whether "nothing ticked" is an answer, and which option says "not applicable".
    Ticked {
        start: usize,
        columns: usize,
        none_is_valid: bool,
        not_applicable: Vec<bool>,
    },
}

/// Background questions that share one index.
#[derive(Debug)]
pub(super) struct Block {
    /// Index of the question in [`Plan::questions`] and the distance between two of its classes in the index.
    pub(super) members: Vec<(usize, usize)>,
    /// Number of indexes.
    pub(super) width: usize,
}

/// Largest number of indexes of a block: its tables stay in the nearest cache.
const BLOCK_WIDTH: usize = 1_024;

impl Plan {
    /// Compiles a code book.
    ///
    /// # Errors
    /// [`TooManySeverities`] when a theme has more different severities than can be counted.
    pub(super) fn new(code_book: &CodeBook) -> Result<Self, TooManySeverities> {
        let questionnaire = code_book.questionnaire();
        let language = questionnaire.source_language().to_owned();
        let first_background = questionnaire.questions().count() - questionnaire.background.len();
        let questions: Vec<QuestionPlan> = code_book
            .questions()
            .enumerate()
            .filter(|(_, (_, columns))| !columns.columns.is_empty())
            .map(|(index, (question, columns))| {
                QuestionPlan::new(question, columns, index >= first_background, &language)
            })
            .collect();
        let blocks = blocks(&questions);
        let themes = theme_plans(&questions, questionnaire)?;
        let scales = scale_plans(&questions, &themes);
        Ok(Self {
            questions,
            blocks,
            themes,
            scales,
            cells: None,
            withheld: Vec::new(),
        })
    }
}

impl QuestionPlan {
    fn new(question: &Question, columns: &Columns, is_background: bool, language: &str) -> Self {
        let levels = levels(question, language);
        let source = source(question, columns, &levels);
        Self {
            question: question.clone(),
            is_background,
            levels,
            source,
        }
    }

    /// Whether it has rows in a crossing.
    pub(super) fn is_crossed(&self) -> bool {
        !self.is_background && self.has_exclusive_levels() && self.question.kind != Kind::Ranking
    }

    /// Whether every valid answer stands in at most one level.
    pub(super) fn has_exclusive_levels(&self) -> bool {
        !self.levels.is_empty() && !matches!(self.source, Source::Ticked { .. })
    }

    /// The codes of a scale as numbers, in the order of its levels; `None` when it is no scale of numbers.
    pub(super) fn scale_codes(&self) -> Option<Vec<f64>> {
        if self.question.kind != Kind::Scale {
            return None;
        }
        let codes = self.levels.iter().map(|level| level.code.parse().ok());
        codes.collect()
    }

    /// Number of classes: levels, then the four that have none.
    pub(super) fn classes(&self) -> usize {
        self.own_classes() + OTHER_CLASSES
    }

    /// Number of classes that are levels.
    pub(super) fn own_classes(&self) -> usize {
        if self.has_exclusive_levels() {
            self.levels.len()
        } else {
            0
        }
    }
}

fn source(question: &Question, columns: &Columns, levels: &[LevelPlan]) -> Source {
    let start = columns.start;
    match (question.kind, columns.columns.first()) {
        (Kind::Choices, _) => Source::Ticked {
            start,
            columns: columns.columns.len(),
            none_is_valid: !question
                .options
                .iter()
                .any(|option| option.exclusive || option.not_applicable),
            not_applicable: question
                .options
                .iter()
                .map(|option| option.not_applicable)
                .collect(),
        },
        (_, Some(Column::Steps(range))) => {
            let mut values = [f64::NAN; 256];
            for (step, value) in (0_u8..=250).zip(values.iter_mut()) {
                *value = range.min + f64::from(step) * range.step;
            }
            let classes = classes(levels.len(), |cell| {
                (cell <= 250).then(|| {
                    band(&question.bands, values[usize::from(cell)]).unwrap_or(levels.len())
                })
            });
            Source::Steps(start, classes, Box::new(values))
        }
        (_, Some(Column::Bits(_))) => Source::Number(columns.clone(), question.bands.clone()),
        (_, Some(Column::Answered)) => {
            Source::Cell(start, classes(0, |cell| (cell == YES).then_some(0)))
        }
        _ => {
            let mut table = classes(levels.len(), |cell| {
                levels.iter().position(|level| match level.option {
                    Some(option) => option == usize::from(cell),
                    None => cell == OWN_TEXT,
                })
            });
            for (cell, _) in (0_u8..=250)
                .zip(&question.options)
                .filter(|(_, option)| option.not_applicable)
            {
                table[usize::from(cell)] = class(levels.len() + 1);
            }
            Source::Cell(start, table)
        }
    }
}

/// The band in which a value lies.
pub(super) fn band(bands: &[(f64, f64)], value: f64) -> Option<usize> {
    bands
        .iter()
        .position(|(from, to)| (*from..=*to).contains(&value))
}

/// The class of each byte: a level, or what the special bytes say; any other byte is missing.
fn classes(levels: usize, level: impl Fn(u8) -> Option<usize>) -> Box<[u8; 256]> {
    let mut table = Box::new([class(levels + 2); 256]);
    for (cell, entry) in (0_u8..=255).zip(table.iter_mut()) {
        *entry = match cell {
            NOT_SHOWN => class(levels + 3),
            MISSING => class(levels + 2),
            _ => level(cell).map_or(class(levels + 2), class),
        };
    }
    table
}

/// A class as a byte; questions have at most 250 options.
fn class(index: usize) -> u8 {
    u8::try_from(index).unwrap_or(u8::MAX)
}

/// Puts background questions together while their joint index stays small. A class without level is one.
fn blocks(questions: &[QuestionPlan]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, plan) in questions.iter().enumerate() {
        if !plan.is_background || !plan.has_exclusive_levels() {
            continue;
        }
        let size = plan.levels.len() + 1;
        match blocks
            .last_mut()
            .filter(|block| block.width * size <= BLOCK_WIDTH)
        {
            Some(block) => {
                block.members.push((index, block.width));
                block.width *= size;
            }
            None => blocks.push(Block {
                members: vec![(index, 1)],
                width: size,
            }),
        }
    }
    blocks
}
