//! Slows guessing of passwords down, per account and in memory only: after some wrong tries each next one waits twice as
//! long, up to a quarter of an hour. Nobody is ever locked out for good, and nothing about visitors is kept.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

/// Tries that cost no waiting.
const FREE: u32 = 5;
/// Longest wait, in seconds.
const LONGEST: i64 = 15 * 60;
/// After this many seconds without a try an account starts anew.
const FORGOTTEN: i64 = 60 * 60;
/// Accounts that are remembered at most: names are made up freely by whoever attacks.
const MOST_ACCOUNTS: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Tries {
    wrong: u32,
    last: i64,
}

impl Tries {
    /// When the next try is allowed, in seconds since 1970.
    fn next(self) -> i64 {
        match self.wrong.checked_sub(FREE) {
            None => self.last,
            Some(over) => self.last + (1_i64 << over.min(20)).min(LONGEST),
        }
    }
}

/// Wrong tries per account, under a hash with a key of this process.
#[derive(Debug, Default)]
pub struct Throttle {
    hasher: RandomState,
    tries: Mutex<HashMap<u64, Tries>>,
}

impl Throttle {
    /// Seconds to wait before this account may try again; 0: now.
    pub fn wait(&self, account: &str, now: i64) -> i64 {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries
            .get(&self.hasher.hash_one(account))
            .map_or(0, |tries| (tries.next() - now).clamp(0, LONGEST))
    }

    /// Counts a try before it is checked, so that many at once don't pass together.
    pub fn count(&self, account: &str, now: i64) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST_ACCOUNTS {
            tries.retain(|_, tries| now - tries.last < FORGOTTEN && tries.wrong > FREE);
        }
        let entry = tries.entry(self.hasher.hash_one(account)).or_insert(Tries {
            wrong: 0,
            last: now,
        });
        if now - entry.last >= FORGOTTEN {
            entry.wrong = 0;
        }
        *entry = Tries {
            wrong: entry.wrong.saturating_add(1),
            last: now,
        };
    }

    /// Forgets an account that logged in.
    pub fn forgive(&self, account: &str) {
        self.tries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.hasher.hash_one(account));
    }
}

#[cfg(test)]
mod tests {
    use super::{FREE, LONGEST, Throttle};

    #[test]
    fn guessing_gets_slower_and_never_stops_for_good() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            assert_eq!(throttle.wait("wies", 1_000), 0);
            throttle.count("wies", 1_000);
        }
        assert_eq!(throttle.wait("wies", 1_000), 1);
        for _ in 0..100 {
            throttle.count("wies", 1_000);
        }
        assert_eq!(throttle.wait("wies", 1_000), LONGEST);
        assert_eq!(throttle.wait("wies", 1_000 + LONGEST), 0);
        assert_eq!(
            throttle.wait("kees", 1_000),
            0,
            "another account is not slowed down"
        );
    }

    #[test]
    fn whoever_logs_in_starts_anew() {
        let throttle = Throttle::default();
        (0..9).for_each(|_| throttle.count("wies", 0));
        throttle.forgive("wies");
        assert_eq!(throttle.wait("wies", 0), 0);
    }
}
