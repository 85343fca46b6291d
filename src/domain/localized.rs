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
        self.found(language).map_or("", |(_, text)| text)
    }

    /// The text that [`Self::get`] gives, with its language.
    pub fn found(&self, language: &str) -> Option<(&str, &str)> {
        [language, "nl"]
            .iter()
            .find_map(|language| self.0.get_key_value(*language))
            .or_else(|| self.0.first_key_value())
            .map(|(language, text)| (language.as_str(), text.as_str()))
    }

    /// The language of what [`Self::get`] gives, when that is another than was asked: the page then says so (`lang`).
    pub fn other_language(&self, language: &str) -> Option<&str> {
        let (found, _) = self.found(language)?;
        (found != language).then_some(found)
    }

    /// Whether [`Self::get`] answers in another language than was asked.
    pub fn falls_back(&self, language: &str) -> bool {
        self.other_language(language).is_some()
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

/// How text in a language runs: `ltr` or `rtl`, as the `dir` attribute has it.
pub fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default();
    match primary {
        "ar" | "ckb" | "fa" | "he" | "prs" | "ps" | "ur" => "rtl",
        _ => "ltr",
    }
}

#[cfg(test)]
mod tests {
    use super::Localized;

    #[test]
    fn a_missing_translation_falls_back_to_dutch_and_says_so() {
        let text = Localized::single("nl", "Goedendag");
        assert_eq!(text.get("en"), "Goedendag");
        assert_eq!(text.other_language("en"), Some("nl"));
        assert_eq!(text.other_language("nl"), None);
        assert_eq!(Localized::default().other_language("en"), None);
    }
}
