//! Keywords as the codebook writes them: `*` is any letters, a phrase is its words in a row.

/// A word of a text: folded, with its bytes.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) folded: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The words and numbers of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        match (start, c.is_alphanumeric() || is_mark(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let folded = crate::language::folded(&text[from..at]);
                tokens.push(Token {
                    folded,
                    start: from,
                    end: at,
                });
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// A keyword: one pattern per word.
#[derive(Debug)]
pub(super) struct Keyword(Vec<Pattern>);

/// A word with at most one `*`: what it starts and ends with.
#[derive(Debug)]
struct Pattern {
    start: String,
    end: Option<String>,
}

impl Keyword {
    pub(super) fn new(keyword: &str) -> Self {
        let folded = crate::language::folded(keyword);
        let words = folded.split(|c: char| !(c.is_alphanumeric() || c == '*'));
        Self(
            words
                .filter(|word| !word.is_empty())
                .map(Pattern::new)
                .collect(),
        )
    }

    /// The first place where the keyword stands, as a range of tokens.
    pub(super) fn find(&self, tokens: &[Token]) -> Option<std::ops::Range<usize>> {
        let length = self.0.len();
        let fits = |row: &[Token]| {
            row.iter()
                .zip(&self.0)
                .all(|(token, pattern)| pattern.fits(&token.folded))
        };
        let at = tokens.windows(length).position(fits)?;
        Some(at..at + length)
    }
}

impl Pattern {
    fn new(word: &str) -> Self {
        // `*schuld*` is a word that has "schuld" in it; that is the only form with two stars.
        match word.split_once('*') {
            Some((start, end)) => Self {
                start: start.to_owned(),
                end: Some(end.to_owned()),
            },
            None => Self {
                start: word.to_owned(),
                end: None,
            },
        }
    }

    fn fits(&self, word: &str) -> bool {
        let Some(end) = &self.end else {
            return word == self.start;
        };
        let Some(rest) = word.strip_prefix(self.start.as_str()) else {
            return false;
        };
        match end.strip_suffix('*') {
            Some(inside) => rest.contains(inside),
            None => rest.ends_with(end.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Keyword, tokens};

    fn found(keyword: &str, text: &str) -> bool {
        Keyword::new(keyword).find(&tokens(text)).is_some()
    }

    #[test]
    fn a_star_is_any_letters_and_a_phrase_its_words_in_a_row() {
        assert!(found("wacht*", "Ik WACHTTE lang"));
        assert!(!found("wacht", "Ik wachtte lang"));
        assert!(found("*schuld*", "schuldhulp en huurschulden"));
        assert!(found("sociaal*team", "het sociaalwijkteam"));
        assert!(found("eigen bijdrage*", "de eigen bijdragen zijn hoog"));
        assert!(!found("eigen bijdrage", "eigen grote bijdrage"));
        assert!(found("re-integrat*", "mijn re-integratietraject"));
        assert!(found("cliëntondersteun*", "een clientondersteuner"));
    }
}
