//! `achterban codes issue` and `codes print`: invitation codes, once, and the paper that goes round without one.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::new_file::NewFile;
use super::{Failure, data};
use crate::clock::Clock;
use crate::config::{DataArgs, SiteAddress};
use crate::domain::code_group::CodeGroup;
use crate::domain::id::{RoundId, SurveyId};
use crate::report::invitation::{Invitation, WithCodes, WithoutCode};
use crate::store::{Entry, Round, RoundState, Store};
use crate::web::directory::Keeper;
use crate::web::invitation::{MOST_CODES, draw_codes, invitation, printed};
use crate::web::look;

/// Invitation codes that belong to nobody, and the paper that invites people.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make invitation codes of an open round, once: as letters, as cards to cut out, or as a CSV file for a printer.
    ///
    /// The codes stand in that file and nowhere else. Print it, then delete it.
    ///
    /// Example: achterban codes issue --survey lelystad/wmo --count 240 -o brieven.pdf --site https://enquete.example.nl
    Issue(Issue),
    /// Print what has no code on it: a poster or flyer for an open link, or the reminder for who got a letter.
    ///
    /// Example: achterban codes print --survey lelystad/wmo --form poster -o poster.pdf --site https://enquete.example.nl
    Print(Print),
}

/// Arguments of `codes issue`.
#[derive(Debug, Args)]
pub(super) struct Issue {
    #[command(flatten)]
    target: Target,
    /// How many codes.
    #[arg(long, value_name = "N")]
    count: usize,
    /// The file to write; must not exist yet.
    #[arg(short, value_name = "FILE.pdf|FILE.csv")]
    output: PathBuf,
    /// A coarse group that the codes carry, such as "Wmo" or "Noord", for the response per group.
    #[arg(long, value_name = "NAME", default_value = "")]
    group: CodeGroup,
    /// What the PDF holds.
    #[arg(long, value_enum, default_value_t = CodeForm::Letters)]
    form: CodeForm,
}

/// Arguments of `codes print`.
#[derive(Debug, Args)]
pub(super) struct Print {
    #[command(flatten)]
    target: Target,
    /// What to print.
    #[arg(long, value_enum)]
    form: OpenForm,
    /// The file to write; must not exist yet.
    #[arg(short, value_name = "FILE.pdf")]
    output: PathBuf,
}

/// Which round, and where residents find it.
#[derive(Debug, Args)]
struct Target {
    #[command(flatten)]
    data: DataArgs,
    /// A survey (COUNCIL/QUESTIONNAIRE: its open round) or a round (COUNCIL/QUESTIONNAIRE/NAME).
    #[arg(long, value_name = "ID")]
    survey: String,
    /// The address of the site, as residents reach it.
    #[arg(long, value_name = "URL", env = "ACHTERBAN_SITE", default_value_t)]
    site: SiteAddress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CodeForm {
    Letters,
    Cards,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OpenForm {
    Poster,
    Flyer,
    Reminder,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Command::Issue(args) => issue(args, out),
        Command::Print(args) => print(args, out),
    }
}

fn issue(args: &Issue, out: &mut dyn Write) -> Result<(), Failure> {
    must_end_in(&args.output, &["pdf", "csv"])?;
    if !(1..=MOST_CODES).contains(&args.count) {
        return Err(Failure::Input(format!(
            "--count: 1 to {MOST_CODES} codes at a time"
        )));
    }
    let clock = Clock::system();
    let round = data::with_store(&args.target.data, async |store: Store| {
        let (round, invitation) = args.target.find(&store).await?;
        let codes =
            draw_codes(args.count).map_err(|error| Failure::Installation(error.to_string()))?;
        // First the file, then the codes: a file that can't be written leaves no code behind that nobody holds.
        let file = NewFile::write(&args.output, &args.content(&invitation, &printed(&codes))?)?;
        store
            .issue_codes(&round.id, &args.group, &codes, data::command_line(&clock))
            .await?;
        file.keep()?;
        Ok(round.id)
    })?;
    let (file, count, site) = (args.output.display(), args.count, &args.target.site);
    writeln!(out, "{file}: {count} codes of {round}, leading to {site}")?;
    writeln!(
        out,
        "They are nowhere else and can't be printed again. Print the file, then delete it."
    )?;
    Ok(())
}

impl Issue {
    fn content(&self, invitation: &Invitation, codes: &[String]) -> Result<Vec<u8>, Failure> {
        if extension(&self.output) == "csv" {
            return csv(invitation, &self.group, codes)
                .map_err(|error| Failure::Input(error.to_string()));
        }
        let form = match self.form {
            CodeForm::Letters => WithCodes::Letters,
            CodeForm::Cards => WithCodes::Cards,
        };
        let pdf = invitation.with_codes(form, codes);
        Ok(pdf
            .map_err(|error| Failure::Input(error.to_string()))?
            .bytes)
    }
}

fn print(args: &Print, out: &mut dyn Write) -> Result<(), Failure> {
    must_end_in(&args.output, &["pdf"])?;
    let round = data::with_store(&args.target.data, async |store: Store| {
        let (round, invitation) = args.target.find(&store).await?;
        let form = args.form.fitting(&round)?;
        let pdf = invitation.without_code(form);
        let pdf = pdf.map_err(|error| Failure::Input(error.to_string()))?;
        NewFile::write(&args.output, &pdf.bytes)?.keep()?;
        Ok(round.id)
    })?;
    let (file, site) = (args.output.display(), &args.target.site);
    writeln!(out, "{file}: {round}, leading to {site}")?;
    Ok(())
}

impl OpenForm {
    /// A poster for a round with codes, or a reminder for one without, would send people to a shut door.
    fn fitting(self, round: &Round) -> Result<WithoutCode, Failure> {
        match (self, round.entry) {
            (Self::Poster, Entry::Open) => Ok(WithoutCode::Poster),
            (Self::Flyer, Entry::Open) => Ok(WithoutCode::Flyer),
            (Self::Reminder, Entry::Code) => Ok(WithoutCode::Reminder),
            (_, Entry::Code) => Err(Failure::Input(format!(
                "{}: a poster or flyer leads to an open link, and this round asks for a code",
                round.id
            ))),
            (Self::Reminder, Entry::Open) => Err(Failure::Input(format!(
                "{}: a reminder follows a letter with a code, and this round has an open link",
                round.id
            ))),
        }
    }
}

impl Target {
    /// The round and what stands on its paper.
    async fn find(&self, store: &Store) -> Result<(Round, Invitation), Failure> {
        let round = self.round(store).await?;
        let (look, _) = look::of(store, &round.id.client_council()).await?;
        let directory = Keeper::default().get(store).await;
        let directory = directory.map_err(|failure| Failure::Installation(failure.to_string()))?;
        let council = directory.councils.get(round.id.client_council().as_str());
        let found = council.and_then(|council| {
            let survey = council.survey(round.id.questionnaire().as_str())?;
            let asked = &survey.questionnaire;
            Some(invitation(council, asked, &round, (&self.site, look)))
        });
        let invitation = found.ok_or_else(|| {
            Failure::Input(format!(
                "{}: the client council does not use this questionnaire",
                round.id
            ))
        })?;
        Ok((round, invitation))
    }

    async fn round(&self, store: &Store) -> Result<Round, Failure> {
        if let Ok(id) = RoundId::new(&self.survey) {
            return Ok(store.existing_round(&id).await?);
        }
        let survey =
            SurveyId::new(&self.survey).map_err(|error| Failure::Input(error.to_string()))?;
        let open = store.newest_round(&survey, RoundState::Open).await?;
        open.ok_or_else(|| {
            Failure::Input(format!(
                "{survey} has no open round; open one with: achterban round open --survey {survey} --closes DATE --entry code"
            ))
        })
    }
}

fn extension(path: &Path) -> &str {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.unwrap_or_default()
}

fn must_end_in(path: &Path, extensions: &[&str]) -> Result<(), Failure> {
    if extensions.contains(&extension(path)) {
        return Ok(());
    }
    let all = extensions.join(" or .");
    Err(Failure::Usage(format!(
        "{}: name a file that ends in .{all}",
        path.display()
    )))
}

/// One code a row with its link; the group when there is one, and nothing else.
fn csv(invitation: &Invitation, group: &CodeGroup, codes: &[String]) -> csv::Result<Vec<u8>> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    let columns = if group.is_none() { 2 } else { 3 };
    rows.write_record(&["code", "link", "group"][..columns])?;
    for code in codes {
        let link = invitation.link_with(code);
        rows.write_record(&[code.as_str(), &link, group.as_str()][..columns])?;
    }
    rows.into_inner().map_err(|error| error.into_error().into())
}
