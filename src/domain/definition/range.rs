//! Reading the range and the bands of a number question.

use super::Range;
use super::source::Fields;

pub(super) fn range(fields: &Fields<'_>) -> Option<Range> {
    let (min, max, step) = (
        fields.number("min"),
        fields.number("max"),
        fields.number("step"),
    );
    if step.is_some_and(|step| step <= 0.0) {
        fields.error(
            "step",
            "range",
            "`step` must be more than 0",
            "write step = 1",
        );
        return None;
    }
    match (min, max) {
        (Some(min), Some(max)) if min > max => {
            fields.error(
                "min",
                "range",
                format!("min {min} is more than max {max}"),
                "exchange the two",
            );
            None
        }
        (Some(min), Some(max)) => Some(Range {
            min,
            max,
            step: step.unwrap_or(1.0),
        }),
        (None, None) => {
            if step.is_some() {
                fields.error(
                    "step",
                    "range",
                    "`step` without min and max",
                    "write min and max too",
                );
            }
            None
        }
        _ => {
            fields.error(
                "min",
                "range",
                "one of min and max is missing",
                "write both, or none",
            );
            None
        }
    }
}

pub(super) fn check_bands(fields: &Fields<'_>, bands: &[(f64, f64)]) {
    if bands.iter().any(|(from, to)| from > to) {
        fields.error(
            "bands",
            "bands",
            "a band ends before it begins",
            "write each band as [from, to]",
        );
    } else if bands.windows(2).any(|pair| pair[1].0 <= pair[0].1) {
        fields.error(
            "bands",
            "bands",
            "bands overlap or are not in order",
            "write them from low to high, without overlap",
        );
    }
}
