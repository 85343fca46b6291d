//! Invitation codes: issued once, looked up by tag, let in once, and seen by staff in steps alone.

use std::sync::Arc;

use achterban::anonymity::code::Code;
use achterban::anonymity::random::OsRandom;
use achterban::domain::code_group::CodeGroup;
use achterban::domain::id::RoundId;
use achterban::store::{StoreError, Submitted};

use super::{Place, at_once, body, form, on_both, shared, someone};

const ROUND: &str = "lelystad/wmo/2026-7";

impl Place {
    async fn issue(&self, round: &RoundId, name: &str, count: usize) -> Vec<Code> {
        let codes = draw(count);
        self.store
            .issue_codes(round, &group(name), &codes, someone())
            .await
            .unwrap();
        codes
    }

    /// Answers with each of these codes.
    async fn answer(&self, round: &RoundId, codes: &[Code]) {
        let (intake, mut writer) = self.store.start_writer();
        for (number, code) in codes.iter().enumerate() {
            let sent = intake.submit_with_code(round, code, body(number)).await;
            assert_eq!(sent.unwrap(), Submitted::Stored);
        }
        drop(intake);
        assert!(writer.ended().await);
    }

    async fn answered(&self, round: &RoundId) -> Vec<Option<u64>> {
        let round = self.store.existing_round(round).await.unwrap();
        let groups = self.store.issued_codes(&round).await.unwrap();
        groups.into_iter().map(|group| group.answered).collect()
    }
}

fn draw(count: usize) -> Vec<Code> {
    let mut source = OsRandom::new();
    (0..count)
        .map(|_| Code::draw(&mut source).unwrap())
        .collect()
}

fn group(name: &str) -> CodeGroup {
    CodeGroup::new(name).unwrap()
}

/// Kendall's tau between the places in `tags` of what was issued one after the other.
fn tau(places: &[usize]) -> f64 {
    let mut sum = 0_i64;
    for (later, place) in places.iter().enumerate() {
        for before in &places[..later] {
            sum += if before < place { 1 } else { -1 };
        }
    }
    sum as f64 / (places.len() * (places.len() - 1) / 2) as f64
}

on_both! {
    async fn a_code_that_was_issued_is_known_in_its_own_round_only(place) {
        let round = place.round_with_codes(ROUND).await;
        let codes = place.issue(&round, "", 3).await;
        for code in &codes {
            assert!(place.store.knows_code(&round, code).await.unwrap());
        }
        assert!(!place.store.knows_code(&round, &draw(1)[0]).await.unwrap());
        let other = place.draft_round("lelystad/wmo/2026-1").await;
        assert!(!place.store.knows_code(&other, &codes[0]).await.unwrap());
    }

    async fn two_hundred_at_once_with_one_invitation_code_are_one_answer(place) {
        let round = place.round_with_codes(ROUND).await;
        let code = shared(place.issue(&round, "", 1).await.remove(0));
        let (intake, _writer) = place.store.start_writer();
        let sent = at_once(200, |number| {
            let (intake, round, code) = (intake.clone(), round.clone(), Arc::clone(&code));
            async move { intake.submit_with_code(&round, &code, body(number)).await.unwrap() }
        }).await;
        assert_eq!(sent.iter().filter(|sent| **sent == Submitted::Stored).count(), 1);
        assert_eq!(sent.iter().filter(|sent| **sent == Submitted::Already).count(), 199);
        assert_eq!((place.count("pool").await, place.count("nullifier").await), (1, 1));
    }

    async fn nothing_gets_into_a_round_with_codes_without_one_and_no_code_into_an_open_one(place) {
        let round = place.round_with_codes(ROUND).await;
        let code = place.issue(&round, "", 1).await.remove(0);
        let open = place.open_round("lelystad/wmo/2026-1").await;
        let (intake, _writer) = place.store.start_writer();
        let closed = Submitted::Closed;
        assert_eq!(intake.submit(&round, &form(1), body(1)).await.unwrap(), closed);
        assert_eq!(intake.submit_with_code(&round, &draw(1)[0], body(1)).await.unwrap(), closed);
        assert_eq!(intake.submit_with_code(&open, &code, body(1)).await.unwrap(), closed);
        assert_eq!((place.count("pool").await, place.count("nullifier").await), (0, 0));
    }

    async fn the_table_of_codes_is_the_same_before_and_after_they_are_used(place) {
        let round = place.round_with_codes(ROUND).await;
        let codes = place.issue(&round, "Noord", 30).await;
        let hex = if place.is_sqlite() { "hex(tag)" } else { "encode(tag, 'hex')" };
        let rows = async || place.texts(&format!("SELECT {hex} || grp FROM code ORDER BY tag")).await;
        let before = rows().await;
        place.answer(&round, &codes[..20]).await;
        place.store.flush().await.unwrap();
        place.store.close_round(&round, someone()).await.unwrap();
        assert_eq!((before.len(), rows().await), (30, before));
    }

    async fn the_order_in_the_table_says_nothing_about_the_order_on_paper(place) {
        let round = place.round_with_codes(ROUND).await;
        let codes = place.issue(&round, "", 200).await;
        let keys = place.store.keys().entry(&round).unwrap();
        let (hex, order) = if place.is_sqlite() {
            ("lower(hex(tag))", "tag")
        } else {
            // In the order of the heap: how a dump or a copy of the file holds them.
            ("encode(tag, 'hex')", "ctid")
        };
        let stored = place.texts(&format!("SELECT {hex} FROM code ORDER BY {order}")).await;
        assert!(stored.is_sorted(), "written in the order of their tags");
        let places: Vec<usize> = codes.iter().map(|code| {
            let tag = data_encoding::HEXLOWER.encode(&keys.tag(code.as_bytes()));
            stored.iter().position(|stored| *stored == tag).unwrap()
        }).collect();
        // Five standard deviations of tau at n = 200.
        assert!(tau(&places).abs() < 0.24);
    }

    async fn the_use_of_a_group_is_seen_after_the_night_in_steps_and_only_of_a_large_group(place) {
        let round = place.round_with_codes(ROUND).await;
        let large = place.issue(&round, "Noord", 60).await;
        let small = place.issue(&round, "Zuid", 24).await;
        let mut seen = Vec::new();
        for number in 0..17 {
            place.answer(&round, &large[number..=number]).await;
            seen.extend(place.answered(&round).await);
        }
        assert!(seen.iter().all(Option::is_none), "not while answers come in");
        place.answer(&round, &small[..20]).await;
        place.store.flush().await.unwrap();
        assert_eq!(place.answered(&round).await, [Some(15), None]);
        place.answer(&round, &large[17..]).await;
        place.store.close_round(&round, someone()).await.unwrap();
        assert_eq!(place.answered(&round).await, [Some(55), None], "never that all of them answered");
    }

    async fn a_second_batch_adds_to_its_group(place) {
        let round = place.round_with_codes(ROUND).await;
        place.issue(&round, "Noord", 20).await;
        place.issue(&round, "Noord", 5).await;
        let stored = place.store.existing_round(&round).await.unwrap();
        let groups = place.store.issued_codes(&stored).await.unwrap();
        assert_eq!((groups.len(), groups[0].issued, groups[0].group.as_str()), (1, 25, "Noord"));
    }

    async fn a_batch_that_is_refused_leaves_nothing(place) {
        let round = place.round_with_codes(ROUND).await;
        let refuse = async |id: &RoundId, name: &str, codes: &[Code]| {
            place.store.issue_codes(id, &group(name), codes, someone()).await.err().unwrap()
        };
        let twice = [draw(1), draw(1)].concat();
        let twice = [&twice[..], &twice[..1]].concat();
        refuse(&round, "", &twice).await;
        assert!(matches!(refuse(&round, "Jan", &draw(1)).await, StoreError::SmallGroup { fewest: 10 }));
        let open = place.draft_round("lelystad/wmo/2026-1").await;
        assert!(matches!(refuse(&open, "", &draw(1)).await, StoreError::NoCodes { .. }));
        assert_eq!((place.count("code").await, place.count("code_group").await), (0, 0));
        place.store.close_round(&round, someone()).await.unwrap();
        refuse(&round, "", &draw(1)).await;
        assert_eq!(place.count("code").await, 0);
    }

    async fn the_audit_trail_says_that_codes_were_issued_and_not_which(place) {
        let round = place.round_with_codes(ROUND).await;
        let codes = place.issue(&round, "", 2).await;
        let trail = place.store.audit_trail("lelystad", 10).await.unwrap();
        assert_eq!((trail[0].action.as_str(), trail[0].object.as_str()), ("codes.issue", ROUND));
        let written = format!("{trail:?}");
        assert!(codes.iter().all(|code| !written.contains(&code.printed())));
    }

    async fn no_code_stands_in_any_column(place) {
        let round = place.round_with_codes(ROUND).await;
        let codes = place.issue(&round, "Noord", 30).await;
        place.answer(&round, &codes[..12]).await;
        let everything = if place.is_sqlite() {
            place.store.empty_log().await.unwrap();
            std::fs::read(place.directory.database()).unwrap()
        } else {
            let mut texts = Vec::new();
            for table in ["code", "nullifier", "pool", "published", "audit", "code_group", "round"] {
                texts.extend(place.texts(&format!("SELECT CAST(t AS TEXT) FROM {table} t")).await);
            }
            texts.join("\n").into_bytes()
        };
        for code in &codes {
            for mark in [code.printed().as_bytes(), code.printed().replace('-', "").as_bytes(), code.as_bytes()] {
                assert!(!everything.windows(mark.len()).any(|window| window == mark));
            }
        }
    }
}
