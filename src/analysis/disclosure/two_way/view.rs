//! What the attacker sees of a table with some cells hidden: the hidden cells as unknowns, everything shown as equations.

use super::super::attacker::{Attacker, Form};
use super::super::rules::Totals;
use super::{TwoWay, as_f64};

/// What the attacker sees of a table with some cells hidden.
pub(in super::super) struct View<'t> {
    table: &'t TwoWay,
    hidden: &'t [Vec<bool>],
    /// Index of the unknown of each cell of the extended table, when it is one.
    unknown: Vec<Vec<Option<usize>>>,
    unknowns: usize,
}

impl<'t> View<'t> {
    pub(in super::super) fn new(table: &'t TwoWay, hidden: &'t [Vec<bool>]) -> Self {
        let (rows, cols) = (table.rows(), table.cols());
        let mut unknowns = 0;
        let mut unknown = vec![vec![None; cols + 1]; rows + 1];
        for (row, line) in unknown.iter_mut().enumerate() {
            for (col, cell) in line.iter_mut().enumerate() {
                let is_unknown = match (row == rows, col == cols) {
                    (false, false) => hidden[row][col],
                    (true, false) => table.outside_rows() > 0,
                    (false, true) => table.outside_cols() > 0,
                    (true, true) => table.outside_rows() > 0 && table.outside_cols() > 0,
                };
                if is_unknown {
                    *cell = Some(unknowns);
                    unknowns += 1;
                }
            }
        }
        Self {
            table,
            hidden,
            unknown,
            unknowns,
        }
    }

    pub(super) fn sum(&self, cells: impl Iterator<Item = (usize, usize)>) -> Form {
        let mut form = Form::default();
        for (row, col) in cells {
            match self.unknown[row][col] {
                Some(unknown) => form.terms.push((unknown, 1.0)),
                None => form.known += as_f64(self.table.extended[row][col]),
            }
        }
        form
    }

    fn line(&self, at: usize, end: usize, beyond: bool) -> std::ops::Range<usize> {
        match (at == end, beyond) {
            (false, _) => at..at + 1,
            (true, false) => 0..end,
            (true, true) => 0..end + 1,
        }
    }

    /// A cell or margin; `beyond`: with those whose other answer is not valid.
    pub(in super::super) fn form(&self, (row, col): (usize, usize), beyond: bool) -> Form {
        let rows = self.line(row, self.table.rows(), beyond);
        let cols = self.line(col, self.table.cols(), beyond);
        self.sum(rows.flat_map(|row| cols.clone().map(move |col| (row, col))))
    }

    /// A reader of all that is shown.
    pub(in super::super) fn attacker(&self) -> Attacker {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        let mut attacker = Attacker::new(self.unknowns);
        let mut learn = |form: Form| {
            let value = self.value(&form);
            attacker.learns(&form, value);
        };
        let row_totals = (0..rows).map(|row| (row, cols));
        let col_totals = (0..cols).map(|col| (rows, col));
        row_totals
            .chain(col_totals)
            .chain([(rows, cols)])
            .filter(|at| !self.hidden[at.0][at.1])
            .for_each(|at| learn(self.form(at, false)));
        if self.table.rules.totals == Totals::Elsewhere {
            self.one_way().into_iter().for_each(learn);
        }
        attacker
    }

    /// What one-way tables say beside this one: counts, sums of them, and how many answered each question.
    fn one_way(&self) -> Vec<Form> {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        let mut said = Vec::new();
        for row in (0..rows).filter(|row| self.table.row_known[*row]) {
            said.push(self.form((row, cols), true));
        }
        for col in (0..cols).filter(|col| self.table.col_known[*col]) {
            said.push(self.form((rows, col), true));
        }
        for weights in &self.table.row_sums {
            said.push(self.weighed(|(row, _)| weights.get(row).copied()));
        }
        for weights in &self.table.col_sums {
            said.push(self.weighed(|(_, col)| weights.get(col).copied()));
        }
        for answered in [true, false] {
            said.push(self.weighed(|(row, _)| ((row < rows) == answered).then_some(1.0)));
            said.push(self.weighed(|(_, col)| ((col < cols) == answered).then_some(1.0)));
        }
        said
    }

    /// Every cell of the extended table times its weight.
    fn weighed(&self, weight: impl Fn((usize, usize)) -> Option<f64>) -> Form {
        let mut form = Form::default();
        for row in 0..=self.table.rows() {
            for col in 0..=self.table.cols() {
                let Some(weight) = weight((row, col)) else {
                    continue;
                };
                match self.unknown[row][col] {
                    Some(unknown) => form.terms.push((unknown, weight)),
                    None => form.known += weight * as_f64(self.table.extended[row][col]),
                }
            }
        }
        form
    }

    /// The true value of a form.
    pub(super) fn value(&self, form: &Form) -> f64 {
        let hidden: f64 = (0..=self.table.rows())
            .flat_map(|row| (0..=self.table.cols()).map(move |col| (row, col)))
            .filter_map(|(row, col)| {
                let unknown = self.unknown[row][col]?;
                let times: f64 = form
                    .terms
                    .iter()
                    .filter(|(at, _)| *at == unknown)
                    .map(|(_, times)| times)
                    .sum();
                Some(times * as_f64(self.table.extended[row][col]))
            })
            .sum();
        form.known + hidden
    }
}
