//! Dutch free text: what the program can tell about it without understanding it.
//! Not here: whether a text may be stored, or what a question asks.

pub mod coach;
pub mod personal_data;
pub mod subject;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents: the same word however it is written.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = |c: char| match c {
        'ı' => 'i',
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        '’' | '‘' | '`' | '´' => '\'',
        other => other,
    };
    let lower = text.to_lowercase();
    lower
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(plain)
        .collect()
}

/// Whether every word of `sought` stands in `text`, however both are written; no words stand in every text.
#[must_use]
pub fn found_in(text: &str, sought: &str) -> bool {
    let (text, sought) = (folded(text), folded(sought));
    sought.split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::found_in;

    #[test]
    fn a_search_finds_all_words_in_any_order_and_without_accents() {
        assert!(found_in(
            "Cliënten wachten te lang op een besluit",
            "BESLUIT clienten"
        ));
        assert!(!found_in("Cliënten wachten te lang", "wachten kort"));
        assert!(found_in("alles", "  "));
    }
}
