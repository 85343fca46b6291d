//! A resident's whole way through a form, without cookies and without scripts.

use achterban::domain::id::RoundId;
use axum::http::StatusCode;

use crate::site::{FORM, Page, ROUND, Site};

/// Begins the form; answers its first page.
async fn begin(site: &Site) -> Page {
    let page = site.post(FORM, &[("begin", "1")]).await;
    assert_eq!(page.status, StatusCode::OK);
    page
}

/// Posts the sealed state of a page with some fields.
async fn go(site: &Site, page: &Page, fields: &[(&str, &str)]) -> Page {
    let state = page.hidden("formulier");
    let mut all = vec![("formulier", state.as_str())];
    all.extend(fields);
    site.post(FORM, &all).await
}

/// Answers two questions and goes on to the check page.
async fn to_check(site: &Site) -> Page {
    let mut page = begin(site).await;
    page = go(
        site,
        &page,
        &[("hulp", "uitkering"), ("duur", "1tot3"), ("doe", "verder")],
    )
    .await;
    for _ in 0..10 {
        if page.title() == "Vragenlijst, nakijken" {
            break;
        }
        page = go(site, &page, &[("doe", "verder")]).await;
    }
    assert_eq!(page.title(), "Vragenlijst, nakijken", "{}", page.body);
    page
}

/// Makes what was sent visible, as the night does, and gives the bodies of all answers.
async fn stored(site: &Site) -> usize {
    site.store
        .dump_hashes()
        .await
        .expect("read")
        .iter()
        .filter(|line| line.starts_with(ROUND))
        .count()
}

#[tokio::test]
async fn a_resident_answers_checks_and_sends_without_a_cookie() {
    let site = Site::new().await;
    let start = site.get(FORM).await;
    assert_eq!(
        (start.status, start.title()),
        (StatusCode::OK, "Vragenlijst")
    );
    assert!(
        start.body.contains("Verzonnen gegevens"),
        "made-up data says so"
    );
    let check = to_check(&site).await;
    assert!(check.body.contains("Een uitkering") && check.body.contains("1 tot 3 jaar"));
    assert!(check.body.contains("Overgeslagen"));
    assert_eq!(check.header("cache-control"), "no-store");
    let sent = go(&site, &check, &[("doe", "verstuur")]).await;
    assert_eq!(
        (sent.status, sent.header("location")),
        (
            StatusCode::SEE_OTHER,
            "/lelystad/v/participatiewet/nl/bedankt"
        )
    );
    let thanks = site.get(sent.header("location")).await;
    assert_eq!(thanks.status, StatusCode::OK);
    assert_eq!(thanks.header("clear-site-data"), "\"cache\"");
    assert_eq!(stored(&site).await, 1);
    for page in [&start, &check, &sent, &thanks] {
        assert_eq!(page.header("set-cookie"), "");
    }
}

#[tokio::test]
async fn what_is_kept_is_exactly_what_the_check_page_showed() {
    let site = Site::new().await;
    let check = to_check(&site).await;
    let body = r#"{"v":1,"a":{"duur":"1tot3","hulp":["uitkering"]}}"#;
    assert!(
        check.body.contains(&body.replace('"', "&quot;")),
        "{}",
        check.body
    );
    go(&site, &check, &[("doe", "verstuur")]).await;
    let hash = {
        use sha2::{Digest, Sha256};
        data_encoding::HEXLOWER.encode(&Sha256::digest(body))
    };
    assert_eq!(
        site.store.dump_hashes().await.expect("read"),
        [format!("{ROUND} {hash}")]
    );
}

#[tokio::test]
async fn going_back_and_forth_loses_nothing() {
    let site = Site::new().await;
    let first = begin(&site).await;
    assert!(
        !first.body.contains("value=\"vorige\""),
        "the first page has no way back"
    );
    let second = go(
        &site,
        &first,
        &[
            ("hulp", "uitkering"),
            ("hulp", "schuldhulp"),
            ("spreken", "4"),
            ("doe", "verder"),
        ],
    )
    .await;
    assert!(second.title().starts_with("Vragenlijst, stap 2 van "));
    assert_eq!(second.header("cache-control"), "no-cache, private");
    let back = go(&site, &second, &[("respect", "2"), ("doe", "vorige")]).await;
    assert!(
        back.is_checked("hulp", "uitkering") && back.is_checked("spreken", "4"),
        "{}",
        back.body
    );
    let again = go(
        &site,
        &back,
        &[("hulp", "uitkering"), ("spreken", "4"), ("doe", "verder")],
    )
    .await;
    assert!(
        again.is_checked("respect", "2"),
        "an answer given before going back is still there"
    );
}

#[tokio::test]
async fn an_answer_is_changed_from_the_check_page_and_one_comes_back_there() {
    let site = Site::new().await;
    let check = to_check(&site).await;
    let step = go(&site, &check, &[("doe", "wijzig:duur")]).await;
    assert!(step.is_checked("duur", "1tot3"));
    let check = go(
        &site,
        &step,
        &[
            ("hulp", "uitkering"),
            ("duur", "vanaf10"),
            ("doe", "verder"),
        ],
    )
    .await;
    assert_eq!(check.title(), "Vragenlijst, nakijken");
    assert!(check.body.contains("10 jaar of langer"));
}

#[tokio::test]
async fn a_mistake_gets_422_a_summary_first_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let first = begin(&site).await;
    let page = go(
        &site,
        &first,
        &[
            ("hulp", "geen"),
            ("hulp", "uitkering"),
            ("duur", "1tot3"),
            ("doe", "verder"),
        ],
    )
    .await;
    assert_eq!(
        page.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        page.body
    );
    assert!(page.title().starts_with("Fout: "));
    assert!(page.body.find("ab-error-summary") < page.body.find("<h1"));
    assert!(page.body.contains("href=\"#hulp\"") && page.body.contains("id=\"hulp-fout\""));
    assert!(page.is_checked("duur", "1tot3") && page.is_checked("hulp", "geen"));
    let unknown = go(
        &site,
        &first,
        &[("duur", "bestaat-niet"), ("doe", "verder")],
    )
    .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn sending_twice_is_sending_once_and_gives_the_same_page() {
    let site = Site::new().await;
    let check = to_check(&site).await;
    let fields = [("doe", "verstuur")];
    let (first, second) = tokio::join!(go(&site, &check, &fields), go(&site, &check, &fields));
    let third = go(&site, &check, &fields).await;
    for page in [&first, &second, &third] {
        assert_eq!(
            (page.status, page.header("location")),
            (StatusCode::SEE_OTHER, first.header("location"))
        );
    }
    assert_eq!(stored(&site).await, 1);
}

#[tokio::test]
async fn a_hidden_field_that_was_changed_or_comes_from_another_form_does_not_open() {
    let site = Site::new().await;
    let state = begin(&site).await.hidden("formulier");
    let (first, rest) = state.split_at(1);
    let changed = format!("{}{rest}", if first == "A" { "B" } else { "A" });
    for (path, state) in [
        (FORM, changed.as_str()),
        (FORM, ""),
        (FORM, "%"),
        ("/lelystad/v/signaal", state.as_str()),
    ] {
        let page = site
            .post(path, &[("formulier", state), ("doe", "verder")])
            .await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path} {state}");
        assert!(page.body.contains("Wij konden uw formulier niet lezen"));
    }
}

#[tokio::test]
async fn a_form_that_stayed_open_for_days_is_kept_and_sent_once_more() {
    let site = Site::new().await;
    let check = to_check(&site).await;
    site.clock
        .set("2026-11-27T10:00:00Z".parse().expect("a time"));
    let stale = go(&site, &check, &[("doe", "verstuur")]).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stale.body.contains("Uw formulier stond lang open") && stale.body.contains("1 tot 3 jaar")
    );
    assert_eq!(stored(&site).await, 0);
    assert_eq!(
        go(&site, &stale, &[("doe", "verstuur")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(stored(&site).await, 1);
}

#[tokio::test]
async fn a_round_ends_with_its_day_and_who_had_begun_has_half_an_hour_more() {
    let site = Site::new().await;
    site.clock
        .set("2026-12-11T22:50:00Z".parse().expect("a time"));
    let check = to_check(&site).await;
    site.clock
        .set("2026-12-11T23:20:00Z".parse().expect("a time"));
    assert!(
        site.get(FORM)
            .await
            .body
            .contains("De vragenlijst is gesloten")
    );
    assert!(
        site.post(FORM, &[("begin", "1")])
            .await
            .body
            .contains("De vragenlijst is gesloten")
    );
    assert_eq!(
        go(&site, &check, &[("doe", "verstuur")]).await.status,
        StatusCode::SEE_OTHER
    );
    site.clock
        .set("2026-12-11T23:31:00Z".parse().expect("a time"));
    let late = go(&site, &check, &[("doe", "verstuur")]).await;
    assert!(
        late.body.contains("De vragenlijst is gesloten"),
        "{}",
        late.body
    );
    assert_eq!(stored(&site).await, 1);
}

#[tokio::test]
async fn a_closed_round_takes_nothing() {
    let site = Site::new().await;
    let check = to_check(&site).await;
    let round = RoundId::new(ROUND).expect("an id");
    site.store
        .close_round(&round, crate::site::actor(&site.clock))
        .await
        .expect("closed");
    let page = go(&site, &check, &[("doe", "verstuur")]).await;
    assert!(
        page.body.contains("De vragenlijst is gesloten"),
        "{} {}",
        page.status,
        page.body
    );
    assert_eq!(stored(&site).await, 0);
}

#[tokio::test]
async fn a_burgerservicenummer_is_refused_and_a_telephone_number_only_warned_of() {
    let site = Site::new().await;
    let mut page = begin(&site).await;
    while !page.body.contains("<textarea") {
        page = go(&site, &page, &[("doe", "verder")]).await;
    }
    let name = page
        .body
        .split("<textarea")
        .nth(1)
        .and_then(|rest| rest.split("name=\"").nth(1))
        .and_then(|rest| rest.split('"').next());
    let name = name.expect("a name").to_owned();
    let refused = go(
        &site,
        &page,
        &[(name.as_str(), "mijn bsn is 111222333"), ("doe", "verder")],
    )
    .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .body
            .contains("Haal het burgerservicenummer (BSN) uit uw tekst")
    );
    let mut page = go(
        &site,
        &refused,
        &[(name.as_str(), "bel 06 12345678"), ("doe", "verder")],
    )
    .await;
    while page.title() != "Vragenlijst, nakijken" {
        page = go(&site, &page, &[("doe", "verder")]).await;
    }
    assert!(
        page.body.contains("Staat hier iets in over een persoon?")
            && page.body.contains("06 12345678")
    );
}

#[tokio::test]
async fn the_form_is_there_in_english_and_an_unknown_language_is_not() {
    let site = Site::new().await;
    let page = site.get("/lelystad/v/participatiewet/en").await;
    assert!(
        page.body.contains("<html lang=\"en\" dir=\"ltr\">")
            && page.body.contains("Start the questions")
    );
    assert!(
        page.body.contains("href=\"/lelystad/v/participatiewet\""),
        "the way to Dutch"
    );
    assert_eq!(
        site.get("/lelystad/v/participatiewet/xx").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        site.get("/lelystad/v/spreekuur").await.status,
        StatusCode::NOT_FOUND,
        "not a form for residents"
    );
    assert_eq!(
        site.get("/nergens/v/participatiewet").await.status,
        StatusCode::NOT_FOUND
    );
}
