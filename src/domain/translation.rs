//! A translation as a translator has it: a sheet with a row per text, for which it is, and who checked it.
//! Here is what a sheet is and what can be wrong with it; as CSV it is read and written in `interchange`.

use jiff::civil::Date;

use super::definition::{Finding, Level, Questionnaire};
use super::review::{Review, Status};
use super::spelling::nearest;

/// A translation of one thing into one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What is translated: the id of a questionnaire, or another word of the program.
    pub of: String,
    /// Language of the sources.
    pub source_language: String,
    /// Language of the translations.
    pub language: String,
    /// How far it is.
    pub review: Review,
    /// The texts.
    pub rows: Vec<Row>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Names the text; never changes.
    pub key: String,
    /// The text in the source language.
    pub source: String,
    /// The translation; empty when there is none yet.
    pub translation: String,
    /// Line of the file on which it stands, from 1; 0 when it is in no file.
    pub line: usize,
}

impl Sheet {
    /// What there is to translate of a questionnaire, with what is translated already.
    pub fn of_questionnaire(questionnaire: &Questionnaire, language: &str) -> Self {
        let source = questionnaire.source_language();
        let rows = questionnaire.texts().into_iter().map(|text| Row {
            key: text.key,
            source: text.words.exact(source).unwrap_or_default().to_owned(),
            translation: text.words.exact(language).unwrap_or_default().to_owned(),
            line: 0,
        });
        let not_begun = Review {
            status: Status::Draft,
            checked_by: String::new(),
            checked_on: None,
        };
        let review = questionnaire.translations.get(language);
        Self {
            of: questionnaire.id.clone(),
            source_language: source.to_owned(),
            language: language.to_owned(),
            review: review.cloned().unwrap_or(not_begun),
            rows: rows.collect(),
        }
    }

    /// Signs the translation off.
    #[must_use]
    pub fn signed_off(mut self, by: &str, on: Date) -> Self {
        self.review = Review {
            status: Status::Checked,
            checked_by: by.to_owned(),
            checked_on: Some(on),
        };
        self
    }

    /// The translation of a text, when there is one.
    pub fn translation(&self, key: &str) -> Option<&str> {
        let row = self.rows.iter().find(|row| row.key == key)?;
        let words = row.translation.trim();
        (!words.is_empty()).then_some(words)
    }

    /// What is wrong with this sheet, compared with what there is to translate now. Gaps such as `{n}` must come back:
    /// `may_lack` says of a key which of them its translation may leave out.
    pub fn findings(&self, now: &Self, may_lack: &dyn Fn(&str, &str) -> bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.language == now.source_language {
            let hint = "translate into another language; the source is changed in its own file";
            findings.push(finding(
                0,
                "language",
                "source-language",
                format!("{} is the source itself", self.language),
                hint,
            ));
        }
        if self.review.status == Status::Checked && !self.review.is_signed_off() {
            let message = "a checked translation names who checked it, and the day".to_owned();
            let hint =
                "fill in checked_by and checked_on, or leave the status at machine or concept";
            findings.push(finding(0, "status", "not-signed-off", message, hint));
        }
        let known: Vec<&str> = now.rows.iter().map(|row| row.key.as_str()).collect();
        for (index, row) in self.rows.iter().enumerate() {
            let before = self.rows.iter().take(index);
            let found = now.rows.iter().find(|other| other.key == row.key);
            let findings_of_row = match found {
                None => vec![unknown(row, &known)],
                Some(_) if before.clone().any(|other| other.key == row.key) => {
                    let hint = "leave one of the two rows out";
                    vec![finding(
                        row.line,
                        &row.key,
                        "twice",
                        "the key stands there twice".into(),
                        hint,
                    )]
                }
                Some(now) => wrong(row, now, may_lack),
            };
            findings.extend(findings_of_row);
        }
        for missing in now
            .rows
            .iter()
            .filter(|row| !self.rows.iter().any(|own| own.key == row.key))
        {
            let message = format!("the row is missing: {}", missing.source);
            findings.push(finding(
                0,
                &missing.key,
                "missing-row",
                message,
                "add it: key, source, translation",
            ));
        }
        findings
    }
}

/// Rules that a translation may break when it is said to be incomplete.
pub const INCOMPLETE: [&str; 2] = ["missing-row", "no-translation"];

fn finding(
    line: usize,
    key: &str,
    rule: &'static str,
    message: String,
    hint: impl Into<String>,
) -> Finding {
    Finding {
        line,
        key: key.to_owned(),
        level: Level::Error,
        rule,
        message,
        hint: hint.into(),
    }
}

fn unknown(row: &Row, known: &[&str]) -> Finding {
    let hint = nearest(&row.key, known).map_or_else(
        || "leave the row out, or export the file again".to_owned(),
        |near| format!("did you mean {near}?"),
    );
    finding(
        row.line,
        &row.key,
        "unknown-key",
        "there is no text with this key".into(),
        hint,
    )
}

fn wrong(row: &Row, now: &Row, may_lack: &dyn Fn(&str, &str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if row.translation.trim().is_empty() {
        let message = format!("there is no translation of: {}", row.source);
        let hint = "write one, or import with --incomplete: the source is shown instead";
        findings.push(finding(row.line, &row.key, "no-translation", message, hint));
        return findings;
    }
    let (needed, given) = (gaps(&now.source), gaps(&row.translation));
    let lost = needed
        .iter()
        .find(|gap| !given.contains(gap) && !may_lack(&row.key, gap));
    if let Some(gap) = lost {
        let message = format!("{{{gap}}} is missing in the translation");
        let hint = format!("put {{{gap}}} where the program fills it in; don't translate it");
        findings.push(finding(row.line, &row.key, "lost-gap", message, hint));
    }
    if let Some(gap) = given.iter().find(|gap| !needed.contains(gap)) {
        let message = format!("{{{gap}}} is not in the source");
        let hint = match needed[..] {
            [] => "leave it out".to_owned(),
            _ => format!("use {{{}}}", needed.join("}, {")),
        };
        findings.push(finding(row.line, &row.key, "unknown-gap", message, hint));
    }
    if row.source.trim() != now.source.trim() {
        findings.push(Finding {
            level: Level::Warning,
            ..finding(
                row.line,
                &row.key,
                "changed-source",
                format!(
                    "the source has changed since this file was made; it is now: {}",
                    now.source
                ),
                "see whether the translation still says the same",
            )
        });
    }
    findings
}

/// Names of the gaps in a text, such as `n` in `{n}`, sorted.
pub fn gaps(text: &str) -> Vec<&str> {
    let opened = text.split('{').skip(1);
    let mut names: Vec<_> = opened
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::{Level, Review, Row, Sheet, Status};

    fn sheet(rows: &[(&str, &str, &str)]) -> Sheet {
        let row = |(line, (key, source, translation)): (usize, &(&str, &str, &str))| Row {
            key: (*key).to_owned(),
            source: (*source).to_owned(),
            translation: (*translation).to_owned(),
            line: line + 7,
        };
        Sheet {
            of: "proef".into(),
            source_language: "nl".into(),
            language: "ar".into(),
            review: Review {
                status: Status::Machine,
                checked_by: String::new(),
                checked_on: None,
            },
            rows: rows.iter().enumerate().map(row).collect(),
        }
    }

    /// Line, rule and hint of what is wrong with one row, when this is what there is to translate.
    fn wrong(row: (&str, &str, &str)) -> Vec<(usize, &'static str, String)> {
        let now = sheet(&[("step.step", "Stap {n} van {total}", "")]);
        let found = sheet(&[row]).findings(&now, &|_, _| false);
        found
            .into_iter()
            .map(|finding| (finding.line, finding.rule, finding.hint))
            .collect()
    }

    #[test]
    fn a_good_row_is_silent() {
        assert_eq!(
            wrong(("step.step", "Stap {n} van {total}", "الخطوة {n} من {total}")),
            []
        );
    }

    #[test]
    fn a_lost_or_invented_gap_an_empty_cell_and_an_unknown_key_are_named_with_line_and_hint() {
        let source = "Stap {n} van {total}";
        let found = wrong(("step.step", source, "الخطوة {n}"));
        assert_eq!((found[0].0, found[0].1), (7, "lost-gap"));
        assert!(found[0].2.contains("{total}"));
        let found = wrong(("step.step", source, "{n} {total} {naam}"));
        assert_eq!(found[0].1, "unknown-gap");
        assert_eq!(wrong(("step.step", source, " "))[0].1, "no-translation");
        let found = wrong(("step.stap", source, "x"));
        assert_eq!(
            (found[0].1, found[0].2.as_str()),
            ("unknown-key", "did you mean step.step?")
        );
        assert_eq!(found[1].1, "missing-row");
    }

    #[test]
    fn a_source_that_changed_since_is_a_warning() {
        let now = sheet(&[("a", "Nieuw", "")]);
        let found = sheet(&[("a", "Oud", "قديم")]).findings(&now, &|_, _| false);
        assert_eq!(
            (found.len(), found[0].level, found[0].rule),
            (1, Level::Warning, "changed-source")
        );
    }

    #[test]
    fn a_key_twice_and_a_check_without_a_name_are_refused() {
        let now = sheet(&[("a", "A", "")]);
        let mut double = sheet(&[("a", "A", "x"), ("a", "A", "y")]);
        double.review.status = Status::Checked;
        let rules: Vec<_> = double
            .findings(&now, &|_, _| false)
            .into_iter()
            .map(|f| f.rule)
            .collect();
        assert_eq!(rules, ["not-signed-off", "twice"]);
        let signed =
            sheet(&[("a", "A", "x")]).signed_off("Samira", jiff::civil::date(2026, 11, 23));
        assert_eq!(signed.findings(&now, &|_, _| false), []);
    }
}
