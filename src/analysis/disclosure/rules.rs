//! What counts as too few people in a table, and how wide a reader must stay in doubt about them.

use super::attacker::Bounds;
use super::two_way::as_f64;
use super::{BASE, CELL};

/// The thresholds of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Rules {
    /// Smallest count of people that is shown; 0 is no person and is shown.
    pub(in crate::analysis) cell: u64,
    /// Smallest base of a share: a column with less is hidden as a whole. 0 when no shares are made.
    pub(in crate::analysis) base: u64,
    /// What is known of totals beside the table.
    pub(in crate::analysis) totals: Totals,
}

/// What is known of the totals of a table beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) enum Totals {
    /// They are those of one-way tables, which say what of them is known.
    Elsewhere,
    /// They stand here alone, and stay but for those that are small.
    Stay,
    /// They stand here alone, and may be hidden like any cell.
    MayGo,
}

impl Rules {
    /// Those of every table of a round. Its totals stand in one-way tables too.
    pub(in crate::analysis) const ROUND: Self = Self {
        cell: CELL,
        base: BASE,
        totals: Totals::Elsewhere,
    };

    /// Whether a count is hidden.
    pub(super) fn is_small(self, count: u64) -> bool {
        (1..self.cell).contains(&count)
    }

    /// How far a reader's limits are too narrow about a hidden count: 0 is safe. He must hold it possible that it is
    /// one less, and that it is one more and not small at all.
    pub(super) fn shortfall(self, count: u64, bounds: Bounds) -> f64 {
        let most =
            as_f64(
                count
                    .saturating_add(1)
                    .max(if count < self.cell { self.cell } else { 0 }),
            );
        let least = as_f64(count.saturating_sub(1));
        (most - bounds.most).max(0.0) + (bounds.least - least).max(0.0)
    }
}
