//! No order, no time, no trace: what protects the people who answer.
//!
//! Each test looks at the database as someone with a copy of it would.

use std::time::Duration;

use achterban::domain::definition::Channel;
use achterban::domain::id::RoundId;
use achterban::store::NewSignal;

use super::{Place, body, day, form, on_both, questionnaire};

const OF_RESIDENTS: [&str; 8] = [
    "code",
    "nullifier",
    "pool",
    "published",
    "signal",
    "contact",
    "paper_form",
    "paper_entry",
];

/// Database and write-ahead log, as bytes.
pub(super) fn files(place: &Place) -> Vec<u8> {
    let database = place.directory.database();
    let mut bytes = std::fs::read(&database).unwrap();
    bytes.extend(std::fs::read(database.with_extension("db-wal")).unwrap_or_default());
    bytes
}

fn log_size(place: &Place) -> u64 {
    let log = place.directory.database().with_extension("db-wal");
    std::fs::metadata(log).map_or(0, |file| file.len())
}

pub(super) fn places_of(marker: &[u8], bytes: &[u8]) -> Vec<usize> {
    bytes
        .windows(marker.len())
        .enumerate()
        .filter(|(_, window)| *window == marker)
        .map(|(place, _)| place)
        .collect()
}

/// Where each of `markers` stands in the file; each must be there exactly once.
fn offsets(markers: &[Vec<u8>], bytes: &[u8]) -> Vec<usize> {
    markers
        .iter()
        .map(|marker| {
            let places = places_of(marker, bytes);
            assert_eq!(places.len(), 1, "{}", String::from_utf8_lossy(marker));
            places[0]
        })
        .collect()
}

fn answers(count: usize) -> Vec<Vec<u8>> {
    (0..count)
        .map(|number| format!("antwoord-{number:05}-einde").into_bytes())
        .collect()
}

fn nullifiers(place: &Place, round: &RoundId, count: usize) -> Vec<Vec<u8>> {
    let keys = place.store.keys().entry(round).unwrap();
    (0..count)
        .map(|number| keys.nullifier(&form(number)).as_bytes().to_vec())
        .collect()
}

/// Kendall's tau between the order of arrival and the order in the file: 1 or -1 gives it all away, 0 nothing.
fn tau(offsets: &[usize]) -> f64 {
    let mut sum = 0_i64;
    for (later, offset) in offsets.iter().enumerate() {
        for before in &offsets[..later] {
            sum += if before < offset { 1 } else { -1 };
        }
    }
    let pairs = offsets.len() * (offsets.len() - 1) / 2;
    sum as f64 / pairs as f64
}

#[tokio::test]
async fn before_a_flush_the_order_within_a_page_gives_arrival_away() {
    // The control: shows that the two tests below measure something.
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    place.send(&round, 0..20).await;
    place.store.empty_log().await.unwrap();
    let bytes = files(&place);
    assert!(tau(&offsets(&answers(20), &bytes)).abs() > 0.9);
    assert!(tau(&offsets(&nullifiers(&place, &round, 20), &bytes)).abs() > 0.9);
}

#[tokio::test]
async fn after_a_flush_the_file_has_no_order_of_arrival() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    place.send(&round, 0..150).await;
    place.store.flush().await.unwrap();
    let bytes = files(&place);
    let (answers, nullifiers) = (answers(150), nullifiers(&place, &round, 150));
    // 0.3 is five standard deviations of tau at n = 150.
    assert!(tau(&offsets(&answers, &bytes)).abs() < 0.3);
    assert!(tau(&offsets(&nullifiers, &bytes)).abs() < 0.3);
}

#[tokio::test]
async fn after_a_flush_the_order_of_nullifiers_says_nothing_about_the_order_of_answers() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    place.send(&round, 0..150).await;
    place.store.flush().await.unwrap();
    let bytes = files(&place);
    let nullifiers = offsets(&nullifiers(&place, &round, 150), &bytes);
    let mut pairs: Vec<_> = nullifiers
        .into_iter()
        .zip(offsets(&answers(150), &bytes))
        .collect();
    pairs.sort_unstable();
    let answers: Vec<_> = pairs.into_iter().map(|(_, answer)| answer).collect();
    assert!(tau(&answers).abs() < 0.3);
}

#[tokio::test]
async fn a_night_without_enough_answers_still_takes_the_order_away() {
    let place = Place::sqlite().await;
    let big = place.open_round("lelystad/wmo/2026-1").await;
    place.send(&big, 0..4).await;
    let pages = async || {
        let sql = "SELECT CAST(rootpage AS TEXT) FROM sqlite_schema WHERE name IN ('pool', 'nullifier') ORDER BY name";
        place.texts(sql).await
    };
    let before = pages().await;
    assert_eq!(place.store.flush().await.unwrap(), []);
    assert_ne!(pages().await, before, "both tables were written anew");
    place.store.empty_log().await.unwrap();
    offsets(&answers(4), &files(&place));
}

#[tokio::test]
async fn the_write_ahead_log_is_empty_five_seconds_after_the_last_answer() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    let (intake, _writer) = place.store.start_writer();
    intake.submit(&round, b"form", body(1)).await.unwrap();
    assert!(log_size(&place) > 0);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(log_size(&place), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_who_lingers_keeps_the_log_from_being_emptied_only_until_he_goes() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    let (intake, _writer) = place.store.start_writer();
    intake.submit(&round, b"first", body(0)).await.unwrap();
    let mut reader = place.raw_sqlite().await;
    sqlx::raw_sql("BEGIN; SELECT count(*) FROM pool")
        .execute(&mut reader)
        .await
        .unwrap();
    for number in 1..40 {
        // Answers come in while he reads; none is refused or waits longer than the program waits for a lock.
        let begin = std::time::Instant::now();
        intake
            .submit(&round, &form(number), body(number))
            .await
            .unwrap();
        assert!(
            begin.elapsed() < Duration::from_secs(6),
            "{:?}",
            begin.elapsed()
        );
    }
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(log_size(&place) > 0, "the control: he is in the way");
    sqlx::raw_sql("COMMIT").execute(&mut reader).await.unwrap();
    let begin = std::time::Instant::now();
    while log_size(&place) > 0 {
        assert!(
            begin.elapsed() < Duration::from_secs(15),
            "{} bytes are left",
            log_size(&place)
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn no_trace_of_a_deleted_signal_stays_in_the_file() {
    let place = Place::sqlite().await;
    let ours = place.client_council("lelystad").await;
    let marker = b"MARKER-een-lang-verhaal";
    for number in 0..30 {
        let text = format!(
            "{{\"verhaal\":\"{} {number}\"}}",
            String::from_utf8_lossy(marker).repeat(40)
        );
        let signal = NewSignal {
            client_council: ours.clone(),
            channel: Channel::Website,
            day: day("2026-11-20"),
            questionnaire: questionnaire("signaal"),
            questionnaire_version: 1,
            answers: text,
            subject: achterban::domain::signal::Subject {
                themes: Vec::new(),
                law: None,
                aspect: None,
                kind: achterban::domain::signal::SignalKind::Knelpunt,
                grave: false,
            },
            contact: None,
        };
        place
            .store
            .receive_signal(&signal, &form(number))
            .await
            .unwrap();
    }
    place.store.empty_log().await.unwrap();
    assert!(!places_of(marker, &files(&place)).is_empty());
    for signal in place.store.signals(&ours).await.unwrap() {
        place
            .store
            .delete_signal(&ours, &signal, super::someone())
            .await
            .unwrap();
    }
    place.store.empty_log().await.unwrap();
    assert!(places_of(marker, &files(&place)).is_empty());
}

#[tokio::test]
async fn neither_form_nor_code_stands_in_the_file() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    let (intake, _writer) = place.store.start_writer();
    intake
        .submit(&round, b"CODE-0123456789ABCDEF", body(1))
        .await
        .unwrap();
    assert!(places_of(b"CODE-0123456789ABCDEF", &files(&place)).is_empty());
    let hexadecimal = places_of(b"434F44452D", &files(&place));
    assert!(hexadecimal.is_empty());
}

#[tokio::test]
async fn tables_of_residents_have_random_keys_and_no_rowid_also_after_a_flush() {
    let place = Place::sqlite().await;
    let round = place.open_round("lelystad/wmo/2026-1").await;
    let schema = async |table: &str| {
        let sql =
            format!("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '{table}'");
        place.texts(&sql).await.remove(0).replace('"', "")
    };
    let mut before = Vec::new();
    for table in OF_RESIDENTS {
        let sql = schema(table).await;
        assert!(sql.ends_with("WITHOUT ROWID"), "{table}");
        let length = if matches!(table, "code" | "nullifier" | "paper_form" | "paper_entry") {
            32
        } else {
            16
        };
        assert!(
            sql.contains(&format!(") = {length})")) || table == "contact",
            "{table} has a key of {length} bytes"
        );
        before.push(sql);
    }
    place.send(&round, 0..10).await;
    place.store.flush().await.unwrap();
    for (table, before) in OF_RESIDENTS.into_iter().zip(before) {
        assert_eq!(schema(table).await, before);
    }
    let sequences = "SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_sequence'";
    assert_eq!(place.texts(sequences).await, Vec::<String>::new());
}

#[tokio::test]
async fn on_postgresql_a_flush_is_one_transaction_in_the_order_of_random_keys() {
    let Some(place) = Place::postgresql().await else {
        return;
    };
    let round = place.open_round("lelystad/wmo/2026-1").await;
    place.send(&round, 0..120).await;
    let transactions = async |table: &str| {
        place
            .texts(&format!("SELECT DISTINCT xmin::TEXT FROM {table}"))
            .await
    };
    assert!(
        transactions("pool").await.len() > 50,
        "the control: a transaction an answer"
    );
    place.store.flush().await.unwrap();
    let answers = transactions("published").await;
    assert_eq!(answers.len(), 1);
    assert_eq!(transactions("nullifier").await, answers);
    for (table, key) in [("published", "id"), ("nullifier", "n")] {
        let heap = place
            .texts(&format!(
                "SELECT encode({key}, 'hex') FROM {table} ORDER BY ctid"
            ))
            .await;
        assert!(heap.is_sorted(), "{table} stands in the order of its keys");
    }
    assert_eq!(place.count("pool").await, 0);
}

on_both! {
    async fn the_four_tables_have_no_column_that_tells_who_or_when(place) {
        let columns = async |table: &str| {
            let sql = if place.is_sqlite() {
                format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid")
            } else {
                format!("SELECT column_name::TEXT FROM information_schema.columns
                    WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position")
            };
            place.texts(&sql).await
        };
        assert_eq!(columns("code").await, ["round", "tag", "grp"]);
        assert_eq!(columns("nullifier").await, ["round", "n", "grp"]);
        assert_eq!(columns("pool").await, ["round", "id", "body", "mac"]);
        assert_eq!(columns("published").await, ["round", "id", "body", "mac"]);
        let sequences = if place.is_sqlite() {
            "SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'"
        } else {
            "SELECT sequence_name::TEXT FROM information_schema.sequences WHERE sequence_schema = current_schema()"
        };
        assert_eq!(place.texts(sequences).await, Vec::<String>::new());
    }

    async fn two_people_with_the_same_answers_leave_the_same_row_but_for_its_random_id(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let (intake, _writer) = place.store.start_writer();
        intake.submit(&round, &form(1), body(7)).await.unwrap();
        intake.submit(&round, &form(2), body(7)).await.unwrap();
        let rows = place.texts("SELECT DISTINCT round || body FROM pool").await;
        assert_eq!(rows.len(), 1);
        let groups = place.texts("SELECT DISTINCT grp FROM nullifier").await;
        assert_eq!(groups, [""]);
    }

    async fn an_answer_gets_a_new_id_when_it_becomes_visible(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..20).await;
        let hex = if place.is_sqlite() { "hex(id)" } else { "encode(id, 'hex')" };
        let before = place.texts(&format!("SELECT {hex} FROM pool")).await;
        place.store.flush().await.unwrap();
        let after = place.texts(&format!("SELECT {hex} FROM published")).await;
        assert_eq!(after.len(), 20);
        assert!(after.iter().all(|id| !before.contains(id)));
    }

    async fn the_codes_stay_as_they_were_whoever_answers(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..10).await;
        place.store.flush().await.unwrap();
        assert_eq!(place.count("code").await, 0);
    }
}
