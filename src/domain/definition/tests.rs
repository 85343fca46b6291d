//! The format held to its contract: what each key does, and that each mistake is told.

use super::read::{Reading, read};
use super::{Code, Finding, Level};

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
        let text =
            format!("id = \"q\"\nkind = \"scale\"\nscale = \"agree\"\ntext.nl = \"Goed.\"\n{more}");
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

/// Questions with a mistake, each with the rule that names it.
fn mistakes() -> Vec<(String, &'static str)> {
    let scale = "id = \"q\"\nkind = \"scale\"\nscale = \"agree\"\ntext.nl = \"Goed.\"\n";
    let number = "id = \"q\"\nkind = \"number\"\ntext.nl = \"Hoeveel?\"\n";
    vec![
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
    ]
}

#[test]
fn every_mistake_has_its_rule() {
    for (question, rule) in mistakes() {
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

#[test]
fn what_could_be_read_of_a_file_with_errors_is_there_for_advice() {
    let reading = with("id = \"q\"\nkind = \"text\"\ntext.nl = \"Wat?\"\nmaxlength = 5\n");
    assert!(reading.questionnaire.is_none());
    assert!(
        reading
            .draft
            .is_some_and(|draft| draft.question("q").is_some())
    );
}
