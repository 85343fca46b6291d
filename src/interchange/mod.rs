//! Formats of other tools, in and out.
//!
//! Here: responses and translations as CSV. Not here: questionnaires in our own format (`domain`), reports (`report`).

pub mod csv;
pub mod translation;
