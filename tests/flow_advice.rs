//! An advice from draft to what residents read, over HTTP.

use achterban::domain::role::Role;
use axum::http::StatusCode;

use crate::site::{Page, Site};

const LIST: &str = "/lelystad/werk/adviezen";
const WRITTEN: [(&str, &str); 6] = [
    ("onderwerp", "Brieven <b>duidelijk</b>"),
    ("soort", "ongevraagd"),
    ("aan", "Het college"),
    ("probleem1", "Brieven zijn te moeilijk 😀"),
    ("voorstel1", "Herschrijf er tien"),
    ("probleem2", "Niemand belt terug"),
];

async fn send(
    site: &Site,
    cookie: &str,
    (from, to): (&str, &str),
    fields: &[(&str, &str)],
) -> Page {
    let page = site.get_as(cookie, from).await;
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
    site.post_as(cookie, to, &all).await
}

/// A draft: its address in the workspace.
async fn written(site: &Site, cookie: &str) -> String {
    let new = format!("{LIST}/nieuw");
    let page = send(site, cookie, (&new, &new), &WRITTEN).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.header("location").to_owned()
}

#[tokio::test]
async fn an_advice_goes_from_draft_to_the_college_and_back_to_residents() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    let one = written(&site, &cookie).await;
    let act = async |what: &str| send(&site, &cookie, (&one, &one), &[("doe", what)]).await;

    // Without a proposal it stays a draft, and says what to write.
    let refused = act("vaststellen").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .body
            .contains("Aanbeveling 2: schrijf op wat de gemeente beter kan doen"),
        "{}",
        refused.body
    );
    let edit = format!("{one}/wijzig");
    let whole = [&WRITTEN[..], &[("voorstel2", "Bel binnen twee dagen")]].concat();
    assert_eq!(
        send(&site, &cookie, (&edit, &edit), &whole).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(act("vaststellen").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        site.get_as(&cookie, &edit).await.status,
        StatusCode::NOT_FOUND,
        "adopted: no draft any more"
    );
    assert_eq!(act("versturen").await.status, StatusCode::SEE_OTHER);

    // The college answers behind a link, without a cookie.
    let made = act("link").await;
    let link = made
        .body
        .split("/lelystad/reactie/")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    let link = format!("/lelystad/reactie/{}", link.expect("a link"));
    let asked = site.get(&link).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.headers.get("set-cookie").is_none());
    assert!(asked.body.contains("Brieven &lt;b&gt;duidelijk&lt;/b&gt;"));
    let bare = [("besluit1", "overgenomen"), ("besluit2", "niet")];
    let refused = site.post_as("", &link, &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("schrijf op waarom"),
        "{}",
        refused.body
    );
    let answer = [
        &bare[..],
        &[
            ("reden2", "Geen mensen <script>"),
            ("toezegging1", "Voor 1 juli"),
        ],
    ]
    .concat();
    let thanks = site.post_as("", &link, &answer).await;
    assert_eq!(thanks.status, StatusCode::OK, "{}", thanks.body);
    // Again, with another answer: the first one stays.
    let other = [
        ("besluit1", "niet"),
        ("reden1", "x"),
        ("besluit2", "overgenomen"),
    ];
    assert!(
        site.post_as("", &link, &other)
            .await
            .body
            .contains("Voor 1 juli")
    );

    let list = site.get_as(&cookie, LIST).await;
    assert!(
        list.body
            .contains("Van de 2 aanbevelingen met een reactie: 1 overgenomen, 0 deels en 1 niet."),
        "{}",
        list.body
    );

    // Residents read it when the client council shows it, and not before or after.
    let public = one.replace("/werk/adviezen/", "/advies/");
    assert_eq!(site.get(&public).await.status, StatusCode::NOT_FOUND);
    let effect = [
        ("doe", "gevolg"),
        ("gevolg", "De brief is twee bladzijden korter."),
    ];
    assert_eq!(
        send(&site, &cookie, (&one, &one), &effect).await.status,
        StatusCode::SEE_OTHER
    );
    act("toon").await;
    let page = site.get(&public).await;
    for text in [
        "Brieven zijn te moeilijk 😀",
        "Overgenomen",
        "Geen mensen &lt;script&gt;",
        "twee bladzijden korter",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(site.get("/lelystad").await.body.contains(&public));
    assert_eq!(
        site.get(&public.replace("lelystad", "diemen")).await.status,
        StatusCode::NOT_FOUND
    );
    act("verberg").await;
    assert_eq!(site.get(&public).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_second_of_two_writers_is_told_and_keeps_what_was_typed() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    let one = written(&site, &cookie).await;
    let edit = format!("{one}/wijzig");
    let before = site.get_as(&cookie, &edit).await;
    let (token, version) = (before.hidden("bewijs"), before.hidden("versie"));
    let typed = |text| {
        [
            &WRITTEN[..3],
            &[
                ("probleem1", text),
                ("bewijs", token.as_str()),
                ("versie", version.as_str()),
            ],
        ]
        .concat()
    };
    assert_eq!(
        site.post_as(&cookie, &edit, &typed("Van de eerste"))
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let second = site.post_as(&cookie, &edit, &typed("Van de tweede")).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        second.body.contains("Iemand anders veranderde dit advies")
            && second.body.contains("Van de tweede")
    );
    assert!(
        site.get_as(&cookie, &one)
            .await
            .body
            .contains("Van de eerste")
    );
}

#[tokio::test]
async fn who_may_not_publish_takes_no_step_and_a_guessed_address_gives_nothing() {
    let site = Site::new().await;
    let secretary = site.log_in(Role::Secretary).await;
    let one = written(&site, &secretary).await;
    let member = site.log_in(Role::Member).await;
    let refused = send(
        &site,
        &member,
        (LIST, &one),
        &[("bewijs", ""), ("doe", "vaststellen")],
    )
    .await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(
        site.get_as(&secretary, &one)
            .await
            .body
            .contains("Stel vast")
    );
    for path in [
        "/lelystad/reactie/abc",
        "/lelystad/advies/abc",
        "/lelystad/werk/adviezen/abc",
    ] {
        assert_eq!(
            site.get_as(&secretary, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let refused = send(&site, &secretary, (&one, &one), &[("doe", "onzin")]).await;
    assert!(refused.status.is_client_error());
    let long = "x".repeat(5_001);
    let new = format!("{LIST}/nieuw");
    let fields = [
        ("onderwerp", ""),
        ("dag", "31"),
        ("maand", "2"),
        ("jaar", "2027"),
        ("probleem1", long.as_str()),
    ];
    let refused = send(&site, &secretary, (&new, &new), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "waar het advies over gaat",
        "hele dag",
        "hooguit 5000 letters",
    ] {
        assert!(refused.body.contains(text), "{text}");
    }
    assert!(refused.body.contains(&long), "what was typed is kept");
}
