//! How many people to invite, and how those who answered stand for everybody, over HTTP.

use achterban::domain::answer::{Answer, Response};
use achterban::domain::id::RoundId;
use achterban::domain::role::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::site::{Page, ROUND, Site, actor};

const PAGE: &str = "/lelystad/werk/resultaten/participatiewet/2026-1/afspiegeling";
const PLANNER: &str = "/lelystad/werk/uitnodigen/hoeveel";

/// 140 people without help, of whom 28 have a problem, and 60 with help, of whom 36 have one.
async fn closed() -> (Site, String) {
    let site = Site::new().await;
    let body = |helped: &str, code: &str| {
        let answers = [("digitaal", code), ("geholpen", helped)];
        let answers = answers.map(|(id, code)| (id.to_owned(), Answer::one(code)));
        let response = Response {
            version: 1,
            answers: answers.into(),
        };
        response.to_body().expect("a body")
    };
    let groups = [
        ("nee", "1", 28),
        ("nee", "5", 112),
        ("ja", "1", 36),
        ("ja", "5", 24),
    ];
    let bodies = groups
        .into_iter()
        .flat_map(|(helped, code, count)| std::iter::repeat_n((helped, code), count))
        .map(|(helped, code)| body(helped, code));
    let round = RoundId::new(ROUND).expect("an id");
    let by = actor(&site.clock);
    site.store
        .import_answers(&round, bodies.collect(), by)
        .await
        .expect("stored");
    site.store.close_round(&round, by).await.expect("closed");
    // What the pages know of rounds is up to a second old.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let cookie = site.log_in(Role::Secretary).await;
    (site, cookie)
}

async fn send(site: &Site, cookie: &str, fields: &[(&str, &str)]) -> Page {
    let page = site.get_as(cookie, PAGE).await;
    let (token, version) = (page.hidden("bewijs"), page.hidden("versie"));
    let own = [("bewijs", token.as_str()), ("versie", version.as_str())];
    let fields: Vec<_> = own.iter().chain(fields).copied().collect();
    site.post_as(cookie, PAGE, &fields).await
}

async fn send_file(site: &Site, cookie: &str, file: &str) -> Page {
    let page = site.get_as(cookie, PAGE).await;
    let part = |name: &str, more: &str, value: &str| {
        format!("--g\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
    };
    let body = part("bewijs", "", &page.hidden("bewijs"))
        + &part("versie", "", &page.hidden("versie"))
        + &part("bestand", "; filename=\"x.csv\"", file)
        + "--g--\r\n";
    let request = Request::post(format!("{PAGE}/bestand"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=g")
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin");
    site.send(request.body(Body::from(body)).expect("a request"))
        .await
}

#[tokio::test]
async fn margins_that_are_typed_in_give_a_verdict_and_weighted_figures_beside_the_others() {
    let (site, cookie) = closed().await;
    let before = site.get_as(&cookie, PAGE).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(
        before
            .body
            .contains("Wij weten niet of wie meededen lijken op iedereen.")
    );
    assert!(before.body.contains("geen responspercentage te berekenen"));
    let halves = [
        ("doe", "bewaar"),
        ("soort", "aantal"),
        ("geholpen.nee", "1.000"),
        ("geholpen.ja", "1.000"),
    ];
    let kept = send(&site, &cookie, &halves).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let after = site.get_as(&cookie, PAGE).await.body;
    for said in [
        "lijken op deze punten weinig op iedereen",
        // Half of |0.7 - 0.5| + |0.3 - 0.5|.
        "zou 20 procent bij een andere groep moeten horen",
        // 200 / (140 (100 / 140)^2 + 60 (100 / 60)^2) = 0.84 of 200.
        "ongeveer 168 gewone antwoorden (designeffect 1,19)",
        "R-indicator",
        "Wegen kan niet goedmaken wat niet in deze cijfers staat.",
        // 64 of 200; and (0.2 + 0.6) / 2.
        "32,0%",
        "40,0%",
        "value=\"1.000\"",
    ] {
        assert!(after.contains(said), "{said}: {after}");
    }
    let back = send(&site, &cookie, &[("doe", "weg"), ("soort", "aantal")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let gone = site.get_as(&cookie, PAGE).await.body;
    assert!(!gone.contains("40,0%") && gone.contains("Wij weten niet"));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() {
    let (site, cookie) = closed().await;
    let percent = |nee: &'static str, ja: &'static str| {
        [
            ("doe", "bewaar"),
            ("soort", "procent"),
            ("geholpen.nee", nee),
            ("geholpen.ja", ja),
        ]
    };
    for (fields, field, said) in [
        (
            percent("60", "50"),
            "#geholpen.nee",
            "Het moet samen 100 zijn.",
        ),
        (
            percent("60", "veel"),
            "#geholpen.ja",
            "“veel” is geen procent.",
        ),
        (
            percent("", "100"),
            "#geholpen.nee",
            "ontbreekt Nee, ik deed het zelf",
        ),
        (percent("100", ""), "#geholpen.nee", "er maar één groep"),
        (percent("", ""), "#soort", "Er is niets ingevuld."),
    ] {
        let page = send(&site, &cookie, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.body.contains(said), "{said}: {}", page.body);
        assert!(page.body.contains(&format!("href=\"{field}\"")), "{field}");
        assert!(page.is_checked("soort", "procent"));
        for (_, value) in fields.iter().skip(2).filter(|(_, value)| !value.is_empty()) {
            assert!(page.body.contains(&format!("value=\"{value}\"")), "{value}");
        }
    }
    let old = site.get_as(&cookie, PAGE).await;
    let token = old.hidden("bewijs");
    let late = [
        ("bewijs", token.as_str()),
        ("versie", "7"),
        ("soort", "aantal"),
    ];
    let late = site.post_as(&cookie, PAGE, &late).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn margins_that_the_answers_do_not_fit_are_kept_and_the_way_out_is_told() {
    let (site, cookie) = closed().await;
    for (unit, nee, ja, said) in [
        (
            "aantal",
            "100",
            "1000",
            "zijn minder mensen dan er meededen",
        ),
        (
            "procent",
            "100",
            "0",
            "staat op 0, maar er deden wel mensen uit die groep mee",
        ),
    ] {
        let fields = [
            ("doe", "bewaar"),
            ("soort", unit),
            ("geholpen.nee", nee),
            ("geholpen.ja", ja),
        ];
        assert_eq!(
            send(&site, &cookie, &fields).await.status,
            StatusCode::SEE_OTHER
        );
        let page = site.get_as(&cookie, PAGE).await.body;
        assert!(
            page.contains(said) && !page.contains("Gewogen cijfers"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn a_file_of_margins_is_taken_in_or_refused_with_its_row() {
    let (site, cookie) = closed().await;
    for (file, said) in [
        (
            "wijk;aantal\nnoord;1\n",
            "Zet daar de namen van de kolommen",
        ),
        (
            "vraag;antwoord;aantal\ngeholpe;nee;1\n",
            "Bedoelt u “geholpen”?",
        ),
        (
            "vraag;antwoord;aantal\ndigitaal;1;1\n",
            "kunnen wij niet wegen",
        ),
        (
            "vraag;antwoord;aantal\ngeholpen;nee;1\ngeholpen;misschien;1\n",
            "Regel 3: “misschien” is geen antwoord",
        ),
        (
            "vraag;antwoord;aantal\ngeholpen;nee;1\ngeholpen;nee;1\n",
            "twee keer",
        ),
        (
            "vraag;antwoord;aantal\ngeholpen;nee;0\ngeholpen;ja;0\n",
            "staat overal 0",
        ),
    ] {
        let page = send_file(&site, &cookie, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let file = "vraag;antwoord;procent\r\ngeholpen;ja;50,0\r\ngeholpen;nee;50\r\n";
    assert_eq!(
        send_file(&site, &cookie, file).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(site.get_as(&cookie, PAGE).await.body.contains("40,0%"));
}

#[tokio::test]
async fn only_chair_and_secretary_say_how_people_divide_and_others_see_what_came_of_it() {
    let (site, secretary) = closed().await;
    let version = site.get_as(&secretary, PAGE).await.hidden("versie");
    let member = site.log_in(Role::Member).await;
    let page = site.get_as(&member, PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("geholpen.nee"));
    let token = page.hidden("bewijs");
    let fields = [
        ("bewijs", token.as_str()),
        ("versie", version.as_str()),
        ("soort", "aantal"),
        ("geholpen.nee", "1"),
        ("geholpen.ja", "1"),
    ];
    let sent = site.post_as(&member, PAGE, &fields).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    let round = RoundId::new(ROUND).expect("an id");
    assert_eq!(site.store.margins(&round).await.expect("read"), None);
}

#[tokio::test]
async fn the_planner_answers_in_one_sentence_and_names_what_is_wrong() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    let empty = site.get_as(&cookie, PLANNER).await;
    assert!(empty.status == StatusCode::OK && !empty.body.contains("Andere marges"));
    let asked = format!("{PLANNER}?mensen=150&marge=5&meedoen=35");
    let advice = site.get_as(&cookie, &asked).await;
    assert_eq!(advice.status, StatusCode::OK);
    assert!(advice.body.contains("Nodig iedereen uit.") && advice.body.contains("109 antwoorden"));
    let wrong = format!("{PLANNER}?mensen=veel&marge=5&meedoen=35");
    let wrong = site.get_as(&cookie, &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"veel\"") && wrong.body.contains("href=\"#mensen\""));
    let volunteer = site.log_in(Role::SpreekuurVolunteer).await;
    assert_eq!(
        site.get_as(&volunteer, PLANNER).await.status,
        StatusCode::FORBIDDEN
    );
}
