//! Lists inside a sentence: "a, b en c".

/// Joins with commas and "en" before the last: "a", "a en b", "a, b en c".
pub fn and<T: AsRef<str>>(items: &[T]) -> String {
    join(items, "en")
}

/// Joins with commas and "of" before the last: "a, b of c".
pub fn or<T: AsRef<str>>(items: &[T]) -> String {
    join(items, "of")
}

fn join<T: AsRef<str>>(items: &[T], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", first.join(", "), last.as_ref())
        }
    }
}

/// The sentence with its first letter in upper case; a Dutch "ij" at the start counts as one letter.
pub fn capitalised(sentence: &str) -> String {
    if let Some(rest) = sentence.strip_prefix("ij") {
        return format!("IJ{rest}");
    }
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A name between quotation marks, to stand inside a sentence.
pub fn quoted(name: &str) -> String {
    format!("‘{}’", name.trim())
}

/// Names between quotation marks, joined with "en".
pub fn quoted_and<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name.as_ref())).collect();
    and(&names)
}

#[cfg(test)]
mod tests {
    use super::{and, capitalised, or, quoted_and};

    #[test]
    fn a_list_has_commas_and_one_word_before_the_last() {
        assert_eq!(and::<&str>(&[]), "");
        assert_eq!(and(&["a"]), "a");
        assert_eq!(and(&["a", "b"]), "a en b");
        assert_eq!(and(&["a", "b", "c"]), "a, b en c");
        assert_eq!(or(&["a", "b", "c"]), "a, b of c");
    }

    #[test]
    fn a_sentence_starts_with_a_capital_and_names_in_a_list_stay_apart() {
        assert_eq!(capitalised("ijsland"), "IJsland");
        assert_eq!(capitalised("één op de vijf"), "Één op de vijf");
        assert_eq!(
            quoted_and(&["Taal en tolk", "Wonen en opvang"]),
            "‘Taal en tolk’ en ‘Wonen en opvang’"
        );
    }
}
