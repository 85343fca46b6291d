//! Paper over HTTP: printing, keying in once or by two people, and what cannot go wrong.

use achterban::domain::form_number::FormNumber;
use achterban::domain::id::RoundId;
use achterban::domain::role::Role;
use axum::http::StatusCode;

use crate::site::{FORM, Page, ROUND, Site, actor};

const PAPER: &str = "/lelystad/werk/papier";
const KEY_IN: &str = "/lelystad/werk/papier/participatiewet";

fn round() -> RoundId {
    RoundId::new(ROUND).expect("an id")
}

/// A site whose round has five printed forms.
async fn printed(twice: bool) -> (Site, Vec<FormNumber>) {
    let site = Site::new().await;
    let by = actor(&site.clock);
    let store = &site.store;
    store
        .allow_paper(&round(), twice, by)
        .await
        .expect("stored");
    let numbers = store.draw_form_numbers(5).expect("numbers");
    store
        .issue_forms(&round(), &numbers, by)
        .await
        .expect("stored");
    (site, numbers)
}

/// The names of the fields on the page, each with 0 but for what is given.
fn keyed<'a>(page: &'a Page, given: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for piece in page.body.split(" name=\"").skip(1) {
        let name = piece.split('"').next().unwrap_or_default();
        let own = name.ends_with("[other]") || fields.iter().any(|(known, _)| *known == name);
        let text = piece.contains("<textarea") && name == "beter";
        if !own && !matches!(name, "bewijs" | "viewport" | "referrer" | "theme-color") && !text {
            fields.push((name, "0"));
        }
    }
    for (name, value) in given {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

async fn key_in(site: &Site, cookie: &str, number: &FormNumber, given: &[(&str, &str)]) -> Page {
    let page = site.get_as(cookie, KEY_IN).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let token = page.hidden("bewijs");
    let shown = number.to_string();
    let mut all = given.to_vec();
    all.extend([("bewijs", token.as_str()), ("nummer", shown.as_str())]);
    site.post_as(cookie, KEY_IN, &keyed(&page, &all)).await
}

/// What is stored, as lines of round and hash.
async fn stored(site: &Site) -> Vec<String> {
    let all = site.store.dump_hashes().await.expect("read");
    all.into_iter()
        .filter(|line| line.starts_with(ROUND))
        .collect()
}

/// The line of an answer with this body.
fn line(body: &str) -> String {
    use sha2::{Digest, Sha256};
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(body));
    format!("{ROUND} {hash}")
}

#[tokio::test]
async fn a_form_is_keyed_in_once_and_looks_like_one_from_the_website() {
    let (site, numbers) = printed(false).await;
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    let given = [("hulp", "1"), ("duur", "2"), ("beter", "")];
    let page = key_in(&site, &cookie, &numbers[0], &given).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("is ingevoerd"), "{}", page.body);
    let again = key_in(&site, &cookie, &numbers[0], &[("duur", "3")]).await;
    assert!(again.body.contains("stond er al in"), "{}", again.body);
    let on_paper = stored(&site).await;
    assert_eq!(on_paper.len(), 1);

    let mut web = site.post(FORM, &[("begin", "1")]).await;
    for fields in [
        &[("hulp", "uitkering"), ("duur", "1tot3")][..],
        &[],
        &[],
        &[],
        &[],
        &[],
        &[],
    ] {
        let state = web.hidden("formulier");
        let action = if web.title() == "Vragenlijst, nakijken" {
            "verstuur"
        } else {
            "verder"
        };
        let mut all = vec![("formulier", state.as_str()), ("doe", action)];
        all.extend(fields);
        web = site.post(FORM, &all).await;
        if web.status == StatusCode::SEE_OTHER {
            break;
        }
    }
    assert_eq!(web.status, StatusCode::SEE_OTHER, "{}", web.body);
    assert_eq!(
        stored(&site).await,
        [on_paper[0].clone(), on_paper[0].clone()],
        "the same bytes, whichever way they came"
    );
}

#[tokio::test]
async fn what_is_wrong_is_told_with_everything_kept() {
    let (site, numbers) = printed(false).await;
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    let unknown = FormNumber::new(1);
    let mistakes = [
        ("hulp", "1"),
        ("duur", "9"),
        ("spreken", ""),
        ("werkhulp", "3"),
    ];
    let page = key_in(&site, &cookie, &unknown, &mistakes).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.title().starts_with("Fout: "));
    for sentence in [
        "niet gedrukt",
        "Vraag 2: 9 kan hier niet",
        "Vraag 3: Typ een nummer",
    ] {
        assert!(page.body.contains(sentence), "{sentence}: {}", page.body);
    }
    assert!(page.body.contains(&format!("value=\"{unknown}\"")));
    let token = page.hidden("bewijs");
    for (typed, sentence) in [
        ("12", "heeft 9 cijfers"),
        ("111111112", "cijfers van het nummer is anders"),
    ] {
        let fields = [("bewijs", token.as_str()), ("nummer", typed)];
        let page = site.post_as(&cookie, KEY_IN, &fields).await;
        assert!(page.body.contains(sentence), "{typed}: {}", page.body);
    }
    assert_eq!(stored(&site).await.len(), 0);
    assert!(!numbers.contains(&unknown));
}

#[tokio::test]
async fn two_people_key_in_a_form_and_decide_on_what_differs() {
    let (site, numbers) = printed(true).await;
    let (first, second) = (
        site.log_in(Role::SpreekuurVolunteer).await,
        site.log_in(Role::Member).await,
    );
    let kept = key_in(
        &site,
        &first,
        &numbers[0],
        &[("hulp", "1"), ("duur", "2"), ("spreken", "1")],
    )
    .await;
    assert!(kept.body.contains("één keer ingevoerd"), "{}", kept.body);
    let own = key_in(&site, &first, &numbers[0], &[("hulp", "2")]).await;
    assert!(own.body.contains("zelf al ingevoerd"), "{}", own.body);
    assert_eq!(stored(&site).await.len(), 0, "one entry is not enough");
    let overview = site.get_as(&second, PAPER).await;
    assert!(overview.body.contains("1 lijst wacht"), "{}", overview.body);

    let differs = key_in(
        &site,
        &second,
        &numbers[0],
        &[("hulp", "1"), ("duur", "3"), ("spreken", "2")],
    )
    .await;
    assert_eq!(differs.title().split(" · ").next(), Some("Verschillen"));
    assert!(differs.body.contains("1 tot 3 jaar") && differs.body.contains("3 tot 10 jaar"));
    assert!(
        !differs.body.contains("Welke hulp krijgt u nu"),
        "only what differs"
    );

    let mut fields: Vec<(&str, String)> = vec![("bewijs", differs.hidden("bewijs"))];
    fields.extend([("nummer", numbers[0].to_string()), ("kies", "1".into())]);
    let sent = [("hulp", "1"), ("duur", "3"), ("spreken", "2")];
    let page = site.get_as(&second, KEY_IN).await;
    let all = keyed(&page, &sent);
    let decide = async |choices: &[(&str, &str)]| {
        let mut all = all.clone();
        all.retain(|(name, _)| *name != "nummer");
        all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
        all.extend(choices);
        site.post_as(&second, KEY_IN, &all).await
    };
    let open = decide(&[("kies[duur]", "eerste")]).await;
    assert_eq!(open.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(open.is_checked("kies[duur]", "eerste"), "{}", open.body);
    let done = decide(&[("kies[duur]", "eerste"), ("kies-opnieuw[spreken]", "5")]).await;
    assert!(done.body.contains("is ingevoerd"), "{}", done.body);

    let body = r#"{"v":1,"a":{"duur":"1tot3","hulp":["uitkering"],"spreken":"1"}}"#;
    assert_eq!(stored(&site).await, [line(body)]);
    let overview = site.get_as(&second, PAPER).await;
    assert!(!overview.body.contains("1 lijst wacht"));
    let twice = decide(&[("kies[duur]", "tweede"), ("kies[spreken]", "tweede")]).await;
    assert!(twice.body.contains("stond er al in"), "{}", twice.body);
    assert_eq!(stored(&site).await.len(), 1);
}

#[tokio::test]
async fn two_entries_that_agree_count_at_once() {
    let (site, numbers) = printed(true).await;
    let (first, second) = (
        site.log_in(Role::SpreekuurVolunteer).await,
        site.log_in(Role::Member).await,
    );
    let given = [("hulp", "13"), ("duur", "2")];
    key_in(&site, &first, &numbers[3], &given).await;
    let done = key_in(&site, &second, &numbers[3], &given).await;
    assert!(done.body.contains("is ingevoerd"), "{}", done.body);
    assert_eq!(stored(&site).await.len(), 1);
}

#[tokio::test]
async fn what_was_keyed_survives_a_session_that_ended() {
    let (site, numbers) = printed(false).await;
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    let page = site.get_as(&cookie, KEY_IN).await;
    let token = page.hidden("bewijs");
    let number = numbers[0].to_string();
    let given = [
        ("bewijs", token.as_str()),
        ("nummer", number.as_str()),
        ("duur", "2"),
    ];
    site.clock
        .set("2026-11-23T10:31:00Z".parse().expect("a time"));
    let ended = site.post_as(&cookie, KEY_IN, &keyed(&page, &given)).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    assert!(
        !ended.hidden("bewaard").is_empty(),
        "it travels through the login page"
    );
}

#[tokio::test]
async fn printing_is_for_chair_and_secretary_and_gives_a_pdf_that_is_not_kept() {
    let site = Site::new().await;
    let volunteer = site.log_in(Role::SpreekuurVolunteer).await;
    let page = site.get_as(&volunteer, PAPER).await;
    assert!(page.body.contains("Papier en leenapparaat") && !page.body.contains("Maak de lijsten"));
    assert_eq!(
        site.get_as(&volunteer, KEY_IN).await.status,
        StatusCode::NOT_FOUND,
        "no paper yet"
    );
    let token = page.hidden("bewijs");
    let fields = |token: &str, count: &str| {
        [
            ("bewijs", token),
            ("lijst", "participatiewet"),
            ("aantal", count),
            ("letters", "20"),
            ("taal", "en"),
            ("doe", "druk"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
    };
    let post = async |cookie: &str, token: &str, count: &str| {
        let fields = fields(token, count);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        site.post_as(cookie, PAPER, &fields).await
    };
    assert_eq!(
        post(&volunteer, &token, "2").await.status,
        StatusCode::FORBIDDEN
    );
    let secretary = site.log_in(Role::Secretary).await;
    let token = site.get_as(&secretary, PAPER).await.hidden("bewijs");
    for count in ["0", "101", "veel"] {
        let page = post(&secretary, &token, count).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{count}");
        assert!(page.title().starts_with("Fout: "));
    }
    let pdf = post(&secretary, &token, "2").await;
    assert_eq!(
        (pdf.status, pdf.header("content-type")),
        (StatusCode::OK, "application/pdf")
    );
    assert_eq!(pdf.header("cache-control"), "no-store");
    assert!(pdf.body.starts_with("%PDF-"));
    let paper = site
        .store
        .paper(&round())
        .await
        .expect("read")
        .expect("paper");
    assert_eq!((paper.printed, paper.twice), (2, false));
}
