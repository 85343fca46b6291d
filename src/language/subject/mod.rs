//! What a remark is about: themes, law, and rule or practice, by words that can be read and changed.
//!
//! The words are the keywords of the codebook and those of `weights.toml`. It is a proposal for the person who codes the
//! remark, with the words that led to it; nothing is proposed when the words don't suffice.

mod keyword;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::definition::{Aspect, Law};
use crate::domain::theme::codebook;
use keyword::{Keyword, Token, tokens};

/// A theme that a remark seems to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Theme id of the codebook.
    pub theme: &'static str,
    /// Points of the words together: 2 and more.
    pub score: u32,
    /// The words, as they stand in the remark.
    pub because: Vec<String>,
}

/// What a remark seems to be about; empty where its words don't tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// At most three themes, the likeliest first.
    pub themes: Vec<Proposal>,
    /// The law.
    pub law: Option<Law>,
    /// Rule or practice.
    pub aspect: Option<Aspect>,
}

/// Most themes of one remark.
const MOST_THEMES: usize = 3;

/// What a remark seems to be about.
pub fn propose(remark: &str) -> Subject {
    let tokens = tokens(remark);
    let mut themes: Vec<Proposal> = WORDS
        .themes
        .iter()
        .filter_map(|theme| theme.proposal(remark, &tokens))
        .collect();
    themes.sort_by_key(|theme| std::cmp::Reverse(theme.score));
    let top = themes.first().map_or(0, |theme| theme.score);
    themes.retain(|theme| {
        theme.score >= WORDS.threshold && f64::from(theme.score) >= WORDS.share * f64::from(top)
    });
    themes.truncate(MOST_THEMES);
    Subject {
        law: law(&themes, &tokens),
        aspect: aspect(&themes, &tokens),
        themes,
    }
}

/// The law of the likeliest theme, else the one that the words name; "overig" when there is a theme and no such word.
fn law(themes: &[Proposal], tokens: &[Token]) -> Option<Law> {
    let by_theme = themes.iter().find_map(|proposal| {
        codebook()
            .iter()
            .find(|theme| theme.id == proposal.theme)?
            .law
    });
    let by_words = || most(tokens, &WORDS.law);
    by_theme
        .or_else(by_words)
        .or_else(|| themes.first().map(|_| Law::Overig))
}

/// What the words say, else what the problems of the theme usually are; nothing without a theme.
fn aspect(themes: &[Proposal], tokens: &[Token]) -> Option<Aspect> {
    let first = themes.first()?;
    most(tokens, &WORDS.aspect).or_else(|| WORDS.aspect_of_theme.get(first.theme).copied())
}

/// The answer with most words in the remark, when there is one.
fn most<T: Copy>(tokens: &[Token], answers: &[(T, Vec<Keyword>)]) -> Option<T> {
    let counted = answers.iter().map(|(answer, words)| {
        let count = words
            .iter()
            .filter(|word| word.find(tokens).is_some())
            .count();
        (count, *answer)
    });
    let mut counted: Vec<(usize, T)> = counted.collect();
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counted[..] {
        [(first, answer), (second, _), ..] if first > second => Some(answer),
        _ => None,
    }
}

/// The words of a theme with their points.
struct ThemeWords {
    id: &'static str,
    words: Vec<(u32, Keyword)>,
}

impl ThemeWords {
    /// Adds up the words of the remark, each place counted once, the weightiest word first.
    fn proposal(&self, remark: &str, tokens: &[Token]) -> Option<Proposal> {
        let mut found: Vec<_> = self
            .words
            .iter()
            .filter_map(|(points, word)| Some((*points, word.find(tokens)?)))
            .collect();
        found.sort_by_key(|(points, place)| {
            (
                std::cmp::Reverse(*points),
                std::cmp::Reverse(place.len()),
                place.start,
            )
        });
        let mut counted: Vec<std::ops::Range<usize>> = Vec::new();
        let mut score = 0;
        for (points, place) in found {
            if counted
                .iter()
                .all(|other| place.end <= other.start || other.end <= place.start)
            {
                score += points;
                counted.push(place);
            }
        }
        let words = |place: &std::ops::Range<usize>| {
            let (first, last) = (tokens.get(place.start)?, tokens.get(place.end - 1)?);
            remark.get(first.start..last.end).map(str::to_owned)
        };
        let because = counted.iter().filter_map(words).collect();
        (score > 0).then_some(Proposal {
            theme: self.id,
            score,
            because,
        })
    }
}

/// All words, ready to be looked for.
struct Words {
    themes: Vec<ThemeWords>,
    law: Vec<(Law, Vec<Keyword>)>,
    aspect: Vec<(Aspect, Vec<Keyword>)>,
    aspect_of_theme: BTreeMap<String, Aspect>,
    threshold: u32,
    share: f64,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("weights.toml")).expect("checked by a test");
    file.into_words()
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    threshold: u32,
    share: f64,
    law: BTreeMap<Law, Vec<String>>,
    aspect: AspectWords,
    theme: BTreeMap<String, Weights>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AspectWords {
    policy: Vec<String>,
    practice: Vec<String>,
    by_theme: BTreeMap<String, Aspect>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Weights {
    strong: Vec<String>,
    more: Vec<String>,
    weak: Vec<String>,
}

impl File {
    fn into_words(mut self) -> Words {
        let keywords = |words: &[String]| words.iter().map(|word| Keyword::new(word)).collect();
        let themes = codebook().iter().map(|theme| {
            let weights = self.theme.remove(&theme.id).unwrap_or_default();
            let mut points: BTreeMap<&str, u32> = BTreeMap::new();
            for (words, value) in [
                (&theme.keywords, 2),
                (&weights.more, 2),
                (&weights.strong, 4),
                (&weights.weak, 1),
            ] {
                points.extend(words.iter().map(|word| (word.as_str(), value)));
            }
            ThemeWords {
                id: &theme.id,
                words: points
                    .into_iter()
                    .map(|(word, value)| (value, Keyword::new(word)))
                    .collect(),
            }
        });
        Words {
            themes: themes.collect(),
            law: self
                .law
                .iter()
                .map(|(law, words)| (*law, keywords(words)))
                .collect(),
            aspect: vec![
                (Aspect::Policy, keywords(&self.aspect.policy)),
                (Aspect::Practice, keywords(&self.aspect.practice)),
            ],
            aspect_of_theme: self.aspect.by_theme,
            threshold: self.threshold,
            share: self.share,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn themes(remark: &str) -> Vec<&'static str> {
        propose(remark)
            .themes
            .iter()
            .map(|theme| theme.theme)
            .collect()
    }

    #[test]
    fn the_weights_can_be_read_and_name_themes_of_the_codebook() {
        let file: File = toml::from_str(include_str!("weights.toml")).expect("the file of weights");
        for id in file.theme.keys().chain(file.aspect.by_theme.keys()) {
            assert!(codebook().iter().any(|theme| theme.id == *id), "{id}");
        }
        assert_eq!(file.theme.len(), codebook().len());
    }

    #[test]
    fn the_words_that_led_to_a_theme_are_given_as_they_stand_in_the_remark() {
        let subject = propose("Mijn Schuldhulpverlener luistert niet.");
        assert_eq!(subject.themes[0].theme, "schulden");
        assert_eq!(subject.themes[0].because, ["Schuldhulpverlener"]);
        assert_eq!(subject.law, Some(Law::Participatiewet));
    }

    #[test]
    fn the_setting_alone_is_no_theme() {
        assert_eq!(themes("Ik stond bij de balie."), [""; 0]);
        for nothing in [
            "",
            "n.v.t.",
            "geen idee",
            "Bedankt!",
            "De stoep ligt scheef.",
        ] {
            assert_eq!(propose(nothing), Subject::default(), "{nothing}");
        }
    }

    #[test]
    fn a_remark_on_two_themes_gets_both() {
        assert_eq!(
            themes("Een half jaar wachten op een rolstoel."),
            ["wmo_voorziening", "doorlooptijd"]
        );
    }
}
