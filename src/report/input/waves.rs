//! The comparison with earlier rounds.

use serde::Serialize;

use super::Source;
use crate::analysis::waves::{Point, Refusal, ThemeWaves};
use crate::report::chart::{HIDDEN, Table};
use crate::stats::Interval;
use crate::text::estimate::{Estimate, Precision};
use crate::text::finding::Finding;
use crate::text::{number, wave};

/// The part about earlier rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Which rounds, and how.
    pub introduction: Vec<String>,
    /// What changed, and what can't be shown.
    pub findings: Vec<Finding>,
    /// A row a theme, a column a round.
    pub table: Table,
    /// Themes that are not compared, with the reason.
    pub refused: Vec<String>,
    /// The tests behind it.
    pub tests: Option<Table>,
}

/// More rounds than this don't fit beside each other; the newest are shown.
const MOST_ROUNDS: usize = 4;
/// Where there is nothing to say.
const NOTHING: &str = "–";

impl Source<'_> {
    /// `None` when there is no earlier round.
    pub(super) fn comparison(&self) -> Option<Comparison> {
        let waves = self.waves;
        if waves.rounds.is_empty() && waves.waiting.is_empty() {
            return None;
        }
        let skipped = waves.rounds.len().saturating_sub(MOST_ROUNDS);
        let mut head = vec!["Thema".to_owned()];
        head.extend(waves.rounds.iter().skip(skipped).cloned());
        head.extend(["Verschil in punten".to_owned(), "Verandering".to_owned()]);
        Some(Comparison {
            introduction: wave::introduction(waves),
            findings: wave::findings(waves),
            table: Table {
                caption: "Deel van de mensen met een probleem, per ronde".to_owned(),
                head,
                rows: waves
                    .themes
                    .iter()
                    .map(|theme| row(theme, skipped))
                    .collect(),
            },
            refused: wave::refused(waves),
            tests: self.wave_tests(),
        })
    }
}

fn row(theme: &ThemeWaves, skipped: usize) -> Vec<String> {
    let without = match theme.outcome {
        Err(Refusal::Changed(_)) => NOTHING,
        _ => HIDDEN,
    };
    let share = |point: &Option<Point>| point.map_or_else(|| without.to_owned(), share);
    let mut cells = vec![theme.name.clone()];
    cells.extend(theme.points.iter().skip(skipped).map(share));
    let compared = theme.outcome.as_ref().ok();
    let shown = compared.filter(|_| wave::in_points(theme));
    cells.push(shown.map_or_else(
        || NOTHING.to_owned(),
        |compared| {
            let points = |difference| wave::points(difference, theme);
            let Interval { lo, hi } = compared.change.interval;
            let difference = points(compared.change.difference);
            format!("{difference} ({} tot {})", points(lo), points(hi))
        },
    ));
    cells.push(wave::verdict(&theme.outcome).to_owned());
    cells
}

/// `53,8% (n 318)`, or the counts when they are too few for a percentage.
fn share(point: Point) -> String {
    let estimate = Estimate::from(point);
    match estimate.precision() {
        Precision::CountsOnly => estimate.counts(),
        _ => format!("{} (n {})", estimate.figure(), number::whole(estimate.n)),
    }
}
