//! What first: the burden of a theme, weighed by its trend and by the number of channels in which it was heard.
//!
//! A proposal, and never an opaque index: both factors and the order by burden alone stand beside it, and the order is
//! worked out again for nine choices of the factors (analysis.md 9).

use super::waves::Direction;

/// What is added to the factor of a theme that got worse, and taken off one that got better.
const TREND: (f64, f64) = (0.25, 0.2);
/// What each channel after the first adds.
const CHANNEL: f64 = 0.1;
/// Channels after the first that count.
const MOST_CHANNELS: f64 = 3.0;
/// How far the trend and the channels are stretched: none, as given, double.
const STRETCHES: [f64; 3] = [0.0, 1.0, 2.0];
/// How many places count as the top.
const TOP: u64 = 3;
/// Prevalence that a theme surely has to have before the enquête counts as a channel in which it was heard.
pub const HEARD_IN_SURVEY: f64 = 0.05;
/// Signals from which another channel counts.
pub const HEARD_IN_CHANNEL: u64 = 2;

/// What the priority of a theme is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Mean severity, 0..=1.
    pub burden: f64,
    /// First and last place by burden that the data allow.
    pub rank_set: (u64, u64),
    /// What earlier rounds show.
    pub direction: Direction,
    /// In how many channels it was heard.
    pub channels: u64,
}

/// A theme in the order of priority.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Priority {
    /// 1.25 for worse, 0.8 for better.
    pub trend_factor: f64,
    /// One tenth more for each channel after the first.
    pub channel_factor: f64,
    /// 100 times burden and both factors.
    pub priority: f64,
    /// Place by priority, 1 is first.
    pub place: u64,
    /// Place by burden alone.
    pub place_by_burden: u64,
    /// Best and worst place over nine choices of the factors.
    pub places: (u64, u64),
    /// Whether it belongs to the first three.
    pub top: Top,
}

/// Whether a theme belongs to the first three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Top {
    /// Whatever factors one takes, and whatever chance did.
    Robust,
    /// With some factors, or if chance went against it.
    Possible,
    /// Not.
    Outside,
}

/// The priorities of themes, in the given order; equal priorities go by burden, then by that order.
pub fn priorities(candidates: &[Candidate]) -> Vec<Priority> {
    let by_burden = places(candidates, (0.0, 0.0));
    let given = places(candidates, (1.0, 1.0));
    let settings: Vec<Vec<u64>> = STRETCHES
        .iter()
        .flat_map(|trend| STRETCHES.map(|channels| places(candidates, (*trend, channels))))
        .collect();
    let one = |(at, candidate): (usize, &Candidate)| {
        let (trend_factor, channel_factor) = factors(candidate, (1.0, 1.0));
        let places = settings.iter().map(|places| places[at]);
        let places = (places.clone().min().unwrap_or(1), places.max().unwrap_or(1));
        Priority {
            trend_factor,
            channel_factor,
            priority: 100.0 * candidate.burden * trend_factor * channel_factor,
            place: given[at],
            place_by_burden: by_burden[at],
            places,
            top: top(places, candidate.rank_set),
        }
    };
    candidates.iter().enumerate().map(one).collect()
}

fn top(places: (u64, u64), rank_set: (u64, u64)) -> Top {
    if places.1.max(rank_set.1) <= TOP {
        Top::Robust
    } else if places.0.min(rank_set.0) <= TOP {
        Top::Possible
    } else {
        Top::Outside
    }
}

fn factors(candidate: &Candidate, (trend, channels): (f64, f64)) -> (f64, f64) {
    let trend_factor = match candidate.direction {
        Direction::Worse => 1.0 + TREND.0 * trend,
        Direction::Better => 1.0 - TREND.1 * trend,
        Direction::NotShown => 1.0,
    };
    #[expect(clippy::cast_precision_loss, reason = "a handful of channels")]
    let heard = candidate.channels as f64;
    let more = (heard - 1.0).min(MOST_CHANNELS);
    (trend_factor, 1.0 + CHANNEL * channels * more)
}

fn places(candidates: &[Candidate], stretch: (f64, f64)) -> Vec<u64> {
    let value = |at: usize| {
        let (trend, channels) = factors(&candidates[at], stretch);
        candidates[at].burden * trend * channels
    };
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let burden = candidates[*b].burden.total_cmp(&candidates[*a].burden);
        value(*b).total_cmp(&value(*a)).then(burden)
    });
    let mut places = vec![0; candidates.len()];
    for (place, at) in (1..).zip(order) {
        places[at] = place;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::{Candidate, Direction, Top, priorities};
    use proptest::prelude::*;

    fn candidate(burden: f64, direction: Direction, channels: u64) -> Candidate {
        Candidate {
            burden,
            rank_set: (1, 4),
            direction,
            channels,
        }
    }

    #[test]
    fn a_theme_that_got_worse_and_was_heard_everywhere_goes_before_a_heavier_one() {
        let found = priorities(&[
            candidate(0.40, Direction::NotShown, 1),
            candidate(0.35, Direction::Worse, 4),
            candidate(0.30, Direction::Better, 2),
        ]);
        let of = |at: usize| (found[at].place, found[at].place_by_burden, found[at].places);
        assert_eq!(of(0), (2, 1, (1, 2)));
        assert_eq!(of(1), (1, 2, (1, 2)));
        assert_eq!(of(2), (3, 3, (3, 3)));
        assert!((found[1].priority - 35.0 * 1.25 * 1.3).abs() < 1e-9);
        assert_eq!((found[2].trend_factor, found[2].channel_factor), (0.8, 1.1));
    }

    #[test]
    fn more_than_four_channels_and_none_count_as_the_formula_says() {
        let found = priorities(&[
            candidate(0.4, Direction::NotShown, 9),
            candidate(0.4, Direction::NotShown, 0),
        ]);
        assert!((found[0].channel_factor - 1.3).abs() < 1e-12);
        assert!((found[1].channel_factor - 0.9).abs() < 1e-12);
    }

    #[test]
    fn a_theme_is_robust_only_when_chance_and_factors_both_leave_it_in_the_first_three() {
        let mut four = [0.5, 0.4, 0.3, 0.2].map(|burden| candidate(burden, Direction::NotShown, 1));
        for (place, candidate) in (1..).zip(&mut four) {
            candidate.rank_set = (place, place);
        }
        let tops = |of: &[Candidate]| priorities(of).iter().map(|it| it.top).collect::<Vec<_>>();
        assert_eq!(
            tops(&four),
            [Top::Robust, Top::Robust, Top::Robust, Top::Outside]
        );
        four[2].rank_set = (3, 4);
        four[3].rank_set = (3, 4);
        assert_eq!(
            tops(&four),
            [Top::Robust, Top::Robust, Top::Possible, Top::Possible]
        );
        four[1].rank_set = (2, 3);
        four[3].channels = 4;
        four[3].burden = 0.29;
        assert_eq!(priorities(&four)[3].place, 3);
    }

    proptest! {
        #[test]
        fn the_place_lies_within_the_places_and_without_factors_it_is_that_by_burden(
            burdens in prop::collection::vec((0.0..1.0f64, 0u64..6, 0usize..3), 1..12),
        ) {
            let directions = [Direction::Worse, Direction::NotShown, Direction::Better];
            let candidates: Vec<Candidate> = burdens
                .iter()
                .map(|(burden, channels, at)| candidate(*burden, directions[*at], *channels))
                .collect();
            for found in priorities(&candidates) {
                let (best, worst) = found.places;
                prop_assert!(best <= found.place && found.place <= worst);
                prop_assert!(best <= found.place_by_burden && found.place_by_burden <= worst);
            }
            let plain: Vec<Candidate> = burdens
                .iter()
                .map(|(burden, ..)| candidate(*burden, Direction::NotShown, 1))
                .collect();
            for found in priorities(&plain) {
                prop_assert_eq!(found.place, found.place_by_burden);
            }
        }
    }
}
