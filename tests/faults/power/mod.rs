//! F-02: the power goes. What the program asks of the disk is written down call by call (`strace`); from it come disks as
//! a power cut may leave them: all that was synchronised, and of what came later any part, torn or not at all.
//!
//! `ACHTERBAN_POWER_CUTS` says how many disks are tried; none without Linux and `strace`.

mod platter;
mod trace;

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};

use self::platter::Platter;
use self::trace::{Event, Trace, Watch};
use super::ledger;
use super::scene::{Scene, achterban, copy, filled_in, hashes};
use crate::amount::amount;
use crate::client::http::Connection;
use crate::client::server::Server;

/// Of each kind; two hundred in all.
const CUTS: usize = 100;
const RESIDENTS: usize = 6;
const ANSWERS_EACH: usize = 15;
const SEED: u64 = 20_261_126;

/// By the port of a connection: the hashes of the answers that were acknowledged on it, in order.
type Acknowledged = BTreeMap<u16, Vec<String>>;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_power_cut_at_any_moment_every_acknowledged_answer_is_there_whole_and_once() {
    let Some(watch) = Watch::new("power cuts") else {
        return;
    };
    let scene = Scene::new("power");
    let begin = scene.data.with_extension("begin");
    copy(&scene.data, &begin).expect("a copy");
    let log = scene.data.with_extension("strace");

    let server = Server::start_watched("serve", &scene.data, &watch.command(&log))
        .await
        .expect("a server that is watched");
    let (acknowledged, sent) = answers(&server).await;
    let pid = server.id();
    drop(server);
    let trace = Trace::read(&log, pid, &scene.data);

    let promised = promises(&trace, &acknowledged);
    assert!(
        promised.len() >= RESIDENTS * ANSWERS_EACH / 2,
        "the trace has {} acknowledgements",
        promised.len()
    );
    let disk = scene.data.with_extension("disk");
    let possible = counted(sent.iter().chain(&scene.before));
    let mut platter = Platter::new(&begin);
    for (number, at) in moments(trace.events.len()).into_iter().enumerate() {
        platter.leave(&trace.events[..at], SEED + number as u64, &disk);
        let stored = counted(&hashes(&disk));
        let due = promised.iter().filter(|(when, _)| *when < at);
        let due = counted(due.map(|(_, hash)| hash).chain(&scene.before));
        for (hash, times) in &due {
            let found = stored.get(hash).copied().unwrap_or(0);
            assert!(found >= *times, "cut {number} at call {at}: {hash} is lost");
        }
        for (hash, times) in &stored {
            let most = possible.get(hash).copied().unwrap_or(0);
            assert!(
                *times <= most,
                "cut {number} at call {at}: {hash} is stored {times} times, sent {most} times"
            );
        }
    }
    println!(
        "power cuts: {} disks of {} calls, {} answers acknowledged, none lost",
        cuts(),
        trace.events.len(),
        promised.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_during_the_work_of_the_night_loses_no_answer_and_doubles_none() {
    let Some(watch) = Watch::new("power cuts at night") else {
        return;
    };
    let scene = Scene::new("power-night");
    let server = scene.server().await;
    answers(&server).await;
    assert!(server.stop().expect("a stop").success());
    let begin = scene.data.with_extension("begin");
    copy(&scene.data, &begin).expect("a copy");
    let all = hashes(&scene.data);
    let log = scene.data.with_extension("strace");

    let pid = watch.run(&log, &["flush"], &scene.data);
    let trace = Trace::read(&log, pid, &scene.data);
    assert_ne!(
        fs::read(begin.join("achterban.db")).expect("the database"),
        fs::read(scene.data.join("achterban.db")).expect("the database"),
        "the night did something"
    );
    let disk = scene.data.with_extension("disk");
    let mut platter = Platter::new(&begin);
    for (number, at) in moments(trace.events.len()).into_iter().enumerate() {
        platter.leave(&trace.events[..at], SEED + number as u64, &disk);
        assert_eq!(hashes(&disk), all, "cut {number} at call {at}");
        if number % 20 == 0 {
            let again = achterban(&["flush"], &disk);
            assert!(
                again.status.success(),
                "cut {number} at call {at}: {again:?}"
            );
            assert_eq!(
                hashes(&disk),
                all,
                "cut {number} at call {at}, and the night after"
            );
        }
    }
    println!(
        "power cuts at night: {} disks of {} calls, none lost",
        cuts(),
        trace.events.len()
    );
}

/// Residents answer at once: what was acknowledged to whom, and all that was sent.
async fn answers(server: &Server) -> (Acknowledged, Vec<String>) {
    let mut residents = tokio::task::JoinSet::new();
    for _ in 0..RESIDENTS {
        let address = server.address;
        residents.spawn(async move {
            let mut connection = Connection::open(address).await.expect("a connection");
            let mut hashes = Vec::new();
            for _ in 0..ANSWERS_EACH {
                let ready = filled_in(&mut connection).await.expect("a form");
                let reply = connection.post(&ready.address, &ready.form).await;
                assert_eq!(reply.expect("a reply").status, 303);
                hashes.push(ledger::hash(&ready.stored));
            }
            let own = connection.stream.local_addr();
            (own.expect("an address").port(), hashes)
        });
    }
    let acknowledged: Acknowledged = residents.join_all().await.into_iter().collect();
    let sent = acknowledged.values().flatten().cloned().collect();
    (acknowledged, sent)
}

/// Which answer was promised at which event of the trace.
fn promises(trace: &Trace, acknowledged: &Acknowledged) -> Vec<(usize, String)> {
    let mut next: BTreeMap<u16, usize> = BTreeMap::new();
    let mut promises = Vec::new();
    for (at, event) in trace.events.iter().enumerate() {
        if let Event::Acknowledge { port } = event
            && let Some(hashes) = acknowledged.get(port)
        {
            let count = next.entry(*port).or_default();
            promises.push((at, hashes[*count].clone()));
            *count += 1;
        }
    }
    promises
}

/// How often each hash is there.
fn counted<'a>(hashes: impl IntoIterator<Item = &'a String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for hash in hashes {
        *counts.entry(hash.clone()).or_default() += 1;
    }
    counts
}

/// Moments of the cut, as numbers of events that came before it: spread over the trace, the last one after everything.
fn moments(events: usize) -> Vec<usize> {
    let mut random = random(SEED);
    let mut moments: Vec<_> = (1..cuts())
        .map(|_| random.random_range(0..=events))
        .collect();
    moments.push(events);
    moments.sort_unstable();
    moments
}

/// Random numbers that are the same at every run.
fn random(seed: u64) -> TestRng {
    let seed: Vec<u8> = seed.to_le_bytes().repeat(4);
    TestRng::from_seed(RngAlgorithm::ChaCha, &seed)
}

fn cuts() -> usize {
    amount("ACHTERBAN_POWER_CUTS", CUTS)
}
