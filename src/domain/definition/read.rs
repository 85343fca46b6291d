//! From a file to a [`Questionnaire`]. Nothing is guessed: what is wrong is a [`Finding`].

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::finding::Place;
use super::question::{Context, Vocabulary};
use super::source::{Fields, Source};
use super::{Aspect, Channel, Choice, Finding, Law, Level, Process, Questionnaire, Section, check};
use crate::domain::review::{Review, Status};
use crate::domain::theme::Theme;

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The questionnaire; `None` when there is an error.
    pub questionnaire: Option<Questionnaire>,
    /// What could be read of it, also when there are errors: for advice on its wording.
    pub draft: Option<Questionnaire>,
    /// Errors and warnings, in the order of the lines.
    pub findings: Vec<Finding>,
    /// Line on which each question stands, by its id: for those who look at a question later.
    pub lines: BTreeMap<String, usize>,
}

/// Reads and checks a questionnaire file. `codebook`: the themes of the theme codebook.
pub fn read(text: &str, codebook: &[Theme]) -> Reading {
    let source = Source::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(_) => {
            for error in DeTable::parse_recoverable(text).1 {
                let line = source.line(error.span().map_or(0, |span| span.start));
                let place = Place {
                    line,
                    key: String::new(),
                };
                source.add(place.error(
                    "syntax",
                    error.message().trim(),
                    "see toml.io for how TOML is written",
                ));
            }
            return Reading {
                questionnaire: None,
                draft: None,
                findings: source.findings(),
                lines: BTreeMap::new(),
            };
        }
    };
    let root = Fields::new(&source, document.get_ref(), 0..0, "");
    let mut lines = BTreeMap::new();
    let draft = questionnaire(&root, codebook, &mut lines);
    let findings = source.findings();
    let usable = findings
        .iter()
        .all(|finding| finding.level == Level::Warning);
    Reading {
        questionnaire: draft.clone().filter(|_| usable),
        draft,
        findings,
        lines,
    }
}

fn questionnaire(
    root: &Fields<'_>,
    codebook: &[Theme],
    lines: &mut BTreeMap<String, usize>,
) -> Option<Questionnaire> {
    root.known(KEYS);
    let languages = languages(root);
    let id = id(root);
    root.required_text(
        "channel",
        "write channel = \"enquete\", or one of the other channels",
    );
    let channel = root.word("channel", Channel::ALL, Channel::word);
    let themes = themes(root, &languages);
    let known = codebook
        .iter()
        .chain(&themes)
        .map(|theme| theme.id.as_str())
        .collect();
    let vocabulary = Vocabulary {
        languages: &languages,
        themes: known,
    };
    let scales = scales(root, &vocabulary);
    let mut context = Context {
        vocabulary: &vocabulary,
        scales: &scales,
        lines,
    };
    let sections = sections(root, &mut context);
    let background = root.tables("background");
    let background = background
        .into_iter()
        .enumerate()
        .filter_map(|(index, fields)| {
            let path = format!("background[{index}]");
            super::question::read(fields, &path, "background", &mut context)
        });
    let found = Questionnaire {
        background: background.collect(),
        id,
        channel: channel.unwrap_or(Channel::Enquete),
        law: root.word("law", Law::ALL, Law::word),
        translations: translations(root, &languages),
        title: root.required_localized("title", &languages),
        intro: root.localized("intro", &languages),
        process: process(root, &languages),
        sections,
        scales,
        themes,
        languages: languages.clone(),
    };
    check::whole(root, &found, lines);
    channel.map(|_| found)
}

const KEYS: &[&str] = &[
    "id",
    "channel",
    "law",
    "languages",
    "translation",
    "title",
    "intro",
    "process",
    "scale",
    "theme",
    "section",
    "background",
];

fn id(root: &Fields<'_>) -> String {
    let hint = "write id = \"…\": lower-case letters, digits and -";
    let id = root.required_text("id", hint).unwrap_or_default();
    if root.has("id") && !is_slug(id) {
        let message = format!("\"{id}\" is no id");
        root.error(
            "id",
            "invalid-id",
            message,
            "use lower-case letters, digits and -",
        );
    }
    id.to_owned()
}

fn is_slug(id: &str) -> bool {
    !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn languages(root: &Fields<'_>) -> Vec<String> {
    if !root.has("languages") {
        root.error(
            "languages",
            "missing-key",
            "`languages` is missing",
            "write languages = [\"nl\"]",
        );
    }
    let mut languages: Vec<String> = Vec::new();
    for language in root.texts("languages").unwrap_or_default() {
        let code = (2..=8).contains(&language.len())
            && language
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !code {
            let message = format!("\"{language}\" is no language code");
            root.error(
                "languages",
                "unknown-language",
                message,
                "use codes such as nl, en, ar, tr, pl, uk",
            );
        } else if languages.contains(&language) {
            root.error(
                "languages",
                "twice",
                format!("\"{language}\" stands there twice"),
                "leave one out",
            );
        } else {
            languages.push(language);
        }
    }
    if languages.is_empty() {
        if root.has("languages") {
            root.error(
                "languages",
                "missing-key",
                "no language",
                "write languages = [\"nl\"]",
            );
        }
        languages.push("nl".to_owned());
    }
    languages
}

/// How far each translation is: `[translation.ar]`.
fn translations(root: &Fields<'_>, languages: &[String]) -> BTreeMap<String, Review> {
    let Some(tables) = root.table("translation") else {
        return BTreeMap::new();
    };
    let read = |language: &str| {
        let table = tables.table(language)?;
        table.known(&["status", "checked_by", "checked_on"]);
        if !languages.iter().any(|known| known == language) {
            tables.error(
                language,
                "unknown-language",
                format!("`{language}` is not in `languages`"),
                format!("add \"{language}\" to `languages`, or leave the table out"),
            );
        }
        table.required_text(
            "status",
            "write status = \"machine\", \"concept\" or \"nagekeken\"",
        );
        let review = Review {
            status: table.word("status", Status::ALL, Status::word)?,
            checked_by: table.text("checked_by").unwrap_or_default().to_owned(),
            checked_on: table.text("checked_on").and_then(|day| day.parse().ok()),
        };
        if review.status == Status::Checked && !review.is_signed_off() {
            table.error(
                "checked_by",
                "not-signed-off",
                "a checked translation names who checked it, and the day",
                "write checked_by = \"NAME\" and checked_on = \"2026-11-23\"",
            );
        }
        Some((language.to_owned(), review))
    };
    tables.keys().filter_map(read).collect()
}

fn process(root: &Fields<'_>, languages: &[String]) -> Option<Process> {
    let table = root.table("process")?;
    table.known(&["course", "use_of_results"]);
    Some(Process {
        course: table.localized("course", languages),
        use_of_results: table.localized("use_of_results", languages),
    })
}

fn themes(root: &Fields<'_>, languages: &[String]) -> Vec<Theme> {
    let Some(tables) = root.table("theme") else {
        return Vec::new();
    };
    let read = |id: &str| {
        let table = tables.table(id)?;
        table.known(&["name", "aspect", "law"]);
        Some(Theme {
            id: id.to_owned(),
            name: table.required_localized("name", languages),
            aspect: table.word("aspect", Aspect::ALL, Aspect::word),
            law: table.word("law", Law::ALL, Law::word),
            keywords: Vec::new(),
        })
    };
    tables.keys().filter_map(read).collect()
}

fn scales(root: &Fields<'_>, vocabulary: &Vocabulary<'_>) -> Vec<(String, Vec<Choice>)> {
    let Some(tables) = root.table("scale") else {
        return Vec::new();
    };
    let read = |name: &str| {
        let table = tables.table(name)?;
        table.known(&["options"]);
        if !table.has("options") {
            table.error(
                "options",
                "missing-key",
                "the scale has no options",
                "list its options with code and label",
            );
        }
        Some((
            name.to_owned(),
            super::option::options(&table, vocabulary, true),
        ))
    };
    tables.keys().filter_map(read).collect()
}

fn sections(root: &Fields<'_>, context: &mut Context<'_>) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    for fields in root.tables("section") {
        fields.known(&["id", "title", "intro", "show_if", "question"]);
        let id = fields
            .required_text("id", "give the section an id")
            .unwrap_or_default()
            .to_owned();
        if !id.is_empty() && found.iter().any(|section| section.id == id) {
            fields.error(
                "id",
                "twice",
                format!("two sections have the id \"{id}\""),
                "give one another id",
            );
        }
        let fields = fields.named(format!("section.{id}"));
        let mut questions = Vec::new();
        for (index, question) in fields.tables("question").into_iter().enumerate() {
            let path = format!("section.{id}.question");
            questions.extend(super::question::read(
                question,
                &format!("{path}[{index}]"),
                &path,
                context,
            ));
        }
        if questions.is_empty() && !fields.has("question") {
            fields.warning(
                "question",
                "empty-section",
                "the section has no questions",
                "add [[section.question]]",
            );
        }
        found.push(Section {
            title: fields.localized("title", context.vocabulary.languages),
            intro: fields.localized("intro", context.vocabulary.languages),
            show_if: super::question::condition(&fields),
            questions,
            id,
        });
    }
    found
}
