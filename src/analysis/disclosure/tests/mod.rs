//! Attacks on what is shown: here an own search over whole numbers on single tables, in [`releases`] the linear program on
//! everything that a small survey releases, also over time.

mod releases;

use proptest::prelude::*;

use super::rules::{Rules, Totals};
use super::two_way::{Pattern, Search, TwoWay};
use super::{BASE, CELL, is_small};

/// A sum of unknowns that must come to a known number.
struct Equation {
    cells: Vec<usize>,
    sum: u64,
}

/// Whether some table of whole numbers agrees with all equations: depth-first, with an equation's last cell forced.
fn exists(cells: &mut Vec<Option<u64>>, equations: &[Equation], most: u64) -> bool {
    let left = |equation: &Equation, cells: &[Option<u64>]| {
        let known: u64 = equation.cells.iter().filter_map(|cell| cells[*cell]).sum();
        let open: Vec<usize> = equation
            .cells
            .iter()
            .copied()
            .filter(|cell| cells[*cell].is_none())
            .collect();
        (equation.sum.checked_sub(known), open)
    };
    let mut tightest: Option<(usize, u64, usize)> = None;
    for equation in equations {
        match left(equation, cells) {
            (None, _) => return false,
            (Some(rest), open) if open.is_empty() && rest > 0 => return false,
            (Some(rest), open) => {
                if let Some(first) = open.first()
                    && tightest.is_none_or(|(size, _, _)| open.len() < size)
                {
                    tightest = Some((open.len(), rest, *first));
                }
            }
        }
    }
    let (only, rest, cell) = match tightest {
        Some((size, rest, cell)) => (size == 1, rest, cell),
        None => return true,
    };
    let values = if only {
        rest..=rest
    } else {
        0..=rest.min(most)
    };
    for value in values {
        cells[cell] = Some(value);
        if exists(cells, equations, most) {
            cells[cell] = None;
            return true;
        }
    }
    cells[cell] = None;
    false
}

fn table() -> impl Strategy<Value = Vec<Vec<u64>>> {
    (2..5_usize, 2..4_usize).prop_flat_map(|(rows, cols)| {
        let count = prop_oneof![3 => 0..6_u64, 2 => 5..25_u64];
        prop::collection::vec(prop::collection::vec(count, cols), rows)
    })
}

fn without_outside(inner: &[Vec<u64>]) -> TwoWay {
    let cols = inner[0].len();
    let mut extended: Vec<Vec<u64>> = inner
        .iter()
        .map(|row| row.iter().copied().chain([0]).collect())
        .collect();
    extended.push(vec![0; cols + 1]);
    TwoWay {
        extended,
        row_known: vec![true; inner.len()],
        col_known: vec![true; cols],
        row_sums: Vec::new(),
        col_sums: Vec::new(),
        events: Vec::new(),
        sensitive: Vec::new(),
        rules: Rules {
            totals: Totals::MayGo,
            ..Rules::ROUND
        },
    }
}

/// The equations of the margins that are shown, over the hidden inner cells.
fn equations(table: &TwoWay, pattern: &Pattern, (rows, cols): (usize, usize)) -> Vec<Equation> {
    let mut found = Vec::new();
    for row in 0..=rows {
        for col in 0..=cols {
            if (row < rows && col < cols) || pattern.hides(row, col) {
                continue;
            }
            let inside =
                |at: (usize, usize)| (row == rows || at.0 == row) && (col == cols || at.1 == col);
            let all = (0..rows)
                .flat_map(|row| (0..cols).map(move |col| (row, col)))
                .filter(|at| inside(*at));
            let (hidden, shown): (Vec<_>, Vec<_>) = all.partition(|at| pattern.hides(at.0, at.1));
            let known: u64 = shown.iter().map(|at| table.value(at.0, at.1)).sum();
            found.push(Equation {
                cells: hidden.iter().map(|at| at.0 * cols + at.1).collect(),
                sum: table.value(row, col) - known,
            });
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_search_over_whole_numbers_finds_a_small_cell(inner in table()) {
        let (rows, cols) = (inner.len(), inner[0].len());
        let two_way = without_outside(&inner);
        prop_assume!(two_way.value(rows, cols) >= BASE);
        let Ok(pattern) = two_way.protect() else { return Ok(()) };
        let equations = equations(&two_way, &pattern, (rows, cols));
        let total = two_way.value(rows, cols);
        for row in 0..rows {
            for col in 0..cols {
                let value = two_way.value(row, col);
                if !is_small(value) {
                    continue;
                }
                prop_assert!(pattern.hides(row, col));
                let mut can_be = |wanted: u64| {
                    let mut cells = vec![None; rows * cols];
                    for (at, cell) in cells.iter_mut().enumerate() {
                        if !pattern.hides(at / cols, at % cols) {
                            *cell = Some(0);
                        }
                    }
                    cells[row * cols + col] = Some(wanted);
                    exists(&mut cells, &equations, total)
                };
                prop_assert!((0..value).any(&mut can_be), "never below {value} at {row},{col}: {pattern:?}");
                prop_assert!(
                    (CELL.max(value + 1)..=total).any(&mut can_be),
                    "never {CELL} or more at {row},{col}: {pattern:?}"
                );
            }
        }
    }
}

/// Two levels of which one is small everywhere: no cell can stand beside its row, but problems and the rest can.
#[test]
fn rows_that_no_pattern_protects_are_counted_together() {
    let merged = TwoWay {
        events: vec![true, true, false],
        ..without_outside(&[vec![1, 9], vec![9, 1], vec![20, 20]])
    };
    let merged = TwoWay {
        rules: Rules::ROUND,
        ..merged
    };
    let mut search = Search::new(&merged);
    search.hidden.iter_mut().for_each(|line| line.fill(false));
    assert!(search.merges());
    let pattern = merged.protect().expect("a pattern");
    assert!(pattern.shows_events(0) && pattern.shows_events(1));
}
