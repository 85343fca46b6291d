//! A message authentication code on each stored answer, so that a changed one is found.
//!
//! `PRAGMA integrity_check` finds about one flipped byte in ten; the MAC finds each.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::keys::Key;
use super::random::Id;
use crate::sabotage::{Defence, taken_out};

/// Length of every MAC and nullifier in bytes.
pub const LENGTH: usize = 32;

/// HMAC-SHA-256 with a 256-bit key. Each part goes in with its length, so that parts cannot be shifted into each other.
#[derive(Clone)]
pub(super) struct Keyed(Hmac<Sha256>);

impl Keyed {
    pub(super) fn new(key: &Key) -> Self {
        // HMAC pads a short key with zeroes to the block of its hash; done here, no length can be refused.
        let mut block = Zeroizing::new([0; 64]);
        block[..32].copy_from_slice(key.bytes());
        Self(Hmac::<Sha256>::new((&*block).into()))
    }

    fn of(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        mac
    }

    pub(super) fn code(&self, parts: &[&[u8]]) -> [u8; LENGTH] {
        self.of(parts).finalize().into_bytes().into()
    }

    /// Compares in constant time.
    pub(super) fn is(&self, parts: &[&[u8]], code: &[u8]) -> bool {
        self.of(parts).verify_slice(code).is_ok()
    }
}

/// K_m of one round: signs answers and the round's header.
#[derive(Clone)]
pub struct AnswerKey(Keyed);

impl AnswerKey {
    pub(super) fn new(key: &Key) -> Self {
        Self(Keyed::new(key))
    }

    /// The MAC of an answer: over round, id and body.
    #[must_use]
    pub fn answer(&self, round: &str, id: Id, body: &str) -> [u8; LENGTH] {
        self.0.code(&answer_parts(round, &id, body))
    }

    /// Whether `mac` belongs to this answer.
    #[must_use]
    pub fn answer_is(&self, round: &str, id: Id, body: &str, mac: &[u8]) -> bool {
        taken_out(Defence::NoAnswerMac) || self.0.is(&answer_parts(round, &id, body), mac)
    }

    /// The MAC of what may never change about a round once it was made.
    #[must_use]
    pub fn header(&self, fields: &[&str]) -> [u8; LENGTH] {
        self.0.code(&header_parts(fields))
    }

    /// Whether `mac` belongs to these header fields.
    #[must_use]
    pub fn header_is(&self, fields: &[&str], mac: &[u8]) -> bool {
        taken_out(Defence::MutableMode) || self.0.is(&header_parts(fields), mac)
    }
}

fn answer_parts<'a>(round: &'a str, id: &'a Id, body: &'a str) -> [&'a [u8]; 4] {
    [b"answer", round.as_bytes(), id.as_bytes(), body.as_bytes()]
}

fn header_parts<'a>(fields: &[&'a str]) -> Vec<&'a [u8]> {
    std::iter::once("header")
        .chain(fields.iter().copied())
        .map(str::as_bytes)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_of_round_id_or_body_is_found() {
        let key = AnswerKey::new(&Key::random().unwrap());
        let id = Id::random().unwrap();
        let body = r#"{"respect":4}"#;
        let mac = key.answer("a/b/c", id, body);
        assert!(key.answer_is("a/b/c", id, body, &mac));
        assert!(!key.answer_is("a/b/d", id, body, &mac));
        assert!(!key.answer_is("a/b/c", Id::random().unwrap(), body, &mac));
        for place in 0..body.len() {
            let mut other = body.as_bytes().to_vec();
            other[place] ^= 1;
            let other = String::from_utf8(other).unwrap();
            assert!(!key.answer_is("a/b/c", id, &other, &mac), "byte {place}");
        }
        assert!(!key.answer_is("a/b/c", id, body, &mac[..31]));
    }

    #[test]
    fn text_cannot_move_from_one_field_to_the_next() {
        let key = AnswerKey::new(&Key::random().unwrap());
        assert_ne!(key.header(&["ab", "c"]), key.header(&["a", "bc"]));
        let id = Id::random().unwrap();
        assert_ne!(
            key.answer("a/b/c", id, "").to_vec(),
            key.header(&["a/b/c"]).to_vec()
        );
    }
}
