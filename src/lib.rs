//! Achterban: a client council listens to its achterban, finds knelpunten and gets things changed.
//!
//! The way of an answer is the way through the folders:
//! `surveys/*.toml` → [`domain`] → [`web`] (form) → [`domain`] (checked response) → [`anonymity`] → [`store`]
//! → [`analysis`] (tables, disclosure control, knelpunten; numbers by [`stats`]) → [`text`] → [`report`].
//!
//! What may import what is a short list that `tests/architecture.rs` keeps:
//! `domain`, `stats`: nothing. `language`, `anonymity`: `domain`. `analysis`: `domain`, `stats`, `language`.
//! `store`: `domain`, `anonymity`. `text`: `domain`, `stats`, `analysis`. `report`: `domain`, `stats`, `analysis`, `text`.
//! `interchange`: `domain`, `analysis`. `web`: all of these. `command`: everything. Who has a defence asks [`sabotage`] whether
//! a test took it out.

pub mod analysis;
pub mod anonymity;
pub mod clock;
pub mod command;
pub mod config;
pub mod domain;
pub mod interchange;
pub mod language;
pub mod report;
pub mod sabotage;
pub mod stats;
pub mod store;
pub mod text;
pub mod web;
mod zipped_xml;
