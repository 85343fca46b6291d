//! Floods and programs that fill in forms (T-08): no more than the quota gets in, what is suspect is set apart and not lost,
//! honest people behind one address get through, and no address stays anywhere.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use achterban::domain::entry::Entry as Typed;
use achterban::domain::id::RoundId;
use achterban::domain::role::Role;
use achterban::web::bucket::Limits;
use achterban::web::form::filled::{Filled, Place};
use achterban::web::form::sealed::{Nonce, Progress};
use achterban::web::network::Peer;
use achterban::web::serve;
use achterban::web::state::Settings;
use axum::Extension;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

use crate::client::http::Connection;
use crate::site::{FORM, ROUND, Site, actor, encoded};

fn limited(per_network: u32, per_hour: u32) -> Settings {
    Settings {
        limits: Limits::of_forms(per_network, per_hour),
        ..Settings::default()
    }
}

/// A form that is filled in and checked, `began` as the page says; each is a form of its own.
fn ready(site: &Site, began: Option<i64>) -> String {
    let mut filled = Filled::default();
    let typed = Typed {
        values: vec!["1tot3".to_owned()],
        other: String::new(),
    };
    filled.set("duur", typed);
    let progress = Progress {
        version: 1,
        nonce: Nonce::issue(site.clock.seconds()).expect("random numbers"),
        place: Place::Check,
        reviewed: true,
        code: None,
        helped: false,
        kiosk: None,
        began,
        filled,
    };
    progress
        .seal(site.store.keys().forms(), "lelystad/participatiewet")
        .expect("sealed")
}

/// Sends a form from an address; answers the status.
async fn send_from(site: &Site, source: Ipv4Addr, state: &str) -> StatusCode {
    let router = site
        .router
        .clone()
        .layer(Extension(Peer(IpAddr::V4(source))));
    let body = encoded(&[("formulier", state), ("doe", "verstuur")]);
    let request = Request::post(FORM)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .expect("a request");
    router.oneshot(request).await.expect("a reply").status()
}

/// Forms in which a field was filled in that people don't see: they are set apart.
pub(crate) async fn send_traps(site: &Site, count: usize) {
    for _ in 0..count {
        let state = ready(site, None);
        let fields = [
            ("formulier", state.as_str()),
            ("doe", "verstuur"),
            ("extra", "x"),
        ];
        site.post(FORM, &fields).await;
    }
}

async fn stored(site: &Site) -> usize {
    site.store.dump_hashes().await.expect("read").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_thousand_forms_from_two_hundred_networks_no_more_than_the_quota_gets_in_and_no_address_stays()
 {
    let site = Arc::new(Site::with(limited(300, 500)).await);
    let accepted = Arc::new(AtomicUsize::new(0));
    let mut senders = tokio::task::JoinSet::new();
    for network in 0..200_u8 {
        let (site, accepted) = (Arc::clone(&site), Arc::clone(&accepted));
        senders.spawn(async move {
            for form in 0..50_u8 {
                let source = Ipv4Addr::new(127, 100, network, form + 1);
                let state = ready(&site, None);
                match send_from(&site, source, &state).await {
                    StatusCode::SEE_OTHER => accepted.fetch_add(1, Ordering::Relaxed),
                    status => {
                        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
                        0
                    }
                };
            }
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender.expect("a sender that ends");
    }
    let accepted = accepted.load(Ordering::Relaxed);
    assert_eq!((accepted, stored(&site).await), (500, 500));
    site.store.empty_log().await.expect("emptied");
    for entry in std::fs::read_dir(&site.directory.0)
        .expect("a directory")
        .flatten()
    {
        let Ok(bytes) = std::fs::read(entry.path()) else {
            continue;
        };
        for mark in ["127.100.", "7f64"] {
            let found = bytes
                .windows(mark.len())
                .filter(|window| *window == mark.as_bytes());
            // Four hexadecimal digits also come up by chance; a network that was kept would be there hundreds of times.
            assert!(found.count() < 100, "{mark} in {}", entry.path().display());
        }
    }
}

#[tokio::test]
async fn a_library_is_served_and_from_a_fifth_of_the_limit_on_what_comes_is_set_apart() {
    let site = Site::with(limited(300, 5_000)).await;
    let library = Ipv4Addr::new(127, 3, 3, 3);
    for _ in 0..60 {
        assert_eq!(
            send_from(&site, library, &ready(&site, None)).await,
            StatusCode::SEE_OTHER
        );
    }
    let round = RoundId::new(ROUND).expect("an id");
    for _ in 0..10 {
        let status = send_from(&site, library, &ready(&site, None)).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "the same reply");
    }
    assert_eq!(stored(&site).await, 70);
    site.store
        .close_round(&round, actor(&site.clock))
        .await
        .expect("closed");
    let apart = site.store.apart(&round).await.expect("read");
    assert_eq!(
        apart.iter().map(|reason| reason.count).collect::<Vec<_>>(),
        [10]
    );
    assert_eq!(
        site.store
            .existing_round(&round)
            .await
            .expect("read")
            .published,
        60
    );
}

#[tokio::test]
async fn over_the_limit_what_was_typed_comes_back_and_nothing_is_stored() {
    let site = Site::with(limited(5, 5_000)).await;
    let source = Ipv4Addr::new(127, 4, 4, 4);
    for _ in 0..5 {
        send_from(&site, source, &ready(&site, None)).await;
    }
    let state = ready(&site, None);
    assert_eq!(
        send_from(&site, source, &state).await,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(stored(&site).await, 5);
    let router = site
        .router
        .clone()
        .layer(Extension(Peer(IpAddr::V4(source))));
    let site = Site { router, ..site };
    let refused = site
        .post(FORM, &[("formulier", &state), ("doe", "verstuur")])
        .await;
    assert!(
        refused.body.contains("Het is nu te druk") && refused.body.contains("1 tot 3 jaar"),
        "{}",
        refused.body
    );
    assert!(!refused.header("retry-after").is_empty());
    site.clock
        .set("2026-11-23T10:20:00Z".parse().expect("a time"));
    let state = refused.hidden("formulier");
    let sent = site
        .post(FORM, &[("formulier", &state), ("doe", "verstuur")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "later it goes through");
}

#[tokio::test]
async fn a_filled_trap_and_a_form_sent_at_once_are_set_apart_behind_the_same_page() {
    let site = Site::new().await;
    let now = site.clock.seconds();
    let send = async |began, trap: &str| {
        let state = ready(&site, began);
        let fields = [
            ("formulier", state.as_str()),
            ("doe", "verstuur"),
            ("extra", trap),
        ];
        let sent = site.post(FORM, &fields).await;
        (sent.status, sent.header("location").to_owned(), sent.body)
    };
    let honest = send(Some(now - 60), "").await;
    assert_eq!(honest.0, StatusCode::SEE_OTHER);
    assert_eq!(send(Some(now), "").await, honest);
    assert_eq!(send(None, "http://spam.example").await, honest);
    let round = RoundId::new(ROUND).expect("an id");
    site.store
        .close_round(&round, actor(&site.clock))
        .await
        .expect("closed");
    let apart = site.store.apart(&round).await.expect("read");
    assert_eq!(apart.len(), 2, "{apart:?}");
    assert!(apart.iter().all(|reason| reason.count == 1));
}

#[tokio::test]
async fn who_takes_time_is_not_suspect_and_the_page_soon_forgets_when_it_was_begun() {
    let site = Site::new().await;
    let now = site.clock.seconds();
    let first = site.post(FORM, &[("begin", "1")]).await;
    let opened = |page: &crate::site::Page| {
        let sealer = site.store.keys().forms();
        Progress::open(
            sealer,
            "lelystad/participatiewet",
            &page.hidden("formulier"),
        )
        .expect("opens")
    };
    assert_eq!(opened(&first).began, Some(now));
    let state = first.hidden("formulier");
    let second = site
        .post(
            FORM,
            &[
                ("formulier", &state),
                ("hulp", "uitkering"),
                ("doe", "verder"),
            ],
        )
        .await;
    assert_eq!(opened(&second).began, None);
}

#[tokio::test]
async fn before_the_first_look_the_council_chooses_and_after_it_the_choice_stands() {
    let site = Site::new().await;
    for _ in 0..12 {
        site.post(
            FORM,
            &[("formulier", &ready(&site, None)), ("doe", "verstuur")],
        )
        .await;
    }
    send_traps(&site, 6).await;
    let round = RoundId::new(ROUND).expect("an id");
    site.store
        .close_round(&round, actor(&site.clock))
        .await
        .expect("closed");
    site.clock
        .set("2026-12-20T10:00:00Z".parse().expect("a time"));
    // What the pages know of rounds is up to a second old.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let cookie = site.log_in(Role::Secretary).await;
    let address = "/lelystad/werk/resultaten/participatiewet/2026-1";
    let choice = site.get_as(&cookie, address).await;
    assert!(
        choice
            .body
            .contains("6 antwoorden: een veld ingevuld dat mensen niet zien"),
        "{}",
        choice.body
    );
    assert!(
        !choice.body.contains("mensen gaven antwoord"),
        "no figure before the choice"
    );
    let part = site.get_as(&cookie, &format!("{address}/cijfers")).await;
    assert_eq!(
        (part.status, part.header("location")),
        (StatusCode::SEE_OTHER, address)
    );
    let token = choice.hidden("bewijs");
    let post = async |fields: &[(&str, &str)]| {
        let all = [&[("bewijs", token.as_str())], fields].concat();
        site.post_as(&cookie, &format!("{address}/apart"), &all)
            .await
            .status
    };
    assert_eq!(
        post(&[("neem", "valstrik"), ("doe", "bewaar")]).await,
        StatusCode::SEE_OTHER
    );
    assert!(
        site.get_as(&cookie, address)
            .await
            .is_checked_box("valstrik")
    );
    assert_eq!(
        post(&[("doe", "bewaar")]).await,
        StatusCode::SEE_OTHER,
        "it can be changed"
    );
    assert_eq!(
        post(&[("neem", "valstrik"), ("doe", "toon")]).await,
        StatusCode::SEE_OTHER
    );
    let results = site.get_as(&cookie, address).await;
    assert!(
        results.body.contains("18 mensen gaven antwoord"),
        "{}",
        results.body
    );
    assert!(
        results.body.contains("Open: niet representatief") && results.body.contains("Meegenomen.")
    );
    assert_eq!(post(&[("doe", "toon")]).await, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_real_connections_each_network_has_its_own_bucket() {
    let site = Site::with(limited(5, 5_000)).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(serve::serve(
        listener,
        site.router.clone(),
        std::future::pending(),
    ));
    let send = async |source: [u8; 4]| {
        let mut connection = Connection::open_from(source.into(), address)
            .await
            .expect("a connection");
        let body = encoded(&[("formulier", &ready(&site, None)), ("doe", "verstuur")]);
        connection.post(FORM, &body).await.expect("a reply").status
    };
    for host in 1..=5 {
        assert_eq!(send([127, 5, 5, host]).await, 303);
    }
    assert_eq!(
        send([127, 5, 5, 9]).await,
        429,
        "another machine of the same network"
    );
    assert_eq!(send([127, 5, 6, 9]).await, 303, "another network");
}
