//! An item on an ordered scale, from the number of people per code.

use super::moments::{Fraction, Moments, quantile_of_counts};
use super::proportion::Proportion;
use std::ops::Range;

/// What is reported of an item. Codes run upwards; the distribution itself leads, the mean is secondary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likert {
    /// Number, mean and spread of the codes.
    pub moments: Moments,
    /// First quartile, median and third quartile (type 7).
    pub quartiles: [f64; 3],
    /// The highest codes taken together: two, of three codes one; none of fewer.
    pub top: Option<Proportion>,
    /// The lowest codes, likewise.
    pub bottom: Option<Proportion>,
}

/// Summary of `counts[i]` people with `codes[i]`, codes sorted upwards. `None` when nobody answered or when the
/// lengths differ.
pub fn summarise(codes: &[f64], counts: &[u64]) -> Option<Likert> {
    let moments = Moments::of_counts(codes, counts)?;
    let quartile = |at| quantile_of_counts(codes, counts, at);
    let ends = end_size(codes.len());
    let together = |codes: Range<usize>| Proportion::new(counts[codes].iter().sum(), moments.n());
    Some(Likert {
        moments,
        quartiles: [
            quartile(Fraction::QUARTER)?,
            quartile(Fraction::HALF)?,
            quartile(Fraction::THREE_QUARTERS)?,
        ],
        top: ends.and_then(|size| together(counts.len() - size..counts.len())),
        bottom: ends.and_then(|size| together(0..size)),
    })
}

/// How many codes make up the top, and the bottom, of a scale with `levels` codes; `None` when it has too few.
pub fn end_size(levels: usize) -> Option<usize> {
    match levels {
        0..=2 => None,
        3 => Some(1),
        _ => Some(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_codes_have_no_top_and_three_have_one_code_in_it() {
        assert_eq!(end_size(2), None);
        let three = summarise(&[1.0, 2.0, 3.0], &[4, 5, 6]).unwrap();
        assert_eq!(three.top.unwrap().count(), 6);
        assert_eq!(three.bottom.unwrap().count(), 4);
    }

    #[test]
    fn five_codes_take_two_at_each_end() {
        let five = summarise(&[1.0, 2.0, 3.0, 4.0, 5.0], &[1, 2, 3, 4, 5]).unwrap();
        assert_eq!(five.top.unwrap().count(), 9);
        assert_eq!(five.bottom.unwrap().count(), 3);
        assert_eq!(five.quartiles, [3.0, 4.0, 5.0]);
    }

    #[test]
    fn an_item_that_nobody_answered_has_no_summary() {
        assert_eq!(summarise(&[1.0, 2.0, 3.0], &[0, 0, 0]), None);
        assert_eq!(summarise(&[], &[]), None);
    }
}
