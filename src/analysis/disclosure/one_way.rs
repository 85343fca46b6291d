//! Which levels of a one-way table stay hidden, and which sums over levels may be shown beside them.
//!
//! The base is known, so a single hidden level would follow by subtraction: at least one more is hidden with it. The
//! partner is chosen so that as many sums as possible (theme events, top-2, bottom-2) can still be shown.

use super::attacker::{Attacker, Form};
use super::rules::Rules;
use super::two_way::as_f64;
use super::{CELL, is_small};

/// A table whose levels add up to a base that is known.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct OneWay {
    /// Count of each level.
    pub(in crate::analysis) counts: Vec<u64>,
    /// Levels that had better not be hidden: routing shows them elsewhere.
    pub(in crate::analysis) exposed: Vec<bool>,
    /// Sums that one would like to show, most wanted first: a weight per level.
    pub(in crate::analysis) sums: Vec<Vec<f64>>,
}

/// What of a one-way table may be shown.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis) struct Shown {
    /// Per level.
    pub(in crate::analysis) levels: Vec<bool>,
    /// Per sum.
    pub(in crate::analysis) sums: Vec<bool>,
}

impl Shown {
    /// Everything, or nothing.
    pub(in crate::analysis) fn all(table: &OneWay, shown: bool) -> Self {
        Self {
            levels: vec![shown; table.counts.len()],
            sums: vec![shown; table.sums.len()],
        }
    }

    /// Whether a level is hidden.
    pub(in crate::analysis) fn hides_any(&self) -> bool {
        self.levels.contains(&false)
    }
}

impl OneWay {
    /// Hides small counts and what would give them away, beside levels that must be hidden for another reason.
    pub(in crate::analysis) fn protect(&self, withheld: &[bool]) -> Shown {
        let mut hidden: Vec<bool> = self
            .counts
            .iter()
            .zip(withheld)
            .map(|(count, withheld)| *withheld || is_small(*count))
            .collect();
        while !self.is_safe(&hidden, &[]) {
            let Some(partner) = self.best_partner(&hidden) else {
                return Shown::all(self, false);
            };
            hidden[partner] = true;
        }
        let sums = self.releasable(&hidden);
        Shown {
            levels: hidden.iter().map(|hidden| !hidden).collect(),
            sums,
        }
    }

    /// The level whose hiding protects, costs the fewest sums and is the smallest; else the largest there is.
    fn best_partner(&self, hidden: &[bool]) -> Option<usize> {
        let candidates =
            (0..self.counts.len()).filter(|level| !hidden[*level] && self.counts[*level] > 0);
        candidates.min_by_key(|&level| {
            let mut trial = hidden.to_vec();
            trial[level] = true;
            let count = self.counts[level];
            if self.is_safe(&trial, &[]) {
                let lost = self
                    .releasable(&trial)
                    .iter()
                    .filter(|shown| !**shown)
                    .count();
                (0, self.exposed[level], lost, count)
            } else {
                (1, self.exposed[level], 0, u64::MAX - count)
            }
        })
    }

    /// The sums that may be shown beside these hidden levels, taken in the order in which they are wanted.
    fn releasable(&self, hidden: &[bool]) -> Vec<bool> {
        let mut shown: Vec<usize> = Vec::new();
        for sum in 0..self.sums.len() {
            shown.push(sum);
            if self.is_small_sum(sum) || !self.is_safe(hidden, &shown) {
                shown.pop();
            }
        }
        (0..self.sums.len())
            .map(|sum| shown.contains(&sum))
            .collect()
    }

    /// A sum of whole levels is a cell itself, and so is what is left.
    fn is_small_sum(&self, sum: usize) -> bool {
        self.parts(sum)
            .is_some_and(|(inside, outside)| is_small(inside) || is_small(outside))
    }

    /// Count inside and outside of a sum over whole levels; `None` for weighted sums.
    fn parts(&self, sum: usize) -> Option<(u64, u64)> {
        let weights = &self.sums[sum];
        let whole = weights
            .iter()
            .all(|weight| *weight == 0.0 || *weight == 1.0);
        let (inside, outside): (Vec<_>, Vec<_>) = self
            .counts
            .iter()
            .zip(weights)
            .partition(|(_, weight)| **weight == 1.0);
        let total = |part: Vec<(&u64, &f64)>| part.iter().map(|(count, _)| **count).sum();
        whole.then(|| (total(inside), total(outside)))
    }

    /// Whether no small count can be found by someone who also sees these sums.
    fn is_safe(&self, hidden: &[bool], shown_sums: &[usize]) -> bool {
        let part = Part {
            table: self,
            hidden: hidden.to_vec(),
            shown_sums: shown_sums.to_vec(),
            weights: &[],
        };
        are_safe(&[part])
    }
}

/// A table as it is shown, with a weight per level by which it enters a sum over several tables.
struct Part<'t> {
    table: &'t OneWay,
    hidden: Vec<bool>,
    shown_sums: Vec<usize>,
    weights: &'t [f64],
}

impl Part<'_> {
    /// Hidden levels as unknowns from `first` on, weighted; and what they really come to.
    fn form(&self, first: usize, weight: impl Fn(usize) -> f64) -> (Form, f64) {
        let levels = (0..self.hidden.len()).filter(|level| self.hidden[*level]);
        let mut form = Form::default();
        let mut value = 0.0;
        for (unknown, level) in levels.enumerate() {
            form.terms.push((first + unknown, weight(level)));
            value += weight(level) * as_f64(self.table.counts[level]);
        }
        (form, value)
    }

    fn unknowns(&self) -> usize {
        self.hidden.iter().filter(|hidden| **hidden).count()
    }
}

/// Whether the weighted sum over several tables may be shown beside them, such as the burden of a theme over its items.
pub(in crate::analysis) fn sum_is_safe(tables: &[(&OneWay, &Shown, &[f64])]) -> bool {
    let parts: Vec<Part<'_>> = tables
        .iter()
        .map(|(table, shown, weights)| Part {
            table,
            hidden: shown.levels.iter().map(|shown| !shown).collect(),
            shown_sums: (0..shown.sums.len())
                .filter(|sum| shown.sums[*sum])
                .collect(),
            weights,
        })
        .collect();
    are_safe(&parts)
}

fn are_safe(parts: &[Part<'_>]) -> bool {
    let mut attacker = Attacker::new(parts.iter().map(Part::unknowns).sum());
    let mut targets: Vec<(u64, Form)> = Vec::new();
    let (mut joint, mut joint_value) = (Form::default(), 0.0);
    let mut first = 0;
    for part in parts {
        let mut learn = |(form, value): (Form, f64)| attacker.learns(&form, value);
        learn(part.form(first, |_| 1.0));
        for sum in &part.shown_sums {
            learn(part.form(first, |level| part.table.sums[*sum][level]));
        }
        let (form, value) = part.form(first, |level| {
            part.weights.get(level).copied().unwrap_or(0.0)
        });
        joint.terms.extend(form.terms);
        joint_value += value;
        for (level, count) in part.table.counts.iter().enumerate() {
            if part.hidden[level] && is_small(*count) {
                targets.push((
                    *count,
                    part.form(first, |other| f64::from(other == level)).0,
                ));
            }
        }
        first += part.unknowns();
    }
    attacker.learns(&joint, joint_value);
    let forms: Vec<Form> = targets.iter().map(|(_, form)| form.clone()).collect();
    targets
        .iter()
        .zip(attacker.bounds(&forms))
        .all(|((count, _), bounds)| Rules::ROUND.shortfall(*count, bounds) <= 0.0)
}

/// Options that may be ticked together: each is a share of the same people, and at least one was ticked when
/// `one_at_least`. Whether each may be shown; `withheld` are hidden for another reason.
pub(in crate::analysis) fn protect_ticks(
    counts: &[u64],
    withheld: &[bool],
    base: u64,
    one_at_least: bool,
) -> Vec<bool> {
    let small = |count: u64| is_small(count) || is_small(base.saturating_sub(count));
    let mut shown: Vec<bool> = counts
        .iter()
        .zip(withheld)
        .map(|(count, withheld)| !withheld && !small(*count))
        .collect();
    loop {
        let seen: u64 = counts
            .iter()
            .zip(&shown)
            .filter(|(_, shown)| **shown)
            .map(|(count, _)| *count)
            .sum();
        let hidden: Vec<u64> = counts
            .iter()
            .zip(&shown)
            .filter(|(_, shown)| !**shown)
            .map(|(count, _)| *count)
            .collect();
        // Who ticked none of the options that are shown must have ticked a hidden one.
        let least = if hidden.len() == 1 {
            base.saturating_sub(seen)
        } else {
            0
        };
        let found = one_at_least
            && hidden
                .iter()
                .any(|count| is_small(*count) && least >= *count);
        let partner = (0..counts.len())
            .filter(|at| shown[*at] && counts[*at] > 0)
            .min_by_key(|at| counts[*at]);
        match partner.filter(|_| found) {
            Some(partner) => shown[partner] = false,
            None => return shown,
        }
    }
}

/// Which of valid, not applicable, missing and not shown may be shown; they add up to the respondents.
/// The base hides below `smallest_base`. Someone who answers nothing tells nothing by it, so these counts only have to
/// stay apart from each other.
pub(in crate::analysis) fn protect_statuses(statuses: [u64; 4], smallest_base: u64) -> [bool; 4] {
    let [valid, ..] = statuses;
    let mut shown = statuses.map(|count| !is_small(count));
    shown[0] = valid == 0 || valid >= smallest_base;
    let respondents: u64 = statuses.iter().sum();
    shown[3] &= !is_small(respondents - statuses[3]);
    if shown.iter().filter(|shown| !**shown).count() == 1 {
        let hidden: u64 = statuses
            .iter()
            .zip(shown)
            .filter(|(_, shown)| !*shown)
            .map(|(count, _)| *count)
            .sum();
        let partner = (1..4).filter(|at| shown[*at]).min_by_key(|at| {
            let enough = statuses[*at] + hidden >= CELL;
            (!enough, statuses[*at])
        });
        if let Some(partner) = partner {
            shown[partner] = false;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{OneWay, protect_statuses, protect_ticks, sum_is_safe};

    fn table(counts: &[u64], sums: &[&[f64]]) -> OneWay {
        OneWay {
            counts: counts.to_vec(),
            exposed: vec![false; counts.len()],
            sums: sums.iter().map(|sum| sum.to_vec()).collect(),
        }
    }

    #[test]
    fn a_small_level_takes_a_partner_so_that_subtraction_does_not_find_it() {
        let shown = table(&[20, 3, 9, 40], &[]).protect(&[false; 5]);
        assert_eq!(shown.levels, [true, false, false, true]);
    }

    #[test]
    fn the_partner_is_chosen_so_that_the_sums_can_be_shown() {
        let (top, bottom) = ([1.0, 1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, 1.0]);
        let shown = table(&[10, 30, 12, 20, 3], &[&bottom, &top]).protect(&[false; 5]);
        assert_eq!(shown.levels, [true, true, true, false, false]);
        assert_eq!(shown.sums, [true, true]);
    }

    #[test]
    fn a_weighted_sum_that_would_settle_two_hidden_levels_is_hidden() {
        let (events, burden) = ([0.0, 1.0, 1.0], [0.0, 0.5, 1.0]);
        let shown = table(&[40, 20, 3], &[&events, &burden]).protect(&[false; 5]);
        assert_eq!(
            (shown.levels, shown.sums),
            (vec![true, false, false], vec![true, false])
        );
    }

    #[test]
    fn a_sum_over_two_tables_is_shown_unless_only_one_of_them_is_in_doubt() {
        let severities = [0.0, 0.5, 1.0];
        let (doubt, sure) = (table(&[40, 20, 3], &[]), table(&[30, 20, 13], &[]));
        let shown = [doubt.protect(&[false; 5]), sure.protect(&[false; 5])];
        let both = [
            (&doubt, &shown[0], &severities[..]),
            (&doubt, &shown[0], &severities[..]),
        ];
        let one = [
            (&doubt, &shown[0], &severities[..]),
            (&sure, &shown[1], &severities[..]),
        ];
        assert_eq!((sum_is_safe(&both), sum_is_safe(&one)), (true, false));
    }

    #[test]
    fn without_small_levels_everything_is_shown() {
        let shown = table(&[0, 5, 60], &[&[1.0, 1.0, 0.0]]).protect(&[false; 5]);
        assert_eq!((shown.levels, shown.sums), (vec![true; 3], vec![true]));
    }

    #[test]
    fn an_option_that_nearly_everybody_ticked_is_hidden_too() {
        assert_eq!(
            protect_ticks(&[57, 30], &[false; 3], 60, true),
            [false, true]
        );
    }

    #[test]
    fn a_tick_that_must_fill_the_gap_takes_a_partner() {
        assert_eq!(
            protect_ticks(&[3, 30, 27], &[false; 3], 60, true),
            [false, true, false]
        );
        assert_eq!(
            protect_ticks(&[3, 30, 28], &[false; 3], 60, true),
            [false, true, true]
        );
        assert_eq!(
            protect_ticks(&[3, 30, 27], &[false; 3], 60, false),
            [false, true, true]
        );
    }

    #[test]
    fn a_few_who_did_not_answer_can_not_be_told_from_those_to_whom_it_did_not_apply() {
        assert_eq!(
            protect_statuses([57, 3, 0, 0], 10),
            [true, false, false, true]
        );
        assert_eq!(
            protect_statuses([50, 3, 7, 0], 10),
            [true, false, false, true]
        );
        assert_eq!(protect_statuses([60, 0, 0, 0], 10), [true; 4]);
        assert_eq!(
            protect_statuses([7, 0, 0, 53], 10),
            [false, false, true, true]
        );
    }
}
