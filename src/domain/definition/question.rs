//! Reading one question of a questionnaire file.

use std::collections::BTreeMap;

use super::source::Fields;
use super::{Aspect, Choice, Code, Kind, Question, Range};
use crate::domain::condition::Condition;
use crate::domain::spelling::nearest;

/// The words that a file may use.
pub(super) struct Vocabulary<'c> {
    pub(super) languages: &'c [String],
    /// Ids of the themes of the theme codebook and of the file.
    pub(super) themes: Vec<&'c str>,
}

/// What a question needs to know of its file.
pub(super) struct Context<'c> {
    pub(super) vocabulary: &'c Vocabulary<'c>,
    pub(super) scales: &'c [(String, Vec<Choice>)],
    /// Line of each question, by id.
    pub(super) lines: &'c mut BTreeMap<String, usize>,
}

const KEYS: &[&str] = &[
    "id",
    "kind",
    "scale",
    "options",
    "text",
    "hint",
    "easy",
    "as",
    "theme",
    "aspect",
    "problem",
    "severity",
    "grave",
    "reversed",
    "importance_of",
    "show_if",
    "required",
    "other",
    "min",
    "max",
    "step",
    "bands",
    "max_length",
    "max_choices",
    "code_themes",
];

/// Reads a question; `None` when it has no usable id or kind (then with findings).
pub(super) fn read(
    fields: Fields<'_>,
    path: &str,
    parent: &str,
    context: &mut Context<'_>,
) -> Option<Question> {
    let fields = fields.named(path.to_owned());
    let id = fields.required_text(
        "id",
        "give the question an id: a letter, then letters, digits or _",
    );
    fields.required_text("kind", "write kind = \"scale\", or one of the other kinds");
    let kind = fields.word("kind", Kind::ALL, Kind::word);
    fields.known(KEYS);
    let (id, kind) = (id?, kind?);
    let fields = fields.named(format!("{parent}.{id}"));
    check_id(&fields, id, context);
    let mut question = Question::new(id, kind);
    texts(&fields, &mut question, context.vocabulary.languages);
    question.options = options_of(&fields, kind, context);
    question.scale = fields.text("scale").map(str::to_owned);
    question.theme = theme(&fields, "theme", context.vocabulary);
    question.importance_of = theme(&fields, "importance_of", context.vocabulary);
    question.aspect = fields.word("aspect", Aspect::ALL, Aspect::word);
    question.grave = fields.flag("grave");
    question.reversed = fields.flag("reversed");
    question.required = fields.flag("required");
    question.code_themes = fields.flag("code_themes");
    question.show_if = condition(&fields);
    limits(&fields, &mut question);
    question.problems = problems(&fields, &question);
    Some(question)
}

fn check_id(fields: &Fields<'_>, id: &str, context: &mut Context<'_>) {
    let mut chars = id.chars();
    let valid = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !valid {
        fields.error(
            "id",
            "invalid-id",
            format!("\"{id}\" is no id"),
            "a letter, then letters, digits or _",
        );
    }
    let line = fields.place("id").line;
    if let Some(first) = context.lines.get(id) {
        let message = format!("two questions have the id \"{id}\" (the other on line {first})");
        fields.error(
            "id",
            "twice",
            message,
            "give one another id; an id is a CSV column",
        );
    } else {
        context.lines.insert(id.to_owned(), line);
    }
}

fn texts(fields: &Fields<'_>, question: &mut Question, languages: &[String]) {
    question.text = fields.required_localized("text", languages);
    question.hint = fields.localized("hint", languages);
    question.easy = fields.localized("easy", languages);
    if let Some(parties) = fields.table("as") {
        parties.known(&["beleidsmedewerker", "bestuurder", "lid"]);
        question.party_texts = parties
            .keys()
            .map(|party| (party.to_owned(), parties.localized(party, languages)))
            .collect();
    }
}

fn options_of(fields: &Fields<'_>, kind: Kind, context: &Context<'_>) -> Vec<Choice> {
    if !kind.has_options() {
        for key in ["options", "scale", "other", "max_choices"]
            .into_iter()
            .filter(|key| fields.has(key))
        {
            let message = format!("a {} question has no `{key}`", kind.word());
            fields.error(
                key,
                "wrong-kind",
                message,
                "leave it out, or choose another kind",
            );
        }
        return Vec::new();
    }
    let Some(name) = fields.text("scale") else {
        if !fields.has("options") {
            let hint = if kind == Kind::Scale {
                "write scale = \"NAME\" of a [scale.NAME] table"
            } else {
                "list them in options = […]"
            };
            fields.error(
                "options",
                "missing-key",
                "the question has no options",
                hint,
            );
        }
        return options(fields, context.vocabulary, kind == Kind::Scale);
    };
    if fields.has("options") {
        fields.error(
            "options",
            "twice",
            "a scale and options of its own",
            "leave one of the two out",
        );
    }
    let found = context.scales.iter().find(|(scale, _)| scale == name);
    if found.is_none() {
        let names: Vec<&str> = context
            .scales
            .iter()
            .map(|(scale, _)| scale.as_str())
            .collect();
        let hint = nearest(name, &names).map_or_else(
            || format!("add a [scale.{name}] table"),
            |near| format!("did you mean \"{near}\"?"),
        );
        fields.error(
            "scale",
            "unknown-scale",
            format!("there is no scale \"{name}\""),
            hint,
        );
    }
    found
        .map(|(_, options)| options.clone())
        .unwrap_or_default()
}

/// The options of a question or a scale. On a scale every code is a whole number, except "not applicable".
pub(super) fn options(fields: &Fields<'_>, context: &Vocabulary<'_>, scale: bool) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    for option in fields.tables("options") {
        option.known(&[
            "code",
            "label",
            "not_applicable",
            "exclusive",
            "retired",
            "theme",
        ]);
        if !option.has("code") {
            option.error(
                "code",
                "missing-key",
                "an option has no code",
                "give it a code that never changes",
            );
        }
        let Some(code) = option.code("code") else {
            continue;
        };
        if code.as_str().is_empty() || code.as_str().contains(['[', ']', '\n']) {
            option.error(
                "code",
                "invalid-code",
                format!("\"{code}\" is no code"),
                "use letters, digits, - and _",
            );
        }
        if found.iter().any(|other| other.code == code) {
            option.error(
                "code",
                "twice",
                format!("two options have the code {code}"),
                "give one another code",
            );
        }
        let not_applicable = option.flag("not_applicable");
        if scale && !not_applicable && code.as_integer().is_none() {
            let hint = "number the points, or write not_applicable = true for a way out";
            option.error(
                "code",
                "invalid-code",
                format!("point \"{code}\" of a scale is no whole number"),
                hint,
            );
        }
        found.push(Choice {
            label: option.required_localized("label", context.languages),
            code,
            not_applicable,
            exclusive: option.flag("exclusive"),
            retired: option.flag("retired"),
            theme: theme(&option, "theme", context),
        });
    }
    if fields.has("options") && found.iter().filter(|option| !option.retired).count() == 0 {
        fields.error(
            "options",
            "missing-key",
            "no option can be chosen",
            "list at least one option",
        );
    }
    found
}

fn theme(fields: &Fields<'_>, key: &str, context: &Vocabulary<'_>) -> Option<String> {
    let given = fields.text(key)?;
    if !context.themes.contains(&given) {
        let hint = nearest(given, &context.themes).map_or_else(
            || format!("use a theme of the codebook, or add a [theme.{given}] table"),
            |near| format!("did you mean \"{near}\"?"),
        );
        fields.error(
            key,
            "unknown-theme",
            format!("there is no theme \"{given}\""),
            hint,
        );
    }
    Some(given.to_owned())
}

/// Reads `show_if`.
pub(super) fn condition(fields: &Fields<'_>) -> Option<Condition> {
    let text = fields.text("show_if")?;
    match Condition::parse(text) {
        Ok(condition) => Some(condition),
        Err(error) => {
            let hint = "for instance: hulp contains 'uitkering' and not (duur = 'kort')";
            fields.error("show_if", "condition", error.to_string(), hint);
            None
        }
    }
}

fn limits(fields: &Fields<'_>, question: &mut Question) {
    question.other = fields.flag("other");
    question.max_length = fields.count("max_length");
    question.max_choices = fields.count("max_choices");
    question.bands = fields.pairs("bands").unwrap_or_default();
    for (key, kinds) in [
        ("other", &[Kind::Choice, Kind::Choices][..]),
        ("max_choices", &[Kind::Choices]),
        ("max_length", &[Kind::Text]),
        ("code_themes", &[Kind::Text]),
        ("min", &[Kind::Number]),
        ("max", &[Kind::Number]),
        ("step", &[Kind::Number]),
        ("bands", &[Kind::Number]),
    ] {
        if fields.has(key)
            && !kinds.contains(&question.kind)
            && (question.kind.has_options() || !matches!(key, "other" | "max_choices"))
        {
            let message = format!("a {} question has no `{key}`", question.kind.word());
            fields.error(
                key,
                "wrong-kind",
                message,
                "leave it out, or choose another kind",
            );
        }
    }
    question.range = range(fields);
    check_bands(fields, &question.bands);
}

fn range(fields: &Fields<'_>) -> Option<Range> {
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

fn check_bands(fields: &Fields<'_>, bands: &[(f64, f64)]) {
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

/// Problem codes with their severity: as declared, else on a scale the two worst of its valid codes
/// (all but one when there are fewer than three), worst 1.0 and the others 0.5 (analysis.md 3 and 9).
fn problems(fields: &Fields<'_>, question: &Question) -> Vec<(Code, f64)> {
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
