//! A signal from the website: in the register, by week, with contact details apart and sealed.

use achterban::domain::definition::Channel;
use achterban::domain::id::ClientCouncilId;
use axum::http::StatusCode;

use crate::site::{Page, Site};

const FORM: &str = "/lelystad/v/signaal";
const MAIL: &str = "wies.dewit@voorbeeld.example";

async fn go(site: &Site, page: &Page, fields: &[(&str, &str)]) -> Page {
    let state = page.hidden("formulier");
    let mut all = vec![("formulier", state.as_str())];
    all.extend(fields);
    site.post(FORM, &all).await
}

/// Fills in everything that is asked and goes on to the check page.
async fn to_check(site: &Site) -> Page {
    let mut page = site.post(FORM, &[("begin", "1")]).await;
    let everything = [
        ("waarover", "doorlooptijd"),
        ("verhaal", "Ik wacht al negen weken"),
        ("hoe_vaak", "vaker"),
        ("antwoord", "ja"),
        ("contact", MAIL),
        ("snap", "ja"),
        ("begrepen", "ja"),
        ("doe", "verder"),
    ];
    for _ in 0..8 {
        if page.title() == "Vragenlijst, nakijken" {
            return page;
        }
        page = go(site, &page, &everything).await;
    }
    panic!("no check page: {}", page.body);
}

#[tokio::test]
async fn a_signal_is_kept_with_its_week_and_its_contact_details_only_sealed() {
    let site = Site::new().await;
    let check = to_check(&site).await;
    assert!(
        check.body.contains("week 48 van 2026") && check.body.contains("21 december 2026"),
        "{}",
        check.body
    );
    let sent = go(&site, &check, &[("doe", "verstuur")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let thanks = site.get(sent.header("location")).await;
    assert!(
        thanks.body.contains("nog geen code"),
        "the page is honest about what is not there yet"
    );
    go(&site, &check, &[("doe", "verstuur")]).await;

    let council = ClientCouncilId::new("lelystad").expect("an id");
    let signals = site.store.signals(&council).await.expect("read");
    assert_eq!(signals.len(), 1, "sending twice is sending once");
    let signal = &signals[0];
    assert_eq!(
        (signal.channel, signal.day, signal.week.as_str()),
        (Channel::Website, None, "2026-W48")
    );
    assert_eq!(signal.subject.themes, ["doorlooptijd"]);
    assert!(
        !signal.answers.contains(MAIL) && !signal.answers.contains("contact"),
        "{}",
        signal.answers
    );
    let by = crate::site::actor(&site.clock);
    let contact = site
        .store
        .open_contact(&council, signal.id, by)
        .await
        .expect("opened")
        .expect("there");
    assert_eq!(
        (contact.details.as_str(), contact.erase.to_string().as_str()),
        (MAIL, "2026-12-21")
    );

    site.store.empty_log().await.expect("emptied");
    for entry in std::fs::read_dir(&site.directory.0)
        .expect("a directory")
        .flatten()
        .filter(|entry| entry.path().is_file())
    {
        let bytes = std::fs::read(entry.path()).expect("a file");
        let found = bytes
            .windows(MAIL.len())
            .any(|window| window == MAIL.as_bytes());
        assert!(!found, "{} holds the mail address", entry.path().display());
    }
}
