//! Student's t distribution, through the beta distribution.

use super::beta::{self, Share};

/// `P(|T| > |t|)` with `df` degrees of freedom, the two-sided p-value; `df > 0`.
pub fn two_sided(t: f64, df: f64) -> f64 {
    let square = t * t;
    if square == f64::INFINITY {
        return 0.0;
    }
    let at = Share {
        x: df / (df + square),
        y: square / (df + square),
    };
    beta::tails(df / 2.0, 0.5, at).0
}

/// `P(T > t)` with `df` degrees of freedom.
pub fn upper_tail(t: f64, df: f64) -> f64 {
    if t < 0.0 {
        1.0 - two_sided(t, df) / 2.0
    } else {
        two_sided(t, df) / 2.0
    }
}

/// The `t` with `P(T > t) = p`; `p` of 0 or less gives infinity, of 1 or more minus infinity.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    if p > 0.5 {
        return -upper_quantile(1.0 - p, df);
    }
    if p == 0.5 {
        return 0.0;
    }
    let at = beta::lower_quantile(df / 2.0, 0.5, 2.0 * p);
    (df * at.y / at.x).sqrt()
}
