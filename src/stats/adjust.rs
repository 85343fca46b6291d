//! p-values of one family of tests, adjusted for their number. Results keep the order of the input.
//!
//! The family is every test that was really made, shown or not. Same as R `p.adjust`.

/// Controls the chance of any false finding (Holm 1979).
pub fn holm(p: &[f64]) -> Vec<f64> {
    let m = p.len();
    let mut adjusted = vec![0.0; m];
    let mut running: f64 = 0.0;
    for (rank, index) in ascending(p).into_iter().enumerate() {
        running = running.max((m - rank) as f64 * p[index]);
        adjusted[index] = running.min(1.0);
    }
    adjusted
}

/// Controls the expected share of false findings (Benjamini and Hochberg 1995).
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let m = p.len();
    let mut adjusted = vec![0.0; m];
    let mut running: f64 = 1.0;
    for (rank, index) in ascending(p).into_iter().enumerate().rev() {
        running = running.min(m as f64 / (rank + 1) as f64 * p[index]);
        adjusted[index] = running;
    }
    adjusted
}

/// Every p-value times their number, at most 1.
pub fn bonferroni(p: &[f64]) -> Vec<f64> {
    let m = p.len() as f64;
    p.iter().map(|p| (m * p).min(1.0)).collect()
}

/// Indices from the smallest p-value upwards; ties keep input order.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_empty_family_stays_empty() {
        assert!(holm(&[]).is_empty() && benjamini_hochberg(&[]).is_empty());
    }

    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") and "BH".
    #[test]
    fn holm_and_benjamini_hochberg_match_r() {
        let p = [0.01, 0.04, 0.03, 0.005];
        let near = |a: Vec<f64>, b: [f64; 4]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-15);
        assert!(near(holm(&p), [0.03, 0.06, 0.06, 0.02]));
        assert!(near(benjamini_hochberg(&p), [0.02, 0.04, 0.04, 0.02]));
    }

    proptest! {
        #[test]
        fn adjusting_never_lowers_a_p_value_and_keeps_the_order(
            p in prop::collection::vec(0.0..=1.0f64, 1..30),
        ) {
            for adjusted in [holm(&p), benjamini_hochberg(&p), bonferroni(&p)] {
                for i in 0..p.len() {
                    prop_assert!(adjusted[i] >= p[i] - 1e-15 && adjusted[i] <= 1.0);
                    for j in 0..p.len() {
                        prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j] + 1e-15);
                    }
                }
            }
        }
    }
}
