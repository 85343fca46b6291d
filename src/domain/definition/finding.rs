//! What is wrong, or worth a look, in a questionnaire file: line, key, message and what to do.

use serde::Serialize;

/// Something wrong, or worth a look, in a questionnaire file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Line, counted from 1.
    pub line: usize,
    /// Key with its path: `section.contact.question.respect.theme`.
    pub key: String,
    /// Whether the file can be used.
    pub level: Level,
    /// Short name of the rule, stable.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The file can't be used.
    Error,
    /// The file can be used; a person should look.
    Warning,
}

/// Where a value stands: enough to say something about it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) key: String,
}

impl Place {
    pub(super) fn error(
        &self,
        rule: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Finding {
        self.finding(Level::Error, rule, message.into(), hint.into())
    }

    pub(super) fn warning(
        &self,
        rule: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Finding {
        self.finding(Level::Warning, rule, message.into(), hint.into())
    }

    fn finding(&self, level: Level, rule: &'static str, message: String, hint: String) -> Finding {
        Finding {
            line: self.line,
            key: self.key.clone(),
            level,
            rule,
            message,
            hint,
        }
    }
}
