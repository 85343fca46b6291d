//! `responses import` and `responses export`: the answers of a round from and to a file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::analyse::read_responses;
use super::{Failure, data, read_text, survey};
use crate::analysis::late_answers_may_count;
use crate::anonymity::mix::Thresholds;
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::answer::Response;
use crate::domain::code_book::CodeBook;
use crate::domain::definition::Questionnaire;
use crate::domain::definition::read::read;
use crate::domain::id::{RoundId, SurveyId};
use crate::domain::segment::Segments;
use crate::domain::theme::codebook;
use crate::interchange::csv::{Dialect, WrongRows, write};
use crate::interchange::sav;
use crate::interchange::sheet::{Account, Workbook, ods, xlsx};
use crate::language::personal_data::masked_answer;
use crate::sabotage::{Defence, taken_out};
use crate::store::{Entry, NewRound, RoundState, Store};

/// Responses from and to files.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Store the responses of a CSV file, all or none, as answers that count.
    ///
    /// A round that is not there yet is made and closed again, so that its results can be seen.
    ///
    /// Example: achterban responses import --survey lelystad/participatiewet/2026-1 antwoorden.csv
    Import(Import),
    /// Write the answers that count, in an order that means nothing.
    ///
    /// Example: achterban responses export --survey lelystad/participatiewet -o antwoorden.csv
    Export(Export),
}

/// Arguments of `responses import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: DataArgs,
    /// A survey (COUNCIL/QUESTIONNAIRE) or a round (COUNCIL/QUESTIONNAIRE/NAME).
    #[arg(long, value_name = "ID")]
    survey: String,
    /// The questionnaire, when it is not stored yet.
    #[arg(long, value_name = "FILE.toml")]
    questionnaire: Option<PathBuf>,
    /// Leave rows with wrong cells out, and say how many.
    #[arg(long)]
    skip_wrong_rows: bool,
    /// The responses.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
}

/// Arguments of `responses export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    data: DataArgs,
    /// A survey (its newest closed round) or a round.
    #[arg(long, value_name = "ID")]
    survey: String,
    /// The format.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// For a spreadsheet: semicolons, and text that it would run as a formula disarmed.
    #[arg(long)]
    excel: bool,
    /// Leave names and numbers in open texts as they were written; else a label stands in their place.
    #[arg(long)]
    unmasked: bool,
    /// The file to write; absent: standard output.
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A format of `responses export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Xlsx,
    Ods,
    Sav,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Command::Import(args) => import(args, out),
        Command::Export(args) => export(args, out),
    }
}

fn import(args: &Import, out: &mut dyn Write) -> Result<(), Failure> {
    let clock = Clock::system();
    let (round, count) = data::with_store(&args.data, async |store: Store| {
        let target = Target::find(&store, args, &clock).await?;
        let mut late = Vec::new();
        let wrong_rows = WrongRows::skip_if(args.skip_wrong_rows);
        read_responses(
            &target.questionnaire,
            &args.file,
            wrong_rows,
            |mut response| {
                response.version = target.version;
                late.push(response);
            },
        )?;
        target.may_take(&store, &late).await?;
        let bodies = late
            .iter()
            .map(Response::to_body)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Failure::Input(error.to_string()))?;
        let count = bodies.len();
        target.store_answers(&store, bodies, &clock).await?;
        Ok((target.round, count))
    })?;
    writeln!(out, "{round}: {count} responses stored")?;
    Ok(())
}

/// Where imported answers go.
struct Target {
    round: RoundId,
    questionnaire: Questionnaire,
    version: u32,
    /// The round is not there yet.
    is_new: bool,
}

impl Target {
    async fn find(store: &Store, args: &Import, clock: &Clock) -> Result<Self, Failure> {
        let existing = match RoundId::new(&args.survey) {
            Ok(round) => store.round(&round).await?.map(|round| round.id),
            Err(_) => newest(store, &args.survey).await?,
        };
        if let Some(round) = existing {
            let version = store.existing_round(&round).await?.questionnaire_version;
            let questionnaire = data::questionnaire_of(store, &round).await?;
            return Ok(Self {
                round,
                questionnaire,
                version,
                is_new: false,
            });
        }
        let round = match RoundId::new(&args.survey) {
            Ok(round) => round,
            Err(_) => survey_id(&args.survey)?
                .round(&format!("{}-1", clock.today().year()))
                .map_err(|error| Failure::Input(error.to_string()))?,
        };
        let (questionnaire, version) = asked(store, args, &round, clock).await?;
        Ok(Self {
            round,
            questionnaire,
            version,
            is_new: true,
        })
    }

    /// Answers of a round whose figures were seen count only when both releases together tell of nobody, and once.
    async fn may_take(&self, store: &Store, late: &[Response]) -> Result<(), Failure> {
        let seen = if self.is_new {
            Vec::new()
        } else {
            store.releases(&self.round).await?
        };
        let Some(first) = seen
            .first()
            .filter(|_| !taken_out(Defence::NoReleaseLedger))
        else {
            return Ok(());
        };
        let book = CodeBook::new(&self.questionnaire);
        let mut columns = Segments::new(&book);
        late.iter().for_each(|response| columns.push(response));
        let mut released = Vec::new();
        let mut segments = store.segments(&self.round, &book).await?;
        while let Some(segment) = segments.next().await? {
            released.push(segment);
        }
        let may_count = late_answers_may_count(&book, &released, &columns.finish())
            .map_err(|error| Failure::Input(error.to_string()))?;
        if seen.len() == 1 && may_count {
            return Ok(());
        }
        Err(Failure::Input(format!(
            "{}: figures of this round were seen on {}; with these answers beside them one could work out what a few people answered. \
             Nothing was stored; store them as a round of their own (--survey {}/NAME)",
            self.round,
            first.day,
            self.round.survey()
        )))
    }

    async fn store_answers(
        &self,
        store: &Store,
        bodies: Vec<String>,
        clock: &Clock,
    ) -> Result<(), Failure> {
        let actor = || data::command_line(clock);
        if self.is_new {
            let new = NewRound {
                id: self.round.clone(),
                questionnaire_version: self.version,
                opens: clock.today(),
                closes: clock.today(),
                entry: Entry::Open,
                invited: None,
                thresholds: Thresholds::ENQUETE,
                sample: false,
            };
            store.create_round(&new, actor()).await?;
            store.open_round(&self.round, actor()).await?;
        }
        store.import_answers(&self.round, bodies, actor()).await?;
        if self.is_new {
            store.close_round(&self.round, actor()).await?;
        }
        Ok(())
    }
}

fn survey_id(text: &str) -> Result<SurveyId, Failure> {
    SurveyId::new(text).map_err(|error| {
        Failure::Input(format!(
            "{error}; name a survey (COUNCIL/QUESTIONNAIRE) or a round (COUNCIL/QUESTIONNAIRE/NAME)"
        ))
    })
}

/// The newest round of a survey: a closed one, else an open one, else a draft.
async fn newest(store: &Store, survey: &str) -> Result<Option<RoundId>, Failure> {
    let survey = survey_id(survey)?;
    for state in [RoundState::Closed, RoundState::Open, RoundState::Draft] {
        if let Some(round) = store.newest_round(&survey, state).await? {
            return Ok(Some(round.id));
        }
    }
    Ok(None)
}

/// The questionnaire of a round that is to be made: from the file that was given, else the newest that is stored.
async fn asked(
    store: &Store,
    args: &Import,
    round: &RoundId,
    clock: &Clock,
) -> Result<(Questionnaire, u32), Failure> {
    let id = round.questionnaire();
    let Some(path) = &args.questionnaire else {
        let stored = store.newest_questionnaire(&id).await?.ok_or_else(|| {
            Failure::Input(format!(
                "{round}: no such round, and no questionnaire `{id}` is stored; give it with --questionnaire FILE.toml"
            ))
        })?;
        let questionnaire = read(&stored.toml, codebook())
            .questionnaire
            .ok_or_else(|| {
                Failure::Installation(format!(
                    "questionnaire `{id}` can't be read; run: achterban verify"
                ))
            })?;
        return Ok((questionnaire, stored.version));
    };
    let questionnaire = survey::questionnaire(path)?;
    if questionnaire.id != id.as_str() {
        return Err(Failure::Input(format!(
            "{}: its id is `{}`, but --survey {round} names `{id}`",
            path.display(),
            questionnaire.id
        )));
    }
    let version = store
        .store_questionnaire(&id, &read_text(path)?, clock.today())
        .await?;
    Ok((questionnaire, version))
}

/// The response with labels in its texts in place of what may point to a person.
fn masked(mut response: Response) -> Response {
    for answer in response.answers.values_mut() {
        *answer = masked_answer(answer);
    }
    response
}

fn export(args: &Export, out: &mut dyn Write) -> Result<(), Failure> {
    let (round, questionnaire, responses) = data::with_store(&args.data, async |store: Store| {
        let round = data::round_of(&store, &args.survey).await?;
        let found = store.existing_round(&round).await?;
        // While residents answer only their number is seen; a few answers would be told from the rest.
        if found.state == RoundState::Open || found.published < found.k {
            return Err(Failure::Input(format!(
                "{round}: answers can be exported when the round is closed and holds at least {}",
                found.k
            )));
        }
        let questionnaire = data::questionnaire_of(&store, &round).await?;
        let bodies = store.all_answers(&round).await?;
        let responses = bodies
            .iter()
            .map(|body| Response::from_body(body))
            .map(|response| response.map(|it| if args.unmasked { it } else { masked(it) }))
            .collect::<Result<Vec<_>, _>>();
        let responses = responses.map_err(|_| {
            Failure::Installation(format!(
                "{round}: an answer can't be read; run: achterban verify"
            ))
        })?;
        Ok((round, questionnaire, responses))
    })?;
    let account = account(args, &round, &questionnaire, responses.len());
    let all = Exported {
        questionnaire: &questionnaire,
        responses: &responses,
        account: &account,
    };
    match &args.output {
        None if args.format != Format::Csv => Err(Failure::Usage(
            "this format is no text; name a file with -o FILE".to_owned(),
        )),
        None => Ok(all.write(out, args)?),
        Some(path) => {
            let wrong = |error: std::io::Error| {
                Failure::Input(format!("{}: can't write the file: {error}", path.display()))
            };
            let mut file = BufWriter::new(File::create(path).map_err(wrong)?);
            all.write(&mut file, args).map_err(wrong)?;
            file.flush().map_err(wrong)
        }
    }
}

/// What is exported.
struct Exported<'e> {
    questionnaire: &'e Questionnaire,
    responses: &'e [Response],
    account: &'e Account,
}

impl Exported<'_> {
    fn write(&self, out: &mut dyn Write, args: &Export) -> std::io::Result<()> {
        let workbook = Workbook {
            questionnaire: self.questionnaire,
            responses: self.responses,
            account: self.account,
        };
        match args.format {
            Format::Csv => {
                let dialect = if args.excel {
                    Dialect::Excel
                } else {
                    Dialect::Machine
                };
                write(out, self.questionnaire, dialect, self.responses)
            }
            Format::Xlsx => xlsx::write(out, &workbook),
            Format::Ods => ods::write(out, &workbook),
            Format::Sav => sav::write(out, self.questionnaire, self.responses),
        }
    }
}

/// What a workbook says of itself.
fn account(
    args: &Export,
    round: &RoundId,
    questionnaire: &Questionnaire,
    n: usize,
) -> Vec<(String, String)> {
    let texts = if args.unmasked {
        "zoals zij geschreven zijn"
    } else {
        "wat naar een persoon kan wijzen is vervangen door een woord tussen haken"
    };
    [
        ("ronde", round.to_string()),
        ("vragenlijst", questionnaire.title.get("nl").to_owned()),
        (
            "antwoorden",
            format!("{n}, allemaal: er is niets uitgefilterd"),
        ),
        ("volgorde", "willekeurig, elke keer opnieuw".to_owned()),
        ("open teksten", texts.to_owned()),
        ("lege cel", "niet gevraagd of niet ingevuld".to_owned()),
    ]
    .map(|(what, that)| (what.to_owned(), that))
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::masked;
    use crate::domain::answer::{Answer, Response};

    #[test]
    fn an_exported_text_has_a_label_in_place_of_a_name() {
        let mut response = Response::default();
        let answer = Answer::Text("Mevrouw Yilmaz luistert niet".to_owned());
        response.answers.insert("open".to_owned(), answer);
        assert_eq!(
            masked(response).answer("open"),
            Some(&Answer::Text("Mevrouw [NAAM] luistert niet".to_owned()))
        );
    }
}
