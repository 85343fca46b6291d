//! Codes of signals. A code follows from the form's nonce, so that sending twice shows the same code; the database has only
//! HMAC(key, client council, code). Both keys are in `keys/signal.key`: who has the database alone can test no code.

use super::keys::Key;
use super::mac::{Keyed, LENGTH};
use crate::domain::signal_code::SignalCode;

/// The keys that make codes of signals and find them back.
pub struct SignalCodeKeys {
    code: Keyed,
    tag: Keyed,
}

impl SignalCodeKeys {
    pub(super) fn new(code: &Key, tag: &Key) -> Self {
        Self {
            code: Keyed::new(code),
            tag: Keyed::new(tag),
        }
    }

    /// The code of the signal that was sent with this form. The next `attempt` gives another one, for when the first belongs
    /// to another signal already.
    #[must_use]
    pub fn code(&self, nonce: &[u8], attempt: u8) -> SignalCode {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.code.code(&[b"signal code", nonce, &[attempt]])[..16]);
        SignalCode::from_bytes(&bytes)
    }

    /// How a code stands in the database of one client council.
    #[must_use]
    pub fn tag(&self, client_council: &str, code: &SignalCode) -> [u8; LENGTH] {
        let plain = code.plain();
        self.tag
            .code(&[b"signal tag", client_council.as_bytes(), plain.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_form_has_the_same_code_and_the_next_attempt_another() {
        let keys = SignalCodeKeys::new(&Key::random().unwrap(), &Key::random().unwrap());
        assert!(keys.code(b"form", 0) == keys.code(b"form", 0));
        assert!(keys.code(b"form", 0) != keys.code(b"form", 1));
        assert!(keys.code(b"form", 0) != keys.code(b"other", 0));
    }

    #[test]
    fn a_tag_says_nothing_without_its_key_and_belongs_to_one_client_council() {
        let (code, tag) = (Key::random().unwrap(), Key::random().unwrap());
        let keys = SignalCodeKeys::new(&code, &tag);
        let others = SignalCodeKeys::new(&code, &Key::random().unwrap());
        let given = keys.code(b"form", 0);
        assert_eq!(keys.tag("a", &given), keys.tag("a", &given));
        assert_ne!(keys.tag("a", &given), keys.tag("b", &given));
        assert_ne!(keys.tag("a", &given), others.tag("a", &given));
    }
}
