//! Numbers as JSON: what is undefined is null, infinity is the text "inf". There is no NaN; were there one, it would
//! stand there as the text "nan" and not pass for undefined.

use serde_json::{Value, json};

use crate::stats::Interval;

/// A number, or null where it is undefined.
pub(super) fn number(value: impl Into<Option<f64>>) -> Value {
    match value.into() {
        Some(x) if x == f64::INFINITY => json!("inf"),
        Some(x) if x == f64::NEG_INFINITY => json!("-inf"),
        Some(x) if x.is_nan() => json!("nan"),
        value => json!(value),
    }
}

/// A list of them.
pub(super) fn numbers<T: Into<Option<f64>>>(values: impl IntoIterator<Item = T>) -> Value {
    values.into_iter().map(number).collect()
}

/// The lower and the upper limits of a list of intervals.
pub(super) fn limits(intervals: &[Option<Interval>]) -> (Value, Value) {
    (
        numbers(intervals.iter().map(|interval| interval.map(|i| i.lo))),
        numbers(intervals.iter().map(|interval| interval.map(|i| i.hi))),
    )
}
