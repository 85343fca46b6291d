//! The search for cells to hide: the cheapest cycle of four through the count that is furthest from safe, again and
//! again until all are safe; then back with what turned out not to be needed.

use super::super::attacker::{Bounds, Form};
use super::super::rules::Totals;
use super::view::View;
use super::{TwoWay, as_f64};

/// A count that must not be found.
#[derive(Debug, Clone)]
pub(in super::super) struct Target {
    /// What it is.
    pub(in super::super) count: u64,
    /// Its place in the grid with margins.
    pub(in super::super) at: (usize, usize),
    what: What,
}

/// What a target is, at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// The cell or margin itself.
    Itself,
    /// The one-way count beyond that margin.
    Beyond,
    /// The rows of that column that count as events together, or those that don't.
    Events(bool),
    /// The sensitive rows of that column, nearly the whole group: a reader must hold it possible that it is one less.
    NearlyAll,
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

/// A search in progress.
pub(in super::super) struct Search<'t> {
    table: &'t TwoWay,
    values: Vec<Vec<u64>>,
    /// What is hidden so far; margins are one more row and column.
    pub(in super::super) hidden: Vec<Vec<bool>>,
    /// What must not be found.
    pub(in super::super) targets: Vec<Target>,
    /// Sums of cells that are shown beside the table.
    shown_sums: Vec<Vec<(usize, usize)>>,
}

impl<'t> Search<'t> {
    /// Small cells, small margins and columns with a base too small for a share are hidden from the start.
    pub(in super::super) fn new(table: &'t TwoWay) -> Self {
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
                let thin_base =
                    row < rows && col < cols && search.values[rows][col] < table.rules.base;
                let small = table.rules.is_small(value);
                search.hidden[row][col] = small || (thin_base && search.values[rows][col] > 0);
                if search.hidden[row][col] && value > 0 {
                    search.targets.push(Target {
                        count: value,
                        at: (row, col),
                        what: What::Itself,
                    });
                }
            }
        }
        search.hide_nearly_all();
        search.hide_unknown_lines();
        search.keep_events();
        search
    }

    /// A search that begins, and ends, with nothing of the table shown.
    pub(super) fn of_nothing_shown(table: &'t TwoWay) -> Self {
        let mut search = Self::new(table);
        search.hidden.iter_mut().for_each(|line| line.fill(true));
        search
    }

    /// A group of which over 90 % gave a sensitive answer: its answers are hidden, also those that nobody gave.
    fn hide_nearly_all(&mut self) {
        for col in 0..self.table.cols() {
            let sensitive = self.table.sensitive_rows().into_iter();
            let Some(row) = sensitive.max_by_key(|row| self.values[*row][col]) else {
                return;
            };
            if self.is_nearly_all(col) {
                (0..self.table.rows()).for_each(|row| self.hidden[row][col] = true);
                self.targets.push(Target {
                    count: self.sensitive(col),
                    at: (row, col),
                    what: What::NearlyAll,
                });
            }
        }
    }

    /// People in a column with a sensitive answer.
    fn sensitive(&self, col: usize) -> u64 {
        let rows = self.table.sensitive_rows().into_iter();
        rows.map(|row| self.values[row][col]).sum()
    }

    /// Whether nearly everybody in a column gave a sensitive answer (analysis.md 10, "group disclosure").
    fn is_nearly_all(&self, col: usize) -> bool {
        let group = self.values[self.table.rows()][col];
        let is_large = self.table.rules.base > 0 && group >= self.table.rules.base;
        is_large && u128::from(self.sensitive(col)) * 10 > u128::from(group) * 9
    }

    /// Whether a column says that it is nearly everybody, and no more. Of a group in which fewer than one in ten are fewer
    /// than a small count plus one, that would say how few the others are.
    pub(super) fn says_nearly_all(&self, col: usize) -> bool {
        let group = self.values[self.table.rows()][col];
        let most_others = group.div_ceil(10).saturating_sub(1);
        self.is_nearly_all(col)
            && most_others >= self.table.rules.cell
            && !self.hidden[self.table.rows()][col]
    }

    /// A row or column whose one-way count is hidden is hidden too: its total is nearly the same number, and its cells
    /// would tell it from the others that are hidden.
    fn hide_unknown_lines(&mut self) {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        for row in (0..rows).filter(|row| !self.table.row_known[*row]) {
            self.hidden[row].fill(true);
            let beyond: u64 = self.table.extended[row].iter().sum();
            self.keep_beyond(beyond, (row, cols));
        }
        for col in (0..cols).filter(|col| !self.table.col_known[*col]) {
            self.hidden.iter_mut().for_each(|line| line[col] = true);
            let beyond: u64 = self.table.extended.iter().map(|row| row[col]).sum();
            self.keep_beyond(beyond, (rows, col));
        }
    }

    /// The one-way count beyond a hidden margin must not be found either.
    fn keep_beyond(&mut self, count: u64, at: (usize, usize)) {
        if self.table.rules.is_small(count) {
            self.targets.push(Target {
                count,
                at,
                what: What::Beyond,
            });
        }
    }

    /// Few people with an event in a group, or few without, must not be found either.
    fn keep_events(&mut self) {
        for col in 0..self.table.cols() {
            for wanted in [true, false] {
                let rows = self.table.rows_of_events(wanted);
                let count = rows.iter().map(|row| self.values[*row][col]).sum();
                let first = rows.into_iter().find(|row| self.values[*row][col] > 0);
                if let Some(row) = first.filter(|_| self.table.rules.is_small(count)) {
                    self.targets.push(Target {
                        count,
                        at: (row, col),
                        what: What::Events(wanted),
                    });
                }
            }
        }
    }

    /// Hides until every target is safe, then shows again what is not needed, and looks once more at what is left.
    /// False when no pattern was found.
    pub(in super::super) fn finds_a_pattern(&mut self) -> bool {
        let primary = self.hidden.clone();
        while let Some((_, worst)) = self.worst() {
            if !self.hide_cycle(&worst) && !self.hide_single() {
                return false;
            }
        }
        self.give_back(&primary);
        self.worst().is_none()
    }

    /// When no pattern protects the rows apart, they count together: nothing is shown but the totals of columns that are safe,
    /// and beside them the events of each (analysis.md 10: "first merge"). False when even that is too much.
    pub(in super::super) fn merges(&mut self) -> bool {
        let (rows, cols) = (self.table.rows(), self.table.cols());
        if !self.table.events.contains(&true) {
            return false;
        }
        self.hidden.iter_mut().for_each(|line| line.fill(true));
        if self.worst().is_some() {
            return false;
        }
        let wide = |col: &usize| self.values[rows][*col] >= self.table.rules.base.max(1);
        for col in (0..cols).filter(wide).collect::<Vec<_>>() {
            self.hidden[rows][col] = false;
            if self.worst().is_some() {
                self.hidden[rows][col] = true;
            }
        }
        self.hidden[rows][..cols].contains(&false)
    }

    /// The target that is furthest from safe, and how far; `None` when all are safe.
    pub(in super::super) fn worst(&self) -> Option<(f64, Target)> {
        let mut worst: Option<(f64, &Target)> = None;
        for (target, bounds) in self.targets.iter().zip(self.bounds()) {
            let shortfall = self.too_close(target, bounds);
            if shortfall > worst.map_or(0.0, |(most, _)| most) {
                worst = Some((shortfall, target));
            }
        }
        worst.map(|(shortfall, target)| (shortfall, target.clone()))
    }

    fn shortfall(&self) -> f64 {
        self.targets
            .iter()
            .zip(self.bounds())
            .map(|(target, bounds)| self.too_close(target, bounds))
            .sum()
    }

    /// How far a reader's limits are too narrow about a target; 0 is safe.
    fn too_close(&self, target: &Target, bounds: Bounds) -> f64 {
        match target.what {
            What::NearlyAll => (bounds.least - as_f64(target.count.saturating_sub(1))).max(0.0),
            _ => self.table.rules.shortfall(target.count, bounds),
        }
    }

    /// What a reader can work out about each target.
    pub(in super::super) fn bounds(&self) -> Vec<Bounds> {
        if self.targets.is_empty() {
            return Vec::new();
        }
        let view = View::new(self.table, &self.hidden);
        let forms: Vec<Form> = self
            .targets
            .iter()
            .map(|target| match target.what {
                What::Itself => view.form(target.at, false),
                What::NearlyAll => {
                    let rows = self.table.sensitive_rows().into_iter();
                    view.sum(rows.map(|row| (row, target.at.1)))
                }
                What::Beyond => view.form(target.at, true),
                What::Events(wanted) => {
                    let rows = self.table.rows_of_events(wanted).into_iter();
                    view.sum(rows.map(|row| (row, target.at.1)))
                }
            })
            .collect();
        let mut attacker = view.attacker();
        for cells in &self.shown_sums {
            let form = view.sum(cells.iter().copied());
            attacker.learns(&form, view.value(&form));
        }
        attacker.bounds(&forms)
    }

    /// Shows the events of each column where every target stays safe.
    pub(super) fn release_events(&mut self) -> Vec<bool> {
        let (rows, rules) = (self.table.rows(), self.table.rules);
        let mut released = Vec::new();
        for col in 0..self.table.cols() {
            let cells: Vec<_> = self
                .table
                .rows_of_events(true)
                .into_iter()
                .map(|row| (row, col))
                .collect();
            let (base, sum) = (
                self.values[rows][col],
                cells.iter().map(|at| self.values[at.0][at.1]).sum::<u64>(),
            );
            let mut safe = !cells.is_empty()
                && !self.hidden[rows][col]
                && base >= rules.base
                && !self.is_nearly_all(col)
                && !rules.is_small(sum)
                && !rules.is_small(base - sum);
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
        let may_go = match (row == rows, col == cols) {
            (true, true) => false,
            (true, false) => {
                self.table.rules.totals == Totals::MayGo || self.table.outside_rows() > 0
            }
            (false, true) => {
                self.table.rules.totals == Totals::MayGo || self.table.outside_cols() > 0
            }
            (false, false) => true,
        };
        may_go && self.values[row][col] > 0
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
