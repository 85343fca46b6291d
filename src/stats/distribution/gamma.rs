//! Regularised incomplete gamma function: series below the mean, continued fraction above it (DLMF 8.11.4, 8.9.2).

use super::saddle_point::poisson;

/// Far more terms than the slowest case needs (about `9 sqrt(a)`).
const MAX_TERMS: u32 = 2_000_000;

/// Lower and upper tail at `x` of the gamma distribution with shape `a` and scale 1; they sum to 1. `a > 0`.
pub(super) fn tails(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    let front = poisson(a, x);
    if x < a + 1.0 {
        let lower = (front * series(a, x)).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (front * a * continued_fraction(a, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

/// Density of the gamma distribution with shape `a` and scale 1, times `x`.
pub(super) fn density_times_x(a: f64, x: f64) -> f64 {
    a * poisson(a, x)
}

/// `sum x^k / ((a+1) ... (a+k))`.
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut k = a;
    for _ in 0..MAX_TERMS {
        k += 1.0;
        term *= x / k;
        sum += term;
        if term < sum * f64::EPSILON / 4.0 {
            break;
        }
    }
    sum
}

/// `Γ(a,x) e^x x^-a` by Lentz's method.
fn continued_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    let mut i = 0.0;
    for _ in 0..MAX_TERMS {
        i += 1.0;
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b, TINY);
        c = away_from_zero(b + an / c, TINY);
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// Lentz's guard against a division by zero.
pub(super) fn away_from_zero(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}
