//! A resident's way through a form in several languages, and what becomes of the answers.

use achterban::domain::id::{QuestionnaireId, RoundId};
use achterban::domain::role::Role;
use achterban::domain::shipped::QUESTIONNAIRES;
use axum::http::StatusCode;

use crate::site::{FORM, Page, ROUND, Site, actor};

/// Address of the form in a language.
fn form_in(segment: &str) -> String {
    format!("{FORM}/{segment}")
}

async fn go(site: &Site, address: &str, page: &Page, fields: &[(&str, &str)]) -> Page {
    let state = page.hidden("formulier");
    let mut all = vec![("formulier", state.as_str())];
    all.extend(fields);
    site.post(address, &all).await
}

/// Answers two questions in a language and goes on to the check page.
async fn to_check(site: &Site, address: &str) -> Page {
    let mut page = site.post(address, &[("begin", "1")]).await;
    let first = [("hulp", "uitkering"), ("respect", "2"), ("doe", "verder")];
    page = go(site, address, &page, &first).await;
    let second = [("respect", "2"), ("doe", "verder")];
    page = go(site, address, &page, &second).await;
    for _ in 0..10 {
        if page.body.contains("value=\"verstuur\"") && page.body.contains("ab-summary") {
            break;
        }
        page = go(site, address, &page, &[("doe", "verder")]).await;
    }
    page
}

#[tokio::test]
async fn the_language_changes_half_way_and_nothing_that_was_typed_is_lost() {
    let site = Site::new().await;
    let first = site.post(FORM, &[("begin", "1")]).await;
    let typed = [("hulp", "uitkering"), ("spreken", "2")];
    let fields = [typed[0], typed[1], ("doe", "blijf")];
    let arabic = go(&site, &form_in("ar"), &first, &fields).await;
    assert_eq!(arabic.status, StatusCode::OK);
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(arabic.is_checked("hulp", "uitkering") && arabic.is_checked("spreken", "2"));
    let fields = [typed[0], typed[1], ("doe", "verder")];
    let second = go(&site, &form_in("ar"), &arabic, &fields).await;
    let english = go(
        &site,
        &form_in("en"),
        &second,
        &[("respect", "4"), ("doe", "blijf")],
    )
    .await;
    assert!(english.title().starts_with("Questionnaire, step 2 of "));
    let back = go(
        &site,
        &form_in("makkelijk"),
        &english,
        &[("respect", "4"), ("doe", "vorige")],
    )
    .await;
    assert!(back.is_checked("hulp", "uitkering") && back.is_checked("spreken", "2"));
    assert!(
        back.body
            .contains("Ik kan snel met iemand van de gemeente praten.")
    );
}

#[tokio::test]
async fn a_mistake_is_said_in_the_language_to_which_one_changes() {
    let site = Site::new().await;
    let first = site.post(FORM, &[("begin", "1")]).await;
    let wrong = go(
        &site,
        FORM,
        &first,
        &[("duur", "altijd"), ("doe", "verder")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("duur", "altijd"), ("doe", "blijf-fout")];
    let polish = go(&site, &form_in("pl"), &wrong, &fields).await;
    assert!(polish.title().starts_with("Błąd: "), "{}", polish.title());
    assert!(polish.body.contains("Tej odpowiedzi nie ma na liście"));
}

#[tokio::test]
async fn an_unknown_language_is_not_found_and_easy_words_are_there_only_when_they_exist() {
    let site = Site::new().await;
    for (path, status) in [
        (form_in("ar"), StatusCode::OK),
        (form_in("makkelijk"), StatusCode::OK),
        (form_in("xx"), StatusCode::NOT_FOUND),
        ("/lelystad/v/signaal/uk".to_owned(), StatusCode::OK),
        (
            "/lelystad/v/signaal/makkelijk".to_owned(),
            StatusCode::NOT_FOUND,
        ),
        ("/lelystad/v/spreekuur/ar".to_owned(), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(site.get(&path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn the_same_answers_in_any_language_are_the_same_bytes_and_one_table() {
    let site = Site::new().await;
    let segments = ["nl", "en", "ar", "tr", "pl", "uk", "makkelijk"];
    for segment in segments.iter().chain(&segments) {
        let check = to_check(&site, &form_in(segment)).await;
        let sent = go(&site, &form_in(segment), &check, &[("doe", "verstuur")]).await;
        let thanks = format!("{FORM}/{segment}/bedankt");
        assert_eq!(
            (sent.status, sent.header("location")),
            (StatusCode::SEE_OTHER, thanks.as_str())
        );
        let thanks = site.get(&thanks).await;
        assert_eq!(
            (thanks.status, thanks.header("set-cookie")),
            (StatusCode::OK, "")
        );
    }
    let mut hashes = site.store.dump_hashes().await.expect("read");
    assert_eq!(hashes.len(), 14);
    hashes.dedup();
    assert_eq!(
        hashes.len(),
        1,
        "no language left a trace in what is stored"
    );

    let round = RoundId::new(ROUND).expect("an id");
    site.store
        .close_round(&round, actor(&site.clock))
        .await
        .expect("closed");
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let secretary = site.log_in(Role::Secretary).await;
    let results = site
        .get_as(
            &secretary,
            "/lelystad/werk/resultaten/participatiewet/2026-1/thema-bejegening",
        )
        .await;
    assert_eq!(results.status, StatusCode::OK, "{}", results.body);
    assert!(
        results
            .body
            .contains("De medewerkers gaan met respect met mij om.")
    );
    assert!(
        results.body.contains("n = 14"),
        "all answers are in one table"
    );
}

#[tokio::test]
async fn a_translation_that_comes_while_a_round_is_open_is_read_at_once_and_leaves_no_mark_in_the_answers()
 {
    let site = Site::new().await;
    let before = to_check(&site, &form_in("ar")).await;
    go(&site, &form_in("ar"), &before, &[("doe", "verstuur")]).await;

    let (_, toml) = QUESTIONNAIRES
        .iter()
        .find(|(id, _)| *id == "participatiewet")
        .expect("it ships");
    let with_arabic = toml
        .replace(
            "languages = [\"nl\", \"en\"]",
            "languages = [\"nl\", \"en\", \"ar\"]",
        )
        .replace(
            "title.nl = \"Uw ervaring met de bijstand\"",
            "title.ar = \"تجربتك\"\ntitle.nl = \"Uw ervaring met de bijstand\"",
        );
    let id = QuestionnaireId::new("participatiewet").expect("an id");
    let version = site
        .store
        .store_questionnaire(&id, &with_arabic, site.clock.today())
        .await;
    assert_eq!(version.expect("stored"), 2);
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;

    assert!(site.get(&form_in("ar")).await.body.contains("تجربتك"));
    let after = to_check(&site, &form_in("ar")).await;
    go(&site, &form_in("ar"), &after, &[("doe", "verstuur")]).await;
    let mut hashes = site.store.dump_hashes().await.expect("read");
    assert_eq!(hashes.len(), 2);
    hashes.dedup();
    assert_eq!(
        hashes.len(),
        1,
        "nothing tells who answered before the translation came"
    );
}
