//! Design tokens as custom properties of CSS: `--name: value;`. Everything else in the file is left alone.

use super::Tokens;

pub(super) fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    let text = without_comments(text);
    for declaration in text.split([';', '{', '}']) {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let name = name.trim();
        let Some(bare) = name.strip_prefix("--").filter(|bare| is_name(bare)) else {
            continue;
        };
        let value = value.trim();
        tokens.list.push((bare.to_owned(), value.to_owned()));
        tokens
            .by_reference
            .insert(name.to_owned(), value.to_owned());
    }
    tokens
}

fn is_name(text: &str) -> bool {
    let part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    !text.is_empty() && text.chars().all(part)
}

fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        kept.push(' ');
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}
