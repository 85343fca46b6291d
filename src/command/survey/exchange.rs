//! `survey import` and `survey export`: questionnaires of other tools in, ours out.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::super::{Failure, data};
use super::questionnaire;
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::definition::Questionnaire;
use crate::domain::id::QuestionnaireId;
use crate::interchange::questionnaire::{Tool, bring};
use crate::store::Store;

/// Arguments of `survey import`.
#[derive(Debug, Args)]
pub(in crate::command) struct Import {
    /// The tool it comes from; absent: by what is in the file.
    #[arg(long, value_enum)]
    from: Option<From>,
    /// Where our own format goes; absent: into the database when one is named, else standard output.
    #[arg(short, long, value_name = "FILE.toml", conflicts_with_all = ["data", "database"])]
    output: Option<PathBuf>,
    #[command(flatten)]
    stored: DataArgs,
    /// The questionnaire: .lss or .lsa of LimeSurvey, .xlsx of XLSForm, or .toml of our own.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Arguments of `survey export`.
#[derive(Debug, Args)]
pub(in crate::command) struct Export {
    #[command(flatten)]
    stored: DataArgs,
    /// Where it goes; absent: standard output.
    #[arg(short, long, value_name = "FILE.toml")]
    output: Option<PathBuf>,
    /// A questionnaire (its newest version), a survey (COUNCIL/QUESTIONNAIRE), or a round: the version that was asked in it.
    #[arg(value_name = "ID")]
    id: String,
}

/// Where a questionnaire comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    /// LimeSurvey: the structure of a survey, or an archive with one.
    Lss,
    /// XLSForm of ODK or Kobo, as Excel workbook.
    Xlsform,
}

impl From {
    /// By what the file begins with; `None`: our own format.
    fn guessed(bytes: &[u8], path: &Path) -> Option<Self> {
        let is_archive = path
            .extension()
            .is_some_and(|it| it.eq_ignore_ascii_case("lsa"));
        let start = bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(bytes)
            .trim_ascii_start();
        match start {
            [b'P', b'K', ..] if is_archive => Some(Self::Lss),
            [b'P', b'K', ..] => Some(Self::Xlsform),
            [b'<', ..] => Some(Self::Lss),
            _ => None,
        }
    }

    fn tool(self) -> Tool {
        match self {
            Self::Lss => Tool::LimeSurvey,
            Self::Xlsform => Tool::XlsForm,
        }
    }
}

/// Runs `survey import`.
pub(super) fn import(args: &Import, out: &mut dyn Write) -> Result<(), Failure> {
    let (toml, asked) = read(args)?;
    if let Some(path) = &args.output {
        save(path, &toml)?;
        writeln!(out, "{}: {}", path.display(), summary(&asked))?;
    } else if args.stored.data.is_some() || args.stored.database.is_some() {
        let id =
            QuestionnaireId::new(&asked.id).map_err(|error| Failure::Input(error.to_string()))?;
        let today = Clock::system().today();
        let version = data::with_store(&args.stored, async |store: Store| {
            Ok(store.store_questionnaire(&id, &toml, today).await?)
        })?;
        writeln!(
            out,
            "{id}: stored as version {version}, {}",
            summary(&asked)
        )?;
    } else {
        out.write_all(toml.as_bytes())?;
    }
    Ok(())
}

/// The file in our own format. What is left out or changed goes to standard error, a line each.
fn read(args: &Import) -> Result<(String, Questionnaire), Failure> {
    let wrong =
        |error: &dyn std::fmt::Display| Failure::Input(format!("{}: {error}", args.file.display()));
    let bytes = std::fs::read(&args.file).map_err(|error| wrong(&error))?;
    let Some(from) = args.from.or_else(|| From::guessed(&bytes, &args.file)) else {
        let asked = questionnaire(&args.file)?;
        return Ok((super::super::read_text(&args.file)?, asked));
    };
    let brought = bring(&bytes, from.tool()).map_err(|error| wrong(&error))?;
    for what in &brought.left_out {
        eprintln!("{what}");
    }
    Ok((brought.toml, brought.questionnaire))
}

fn save(path: &Path, toml: &str) -> Result<(), Failure> {
    let wrong =
        |error| Failure::Input(format!("{}: can't write the file: {error}", path.display()));
    std::fs::write(path, toml).map_err(wrong)
}

fn summary(asked: &Questionnaire) -> String {
    let questions: usize = asked
        .sections
        .iter()
        .map(|section| section.questions.len())
        .sum();
    format!("{questions} questions in {} sections", asked.sections.len())
}

/// Runs `survey export`.
pub(super) fn export(args: &Export, out: &mut dyn Write) -> Result<(), Failure> {
    let toml = data::with_store(&args.stored, async |store: Store| {
        stored(&store, &args.id).await
    })?;
    match &args.output {
        Some(path) => save(path, &toml),
        None => Ok(out.write_all(toml.as_bytes())?),
    }
}

/// The text of a stored questionnaire, as it was stored.
async fn stored(store: &Store, id: &str) -> Result<String, Failure> {
    let parts: Vec<&str> = id.split('/').collect();
    let name = match parts[..] {
        [name] | [_, name] => name,
        _ => {
            let round = data::round_of(store, id).await?;
            let version = store.existing_round(&round).await?.questionnaire_version;
            let found = store.questionnaire(&round.questionnaire(), version).await?;
            return found.map(|it| it.toml).ok_or_else(|| missing(id));
        }
    };
    let name = QuestionnaireId::new(name).map_err(|error| Failure::Input(error.to_string()))?;
    let found = store.newest_questionnaire(&name).await?;
    found.map(|it| it.toml).ok_or_else(|| missing(id))
}

fn missing(id: &str) -> Failure {
    Failure::Input(format!("{id}: no such questionnaire is stored"))
}
