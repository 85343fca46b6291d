//! What must hold of every language of the interface.

use std::collections::BTreeSet;

use super::plural::{Category, categories};
use super::{FILES, Interface, LANGUAGES, Phrase, file, may_lack, phrases, sheet};
use crate::domain::localized::direction;
use crate::domain::translation::gaps;

fn translations() -> impl Iterator<Item = &'static Interface> {
    LANGUAGES.into_iter().map(phrases)
}

#[test]
fn every_language_has_every_phrase_and_no_other() {
    let borrowed: Vec<String> = translations()
        .flat_map(|words| {
            let all = words.all().into_iter();
            all.filter(|(_, _, phrase)| phrase.borrowed().is_some())
                .map(|(section, key, phrase)| {
                    format!("{}: {section}.{key}: {phrase}", words.language)
                })
        })
        .collect();
    assert!(borrowed.is_empty(), "missing:\n{}", borrowed.join("\n"));
}

#[test]
fn the_header_of_a_file_is_that_of_its_language() {
    assert_eq!(FILES.map(|(code, _)| code), LANGUAGES);
    for (words, code) in translations().zip(LANGUAGES) {
        assert_eq!(
            (words.language.as_str(), &*words.direction),
            (code, direction(code))
        );
        assert_eq!(
            words.translation.is_some(),
            !["nl", "en"].contains(&code),
            "{code}"
        );
    }
}

#[test]
fn no_phrase_is_empty_and_none_has_blanks_at_its_ends() {
    for words in translations() {
        for (section, key, phrase) in words.all() {
            for (_, text) in phrase.forms() {
                let name = format!("{} {section}.{key}", words.language);
                assert!(!text.trim().is_empty(), "{name}");
                // The beginning of a title, and what follows a hidden word, have a blank on purpose.
                let inner = text.strip_suffix(' ').filter(|_| key == "title_prefix");
                assert_eq!(inner.unwrap_or(text), text.trim(), "{name}");
            }
        }
    }
}

#[test]
fn every_phrase_has_the_same_gaps_in_every_language_and_a_form_for_every_number() {
    let dutch = phrases("nl").all();
    for words in translations() {
        for ((section, key, phrase), (_, _, source)) in words.all().into_iter().zip(&dutch) {
            let name = format!("{} {section}.{key}", words.language);
            if phrase.borrowed().is_some() {
                continue;
            }
            let counts = source.forms().len() > 1;
            assert_eq!(phrase.forms().len() > 1, counts, "{name}");
            if counts {
                let found: BTreeSet<_> = phrase.forms().iter().filter_map(|form| form.0).collect();
                let needed = categories(&words.language).iter().copied().collect();
                assert_eq!(found, needed, "{name}");
            }
            for (category, text) in phrase.forms() {
                assert_gaps(&name, category, text, source);
            }
        }
    }
}

/// A form for none, one or two may say its number as a word.
fn assert_gaps(name: &str, category: Option<Category>, text: &str, source: &Phrase) {
    let as_word = [Category::Zero, Category::One, Category::Two];
    let mut found = gaps(text);
    if category.is_some_and(|category| as_word.contains(&category)) && !found.contains(&"n") {
        found.push("n");
    }
    assert_eq!(found, gaps(source.as_str()), "{name}: {text}");
}

#[test]
fn a_language_without_phrases_has_the_dutch_ones_and_its_own_direction() {
    let words = phrases("fa");
    assert_eq!(
        (words.language.as_str(), words.direction.as_str()),
        ("fa", "rtl")
    );
    assert_eq!(words.step.next.as_str(), "Verder");
    assert!(
        words
            .all()
            .iter()
            .all(|(_, _, phrase)| phrase.borrowed() == Some("nl"))
    );
    assert_eq!(phrases("xx").language, "nl");
}

#[test]
fn a_gap_is_filled_with_what_is_named() {
    let phrase = &phrases("nl").step.step;
    assert_eq!(
        phrase.fill(&[("n", &2), ("total", &5)]).to_string(),
        "Stap 2 van 5"
    );
}

#[test]
fn a_number_has_its_form_in_arabic_polish_and_ukrainian() {
    let length = |language: &str, n| {
        let isolates = ['\u{2068}', '\u{2069}'];
        phrases(language)
            .start
            .length
            .count(n)
            .to_string()
            .replace(isolates, "")
    };
    let arabic = [1, 2, 3, 20, 100].map(|n| length("ar", n));
    assert_eq!(
        arabic.iter().collect::<BTreeSet<_>>().len(),
        5,
        "{arabic:?}"
    );
    assert_eq!(length("pl", 2), "2 krótkie pytania.");
    assert_eq!(length("pl", 20), "20 krótkich pytań.");
    assert_eq!(length("uk", 21), "21 коротке запитання.");
    assert_eq!(length("uk", 23), "23 короткі запитання.");
    assert_eq!(length("tr", 20), "20 kısa soru.");
}

#[test]
fn a_day_is_written_in_the_words_of_the_language() {
    let day = |language| phrases(language).day(jiff::civil::date(2026, 12, 11));
    assert_eq!(day("nl"), "11 december 2026");
    assert_eq!(day("en"), "11 December 2026");
    assert_eq!(day("ar"), "11 ديسمبر 2026");
    assert_eq!(day("tr"), "11 Aralık 2026");
    assert_eq!(day("pl"), "11 grudnia 2026");
    assert_eq!(day("uk"), "11 грудня 2026");
}

#[test]
fn a_number_has_the_decimal_sign_of_the_language() {
    let number = |language| phrases(language).number(7.5);
    assert_eq!(
        ["nl", "en", "ar", "pl"].map(number),
        ["7,5", "7.5", "7.5", "7,5"]
    );
}

#[test]
fn a_file_comes_back_the_same_by_way_of_a_sheet() {
    for language in ["ar", "pl", "uk", "tr"] {
        let words = phrases(language);
        let sheet = sheet(language);
        let again = file(&sheet).expect("a file");
        let before: toml::Table = super::FILES
            .iter()
            .find(|(code, _)| *code == language)
            .expect("a file")
            .1
            .parse()
            .expect("toml");
        let after: toml::Table = again.parse().expect("toml");
        assert_eq!(before, after, "{language}");
        assert_eq!(words.translation.as_ref(), Some(&sheet.review));
        assert_eq!(
            sheet.findings(&super::sheet(language), &may_lack),
            [],
            "{language}"
        );
    }
}

#[test]
fn a_language_without_a_file_has_a_sheet_with_an_empty_row_for_every_phrase_and_form() {
    let empty = sheet("fa");
    assert!(empty.rows.len() > 140, "{}", empty.rows.len());
    assert!(
        empty
            .rows
            .iter()
            .all(|row| row.translation.is_empty() && !row.source.is_empty())
    );
    let forms = empty
        .rows
        .iter()
        .filter(|row| row.key.starts_with("error.summary."))
        .count();
    assert_eq!(forms, 2);
}
