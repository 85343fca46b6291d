//! What a measurement comes to.

use std::fmt;
use std::time::Duration;

/// Times of single requests, sorted.
pub(crate) struct Latencies(Vec<Duration>);

/// Thousandths of a second with one decimal.
pub(crate) struct Milliseconds(Duration);

impl From<Vec<Duration>> for Latencies {
    fn from(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }
}

impl Latencies {
    /// How many.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time within which this share (0..=1) of them was done.
    pub(crate) fn at(&self, share: f64) -> Milliseconds {
        let last = self.0.len().saturating_sub(1);
        let within = (0..last)
            .find(|place| ratio(place + 1, self.0.len()) >= share)
            .unwrap_or(last);
        Milliseconds(self.0.get(within).copied().unwrap_or_default())
    }

    /// Requests a second over all, and how long one took.
    pub(crate) fn summary(&self, all: Duration) -> String {
        let (half, most, longest) = (self.at(0.5), self.at(0.99), self.at(1.0));
        let rate =
            Duration::from_secs(1).as_secs_f64() * ratio(self.count(), 1) / all.as_secs_f64();
        format!(
            "{rate:.0}/s, p50 {half}, p99 {most}, longest {longest} (n = {})",
            self.count()
        )
    }
}

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} ms", self.0.as_secs_f64() * 1_000.0)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let exact = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    exact(part) / exact(whole)
}
