//! `report`: a report as PDF or page, from files alone or from the server's data.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::analysis::results::Results;
use crate::analysis::waves::{Round, compare};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::definition::Questionnaire;
use crate::domain::house_style::Look;
use crate::interchange::csv::WrongRows;
use crate::report::figures::Figures;
use crate::report::html::{self, Style};
use crate::report::input::{About, Document, Source};
use crate::report::pdf;
use crate::report::piece::{self, Piece, docx, odt};
use crate::store::Store;
use crate::text::method::SetApart;
use crate::text::signal::Audience;
use crate::web::report::{Outcome, ReportError};

use super::analyse::analyse_file;
use super::survey::questionnaire;
use super::{Failure, data};

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  achterban report knelpunten --survey wmo.toml --responses wmo.csv -o wmo.pdf
  achterban report knelpunten --survey wmo.toml --responses 2026.csv --earlier 2025.csv -o wmo.pdf
  achterban report knelpunten --data achterban-data --survey lelystad/wmo -o wmo.pdf
Beside the report stands FILE.figures.json: the `compute` request of every printed number.")]
pub(crate) struct Args {
    /// What kind of report.
    #[arg(value_enum)]
    kind: Kind,
    /// The questionnaire; with stored answers a survey (COUNCIL/QUESTIONNAIRE: its newest closed round) or a round.
    #[arg(long, value_name = "FILE.toml|ID")]
    survey: String,
    /// The responses, as CSV; without it the report is about stored answers.
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["data", "database"])]
    responses: Option<PathBuf>,
    /// Responses of an earlier round to the same questionnaire; again for each round, the oldest first.
    #[arg(long, value_name = "FILE.csv", requires = "responses")]
    earlier: Vec<PathBuf>,
    #[command(flatten)]
    stored: DataArgs,
    /// Where the report goes: FILE.pdf, FILE.html, FILE.docx or FILE.odt.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Number of people who were invited, when the respondents are a draw from them.
    #[arg(long, value_name = "N", requires = "responses")]
    population: Option<u64>,
    /// Name of the client council on the cover.
    #[arg(long, value_name = "NAME", requires = "responses")]
    council: Option<String>,
    /// When people were asked, in words, such as "3 tot en met 18 oktober 2026".
    #[arg(long, value_name = "WORDS", requires = "responses")]
    period: Option<String>,
    /// The responses are made up: the report says so on its cover and every page.
    #[arg(long, requires = "responses")]
    sample: bool,
    /// Leave rows with wrong cells out, and say how many.
    #[arg(long, requires = "responses")]
    skip_wrong_rows: bool,
    /// For everyone: a number of signals from 1 to 4 is "minder dan 5".
    #[arg(long)]
    public: bool,
}

/// The kinds of reports of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// Knelpunten in order, with their uncertainty.
    Knelpunten,
    /// One page for the achterban, in plain words.
    Samenvatting,
    /// A letter with advice; what only people know is a gap: `[nog invullen: …]`.
    Advies,
    /// The evaluation after 1.5 years, with such gaps.
    Evaluatie,
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Pdf,
    Html,
    Docx,
    Odt,
}

impl Kind {
    fn piece(self) -> piece::Kind {
        match self {
            Self::Knelpunten => piece::Kind::Knelpunten,
            Self::Samenvatting => piece::Kind::Summary,
            Self::Advies => piece::Kind::Advice,
            Self::Evaluatie => piece::Kind::Evaluation,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// [`Failure::Usage`] for another format, [`Failure::Input`] for wrong files.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let format = format(&args.output)?;
    let made = match &args.responses {
        Some(responses) => from_files(args, responses, format)?,
        None => from_store(args, format)?,
    };
    save(&args.output, &made)?;
    writeln!(out, "{}: {}", args.output.display(), made.summary)?;
    Ok(())
}

fn audience(args: &Args) -> Audience {
    if args.public {
        Audience::Public
    } else {
        Audience::ClientCouncil
    }
}

fn from_files(args: &Args, responses: &Path, format: Format) -> Result<Made, Failure> {
    let survey = questionnaire(Path::new(&args.survey))?;
    let wrong_rows = WrongRows::skip_if(args.skip_wrong_rows);
    let results = analyse_file(&survey, responses, wrong_rows, args.population)?;
    let rounds = args
        .earlier
        .iter()
        .map(|file| {
            round(
                &survey,
                file,
                analyse_file(&survey, file, wrong_rows, None)?,
            )
        })
        .collect::<Result<Vec<Round>, Failure>>()?;
    let now = round(&survey, responses, results.clone())?;
    let waves = compare(&rounds, &now);
    let about = About {
        client_council: args.council.clone(),
        period: args.period.clone(),
        written_on: Clock::system().today(),
        sample: args.sample,
        audience: audience(args),
        invited: args.population,
        paper: None,
        open_link: false,
        apart: SetApart::default(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        look: Look::default(),
    };
    make(
        &Source {
            questionnaire: &survey,
            results: &results,
            signals: &[],
            waves: &waves,
            themes: survey.codebook_themes(),
            about: &about,
        },
        (args.kind, format),
    )
}

/// A file as a round, called by its name.
fn round(survey: &Questionnaire, file: &Path, results: Results) -> Result<Round, Failure> {
    let name = file.file_stem().and_then(|name| name.to_str());
    let name = name
        .ok_or_else(|| Failure::Input(format!("{}: this is no name of a file", file.display())))?;
    Ok(Round {
        name: name.to_owned(),
        questionnaire: survey.clone(),
        results,
    })
}

/// The report of a closed round, with the signals of its client council beside it.
fn from_store(args: &Args, format: Format) -> Result<Made, Failure> {
    let outcome = data::with_store(&args.stored, async |store: Store| {
        let id = data::round_of(&store, &args.survey).await?;
        let round = store.existing_round(&id).await?;
        Outcome::of(&store, &round, audience(args), Clock::system().today())
            .await
            .map_err(|error| match error {
                ReportError::Store(error) => Failure::from(error),
                other => Failure::Input(format!("{id}: {other}")),
            })
    })?;
    make(&outcome.source(), (args.kind, format))
}

/// A report with the file that tells how to redo its numbers.
struct Made {
    bytes: Vec<u8>,
    figures: Vec<u8>,
    summary: String,
}

fn make(source: &Source<'_>, (kind, format): (Kind, Format)) -> Result<Made, Failure> {
    let document = Document::knelpunten(source);
    let figures = Figures::knelpunten(source, &document);
    let figures = serde_json::to_vec_pretty(&figures).map_err(std::io::Error::from)?;
    let charts = document.figures().count();
    let piece = Piece::of(kind.piece(), &document);
    let mut bytes = Vec::new();
    let mut pages = String::new();
    match (kind, format) {
        (_, Format::Pdf) => {
            let made = match kind {
                Kind::Knelpunten => pdf::knelpunten(&document),
                _ => piece.pdf(),
            };
            let made = made.map_err(|error| failed(&error))?;
            bytes = made.bytes;
            pages = format!("{} pages, ", made.pages);
        }
        (Kind::Knelpunten, Format::Html) => {
            let page = html::page(&document, Style::Inline);
            bytes = page.map_err(|error| failed(&error))?.into_bytes();
        }
        (_, Format::Html) => {
            let page = html::piece::page(&piece);
            bytes = page.map_err(|error| failed(&error))?.into_bytes();
        }
        (_, Format::Docx) => docx::write(&mut bytes, &piece).map_err(|error| failed(&error))?,
        (_, Format::Odt) => odt::write(&mut bytes, &piece).map_err(|error| failed(&error))?,
    }
    Ok(Made {
        bytes,
        figures,
        summary: format!("{pages}{charts} charts"),
    })
}

/// A report that can't be made from good input is a fault of the program.
fn failed(error: &dyn std::fmt::Display) -> Failure {
    Failure::Input(format!(
        "the report can't be made: {error}; please send this message to the makers"
    ))
}

fn format(output: &Path) -> Result<Format, Failure> {
    let extension = output
        .extension()
        .and_then(|it| it.to_str())
        .map(str::to_lowercase);
    match extension.as_deref() {
        Some("pdf") => Ok(Format::Pdf),
        Some("html") => Ok(Format::Html),
        Some("docx") => Ok(Format::Docx),
        Some("odt") => Ok(Format::Odt),
        _ => Err(Failure::Usage(format!(
            "-o {}: the name must end in .pdf, .html, .docx or .odt",
            output.display()
        ))),
    }
}

/// Writes both files whole or not at all: under another name first, then renamed.
fn save(output: &Path, made: &Made) -> Result<(), Failure> {
    let figures = beside(output, ".figures.json");
    replace(&figures, &made.figures)?;
    replace(output, &made.bytes)
}

/// Writes a file whole or not at all: under another name first, then renamed.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let temporary = beside(path, ".part");
    fs::write(&temporary, bytes)
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| {
            // The half file is of no use to anyone; that it can't be removed either changes nothing.
            let _ = fs::remove_file(&temporary);
            Failure::Input(format!(
                "{}: can't write the file: {error}; name another place with -o",
                path.display()
            ))
        })
}

/// The path with `suffix` behind its whole name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
