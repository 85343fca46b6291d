//! How much one network, and all networks together, may ask: token buckets, in memory only.
//!
//! A network stands here under a keyed hash; the key is drawn anew, and every bucket forgotten, each hour. The memory is
//! fixed: 4 MiB however many networks come. When it is full the network that asked least makes room, so a flood from very
//! many networks meets only the bucket of the whole server. Which numbers, and why, stands in docs/beslissingen/0026.

use std::sync::{Mutex, PoisonError};

use super::network::Network;
use crate::anonymity::passing::PassingKey;
use crate::sabotage::{Defence, taken_out};

/// What is counted, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Tries to log in.
    Login,
    /// Tries of a code: a signal code or an invitation code.
    Code,
    /// Forms that are sent without a code.
    Form,
}

const DOORS: usize = 3;

/// So many at once, and so many an hour after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// At once.
    pub burst: u32,
    /// An hour.
    pub per_hour: u32,
}

/// The limits of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Per network, by [`Door`].
    pub network: [Limit; DOORS],
    /// For all together, by [`Door`].
    pub server: [Limit; DOORS],
}

impl Limits {
    /// The limits of a server that takes this many forms of one network, and of all, within an hour.
    pub fn of_forms(per_network: u32, per_hour: u32) -> Self {
        let limit = |burst, per_hour| Limit { burst, per_hour };
        Self {
            network: [
                limit(30, 120),
                limit(20, 60),
                limit(per_network, per_network),
            ],
            server: [
                limit(300, 3_000),
                limit(300, 1_000),
                limit(per_hour, per_hour),
            ],
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::of_forms(300, 5_000)
    }
}

/// What a bucket says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Go on.
    Free,
    /// Go on, but more than a fifth of what a network may is used: no household and no library comes here soon.
    Busy,
    /// Not now; again after so many seconds.
    Wait(i64),
}

/// Networks in one cell of the table; a network is only ever in its own cell.
const WAYS: usize = 8;
const CELLS: usize = 1 << 16;
const HOUR: i64 = 3_600_000;

/// All buckets of a server.
pub struct Buckets {
    limits: Limits,
    counted: Mutex<Counted>,
}

/// Each bucket is one moment: when it will be full again. Times are milliseconds.
struct Counted {
    key: Option<PassingKey>,
    /// When the key was drawn.
    since: i64,
    /// High half: which network (never 0); low half: when its bucket is full again, since `since`.
    networks: Vec<u64>,
    server: [i64; DOORS],
}

impl Buckets {
    /// Full buckets.
    pub fn new(limits: Limits) -> Self {
        let counted = Counted {
            key: None,
            since: 0,
            networks: Vec::new(),
            server: [0; DOORS],
        };
        Self {
            limits,
            counted: Mutex::new(counted),
        }
    }

    /// Takes one from the bucket of this network and one from that of the server, or from neither.
    /// `now`: seconds since 1970.
    pub fn take(&self, door: Door, network: Network, now: i64) -> Taken {
        if taken_out(Defence::NoBucket) {
            return Taken::Free;
        }
        let mut counted = self.lock();
        let now = now.saturating_mul(1_000);
        let Some(name) = counted.name(door, network, now) else {
            // No random numbers: nobody can be told from another, so nobody gets in.
            return Taken::Wait(60);
        };
        let at = door as usize;
        let (slot, full) = counted.find(name, now);
        let ours = self.limits.network[at].after(full, now);
        let all = self.limits.server[at].after(counted.server[at], now);
        match (ours, all) {
            (Ok(ours), Ok(all)) => {
                counted.put(slot, name, ours);
                counted.server[at] = all;
                if self.limits.network[at].is_busy(ours, now) {
                    Taken::Busy
                } else {
                    Taken::Free
                }
            }
            (Err(wait), _) | (_, Err(wait)) => Taken::Wait(wait),
        }
    }

    /// Gives back what was taken: it was no guess and no flood.
    pub fn give_back(&self, door: Door, network: Network, now: i64) {
        let mut counted = self.lock();
        let now = now.saturating_mul(1_000);
        let Some(name) = counted.name(door, network, now) else {
            return;
        };
        let at = door as usize;
        let (slot, full) = counted.find(name, now);
        counted.put(slot, name, full - self.limits.network[at].interval());
        counted.server[at] -= self.limits.server[at].interval();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Limit {
    /// Milliseconds in which one comes back.
    fn interval(self) -> i64 {
        HOUR / i64::from(self.per_hour.max(1))
    }

    /// How long an empty bucket takes to fill.
    fn whole(self) -> i64 {
        self.interval().saturating_mul(i64::from(self.burst))
    }

    /// When the bucket is full after taking one more; or in how many seconds one can be taken.
    fn after(self, full: i64, now: i64) -> Result<i64, i64> {
        // Fuller in the future than it can be: the clock was set back. Then it starts anew.
        let full = if full > now + self.whole() {
            now
        } else {
            full.max(now)
        };
        let next = full + self.interval();
        let over = next - now - self.whole();
        if over > 0 {
            Err((over + 999) / 1_000)
        } else {
            Ok(next)
        }
    }

    /// Whether more than a fifth of the bucket is out.
    fn is_busy(self, full: i64, now: i64) -> bool {
        full - now > self.whole() / 5
    }
}

impl Counted {
    /// The name of a network this hour. A new hour has a new key and forgets.
    fn name(&mut self, door: Door, network: Network, now: i64) -> Option<u64> {
        let is_new = !(self.since..self.since + HOUR).contains(&now);
        if (is_new || self.key.is_none())
            && let Ok(key) = PassingKey::random()
        {
            self.key = Some(key);
            self.since = now;
            // Zeroes come from the system page by page, when they are first written.
            self.networks = vec![0; CELLS * WAYS];
        }
        let key = self.key.as_ref()?;
        Some(key.name(&[&[door as u8], network.as_bytes()]))
    }

    /// The place of a network, and when its bucket is full. A new one takes the place of the fullest in its cell.
    fn find(&self, name: u64, now: i64) -> (usize, i64) {
        let cell = usize::try_from(name % CELLS as u64).unwrap_or_default() * WAYS;
        let ways = cell..cell + WAYS;
        let known = ways
            .clone()
            .find(|way| who(self.networks[*way]) == who(named(name)));
        match known {
            Some(way) => (way, self.since + when(self.networks[way])),
            None => {
                let fullest = ways.min_by_key(|way| when(self.networks[*way]));
                (fullest.unwrap_or(cell), now)
            }
        }
    }

    fn put(&mut self, slot: usize, name: u64, full: i64) {
        let when = u32::try_from((full - self.since).max(0)).unwrap_or(u32::MAX);
        self.networks[slot] = named(name) | u64::from(when);
    }
}

/// The half of a slot that tells networks apart; never 0, which is an empty slot.
fn named(name: u64) -> u64 {
    (name | 1 << 32) & !u64::from(u32::MAX)
}

fn who(slot: u64) -> u64 {
    slot >> 32
}

fn when(slot: u64) -> i64 {
    (slot & u64::from(u32::MAX)).cast_signed()
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn network(number: u32) -> Network {
        Network::of(IpAddr::V4(Ipv4Addr::from_bits(number << 8)))
    }

    fn buckets(network: Limit, server: Limit) -> Buckets {
        Buckets::new(Limits {
            network: [network; DOORS],
            server: [server; DOORS],
        })
    }

    fn limit(burst: u32, per_hour: u32) -> Limit {
        Limit { burst, per_hour }
    }

    fn passes(buckets: &Buckets, network: Network, tries: u32, now: i64) -> usize {
        let all = (0..tries)
            .filter(|_| !matches!(buckets.take(Door::Form, network, now), Taken::Wait(_)));
        all.count()
    }

    #[test]
    fn a_network_gets_its_burst_at_once_and_its_hourly_number_after_that() {
        let buckets = buckets(limit(10, 60), limit(1_000, 1_000));
        assert_eq!(passes(&buckets, network(1), 50, NOW), 10);
        assert_eq!(buckets.take(Door::Form, network(1), NOW), Taken::Wait(60));
        assert_eq!(passes(&buckets, network(1), 50, NOW + 120), 2);
        assert_eq!(
            passes(&buckets, network(2), 50, NOW),
            10,
            "another network has its own"
        );
        let other_door = buckets.take(Door::Login, network(1), NOW);
        assert_eq!(other_door, Taken::Free, "and another door as well");
    }

    #[test]
    fn a_flood_from_many_networks_meets_the_bucket_of_the_server() {
        let buckets = buckets(limit(10, 60), limit(500, 1_000));
        let all: usize = (0..2_000)
            .map(|n| passes(&buckets, network(n), 5, NOW))
            .sum();
        assert_eq!(all, 500);
    }

    #[test]
    fn a_flood_from_one_network_leaves_the_server_to_the_others() {
        let buckets = buckets(limit(10, 60), limit(100, 100));
        assert_eq!(passes(&buckets, network(1), 10_000, NOW), 10);
        assert_eq!(passes(&buckets, network(2), 10, NOW), 10);
    }

    #[test]
    fn after_a_fifth_a_network_is_busy() {
        let buckets = buckets(limit(100, 100), limit(1_000, 1_000));
        let taken: Vec<_> = (0..30)
            .map(|_| buckets.take(Door::Form, network(1), NOW))
            .collect();
        assert!(taken[..20].iter().all(|taken| *taken == Taken::Free));
        assert!(taken[20..].iter().all(|taken| *taken == Taken::Busy));
    }

    #[test]
    fn what_is_given_back_costs_nothing() {
        let buckets = buckets(limit(3, 60), limit(10, 10));
        for _ in 0..100 {
            assert_eq!(passes(&buckets, network(1), 1, NOW), 1);
            buckets.give_back(Door::Form, network(1), NOW);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let buckets = buckets(limit(3, 60), limit(10, 10));
        passes(&buckets, network(1), 100, NOW);
        assert_eq!(passes(&buckets, network(1), 100, NOW - 1_000_000), 3);
    }

    #[test]
    fn a_million_networks_take_no_more_than_the_fixed_memory() {
        let buckets = buckets(limit(5, 60), limit(u32::MAX, u32::MAX));
        for n in 0..1_000_000 {
            buckets.take(Door::Form, network(n), NOW);
        }
        let counted = buckets.lock();
        let bytes = counted.networks.capacity() * size_of::<u64>();
        assert_eq!(bytes, 4 * 1024 * 1024);
        let used = counted.networks.iter().filter(|slot| **slot != 0).count();
        assert!(used > CELLS * WAYS * 9 / 10, "{used}");
    }

    #[test]
    fn who_asks_most_is_not_forgotten_for_who_asks_once() {
        let buckets = buckets(limit(50, 60), limit(u32::MAX, u32::MAX));
        passes(&buckets, network(7), 50, NOW);
        for n in 1_000..400_000 {
            buckets.take(Door::Form, network(n), NOW);
        }
        assert_eq!(passes(&buckets, network(7), 10, NOW), 0);
    }

    #[test]
    fn the_key_changes_each_hour_and_takes_the_buckets_with_it() {
        let buckets = buckets(limit(5, 1), limit(1_000, 1_000));
        assert_eq!(passes(&buckets, network(1), 9, NOW), 5);
        let first = buckets.lock().name(Door::Form, network(1), NOW * 1_000);
        assert_eq!(passes(&buckets, network(1), 9, NOW + 3_600), 5);
        let second = buckets
            .lock()
            .name(Door::Form, network(1), (NOW + 3_600) * 1_000);
        assert_ne!(first, second);
    }
}
