//! An event in words: `top2`, `bottom2`, `COLUMN=VALUE`, `COLUMN>=NUMBER`; true, false or not answered per row.

use super::column::{Column, number};
use super::data::Data;
use super::request::RequestError;
use crate::stats::likert::end_size;

/// Longer signs first, so that `>=` is not read as `>`.
const SIGNS: [&str; 5] = [">=", "<=", "=", ">", "<"];

/// Per row whether `event` happened; `None` where its column has no valid answer. `top2` and `bottom2` are of `var`,
/// on the scale `codes` or, without it, on the codes that occur in the data.
pub(super) fn rows(
    event: &str,
    var: Option<&str>,
    codes: Option<&[f64]>,
    data: &Data,
) -> Result<Vec<Option<bool>>, RequestError> {
    if let "top2" | "bottom2" = event {
        let var = var.ok_or_else(|| wrong(event, "`var` names the item it is of"))?;
        return ends(event == "top2", data.column(var)?, codes);
    }
    let split = SIGNS
        .iter()
        .find_map(|sign| Some((*sign, event.split_once(sign)?)));
    let Some((sign, (name, value))) = split else {
        let forms = "it is `top2`, `bottom2`, `COLUMN=VALUE` or `COLUMN>=NUMBER`";
        return Err(wrong(event, forms));
    };
    let (name, value) = (name.trim(), value.trim());
    let column = data.column(name)?;
    if sign == "=" {
        let limit = number(value);
        return Ok(
            column.map(|text| Some(text == value || limit.is_some() && number(text) == limit))
        );
    }
    let limit = number(value).ok_or_else(|| wrong(event, "after the sign stands a number"))?;
    let meets = |x: f64| match sign {
        ">=" => x >= limit,
        "<=" => x <= limit,
        ">" => x > limit,
        _ => x < limit,
    };
    Ok(column.map(|text| number(text).map(meets)))
}

fn ends(
    top: bool,
    column: &Column,
    codes: Option<&[f64]>,
) -> Result<Vec<Option<bool>>, RequestError> {
    let mut codes = codes.map_or_else(|| column.distinct_numbers(), <[f64]>::to_vec);
    codes.sort_by(f64::total_cmp);
    let size = end_size(codes.len())
        .ok_or_else(|| wrong("top2", "the scale has fewer than three codes; give `codes`"))?;
    let taken = if top {
        codes.len() - size..codes.len()
    } else {
        0..size
    };
    Ok(column.map(|text| {
        let code = number(text)?;
        let place = codes.iter().position(|known| *known == code)?;
        Some(taken.contains(&place))
    }))
}

fn wrong(event: &str, why: &str) -> RequestError {
    RequestError::Arguments(format!("the event `{event}` can't be read: {why}"))
}
