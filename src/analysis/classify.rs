//! From the cells of a segment to the class of each respondent, question by question, and on to theme severities.

use crate::domain::code_book::{MISSING, NOT_SHOWN, NumberCell, YES};
use crate::domain::segment::Segment;

use super::plan::{Plan, QuestionPlan, Source, band};
use super::tally::QuestionTally;
use super::theme_plan::{ItemSource, ThemePlan};

/// Works out the class of each row of a question, and counts what only its own cells tell. The segment comes with its
/// number.
pub(super) fn classify(
    question: &QuestionPlan,
    (number, segment): (usize, &Segment),
    classes: &mut Vec<u8>,
    tally: &mut QuestionTally,
) {
    classes.clear();
    match &question.source {
        Source::Cell(column, table) => {
            classes.extend(
                segment
                    .column(*column)
                    .iter()
                    .map(|cell| table[usize::from(*cell)]),
            );
        }
        Source::Steps(column, table, _) => {
            for cell in segment.column(*column) {
                tally.bytes[usize::from(*cell)] += 1;
                classes.push(table[usize::from(*cell)]);
            }
        }
        Source::Number(columns, bands) => {
            let levels = question.own_classes();
            for row in 0..segment.rows() {
                let class = match columns
                    .number(|column| segment.column(column).get(row).copied().unwrap_or(0))
                {
                    NumberCell::Value(value) => {
                        tally.sum.add(number, value);
                        band(bands, value).unwrap_or(levels)
                    }
                    NumberCell::Missing => levels + 2,
                    NumberCell::NotShown => levels + 3,
                };
                classes.push(u8::try_from(class).unwrap_or(u8::MAX));
            }
        }
        Source::Ticked {
            start,
            columns,
            none_is_valid,
            not_applicable,
        } => {
            classify_ticked(
                segment,
                (*start, *columns),
                (*none_is_valid, not_applicable),
                classes,
            );
            for (index, count) in tally.ticked.iter_mut().enumerate() {
                let ticks = segment.column(start + index).iter().zip(classes.iter());
                *count += ticks
                    .filter(|(cell, class)| **cell == YES && **class == 0)
                    .count() as u64;
            }
        }
    }
}

/// Valid (0) when something is ticked, or nothing where that is an answer; "not applicable" (1) when that is ticked.
fn classify_ticked(
    segment: &Segment,
    (start, columns): (usize, usize),
    (none_is_valid, not_applicable): (bool, &[bool]),
    classes: &mut Vec<u8>,
) {
    const MISSING_CLASS: u8 = 2;
    let empty = if none_is_valid { 0 } else { MISSING_CLASS };
    classes.extend(segment.column(start).iter().map(|cell| match *cell {
        NOT_SHOWN => 3,
        MISSING => MISSING_CLASS,
        _ => empty,
    }));
    for index in 0..columns {
        let ticked = u8::from(not_applicable.get(index).copied().unwrap_or(false));
        for (class, cell) in classes.iter_mut().zip(segment.column(start + index)) {
            if *cell == YES && *class != 1 {
                *class = ticked;
            }
        }
    }
}

/// Runs each respondent's items through the theme's machine.
pub(super) fn run_items(
    theme: &ThemePlan,
    plan: &Plan,
    (segment, classes): (&Segment, &[Vec<u8>]),
    states: &mut Vec<u16>,
    counts: &mut [Vec<u64>],
) {
    states.clear();
    states.resize(segment.rows(), 0);
    let mut ticked = Vec::new();
    for (item, counts) in theme.items.iter().zip(counts) {
        let question = &classes[item.question];
        let size = item.severities.len() + 1;
        let step = |state: &mut u16, class: u8| {
            *state = item.transitions[usize::from(*state) * size + usize::from(class)];
        };
        match &item.source {
            ItemSource::Class(table) => {
                for (state, class) in states.iter_mut().zip(question) {
                    step(state, table[usize::from(*class)]);
                }
            }
            ItemSource::Cell(column, table) => {
                for (state, cell) in states.iter_mut().zip(segment.column(*column)) {
                    step(state, table[usize::from(*cell)]);
                }
            }
            ItemSource::Ticked(options) => {
                let Source::Ticked { start, .. } = plan.questions[item.question].source else {
                    continue;
                };
                ticked.clear();
                ticked.extend(question.iter().map(|class| u8::from(*class == 0)));
                for (option, item_class) in options {
                    for (class, cell) in ticked.iter_mut().zip(segment.column(start + option)) {
                        if *cell == YES && *class != 0 {
                            *class = (*class).max(*item_class);
                        }
                    }
                }
                for (state, class) in states.iter_mut().zip(&ticked) {
                    counts[usize::from(*class)] += 1;
                    step(state, *class);
                }
            }
        }
    }
    for state in states.iter_mut() {
        *state = theme.value_of_state[usize::from(*state)];
    }
}
