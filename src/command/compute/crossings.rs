//! Kinds about two questions together: `crosstab`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::data::Data;
use super::number::number;
use super::request::{Code, RequestError, arguments};
use crate::stats::Confidence;
use crate::stats::contingency::Table;

/// Above this an exact test of a table larger than 2 x 2 is only made when the chi-square needs help.
const EXACT_UP_TO: u64 = 500;
/// An expected count below this makes the chi-square doubtful.
const SMALL: f64 = 5.0;

#[derive(Deserialize)]
struct Crosstab {
    row: String,
    col: String,
    row_levels: Vec<Code>,
    col_levels: Vec<Code>,
    /// Bands of numbers (both ends inside) instead of the levels of the column.
    #[serde(default)]
    col_bands: Vec<(f64, f64)>,
    /// False leaves the exact p-value out, which takes long in large tables.
    exact: Option<bool>,
}

/// A table of two questions with its tests. The exact p-value and the odds ratio are there when they can be had.
pub(super) fn crosstab(request: &Value, data: &Data) -> Result<Value, RequestError> {
    let asked: Crosstab = arguments(request)?;
    let rows = data.column(&asked.row)?.levels(&asked.row_levels);
    let columns = match asked.col_bands.as_slice() {
        [] => data.column(&asked.col)?.levels(&asked.col_levels),
        bands => data.column(&asked.col)?.bands(bands),
    };
    let mut counts = vec![vec![0; asked.col_levels.len()]; asked.row_levels.len()];
    for (row, column) in rows.into_iter().zip(columns) {
        if let (Some(row), Some(column)) = (row, column) {
            counts[row][column] += 1;
        }
    }
    let whole = Table::from_rows(&counts)?;
    let table = whole.without_empty();
    let test = table.chi_square();
    let mut found = json!({
        "n": table.total(), "table": counts, "dropped_empty": whole.has_empty(),
        "chi2": number(test.map(|test| test.statistic)), "df": test.map(|test| test.df),
        "p": number(test.map(|test| test.p)),
        "min_expected": number(table.min_expected()), "cells_expected_lt5": table.cells_expected_below(SMALL),
        "V": number(table.cramers_v()), "V_bc": number(table.cramers_v_corrected()),
    });
    let helps = table.total() <= EXACT_UP_TO
        || table.is_two_by_two()
        || table.cells_expected_below(SMALL) > 0;
    if helps && asked.exact != Some(false) {
        found["fisher_p"] = number(table.fisher());
    }
    if let Some(yates) = table.chi_square_yates() {
        found["chi2_yates"] = number(yates.statistic);
        found["p_yates"] = number(yates.p);
    }
    if let Some(ratio) = table.odds_ratio(Confidence::P95) {
        found["fisher_or"] = number(ratio.estimate);
        found["or_lo"] = number(ratio.lo);
        found["or_hi"] = number(ratio.hi);
    }
    Ok(found)
}
