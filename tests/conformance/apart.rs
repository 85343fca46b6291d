//! Answers that are set apart: as hidden as the others, countable after the close, and taken in or left out as a whole.

use achterban::domain::id::RoundId;
use achterban::domain::suspicion::Suspicion;
use achterban::store::{Apart, Finding, StoreError, Submitted};

use super::{Place, body, form, on_both, someone};

/// Sends answers that are set apart.
async fn send_suspect(
    place: &Place,
    round: &RoundId,
    numbers: std::ops::Range<usize>,
    reason: Suspicion,
) {
    let (intake, mut writer) = place.store.start_writer();
    for number in numbers {
        let sent = intake
            .submit_or_set_apart(round, &form(number), body(number), Some(reason))
            .await;
        assert_eq!(sent.unwrap(), Submitted::Stored);
    }
    drop(intake);
    assert!(writer.ended().await);
}

async fn published(place: &Place, round: &RoundId) -> u64 {
    place.store.existing_round(round).await.unwrap().published
}

fn apart(reason: Suspicion, count: u64, taken: bool, fixed: bool) -> Apart {
    Apart {
        reason,
        count,
        taken,
        fixed,
    }
}

on_both! {
    async fn what_is_set_apart_is_kept_counted_by_verify_and_seen_by_nobody_while_the_round_is_open(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..12).await;
        send_suspect(place, &round, 12..19, Suspicion::TooFast).await;
        assert_eq!(place.store.apart(&round).await.unwrap(), []);
        place.store.flush().await.unwrap();
        assert_eq!((published(place, &round).await, place.count("apart").await), (12, 7));
        assert_eq!(place.store.all_answers(&round).await.unwrap().len(), 12);
        assert_eq!(place.store.verify().await.unwrap(), []);
        assert_eq!(place.store.dump_hashes().await.unwrap().len(), 19, "nothing is dropped in silence");
        assert!(matches!(place.store.choose_apart(&round, &[], someone()).await, Err(StoreError::RoundState { .. })));
    }

    async fn the_same_form_is_one_answer_whether_it_is_suspect_or_not(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        send_suspect(place, &round, 0..1, Suspicion::Trap).await;
        let (intake, _writer) = place.store.start_writer();
        let again = intake.submit(&round, &form(0), body(0)).await.unwrap();
        assert_eq!(again, Submitted::Already);
        assert_eq!((place.count("apart").await, place.count("pool").await), (1, 0));
    }

    async fn a_reason_is_taken_in_as_a_whole_and_the_choice_can_change_until_someone_looks(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..12).await;
        send_suspect(place, &round, 12..19, Suspicion::TooFast).await;
        send_suspect(place, &round, 19..22, Suspicion::Trap).await;
        place.store.close_round(&round, someone()).await.unwrap();
        let store = &place.store;
        store.choose_apart(&round, &[Suspicion::Trap], someone()).await.unwrap();
        store.choose_apart(&round, &[Suspicion::TooFast], someone()).await.unwrap();
        assert_eq!(store.apart(&round).await.unwrap(), [
            apart(Suspicion::Trap, 3, false, false),
            apart(Suspicion::TooFast, 7, true, false),
        ]);
        assert_eq!(published(place, &round).await, 12, "nothing moves before the first look");

        assert_eq!(store.all_answers(&round).await.unwrap().len(), 19, "looking fixes the choice");
        assert_eq!(store.apart(&round).await.unwrap(), [
            apart(Suspicion::Trap, 3, false, true),
            apart(Suspicion::TooFast, 7, true, true),
        ]);
        let late = store.choose_apart(&round, &[Suspicion::Trap], someone()).await;
        assert!(matches!(late, Err(StoreError::Conflict { .. })));
        assert_eq!((place.count("apart").await, place.count("pool").await), (3, 0));
        assert_eq!(store.verify().await.unwrap(), []);
        let trail = store.audit_trail("lelystad", 10).await.unwrap();
        assert_eq!(trail.iter().filter(|row| row.action == "round.choose_apart").count(), 2);
    }

    async fn without_a_choice_a_look_at_results_leaves_out_what_was_set_apart(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..12).await;
        send_suspect(place, &round, 12..15, Suspicion::TooMany).await;
        place.store.close_round(&round, someone()).await.unwrap();
        assert_eq!(place.store.all_answers(&round).await.unwrap().len(), 12);
        assert_eq!(place.store.apart(&round).await.unwrap(), [apart(Suspicion::TooMany, 3, false, true)]);
    }

    async fn what_was_taken_in_counts_towards_the_fewest_answers_that_are_shown(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..8).await;
        send_suspect(place, &round, 8..10, Suspicion::TooFast).await;
        place.store.close_round(&round, someone()).await.unwrap();
        assert_eq!(published(place, &round).await, 0);
        place.store.choose_apart(&round, &[Suspicion::TooFast], someone()).await.unwrap();
        place.store.fix_apart(&round).await.unwrap();
        assert_eq!(published(place, &round).await, 10);
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn a_changed_answer_or_reason_is_named_and_never_taken_in(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..12).await;
        send_suspect(place, &round, 12..16, Suspicion::TooFast).await;
        place.store.close_round(&round, someone()).await.unwrap();
        let change = "UPDATE apart SET body = replace(body, 'einde', 'einda') WHERE body LIKE '%00013%'";
        assert_eq!(place.behind_its_back(change).await.unwrap(), 1);
        place.store.choose_apart(&round, &[Suspicion::TooFast], someone()).await.unwrap();
        place.store.fix_apart(&round).await.unwrap();
        assert_eq!(published(place, &round).await, 15);
        let findings = place.store.verify().await.unwrap();
        assert!(matches!(&findings[..], [Finding::Answer { table: "apart", .. }]), "{findings:?}");
        place.behind_its_back("UPDATE apart SET reason = 'valstrik'").await.unwrap();
        assert_eq!(place.store.verify().await.unwrap().len(), 1);
    }

    async fn a_row_that_is_set_apart_has_no_more_than_its_reason_and_no_other_id_than_what_counts(place) {
        let columns = if place.is_sqlite() {
            "SELECT name FROM pragma_table_info('apart') ORDER BY cid"
        } else {
            "SELECT column_name::TEXT FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = 'apart' ORDER BY ordinal_position"
        };
        assert_eq!(place.texts(columns).await, ["round", "reason", "id", "body", "mac"]);
        let round = place.open_round("lelystad/wmo/2026-1").await;
        send_suspect(place, &round, 0..20, Suspicion::TooFast).await;
        let hex = if place.is_sqlite() { "hex(id)" } else { "encode(id, 'hex')" };
        let before = place.texts(&format!("SELECT {hex} FROM apart")).await;
        place.store.close_round(&round, someone()).await.unwrap();
        place.store.choose_apart(&round, &[Suspicion::TooFast], someone()).await.unwrap();
        place.store.fix_apart(&round).await.unwrap();
        let after = place.texts(&format!("SELECT {hex} FROM published")).await;
        assert_eq!(after.len(), 20);
        assert!(after.iter().all(|id| !before.contains(id)));
    }
}

#[tokio::test]
async fn on_postgresql_the_night_takes_the_order_out_of_what_is_set_apart() {
    let Some(place) = Place::postgresql().await else {
        return;
    };
    let round = place.open_round("lelystad/wmo/2026-1").await;
    send_suspect(&place, &round, 0..60, Suspicion::TooFast).await;
    let transactions = "SELECT DISTINCT xmin::TEXT FROM apart";
    assert!(place.texts(transactions).await.len() > 20, "the control");
    place.store.flush().await.unwrap();
    assert_eq!(place.texts(transactions).await.len(), 1);
    let heap = place
        .texts("SELECT encode(id, 'hex') FROM apart ORDER BY ctid")
        .await;
    assert!(heap.is_sorted());
}
