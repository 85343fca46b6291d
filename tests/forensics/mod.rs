//! The forensic oracle: someone with the key who has the database of two moments, its log and its files, and tries to
//! find out who gave which answer, and in which order people came.
//!
//! It must rebuild (nearly) every pair on three naive layouts; only then does it say something that it finds no more
//! than guessing on ours. Each test prints its score: `cargo test --release --test suite forensics -- --nocapture`.
//! Not here: what a log or a proxy writes about requests (`tests/faults/traces.rs`), what people see (`tests/seen.rs`).

mod erased;
mod evidence;
mod naive;
mod oracle;
mod ours;
mod postgres_files;
mod sqlite_file;

/// How many people answer.
pub(crate) const PEOPLE: usize = 1_000;
