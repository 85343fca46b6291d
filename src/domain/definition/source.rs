//! A questionnaire file with its lines: tables read key by key, every mistake with line, key and hint.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Code;
use super::finding::{Finding, Place};
use crate::domain::localized::Localized;
use crate::domain::spelling::nearest;

/// The text of a file and what was found in it.
pub(super) struct Source<'t> {
    text: &'t str,
    findings: RefCell<Vec<Finding>>,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            findings: RefCell::default(),
        }
    }

    /// Line (from 1) of a byte in the file.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    }

    pub(super) fn add(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    pub(super) fn findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by(|a, b| (a.line, &a.key).cmp(&(b.line, &b.key)));
        findings
    }
}

/// A table of the file. Getters answer `None` for what is absent or of the wrong type (then with a finding).
pub(super) struct Fields<'a> {
    source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    path: String,
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        source: &'a Source<'a>,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        path: &str,
    ) -> Self {
        Self {
            source,
            table,
            span,
            path: path.to_owned(),
        }
    }

    /// The same table under a better name, once its id is known.
    pub(super) fn named(mut self, path: String) -> Self {
        self.path = path;
        self
    }

    pub(super) fn source(&self) -> &'a Source<'a> {
        self.source
    }

    /// Where a key stands, or where the table starts when it is absent.
    pub(super) fn place(&self, key: &str) -> Place {
        let at = self
            .entry(key)
            .map_or(self.span.start, |(name, _)| name.span().start);
        Place {
            line: self.source.line(at),
            key: self.key_path(key),
        }
    }

    fn key_path(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_owned(),
            (path, "") => path.to_owned(),
            (path, key) => format!("{path}.{key}"),
        }
    }

    fn entry(
        &self,
        key: &str,
    ) -> Option<(
        &'a Spanned<std::borrow::Cow<'a, str>>,
        &'a Spanned<DeValue<'a>>,
    )> {
        self.table.iter().find(|(name, _)| name.get_ref() == key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// Keys of the table, in alphabetical order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.table.keys().map(|name| name.get_ref().as_ref())
    }

    pub(super) fn error(
        &self,
        key: &str,
        rule: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.source.add(self.place(key).error(rule, message, hint));
    }

    pub(super) fn warning(
        &self,
        key: &str,
        rule: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.source
            .add(self.place(key).warning(rule, message, hint));
    }

    /// Every key must be one of these.
    pub(super) fn known(&self, known: &[&str]) {
        for key in self.keys().filter(|key| !known.contains(key)) {
            let hint = match nearest(key, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known keys here: {}", known.join(", ")),
            };
            self.error(key, "unknown-key", format!("unknown key `{key}`"), hint);
        }
    }

    fn wrong_type(&self, key: &str, expected: &str, found: &DeValue<'_>) {
        let message = format!("`{key}` must be {expected}, found {}", found.type_str());
        self.error(key, "wrong-type", message, format!("write {expected}"));
    }

    fn get<T>(
        &self,
        key: &str,
        expected: &str,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        let (_, value) = self.entry(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            self.wrong_type(key, expected, value.get_ref());
        }
        found
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key, "a text in quotes", DeValue::as_str)
    }

    /// A text that must be there.
    pub(super) fn required_text(&self, key: &str, hint: &str) -> Option<&'a str> {
        if !self.has(key) {
            self.error(key, "missing-key", format!("`{key}` is missing"), hint);
        }
        self.text(key)
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.get(key, "true or false", DeValue::as_bool)
            .unwrap_or(false)
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        self.get(key, "a number", number)
    }

    pub(super) fn count(&self, key: &str) -> Option<usize> {
        self.get(key, "a whole number of 1 or more", |value| {
            value
                .as_integer()?
                .as_str()
                .replace('_', "")
                .parse()
                .ok()
                .filter(|count| *count > 0)
        })
    }

    pub(super) fn code(&self, key: &str) -> Option<Code> {
        self.get(key, "a text or a whole number", code)
    }

    /// One of the words of an enum.
    pub(super) fn word<T: Copy>(
        &self,
        key: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let given = self.text(key)?;
        let found = all.iter().copied().find(|value| word(*value) == given);
        if found.is_none() {
            let words: Vec<_> = all.iter().map(|value| word(*value)).collect();
            let hint = nearest(given, &words).map_or_else(
                || format!("one of: {}", words.join(", ")),
                |near| format!("did you mean \"{near}\"?"),
            );
            self.error(
                key,
                "unknown-value",
                format!("`{key}` can't be \"{given}\""),
                hint,
            );
        }
        found
    }

    pub(super) fn table(&self, key: &str) -> Option<Fields<'a>> {
        let (_, value) = self.entry(key)?;
        let table = self.get(key, "a table", DeValue::as_table)?;
        Some(Self::new(
            self.source,
            table,
            self.start_of(key, value),
            &self.key_path(key),
        ))
    }

    /// Where a value starts; a table written with dots starts at its key.
    fn start_of(&self, key: &str, value: &Spanned<DeValue<'a>>) -> Range<usize> {
        let name = self
            .entry(key)
            .map_or(value.span(), |(name, _)| name.span());
        if value.span().is_empty() {
            name
        } else {
            value.span()
        }
    }

    pub(super) fn tables(&self, key: &str) -> Vec<Fields<'a>> {
        let Some(list) = self.get(key, "a list of tables", DeValue::as_array) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (index, value) in list.iter().enumerate() {
            let path = format!("{}[{index}]", self.key_path(key));
            match value.get_ref().as_table() {
                Some(table) => tables.push(Self::new(self.source, table, value.span(), &path)),
                None => self.wrong_type(key, "a list of tables", value.get_ref()),
            }
        }
        tables
    }

    pub(super) fn list<T>(
        &self,
        key: &str,
        expected: &str,
        read: fn(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.get(key, expected, |value| {
            value
                .as_array()?
                .iter()
                .map(|item| read(item.get_ref()))
                .collect()
        })
    }

    pub(super) fn codes(&self, key: &str) -> Option<Vec<Code>> {
        self.list(key, "a list of codes, such as [1, 2]", code)
    }

    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        self.list(key, "a list of texts, such as [\"nl\", \"en\"]", |value| {
            value.as_str().map(str::to_owned)
        })
    }

    pub(super) fn pairs(&self, key: &str) -> Option<Vec<(f64, f64)>> {
        self.list(
            key,
            "a list of pairs, such as [[18, 26], [27, 44]]",
            |value| match value.as_array()?.iter().collect::<Vec<_>>()[..] {
                [from, to] => Some((number(from.get_ref())?, number(to.get_ref())?)),
                _ => None,
            },
        )
    }

    /// A text per language: `title.nl = "…"`.
    pub(super) fn localized(&self, key: &str, languages: &[String]) -> Localized {
        let mut found = Localized::default();
        if self
            .entry(key)
            .is_some_and(|(_, value)| value.get_ref().is_str())
        {
            let hint = format!(
                "write {key}.{} = \"…\"",
                languages.first().map_or("nl", String::as_str)
            );
            self.error(key, "no-language", format!("`{key}` has no language"), hint);
            return found;
        }
        let Some(table) = self.table(key) else {
            return found;
        };
        for language in table.keys() {
            if !languages.iter().any(|known| known == language) {
                let hint = format!("add \"{language}\" to `languages`, or leave the text out");
                table.error(
                    language,
                    "unknown-language",
                    format!("`{language}` is not in `languages`"),
                    hint,
                );
            } else if let Some(text) = table.text(language) {
                found.set(language, text);
            }
        }
        found
    }

    /// A text per language that must be there in the source language.
    pub(super) fn required_localized(&self, key: &str, languages: &[String]) -> Localized {
        let found = self.localized(key, languages);
        let source = languages.first().map_or("nl", String::as_str);
        if found
            .exact(source)
            .is_none_or(|text| text.trim().is_empty())
        {
            let message = format!("`{key}.{source}` is missing");
            self.error(
                key,
                "missing-text",
                message,
                format!("write {key}.{source} = \"…\""),
            );
        }
        found
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    text.replace('_', "")
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

fn code(value: &DeValue<'_>) -> Option<Code> {
    match value {
        DeValue::String(text) => Some(Code::new(text.as_ref())),
        DeValue::Integer(number) if number.radix() == 10 => number
            .as_str()
            .replace('_', "")
            .parse::<i64>()
            .ok()
            .map(|number| Code::new(number.to_string())),
        _ => None,
    }
}
