//! Volunteers: logging in and out, whose form is taken, the spreekuur, and what each role sees.

use achterban::domain::definition::Channel;
use achterban::domain::id::ClientCouncilId;
use achterban::domain::role::Role;
use axum::http::StatusCode;

use crate::site::{Page, Site};

const SIGNALS: &str = "/lelystad/werk/signalen";
const INTAKE: &str = "/lelystad/werk/spreekuur";
const PHONE: &str = "0612345678";

fn intake<'a>(token: &'a str, story: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("bewijs", token),
        ("datum[d]", "20"),
        ("datum[m]", "11"),
        ("datum[j]", "2026"),
        ("hoe", "spreekuur"),
        ("wet", "participatiewet"),
        ("themas", "doorlooptijd"),
        ("soort", "knelpunt"),
        ("aspect", "uitvoering"),
        ("verhaal", story),
        ("toestemming", "ja"),
        ("contact", PHONE),
    ]
}

async fn log_in_page(site: &Site, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Page {
    site.post_with("/inloggen", fields, headers).await
}

#[tokio::test]
async fn the_workspace_is_for_who_is_logged_in_with_a_role_in_this_council() {
    let site = Site::new().await;
    for path in [
        "/lelystad/werk",
        INTAKE,
        SIGNALS,
        "/lelystad/werk/resultaten",
    ] {
        let page = site.get(path).await;
        assert_eq!(
            (page.status, page.header("location")),
            (StatusCode::SEE_OTHER, "/inloggen"),
            "{path}"
        );
    }
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    for path in ["/lelystad/werk", INTAKE, SIGNALS] {
        assert_eq!(
            site.get_as(&cookie, path).await.status,
            StatusCode::OK,
            "{path}"
        );
    }
    assert_eq!(
        site.get_as(&cookie, "/diemen/werk").await.status,
        StatusCode::NOT_FOUND,
        "another council"
    );
    assert_eq!(
        site.get_as(&cookie, "/nergens/werk").await.status,
        StatusCode::NOT_FOUND
    );
    let official = site.log_in(Role::PolicyOfficer).await;
    assert_eq!(
        site.get_as(&official, SIGNALS).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_get_the_same_answer_and_guessing_gets_slower() {
    let site = Site::new().await;
    let ours = [("sec-fetch-site", "same-origin")];
    let first = log_in_page(&site, &[("naam", "niemand"), ("wachtwoord", "x")], &ours).await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        first.body.contains("Naam of wachtwoord klopt niet")
            && first.body.contains("value=\"niemand\"")
    );
    assert!(
        !first.body.contains("value=\"x\""),
        "a password never comes back"
    );
    for _ in 0..4 {
        log_in_page(&site, &[("naam", "niemand"), ("wachtwoord", "x")], &ours).await;
    }
    let slow = log_in_page(&site, &[("naam", "niemand"), ("wachtwoord", "x")], &ours).await;
    assert_eq!(slow.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(slow.body.contains("Wacht 1 seconden"));
}

#[tokio::test]
async fn logging_in_gives_a_fresh_cookie_and_logging_out_ends_it() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    assert!(cookie.starts_with("sid=") && cookie.len() > 40, "{cookie}");
    let home = site.get_as(&cookie, "/lelystad/werk").await;
    let token = home.hidden("bewijs");
    let out = site
        .post_as(&cookie, "/uitloggen", &[("bewijs", &token)])
        .await;
    assert_eq!(
        (out.status, out.header("location")),
        (StatusCode::SEE_OTHER, "/inloggen")
    );
    assert!(
        out.header("set-cookie").contains("Max-Age=0")
            && out.header("clear-site-data").contains("cookies")
    );
    assert_eq!(
        site.get_as(&cookie, "/lelystad/werk").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_form_of_another_site_or_session_changes_nothing() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    let other = site.log_in(Role::Secretary).await;
    let token = site.get_as(&cookie, INTAKE).await.hidden("bewijs");
    let foreign = site.get_as(&other, INTAKE).await.hidden("bewijs");
    let fields = intake(&token, "Ik wacht te lang");
    for headers in [
        vec![("cookie", cookie.as_str())],
        vec![
            ("cookie", cookie.as_str()),
            ("sec-fetch-site", "cross-site"),
        ],
        vec![("cookie", cookie.as_str()), ("origin", "null")],
    ] {
        let page = site.post_with(INTAKE, &fields, &headers).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    for wrong in ["", "AAAA", foreign.as_str()] {
        assert_eq!(
            site.post_as(&cookie, INTAKE, &intake(wrong, "x"))
                .await
                .status,
            StatusCode::FORBIDDEN
        );
    }
    let login = [("naam", "wies"), ("wachtwoord", "x")];
    assert_eq!(
        log_in_page(&site, &login, &[("sec-fetch-site", "cross-site")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let council = ClientCouncilId::new("lelystad").expect("an id");
    assert!(site.store.signals(&council).await.expect("read").is_empty());
}

#[tokio::test]
async fn a_volunteer_takes_in_a_signal_and_only_the_secretary_sees_whom_to_call() {
    let site = Site::new().await;
    let volunteer = site.log_in(Role::SpreekuurVolunteer).await;
    let form = site.get_as(&volunteer, INTAKE).await;
    assert!(
        form.body.contains("value=\"23\"") && form.body.contains("value=\"2026\""),
        "today is filled in"
    );
    let token = form.hidden("bewijs");
    let kept = site
        .post_as(
            &volunteer,
            INTAKE,
            &intake(&token, "Ik wacht al weken. Bel 0687654321."),
        )
        .await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
    assert!(kept.body.contains("Het signaal is bewaard"));

    let council = ClientCouncilId::new("lelystad").expect("an id");
    let signals = site.store.signals(&council).await.expect("read");
    let signal = signals.first().expect("one signal");
    assert_eq!(
        (signal.channel, signal.day.map(|day| day.to_string())),
        (Channel::Spreekuur, Some("2026-11-20".into()))
    );
    assert!(!signal.answers.contains(PHONE));

    let list = site.get_as(&volunteer, SIGNALS).await;
    assert!(
        list.body.contains("Wachttijd") || list.body.contains("doorlooptijd"),
        "{}",
        list.body
    );
    let address = format!("{SIGNALS}/{}", signal.id);
    let seen = site.get_as(&volunteer, &address).await;
    assert!(
        seen.body.contains("weggehaald") && !seen.body.contains("0687654321"),
        "numbers in a story are taken out"
    );
    let open = [("bewijs", token.as_str()), ("doe", "toon")];
    assert_eq!(
        site.post_as(&volunteer, &address, &open).await.status,
        StatusCode::FORBIDDEN
    );

    let secretary = site.log_in(Role::Secretary).await;
    let seen = site.get_as(&secretary, &address).await;
    assert!(
        seen.body.contains("Bel 0687654321."),
        "who reviews reads what was written: {}",
        seen.body
    );
    let token = seen.hidden("bewijs");
    let opened = site
        .post_as(&secretary, &address, &[("bewijs", &token), ("doe", "toon")])
        .await;
    assert!(opened.body.contains(PHONE), "{}", opened.body);
    site.post_as(&secretary, &address, &[("bewijs", &token), ("doe", "wis")])
        .await;
    assert!(
        !site
            .store
            .has_contact(&council, signal.id)
            .await
            .expect("read")
    );
}

#[tokio::test]
async fn a_mistake_at_the_spreekuur_keeps_what_was_typed() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    let token = site.get_as(&cookie, INTAKE).await.hidden("bewijs");
    let mut fields = intake(&token, "mijn bsn is 111222333");
    fields.retain(|(name, _)| *name != "hoe");
    let page = site.post_as(&cookie, INTAKE, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.title().starts_with("Fout: "));
    assert!(page.body.contains("href=\"#hoe\"") && page.body.contains("href=\"#verhaal\""));
    assert!(
        page.body.contains("mijn bsn is 111222333")
            && page.body.contains(PHONE)
            && page.is_checked("wet", "participatiewet")
    );
}

#[tokio::test]
async fn what_was_typed_survives_a_session_that_ended() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    let token = site.get_as(&cookie, INTAKE).await.hidden("bewijs");
    let story = "Regel één\nregel “twee” & <drie>";
    site.clock
        .set("2026-11-23T10:31:00Z".parse().expect("a time"));
    let ended = site.post_as(&cookie, INTAKE, &intake(&token, story)).await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    assert!(ended.body.contains("is er nog") && !ended.body.contains("regel “twee”"));
    let kept = ended.hidden("bewaard");

    let council = ClientCouncilId::new("lelystad").expect("an id");
    let by = crate::site::actor(&site.clock);
    let id = site
        .store
        .add_staff("kees", "Kees", "een lang wachtwoord", by)
        .await
        .expect("stored");
    let staff = site.store.staff(id).await.expect("read").expect("there");
    let role = Role::SpreekuurVolunteer.word();
    site.store
        .grant_role(&staff, &council, role, by)
        .await
        .expect("stored");
    let login = [
        ("naam", "kees"),
        ("wachtwoord", "een lang wachtwoord"),
        ("bewaard", kept.as_str()),
    ];
    let back = log_in_page(&site, &login, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.body);
    let cookie = back
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    assert!(
        back.body
            .contains("value=\"Regel één\nregel “twee” &amp; &lt;drie&gt;\""),
        "{}",
        back.body
    );
    let token = back.hidden("bewijs");
    let stored = site.post_as(&cookie, INTAKE, &intake(&token, story)).await;
    assert!(
        stored.body.contains("Het signaal is bewaard"),
        "{}",
        stored.body
    );
}

#[tokio::test]
async fn a_month_before_answers_go_the_workspace_says_so_and_afterwards_what_went() {
    let site = Site::new().await;
    let round = achterban::domain::id::RoundId::new(crate::site::ROUND).expect("an id");
    let by = crate::site::actor(&site.clock);
    let bodies = (0..12)
        .map(|_| r#"{"v":1,"a":{"beter":{"text":"sneller"}}}"#.to_owned())
        .collect();
    site.store
        .import_answers(&round, bodies, by)
        .await
        .expect("stored");
    let results = "/lelystad/werk/resultaten/participatiewet/2026-1";
    // The last day of the round is 11 December 2026.
    for (at, today, shown) in [
        ("2027-06-01T10:00:00Z", None, None),
        ("2028-11-10T10:00:00Z", None, None),
        (
            "2028-11-11T10:00:00Z",
            Some("Dan wissen wij de open antwoorden van"),
            None,
        ),
        (
            "2028-12-11T10:00:00Z",
            None,
            Some("De open antwoorden zijn gewist op 11 december 2028"),
        ),
        (
            "2031-12-01T10:00:00Z",
            Some("Dan wissen wij alle antwoorden van"),
            Some("De open antwoorden zijn gewist"),
        ),
        (
            "2031-12-11T10:00:00Z",
            None,
            Some("De antwoorden zijn gewist op 11 december 2031"),
        ),
    ] {
        site.clock.set(at.parse().expect("a time"));
        site.store
            .night(crate::site::actor(&site.clock), site.clock.today())
            .await
            .expect("a night");
        // What the server remembers of a round is at most a second old.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let cookie = site.log_in(Role::Secretary).await;
        let page = site.get_as(&cookie, "/lelystad/werk").await;
        assert_eq!(page.status, StatusCode::OK, "{at}");
        assert_eq!(
            page.body.contains("Dan wissen wij"),
            today.is_some(),
            "{at}"
        );
        assert!(
            today.is_none_or(|text| page.body.contains(text)),
            "{at}: {}",
            page.body
        );
        let page = site.get_as(&cookie, results).await;
        assert_eq!(page.status, StatusCode::OK, "{at}");
        assert_eq!(page.body.contains("gewist op"), shown.is_some(), "{at}");
        assert!(
            shown.is_none_or(|text| page.body.contains(text)),
            "{at}: {}",
            page.body
        );
    }
}
