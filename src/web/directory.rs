//! What this server offers: client councils with their surveys and rounds, read from the store and kept for a second, so that
//! a start page costs no query. A form that was begun stays valid when something changes meanwhile.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jiff::civil::Date;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::error::Failure;
use super::look::Dress;
use super::path::Council;
use super::view::layout::Owner;
use crate::domain::client_council::ClientCouncil as Profile;
use crate::domain::definition::{Channel, Questionnaire, read};
use crate::domain::id::{ClientCouncilId, QuestionnaireId};
use crate::domain::theme::codebook;
use crate::store::{Round, RoundState, Store};

/// How old what is shown may be.
const FRESH: Duration = Duration::from_secs(1);

/// A client council and what it asks.
#[derive(Debug)]
pub struct ClientCouncil {
    /// Its id.
    pub id: ClientCouncilId,
    /// Who it is.
    pub profile: Profile,
    /// Its data is made up.
    pub sample: bool,
    /// What it asks, by questionnaire.
    pub surveys: Vec<Arc<Survey>>,
    /// Its house style.
    pub dress: Dress,
}

/// A questionnaire in use by one client council.
#[derive(Debug)]
pub struct Survey {
    /// The questionnaire: of the round that is open, else the newest. Words of a newer version that asks the same.
    pub questionnaire: Arc<Questionnaire>,
    /// The version that is stored with answers: that of the round, whatever its words are by now. A version that changed
    /// half-way would tell who answered before and who after.
    pub version: u32,
    /// Its rounds, the one that closes last first. Signals have none.
    pub rounds: Vec<Round>,
}

impl ClientCouncil {
    /// Addresses.
    pub fn paths(&self) -> Council<'_> {
        Council(self.id.as_str())
    }

    /// For the frame of a page.
    pub fn owner(&self) -> Owner<'_> {
        Owner {
            id: self.id.as_str(),
            name: &self.profile.name,
            form: self.profile.form,
            phone: &self.profile.contact.phone,
            sample: self.sample,
            dress: &self.dress,
        }
    }

    /// What it calls itself, with its article: "de klankbordgroep".
    pub fn word(&self) -> &'static str {
        self.owner().word()
    }

    /// Telephone number with its hours.
    pub fn phone(&self, language: &str) -> String {
        let contact = &self.profile.contact;
        // A number is one word: it does not break at the end of a line.
        let number = contact.phone.replace(' ', "\u{a0}");
        match contact.hours.get(language) {
            "" => number,
            _ if contact.phone.is_empty() => String::new(),
            hours => format!("{number}, {hours}"),
        }
    }

    /// The survey with this questionnaire.
    pub fn survey(&self, questionnaire: &str) -> Option<&Arc<Survey>> {
        self.surveys
            .iter()
            .find(|survey| survey.questionnaire.id == questionnaire)
    }

    /// The form with which residents leave a signal.
    pub fn signal_form(&self) -> Option<&Arc<Survey>> {
        self.on(Channel::Website)
    }

    /// The form for the spreekuur.
    pub fn intake_form(&self) -> Option<&Arc<Survey>> {
        self.on(Channel::Spreekuur)
    }

    fn on(&self, channel: Channel) -> Option<&Arc<Survey>> {
        self.surveys
            .iter()
            .find(|survey| survey.questionnaire.channel == channel)
    }
}

impl Survey {
    /// The round in which residents can answer today, with a code or without.
    pub fn open_round(&self, today: Date) -> Option<&Round> {
        let open = |round: &&Round| round.state == RoundState::Open;
        self.rounds
            .iter()
            .filter(open)
            .find(|round| round.opens <= today && today <= round.closes)
    }
}

/// Everything, as it was a moment ago.
#[derive(Debug, Default)]
pub struct Directory {
    /// Client councils by id.
    pub councils: BTreeMap<String, Arc<ClientCouncil>>,
}

/// Keeps the [`Directory`] and renews it when it is asked for and old.
pub struct Keeper {
    fresh: Duration,
    current: RwLock<Option<(Instant, Arc<Directory>)>>,
    /// Questionnaires never change once stored: each version is parsed once.
    parsed: Mutex<BTreeMap<(String, u32), Arc<Questionnaire>>>,
}

impl Default for Keeper {
    fn default() -> Self {
        Self::new(FRESH)
    }
}

impl Keeper {
    /// A keeper that shows nothing older than `fresh`.
    pub fn new(fresh: Duration) -> Self {
        Self {
            fresh,
            current: RwLock::default(),
            parsed: Mutex::default(),
        }
    }

    /// What this server offers now. While the store can't be read, what it offered last.
    ///
    /// # Errors
    /// When it was never read and can't be.
    pub async fn get(&self, store: &Store) -> Result<Arc<Directory>, Failure> {
        if let Some(directory) = self.recent() {
            return Ok(directory);
        }
        let mut parsed = self.parsed.lock().await;
        if let Some(directory) = self.recent() {
            return Ok(directory);
        }
        let read = load(store, &mut parsed).await;
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let directory = match (read, &*current) {
            (Ok(directory), _) => Arc::new(directory),
            (Err(_), Some((_, old))) => Arc::clone(old),
            (Err(failure), None) => return Err(failure),
        };
        *current = Some((Instant::now(), Arc::clone(&directory)));
        Ok(directory)
    }

    /// Forgets: after staff changed something that pages show.
    pub fn forget(&self) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn recent(&self) -> Option<Arc<Directory>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let (at, directory) = current.as_ref()?;
        (at.elapsed() < self.fresh).then(|| Arc::clone(directory))
    }
}

type Parsed = BTreeMap<(String, u32), Arc<Questionnaire>>;

async fn load(store: &Store, parsed: &mut Parsed) -> Result<Directory, Failure> {
    let mut councils = BTreeMap::new();
    let styles = store.house_styles().await?;
    for stored in store.client_councils().await? {
        let profile: Profile = serde_json::from_str(&stored.profile).map_err(Failure::internal)?;
        let rounds = store.rounds(&stored.id).await?;
        let mut surveys = Vec::new();
        for id in &profile.questionnaires {
            surveys.extend(survey(store, parsed, id, &rounds).await?.map(Arc::new));
        }
        let style = styles
            .iter()
            .find(|style| style.client_council == stored.id);
        let council = ClientCouncil {
            dress: style.map(Dress::of).unwrap_or_default(),
            sample: stored.sample || profile.sample,
            id: stored.id,
            profile,
            surveys,
        };
        councils.insert(council.id.to_string(), Arc::new(council));
    }
    Ok(Directory { councils })
}

/// One survey with its rounds; `None` when its questionnaire is not stored.
async fn survey(
    store: &Store,
    parsed: &mut Parsed,
    id: &str,
    rounds: &[Round],
) -> Result<Option<Survey>, Failure> {
    let Ok(questionnaire) = QuestionnaireId::new(id) else {
        return Ok(None);
    };
    let rounds: Vec<_> = rounds
        .iter()
        .filter(|round| round.id.questionnaire() == questionnaire)
        .cloned()
        .collect();
    let open = rounds
        .iter()
        .find(|round| round.state == RoundState::Open)
        .or(rounds.first());
    let Some(newest) = store.newest_questionnaire(&questionnaire).await? else {
        return Ok(None);
    };
    let version = open.map_or(newest.version, |round| round.questionnaire_version);
    let found = questionnaire_version(store, parsed, &questionnaire, version).await?;
    let newest = questionnaire_version(store, parsed, &questionnaire, newest.version).await?;
    let reworded = newest.zip(found.as_ref());
    let reworded = reworded.filter(|(newest, found)| newest.asks_the_same(found));
    Ok(reworded
        .map(|(newest, _)| newest)
        .or(found)
        .map(|questionnaire| Survey {
            questionnaire,
            version,
            rounds,
        }))
}

async fn questionnaire_version(
    store: &Store,
    parsed: &mut Parsed,
    id: &QuestionnaireId,
    version: u32,
) -> Result<Option<Arc<Questionnaire>>, Failure> {
    let key = (id.to_string(), version);
    if let Some(known) = parsed.get(&key) {
        return Ok(Some(Arc::clone(known)));
    }
    let Some(stored) = store.questionnaire(id, version).await? else {
        return Ok(None);
    };
    let questionnaire = read::read(&stored.toml, codebook()).questionnaire;
    let questionnaire =
        Arc::new(questionnaire.ok_or_else(|| {
            Failure::internal(format!("questionnaire {id} {version} is unreadable"))
        })?);
    parsed.insert(key, Arc::clone(&questionnaire));
    Ok(Some(questionnaire))
}

#[cfg(test)]
pub(crate) mod samples {
    //! Councils and surveys as they ship, without a store.

    use super::*;
    use crate::domain::shipped;

    /// Lelystad with all questionnaires and no rounds.
    pub(crate) fn council() -> Arc<ClientCouncil> {
        let (_, text) = shipped::CLIENT_COUNCILS
            .iter()
            .find(|(id, _)| *id == "lelystad")
            .expect("it ships");
        let profile = Profile::read(text).expect("a profile");
        let survey = |(_, text): &(&str, &str)| {
            let questionnaire = read::read(text, codebook())
                .questionnaire
                .expect("a questionnaire");
            Arc::new(Survey {
                questionnaire: Arc::new(questionnaire),
                version: 1,
                rounds: Vec::new(),
            })
        };
        Arc::new(ClientCouncil {
            id: ClientCouncilId::new("lelystad").expect("an id"),
            sample: profile.sample,
            profile,
            surveys: shipped::QUESTIONNAIRES.iter().map(survey).collect(),
            dress: Dress::default(),
        })
    }

    /// Lelystad and one of its surveys.
    pub(crate) fn survey(questionnaire: &str) -> (Arc<ClientCouncil>, Arc<Survey>) {
        let council = council();
        let survey = Arc::clone(council.survey(questionnaire).expect("it ships"));
        (council, survey)
    }
}
