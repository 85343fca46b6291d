//! A signal from the website: in the register, by week, with contact details apart and sealed; and its code.

use achterban::domain::definition::Channel;
use achterban::domain::id::ClientCouncilId;
use achterban::domain::role::Role;
use achterban::domain::suspicion::Suspicion;
use axum::http::StatusCode;

use crate::site::{Page, Site};

const FORM: &str = "/lelystad/v/signaal";
const CODE: &str = "/lelystad/code";
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
    go(&site, &check, &[("doe", "verstuur")]).await;
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

/// The code on the page after sending, as someone types it over.
fn code_on(page: &Page) -> String {
    let (_, rest) = page.body.split_once("ab-code__words").expect("a code");
    let (words, _) = rest.split_once("</p>").expect("its end");
    let spans = words.split("<span>").skip(1);
    let words: Vec<&str> = spans.filter_map(|rest| rest.split('<').next()).collect();
    words.join(" ")
}

async fn sent(site: &Site) -> (Page, Page) {
    let check = to_check(site).await;
    let receipt = go(site, &check, &[("doe", "verstuur")]).await;
    (check, receipt)
}

#[tokio::test]
async fn the_page_after_sending_shows_a_code_and_nothing_of_the_signal_and_loading_it_again_shows_the_same()
 {
    let site = Site::new().await;
    let (check, receipt) = sent(&site).await;
    assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.body);
    let code = code_on(&receipt);
    assert_eq!(code.split(' ').count(), 5, "{code}");
    assert_eq!(
        (receipt.title(), receipt.header("cache-control")),
        ("Bedankt", "no-store")
    );
    assert_eq!(receipt.header("clear-site-data"), "\"cache\"");
    assert_eq!(
        (receipt.header("location"), receipt.header("set-cookie")),
        ("", "")
    );
    assert!(!receipt.body.contains("negen weken") && !receipt.body.contains(MAIL));
    let again = go(&site, &check, &[("doe", "verstuur")]).await;
    assert_eq!(again.body, receipt.body);
}

#[tokio::test]
async fn a_code_shows_what_the_council_says_never_what_was_told_and_takes_one_reply() {
    let site = Site::new().await;
    let (_, receipt) = sent(&site).await;
    let code = code_on(&receipt);
    let council = ClientCouncilId::new("lelystad").expect("an id");
    let signal = site.store.signals(&council).await.expect("read").remove(0);
    let home = site.get("/lelystad").await;
    assert!(
        home.body.contains(&format!("href=\"{CODE}\"")),
        "the way there"
    );
    let first = site.post(CODE, &[("code", &code)]).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.body);
    assert!(first.body.contains("nog niet besproken") && first.body.contains("nog geen antwoord"));
    assert!(!first.body.contains("negen weken") && !first.body.contains("week 48"));

    let secretary = site.log_in(Role::Secretary).await;
    let address = format!("/lelystad/werk/signalen/{}", signal.id);
    let page = site.get_as(&secretary, &address).await;
    let fields = [
        ("bewijs", page.hidden("bewijs")),
        ("versie", page.hidden("versie")),
        ("status", "besproken".to_owned()),
        (
            "antwoord",
            "Wij vragen de gemeente hoe lang het duurt.".to_owned(),
        ),
        ("vraag", "Hoe lang wacht u nu?".to_owned()),
        ("reactie", String::new()),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let answer = format!("{address}/antwoord");
    let saved = site.post_as(&secretary, &answer, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let stale = site.post_as(&secretary, &answer, &fields).await;
    assert_eq!(
        stale.status,
        StatusCode::CONFLICT,
        "an older page overwrites nothing"
    );
    let volunteer = site.log_in(Role::SpreekuurVolunteer).await;
    let token = site.get_as(&volunteer, &address).await.hidden("bewijs");
    let refused = site
        .post_as(&volunteer, &answer, &[("bewijs", token.as_str())])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let asked = site.post(CODE, &[("code", &code.to_uppercase())]).await;
    assert!(
        asked.body.contains("hoe lang het duurt") && asked.body.contains("Hoe lang wacht u nu?")
    );
    let key = asked.hidden("sleutel");
    let reply = async |text: &str| {
        site.post(CODE, &[("sleutel", &key), ("antwoord", text)])
            .await
    };
    for wrong in ["", "mijn bsn is 111222333"] {
        let page = reply(wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(wrong) && page.title().starts_with("Fout: "));
    }
    let done = reply("Twaalf weken. Bel 0612345678.").await;
    assert!(
        done.body.contains("Wij hebben uw antwoord"),
        "{}",
        done.body
    );
    assert!(
        reply("Iets anders")
            .await
            .body
            .contains("Wij hebben uw antwoord")
    );
    let seen = site.get_as(&secretary, &address).await;
    assert!(seen.body.contains("Twaalf weken") && !seen.body.contains("0612345678"));
    assert!(!seen.body.contains("Iets anders"), "one reply");
    let sealed_elsewhere = site
        .post("/diemen/code", &[("sleutel", &key), ("antwoord", "x")])
        .await;
    assert_eq!(sealed_elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_code_that_was_never_given_out_and_a_wrong_one_get_the_same_page_and_guessing_ends() {
    let site = Site::new().await;
    let (_, receipt) = sent(&site).await;
    let code = code_on(&receipt);
    let (words, digits) = code.rsplit_once(' ').expect("digits");
    let number: u32 = digits.parse().expect("a number");
    let near = format!("{words} {:02}", (number + 1) % 100);
    let never = "kasteel fietsbel zeehond zomerzon 42";
    let page = async |code: &str| {
        let page = site.post(CODE, &[("code", code)]).await;
        (page.status, page.body.replace(code, "CODE"))
    };
    let (wrong, unknown) = (page(&near).await, page(never).await);
    assert_eq!(wrong.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong, unknown);
    let misread = site
        .post(CODE, &[("code", "kasteel <b> fietsbel zeehond 42")])
        .await;
    assert!(
        misread.body.contains("Dit woord kennen wij niet") && misread.body.contains("&lt;b&gt;")
    );

    let mut opened = 0;
    let mut slowed = 0;
    for try_ in 0..500 {
        let guess = format!("{words} {:02}", (number + 2 + try_ % 97) % 100);
        match site.post(CODE, &[("code", &guess)]).await.status {
            StatusCode::OK => opened += 1,
            StatusCode::TOO_MANY_REQUESTS => slowed += 1,
            _ => {}
        }
    }
    assert_eq!(opened, 0);
    assert!(slowed > 450, "{slowed} of 500 tries were refused");
    let later = site.post(CODE, &[("code", &code)]).await;
    assert_eq!(later.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        later.body.contains("Wachttijd") && later.body.contains(&code),
        "what was typed is kept"
    );
    assert!(!later.header("retry-after").is_empty());
}

#[tokio::test]
async fn no_code_is_in_an_address_or_on_the_disk() {
    let site = Site::new().await;
    let (_, receipt) = sent(&site).await;
    let code = code_on(&receipt);
    for link in receipt.body.split("href=\"").skip(1) {
        let link = link.split('"').next().unwrap_or_default();
        assert!(
            !link.contains(code.split(' ').next().expect("a word")),
            "{link}"
        );
    }
    let page = site.get(CODE).await;
    assert_eq!((page.status, page.title()), (StatusCode::OK, "Code"));
    assert_eq!(site.get("/lelystad/code/ar").await.status, StatusCode::OK);
    assert_eq!(
        site.get("/lelystad/code/xx").await.status,
        StatusCode::NOT_FOUND
    );
    site.store.empty_log().await.expect("emptied");
    for entry in std::fs::read_dir(&site.directory.0)
        .expect("a directory")
        .flatten()
    {
        if let Ok(bytes) = std::fs::read(entry.path()) {
            for written in [code.clone(), code.replace(' ', "-")] {
                let found = bytes
                    .windows(written.len())
                    .any(|window| window == written.as_bytes());
                assert!(!found, "{}", entry.path().display());
            }
        }
    }
}

#[tokio::test]
async fn a_suspect_signal_gets_a_code_like_any_other_counts_nowhere_and_can_be_taken_in() {
    let site = Site::new().await;
    let check = to_check(&site).await;
    site.clock
        .set("2026-11-23T10:05:00Z".parse().expect("a time"));
    let receipt = go(&site, &check, &[("doe", "verstuur"), ("extra", "http://x")]).await;
    assert_eq!(code_on(&receipt).split(' ').count(), 5);
    let council = ClientCouncilId::new("lelystad").expect("an id");
    let signal = site.store.signals(&council).await.expect("read").remove(0);
    assert_eq!(signal.suspicion, Some(Suspicion::Trap));
    let secretary = site.log_in(Role::Secretary).await;
    let list = site.get_as(&secretary, "/lelystad/werk/signalen").await;
    assert!(list.body.contains("Apart gezet") && list.body.contains("Er zijn nog geen signalen"));
    let address = format!("/lelystad/werk/signalen/{}", signal.id);
    let page = site.get_as(&secretary, &address).await;
    let fields = [
        ("bewijs", page.hidden("bewijs")),
        ("versie", page.hidden("versie")),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let taken = [&fields[..], &[("neem", "1")]].concat();
    site.post_as(&secretary, &format!("{address}/antwoord"), &taken)
        .await;
    let list = site.get_as(&secretary, "/lelystad/werk/signalen").await;
    assert!(!list.body.contains("Apart gezet") && list.body.contains("Eén mens vertelde"));
}
