//! `survey`: checks questionnaires and says what is wrong, with file, line, key and hint; brings them in from other tools and
//! takes them out.

mod exchange;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::{Failure, read_text};
use crate::domain::definition::read::read;
use crate::domain::definition::{Finding, Level, Questionnaire};
use crate::domain::theme::{codebook, read_codebook};
use crate::language::coach;

/// What can be done with questionnaires.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Check questionnaire files: errors with file, line, key and hint; advice on wording as warnings.
    ///
    /// Example: achterban survey check surveys/participatiewet.toml
    Check(Check),
    /// Bring a questionnaire in: of LimeSurvey, XLSForm or our own format. What can't be carried over is named.
    ///
    /// Example: achterban survey import enquete.lss -o enquete.toml
    Import(exchange::Import),
    /// Write a stored questionnaire in our own format, as it was stored.
    ///
    /// Example: achterban survey export --data achterban-data lelystad/wmo -o wmo.toml
    Export(exchange::Export),
}

/// Arguments of `survey check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Questionnaires to read.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the findings as one JSON list.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Command::Check(args) => check(args, out),
        Command::Import(args) => exchange::import(args, out),
        Command::Export(args) => exchange::export(args, out),
    }
}

/// A finding with its file.
#[derive(Debug, Serialize)]
struct Row<'r> {
    file: String,
    #[serde(flatten)]
    finding: &'r Finding,
}

fn check(args: &Check, out: &mut dyn Write) -> Result<(), Failure> {
    let checked = args
        .files
        .iter()
        .map(|path| Ok((path.display().to_string(), findings(&read_text(path)?))))
        .collect::<Result<Vec<_>, Failure>>()?;
    let rows = checked.iter().flat_map(|(file, findings)| {
        findings.iter().map(|finding| Row {
            file: file.clone(),
            finding,
        })
    });
    if args.json {
        let rows: Vec<_> = rows.collect();
        let text = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
    } else {
        for Row { file, finding } in rows {
            let level = if finding.level == Level::Error {
                "error"
            } else {
                "warning"
            };
            writeln!(
                out,
                "{file}:{}: {level} [{}] {}: {}",
                finding.line, finding.rule, finding.key, finding.message
            )?;
            writeln!(out, "    {}", finding.hint)?;
        }
    }
    let errors = checked
        .iter()
        .flat_map(|(_, findings)| findings)
        .filter(|f| f.level == Level::Error)
        .count();
    if errors > 0 {
        return Err(Failure::Input(format!(
            "{errors} error(s); mend them and check again"
        )));
    }
    if !args.json {
        writeln!(out, "{} file(s) can be used.", checked.len())?;
    }
    Ok(())
}

/// Errors and warnings of one file, advice on wording included.
fn findings(text: &str) -> Vec<Finding> {
    if let Some(themes) = read_codebook(text) {
        return themes
            .err()
            .map(|error| in_codebook(text, &error))
            .into_iter()
            .collect();
    }
    let reading = read(text, codebook());
    let mut findings = reading.findings;
    if let Some(questionnaire) = &reading.draft {
        findings.extend(
            coach::advise(questionnaire)
                .into_iter()
                .map(|advice| Finding {
                    line: reading.lines.get(&advice.question).copied().unwrap_or(1),
                    key: format!("{}.{}", advice.question, advice.key),
                    level: Level::Warning,
                    rule: advice.rule,
                    message: advice.message,
                    hint: advice.hint,
                }),
        );
    }
    findings.sort_by_key(|finding| finding.line);
    findings
}

/// What is wrong with a theme codebook, which may stand among the questionnaires.
fn in_codebook(text: &str, error: &toml::de::Error) -> Finding {
    let start = error.span().map_or(0, |span| span.start);
    Finding {
        line: 1 + text.bytes().take(start).filter(|&b| b == b'\n').count(),
        key: "theme".to_owned(),
        level: Level::Error,
        rule: "codebook",
        message: error.message().to_owned(),
        hint: "each [[theme]] needs id and name.nl; see surveys/README.md".to_owned(),
    }
}

/// Reads a questionnaire that a command needs.
///
/// # Errors
/// With every error of the file, when it can't be used.
pub(crate) fn questionnaire(path: &Path) -> Result<Questionnaire, Failure> {
    let reading = read(&read_text(path)?, codebook());
    reading.questionnaire.ok_or_else(|| {
        let errors: Vec<String> = reading
            .findings
            .iter()
            .filter(|finding| finding.level == Level::Error)
            .map(|f| {
                format!(
                    "{}:{}: {}: {} ({})",
                    path.display(),
                    f.line,
                    f.key,
                    f.message,
                    f.hint
                )
            })
            .collect();
        Failure::Input(errors.join("\n"))
    })
}
