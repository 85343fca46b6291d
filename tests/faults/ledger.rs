//! The clients' own book: what they sent and which replies they saw, written down before sending and after the reply. What
//! the server stored is judged by it alone.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::client::form::Ready;
use crate::client::http::Connection;

/// What a client knows of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum State {
    /// Sent; no reply came, so it may be stored or not.
    Unknown,
    /// The thank-you page came: it must be stored.
    Acknowledged,
    /// The server said that it stored nothing.
    Refused,
}

/// One answer.
#[derive(Clone)]
struct Entry {
    ready: Ready,
    state: State,
}

/// What all clients together sent, by the hash of what is to be stored.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<BTreeMap<String, Entry>>);

impl Ledger {
    /// Writes the answer down, sends it, writes the reply down. `None` when the connection broke.
    pub(super) async fn send(&self, connection: &mut Connection, ready: Ready) -> Option<State> {
        let hash = hash(&ready.stored);
        let sending = ready.clone();
        self.lock().entry(hash.clone()).or_insert(Entry {
            ready,
            state: State::Unknown,
        });
        let reply = connection
            .post(&sending.address, &sending.form)
            .await
            .ok()?;
        let state = match reply.status {
            303 => State::Acknowledged,
            503 => State::Refused,
            _ => State::Unknown,
        };
        assert!(
            state != State::Unknown,
            "an answer got this reply:\n{}\n{}",
            reply.head,
            reply.body
        );
        if let Some(entry) = self.lock().get_mut(&hash) {
            entry.state = state;
        }
        Some(state)
    }

    /// Waits, on a slow machine, until so many were acknowledged.
    pub(super) async fn until_acknowledged(&self, enough: usize) {
        let wait = async {
            while self.with(State::Acknowledged).len() < enough {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(60), wait).await;
        waited.expect("answers are acknowledged");
    }

    /// The answers in this state.
    pub(super) fn with(&self, state: State) -> Vec<Ready> {
        self.lock()
            .values()
            .filter(|entry| entry.state == state)
            .map(|entry| entry.ready.clone())
            .collect()
    }

    /// Compares with what is stored, hash by hash; `before` is what was stored before the first answer was sent.
    pub(super) fn check(&self, before: &[String], stored: &[String]) {
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for hash in stored {
            *found.entry(hash).or_default() += 1;
        }
        for hash in before {
            *found.entry(hash).or_default() -= 1;
        }
        let sent = self.lock();
        for (hash, entry) in sent.iter() {
            let count = found.remove(hash.as_str()).unwrap_or(0);
            let allowed = match entry.state {
                State::Acknowledged => 1..=1,
                State::Unknown => 0..=1,
                State::Refused => 0..=0,
            };
            assert!(
                allowed.contains(&count),
                "{:?} answer is stored {count} times: {}",
                entry.state,
                entry.ready.stored
            );
        }
        let invented: Vec<_> = found.into_iter().filter(|(_, count)| *count > 0).collect();
        assert!(invented.is_empty(), "stored but never sent: {invented:?}");
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As `achterban verify --dump-hashes` prints it.
pub(super) fn hash(stored: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(stored.as_bytes()))
}
