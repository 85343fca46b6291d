//! What the demo holds: per client council two closed rounds, the newest with its report, an open enquête (one of them
//! with invitation codes), some signals and a ledger of knelpunten;
//! one has an evaluation that is due.
//! All days are counted from today.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::{Failure, client_council, data, made_up, seed};
use super::{advice, codes, evaluation};
use crate::anonymity::mix::Thresholds;
use crate::anonymity::random::Id;
use crate::clock::Clock;
use crate::domain::client_council::ClientCouncil as Profile;
use crate::domain::definition::read::read;
use crate::domain::definition::{Channel, Questionnaire};
use crate::domain::id::{ClientCouncilId, QuestionnaireId, RoundId};
use crate::domain::knelpunt::Knelpunt;
use crate::domain::shipped::{CLIENT_COUNCILS, HOUSE_STYLES};
use crate::domain::signal::Subject;
use crate::domain::theme::codebook;
use crate::interchange::{design_tokens, logo};
use crate::store::{Entry, LogoChange, NewRound, NewSignal, Store, StoreError};
use crate::text::house_style;
use crate::web;
use crate::web::directory::Keeper;
use crate::web::ledger::write_down;

/// Made-up responses in each closed round, and made-up signals of each client council.
const RESPONSES: [usize; 5] = [212, 61, 348, 84, 427];
const SIGNALS: usize = 46;

/// How much is made up.
#[derive(Debug, Clone, Copy)]
pub(in crate::command) struct Amount {
    /// Which made-up places: the same seed gives the same data.
    pub(in crate::command) seed: u64,
    /// Responses in each closed round; absent: as many as makes a good demo.
    pub(in crate::command) responses: Option<usize>,
}

pub(in crate::command) async fn fill(
    store: &Store,
    clock: &Clock,
    amount: Amount,
) -> Result<(), Failure> {
    let questionnaires = stored_questionnaires(store, clock).await?;
    for (index, (_, text)) in CLIENT_COUNCILS.iter().enumerate() {
        let profile = Profile::read(text).map_err(|error| Failure::Input(error.to_string()))?;
        let filler = Filler {
            store,
            clock,
            questionnaires: &questionnaires,
            profile,
            seed: amount.seed.wrapping_mul(1_000) + index as u64 + 1,
        };
        client_council::add(store, &filler.profile, clock).await?;
        filler.house_style().await?;
        filler.signals().await?;
        let responses = amount
            .responses
            .unwrap_or(RESPONSES[index % RESPONSES.len()]);
        filler.rounds(responses).await?;
        filler.ledger().await?;
        advice::fill(store, clock, &filler.id()?, index).await?;
        if filler.profile.id == evaluation::CLIENT_COUNCIL {
            evaluation::fill(store, clock, &filler.id()?).await?;
        }
    }
    Ok(())
}

struct Shipped {
    questionnaire: Questionnaire,
    version: u32,
}

async fn stored_questionnaires(store: &Store, clock: &Clock) -> Result<Vec<Shipped>, Failure> {
    client_council::store_shipped(store, clock).await?;
    let mut found = Vec::new();
    for stored in store.questionnaires().await? {
        let questionnaire = read(&stored.toml, codebook()).questionnaire;
        let version = stored.version;
        found.extend(questionnaire.map(|questionnaire| Shipped {
            questionnaire,
            version,
        }));
    }
    Ok(found)
}

fn questionnaire_id(id: &str) -> Result<QuestionnaireId, Failure> {
    QuestionnaireId::new(id).map_err(|error| Failure::Input(error.to_string()))
}

struct Filler<'f> {
    store: &'f Store,
    clock: &'f Clock,
    questionnaires: &'f [Shipped],
    profile: Profile,
    seed: u64,
}

impl Filler<'_> {
    fn id(&self) -> Result<ClientCouncilId, Failure> {
        ClientCouncilId::new(&self.profile.id).map_err(|error| Failure::Input(error.to_string()))
    }

    fn days_ago(&self, days: i64) -> Date {
        self.clock.today().saturating_sub(days.days())
    }

    /// The questionnaires that this client council uses, of one channel.
    fn used(&self, channel: Channel) -> impl Iterator<Item = &Shipped> {
        let used = &self.profile.questionnaires;
        self.questionnaires.iter().filter(move |shipped| {
            shipped.questionnaire.channel == channel && used.contains(&shipped.questionnaire.id)
        })
    }

    /// One client council has a made-up house style, so that it is seen what that does.
    async fn house_style(&self) -> Result<(), Failure> {
        let id = self.id()?;
        let Some((_, tokens, logo, alt)) = HOUSE_STYLES.iter().find(|(of, ..)| *of == id.as_str())
        else {
            return Ok(());
        };
        let refused = |why: &str| Failure::Input(format!("house style of {id}: {why}"));
        let reading = design_tokens::read(tokens)
            .map_err(|refusal| refused(house_style::tokens_refused(refusal)))?;
        let logo =
            logo::read(logo, alt).map_err(|refusal| refused(house_style::logo_refused(refusal)))?;
        let change = (&reading.style, &LogoChange::Set(logo));
        let by = (data::command_line(self.clock), self.clock.today());
        Ok(self.store.change_house_style(&id, None, change, by).await?)
    }

    /// The first enquête has two closed rounds, the newest with its report; the last an open one.
    async fn rounds(&self, responses: usize) -> Result<(), Failure> {
        let (Some(first), Some(last)) = (
            self.used(Channel::Enquete).next(),
            self.used(Channel::Enquete).last(),
        ) else {
            return Ok(());
        };
        self.round_before(first, responses).await?;
        let closed = self
            .round(
                first,
                "1",
                (self.days_ago(75), self.days_ago(40)),
                (Entry::Open, Some(responses as u64 * 3)),
            )
            .await?;
        seed::into_round(
            self.store,
            &closed,
            &first.questionnaire,
            (self.seed, responses),
            self.clock,
        )
        .await?;
        self.store
            .close_round(&closed, data::command_line(self.clock))
            .await?;
        let by = data::command_line(self.clock);
        web::make_report(self.store, &closed, self.clock.today(), by, true)
            .await
            .map_err(|error| Failure::Input(error.to_string()))?;
        self.open_round(last).await
    }

    /// The same questionnaire a year earlier, so that rounds can be compared.
    async fn round_before(&self, shipped: &Shipped, responses: usize) -> Result<(), Failure> {
        let days = (self.days_ago(445), self.days_ago(410));
        let people = Some(responses as u64 * 3);
        let round = self
            .round(shipped, "1", days, (Entry::Open, people))
            .await?;
        let questionnaire = &shipped.questionnaire;
        let made = made_up::responses_before(questionnaire, self.seed, responses);
        seed::import(self.store, &round, &made, self.clock).await?;
        let by = data::command_line(self.clock);
        self.store.close_round(&round, by).await?;
        Ok(())
    }

    async fn open_round(&self, shipped: &Shipped) -> Result<(), Failure> {
        let entry = if self.profile.id == codes::CLIENT_COUNCIL {
            Entry::Code
        } else {
            Entry::Open
        };
        let days = (self.days_ago(10), self.days_ago(-35));
        let round = self.round(shipped, "2", days, (entry, None)).await?;
        if entry == Entry::Open {
            return Ok(());
        }
        let fill = codes::Fill {
            store: self.store,
            clock: self.clock,
            round: &round,
            questionnaire: &shipped.questionnaire,
            seed: self.seed,
        };
        fill.run().await
    }

    async fn round(
        &self,
        shipped: &Shipped,
        name: &str,
        (opens, closes): (Date, Date),
        (entry, invited): (Entry, Option<u64>),
    ) -> Result<RoundId, Failure> {
        let name = format!(
            "{}/{}/{}-{name}",
            self.profile.id,
            shipped.questionnaire.id,
            closes.year()
        );
        let id = RoundId::new(&name).map_err(|error| Failure::Input(error.to_string()))?;
        let new = NewRound {
            id: id.clone(),
            questionnaire_version: shipped.version,
            opens,
            closes,
            entry,
            invited,
            thresholds: Thresholds::ENQUETE,
            sample: true,
        };
        self.store
            .create_round(&new, data::command_line(self.clock))
            .await?;
        self.store
            .open_round(&id, data::command_line(self.clock))
            .await?;
        Ok(id)
    }

    /// Knelpunten with the evidence of the rounds and signals above.
    async fn ledger(&self) -> Result<(), Failure> {
        let (store, by) = (self.store, data::command_line(self.clock));
        let refused = |error: web::error::Failure| Failure::Input(error.to_string());
        let directory = Keeper::default().get(store).await.map_err(refused)?;
        let Some(council) = directory.councils.get(&self.profile.id) else {
            return Ok(());
        };
        for made_up in made_up::knelpunten(&self.profile.laws) {
            let mut id = None;
            for (status, days_ago) in made_up.life {
                let mut content = Knelpunt {
                    status,
                    ..made_up.content.clone()
                };
                if !status.is_established() {
                    content.proposals.clear();
                }
                let at = (by, self.days_ago(days_ago));
                let Some(known) = id else {
                    let new = write_down(store, council, &content, at).await;
                    id = Some(new.map_err(refused)?);
                    continue;
                };
                if let Some(read) = store.knelpunt(&council.id, known).await? {
                    store
                        .change_knelpunt(&council.id, &read, &content, at)
                        .await?;
                }
            }
        }
        Ok(())
    }

    async fn signals(&self) -> Result<(), Failure> {
        for made_up in made_up::signals(&self.profile.laws, self.seed, SIGNALS) {
            let Some(shipped) = self.used(made_up.channel).next() else {
                continue;
            };
            let new = NewSignal {
                client_council: self.id()?,
                channel: made_up.channel,
                day: self.days_ago(made_up.days_ago),
                questionnaire: questionnaire_id(&shipped.questionnaire.id)?,
                questionnaire_version: shipped.version,
                answers: made_up
                    .response
                    .to_body()
                    .map_err(|error| Failure::Input(error.to_string()))?,
                subject: Subject::of(&shipped.questionnaire, &made_up.response),
                contact: None,
                suspicion: None,
            };
            self.store
                .take_in_signal(
                    &new,
                    Id::random().map_err(StoreError::from)?.as_bytes(),
                    data::command_line(self.clock),
                )
                .await?;
        }
        Ok(())
    }
}
