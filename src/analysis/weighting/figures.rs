//! Weighted shares, means and burdens, beside the unweighted ones.

use crate::stats::design::{Design, Estimate, WeightedShare as Estimated};
use crate::stats::{Confidence, Interval};

use super::super::Counted;
use super::super::disclosure::weighted::Weighable;
use super::super::plan::Source;
use super::super::results::{
    QuestionTable, Results, ThemeResult, WeightedBurden, WeightedShare, WeightedTable,
    WeightedTheme,
};
use super::super::tables::RawQuestion;
use super::super::themes::EVENT;
use super::cells::{CellPlan, CellTable, CellTally};

/// What the figures are made from.
pub(super) struct Figures<'c> {
    pub(super) counted: &'c Counted,
    pub(super) plan: &'c CellPlan,
    pub(super) tally: &'c CellTally,
    pub(super) design: &'c Design,
    pub(super) weighable: Weighable<'c>,
}

/// The answers to one question by cell, and which of its levels may be seen weighted.
struct Weighed<'q> {
    raw: &'q RawQuestion<'q>,
    /// Place in the plan.
    at: usize,
    /// Levels, or ticks, in the order of the levels; of a question whose levels exclude each other also valid answers
    /// without a level.
    table: CellTable,
    allowed: Vec<bool>,
}

impl Weighed<'_> {
    fn allows(&self, rows: &[usize]) -> bool {
        let allowed = |row: &usize| self.allowed.get(*row).copied().unwrap_or(false);
        !rows.is_empty() && rows.iter().all(allowed)
    }

    fn allows_all(&self) -> bool {
        !self.allowed.is_empty() && !self.allowed.contains(&false)
    }
}

impl Figures<'_> {
    /// Adds every figure that may be seen, and counts those that are shown unweighted alone.
    pub(super) fn add(&self, questions: &[RawQuestion<'_>], results: &mut Results) {
        let weighed: Vec<Weighed<'_>> = questions
            .iter()
            .zip(&results.questions)
            .enumerate()
            .map(|(at, (raw, shown))| {
                let table = self.table(at, raw);
                let events = (0..shown.levels.len()).map(|row| self.event(at, &table, &[row]));
                let events: Vec<CellTable> = events.collect();
                Weighed {
                    raw,
                    at,
                    allowed: self.weighable.levels(shown, &events, results),
                    table,
                }
            })
            .collect();
        let themes = results.themes.iter();
        let themes: Vec<Option<WeightedTheme>> = themes
            .map(|theme| self.theme(theme, &weighed, results))
            .collect();
        let mut hidden = 0;
        for (weighed, shown) in weighed.iter().zip(&mut results.questions) {
            for (row, level) in shown.levels.iter_mut().enumerate() {
                let event = || self.event(weighed.at, &weighed.table, &[row]);
                level.weighted = weighed
                    .allows(&[row])
                    .then(|| self.share(&event()))
                    .flatten();
                hidden += u64::from(level.count.is_some() && level.weighted.is_none());
            }
            shown.weighted = Some(self.of_question(weighed, shown));
        }
        for (theme, weighted) in results.themes.iter_mut().zip(themes) {
            hidden += u64::from(weighted.is_none() && theme.prevalence.is_some());
            theme.weighted = weighted;
        }
        results.suppressed += hidden;
    }

    fn table(&self, at: usize, raw: &RawQuestion<'_>) -> CellTable {
        let width = self.plan.width();
        if !matches!(raw.plan.source, Source::Ticked { .. }) {
            let rows = raw.plan.own_classes() + 1;
            return CellTable::new(&self.tally.questions[at], width, rows);
        }
        let ticks = CellTable::new(&self.tally.ticks[at], width, usize::MAX);
        let own_text = ticks.rows.len().saturating_sub(1);
        let levels = raw.plan.levels.iter();
        let rows = levels.map(|level| ticks.rows[level.option.unwrap_or(own_text)].clone());
        CellTable {
            rows: rows.collect(),
        }
    }

    /// These rows as one event, beside every other valid answer.
    fn event(&self, at: usize, table: &CellTable, rows: &[usize]) -> CellTable {
        if !matches!(
            self.counted.plan.questions[at].source,
            Source::Ticked { .. }
        ) {
            return table.event(|row| rows.contains(&row));
        }
        // Who did not tick it, but answered.
        let valid = &self.tally.questions[at][..self.plan.width()];
        let event = table.event(|row| rows.contains(&row)).rows.swap_remove(0);
        let rest = valid.iter().zip(&event);
        let rest = rest.map(|(all, ticked)| all.saturating_sub(*ticked));
        CellTable {
            rows: vec![event.clone(), rest.collect()],
        }
    }

    fn share(&self, event: &CellTable) -> Option<WeightedShare> {
        let answers = event.answers(self.plan.cells);
        let found = self
            .design
            .share(&answers, |row| row == 0, Confidence::P95)?;
        of_estimate(found)
    }

    fn mean(&self, table: &CellTable, values: &[f64]) -> Option<Estimate> {
        let answers = table.answers(self.plan.cells);
        self.design.mean(&answers, |row| values[row])
    }

    fn of_question(&self, weighed: &Weighed<'_>, shown: &QuestionTable) -> WeightedTable {
        let end = |weights: &[f64]| {
            let rows = (0..weights.len()).filter(|row| weights[*row] > 0.0);
            let rows: Vec<usize> = rows.collect();
            let event = || self.event(weighed.at, &weighed.table, &rows);
            weighed.allows(&rows).then(|| self.share(&event()))?
        };
        let (top2, bottom2) = match &weighed.raw.ends {
            Some((top, bottom)) => (end(top), end(bottom)),
            None => (None, None),
        };
        let mean = shown.mean.and_then(|_| self.mean_of_question(weighed));
        WeightedTable {
            mean: mean.map(|mean| mean.value),
            top2: top2.filter(|_| shown.top2.is_some()),
            bottom2: bottom2.filter(|_| shown.bottom2.is_some()),
        }
    }

    /// Mean of the numbers, or of the codes of a scale.
    fn mean_of_question(&self, weighed: &Weighed<'_>) -> Option<Estimate> {
        if let Source::Steps(_, _, values) = &weighed.raw.plan.source {
            let all = CellTable::new(&self.tally.bytes[weighed.at], self.plan.width(), 256);
            let steps = all.rows.into_iter().zip(values.iter());
            let (rows, values): (Vec<Vec<u64>>, Vec<f64>) =
                steps.filter(|(_, value)| value.is_finite()).unzip();
            let table = CellTable { rows };
            let may = self.weighable.every_base(&table);
            return may.then(|| self.mean(&table, &values))?;
        }
        let levels = weighed.raw.plan.levels.iter();
        let codes = levels.map(|level| level.code.parse().ok());
        let codes: Vec<f64> = codes.collect::<Option<_>>()?;
        let table = CellTable {
            rows: weighed
                .table
                .rows
                .iter()
                .take(codes.len())
                .cloned()
                .collect(),
        };
        weighed.allows_all().then(|| self.mean(&table, &codes))?
    }

    /// The figures of a theme; `None` when none may be seen.
    fn theme(
        &self,
        theme: &ThemeResult,
        weighed: &[Weighed<'_>],
        results: &Results,
    ) -> Option<WeightedTheme> {
        let themes = &self.counted.plan.themes;
        let at = themes.iter().position(|plan| plan.id == theme.theme)?;
        let values = &themes[at].values;
        let table = CellTable::new(&self.tally.themes[at], self.plan.width(), values.len());
        let event = table.event(|row| values[row] >= EVENT);
        if !self.weighable.theme(theme, &event, results) {
            return None;
        }
        // The burden in a group is shown nowhere: it may only follow from answers that are known.
        let mut items = themes[at].items.iter();
        let burden = theme.burden.is_some() && items.all(|it| weighed[it.question].allows_all());
        let burden = burden.then(|| {
            let mean = self.mean(&table, values)?;
            let interval = self.design.t_interval(mean, Confidence::P95)?;
            let answers = table.answers(self.plan.cells);
            let events = answers.regrouped(|row| (values[row] >= EVENT).then_some(row));
            let severity = self.design.mean(&events, |row| values[row]);
            Some(WeightedBurden {
                burden: mean.value,
                lo: interval.lo,
                hi: interval.hi,
                severity: severity.map(|severity| severity.value),
            })
        });
        Some(WeightedTheme {
            prevalence: self.share(&event)?,
            burden: burden.flatten(),
        })
    }
}

fn of_estimate(share: Estimated) -> Option<WeightedShare> {
    let Interval { lo, hi } = share.wilson?;
    Some(WeightedShare {
        share: share.estimate.value,
        lo,
        hi,
        n_eff: share.effective_n.is_finite().then_some(share.effective_n),
    })
}
