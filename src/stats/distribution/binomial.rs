//! The binomial distribution.

use super::beta::{self, Share};

/// `P(X <= x)` for `n` trials with chance `p`; 1 when `x >= n`.
pub fn lower_tail(x: u64, n: u64, p: f64) -> f64 {
    if x >= n {
        return 1.0;
    }
    let at = Share { x: p, y: 1.0 - p };
    beta::tails(x as f64 + 1.0, (n - x) as f64, at).1
}

/// Two-sided exact p-value of `x` in `n` fair tosses: both tails as far out as `x`. 1 when `n` is 0.
pub fn two_sided_fair(x: u64, n: u64) -> f64 {
    let smaller = x.min(n.saturating_sub(x));
    (2.0 * lower_tail(smaller, n, 0.5)).min(1.0)
}
