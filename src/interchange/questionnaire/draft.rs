//! A questionnaire as it came from another tool, and how it is written in our own format (`surveys/README.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::condition::{Dialect, Target, condition};

/// A text by language.
pub(super) type Texts = BTreeMap<String, String>;

/// A questionnaire.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) id: String,
    /// The first is the source.
    pub(super) languages: Vec<String>,
    pub(super) title: Texts,
    pub(super) intro: Texts,
    pub(super) sections: Vec<Section>,
    /// What can't be carried over or was changed, by name.
    pub(super) left_out: Vec<String>,
    /// Questions that a condition may name: those before it whose answer is one or more of their codes.
    pub(super) asked: Vec<Asked>,
}

/// A question that a condition may name.
#[derive(Debug)]
pub(super) struct Asked {
    id: String,
    is_several: bool,
    codes: Vec<String>,
}

/// A page of questions.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) title: Texts,
    pub(super) intro: Texts,
    pub(super) show_if: Option<String>,
    pub(super) questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Default)]
pub(super) struct Question {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) text: Texts,
    pub(super) hint: Texts,
    pub(super) options: Vec<Choice>,
    pub(super) other: bool,
    pub(super) required: bool,
    pub(super) range: Option<(f64, f64)>,
    pub(super) max_choices: Option<usize>,
    pub(super) show_if: Option<String>,
}

/// An answer to choose from.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    pub(super) code: String,
    pub(super) label: Texts,
    pub(super) exclusive: bool,
}

impl Choice {
    fn number(&self) -> Option<i64> {
        self.code.parse().ok()
    }
}

/// An id of a question: a letter, then letters, digits or _.
pub(super) fn question_id(name: &str) -> String {
    let mut id: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        id.insert(0, 'v');
    }
    id
}

/// An id of a questionnaire, of what another tool calls it.
pub(super) fn questionnaire_id(name: &str) -> String {
    let lower: String = name
        .to_lowercase()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let id: String = words.join("-").chars().take(40).collect();
    let id = id.trim_matches('-');
    if id.is_empty() { "vragenlijst" } else { id }.to_owned()
}

/// A code of an answer, without what a column of a CSV can't hold.
pub(super) fn option_code(name: &str) -> String {
    let code: String = name
        .trim()
        .chars()
        .filter(|c| !matches!(c, '[' | ']') && !c.is_control())
        .collect();
    if code.is_empty() {
        "leeg".to_owned()
    } else {
        code
    }
}

impl Draft {
    /// Says that something is not carried over.
    pub(super) fn leave_out(&mut self, what: impl Into<String>) {
        self.left_out.push(format!("left out: {}", what.into()));
    }

    /// From here on conditions may name this question.
    pub(super) fn remember(&mut self, question: &Question) {
        if !question.options.is_empty() && question.kind != "ranking" {
            let codes = question.options.iter().map(|option| option.code.clone());
            self.asked.push(Asked {
                id: question.id.clone(),
                is_several: question.kind == "choices",
                codes: codes.collect(),
            });
        }
    }

    /// A condition in our words; one that they can't say is left out under this name.
    pub(super) fn shown_if(
        &mut self,
        expression: &str,
        dialect: Dialect,
        name: &str,
    ) -> Option<String> {
        let expression = expression.trim();
        if matches!(expression, "" | "1" | "true()") {
            return None;
        }
        let said = condition(expression, dialect, &|name, value| self.target(name, value));
        if said.is_none() {
            self.leave_out(format!(
                "{name}: the condition `{expression}`; it is always shown here"
            ));
        }
        said
    }

    fn target(&self, name: &str, value: &str) -> Option<Target> {
        if let Some(asked) = self.asked.iter().find(|asked| asked.id == name) {
            let id = asked.id.clone();
            let known = asked.codes.iter().any(|code| code == value);
            return known.then_some(if asked.is_several {
                Target::Several(id)
            } else {
                Target::Question(id)
            });
        }
        // LimeSurvey names an option by its question and its code.
        self.asked
            .iter()
            .filter(|asked| asked.is_several)
            .find_map(|asked| {
                let code = name.strip_prefix(&asked.id)?.strip_prefix('_')?;
                let known = asked.codes.iter().any(|other| other == code);
                known.then(|| Target::Option(asked.id.clone(), code.to_owned()))
            })
    }

    /// Every question gets an id of its own, and what would be no question gets words.
    fn mend(&mut self) {
        self.sections
            .retain(|section| !section.questions.is_empty());
        let mut seen = BTreeSet::new();
        let mut renamed = Vec::new();
        for question in self.sections.iter_mut().flat_map(|it| &mut it.questions) {
            let wanted = question_id(&question.id);
            let mut id = wanted.clone();
            let mut count = 1;
            while !seen.insert(id.to_lowercase()) {
                count += 1;
                id = format!("{wanted}_{count}");
            }
            if id != question.id {
                renamed.push(format!(
                    "changed: question `{}` has the id `{id}`",
                    question.id
                ));
            }
            question.id = id;
            let mut codes = BTreeSet::new();
            question
                .options
                .retain(|option| codes.insert(option.code.clone()));
        }
        self.left_out.extend(renamed);
    }

    /// The file.
    pub(super) fn toml(&mut self) -> String {
        self.mend();
        let mut out = String::new();
        let source = self.languages.first().cloned().unwrap_or_default();
        line(&mut out, "id", &text(&self.id));
        line(&mut out, "channel", &text("enquete"));
        let languages: Vec<String> = self.languages.iter().map(|it| text(it)).collect();
        line(
            &mut out,
            "languages",
            &format!("[{}]", languages.join(", ")),
        );
        self.texts(&mut out, "title", &self.title, &self.id);
        self.texts(&mut out, "intro", &self.intro, "");
        out.push_str("\n# [process]\n# Both are needed before the questionnaire can open.\n");
        let _ = writeln!(out, "# course.{source} = \"Hoe het verder gaat.\"");
        let _ = writeln!(
            out,
            "# use_of_results.{source} = \"Wat wij met de antwoorden doen.\""
        );
        for (section, number) in self.sections.iter().zip(1..) {
            out.push_str("\n[[section]]\n");
            line(&mut out, "id", &text(&format!("deel{number}")));
            self.texts(&mut out, "title", &section.title, &format!("Deel {number}"));
            self.texts(&mut out, "intro", &section.intro, "");
            if let Some(condition) = &section.show_if {
                line(&mut out, "show_if", &text(condition));
            }
            for question in &section.questions {
                self.question(&mut out, question);
            }
        }
        out
    }

    fn question(&self, out: &mut String, question: &Question) {
        out.push_str("\n[[section.question]]\n");
        line(out, "id", &text(&question.id));
        line(out, "kind", &text(question.kind));
        self.texts(out, "text", &question.text, &question.id);
        self.texts(out, "hint", &question.hint, "");
        if !question.options.is_empty() {
            out.push_str("options = [\n");
            for option in &question.options {
                let code = option
                    .number()
                    .map_or_else(|| text(&option.code), |it| it.to_string());
                let mut labels = String::new();
                self.texts(&mut labels, "label", &option.label, &option.code);
                let labels: Vec<&str> = labels.lines().collect();
                let exclusive = if option.exclusive {
                    ", exclusive = true"
                } else {
                    ""
                };
                let _ = writeln!(
                    out,
                    "  {{ code = {code}, {}{exclusive} }},",
                    labels.join(", ")
                );
            }
            out.push_str("]\n");
        }
        if let Some((min, max)) = question.range {
            line(out, "min", &min.to_string());
            line(out, "max", &max.to_string());
        }
        if let Some(most) = question.max_choices {
            line(out, "max_choices", &most.to_string());
        }
        for (key, is_set) in [("other", question.other), ("required", question.required)] {
            if is_set {
                line(out, key, "true");
            }
        }
        if let Some(condition) = &question.show_if {
            line(out, "show_if", &text(condition));
        }
    }

    /// A text in every language that has it; the source language always has words.
    fn texts(&self, out: &mut String, key: &str, texts: &Texts, otherwise: &str) {
        for (place, language) in self.languages.iter().enumerate() {
            let found = texts
                .get(language)
                .map(String::as_str)
                .filter(|it| !it.is_empty());
            let found = found.or((place == 0 && !otherwise.is_empty()).then_some(otherwise));
            if let Some(words) = found {
                line(out, &format!("{key}.{language}"), &text(words));
            }
        }
    }
}

fn line(out: &mut String, key: &str, value: &str) {
    let _ = writeln!(out, "{key} = {value}");
}

/// A text on one line, as TOML writes it.
fn text(words: &str) -> String {
    let mut out = String::from("\"");
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Words without the markup of a web page: tags go, the commonest entities become signs, white space becomes one space.
pub(super) fn plain(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        words.push_str(&rest[..start]);
        let tail = &rest[start..];
        // A sign "less than" that opens no tag stays.
        let opens =
            tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        match tail.find('>').filter(|_| opens) {
            Some(end) => {
                if !is_inline(&tail[1..end]) {
                    words.push(' ');
                }
                rest = &tail[end + 1..];
            }
            None => {
                words.push('<');
                rest = &tail[1..];
            }
        }
    }
    words.push_str(rest);
    for (entity, sign) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&euro;", "€"),
        ("&eacute;", "é"),
        ("&euml;", "ë"),
        ("&iuml;", "ï"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&hellip;", "…"),
        ("&amp;", "&"),
    ] {
        words = words.replace(entity, sign);
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a tag stands within a word or line; other tags part words.
fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let name = name.unwrap_or_default().to_ascii_lowercase();
    let inline = [
        "a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u",
    ];
    inline.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::{plain, question_id, questionnaire_id};

    #[test]
    fn markup_of_a_web_page_becomes_plain_words() {
        assert_eq!(
            plain("<p>Hoe <b>vaak</b>&nbsp;belt u?</p>\n"),
            "Hoe vaak belt u?"
        );
        assert_eq!(plain("Is 3 < 5 &amp; 5 > 3?"), "Is 3 < 5 & 5 > 3?");
        assert_eq!(plain("<script>alert(1)</script>ja"), "alert(1) ja");
    }

    #[test]
    fn names_of_other_tools_become_ids_of_ours() {
        assert_eq!(question_id("1-vraag.a"), "v1_vraag_a");
        assert_eq!(questionnaire_id("Enquête Wmo 2026!"), "enquete-wmo-2026");
        assert_eq!(questionnaire_id("谢谢"), "vragenlijst");
    }
}
