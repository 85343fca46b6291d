//! The beta distribution: regularised incomplete beta function by a continued fraction.

use super::gamma::away_from_zero;
use super::invert;
use super::saddle_point::ln_binomial;

/// Far more terms than the slowest case needs (about `sqrt(max(a, b))`).
const MAX_TERMS: u32 = 2_000_000;

/// A share and its complement, both to full precision: 1 - 1e-20 is not 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The share, 0..=1.
    pub x: f64,
    /// `1 - x`.
    pub y: f64,
}

impl Share {
    fn swapped(self) -> Self {
        Self {
            x: self.y,
            y: self.x,
        }
    }

    /// From its log-odds.
    fn from_logit(u: f64) -> Self {
        Self {
            x: 1.0 / (1.0 + (-u).exp()),
            y: 1.0 / (1.0 + u.exp()),
        }
    }
}

/// Lower and upper tail of Beta(a, b) at the given share. `a, b > 0`.
pub fn tails(a: f64, b: f64, at: Share) -> (f64, f64) {
    if at.x <= 0.0 {
        return (0.0, 1.0);
    }
    if at.y <= 0.0 {
        return (1.0, 0.0);
    }
    if at.x > (a + 1.0) / (a + b + 2.0) {
        let (upper, lower) = lower_by_fraction(b, a, at.swapped());
        (lower, upper)
    } else {
        lower_by_fraction(a, b, at)
    }
}

fn lower_by_fraction(a: f64, b: f64, at: Share) -> (f64, f64) {
    let lower = (density_on_logit(a, b, at) / continued_fraction(a, b, at)).clamp(0.0, 1.0);
    (lower, 1.0 - lower)
}

/// Density of Beta(a, b), times `x (1-x)`.
fn density_on_logit(a: f64, b: f64, at: Share) -> f64 {
    ln_binomial(a, a + b, at.x, at.y).exp() * a * b / (a + b)
}

/// The share with probability `p` above it.
pub fn upper_quantile(a: f64, b: f64, p: f64) -> Share {
    if p <= 0.0 {
        return Share { x: 1.0, y: 0.0 };
    }
    if p >= 1.0 {
        return Share { x: 0.0, y: 1.0 };
    }
    if p > 0.5 {
        return lower_quantile(a, b, 1.0 - p);
    }
    let start = ((a + 0.5) / (b + 0.5)).ln();
    let logit = invert::falling_tail(p, (-700.0, 700.0), start, |u| {
        let at = Share::from_logit(u);
        (tails(a, b, at).1, density_on_logit(a, b, at))
    });
    Share::from_logit(logit)
}

/// The share with probability `p` below it.
pub fn lower_quantile(a: f64, b: f64, p: f64) -> Share {
    upper_quantile(b, a, p).swapped()
}

/// `x^a (1-x)^b / (B(a,b) I_x(a,b))` by Lentz's method; quick while `x < (a+1)/(a+b+2)`.
///
/// Source: DiDonato and Morris, Algorithm 708 (1992), equation 9: the even part of the usual fraction. It takes the
/// distance from the mean instead of `x`, so that a share near 1 keeps its digits.
fn continued_fraction(a: f64, b: f64, Share { x, y }: Share) -> f64 {
    const TINY: f64 = 1e-300;
    let from_mean = if a > b {
        (a + b) * y - b
    } else {
        a - (a + b) * x
    };
    let mut value = away_from_zero(a * (from_mean + 1.0) / (a + 1.0), TINY);
    let mut c = value;
    let mut d = 0.0;
    let mut m = 0.0;
    for _ in 0..MAX_TERMS {
        m += 1.0;
        let below = a + 2.0 * m - 1.0;
        let numerator = (a + m - 1.0) / below * ((a + b + m - 1.0) / below) * m * (b - m) * x * x;
        let denominator = m
            + m * (b - m) * x / below
            + (a + m) * (from_mean + 1.0 + m * (1.0 + y)) / (a + 2.0 * m + 1.0);
        d = 1.0 / away_from_zero(denominator + numerator * d, TINY);
        c = away_from_zero(denominator + numerator / c, TINY);
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}
