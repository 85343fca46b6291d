//! The odds ratio of a 2 x 2 table given its totals (conditional maximum likelihood), with its exact interval.

use super::Table;
use crate::stats::confidence::Confidence;

/// Logarithms of odds ratios that are looked at: a ratio beyond `exp(700)` is not a number that a table can show.
const WIDEST: f64 = 700.0;

/// An odds ratio with its interval. Limits are 0 or infinity where the table stands at an end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OddsRatio {
    /// The ratio under which the mean of the first cell is what was counted.
    pub estimate: f64,
    /// Exact lower limit: the ratio under which so high a count has the tail probability.
    pub lo: f64,
    /// Exact upper limit, likewise for so low a count.
    pub hi: f64,
}

impl Table {
    /// The odds ratio (R `fisher.test`, solved further). `None` when the table is not 2 x 2 or has an empty row or
    /// column.
    pub fn odds_ratio(&self, confidence: Confidence) -> Option<OddsRatio> {
        self.chi_square()?;
        let distribution = self.hypergeometric()?;
        let observed = self.cell(0, 0);
        let counts = distribution.min()..=distribution.max();
        let noncentral = Noncentral {
            shift: counts.clone().map(|x| x as f64 - observed as f64).collect(),
            ln_weights: counts.map(|x| distribution.ln_probability(x)).collect(),
        };
        let (lowest, highest) = (
            observed == distribution.min(),
            observed == distribution.max(),
        );
        let tail = confidence.tail();
        let at_ends =
            |at_end: bool, value: f64, otherwise: f64| if at_end { value } else { otherwise };
        let middle = rising_root(|u| noncentral.expectation(u, |shift| shift));
        let lo = rising_root(|u| noncentral.expectation(u, |s| f64::from(s >= 0.0)) - tail);
        let hi = rising_root(|u| tail - noncentral.expectation(u, |s| f64::from(s <= 0.0)));
        Some(OddsRatio {
            estimate: at_ends(lowest, 0.0, at_ends(highest, f64::INFINITY, middle.exp())),
            lo: at_ends(lowest, 0.0, lo.exp()),
            hi: at_ends(highest, f64::INFINITY, hi.exp()),
        })
    }
}

/// The distribution of the first cell when the odds ratio is not 1, counted from the observed value.
struct Noncentral {
    shift: Vec<f64>,
    ln_weights: Vec<f64>,
}

impl Noncentral {
    /// Expectation of `f(count - observed)` under the odds ratio `exp(u)`.
    fn expectation(&self, u: f64, f: impl Fn(f64) -> f64) -> f64 {
        let ln_weight = |(shift, ln_weight): (&f64, &f64)| ln_weight + shift * u;
        let pairs = || self.shift.iter().zip(&self.ln_weights);
        let largest = pairs().map(ln_weight).fold(f64::NEG_INFINITY, f64::max);
        let (mut total, mut sum) = (0.0, 0.0);
        for pair in pairs() {
            let weight = (ln_weight(pair) - largest).exp();
            total += weight;
            sum += weight * f(*pair.0);
        }
        sum / total
    }
}

/// Where a rising function crosses zero, by bisection to the last digits.
fn rising_root(f: impl Fn(f64) -> f64) -> f64 {
    let (mut lo, mut hi) = (-WIDEST, WIDEST);
    for _ in 0..70 {
        let middle = f64::midpoint(lo, hi);
        if f(middle) < 0.0 {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    f64::midpoint(lo, hi)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(cells: [u64; 4]) -> Option<OddsRatio> {
        let table = Table::from_rows(&[cells[..2].to_vec(), cells[2..].to_vec()]).unwrap();
        table.odds_ratio(Confidence::P95)
    }

    // scipy 1.17 stats.contingency.odds_ratio([[3, 1], [1, 3]]); R's own 6.408309 is solved less far.
    #[test]
    fn the_lady_tasting_tea() {
        let found = ratio([3, 1, 1, 3]).unwrap();
        let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
        assert!(near(found.estimate, 6.408_319_658_199_662));
        assert!(near(found.lo, 0.211_735_595_446_579_66) && near(found.hi, 626.243_530_588_814_1));
    }

    #[test]
    fn a_zero_cell_gives_zero_or_infinity() {
        assert_eq!(ratio([0, 5, 5, 5]).unwrap().estimate, 0.0);
        assert_eq!(ratio([5, 0, 5, 5]).unwrap().estimate, f64::INFINITY);
        assert_eq!(ratio([0, 0, 5, 5]), None);
    }

    proptest! {
        #[test]
        fn swapping_the_columns_inverts_the_ratio(
            a in 1u64..30, b in 1u64..30, c in 1u64..30, d in 1u64..30,
        ) {
            let (there, back) = (ratio([a, b, c, d]).unwrap(), ratio([b, a, d, c]).unwrap());
            prop_assert!((there.estimate * back.estimate - 1.0).abs() < 1e-9);
            prop_assert!(there.lo < there.estimate && there.estimate < there.hi);
        }
    }
}
