//! The only place that draws random numbers: always the operating system's, never a fallback.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;

/// The operating system gave no random numbers. Nothing may go on without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gives no random numbers")]
pub struct RandomError;

/// Where random bytes come from; tests inject a source that repeats itself.
pub trait RandomSource {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// [`RandomError`] when the source is dry.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError>;

    /// A number below `bound`, each with the same chance. `bound` 0 gives 0.
    ///
    /// # Errors
    /// [`RandomError`] when the source is dry.
    fn below(&mut self, bound: u64) -> Result<u64, RandomError> {
        if bound == 0 {
            return Ok(0);
        }
        // Numbers at or above the largest multiple of `bound` would favour the low ones: draw again.
        let fair = u64::MAX - u64::MAX % bound;
        loop {
            let mut bytes = [0; 8];
            self.fill(&mut bytes)?;
            let drawn = u64::from_le_bytes(bytes);
            if drawn < fair {
                return Ok(drawn % bound);
            }
        }
    }
}

/// The operating system's source, read in blocks because shuffling asks for many small numbers.
pub struct OsRandom {
    block: [u8; 4096],
    used: usize,
}

impl OsRandom {
    /// A source with nothing drawn yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            block: [0; 4096],
            used: 4096,
        }
    }
}

impl Default for OsRandom {
    fn default() -> Self {
        Self::new()
    }
}

impl RandomSource for OsRandom {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
        for byte in bytes {
            if self.used == self.block.len() {
                from_the_system(&mut self.block)?;
                self.used = 0;
            }
            // What was handed out does not stay behind in memory.
            *byte = std::mem::take(&mut self.block[self.used]);
            self.used += 1;
        }
        Ok(())
    }
}

/// `N` random bytes: keys, tokens, salts.
///
/// # Errors
/// [`RandomError`] when the operating system gives none.
pub fn bytes<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    from_the_system(&mut bytes)?;
    Ok(bytes)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that draws random numbers"
)]
fn from_the_system(bytes: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(bytes).map_err(|_| RandomError)
}

/// A random id of 128 bits. Never ordered by time: an id tells nothing about when its row came.
/// As text: 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; 16]);

impl Id {
    /// A new id.
    ///
    /// # Errors
    /// [`RandomError`] when the operating system gives no random numbers.
    pub fn random() -> Result<Self, RandomError> {
        Ok(Self(bytes()?))
    }

    /// A new id from a given source.
    ///
    /// # Errors
    /// [`RandomError`] when the source is dry.
    pub fn from_source(source: &mut impl RandomSource) -> Result<Self, RandomError> {
        let mut bytes = [0; 16];
        source.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The id of these bytes, as read from the database.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The sixteen bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Id({self})")
    }
}

/// A text that is no id: not 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is 32 hexadecimal digits")]
pub struct NoId;

impl FromStr for Id {
    type Err = NoId;

    fn from_str(text: &str) -> Result<Self, NoId> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| NoId)?;
        bytes.try_into().map(Self).map_err(|_| NoId)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A small generator (SplitMix64) that gives the same numbers for the same seed.
    pub(crate) struct Repeatable(pub(crate) u64);

    impl RandomSource for Repeatable {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomError> {
            for chunk in bytes.chunks_mut(8) {
                self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut z = self.0;
                z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                z ^= z >> 31;
                chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
            }
            Ok(())
        }
    }

    #[test]
    fn an_id_reads_back_from_its_text_and_nothing_else_is_an_id() {
        let id = Id::random().unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().len(), 32);
        for text in ["", "0", &"0".repeat(31), &"A".repeat(32), &"g".repeat(32)] {
            assert_eq!(text.parse::<Id>(), Err(NoId), "{text}");
        }
    }

    #[test]
    fn every_number_below_the_bound_comes_about_as_often() {
        let mut source = Repeatable(7);
        let mut seen = [0_u32; 6];
        for _ in 0..60_000 {
            let drawn = usize::try_from(source.below(6).unwrap()).unwrap();
            seen[drawn] += 1;
        }
        // Four standard deviations around 10,000.
        assert!(
            seen.iter().all(|n| (9_635..=10_365).contains(n)),
            "{seen:?}"
        );
        assert_eq!(source.below(0), Ok(0));
    }

    #[test]
    fn bits_of_ids_are_set_half_of_the_time() {
        let mut source = OsRandom::new();
        let mut ones = [0_u32; 128];
        for _ in 0..4_000 {
            let id = Id::from_source(&mut source).unwrap();
            for (bit, count) in ones.iter_mut().enumerate() {
                *count += u32::from(id.as_bytes()[bit / 8] >> (bit % 8) & 1);
            }
        }
        // Six standard deviations around 2,000: a bit that follows the clock would stand far outside.
        assert!(ones.iter().all(|n| (1_810..=2_190).contains(n)), "{ones:?}");
    }
}
