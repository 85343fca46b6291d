//! Nullifiers: what makes a second answer with the same code or form the same row, without naming either.
//!
//! A nullifier is HMAC-SHA-256(K_n, code or form nonce). K_n lives outside the database and is destroyed when the
//! round closes; from then on nobody can tell which code gave which nullifier.

use super::keys::Key;
use super::mac::{Keyed, LENGTH};
use super::random::Id;
use super::seal::Sealer;

/// One use of one code or one form. Compared only by the database's primary key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nullifier(pub(crate) [u8; LENGTH]);

impl Nullifier {
    /// The thirty-two bytes that are stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

/// K_e and K_n of one round that is open.
pub struct EntryKeys {
    tag: Keyed,
    nullifier: Keyed,
}

impl EntryKeys {
    pub(super) fn new(tag: &Key, nullifier: &Key) -> Self {
        Self {
            tag: Keyed::new(tag),
            nullifier: Keyed::new(nullifier),
        }
    }

    /// HMAC(K_e, code): how an issued code stands in the database.
    #[must_use]
    pub fn tag(&self, code: &[u8]) -> [u8; LENGTH] {
        self.tag.code(&[b"tag", code])
    }

    /// HMAC(K_n, proof), where the proof is a code, or the form nonce in an open round.
    #[must_use]
    pub fn nullifier(&self, proof: &[u8]) -> Nullifier {
        Nullifier(self.nullifier.code(&[b"nullifier", proof]))
    }

    /// HMAC(K_e, proof): how a paper form stands in the database, by its number or its code. Never equal to the tag of a
    /// code.
    #[must_use]
    pub fn form_tag(&self, proof: &[u8]) -> [u8; LENGTH] {
        self.tag.code(&[b"paper form", proof])
    }

    /// Seals the first entry of a paper form. The key is made from K_n and the proof and kept nowhere: who has the database
    /// and not the paper needs K_n and every possible number, and after the close nobody has K_n.
    #[must_use]
    pub fn first_entry(&self, proof: &[u8]) -> Sealer {
        Sealer::new(&Key::of(self.nullifier.code(&[b"first entry", proof])))
    }

    /// Tells this pair of keys from another without telling the keys; stored with the round.
    #[must_use]
    pub fn check(&self) -> [u8; LENGTH] {
        let tag = self.tag.code(&[b"check"]);
        self.nullifier.code(&[b"check", &tag])
    }
}

/// Makes sending a signal twice one row: the id of a signal from the website follows from its form nonce.
pub struct SignalKey(Keyed);

impl SignalKey {
    pub(super) fn new(key: &Key) -> Self {
        Self(Keyed::new(key))
    }

    /// The id of the signal that was sent with this form. Without the key it looks like any random id.
    #[must_use]
    pub fn id(&self, nonce: &[u8]) -> Id {
        let code = self.0.code(&[b"signal", nonce]);
        let mut id = [0; 16];
        id.copy_from_slice(&code[..16]);
        Id::from_bytes(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_proof_gives_the_same_nullifier_and_another_key_another_one() {
        let (tag, first, second) = (
            Key::random().unwrap(),
            Key::random().unwrap(),
            Key::random().unwrap(),
        );
        let keys = EntryKeys::new(&tag, &first);
        let others = EntryKeys::new(&tag, &second);
        assert!(keys.nullifier(b"code") == keys.nullifier(b"code"));
        assert!(keys.nullifier(b"code") != keys.nullifier(b"codf"));
        assert!(keys.nullifier(b"code") != others.nullifier(b"code"));
        assert_ne!(keys.check(), others.check());
    }

    #[test]
    fn a_first_entry_opens_with_the_number_of_its_form_and_the_key_of_its_round() {
        let key = || Key::random().unwrap();
        let ours = EntryKeys::new(&key(), &key());
        let theirs = EntryKeys::new(&key(), &key());
        let sealed = ours.first_entry(b"1").seal(b"x", b"").unwrap();
        assert_eq!(ours.first_entry(b"1").open(&sealed, b"").unwrap(), b"x");
        assert!(ours.first_entry(b"2").open(&sealed, b"").is_err());
        assert!(theirs.first_entry(b"1").open(&sealed, b"").is_err());
        assert_ne!(ours.form_tag(b"1"), ours.tag(b"1"));
    }

    #[test]
    fn a_tag_never_equals_a_nullifier_even_under_one_key() {
        let key = Key::random().unwrap();
        let keys = EntryKeys::new(&key, &key);
        assert_ne!(keys.tag(b"code"), keys.nullifier(b"code").0);
    }
}
