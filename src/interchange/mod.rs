//! Formats of other tools, in and out.
//!
//! Here: responses as CSV, workbook and SPSS file, margins and translations as CSV, questionnaires of other tools,
//! design tokens of a municipality, logos. Not here: questionnaires in our own format (`domain`), reports (`report`).

pub mod csv;
pub mod design_tokens;
pub mod logo;
pub mod margins;
pub mod questionnaire;
pub mod sav;
pub mod sheet;
pub mod translation;
