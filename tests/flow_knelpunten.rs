//! The ledger of knelpunten over HTTP: from what was heard to a knelpunt with evidence and a proposal; two who write at once; who may
//! write; and input that is wrong, strange or somebody else's.

use achterban::domain::answer::{Answer, Response};
use achterban::domain::definition::{Aspect, Channel, Law};
use achterban::domain::id::{ClientCouncilId, QuestionnaireId, RoundId};
use achterban::domain::role::Role;
use achterban::domain::signal::{SignalKind, Subject};
use achterban::store::NewSignal;
use axum::http::StatusCode;

use crate::site::{Page, ROUND, Site, actor};

const LEDGER: &str = "/lelystad/werk/knelpunten";
const NEW: &str = "/lelystad/werk/knelpunten/nieuw";
const STATEMENT: &str = "Wie belt over de bijstand, wordt vaak niet teruggebeld";

fn fields<'a>(
    token: &'a str,
    version: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("bewijs", token),
        ("versie", version),
        ("uitspraak", STATEMENT),
        ("thema", "bereikbaarheid"),
        ("wet", "participatiewet"),
        ("stand", "gesignaleerd"),
    ];
    for (name, value) in more {
        all.retain(|(known, _)| known != name);
        all.push((name, value));
    }
    all
}

/// A closed round in which `bad` of `n` people can't soon speak to anyone.
async fn closed_round(site: &Site, bad: usize, n: usize) {
    let bodies = (0..n).map(|number| {
        let answer = Answer::one(if number < bad { "1" } else { "5" });
        let response = Response {
            version: 1,
            answers: [("spreken".to_owned(), answer)].into(),
        };
        response.to_body().expect("json")
    });
    let round = RoundId::new(ROUND).expect("an id");
    let (store, by) = (&site.store, actor(&site.clock));
    store
        .import_answers(&round, bodies.collect(), by)
        .await
        .expect("stored");
    store.close_round(&round, by).await.expect("closed");
    // What the server offers is read again after a second.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
}

async fn signal(site: &Site, number: u8, consent: &str) -> String {
    let response = Response {
        version: 1,
        answers: [
            (
                "verhaal".to_owned(),
                Answer::Text("Ik word niet teruggebeld".to_owned()),
            ),
            ("toestemming".to_owned(), Answer::one(consent)),
        ]
        .into(),
    };
    let new = NewSignal {
        client_council: ClientCouncilId::new("lelystad").expect("an id"),
        channel: Channel::Spreekuur,
        day: site.clock.today(),
        questionnaire: QuestionnaireId::new("spreekuur").expect("an id"),
        questionnaire_version: 1,
        answers: response.to_body().expect("json"),
        subject: Subject {
            themes: vec!["bereikbaarheid".to_owned()],
            law: Some(Law::Participatiewet),
            aspect: Some(Aspect::Practice),
            kind: SignalKind::Knelpunt,
            grave: false,
        },
        contact: None,
        suspicion: None,
    };
    let received = site
        .store
        .take_in_signal(&new, &[number], actor(&site.clock))
        .await
        .expect("stored");
    received.id.to_string()
}

/// Writes a knelpunt down; answers its address.
async fn written(site: &Site, cookie: &str, more: &[(&str, &str)]) -> String {
    let token = site.get_as(cookie, NEW).await.hidden("bewijs");
    let page = site.post_as(cookie, NEW, &fields(&token, "0", more)).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.header("location").to_owned()
}

async fn change(
    site: &Site,
    cookie: &str,
    address: &str,
    version: &str,
    more: &[(&str, &str)],
) -> Page {
    let form = format!("{address}/wijzig");
    let token = site.get_as(cookie, &form).await.hidden("bewijs");
    site.post_as(cookie, &form, &fields(&token, version, more))
        .await
}

#[tokio::test]
async fn a_knelpunt_begins_with_what_the_channels_say_and_that_stays_as_it_was() {
    let site = Site::new().await;
    closed_round(&site, 30, 60).await;
    for number in 0..3 {
        signal(&site, number, "ja").await;
    }
    signal(&site, 3, "nee").await;
    let cookie = site.log_in(Role::Member).await;
    let address = written(&site, &cookie, &[]).await;
    let page = site.get_as(&cookie, &address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Knelpunt 2026-01") && page.body.contains(STATEMENT));
    assert!(
        page.body.contains("30 van de 60 mensen"),
        "the enquête: {}",
        page.body
    );
    assert!(
        page.body
            .contains("<b class=\"ab-figure-n\">3</b> signalen"),
        "one said no to use outside"
    );
    signal(&site, 4, "ja").await;
    let later = site.get_as(&cookie, &address).await;
    assert!(
        !later.body.contains("<b class=\"ab-figure-n\">4</b>"),
        "what was written down stays"
    );
    let token = later.hidden("bewijs");
    for _ in 0..2 {
        let again = site
            .post_as(
                &cookie,
                &format!("{address}/bewijs"),
                &[("bewijs", &token), ("doe", "leg-vast")],
            )
            .await;
        assert_eq!(again.status, StatusCode::SEE_OTHER);
    }
    let later = site.get_as(&cookie, &address).await;
    assert_eq!(
        later
            .body
            .matches("<b class=\"ab-figure-n\">4</b> signalen")
            .count(),
        1,
        "pressed twice is once"
    );
    assert!(
        later
            .body
            .contains("<b class=\"ab-figure-n\">3</b> signalen"),
        "the older one stays too"
    );
}

#[tokio::test]
async fn fewer_than_ten_answers_are_no_evidence() {
    let site = Site::new().await;
    closed_round(&site, 4, 9).await;
    let cookie = site.log_in(Role::Chair).await;
    let address = written(&site, &cookie, &[]).await;
    let page = site.get_as(&cookie, &address).await;
    assert!(
        page.body.contains("Er is nog niets vastgelegd."),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_knelpunt_is_established_with_a_proposal_and_not_without() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Secretary).await;
    let address = written(&site, &cookie, &[]).await;
    let refused = change(&site, &cookie, &address, "1", &[("stand", "vastgesteld")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .body
            .contains("Een knelpunt zonder voorstel stelt de raad niet vast")
            && refused.title().starts_with("Fout: ")
    );
    assert!(refused.body.contains(STATEMENT), "nothing typed is lost");
    let done = change(
        &site,
        &cookie,
        &address,
        "1",
        &[
            ("stand", "vastgesteld"),
            ("voorstel", "Bel binnen twee werkdagen terug."),
        ],
    )
    .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = site.get_as(&cookie, &address).await;
    assert!(page.body.contains("Bel binnen twee werkdagen terug."));
    assert!(page.body.contains("overgeslagen"), "it was never studied");
    let list = site.get_as(&cookie, LEDGER).await;
    assert!(list.body.contains("Vastgesteld") && list.body.contains("Eén knelpunt staat open."));
}

#[tokio::test]
async fn of_two_who_write_at_once_the_second_sees_both_texts_and_loses_nothing() {
    let site = Site::new().await;
    let (one, other) = (
        site.log_in(Role::Member).await,
        site.log_in(Role::Secretary).await,
    );
    let address = written(&site, &one, &[]).await;
    let first = change(&site, &one, &address, "1", &[("wie", "Mensen die bellen")]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = change(
        &site,
        &other,
        &address,
        "1",
        &[("wie", "Mensen zonder computer")],
    )
    .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    for text in [
        "Iemand anders was u voor",
        "Mensen die bellen",
        "Mensen zonder computer",
    ] {
        assert!(second.body.contains(text), "{text}");
    }
    let version = second.hidden("versie");
    assert_eq!(version, "2", "sending it again is a choice");
    let kept = change(
        &site,
        &other,
        &address,
        &version,
        &[("wie", "Mensen zonder computer")],
    )
    .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let twice = change(
        &site,
        &other,
        &address,
        &version,
        &[("wie", "Mensen zonder computer")],
    )
    .await;
    assert_eq!(
        twice.status,
        StatusCode::SEE_OTHER,
        "a double click is no conflict"
    );
    let page = site.get_as(&one, &address).await;
    assert!(
        page.body.contains("Mensen die bellen"),
        "the first text stays in the history"
    );
    let older = site
        .get_as(&one, &format!("{address}/wijzig?versie=2"))
        .await;
    assert!(older.body.contains("Mensen die bellen") && older.hidden("versie") == "3");
}

#[tokio::test]
async fn what_lies_outside_the_rules_warns_asks_a_reason_and_does_not_block() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Member).await;
    let address = written(&site, &cookie, &[("ruimte", "nee")]).await;
    let page = site.get_as(&cookie, &address).await;
    assert!(
        page.body
            .contains("Let op: de gemeente kan dit niet zelf veranderen")
            && page.body.contains("Schrijf dan bij dit knelpunt op waarom")
    );
    change(
        &site,
        &cookie,
        &address,
        "1",
        &[
            ("ruimte", "nee"),
            ("reden", "De gemeente kan wel beter uitleggen."),
        ],
    )
    .await;
    let page = site.get_as(&cookie, &address).await;
    assert!(
        page.body.contains("Waarom de raad toch doorgaat")
            && page.body.contains("De gemeente kan wel beter uitleggen.")
    );
}

#[tokio::test]
async fn a_knelpunt_from_a_signal_says_so_at_the_signal() {
    let site = Site::new().await;
    let id = signal(&site, 1, "ja").await;
    let cookie = site.log_in(Role::Member).await;
    let form = site.get_as(&cookie, &format!("{NEW}?signaal={id}")).await;
    assert!(
        form.body.contains("value=\"bereikbaarheid\" selected")
            && form.body.contains("value=\"uitvoering\" checked")
    );
    let address = written(&site, &cookie, &[("signaal", &id)]).await;
    let council = ClientCouncilId::new("lelystad").expect("an id");
    let decisions = site.store.decisions(&council).await.expect("read");
    assert_eq!(decisions.len(), 1);
    let knelpunt = decisions[0].decision.knelpunt.expect("linked").to_string();
    assert!(address.ends_with(&knelpunt));
}

#[tokio::test]
async fn who_may_not_write_reads_and_who_is_of_another_council_sees_nothing() {
    let site = Site::new().await;
    let member = site.log_in(Role::Member).await;
    let address = written(&site, &member, &[]).await;
    for role in [Role::SpreekuurVolunteer, Role::Auditor] {
        let cookie = site.log_in(role).await;
        let page = site.get_as(&cookie, &address).await;
        assert!(
            page.status == StatusCode::OK && !page.body.contains("Wijzig dit knelpunt"),
            "{role:?}"
        );
        assert_eq!(
            site.get_as(&cookie, NEW).await.status,
            StatusCode::FORBIDDEN,
            "{role:?}"
        );
        let token = page.hidden("bewijs");
        let sent = site.post_as(&cookie, NEW, &fields(&token, "0", &[])).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    let guessed = address.replace("/lelystad/", "/diemen/");
    assert_eq!(
        site.get_as(&member, &guessed).await.status,
        StatusCode::NOT_FOUND
    );
    for nowhere in [
        format!("{LEDGER}/{}", "0".repeat(32)),
        format!("{LEDGER}/x"),
    ] {
        assert_eq!(
            site.get_as(&member, &nowhere).await.status,
            StatusCode::NOT_FOUND,
            "{nowhere}"
        );
    }
}

#[tokio::test]
async fn strange_input_is_kept_as_text_or_refused_in_words() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Member).await;
    let strange = "=HYPERLINK(\"x\") \u{202e}omgekeerd 😀 <script>alert(1)</script>";
    let address = written(&site, &cookie, &[("uitspraak", strange)]).await;
    let page = site.get_as(&cookie, &address).await;
    assert!(
        page.body.contains("😀")
            && !page.body.contains("<script>alert")
            && !page.body.contains('\u{202e}')
    );
    let token = page.hidden("bewijs");
    let long = "a".repeat(5_000);
    let refused = site
        .post_as(
            &cookie,
            NEW,
            &fields(&token, "0", &[("uitspraak", &long), ("wie", &long)]),
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("hooguit 200 tekens")
            && refused.body.contains("hooguit 2.000 tekens")
    );
    assert!(refused.body.contains(&long), "nothing typed is lost");
    let votes = [
        ("bewijs", token.as_str()),
        ("doe", "stemmen"),
        ("aantal", "40"),
        ("aanwezig", "31"),
        ("bijeenkomst", "Buurthuis"),
    ];
    let page = site
        .post_as(&cookie, &format!("{address}/bewijs"), &votes)
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body
            .contains("Er kunnen niet meer stemmen zijn dan mensen")
            && page.body.contains("value=\"40\"")
    );
    let votes = [
        ("bewijs", token.as_str()),
        ("doe", "stemmen"),
        ("aantal", "17"),
        ("aanwezig", "31"),
        ("bijeenkomst", "Buurthuis"),
    ];
    site.post_as(&cookie, &format!("{address}/bewijs"), &votes)
        .await;
    let page = site.get_as(&cookie, &address).await;
    assert!(
        page.body
            .contains("<b class=\"ab-figure-n\">17</b> stemmen")
            && page.body.contains("31 mensen in de zaal")
    );
}

#[tokio::test]
async fn the_list_is_searched_without_accents_and_by_status() {
    let site = Site::new().await;
    let cookie = site.log_in(Role::Member).await;
    written(&site, &cookie, &[("uitspraak", "Cliënten wachten te lang")]).await;
    written(
        &site,
        &cookie,
        &[
            ("uitspraak", "Brieven zijn moeilijk"),
            ("stand", "vervallen"),
        ],
    )
    .await;
    let found = |page: &Page| {
        (
            page.body.contains("Cliënten wachten"),
            page.body.contains("Brieven zijn"),
        )
    };
    for (query, wanted) in [
        ("", (true, false)),
        ("?status=alle", (true, true)),
        ("?zoek=clienten", (true, false)),
        ("?status=alle&zoek=MOEILIJK", (false, true)),
        ("?zoek=niets", (false, false)),
    ] {
        let page = site.get_as(&cookie, &format!("{LEDGER}{query}")).await;
        assert_eq!(found(&page), wanted, "{query}");
    }
    assert_eq!(
        site.get_as(&cookie, &format!("{LEDGER}?zoek=%zz"))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
}
