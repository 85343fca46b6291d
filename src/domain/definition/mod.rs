//! A questionnaire: the model behind `surveys/*.toml` (format: `surveys/README.md`).
//!
//! [`read::read`] turns a file into this model, or into findings with line, key and hint.
//! Here is what a questionnaire *is*; [`source`] is the file with its lines, [`read`] makes the model of it,
//! [`check`] looks at what only shows when the whole is read.

mod check;
mod finding;
mod option;
mod problem;
mod question;
mod range;
pub mod read;
mod rewrite;
mod source;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeMap;
use std::fmt;

use super::condition::Condition;
use super::localized::Localized;
use super::review::Review;
use super::theme::Theme;

pub use finding::{Finding, Level};
pub use rewrite::with_translation;
pub use texts::Text;

/// A whole questionnaire: one file of `surveys/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Questionnaire {
    /// `[a-z0-9-]+`, stable for ever.
    pub id: String,
    /// How answers come in.
    pub channel: Channel,
    /// The law it is about, when it is about one.
    pub law: Option<Law>,
    /// Language codes; the first is the source.
    pub languages: Vec<String>,
    /// Per language how far its translation is. A language that is not here came with the questionnaire itself.
    pub translations: BTreeMap<String, Review>,
    /// Title for people.
    pub title: Localized,
    /// What the resident reads first.
    pub intro: Localized,
    /// Course and use of the results (Opmeer art. 8.3); without it a survey can't be opened.
    pub process: Option<Process>,
    /// Named scales, by name, in the order of the file.
    pub scales: Vec<(String, Vec<Choice>)>,
    /// Themes of this file itself, beside the theme codebook.
    pub themes: Vec<Theme>,
    /// Pages of questions.
    pub sections: Vec<Section>,
    /// Questions by which results may be crossed; asked on the last page.
    pub background: Vec<Question>,
}

/// What happens with a survey and its results.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Process {
    /// Verloop: how it goes on.
    pub course: Localized,
    /// Wat wij met de resultaten doen.
    pub use_of_results: Localized,
}

/// One page of questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Stable id.
    pub id: String,
    /// Heading of the page.
    pub title: Localized,
    /// Text under the heading.
    pub intro: Localized,
    /// Shown only when this holds.
    pub show_if: Option<Condition>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// `[A-Za-z][A-Za-z0-9_]*`, stable for ever; the CSV column.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The question or statement.
    pub text: Localized,
    /// Under the question.
    pub hint: Localized,
    /// Easy-language variant of `text`.
    pub easy: Localized,
    /// Wording for a party of an evaluation: party, text.
    pub party_texts: Vec<(String, Localized)>,
    /// Name of the scale it uses.
    pub scale: Option<String>,
    /// Answers to choose from (of the scale, when it has one); empty on other kinds.
    pub options: Vec<Choice>,
    /// Theme id, of the theme codebook or of the file.
    pub theme: Option<String>,
    /// Whether it is about the rules or about how they are carried out.
    pub aspect: Option<Aspect>,
    /// Codes that count as a problem with their severity in 0..=1 (explicit or by default, see [`read`]).
    pub problems: Vec<(Code, f64)>,
    /// Whether a problem answer goes to the separate list of grave themes.
    pub grave: bool,
    /// A high code is bad.
    pub reversed: bool,
    /// This question asks how important that theme is.
    pub importance_of: Option<String>,
    /// Shown only when this holds.
    pub show_if: Option<Condition>,
    /// Must be answered when shown.
    pub required: bool,
    /// An own text beside the options.
    pub other: bool,
    /// Most options that may be ticked.
    pub max_choices: Option<usize>,
    /// Most characters of a text.
    pub max_length: Option<usize>,
    /// Goes to the coding screen.
    pub code_themes: bool,
    /// Range of a number question.
    pub range: Option<Range>,
    /// Bands (inclusive) in which a number is crossed.
    pub bands: Vec<(f64, f64)>,
}

/// Range of a number question, inclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Distance between two values.
    pub step: f64,
}

/// One answer to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Stable code.
    pub code: Code,
    /// Label for people.
    pub label: Localized,
    /// "Weet niet / niet van toepassing": never scored, never in the base, counted apart.
    pub not_applicable: bool,
    /// Can't be ticked together with another.
    pub exclusive: bool,
    /// No longer offered; old answers keep their meaning.
    pub retired: bool,
    /// An option's own theme.
    pub theme: Option<String>,
}

/// The code of an option: an integer or a text, written in CSV as such.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// A code from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The code as CSV and JSON write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code as an integer, when it is one in canonical form (`5`, not `05`).
    pub fn as_integer(&self) -> Option<i64> {
        self.0
            .parse::<i64>()
            .ok()
            .filter(|value| value.to_string() == self.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Defines an enum whose values are written as words in files.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in files.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a word, when it is one.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Self::from_word(&word).ok_or_else(|| serde::de::Error::custom(format!("unknown word {word:?}")))
            }
        }
    };
}

pub(crate) use words;

words! {
    /// How answers come in.
    Channel {
        /// Anonymous survey.
        Enquete = "enquete",
        /// Intake at the consultation hour, by a volunteer.
        Spreekuur = "spreekuur",
        /// Signal form on the website.
        Website = "website",
        /// Meeting with the achterban.
        Bijeenkomst = "bijeenkomst",
        /// Checking a policy proposal.
        Checklist = "checklist",
        /// Evaluation of a klankbordgroep by three parties.
        Evaluatie = "evaluatie",
        /// A client council looks at itself.
        Zelfevaluatie = "zelfevaluatie",
    }
}

words! {
    /// The law that a question or signal is about (domain.md 1: the four werkgroepen).
    Law {
        /// Participatiewet: income, work, debts, minimum income policy.
        Participatiewet = "participatiewet",
        /// Wmo 2015.
        Wmo = "wmo",
        /// Jeugdwet.
        Jeugdwet = "jeugdwet",
        /// Anything else.
        Overig = "overig",
    }
}

words! {
    /// Whether a problem lies in the rule or in how it is carried out.
    Aspect {
        /// The rule: a decision of municipal council or college would have to change.
        Policy = "beleid",
        /// How it is done: an agreement with the service would do.
        Practice = "uitvoering",
        /// Both.
        Both = "allebei",
    }
}

words! {
    /// What kind of answer a question takes.
    Kind {
        /// One of the options.
        Choice = "choice",
        /// Any number of the options.
        Choices = "choices",
        /// One point of a scale.
        Scale = "scale",
        /// A number.
        Number = "number",
        /// Own words.
        Text = "text",
        /// A day.
        Date = "date",
        /// Options in order of preference.
        Ranking = "ranking",
        /// Text to read; no answer.
        Note = "note",
        /// Mail address or telephone number, kept apart and encrypted.
        Contact = "contact",
    }
}

impl Kind {
    /// Whether the question lists options.
    pub fn has_options(self) -> bool {
        matches!(
            self,
            Self::Choice | Self::Choices | Self::Scale | Self::Ranking
        )
    }

    /// Whether one option is chosen.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Choice | Self::Scale)
    }
}

impl Question {
    /// A question with nothing but an id and a kind.
    pub fn new(id: &str, kind: Kind) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            text: Localized::default(),
            hint: Localized::default(),
            easy: Localized::default(),
            party_texts: Vec::new(),
            scale: None,
            options: Vec::new(),
            theme: None,
            aspect: None,
            problems: Vec::new(),
            grave: false,
            reversed: false,
            importance_of: None,
            show_if: None,
            required: false,
            other: false,
            max_choices: None,
            max_length: None,
            code_themes: false,
            range: None,
            bands: Vec::new(),
        }
    }

    /// The option with this code.
    pub fn option(&self, code: &Code) -> Option<&Choice> {
        self.options.iter().find(|option| &option.code == code)
    }

    /// The severity (0..=1) of a problem code; `None` when the code is no problem.
    pub fn severity(&self, code: &Code) -> Option<f64> {
        self.problems
            .iter()
            .find(|(problem, _)| problem == code)
            .map(|(_, severity)| *severity)
    }

    /// Options that are still offered.
    pub fn offered(&self) -> impl Iterator<Item = &Choice> {
        self.options.iter().filter(|option| !option.retired)
    }
}

impl Questionnaire {
    /// Every question in the order in which it is asked: sections first, then background.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections
            .iter()
            .flat_map(|section| &section.questions)
            .chain(&self.background)
    }

    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// The themes of the theme codebook that could have been asked: none when the questionnaire has themes of its own.
    pub fn codebook_themes(&self) -> &'static [Theme] {
        if self.themes.is_empty() {
            super::theme::codebook()
        } else {
            &[]
        }
    }

    /// Every theme id that questions and options carry, in the order in which they come.
    pub fn themes_asked(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for question in self.questions() {
            let of_options = question.options.iter();
            let of_options = of_options.filter_map(|option| option.theme.as_deref());
            for theme in question.theme.as_deref().into_iter().chain(of_options) {
                if !found.contains(&theme) {
                    found.push(theme);
                }
            }
        }
        found
    }

    /// The source language.
    pub fn source_language(&self) -> &str {
        self.languages.first().map_or("nl", String::as_str)
    }
}
