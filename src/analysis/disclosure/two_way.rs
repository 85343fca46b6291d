//! Which cells of a two-way table stay hidden, so that no small count can be worked out from what is shown.
//!
//! Cells are hidden in cycles of four (the hypercube idea of tau-ARGUS, in two dimensions), the linear program of
//! [`super::attacker`] judges, and what turns out not to be needed is given back (Hundepool et al., SDC Handbook).
//! The attacker also knows the one-way tables of both questions: they are the margins of the *extended* table, which
//! has one more row and column for respondents without a valid answer.

use super::attacker::{Attacker, Bounds, Form};
use super::{BASE, CELL, is_small};

/// A two-way table with what is already known around it.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct TwoWay {
    /// Counts with one more row and column: those without a valid answer.
    pub(in crate::analysis) extended: Vec<Vec<u64>>,
    /// Whether the one-way count of each row is shown elsewhere.
    pub(in crate::analysis) row_known: Vec<bool>,
    /// Whether the one-way count of each column is shown elsewhere.
    pub(in crate::analysis) col_known: Vec<bool>,
}

/// What may be shown of a two-way table: margins are one more row and column.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Pattern {
    hidden: Vec<Vec<bool>>,
    /// Per column: whether the sum of the wanted rows may be shown.
    sums: Vec<bool>,
}

/// No pattern protects every small count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Unprotectable;

/// A count that must not be found.
#[derive(Debug, Clone)]
struct Target {
    /// Its place in the grid with margins.
    at: (usize, usize),
    /// Whether it is the one-way count beyond that margin, not the margin itself.
    beyond: bool,
    /// The attacker's least must not be above this.
    least: f64,
    /// The attacker's most must not be below this.
    most: f64,
}

impl Target {
    fn of(value: u64, at: (usize, usize), beyond: bool) -> Self {
        let value_is_small = value < CELL;
        let most = if value_is_small {
            CELL.max(value + 1)
        } else {
            value + 1
        };
        Self {
            at,
            beyond,
            least: as_f64(value.saturating_sub(1)),
            most: as_f64(most),
        }
    }

    fn shortfall(&self, bounds: Bounds) -> f64 {
        (self.most - bounds.most).max(0.0) + (bounds.least - self.least).max(0.0)
    }
}

/// A count as the linear program takes it.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of people stay far below 2^53"
)]
pub(super) fn as_f64(count: u64) -> f64 {
    count as f64
}

impl Pattern {
    /// Whether the cell is hidden; `row == rows` is the total of the column, `col == cols` that of the row.
    pub(in crate::analysis) fn hides(&self, row: usize, col: usize) -> bool {
        self.hidden[row][col]
    }

    /// Whether the sum of the wanted rows of a column may be shown.
    pub(in crate::analysis) fn shows_sum(&self, col: usize) -> bool {
        self.sums[col]
    }

    /// Number of hidden cells, margins included.
    pub(in crate::analysis) fn count(&self) -> usize {
        self.hidden
            .iter()
            .flatten()
            .filter(|hidden| **hidden)
            .count()
    }
}

impl TwoWay {
    fn rows(&self) -> usize {
        self.row_known.len()
    }

    fn cols(&self) -> usize {
        self.col_known.len()
    }

    /// A cell of the grid with margins, over valid answers.
    pub(in crate::analysis) fn value(&self, row: usize, col: usize) -> u64 {
        let span = |at: usize, end: usize| if at == end { 0..end } else { at..at + 1 };
        let cols = span(col, self.cols());
        span(row, self.rows())
            .flat_map(|row| &self.extended[row][cols.clone()])
            .sum()
    }

    /// Respondents with a valid row answer whose column answer is not valid, over all rows and the last one.
    fn outside_cols(&self) -> u64 {
        self.extended.iter().map(|row| row[self.cols()]).sum()
    }

    fn outside_rows(&self) -> u64 {
        self.extended[self.rows()].iter().sum()
    }

    /// Hides what must be hidden, and as little more as the search finds. Then shows, per column, the sum of the wanted
    /// rows where that gives no hidden cell away.
    ///
    /// # Errors
    /// [`Unprotectable`]: nothing of the table may be shown.
    pub(in crate::analysis) fn protect(&self, wanted: &[bool]) -> Result<Pattern, Unprotectable> {
        let mut search = Search::new(self);
        let primary = search.hidden.clone();
        while let Some(worst) = search.worst() {
            if !search.hide_cycle(&worst) && !search.hide_single() {
                return Err(Unprotectable);
            }
        }
        search.give_back(&primary);
        let sums = search.release_sums(wanted);
        Ok(Pattern {
            hidden: search.hidden,
            sums,
        })
    }
}

/// The cells that a cycle of four would newly hide.
struct Cycle {
    cost: f64,
    new: Vec<(usize, usize)>,
}

impl Cycle {
    fn is_cheaper(&self, other: &Self) -> bool {
        (self.cost, self.new.len()) < (other.cost, other.new.len())
    }
}

struct Search<'t> {
    table: &'t TwoWay,
    values: Vec<Vec<u64>>,
    hidden: Vec<Vec<bool>>,
    targets: Vec<Target>,
    /// Sums of cells that are shown beside the table.
    shown_sums: Vec<Vec<(usize, usize)>>,
}

impl<'t> Search<'t> {
    /// Small cells, small margins and columns with a base too small for a share are hidden from the start.
    fn new(table: &'t TwoWay) -> Self {
        let (rows, cols) = (table.rows(), table.cols());
        let values: Vec<Vec<u64>> = (0..=rows)
            .map(|row| (0..=cols).map(|col| table.value(row, col)).collect())
            .collect();
        let mut search = Self {
            table,
            hidden: vec![vec![false; cols + 1]; rows + 1],
            targets: Vec::new(),
            shown_sums: Vec::new(),
            values,
        };
        for row in 0..=rows {
            for col in 0..=cols {
                let value = search.values[row][col];
                let thin_base = row < rows && col < cols && search.values[rows][col] < BASE;
                let small = is_small(value);
                search.hidden[row][col] = small || (thin_base && search.values[rows][col] > 0);
                if search.hidden[row][col] && value > 0 {
                    search.targets.push(Target::of(value, (row, col), false));
                }
            }
        }
        search.hide_unknown_margins();
        search
    }

    /// A margin whose one-way count is hidden is hidden too: it is nearly the same number.
    fn hide_unknown_margins(&mut self) {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        for row in (0..rows).filter(|row| !self.table.row_known[*row]) {
            self.hidden[row][cols] = true;
            let beyond: u64 = self.table.extended[row].iter().sum();
            if is_small(beyond) {
                self.targets.push(Target::of(beyond, (row, cols), true));
            }
        }
        for col in (0..cols).filter(|col| !self.table.col_known[*col]) {
            self.hidden[rows][col] = true;
            let beyond: u64 = self.table.extended.iter().map(|row| row[col]).sum();
            if is_small(beyond) {
                self.targets.push(Target::of(beyond, (rows, col), true));
            }
        }
    }

    /// The target that is furthest from safe; `None` when all are safe.
    fn worst(&self) -> Option<Target> {
        let mut worst: Option<(f64, &Target)> = None;
        for (target, bounds) in self.targets.iter().zip(self.bounds()) {
            let shortfall = target.shortfall(bounds);
            if shortfall > worst.map_or(0.0, |(most, _)| most) {
                worst = Some((shortfall, target));
            }
        }
        worst.map(|(_, target)| target.clone())
    }

    fn shortfall(&self) -> f64 {
        self.targets
            .iter()
            .zip(self.bounds())
            .map(|(target, bounds)| target.shortfall(bounds))
            .sum()
    }

    fn bounds(&self) -> Vec<Bounds> {
        if self.targets.is_empty() {
            return Vec::new();
        }
        let view = View::new(self.table, &self.hidden);
        let forms: Vec<Form> = self
            .targets
            .iter()
            .map(|target| view.form(target.at, target.beyond))
            .collect();
        let mut attacker = view.attacker();
        for cells in &self.shown_sums {
            let form = view.sum(cells.iter().copied());
            attacker.learns(&form, view.value(&form));
        }
        attacker.bounds(&forms)
    }

    /// Shows the sum of the wanted rows, column by column, where every target stays safe.
    fn release_sums(&mut self, wanted: &[bool]) -> Vec<bool> {
        let rows = self.table.rows();
        let mut released = Vec::new();
        for col in 0..self.table.cols() {
            let cells: Vec<_> = (0..rows)
                .filter(|row| wanted[*row])
                .map(|row| (row, col))
                .collect();
            let (base, sum) = (
                self.values[rows][col],
                cells.iter().map(|at| self.values[at.0][at.1]).sum::<u64>(),
            );
            let mut safe =
                !self.hidden[rows][col] && base >= BASE && !is_small(sum) && !is_small(base - sum);
            if safe && cells.iter().any(|at| self.hidden[at.0][at.1]) {
                self.shown_sums.push(cells);
                safe = self.worst().is_none();
                if !safe {
                    self.shown_sums.pop();
                }
            }
            released.push(safe);
        }
        released
    }

    /// Whether hiding this cell can help: not the grand total, no zero, no margin that a one-way table shows anyway.
    fn may_hide(&self, row: usize, col: usize) -> bool {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        match (row == rows, col == cols) {
            (true, true) => false,
            (true, false) => {
                self.values[row][col] > 0
                    && (!self.table.col_known[col] || self.table.outside_rows() > 0)
            }
            (false, true) => {
                self.values[row][col] > 0
                    && (!self.table.row_known[row] || self.table.outside_cols() > 0)
            }
            (false, false) => self.values[row][col] > 0,
        }
    }

    fn cost(&self, row: usize, col: usize) -> f64 {
        let margin = row == self.table.rows() || col == self.table.cols();
        let total = as_f64(self.values[self.table.rows()][self.table.cols()]);
        as_f64(self.values[row][col]) + if margin { total / 2.0 } else { 0.0 }
    }

    /// Hides the cheapest cycle of four through the target. False when there is none.
    fn hide_cycle(&mut self, target: &Target) -> bool {
        let (row, col) = target.at;
        let mut best: Option<Cycle> = None;
        for other_row in (0..=self.table.rows()).filter(|other| *other != row) {
            for other_col in (0..=self.table.cols()).filter(|other| *other != col) {
                let corners = [(row, other_col), (other_row, col), (other_row, other_col)];
                let new: Vec<_> = corners
                    .into_iter()
                    .filter(|at| !self.hidden[at.0][at.1])
                    .collect();
                if new.is_empty() || new.iter().any(|at| !self.may_hide(at.0, at.1)) {
                    continue;
                }
                let cost = new.iter().map(|at| self.cost(at.0, at.1)).sum();
                let cycle = Cycle { cost, new };
                if best.as_ref().is_none_or(|best| cycle.is_cheaper(best)) {
                    best = Some(cycle);
                }
            }
        }
        let Some(cycle) = best else {
            return false;
        };
        for (row, col) in cycle.new {
            self.hidden[row][col] = true;
        }
        true
    }

    /// Hides the single cell that helps most. False when there is none to hide.
    fn hide_single(&mut self) -> bool {
        let mut best: Option<((f64, u64), (usize, usize))> = None;
        for row in 0..=self.table.rows() {
            for col in 0..=self.table.cols() {
                if self.hidden[row][col] || !self.may_hide(row, col) {
                    continue;
                }
                self.hidden[row][col] = true;
                let score = (self.shortfall(), self.values[row][col]);
                self.hidden[row][col] = false;
                if best.is_none_or(|(least, _)| score < least) {
                    best = Some((score, (row, col)));
                }
            }
        }
        let Some((_, (row, col))) = best else {
            return false;
        };
        self.hidden[row][col] = true;
        true
    }

    /// Shows again what is not needed: margins first, then the largest cells.
    fn give_back(&mut self, primary: &[Vec<bool>]) {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        let mut secondary: Vec<(usize, usize)> = (0..=rows)
            .flat_map(|row| (0..=cols).map(move |col| (row, col)))
            .filter(|at| self.hidden[at.0][at.1] && !primary[at.0][at.1])
            .collect();
        secondary.sort_by_key(|&(row, col)| {
            (
                row < rows && col < cols,
                std::cmp::Reverse(self.values[row][col]),
            )
        });
        for (row, col) in secondary {
            self.hidden[row][col] = false;
            if self.worst().is_some() {
                self.hidden[row][col] = true;
            }
        }
    }
}

/// What the attacker sees of a table with some cells hidden.
struct View<'t> {
    table: &'t TwoWay,
    hidden: &'t [Vec<bool>],
    /// Index of the unknown of each cell of the extended table, when it is one.
    unknown: Vec<Vec<Option<usize>>>,
    unknowns: usize,
}

impl<'t> View<'t> {
    fn new(table: &'t TwoWay, hidden: &'t [Vec<bool>]) -> Self {
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

    fn sum(&self, cells: impl Iterator<Item = (usize, usize)>) -> Form {
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
    fn form(&self, (row, col): (usize, usize), beyond: bool) -> Form {
        let rows = self.line(row, self.table.rows(), beyond);
        let cols = self.line(col, self.table.cols(), beyond);
        self.sum(rows.flat_map(|row| cols.clone().map(move |col| (row, col))))
    }

    fn attacker(&self) -> Attacker {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        let mut attacker = Attacker::new(self.unknowns);
        let mut learn = |form: Form| {
            let value = self.value(&form);
            attacker.learns(&form, value);
        };
        for row in 0..rows {
            if !self.hidden[row][cols] {
                learn(self.form((row, cols), false));
            }
            if self.table.row_known[row] && self.table.outside_cols() > 0 {
                learn(self.form((row, cols), true));
            }
        }
        for col in 0..cols {
            if !self.hidden[rows][col] {
                learn(self.form((rows, col), false));
            }
            if self.table.col_known[col] && self.table.outside_rows() > 0 {
                learn(self.form((rows, col), true));
            }
        }
        learn(self.form((rows, cols), false));
        // The number of valid answers to each question, and of those without one.
        learn(self.sum((0..rows).flat_map(|row| (0..=cols).map(move |col| (row, col)))));
        learn(self.sum((0..cols).flat_map(|col| (0..=rows).map(move |row| (row, col)))));
        learn(self.sum((0..=rows).map(|row| (row, cols))));
        learn(self.sum((0..=cols).map(|col| (rows, col))));
        attacker
    }

    /// The true value of a form.
    fn value(&self, form: &Form) -> f64 {
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
