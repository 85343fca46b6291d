//! Every sentence that the program makes up, Dutch first; numbers and dates as Dutch people write them.
//!
//! Sentences are made from estimates, never the other way round: nothing here computes a figure. The words of forms and
//! pages stand in `interface/`.

pub mod advice;
pub mod date;
pub mod difference;
pub mod estimate;
pub mod evaluation;
pub mod finding;
pub mod fraction;
pub mod house_style;
pub mod interface;
pub mod knelpunt;
pub mod list;
pub mod margin;
pub mod method;
pub mod number;
pub mod planning;
pub mod priority;
pub mod reach;
pub mod representation;
pub mod scale;
pub mod signal;
pub mod skip;
pub mod wave;
pub mod word;
