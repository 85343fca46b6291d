//! Small questions about a place in a text, asked by several kinds of personal data.

use super::word::Word;

/// Whether no letter or digit stands at byte `at`: a word or number may end there.
pub(super) fn ends_word(text: &str, at: usize) -> bool {
    !text[at..].chars().next().is_some_and(char::is_alphanumeric)
}

/// Whether one of the `reach` words before byte `at` is a cue.
pub(super) fn cue_before(
    words: &[Word<'_>],
    at: usize,
    reach: usize,
    is_cue: impl Fn(&str) -> bool,
) -> bool {
    let before = words.partition_point(|word| word.end <= at);
    words[before.saturating_sub(reach)..before]
        .iter()
        .any(|word| is_cue(&word.folded))
}

/// Whether one of the `reach` words from byte `at` on is a cue.
pub(super) fn cue_after(
    words: &[Word<'_>],
    at: usize,
    reach: usize,
    is_cue: impl Fn(&str) -> bool,
) -> bool {
    let from = words.partition_point(|word| word.start < at);
    words[from..]
        .iter()
        .take(reach)
        .any(|word| is_cue(&word.folded))
}

/// Number of bytes at the start of `text` that are ASCII digits.
pub(super) fn digits_at_start(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Words behind a number that make it an amount, a time or an age.
pub(super) fn counts_something(after: &str) -> bool {
    const UNITS: &[&str] = &[
        "uur",
        "uren",
        "jaar",
        "jaren",
        "maand",
        "maanden",
        "week",
        "weken",
        "dag",
        "dagen",
        "minuten",
        "minuut",
        "euro",
        "eur",
        "cent",
        "procent",
        "keer",
        "maal",
        "km",
        "kilometer",
        "meter",
        "mensen",
        "personen",
        "kinderen",
        "x",
        "kg",
        "kilo",
        "stuks",
        "punten",
        "mnd",
        "wkn",
        "jr",
        "graden",
    ];
    let after = after.trim_start();
    if after.starts_with(['%', '€']) {
        return true;
    }
    let word: String = after
        .chars()
        .take_while(|c| c.is_alphabetic())
        .take(12)
        .collect();
    UNITS.contains(&word.to_lowercase().as_str())
}
