//! Dutch free text: personal data, words, reading level.

pub mod coach;
