//! Text in several languages, with the source language as fallback.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A text per language code (`nl`, `en`, `ar` …). The source language is the questionnaire's first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized(BTreeMap<String, String>);

impl Localized {
    /// A text in one language.
    pub fn single(language: &str, text: &str) -> Self {
        Self(BTreeMap::from([(language.to_owned(), text.to_owned())]))
    }

    /// Sets the text of one language.
    pub fn set(&mut self, language: &str, text: &str) {
        self.0.insert(language.to_owned(), text.to_owned());
    }

    /// The text in exactly this language, when there is one.
    pub fn exact(&self, language: &str) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The text in `language`, else in Dutch, else in whatever language there is; empty when there is none.
    pub fn get(&self, language: &str) -> &str {
        self.exact(language)
            .or_else(|| self.exact("nl"))
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// Whether [`Self::get`] answers in another language than was asked: the page then says so (`lang` attribute).
    pub fn falls_back(&self, language: &str) -> bool {
        !self.is_empty() && self.exact(language).is_none()
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Language codes and texts, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (language.as_str(), text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Localized;

    #[test]
    fn a_missing_translation_falls_back_to_dutch_and_says_so() {
        let text = Localized::single("nl", "Goedendag");
        assert_eq!(text.get("en"), "Goedendag");
        assert!(text.falls_back("en"));
        assert!(!text.falls_back("nl"));
    }
}
