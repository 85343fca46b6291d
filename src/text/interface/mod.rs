//! What the program itself says to residents, in the languages of `LANG.toml` beside this file.
//!
//! Every phrase is a field, so a page can't use one that is not there, and a file that lacks one or has one too many does
//! not load. Texts of questionnaires stand in `surveys/`; pages of the client council are Dutch only and hold their own text.

mod violation;

use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

/// A phrase, with `{name}` where something is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Phrase(String);

impl Phrase {
    /// The phrase with its gaps filled. A gap that is not named stays as it is.
    pub fn fill(&self, gaps: &[(&str, &dyn fmt::Display)]) -> String {
        gaps.iter().fold(self.0.clone(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), &value.to_string())
        })
    }

    /// The phrase as it stands in the file.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Defines a struct per section of the file, with a [`Phrase`] per key.
macro_rules! sections {
    ($($(#[$doc:meta])* $section:ident: $name:ident { $($key:ident),+ $(,)? })+) => {
        $($(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[doc = concat!("`", stringify!($section), ".", stringify!($key), "`")] pub $key: Phrase),+
        })+

        /// All phrases of one language.
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Interface {
            /// Language code, as in `lang`.
            pub language: String,
            /// `ltr` or `rtl`.
            pub direction: String,
            $(#[doc = concat!("Section `", stringify!($section), "`.")] pub $section: $name),+
        }
    };
}

sections! {
    /// On every page of a resident.
    common: Common {
        skip, exit, exit_more, tagline, sample, languages, help, data, accessibility, phone, untranslated,
    }
    /// Start page of an enquête.
    start: Start {
        title, promise_whose, promise_name, promise_consequences, promise_free, length_one, length_many, begin, kept,
        kept_answers, kept_small_groups, kept_removal, kept_complaint, course, use_of_results, until, own_case, own_case_text,
        own_case_link, take_part, after,
    }
    /// The field for an invitation code.
    code: CodeField { label, hint, empty, length, typo, unknown, unknown_help, letter }
    /// Start page of the signal form.
    signal: Signal {
        title, promise_whose, promise_name, promise_contact, promise_free, begin, kept_answers,
    }
    /// The pages with questions.
    step: Step {
        title, step, next, back, background, background_intro, open_hint, contact_hint, note_own_text, own_text,
        several, at_most, number_range, date_hint, day, month, year, ranking_hint, ranking_place,
    }
    /// The page to check the answers.
    check: Check {
        title, heading, intro, intro_signal, skipped, change, kept, kept_nothing_else, kept_signal, kept_contact, kept_bytes, week,
        send, send_signal, personal, personal_intro, personal_word, stale, stale_text,
    }
    /// The page after sending.
    thanks: Thanks {
        title, heading, heading_signal, lead, lead_signal, stored, stored_text, stored_not_found, stored_signal, stored_contact,
        next, no_code, shared_device, shared_device_text, home,
    }
    /// When answering is not possible.
    closed: Closed { title, heading, not_open, closed, results, home, signal }
    /// When something is wrong with what was filled in.
    error: Errors {
        title_prefix, summary_one, summary_many, kept, at, required_choice, required_way_out, required_tick, required_text, unknown_option, exclusive,
        too_many_choices, not_a_number, out_of_range, too_long, not_a_date, ranked_twice, ranking_incomplete, citizen_number,
        citizen_number_summary, not_a_contact, control_character, unreadable, unreadable_text, again, full, full_text,
    }
}

static DUTCH: LazyLock<Interface> = LazyLock::new(|| read("nl", include_str!("nl.toml")));
static ENGLISH: LazyLock<Interface> = LazyLock::new(|| read("en", include_str!("en.toml")));

/// Languages with phrases of their own, Dutch first.
pub const LANGUAGES: [&str; 2] = ["nl", "en"];

/// The phrases of a language; Dutch when there are none of it.
pub fn phrases(language: &str) -> &'static Interface {
    match language {
        "en" => &ENGLISH,
        _ => &DUTCH,
    }
}

/// The name of a language in itself; its code when it is not known here.
pub fn language_name(code: &str) -> &str {
    match code {
        "nl" => "Nederlands",
        "en" => "English",
        "ar" => "العربية",
        "bg" => "Български",
        "es" => "Español",
        "fa" => "فارسی",
        "fr" => "Français",
        "pap" => "Papiamentu",
        "pl" => "Polski",
        "ro" => "Română",
        "so" => "Soomaali",
        "ti" => "ትግርኛ",
        "tr" => "Türkçe",
        "uk" => "Українська",
        other => other,
    }
}

fn read(language: &str, text: &str) -> Interface {
    let interface: Interface =
        toml::from_str(text).expect("the files are compiled in and a test reads both");
    debug_assert_eq!(interface.language, language);
    interface
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, phrases};

    #[test]
    fn every_language_has_every_phrase_and_no_other() {
        for language in LANGUAGES {
            assert_eq!(phrases(language).language, language);
        }
    }

    #[test]
    fn every_phrase_has_the_same_gaps_in_every_language() {
        let gaps = |text: &str| -> Vec<String> {
            let table: toml::Table = toml::from_str(text).expect("a table");
            let mut found = Vec::new();
            for (section, value) in &table {
                for (key, phrase) in value.as_table().into_iter().flatten() {
                    let mut names: Vec<_> = phrase
                        .as_str()
                        .unwrap_or_default()
                        .split('{')
                        .skip(1)
                        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
                        .collect();
                    names.sort();
                    found.push(format!("{section}.{key}: {names:?}"));
                }
            }
            found.sort();
            found
        };
        assert_eq!(gaps(include_str!("nl.toml")), gaps(include_str!("en.toml")));
    }

    #[test]
    fn a_gap_is_filled_with_what_is_named() {
        let phrase = &phrases("nl").step.step;
        assert_eq!(phrase.fill(&[("n", &2), ("total", &5)]), "Stap 2 van 5");
    }
}
