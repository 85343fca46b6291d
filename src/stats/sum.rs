//! Sums that do not depend on the order of their terms beyond the last digits.

/// A running sum with the rounding error kept beside it (Neumaier 1974).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    /// Adds one term.
    pub fn add(&mut self, term: f64) {
        let total = self.total + term;
        self.lost += if self.total.abs() >= term.abs() {
            (self.total - total) + term
        } else {
            (term - total) + self.total
        };
        self.total = total;
    }

    /// Adds another sum, as when two halves of a file were read apart.
    pub fn merge(&mut self, other: Self) {
        self.add(other.total);
        self.lost += other.lost;
    }

    /// The sum so far. Finite terms whose sum overflows give an infinity.
    pub fn value(self) -> f64 {
        if self.total.is_finite() {
            self.total + self.lost
        } else {
            self.total
        }
    }
}

impl Extend<f64> for Sum {
    fn extend<T: IntoIterator<Item = f64>>(&mut self, terms: T) {
        for term in terms {
            self.add(term);
        }
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<T: IntoIterator<Item = f64>>(terms: T) -> Self {
        let mut sum = Self::default();
        sum.extend(terms);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_terms_survive_beside_large_ones() {
        let sum: Sum = [1.0, 1e100, 1.0, -1e100].into_iter().collect();
        assert_eq!(sum.value(), 2.0);
    }

    #[test]
    fn an_overflow_is_infinite_and_never_nan() {
        let sum: Sum = [f64::MAX, f64::MAX, 1.0].into_iter().collect();
        assert_eq!(sum.value(), f64::INFINITY);
    }

    proptest! {
        #[test]
        fn splitting_the_terms_does_not_change_the_sum(
            terms in prop::collection::vec(-1e6..1e6f64, 0..200),
            at in 0usize..200,
        ) {
            let at = at.min(terms.len());
            let whole: Sum = terms.iter().copied().collect();
            let mut halves: Sum = terms[..at].iter().copied().collect();
            halves.merge(terms[at..].iter().copied().collect());
            prop_assert!((whole.value() - halves.value()).abs() <= 1e-9);
        }
    }
}
