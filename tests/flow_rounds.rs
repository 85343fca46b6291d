//! Two rounds of one questionnaire, over HTTP: what changed, what may not be compared, and a round that waits for a choice.

use achterban::anonymity::mix::Thresholds;
use achterban::domain::answer::{Answer, Response};
use achterban::domain::id::{QuestionnaireId, RoundId};
use achterban::domain::role::Role;
use achterban::domain::shipped::QUESTIONNAIRES;
use achterban::store::{Entry, NewRound};
use axum::http::StatusCode;

use crate::site::{ROUND, Site, actor};

const SECOND: &str = "lelystad/participatiewet/2026-2";
const RESULTS: &str = "/lelystad/werk/resultaten/participatiewet";

/// People who are at odds with what is said about digital access and privacy, and as many others.
async fn import(site: &Site, round: &RoundId, unhappy: usize) {
    let body = |code: &str| {
        let answers = ["digitaal", "gegevens"].map(|id| (id.to_owned(), Answer::one(code)));
        Response {
            version: 1,
            answers: answers.into(),
        }
        .to_body()
        .expect("a body")
    };
    let bodies = (0..200).map(|at| body(if at < unhappy { "1" } else { "5" }));
    let by = actor(&site.clock);
    site.store
        .import_answers(round, bodies.collect(), by)
        .await
        .expect("stored");
}

/// The second round asks the same, but for the words of one question.
async fn second_round(site: &Site) -> RoundId {
    let (id, text) = QUESTIONNAIRES
        .iter()
        .find(|(id, _)| *id == "participatiewet")
        .expect("it ships");
    let id = QuestionnaireId::new(id).expect("an id");
    let changed = text.replacen(
        "De gemeente gaat zorgvuldig om",
        "De gemeente gaat netjes om",
        1,
    );
    let today = site.clock.today();
    let version = site
        .store
        .store_questionnaire(&id, &changed, today)
        .await
        .expect("stored");
    let new = NewRound {
        id: RoundId::new(SECOND).expect("an id"),
        questionnaire_version: version,
        opens: "2026-11-02".parse().expect("a day"),
        closes: "2027-01-20".parse().expect("a day"),
        entry: Entry::Open,
        invited: None,
        thresholds: Thresholds::ENQUETE,
        sample: true,
    };
    let by = actor(&site.clock);
    site.store.create_round(&new, by).await.expect("made");
    site.store.open_round(&new.id, by).await.expect("opened");
    new.id
}

#[tokio::test]
async fn a_round_stands_beside_the_one_before_when_that_was_decided_and_where_it_asked_the_same() {
    let site = Site::new().await;
    let close = async |round: &RoundId| {
        let by = actor(&site.clock);
        site.store.close_round(round, by).await.expect("closed");
    };
    let first = RoundId::new(ROUND).expect("an id");
    import(&site, &first, 40).await;
    crate::flow_flood::send_traps(&site, 6).await;
    close(&first).await;
    let second = second_round(&site).await;
    import(&site, &second, 120).await;
    close(&second).await;
    site.clock
        .set("2027-02-01T10:00:00Z".parse().expect("a time"));
    // What the pages know of rounds is up to a second old.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let cookie = site.log_in(Role::Secretary).await;
    let page = format!("{RESULTS}/2026-2/eerdere-rondes");

    let waiting = site.get_as(&cookie, &page).await;
    assert!(
        waiting
            .body
            .contains("Wij vergelijken niet met december 2026."),
        "{}",
        waiting.body
    );
    assert!(
        !waiting.body.contains("20,0%"),
        "nothing of that round is shown yet"
    );

    let choice = site.get_as(&cookie, &format!("{RESULTS}/2026-1")).await;
    let fields = [
        ("bewijs", choice.hidden("bewijs")),
        ("doe", "toon".to_owned()),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let chosen = site
        .post_as(&cookie, &format!("{RESULTS}/2026-1/apart"), &fields)
        .await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);

    let compared = site.get_as(&cookie, &page).await.body;
    for said in [
        "Wij vergelijken januari 2027 met december 2026.",
        "Digitale toegang: meer mensen hebben hier een probleem mee dan eerder.",
        "december 2026 waren het 40 van de 200 mensen (20,0%). Nu 120 van de 200 mensen (60,0%)",
        "40,0 punten meer",
        "met wat zij van mij weet’ had eerst andere woorden.",
        "Toon de toetsen",
    ] {
        assert!(compared.contains(said), "{said}: {compared}");
    }
    assert!(!compared.contains("Privacy en omgang met gegevens: meer mensen"));

    let first = site
        .get_as(&cookie, &format!("{RESULTS}/2026-1/eerdere-rondes"))
        .await;
    assert_eq!(
        first.status,
        StatusCode::NOT_FOUND,
        "the first round has none before it"
    );
    let order = site
        .get_as(&cookie, &format!("{RESULTS}/2026-2/voorrang"))
        .await
        .body;
    assert!(order.contains("1,25"), "it got worse: {order}");
}

#[tokio::test]
async fn of_a_closed_round_the_council_takes_a_report_to_write_on_with() {
    let site = Site::new().await;
    let round = RoundId::new(ROUND).expect("an id");
    import(&site, &round, 40).await;
    let address = |file: &str| format!("{RESULTS}/2026-1/stuk/{file}");
    let cookie = site.log_in(Role::Secretary).await;
    let open = site.get_as(&cookie, &address("advies.docx")).await;
    assert_eq!(open.status, StatusCode::NOT_FOUND, "the round is open");
    let by = actor(&site.clock);
    site.store.close_round(&round, by).await.expect("closed");
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let results = site.get_as(&cookie, &format!("{RESULTS}/2026-1")).await;
    for (kind, format, begins) in [
        ("samenvatting", "docx", "PK"),
        ("advies", "odt", "PK"),
        ("knelpuntenrapport", "docx", "PK"),
        ("advies", "pdf", "%PDF"),
    ] {
        let file = format!("{kind}.{format}");
        assert!(results.body.contains(&address(&file)), "{file}");
        let made = site.get_as(&cookie, &address(&file)).await;
        assert_eq!(made.status, StatusCode::OK, "{file}");
        assert!(made.body.starts_with(begins), "{file}");
        let name = made.headers["content-disposition"].to_str().expect("text");
        assert!(name.contains(&file), "{name}");
    }
    for file in ["advies.exe", "geheim.docx", "advies"] {
        let page = site.get_as(&cookie, &address(file)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{file}");
    }
    let nobody = site.get(&address("advies.docx")).await;
    assert!(nobody.status.is_redirection(), "{}", nobody.status);
}
