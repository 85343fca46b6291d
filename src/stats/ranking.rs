//! People who put the same items in order: 1 is first.

use super::distribution::chi_squared;
use super::sum::Sum;

/// What the orders of several people have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Orders {
    /// Number of people.
    pub n: u64,
    /// Mean place per item.
    pub mean_rank: Vec<f64>,
    /// How often each item was put first.
    pub first: Vec<u64>,
    /// Borda points per item: the number of items minus the place, summed.
    pub borda: Vec<f64>,
    /// `preferred[i][j]`: how many put item i before item j.
    pub preferred: Vec<Vec<u64>>,
    /// Friedman's test that all items are liked equally, corrected for ties (R `friedman.test`); `None` when everybody
    /// put all items on one place.
    pub friedman: Option<f64>,
    /// Number of items, less one.
    pub df: u64,
    /// Upper tail; 1 where the statistic is undefined.
    pub p: f64,
    /// Kendall's W, 0..=1: how far people agree.
    pub agreement: Option<f64>,
}

/// Summary of complete orders: per person the place of every item. `None` without people, with fewer than two items,
/// or when the orders are not equally long and finite.
pub fn summarise(orders: &[Vec<f64>]) -> Option<Orders> {
    let items = orders.first()?.len();
    let unusable =
        |order: &Vec<f64>| order.len() != items || order.iter().any(|place| !place.is_finite());
    if items < 2 || orders.iter().any(unusable) {
        return None;
    }
    let n = orders.len() as f64;
    let k = items as f64;
    let total = |item: usize| {
        orders
            .iter()
            .map(|order| order[item])
            .collect::<Sum>()
            .value()
    };
    let mut preferred = vec![vec![0; items]; items];
    for order in orders {
        for (i, row) in preferred.iter_mut().enumerate() {
            for (j, count) in row.iter_mut().enumerate() {
                *count += u64::from(order[i] < order[j]);
            }
        }
    }
    let friedman = friedman(orders, items);
    let df = u64::try_from(items - 1).ok()?;
    Some(Orders {
        n: u64::try_from(orders.len()).ok()?,
        mean_rank: (0..items).map(|item| total(item) / n).collect(),
        first: (0..items)
            .map(|item| {
                orders
                    .iter()
                    .map(|order| u64::from(order[item] == 1.0))
                    .sum()
            })
            .collect(),
        borda: (0..items).map(|item| n * k - total(item)).collect(),
        preferred,
        friedman,
        df,
        p: friedman.map_or(1.0, |statistic| {
            chi_squared::upper_tail(statistic, df as f64)
        }),
        agreement: friedman.map(|statistic| statistic / (n * (k - 1.0))),
    })
}

fn friedman(orders: &[Vec<f64>], items: usize) -> Option<f64> {
    let (n, k) = (orders.len() as f64, items as f64);
    let mut rank_sums = vec![0.0; items];
    let mut ties = 0.0;
    for order in orders {
        for (item, place) in order.iter().enumerate() {
            let before = order.iter().filter(|other| *other < place).count() as f64;
            let equal = order.iter().filter(|other| *other == place).count() as f64;
            rank_sums[item] += before + (equal + 1.0) / 2.0;
            // Summed over the tied items this is t^3 - t.
            ties += equal * equal - 1.0;
        }
    }
    let centre = n * (k + 1.0) / 2.0;
    let spread: Sum = rank_sums.iter().map(|sum| (sum - centre).powi(2)).collect();
    let scale = n * k * (k + 1.0) - ties / (k - 1.0);
    (scale > 0.0).then(|| 12.0 * spread.value() / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    // By hand: rank sums 3, 6, 9; 12/(3*3*4) * (9+36+81) - 3*3*4 = 6.
    #[test]
    fn full_agreement_gives_w_of_one() {
        let found = summarise(&vec![vec![1.0, 2.0, 3.0]; 3]).unwrap();
        assert_eq!((found.friedman, found.agreement), (Some(6.0), Some(1.0)));
        assert_eq!(
            (found.first, found.borda),
            (vec![3, 0, 0], vec![6.0, 3.0, 0.0])
        );
        assert_eq!(found.preferred[0], [0, 3, 3]);
    }

    #[test]
    fn opposite_orders_cancel_out_and_equal_places_say_nothing() {
        let found = summarise(&[vec![1.0, 2.0], vec![2.0, 1.0]]).unwrap();
        assert_eq!((found.friedman, found.p), (Some(0.0), 1.0));
        let found = summarise(&[vec![1.0, 1.0], vec![1.0, 1.0]]).unwrap();
        assert_eq!(
            (found.friedman, found.p, found.agreement),
            (None, 1.0, None)
        );
    }

    #[test]
    fn no_orders_and_unequal_orders_give_nothing() {
        assert_eq!(summarise(&[]), None);
        assert_eq!(summarise(&[vec![1.0, 2.0], vec![1.0]]), None);
        assert_eq!(summarise(&[vec![1.0]]), None);
    }
}
