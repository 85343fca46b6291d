//! Reading the options of a question or scale of a questionnaire file.

use super::question::{Context, Vocabulary};
use super::source::Fields;
use super::{Choice, Kind};
use crate::domain::spelling::nearest;

pub(super) fn options_of(fields: &Fields<'_>, kind: Kind, context: &Context<'_>) -> Vec<Choice> {
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
        let Some(choice) = choice(&option, context, scale) else {
            continue;
        };
        if found.iter().any(|other| other.code == choice.code) {
            let message = format!("two options have the code {}", choice.code);
            option.error("code", "twice", message, "give one another code");
        }
        found.push(choice);
    }
    if fields.has("options") && found.iter().all(|option| option.retired) {
        fields.error(
            "options",
            "missing-key",
            "no option can be chosen",
            "list at least one option",
        );
    }
    found
}

const KEYS: &[&str] = &[
    "code",
    "label",
    "not_applicable",
    "exclusive",
    "retired",
    "theme",
];

/// One option; `None` when it has no usable code.
fn choice(option: &Fields<'_>, context: &Vocabulary<'_>, scale: bool) -> Option<Choice> {
    option.known(KEYS);
    if !option.has("code") {
        let hint = "give it a code that never changes";
        option.error("code", "missing-key", "an option has no code", hint);
    }
    let code = option.code("code")?;
    if code.as_str().is_empty() || code.as_str().contains(['[', ']', '\n']) {
        let hint = "use letters, digits, - and _";
        option.error(
            "code",
            "invalid-code",
            format!("\"{code}\" is no code"),
            hint,
        );
    }
    let not_applicable = option.flag("not_applicable");
    if scale && !not_applicable && code.as_integer().is_none() {
        let message = format!("point \"{code}\" of a scale is no whole number");
        let hint = "number the points, or write not_applicable = true for a way out";
        option.error("code", "invalid-code", message, hint);
    }
    Some(Choice {
        label: option.required_localized("label", context.languages),
        code,
        not_applicable,
        exclusive: option.flag("exclusive"),
        retired: option.flag("retired"),
        theme: theme(option, "theme", context),
    })
}

/// The theme that a key names: one of the codebook or of the file.
pub(super) fn theme(fields: &Fields<'_>, key: &str, context: &Vocabulary<'_>) -> Option<String> {
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
