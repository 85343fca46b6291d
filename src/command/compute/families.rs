//! Kinds about a family of tests: `adjust`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::number::numbers;
use super::request::{RequestError, arguments};
use crate::stats::StatsError;
use crate::stats::adjust::{benjamini_hochberg, bonferroni, holm};

#[derive(Deserialize)]
struct Adjust {
    p: Vec<f64>,
}

/// The p-values of one family, adjusted for their number.
pub(super) fn adjust(request: &Value) -> Result<Value, RequestError> {
    let Adjust { p } = arguments(request)?;
    if let Some(wrong) = p.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(StatsError::NotAProbability(*wrong).into());
    }
    Ok(json!({
        "holm": numbers(holm(&p)),
        "bh": numbers(benjamini_hochberg(&p)),
        "bonferroni": numbers(bonferroni(&p)),
    }))
}
