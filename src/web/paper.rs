//! A print run of a questionnaire on paper: numbers are drawn, the paper is made from them, and only then do they count.
//! Typesetting runs on a thread of its own, so that residents don't wait.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::client_council::ClientCouncil;
use crate::domain::definition::Questionnaire;
use crate::domain::house_style::Look;
use crate::report::paper::{Paper, Size, Source, Ticket};
use crate::report::pdf::{self, Pdf, PdfError};
use crate::store::{Actor, Entry, Round, RoundState, Store, StoreError};
use crate::text::interface::phrases;

/// Most forms of one print run: more would take minutes and gigabytes. Who needs more prints again.
pub const MOST: usize = 100;
/// Paper is handed in so many days before the round closes: it still has to be keyed in.
const DAYS_TO_KEY_IN: i32 = 3;
/// Times that numbers are drawn anew when one was printed before.
const TRIES: usize = 5;

/// What to print.
#[derive(Debug, Clone)]
pub struct Run {
    /// Of which round.
    pub round: Round,
    /// Its questions.
    pub questionnaire: Arc<Questionnaire>,
    /// Who asks.
    pub client_council: ClientCouncil,
    /// Its house style.
    pub look: Look,
    /// In which language.
    pub language: String,
    /// In which size.
    pub size: Size,
    /// How many forms, 1 to [`MOST`].
    pub count: usize,
    /// Today, for the last day to hand in.
    pub today: Date,
}

/// Why nothing was printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The PDF.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// Only an open round has paper.
    #[error("round {0} is not open")]
    NotOpen(String),
    /// More than [`MOST`] forms, or none.
    #[error("print 1 to {MOST} forms at a time; print again for more")]
    Count,
    /// The questionnaire is not in this language.
    #[error("the questionnaire has no language {0}")]
    Language(String),
    /// The thread that typeset ended.
    #[error("the work was cut off")]
    CutOff,
}

/// The last day on which a form on paper can be handed in.
pub fn hand_in_until(round: &Round, today: Date) -> Date {
    let early = round.closes.saturating_sub(DAYS_TO_KEY_IN.days());
    early.max(today.min(round.closes))
}

/// Makes the paper, hands it to `keep`, and lets its numbers count once it is kept. When `keep` fails nothing counts.
///
/// # Errors
/// [`PrintError`]; nothing was issued.
pub async fn print(store: &Store, run: &Run, actor: Actor<'_>) -> Result<Pdf, PrintError> {
    if run.round.state != RoundState::Open {
        return Err(PrintError::NotOpen(run.round.id.to_string()));
    }
    if !(1..=MOST).contains(&run.count) {
        return Err(PrintError::Count);
    }
    if !run.questionnaire.languages.contains(&run.language) {
        return Err(PrintError::Language(run.language.clone()));
    }
    if run.round.entry == Entry::Code {
        return typeset(run.clone(), None).await;
    }
    let mut tries = 0;
    loop {
        let numbers = store.draw_form_numbers(run.count)?;
        let made = typeset(run.clone(), Some(numbers.clone())).await?;
        match store.issue_forms(&run.round.id, &numbers, actor).await {
            Ok(()) => return Ok(made),
            Err(StoreError::Exists { .. }) if tries < TRIES => tries += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

async fn typeset(
    run: Run,
    numbers: Option<Vec<crate::domain::form_number::FormNumber>>,
) -> Result<Pdf, PrintError> {
    let typeset = move || {
        let ticket = match &numbers {
            Some(numbers) => Ticket::Numbers(numbers),
            None => Ticket::Code(run.count),
        };
        // A number is one word: it does not break at the end of a line.
        let phone = run.client_council.contact.phone.replace(' ', "\u{a0}");
        let until = phrases(&run.language).day(hand_in_until(&run.round, run.today));
        let source = Source {
            questionnaire: &run.questionnaire,
            language: &run.language,
            client_council: &run.client_council.name,
            form: run.client_council.form,
            phone: &phone,
            until: Some(&until),
            look: &run.look,
            today: run.today,
            size: run.size,
            sample: run.round.sample,
        };
        pdf::paper(&Paper::new(&source, ticket))
    };
    let made = tokio::task::spawn_blocking(typeset).await;
    Ok(made.map_err(|_| PrintError::CutOff)??)
}
