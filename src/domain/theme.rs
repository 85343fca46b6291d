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
}

/// The theme codebook: the 17 themes of `surveys/themas.toml`, in its order.
///
/// # Panics
/// Never: the file is part of the program and a test reads it.
pub fn codebook() -> &'static [Theme] {
    static CODEBOOK: OnceLock<Vec<Theme>> = OnceLock::new();
    CODEBOOK.get_or_init(|| {
        let file: File =
            toml::from_str(include_str!("../../surveys/themas.toml")).expect("checked by a test");
        file.theme.into_iter().map(Entry::into_theme).collect()
    })
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::codebook;

    #[test]
    fn the_codebook_has_seventeen_themes_with_a_dutch_and_an_english_name() {
        assert_eq!(codebook().len(), 17);
        assert!(
            codebook()
                .iter()
                .all(|theme| theme.name.exact("nl").is_some() && theme.name.exact("en").is_some())
        );
    }
}
