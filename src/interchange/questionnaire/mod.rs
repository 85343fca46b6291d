//! Questionnaires of other tools, brought into our own format: `LimeSurvey` (.lss, and the .lss in an .lsa) and `XLSForm`.
//! What can't be carried over is named, never silently lost.

mod condition;
mod draft;
mod lime_survey;
#[cfg(test)]
mod tests;
mod xls_form;

use crate::domain::definition::read::read;
use crate::domain::definition::{Level, Questionnaire};
use crate::domain::theme::codebook;
use crate::zipped_xml::UnzipError;
use draft::Draft;

/// A tool whose questionnaires can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// `LimeSurvey`: the structure of a survey (.lss) or its archive (.lsa).
    LimeSurvey,
    /// `XLSForm`, as workbook (.xlsx).
    XlsForm,
}

/// A questionnaire that was brought.
#[derive(Debug)]
pub struct Brought {
    /// In our own format.
    pub toml: String,
    /// The same, read.
    pub questionnaire: Questionnaire,
    /// What was not carried over, or was changed, by name; in the order in which it stands there.
    pub left_out: Vec<String>,
}

/// Why a file can't be brought in.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// It is larger than a questionnaire is.
    #[error("the file is larger than {MOST_MB} MB; a questionnaire is smaller")]
    TooLarge,
    /// A ZIP that can't be read.
    #[error("{0}")]
    Zip(String),
    /// XML that can't be read.
    #[error("{part} can't be read: {error}")]
    Xml {
        /// Which file.
        part: String,
        /// What is wrong, and where.
        error: String,
    },
    /// Another kind of file.
    #[error("{0}")]
    OtherKind(&'static str),
    /// There is no question in it that can be asked.
    #[error("no question was found that can be carried over")]
    Empty,
    /// A part that our format doesn't take.
    #[error("the questionnaire can't be carried over: {0}")]
    Refused(String),
}

impl From<UnzipError> for BringError {
    fn from(error: UnzipError) -> Self {
        Self::Zip(error.to_string())
    }
}

/// Largest file, and largest file in a ZIP, in MB.
const MOST_MB: usize = 30;
/// Most elements of an XML file.
const MOST_NODES: u32 = 3_000_000;

/// Brings a questionnaire of another tool in.
///
/// # Errors
/// [`BringError`] when the file is broken, hostile or another kind of file.
pub fn bring(bytes: &[u8], tool: Tool) -> Result<Brought, BringError> {
    if bytes.len() > MOST_MB * 1_000_000 {
        return Err(BringError::TooLarge);
    }
    let draft = match tool {
        Tool::LimeSurvey => lime_survey::draft(bytes)?,
        Tool::XlsForm => xls_form::draft(bytes)?,
    };
    finished(draft)
}

fn finished(mut draft: Draft) -> Result<Brought, BringError> {
    let toml = draft.toml();
    if draft.sections.is_empty() {
        return Err(BringError::Empty);
    }
    let reading = read(&toml, codebook());
    let errors = reading
        .findings
        .iter()
        .filter(|it| it.level == Level::Error);
    let errors: Vec<String> = errors
        .map(|it| format!("{}: {}", it.key, it.message))
        .collect();
    let questionnaire = reading.questionnaire;
    let questionnaire = questionnaire.ok_or_else(|| BringError::Refused(errors.join("; ")))?;
    Ok(Brought {
        toml,
        questionnaire,
        left_out: draft.left_out,
    })
}

/// Reads XML without entities of its own: a bomb of entities is an error.
fn xml<'x>(text: &'x str, part: &str) -> Result<roxmltree::Document<'x>, BringError> {
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..roxmltree::ParsingOptions::default()
    };
    let document = roxmltree::Document::parse_with_options(text, options);
    document.map_err(|error| BringError::Xml {
        part: part.to_owned(),
        error: error.to_string(),
    })
}

fn utf8(bytes: Vec<u8>, part: &str) -> Result<String, BringError> {
    String::from_utf8(bytes).map_err(|_| BringError::Xml {
        part: part.to_owned(),
        error: "it is not UTF-8".to_owned(),
    })
}
