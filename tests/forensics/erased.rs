//! T-10: what is over its term is gone: not from a table alone, but from every byte of the files.

use std::path::{Path, PathBuf};

use achterban::anonymity::random::Id;
use achterban::domain::definition::Channel;
use achterban::domain::id::RoundId;
use achterban::domain::signal::{SignalKind, Subject};
use achterban::store::{Contact, NewReport, NewSignal, StoredFile, Submitted};
use data_encoding::HEXLOWER;

use super::postgres_files;
use crate::conformance::{Place, day, on_both, questionnaire, someone};

const TABLES: [&str; 6] = [
    "code",
    "nullifier",
    "pool",
    "published",
    "signal",
    "contact",
];

/// How often these bytes stand in any file of the data directory, or of PostgreSQL's tables.
async fn count(place: &Place, marker: &[u8]) -> usize {
    let mut files: Vec<Vec<u8>> = Vec::new();
    for path in files_in(place.directory.path()) {
        files.push(std::fs::read(path).unwrap());
    }
    if !place.is_sqlite() {
        for table in TABLES {
            files.extend(postgres_files::files(place, table).await);
        }
    }
    let found = files.iter().map(|bytes| {
        bytes
            .windows(marker.len())
            .filter(|window| *window == marker)
            .count()
    });
    found.sum()
}

fn files_in(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn body(marker: &str) -> String {
    format!(
        r#"{{"v":1,"a":{{"beter":{{"text":"{marker}"}},"hulp":["uitkering"],"soort":{{"other":"{marker}"}}}}}}"#
    )
}

/// So many answers with own words, each with a code that was issued.
async fn answered(place: &Place, round: &RoundId, count: usize) {
    let keys = place.store.keys().entry(round).unwrap();
    let (intake, mut writer) = place.store.start_writer();
    for number in 0..count {
        let code = format!("CODE-{number:05}");
        let tag = HEXLOWER.encode(&keys.tag(code.as_bytes()));
        let literal = if place.is_sqlite() {
            format!("x'{tag}'")
        } else {
            format!("'\\x{tag}'")
        };
        let issue = format!("INSERT INTO code (round, tag, grp) VALUES ('{round}', {literal}, '')");
        let clean = if place.is_sqlite() {
            "PRAGMA secure_delete = ON; "
        } else {
            ""
        };
        place
            .behind_its_back(&format!("{clean}{issue}"))
            .await
            .unwrap();
        let sent = intake
            .submit(
                round,
                code.as_bytes(),
                body(&format!("eigen-woorden-{number:05}")),
            )
            .await;
        assert_eq!(sent.unwrap(), Submitted::Stored);
    }
    drop(intake);
    assert!(writer.ended().await);
}

async fn audit(place: &Place, action: &str) -> Vec<String> {
    let trail = place.store.audit_trail("lelystad", 1_000).await.unwrap();
    trail
        .into_iter()
        .filter(|row| row.action == action)
        .map(|row| row.object)
        .collect()
}

async fn night(place: &Place, today: &str) {
    place.store.night(someone(), day(today)).await.unwrap();
}

on_both! {
    async fn four_weeks_after_the_close_no_key_code_or_nullifier_is_left(place) {
        // Both close on 30 November; the second has too few answers to be shown.
        let rounds = [place.open_round("lelystad/wmo/2026-1").await, place.open_round("lelystad/wmo/2026-2").await];
        answered(place, &rounds[0], 12).await;
        answered(place, &rounds[1], 4).await;
        let keys = place.store.keys().entry(&rounds[0]).unwrap();
        let traces = [keys.tag(b"CODE-00003"), *keys.nullifier(b"CODE-00003").as_bytes()];
        let file = place.directory.keys().join("lelystad.wmo.2026-1.key");
        let secret = std::fs::read(&file).unwrap();
        let secrets: Vec<_> = secret.split(|byte| *byte == b'\n').filter(|line| line.len() == 64).collect();
        assert_eq!(secrets.len(), 3, "K_e, K_n and the check");
        // Another name of the same bytes on the disk: they are overwritten, not unlinked alone.
        let other = place.directory.path().join("the same file");
        std::fs::hard_link(&file, &other).unwrap();
        night(place, "2026-12-01").await;
        assert!(!file.exists());
        assert!(std::fs::read(&other).unwrap().iter().all(|byte| *byte == 0));
        for secret in secrets {
            assert_eq!(count(place, secret).await, 0);
        }
        for trace in &traces {
            assert_eq!(count(place, trace).await, 1, "the control: until its term it is there");
        }
        night(place, "2026-12-27").await;
        assert_eq!(place.count("nullifier").await, 16);
        night(place, "2026-12-28").await;
        for table in ["code", "nullifier", "pool"] {
            assert_eq!(place.count(table).await, 0, "{table}");
        }
        for trace in &traces {
            assert_eq!(count(place, trace).await, 0);
        }
        assert_eq!(count(place, b"eigen-woorden-00003").await, 2, "what is shown stays; it stands there twice");
        assert_eq!(place.store.verify().await.unwrap(), []);
        assert_eq!(audit(place, "retention.never_shown").await, ["lelystad/wmo/2026-2: 4"]);
        assert_eq!(audit(place, "retention.codes").await.len(), 2);
    }

    async fn after_their_term_texts_then_answers_are_gone_and_reports_stay(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        answered(place, &round, 12).await;
        night(place, "2026-12-01").await;
        let pdf = StoredFile {
            name: "rapport.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: b"%PDF rapport".to_vec(),
        };
        let new = NewReport {
            round: round.clone(),
            kind: "knelpunten".to_owned(),
            title: "Wat mensen zeggen".to_owned(),
            figures: r#"{"n":12}"#.to_owned(),
            created: day("2026-12-02"),
            files: vec![("pdf".to_owned(), pdf.clone())],
        };
        let report = place.store.register_report(&new, someone()).await.unwrap();
        let readable = async || {
            let council = round.client_council();
            let reports = place.store.reports(&council).await.unwrap();
            assert_eq!(reports.iter().map(|report| report.figures.as_str()).collect::<Vec<_>>(), [r#"{"n":12}"#]);
            assert_eq!(place.store.report_file(&council, report, "pdf").await.unwrap(), Some(pdf.clone()));
            assert_eq!(place.store.verify().await.unwrap(), []);
        };
        night(place, "2028-11-29").await;
        assert!(count(place, b"eigen-woorden-").await >= 24, "the control: the day before they are there");
        // Two years after the last day, and once more, which changes nothing.
        for _ in 0..2 {
            night(place, "2028-11-30").await;
            assert_eq!(count(place, b"eigen-woorden-").await, 0);
            assert_eq!(place.count("published").await, 12);
            let bodies = place.store.all_answers(&round).await.unwrap();
            assert!(bodies.iter().all(|body| body == r#"{"v":1,"a":{"hulp":["uitkering"],"soort":{"other":""}}}"#));
            readable().await;
        }
        assert_eq!(audit(place, "retention.texts").await, ["lelystad/wmo/2026-1: 12"]);
        night(place, "2031-11-29").await;
        assert_eq!(count(place, b"uitkering").await, 12);
        // Five years after the last day; and six, which changes nothing.
        for today in ["2031-11-30", "2032-11-30"] {
            night(place, today).await;
            assert_eq!(place.count("published").await, 0);
            assert_eq!(count(place, b"uitkering").await, 0);
            readable().await;
        }
        assert_eq!(audit(place, "retention.answers").await, ["lelystad/wmo/2026-1: 12"]);
    }

    async fn after_their_term_signals_and_contact_details_are_gone(place) {
        let ours = place.client_council("lelystad").await;
        let mut sealed = Vec::new();
        for number in 0..30 {
            let channel = if number % 2 == 0 { Channel::Website } else { Channel::Spreekuur };
            let signal = NewSignal {
                client_council: ours.clone(),
                channel,
                day: day("2026-11-22"),
                questionnaire: questionnaire("signaal"),
                questionnaire_version: 1,
                answers: format!(r#"{{"verhaal":"wat-er-gebeurde-{number:05} {}"}}"#, "lang verhaal ".repeat(20)),
                subject: Subject {
                    themes: Vec::new(),
                    law: None,
                    aspect: None,
                    kind: SignalKind::Knelpunt,
                    grave: false,
                },
                contact: Some(Contact {
                    details: "06 12345678".to_owned(),
                    erase: day("2026-12-20"),
                }),
                suspicion: None,
            };
            place.store.receive_signal(&signal, Id::random().unwrap().as_bytes()).await.unwrap();
        }
        place.store.empty_log().await.unwrap();
        let hex = if place.is_sqlite() { "lower(hex(sealed))" } else { "encode(sealed, 'hex')" };
        for text in place.texts(&format!("SELECT {hex} FROM contact")).await {
            sealed.push(HEXLOWER.decode(text.as_bytes()).unwrap());
        }
        assert_eq!(count(place, &sealed[0]).await, 1, "the control");
        night(place, "2026-12-20").await;
        for details in &sealed {
            assert_eq!(count(place, details).await, 0);
        }
        night(place, "2028-11-21").await;
        // The control. A page that was split may hold a text twice.
        assert!(count(place, b"wat-er-gebeurde-").await >= 30);
        night(place, "2028-11-22").await;
        assert_eq!(place.count("signal").await, 0);
        assert_eq!(count(place, b"wat-er-gebeurde-").await, 0);
        assert_eq!(place.store.verify().await.unwrap(), []);
        assert_eq!(audit(place, "retention.signals").await, ["2026-11-22: 30"]);
    }

    async fn a_client_council_may_have_shorter_terms(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        answered(place, &round, 12).await;
        let mut council = place.store.client_council(&round.client_council()).await.unwrap().unwrap();
        council.profile = r#"{"retention":{"text_months":3}}"#.to_owned();
        place.store.change_client_council(&council, someone()).await.unwrap();
        night(place, "2026-12-01").await;
        night(place, "2027-02-28").await;
        assert_eq!(count(place, b"eigen-woorden-").await, 0);
        assert_eq!(place.count("published").await, 12);
    }
}
