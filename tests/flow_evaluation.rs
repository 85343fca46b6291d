//! An evaluation by three parties, over HTTP.

use achterban::domain::role::Role;
use axum::http::StatusCode;

use crate::site::{Page, Site};

const PAGE: &str = "/lelystad/werk/evaluatie";
const BEGIN: [(&str, &str); 6] = [
    ("dag", "31"),
    ("maand", "5"),
    ("jaar", "2025"),
    ("leden", "5"),
    ("ambtenaren", "2"),
    ("college", "1"),
];

async fn send(site: &Site, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = site.get_as(cookie, path).await;
    let token = page.hidden("bewijs");
    let mut all = vec![("bewijs", token.as_str())];
    let version = page
        .body
        .contains("name=\"versie\"")
        .then(|| page.hidden("versie"));
    if let Some(version) = &version {
        all.push(("versie", version));
    }
    all.extend(fields);
    site.post_as(cookie, path, &all).await
}

/// An evaluation and its links.
async fn begun(site: &Site, cookie: &str) -> (String, Vec<String>) {
    let page = send(site, cookie, PAGE, &BEGIN).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let one = page.header("location").to_owned();
    let page = send(site, cookie, &one, &[("doe", "links")]).await;
    let links = page.body.split("/lelystad/r/").skip(1);
    let links = links.map(|rest| rest.split('<').next().unwrap_or_default());
    let links: Vec<_> = links.map(|token| format!("/lelystad/r/{token}")).collect();
    assert_eq!(links.len(), 7);
    (one, links)
}

fn answers(score: &'static str) -> Vec<(String, &'static str)> {
    (1..=14).map(|item| (format!("e{item}"), score)).collect()
}

async fn fill_in(site: &Site, link: &str, score: &'static str, more: &[(&str, &str)]) -> Page {
    let answers = answers(score);
    let answers = answers.iter().map(|(id, score)| (id.as_str(), *score));
    let fields: Vec<_> = answers.chain(more.iter().copied()).collect();
    // No session: only the header with which a browser says that the form is ours.
    site.post_as("", link, &fields).await
}

#[tokio::test]
async fn three_parties_fill_in_and_the_page_shows_middle_and_joint_answers_and_never_one_member() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    let (one, links) = begun(&site, &cookie).await;
    for (link, score) in links.iter().zip(["1", "1", "2", "5"]) {
        let page = site.get(link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.headers.get("set-cookie").is_none());
        assert!(
            !page.body.contains("Waarom vindt u dat"),
            "no words of one member"
        );
        let own = [("e1-waarom", "Dit zei ik alleen.")];
        let page = fill_in(&site, link, score, &own).await;
        assert!(page.body.contains("Uw antwoorden zijn binnen"));
    }
    let together = [
        ("samen", "1"),
        ("e12-waarom", "Wij schrijven <b>altijd</b> terug."),
    ];
    fill_in(&site, &links[5], "4", &together).await;
    let before = site.get_as(&cookie, &one).await;
    assert!(before.body.contains("4 van 5 formulieren binnen"));
    assert!(
        !before.body.contains("helemaal niet eens"),
        "nobody sees an answer yet"
    );

    let page = send(&site, &cookie, &one, &[("doe", "vergelijk")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let page = site.get_as(&cookie, &one).await;
    assert!(page.body.contains("4 van 5 vulden in"), "{}", page.body);
    let middle = "Leden: helemaal niet eens. Ambtenaren: eens. College: geen antwoord dat wij mogen laten zien.";
    assert!(page.body.contains(middle), "{}", page.body);
    assert!(page.body.contains("3 stappen verschil"));
    assert!(page.body.contains("Wij schrijven &lt;b&gt;altijd"));
    assert!(!page.body.contains("Dit zei ik alleen"));
    let late = site.get(&links[6]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_without_all_answers_comes_back_as_it_was_and_a_sent_one_counts_once() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Chair).await;
    let (_, links) = begun(&site, &cookie).await;
    let page = site
        .post_as("", &links[5], &[("e1", "4"), ("e1-waarom", "Kijk <hier>")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("Er kloppen 14 dingen niet"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Kijk &lt;hier&gt;"));
    assert!(page.is_checked("e1", "4"));
    for _ in 0..2 {
        let page = fill_in(&site, &links[5], "nvt", &[("samen", "1")]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Uw antwoorden zijn binnen"));
    }
    let page = site.get_as(&cookie, PAGE).await;
    assert_eq!(page.body.matches("Evaluatie van de groep").count(), 1);
}

#[tokio::test]
async fn a_point_counts_when_three_parties_agree_and_what_is_missing_is_said() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    let (one, _) = begun(&site, &cookie).await;
    send(&site, &cookie, &one, &[("doe", "vergelijk")]).await;
    let page = send(
        &site,
        &cookie,
        &one,
        &[("doe", "punt"), ("punt", "Sneller <antwoord>")],
    )
    .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Schrijf op wie ervoor zorgt."));
    assert!(
        page.body.contains("Sneller &lt;antwoord&gt;"),
        "what was typed is kept"
    );
    let point = [
        ("doe", "punt"),
        ("punt", "Sneller antwoord"),
        ("wie", "College"),
        ("wanneer", "1 mei"),
    ];
    send(&site, &cookie, &one, &point).await;
    let agreed = [
        ("doe", "akkoord"),
        ("akkoord", "0-lid"),
        ("akkoord", "0-bestuurder"),
    ];
    send(&site, &cookie, &one, &agreed).await;
    assert!(
        site.get_as(&cookie, &one)
            .await
            .body
            .contains("Nu: 0 van de 1.")
    );
    let agreed = [
        agreed[0],
        agreed[1],
        agreed[2],
        ("akkoord", "0-beleidsmedewerker"),
    ];
    send(&site, &cookie, &one, &agreed).await;
    assert!(
        site.get_as(&cookie, &one)
            .await
            .body
            .contains("Nu: 1 van de 1.")
    );
    send(
        &site,
        &cookie,
        &one,
        &[("doe", "zienswijze"), ("zienswijze", "De raad stemt in.")],
    )
    .await;
    assert!(
        site.get_as(&cookie, &one)
            .await
            .body
            .contains("De raad stemt in.")
    );
    let old = [
        ("doe", "zienswijze"),
        ("zienswijze", "Anders"),
        ("versie", "1"),
    ];
    let token = site.get_as(&cookie, &one).await.hidden("bewijs");
    let late = [&[("bewijs", token.as_str())][..], &old].concat();
    let page = site.post_as(&cookie, &one, &late).await;
    assert!(
        page.body
            .contains("Iemand anders veranderde deze evaluatie")
    );
}

#[tokio::test]
async fn who_may_not_lead_the_evaluation_reads_it_and_a_wrong_day_is_named() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Member).await;
    let page = site.get_as(&cookie, PAGE).await;
    assert!(!page.body.contains("Een evaluatie beginnen"));
    let cookie = site.log_in(Role::Secretary).await;
    let page = send(
        &site,
        &cookie,
        PAGE,
        &[
            ("dag", "31"),
            ("maand", "2"),
            ("jaar", "2025"),
            ("leden", "x"),
        ],
    )
    .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Vul de dag in waarop de groep begon"));
    assert!(page.body.contains("Vul in hoeveel mensen meedoen"));
    assert_eq!(
        site.get("/lelystad/r/geen-link").await.status,
        StatusCode::NOT_FOUND
    );
}
