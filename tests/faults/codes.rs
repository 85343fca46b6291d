//! T-02: one code is one answer, however often it is sent at once and whatever happens meanwhile; and a code is nowhere but
//! on its paper.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ledger::State;
use super::scene::{Scene, achterban, for_a_while, text};
use super::traces::{files_in, holds};
use crate::client::form::{self, Ready};
use crate::client::http::Connection;
use crate::client::server::log_of;

/// The enquête of the demo that asks for a code.
const SURVEY: &str = "/opmeer/v/wmo";

/// Codes of the scene's round, as `codes issue` wrote them.
fn issue(scene: &Scene, count: usize) -> Vec<String> {
    let file = scene.data.with_extension("csv");
    let path = file.to_str().expect("UTF-8");
    let (survey, count) = (SURVEY[1..].replace("/v/", "/"), count.to_string());
    let issued = achterban(
        &[
            "codes", "issue", "--survey", &survey, "--count", &count, "-o", path,
        ],
        &scene.data,
    );
    assert!(issued.status.success(), "{}", text(&issued.stderr));
    let rows = fs::read_to_string(&file).expect("a file");
    fs::remove_file(&file).expect("removed");
    rows.lines()
        .skip(1)
        .map(|row| row.split(',').next().expect("a code").to_owned())
        .collect()
}

async fn filled_in(connection: &mut Connection, code: &str, number: usize) -> io::Result<Ready> {
    let letters: String = number
        .to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect();
    let text = format!("Dit moet beter: {letters}.");
    form::fill_with_code(connection, SURVEY, &text, number, code).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_posts_of_one_code_over_twenty_connections_are_one_answer_and_one_reply() {
    const ROUNDS: usize = 15;
    let scene = Scene::new("one-code");
    let codes = issue(&scene, ROUNDS);
    let server = scene.server().await;
    let mut connections = Vec::new();
    for _ in 0..20 {
        connections.push(server.connect().await.expect("a connection"));
    }
    for (round, code) in codes.iter().enumerate() {
        // Each connection has a form of its own, with other answers: only the code is the same.
        let mut ready = Vec::new();
        for (number, connection) in connections.iter_mut().enumerate() {
            let filled = filled_in(connection, code, round * 20 + number).await;
            ready.push(filled.expect("a form"));
        }
        let mut sending = tokio::task::JoinSet::new();
        for (mut connection, ready) in connections.drain(..).zip(ready) {
            sending.spawn(async move {
                let mut replies = Vec::new();
                for _ in 0..10 {
                    let reply = connection.post(&ready.address, &ready.form).await;
                    let reply = reply.expect("a reply");
                    let head: Vec<String> = reply
                        .head
                        .lines()
                        .filter(|line| !line.starts_with("date: "))
                        .map(str::to_owned)
                        .collect();
                    replies.push((reply.status, head, reply.body));
                }
                (connection, replies)
            });
        }
        let mut replies = Vec::new();
        while let Some(sent) = sending.join_next().await {
            let (connection, mut some) = sent.expect("a resident");
            connections.push(connection);
            replies.append(&mut some);
        }
        assert_eq!((replies.len(), replies[0].0), (200, 303));
        assert!(replies.iter().all(|reply| *reply == replies[0]));
    }
    assert!(server.stop().expect("a stop").success());
    let stored = super::scene::hashes(&scene.data).len() - scene.before.len();
    assert_eq!(stored, ROUNDS, "one answer a code");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_kills_lose_no_acknowledged_answer_of_a_code_and_leave_no_code_on_the_disk() {
    const KILLS: usize = 10;
    let scene = Scene::new("killed-codes");
    let codes = Arc::new(issue(&scene, 4_000));
    let next = Arc::new(AtomicUsize::new(0));
    for kill in 0..KILLS {
        let server = scene.server().await;
        let mut residents = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (codes, next) = (Arc::clone(&codes), Arc::clone(&next));
            let (ledger, address) = (Arc::clone(&scene.ledger), server.address);
            residents.spawn(async move {
                let Ok(mut connection) = Connection::open(address).await else {
                    return;
                };
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Ok(ready) = filled_in(&mut connection, &codes[number], number).await else {
                        return;
                    };
                    if ledger.send(&mut connection, ready).await.is_none() {
                        return;
                    }
                }
            });
        }
        for_a_while(200 + 60 * kill as u64).await;
        scene.ledger.until_acknowledged(6 * (kill + 1)).await;
        drop(server); // kill -9
        residents.join_all().await;
    }
    let acknowledged = scene.ledger.with(State::Acknowledged).len();
    assert!(acknowledged > 50, "{acknowledged} answers");
    // The write-ahead log is still there: nothing tidied up after the last kill.
    let files: Vec<PathBuf> = [files_in(&scene.data), vec![log_of(&scene.data)]].concat();
    let everything: Vec<u8> = files
        .iter()
        .flat_map(|file| fs::read(file).expect("a file"))
        .collect();
    let used = next.load(Ordering::Relaxed);
    for code in codes.iter().take(used.min(60)) {
        for form in [code.clone(), code.replace('-', ""), code.to_lowercase()] {
            assert!(
                !holds(&everything, form.as_bytes()),
                "a code is on the disk"
            );
        }
    }
    scene.check();

    let server = scene.server().await;
    let mut connection = server.connect().await.expect("a connection");
    for ready in scene.ledger.with(State::Unknown) {
        let state = scene.ledger.send(&mut connection, ready).await;
        assert_eq!(state, Some(State::Acknowledged));
    }
    assert!(server.stop().expect("a stop").success());
    scene.check();
}
