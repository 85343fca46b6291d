//! Reading one question of a questionnaire file.

use std::collections::BTreeMap;

use super::option::{options_of, theme};
use super::problem::problems;
use super::range::{check_bands, range};
use super::source::Fields;
use super::{Aspect, Choice, Kind, Question};
use crate::domain::condition::Condition;

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
