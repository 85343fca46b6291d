//! Fisher's exact test: 2 x 2 here, larger tables in `freeman_halton`.

use super::Table;
use super::freeman_halton;
use crate::stats::distribution::hypergeometric::Hypergeometric;

/// Tables as probable as the observed one, give or take rounding, count as equally extreme (R `fisher.test`).
pub(super) const TIE: f64 = 1.0 + 1e-7;

/// Below this an expected count makes the chi-square approximation doubtful.
const SMALL: f64 = 5.0;

impl Table {
    /// Two-sided exact p-value: the chance of a table with these totals that is at most as probable as this one
    /// (Fisher 1935; Freeman and Halton 1951). `None` when a row or column is empty, when there are fewer than two
    /// rows or columns, or when the table is too large to go through all others.
    pub fn fisher(&self) -> Option<f64> {
        self.chi_square()?;
        match self.two_by_two() {
            Some(_) => self
                .hypergeometric()
                .map(|h| two_sided(&h, self.cell(0, 0))),
            None => freeman_halton::p_value(self),
        }
    }

    /// Whether the report takes Fisher's test instead of the chi-square: for 2 x 2 when any expected count is below
    /// 5; otherwise with at most 500 people, when one is below 1 or more than a fifth are below 5.
    pub fn needs_fisher(&self) -> bool {
        let doubtful = self.cells_expected_below(SMALL);
        if self.two_by_two().is_some() {
            return doubtful > 0;
        }
        let tiny = self.cells_expected_below(1.0) > 0;
        self.total <= 500 && (tiny || 5 * doubtful > self.cells.len())
    }

    /// The distribution of the first cell of a 2 x 2 table given its totals.
    pub(super) fn hypergeometric(&self) -> Option<Hypergeometric> {
        self.two_by_two()?;
        Hypergeometric::new(self.total, self.row_totals[0], self.column_totals[0]).ok()
    }
}

/// Both flanks of the distribution up to the probability of the observed count.
fn two_sided(distribution: &Hypergeometric, observed: u64) -> f64 {
    let limit = distribution.ln_probability(observed) + TIE.ln();
    let included = |x: u64| distribution.ln_probability(x) <= limit;
    let (min, mode, max) = (distribution.min(), distribution.mode(), distribution.max());
    // Probabilities rise up to the mode and fall after it, so that each flank has one border.
    let below = partition(min, mode + 1, included);
    let above = partition(mode + 1, max + 1, |x| !included(x));
    let lower = match below > min {
        true => distribution.lower_tail(below - 1),
        false => 0.0,
    };
    let upper = match above <= max {
        true => distribution.upper_tail(above),
        false => 0.0,
    };
    (lower + upper).min(1.0)
}

/// The first number of `lo..hi` for which `holds` is false, when it holds up to there and not after; else `hi`.
fn partition(mut lo: u64, mut hi: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while lo < hi {
        let middle = lo + (hi - lo) / 2;
        if holds(middle) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    lo
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Fisher (1935), the lady tasting tea; R: fisher.test(matrix(c(3,1,1,3),2))$p.value = 0.4857143 = 34/70.
    #[test]
    fn the_lady_tasting_tea() {
        let table = Table::from_rows(&[vec![3, 1], vec![1, 3]]).unwrap();
        assert!((table.fisher().unwrap() - 34.0 / 70.0).abs() < 1e-14);
        assert!(table.needs_fisher());
    }

    // C(20,10) = 184756 tables, two of them as extreme.
    #[test]
    fn a_perfect_split_is_as_rare_as_its_two_tables() {
        let table = Table::from_rows(&[vec![10, 0], vec![0, 10]]).unwrap();
        let p = table.fisher().unwrap();
        assert!((p * 184_756.0 / 2.0 - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_short_way_equals_going_through_every_table(
            cells in prop::collection::vec(0u64..30, 4),
        ) {
            let table = Table::from_rows(&[cells[..2].to_vec(), cells[2..].to_vec()]).unwrap();
            prop_assume!(!table.has_empty());
            let all = table.hypergeometric().unwrap();
            let limit = all.ln_probability(cells[0]).exp() * TIE;
            let probabilities = (all.min()..=all.max()).map(|x| all.ln_probability(x).exp());
            let p: f64 = probabilities.filter(|p| *p <= limit).sum();
            prop_assert!((table.fisher().unwrap() - p.min(1.0)).abs() < 1e-11);
        }
    }
}
