//! F-29: SIGTERM, as a service manager or a new version sends it.

use super::ledger::State;
use super::scene::{Residents, Scene, for_a_while};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_asked_to_stop_under_load_ends_in_order_and_loses_no_acknowledged_answer()
{
    let scene = Scene::new("stopped");
    for _ in 0..3 {
        let server = scene.server().await;
        let residents = Residents::begin(8, &server, &scene.ledger);
        for_a_while(300).await;
        let status = tokio::task::spawn_blocking(|| server.stop())
            .await
            .expect("a task")
            .expect("a stop");
        assert_eq!(status.code(), Some(0), "{status}");
        residents.gone().await;
    }
    assert!(!scene.ledger.with(State::Acknowledged).is_empty());
    scene.check();
}
