//! The technical detail as requests: chances of places, scales, crossings and the largest difference in each.
//!
//! A p-value adjusted over all crossings follows from every one of them, so it is given only when none is hidden.

use serde_json::{Value, json};

use super::theme::request;
use super::{Check, Printed, count};
use crate::analysis::results::{Crossing, GroupDifference, ThemeResult};
use crate::domain::definition::Question;
use crate::report::input::{Source, reliability};
use crate::stats::bootstrap::{DEFAULT_REPLICATES, DEFAULT_SEED};
use crate::text::{number, scale};

const PLACE: &str = "toetsen";

/// The checks of the technical detail.
pub(super) fn checks(source: &Source<'_>) -> Vec<Check> {
    let mut checks = vec![chances(source)];
    checks.extend(source.results.scales.iter().filter_map(|it| {
        let theme = it.theme.as_str();
        let items: Vec<&Question> = it
            .items
            .iter()
            .filter_map(|id| source.questionnaire.question(id))
            .collect();
        of_scale(theme, &items, source)
    }));
    let told: Vec<(&Crossing, [f64; 2])> = source
        .results
        .crossings
        .iter()
        .filter_map(|crossing| Some((crossing, [crossing.p?, crossing.p_adjusted?])))
        .collect();
    checks.extend(
        told.iter()
            .flat_map(|(crossing, _)| of_crossing(source, crossing)),
    );
    if all_tests_are_shown(source) {
        let p: Vec<f64> = told.iter().map(|(_, [p, _])| *p).collect();
        checks.push(Check {
            id: "kruisingen.bh".to_owned(),
            kind: "adjust",
            arguments: json!({"p": p}),
            base: None,
            method: "p-values of all crossings adjusted by Benjamini and Hochberg",
            printed: told
                .iter()
                .enumerate()
                .map(|(at, (_, [_, adjusted]))| p_value(&format!("bh[{at}]"), *adjusted))
                .collect(),
        });
    }
    checks
}

/// Whether every crossing that was tested is shown.
pub(super) fn all_tests_are_shown(source: &Source<'_>) -> bool {
    let shown = source.results.crossings.iter().filter(|it| it.p.is_some());
    u64::try_from(shown.count()) == Ok(source.results.tests)
}

/// Ties go by the order of the questionnaire, so the themes stand in that order here.
fn chances(source: &Source<'_>) -> Check {
    let mut themes: Vec<&ThemeResult> = source
        .results
        .themes
        .iter()
        .filter(|theme| theme.burden.is_some())
        .collect();
    let order = source.questionnaire.themes_asked();
    themes.sort_by_key(|theme| order.iter().position(|id| *id == theme.theme));
    let asked: Vec<Value> = themes
        .iter()
        .map(|theme| request(source, &theme.theme))
        .collect();
    let printed = themes.iter().enumerate().flat_map(|(at, theme)| {
        let chance = |name: &str, value: f64| {
            let field = format!("themes[{at}].{name}");
            Printed::new(field, value, number::share(value, 1), PLACE)
        };
        let first = theme.prob_top1.map(|value| chance("prob_top1", value));
        first
            .into_iter()
            .chain(theme.prob_top3.map(|value| chance("prob_top3", value)))
    });
    Check {
        id: "knelpunten.kansen".to_owned(),
        kind: "knelpunten",
        printed: printed.collect(),
        arguments: json!({"themes": asked, "B": DEFAULT_REPLICATES, "seed": DEFAULT_SEED}),
        base: source.results.respondents,
        method: "respondents in the order of their severities, drawn with replacement; ties: the order of the questionnaire",
    }
}

fn of_scale(theme: &str, items: &[&Question], source: &Source<'_>) -> Option<Check> {
    let found = source.results.scales.iter().find(|it| it.theme == theme)?;
    let points = items
        .first()?
        .options
        .iter()
        .filter(|it| !it.not_applicable);
    let codes: Vec<i64> = points.filter_map(|it| it.code.as_integer()).collect();
    let ids = |of: &dyn Fn(&Question) -> bool| -> Vec<&str> {
        let chosen = items.iter().filter(|question| of(question));
        chosen.map(|question| question.id.as_str()).collect()
    };
    let of = reliability(found);
    let figure = |field: &str, value: f64| Printed::new(field, value, scale::figure(value), theme);
    let mut printed = vec![Printed::new(
        "n_listwise",
        count(of.n),
        number::whole(of.n),
        theme,
    )];
    if of.items == 2 {
        printed.push(figure("alpha_std", of.value));
    } else {
        printed.extend([
            figure("alpha", of.value),
            figure("feldt_lo", found.lo),
            figure("feldt_hi", found.hi),
        ]);
    }
    Some(Check {
        id: format!("schaal.{theme}"),
        kind: "alpha",
        arguments: json!({
            "items": ids(&|_| true), "reversed": ids(&|question| question.reversed), "codes": codes,
            "scale_min": codes.iter().min()?, "scale_max": codes.iter().max()?,
        }),
        base: Some(of.n),
        method: "Cronbach's alpha on complete answers; of two statements Spearman-Brown",
        printed,
    })
}

fn of_crossing(source: &Source<'_>, crossing: &Crossing) -> Vec<Check> {
    let by = source.questionnaire.question(&crossing.by);
    let bands = by.map(|by| by.bands.clone()).unwrap_or_default();
    let mut printed = Vec::new();
    printed.extend(
        crossing
            .chi2
            .map(|it| Printed::new("chi2", it, number::decimal(it, 2), PLACE)),
    );
    printed.extend(
        crossing
            .df
            .map(|it| Printed::new("df", count(it), number::whole(it), PLACE)),
    );
    printed.extend(crossing.p.map(|p| p_value("p", p)));
    printed.extend(
        crossing
            .v_bc
            .map(|it| Printed::new("V_bc", it, number::decimal(it, 2), PLACE)),
    );
    let id = format!("{} x {}", crossing.question, crossing.by);
    let table = Check {
        id: id.clone(),
        kind: "crosstab",
        arguments: json!({
            "row": crossing.question, "col": crossing.by,
            "row_levels": crossing.rows, "col_levels": crossing.cols, "col_bands": bands,
            "exact": false,
        }),
        base: crossing.n,
        method: "Pearson's chi-square without Yates; Cramér's V corrected for bias (Bergsma 2013)",
        printed,
    };
    let difference = crossing
        .difference
        .as_ref()
        .map(|it| of_difference(&id, it));
    [table].into_iter().chain(difference).collect()
}

fn of_difference(crossing: &str, it: &GroupDifference) -> Check {
    let (most, least) = (&it.most, &it.least);
    let decimals = number::decimals(most.n.min(least.n));
    let points = |field: &str, value: f64| {
        Printed::new(
            field,
            value,
            number::decimal(value * 100.0, decimals),
            PLACE,
        )
    };
    let mut printed = vec![
        points("diff", it.difference),
        points("newcombe_lo", it.lo),
        points("newcombe_hi", it.hi),
    ];
    if it.told {
        let whole = |field: &str, n| Printed::new(field, count(n), number::whole(n), PLACE);
        let share = |field: &str, of: &crate::analysis::results::GroupShare| {
            let value = count(of.events) / count(of.n);
            Printed::new(field, value, number::percent(of.events, of.n), PLACE)
        };
        printed.extend([
            whole("n1", most.n),
            whole("n2", least.n),
            share("p1", most),
            share("p2", least),
        ]);
    }
    Check {
        id: format!("{crossing}.verschil"),
        kind: "twoprop",
        arguments: json!({"x1": most.events, "n1": most.n, "x2": least.events, "n2": least.n}),
        base: Some(most.n + least.n),
        method: "the group with the largest share of problem answers less the one with the smallest: Newcombe (method 10)",
        printed,
    }
}

fn p_value(field: &str, p: f64) -> Printed {
    Printed::new(field, p, number::p_value(p), PLACE)
}
