//! Which weighted figures may be seen beside what is shown already (docs/beslissingen/0038).
//!
//! Weights are known to a reader: they follow from the margins and the sizes of the groups. So a weighted share is one
//! more equation over the groups' counts, in two groups even their counts themselves. It is shown when those counts
//! are known already, or when none of them is small; thresholds are those of unweighted counts.

use super::super::results::{QuestionTable, Results, ThemeResult};
use super::super::weighting::{CellPlan, CellTable, CellTally};
use super::{BASE, is_small};

/// What a reader knows of the cells of the margins.
pub(in crate::analysis) struct Weighable<'c> {
    plan: &'c CellPlan,
    /// Whether the crossings with the margins settle every cell but for one number, so that a weighted share settles all.
    settled: bool,
}

impl<'c> Weighable<'c> {
    pub(in crate::analysis) fn new(plan: &'c CellPlan, tally: &CellTally) -> Self {
        let people = &tally.people[..plan.cells];
        let filled = people.iter().filter(|people| **people > 0).count();
        let equations: usize = plan.members.iter().map(|member| member.groups - 1).sum();
        Self {
            plan,
            settled: plan.members.len() > 1 && filled <= equations + 2,
        }
    }

    /// Per level of a question whether its weighted share may be seen; `events` are the people with each level, and
    /// everybody else who answered.
    pub(in crate::analysis) fn levels(
        &self,
        shown: &QuestionTable,
        events: &[CellTable],
        results: &Results,
    ) -> Vec<bool> {
        let levels = shown.levels.iter().zip(events).enumerate();
        let may = levels.map(|(row, (level, event))| {
            let mut margins = self.plan.members.iter().enumerate();
            level.count.is_some()
                && self.keeps_cells(event)
                && margins.all(|(at, member)| {
                    self.row_is_known(shown, row, at, results)
                        .unwrap_or_else(|| !has_small(&self.by_group(event, at, member.groups)))
                })
        });
        may.collect()
    }

    /// Whether the crossing with a margin tells a level's counts by group; `None` when there is no such crossing.
    fn row_is_known(
        &self,
        shown: &QuestionTable,
        row: usize,
        at: usize,
        results: &Results,
    ) -> Option<bool> {
        let member = &self.plan.members[at];
        let by = &results.questions.get(member.question)?.id;
        let mut crossings = results.crossings.iter();
        let crossing = crossings.find(|c| c.question == shown.id && c.by == *by)?;
        let known = |counts: &[Option<u64>], total: Option<u64>| {
            is_known(
                counts.iter().map(Option::is_some),
                &member.group_of,
                total.is_some(),
            )
        };
        Some(
            known(&crossing.table[row], crossing.row_totals[row])
                && known(&crossing.col_totals, crossing.n),
        )
    }

    /// Whether the weighted share of a theme's events may be seen.
    pub(in crate::analysis) fn theme(
        &self,
        shown: &ThemeResult,
        event: &CellTable,
        results: &Results,
    ) -> bool {
        let margins = self.plan.members.iter().enumerate();
        let mut known = margins.map(|(at, member)| {
            let by = results
                .questions
                .get(member.question)
                .map(|table| &table.id);
            let row = shown.by_group.iter().find(|row| Some(&row.by) == by);
            match row {
                Some(row) => {
                    let cells = row.cells.iter();
                    let seen = cells.map(|cell| cell.events.is_some() && cell.n.is_some());
                    is_known(seen, &member.group_of, true)
                }
                None => !has_small(&self.by_group(event, at, member.groups)),
            }
        });
        shown.events.is_some()
            && shown.n.is_some()
            && self.keeps_cells(event)
            && known.all(|known| known)
    }

    /// Whether every group of every margin has a base on which a mean may be shown.
    pub(in crate::analysis) fn every_base(&self, valid: &CellTable) -> bool {
        let all = valid.event(|_| true);
        let mut margins = self.plan.members.iter().enumerate();
        margins.all(|(at, member)| {
            let bases = &self.by_group(&all, at, member.groups)[0];
            bases.iter().all(|base| *base == 0 || *base >= BASE)
        })
    }

    /// With one number left to find, a weighted share finds it: then no cell may be small.
    fn keeps_cells(&self, event: &CellTable) -> bool {
        !self.settled || !has_small(&event.rows)
    }

    /// Counts by group of one margin; the last column is of people without a cell.
    fn by_group(&self, table: &CellTable, at: usize, groups: usize) -> Vec<Vec<u64>> {
        let member = &self.plan.members[at];
        let of_row = |row: &Vec<u64>| {
            let mut counts = vec![0; groups + 1];
            for (cell, count) in row.iter().enumerate() {
                let group = if cell < self.plan.cells {
                    member.group(cell)
                } else {
                    groups
                };
                counts[group] += count;
            }
            counts
        };
        table.rows.iter().map(of_row).collect()
    }
}

/// Whether the size of every group of a margin is shown, or follows from what is. Bands of a number have no table of their
/// own: then none may be small. `counts` are those of the levels.
pub(in crate::analysis) fn group_is_known(
    table: &QuestionTable,
    counts: &[u64],
    group_of: &[usize],
) -> bool {
    if table.levels.is_empty() {
        return table.n_valid.is_some() && !counts.iter().any(|count| is_small(*count));
    }
    let shown = table.levels.iter().map(|level| level.count.is_some());
    is_known(shown, group_of, table.n_valid.is_some())
}

/// Counts of which some are hidden are known per group when all hidden ones are in one group: the total tells the rest.
fn is_known(shown: impl Iterator<Item = bool>, group_of: &[usize], total: bool) -> bool {
    let mut hidden: Vec<usize> = shown
        .zip(group_of)
        .filter(|(shown, _)| !shown)
        .map(|(_, group)| *group)
        .collect();
    hidden.dedup();
    hidden.is_empty() || (hidden.len() == 1 && total)
}

fn has_small(rows: &[Vec<u64>]) -> bool {
    rows.iter().flatten().any(|count| is_small(*count))
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn counts_that_are_hidden_in_two_groups_are_not_known() {
        let shown = |levels: [bool; 3]| is_known(levels.into_iter(), &[0, 0, 1], true);
        assert!(shown([true; 3]) && shown([false, false, true]) && !shown([false, true, false]));
        assert!(!is_known([false, true].into_iter(), &[0, 1], false));
    }
}
