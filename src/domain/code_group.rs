//! The coarse group that an invitation code may carry: a law, a part of town, a scheme. Never a person.

use std::fmt;
use std::str::FromStr;

const LONGEST: usize = 40;

/// The name of a group of codes; empty when codes carry none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CodeGroup(String);

/// A text that is no name of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a group is at most {LONGEST} letters, digits, blanks and hyphens, such as \"Wmo\" or \"Noord\""
)]
pub struct NoCodeGroup;

impl CodeGroup {
    /// Reads a name; blanks at either side go.
    ///
    /// # Errors
    /// [`NoCodeGroup`].
    pub fn new(text: &str) -> Result<Self, NoCodeGroup> {
        let text = text.trim();
        let allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-');
        if text.chars().count() <= LONGEST && text.chars().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NoCodeGroup)
        }
    }

    /// The name; empty for codes without a group.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether codes carry no group.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for CodeGroup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for CodeGroup {
    type Err = NoCodeGroup;

    fn from_str(text: &str) -> Result<Self, NoCodeGroup> {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeGroup, NoCodeGroup};

    #[test]
    fn a_group_is_a_short_name_and_no_formula_or_markup() {
        assert_eq!(
            CodeGroup::new(" Noord-West 2 ").unwrap().as_str(),
            "Noord-West 2"
        );
        assert!(CodeGroup::new("").unwrap().is_none());
        for text in ["=1+1", "<b>", "a,b", "a;b", "\"", &"a".repeat(41)] {
            assert_eq!(CodeGroup::new(text), Err(NoCodeGroup), "{text}");
        }
    }
}
