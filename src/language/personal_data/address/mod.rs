//! Addresses: a street with its house number and addition, or the street where someone says to live; and postcodes.
//!
//! A town is no part of an address here: thousands live there, and a client council has to know which town is meant.

mod house_number;
mod postcode;
mod street;

use super::word::Word;
use super::{Finding, Kind, add_beside};

/// Every street with a number, and every postcode, in `text`.
pub(super) fn find(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let mut findings = street::find(text, words);
    let postcodes = postcode::find(text, words, &findings);
    add_beside(&mut findings, postcodes);
    findings
}

fn finding(kind: Kind, start: usize, end: usize) -> Finding {
    Finding {
        kind,
        start,
        end,
        certain: true,
    }
}
