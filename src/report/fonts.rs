//! The fonts of the reports: their bytes, the width of a text in them, and which characters they can show.
//!
//! PDF/UA-1 refuses a document with a missing glyph, so every text is filtered before it is typeset: an emoji in an answer
//! never blocks a report.

use std::borrow::Cow;
use std::sync::LazyLock;

use ab_glyph::{Font, FontRef};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands in the place of a character that no font has.
pub const REPLACEMENT: char = '\u{FFFD}';

/// The font files, in the order of `reports/fonts/README.md`.
pub const FILES: [&[u8]; 6] = [
    include_bytes!("../../reports/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../reports/fonts/NotoSans-Bold.ttf"),
    include_bytes!("../../reports/fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../../reports/fonts/NotoSerif-Bold.ttf"),
    include_bytes!("../../reports/fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../reports/fonts/NotoSansEthiopic-Regular.ttf"),
];

static FACES: LazyLock<Vec<FontRef<'static>>> = LazyLock::new(|| {
    FILES
        .iter()
        .filter_map(|file| FontRef::try_from_slice(file).ok())
        .collect()
});

/// Places in [`FILES`] of the faces that together show every script we have.
const SCRIPTS: [usize; 3] = [0, 4, 5];
/// Families of [`SCRIPTS`].
const FAMILIES: [&str; 3] = ["Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic"];

/// Weight of the sans serif in charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Body text.
    Regular,
    /// Names and figures.
    Bold,
}

/// How much may remain after filtering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Every script of the embedded fonts.
    Full,
    /// Only what the main face has, without combining marks: the safety net when shaping still misses a glyph.
    Plain,
}

/// Width of a text at `size`, in the unit of `size`.
pub fn width(text: &str, weight: Weight, size: f64) -> f64 {
    let place = match weight {
        Weight::Regular => 0,
        Weight::Bold => 1,
    };
    let Some(face) = FACES.get(place) else {
        return 0.0;
    };
    let advance = |letter: char| {
        let own = family_of(letter).filter(|family| *family > 0);
        let own = own.and_then(|family| FACES.get(SCRIPTS[family]));
        let face = own.unwrap_or(face);
        face.h_advance_unscaled(face.glyph_id(letter))
    };
    let units: f32 = text.chars().map(advance).sum();
    f64::from(units) / f64::from(face.units_per_em().unwrap_or(1000.0)) * size
}

/// The text in pieces, each with the family that shows it; blanks and marks stay with what is before them.
///
/// For pictures: their text falls back to another font only when both shape it into as many glyphs, and Arabic letters with
/// digits or signs among them never are.
pub fn runs(text: &str) -> Vec<(&'static str, &str)> {
    let mut runs: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        let joins = letter.is_whitespace() || is_combining_mark(letter);
        let family = family_of(letter).unwrap_or_default();
        match runs.last_mut() {
            Some((last, range)) if joins || *last == family => range.end = end,
            _ => runs.push((family, at..end)),
        }
    }
    let piece = |(family, range): (usize, std::ops::Range<usize>)| (FAMILIES[family], &text[range]);
    runs.into_iter().map(piece).collect()
}

/// Place in [`SCRIPTS`] of the first face that has a letter.
fn family_of(letter: char) -> Option<usize> {
    SCRIPTS.iter().position(|place| {
        let face = FACES.get(*place);
        face.is_some_and(|face| face.glyph_id(letter).0 != 0)
    })
}

/// The text as the fonts can show it, and how many characters were replaced by [`REPLACEMENT`].
///
/// An emoji of several code points counts as one. Invisible controls (direction marks, joiners, variation selectors) go
/// away without being counted; other controls become a space.
pub fn printable(text: &str, coverage: Coverage) -> (Cow<'_, str>, usize) {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return (Cow::Borrowed(text), 0);
    }
    let mut shown = String::with_capacity(text.len());
    let mut replaced = 0;
    let mut base: Option<usize> = None;
    let mut joined = false;
    for letter in text.nfc() {
        if is_invisible(letter) {
            joined = letter == '\u{200D}';
            continue;
        }
        if letter.is_control() {
            shown.push(' ');
            base = None;
        } else if let Some(face) = face_of(letter, base, coverage) {
            shown.push(letter);
            base = Some(face);
        } else if !is_combining_mark(letter) && !continues_emoji(letter, joined, &shown) {
            shown.push(REPLACEMENT);
            replaced += 1;
            base = None;
        }
        joined = false;
    }
    (Cow::Owned(shown), replaced)
}

/// The text with places to break a line inside runs of more than 30 letters, so that no word leaves its column.
pub fn breakable(text: &str) -> String {
    const RUN: usize = 30;
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for letter in text.chars() {
        run = if letter.is_whitespace() || letter == '-' {
            0
        } else {
            run + 1
        };
        if run > RUN {
            out.push('\u{200B}');
            run = 1;
        }
        out.push(letter);
    }
    out
}

/// The face that shows a letter; a combining mark must be in the face of its base, or the pair would miss a glyph.
fn face_of(letter: char, base: Option<usize>, coverage: Coverage) -> Option<usize> {
    let has = |place: usize| {
        FACES
            .get(place)
            .is_some_and(|face| face.glyph_id(letter).0 != 0)
    };
    if is_private(letter) {
        return None;
    }
    match coverage {
        Coverage::Plain => (!is_combining_mark(letter) && has(0)).then_some(0),
        Coverage::Full if is_combining_mark(letter) => base.filter(|place| has(*place)),
        Coverage::Full => SCRIPTS.into_iter().find(|place| has(*place)),
    }
}

/// PDF/A wants the meaning of every character; a private one has none.
fn is_private(letter: char) -> bool {
    matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

fn continues_emoji(letter: char, joined: bool, shown: &str) -> bool {
    (joined || matches!(letter, '\u{1F3FB}'..='\u{1F3FF}')) && shown.ends_with(REPLACEMENT)
}

#[cfg(test)]
mod tests {
    use super::{Coverage, FACES, FILES, Weight, printable, runs, width};
    use proptest::prelude::{any, prop_assert, proptest};

    #[test]
    fn every_font_file_is_readable() {
        assert_eq!(FACES.len(), FILES.len());
    }

    #[test]
    fn dutch_arabic_and_tigrinya_stay_and_an_emoji_of_four_code_points_is_one_sign() {
        for text in [
            "Één café · 53,8% – ‘goed’",
            "شكرا جزيلا",
            "የቐንየለይ",
            "Дякую",
            "Dziękuję",
        ] {
            assert_eq!(printable(text, Coverage::Full).0, text);
        }
        assert_eq!(
            printable("fijn 👨‍👩‍👧 zo", Coverage::Full),
            ("fijn \u{FFFD} zo".into(), 1)
        );
        assert_eq!(printable("👍🏽👍🏽", Coverage::Full).1, 2);
        assert_eq!(
            printable("谢谢", Coverage::Full),
            ("\u{FFFD}\u{FFFD}".into(), 2)
        );
    }

    #[test]
    fn controls_and_direction_overrides_disappear() {
        assert_eq!(printable("a\u{202E}b\u{0}c\nd", Coverage::Full).0, "ab c d");
    }

    #[test]
    fn a_mark_that_its_base_does_not_know_is_left_out() {
        let (shown, _) = printable("ش\u{20E3}", Coverage::Full);
        assert_eq!(shown, "ش");
    }

    #[test]
    fn a_text_in_two_scripts_is_two_runs_and_blanks_and_marks_belong_to_what_is_before_them() {
        assert_eq!(runs("Een café"), [("Noto Sans", "Een café")]);
        let mixed = [
            ("Noto Sans Arabic", "شكرًا جزيلا "),
            ("Noto Sans", "100% (nu) "),
            ("Noto Sans Ethiopic", "የቐንየለይ"),
        ];
        assert_eq!(runs("شكرًا جزيلا 100% (nu) የቐንየለይ"), mixed);
        assert_eq!(runs(""), []);
    }

    #[test]
    fn bold_is_wider_than_regular() {
        assert!(
            width("Bereikbaarheid", Weight::Bold, 10.0)
                > width("Bereikbaarheid", Weight::Regular, 10.0)
        );
    }

    proptest! {
        #[test]
        fn filtering_twice_changes_nothing_more(text in any::<String>()) {
            let (once, _) = printable(&text, Coverage::Full);
            let (twice, replaced) = printable(&once, Coverage::Full);
            prop_assert!(once == twice);
            prop_assert!(replaced == 0 || once.contains(super::REPLACEMENT));
        }
    }
}
