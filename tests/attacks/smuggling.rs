//! S-30: two requests that look like one to a proxy, or one that looks like two. Whatever the server makes of the first,
//! what stands behind it is never answered as if it were a request of its own.

use std::time::Duration;

use tokio::task::JoinSet;

use super::{exchange, statuses};
use crate::faults::scene::Scene;

/// The request that is carried along; only `404` tells that it was taken for one.
const HIDDEN: &str = "GET /bestaat-niet-smokkel HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Long enough for a second reply to come.
const QUIET: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_hidden_in_another_request_is_answered() {
    let scene = Scene::new("smuggling");
    let server = scene.server().await;
    let seen = exchange(server.address, HIDDEN.as_bytes(), QUIET)
        .await
        .expect("a reply");
    assert_eq!(
        statuses(&seen),
        [404],
        "the hidden request is told apart by its status"
    );

    let mut running = JoinSet::new();
    for head in disguises() {
        let address = server.address;
        running.spawn(async move {
            let request = format!("POST /inloggen HTTP/1.1\r\nHost: localhost\r\n{head}\r\n");
            let bytes = format!("{request}0\r\n\r\n{HIDDEN}").into_bytes();
            (exchange(address, &bytes, QUIET).await, head)
        });
    }
    for (reply, head) in running.join_all().await {
        let reply = reply.unwrap_or_else(|error| panic!("{error} after {head:?}"));
        let statuses = statuses(&reply);
        assert!(!statuses.contains(&404), "{statuses:?} after {head:?}");
        let is_fault = |status: &u16| *status >= 500 && *status != 501;
        assert!(
            !statuses.iter().any(is_fault),
            "{statuses:?} after {head:?}"
        );
    }
}

/// Heads whose length two readers may understand in two ways.
fn disguises() -> Vec<String> {
    let length = HIDDEN.len() + 5;
    let both = |other: &str| format!("Content-Length: {length}\r\n{other}\r\n");
    let mut heads: Vec<String> = [
        "Transfer-Encoding: chunked",
        "transfer-encoding: CHUNKED",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding:chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding\t: chunked",
        "Transfer-Encoding : chunked",
        " Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: chunked\r\n folded: yes",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \u{b}chunked",
        "Transfer_Encoding: chunked\r\nTransfer-Encoding: gzip",
        "Content-Length: 0",
        "Content-Length: 5",
        "Content-Length: +5",
        "Content-Length: 5, 5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length: -0",
        "Content-Length:\u{a0}5",
        "X: a\nContent-Length: 0",
        "X: a\rContent-Length: 0",
    ]
    .map(both)
    .to_vec();
    // A second reading of the same field, without a first one that is right.
    heads.extend(
        [
            "Content-Length: 5\r\nContent-Length: 0\r\n",
            "Content-Length: 0\r\nContent-Length: 5\r\n",
            "Content-Length: 5,0\r\n",
            "Content-Length : 5\r\n",
            "Content-Length\t: 5\r\n",
            " Content-Length: 5\r\n",
            "Content-Length: 5\r\n Content-Length: 0\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Transfer-Encoding: chunked, gzip\r\n",
        ]
        .map(str::to_owned),
    );
    heads
}
