//! The only caller of "now".
//!
//! Everything below takes dates and times as arguments; the server and the commands carry a [`Clock`] and ask it.
//! Days are days in Europe/Amsterdam, whatever the machine thinks.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Tells the time: the machine's, or one that a test sets.
#[derive(Debug, Clone)]
pub struct Clock {
    zone: TimeZone,
    /// Seconds since 1970 when a test holds the clock.
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self {
            zone: amsterdam(),
            fixed: None,
        }
    }

    /// A clock that stands at `at` until it is [set](Clock::set) otherwise.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self {
            zone: amsterdam(),
            fixed: Some(Arc::new(AtomicI64::new(at.as_second()))),
        }
    }

    /// Moves a fixed clock, also in its clones; the machine's clock stays as it is.
    pub fn set(&self, at: Timestamp) {
        if let Some(fixed) = &self.fixed {
            fixed.store(at.as_second(), Ordering::Relaxed);
        }
    }

    /// Now, to the second, in UTC.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let seconds = match &self.fixed {
            Some(fixed) => fixed.load(Ordering::Relaxed),
            None => system_seconds(),
        };
        Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Seconds since 1970-01-01 00:00 UTC: how times of staff actions are stored.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.now().as_second()
    }

    /// When a day ends in Europe/Amsterdam, in seconds since 1970: midnight after it, also when the clocks change.
    #[must_use]
    pub fn end_of(&self, day: Date) -> i64 {
        let next = day.tomorrow().unwrap_or(day);
        next.to_zoned(self.zone.clone())
            .map_or(i64::MAX, |midnight| midnight.timestamp().as_second())
    }

    /// Today in Europe/Amsterdam.
    #[must_use]
    pub fn today(&self) -> Date {
        self.zone.to_datetime(self.now()).date()
    }

    /// How long until it is next `hour` o'clock in Europe/Amsterdam.
    #[must_use]
    pub fn until_hour(&self, hour: i8) -> Duration {
        let now = self.zone.to_datetime(self.now());
        let today = now.date().at(hour, 0, 0, 0);
        let next = if today > now {
            today
        } else {
            today.saturating_add(1.day())
        };
        let at = self.zone.to_timestamp(next);
        let left = at
            .ok()
            .and_then(|at| Duration::try_from(at.duration_since(self.now())).ok());
        left.unwrap_or(DAY)
    }
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The zone is compiled in, so that the lookup cannot fail; were it gone, UTC is the next best.
fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap_or(TimeZone::UTC)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that asks the machine"
)]
fn system_seconds() -> i64 {
    Timestamp::now().as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Clock {
        Clock::fixed(text.parse().unwrap())
    }

    #[test]
    fn today_is_the_day_in_amsterdam_on_both_sides_of_summer_time() {
        assert_eq!(at("2026-07-01T21:59:59Z").today().to_string(), "2026-07-01");
        assert_eq!(at("2026-07-01T22:00:00Z").today().to_string(), "2026-07-02");
        assert_eq!(at("2026-12-31T22:59:59Z").today().to_string(), "2026-12-31");
        assert_eq!(at("2026-12-31T23:00:00Z").today().to_string(), "2027-01-01");
    }

    #[test]
    fn a_day_ends_at_midnight_in_amsterdam_in_winter_and_summer() {
        let clock = at("2026-01-01T00:00:00Z");
        let end = |day: &str| {
            Timestamp::from_second(clock.end_of(day.parse().unwrap()))
                .unwrap()
                .to_string()
        };
        assert_eq!(end("2026-11-20"), "2026-11-20T23:00:00Z");
        assert_eq!(end("2026-07-01"), "2026-07-01T22:00:00Z");
        assert_eq!(
            end("2026-03-29"),
            "2026-03-29T22:00:00Z",
            "the night the clocks change is an hour short"
        );
    }

    #[test]
    fn the_next_night_is_at_three_also_when_the_clock_changes() {
        assert_eq!(
            at("2026-11-20T10:00:00Z").until_hour(3),
            Duration::from_secs(16 * 3600)
        );
        assert_eq!(
            at("2026-11-20T01:59:00Z").until_hour(3),
            Duration::from_secs(60)
        );
        assert_eq!(
            at("2026-03-28T10:00:00Z").until_hour(3),
            Duration::from_secs(15 * 3600)
        );
        assert_eq!(
            at("2026-10-24T10:00:00Z").until_hour(3),
            Duration::from_secs(16 * 3600)
        );
    }

    #[test]
    fn a_fixed_clock_moves_only_when_it_is_set_and_then_in_its_clones_too() {
        let clock = at("2026-11-20T10:00:00Z");
        let other = clock.clone();
        clock.set("2026-11-21T10:00:00Z".parse().unwrap());
        assert_eq!(other.today().to_string(), "2026-11-21");
    }
}
