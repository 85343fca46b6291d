//! `achterban paper print` and `paper sample`: a questionnaire on paper, as an accessible PDF in large type.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args as ClapArgs;

use super::report::replace;
use super::{Failure, data, survey};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::client_council::{ClientCouncil, Form};
use crate::domain::definition::Questionnaire;
use crate::domain::house_style::Look;
use crate::domain::id::{RoundId, SurveyId};
use crate::report::paper::{Paper, Size, Source, Ticket};
use crate::report::pdf::{self, Pdf};
use crate::store::{RoundState, Store};
use crate::web::look;
use crate::web::paper::{PrintError, Run, print};

/// What can be done with paper.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Print numbered forms for an open round; each can be keyed in once.
    ///
    /// Example: achterban paper print --survey lelystad/participatiewet --count 25 -o formulieren.pdf --data achterban-data
    Print(Print),
    /// Print a questionnaire file as an example, without number: nobody can hand it in.
    ///
    /// Example: achterban paper sample --survey surveys/wmo.toml --language en -o voorbeeld.pdf
    Sample(Sample),
}

/// How the paper looks.
#[derive(Debug, ClapArgs)]
struct Style {
    /// Size of the letters in points: 16 or 20.
    #[arg(long, value_name = "POINTS", default_value_t = 16)]
    size: u8,
    /// Language of the form; the questionnaire's first when absent.
    #[arg(long, value_name = "LANG")]
    language: Option<String>,
    /// Where to write the PDF.
    #[arg(short, value_name = "FILE.pdf")]
    output: PathBuf,
}

/// Arguments of `paper print`.
#[derive(Debug, ClapArgs)]
pub(super) struct Print {
    #[command(flatten)]
    data: DataArgs,
    /// The round, or a survey: its open round.
    #[arg(long, value_name = "ID")]
    survey: String,
    /// How many forms: 1 to 100.
    #[arg(long, value_name = "N")]
    count: usize,
    /// Every form is keyed in by two people (this holds for the whole round).
    #[arg(long)]
    twice: bool,
    #[command(flatten)]
    look: Style,
}

/// Arguments of `paper sample`.
#[derive(Debug, ClapArgs)]
pub(super) struct Sample {
    /// The questionnaire.
    #[arg(long, value_name = "FILE")]
    survey: PathBuf,
    #[command(flatten)]
    look: Style,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    let (made, output, what) = match command {
        Command::Print(args) => {
            size(&args.look)?;
            refuse_to_replace(&args.look)?;
            let made = data::with_store(&args.data, async |store: Store| {
                numbered(args, &store, &Clock::system()).await
            })?;
            (made, &args.look.output, format!("{} form(s)", args.count))
        }
        Command::Sample(args) => {
            let questionnaire = survey::questionnaire(&args.survey)?;
            let made = sample(&questionnaire, &args.look)?;
            (made, &args.look.output, "an example".to_owned())
        }
    };
    replace(output, &made.bytes)?;
    writeln!(out, "{}: {what}, {} pages", output.display(), made.pages)?;
    Ok(())
}

fn size(look: &Style) -> Result<Size, Failure> {
    Size::of_points(look.size)
        .ok_or_else(|| Failure::Usage(format!("--size {}: 16 or 20", look.size)))
}

/// The numbers on a lost sheet can't be printed again.
fn refuse_to_replace(look: &Style) -> Result<(), Failure> {
    if look.output.exists() {
        return Err(Failure::Input(format!(
            "{}: the file is there already; name another with -o",
            look.output.display()
        )));
    }
    Ok(())
}

async fn numbered(args: &Print, store: &Store, clock: &Clock) -> Result<Pdf, Failure> {
    let id = open_round(store, &args.survey).await?;
    let round = store.existing_round(&id).await?;
    let council = store.client_council(&id.client_council()).await?;
    let profile = council.map(|council| council.profile).unwrap_or_default();
    let client_council: ClientCouncil = serde_json::from_str(&profile).map_err(|error| {
        Failure::Installation(format!("{id}: its client council can't be read: {error}"))
    })?;
    let questionnaire = data::questionnaire_of(store, &id).await?;
    let language = args.look.language.clone();
    let (look, _) = look::of(store, &id.client_council()).await?;
    let run = Run {
        round,
        language: language.unwrap_or_else(|| questionnaire.source_language().to_owned()),
        questionnaire: Arc::new(questionnaire),
        client_council,
        look,
        size: size(&args.look)?,
        count: args.count,
        today: clock.today(),
    };
    let actor = data::command_line(clock);
    let made = print(store, &run, actor).await.map_err(failure)?;
    let known = store.paper(&id).await?;
    if known.is_none_or(|paper| args.twice && !paper.twice) {
        store.allow_paper(&id, args.twice, actor).await?;
    }
    Ok(made)
}

fn failure(error: PrintError) -> Failure {
    match error {
        PrintError::Store(error) => error.into(),
        other => Failure::Input(other.to_string()),
    }
}

/// A round, or the open round of a survey.
async fn open_round(store: &Store, id: &str) -> Result<RoundId, Failure> {
    if let Ok(round) = RoundId::new(id) {
        return Ok(round);
    }
    let survey = SurveyId::new(id).map_err(|error| Failure::Input(error.to_string()))?;
    let open = store.newest_round(&survey, RoundState::Open).await?;
    open.map(|round| round.id)
        .ok_or_else(|| Failure::Input(format!("{survey} has no open round")))
}

fn sample(questionnaire: &Questionnaire, look: &Style) -> Result<Pdf, Failure> {
    let language = look.language.as_deref();
    let language = language.unwrap_or(questionnaire.source_language());
    if !questionnaire.languages.iter().any(|code| code == language) {
        return Err(failure(PrintError::Language(language.to_owned())));
    }
    let source = Source {
        questionnaire,
        language,
        client_council: "Cliëntenraad",
        form: Form::ClientCouncil,
        phone: "",
        until: None,
        look: &Look::default(),
        today: Clock::system().today(),
        size: size(look)?,
        sample: false,
    };
    pdf::paper(&Paper::new(&source, Ticket::Specimen)).map_err(|error| failure(error.into()))
}
