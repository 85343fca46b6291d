//! F-06: a database file that was damaged. `ACHTERBAN_CORRUPT_FILES` says how many are tried.

use std::fs;

use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::amount::amount;

use super::scene::{Scene, achterban, copy, hashes, text};

const FILES: usize = 100;
const SEED: u64 = 20_261_126;
const PAGE: usize = 4_096;

#[test]
fn a_damaged_database_is_refused_or_reported_and_no_answer_changes_unseen() {
    let scene = Scene::new("corrupt");
    let database = scene.data.join("achterban.db");
    let whole = fs::read(&database).expect("the database");
    let mut random = random();
    let (mut refused, mut reported, mut harmless) = (0, 0, 0);
    for number in 0..files() {
        let (manner, damaged) = damage(&whole, number, &mut random);
        let place = scene.data.with_extension("damaged");
        let _ = fs::remove_dir_all(&place);
        copy(&scene.data, &place).expect("a copy");
        fs::write(place.join("achterban.db"), &damaged).expect("a damaged file");

        let verified = achterban(&["verify"], &place);
        let said = format!("{}{}", text(&verified.stdout), text(&verified.stderr));
        assert!(!said.contains("panicked"), "{manner}:\n{said}");
        match verified.status.code() {
            Some(78) => {
                refused += 1;
                assert!(
                    said.contains(&place.display().to_string()) || said.contains("is damaged"),
                    "{manner}: says what is wrong:\n{said}"
                );
                let after = fs::read(place.join("achterban.db")).expect("the file");
                assert!(
                    after == damaged,
                    "{manner}: a refused file is left as it is"
                );
            }
            Some(1) => {
                reported += 1;
                assert!(!said.trim().is_empty(), "{manner}");
            }
            Some(0) => {
                harmless += 1;
                assert_eq!(
                    hashes(&place),
                    scene.before,
                    "{manner}: answers changed and nobody was told"
                );
            }
            other => panic!("{manner}: ended with {other:?}:\n{said}"),
        }
    }
    println!(
        "corrupt files: {} tried, {refused} refused, {reported} reported, {harmless} had no effect",
        files()
    );
    assert!(
        refused > 0 && reported > 0,
        "{refused} refused, {reported} reported"
    );
}

#[test]
fn a_server_does_not_start_on_what_is_no_database_and_makes_no_new_one_over_it() {
    let scene = Scene::new("no-database");
    for (what, bytes) in [
        ("empty", Vec::new()),
        (
            "a photo",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0verzonnen".repeat(500),
        ),
        ("zeroes", vec![0; 3 * PAGE]),
    ] {
        let database = scene.data.join("achterban.db");
        fs::write(&database, &bytes).expect("a file");
        let started = achterban(&["serve", "--listen", "127.0.0.1:0"], &scene.data);
        let said = text(&started.stderr);
        assert_eq!(started.status.code(), Some(78), "{what}: {said}");
        assert!(
            said.contains(&database.display().to_string()),
            "{what}: {said}"
        );
        assert!(
            fs::read(&database).expect("the file") == bytes,
            "{what}: the file is as it was"
        );
    }
}

/// One way to damage a file, and what is left.
fn damage(whole: &[u8], number: usize, random: &mut TestRng) -> (String, Vec<u8>) {
    let mut bytes = whole.to_vec();
    let at = random.random_range(0..bytes.len());
    let page = at / PAGE * PAGE;
    let manner = match number % 8 {
        0..=2 => {
            bytes[at] ^= 1 << random.random_range(0..8);
            format!("a bit turned at {at}")
        }
        3 => {
            bytes.truncate(at);
            format!("cut off at {at}")
        }
        4 => {
            bytes[page..page + PAGE].fill(0);
            format!("page at {page} zeroed")
        }
        5 => {
            let length = random.random_range(1..2_000).min(bytes.len() - at);
            random.fill(&mut bytes[at..at + length]);
            format!("{length} bytes of noise at {at}")
        }
        6 => {
            random.fill(&mut bytes[..100]);
            "noise over the header".to_owned()
        }
        _ => {
            let other = random.random_range(0..bytes.len() / PAGE) * PAGE;
            bytes.copy_within(other..other + PAGE, page);
            format!("page at {other} copied over the one at {page}")
        }
    };
    (manner, bytes)
}

fn random() -> TestRng {
    TestRng::from_seed(RngAlgorithm::ChaCha, &SEED.to_le_bytes().repeat(4))
}

fn files() -> usize {
    amount("ACHTERBAN_CORRUPT_FILES", FILES)
}
