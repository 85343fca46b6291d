//! The writer: one task that stores residents' answers in groups and acknowledges after the disk has them.
//!
//! What arrives within some milliseconds becomes one transaction, written in the order of random keys, so that the
//! answers of one commit hide each other's order. Nothing here is visible to anyone before the next flush.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Store;
use super::bulk::{self, Answer, Suspect, Used};
use super::db::{Lock, Tx, on, statements};
use super::error::StoreError;
use super::round::{Entry, RoundState};
use super::row;
use crate::anonymity::code::Code;
use crate::anonymity::key_file::KeyError;
use crate::anonymity::nullifier::{EntryKeys, Nullifier};
use crate::anonymity::random::Id;
use crate::domain::id::RoundId;
use crate::domain::suspicion::Suspicion;
use crate::sabotage::{Defence, taken_out};

/// The most answers in one commit.
const MOST: usize = 128;
/// The longest that the first answer of a group waits for others.
const LONGEST_WAIT: Duration = Duration::from_millis(10);
/// A group is closed earlier when nothing came for this long.
const QUIET: Duration = Duration::from_millis(2);
/// With nothing to store for this long the write-ahead log is emptied.
const IDLE: Duration = Duration::from_secs(2);
/// How many answers may wait before senders wait too.
const QUEUE: usize = 4_096;

statements! {
    OPEN_ROUNDS = "SELECT id, entry FROM round WHERE state = 'open'";
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submitted {
    /// It is on disk.
    Stored,
    /// One with the same code or form was there already. The page is the same as for [`Submitted::Stored`].
    Already,
    /// The round does not take answers, or not with this code or without one; nothing was stored.
    Closed,
}

type Reply = Result<Submitted, Arc<StoreError>>;

struct Submission {
    pass: Pass,
    answer: Answer,
    suspicion: Option<Suspicion>,
    reply: oneshot::Sender<Reply>,
}

/// What lets an answer in, once.
struct Pass {
    nullifier: Nullifier,
    entry: Entry,
    /// The group of the code; empty without one.
    group: String,
}

/// Where answers go in. Cheap to clone; the writer ends when the last one is dropped.
#[derive(Clone)]
pub struct Intake {
    store: Store,
    queue: mpsc::Sender<Submission>,
}

/// The running writer. A server that sees it end must stop: nobody stores any more.
pub struct WriterTask(JoinHandle<()>);

impl WriterTask {
    /// Waits until the writer has ended. Answers whether it ended because every [`Intake`] was dropped, with
    /// everything stored that was sent in; false means that it died.
    pub async fn ended(&mut self) -> bool {
        (&mut self.0).await.is_ok()
    }
}

impl Store {
    /// Starts the writer.
    #[must_use]
    pub fn start_writer(&self) -> (Intake, WriterTask) {
        let (queue, submissions) = mpsc::channel(QUEUE);
        let task = tokio::spawn(write(self.clone(), submissions));
        let intake = Intake {
            store: self.clone(),
            queue,
        };
        (intake, WriterTask(task))
    }
}

impl Intake {
    /// Stores an answer (`body`: canonical JSON) that was given with `proof`, the nonce of the form, in a round with an
    /// open link. Returns when it is on disk. Sending the same proof again stores nothing and is no error.
    ///
    /// # Errors
    /// When it was not stored; the person may try again with the same form.
    pub async fn submit(
        &self,
        round: &RoundId,
        proof: &[u8],
        body: String,
    ) -> Result<Submitted, StoreError> {
        self.submit_or_set_apart(round, proof, body, None).await
    }

    /// The same, but an answer that came in a suspect way is set apart. Whoever sends it can't tell the difference.
    ///
    /// # Errors
    /// As [`Intake::submit`].
    pub async fn submit_or_set_apart(
        &self,
        round: &RoundId,
        proof: &[u8],
        body: String,
        suspicion: Option<Suspicion>,
    ) -> Result<Submitted, StoreError> {
        let Some(keys) = self.keys_while_open(round).await? else {
            return Ok(Submitted::Closed);
        };
        let pass = Pass {
            nullifier: nullifier(&keys, proof)?,
            entry: Entry::Open,
            group: String::new(),
        };
        self.send(round, pass, body, suspicion).await
    }

    /// As [`Intake::submit`], with the invitation code of a round that has codes. A code that was not issued in it
    /// lets nothing in.
    ///
    /// # Errors
    /// As [`Intake::submit`].
    pub async fn submit_with_code(
        &self,
        round: &RoundId,
        code: &Code,
        body: String,
    ) -> Result<Submitted, StoreError> {
        let Some(keys) = self.keys_while_open(round).await? else {
            return Ok(Submitted::Closed);
        };
        let Some(group) = self.store.group_of(round, &keys, code).await? else {
            return Ok(Submitted::Closed);
        };
        let pass = Pass {
            nullifier: nullifier(&keys, code.as_bytes())?,
            entry: Entry::Code,
            group,
        };
        self.send(round, pass, body, None).await
    }

    /// K_e and K_n, which are destroyed when a round closes.
    async fn keys_while_open(&self, round: &RoundId) -> Result<Option<Arc<EntryKeys>>, StoreError> {
        match self.store.keys.entry(round) {
            Err(KeyError::Missing { .. }) if self.is_closed(round).await? => Ok(None),
            other => Ok(Some(other?)),
        }
    }

    async fn send(
        &self,
        round: &RoundId,
        pass: Pass,
        body: String,
        suspicion: Option<Suspicion>,
    ) -> Result<Submitted, StoreError> {
        let id = Id::random()?;
        let key = self.store.keys.answers(round)?;
        let mac = match suspicion {
            None => key.answer(round.as_str(), id, &body),
            Some(reason) => key.apart(round.as_str(), reason.word(), id, &body),
        };
        let (reply, stored) = oneshot::channel();
        let submission = Submission {
            pass,
            answer: Answer {
                round: round.to_string(),
                id,
                body,
                mac,
            },
            suspicion,
            reply,
        };
        self.queue
            .send(submission)
            .await
            .map_err(|_| StoreError::WriterGone)?;
        match stored.await {
            Ok(reply) => reply.map_err(StoreError::NotStored),
            Err(_) => Err(StoreError::WriterGone),
        }
    }

    async fn is_closed(&self, round: &RoundId) -> Result<bool, StoreError> {
        let round = self.store.round(round).await?;
        Ok(round.is_some_and(|round| round.state == RoundState::Closed))
    }
}

/// What makes a second answer with the same proof the same row.
fn nullifier(keys: &EntryKeys, proof: &[u8]) -> Result<Nullifier, StoreError> {
    if taken_out(Defence::NoUnique) {
        return Ok(keys.nullifier(Id::random()?.as_bytes()));
    }
    Ok(keys.nullifier(proof))
}

async fn write(store: Store, mut submissions: mpsc::Receiver<Submission>) {
    loop {
        match timeout(IDLE, submissions.recv()).await {
            Ok(Some(first)) => {
                let group = gather(first, &mut submissions).await;
                store_group(&store, group).await;
            }
            Ok(None) => return,
            Err(_) => {
                if let Err(error) = store.empty_log().await {
                    tracing::warn!(cause = ?error, "the write-ahead log could not be emptied");
                }
            }
        }
    }
}

/// The first answer and what arrives soon after it.
async fn gather(
    first: Submission,
    submissions: &mut mpsc::Receiver<Submission>,
) -> Vec<Submission> {
    let mut group = vec![first];
    let more = async {
        while group.len() < MOST {
            let room = MOST - group.len();
            match timeout(QUIET, submissions.recv_many(&mut group, room)).await {
                Ok(1..) => {}
                _ => return,
            }
        }
    };
    // Running out of time is one of the two ways in which a group is complete.
    let _ = timeout(LONGEST_WAIT, more).await;
    group
}

async fn store_group(store: &Store, group: Vec<Submission>) {
    let (submissions, replies): (Vec<_>, Vec<_>) = group
        .into_iter()
        .map(|one| ((one.pass, one.answer, one.suspicion), one.reply))
        .unzip();
    #[cfg(feature = "sabotage")]
    if taken_out(Defence::AckBeforeCommit) {
        for reply in replies {
            let _ = reply.send(Ok(Submitted::Stored));
        }
        let _ = commit(store, submissions).await;
        return;
    }
    let results: Vec<Reply> = match commit(store, submissions).await {
        Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
        Err(error) => {
            tracing::error!(cause = ?error, "answers were not stored");
            let error = Arc::new(error);
            replies.iter().map(|_| Err(Arc::clone(&error))).collect()
        }
    };
    for (reply, result) in replies.into_iter().zip(results) {
        // The browser may have gone; the answer is stored all the same.
        let _ = reply.send(result);
    }
}

/// One transaction. What comes back is true only after the disk has it.
async fn commit(
    store: &Store,
    submissions: Vec<(Pass, Answer, Option<Suspicion>)>,
) -> Result<Vec<Submitted>, StoreError> {
    let mut tx = store.db.begin().await?;
    tx.share(Lock::Answers).await?;
    let open = open_rounds(&mut tx).await?;
    let mut outcomes = vec![Submitted::Closed; submissions.len()];
    // By nullifier: sorted, and twice the same within one group is one.
    let mut wanted = BTreeMap::new();
    for (place, (pass, answer, _)) in submissions.iter().enumerate() {
        if open.get(&answer.round) == Some(&pass.entry) {
            outcomes[place] = Submitted::Already;
            wanted
                .entry((answer.round.as_str(), pass.nullifier))
                .or_insert(place);
        }
    }
    if wanted.is_empty() {
        tx.rollback().await?;
        return Ok(outcomes);
    }
    let used: Vec<_> = wanted
        .iter()
        .map(|((round, nullifier), place)| Used {
            round,
            nullifier: *nullifier,
            group: &submissions[*place].0.group,
        })
        .collect();
    let added: HashSet<(String, Vec<u8>)> = bulk::add_nullifiers(&mut tx, &used)
        .await?
        .into_iter()
        .collect();
    let mut answers = Vec::with_capacity(added.len());
    let mut suspects = Vec::new();
    for ((round, nullifier), place) in wanted {
        if added.contains(&(round.to_owned(), nullifier.as_bytes().to_vec())) {
            outcomes[place] = Submitted::Stored;
            let (_, answer, suspicion) = &submissions[place];
            let answer = answer.clone();
            match suspicion.map(Suspicion::word) {
                None => answers.push(answer),
                Some(reason) => suspects.push(Suspect { reason, answer }),
            }
        }
    }
    answers.sort_unstable_by(|a, b| (&a.round, a.id).cmp(&(&b.round, b.id)));
    bulk::add_to_pool(&mut tx, &answers).await?;
    let place = |suspect: &Suspect| {
        (
            suspect.answer.round.clone(),
            suspect.reason,
            suspect.answer.id,
        )
    };
    suspects.sort_by_cached_key(place);
    bulk::add_to_apart(&mut tx, &suspects).await?;
    tx.commit().await?;
    Ok(outcomes)
}

async fn open_rounds(tx: &mut Tx) -> Result<HashMap<String, Entry>, StoreError> {
    let rounds: Vec<(String, String)> =
        on!(tx, |c| sqlx::query_as(OPEN_ROUNDS).fetch_all(c).await)?;
    let each = rounds
        .into_iter()
        .map(|(id, entry)| Ok((id, row::word(Entry::from_word(&entry), "round.entry")?)));
    each.collect()
}
