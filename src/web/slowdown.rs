//! Slows guessing of invitation codes down, for the whole server and in memory only: nothing about a visitor is kept, so
//! many wrong codes make every code take longer, right or wrong. Nobody is ever refused.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Wrong codes that cost no waiting; one is forgotten each second.
const FREE: u64 = 60;
/// What each wrong code above these adds.
const STEP: Duration = Duration::from_millis(20);
/// The longest that anyone waits.
const LONGEST: Duration = Duration::from_secs(3);

/// How many wrong codes there were of late.
#[derive(Debug, Default)]
pub struct Slowdown(Mutex<Recent>);

#[derive(Debug, Default)]
struct Recent {
    wrong: u64,
    at: i64,
}

impl Recent {
    fn forget(&mut self, now: i64) {
        let gone = u64::try_from(now.saturating_sub(self.at)).unwrap_or(0);
        self.wrong = self.wrong.saturating_sub(gone);
        self.at = now;
    }
}

impl Slowdown {
    /// How long the next code takes to be looked up; `now` in seconds since 1970.
    pub fn wait(&self, now: i64) -> Duration {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.forget(now);
        let over = u32::try_from(recent.wrong.saturating_sub(FREE)).unwrap_or(u32::MAX);
        STEP.saturating_mul(over).min(LONGEST)
    }

    /// Counts a code that was never issued.
    pub fn count(&self, now: i64) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.forget(now);
        // What an attack of a night left behind is forgotten within minutes.
        recent.wrong = (recent.wrong + 1).min(4 * FREE);
    }
}

#[cfg(test)]
mod tests {
    use super::{FREE, LONGEST, Slowdown};
    use std::time::Duration;

    #[test]
    fn guessing_slows_all_codes_down_and_is_forgotten_within_minutes() {
        let slowdown = Slowdown::default();
        for _ in 0..FREE {
            assert_eq!(slowdown.wait(1_000), Duration::ZERO);
            slowdown.count(1_000);
        }
        slowdown.count(1_000);
        assert_eq!(slowdown.wait(1_000), Duration::from_millis(20));
        for _ in 0..1_000_000 {
            slowdown.count(1_000);
        }
        assert_eq!(slowdown.wait(1_000), LONGEST);
        assert_eq!(slowdown.wait(1_000 + 4 * 60), Duration::ZERO);
    }

    #[test]
    fn a_clock_that_goes_back_harms_nobody() {
        let slowdown = Slowdown::default();
        slowdown.count(1_000);
        assert_eq!(slowdown.wait(i64::MIN), Duration::ZERO);
        assert_eq!(slowdown.wait(i64::MAX), Duration::ZERO);
    }
}
