//! Sealing: XChaCha20-Poly1305 with a random nonce, for the hidden state of a form and for contact details.
//!
//! `context` (associated data) says what the text belongs to; a seal opens only in the context it was made in.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64URL_NOPAD;

use super::keys::Key;
use super::random::{self, RandomError};

const NONCE: usize = 24;

/// Why something was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// Too long to seal (256 GiB).
    #[error("too long to seal")]
    TooLong,
    /// Changed, cut short, sealed with another key or in another context.
    #[error("the seal is broken")]
    Broken,
}

/// A key that seals and opens.
pub struct Sealer(XChaCha20Poly1305);

impl Sealer {
    pub(super) fn new(key: &Key) -> Self {
        Self(XChaCha20Poly1305::new(key.bytes().into()))
    }

    /// Seals `plain`: 24 bytes nonce, then the sealed text with its tag.
    ///
    /// # Errors
    /// [`SealError::Random`] or [`SealError::TooLong`].
    pub fn seal(&self, plain: &[u8], context: &[u8]) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE] = random::bytes()?;
        let sealed = self
            .0
            .encrypt(&XNonce::from(nonce), payload(plain, context))
            .map_err(|_| SealError::TooLong)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what [`Sealer::seal`] made in the same context.
    ///
    /// # Errors
    /// [`SealError::Broken`].
    pub fn open(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, text) = sealed
            .split_first_chunk::<NONCE>()
            .ok_or(SealError::Broken)?;
        self.0
            .decrypt(&XNonce::from(*nonce), payload(text, context))
            .map_err(|_| SealError::Broken)
    }

    /// Seals for a hidden form field: base64url without padding.
    ///
    /// # Errors
    /// As [`Sealer::seal`].
    pub fn seal_text(&self, plain: &[u8], context: &[u8]) -> Result<String, SealError> {
        Ok(BASE64URL_NOPAD.encode(&self.seal(plain, context)?))
    }

    /// Opens a hidden form field.
    ///
    /// # Errors
    /// [`SealError::Broken`].
    pub fn open_text(&self, sealed: &str, context: &[u8]) -> Result<Vec<u8>, SealError> {
        let sealed = BASE64URL_NOPAD
            .decode(sealed.as_bytes())
            .map_err(|_| SealError::Broken)?;
        self.open(&sealed, context)
    }
}

fn payload<'a>(msg: &'a [u8], aad: &'a [u8]) -> Payload<'a, 'a> {
    Payload { msg, aad }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer() -> Sealer {
        Sealer::new(&Key::random().unwrap())
    }

    #[test]
    fn a_seal_opens_only_unchanged_with_its_key_and_in_its_context() {
        let sealer = sealer();
        let sealed = sealer.seal(b"06 12345678", b"signal 1").unwrap();
        assert_eq!(sealer.open(&sealed, b"signal 1").unwrap(), b"06 12345678");
        assert_eq!(sealer.open(&sealed, b"signal 2"), Err(SealError::Broken));
        assert_eq!(
            self::sealer().open(&sealed, b"signal 1"),
            Err(SealError::Broken)
        );
        for place in 0..sealed.len() {
            let mut other = sealed.clone();
            other[place] ^= 1;
            assert_eq!(sealer.open(&other, b"signal 1"), Err(SealError::Broken));
        }
        for length in 0..sealed.len() {
            assert!(sealer.open(&sealed[..length], b"signal 1").is_err());
        }
    }

    #[test]
    fn the_same_text_is_sealed_differently_each_time() {
        let sealer = sealer();
        let first = sealer.seal_text(b"{}", b"").unwrap();
        assert_ne!(first, sealer.seal_text(b"{}", b"").unwrap());
        assert_eq!(sealer.open_text(&first, b"").unwrap(), b"{}");
        assert!(sealer.open_text("not base64!", b"").is_err());
    }
}
