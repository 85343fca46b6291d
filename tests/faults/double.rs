//! F-23: the same form more than once.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::ledger::State;
use super::scene::{Scene, filled_in};
use crate::client::http;

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_is_one_answer_and_both_times_the_same_thank_you_page() {
    let scene = Scene::new("double");
    let server = scene.server().await;
    let mut first = server.connect().await.expect("a connection");
    let mut second = server.connect().await.expect("a connection");
    for _ in 0..20 {
        let ready = filled_in(&mut first).await.expect("a form");
        let again = ready.clone();
        let (one, two) = tokio::join!(
            first.post(&ready.address, &ready.form),
            second.post(&again.address, &again.form)
        );
        let (one, two) = (one.expect("a reply"), two.expect("a reply"));
        assert_eq!((one.status, two.status), (303, 303));
        assert_eq!(one.header("location"), two.header("location"));
        assert_eq!(
            scene.ledger.send(&mut first, ready).await,
            Some(State::Acknowledged),
            "and a third time, later"
        );
    }
    assert!(server.stop().expect("a stop").success());
    scene.check();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_whose_reply_never_arrives_can_be_sent_again() {
    let scene = Scene::new("no-reply");
    let server = scene.server().await;
    let mut connection = server.connect().await.expect("a connection");
    for _ in 0..20 {
        let ready = filled_in(&mut connection).await.expect("a form");
        let mut leaving = TcpStream::connect(server.address)
            .await
            .expect("a connection");
        let request = http::post(&ready.address, &ready.form);
        leaving
            .write_all(request.as_bytes())
            .await
            .expect("a request");
        drop(leaving);
        assert_eq!(
            scene.ledger.send(&mut connection, ready).await,
            Some(State::Acknowledged)
        );
    }
    assert!(server.stop().expect("a stop").success());
    scene.check();
}
