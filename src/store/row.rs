//! From columns to values. What the program never wrote is [`StoreError::Unreadable`], naming table and column.

use std::str::FromStr;

use crate::anonymity::random::Id;
use crate::domain::id::RoundId;

use super::error::StoreError;

/// A column of text as a day, an id, a state.
pub(super) fn parsed<T: FromStr>(text: &str, what: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Unreadable { what })
}

/// A column of text that may be empty.
pub(super) fn maybe<T: FromStr>(
    text: Option<&str>,
    what: &'static str,
) -> Result<Option<T>, StoreError> {
    text.map(|text| parsed(text, what)).transpose()
}

/// A column of 16 bytes.
pub(super) fn id(bytes: &[u8], what: &'static str) -> Result<Id, StoreError> {
    bytes
        .try_into()
        .map(Id::from_bytes)
        .map_err(|_| StoreError::Unreadable { what })
}

/// A column that counts.
pub(super) fn count(number: i64, what: &'static str) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Unreadable { what })
}

/// The version of a questionnaire.
pub(super) fn version(number: i64, what: &'static str) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Unreadable { what })
}

/// A count as the database stores it.
pub(super) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A column that names a round.
pub(super) fn round(text: &str) -> Result<RoundId, StoreError> {
    parsed(text, "round.id")
}

/// A column that holds one of a few words.
pub(super) fn word<T>(value: Option<T>, what: &'static str) -> Result<T, StoreError> {
    value.ok_or(StoreError::Unreadable { what })
}
