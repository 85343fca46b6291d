//! The one door: from what was counted to what may be seen. Nothing of an enquête leaves `analysis` but through here.
//!
//! No figure on a base under ten; no count of one to four, nor what would give it away by subtraction
//! (analysis.md 10, anonymity.md "Results"). Thresholds stand here and in [`rules`]; how cells are chosen stands in
//! [`one_way`] and [`two_way`], what single tables tell of their crossing in [`margins`], what a reader could work out in
//! [`attacker`], the way through the door in [`door`], themes by group in [`groups`].
//! A table without a survey round it has [`suppress`].

mod attacker;
mod door;
mod groups;
mod margins;
mod one_way;
mod over_time;
mod release;
mod rules;
pub mod suppress;
mod two_way;
pub(super) mod weighted;

#[cfg(test)]
mod tests;

pub(super) use door::pass;
pub(super) use over_time::may_follow;

/// Smallest base of a share or mean.
pub const BASE: u64 = 10;
/// Smallest count of people that is shown; 0 is no person and is shown.
pub const CELL: u64 = 5;

/// Whether a count is hidden.
pub(super) fn is_small(count: u64) -> bool {
    (1..CELL).contains(&count)
}
