//! What a reader can work out about hidden counts: the least and the most that agree with all he sees.
//!
//! He knows the structure, every figure that is shown, and that counts are whole and not negative. His knowledge is a
//! set of linear equations over the hidden counts; a linear program (simplex, Bland's rule) finds the limits. For
//! two-way tables with margins the matrix is totally unimodular, so the limits are those of whole numbers.

/// A reader who looks for hidden counts.
#[derive(Debug, Clone)]
pub(super) struct Attacker {
    unknowns: usize,
    equations: Vec<Vec<f64>>,
    sums: Vec<f64>,
}

/// A linear form over hidden counts plus a known part: what a figure is to the attacker.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Form {
    /// Hidden count (index) and its coefficient.
    pub(super) terms: Vec<(usize, f64)>,
    /// The part that is known.
    pub(super) known: f64,
}

/// The least and the most that a hidden figure can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) least: f64,
    pub(super) most: f64,
}

/// Differences below this are rounding.
const TINY: f64 = 1e-7;

impl Attacker {
    /// An attacker who knows nothing yet of so many hidden counts.
    pub(super) fn new(unknowns: usize) -> Self {
        Self {
            unknowns,
            equations: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// He sees what this form adds up to.
    pub(super) fn learns(&mut self, form: &Form, value: f64) {
        let mut row = vec![0.0; self.unknowns];
        for &(unknown, coefficient) in &form.terms {
            row[unknown] += coefficient;
        }
        let mut sum = value - form.known;
        if sum < 0.0 {
            row.iter_mut()
                .for_each(|coefficient| *coefficient = -*coefficient);
            sum = -sum;
        }
        self.equations.push(row);
        self.sums.push(sum);
    }

    /// What he can work out about each form; whole numbers, so limits are rounded inwards.
    pub(super) fn bounds(&self, forms: &[Form]) -> Vec<Bounds> {
        let mut simplex = Simplex::feasible(self);
        forms
            .iter()
            .map(|form| {
                let mut objective = vec![0.0; self.unknowns];
                for &(unknown, coefficient) in &form.terms {
                    objective[unknown] += coefficient;
                }
                let most = simplex.maximum(&objective) + form.known;
                objective
                    .iter_mut()
                    .for_each(|coefficient| *coefficient = -*coefficient);
                let least = form.known - simplex.maximum(&objective);
                Bounds {
                    least: (least - TINY).ceil(),
                    most: (most + TINY).floor(),
                }
            })
            .collect()
    }
}

/// A tableau in canonical form: one basic column per row.
struct Simplex {
    /// Rows of `columns + 1` numbers; the last is the right-hand side.
    rows: Vec<Vec<f64>>,
    basis: Vec<usize>,
    columns: usize,
}

impl Simplex {
    /// A tableau at some table that agrees with what is known. The true table does, so there always is one.
    fn feasible(attacker: &Attacker) -> Self {
        let (unknowns, equations) = (attacker.unknowns, attacker.equations.len());
        let columns = unknowns + equations;
        let rows = attacker
            .equations
            .iter()
            .zip(&attacker.sums)
            .enumerate()
            .map(|(index, (equation, sum))| {
                let mut row = vec![0.0; columns + 1];
                row[..unknowns].copy_from_slice(equation);
                row[unknowns + index] = 1.0;
                row[columns] = *sum;
                row
            });
        let mut simplex = Self {
            rows: rows.collect(),
            basis: (unknowns..columns).collect(),
            columns,
        };
        let mut objective = vec![0.0; columns];
        objective[unknowns..].fill(-1.0);
        simplex.maximum(&objective);
        simplex.drop_artificial(unknowns);
        simplex
    }

    /// Takes the helper columns out; a row that still rests on one repeats other rows.
    fn drop_artificial(&mut self, unknowns: usize) {
        let mut row = 0;
        while row < self.rows.len() {
            if self.basis[row] >= unknowns {
                match (0..unknowns).find(|column| self.rows[row][*column].abs() > TINY) {
                    Some(column) => self.pivot(row, column),
                    None => {
                        self.rows.remove(row);
                        self.basis.remove(row);
                        continue;
                    }
                }
            }
            row += 1;
        }
        for row in &mut self.rows {
            let sum = row[self.columns];
            row.truncate(unknowns);
            row.push(sum);
        }
        self.columns = unknowns;
    }

    /// The most that the objective can be; infinite when nothing bounds it.
    fn maximum(&mut self, objective: &[f64]) -> f64 {
        while let Some(entering) = self.improving(objective) {
            match self.leaving(entering) {
                Some(row) => self.pivot(row, entering),
                None => return f64::INFINITY,
            }
        }
        self.basis
            .iter()
            .zip(&self.rows)
            .map(|(basic, row)| objective[*basic] * row[self.columns])
            .sum()
    }

    /// The first column that raises the objective (Bland: no cycling).
    fn improving(&self, objective: &[f64]) -> Option<usize> {
        (0..self.columns).find(|&column| {
            let paid: f64 = self
                .basis
                .iter()
                .zip(&self.rows)
                .map(|(basic, row)| objective[*basic] * row[column])
                .sum();
            objective[column] - paid > TINY
        })
    }

    fn leaving(&self, entering: usize) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for (index, row) in self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row[entering] > TINY)
        {
            let ratio = row[self.columns] / row[entering];
            let better = best.is_none_or(|(least, at)| {
                ratio < least - TINY
                    || (ratio <= least + TINY && self.basis[index] < self.basis[at])
            });
            if better {
                best = Some((ratio, index));
            }
        }
        best.map(|(_, row)| row)
    }

    fn pivot(&mut self, at: usize, column: usize) {
        let mut pivot_row = std::mem::take(&mut self.rows[at]);
        let pivot = pivot_row[column];
        pivot_row.iter_mut().for_each(|cell| *cell /= pivot);
        for row in self.rows.iter_mut().filter(|row| !row.is_empty()) {
            let factor = row[column];
            if factor.abs() > 0.0 {
                for (cell, other) in row.iter_mut().zip(&pivot_row) {
                    *cell -= factor * other;
                }
            }
        }
        self.rows[at] = pivot_row;
        self.basis[at] = column;
    }
}

#[cfg(test)]
mod tests {
    use super::{Attacker, Bounds, Form};

    fn sum(unknowns: &[usize]) -> Form {
        Form {
            terms: unknowns.iter().map(|unknown| (*unknown, 1.0)).collect(),
            known: 0.0,
        }
    }

    #[test]
    fn a_single_hidden_count_is_found_by_subtraction() {
        let mut attacker = Attacker::new(1);
        attacker.learns(&sum(&[0]), 3.0);
        assert_eq!(
            attacker.bounds(&[sum(&[0])]),
            [Bounds {
                least: 3.0,
                most: 3.0
            }]
        );
    }

    #[test]
    fn two_hidden_counts_hide_behind_each_other() {
        let mut attacker = Attacker::new(2);
        attacker.learns(&sum(&[0, 1]), 9.0);
        assert_eq!(
            attacker.bounds(&[sum(&[1])]),
            [Bounds {
                least: 0.0,
                most: 9.0
            }]
        );
    }

    #[test]
    fn a_square_of_four_hidden_cells_has_the_bounds_of_its_margins() {
        let mut attacker = Attacker::new(4);
        for (cells, total) in [([0, 1], 4.0), ([2, 3], 6.0), ([0, 2], 3.0), ([1, 3], 7.0)] {
            attacker.learns(&sum(&cells), total);
        }
        assert_eq!(
            attacker.bounds(&[sum(&[0]), sum(&[3])]),
            [
                Bounds {
                    least: 0.0,
                    most: 3.0
                },
                Bounds {
                    least: 3.0,
                    most: 6.0
                }
            ]
        );
    }

    #[test]
    fn what_no_figure_touches_has_no_upper_limit() {
        let bounds = Attacker::new(1).bounds(&[sum(&[0])]);
        assert_eq!(
            bounds,
            [Bounds {
                least: 0.0,
                most: f64::INFINITY
            }]
        );
    }
}
