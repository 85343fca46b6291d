//! Survey statistics on slices of numbers. Knows no survey words.
//!
//! Functions take counts or values and give a number, an interval or a test result. What is undefined (an empty
//! sample, no variation) is `None`; what the caller got wrong is a [`StatsError`]; nothing here returns NaN.
//! Not here: which answers count as valid, which tests are made, what may be published.

pub mod adjust;
pub mod agreement;
pub mod bootstrap;
pub mod contingency;
pub mod design;
pub mod distribution;
pub mod factor;
pub mod goodness_of_fit;
pub mod likert;
pub mod moments;
pub mod paired;
pub mod planning;
pub mod proportion;
pub mod rank_set;
pub mod rank_tests;
pub mod ranking;
pub mod response;
pub mod scale;
pub mod sum;
pub mod trend;
pub mod two_proportions;
pub mod weights;

mod confidence;
mod error;
mod symmetric;

pub use confidence::{Confidence, Interval};
pub use error::StatsError;
pub use moments::Moments;
pub use proportion::Proportion;
pub use sum::Sum;
