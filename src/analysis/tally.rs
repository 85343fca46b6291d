//! The one pass over the columns: counts of everything that tables, crossings and themes need.
//!
//! Exact whole numbers, so that the result depends neither on the order of responses nor on the number of threads.
//! What is counted stands in [`super::plan`]; what follows from it in [`super::tables`] and [`super::themes`].

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::domain::segment::{SEGMENT_ROWS, Segment};
use crate::stats::Sum;
use crate::stats::scale::ItemSums;

use super::chances::Severities;
use super::classify::{classify, run_items};
use super::complete::Completeness;
use super::plan::{OTHER_CLASSES, Plan, QuestionPlan, Source};
use super::scales::{self, ScalePlan};
use super::theme_plan::{ItemSource, ThemePlan};
use super::weighting::CellTally;

/// Counts over all responses so far.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    pub(super) rows: u64,
    pub(super) questions: Vec<QuestionTally>,
    pub(super) themes: Vec<ThemeTally>,
    /// Per pair of themes (1,2), (1,3) … (2,3) …: counts by index of the one and of the other severity.
    pub(super) pairs: Vec<Vec<u64>>,
    /// What respondents gave each theme, while they are few enough to draw from.
    pub(super) severities: Severities,
    /// How much respondents filled in.
    pub(super) completeness: Completeness,
    /// Per scale the sums over the people who answered all of it.
    pub(super) scales: Vec<ItemSums>,
    /// By cell of the margins, when it is weighted by some.
    pub(super) cells: Option<CellTally>,
}

/// Counts of one question.
#[derive(Debug, Clone, Default)]
pub(super) struct QuestionTally {
    /// Per class.
    pub(super) classes: Vec<u64>,
    /// Per block of background questions, where it is crossed: class × index.
    pub(super) joint: Vec<Vec<u64>>,
    /// Per column of a question with ticks: how often ticked in a valid answer.
    pub(super) ticked: Vec<u64>,
    /// Per byte of a number in one column.
    pub(super) bytes: Vec<u64>,
    /// Sum of the numbers in eight columns.
    pub(super) sum: NumberSum,
}

/// A sum of numbers that are no whole ones: kept by segment and added in their order, whichever thread counted which.
#[derive(Debug, Clone, Default)]
pub(super) struct NumberSum {
    parts: BTreeMap<usize, Sum>,
    /// The two largest.
    pub(super) largest: [f64; 2],
}

impl NumberSum {
    /// Adds a number of this segment.
    pub(super) fn add(&mut self, segment: usize, number: f64) {
        self.parts.entry(segment).or_default().add(number);
        self.keep_largest(number);
    }

    fn keep_largest(&mut self, number: f64) {
        let [first, second] = self.largest;
        self.largest = [first.max(number), second.max(first.min(number))];
    }

    fn merge(&mut self, other: &Self) {
        self.parts.extend(&other.parts);
        other.largest.iter().for_each(|it| self.keep_largest(*it));
    }

    pub(super) fn value(&self) -> f64 {
        let mut sum = Sum::default();
        self.parts.values().for_each(|part| sum.merge(*part));
        sum.value()
    }
}

/// Counts of one theme.
#[derive(Debug, Clone, Default)]
pub(super) struct ThemeTally {
    /// Per block: index of the severity (the last one: no valid item) × index of the background answers.
    pub(super) joint: Vec<Vec<u64>>,
    /// Per index of the severity.
    pub(super) values: Vec<u64>,
    /// Per item: counts of its item classes.
    pub(super) items: Vec<Vec<u64>>,
}

impl Tally {
    /// Nothing counted yet.
    pub(super) fn new(plan: &Plan) -> Self {
        let questions = plan
            .questions
            .iter()
            .map(|question| QuestionTally::new(plan, question))
            .collect();
        let themes: Vec<ThemeTally> = plan
            .themes
            .iter()
            .map(|theme| {
                let values = theme.values.len() + 1;
                ThemeTally {
                    joint: plan
                        .blocks
                        .iter()
                        .map(|block| vec![0; values * block.width])
                        .collect(),
                    values: vec![0; values],
                    items: theme
                        .items
                        .iter()
                        .map(|item| vec![0; item.severities.len() + 1])
                        .collect(),
                }
            })
            .collect();
        let sizes: Vec<usize> = plan
            .themes
            .iter()
            .map(|theme| theme.values.len() + 1)
            .collect();
        let pairs = pairs(sizes.len())
            .map(|(one, other)| vec![0; sizes[one] * sizes[other]])
            .collect();
        Self {
            rows: 0,
            questions,
            themes,
            pairs,
            completeness: Completeness::default(),
            severities: Severities::new(plan.themes.len()),
            scales: plan.scales.iter().map(ScalePlan::sums).collect(),
            cells: plan.cells.as_ref().map(|cells| CellTally::new(plan, cells)),
        }
    }

    /// Adds what another thread counted.
    pub(super) fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        for (mine, more) in self.questions.iter_mut().zip(&other.questions) {
            add(&mut mine.classes, &more.classes);
            add(&mut mine.ticked, &more.ticked);
            add(&mut mine.bytes, &more.bytes);
            add_all(&mut mine.joint, &more.joint);
            mine.sum.merge(&more.sum);
        }
        for (mine, more) in self.themes.iter_mut().zip(&other.themes) {
            add(&mut mine.values, &more.values);
            add_all(&mut mine.joint, &more.joint);
            add_all(&mut mine.items, &more.items);
        }
        add_all(&mut self.pairs, &other.pairs);
        self.completeness.merge(other.completeness);
        self.severities.merge(&other.severities);
        for (mine, more) in self.scales.iter_mut().zip(&other.scales) {
            scales::merge(mine, more);
        }
        if let (Some(mine), Some(more)) = (&mut self.cells, &other.cells) {
            mine.merge(more);
        }
    }
}

impl QuestionTally {
    fn new(plan: &Plan, question: &QuestionPlan) -> Self {
        let classes = question.classes();
        let joint = if question.is_crossed() {
            plan.blocks
                .iter()
                .map(|block| vec![0; classes * block.width])
                .collect()
        } else {
            Vec::new()
        };
        let (ticked, bytes) = match &question.source {
            Source::Ticked { columns, .. } => (*columns, 0),
            Source::Steps(..) => (0, 256),
            _ => (0, 0),
        };
        Self {
            classes: vec![0; classes],
            joint,
            ticked: vec![0; ticked],
            bytes: vec![0; bytes],
            sum: NumberSum::default(),
        }
    }
}

fn add(mine: &mut [u64], more: &[u64]) {
    for (count, extra) in mine.iter_mut().zip(more) {
        *count += extra;
    }
}

fn add_all(mine: &mut [Vec<u64>], more: &[Vec<u64>]) {
    for (counts, extra) in mine.iter_mut().zip(more) {
        add(counts, extra);
    }
}

/// Pairs of themes in the order in which they are kept.
pub(super) fn pairs(themes: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..themes).flat_map(move |one| (one + 1..themes).map(move |other| (one, other)))
}

/// Counts all segments, with a thread per core.
pub(super) fn count(plan: &Plan, segments: impl Iterator<Item = Segment> + Send) -> Tally {
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(8);
    count_with(threads, plan, segments)
}

/// Counts with this number of threads. Each takes the next segment when it is ready for it.
fn count_with(
    threads: usize,
    plan: &Plan,
    segments: impl Iterator<Item = Segment> + Send,
) -> Tally {
    let queue = Mutex::new(segments.enumerate());
    let work = || {
        let mut pass = Pass::new(plan);
        loop {
            // A lock is only poisoned when another thread panicked while reading; then there is nothing more to read.
            let next = queue.lock().ok().and_then(|mut queue| queue.next());
            match next {
                Some((number, segment)) => pass.add(number, &segment),
                None => return pass.finish(),
            }
        }
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut tally = work();
        for other in others {
            match other.join() {
                Ok(counted) => tally.merge(&counted),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        tally
    })
}

/// A pass in progress, with room for one segment's classes.
struct Pass<'p> {
    plan: &'p Plan,
    tally: Tally,
    /// Per question: the class of each row.
    classes: Vec<Vec<u8>>,
    /// Per block: the index of each row's background answers.
    groups: Vec<Vec<u16>>,
    /// Per theme: the index of each row's severity.
    severities: Vec<Vec<u16>>,
    /// The cell of each row.
    cells: Vec<u16>,
}

impl<'p> Pass<'p> {
    fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            tally: Tally::new(plan),
            classes: vec![Vec::with_capacity(SEGMENT_ROWS); plan.questions.len()],
            groups: vec![Vec::with_capacity(SEGMENT_ROWS); plan.blocks.len()],
            severities: vec![Vec::with_capacity(SEGMENT_ROWS); plan.themes.len()],
            cells: Vec::new(),
        }
    }

    /// Counts a segment; `number` is its place among all.
    fn add(&mut self, number: usize, segment: &Segment) {
        let rows = segment.rows();
        self.tally.rows += rows as u64;
        for (index, question) in self.plan.questions.iter().enumerate() {
            classify(
                question,
                (number, segment),
                &mut self.classes[index],
                &mut self.tally.questions[index],
            );
        }
        for (block, groups) in self.plan.blocks.iter().zip(&mut self.groups) {
            groups.clear();
            groups.resize(rows, 0);
            for (member, stride) in &block.members {
                let levels = self.plan.questions[*member].levels.len();
                add_digit(groups, &self.classes[*member], levels, *stride);
            }
        }
        for (classes, tally) in self.classes.iter().zip(&mut self.tally.questions) {
            count_classes(classes, &self.groups, self.plan, tally);
        }
        self.add_themes(segment);
        let completeness = &mut self.tally.completeness;
        completeness.add(self.plan, &self.classes, rows);
        self.tally.severities.push(&self.severities);
        for (scale, sums) in self.plan.scales.iter().zip(&mut self.tally.scales) {
            scale.add(&self.classes, sums);
        }
        if let (Some(cells), Some(tally)) = (&self.plan.cells, &mut self.tally.cells) {
            let known = (self.classes.as_slice(), self.severities.as_slice());
            tally.add((self.plan, cells), segment, known, &mut self.cells);
        }
    }

    fn finish(mut self) -> Tally {
        for question in &mut self.tally.questions {
            fold(&mut question.classes, &question.joint, self.plan);
        }
        for (plan, theme) in self.plan.themes.iter().zip(&mut self.tally.themes) {
            fold(&mut theme.values, &theme.joint, self.plan);
            count_items(plan, &self.tally.questions, &mut theme.items);
        }
        self.tally
    }

    fn add_themes(&mut self, segment: &Segment) {
        let themes = self
            .plan
            .themes
            .iter()
            .zip(&mut self.tally.themes)
            .zip(&mut self.severities);
        for ((theme, tally), severities) in themes {
            run_items(
                theme,
                self.plan,
                (segment, &self.classes),
                severities,
                &mut tally.items,
            );
            for ((joint, groups), block) in tally
                .joint
                .iter_mut()
                .zip(&self.groups)
                .zip(&self.plan.blocks)
            {
                for (severity, group) in severities.iter().zip(groups) {
                    joint[usize::from(*severity) * block.width + usize::from(*group)] += 1;
                }
            }
            if tally.joint.is_empty() {
                severities
                    .iter()
                    .for_each(|severity| tally.values[usize::from(*severity)] += 1);
            }
        }
        for ((one, other), counts) in pairs(self.plan.themes.len()).zip(&mut self.tally.pairs) {
            let width = self.plan.themes[other].values.len() + 1;
            for (first, second) in self.severities[one].iter().zip(&self.severities[other]) {
                counts[usize::from(*first) * width + usize::from(*second)] += 1;
            }
        }
    }
}

/// The counts per class are the row sums of any of its tables.
fn fold(counts: &mut [u64], joint: &[Vec<u64>], plan: &Plan) {
    if let (Some(joint), Some(block)) = (joint.first(), plan.blocks.first()) {
        for (count, row) in counts.iter_mut().zip(joint.chunks_exact(block.width)) {
            *count = row.iter().sum();
        }
    }
}

/// Item classes that follow from the classes or bytes of a question need no count of their own.
fn count_items(theme: &ThemePlan, questions: &[QuestionTally], items: &mut [Vec<u64>]) {
    for (item, counts) in theme.items.iter().zip(items) {
        let question = &questions[item.question];
        let (table, of) = match &item.source {
            ItemSource::Class(table) => (table.as_slice(), &question.classes),
            ItemSource::Cell(_, table) => (table.as_slice(), &question.bytes),
            ItemSource::Ticked(_) => continue,
        };
        for (class, count) in table.iter().zip(of) {
            counts[usize::from(*class)] += count;
        }
    }
}

/// Adds a background question to the joint index; what is no level is the last digit.
fn add_digit(groups: &mut [u16], classes: &[u8], levels: usize, stride: usize) {
    let mut digits = [0_u16; 256];
    for (class, digit) in digits.iter_mut().enumerate() {
        *digit = u16::try_from(class.min(levels) * stride).unwrap_or(u16::MAX);
    }
    for (group, class) in groups.iter_mut().zip(classes) {
        *group += digits[usize::from(*class)];
    }
}

fn count_classes(classes: &[u8], groups: &[Vec<u16>], plan: &Plan, tally: &mut QuestionTally) {
    if tally.joint.is_empty() {
        classes
            .iter()
            .for_each(|class| tally.classes[usize::from(*class)] += 1);
        return;
    }
    for ((joint, groups), block) in tally.joint.iter_mut().zip(groups).zip(&plan.blocks) {
        for (class, group) in classes.iter().zip(groups) {
            joint[usize::from(*class) * block.width + usize::from(*group)] += 1;
        }
    }
}

/// Number of answers per class behind the levels: valid without a level, not applicable, missing, not shown.
pub(super) fn others(classes: &[u64]) -> [u64; OTHER_CLASSES] {
    let mut found = [0; OTHER_CLASSES];
    let start = classes.len().saturating_sub(OTHER_CLASSES);
    for (count, class) in found.iter_mut().zip(&classes[start..]) {
        *count = *class;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::disclosure;
    use super::super::plan::Plan;
    use super::count_with;
    use crate::domain::code_book::{CodeBook, Columns};
    use crate::domain::definition::read::read;
    use crate::domain::segment::{SEGMENT_ROWS, Segment};

    const FILE: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
[theme.t]
name.nl = "Thema"
[[section]]
id = "een"
[[section.question]]
id = "bedrag"
kind = "number"
text.nl = "Hoeveel?"
[[section.question]]
id = "eens"
kind = "scale"
theme = "t"
text.nl = "Bent u het eens?"
options = [{ code = 1, label.nl = "A" }, { code = 2, label.nl = "B" }, { code = 3, label.nl = "C" }]
[[background]]
id = "groep"
kind = "choice"
text.nl = "Welke groep?"
options = [{ code = "x", label.nl = "X" }, { code = "y", label.nl = "Y" }]
"#;

    /// Amounts of very different sizes, and what else a row holds.
    fn segments(code_book: &CodeBook) -> Vec<Segment> {
        let cells: Vec<_> = code_book.questions().map(|(_, columns)| columns).collect();
        let row = |at: usize, row: &mut [u8]| {
            let amount = 10_f64.powi(i32::try_from(at * 7 % 13).unwrap_or(0)) / 3.0;
            row[cells[0].cells()].copy_from_slice(&amount.to_bits().to_be_bytes());
            let digit = |of: usize| u8::try_from(at * 31 % 97 % of).unwrap_or(0);
            row[Columns::cells(cells[1])].fill(digit(3));
            row[Columns::cells(cells[2])].fill(digit(2));
        };
        let mut bytes = vec![0; code_book.width()];
        let segment = |number: usize| {
            let mut segment = Segment::new(code_book.width());
            for at in 0..SEGMENT_ROWS {
                row(number * SEGMENT_ROWS + at, &mut bytes);
                segment.push(&bytes);
            }
            segment
        };
        (0..5).map(segment).collect()
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        let questionnaire = read(FILE, &[]).questionnaire.expect("a questionnaire");
        let code_book = CodeBook::new(&questionnaire);
        let plan = Plan::new(&code_book).expect("a plan");
        let segments = segments(&code_book);
        let results = |threads| {
            let tally = count_with(threads, &plan, segments.iter().cloned());
            let results = disclosure::pass(&plan, &tally, None);
            serde_json::to_string(&results).expect("JSON")
        };
        let one = results(1);
        assert!(one.contains("\"respondents\":40960"), "{one}");
        for threads in [2, 3, 8] {
            assert_eq!(results(threads), one, "{threads} threads");
        }
    }
}
