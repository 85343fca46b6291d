//! `achterban text scan FILE.jsonl`: personal data in free text, and what the text is about.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::{Failure, read_text};
use crate::domain::definition::{Aspect, Law};
use crate::language::personal_data::{self, Finding};
use crate::language::subject::{self, Proposal};

/// What can be done with free text.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Find personal data in texts and propose what they are about, one line of JSON for each.
    ///
    /// Example: achterban text scan remarks.jsonl > scanned.jsonl
    Scan(Scan),
}

/// Arguments of `text scan`.
#[derive(Debug, Args)]
pub(super) struct Scan {
    /// One JSON object a line: {"id": "a1", "text": "…"}.
    #[arg(value_name = "FILE.jsonl")]
    file: PathBuf,
}

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Scanned {
    id: serde_json::Value,
    spans: Vec<Span>,
    masked: String,
    themes: Vec<Theme>,
    law: Option<Law>,
    aspect: Option<Aspect>,
}

/// Offsets in Unicode code points.
#[derive(Debug, PartialEq, Serialize)]
struct Span {
    start: usize,
    end: usize,
    label: &'static str,
}

#[derive(Serialize)]
struct Theme {
    theme: &'static str,
    score: u32,
    because: Vec<String>,
}

impl From<Proposal> for Theme {
    fn from(proposal: Proposal) -> Self {
        Self {
            theme: proposal.theme,
            score: proposal.score,
            because: proposal.because,
        }
    }
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    let Command::Scan(args) = command;
    for (index, line) in read_text(&args.file)?.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(line).map_err(|error| {
            Failure::Input(format!(
                "{}: line {}: {error}; each line is {{\"id\": …, \"text\": \"…\"}}",
                args.file.display(),
                index + 1
            ))
        })?;
        let text = serde_json::to_string(&scanned(line)).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn scanned(line: Line) -> Scanned {
    let findings = personal_data::find(&line.text);
    let subject = subject::propose(&line.text);
    Scanned {
        id: line.id,
        spans: spans(&line.text, &findings),
        masked: personal_data::masked(&line.text),
        themes: subject.themes.into_iter().map(Theme::from).collect(),
        law: subject.law,
        aspect: subject.aspect,
    }
}

/// Byte offsets as code points; goes through the text once, since findings are in order.
fn spans(text: &str, findings: &[Finding]) -> Vec<Span> {
    let (mut bytes, mut points) = (0, 0);
    let mut point = |at: usize| {
        points += text.get(bytes..at).map_or(0, |part| part.chars().count());
        bytes = at;
        points
    };
    let span = |finding: &Finding| Span {
        start: point(finding.start),
        end: point(finding.end),
        label: finding.kind.label(),
    };
    findings.iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::{Line, Span, scanned};

    #[test]
    fn offsets_are_code_points_and_labels_stand_in_place_of_what_was_found() {
        let line = Line {
            id: 1.into(),
            text: "Zoë 😀 belde mevrouw Özdemir op 06-12345678".to_owned(),
        };
        let scanned = scanned(line);
        assert_eq!(
            scanned.masked,
            "[NAAM] 😀 belde mevrouw [NAAM] op [TELEFOON]"
        );
        let name = Span {
            start: 20,
            end: 27,
            label: "NAAM",
        };
        assert_eq!(scanned.spans[1], name);
    }
}
