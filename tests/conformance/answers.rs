//! The way of an answer: acknowledged, stored once, made visible by the flush, counted.

use std::collections::BTreeSet;
use std::time::Duration;

use achterban::domain::code_book::CodeBook;
use achterban::domain::definition::read::read;
use achterban::domain::theme::codebook;
use achterban::store::{RoundState, StoreError, Submitted};

use super::{Place, at_once, body, form, on_both, shared, someone};

fn bodies(numbers: std::ops::Range<usize>) -> BTreeSet<String> {
    numbers.map(body).collect()
}

async fn visible(place: &Place, round: &achterban::domain::id::RoundId) -> BTreeSet<String> {
    let answers = place.store.all_answers(round).await.unwrap();
    let count = answers.len();
    let different: BTreeSet<_> = answers.into_iter().collect();
    assert_eq!(different.len(), count, "each answer once");
    different
}

on_both! {
    async fn what_was_acknowledged_is_there_after_a_restart(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..12).await;
        let again = place.reopened().await.unwrap();
        let hashes = again.dump_hashes().await.unwrap();
        assert_eq!(hashes.len(), 12);
        assert!(hashes.iter().all(|line| line.starts_with("lelystad/wmo/2026-1 ")));
        assert_eq!(again.verify().await.unwrap(), []);
    }

    async fn the_same_form_sent_again_is_one_answer_and_no_error(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let (intake, _writer) = place.store.start_writer();
        let first = intake.submit(&round, b"form", body(1)).await.unwrap();
        let again = intake.submit(&round, b"form", body(2)).await.unwrap();
        assert_eq!((first, again), (Submitted::Stored, Submitted::Already));
        assert_eq!(place.count("pool").await, 1);
        assert_eq!(place.count("nullifier").await, 1);
    }

    async fn two_hundred_at_once_with_one_code_are_one_answer(place) {
        let round = shared(place.open_round("lelystad/wmo/2026-1").await);
        let (intake, _writer) = place.store.start_writer();
        let results = at_once(200, |number| {
            let (intake, round) = (intake.clone(), round.clone());
            async move { intake.submit(&round, b"one code", body(number)).await.unwrap() }
        }).await;
        let stored = results.iter().filter(|one| **one == Submitted::Stored).count();
        assert_eq!(stored, 1);
        assert!(results.iter().all(|one| *one != Submitted::Closed));
        assert_eq!(place.count("pool").await, 1);
    }

    async fn the_same_code_in_two_rounds_is_two_answers(place) {
        let first = place.open_round("lelystad/wmo/2026-1").await;
        let second = place.open_round("lelystad/wmo/2026-2").await;
        let (intake, _writer) = place.store.start_writer();
        for round in [&first, &second] {
            assert_eq!(intake.submit(round, b"code", body(1)).await.unwrap(), Submitted::Stored);
        }
    }

    async fn many_at_once_are_all_stored_once(place) {
        let round = shared(place.open_round("lelystad/wmo/2026-1").await);
        let (intake, mut writer) = place.store.start_writer();
        let results = at_once(500, |number| {
            let (intake, round) = (intake.clone(), round.clone());
            async move { intake.submit(&round, &form(number), body(number)).await.unwrap() }
        }).await;
        assert!(results.iter().all(|one| *one == Submitted::Stored));
        drop(intake);
        assert!(writer.ended().await, "the writer ends when nobody sends any more");
        assert_eq!(place.store.dump_hashes().await.unwrap().len(), 500);
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn a_draft_and_a_closed_round_take_no_answers(place) {
        let draft = place.draft_round("lelystad/wmo/2026-1").await;
        let closed = place.open_round("lelystad/wmo/2026-2").await;
        place.store.close_round(&closed, someone()).await.unwrap();
        let (intake, _writer) = place.store.start_writer();
        for round in [&draft, &closed] {
            assert_eq!(intake.submit(round, b"form", body(1)).await.unwrap(), Submitted::Closed);
        }
        assert_eq!(place.count("pool").await + place.count("nullifier").await, 0);
    }

    async fn answers_become_visible_at_night_in_steps_of_five_from_ten_on(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let seen = async || place.store.existing_round(&round).await.unwrap().published;
        place.send(&round, 0..9).await;
        assert_eq!(place.store.flush().await.unwrap(), []);
        assert_eq!((seen().await, visible(place, &round).await.len()), (0, 0), "fewer than ten in all");
        place.send(&round, 9..10).await;
        assert_eq!(seen().await, 0, "nothing before the night");
        let flushed = place.store.flush().await.unwrap();
        assert_eq!((flushed.len(), flushed[0].made_visible, flushed[0].damaged), (1, 10, 0));
        place.send(&round, 10..14).await;
        assert_eq!(place.store.flush().await.unwrap(), [], "fewer than five new ones");
        assert_eq!(seen().await, 10);
        place.send(&round, 14..15).await;
        assert_eq!(place.store.flush().await.unwrap()[0].made_visible, 5);
        assert_eq!(visible(place, &round).await, bodies(0..15));
        assert_eq!(place.count("pool").await, 0);
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn closing_shows_everything_when_there_are_ten_and_destroys_the_entry_keys(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..10).await;
        place.store.flush().await.unwrap();
        place.send(&round, 10..12).await;
        let key = place.directory.keys().join("lelystad.wmo.2026-1.key");
        assert!(key.exists());
        let flushed = place.store.close_round(&round, someone()).await.unwrap();
        assert_eq!(flushed.made_visible, 2);
        assert_eq!(visible(place, &round).await, bodies(0..12));
        assert!(!key.exists());
        let closed = place.store.existing_round(&round).await.unwrap();
        assert_eq!(closed.state, RoundState::Closed);
        assert_eq!(place.reopened().await.unwrap().verify().await.unwrap(), []);
    }

    async fn closing_with_nine_shows_nothing(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..9).await;
        let flushed = place.store.close_round(&round, someone()).await.unwrap();
        assert_eq!(flushed.made_visible, 0);
        assert_eq!(visible(place, &round).await.len(), 0);
        assert_eq!(place.store.flush().await.unwrap(), []);
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn a_flush_of_one_round_leaves_the_others_as_they_are(place) {
        let full = place.open_round("lelystad/wmo/2026-1").await;
        let small = place.open_round("diemen/wmo/2026-1").await;
        place.send(&full, 0..10).await;
        place.send(&small, 100..104).await;
        let before = place.store.dump_hashes().await.unwrap();
        place.store.flush().await.unwrap();
        assert_eq!(place.store.dump_hashes().await.unwrap(), before);
        assert_eq!(visible(place, &small).await.len(), 0);
        assert_eq!(place.count("pool").await, 4);
    }

    async fn a_round_whose_key_is_lost_does_not_keep_the_others_waiting(place) {
        let lost = place.open_round("lelystad/wmo/2026-1").await;
        let good = place.open_round("lelystad/wmo/2026-2").await;
        place.send(&lost, 0..10).await;
        place.send(&good, 100..110).await;
        std::fs::remove_file(place.directory.keys().join("lelystad.wmo.2026-1.mac")).unwrap();
        let again = place.reopened().await.unwrap();
        let flushed = again.flush().await.unwrap();
        assert_eq!((flushed.len(), &flushed[0].round), (1, &good));
        assert_eq!(place.count("pool").await, 10, "nothing of the other round is lost");
    }

    async fn submissions_wait_for_a_flush_and_none_is_refused(place) {
        let round = shared(place.open_round("lelystad/wmo/2026-1").await);
        place.send(&round, 0..200).await;
        let (intake, _writer) = place.store.start_writer();
        let store = place.store.clone();
        let flushes = tokio::spawn(async move {
            for _ in 0..5 {
                store.flush().await.unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let results = at_once(300, |number| {
            let (intake, round) = (intake.clone(), round.clone());
            async move {
                tokio::time::sleep(Duration::from_millis(number as u64 / 3)).await;
                intake.submit(&round, &form(1000 + number), body(1000 + number)).await
            }
        }).await;
        flushes.await.unwrap();
        assert!(results.iter().all(|one| matches!(one, Ok(Submitted::Stored))));
        assert_eq!(place.store.dump_hashes().await.unwrap().len(), 500);
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn imported_answers_count_at_once_beside_those_of_residents(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..10).await;
        place.store.flush().await.unwrap();
        let imported: Vec<_> = (1000..2200).map(body).collect();
        place.store.import_answers(&round, imported, someone()).await.unwrap();
        let now = place.store.existing_round(&round).await.unwrap();
        assert_eq!((now.published, now.imported), (1210, 1200));
        assert_eq!(visible(place, &round).await.len(), 1210);
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn reading_notices_a_flush_in_between(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.store.import_answers(&round, vec![body(1)], someone()).await.unwrap();
        let mut answers = place.store.answers(&round).await.unwrap();
        assert_eq!(answers.next().await.unwrap().unwrap().len(), 1);
        place.store.import_answers(&round, vec![body(2)], someone()).await.unwrap();
        assert!(matches!(answers.next().await, Err(StoreError::Conflict { .. })));
    }

    async fn every_reading_has_another_order(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.store.import_answers(&round, (0..50).map(body).collect(), someone()).await.unwrap();
        let first = place.store.all_answers(&round).await.unwrap();
        let second = place.store.all_answers(&round).await.unwrap();
        assert_ne!(first, second);
    }

    async fn segments_hold_what_the_code_book_makes_of_the_answers(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let questionnaire = read(include_str!("../../surveys/wmo.toml"), codebook());
        let code_book = CodeBook::new(&questionnaire.questionnaire.unwrap());
        let rows = async || {
            let mut segments = place.store.segments(&round, &code_book).await.unwrap();
            let mut rows = 0;
            while let Some(segment) = segments.next().await.unwrap() {
                assert_eq!(segment.width(), code_book.width());
                rows += segment.rows();
            }
            rows
        };
        let empty = r#"{"v":1,"a":{}}"#;
        assert_eq!(rows().await, 0);
        let many = vec![empty.to_owned(); 9000];
        place.store.import_answers(&round, many, someone()).await.unwrap();
        assert_eq!(rows().await, 9000);
        assert_eq!(place.count("segment").await, 2);
        place.store.import_answers(&round, vec![empty.to_owned()], someone()).await.unwrap();
        assert_eq!(place.count("segment").await, 0, "old columns go with the change");
        assert_eq!((rows().await, rows().await), (9001, 9001));
    }
}
