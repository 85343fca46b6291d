//! The words of a text with what stands between them: enough to see a title, a name, a sentence that starts.

use unicode_normalization::char::is_combining_mark;

use crate::language::folded;

/// A run of letters. `O'Neill` and `m'n` are one word, `Fatima's` is `Fatima` and `s`, `El-Amrani` is two words.
#[derive(Debug)]
pub(super) struct Word<'t> {
    /// Lower case, without accents.
    pub(super) folded: String,
    /// First byte in the text.
    pub(super) start: usize,
    /// The byte after the last letter.
    pub(super) end: usize,
    /// What stands between the word before and this one.
    pub(super) gap: &'t str,
    /// Whether it is written with a capital that tells something: not in a text that is all capitals.
    pub(super) capital: bool,
    /// Whether it is an abbreviation in capitals, such as UWV.
    pub(super) acronym: bool,
    /// Whether a sentence or line starts here, so that a capital tells nothing.
    pub(super) first: bool,
}

impl Word<'_> {
    /// Whether this is a capital inside a sentence.
    pub(super) fn stands_out(&self) -> bool {
        self.capital && !self.first
    }

    /// Whether only blanks or a hyphen stand between the word before and this one.
    pub(super) fn follows_closely(&self) -> bool {
        !self.gap.is_empty()
            && !self.gap.contains('\n')
            && self.gap.chars().all(|c| c.is_whitespace() || c == '-')
    }
}

/// After these a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "dhr",
    "mw",
    "mevr",
    "mvr",
    "mej",
    "dr",
    "drs",
    "mr",
    "ir",
    "ing",
    "prof",
    "fam",
    "ds",
    "st",
    "str",
    "geb",
    "tel",
    "nr",
    "ca",
    "evt",
    "bijv",
    "ref",
    "contactpers",
    "burg",
    "gr",
    "tav",
    "tnv",
];

/// All words of `text`, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let capitals_tell = capitals_tell(text);
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..]
        .find(char::is_alphabetic)
        .map(|offset| at + offset)
    {
        let end = word_end(text, start);
        let before = words.last();
        let gap = &text[before.map_or(0, |word| word.end)..start];
        let first = before.is_none_or(|word| starts_sentence(word, gap));
        let written = &text[start..end];
        let upper = written.chars().filter(|c| c.is_uppercase()).count();
        let letters = written.chars().count();
        words.push(Word {
            folded: folded(written),
            start,
            end,
            gap,
            capital: capitals_tell && written.chars().next().is_some_and(char::is_uppercase),
            acronym: capitals_tell && letters > 1 && letters < 6 && upper == letters,
            first,
        });
        at = end;
    }
    words
}

/// Whether a capital means something: not when nearly all letters are capitals.
fn capitals_tell(text: &str) -> bool {
    let (mut upper, mut letters) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        upper += usize::from(c.is_uppercase());
    }
    letters < 8 || upper * 10 < letters * 7
}

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut letters = 0;
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let joins = letters == 1
            && matches!(c, '\'' | '’')
            && rest.peek().is_some_and(|next| next.is_alphabetic());
        if !(c.is_alphabetic() || is_combining_mark(c) || joins) {
            break;
        }
        letters += 1;
        end += c.len_utf8();
    }
    end
}

fn starts_sentence(before: &Word<'_>, gap: &str) -> bool {
    let abbreviated =
        before.end - before.start == 1 || ABBREVIATIONS.contains(&before.folded.as_str());
    gap.contains(['!', '?', '\n', ';', '•']) || (gap.contains('.') && !abbreviated)
}
