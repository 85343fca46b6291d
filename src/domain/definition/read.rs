//! From a file to a [`Questionnaire`]. Nothing is guessed: what is wrong is a [`Finding`].

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::question::{Context, Vocabulary};
use super::source::{Fields, Place, Source};
use super::{Aspect, Channel, Choice, Finding, Law, Level, Process, Questionnaire, Section, check};
use crate::domain::theme::Theme;

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The questionnaire; `None` when there is an error.
    pub questionnaire: Option<Questionnaire>,
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
                findings: source.findings(),
                lines: BTreeMap::new(),
            };
        }
    };
    let root = Fields::new(&source, document.get_ref(), 0..0, "");
    let mut lines = BTreeMap::new();
    let questionnaire = questionnaire(&root, codebook, &mut lines);
    let findings = source.findings();
    let usable = findings
        .iter()
        .all(|finding| finding.level == Level::Warning);
    Reading {
        questionnaire: questionnaire.filter(|_| usable),
        findings,
        lines,
    }
}

fn questionnaire(
    root: &Fields<'_>,
    codebook: &[Theme],
    lines: &mut BTreeMap<String, usize>,
) -> Option<Questionnaire> {
    root.known(&[
        "id",
        "channel",
        "law",
        "languages",
        "title",
        "intro",
        "process",
        "scale",
        "theme",
        "section",
        "background",
    ]);
    let languages = languages(root);
    let id = root
        .required_text("id", "write id = \"…\": lower-case letters, digits and -")
        .unwrap_or_default();
    if root.has("id") && !is_slug(id) {
        root.error(
            "id",
            "invalid-id",
            format!("\"{id}\" is no id"),
            "use lower-case letters, digits and -",
        );
    }
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
        id: id.to_owned(),
        channel: channel.unwrap_or(Channel::Enquete),
        law: root.word("law", Law::ALL, Law::word),
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
            super::question::options(&table, vocabulary, true),
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

#[cfg(test)]
mod tests {
    use super::{Reading, read};
    use crate::domain::definition::{Code, Finding, Level};

    const HEAD: &str = r#"id = "proef"
channel = "enquete"
languages = ["nl", "en"]
title.nl = "Proef"
process = { course.nl = "Zo gaat het.", use_of_results.nl = "Dit doen wij." }
[scale.agree]
options = [
  { code = 5, label.nl = "Helemaal mee eens" }, { code = 4, label.nl = "Mee eens" }, { code = 3, label.nl = "Ertussenin" },
  { code = 2, label.nl = "Niet mee eens" }, { code = 1, label.nl = "Helemaal niet mee eens" },
  { code = "nvt", label.nl = "Weet ik niet", not_applicable = true },
]
[[section]]
id = "een"
"#;

    fn with(question: &str) -> Reading {
        read(&format!("{HEAD}[[section.question]]\n{question}"), &[])
    }

    /// The only error, with its line counted from the question's header.
    fn error(question: &str) -> Finding {
        let findings = with(question).findings;
        let mut errors = findings
            .into_iter()
            .filter(|finding| finding.level == Level::Error);
        let found = errors.next().expect("an error");
        assert_eq!(errors.next(), None);
        Finding {
            line: found.line - HEAD.lines().count() - 1,
            ..found
        }
    }

    #[test]
    fn on_a_scale_the_two_worst_codes_are_problems_unless_the_file_says_otherwise() {
        let problems = |more: &str| {
            let text = format!(
                "id = \"q\"\nkind = \"scale\"\nscale = \"agree\"\ntext.nl = \"Goed.\"\n{more}"
            );
            let questionnaire = with(&text).questionnaire.expect("a questionnaire");
            let question = questionnaire.question("q").expect("the question").clone();
            question
                .problems
                .iter()
                .map(|(code, severity)| (code.to_string(), *severity))
                .collect::<Vec<_>>()
        };
        let pairs = |pairs: &[(&str, f64)]| {
            pairs
                .iter()
                .map(|(c, s)| ((*c).to_owned(), *s))
                .collect::<Vec<_>>()
        };
        assert_eq!(problems(""), pairs(&[("1", 1.0), ("2", 0.5)]));
        assert_eq!(
            problems("reversed = true"),
            pairs(&[("5", 1.0), ("4", 0.5)])
        );
        assert_eq!(problems("problem = [1]"), pairs(&[("1", 1.0)]));
        assert_eq!(
            problems("problem = [1, 2, 3]\nseverity = { \"2\" = 0.8 }"),
            pairs(&[("1", 1.0), ("2", 0.8), ("3", 0.5)])
        );
        assert_eq!(problems("problem = []"), pairs(&[]));
    }

    #[test]
    fn an_unknown_key_is_told_with_line_key_and_the_nearest_known_key() {
        let found = error("id = \"q\"\nkind = \"text\"\ntext.nl = \"Wat?\"\nmaxlength = 5\n");
        assert_eq!(
            (found.line, found.key.as_str()),
            (4, "section.een.question[0].maxlength")
        );
        assert_eq!(found.hint, "did you mean `max_length`?");
    }

    #[test]
    fn every_mistake_has_its_rule() {
        let scale = "id = \"q\"\nkind = \"scale\"\nscale = \"agree\"\ntext.nl = \"Goed.\"\n";
        let number = "id = \"q\"\nkind = \"number\"\ntext.nl = \"Hoeveel?\"\n";
        for (question, rule) in [
            ("id = \"q\"\ntext.nl = \"Wat?\"".to_owned(), "missing-key"),
            (
                "id = \"1q\"\nkind = \"text\"\ntext.nl = \"Wat?\"".to_owned(),
                "invalid-id",
            ),
            (
                "id = \"q\"\nkind = \"tekst\"\ntext.nl = \"Wat?\"".to_owned(),
                "unknown-value",
            ),
            ("id = \"q\"\nkind = \"text\"".to_owned(), "missing-text"),
            (
                "id = \"q\"\nkind = \"text\"\ntext = \"Wat?\"".to_owned(),
                "no-language",
            ),
            (
                "id = \"q\"\nkind = \"text\"\ntext.nl = \"Wat?\"\ntext.fr = \"Quoi?\"".to_owned(),
                "unknown-language",
            ),
            (
                "id = \"q\"\nkind = \"text\"\ntext.nl = 5".to_owned(),
                "wrong-type",
            ),
            (
                "id = \"q\"\nkind = \"contact\"\ntext.nl = \"Waar?\"".to_owned(),
                "contact",
            ),
            (scale.replace("agree", "agreed"), "unknown-scale"),
            (format!("{scale}theme = \"inkomen\""), "unknown-theme"),
            (format!("{scale}problem = [9]"), "unknown-code"),
            (format!("{scale}problem = [\"nvt\"]"), "unknown-code"),
            (format!("{scale}severity = {{ \"1\" = 2.0 }}"), "severity"),
            (format!("{scale}show_if = \"q ==\""), "condition"),
            (format!("{scale}show_if = \"x = 1\""), "unknown-question"),
            (format!("{scale}show_if = \"q = 1\""), "routing"),
            (format!("{scale}min = 1"), "wrong-kind"),
            (format!("{number}min = 5\nmax = 1"), "range"),
            (format!("{number}step = 0"), "range"),
            (format!("{number}bands = [[1, 5], [5, 9]]"), "bands"),
            (
                format!("{number}[[background]]\nid = \"b\"\nkind = \"text\"\ntext.nl = \"Wat?\""),
                "wrong-kind",
            ),
            (
                format!(
                    "{number}[[background]]\nid = \"q\"\nkind = \"number\"\ntext.nl = \"Wat?\"\nbands = [[1, 2]]"
                ),
                "twice",
            ),
        ] {
            let rules: Vec<_> = with(&question)
                .findings
                .into_iter()
                .filter(|f| f.level == Level::Error)
                .map(|f| f.rule)
                .collect();
            assert!(
                rules.contains(&rule),
                "{question}\nfound {rules:?}, not {rule}"
            );
        }
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_with_its_line() {
        let reading = read("id = \"a\"\nchannel = enquete\n", &[]);
        assert_eq!(
            (reading.findings[0].line, reading.findings[0].rule),
            (2, "syntax")
        );
        assert!(reading.questionnaire.is_none());
    }

    #[test]
    fn a_file_with_a_byte_order_mark_reads_the_same() {
        let question = "id = \"q\"\nkind = \"text\"\ntext.nl = \"Wat?\"";
        let text = format!("\u{feff}{HEAD}[[section.question]]\n{question}");
        assert_eq!(read(&text, &[]), with(question));
        assert_eq!(Code::new("5").as_integer(), Some(5));
    }

    #[test]
    fn without_course_and_use_of_results_a_file_is_usable_but_warned_about_o21() {
        let text = HEAD.replace("process", "#process")
            + "[[section.question]]\nid = \"q\"\nkind = \"text\"\ntext.nl = \"Wat?\"";
        let reading = read(&text, &[]);
        assert!(reading.questionnaire.is_some());
        assert!(
            reading
                .findings
                .iter()
                .any(|finding| finding.rule == "process")
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in ".{0,400}") {
            let _ = read(&text, &[]);
            let _ = read(&format!("{HEAD}{text}"), &[]);
        }
    }
}
