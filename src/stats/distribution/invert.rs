//! Finds where a falling tail has a given probability.

/// Newton steps on the logarithm of the tail, kept inside a bracket that bisection narrows when a step leaves it.
///
/// `tail(u)` gives the probability beyond `u` and minus its derivative; it falls from 1 to 0 over `lo..hi`.
/// The answer is exact to about 1e-15 (relative to 1 or to itself, whichever is larger).
pub(super) fn falling_tail(
    target: f64,
    (mut lo, mut hi): (f64, f64),
    start: f64,
    tail: impl Fn(f64) -> (f64, f64),
) -> f64 {
    let mut u = start.clamp(lo, hi);
    for _ in 0..300 {
        let (probability, density) = tail(u);
        // The ratio, not a difference of logarithms: near the solution it keeps every digit.
        let excess = (probability / target).ln();
        if excess == 0.0 {
            return u;
        }
        if excess > 0.0 {
            lo = u;
        } else {
            hi = u;
        }
        let step = excess * probability / density;
        let newton = u + step;
        let next = if step.is_finite() && newton > lo && newton < hi {
            newton
        } else {
            lo + (hi - lo) / 2.0
        };
        let moved = (next - u).abs();
        u = next;
        if moved <= f64::EPSILON * u.abs().max(1.0) {
            break;
        }
    }
    u
}
