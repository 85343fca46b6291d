//! Kind about what must be hidden of a table: `suppress`.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::number::number;
use super::request::{Count, RequestError, arguments};
use crate::analysis::disclosure::suppress::{Asked, suppress as protect};

#[derive(Deserialize)]
struct Suppress {
    table: Vec<Vec<Count>>,
    threshold: Count,
    #[serde(default)]
    keep_margins: bool,
    suppressed: Option<Vec<usize>>,
}

/// The cells to hide, or a judgement of those that are given; with what a reader can work out about them.
pub(super) fn suppress(request: &Value) -> Result<Value, RequestError> {
    let asked: Suppress = arguments(request)?;
    let rows = asked.table.iter();
    let found = protect(&Asked {
        table: rows
            .map(|row| row.iter().map(|count| count.0).collect())
            .collect(),
        threshold: asked.threshold.0,
        keep_margins: asked.keep_margins,
        pattern: asked.suppressed,
    })
    .map_err(|error| RequestError::Arguments(error.to_string()))?;
    let by_cell = |bounds: &[(usize, f64, f64)]| {
        let of_cell = |(cell, least, most): &(usize, f64, f64)| {
            (cell.to_string(), json!([number(*least), number(*most)]))
        };
        bounds.iter().map(of_cell).collect::<Map<_, _>>()
    };
    Ok(json!({
        "suppressed": found.cells,
        "bounds": by_cell(&found.bounds),
        "other_bounds": by_cell(&found.others),
        "safe": found.safe,
    }))
}
