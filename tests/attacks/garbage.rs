//! G-10: requests that were spoilt. `ACHTERBAN_BAD_REQUESTS` says how many.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};
use tokio::task::JoinSet;

use super::{exchange, statuses};
use crate::amount::amount;
use crate::client::http::post;
use crate::client::server::log_of;
use crate::faults::scene::{SURVEY, Scene, filled_in};

const REQUESTS: usize = 2_000;
const AT_ONCE: usize = 16;
/// A request that was cut off waits for the rest, and the server with it.
const QUIET: Duration = Duration::from_millis(200);
const SEED: u64 = 20_261_126;

/// What is put into a request, in any place.
const SPICE: &[&[u8]] = &[
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\0",
    b"%00",
    b"%zz",
    b"%",
    b"%ED%A0%80",
    b"%C0%AF",
    b"\xff\xfe",
    b"\xc3",
    b"&",
    b"&&=&=",
    b"a[b][c][d]=1",
    b"=",
    b";",
    b"Content-Length: 0\r\n",
    b"Content-Length: 99999999999999999999\r\n",
    b"Content-Length: -1\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Expect: 100-continue\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Host: elders.example\r\n",
    b"X-Forwarded-For: 192.0.2.1, ::1, onzin\r\n",
    b"Cookie: sid=; sid=%00; __Host-sid=x\r\n",
    b"../../../etc/passwd",
    b"//elders.example/",
    b"HTTP/0.9",
    b"HTTP/9.9",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "\u{202e}\u{1f600}\u{feff}".as_bytes(),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_spoilt_request_gets_a_5xx_or_hangs_and_the_next_visitor_is_served() {
    let scene = Scene::new("garbage");
    let server = scene.server().await;
    let whole = whole_requests(&server).await;
    let mut random = random();
    let mut seen: BTreeMap<u16, usize> = BTreeMap::new();
    let mut running = JoinSet::new();
    for number in 0..requests() {
        let bytes = spoil(&whole[number % whole.len()], &mut random);
        let address = server.address;
        running.spawn(async move { (exchange(address, &bytes, QUIET).await, bytes) });
        if running.len() >= AT_ONCE || number + 1 == requests() {
            for (reply, bytes) in take(&mut running, number + 1 == requests()).await {
                let shown = String::from_utf8_lossy(&bytes).into_owned();
                let reply = reply.unwrap_or_else(|error| panic!("{error} after:\n{shown}"));
                let statuses = statuses(&reply);
                let is_fault = statuses
                    .iter()
                    .any(|status| *status >= 500 && *status != 501);
                assert!(!is_fault, "{statuses:?} after:\n{shown}");
                *seen
                    .entry(statuses.first().copied().unwrap_or(0))
                    .or_default() += 1;
            }
        }
    }
    println!(
        "bad requests: {} by first status (0: closed without a word) {seen:?}",
        requests()
    );

    let mut connection = server.connect().await.expect("a connection");
    let ready = filled_in(&mut connection).await.expect("a form");
    let reply = connection
        .post(&ready.address, &ready.form)
        .await
        .expect("a reply");
    assert_eq!(reply.status, 303);
    drop(connection);
    assert!(server.stop().expect("a stop").success());
    let log = fs::read_to_string(log_of(&scene.data)).expect("what it printed");
    assert!(!log.contains("panicked"), "{log}");
    let stored = crate::faults::scene::hashes(&scene.data);
    assert!(
        stored.len() > scene.before.len(),
        "the good answer is stored"
    );
}

/// All that run, or the first to end.
async fn take<T: 'static>(running: &mut JoinSet<T>, all: bool) -> Vec<T> {
    let mut ended = Vec::new();
    while let Some(done) = running.join_next().await {
        ended.push(done.expect("an exchange"));
        if !all {
            break;
        }
    }
    ended
}

/// Requests as a browser sends them.
async fn whole_requests(server: &crate::client::server::Server) -> Vec<Vec<u8>> {
    let mut connection = server.connect().await.expect("a connection");
    let ready = filled_in(&mut connection).await.expect("a form");
    let get = |path: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: nl\r\n\r\n")
    };
    [
        get("/"),
        get(SURVEY),
        get("/diemen/werk/signalen"),
        get("/static/x/achterban.css"),
        post(&ready.address, &ready.form),
        post(SURVEY, "stap=1&kort=ja"),
        post("/diemen/v/signaal", "tekst=Hallo"),
        post("/diemen/code", "code=AAAA-BBBB"),
        post("/diemen/werk/knelpunten/nieuw", "stelling=x"),
    ]
    .map(String::into_bytes)
    .to_vec()
}

/// One to four changes: a piece lost, doubled, moved, a bit turned, something put in, the end cut off, or very long.
fn spoil(whole: &[u8], random: &mut TestRng) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..random.random_range(1..=4) {
        let at = random.random_range(0..=bytes.len());
        let end = (at + random.random_range(0..40)).min(bytes.len());
        match random.random_range(0..8) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            2 if at < bytes.len() => bytes[at] ^= 1 << random.random_range(0..8),
            3 => bytes.truncate(at),
            4 => {
                let byte = bytes.get(at).copied().unwrap_or(b'a');
                let long = vec![byte; random.random_range(1..60_000)];
                bytes.splice(at..at, long);
            }
            _ => {
                let spice = SPICE[random.random_range(0..SPICE.len())];
                bytes.splice(at..at, spice.iter().copied());
            }
        }
    }
    bytes
}

fn random() -> TestRng {
    TestRng::from_seed(RngAlgorithm::ChaCha, &SEED.to_le_bytes().repeat(4))
}

fn requests() -> usize {
    amount("ACHTERBAN_BAD_REQUESTS", REQUESTS)
}
