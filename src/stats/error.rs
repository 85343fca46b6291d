//! What a caller can get wrong.

/// An input that has no statistical meaning, with the numbers that clash.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum StatsError {
    /// A sample can't hold more people than there are.
    #[error("the population ({population}) is smaller than the sample ({sample})")]
    PopulationTooSmall {
        /// Number of people who answered.
        sample: u64,
        /// Number of people there are.
        population: u64,
    },
    /// More events than trials.
    #[error("{count} of {total} is more than all of them")]
    CountAboveTotal {
        /// The part.
        count: u64,
        /// The whole.
        total: u64,
    },
    /// A probability outside 0..=1, or a confidence level outside 0..1.
    #[error("{0} is not a probability in the allowed range")]
    NotAProbability(f64),
    /// Two lists that belong together have different lengths.
    #[error("the lists have different lengths: {0} and {1}")]
    LengthsDiffer(usize, usize),
    /// A total that does not fit in 64 bits.
    #[error("the counts are too large to add up")]
    Overflow,
}
