//! Survey statistics on slices of numbers. Knows no survey words.
//!
//! Functions take counts or values and give a number, an interval or a test result. What is undefined (an empty
//! sample, no variation) is `None`; what the caller got wrong is a [`StatsError`]; nothing here returns NaN.
//! Not here: which answers count as valid, which tests are made, what may be published.

pub mod adjust;
pub mod contingency;
pub mod distribution;
pub mod likert;
pub mod moments;
pub mod proportion;
pub mod rank_set;
pub mod sum;
pub mod two_proportions;

mod confidence;
mod error;

pub use confidence::{Confidence, Interval};
pub use error::StatsError;
pub use moments::Moments;
pub use proportion::Proportion;
pub use sum::Sum;
