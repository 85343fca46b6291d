//! The chi-square distribution.

use super::{gamma, invert};

/// `P(X > x)` with `df` degrees of freedom; `df > 0`.
pub fn upper_tail(x: f64, df: f64) -> f64 {
    gamma::tails(df / 2.0, x / 2.0).1
}

/// `P(X <= x)` with `df` degrees of freedom; `df > 0`.
pub fn lower_tail(x: f64, df: f64) -> f64 {
    gamma::tails(df / 2.0, x / 2.0).0
}

/// The `x` with `P(X > x) = p`; `p` of 0 or less gives infinity, of 1 or more zero.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    if p <= 0.0 {
        return f64::INFINITY;
    }
    if p >= 1.0 {
        return 0.0;
    }
    let shape = df / 2.0;
    // On a logarithmic axis, so that the relative error stays small over the whole range.
    if p <= 0.5 {
        let tail = |u: f64| {
            let x = u.exp();
            (gamma::tails(shape, x).1, gamma::density_times_x(shape, x))
        };
        2.0 * invert::falling_tail(p, (-740.0, 740.0), shape.ln(), tail).exp()
    } else {
        let mirrored = |u: f64| {
            let x = (-u).exp();
            (gamma::tails(shape, x).0, gamma::density_times_x(shape, x))
        };
        let u = invert::falling_tail(1.0 - p, (-740.0, 740.0), -shape.ln(), mirrored);
        2.0 * (-u).exp()
    }
}
