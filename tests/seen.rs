//! What can be seen from outside, by visitors and by volunteers who look too closely (T-01, T-03, T-04, T-05).

use std::collections::{BTreeMap, BTreeSet};

use achterban::domain::id::RoundId;
use achterban::domain::role::Role;
use achterban::web::router::router;
use achterban::web::state::{App, Settings};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sha2::{Digest, Sha256};

use crate::site::{Directory, FORM, Page, ROUND, Site, actor};

/// What two visitors' devices tell of themselves.
type Device = &'static [(&'static str, &'static str)];
const PHONE: Device = &[
    ("user-agent", "Telefoon/1"),
    ("accept-language", "nl"),
    ("x-forwarded-for", "203.0.113.7"),
];
const LIBRARY: Device = &[
    ("user-agent", "Bibliotheek/9"),
    ("accept-language", "en-GB,en;q=0.5"),
    ("x-forwarded-for", "2001:db8::9"),
    ("referer", "https://example.nl/zoeken?q=schulden"),
    ("cookie", "oud=1"),
    ("if-none-match", "\"x\""),
    ("x-requested-with", "fetch"),
    ("dnt", "1"),
];

async fn get(site: &Site, path: &str, device: Device) -> Page {
    let mut request = Request::get(path);
    for (name, value) in device {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::empty()).expect("a request"))
        .await
}

/// Addresses on a page that stay on this server, without fragment.
fn links(page: &Page) -> BTreeSet<String> {
    let starts = page
        .body
        .split(['"'])
        .filter(|text| text.starts_with('/') && !text.starts_with("//"));
    starts
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .filter(|link| !link.is_empty() && link != "/uitloggen")
        .collect()
}

/// Every page that can be reached by links from `start`, by address.
async fn crawl(site: &Site, start: &[&str], cookie: &str) -> BTreeMap<String, Page> {
    let mut waiting: Vec<String> = start.iter().map(|path| (*path).to_owned()).collect();
    let mut pages = BTreeMap::new();
    while let Some(path) = waiting.pop() {
        if pages.contains_key(&path) {
            continue;
        }
        let page = site.get_as(cookie, &path).await;
        if page.header("content-type").starts_with("text/html") {
            waiting.extend(links(&page));
        }
        pages.insert(path, page);
    }
    pages
}

#[tokio::test]
async fn no_page_of_a_resident_sets_a_cookie_or_tells_two_visitors_apart() {
    let site = Site::new().await;
    let pages = crawl(&site, &["/", "/lelystad", FORM, "/lelystad/v/signaal"], "").await;
    assert!(pages.len() > 10, "{:?}", pages.keys());
    assert!(pages.keys().any(|path| path.starts_with("/static/")));
    for path in pages.keys() {
        let (one, other) = (
            get(&site, path, PHONE).await,
            get(&site, path, LIBRARY).await,
        );
        assert_eq!(one.headers, other.headers, "{path}");
        assert_eq!(one.body, other.body, "{path}");
        for name in ["set-cookie", "etag", "last-modified", "vary"] {
            assert_eq!(one.header(name), "", "{path}: {name}");
        }
    }
    for device in [PHONE, LIBRARY] {
        for fields in [&[("begin", "1")][..], &[("formulier", "kapot")], &[]] {
            let page = site.post_with(FORM, fields, device).await;
            assert_eq!(page.header("set-cookie"), "", "{fields:?}");
        }
    }
}

/// Fills in the enquête at `path` up to the check page; the same answers each time.
async fn to_check(site: &Site, path: &str, device: Device) -> Page {
    let mut page = site.post_with(path, &[("begin", "1")], device).await;
    for _ in 0..20 {
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        if page.body.contains("<code>") {
            return page;
        }
        let state = page.hidden("formulier");
        let mut fields = vec![("formulier", state.as_str()), ("doe", "verder")];
        let answers = [("hulp", "uitkering"), ("duur", "1tot3"), ("respect", "4")];
        fields.extend(
            answers
                .into_iter()
                .filter(|(name, _)| page.body.contains(&format!("name=\"{name}\""))),
        );
        page = site.post_with(path, &fields, device).await;
    }
    panic!("no check page: {}", page.body);
}

#[tokio::test]
async fn what_the_check_page_shows_is_what_is_stored_whatever_the_device_or_language() {
    let site = Site::new().await;
    let mut promised = Vec::new();
    for (path, device) in [(FORM.to_owned(), PHONE), (format!("{FORM}/en"), LIBRARY)] {
        let page = to_check(&site, &path, device).await;
        let bytes = page
            .body
            .split_once("<code>")
            .expect("bytes")
            .1
            .split("</code>")
            .next();
        let bytes = bytes.unwrap_or_default().replace("&quot;", "\"");
        assert!(bytes.contains("uitkering"), "{bytes}");
        let state = page.hidden("formulier");
        let sent = site
            .post_with(&path, &[("formulier", &state), ("doe", "verstuur")], device)
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        promised.push(format!(
            "{ROUND} {}",
            data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes))
        ));
    }
    let stored = site.store.dump_hashes().await.expect("read");
    let ours: Vec<_> = stored
        .into_iter()
        .filter(|line| line.starts_with(ROUND))
        .collect();
    assert_eq!(ours, promised, "byte for byte, and both the same");
}

#[tokio::test]
async fn who_looks_after_every_answer_sees_changes_only_in_steps_of_five() {
    const ANSWERS: usize = 33;
    let mut site = Site::new().await;
    let round = RoundId::new(ROUND).expect("an id");
    let volunteer = site.log_in(Role::SpreekuurVolunteer).await;
    let chair = site.log_in(Role::Chair).await;
    let (intake, _writer) = site.store.start_writer();
    let mut changes = Vec::new();
    let mut before = String::new();
    for sent in 0..=ANSWERS {
        if sent > 0 {
            let body = format!(r#"{{"v":1,"a":{{"hulp":["uitkering"],"cijfer":{sent}}}}}"#);
            intake
                .submit(&round, format!("form {sent}").as_bytes(), body)
                .await
                .expect("stored");
            // The night comes at any moment: who looks once a day sees no more than who has it come after each answer.
            let night = site
                .store
                .night(actor(&site.clock), site.clock.today())
                .await;
            night.expect("a night");
        }
        // A server that remembers nothing shows a change at once.
        let app = App::new(
            site.store.clone(),
            intake.clone(),
            site.clock.clone(),
            Settings::default(),
        );
        site.router = router(app);
        let mut seen = String::new();
        for (cookie, start) in [
            ("", "/lelystad"),
            (&volunteer, "/lelystad/werk"),
            (&chair, "/lelystad/werk"),
        ] {
            for (path, page) in crawl(&site, &[start, FORM], cookie).await {
                seen.push_str(&format!("{path} {}\n{}\n", page.status, page.body));
            }
        }
        if sent > 0 && seen != before {
            changes.push(sent);
        }
        before = seen;
    }
    assert!(before.contains("werk"), "the workspace was looked at");
    assert!(
        changes.len() >= 3,
        "the control: something is seen in the end: {changes:?}"
    );
    assert!(changes[0] >= 10, "{changes:?}");
    assert!(
        changes.windows(2).all(|pair| pair[1] - pair[0] >= 5),
        "{changes:?}"
    );
}

#[tokio::test]
async fn two_exports_have_nothing_in_common_but_the_answers() {
    const ANSWERS: usize = 300;
    let site = Site::new().await;
    let round = RoundId::new(ROUND).expect("an id");
    let bodies = (0..ANSWERS)
        .map(|number| format!(r#"{{"v":1,"a":{{"cijfer":{number}}}}}"#))
        .collect();
    site.store
        .import_answers(&round, bodies, actor(&site.clock))
        .await
        .expect("stored");
    let first = site.store.all_answers(&round).await.expect("read");
    let second = site.store.all_answers(&round).await.expect("read");
    let place: BTreeMap<&String, usize> = second.iter().zip(0..).collect();
    assert_eq!(place.len(), ANSWERS);
    let order: Vec<usize> = first.iter().map(|body| place[body]).collect();
    let mut sum = 0_i32;
    for (later, at) in order.iter().enumerate() {
        sum += order[..later]
            .iter()
            .map(|earlier| if earlier < at { 1 } else { -1 })
            .sum::<i32>();
    }
    let pairs = (ANSWERS * (ANSWERS - 1) / 2) as f64;
    // Kendall's tau; five standard deviations at n = 300.
    assert!(
        (f64::from(sum) / pairs).abs() < 0.2,
        "tau {}",
        f64::from(sum) / pairs
    );
    let same = order
        .iter()
        .enumerate()
        .filter(|(at, other)| at == *other)
        .count();
    assert!(
        same <= 8,
        "{same} answers stand at the same place; chance gives 1"
    );
}

#[tokio::test]
async fn no_address_changes_how_a_round_is_entered_or_when_it_is_shown() {
    let site = Site::new().await;
    let round = RoundId::new(ROUND).expect("an id");
    let before = site.store.existing_round(&round).await.expect("read");
    let cookie = site.log_in(Role::Chair).await;
    let mut paths = crawl(&site, &["/lelystad", "/lelystad/werk", FORM], &cookie).await;
    paths.extend(crawl(&site, &["/", "/inloggen"], "").await);
    let token = paths["/lelystad/werk"]
        .body
        .split("name=\"bewijs\" value=\"")
        .nth(1);
    let token = token
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    let named = [
        ("bewijs", token),
        ("entry", "code"),
        ("modus", "op naam"),
        ("mode", "named"),
        ("anonymous", "false"),
        ("k", "1"),
        ("m", "1"),
        ("naam", "ja"),
        ("questionnaire_version", "2"),
        ("state", "draft"),
    ];
    let mut tried = 0;
    for path in paths.keys().filter(|path| !path.starts_with("/static/")) {
        for cookie in ["", cookie.as_str()] {
            let page = site.post_as(cookie, path, &named).await;
            assert!(!page.status.is_server_error(), "{path}: {}", page.status);
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
    let after = site.store.existing_round(&round).await.expect("read");
    assert_eq!(after, before);
    site.store
        .check_round(&round)
        .await
        .expect("the round that was made");
    assert_eq!(paths[FORM].header(header::SET_COOKIE.as_str()), "");
}

#[tokio::test]
async fn the_log_of_postgresql_holds_nothing_of_who_answers_nor_of_what_was_said() {
    let Some(place) = crate::conformance::Place::postgresql().await else {
        return;
    };
    let Some(path) = std::env::var_os("ACHTERBAN_TEST_POSTGRES_LOG") else {
        eprintln!("not run: ACHTERBAN_TEST_POSTGRES_LOG is not set");
        return;
    };
    let site = Site::at(&place.location, Directory::new(), Settings::default()).await;
    let mark = format!(
        "kenmerk{}",
        achterban::anonymity::random::Id::random().expect("random numbers")
    );
    for number in 0..200 {
        let headers = ["user-agent", "x-forwarded-for", "referer", "cookie"]
            .map(|name| (name, format!("{mark}{number}")));
        let headers = headers
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let path = match number % 4 {
            0 => FORM.to_owned(),
            1 => format!("/lelystad/v/{mark}"),
            2 => format!("/lelystad/v/participatiewet/{mark}"),
            _ => "/inloggen".to_owned(),
        };
        let fields = [
            ("begin", "1"),
            ("naam", mark.as_str()),
            ("wachtwoord", mark.as_str()),
            ("formulier", mark.as_str()),
        ];
        let page = site.post_with(&path, &fields, &headers).await;
        assert!(page.status.as_u16() < 500, "{path}: {}", page.status);
    }
    // An answer, and the same once more; and one that the database refuses.
    let round = RoundId::new(ROUND).expect("an id");
    let (intake, _writer) = site.store.start_writer();
    for _ in 0..2 {
        let body = format!(r#"{{"v":1,"a":{{"beter":{{"text":"{mark}"}}}}}}"#);
        intake
            .submit(&round, mark.as_bytes(), body)
            .await
            .expect("stored");
    }
    let nul = intake.submit(&round, b"other", format!("{mark}\0")).await;
    assert!(
        nul.is_err(),
        "the control: PostgreSQL stores no NUL and says so"
    );
    let log = std::fs::read(path).expect("the log of PostgreSQL");
    assert!(!log.is_empty());
    assert!(
        !log.windows(mark.len())
            .any(|window| window == mark.as_bytes())
    );
}
