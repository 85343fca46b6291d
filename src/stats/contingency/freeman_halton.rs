//! Fisher's test for tables larger than 2 x 2 (Freeman and Halton 1951), without listing every table.
//!
//! The network idea of Mehta and Patel (1983): fill the table line by line. What is left to place is a node; lines so
//! far are a past with a weight. A node knows the largest and smallest weight of its completions, so that most pasts
//! are counted whole or dropped before the end. The weight of a table is the product over its lines of
//! `line! / (cell! ... cell!)`; all tables together weigh `n! / (total! ... total!)`.

use super::Table;
use super::fisher::TIE;
use crate::stats::sum::Sum;
use statrs::function::gamma::ln_gamma;
use std::collections::HashMap;

/// Steps after which the table counts as too large (about half a second).
const BUDGET: u32 = 20_000_000;
/// Ways to fill one line beyond which it does, so that memory stays at some tens of megabytes.
const WAYS: usize = 500_000;
/// Categories on the shorter side.
const WIDTH: usize = 8;
/// A short side's totals that are still to be placed, sorted: their order does not matter.
type Node = [u16; WIDTH];
/// Number of pasts with (nearly) the same logarithm of their weight, by its leading bits.
type Pasts = HashMap<u64, (f64, f64)>;

/// Two-sided p-value, or `None` when the table is too large.
pub(super) fn p_value(table: &Table) -> Option<f64> {
    let mut network = Network::of(table)?;
    let start = node(sides(table).0)?;
    let limit = ln_weight(table, &network.ln_factorial)? + TIE.ln();
    let all = network.ln_completions(&start);
    let mut p = Sum::default();
    let mut front = HashMap::from([(start, Pasts::from([(0, (0.0, 1.0))]))]);
    for line in 0..network.lines.len() {
        let mut next: HashMap<Node, Pasts> = HashMap::new();
        for (node, pasts) in front {
            for (child, step) in network.children(line, &node)? {
                let (largest, smallest) = network.bounds(line + 1, child)?;
                let completions = network.ln_completions(&child);
                network.spend(pasts.len())?;
                for (past, number) in pasts.values() {
                    let weight = past + step;
                    if weight + largest <= limit {
                        p.add(number * (weight + completions - all).exp());
                    } else if weight + smallest <= limit {
                        let pasts = next.entry(child).or_default();
                        pasts.entry(leading_bits(weight)).or_insert((weight, 0.0)).1 += number;
                    }
                }
            }
        }
        front = next;
    }
    Some(p.value().min(1.0))
}

/// The side with fewer categories makes the nodes, the other one the lines.
fn sides(table: &Table) -> (&[u64], &[u64]) {
    let (rows, columns) = (table.row_totals(), table.column_totals());
    if rows.len() < columns.len() {
        (rows, columns)
    } else {
        (columns, rows)
    }
}

fn node(totals: &[u64]) -> Option<Node> {
    let mut node = Node::default();
    for (place, total) in totals.iter().enumerate() {
        *node.get_mut(place)? = u16::try_from(*total).ok()?;
    }
    node.sort_unstable();
    Some(node)
}

/// Logarithm of the weight of the observed table.
fn ln_weight(table: &Table, ln_factorial: &[f64]) -> Option<f64> {
    let of = |count: &u64| ln_factorial.get(usize::try_from(*count).ok()?).copied();
    let mut weight = Sum::default();
    for line in sides(table).1 {
        weight.add(of(line)?);
    }
    for cell in &table.cells {
        weight.add(-of(cell)?);
    }
    Some(weight.value())
}

/// Pasts whose logarithms differ by less than about 1e-9 count as one: far less than [`TIE`].
fn leading_bits(weight: f64) -> u64 {
    const DROPPED: u32 = 10;
    (weight.to_bits() + (1 << (DROPPED - 1))) >> DROPPED
}

struct Network {
    lines: Vec<u16>,
    ln_factorial: Vec<f64>,
    bounds: HashMap<(usize, Node), (f64, f64)>,
    left: u32,
}

impl Network {
    fn of(table: &Table) -> Option<Self> {
        let mut lines = Vec::new();
        for total in sides(table).1 {
            lines.push(u16::try_from(*total).ok()?);
        }
        // The largest line last: it is determined by the others.
        lines.sort_unstable();
        let total = u16::try_from(table.total).ok()?;
        Some(Self {
            lines,
            ln_factorial: (0..=total).map(|k| ln_gamma(f64::from(k) + 1.0)).collect(),
            bounds: HashMap::new(),
            left: BUDGET,
        })
    }

    /// Takes steps from the budget; `None` when it is used up.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.left = self.left.checked_sub(u32::try_from(steps).ok()?)?;
        Some(())
    }

    fn ln_factorial(&self, count: u16) -> f64 {
        self.ln_factorial[usize::from(count)]
    }

    /// Logarithm of the weight of all completions of a node together.
    fn ln_completions(&self, node: &Node) -> f64 {
        let placed: f64 = node.iter().map(|count| self.ln_factorial(*count)).sum();
        self.ln_factorial(node.iter().sum()) - placed
    }

    /// Largest and smallest logarithm of the weight of a completion, the lines from `line` on.
    fn bounds(&mut self, line: usize, node: Node) -> Option<(f64, f64)> {
        if line >= self.lines.len() {
            return Some((0.0, 0.0));
        }
        if line + 1 == self.lines.len() {
            let only = self.ln_completions(&node);
            return Some((only, only));
        }
        if let Some(known) = self.bounds.get(&(line, node)) {
            return Some(*known);
        }
        let mut found = (f64::NEG_INFINITY, f64::INFINITY);
        for (child, step) in self.children(line, &node)? {
            let (largest, smallest) = self.bounds(line + 1, child)?;
            found = (found.0.max(step + largest), found.1.min(step + smallest));
        }
        self.bounds.insert((line, node), found);
        Some(found)
    }

    /// Every way to fill a line: what is left after it, and the logarithm of the line's weight.
    fn children(&mut self, line: usize, node: &Node) -> Option<Vec<(Node, f64)>> {
        let mut ways = vec![(*node, self.lines[line], self.ln_factorial(self.lines[line]))];
        for place in 0..WIDTH {
            let room_after: u16 = node[place + 1..].iter().sum();
            let mut longer = Vec::new();
            for (left, to_place, weight) in ways {
                let counts = to_place.saturating_sub(room_after)..=to_place.min(node[place]);
                self.spend(counts.len())?;
                if longer.len() + counts.len() > WAYS {
                    return None;
                }
                for count in counts {
                    let mut left = left;
                    left[place] -= count;
                    longer.push((left, to_place - count, weight - self.ln_factorial(count)));
                }
            }
            ways = longer;
        }
        let sorted = ways.into_iter().map(|(mut left, _, weight)| {
            left.sort_unstable();
            (left, weight)
        });
        Some(sorted.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every 2 x 3 table with the same totals, one by one.
    fn by_listing(cells: &[u64]) -> f64 {
        let ln_factorial = |k: u64| ln_gamma(k as f64 + 1.0);
        let ln_weight = |cells: &[u64]| -cells.iter().map(|cell| ln_factorial(*cell)).sum::<f64>();
        let columns = [
            cells[0] + cells[3],
            cells[1] + cells[4],
            cells[2] + cells[5],
        ];
        let row: u64 = cells[..3].iter().sum();
        let limit = ln_weight(cells) + TIE.ln();
        let (mut all, mut extreme) = (0.0, 0.0);
        for a in 0..=columns[0].min(row) {
            for b in 0..=columns[1].min(row - a) {
                let c = row - a - b;
                if c > columns[2] {
                    continue;
                }
                let table = [a, b, c, columns[0] - a, columns[1] - b, columns[2] - c];
                let weight = ln_weight(&table);
                all += weight.exp();
                if weight <= limit {
                    extreme += weight.exp();
                }
            }
        }
        extreme / all
    }

    // R: fisher.test(Job), the job satisfaction table of Agresti (2002), p = 0.7827.
    #[test]
    fn the_job_satisfaction_table_matches_r() {
        let rows = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]];
        let rows: Vec<Vec<u64>> = rows.iter().map(|row| row.to_vec()).collect();
        let p = Table::from_rows(&rows).unwrap().fisher().unwrap();
        assert!((p - 0.7827).abs() < 5e-5, "{p}");
    }

    #[test]
    fn a_table_that_is_too_large_gives_nothing_and_does_not_hang() {
        let rows = vec![vec![400; 6]; 6];
        assert_eq!(Table::from_rows(&rows).unwrap().fisher(), None);
        let rows = vec![vec![40_000; 3]; 3];
        assert_eq!(Table::from_rows(&rows).unwrap().fisher(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_network_equals_listing_every_table(cells in prop::collection::vec(0u64..12, 6)) {
            let table = Table::from_rows(&[cells[..3].to_vec(), cells[3..].to_vec()]).unwrap();
            prop_assume!(!table.has_empty());
            let p = table.fisher().unwrap();
            prop_assert!((p - by_listing(&cells)).abs() < 1e-10);
            let turned: Vec<Vec<u64>> = (0..3).map(|i| vec![cells[i], cells[3 + i]]).collect();
            let turned = Table::from_rows(&turned).unwrap().fisher().unwrap();
            prop_assert!((p - turned).abs() < 1e-10);
        }
    }
}
