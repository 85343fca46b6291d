//! What the words mean: questionnaires, answers, themes, signals. No I/O, no SQL, no pages.

pub mod answer;
pub mod client_council;
pub mod code_book;
pub mod code_group;
pub mod condition;
pub mod definition;
pub mod entry;
pub mod form_number;
pub mod house_style;
pub mod id;
pub mod localized;
pub mod paper;
pub mod retention;
pub mod review;
pub mod role;
pub mod routing;
pub mod segment;
pub mod shipped;
pub mod signal;
pub mod spelling;
pub mod theme;
pub mod translation;
pub mod violation;
pub mod week;
