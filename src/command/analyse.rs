//! `analyse`: tables, crossings and knelpunten from files alone, without server or database.

use std::fmt::Display;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::analysis::results::{QuestionTable, Results, ThemeResult, WeightedShare};
use crate::analysis::{AnalysisError, Population, analyse_with_chances};
use crate::domain::answer::Response;
use crate::domain::code_book::CodeBook;
use crate::domain::definition::Questionnaire;
use crate::domain::margin::Margins;
use crate::interchange::csv::{Columns, CsvError, Outcome, WrongRows, read};

use super::Failure;
use super::margins;
use super::survey::questionnaire;

/// What the command takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: achterban analyse --survey wmo.toml --responses wmo.csv --population 800 --json"
)]
pub(crate) struct Args {
    /// The questionnaire.
    #[arg(long, value_name = "FILE.toml")]
    survey: PathBuf,
    /// The responses, as CSV.
    #[arg(long, value_name = "FILE.csv")]
    responses: PathBuf,
    /// Number of people from whom the respondents were drawn: intervals get finite population correction.
    #[arg(long, value_name = "N")]
    population: Option<u64>,
    /// Known shares of groups in the population, to weight by: question,code,share (or count). Then `share` is weighted.
    #[arg(long, value_name = "FILE.csv")]
    margins: Option<PathBuf>,
    /// Leave rows with wrong cells out, and say how many.
    #[arg(long)]
    skip_wrong_rows: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// [`Failure::Input`] when a file or the population is wrong.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let survey = questionnaire(&args.survey)?;
    let read = args
        .margins
        .as_ref()
        .map(|path| margins::read(path, &survey));
    let read = read.transpose()?;
    let withheld = read.as_ref().map(Margins::small_groups);
    let population = Population {
        size: args.population,
        margins: read.as_ref(),
        withheld: withheld.as_deref().unwrap_or_default(),
    };
    let wrong_rows = WrongRows::skip_if(args.skip_wrong_rows);
    let results = analyse_file(&survey, &args.responses, wrong_rows, population)?;
    if let Some(path) = &args.margins {
        margins::of(&results, path)?;
    }
    if args.json {
        let document = margins::json(&results).map_err(std::io::Error::from)?;
        serde_json::to_writer_pretty(&mut *out, &document).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        overview(&survey, &results, out)?;
    }
    Ok(())
}

/// The results of a file of responses; warnings go to stderr.
///
/// # Errors
/// [`Failure::Input`] with every mistake of the file.
pub(super) fn analyse_file<'m>(
    survey: &Questionnaire,
    responses: &Path,
    wrong_rows: WrongRows,
    population: impl Into<Population<'m>>,
) -> Result<Results, Failure> {
    let at = responses.display();
    let code_book = CodeBook::new(survey);
    let mut columns =
        Columns::open(open(responses)?, &code_book).map_err(|error| wrong_file(&at, &error))?;
    let results = analyse_with_chances(&code_book, &mut columns, population);
    let outcome = columns
        .finish(wrong_rows)
        .map_err(|error| wrong_file(&at, &error))?;
    warn(&at, &outcome);
    results.map_err(|error: AnalysisError| Failure::Input(error.to_string()))
}

/// Reads a file of responses; warnings and the number of rows left out go to stderr.
///
/// # Errors
/// [`Failure::Input`] with every mistake of the file.
pub(super) fn read_responses(
    survey: &Questionnaire,
    path: &Path,
    wrong_rows: WrongRows,
    each: impl FnMut(Response),
) -> Result<usize, Failure> {
    let at = path.display();
    let outcome = read(open(path)?, survey, wrong_rows, each);
    let outcome = outcome.map_err(|error| wrong_file(&at, &error))?;
    warn(&at, &outcome);
    Ok(outcome.read)
}

fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| {
        Failure::Input(format!("{}: can't read the file: {error}", path.display()))
    })
}

/// Every mistake of a file, a line each.
fn wrong_file(at: &dyn Display, error: &CsvError) -> Failure {
    let message = error.to_string();
    let lines = message.lines().map(|line| format!("{at}: {line}"));
    Failure::Input(lines.collect::<Vec<_>>().join("\n"))
}

/// Tells on stderr what was dropped and which rows were left out.
fn warn(at: &dyn Display, outcome: &Outcome) {
    for warning in &outcome.warnings {
        eprintln!("achterban: {at}: warning: {warning}");
    }
    if outcome.skipped > 0 {
        for wrong in &outcome.wrong.listed {
            eprintln!("achterban: {at}: {wrong}");
        }
        eprintln!(
            "achterban: {at}: {} rows left out, {} read",
            outcome.skipped, outcome.read
        );
    }
}

/// The results for a reader at a terminal; hidden figures are `·`.
fn overview(survey: &Questionnaire, results: &Results, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(
        out,
        "{} ({})",
        survey.title.get(survey.source_language()),
        survey.id
    )?;
    writeln!(out, "respondents: {}", figure(results.respondents))?;
    if let Some(population) = results.population {
        writeln!(out, "population: {population}")?;
    }
    if let Some(Ok(weighting)) = &results.weighting {
        margins::lines(weighting, out)?;
    }
    for question in &results.questions {
        question_table(survey, question, out)?;
    }
    if !results.themes.is_empty() {
        writeln!(
            out,
            "\nKnelpunten, by burden (mean severity per 100 respondents)"
        )?;
        for theme in &results.themes {
            writeln!(out, "  {}", theme_line(theme))?;
        }
    }
    let told = results
        .crossings
        .iter()
        .filter(|crossing| crossing.p_adjusted.is_some_and(|p| p < 0.05));
    writeln!(
        out,
        "\nCrossings: {} tests, adjusted p below 0.05:",
        results.crossings.len()
    )?;
    for crossing in told {
        let (p, v) = (
            crossing.p_adjusted.unwrap_or(1.0),
            crossing.v_bc.unwrap_or(0.0),
        );
        writeln!(
            out,
            "  {} by {}: p {p:.4}, V {v:.2}",
            crossing.question, crossing.by
        )?;
    }
    writeln!(
        out,
        "\n{} figures are hidden to protect small groups (·).",
        results.suppressed
    )
}

fn question_table(
    survey: &Questionnaire,
    table: &QuestionTable,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let text = survey
        .question(&table.id)
        .map_or("", |question| question.text.get(survey.source_language()));
    writeln!(out, "\n{}: {text}", table.id)?;
    writeln!(
        out,
        "  valid {}, not applicable {}, missing {}, not shown {}",
        figure(table.n_valid),
        figure(table.n_nvt),
        figure(table.n_missing),
        figure(table.n_not_shown)
    )?;
    for level in &table.levels {
        let interval = level
            .lo
            .zip(level.hi)
            .map(|(lo, hi)| format!("[{}, {}]", percent(lo), percent(hi)));
        writeln!(
            out,
            "  {:>7} {:>8} {:<18} {}{} {}",
            figure(level.count),
            level.share.map_or("·".to_owned(), percent),
            interval.unwrap_or_default(),
            weighted(table.weighted.is_some(), level.weighted),
            level.code,
            level.label
        )?;
    }
    let own = table.weighted;
    if let Some(mean) = table.mean {
        let beside = own.map_or_else(String::new, |own| {
            own.mean.map_or(" weighted ·".to_owned(), |mean| {
                format!(" weighted {mean:.2}")
            })
        });
        writeln!(out, "  mean {mean:.2}{beside}")?;
    }
    let ends = [
        ("two highest", table.top2, own.and_then(|own| own.top2)),
        ("two lowest", table.bottom2, own.and_then(|own| own.bottom2)),
    ];
    for (name, share, beside) in ends {
        if let Some(share) = share {
            writeln!(
                out,
                "  {name} {} [{}, {}] {}",
                percent(share.share),
                percent(share.lo),
                percent(share.hi),
                weighted(own.is_some(), beside)
            )?;
        }
    }
    Ok(())
}

/// The weighted share in a column of its own, when figures are weighted.
fn weighted(is_weighted: bool, share: Option<WeightedShare>) -> String {
    if !is_weighted {
        return String::new();
    }
    let text = share.map_or("·".to_owned(), |it| {
        format!(
            "{} [{}, {}]",
            percent(it.share),
            percent(it.lo),
            percent(it.hi)
        )
    });
    format!("weighted {text:<24} ")
}

fn theme_line(theme: &ThemeResult) -> String {
    let place = theme.rank_set.map_or("·".to_owned(), |(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    let burden = theme
        .burden
        .map_or("·".to_owned(), |burden| format!("{:.1}", burden * 100.0));
    let share = theme.prevalence.map_or("·".to_owned(), percent);
    let weighted = theme.weighted.map_or_else(String::new, |weighted| {
        format!(" weighted {}", percent(weighted.prevalence.share))
    });
    format!(
        "place {place:<6} burden {burden:<6} events {} of {} ({share}){weighted}  {}",
        figure(theme.events),
        figure(theme.n),
        theme.name
    )
}

fn figure(count: Option<u64>) -> String {
    count.map_or("·".to_owned(), |count| count.to_string())
}

fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}
