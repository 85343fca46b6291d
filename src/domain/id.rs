//! Names of things that people type and read: client councils, questionnaires, surveys and rounds.
//!
//! A round is `COUNCIL/QUESTIONNAIRE/NAME` (`lelystad/participatiewet/2026-1`), a survey its first two parts.
//! Each part is one to sixty of `a-z`, `0-9` and `-`, so that an id is also safe in a URL and in a file name.

use std::fmt;
use std::str::FromStr;

const LONGEST_PART: usize = 60;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The wrong number of parts between the slashes.
    #[error("\"{text}\" is not of the form {form}")]
    Form {
        /// What was read.
        text: String,
        /// What it should look like.
        form: &'static str,
    },
    /// A part that is empty, too long or holds other characters.
    #[error("\"{part}\" in \"{text}\" must be 1 to 60 of a-z, 0-9 and -")]
    Part {
        /// What was read.
        text: String,
        /// The part that is wrong.
        part: String,
    },
}

fn checked<'a, const N: usize>(text: &'a str, form: &'static str) -> Result<[&'a str; N], IdError> {
    let parts: Vec<&'a str> = text.split('/').collect();
    let parts: [&'a str; N] = parts.try_into().map_err(|_| IdError::Form {
        text: text.to_owned(),
        form,
    })?;
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    match parts
        .iter()
        .find(|part| part.is_empty() || part.len() > LONGEST_PART || !part.bytes().all(allowed))
    {
        None => Ok(parts),
        Some(part) => Err(IdError::Part {
            text: text.to_owned(),
            part: (*part).to_owned(),
        }),
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $parts:literal, $form:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// [`IdError`] when the text has another form or holds other characters.
            pub fn new(text: &str) -> Result<Self, IdError> {
                checked::<$parts>(text, $form)?;
                Ok(Self(text.to_owned()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// A client council: `lelystad`.
    ClientCouncilId, 1, "COUNCIL"
);
id!(
    /// A questionnaire, shared by all client councils: `participatiewet`.
    QuestionnaireId, 1, "QUESTIONNAIRE"
);
id!(
    /// A questionnaire in use by one client council: `lelystad/participatiewet`.
    SurveyId, 2, "COUNCIL/QUESTIONNAIRE"
);
id!(
    /// One opened period of a survey: `lelystad/participatiewet/2026-1`.
    RoundId, 3, "COUNCIL/QUESTIONNAIRE/NAME"
);

/// Part `index` of an id; the constructors made sure that it is there.
fn part(id: &str, index: usize) -> String {
    id.split('/').nth(index).unwrap_or_default().to_owned()
}

impl SurveyId {
    /// The survey of a client council with a questionnaire.
    #[must_use]
    pub fn of(client_council: &ClientCouncilId, questionnaire: &QuestionnaireId) -> Self {
        Self(format!("{client_council}/{questionnaire}"))
    }

    /// The client council that asks.
    #[must_use]
    pub fn client_council(&self) -> ClientCouncilId {
        ClientCouncilId(part(&self.0, 0))
    }

    /// The questionnaire that is used.
    #[must_use]
    pub fn questionnaire(&self) -> QuestionnaireId {
        QuestionnaireId(part(&self.0, 1))
    }

    /// The round of this survey that has this name.
    ///
    /// # Errors
    /// [`IdError`] when the name holds other characters than an id may have.
    pub fn round(&self, name: &str) -> Result<RoundId, IdError> {
        RoundId::new(&format!("{self}/{name}"))
    }
}

impl RoundId {
    /// The survey that this is a round of.
    #[must_use]
    pub fn survey(&self) -> SurveyId {
        SurveyId(format!("{}/{}", part(&self.0, 0), part(&self.0, 1)))
    }

    /// The client council that asks.
    #[must_use]
    pub fn client_council(&self) -> ClientCouncilId {
        ClientCouncilId(part(&self.0, 0))
    }

    /// The questionnaire that is used.
    #[must_use]
    pub fn questionnaire(&self) -> QuestionnaireId {
        QuestionnaireId(part(&self.0, 1))
    }

    /// The name within the survey: `2026-1`.
    #[must_use]
    pub fn name(&self) -> String {
        part(&self.0, 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_names_its_survey_client_council_and_questionnaire() {
        let round = RoundId::new("lelystad/participatiewet/2026-1").unwrap();
        assert_eq!(round.survey().as_str(), "lelystad/participatiewet");
        assert_eq!(round.client_council().as_str(), "lelystad");
        assert_eq!(round.questionnaire().as_str(), "participatiewet");
        assert_eq!(round.name(), "2026-1");
        assert_eq!(round.survey().round("2026-1"), Ok(round));
    }

    #[test]
    fn an_id_holds_nothing_that_means_something_in_a_path_or_url() {
        for text in [
            "",
            "a//b",
            "a/b",
            "a/b/c/d",
            "../b/c",
            "a/b/C",
            "a/b/c d",
            "a/b/é",
            "a/b/c.key",
        ] {
            assert!(RoundId::new(text).is_err(), "{text}");
        }
        assert!(ClientCouncilId::new(&"a".repeat(61)).is_err());
    }
}
