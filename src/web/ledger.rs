//! A knelpunt is written down with its evidence: what the channels say today about a theme under a law: the figure of the newest closed round of each enquête that asked it,
//! and how many signals there are. Every figure of an enquête has passed disclosure control; a hidden one is no evidence.

use crate::analysis::analyse;
use crate::analysis::reach::{Known, reach};
use crate::analysis::results::ThemeResult;
use crate::analysis::signals::CHANNELS;
use crate::anonymity::random::Id;
use crate::domain::answer::Response;
use crate::domain::definition::{Channel, Law};
use crate::domain::knelpunt::{Evidence, Knelpunt};
use crate::domain::signal::{SignalKind, may_be_used};
use crate::store::{Actor, Round, RoundState, Signal, Store};
use crate::text::estimate::Estimate;
use crate::text::{date, reach as reach_text};
use crate::web::directory::{ClientCouncil, Survey};
use crate::web::error::Failure;
use crate::web::page::council::apart::undecided;
use crate::web::report::{count, questionnaire};
use jiff::civil::Date;

/// A theme, and the law under which it is counted.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Theme of the theme codebook.
    pub theme: &'a str,
    /// The law; none: every law.
    pub law: Option<Law>,
}

impl About<'_> {
    fn covers(&self, law: Option<Law>) -> bool {
        self.law.is_none() || law.is_none() || law == self.law
    }
}

/// Writes a new knelpunt down with what the channels say about it today.
///
/// # Errors
/// When the store can't be read or written, or answers can't be counted.
pub async fn write_down(
    store: &Store,
    council: &ClientCouncil,
    content: &Knelpunt,
    (actor, today): (Actor<'_>, Date),
) -> Result<Id, Failure> {
    let about = About {
        theme: &content.theme,
        law: content.law,
    };
    let evidence = gather(store, council, about, today).await?;
    let id = store
        .add_knelpunt(&council.id, content, (actor, today))
        .await?;
    if !evidence.is_empty() {
        store
            .freeze_evidence(&council.id, id, &evidence, actor)
            .await?;
    }
    Ok(id)
}

/// What every channel says today; channels that say nothing are left out.
///
/// # Errors
/// When the store can't be read or answers can't be counted.
pub async fn gather(
    store: &Store,
    council: &ClientCouncil,
    about: About<'_>,
    today: Date,
) -> Result<Vec<Evidence>, Failure> {
    let signals = usable(store.signals(&council.id).await?, about);
    let mut found = Vec::new();
    for survey in council.surveys.iter().filter(|survey| {
        let asked = &survey.questionnaire;
        asked.channel == Channel::Enquete && about.covers(asked.law)
    }) {
        let heard = signals.len() as u64;
        found.extend(of_survey(store, survey, about, (heard, today)).await?);
    }
    for channel in CHANNELS {
        let count = signals.iter().filter(|signal| signal.channel == channel);
        let count = count.count() as u64;
        if count > 0 {
            found.push(Evidence {
                channel,
                source: "Alle signalen die wij nog hebben".to_owned(),
                count,
                n: None,
                limits: None,
                note: String::new(),
                day: today,
            });
        }
    }
    Ok(found)
}

/// Signals about it that count, and that may be told outside the client council: evidence ends up in an advice.
fn usable(signals: Vec<Signal>, about: About<'_>) -> Vec<Signal> {
    let fits = |signal: &Signal| {
        let subject = &signal.subject;
        signal.suspicion.is_none()
            && subject.kind != SignalKind::Compliment
            && subject.themes.iter().any(|theme| theme == about.theme)
            && about.covers(subject.law)
    };
    let told = |signal: &Signal| {
        Response::from_body(&signal.answers).is_ok_and(|response| may_be_used(&response))
    };
    signals
        .into_iter()
        .filter(|signal| fits(signal) && told(signal))
        .collect()
}

/// The newest closed round, unless something set apart waits for a choice: then nobody has seen its results yet.
async fn of_survey(
    store: &Store,
    survey: &Survey,
    about: About<'_>,
    (heard, today): (u64, Date),
) -> Result<Option<Evidence>, Failure> {
    let closed = |round: &&Round| round.state == RoundState::Closed;
    let Some(round) = survey.rounds.iter().find(closed) else {
        return Ok(None);
    };
    if undecided(&store.apart(&round.id).await?) {
        return Ok(None);
    }
    let asked = questionnaire(store, round).await?;
    let results = count(
        store,
        (round, today),
        &asked,
        |book, segments, population| analyse(book, segments, population),
    )
    .await?;
    let theme = results.themes.iter().find(|it| it.theme == about.theme);
    let found = theme.and_then(|theme| Some((theme, Estimate::of_theme(theme)?)));
    Ok(found.map(|(theme, estimate)| Evidence {
        channel: Channel::Enquete,
        source: format!(
            "“{}”, {}",
            asked.title.get("nl"),
            date::period(round.opens, round.closes)
        ),
        count: estimate.count,
        n: Some(estimate.n),
        limits: Some((estimate.lo, estimate.hi)),
        note: reaches(theme, heard, results.population),
        day: today,
    }))
}

/// Whether it touches a larger group, when the respondents are a draw from people who are known in number.
fn reaches(theme: &ThemeResult, signals: u64, population: Option<u64>) -> String {
    let known = Known {
        survey: theme.events.zip(theme.n),
        signals,
        exact: true,
    };
    let found = reach(&[known], population);
    let finding = found.first().and_then(reach_text::finding);
    finding.map_or_else(String::new, |finding| {
        format!("{} {}", finding.sentence, finding.detail)
    })
}
