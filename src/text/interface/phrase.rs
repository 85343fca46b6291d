//! One phrase of the interface and what becomes of it when its gaps are filled: a sentence that still knows which part was
//! filled in, and in which language it is, so that a page can mark both.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::plural::{self, Category};
use crate::domain::localized::direction;

/// A phrase, with `{name}` where something is filled in; one form, or one per plural category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Phrase {
    /// Language of the words: Dutch when the page's language lacks the phrase.
    language: String,
    /// Language of the page.
    page: String,
    written: Written,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(String),
    Forms(BTreeMap<Category, String>),
}

impl Phrase {
    /// The phrase with its gaps filled. A gap that is not named stays as it is.
    pub fn fill(&self, gaps: &[(&str, &dyn fmt::Display)]) -> Sentence {
        self.filled(self.as_str(), gaps)
    }

    /// The form that goes with a number, which is its gap `{n}`.
    pub fn count(&self, n: usize) -> Sentence {
        let form = match &self.written {
            Written::Plain(text) => text,
            Written::Forms(forms) => forms
                .get(&plural::category(&self.language, n))
                .map_or(self.as_str(), String::as_str),
        };
        self.filled(form, &[("n", &n)])
    }

    /// The phrase as it stands in the file; of several forms the general one.
    pub fn as_str(&self) -> &str {
        match &self.written {
            Written::Plain(text) => text,
            Written::Forms(forms) => forms.get(&Category::Other).map_or("", String::as_str),
        }
    }

    /// The language of the words, when it is not that of the page.
    pub fn borrowed(&self) -> Option<&str> {
        (self.language != self.page).then_some(&*self.language)
    }

    /// Every form, with its category when there are several.
    pub fn forms(&self) -> Vec<(Option<Category>, &str)> {
        match &self.written {
            Written::Plain(text) => vec![(None, text)],
            Written::Forms(forms) => {
                let forms = forms.iter();
                forms
                    .map(|(category, text)| (Some(*category), text.as_str()))
                    .collect()
            }
        }
    }

    fn filled(&self, form: &str, gaps: &[(&str, &dyn fmt::Display)]) -> Sentence {
        let mut pieces = Vec::new();
        let mut rest = form;
        while let Some((before, name, after)) = next_gap(rest) {
            let value = gaps.iter().find(|(gap, _)| *gap == name);
            pieces.push(Piece::Said(before.to_owned()));
            pieces.push(match value {
                Some((name, value)) => Piece::Given {
                    name: (*name).to_owned(),
                    text: value.to_string(),
                    language: None,
                },
                None => Piece::Said(format!("{{{name}}}")),
            });
            rest = after;
        }
        pieces.push(Piece::Said(rest.to_owned()));
        Sentence {
            language: self.language.clone(),
            is_borrowed: self.borrowed().is_some(),
            pieces,
        }
    }
}

/// What stands before the first gap, the gap's name, and what comes after it.
fn next_gap(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The first gap that was not filled in a text that someone reads.
#[cfg(test)]
pub(crate) fn open_gap(text: &str) -> Option<&str> {
    let names = text.split('{').skip(1);
    let mut names = names.filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
    names.find(|name| !name.is_empty() && name.bytes().all(|letter| letter.is_ascii_lowercase()))
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A phrase with its gaps filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    language: String,
    is_borrowed: bool,
    pieces: Vec<Piece>,
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the phrase.
    Said(String),
    /// What was filled in: a number, a day, words of a questionnaire. Its direction is its own.
    Given {
        /// Name of the gap.
        name: String,
        /// What was filled in.
        text: String,
        /// Its language, when that is not the page's.
        language: Option<String>,
    },
}

impl Sentence {
    /// Says in which language the words of a gap are, when that is not the page's.
    #[must_use]
    pub fn with_language(mut self, gap: &str, given: Option<&str>) -> Self {
        for piece in &mut self.pieces {
            if let Piece::Given { name, language, .. } = piece
                && name == gap
            {
                *language = given.map(str::to_owned);
            }
        }
        self
    }

    /// The language of the words, when it is not that of the page.
    pub fn borrowed(&self) -> Option<&str> {
        self.is_borrowed.then_some(&*self.language)
    }

    /// Its words without signs of direction, to fill in another sentence.
    pub fn plain(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Said(text) | Piece::Given { text, .. } => text.clone(),
        };
        self.pieces.iter().map(text).collect()
    }

    /// Its parts in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

impl fmt::Display for Sentence {
    /// Plain text, for a title. In a language that runs right to left what was filled in stands between Unicode isolates.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let isolate = direction(&self.language) == "rtl";
        for piece in &self.pieces {
            match piece {
                Piece::Given { text, .. } if isolate => write!(f, "\u{2068}{text}\u{2069}")?,
                Piece::Said(text) | Piece::Given { text, .. } => f.write_str(text)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Phrase, Written};
    use std::collections::BTreeMap;

    fn phrase(language: &str, page: &str, written: Written) -> Phrase {
        Phrase {
            language: language.to_owned(),
            page: page.to_owned(),
            written,
        }
    }

    #[test]
    fn a_gap_is_filled_with_what_is_named_and_never_with_what_a_value_holds() {
        let phrase = phrase("nl", "nl", Written::Plain("{a} van {b}, {c}".into()));
        let sentence = phrase.fill(&[("a", &"{b}"), ("b", &5)]);
        assert_eq!(sentence.to_string(), "{b} van 5, {c}");
    }

    #[test]
    fn a_number_takes_the_form_of_the_language_of_the_words() {
        use super::Category::{Few, Many, One, Other};
        let forms = [
            (One, "{n} pytanie"),
            (Few, "{n} pytania"),
            (Many, "{n} pytań"),
            (Other, "x"),
        ];
        let forms: BTreeMap<_, _> = forms.map(|(category, text)| (category, text.into())).into();
        let phrase = phrase("pl", "pl", Written::Forms(forms));
        assert_eq!(phrase.count(1).to_string(), "1 pytanie");
        assert_eq!(phrase.count(22).to_string(), "22 pytania");
        assert_eq!(phrase.count(12).to_string(), "12 pytań");
    }

    #[test]
    fn what_is_filled_in_is_isolated_where_text_runs_right_to_left() {
        let phrase = phrase("ar", "ar", Written::Plain("الخطوة {n}".into()));
        assert_eq!(
            phrase.fill(&[("n", &2)]).to_string(),
            "الخطوة \u{2068}2\u{2069}"
        );
        assert_eq!(phrase.borrowed(), None);
    }

    #[test]
    fn a_phrase_of_another_language_than_the_page_says_so() {
        let phrase = phrase("nl", "ar", Written::Plain("Verder".into()));
        assert_eq!(phrase.borrowed(), Some("nl"));
        assert_eq!(phrase.fill(&[]).borrowed(), Some("nl"));
    }
}
