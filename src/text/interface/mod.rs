//! What the program itself says to residents, in the languages of `LANG.toml` beside this file.
//!
//! Every phrase is a field, so a page can't use one that is not there. A phrase that a language lacks is there in Dutch, and
//! knows that it is ([`Phrase::borrowed`]); a test names each. The Dutch file has all, and no file has one too many. Texts of questionnaires stand in `surveys/`; pages of the client council are Dutch only and hold their own text.

mod load;
mod phrase;
pub mod plural;
mod sheet;
#[cfg(test)]
mod tests;
mod violation;

use jiff::civil::Date;
use serde::Deserialize;

use crate::domain::client_council::Form;
use crate::domain::entry;
use crate::domain::review::Review;

pub use load::{FILES, LANGUAGES, language_name, phrases};
#[cfg(test)]
pub(crate) use phrase::open_gap;
pub use phrase::{Phrase, Piece, Sentence};
pub use sheet::{INTERFACE, file, may_lack, sheet};

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
            /// Who made and who checked this translation; the language in which the phrases were written has none.
            pub translation: Option<Review>,
            $(#[doc = concat!("Section `", stringify!($section), "`.")] pub $section: $name),+
        }

        impl Interface {
            /// Every phrase with its key, in the order of the file.
            pub fn all(&self) -> Vec<(&'static str, &'static str, &Phrase)> {
                vec![$($((stringify!($section), stringify!($key), &self.$section.$key)),+),+]
            }
        }
    };
}

sections! {
    /// On every page of a resident.
    common: Common {
        skip, exit, exit_more, tagline, sample, languages, help, data, accessibility, phone, untranslated, unchecked,
    }
    /// What a council calls itself; fills `{council}` of other phrases.
    council: CouncilWords { clientenraad, clientenpanel, klankbordgroep }
    /// Start page of an enquête.
    start: Start {
        title, promise_whose, promise_name, promise_consequences, promise_free, length, minutes, begin, kept,
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
        send, send_signal, personal, personal_intro, personal_word, personal_remove, personal_remove_all, stale, stale_text,
    }
    /// The page after sending.
    thanks: Thanks {
        title, heading, heading_signal, lead, lead_signal, stored, stored_text, stored_not_found, stored_signal, stored_contact,
        next, shared_device, shared_device_text, home,
    }
    /// The code of a signal: given after sending, and the page where it is typed.
    follow: Follow {
        title, heading, intro, label, hint, open, shape, word, unknown, busy, status, status_new, status_studied, status_discussed, status_done, answer, no_answer, question, reply, reply_hint, reply_send, replied, reply_empty, reply_long, reaction, not_shown, given, given_text, given_keep, given_scan, given_where,
    }
    /// When answering is not possible.
    closed: Closed { title, heading, not_open, closed, results, home, signal }
    /// The questionnaire on paper.
    paper: Paper {
        kicker, form_number, form_number_why, code, code_why, specimen, promise, how, how_cross, how_mistake, how_skip, how_words,
        how_numbers, privacy, privacy_typed, privacy_paper, hand_in, hand_in_box, hand_in_until, end, end_text, several, at_most,
        write_number, write_date, write_places, gate_is, gate_not, gate_all, gate_any, clause_is, clause_not, then_question,
        then_questions, otherwise, otherwise_end, quoted, or, and,
    }
    /// Filling in for someone else.
    helper: Helper {
        offer, title, heading, lead, rules, ask, aloud, steer, words, secret, stop, begin, own, note, check_note,
    }
    /// On a device of the client council.
    kiosk: Kiosk {
        again, limit, warning, seconds, stay, thanks, ready,
    }
    /// Days in words.
    date: DateWords {
        day, january, february, march, april, may, june, july, august, september, october, november, december,
    }
    /// The button that reads a question aloud.
    listen: Listen { start, stop }
    /// When something is wrong with what was filled in.
    error: Errors {
        title_prefix, summary, kept, at, required_choice, required_way_out, required_tick, required_text, unknown_option, exclusive,
        too_many_choices, not_a_number, out_of_range, too_long, not_a_date, ranked_twice, ranking_incomplete, citizen_number,
        citizen_number_summary, not_a_contact, control_character, unreadable, unreadable_text, again, full, full_text, busy, busy_text, trap,
    }
}

impl Interface {
    /// What a council of this form calls itself.
    pub fn council(&self, form: Form) -> &Phrase {
        match form {
            Form::ClientCouncil => &self.council.clientenraad,
            Form::ClientPanel => &self.council.clientenpanel,
            Form::Klankbordgroep => &self.council.klankbordgroep,
        }
    }

    /// A phrase with what a council of this form calls itself: in a translation that is the Dutch word.
    pub fn named(&self, phrase: &Phrase, form: Form) -> Sentence {
        let dutch = self.translation.is_some().then_some("nl");
        let sentence = phrase.fill(&[("council", self.council(form))]);
        sentence.with_language("council", dutch)
    }

    /// A day in words: "11 december 2026".
    pub fn day(&self, date: Date) -> String {
        let words = &self.date;
        let months = [
            &words.january,
            &words.february,
            &words.march,
            &words.april,
            &words.may,
            &words.june,
            &words.july,
            &words.august,
            &words.september,
            &words.october,
            &words.november,
            &words.december,
        ];
        let month = usize::try_from(date.month() - 1).ok();
        let month = month.and_then(|place| months.get(place));
        let month = month.map_or("", |month| month.as_str());
        let gaps: [(&str, &dyn std::fmt::Display); 3] = [
            ("day", &date.day()),
            ("month", &month),
            ("year", &date.year()),
        ];
        words.day.fill(&gaps).plain()
    }

    /// A number as it is written in this language: `7,5`, in English and Arabic `7.5`.
    pub fn number(&self, number: f64) -> String {
        let written = entry::written(number);
        match self.language.as_str() {
            "en" | "ar" => written,
            _ => written.replace('.', ","),
        }
    }
}
