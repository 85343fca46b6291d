//! The mixing plan: how many waiting answers become visible, and in which order they are written.
//!
//! Answers become visible in groups: never fewer than `m` new ones at a time, never fewer than `k` in all.

use super::random::{RandomError, RandomSource};
use crate::domain::definition::Channel;

/// The two thresholds of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// The fewest new answers that may become visible together.
    pub m: u64,
    /// The fewest answers of a round that may be visible at all.
    pub k: u64,
}

impl Thresholds {
    /// Of an enquête.
    pub const ENQUETE: Self = Self { m: 5, k: 10 };
    /// Of a self-evaluation: a client council has few members.
    pub const SELF_EVALUATION: Self = Self { m: 5, k: 5 };

    /// Of a channel.
    #[must_use]
    pub fn of(channel: Channel) -> Self {
        match channel {
            Channel::Zelfevaluatie => Self::SELF_EVALUATION,
            _ => Self::ENQUETE,
        }
    }
}

/// What a round has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Acknowledged, not visible.
    pub waiting: u64,
    /// Visible.
    pub published: u64,
}

/// When the plan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Each night, while the round is open.
    Night,
    /// At the end of the round.
    Close,
}

/// How many of the waiting answers become visible now: all, or none.
///
/// A remainder would have to be 0 or at least `m`. It is always 0: whoever left his answer today sees it counted
/// tomorrow, and a backup after the flush leaves out as little as can be.
#[must_use]
pub fn visible_now(stored: Stored, limits: Thresholds, moment: Moment) -> u64 {
    let enough_new = moment == Moment::Close || stored.waiting >= limits.m;
    let enough_in_all = stored.waiting.saturating_add(stored.published) >= limits.k;
    if enough_new && enough_in_all {
        stored.waiting
    } else {
        0
    }
}

/// Puts `items` in a random order (Fisher-Yates); every order has the same chance.
///
/// # Errors
/// [`RandomError`] when the source is dry.
pub fn shuffle<T>(items: &mut [T], source: &mut impl RandomSource) -> Result<(), RandomError> {
    for last in (1..items.len()).rev() {
        let drawn = source.below(last as u64 + 1)?;
        // `drawn` is at most `last`, so it fits.
        items.swap(last, usize::try_from(drawn).unwrap_or(last));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anonymity::random::tests::Repeatable;
    use proptest::prelude::*;

    fn thresholds() -> impl Strategy<Value = Thresholds> {
        (1_u64..20, 0_u64..20).prop_map(|(m, more)| Thresholds { m, k: m + more })
    }

    proptest! {
        #[test]
        fn at_night_steps_are_zero_or_at_least_m_and_so_is_what_stays_behind(
            waiting in 0_u64..200, published in 0_u64..200, limits in thresholds(),
        ) {
            let stored = Stored { waiting, published };
            let step = visible_now(stored, limits, Moment::Night);
            prop_assert!(step == 0 || step >= limits.m);
            let left = waiting - step;
            prop_assert!(step == 0 || left == 0 || left >= limits.m);
        }

        #[test]
        fn what_is_visible_is_nothing_or_at_least_k(
            arrivals in prop::collection::vec(0_u64..12, 0..20), limits in thresholds(),
        ) {
            let mut stored = Stored { waiting: 0, published: 0 };
            let nights = arrivals.len();
            for (night, arrived) in arrivals.into_iter().enumerate() {
                stored.waiting += arrived;
                let moment = if night + 1 == nights { Moment::Close } else { Moment::Night };
                let step = visible_now(stored, limits, moment);
                stored = Stored { waiting: stored.waiting - step, published: stored.published + step };
                prop_assert!(stored.published == 0 || stored.published >= limits.k);
            }
        }

        #[test]
        fn closing_shows_everything_or_nothing_at_all(
            waiting in 0_u64..40, published in 0_u64..40, limits in thresholds(),
        ) {
            let step = visible_now(Stored { waiting, published }, limits, Moment::Close);
            prop_assert_eq!(step, if waiting + published >= limits.k { waiting } else { 0 });
        }

        #[test]
        fn shuffling_keeps_every_item_once(mut items in prop::collection::vec(0_u32..1000, 0..60), seed: u64) {
            let mut before = items.clone();
            shuffle(&mut items, &mut Repeatable(seed)).unwrap();
            before.sort_unstable();
            items.sort_unstable();
            prop_assert_eq!(before, items);
        }
    }

    #[test]
    fn every_item_comes_at_every_place_about_as_often() {
        let mut source = Repeatable(42);
        let mut seen = [[0_u32; 5]; 5];
        for _ in 0..50_000 {
            let mut items = [0, 1, 2, 3, 4];
            shuffle(&mut items, &mut source).unwrap();
            for (place, item) in items.into_iter().enumerate() {
                seen[place][item] += 1;
            }
        }
        // Five standard deviations around 10,000.
        let fair = |n: &u32| (9_553..=10_447).contains(n);
        assert!(seen.as_flattened().iter().all(fair), "{seen:?}");
    }
}
