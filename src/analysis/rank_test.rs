//! Whether groups answer higher or lower on a scale: the rank test of a crossing, from its counts.

use crate::stats::rank_tests::{kruskal_wallis, mann_whitney};

use super::plan::QuestionPlan;
use super::results::{RankTest, RankTestKind};
use super::tables::inner;

/// Mann-Whitney for two groups with people, Kruskal-Wallis for more. `None` for what is no scale of numbers, and
/// where the statistic is undefined: one group, or several that all answered the same.
pub(super) fn rank_test(plan: &QuestionPlan, extended: &[Vec<u64>]) -> Option<RankTest> {
    let codes = plan.scale_codes()?;
    let mut rows: Vec<(f64, &[u64])> = codes.into_iter().zip(inner(extended)).collect();
    rows.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let columns = rows.first().map_or(0, |(_, row)| row.len());
    let group = |column: usize| {
        rows.iter()
            .map(|(_, row)| row[column])
            .collect::<Vec<u64>>()
    };
    let mut groups: Vec<Vec<u64>> = (0..columns).map(group).collect();
    groups.retain(|group| group.iter().any(|count| *count > 0));
    let test = |kind, statistic, p, effect| RankTest {
        kind,
        statistic,
        p,
        p_adjusted: p,
        effect,
    };
    match groups.as_slice() {
        [] | [_] => None,
        [first, second] => {
            let found = mann_whitney(first, second)?;
            let effect = found.superiority();
            Some(test(RankTestKind::MannWhitney, found.u.0, found.p, effect))
        }
        more => {
            let found = kruskal_wallis(more)?;
            let (h, effect) = found.h.zip(found.epsilon_squared)?;
            Some(test(RankTestKind::KruskalWallis, h, found.p, effect))
        }
    }
}
