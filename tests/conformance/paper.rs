//! Paper: numbers that were printed, first entries that wait, and what is left of both.

use achterban::domain::form_number::FormNumber;
use achterban::domain::id::RoundId;
use achterban::store::{FirstEntry, StoreError, Submitted};

use super::anonymity::{files, places_of};
use super::{Place, body, day, on_both, someone};

fn first(by: &str, number: usize) -> FirstEntry {
    FirstEntry {
        by: by.to_owned(),
        body: body(number),
    }
}

/// Who keys in, and when.
const ANNA: (&str, &str) = ("anna", "2026-11-20");

async fn keep(place: &Place, round: &RoundId, number: &FormNumber, entry: &FirstEntry) -> bool {
    let who = (ANNA.0, day(ANNA.1));
    place
        .store
        .keep_first_entry(round, &number.as_proof(), entry, who)
        .await
        .unwrap()
}

/// The bytes of every first entry as hexadecimal digits.
async fn sealed(place: &Place) -> Vec<String> {
    let hex = if place.is_sqlite() {
        "lower(hex(sealed))"
    } else {
        "encode(sealed, 'hex')"
    };
    place.texts(&format!("SELECT {hex} FROM paper_entry")).await
}

on_both! {
    async fn a_number_counts_once_it_is_issued_and_only_in_its_round(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let other = place.open_round("diemen/wmo/2026-1").await;
        let numbers = place.store.draw_form_numbers(100).unwrap();
        assert!(!numbers.is_sorted(), "in no order");
        assert!(!place.store.is_form_of(&round, &numbers[0]).await.unwrap());
        place.store.issue_forms(&round, &numbers, someone()).await.unwrap();
        for number in &numbers {
            assert!(place.store.is_form_of(&round, number).await.unwrap());
        }
        assert!(!place.store.is_form_of(&other, &numbers[0]).await.unwrap());
        let again = place.store.issue_forms(&round, &numbers[99..], someone()).await;
        assert!(matches!(again, Err(StoreError::Exists { .. })));
        assert_eq!(place.count("paper_form").await, 100);
    }

    async fn paper_is_a_property_of_the_round(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        assert_eq!(place.store.paper(&round).await.unwrap(), None);
        place.store.allow_paper(&round, true, someone()).await.unwrap();
        let paper = place.store.paper(&round).await.unwrap().unwrap();
        assert_eq!((paper.twice, paper.printed, paper.waiting), (true, 0, 0));
        place.store.allow_paper(&round, false, someone()).await.unwrap();
        assert!(!place.store.paper(&round).await.unwrap().unwrap().twice);
    }

    async fn a_first_entry_is_read_with_its_number_alone_and_the_first_one_stays(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let (number, other) = (FormNumber::new(1), FormNumber::new(2));
        assert!(keep(place, &round, &number, &first("anna", 1)).await);
        assert!(!keep(place, &round, &number, &first("bert", 2)).await);
        let read = place.store.first_entry(&round, &number.as_proof()).await.unwrap();
        assert_eq!(read, Some(first("anna", 1)));
        assert_eq!(place.store.first_entry(&round, &other.as_proof()).await.unwrap(), None);
        let text = place.texts("SELECT round FROM paper_entry WHERE CAST(sealed AS TEXT) LIKE '%antwoord%'").await;
        assert_eq!(text, Vec::<String>::new());
        assert_eq!(place.store.paper(&round).await.unwrap(), None, "keeping an entry allows no paper by itself");
    }

    async fn who_keyed_in_is_told_by_person_and_day_without_the_form(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        for number in 1..=3 {
            keep(place, &round, &FormNumber::new(number), &first("anna", 1)).await;
        }
        let who = (ANNA.0, day(ANNA.1));
        place.store.finish_form(&round, &FormNumber::new(1).as_proof(), who).await.unwrap();
        let council = round.client_council();
        let trail = place.store.audit_trail(council.as_str(), 100).await.unwrap();
        let keyed: Vec<_> = trail.iter().filter(|entry| entry.action == "paper.key_in").collect();
        assert_eq!(keyed.len(), 1);
        assert_eq!((keyed[0].at.as_str(), keyed[0].object.as_str()), (ANNA.1, round.as_str()));
        assert_eq!(place.count("paper_entry").await, 2);
    }

    async fn an_answer_on_paper_leaves_the_same_row_as_one_on_the_website(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let (intake, _writer) = place.store.start_writer();
        let number = FormNumber::new(7);
        let proof = number.as_proof();
        assert!(!place.store.is_keyed_in(&round, &number).await.unwrap());
        assert_eq!(intake.submit(&round, &proof, body(1)).await.unwrap(), Submitted::Stored);
        assert_eq!(intake.submit(&round, &proof, body(2)).await.unwrap(), Submitted::Already);
        assert!(place.store.is_keyed_in(&round, &number).await.unwrap());
        intake.submit(&round, b"form on the website", body(1)).await.unwrap();
        assert_eq!(place.texts("SELECT DISTINCT round || body FROM pool").await.len(), 1);
        assert_eq!(place.texts("SELECT DISTINCT grp FROM nullifier").await, [""]);
    }

    async fn a_close_takes_numbers_and_waiting_entries_away_and_a_night_only_their_order(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let other = place.open_round("diemen/wmo/2026-1").await;
        let numbers = place.store.draw_form_numbers(20).unwrap();
        for round in [&round, &other] {
            place.store.issue_forms(round, &numbers, someone()).await.unwrap();
            keep(place, round, &numbers[0], &first("anna", 1)).await;
        }
        place.store.flush().await.unwrap();
        assert_eq!((place.count("paper_form").await, place.count("paper_entry").await), (40, 2));
        let kept = place.store.first_entry(&round, &numbers[0].as_proof()).await.unwrap();
        assert_eq!(kept, Some(first("anna", 1)));

        let before = sealed(place).await;
        place.store.close_round(&round, someone()).await.unwrap();
        assert_eq!((place.count("paper_form").await, place.count("paper_entry").await), (20, 1));
        let after = sealed(place).await;
        if place.is_sqlite() {
            let gone = before.iter().find(|bytes| !after.contains(bytes)).unwrap();
            let gone = data_encoding::HEXLOWER.decode(gone.as_bytes()).unwrap();
            assert_eq!(places_of(&gone, &files(place)), Vec::<usize>::new());
        } else {
            let transactions = place.texts("SELECT DISTINCT xmin::TEXT FROM paper_form").await;
            assert_eq!(transactions.len(), 1, "written anew in one transaction");
        }
        let still = place.store.first_entry(&other, &numbers[0].as_proof()).await.unwrap();
        assert_eq!(still, Some(first("anna", 1)), "another round keeps its paper");
    }
}

#[tokio::test]
async fn no_number_and_no_trace_of_an_entry_that_was_matched_stays_in_the_file() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    let numbers = place.store.draw_form_numbers(5).unwrap();
    place
        .store
        .issue_forms(&round, &numbers, someone())
        .await
        .unwrap();
    keep(&place, &round, &numbers[0], &first("anna", 1)).await;
    let kept = sealed(&place).await.remove(0);
    let kept = data_encoding::HEXLOWER.decode(kept.as_bytes()).unwrap();
    let who = (ANNA.0, day(ANNA.1));
    place
        .store
        .finish_form(&round, &numbers[0].as_proof(), who)
        .await
        .unwrap();
    place.store.empty_log().await.unwrap();
    assert_eq!(places_of(&kept, &files(&place)), Vec::<usize>::new());
    for number in &numbers {
        assert!(places_of(number.as_str().as_bytes(), &files(&place)).is_empty());
    }
}
