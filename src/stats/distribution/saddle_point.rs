//! Loader's saddle-point form of the binomial and Poisson probabilities: no difference of large logarithms.
//!
//! Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000).

use statrs::function::gamma::ln_gamma;
use std::f64::consts::{PI, TAU};

/// Below this the Stirling series is not exact enough.
const STIRLING_FROM: f64 = 15.0;

/// `ln Γ(x+1) - (x+1/2) ln x + x - ln(2π)/2`: what Stirling's formula leaves out. `x > 0`.
fn stirling_error(x: f64) -> f64 {
    if x < STIRLING_FROM {
        return ln_gamma(x + 1.0) - (x + 0.5) * x.ln() + x - 0.5 * TAU.ln();
    }
    let square = x * x;
    let series = [
        -691.0 / 360_360.0,
        1.0 / 1188.0,
        -1.0 / 1680.0,
        1.0 / 1260.0,
        -1.0 / 360.0,
        1.0 / 12.0,
    ];
    series.iter().fold(0.0, |sum, term| sum / square + term) / x
}

/// `x ln(x/m) + m - x`, exact also when `x` is close to `m`. `x >= 0`, `m > 0`.
fn deviance(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return m;
    }
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut term = 2.0 * x * v;
    let square = v * v;
    let mut odd = 3.0;
    loop {
        term *= square;
        let next = sum + term / odd;
        if next == sum {
            return sum;
        }
        sum = next;
        odd += 2.0;
    }
}

/// Poisson probability of `x` with mean `m`, for real `x >= 0` and `m > 0`: `m^x e^-m / Γ(x+1)`.
pub(super) fn poisson(x: f64, m: f64) -> f64 {
    if x == 0.0 {
        return (-m).exp();
    }
    (-stirling_error(x) - deviance(x, m)).exp() / (TAU * x).sqrt()
}

/// Logarithm of the binomial probability of `x` in `n` with chance `p`, for real `0 <= x <= n`; `q = 1 - p` is given
/// so that a chance near 1 loses nothing. `0 < p < 1`.
pub(super) fn ln_binomial(x: f64, n: f64, p: f64, q: f64) -> f64 {
    if x == 0.0 {
        return n * ln_of_share(q, p);
    }
    if x == n {
        return n * ln_of_share(p, q);
    }
    let rest = n - x;
    let corrections = stirling_error(n) - stirling_error(x) - stirling_error(rest);
    let exponent = corrections - deviance(x, n * p) - deviance(rest, n * q);
    exponent + 0.5 * (n / (2.0 * PI * x * rest)).ln()
}

/// `ln share`, through its complement when that is the smaller of the two.
fn ln_of_share(share: f64, complement: f64) -> f64 {
    if complement < 0.5 {
        (-complement).ln_1p()
    } else {
        share.ln()
    }
}
