//! The hypergeometric distribution: draws without replacement from a population of known size.

use super::saddle_point::ln_binomial;
use crate::stats::error::StatsError;

/// How many marked people turn up among `draws` of a `population` of which `marked` are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hypergeometric {
    population: u64,
    marked: u64,
    draws: u64,
}

impl Hypergeometric {
    /// The distribution.
    ///
    /// # Errors
    /// [`StatsError::CountAboveTotal`] when `marked` or `draws` exceeds `population`.
    pub fn new(population: u64, marked: u64, draws: u64) -> Result<Self, StatsError> {
        for count in [marked, draws] {
            if count > population {
                let total = population;
                return Err(StatsError::CountAboveTotal { count, total });
            }
        }
        Ok(Self {
            population,
            marked,
            draws,
        })
    }

    /// Smallest possible count.
    pub fn min(&self) -> u64 {
        self.draws.saturating_sub(self.population - self.marked)
    }

    /// Largest possible count.
    pub fn max(&self) -> u64 {
        self.draws.min(self.marked)
    }

    /// A most probable count.
    pub fn mode(&self) -> u64 {
        let product = (u128::from(self.draws) + 1) * (u128::from(self.marked) + 1);
        let mode = product / (u128::from(self.population) + 2);
        u64::try_from(mode)
            .unwrap_or(u64::MAX)
            .clamp(self.min(), self.max())
    }

    /// Logarithm of `P(X = x)`; minus infinity outside the support. Three binomials (Loader 2000).
    pub fn ln_probability(&self, x: u64) -> f64 {
        if x < self.min() || x > self.max() {
            return f64::NEG_INFINITY;
        }
        let rest = self.population - self.draws;
        if self.draws == 0 || rest == 0 {
            return 0.0;
        }
        let p = self.draws as f64 / self.population as f64;
        let q = rest as f64 / self.population as f64;
        let marked = ln_binomial(x as f64, self.marked as f64, p, q);
        let unmarked_total = (self.population - self.marked) as f64;
        let unmarked = ln_binomial((self.draws - x) as f64, unmarked_total, p, q);
        let all = ln_binomial(self.draws as f64, self.population as f64, p, q);
        marked + unmarked - all
    }

    /// `P(X <= x)`.
    pub fn lower_tail(&self, x: u64) -> f64 {
        if x >= self.max() {
            return 1.0;
        }
        if x > self.mode() {
            return 1.0 - self.upper_tail(x + 1);
        }
        let mut term = 1.0;
        let mut sum = 0.0;
        for at in (self.min()..=x).rev() {
            sum += term;
            term /= self.ratio(at);
            if term < sum * f64::EPSILON {
                break;
            }
        }
        (self.ln_probability(x).exp() * sum).min(1.0)
    }

    /// `P(X >= x)`.
    pub fn upper_tail(&self, x: u64) -> f64 {
        if x <= self.min() {
            return 1.0;
        }
        if x <= self.mode() {
            return 1.0 - self.lower_tail(x - 1);
        }
        let mut term = 1.0;
        let mut sum = 0.0;
        for at in x..=self.max() {
            sum += term;
            term *= self.ratio(at + 1);
            if term < sum * f64::EPSILON {
                break;
            }
        }
        (self.ln_probability(x).exp() * sum).min(1.0)
    }

    /// The smallest count with `P(X <= count) >= p`.
    pub fn quantile(&self, p: f64) -> u64 {
        let (mut lo, mut hi) = (self.min(), self.max());
        while lo < hi {
            let middle = lo + (hi - lo) / 2;
            if self.lower_tail(middle) >= p {
                hi = middle;
            } else {
                lo = middle + 1;
            }
        }
        lo
    }

    /// `P(X = x) / P(X = x-1)`; infinite at the lower end of the support, 0 above it.
    fn ratio(&self, x: u64) -> f64 {
        if x <= self.min() {
            return f64::INFINITY;
        }
        if x > self.max() {
            return 0.0;
        }
        let ways = (self.marked + 1 - x) as f64 * (self.draws + 1 - x) as f64;
        // x is above the minimum, so x + population covers marked + draws.
        let unmarked_left = (self.population - self.marked) + x - self.draws;
        ways / (x as f64 * unmarked_left as f64)
    }
}
