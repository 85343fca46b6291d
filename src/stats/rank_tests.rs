//! Rank tests of groups on an ordered answer, from the number of people per value: no sorting of rows.
//!
//! Answers of surveys always tie, so the normal and chi-square approximations with tie correction are taken at any
//! size (R `wilcox.test(exact = FALSE)`, `kruskal.test`).

use super::distribution::{chi_squared, normal};
use super::sum::Sum;

/// Two groups compared (Mann and Whitney 1947).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannWhitney {
    /// People in the first and the second group.
    pub n: (u64, u64),
    /// Pairs in which the first group's value is the higher one, ties as a half; and the other way round.
    pub u: (f64, f64),
    /// Two-sided p-value with continuity correction.
    pub p: f64,
    /// The same without it.
    pub p_uncorrected: f64,
}

impl MannWhitney {
    /// Chance that someone of the first group has the higher value, ties as a half.
    pub fn superiority(&self) -> f64 {
        self.u.0 / (self.u.0 + self.u.1)
    }

    /// Cliff's delta, -1..=1.
    pub fn cliffs_delta(&self) -> f64 {
        2.0 * self.superiority() - 1.0
    }
}

/// Compares two groups, given per value (upwards) the number of people in each. `None` when a group is empty or the
/// lengths differ. When all values are equal there is nothing to find: p is 1.
pub fn mann_whitney(first: &[u64], second: &[u64]) -> Option<MannWhitney> {
    if first.len() != second.len() {
        return None;
    }
    let ranked = Ranked::of(&[first, second]);
    let [Some(rank1), Some(_)] = ranked.mean_ranks[..] else {
        return None;
    };
    let (n1, n2) = (first.iter().sum::<u64>(), second.iter().sum::<u64>());
    let (m1, m2) = (n1 as f64, n2 as f64);
    let u1 = m1 * rank1 - m1 * (m1 + 1.0) / 2.0;
    let n = ranked.n;
    let sd = (m1 * m2 / 12.0 * ((n + 1.0) - ranked.ties / (n * (n - 1.0)))).sqrt();
    let distance = (u1 - m1 * m2 / 2.0).abs();
    let p = |distance: f64| {
        if distance > 0.0 && sd > 0.0 {
            normal::two_sided(distance / sd)
        } else {
            1.0
        }
    };
    Some(MannWhitney {
        n: (n1, n2),
        u: (u1, m1 * m2 - u1),
        p: p(distance - 0.5),
        p_uncorrected: p(distance),
    })
}

/// Several groups compared (Kruskal and Wallis 1952).
#[derive(Debug, Clone, PartialEq)]
pub struct KruskalWallis {
    /// Mean rank per group; `None` for an empty one, which takes no part.
    pub mean_ranks: Vec<Option<f64>>,
    /// The statistic, corrected for ties; `None` when all values are equal or only one group has people.
    pub h: Option<f64>,
    /// Number of groups with people, less one.
    pub df: u64,
    /// Upper tail; 1 where the statistic is undefined.
    pub p: f64,
    /// Effect size `H/(N-1)`.
    pub epsilon_squared: Option<f64>,
}

/// Compares groups, given per group and value (upwards) the number of people. `None` when nobody was counted or the
/// lengths differ.
pub fn kruskal_wallis(groups: &[Vec<u64>]) -> Option<KruskalWallis> {
    let values = groups.first()?.len();
    if groups.iter().any(|group| group.len() != values) {
        return None;
    }
    let slices: Vec<&[u64]> = groups.iter().map(Vec::as_slice).collect();
    let ranked = Ranked::of(&slices);
    let filled = ranked.mean_ranks.iter().flatten().count();
    let df = u64::try_from(filled).ok()?.checked_sub(1)?;
    let n = ranked.n;
    // Squared distances from the mean rank: no difference of large sums.
    let spread: Sum = groups
        .iter()
        .zip(&ranked.mean_ranks)
        .filter_map(|(group, mean)| {
            let people = group.iter().sum::<u64>() as f64;
            Some(people * ((*mean)? - (n + 1.0) / 2.0).powi(2))
        })
        .collect();
    let untied = 1.0 - ranked.ties / (n * n * n - n);
    let h = (df > 0 && untied > 0.0).then(|| 12.0 / (n * (n + 1.0)) * spread.value() / untied);
    Some(KruskalWallis {
        mean_ranks: ranked.mean_ranks,
        h,
        df,
        p: h.map_or(1.0, |h| chi_squared::upper_tail(h, df as f64)),
        epsilon_squared: h.map(|h| h / (n - 1.0)),
    })
}

/// Midranks over all groups together.
struct Ranked {
    n: f64,
    mean_ranks: Vec<Option<f64>>,
    /// `sum (t^3 - t)` over the values, `t` people with the same value.
    ties: f64,
}

impl Ranked {
    fn of(groups: &[&[u64]]) -> Self {
        let values = groups.first().map_or(0, |group| group.len());
        let mut before = 0.0;
        let mut ties = Sum::default();
        let mut sums = vec![Sum::default(); groups.len()];
        for value in 0..values {
            let here: f64 = groups.iter().map(|group| group[value] as f64).sum();
            let midrank = before + (here + 1.0) / 2.0;
            for (sum, group) in sums.iter_mut().zip(groups) {
                sum.add(midrank * group[value] as f64);
            }
            ties.add(here * here * here - here);
            before += here;
        }
        let means = sums.iter().zip(groups).map(|(sum, group)| {
            let people: u64 = group.iter().sum();
            (people > 0).then(|| sum.value() / people as f64)
        });
        Self {
            n: before,
            mean_ranks: means.collect(),
            ties: ties.value(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_values_and_empty_groups_find_nothing() {
        let equal = mann_whitney(&[0, 5, 0], &[0, 7, 0]).unwrap();
        assert_eq!((equal.p, equal.superiority()), (1.0, 0.5));
        assert_eq!(mann_whitney(&[0, 0], &[1, 2]), None);
        let equal = kruskal_wallis(&[vec![0, 5], vec![0, 3]]).unwrap();
        assert_eq!((equal.h, equal.p), (None, 1.0));
        assert_eq!(kruskal_wallis(&[vec![0, 0]]), None);
        assert_eq!(kruskal_wallis(&[]), None);
    }

    proptest! {
        #[test]
        fn two_groups_give_the_same_answer_by_both_tests(
            one in prop::collection::vec(0u64..20, 5), two in prop::collection::vec(0u64..20, 5),
        ) {
            prop_assume!(one.iter().sum::<u64>() > 0 && two.iter().sum::<u64>() > 0);
            let mann_whitney = mann_whitney(&one, &two).unwrap();
            let kruskal_wallis = kruskal_wallis(&[one.clone(), two.clone()]).unwrap();
            prop_assert!((mann_whitney.p_uncorrected - kruskal_wallis.p).abs() < 1e-9);
            prop_assert!(mann_whitney.p >= mann_whitney.p_uncorrected);
            prop_assert!((0.0..=1.0).contains(&mann_whitney.superiority()));
        }
    }
}
