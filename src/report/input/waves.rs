//! The comparison with earlier rounds.

use serde::Serialize;

use super::{Figure, Numbering, Source};
use crate::analysis::waves::{Point, Refusal, ThemeWaves};
use crate::report::chart::{Body, Chart, HIDDEN, LaneRow, Lanes, Measure, Table};
use crate::stats::Interval;
use crate::text::estimate::{Estimate, Precision};
use crate::text::finding::Finding;
use crate::text::{method, number, wave};

/// The part about earlier rounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Which rounds, and how.
    pub introduction: Vec<String>,
    /// What changed, and what can't be shown.
    pub findings: Vec<Finding>,
    /// Each theme now and the round before; `None` when no theme can be compared.
    pub figure: Option<Figure>,
    /// Themes that are not compared, with the reason.
    pub refused: Vec<String>,
    /// The tests behind it.
    pub tests: Option<Table>,
}

/// More rounds than this don't fit beside each other in a table; the newest are shown.
const MOST_ROUNDS: usize = 4;
/// Where there is nothing to say.
const NOTHING: &str = "–";

impl Source<'_> {
    /// `None` when there is no earlier round.
    pub(super) fn comparison(&self, numbering: &mut Numbering) -> Option<Comparison> {
        let waves = self.waves;
        if waves.rounds.is_empty() && waves.waiting.is_empty() {
            return None;
        }
        Some(Comparison {
            introduction: wave::introduction(waves),
            findings: wave::findings(waves),
            figure: self.wave_figure(numbering),
            refused: wave::refused(waves),
            tests: self.wave_tests(),
        })
    }

    fn wave_figure(&self, numbering: &mut Numbering) -> Option<Figure> {
        let waves = self.waves;
        let (now, earlier) = waves.rounds.split_last().filter(|_| waves.tests() > 0)?;
        let skipped = waves.rounds.len().saturating_sub(MOST_ROUNDS);
        let before = earlier.last()?;
        let mut extra_head: Vec<String> = earlier.iter().skip(skipped).cloned().collect();
        extra_head.extend(["Verschil in punten".to_owned(), "Verandering".to_owned()]);
        let chart = Chart {
            id: String::new(),
            title: wave::title(waves),
            subtitle: format!("Deel van de mensen met een probleem, {now} en de ronde ervoor."),
            body: Body::Lanes(Lanes {
                value_name: now.clone(),
                percent: true,
                row_name: "Thema".to_owned(),
                extra_head,
                rows: waves
                    .themes
                    .iter()
                    .map(|theme| row(theme, before, skipped))
                    .collect(),
            }),
        };
        let foot = vec![format!(
            "Dichte stip: {now}, met de marge als balk. Open stip: {before}. {}",
            method::MARGIN
        )];
        Some(numbering.figure("rondes", chart, foot))
    }
}

fn row(theme: &ThemeWaves, round_before: &str, skipped: usize) -> LaneRow {
    let (now, earlier) = theme.points.split_last().unwrap_or((&None, &[]));
    let compared = theme.outcome.as_ref().ok();
    let before = earlier
        .last()
        .copied()
        .flatten()
        .filter(|_| compared.is_some());
    let now = now.map(Estimate::from);
    let base = now.map_or_else(|| "niet getoond".to_owned(), |it| it.counts());
    let without = match theme.outcome {
        Err(Refusal::Changed(_)) => NOTHING,
        _ => HIDDEN,
    };
    let mut extra: Vec<String> = earlier
        .iter()
        .skip(skipped)
        .map(|point| point.map_or_else(|| without.to_owned(), share))
        .collect();
    let shown = compared.filter(|_| wave::in_points(theme));
    extra.push(shown.map_or_else(
        || NOTHING.to_owned(),
        |compared| {
            let points = |difference| wave::points(difference, theme);
            let Interval { lo, hi } = compared.change.interval;
            let difference = points(compared.change.difference);
            format!("{difference} ({} tot {})", points(lo), points(hi))
        },
    ));
    extra.push(wave::verdict(&theme.outcome).to_owned());
    LaneRow {
        name: theme.name.clone(),
        note: before.map_or_else(
            || base.clone(),
            |point| {
                format!(
                    "{base} · {round_before}: {}",
                    Estimate::from(point).figure()
                )
            },
        ),
        extra,
        measure: now.map(|it| Measure {
            value: it.share(),
            lo: it.lo,
            hi: it.hi,
            figure: it.figure(),
            limits: it.limits(),
        }),
        places: None,
        before: before.map(|point| Estimate::from(point).share()),
    }
}

/// `53,8% (n 318)`, or the counts when they are too few for a percentage.
fn share(point: Point) -> String {
    let estimate = Estimate::from(point);
    match estimate.precision() {
        Precision::CountsOnly => estimate.counts(),
        _ => format!("{} (n {})", estimate.figure(), number::whole(estimate.n)),
    }
}
