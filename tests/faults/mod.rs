//! What may go wrong with the machine, and what must be true afterwards: an answer that was acknowledged is stored, whole,
//! once, and nothing is stored that nobody sent. The program runs as a process of its own, on a disk, and is really killed.

mod ledger;
mod mount;
pub(crate) mod scene;

mod backup;
mod codes;
mod corrupt;
mod disk;
mod double;
mod killed;
mod power;
mod proxy;
mod refused;
mod stopped;
mod traces;
