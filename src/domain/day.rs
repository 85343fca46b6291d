//! Days in files: `2026-11-27`. For `#[serde(with = "day")]`, and `with = "day::option"` where it may be absent.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize as _, Deserializer, Serializer};

/// # Errors
/// When the serializer can't write.
pub fn serialize<S: Serializer>(day: &Date, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(day)
}

/// # Errors
/// A text that is no day.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    parsed(&Cow::<str>::deserialize(from)?)
}

fn parsed<E: serde::de::Error>(text: &str) -> Result<Date, E> {
    let day = text.parse();
    day.map_err(|_| E::custom(format!("{text:?} is no day; write it as 2026-11-27")))
}

/// A day that may be absent.
pub mod option {
    use super::{Cow, Date, Deserializer, Serializer, parsed};
    use serde::Deserialize as _;

    /// # Errors
    /// When the serializer can't write.
    pub fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => to.collect_str(day),
            None => to.serialize_none(),
        }
    }

    /// # Errors
    /// A text that is no day.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
        let text = Option::<Cow<'de, str>>::deserialize(from)?;
        text.map(|text| parsed(&text)).transpose()
    }
}
