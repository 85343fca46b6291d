//! What a closed round comes to: answers and signals from the store, through `analysis`, as a document; and the report that is
//! frozen from it in the register. Counting and typesetting run on threads of their own, so that residents don't wait.

use std::sync::Arc;
use std::vec::IntoIter;

use jiff::civil::Date;

use super::earlier;
use super::look::{self, Dress};
use crate::analysis::results::Results;
use crate::analysis::signals::count as count_signals;
use crate::analysis::waves::Waves;
use crate::analysis::{AnalysisError, Population, analyse_with_chances};
use crate::anonymity::random::Id;
use crate::domain::answer::Response;
use crate::domain::code_book::CodeBook;
use crate::domain::definition::{Questionnaire, read};
use crate::domain::id::RoundId;
use crate::domain::margin::Margins;
use crate::domain::segment::Segment;
use crate::domain::signal;
use crate::domain::theme::codebook;
use crate::report::chart::DrawError;
use crate::report::figures::Figures;
use crate::report::html::{self, Links, Style};
use crate::report::input::{About, Document, Source, ThemeSignals};
use crate::report::pdf::{self, PdfError};
use crate::store::{
    Actor, Entry, NewReport, Report, Round, RoundState, Signal, Store, StoreError, StoredFile,
};
use crate::text::date;
use crate::text::method::SetApart;
use crate::text::signal::Audience;

/// Style sheet of a report's page. It stands in the frozen page, so this address stays.
pub const STYLE_URL: &str = "/static/rapport/rapport.css";

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The answers can't be counted.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// A chart.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// The PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The figures can't be written.
    #[error("figures can't be written: {0}")]
    Figures(#[from] serde_json::Error),
    /// The questionnaire of the round can't be read any more.
    #[error("the questionnaire of round {0} can't be read")]
    Questionnaire(RoundId),
    /// Nothing of an open round leaves the program.
    #[error("round {0} is not closed")]
    NotClosed(RoundId),
    /// The thread that counted or typeset ended.
    #[error("the work was cut off")]
    CutOff,
}

/// A closed round with everything that a page or report prints.
pub struct Outcome {
    /// What was asked.
    pub questionnaire: Arc<Questionnaire>,
    /// What came out, after disclosure control.
    pub results: Results,
    /// What came in beside it.
    pub signals: Vec<ThemeSignals>,
    /// The same themes in earlier rounds.
    pub waves: Waves,
    /// Who, when, for whom.
    pub about: About,
    /// Where pages find the house style.
    dress: Dress,
}

impl Outcome {
    /// Counts a closed round.
    ///
    /// # Errors
    /// [`ReportError`]; nothing of a round that is not closed.
    pub async fn of(
        store: &Store,
        round: &Round,
        audience: Audience,
        today: Date,
    ) -> Result<Self, ReportError> {
        if round.state != RoundState::Closed {
            return Err(ReportError::NotClosed(round.id.clone()));
        }
        let questionnaire = Arc::new(questionnaire(store, round).await?);
        let client_council = store.client_council(&round.id.client_council()).await?;
        let signals = store.signals(&round.id.client_council()).await?;
        let (look, dress) = look::of(store, &round.id.client_council()).await?;
        let about = About {
            client_council: client_council.map(|council| council.name),
            period: Some(date::period(round.opens, round.closes)),
            written_on: today,
            sample: round.sample,
            audience,
            invited: round.invited,
            paper: Some(store.paper(&round.id).await?.is_some()),
            open_link: round.entry == Entry::Open,
            apart: set_apart(store, &round.id).await?,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            look,
        };
        let results = count(
            store,
            (round, today),
            &questionnaire,
            |book, segments, population| analyse_with_chances(book, segments, population),
        )
        .await?;
        let waves = earlier::waves(store, (round, today), &questionnaire, &results).await?;
        Ok(Self {
            questionnaire,
            results,
            waves,
            signals: per_theme(&signals, audience),
            about,
            dress,
        })
    }

    /// For `report`.
    pub fn source(&self) -> Source<'_> {
        Source {
            questionnaire: &self.questionnaire,
            results: &self.results,
            signals: &self.signals,
            waves: &self.waves,
            themes: self.questionnaire.codebook_themes(),
            about: &self.about,
        }
    }
}

/// What was set apart of a round, after the choice about it is fixed.
async fn set_apart(store: &Store, round: &RoundId) -> Result<SetApart, ReportError> {
    store.fix_apart(round).await?;
    let mut sum = SetApart::default();
    for reason in store.apart(round).await? {
        sum.count += reason.count;
        sum.taken += if reason.taken { reason.count } else { 0 };
    }
    Ok(sum)
}

/// The questionnaire of a round, in the version that was asked.
pub(super) async fn questionnaire(
    store: &Store,
    round: &Round,
) -> Result<Questionnaire, ReportError> {
    let stored = store
        .questionnaire(&round.id.questionnaire(), round.questionnaire_version)
        .await?;
    let questionnaire =
        stored.and_then(|stored| read::read(&stored.toml, codebook()).questionnaire);
    questionnaire.ok_or_else(|| ReportError::Questionnaire(round.id.clone()))
}

/// What came out of a round, after disclosure control; `analyse` is given the number of people it was drawn from. That it
/// was seen today is written down first.
pub(super) async fn count(
    store: &Store,
    (round, today): (&Round, Date),
    questionnaire: &Questionnaire,
    analyse: impl FnOnce(&CodeBook, IntoIter<Segment>, Population<'_>) -> Result<Results, AnalysisError>
    + Send
    + 'static,
) -> Result<Results, ReportError> {
    let code_book = CodeBook::new(questionnaire);
    let mut columns = Vec::new();
    let mut segments = store.segments(&round.id, &code_book).await?;
    while let Some(segment) = segments.next().await? {
        columns.push(segment);
    }
    let withheld = withheld(store, round, questionnaire).await?;
    store.record_release(&round.id, today, &withheld).await?;
    // Whoever has an open link is no draw from those invited: then no finite population correction.
    let invited = round.invited.filter(|_| round.entry == Entry::Code);
    let size = invited.filter(|invited| *invited >= round.published);
    let counted = tokio::task::spawn_blocking(move || {
        let population = Population {
            size,
            withheld: &withheld,
            ..Population::default()
        };
        analyse(&code_book, columns.into_iter(), population)
    })
    .await;
    Ok(counted.map_err(|_| ReportError::CutOff)??)
}

/// Groups of a few people, of which nothing is shown. The first release fixes which: with another choice later, what is shown
/// then and what was shown before would tell of them together.
async fn withheld(
    store: &Store,
    round: &Round,
    questionnaire: &Questionnaire,
) -> Result<Vec<(String, String)>, ReportError> {
    if let Some(first) = store.releases(&round.id).await?.into_iter().next() {
        return Ok(first.base.withheld);
    }
    let stored = store.margins(&round.id).await?;
    let margins = stored.and_then(|it| Margins::new(questionnaire, it.unit, &it.lines).ok());
    Ok(margins.map_or_else(Vec::new, |margins| margins.small_groups()))
}

/// Exact numbers of signals per theme and channel, as `report` takes them. One that is set apart counts nowhere; one whose
/// teller said no to use outside the client council, only for the client council itself.
fn per_theme(signals: &[Signal], audience: Audience) -> Vec<ThemeSignals> {
    let subjects = signals
        .iter()
        .filter(|signal| signal.suspicion.is_none())
        .filter(|signal| audience == Audience::ClientCouncil || may_be_used(signal))
        .map(|signal| (signal.channel, &signal.subject));
    count_signals(subjects, codebook(), "nl")
}

fn may_be_used(signal: &Signal) -> bool {
    Response::from_body(&signal.answers).is_ok_and(|response| signal::may_be_used(&response))
}

/// Makes the knelpuntenrapport of a closed round, as PDF and as page, and freezes it in the register. The numbers are those for
/// everyone, so that it can be published as it is.
///
/// # Errors
/// [`ReportError`]; then nothing is registered.
pub async fn make_report(
    store: &Store,
    round: &RoundId,
    today: Date,
    actor: Actor<'_>,
    publish: bool,
) -> Result<Id, ReportError> {
    let round = store.existing_round(round).await?;
    let outcome = Outcome::of(store, &round, Audience::Public, today).await?;
    let new = tokio::task::spawn_blocking(move || print(&outcome, &round))
        .await
        .map_err(|_| ReportError::CutOff)??;
    let council = new.round.client_council();
    let id = store.register_report(&new, actor).await?;
    if publish && let Some(report) = store.report(&council, id).await? {
        store
            .publish_report(
                &council,
                &Report {
                    published: true,
                    ..report
                },
                actor,
            )
            .await?;
    }
    Ok(id)
}

/// The files of a report.
fn print(outcome: &Outcome, round: &Round) -> Result<NewReport, ReportError> {
    let source = outcome.source();
    let document = Document::knelpunten(&source);
    let links = Links {
        sheet: STYLE_URL,
        house_style: outcome.dress.sheet.as_deref(),
        logo: outcome
            .dress
            .logo
            .as_ref()
            .map(|logo| logo.address.as_str()),
    };
    let page = html::page(&document, Style::Linked(links))?;
    let figures = serde_json::to_string(&Figures::knelpunten(&source, &document))?;
    let name = format!("knelpunten-{}", round.id.as_str().replace('/', "-"));
    let file = |format: &str, media_type: &str, bytes: Vec<u8>| {
        let name = format!("{name}.{format}");
        (
            format.to_owned(),
            StoredFile {
                name,
                media_type: media_type.to_owned(),
                bytes,
            },
        )
    };
    Ok(NewReport {
        round: round.id.clone(),
        kind: "knelpunten".to_owned(),
        title: format!("Knelpuntenrapport: {}", document.title),
        figures: figures.clone(),
        created: outcome.about.written_on,
        files: vec![
            file("pdf", "application/pdf", pdf::knelpunten(&document)?.bytes),
            file("html", "text/html; charset=utf-8", page.into_bytes()),
            file("json", "application/json", figures.into_bytes()),
        ],
    })
}
