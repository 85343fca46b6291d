//! Writes down what may be seen: shares, intervals, tests and places of the figures that were let through.

use crate::stats::distribution::student_t;
use crate::stats::proportion::{most_people, upper_limit_of_none};
use crate::stats::rank_set::Ranking;
use crate::stats::{Confidence, Interval, Proportion};

use super::super::results::{
    Crossing, GroupCell, GroupRow, LevelCount, QuestionTable, Results, Share, ThemeResult,
};
use super::super::tables::{RawCrossing, RawQuestion};
use super::super::themes::{RawTheme, ranking};
use super::door::{Decided, SeenQuestion, SeenTheme};
use super::two_way::{Pattern, as_f64, value};
use super::{BASE, is_small};

/// A release in progress; counts what it hides.
pub(super) struct Release<'d, 'p> {
    decided: &'d Decided<'p>,
    population: Option<u64>,
    suppressed: u64,
}

impl<'d, 'p> Release<'d, 'p> {
    pub(super) fn new(decided: &'d Decided<'p>, population: Option<u64>) -> Self {
        Self {
            decided,
            population,
            suppressed: 0,
        }
    }

    /// All that may be seen.
    pub(super) fn results(mut self) -> Results {
        let decided = self.decided;
        let respondents = self.show(decided.tally.rows >= BASE, decided.tally.rows);
        let questions = decided
            .questions
            .iter()
            .map(|(raw, seen)| self.question(raw, seen))
            .collect();
        let crossings = decided
            .crossings
            .iter()
            .map(|(raw, pattern)| self.crossing(raw, pattern.as_ref()))
            .collect();
        let themes = self.themes();
        let (rows, complete) = (decided.tally.rows, decided.tally.completeness.complete);
        let shown = rows >= BASE && complete >= BASE && !is_small(rows - complete);
        Results {
            respondents,
            completed: shown.then_some(complete),
            population: self.population,
            weighted: false,
            weighting: None,
            questions,
            crossings,
            themes,
            scales: Vec::new(),
            tests: decided.tests(),
            suppressed: self.suppressed,
        }
    }

    /// The figure, or nothing and one more hidden.
    fn show<T>(&mut self, shown: bool, figure: T) -> Option<T> {
        self.suppressed += u64::from(!shown);
        shown.then_some(figure)
    }

    /// Like [`Self::show`] for a figure that may not exist: then there is nothing to hide.
    fn show_some<T>(&mut self, shown: bool, figure: Option<T>) -> Option<T> {
        figure.and_then(|figure| self.show(shown, figure))
    }

    fn share(&self, count: u64, base: u64) -> Option<Share> {
        let proportion = Proportion::new(count, base)?;
        let Interval { lo, hi } = match self.population {
            Some(population) => proportion.wilson_finite(Confidence::P95, population).ok()?,
            None => proportion.wilson(Confidence::P95),
        };
        Some(Share {
            count,
            share: proportion.share(),
            lo,
            hi,
        })
    }

    fn question(&mut self, raw: &RawQuestion<'_>, seen: &SeenQuestion) -> QuestionTable {
        let [valid, nvt, missing, not_shown] = raw.statuses;
        let levels = raw
            .plan
            .levels
            .iter()
            .zip(raw.counts.iter().zip(&seen.levels));
        let levels = if raw.plan.question.kind.has_options() {
            levels.collect()
        } else {
            Vec::new()
        };
        let end = |weights: &[f64]| -> u64 {
            raw.counts
                .iter()
                .zip(weights)
                .filter(|(_, weight)| **weight > 0.0)
                .map(|(count, _)| *count)
                .sum()
        };
        let (top, bottom) = match &raw.ends {
            Some((top, bottom)) => (self.share(end(top), valid), self.share(end(bottom), valid)),
            None => (None, None),
        };
        QuestionTable {
            id: raw.plan.question.id.clone(),
            kind: raw.plan.question.kind,
            n_valid: self.show(seen.statuses[0], valid),
            n_nvt: self.show(seen.statuses[1], nvt),
            n_missing: self.show(seen.statuses[2], missing),
            n_not_shown: self.show(seen.statuses[3], not_shown),
            levels: levels
                .into_iter()
                .map(|(level, (count, shown))| {
                    let share = if *shown {
                        self.share(*count, valid)
                    } else {
                        None
                    };
                    LevelCount {
                        code: level.code.clone(),
                        label: level.label.clone(),
                        count: self.show(*shown, *count),
                        share: share.map(|share| share.share),
                        lo: share.map(|share| share.lo),
                        hi: share.map(|share| share.hi),
                        weighted: None,
                    }
                })
                .collect(),
            mean: self.show_some(seen.mean, raw.mean),
            top2: self.show_some(seen.top, top),
            bottom2: self.show_some(seen.bottom, bottom),
            weighted: None,
        }
    }

    fn crossing(&mut self, raw: &RawCrossing, pattern: Option<&Pattern>) -> Crossing {
        let questions = &self.decided.plan.questions;
        let (question, by) = (&questions[raw.question], &questions[raw.by]);
        let (rows, cols) = (question.levels.len(), by.levels.len());
        let mut cell = |row: usize, col: usize| {
            let shown = pattern.is_some_and(|pattern| !pattern.hides(row, col));
            self.show(shown, value(&raw.extended, row, col))
        };
        let cells = (0..rows)
            .map(|row| (0..cols).map(|col| cell(row, col)).collect())
            .collect();
        let row_totals = (0..rows).map(|row| cell(row, cols)).collect();
        let col_totals = (0..cols).map(|col| cell(rows, col)).collect();
        let n = cell(rows, cols);
        // An exact test value is one more equation over the hidden cells, so it is only shown without any.
        let whole = pattern.is_some_and(Pattern::is_whole);
        let test = self.show_some(whole, raw.test);
        Crossing {
            question: question.question.id.clone(),
            by: by.question.id.clone(),
            rows: question
                .levels
                .iter()
                .map(|level| level.code.clone())
                .collect(),
            cols: by.levels.iter().map(|level| level.code.clone()).collect(),
            table: cells,
            row_totals,
            col_totals,
            n,
            chi2: test.map(|test| test.chi2),
            df: test.map(|test| test.df),
            p: test.map(|test| test.p),
            p_adjusted: test.map(|test| test.p_adjusted),
            v_bc: test.and_then(|test| test.v_bc),
            rank_test: raw.rank_test.filter(|_| whole),
            difference: None,
        }
    }

    /// Themes by falling burden; those whose burden is hidden come last, in the order of the questionnaire.
    fn themes(&mut self) -> Vec<ThemeResult> {
        let decided = self.decided;
        let chosen: Vec<usize> = (0..decided.themes.len())
            .filter(|at| decided.themes[*at].1.burden)
            .collect();
        let ranking = ranking(decided.plan, decided.tally, &chosen);
        let mut themes: Vec<ThemeResult> = decided
            .themes
            .iter()
            .enumerate()
            .map(|(at, (raw, seen))| {
                let place = chosen.iter().position(|chosen| *chosen == at);
                self.theme(raw, seen, place.map(|place| (place, &ranking)))
            })
            .collect();
        themes.sort_by_key(|theme| theme.rank.unwrap_or(u64::MAX));
        themes
    }

    fn theme(
        &mut self,
        raw: &RawTheme<'_>,
        seen: &SeenTheme,
        ranked: Option<(usize, &Ranking)>,
    ) -> ThemeResult {
        let share = if seen.events {
            self.share(raw.events, raw.n)
        } else {
            None
        };
        let severity = (raw.events > 0).then(|| raw.event_severity / as_f64(raw.events));
        let mean = ranked.and_then(|(place, ranking)| ranking.means.get(place).copied().flatten());
        let interval = mean.and_then(|mean| self.burden_interval(mean.mean, mean.se, raw.n));
        let place =
            ranked.map(|(place, ranking)| (ranking.rank[place] as u64, ranking.rank_set[place]));
        ThemeResult {
            theme: raw.plan.id.clone(),
            name: raw.plan.name.clone(),
            aspect: raw.aspect.filter(|_| seen.n),
            n: self.show(seen.n, raw.n),
            events: self.show(seen.events, raw.events),
            prevalence: share.map(|share| share.share),
            lo: share.map(|share| share.lo),
            hi: share.map(|share| share.hi),
            severity: severity.filter(|_| seen.burden),
            burden: self
                .show_some(seen.burden, mean.map(|mean| mean.mean))
                .or_else(|| self.hidden(seen.burden)),
            burden_lo: interval.map(|interval| interval.lo),
            burden_hi: interval.map(|interval| interval.hi),
            rank: place.map(|(rank, _)| rank),
            rank_set: place.map(|(_, (first, last))| (first as u64, last as u64)),
            prob_top1: None,
            prob_top3: None,
            at_most: self
                .at_most(raw.n)
                .filter(|_| seen.events && raw.events == 0),
            grave: raw.grave && seen.n,
            weighted: None,
            by_group: self.groups(raw, seen),
        }
    }

    /// The share that may have a problem though none of `n` people has.
    fn at_most(&self, n: u64) -> Option<f64> {
        match self.population {
            Some(people) => most_people(0, n, people, 0.05)
                .ok()
                .map(|most| as_f64(most) / as_f64(people)),
            None => upper_limit_of_none(n),
        }
    }

    /// A hidden burden has no mean to hide: it counts all the same.
    fn hidden<T>(&mut self, shown: bool) -> Option<T> {
        self.suppressed += u64::from(!shown);
        None
    }

    /// `burden ± t se` with the respondents less one as degrees of freedom (the design's), and finite population
    /// correction when the population is known.
    fn burden_interval(&self, burden: f64, se: f64, n: u64) -> Option<Interval> {
        let degrees = self
            .decided
            .tally
            .rows
            .checked_sub(1)
            .filter(|degrees| *degrees > 0)?;
        let asked = self
            .population
            .map_or(0.0, |population| as_f64(n) / as_f64(population));
        let half = student_t::upper_quantile(Confidence::P95.tail(), as_f64(degrees))
            * se
            * (1.0 - asked).sqrt();
        Some(Interval {
            lo: burden - half,
            hi: burden + half,
        })
    }

    /// The heat map's rows. Its hidden cells stand beside the table itself and are not counted again.
    fn groups(&self, raw: &RawTheme<'_>, seen: &SeenTheme) -> Vec<GroupRow> {
        raw.groups
            .iter()
            .zip(&seen.groups)
            .map(|((by, table), seen)| {
                let by = &self.decided.plan.questions[*by];
                let cells = by
                    .levels
                    .iter()
                    .zip(seen)
                    .enumerate()
                    .map(|(group, (level, seen))| {
                        let (count, n) = (table[0][group], table[0][group] + table[1][group]);
                        let shown = seen.base && seen.events;
                        GroupCell {
                            code: level.code.clone(),
                            label: level.label.clone(),
                            n: seen.base.then_some(n),
                            events: shown.then_some(count),
                            nearly_all: seen.nearly_all,
                            share: if shown {
                                Proportion::new(count, n).map(Proportion::share)
                            } else {
                                None
                            },
                        }
                    });
                GroupRow {
                    by: by.question.id.clone(),
                    cells: cells.collect(),
                }
            })
            .collect()
    }
}
