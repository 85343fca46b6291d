//! `achterban translation export` and `translation import`: texts out to a translator's spreadsheet, and back.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{Failure, data, read_text, survey};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::definition::read::read;
use crate::domain::definition::{Finding, Level, Questionnaire, with_translation};
use crate::domain::id::QuestionnaireId;
use crate::domain::shipped::TRANSLATIONS;
use crate::domain::theme::codebook;
use crate::domain::translation::{INCOMPLETE, Sheet};
use crate::interchange::csv::Dialect;
use crate::interchange::translation;
use crate::store::Store;
use crate::text::interface::{self, INTERFACE};

/// Translations to and from files that a spreadsheet opens.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write what there is to translate, with what is translated already, as CSV: key, source, translation.
    ///
    /// Example: achterban translation export --of surveys/wmo.toml --language ar --excel -o wmo.ar.csv
    Export(Export),
    /// Take in a translated file. Everything is checked first; with a mistake nothing is taken in.
    ///
    /// Example: achterban translation import wmo.ar.csv --data achterban-data
    Import(Import),
}

/// Arguments of `translation export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: DataArgs,
    /// What to translate: a questionnaire file, the id of a stored questionnaire, or `interface`.
    #[arg(long, value_name = "WHAT")]
    of: String,
    /// Into which language: ar, tr, pl, uk …
    #[arg(long, value_name = "CODE")]
    language: String,
    /// For a spreadsheet: semicolons, a byte order mark, and no text that runs as a formula.
    #[arg(long)]
    excel: bool,
    /// Where to write; absent: on the screen.
    #[arg(short, value_name = "FILE.csv")]
    output: Option<PathBuf>,
}

/// Arguments of `translation import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: DataArgs,
    /// The translated file.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Take it into this questionnaire file, and not into the stored questionnaire.
    #[arg(long, value_name = "FILE.toml")]
    into: Option<PathBuf>,
    /// Where to write the new file; absent: over the old one.
    #[arg(short, value_name = "FILE.toml")]
    output: Option<PathBuf>,
    /// Some texts may lack a translation: residents see the source there, marked as such.
    #[arg(long)]
    incomplete: bool,
    /// Sign the translation off: the name of the person who checked it.
    #[arg(long, value_name = "NAME")]
    checked_by: Option<String>,
    /// The day on which it was checked; absent: today.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "checked_by")]
    checked_on: Option<Date>,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Command::Export(args) => export(args, out),
        Command::Import(args) => import(args, out),
    }
}

fn export(args: &Export, out: &mut dyn Write) -> Result<(), Failure> {
    is_code(&args.language)?;
    let sheet = if args.of == INTERFACE {
        interface::sheet(&args.language)
    } else if args.of.ends_with(".toml") {
        Sheet::of_questionnaire(&survey::questionnaire(Path::new(&args.of))?, &args.language)
    } else {
        let id = id(&args.of)?;
        let stored = data::with_store(&args.data, async |store: Store| stored(&store, &id).await)?;
        Sheet::of_questionnaire(&stored.1, &args.language)
    };
    let dialect = if args.excel {
        Dialect::Excel
    } else {
        Dialect::Machine
    };
    match &args.output {
        None => translation::write(out, &sheet, dialect)?,
        Some(path) => {
            let mut file =
                BufWriter::new(File::create(path).map_err(|error| unwritable(path, &error))?);
            translation::write(&mut file, &sheet, dialect)?;
            file.flush()?;
            let done = sheet
                .rows
                .iter()
                .filter(|row| !row.translation.is_empty())
                .count();
            writeln!(
                out,
                "{}: {} text(s), {done} translated",
                path.display(),
                sheet.rows.len()
            )?;
        }
    }
    Ok(())
}

fn import(args: &Import, out: &mut dyn Write) -> Result<(), Failure> {
    let clock = Clock::system();
    let bytes = std::fs::read(&args.file).map_err(|error| {
        Failure::Input(format!(
            "{}: can't read the file: {error}",
            args.file.display()
        ))
    })?;
    let mut sheet = translation::read(&bytes).map_err(|findings| refused(&args.file, &findings))?;
    if let Some(name) = &args.checked_by {
        sheet = sheet.signed_off(name, args.checked_on.unwrap_or(clock.today()));
    }
    is_code(&sheet.language)?;
    let place = if sheet.of == INTERFACE {
        let now = interface::sheet(&sheet.language);
        accept(args, &sheet, &now, out)?;
        let path = args.output.as_ref().ok_or_else(|| {
            Failure::Usage("the interface is part of the program: name the file to write with -o src/text/interface/LANGUAGE.toml".to_owned())
        })?;
        let text = interface::file(&sheet).map_err(|error| Failure::Input(error.to_string()))?;
        write_file(path, &text)?
    } else if let Some(path) = &args.into {
        let toml = read_text(path)?;
        let text = translated(args, &sheet, (&toml, &survey::questionnaire(path)?), out)?;
        write_file(args.output.as_ref().unwrap_or(path), &text)?
    } else {
        let id = id(&sheet.of)?;
        data::with_store(&args.data, async |store: Store| {
            let (toml, questionnaire) = stored(&store, &id).await?;
            let text = translated(args, &sheet, (&toml, &questionnaire), &mut *out)?;
            let version = store.store_questionnaire(&id, &text, clock.today()).await?;
            Ok(format!("questionnaire {id}, version {version}"))
        })?
    };
    let state = if sheet.review.is_signed_off() {
        format!("checked by {}", sheet.review.checked_by)
    } else {
        "not checked: every page says so".to_owned()
    };
    Ok(writeln!(
        out,
        "{place}: {} is taken in ({state})",
        sheet.language
    )?)
}

/// A shipped questionnaire with the translations that ship beside it.
pub(super) fn with_shipped(id: &str, toml: &str) -> Result<String, Failure> {
    let mut toml = toml.to_owned();
    for (_, language, csv) in TRANSLATIONS.iter().filter(|(of, _, _)| *of == id) {
        let name = PathBuf::from(format!("{id}.{language}.csv"));
        let sheet =
            translation::read(csv.as_bytes()).map_err(|findings| refused(&name, &findings))?;
        toml =
            with_translation(&toml, &sheet).map_err(|error| Failure::Input(error.to_string()))?;
    }
    Ok(toml)
}

/// The questionnaire file with the translation, when nothing is wrong with it.
fn translated(
    args: &Import,
    sheet: &Sheet,
    (toml, questionnaire): (&str, &Questionnaire),
    out: &mut dyn Write,
) -> Result<String, Failure> {
    if sheet.of != questionnaire.id {
        let message = format!("the file translates {}, not {}", sheet.of, questionnaire.id);
        return Err(Failure::Input(message));
    }
    accept(
        args,
        sheet,
        &Sheet::of_questionnaire(questionnaire, &sheet.language),
        out,
    )?;
    let text = with_translation(toml, sheet).map_err(|error| Failure::Input(error.to_string()))?;
    let reading = read(&text, codebook());
    let again = reading
        .questionnaire
        .ok_or_else(|| refused(&args.file, &reading.findings))?;
    if again.asks_the_same(questionnaire) {
        Ok(text)
    } else {
        Err(Failure::Input(
            "the translation would change what is asked".to_owned(),
        ))
    }
}

/// Prints what is worth a look, and fails on what is wrong.
fn accept(args: &Import, sheet: &Sheet, now: &Sheet, out: &mut dyn Write) -> Result<(), Failure> {
    let may_lack: fn(&str, &str) -> bool = if sheet.of == INTERFACE {
        interface::may_lack
    } else {
        |_, _| false
    };
    let mut findings = sheet.findings(now, &may_lack);
    findings.retain(|finding| !(args.incomplete && INCOMPLETE.contains(&finding.rule)));
    let (errors, warnings): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|finding| finding.level == Level::Error);
    for warning in &warnings {
        writeln!(out, "{}", line(&args.file, warning))?;
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(refused(&args.file, &errors))
    }
}

fn refused(path: &Path, findings: &[Finding]) -> Failure {
    let lines: Vec<_> = findings.iter().map(|finding| line(path, finding)).collect();
    Failure::Input(format!("nothing is taken in\n{}", lines.join("\n")))
}

fn line(path: &Path, finding: &Finding) -> String {
    let Finding {
        line,
        key,
        rule,
        message,
        hint,
        ..
    } = finding;
    let level = if finding.level == Level::Error {
        "error"
    } else {
        "warning"
    };
    format!(
        "{}:{line}: {level} [{rule}] {key}: {message}\n    {hint}",
        path.display()
    )
}

fn write_file(path: &Path, text: &str) -> Result<String, Failure> {
    std::fs::write(path, text).map_err(|error| unwritable(path, &error))?;
    Ok(path.display().to_string())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Input(format!("{}: can't write the file: {error}", path.display()))
}

async fn stored(store: &Store, id: &QuestionnaireId) -> Result<(String, Questionnaire), Failure> {
    let newest = store.newest_questionnaire(id).await?;
    let newest = newest.ok_or_else(|| Failure::Input(format!("there is no questionnaire {id}")))?;
    let questionnaire = read(&newest.toml, codebook()).questionnaire;
    let questionnaire = questionnaire
        .ok_or_else(|| Failure::Installation(format!("questionnaire {id} can't be read")))?;
    Ok((newest.toml, questionnaire))
}

fn id(text: &str) -> Result<QuestionnaireId, Failure> {
    QuestionnaireId::new(text).map_err(|error| Failure::Input(error.to_string()))
}

fn is_code(language: &str) -> Result<(), Failure> {
    let fits = (2..=8).contains(&language.len());
    if fits && language.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return Ok(());
    }
    Err(Failure::Input(format!(
        "\"{language}\" is no language code; use codes such as ar, tr, pl, uk"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::shipped::QUESTIONNAIRES;

    fn shipped(id: &str) -> (&'static str, Questionnaire) {
        let (_, toml) = QUESTIONNAIRES
            .iter()
            .find(|(found, _)| *found == id)
            .expect("it ships");
        (
            toml,
            read(toml, codebook())
                .questionnaire
                .expect("a questionnaire"),
        )
    }

    #[test]
    fn every_shipped_translation_fits_its_questionnaire_and_says_that_no_one_checked_it() {
        for (id, language, csv) in TRANSLATIONS {
            let (_, questionnaire) = shipped(id);
            let sheet = translation::read(csv.as_bytes()).expect("a sheet");
            assert_eq!(
                (sheet.of.as_str(), sheet.language.as_str()),
                (*id, *language)
            );
            assert!(!sheet.review.is_signed_off(), "{id}.{language}");
            let findings = sheet.findings(
                &Sheet::of_questionnaire(&questionnaire, language),
                &|_, _| false,
            );
            assert!(findings.is_empty(), "{id}.{language}: {findings:#?}");
        }
    }

    #[test]
    fn a_shipped_questionnaire_is_stored_with_its_translations_and_asks_the_same() {
        for id in ["participatiewet", "wmo", "signaal", "spreekuur"] {
            let (toml, questionnaire) = shipped(id);
            let text = with_shipped(id, toml).expect("translated");
            let translated = read(&text, codebook())
                .questionnaire
                .expect("a questionnaire");
            assert!(translated.asks_the_same(&questionnaire), "{id}");
            let languages = if id == "spreekuur" { 2 } else { 6 };
            assert_eq!(translated.languages.len(), languages, "{id}");
        }
    }
}
