//! What was changed behind the program's back is found and named.

use achterban::store::{Finding, StoredFile};

use super::{Place, body, on_both, someone};

async fn with_answers(place: &Place) -> achterban::domain::id::RoundId {
    let round = place.open_round("lelystad/wmo/2026-1").await;
    place.send(&round, 0..12).await;
    place.store.flush().await.unwrap();
    place.send(&round, 12..15).await;
    round
}

on_both! {
    async fn every_changed_answer_is_named(place) {
        with_answers(place).await;
        for table in ["published", "pool"] {
            for (from, to) in [("einde", "einda"), ("\"v\":1", "\"v\":2"), ("antwoord", "Antwoord")] {
                let change = format!("UPDATE {table} SET body = replace(body, '{from}', '{to}')");
                let rows = place.behind_its_back(&change).await.unwrap();
                let findings = place.store.verify().await.unwrap();
                let named = findings.iter().filter(|f| matches!(f, Finding::Answer { table: t, .. } if *t == table));
                assert_eq!(named.count() as u64, rows, "{change}");
                let back = format!("UPDATE {table} SET body = replace(body, '{to}', '{from}')");
                place.behind_its_back(&back).await.unwrap();
                assert_eq!(place.store.verify().await.unwrap(), []);
            }
        }
    }

    async fn answers_that_swap_places_are_named(place) {
        with_answers(place).await;
        let swap = "UPDATE published SET body = (SELECT max(body) FROM published)";
        place.behind_its_back(swap).await.unwrap();
        let findings = place.store.verify().await.unwrap();
        assert_eq!(findings.len(), 11, "all but the one that kept its own");
    }

    async fn a_removed_answer_or_nullifier_is_missed(place) {
        with_answers(place).await;
        let remove = "DELETE FROM published WHERE id = (SELECT min(id) FROM published)";
        let remove = if place.is_sqlite() { remove.to_owned() } else {
            remove.replace("= (SELECT min(id) FROM published)", "IN (SELECT id FROM published LIMIT 1)")
        };
        place.behind_its_back(&remove).await.unwrap();
        let findings = place.store.verify().await.unwrap();
        assert!(findings.iter().any(|f| matches!(f, Finding::Count { expected: 12, found: 11, .. })), "{findings:?}");
        assert!(findings.iter().any(|f| matches!(f, Finding::Count { expected: 14, found: 15, .. })), "{findings:?}");
    }

    async fn a_damaged_answer_is_not_signed_anew_by_a_flush(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..20).await;
        let change = "UPDATE pool SET body = replace(body, 'einde', 'einda') WHERE body LIKE '%00007%'";
        assert_eq!(place.behind_its_back(change).await.unwrap(), 1);
        let flushed = place.store.flush().await.unwrap();
        assert_eq!((flushed[0].made_visible, flushed[0].damaged), (19, 1));
        let findings = place.store.verify().await.unwrap();
        assert!(matches!(&findings[..], [Finding::Answer { table: "pool", .. }]), "{findings:?}");
        assert_eq!(place.store.all_answers(&round).await.unwrap().len(), 19);
    }

    async fn a_changed_row_of_the_audit_trail_breaks_the_chain(place) {
        place.open_round("lelystad/wmo/2026-1").await;
        assert_eq!(place.store.verify().await.unwrap(), []);
        let unlock = if place.is_sqlite() { "DROP TRIGGER audit_no_update" } else {
            "ALTER TABLE audit DISABLE TRIGGER ALL"
        };
        place.behind_its_back(unlock).await.unwrap();
        place.behind_its_back("UPDATE audit SET actor = 'bert' WHERE number = 2").await.unwrap();
        let findings = place.store.verify().await.unwrap();
        assert_eq!(findings[0], Finding::Audit { number: 2 });
    }

    async fn a_changed_file_is_named(place) {
        let file = StoredFile { name: "rapport.pdf".to_owned(), media_type: "application/pdf".to_owned(), bytes: vec![1; 9] };
        place.store.keep_file(&file).await.unwrap();
        let zero = if place.is_sqlite() { "x'00'" } else { "'\\x00'::bytea" };
        place.behind_its_back(&format!("UPDATE file SET bytes = {zero}")).await.unwrap();
        let named = Finding::File { name: "rapport.pdf".to_owned() };
        assert_eq!(place.store.verify().await.unwrap(), [named]);
    }

    async fn answers_of_a_round_that_does_not_exist_are_orphans(place) {
        with_answers(place).await;
        place.behind_its_back("UPDATE pool SET round = 'lelystad/wmo/gone'").await.unwrap();
        let findings = place.store.verify().await.unwrap();
        assert!(findings.iter().any(|f| matches!(f, Finding::Orphans { .. })), "{findings:?}");
    }

    async fn a_lost_or_wrong_key_of_an_open_round_is_named_and_answers_stay_readable(place) {
        let round = with_answers(place).await;
        let key = place.directory.keys().join("lelystad.wmo.2026-1.key");
        let good = std::fs::read(&key).unwrap();
        std::fs::remove_file(&key).unwrap();
        let again = place.reopened().await.unwrap();
        let findings = again.verify().await.unwrap();
        assert!(findings[0].to_string().contains("missing"), "{findings:?}");
        assert_eq!(again.all_answers(&round).await.unwrap().len(), 12);
        let (intake, _writer) = again.start_writer();
        assert!(intake.submit(&round, b"form", body(99)).await.is_err(), "no answer without its key");
        // Another round's key under this name, made in another installation.
        let other = Place::sqlite().await;
        other.open_round("lelystad/wmo/2026-1").await;
        std::fs::copy(other.directory.keys().join("lelystad.wmo.2026-1.key"), &key).unwrap();
        let again = place.reopened().await.unwrap();
        let findings = again.verify().await.unwrap();
        assert!(findings[0].to_string().contains("not the one"), "{findings:?}");
        std::fs::write(&key, good).unwrap();
        assert_eq!(place.reopened().await.unwrap().verify().await.unwrap(), []);
    }
}

#[tokio::test]
async fn every_bit_flipped_in_a_stored_answer_is_found() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    place
        .store
        .import_answers(&round, (0..12).map(body).collect(), someone())
        .await
        .unwrap();
    place.store.close().await;
    let file = place.directory.database();
    let good = std::fs::read(&file).unwrap();
    let text = body(5).into_bytes();
    let start = good
        .windows(text.len())
        .position(|window| window == text)
        .unwrap();
    for place_in_text in (0..text.len()).step_by(3) {
        let mut bad = good.clone();
        bad[start + place_in_text] ^= 1 << (place_in_text % 8);
        std::fs::write(&file, &bad).unwrap();
        let store = place.reopened().await.unwrap();
        let found = store.verify().await;
        store.close().await;
        assert!(
            !matches!(found, Ok(findings) if findings.is_empty()),
            "byte {place_in_text}"
        );
    }
}
