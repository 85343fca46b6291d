//! The F distribution, through the beta distribution.

use super::beta::{self, Share};

/// Degrees of freedom of an F distribution, both above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Degrees {
    /// Of the numerator.
    pub numerator: f64,
    /// Of the denominator.
    pub denominator: f64,
}

/// `P(F > f)`.
pub fn upper_tail(f: f64, df: Degrees) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    let scaled = df.numerator * f;
    if scaled == f64::INFINITY {
        return 0.0;
    }
    let at = Share {
        x: df.denominator / (df.denominator + scaled),
        y: scaled / (df.denominator + scaled),
    };
    beta::tails(df.denominator / 2.0, df.numerator / 2.0, at).0
}

/// The `f` with `P(F > f) = p`; `p` of 0 or less gives infinity, of 1 or more zero.
pub fn upper_quantile(p: f64, df: Degrees) -> f64 {
    let at = beta::upper_quantile(df.numerator / 2.0, df.denominator / 2.0, p);
    df.denominator * at.x / (df.numerator * at.y)
}
