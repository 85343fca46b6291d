//! `--margins`: reading them, and weighted figures as JSON and as lines at a terminal.

use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::Failure;
use crate::analysis::results::{
    LevelCount, MarginFit, QuestionTable, Results, ThemeResult, WeightedShare, Weighting,
};
use crate::domain::definition::Questionnaire;
use crate::domain::margin::Margins;
use crate::interchange::margins;

/// Reads a file of margins.
///
/// # Errors
/// [`Failure::Input`] with every mistake.
pub(super) fn read(path: &Path, survey: &Questionnaire) -> Result<Margins, Failure> {
    let at = path.display();
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::Input(format!("{at}: can't read the file: {error}")))?;
    margins::read(&bytes, survey).map_err(|problems| {
        let lines = problems.iter().map(|problem| format!("{at}: {problem}"));
        Failure::Input(lines.collect::<Vec<_>>().join("\n"))
    })
}

/// The weighting of results; warnings go to stderr. `None` when no margins were given.
///
/// # Errors
/// [`Failure::Input`] when margins and answers don't go together.
pub(super) fn of<'r>(results: &'r Results, path: &Path) -> Result<Option<&'r Weighting>, Failure> {
    let weighting = results.weighting.as_ref().map(Result::as_ref);
    let weighting = weighting
        .transpose()
        .map_err(|misfit| Failure::Input(format!("{}: {misfit}", path.display())))?;
    for warning in weighting.iter().flat_map(|weighting| warnings(weighting)) {
        eprintln!("achterban: {}: warning: {warning}", path.display());
    }
    Ok(weighting)
}

fn warnings(weighting: &Weighting) -> Vec<String> {
    let few = weighting.margins.iter().flat_map(|margin| {
        let groups = margin.groups.iter().filter(|group| group.few);
        groups.map(|group| {
            let (question, codes) = (&margin.question, group.codes.join("+"));
            format!("`{question}`: fewer than 10 people answered in `{codes}`; merge it with another (`a+b`)")
        })
    });
    let mut warnings: Vec<String> = few.collect();
    if weighting.hidden {
        warnings.push("a group is so small that weighted figures would point at people; none is shown: merge groups".to_owned());
    } else if weighting.refused {
        warnings.push("the design effect is above 3: weighted figures would be too uncertain, so none is shown; merge groups, or leave a margin out".to_owned());
    } else if weighting.deff.is_some_and(|deff| deff > 1.5) {
        warnings.push(
            "the design effect is above 1.5: weighting makes the figures much less certain"
                .to_owned(),
        );
    }
    if weighting.trimmed {
        warnings.push("weights above 5 were cut to 5, so the margins are not met exactly; `weighted` of each group says how far".to_owned());
    }
    warnings
}

/// Lines for a reader at a terminal.
pub(super) fn lines(weighting: &Weighting, out: &mut dyn Write) -> std::io::Result<()> {
    let names: Vec<&str> = weighting
        .margins
        .iter()
        .map(|m| m.question.as_str())
        .collect();
    writeln!(out, "margins: {}", names.join(", "))?;
    if let (Some(deff), Some(n_eff)) = (weighting.deff, weighting.n_eff) {
        writeln!(out, "design effect: {deff:.3}, effective n: {n_eff:.1}")?;
    }
    if let (Some(n), Some(without)) = (weighting.n, weighting.without) {
        writeln!(
            out,
            "weighted: {n} people; {without} did not answer all margins and have no weight"
        )?;
    }
    for margin in &weighting.margins {
        of_margin(margin, out)?;
    }
    Ok(())
}

fn of_margin(margin: &MarginFit, out: &mut dyn Write) -> std::io::Result<()> {
    let known = |figure: Option<f64>| figure.map_or("·".to_owned(), |it| format!("{it:.3}"));
    writeln!(
        out,
        "  {}: dissimilarity {}, R-indicator {}",
        margin.question,
        known(margin.dissimilarity),
        known(margin.r_indicator)
    )
}

/// Results as JSON: where figures are weighted, `share`, `lo`, `hi` and the like are weighted, and those of everybody alike
/// stand under `unweighted`. A weighted figure that is hidden is null.
pub(super) fn json(results: &Results) -> serde_json::Result<Value> {
    let mut document = serde_json::to_value(results)?;
    if let Some(Ok(weighting)) = &results.weighting {
        document["weighting"] = serde_json::to_value(weighting)?;
    }
    if !results.weighted {
        return Ok(document);
    }
    let questions = document["questions"].as_array_mut().into_iter().flatten();
    for (value, question) in questions.zip(&results.questions) {
        of_question(value, question);
    }
    let themes = document["themes"].as_array_mut().into_iter().flatten();
    for (value, theme) in themes.zip(&results.themes) {
        replace(value, of_theme(theme));
    }
    Ok(document)
}

fn of_question(value: &mut Value, question: &QuestionTable) {
    let levels = value["levels"].as_array_mut().into_iter().flatten();
    for (value, level) in levels.zip(&question.levels) {
        replace(value, of_level(level));
    }
    let Some(weighted) = &question.weighted else {
        return;
    };
    for (key, share) in [("top2", weighted.top2), ("bottom2", weighted.bottom2)] {
        if !value[key].is_null() {
            replace(&mut value[key], of_share(share));
        }
    }
    if !value["mean"].is_null() {
        replace(value, json!({ "mean": weighted.mean }));
    }
}

fn of_level(level: &LevelCount) -> Value {
    of_share(level.weighted)
}

fn of_share(share: Option<WeightedShare>) -> Value {
    json!({
        "share": share.map(|it| it.share), "lo": share.map(|it| it.lo), "hi": share.map(|it| it.hi),
        "n_eff": share.and_then(|it| it.n_eff),
    })
}

fn of_theme(theme: &ThemeResult) -> Value {
    let prevalence = theme.weighted.map(|it| it.prevalence);
    let burden = theme.weighted.and_then(|it| it.burden);
    json!({
        "prevalence": prevalence.map(|it| it.share), "lo": prevalence.map(|it| it.lo), "hi": prevalence.map(|it| it.hi),
        "n_eff": prevalence.and_then(|it| it.n_eff),
        "severity": burden.and_then(|it| it.severity), "burden": burden.map(|it| it.burden),
        "burden_lo": burden.map(|it| it.lo), "burden_hi": burden.map(|it| it.hi),
    })
}

/// Puts the weighted figures in, and what they replace under `unweighted`.
fn replace(value: &mut Value, weighted: Value) {
    let (Value::Object(value), Value::Object(weighted)) = (value, weighted) else {
        return;
    };
    let mut unweighted = Map::new();
    for (key, figure) in weighted {
        if let Some(before) = value.insert(key.clone(), figure) {
            unweighted.insert(key, before);
        }
    }
    value.insert("unweighted".to_owned(), Value::Object(unweighted));
}
