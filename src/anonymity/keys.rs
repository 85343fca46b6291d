//! The keys of a server and of its rounds, and which file holds which.
//!
//! `server.key` (forms, tokens, ids of signals), `contact.key` (contact details), and per round `ROUND.key` (K_e and
//! K_n: which code or form answered; destroyed when the round closes) and `ROUND.mac` (K_m: lives as long as the
//! answers). `/` in the id of a round is written `.`, which no id holds.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use zeroize::{Zeroize, Zeroizing};

use super::key_file::{self, KeyError};
use super::mac::{AnswerKey, Keyed};
use super::nullifier::{EntryKeys, SignalKey};
use super::random::{self, RandomError};
use super::seal::Sealer;
use crate::domain::id::RoundId;
use crate::sabotage::{Defence, taken_out};

/// 256 secret bits. Leaves memory when dropped; is never printed and never compared.
pub struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A new key.
    ///
    /// # Errors
    /// [`RandomError`] when the operating system gives no random numbers.
    pub fn random() -> Result<Self, RandomError> {
        Ok(Self(Zeroizing::new(random::bytes()?)))
    }

    pub(super) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        let key = bytes.as_slice().try_into().ok().map(Zeroizing::new);
        bytes.zeroize();
        key.map(Self)
    }

    /// A key that was made from another one.
    pub(super) fn of(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(***)")
    }
}

/// Signs tokens of forms and sessions.
pub struct TokenKey(Keyed);

impl TokenKey {
    /// The signature of `text` for one purpose ("csrf", "nonce", …), as base64url.
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &[u8]) -> String {
        BASE64URL_NOPAD.encode(&self.0.code(&[b"token", purpose.as_bytes(), text]))
    }

    /// Whether `signature` was made by [`TokenKey::sign`]; in constant time.
    #[must_use]
    pub fn is(&self, purpose: &str, text: &[u8], signature: &str) -> bool {
        BASE64URL_NOPAD
            .decode(signature.as_bytes())
            .is_ok_and(|code| self.0.is(&[b"token", purpose.as_bytes(), text], &code))
    }
}

/// Every key that the program has, each read from its file once.
pub struct KeyRing {
    directory: PathBuf,
    forms: Sealer,
    tokens: TokenKey,
    signals: SignalKey,
    contacts: Sealer,
    entry: Cache<EntryKeys>,
    answers: Cache<AnswerKey>,
}

type Cache<K> = RwLock<HashMap<RoundId, Arc<K>>>;

impl KeyRing {
    /// Opens a directory of keys. The directory, `server.key` and `contact.key` are made when absent.
    ///
    /// # Errors
    /// [`KeyError`] when a file is damaged, may be read by others, or cannot be made.
    pub fn open(directory: &Path) -> Result<Self, KeyError> {
        key_file::make_directory(directory)?;
        let [forms, tokens, signals] = made(&directory.join("server.key"))?;
        let [contacts] = made(&directory.join("contact.key"))?;
        Ok(Self {
            directory: directory.to_owned(),
            forms: Sealer::new(&forms),
            tokens: TokenKey(Keyed::new(&tokens)),
            signals: SignalKey::new(&signals),
            contacts: Sealer::new(&contacts),
            entry: Cache::default(),
            answers: Cache::default(),
        })
    }

    /// Seals the hidden state of forms.
    #[must_use]
    pub fn forms(&self) -> &Sealer {
        &self.forms
    }

    /// Signs tokens of forms and sessions.
    #[must_use]
    pub fn tokens(&self) -> &TokenKey {
        &self.tokens
    }

    /// Makes the ids of signals from the website.
    #[must_use]
    pub fn signals(&self) -> &SignalKey {
        &self.signals
    }

    /// Seals contact details.
    #[must_use]
    pub fn contacts(&self) -> &Sealer {
        &self.contacts
    }

    /// Makes the two key files of a new round; those that are there already stay.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn create_round(&self, round: &RoundId) -> Result<(), KeyError> {
        made::<2>(&self.file(round, "key"))?;
        made::<1>(&self.file(round, "mac"))?;
        Ok(())
    }

    /// K_e and K_n of an open round.
    ///
    /// # Errors
    /// [`KeyError::Missing`] once the round was closed.
    pub fn entry(&self, round: &RoundId) -> Result<Arc<EntryKeys>, KeyError> {
        cached(&self.entry, round, || {
            let [tag, nullifier] = read(&self.file(round, "key"))?;
            Ok(EntryKeys::new(&tag, &nullifier))
        })
    }

    /// K_m of a round.
    ///
    /// # Errors
    /// [`KeyError`] when the file is missing or no longer right.
    pub fn answers(&self, round: &RoundId) -> Result<Arc<AnswerKey>, KeyError> {
        cached(&self.answers, round, || {
            let [key] = read(&self.file(round, "mac"))?;
            Ok(AnswerKey::new(&key))
        })
    }

    /// Whether there are keys of rounds: then there was a database too.
    ///
    /// # Errors
    /// [`KeyError::Io`] when the directory cannot be read.
    pub fn has_rounds(&self) -> Result<bool, KeyError> {
        let at = || KeyError::at(&self.directory);
        for file in std::fs::read_dir(&self.directory).map_err(at())? {
            let path = file.map_err(at())?.path();
            if path.extension().is_some_and(|extension| extension == "mac") {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Destroys K_e and K_n: from now on nobody can tell which code or form answered.
    ///
    /// # Errors
    /// [`KeyError::Io`] when the file stays; the caller must not say that it is gone.
    pub fn destroy_entry(&self, round: &RoundId) -> Result<(), KeyError> {
        if taken_out(Defence::KeepKeys) {
            return Ok(());
        }
        self.entry
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(round);
        key_file::destroy(&self.file(round, "key"))
    }

    fn file(&self, round: &RoundId, extension: &str) -> PathBuf {
        let name = round.as_str().replace('/', ".");
        self.directory.join(format!("{name}.{extension}"))
    }
}

fn cached<K>(
    cache: &Cache<K>,
    round: &RoundId,
    load: impl FnOnce() -> Result<K, KeyError>,
) -> Result<Arc<K>, KeyError> {
    let known = cache
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(round)
        .cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let loaded = Arc::new(load()?);
    cache
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(round.clone(), Arc::clone(&loaded));
    Ok(loaded)
}

fn made<const N: usize>(path: &Path) -> Result<[Key; N], KeyError> {
    let fresh = (0..N).map(|_| Key::random()).collect::<Result<_, _>>()?;
    exactly(path, key_file::create(path, fresh)?)
}

fn read<const N: usize>(path: &Path) -> Result<[Key; N], KeyError> {
    exactly(path, key_file::read(path, N)?)
}

fn exactly<const N: usize>(path: &Path, keys: Vec<Key>) -> Result<[Key; N], KeyError> {
    keys.try_into().map_err(|_| KeyError::Damaged {
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anonymity::random::Id;

    fn ring() -> (KeyRing, PathBuf) {
        let directory = std::env::temp_dir().join(format!("achterban-{}", Id::random().unwrap()));
        (KeyRing::open(&directory).unwrap(), directory)
    }

    #[test]
    fn keys_are_the_same_after_a_restart() {
        let (ring, directory) = ring();
        let round = RoundId::new("a/b/c").unwrap();
        ring.create_round(&round).unwrap();
        let again = KeyRing::open(&directory).unwrap();
        let sealed = ring.forms().seal(b"x", b"").unwrap();
        assert_eq!(again.forms().open(&sealed, b"").unwrap(), b"x");
        assert_eq!(
            ring.entry(&round).unwrap().check(),
            again.entry(&round).unwrap().check()
        );
        assert!(
            again
                .tokens()
                .is("csrf", b"s", &ring.tokens().sign("csrf", b"s"))
        );
    }

    #[test]
    fn after_closing_the_entry_keys_are_gone_and_the_answer_key_stays() {
        let (ring, _) = ring();
        let round = RoundId::new("a/b/c").unwrap();
        ring.create_round(&round).unwrap();
        ring.entry(&round).unwrap();
        ring.destroy_entry(&round).unwrap();
        assert!(matches!(ring.entry(&round), Err(KeyError::Missing { .. })));
        ring.answers(&round).unwrap();
    }

    #[test]
    fn a_key_does_not_print_itself() {
        assert_eq!(format!("{:?}", Key::random().unwrap()), "Key(***)");
    }

    #[test]
    fn two_rounds_never_share_a_file() {
        let (ring, _) = ring();
        let first = ring.file(&RoundId::new("a/b-c/d").unwrap(), "key");
        let second = ring.file(&RoundId::new("a-b/c/d").unwrap(), "key");
        assert_ne!(first, second);
        assert!(first.ends_with("a.b-c.d.key"));
    }
}
