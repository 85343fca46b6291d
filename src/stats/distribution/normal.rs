//! The standard normal distribution.

use super::{gamma, invert};
use std::f64::consts::TAU;

/// `P(Z > z)`.
pub fn upper_tail(z: f64) -> f64 {
    if z < 0.0 {
        1.0 - two_sided(z) / 2.0
    } else {
        two_sided(z) / 2.0
    }
}

/// `P(|Z| > |z|)`, the two-sided p-value: a chi-square tail with one degree of freedom.
pub fn two_sided(z: f64) -> f64 {
    gamma::tails(0.5, z * z / 2.0).1
}

/// The `z` with `P(Z > z) = p`. `p` of 0 or less gives infinity, of 1 or more minus infinity.
pub fn upper_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::INFINITY;
    }
    if p >= 1.0 {
        return f64::NEG_INFINITY;
    }
    if p > 0.5 {
        return -upper_quantile(1.0 - p);
    }
    if p == 0.5 {
        return 0.0;
    }
    let density = |z: f64| (-z * z / 2.0).exp() / TAU.sqrt();
    invert::falling_tail(p, (0.0, 40.0), (-2.0 * (2.0 * p).ln()).sqrt() * 0.8, |z| {
        (upper_tail(z), density(z))
    })
}
