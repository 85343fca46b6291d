//! Requests as they are asked, and why one can't be answered.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::command::{Failure, read_text};
use crate::stats::design::{DesignError, NoTest};
use crate::stats::weights::RakeError;
use crate::stats::{Confidence, StatsError};

/// One request; not checked further, so that a faulty one still gets an answer under its id.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Request {
    #[serde(default)]
    pub(super) id: Value,
    #[serde(default)]
    kind: Value,
    #[serde(default, rename = "in")]
    arguments: Value,
}

/// A request with a kind and arguments.
pub(super) struct Checked<'r> {
    pub(super) kind: &'r str,
    pub(super) arguments: &'r Value,
}

/// Why a request can't be answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum RequestError {
    #[error("a request has the form {{\"id\": …, \"kind\": text, \"in\": {{…}}}}")]
    Form,
    #[error(
        "the kind `{0}` is not computed yet; see `achterban compute --help` for the kinds that are"
    )]
    UnknownKind(String),
    #[error("`in`: {0}")]
    Arguments(String),
    #[error("there is no data: give the responses with --data")]
    NoData,
    #[error("no column `{name}` in the data; the columns are {known}")]
    NoColumn { name: String, known: String },
    #[error("row {row}, column `{column}`: `{value}` is not a number")]
    NotANumber {
        row: usize,
        column: String,
        value: String,
    },
    #[error(transparent)]
    Stats(#[from] StatsError),
    #[error(transparent)]
    Rake(#[from] RakeError),
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error("stratum `{name}`: {error}")]
    Stratum { name: String, error: DesignError },
    #[error(transparent)]
    NoTest(#[from] NoTest),
    #[error("the numbers are too large to compute with")]
    TooLarge,
}

impl Request {
    pub(super) fn checked(&self) -> Result<Checked<'_>, RequestError> {
        match (&self.kind, &self.arguments) {
            (Value::String(kind), arguments @ Value::Object(_)) => Ok(Checked { kind, arguments }),
            _ => Err(RequestError::Form),
        }
    }
}

/// The arguments of a kind, read into their own type.
pub(super) fn arguments<T: DeserializeOwned>(arguments: &Value) -> Result<T, RequestError> {
    T::deserialize(arguments).map_err(|error| RequestError::Arguments(error.to_string()))
}

/// Confidence level, 95 % unless given.
pub(super) fn confidence(level: Option<f64>) -> Result<Confidence, RequestError> {
    Ok(level.map_or(Ok(Confidence::P95), Confidence::new)?)
}

/// A number of people; `20000.0` is one too.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "serde_json::Number")]
pub(super) struct Count(pub(super) u64);

impl TryFrom<serde_json::Number> for Count {
    type Error = String;

    fn try_from(number: serde_json::Number) -> Result<Self, Self::Error> {
        let text = number.to_string();
        let whole = text.strip_suffix(".0").unwrap_or(&text);
        let count = whole.parse().map(Self);
        count.map_err(|_| format!("`{text}` is no number of people"))
    }
}

/// A code of an answer: text, or a number as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Code {
    Text(String),
    Number(serde_json::Number),
}

impl Code {
    /// As it stands in a cell.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Reads a list of requests, or the list under `checks`.
pub(super) fn read(path: &Path) -> Result<Vec<Request>, Failure> {
    let place = path.display();
    let json: Value = serde_json::from_str(&read_text(path)?)
        .map_err(|error| Failure::Input(format!("{place}: this is no JSON: {error}")))?;
    let list = match json {
        Value::Array(list) => list,
        Value::Object(mut file) => match file.remove("checks") {
            Some(Value::Array(list)) => list,
            _ => return Err(no_list(path)),
        },
        _ => return Err(no_list(path)),
    };
    // Something that is no object has no id to answer under, but keeps its place in the answers.
    let requests = list
        .into_iter()
        .map(|request| Request::deserialize(request).unwrap_or_default());
    Ok(requests.collect())
}

fn no_list(path: &Path) -> Failure {
    Failure::Input(format!(
        "{}: no requests found; write a JSON list of {{\"id\", \"kind\", \"in\"}}, \
         or an object with that list under \"checks\"",
        path.display()
    ))
}
