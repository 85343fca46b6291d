//! The files beside this one, each completed with the Dutch phrases that it lacks.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml::{Table, Value};

use super::Interface;
use crate::domain::localized::direction;

/// Language codes and files, Dutch first, in the order in which they are offered.
pub const FILES: [(&str, &str); 6] = [
    ("nl", include_str!("nl.toml")),
    ("en", include_str!("en.toml")),
    ("ar", include_str!("ar.toml")),
    ("tr", include_str!("tr.toml")),
    ("pl", include_str!("pl.toml")),
    ("uk", include_str!("uk.toml")),
];

/// Languages with phrases of their own, in the order in which they are offered.
pub const LANGUAGES: [&str; 6] = ["nl", "en", "ar", "tr", "pl", "uk"];

/// Names of languages, each in itself. A questionnaire may be in one that has no phrases here.
const NAMES: [(&str, &str); 17] = [
    ("nl", "Nederlands"),
    ("en", "English"),
    ("ar", "العربية"),
    ("bg", "Български"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fr", "Français"),
    ("fy", "Frysk"),
    ("pap", "Papiamentu"),
    ("pl", "Polski"),
    ("ro", "Română"),
    ("so", "Soomaali"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
];

static INTERFACES: LazyLock<BTreeMap<&str, Interface>> = LazyLock::new(|| {
    let dutch = table(FILES[0].1);
    let interface = |code| {
        let file = FILES.iter().find(|(language, _)| *language == code);
        let own = file.map_or_else(|| header(code), |(_, text)| table(text));
        (code, completed(own, &dutch, code))
    };
    NAMES.iter().map(|(code, _)| interface(*code)).collect()
});

/// The phrases for a page in this language. Those that it lacks are in Dutch; of a language without a name here, all are.
pub fn phrases(language: &str) -> &'static Interface {
    INTERFACES
        .get(language)
        .or_else(|| INTERFACES.get("nl"))
        .expect("Dutch has a name")
}

/// The name of a language in itself; its code when it is not known here.
pub fn language_name(code: &str) -> &str {
    let name = NAMES.iter().find(|(known, _)| *known == code);
    name.map_or(code, |(_, name)| name)
}

fn table(text: &str) -> Table {
    text.parse()
        .expect("the files are compiled in and a test reads them")
}

/// What stands above the phrases, for a language that has none.
fn header(code: &str) -> Table {
    let mut header = Table::new();
    header.insert("language".into(), code.into());
    header.insert("direction".into(), direction(code).into());
    header
}

/// An interface of the phrases of one file and, where that has none, the Dutch ones. Each knows its language.
fn completed(mut own: Table, dutch: &Table, code: &str) -> Interface {
    for (section, phrases) in dutch {
        let Some(phrases) = phrases.as_table().filter(|_| section != "translation") else {
            continue;
        };
        let empty = || Value::Table(Table::new());
        let Some(section) = own.entry(section).or_insert_with(empty).as_table_mut() else {
            continue;
        };
        for (_, phrase) in section.iter_mut() {
            *phrase = phrase_of(phrase.clone(), code, code);
        }
        for (key, phrase) in phrases {
            section
                .entry(key)
                .or_insert_with(|| phrase_of(phrase.clone(), "nl", code));
        }
    }
    Value::Table(own)
        .try_into()
        .expect("the files are compiled in and a test reads them")
}

fn phrase_of(written: Value, language: &str, page: &str) -> Value {
    let mut phrase = Table::new();
    phrase.insert("language".into(), language.into());
    phrase.insert("page".into(), page.into());
    phrase.insert("written".into(), written);
    Value::Table(phrase)
}
