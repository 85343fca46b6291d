//! Keys, nullifiers, MACs, seals and the mixing plan: what keeps a resident's answer apart from the resident.
//!
//! Here: functions over bytes, the key files, and the one place that draws random numbers.
//! Not here: tables and transactions (`store`), forms (`web`), the time of day (an argument everywhere).
//! The reasons stand in docs/anonimiteit.md.

pub mod code;
pub mod key_file;
pub mod keys;
pub mod mac;
pub mod mix;
pub mod nullifier;
pub mod passing;
pub mod random;
pub mod seal;
pub mod sealed_file;
pub mod signal_code;
