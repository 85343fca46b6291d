//! Who made a translation, and who checked it. Until someone has, every page says so.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

use super::definition::words;

words! {
    /// How far a translation is.
    Status {
        /// Made by a program; no one who knows the language has read it.
        Machine = "machine",
        /// Made by a person; no one else has read it.
        Draft = "concept",
        /// Read and found right by the person who is named.
        Checked = "nagekeken",
    }
}

/// How far a translation is, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// How far it is.
    pub status: Status,
    /// Who checked it; empty when no one has.
    #[serde(default)]
    pub checked_by: String,
    /// On which day; absent when no one has.
    #[serde(default, deserialize_with = "day")]
    pub checked_on: Option<Date>,
}

impl Review {
    /// Whether a named person signed it off.
    pub fn is_signed_off(&self) -> bool {
        self.status == Status::Checked
            && !self.checked_by.trim().is_empty()
            && self.checked_on.is_some()
    }
}

/// A day as `2026-11-23`.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::{Review, Status};
    use jiff::civil::date;

    #[test]
    fn only_a_name_and_a_day_sign_a_translation_off() {
        let mut review = Review {
            status: Status::Checked,
            checked_by: "Samira".into(),
            checked_on: Some(date(2026, 11, 23)),
        };
        assert!(review.is_signed_off());
        review.checked_by = " ".into();
        assert!(!review.is_signed_off());
        review.checked_by = "Samira".into();
        review.checked_on = None;
        assert!(!review.is_signed_off());
        review.checked_on = Some(date(2026, 11, 23));
        review.status = Status::Machine;
        assert!(!review.is_signed_off());
    }
}
