//! A round with invitation codes over HTTP: the door, the way of a code, and the page that makes them.

use std::time::Instant;

use achterban::anonymity::code::Code;
use achterban::anonymity::mix::Thresholds;
use achterban::anonymity::random::OsRandom;
use achterban::domain::code_group::CodeGroup;
use achterban::domain::id::RoundId;
use achterban::domain::role::Role;
use achterban::store::{Entry, NewRound};
use axum::http::StatusCode;

use crate::site::{Page, Site, actor};

const ROUND: &str = "lelystad/wmo/2026-1";
const FORM: &str = "/lelystad/v/wmo";
const INVITE: &str = "/lelystad/werk/uitnodigen";
const MAKE: &str = "/lelystad/werk/uitnodigen/wmo/2026-1";

/// A site with a round that asks for a code, and codes of it.
async fn site() -> (Site, Vec<Code>) {
    let site = Site::new().await;
    let by = actor(&site.clock);
    let round = NewRound {
        id: RoundId::new(ROUND).expect("an id"),
        questionnaire_version: 1,
        opens: "2026-11-01".parse().expect("a day"),
        closes: "2026-12-11".parse().expect("a day"),
        entry: Entry::Code,
        invited: None,
        thresholds: Thresholds::ENQUETE,
        sample: true,
    };
    site.store.create_round(&round, by).await.expect("stored");
    site.store.open_round(&round.id, by).await.expect("opened");
    let codes = draw(30);
    let group = CodeGroup::new("Noord").expect("a group");
    let issued = site.store.issue_codes(&round.id, &group, &codes, by).await;
    issued.expect("issued");
    (site, codes)
}

fn draw(count: usize) -> Vec<Code> {
    let mut source = OsRandom::new();
    let drawn = (0..count).map(|_| Code::draw(&mut source));
    drawn.collect::<Result<_, _>>().expect("random numbers")
}

async fn begin(site: &Site, typed: &str) -> Page {
    site.post(FORM, &[("begin", "1"), ("code", typed)]).await
}

/// Goes on from page to page and sends.
async fn send(site: &Site, mut page: Page, last: &str) -> Page {
    for _ in 0..12 {
        let state = page.hidden("formulier");
        let action = if page.title() == "Vragenlijst, nakijken" {
            "verstuur"
        } else {
            "verder"
        };
        let fields = [
            ("formulier", state.as_str()),
            ("beter", last),
            ("doe", action),
        ];
        page = site.post(FORM, &fields).await;
        if action == "verstuur" {
            return page;
        }
    }
    panic!("no end: {}", page.body);
}

async fn stored(site: &Site) -> usize {
    let lines = site.store.dump_hashes().await.expect("read");
    lines.iter().filter(|line| line.starts_with(ROUND)).count()
}

#[tokio::test]
async fn a_resident_types_a_code_and_answers_and_the_code_is_in_no_address_and_no_page() {
    let (site, codes) = site().await;
    let start = site.get(FORM).await;
    assert!(start.body.contains("Uw code") && start.body.contains("name=\"code\""));
    assert!(
        start.body.contains("autocomplete=\"off\"") && start.body.contains("spellcheck=\"false\"")
    );
    let printed = codes[0].printed();
    let typed = printed.to_lowercase().replace('-', " ").replace('0', "o");
    let first = begin(&site, &typed).await;
    assert_eq!(
        (first.status, first.title()),
        (StatusCode::OK, "Vragenlijst, stap 1 van 6"),
        "{}",
        first.body
    );
    assert!(!first.body.contains(&printed));
    let sent = send(&site, first, "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.header("location"), "/lelystad/v/wmo/nl/bedankt");
    assert_eq!(sent.header("set-cookie"), "");
    assert_eq!(stored(&site).await, 1);
}

#[tokio::test]
async fn whoever_uses_a_used_code_sees_the_same_pages_and_stores_nothing() {
    let (site, codes) = site().await;
    let typed = codes[0].printed();
    let first = begin(&site, &typed).await;
    let fresh = first.body.replace(&first.hidden("formulier"), "");
    let sent = send(&site, first, "Een.").await;
    let again = begin(&site, &typed).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(
        again.body.replace(&again.hidden("formulier"), ""),
        fresh,
        "the door does not tell"
    );
    let sent_again = send(&site, again, "Twee.").await;
    assert_eq!(
        (sent.status, &sent.headers, &sent.body),
        (sent_again.status, &sent_again.headers, &sent_again.body)
    );
    assert_eq!(stored(&site).await, 1);
}

#[tokio::test]
async fn what_is_no_code_comes_back_with_what_is_wrong_and_what_was_typed() {
    let (site, codes) = site().await;
    let good = codes[0].printed();
    let wrong = good.replacen(&good[..1], if good.starts_with('2') { "3" } else { "2" }, 1);
    let unknown = draw(1)[0].printed();
    for (typed, sentence) in [
        ("", "Vul uw code in."),
        ("7K3M", "Een code heeft 17 letters en cijfers."),
        (
            wrong.as_str(),
            "Een letter of cijfer van de code klopt niet.",
        ),
        (
            unknown.as_str(),
            "Deze code hoort niet bij deze vragenlijst.",
        ),
    ] {
        let page = begin(&site, typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(
            page.title().starts_with("Fout: ") && page.body.contains(sentence),
            "{}",
            page.body
        );
        assert!(
            page.body.contains(&format!("value=\"{typed}\"")),
            "what was typed stays"
        );
        assert!(page.body.contains("href=\"#code\"") && page.body.contains("id=\"code-fout\""));
        assert_eq!(page.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn without_a_code_nothing_gets_in_not_even_with_the_state_of_another_form() {
    let (site, _) = site().await;
    let open = site
        .post("/lelystad/v/participatiewet", &[("begin", "1")])
        .await;
    let state = open.hidden("formulier");
    let fields = [("formulier", state.as_str()), ("doe", "verder")];
    assert_eq!(
        site.post(FORM, &fields).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        site.post(FORM, &[("begin", "1")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(stored(&site).await, 0);
}

#[tokio::test]
async fn after_many_wrong_codes_each_code_waits_and_the_right_one_still_gets_in() {
    let (site, codes) = site().await;
    let begin_timed = async |code: &Code| {
        let before = Instant::now();
        let page = begin(&site, &code.printed()).await;
        (page.status, before.elapsed().as_secs() >= 3)
    };
    for code in draw(20) {
        assert_eq!(
            begin_timed(&code).await,
            (StatusCode::UNPROCESSABLE_ENTITY, false)
        );
    }
    let wrong = draw(1).remove(0);
    let (guessed, known) = tokio::join!(begin_timed(&wrong), begin_timed(&codes[0]));
    assert_eq!(guessed, (StatusCode::UNPROCESSABLE_ENTITY, true));
    assert_eq!(known, (StatusCode::OK, true), "right and wrong wait alike");
}

#[tokio::test]
async fn who_fills_in_for_another_keeps_the_code_on_the_way() {
    let (site, codes) = site().await;
    let typed = codes[0].printed();
    let button = "name=\"begin\" value=\"";
    let value = |page: &Page, place: usize| -> String {
        let rest = page.body.split(button).nth(place).expect("a button");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let helping = value(&site.get(FORM).await, 2);
    let rules = site
        .post(FORM, &[("begin", &helping), ("code", &typed)])
        .await;
    assert_eq!(rules.hidden("code"), typed);
    let with_help = value(&rules, 1);
    let first = site
        .post(FORM, &[("begin", &with_help), ("code", &typed)])
        .await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(
        first.title().starts_with("Vragenlijst, stap 1"),
        "{}",
        first.body
    );
}

#[tokio::test]
async fn a_volunteer_keys_in_a_paper_form_with_its_code_and_never_learns_whether_it_was_used() {
    const KEY_IN: &str = "/lelystad/werk/papier/wmo";
    let (site, codes) = site().await;
    let round = RoundId::new(ROUND).expect("an id");
    let by = actor(&site.clock);
    site.store
        .allow_paper(&round, false, by)
        .await
        .expect("stored");
    let cookie = site.log_in(Role::SpreekuurVolunteer).await;
    let page = site.get_as(&cookie, KEY_IN).await;
    assert!(page.body.contains("Code op de lijst"), "{}", page.body);
    let token = page.hidden("bewijs");
    let mut names: Vec<&str> = page
        .body
        .split(" name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    names.retain(|name| {
        ![
            "bewijs",
            "nummer",
            "viewport",
            "referrer",
            "theme-color",
            "beter",
        ]
        .contains(name)
            && !name.ends_with("[other]")
    });
    names.dedup();
    let key_in = async |code: &str| {
        let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, "0")).collect();
        fields.extend([("bewijs", token.as_str()), ("nummer", code)]);
        site.post_as(&cookie, KEY_IN, &fields).await
    };
    let (first, again) = (
        key_in(&codes[0].printed()).await,
        key_in(&codes[0].printed()).await,
    );
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    assert!(first.status.is_success(), "{}", first.body);
    assert_eq!(stored(&site).await, 1);
    for (typed, sentence) in [
        ("482 915 307", "17 letters en cijfers"),
        (&draw(1)[0].printed(), "hoort niet bij deze vragenlijst"),
    ] {
        let page = key_in(typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(sentence), "{}", page.body);
    }
}

#[tokio::test]
async fn the_home_says_that_a_code_is_needed() {
    let (site, _) = site().await;
    let home = site.get("/lelystad").await;
    assert!(home.body.contains("Hiervoor heeft u een code nodig."));
}

#[tokio::test]
async fn a_secretary_gets_letters_once_and_sees_how_many_codes_there_are() {
    let (site, _) = site().await;
    let cookie = site.log_in(Role::Secretary).await;
    let page = site.get_as(&cookie, INVITE).await;
    assert!(page.body.contains("30 codes"), "{}", page.body);
    let token = page.hidden("bewijs");
    let fields = [
        ("bewijs", token.as_str()),
        ("aantal", "12"),
        ("groep", "Zuid"),
        ("adres", "https://enquete.example.nl"),
        ("maak", "brieven"),
    ];
    let made = site.post_as(&cookie, MAKE, &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    assert_eq!(made.header("content-type"), "application/pdf");
    assert_eq!(
        made.header("content-disposition"),
        "attachment; filename=\"brieven-wmo-2026-1.pdf\""
    );
    assert_eq!(made.header("cache-control"), "no-store");
    let page = site.get_as(&cookie, INVITE).await;
    assert!(page.body.contains("Zuid") && page.body.contains("12 codes"));
    let today = site.get_as(&cookie, "/lelystad/werk").await;
    assert!(today.body.contains(INVITE));
}

#[tokio::test]
async fn a_poster_has_no_code_and_makes_none() {
    let (site, _) = site().await;
    let cookie = site.log_in(Role::Chair).await;
    let token = site.get_as(&cookie, INVITE).await.hidden("bewijs");
    let make = async |path: &str, what: &str| {
        let fields = [
            ("bewijs", token.as_str()),
            ("adres", "https://enquete.example.nl"),
            ("maak", what),
        ];
        site.post_as(&cookie, path, &fields).await
    };
    let open = "/lelystad/werk/uitnodigen/participatiewet/2026-1";
    for (path, what) in [(open, "poster"), (open, "flyer"), (MAKE, "herinnering")] {
        let made = make(path, what).await;
        assert_eq!(
            (made.status, made.header("content-type")),
            (StatusCode::OK, "application/pdf"),
            "{what}"
        );
    }
    for (path, what) in [
        (open, "brieven"),
        (MAKE, "poster"),
        (open, "herinnering"),
        (MAKE, ""),
    ] {
        assert_eq!(
            make(path, what).await.status,
            StatusCode::NOT_FOUND,
            "{path} {what}"
        );
    }
    let round = site
        .store
        .existing_round(&RoundId::new(ROUND).expect("an id"))
        .await
        .expect("read");
    let issued = site.store.issued_codes(&round).await.expect("read");
    assert_eq!(issued.iter().map(|group| group.issued).sum::<u64>(), 30);
}

#[tokio::test]
async fn a_mistake_on_the_page_of_invitations_makes_no_code() {
    let (site, _) = site().await;
    let cookie = site.log_in(Role::Secretary).await;
    let token = site.get_as(&cookie, INVITE).await.hidden("bewijs");
    for (count, group, address, sentence) in [
        ("veel", "", "https://a.nl", "Vul in hoeveel codes u wilt"),
        ("0", "", "https://a.nl", "Vul in hoeveel codes u wilt"),
        ("12", "<b>", "https://a.nl", "alleen letters"),
        (
            "1",
            "Jan",
            "https://a.nl",
            "Anders wijst de groep naar mensen",
        ),
        ("12", "", "a.nl/pad", "Vul het adres van de site in"),
    ] {
        let fields = [
            ("bewijs", token.as_str()),
            ("aantal", count),
            ("groep", group),
            ("adres", address),
            ("maak", "brieven"),
        ];
        let page = site.post_as(&cookie, MAKE, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
        assert!(
            page.title().starts_with("Fout: ") && page.body.contains(sentence),
            "{}",
            page.body
        );
        assert!(page.body.contains(&format!("value=\"{}\"", address)));
    }
    let round = site
        .store
        .existing_round(&RoundId::new(ROUND).expect("an id"))
        .await
        .expect("read");
    assert_eq!(
        site.store.issued_codes(&round).await.expect("read")[0].issued,
        30
    );
}

#[tokio::test]
async fn only_chair_and_secretary_invite_people() {
    let (site, _) = site().await;
    for role in [Role::SpreekuurVolunteer, Role::Member, Role::Auditor] {
        let cookie = site.log_in(role).await;
        assert_eq!(
            site.get_as(&cookie, INVITE).await.status,
            StatusCode::FORBIDDEN
        );
        let today = site.get_as(&cookie, "/lelystad/werk").await;
        assert!(!today.body.contains(INVITE), "no link that leads nowhere");
        let token = today.hidden("bewijs");
        let fields = [
            ("bewijs", token.as_str()),
            ("aantal", "12"),
            ("adres", "https://a.nl"),
            ("maak", "brieven"),
        ];
        assert_eq!(
            site.post_as(&cookie, MAKE, &fields).await.status,
            StatusCode::FORBIDDEN
        );
    }
}
