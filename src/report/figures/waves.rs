//! Earlier rounds as requests: each theme's change, the trend over three rounds or more, and Holm over the themes.
//!
//! Counts of earlier rounds stand in the request: they are those that the files of those rounds give.

use serde_json::{Value, json};

use super::{Check, Printed, count};
use crate::analysis::waves::{Compared, Test, ThemeWaves};
use crate::report::input::Source;
use crate::text::{number, wave};

const PLACE: &str = "eerdere rondes";

/// The checks of the comparison; none without earlier rounds.
pub(super) fn checks(source: &Source<'_>) -> Vec<Check> {
    let compared: Vec<(&ThemeWaves, &Compared)> = source
        .waves
        .themes
        .iter()
        .filter_map(|theme| Some((theme, theme.outcome.as_ref().ok()?)))
        .collect();
    let mut checks: Vec<Check> = compared
        .iter()
        .flat_map(|(theme, compared)| of_theme(theme, compared))
        .collect();
    if !compared.is_empty() {
        let keys: Vec<&str> = compared
            .iter()
            .map(|(theme, _)| theme.theme.as_str())
            .collect();
        let p: Vec<f64> = compared.iter().map(|(_, it)| it.p()).collect();
        checks.push(Check {
            id: "rondes.holm".to_owned(),
            kind: "adjust",
            arguments: json!({"keys": keys, "p": p}),
            base: None,
            method: "p-values of the themes adjusted by Holm",
            printed: compared
                .iter()
                .enumerate()
                .map(|(at, (_, it))| p_value(&format!("holm[{at}]"), it.p_holm))
                .collect(),
        });
    }
    checks
}

fn of_theme(theme: &ThemeWaves, compared: &Compared) -> Vec<Check> {
    let shown: Vec<(u64, u64)> = theme
        .points
        .iter()
        .flatten()
        .map(|point| (point.events, point.n))
        .collect();
    let [.., (x2, n2), (x1, n1)] = shown.as_slice() else {
        return Vec::new();
    };
    let mut checks = vec![Check {
        id: format!("rondes.{}", theme.theme),
        kind: "twoprop",
        arguments: json!({"x1": x1, "n1": n1, "x2": x2, "n2": n2}),
        base: Some(*n1),
        method: "this round less the one before: pooled z, Newcombe interval (method 10)",
        printed: difference(theme, compared, (*x2, *n2)),
    }];
    checks.push(line(theme, compared, &shown));
    checks
}

/// The share of every round, and the trend when there are three or more.
fn line(theme: &ThemeWaves, compared: &Compared, shown: &[(u64, u64)]) -> Check {
    let (x, n): (Vec<u64>, Vec<u64>) = shown.iter().copied().unzip();
    let scores: Vec<Value> = (1_u32..)
        .zip(&theme.points)
        .filter(|(_, point)| point.is_some())
        .map(|(number, _)| Value::from(number))
        .collect();
    let shares = shown.iter().enumerate().map(|(at, (x, n))| {
        #[expect(clippy::cast_precision_loss, reason = "people, far below 2^52")]
        let share = *x as f64 / *n as f64;
        Printed::new(format!("prop[{at}]"), share, number::percent(*x, *n), PLACE)
    });
    let mut printed: Vec<Printed> = shares.collect();
    if let Test::Trend { z, p, slope, .. } = compared.test {
        printed.extend([
            statistic("z", z),
            p_value("p", p),
            Printed::new("slope", slope, wave::points(slope, theme), PLACE),
        ]);
    }
    Check {
        id: format!("rondes.{}.lijn", theme.theme),
        kind: "trend",
        base: Some(n.iter().sum()),
        arguments: json!({"x": x, "n": n, "scores": scores}),
        method: "Cochran-Armitage over the numbers of the rounds, variance with N",
        printed,
    }
}

fn difference(theme: &ThemeWaves, compared: &Compared, (x2, n2): (u64, u64)) -> Vec<Printed> {
    let change = compared.change;
    let whole =
        |field: &str, people| Printed::new(field, count(people), number::whole(people), PLACE);
    let mut printed = vec![whole("x2", x2), whole("n2", n2)];
    if wave::in_points(theme) {
        let points =
            |field: &str, value| Printed::new(field, value, wave::points(value, theme), PLACE);
        printed.extend([
            points("diff", change.difference),
            points("newcombe_lo", change.interval.lo),
            points("newcombe_hi", change.interval.hi),
        ]);
    }
    printed.extend([statistic("z", change.z), p_value("p", change.p)]);
    printed
}

fn statistic(field: &str, value: f64) -> Printed {
    Printed::new(field, value, number::decimal(value, 2), PLACE)
}

fn p_value(field: &str, p: f64) -> Printed {
    Printed::new(field, p, number::p_value(p), PLACE)
}
