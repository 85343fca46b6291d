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
