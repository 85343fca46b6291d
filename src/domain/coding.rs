//! Coding: what a text of a resident is about, as a reader decides it. Zero, one or several themes; a law; rule or practice;
//! and what kind of text it is.

use serde::{Deserialize, Serialize};

use super::definition::{Aspect, Law};
use super::signal::SignalKind;
use super::theme::Theme;

/// Most themes of one text.
pub const MOST_THEMES: usize = 3;

/// What a text is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Themes; none is an outcome too.
    pub themes: Vec<String>,
    /// The law.
    pub law: Option<Law>,
    /// Rule or practice.
    pub aspect: Option<Aspect>,
    /// What kind of text it is.
    pub kind: SignalKind,
}

/// What must be mended before a code is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    /// Neither a theme nor "geen thema" was chosen.
    Nothing,
    /// A theme and "geen thema".
    Both,
    /// More than [`MOST_THEMES`].
    Many,
    /// A theme that the theme codebook does not have.
    Unknown,
}

impl Code {
    /// What is wrong with a choice of themes; `none` is "geen thema".
    ///
    /// # Errors
    /// [`CodeFault`].
    pub fn check(themes: &[String], none: bool, codebook: &[Theme]) -> Result<(), CodeFault> {
        let known = |id: &String| codebook.iter().any(|theme| theme.id == *id);
        match (themes.is_empty(), none) {
            (true, false) => Err(CodeFault::Nothing),
            (false, true) => Err(CodeFault::Both),
            _ if themes.len() > MOST_THEMES => Err(CodeFault::Many),
            _ if !themes.iter().all(known) => Err(CodeFault::Unknown),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::theme::codebook;

    #[test]
    fn no_theme_is_a_choice_and_choosing_nothing_is_not() {
        let check = |themes: &[&str], none| {
            let themes: Vec<String> = themes.iter().map(|id| (*id).to_owned()).collect();
            Code::check(&themes, none, codebook())
        };
        assert_eq!(check(&[], false), Err(CodeFault::Nothing));
        assert_eq!(check(&["schulden"], true), Err(CodeFault::Both));
        assert_eq!(check(&["stoeptegels"], false), Err(CodeFault::Unknown));
        let four = ["schulden", "inkomen", "werk", "bejegening"];
        assert_eq!(check(&four, false), Err(CodeFault::Many));
        assert_eq!(check(&four[..3], false), Ok(()));
        assert_eq!(check(&[], true), Ok(()));
    }
}
