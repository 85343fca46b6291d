//! Cells: combinations of groups of the margins, and the answers of the people in each.

use crate::domain::code_book::YES;
use crate::domain::margin::Margins;
use crate::domain::segment::Segment;
use crate::stats::design::Answers;

use super::super::plan::{Plan, QuestionPlan, Source};

/// Most combinations that are told apart.
const MOST_CELLS: usize = 4_096;

/// How a respondent's cell follows from the answers to the margins.
#[derive(Debug)]
pub(in crate::analysis) struct CellPlan {
    pub(in crate::analysis) members: Vec<Member>,
    /// Number of combinations. One more index is for people of whom a margin is not known.
    pub(in crate::analysis) cells: usize,
}

/// One margin.
#[derive(Debug)]
pub(in crate::analysis) struct Member {
    /// Index of the question in the plan.
    pub(in crate::analysis) question: usize,
    /// Group of each level.
    pub(in crate::analysis) group_of: Vec<usize>,
    /// Number of groups.
    pub(in crate::analysis) groups: usize,
    stride: usize,
}

impl Member {
    /// Group of a cell.
    pub(in crate::analysis) fn group(&self, cell: usize) -> usize {
        cell / self.stride % self.groups
    }
}

impl CellPlan {
    /// `None` when there are more combinations than can be counted, or a margin is of another questionnaire.
    pub(in crate::analysis) fn new(questions: &[QuestionPlan], margins: &Margins) -> Option<Self> {
        let mut members: Vec<Member> = Vec::new();
        let mut cells = 1_usize;
        for margin in margins.iter() {
            let question = questions
                .iter()
                .position(|plan| plan.question.id == margin.question)?;
            let group = |code: &String| {
                let groups = margin.groups.iter();
                groups.enumerate().find(|(_, g)| g.codes.contains(code))
            };
            let levels = questions[question].levels.iter();
            let group_of: Option<Vec<usize>> = levels
                .map(|level| group(&level.code).map(|(at, _)| at))
                .collect();
            members.push(Member {
                question,
                group_of: group_of?,
                groups: margin.groups.len(),
                stride: cells,
            });
            cells = cells.checked_mul(margin.groups.len())?;
        }
        (cells <= MOST_CELLS).then_some(Self { members, cells })
    }

    /// Indexes of a table by cell.
    pub(in crate::analysis) fn width(&self) -> usize {
        self.cells + 1
    }

    /// The cell of each row.
    fn classify(&self, classes: &[Vec<u8>], rows: usize, cells: &mut Vec<u16>) {
        let none = u16::try_from(self.cells).unwrap_or(u16::MAX);
        cells.clear();
        cells.resize(rows, 0);
        for member in &self.members {
            for (cell, class) in cells.iter_mut().zip(&classes[member.question]) {
                let group = member.group_of.get(usize::from(*class));
                *cell = match group {
                    Some(group) if *cell != none => {
                        *cell + u16::try_from(group * member.stride).unwrap_or(none)
                    }
                    _ => none,
                };
            }
        }
    }
}

/// Counts by cell. Tables are class by class, each with a count per cell and one for people without a cell.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct CellTally {
    /// People.
    pub(in crate::analysis) people: Vec<u64>,
    /// Per question by class.
    pub(in crate::analysis) questions: Vec<Vec<u64>>,
    /// Per question with ticks by column, of the valid answers.
    pub(in crate::analysis) ticks: Vec<Vec<u64>>,
    /// Per question with a number in one column by byte.
    pub(in crate::analysis) bytes: Vec<Vec<u64>>,
    /// Per theme by index of the severity.
    pub(in crate::analysis) themes: Vec<Vec<u64>>,
}

impl CellTally {
    /// Nothing counted yet.
    pub(in crate::analysis) fn new(plan: &Plan, cells: &CellPlan) -> Self {
        let width = cells.width();
        let questions = || plan.questions.iter();
        Self {
            people: vec![0; width],
            questions: questions().map(|q| vec![0; q.classes() * width]).collect(),
            ticks: questions()
                .map(|question| match question.source {
                    Source::Ticked { columns, .. } => vec![0; columns * width],
                    _ => Vec::new(),
                })
                .collect(),
            bytes: questions()
                .map(|question| match question.source {
                    Source::Steps(..) => vec![0; 256 * width],
                    _ => Vec::new(),
                })
                .collect(),
            themes: plan
                .themes
                .iter()
                .map(|theme| vec![0; (theme.values.len() + 1) * width])
                .collect(),
        }
    }

    /// Counts a segment whose classes and severities are known; `cells` is room for the cell of each row.
    pub(in crate::analysis) fn add(
        &mut self,
        (plan, cell_plan): (&Plan, &CellPlan),
        segment: &Segment,
        (classes, severities): (&[Vec<u8>], &[Vec<u16>]),
        cells: &mut Vec<u16>,
    ) {
        let width = cell_plan.width();
        cell_plan.classify(classes, segment.rows(), cells);
        cells
            .iter()
            .for_each(|cell| self.people[usize::from(*cell)] += 1);
        for (index, question) in plan.questions.iter().enumerate() {
            count(&mut self.questions[index], width, &classes[index], cells);
            match &question.source {
                Source::Ticked { start, columns, .. } => {
                    for column in 0..*columns {
                        let ticks = segment.column(start + column).iter().zip(&classes[index]);
                        let row = &mut self.ticks[index][column * width..][..width];
                        for ((tick, class), cell) in ticks.zip(cells.iter()) {
                            row[usize::from(*cell)] += u64::from(*tick == YES && *class == 0);
                        }
                    }
                }
                Source::Steps(column, ..) => {
                    count(
                        &mut self.bytes[index],
                        width,
                        segment.column(*column),
                        cells,
                    );
                }
                _ => {}
            }
        }
        for (counts, severities) in self.themes.iter_mut().zip(severities) {
            for (severity, cell) in severities.iter().zip(cells.iter()) {
                counts[usize::from(*severity) * width + usize::from(*cell)] += 1;
            }
        }
    }

    /// Adds what another thread counted.
    pub(in crate::analysis) fn merge(&mut self, other: &Self) {
        let pairs = [
            (&mut self.questions, &other.questions),
            (&mut self.ticks, &other.ticks),
            (&mut self.bytes, &other.bytes),
            (&mut self.themes, &other.themes),
        ];
        let tables = pairs
            .into_iter()
            .flat_map(|(mine, more)| mine.iter_mut().zip(more));
        for (mine, more) in tables.chain([(&mut self.people, &other.people)]) {
            for (count, extra) in mine.iter_mut().zip(more) {
                *count += extra;
            }
        }
    }
}

fn count(counts: &mut [u64], width: usize, classes: &[u8], cells: &[u16]) {
    for (class, cell) in classes.iter().zip(cells) {
        counts[usize::from(*class) * width + usize::from(*cell)] += 1;
    }
}

/// A table by cell: the rows that are valid answers, in the caller's order.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct CellTable {
    /// People per answer and cell; the last of each row has no cell.
    pub(in crate::analysis) rows: Vec<Vec<u64>>,
}

impl CellTable {
    /// The first rows of what was counted.
    pub(in crate::analysis) fn new(counts: &[u64], width: usize, rows: usize) -> Self {
        let rows = counts.chunks_exact(width).take(rows).map(<[u64]>::to_vec);
        Self {
            rows: rows.collect(),
        }
    }

    /// An event, and everything else that is valid.
    pub(in crate::analysis) fn event(&self, event: impl Fn(usize) -> bool) -> Self {
        let width = self.rows.first().map_or(0, Vec::len);
        let mut rows = vec![vec![0; width]; 2];
        for (at, counts) in self.rows.iter().enumerate() {
            for (sum, count) in rows[usize::from(!event(at))].iter_mut().zip(counts) {
                *sum += count;
            }
        }
        Self { rows }
    }

    /// For the weighted estimates.
    pub(in crate::analysis) fn answers(&self, cells: usize) -> Answers {
        let of_cell = |cell: usize| self.rows.iter().map(|row| row[cell]).collect();
        let people: Vec<Vec<u64>> = (0..cells).map(of_cell).collect();
        Answers::of_table(&people)
    }
}
