//! Made-up responses and signals for the demo and `seed`: the same seed gives the same data. Nobody said any of it.

mod draw;
mod knelpunten;
mod respondent;
mod signals;

use serde::Deserialize;

use crate::domain::definition::{Aspect, Law};
use crate::domain::signal::SignalKind;

pub(crate) use knelpunten::knelpunten;
pub(crate) use respondent::{responses, responses_before};
pub(crate) use signals::signals;

/// A made-up remark.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Remark {
    pub(crate) text: String,
    pub(crate) theme: String,
    pub(crate) law: Law,
    pub(crate) aspect: Aspect,
    pub(crate) kind: SignalKind,
}

/// The made-up remarks of `remarks.toml`.
fn remarks() -> Vec<Remark> {
    #[derive(Deserialize)]
    struct File {
        remark: Vec<Remark>,
    }
    let file: File =
        toml::from_str(include_str!("remarks.toml")).expect("part of the program, read by a test");
    file.remark
}
