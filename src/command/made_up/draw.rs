//! Draws that depend on the seed alone, so that a demo can be made again. Not for anything secret.

/// A row of draws (splitmix64).
pub(super) struct Draw(u64);

impl Draw {
    /// The row of a seed and a word: each word its own row.
    pub(super) fn new(seed: u64, word: &str) -> Self {
        let mixed = word
            .bytes()
            .fold(seed ^ 0x9E37_79B9_7F4A_7C15, |state, byte| {
                (state ^ u64::from(byte))
                    .wrapping_mul(0x0100_0000_01B3)
                    .rotate_left(23)
            });
        Self(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number in 0..1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something with this chance happens.
    pub(super) fn happens(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// A number around 0 with standard deviation 1 (sum of twelve shares).
    pub(super) fn around_zero(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    /// An index below `count` (at least 1).
    pub(super) fn below(&mut self, count: usize) -> usize {
        let count = count.max(1) as u64;
        usize::try_from(self.next() % count).unwrap_or(0)
    }
}
