//! `kill -9` under load: no acknowledged answer is lost, halved or doubled, and a restart needs no help.
//!
//! The test starts itself as the process that is killed; that one prints a line for each answer that was acknowledged.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use achterban::anonymity::keys::KeyRing;
use achterban::anonymity::random;
use achterban::domain::id::RoundId;
use achterban::store::{Location, Store, Submitted};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{Place, body, form};

const KILLS: usize = 20;
const CLIENTS: usize = 32;
const ROUND: &str = "lelystad/wmo/2026-1";

async fn store_at(location: &str, keys: &str) -> Store {
    let location = if location.contains("://") {
        Location::Server(location.to_owned())
    } else {
        Location::Directory(location.into())
    };
    let keys = KeyRing::open(keys.as_ref()).unwrap();
    Store::open(&location, keys).await.unwrap()
}

/// Not a test of its own: the process that the tests below kill.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_that_is_killed() {
    let Ok(place) = std::env::var("ACHTERBAN_TEST_KILLED") else {
        return;
    };
    let parts: Vec<&str> = place.split('\n').collect();
    let (location, keys, first) = (parts[0], parts[1], parts[2].parse::<usize>().unwrap());
    let store = store_at(location, keys).await;
    let round = RoundId::new(ROUND).unwrap();
    let (intake, _writer) = store.start_writer();
    for client in 0..CLIENTS {
        let (intake, round) = (intake.clone(), round.clone());
        tokio::spawn(async move {
            for number in (first + client..).step_by(CLIENTS) {
                let stored = intake.submit(&round, &form(number), body(number)).await;
                assert_eq!(stored.unwrap(), Submitted::Stored);
                // One write a line: half a line would be half a number.
                std::io::stdout()
                    .write_all(format!("acknowledged {number}\n").as_bytes())
                    .unwrap();
            }
        });
    }
    loop {
        tokio::time::sleep(Duration::from_millis(25)).await;
        store.flush().await.unwrap();
    }
}

fn start(place: &Place, first: usize) -> Child {
    let location = match &place.location {
        Location::Directory(directory) => directory.display().to_string(),
        Location::Server(url) => url.clone(),
    };
    let keys = place.directory.keys();
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "conformance::killed::the_process_that_is_killed",
            "--nocapture",
        ])
        .env(
            "ACHTERBAN_TEST_KILLED",
            format!("{location}\n{}\n{first}", keys.display()),
        )
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Lets it run for some tenths of a second, kills it, and answers what it had acknowledged.
fn kill(mut child: Child) -> Vec<usize> {
    let drawn = u64::from(random::bytes::<1>().unwrap()[0]);
    std::thread::sleep(Duration::from_millis(120 + drawn));
    child.kill().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let acknowledged = output
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok())
        .collect();
    child.wait().unwrap();
    acknowledged
}

fn hash(number: usize) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(body(number)));
    format!("{ROUND} {hash}")
}

async fn survives(place: &Place) {
    place.open_round(ROUND).await;
    let mut acknowledged = BTreeSet::new();
    for life in 0..KILLS {
        let first = life * 1_000_000;
        acknowledged.extend(kill(start(place, first)));
        let store = place.reopened().await.unwrap();
        let stored = store.dump_hashes().await.unwrap();
        let different: BTreeSet<&String> = stored.iter().collect();
        assert_eq!(different.len(), stored.len(), "none is doubled");
        for number in &acknowledged {
            assert!(
                different.contains(&hash(*number)),
                "answer {number} is lost (kill {life})"
            );
        }
        assert_eq!(store.verify().await.unwrap(), [], "kill {life}");
        store.close().await;
    }
    assert!(
        acknowledged.len() > KILLS * CLIENTS,
        "{} answers",
        acknowledged.len()
    );
}

#[tokio::test]
async fn twenty_kills_lose_nothing_on_sqlite() {
    survives(&Place::sqlite().await).await;
}

#[tokio::test]
async fn twenty_kills_lose_nothing_on_postgresql() {
    if let Some(place) = Place::postgresql().await {
        survives(&place).await;
    }
}
