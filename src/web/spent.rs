//! Forms on a shared device that are over: sent, or begun anew. For a short while this server remembers their nonces, in
//! memory alone, so that the browser's Back shows the next person nothing of the one before.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A page of a shared device is of no use after this many seconds: it went back to the start by itself, and who comes now
/// is someone else. Ten seconds for a button that was pressed at the last moment.
pub const LIFETIME_SECONDS: i64 = 20 * 60 + 10;
/// Most forms that are remembered: a device fills in some a minute, so this is far from full.
const MOST: usize = 4_096;

/// The nonces, each with the second in which it was spent.
#[derive(Default)]
pub struct Spent(Mutex<HashMap<Vec<u8>, i64>>);

impl Spent {
    /// From now on the form with this nonce is over.
    pub fn add(&self, nonce: Vec<u8>, now: i64) {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, at| now.saturating_sub(*at) <= LIFETIME_SECONDS);
        if spent.len() < MOST {
            spent.insert(nonce, now);
        }
    }

    /// Whether the form with this nonce is over.
    pub fn has(&self, nonce: &[u8]) -> bool {
        let spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spent.contains_key(nonce)
    }
}

#[cfg(test)]
mod tests {
    use super::{LIFETIME_SECONDS, MOST, Spent};

    #[test]
    fn a_form_that_is_over_stays_over_as_long_as_its_pages_could_be_used() {
        let spent = Spent::default();
        spent.add(b"a".to_vec(), 0);
        spent.add(b"b".to_vec(), LIFETIME_SECONDS);
        assert!(spent.has(b"a") && spent.has(b"b") && !spent.has(b"c"));
        spent.add(b"c".to_vec(), LIFETIME_SECONDS + 1);
        assert!(!spent.has(b"a") && spent.has(b"b"));
    }

    #[test]
    fn memory_is_bounded() {
        let spent = Spent::default();
        for number in 0..2 * MOST {
            spent.add(number.to_be_bytes().to_vec(), 0);
        }
        assert!(spent.0.lock().expect("whole").len() <= MOST);
    }
}
