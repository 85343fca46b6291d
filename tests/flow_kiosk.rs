//! A device that residents use one after the other, and filling in for someone else.

use achterban::domain::role::Role;
use axum::http::StatusCode;

use crate::site::{FORM, Page, ROUND, Site};

const KIOSK: &str = "/lelystad/v/participatiewet/nl/kiosk";
const THANKS: &str = "/lelystad/v/participatiewet/nl/kiosk/bedankt";
/// What the first person chose: must never be seen by the second.
const CHOSEN: (&str, &str) = ("duur", "1tot3");

async fn go(site: &Site, address: &str, page: &Page, fields: &[(&str, &str)]) -> Page {
    let state = page.hidden("formulier");
    let mut all = vec![("formulier", state.as_str())];
    all.extend(fields);
    site.post(address, &all).await
}

/// The check page of someone who answered one question, begun with this button.
async fn to_check(site: &Site, address: &str, begin: &str) -> Page {
    let mut page = site.post(address, &[("begin", begin)]).await;
    page = go(site, address, &page, &[CHOSEN, ("doe", "verder")]).await;
    for _ in 0..10 {
        if page.title() == "Vragenlijst, nakijken" {
            break;
        }
        page = go(site, address, &page, &[("doe", "verder")]).await;
    }
    assert_eq!(page.title(), "Vragenlijst, nakijken", "{}", page.body);
    page
}

async fn stored(site: &Site) -> Vec<String> {
    let all = site.store.dump_hashes().await.expect("read");
    all.into_iter()
        .filter(|line| line.starts_with(ROUND))
        .collect()
}

fn leads_to(page: &Page, address: &str) {
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, address),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn after_sending_every_page_of_the_former_person_is_gone() {
    let site = Site::new().await;
    let start = site.get(KIOSK).await;
    assert_eq!(start.header("cache-control"), "no-store");
    let first = site.post(KIOSK, &[("begin", "1")]).await;
    assert_eq!(first.header("cache-control"), "no-store");
    assert!(
        first.body.contains("Opnieuw beginnen") && first.body.contains("http-equiv=\"refresh\"")
    );
    let check = to_check(&site, KIOSK, "1").await;
    let sent = go(&site, KIOSK, &check, &[("doe", "verstuur")]).await;
    leads_to(&sent, THANKS);
    let thanks = site.get(THANKS).await;
    assert_eq!(thanks.header("clear-site-data"), "\"cache\"");
    assert!(
        thanks.body.contains(&format!("url={KIOSK}"))
            && thanks.body.contains("Klaar voor de volgende")
    );
    assert_eq!(stored(&site).await.len(), 1);

    leads_to(
        &go(&site, KIOSK, &check, &[("doe", "verstuur")]).await,
        THANKS,
    );
    for action in ["verder", "vorige", "wijzig:duur"] {
        let back = go(&site, KIOSK, &check, &[("doe", action)]).await;
        leads_to(&back, KIOSK);
        assert_eq!(back.header("clear-site-data"), "\"cache\"");
        assert!(!back.body.contains("1 tot 3 jaar"));
    }
    assert_eq!(
        stored(&site).await.len(),
        1,
        "sending twice is sending once"
    );
}

#[tokio::test]
async fn beginning_anew_takes_the_answers_away() {
    let site = Site::new().await;
    let check = to_check(&site, KIOSK, "1").await;
    leads_to(
        &go(&site, KIOSK, &check, &[("doe", "opnieuw")]).await,
        KIOSK,
    );
    leads_to(&go(&site, KIOSK, &check, &[("doe", "verder")]).await, KIOSK);
    assert_eq!(stored(&site).await.len(), 0);
}

#[tokio::test]
async fn a_page_that_was_left_is_of_no_use_to_the_next_person() {
    let site = Site::new().await;
    let check = to_check(&site, KIOSK, "1").await;
    site.clock
        .set("2026-11-23T10:19:00Z".parse().expect("a time"));
    let extended = go(&site, KIOSK, &check, &[("doe", "wijzig:duur")]).await;
    assert_eq!(extended.status, StatusCode::OK, "within the limit");
    site.clock
        .set("2026-11-23T10:38:00Z".parse().expect("a time"));
    let again = go(&site, KIOSK, &extended, &[CHOSEN, ("doe", "verder")]).await;
    assert_eq!(again.status, StatusCode::OK, "every button gives new time");
    leads_to(&go(&site, KIOSK, &check, &[("doe", "verder")]).await, KIOSK);
}

#[tokio::test]
async fn a_form_of_a_shared_device_does_not_open_elsewhere_nor_the_other_way_round() {
    let site = Site::new().await;
    let shared = site.post(KIOSK, &[("begin", "1")]).await;
    assert_eq!(
        go(&site, FORM, &shared, &[("doe", "verder")]).await.status,
        StatusCode::BAD_REQUEST
    );
    let own = site.post(FORM, &[("begin", "1")]).await;
    assert!(!own.body.contains("Opnieuw beginnen") && !own.body.contains("http-equiv"));
    assert_eq!(
        go(&site, KIOSK, &own, &[("doe", "verder")]).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn lending_a_device_ends_the_session_of_the_volunteer() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    let token = site
        .get_as(&cookie, "/lelystad/werk/papier")
        .await
        .hidden("bewijs");
    let fields = [("bewijs", token.as_str()), ("lijst", "participatiewet")];
    let lent = site
        .post_as(&cookie, "/lelystad/werk/apparaat", &fields)
        .await;
    leads_to(&lent, KIOSK);
    assert!(lent.header("set-cookie").contains("Max-Age=0"));
    assert!(lent.header("clear-site-data").contains("cookies"));
    let after = site.get_as(&cookie, "/lelystad/werk").await;
    leads_to(&after, "/inloggen");
    assert_eq!(site.get(KIOSK).await.header("set-cookie"), "");
}

#[tokio::test]
async fn who_helps_reads_the_rules_first_and_leaves_the_same_bytes() {
    let site = Site::new().await;
    let rules = site.post(FORM, &[("begin", "hulp")]).await;
    assert_eq!(rules.status, StatusCode::OK);
    assert!(rules.body.contains("Afspraken voor wie helpt"));
    let check = to_check(&site, FORM, "met-hulp").await;
    assert!(check.body.contains("Lees de antwoorden nog een keer voor"));
    go(&site, FORM, &check, &[("doe", "verstuur")]).await;
    let alone = to_check(&site, FORM, "1").await;
    assert!(!alone.body.contains("Lees de antwoorden nog een keer voor"));
    go(&site, FORM, &alone, &[("doe", "verstuur")]).await;
    let all = stored(&site).await;
    assert_eq!(all.len(), 2);
    assert_eq!(all[0], all[1]);
}
