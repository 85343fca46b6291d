//! Whether two versions of a questionnaire ask the same about a theme: only then may their answers be compared.
//!
//! Compared is what a respondent reads and chooses from in the source language, and what counts as a problem. New
//! translations and other questions change nothing.

use super::condition::Condition;
use super::definition::{Question, Questionnaire};
use super::localized::Localized;

/// The first thing that makes a theme incomparable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Text of the question, in the version that has it (the later one when both do).
    pub question: String,
    /// What changed.
    pub kind: ChangeKind,
}

/// What can change in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is no longer asked.
    Dropped,
    /// Its words.
    Wording,
    /// The answers to choose from, or their words.
    Answers,
    /// Which answers count as a problem, and how much.
    Problems,
    /// Who gets to see it.
    Shown,
}

/// What changed in the questions about a theme between two versions; `None` when they ask the same.
pub fn change(earlier: &Questionnaire, later: &Questionnaire, theme: &str) -> Option<Change> {
    let (before, after) = (asked(earlier, theme), asked(later, theme));
    let languages = (earlier.source_language(), later.source_language());
    for new in &after {
        let old = before.iter().find(|old| old.question.id == new.question.id);
        let kind = match old {
            None => Some(ChangeKind::Added),
            Some(old) => difference(old, new, languages),
        };
        if let Some(kind) = kind {
            let question = said(&new.question.text, languages.1);
            return Some(Change { question, kind });
        }
    }
    let dropped = before
        .iter()
        .find(|old| after.iter().all(|new| new.question.id != old.question.id))?;
    Some(Change {
        question: said(&dropped.question.text, languages.0),
        kind: ChangeKind::Dropped,
    })
}

/// A question with the condition of its section.
struct Asked<'q> {
    question: &'q Question,
    section: Option<&'q Condition>,
}

fn asked<'q>(questionnaire: &'q Questionnaire, theme: &str) -> Vec<Asked<'q>> {
    let sections = questionnaire.sections.iter().flat_map(|section| {
        section.questions.iter().map(|question| Asked {
            question,
            section: section.show_if.as_ref(),
        })
    });
    let background = questionnaire.background.iter().map(|question| Asked {
        question,
        section: None,
    });
    let about = |asked: &Asked<'_>| {
        asked.question.theme.as_deref() == Some(theme)
            || (asked.question.options.iter()).any(|it| it.theme.as_deref() == Some(theme))
    };
    sections.chain(background).filter(about).collect()
}

fn difference(old: &Asked<'_>, new: &Asked<'_>, languages: (&str, &str)) -> Option<ChangeKind> {
    let (before, after) = (old.question, new.question);
    let same = |a: &Localized, b: &Localized| said(a, languages.0) == said(b, languages.1);
    let wording = same(&before.text, &after.text)
        && same(&before.hint, &after.hint)
        && same(&before.easy, &after.easy);
    let options = before.options.len() == after.options.len()
        && before.options.iter().zip(&after.options).all(|(a, b)| {
            a.code == b.code
                && same(&a.label, &b.label)
                && (a.not_applicable, a.exclusive, a.retired, &a.theme)
                    == (b.not_applicable, b.exclusive, b.retired, &b.theme)
        });
    let answers = options
        && (before.kind, before.other, before.max_choices, before.range)
            == (after.kind, after.other, after.max_choices, after.range);
    let problems = before.problems == after.problems && before.reversed == after.reversed;
    let shown = before.show_if == after.show_if && old.section == new.section;
    let checks = [
        (wording, ChangeKind::Wording),
        (answers, ChangeKind::Answers),
        (problems, ChangeKind::Problems),
        (shown, ChangeKind::Shown),
    ];
    let changed = checks.into_iter().find(|(same, _)| !same);
    changed.map(|(_, kind)| kind)
}

/// A text as it is read: white space between words does not count.
fn said(text: &Localized, language: &str) -> String {
    let words: Vec<&str> = text.get(language).split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, change};
    use crate::domain::definition::read::read;
    use crate::domain::theme::codebook;

    const FILE: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl", "en"]
title.nl = "Proef"
intro.nl = "Proef"
[scale.eens]
options = [
  { code = 1, label.nl = "Ja" },
  { code = 2, label.nl = "Een beetje" },
  { code = 3, label.nl = "Nee" },
]
[[section]]
id = "deel"
title.nl = "Deel"
[[section.question]]
id = "wonen"
kind = "scale"
scale = "eens"
text.nl = "Ik woon goed."
theme = "wonen"
[[section.question]]
id = "brieven"
kind = "scale"
scale = "eens"
text.nl = "Ik begrijp de brieven."
theme = "informatie"
"#;

    fn changed(from: &str, to: &str) -> Option<ChangeKind> {
        let of = |text: &str| {
            read(text, codebook())
                .questionnaire
                .expect("a questionnaire")
        };
        let later = FILE.replacen(from, to, 1);
        assert_ne!(later, FILE, "{from}");
        change(&of(FILE), &of(&later), "informatie").map(|change| change.kind)
    }

    #[test]
    fn another_word_another_answer_or_another_problem_makes_a_theme_incomparable() {
        let wording = changed("de brieven.", "de post.");
        let answers = changed("Een beetje", "Soms");
        let problems = changed(
            "theme = \"informatie\"",
            "theme = \"informatie\"\nproblem = [2]",
        );
        let theme = "theme = \"informatie\"";
        let shown = changed(theme, &format!("{theme}\nshow_if = \"wonen = 1\""));
        assert_eq!(wording, Some(ChangeKind::Wording));
        assert_eq!(answers, Some(ChangeKind::Answers));
        assert_eq!(problems, Some(ChangeKind::Problems));
        assert_eq!(shown, Some(ChangeKind::Shown));
    }

    #[test]
    fn a_question_more_or_less_makes_a_theme_incomparable() {
        let added = changed("theme = \"wonen\"", "theme = \"informatie\"");
        assert_eq!(added, Some(ChangeKind::Added));
        let dropped = changed("theme = \"informatie\"", "theme = \"wonen\"");
        assert_eq!(dropped, Some(ChangeKind::Dropped));
    }

    #[test]
    fn a_translation_and_a_question_about_another_theme_change_nothing() {
        assert_eq!(
            changed("label.nl = \"Ja\"", "label.nl = \"Ja\", label.en = \"Yes\""),
            None
        );
        assert_eq!(changed("Ik woon goed.", "Ik woon prettig."), None);
    }
}
