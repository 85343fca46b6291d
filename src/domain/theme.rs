//! Themes: what a question, a remark or a knelpunt is about. The theme codebook is `surveys/themas.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::definition::{Aspect, Law};
use super::localized::Localized;

/// A theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Stable id.
    pub id: String,
    /// Name for people.
    pub name: Localized,
    /// What the theme's problems usually are, when the file says so.
    pub aspect: Option<Aspect>,
    /// The law under which it is counted by default.
    pub law: Option<Law>,
    /// Words that remarks on it use: lower case without accents, `*` is any letters, a phrase matches as written.
    pub keywords: Vec<String>,
}

/// The theme codebook: the 17 themes of `surveys/themas.toml`, in its order.
///
/// # Panics
/// Never: the file is part of the program and a test reads it.
pub fn codebook() -> &'static [Theme] {
    static CODEBOOK: OnceLock<Vec<Theme>> = OnceLock::new();
    CODEBOOK.get_or_init(|| {
        parse(include_str!("../../surveys/themas.toml")).expect("checked by a test")
    })
}

/// Reads a theme codebook; `None` when `text` is another file, such as a questionnaire.
pub fn read_codebook(text: &str) -> Option<Result<Vec<Theme>, toml::de::Error>> {
    let is_codebook = text.lines().any(|line| line.trim_end() == "[[theme]]");
    is_codebook.then(|| parse(text))
}

fn parse(text: &str) -> Result<Vec<Theme>, toml::de::Error> {
    let file: File = toml::from_str(text)?;
    Ok(file.theme.into_iter().map(Entry::into_theme).collect())
}

#[derive(Deserialize)]
struct File {
    theme: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    name: BTreeMap<String, String>,
    law: Option<Law>,
    #[serde(default)]
    keywords: Vec<String>,
}

impl Entry {
    fn into_theme(self) -> Theme {
        let mut name = Localized::default();
        for (language, text) in &self.name {
            name.set(language, text);
        }
        Theme {
            id: self.id,
            name,
            aspect: None,
            law: self.law,
            keywords: self.keywords,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{codebook, read_codebook};

    #[test]
    fn the_codebook_has_seventeen_themes_with_a_dutch_and_an_english_name() {
        assert_eq!(codebook().len(), 17);
        assert!(
            codebook()
                .iter()
                .all(|theme| theme.name.exact("nl").is_some() && theme.name.exact("en").is_some())
        );
    }

    #[test]
    fn a_theme_codebook_is_told_from_a_questionnaire() {
        assert!(read_codebook("id = \"wmo\"\n[theme.eigen]\n").is_none());
        let read = read_codebook("[[theme]]\nid = \"werk\"\nname.nl = \"Werk\"\n");
        assert!(read.is_some_and(|themes| themes.is_ok_and(|themes| themes.len() == 1)));
        assert!(
            read_codebook("[[theme]]\nname.nl = \"Werk\"\n").is_some_and(|themes| themes.is_err())
        );
    }
}
