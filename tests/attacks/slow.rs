//! F-09: many who send or read a byte now and then, and those who must not notice.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::statuses;
use crate::amount::amount;
use crate::client::http::Connection;
use crate::faults::scene::{SURVEY, Scene};

/// At once.
const VISITORS: usize = 300;
/// So long they come back when they were shown out.
const SECONDS: usize = 3;
/// The server gives a head ten seconds; on a busy machine it may close a little later.
const CLOSED_AFTER: Duration = Duration::from_secs(25);
const UNNOTICED: Duration = Duration::from_secs(2);

/// How a visitor dawdles.
#[derive(Clone, Copy, Debug)]
enum Manner {
    /// Says nothing.
    Silent,
    /// A byte of the head each second.
    Head,
    /// A byte of the body each second.
    Body,
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_dawdle_are_shown_out_and_nobody_else_notices() {
    let scene = Scene::new("slow");
    let server = scene.server().await;
    let visitors = amount("ACHTERBAN_SLOW_VISITORS", VISITORS);
    let time = Duration::from_secs(amount("ACHTERBAN_SLOW_SECONDS", SECONDS) as u64);
    let begin = Instant::now();
    let mut running = JoinSet::new();
    for number in 0..visitors {
        let manner = [Manner::Silent, Manner::Head, Manner::Body][number % 3];
        let address = server.address;
        running.spawn(async move {
            loop {
                let stream = TcpStream::connect(address).await.expect("a connection");
                let closed = shown_out(stream, manner).await;
                if closed.is_none() || begin.elapsed() >= time {
                    return (manner, closed);
                }
            }
        });
    }

    let mut waited = Vec::new();
    while begin.elapsed() < time {
        let asked = Instant::now();
        let mut connection = Connection::open(server.address)
            .await
            .expect("a connection");
        let reply = connection.get(SURVEY).await.expect("a reply");
        assert_eq!(reply.status, 200);
        waited.push(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    waited.sort_unstable();
    let slowest = *waited.last().expect("somebody else came");
    assert!(slowest < UNNOTICED, "somebody else waited {slowest:?}");

    for (manner, closed) in running.join_all().await {
        let (after, statuses) = closed.unwrap_or_else(|| panic!("{manner:?} is still there"));
        assert!(after < CLOSED_AFTER, "{manner:?} was there for {after:?}");
        assert!(
            statuses.iter().all(|status| [400, 408].contains(status)),
            "{manner:?}: {statuses:?}"
        );
    }
    println!(
        "slow visitors: {visitors} at once for {} s, others waited {:?} at most, {:?} at p99",
        time.as_secs(),
        slowest,
        waited[waited.len() * 99 / 100]
    );
}

/// Dawdles until the server closes: after how long, and what it said. `None` when it never does.
async fn shown_out(mut stream: TcpStream, manner: Manner) -> Option<(Duration, Vec<u16>)> {
    let begin = Instant::now();
    let first: &[u8] = match manner {
        Manner::Silent => b"",
        Manner::Head => b"GET / HTTP/1.1\r\nHost: local",
        Manner::Body => b"POST /inloggen HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n",
    };
    stream.write_all(first).await.ok()?;
    let (mut reader, mut writer) = stream.into_split();
    let dawdling = tokio::spawn(async move {
        while writer
            .write_all(if matches!(manner, Manner::Silent) {
                b""
            } else {
                b"a"
            })
            .await
            .is_ok()
        {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    let mut reply = Vec::new();
    let read = tokio::time::timeout(CLOSED_AFTER, reader.read_to_end(&mut reply)).await;
    dawdling.abort();
    read.ok().map(|_| (begin.elapsed(), statuses(&reply)))
}
