//! The command line: one file per command. What each takes, gives and exits with is a contract (`docs/opdrachten.md`).

mod analyse;
mod backup;
mod client_council;
mod codes;
mod compute;
mod data;
mod demo;
mod doctor;
mod flush;
mod house_style;
mod log;
mod made_up;
mod margins;
mod new_file;
mod paper;
mod report;
mod responses;
mod round;
mod rules;
mod seed;
mod serve;
mod survey;
mod text;
mod translation;
mod user;
mod verify;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::sabotage;

/// Why a command did not do its work. The text is for the person at the keyboard: what, where, how to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The input is wrong: exit code 1.
    Input(String),
    /// The command was used in a wrong way: exit code 2.
    Usage(String),
    /// The installation is wrong: exit code 78.
    Installation(String),
}

impl Failure {
    /// The exit code of the process.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Input(_) => 1,
            Self::Usage(_) => 2,
            Self::Installation(_) => 78,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Input(message) | Self::Usage(message) | Self::Installation(message)) = self;
        f.write_str(message)
    }
}

impl From<io::Error> for Failure {
    /// Writing the output failed.
    fn from(error: io::Error) -> Self {
        Self::Input(format!("can't write the output: {error}"))
    }
}

/// Achterban: a client council listens to its achterban, finds knelpunten and gets things changed.
#[derive(Debug, Parser)]
#[command(version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Serve(serve::Args),
    /// Tables, crossings and knelpunten of a file of responses, without server or database.
    Analyse(analyse::Args),
    /// Make a report, with the request that redoes each of its numbers beside it.
    Report(report::Args),
    /// Check questionnaires.
    #[command(subcommand)]
    Survey(survey::Command),
    /// Compute any statistic by name from raw responses, so that every printed figure can be redone.
    Compute(compute::Args),
    /// Manage client councils.
    #[command(subcommand)]
    ClientCouncil(client_council::Command),
    /// Colours and logo of a client council.
    #[command(subcommand)]
    HouseStyle(house_style::Command),
    /// Rules of a client council: show them, work out days, hold facts against them.
    #[command(subcommand)]
    Rules(rules::Command),
    /// Open and close rounds.
    #[command(subcommand)]
    Round(round::Command),
    /// Questionnaires on paper.
    #[command(subcommand)]
    Paper(paper::Command),
    #[command(subcommand)]
    Codes(codes::Command),
    #[command(subcommand)]
    Responses(responses::Command),
    /// Look at free text.
    #[command(subcommand)]
    Text(text::Command),
    #[command(subcommand)]
    Translation(translation::Command),
    /// Manage accounts.
    #[command(subcommand)]
    User(user::Command),
    Seed(seed::Args),
    Flush(flush::Args),
    Backup(backup::Args),
    Restore(backup::restore::Args),
    Migrate(backup::migrate::Args),
    Verify(verify::Args),
    Doctor(doctor::Args),
}

impl Default for Command {
    /// Without a command: the demo.
    fn default() -> Self {
        Self::Demo(demo::Args::default())
    }
}

/// Runs the command of the process' arguments.
pub fn run() -> ExitCode {
    if sabotage::refuses_to_run() {
        eprintln!(
            "achterban: this program was built for tests that take its defences out; build it without --features sabotage"
        );
        return ExitCode::from(78);
    }
    let cli = Cli::parse();
    let mut out = io::stdout().lock();
    let done = match cli.command.unwrap_or_default() {
        Command::Analyse(args) => analyse::run(&args, &mut out),
        Command::Demo(args) => demo::run(&args, &mut out),
        Command::Serve(args) => serve::run(&args, &mut out),
        Command::Report(args) => report::run(&args, &mut out),
        Command::Survey(command) => survey::run(&command, &mut out),
        Command::Compute(args) => compute::run(&args, &mut out),
        Command::ClientCouncil(command) => client_council::run(&command, &mut out),
        Command::HouseStyle(command) => house_style::run(&command, &mut out),
        Command::Rules(command) => rules::run(&command, &mut out),
        Command::Round(command) => round::run(&command, &mut out),
        Command::Codes(command) => codes::run(&command, &mut out),
        Command::Paper(command) => paper::run(&command, &mut out),
        Command::Responses(command) => responses::run(&command, &mut out),
        Command::Text(command) => text::run(&command, &mut out),
        Command::Translation(command) => translation::run(&command, &mut out),
        Command::User(command) => user::run(&command, &mut out),
        Command::Seed(args) => seed::run(&args, &mut out),
        Command::Flush(args) => flush::run(&args, &mut out),
        Command::Backup(args) => backup::run(&args, &mut out),
        Command::Restore(args) => backup::restore::run(&args, &mut out),
        Command::Migrate(args) => backup::migrate::run(&args, &mut out),
        Command::Verify(args) => verify::run(&args, &mut out),
        Command::Doctor(args) => doctor::run(&args, &mut out),
    };
    match done.and_then(|()| out.flush().map_err(Failure::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("achterban: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Reads a text file.
///
/// # Errors
/// With the path and what is wrong, when the file can't be read or is no UTF-8.
pub(crate) fn read_text(path: &std::path::Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::Input(format!("{}: can't read the file: {error}", path.display()))
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let line = error
            .as_bytes()
            .iter()
            .take(error.utf8_error().valid_up_to())
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        Failure::Input(format!(
            "{}: line {line} is not UTF-8; save the file as UTF-8",
            path.display()
        ))
    })
}
