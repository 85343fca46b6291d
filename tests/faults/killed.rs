//! F-01: kill -9 while answers come in.

use std::time::Duration;

use crate::amount::amount;

use super::ledger::State;
use super::scene::{Residents, Scene, for_a_while};

const KILLS: usize = 20;
const RESIDENTS: usize = 8;
const LONGEST_RESTART: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn kills_under_load_lose_no_acknowledged_answer_and_leave_none_half_or_twice() {
    let scene = Scene::new("killed");
    let mut slowest = Duration::ZERO;
    let kills = amount("ACHTERBAN_KILLS", KILLS);
    for kill in 0..kills {
        let server = scene.server().await;
        slowest = slowest.max(server.start);
        let residents = Residents::begin(RESIDENTS, &server, &scene.ledger);
        for_a_while(moment(kill)).await;
        scene.ledger.until_acknowledged(6 * (kill + 1)).await;
        drop(server); // kill -9
        residents.gone().await;
    }

    let acknowledged = scene.ledger.with(State::Acknowledged).len();
    let unknown = scene.ledger.with(State::Unknown);
    println!(
        "kills: {kills}, {acknowledged} answers acknowledged, {} without a reply, slowest start {slowest:?}",
        unknown.len()
    );
    assert!(acknowledged > 100, "{acknowledged} answers");
    assert!(slowest <= LONGEST_RESTART, "a start took {slowest:?}");
    scene.check();

    // Who saw no reply sends the same form again: stored or not before, now it is, once.
    let server = scene.server().await;
    let mut connection = server.connect().await.expect("a connection");
    for ready in unknown {
        assert_eq!(
            scene.ledger.send(&mut connection, ready).await,
            Some(State::Acknowledged)
        );
    }
    assert!(server.stop().expect("a stop").success());
    scene.check();
}

/// When to kill, in milliseconds after the start: spread over a tenth to a whole second, in no order.
fn moment(kill: usize) -> u64 {
    100 + (kill as u64 * 7_919 + 41) % 900
}
