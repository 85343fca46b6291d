//! Reading which answers count as a problem, and how severe each is.

use super::source::Fields;
use super::{Code, Kind, Question};

/// Problem codes with their severity: as declared, else on a scale the two worst of its valid codes
/// (all but one when there are fewer than three), worst 1.0 and the others 0.5 (analysis.md 3 and 9).
pub(super) fn problems(fields: &Fields<'_>, question: &Question) -> Vec<(Code, f64)> {
    let declared = severities(fields, question);
    let codes = match fields.codes("problem") {
        Some(codes) => codes,
        None if question.kind == Kind::Scale => worst(question),
        None => declared.iter().map(|(code, _)| code.clone()).collect(),
    };
    for code in codes.iter().filter(|code| !scorable(question, code)) {
        unknown_code(fields, "problem", question, code);
    }
    for (code, _) in declared.iter().filter(|(code, _)| !codes.contains(code)) {
        let message = format!("{code} has a severity but is no problem code");
        fields.error("severity", "unknown-code", message, "add it to `problem`");
    }
    let worst = worst(question).first().cloned();
    let default = |code: &Code| {
        if question.kind != Kind::Scale || worst.as_ref() == Some(code) {
            1.0
        } else {
            0.5
        }
    };
    let severity = |code: &Code| {
        declared
            .iter()
            .find(|(other, _)| other == code)
            .map_or_else(|| default(code), |(_, severity)| *severity)
    };
    codes
        .iter()
        .map(|code| (code.clone(), severity(code)))
        .collect()
}

fn scorable(question: &Question, code: &Code) -> bool {
    match question.kind {
        Kind::Number => code
            .as_str()
            .parse::<f64>()
            .is_ok_and(|value| question.range.is_none_or(|range| range.holds(value))),
        _ => question
            .option(code)
            .is_some_and(|option| !option.not_applicable),
    }
}

fn unknown_code(fields: &Fields<'_>, key: &str, question: &Question, code: &Code) {
    let codes: Vec<&str> = question
        .options
        .iter()
        .filter(|o| !o.not_applicable)
        .map(|o| o.code.as_str())
        .collect();
    let hint = if codes.is_empty() {
        "only questions with options or numbers have problem codes".to_owned()
    } else {
        format!("codes of this question: {}", codes.join(", "))
    };
    fields.error(
        key,
        "unknown-code",
        format!("{code} is no valid answer to this question"),
        hint,
    );
}

/// The worst codes of a scale, worst first: two, or one on a scale of three, or none below that.
fn worst(question: &Question) -> Vec<Code> {
    let mut codes: Vec<i64> = question
        .options
        .iter()
        .filter(|o| !o.not_applicable)
        .filter_map(|o| o.code.as_integer())
        .collect();
    codes.sort_unstable();
    if question.reversed {
        codes.reverse();
    }
    let count = match codes.len() {
        0..=2 => 0,
        3 => 1,
        _ => 2,
    };
    codes
        .into_iter()
        .take(count)
        .map(|code| Code::new(code.to_string()))
        .collect()
}

fn severities(fields: &Fields<'_>, question: &Question) -> Vec<(Code, f64)> {
    let Some(table) = fields.table("severity") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for key in table.keys() {
        let Some(severity) = table.number(key) else {
            continue;
        };
        if !(0.0..=1.0).contains(&severity) {
            table.error(
                key,
                "severity",
                format!("severity {severity} is not between 0 and 1"),
                "write 0.5, or 1.0 for the worst",
            );
        }
        let code = Code::new(key);
        if !scorable(question, &code) {
            unknown_code(fields, "severity", question, &code);
        }
        found.push((code, severity.clamp(0.0, 1.0)));
    }
    found
}
