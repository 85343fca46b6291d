//! A key that lives in memory for an hour at most: names something for as long as it is counted, and for nobody after that.

use super::keys::Key;
use super::mac::Keyed;
use super::random::RandomError;

/// Names networks while their requests are counted. Never written anywhere; gone with the process or the hour.
pub struct PassingKey(Keyed);

impl PassingKey {
    /// A new key.
    ///
    /// # Errors
    /// [`RandomError`] when the operating system gives no random numbers.
    pub fn random() -> Result<Self, RandomError> {
        Ok(Self(Keyed::new(&Key::random()?)))
    }

    /// The name of these parts: 64 bits that say nothing without the key.
    #[must_use]
    pub fn name(&self, parts: &[&[u8]]) -> u64 {
        let mut name = [0; 8];
        name.copy_from_slice(&self.0.code(parts)[..8]);
        u64::from_le_bytes(name)
    }
}

#[cfg(test)]
mod tests {
    use super::PassingKey;

    #[test]
    fn a_name_is_the_same_under_one_key_and_another_under_the_next() {
        let (first, second) = (PassingKey::random().unwrap(), PassingKey::random().unwrap());
        assert_eq!(first.name(&[b"a", b"b"]), first.name(&[b"a", b"b"]));
        assert_ne!(first.name(&[b"a", b"b"]), first.name(&[b"ab"]));
        assert_ne!(first.name(&[b"a"]), second.name(&[b"a"]));
    }
}
