//! G-13: what the oracle finds in ours, with 1,000 answers in four nights and copies of two nights and after the close.
//! The attacker has the keys too: he knows which nullifier and which stored code belong to whom.

use std::path::{Path, PathBuf};

use achterban::domain::code_group::CodeGroup;
use achterban::domain::id::RoundId;
use achterban::store::{Intake, Submitted};
use data_encoding::HEXLOWER;

use super::evidence::{Evidence, Side, Tokens, Truth};
use super::oracle::{Score, judge};
use super::{PEOPLE, postgres_files, sqlite_file};
use crate::conformance::{Place, someone};

const NIGHTS: usize = 4;
/// So many answers come on the first day before someone takes a copy.
const BY_DAY: usize = 100;
const TABLES: [&str; 4] = ["code", "nullifier", "pool", "published"];

/// Everything that happens, and what is known of it.
struct Scene {
    place: Place,
    round: RoundId,
    truth: Truth,
    /// By nullifier, and by the tag of the issued code.
    known: [Tokens; 2],
}

impl Scene {
    async fn begin(place: Place, people: usize) -> Self {
        let round = place.round_with_codes("lelystad/wmo/2026-7").await;
        let truth = Truth::drawn(people);
        let keys = place.store.keys().entry(&round).unwrap();
        let tags: Vec<_> = truth
            .codes
            .iter()
            .map(|code| keys.tag(code.as_bytes()))
            .collect();
        let nullifiers = truth
            .codes
            .iter()
            .map(|code| *keys.nullifier(code.as_bytes()).as_bytes());
        let nullifiers: Vec<_> = nullifiers.collect();
        let sqlite = place.is_sqlite();
        let as_found = |all: &[[u8; 32]]| {
            let found = all.iter().map(|bytes| match sqlite {
                true => bytes.to_vec(),
                false => HEXLOWER.encode(bytes).into_bytes(),
            });
            found.collect::<Vec<_>>()
        };
        let texts = || truth.texts.iter().map(|text| text.clone().into_bytes());
        let known = [&nullifiers, &tags].map(|persons| Tokens::new(as_found(persons), texts()));
        place
            .store
            .issue_codes(&round, &CodeGroup::default(), &truth.codes, someone())
            .await
            .unwrap();
        Self {
            place,
            round,
            truth,
            known,
        }
    }

    /// These people answer one after the other: each is a commit of its own, the worst case.
    async fn answer(&self, intake: &Intake, people: std::ops::Range<usize>) {
        for person in people {
            let code = &self.truth.codes[person];
            let sent = intake
                .submit_with_code(&self.round, code, self.truth.body(person))
                .await;
            assert_eq!(sent.unwrap(), Submitted::Stored);
        }
    }

    /// What someone sees who takes a copy now.
    async fn copy(&self) -> [Evidence; 2] {
        let [nullifiers, tags] = &self.known;
        if self.place.is_sqlite() {
            let file = self.place.directory.database();
            return [
                sqlite_file::read(&file, nullifiers),
                sqlite_file::read(&file, tags),
            ];
        }
        [
            postgres_files::read(&self.place, &TABLES, nullifiers).await,
            postgres_files::read(&self.place, &TABLES, tags).await,
        ]
    }

    fn aside(&self) -> PathBuf {
        self.place.directory.path().join("before.copy")
    }
}

/// Plays it all and judges three times: by day (the control), in the nights, after the close.
async fn play(place: Place) -> [Score; 3] {
    let scene = Scene::begin(place, PEOPLE).await;
    let (store, truth) = (&scene.place.store, &scene.truth);
    let sqlite = scene.place.is_sqlite();
    store.empty_log().await.unwrap();
    if sqlite {
        std::fs::copy(scene.place.directory.database(), scene.aside()).unwrap();
    }
    let (intake, mut writer) = store.start_writer();
    let log = scene.place.directory.database().with_extension("db-wal");
    scene.answer(&intake, 0..BY_DAY).await;
    let mut by_day_events = Vec::new();
    if sqlite {
        by_day_events = sqlite_file::commits(&scene.aside(), &log, &scene.known[0]);
    }
    store.empty_log().await.unwrap();
    let [by_day, _] = scene.copy().await;
    let (copies, events) = nights(&scene, &intake, &log).await;
    drop(intake);
    assert!(writer.ended().await);
    store.close_round(&scene.round, someone()).await.unwrap();
    let closed = scene.copy().await;
    let [first, second] = &copies[..] else {
        unreachable!("two copies");
    };
    let between = [0, 1].map(|kind| second[kind].since(&first[kind]));
    let pieces = [
        ("first copy, nullifiers", &first[0]),
        ("first copy, codes", &first[1]),
        ("second copy, nullifiers", &second[0]),
        ("second copy, codes", &second[1]),
        ("between the copies, nullifiers", &between[0]),
        ("between the copies, codes", &between[1]),
    ];
    let after = [
        ("closed, nullifiers", &closed[0]),
        ("closed, codes", &closed[1]),
    ];
    log_tells_nothing(&scene);
    assert_eq!(scene.place.store.verify().await.unwrap(), []);
    [
        Score {
            of: BY_DAY,
            ..judge(&[("by day", &by_day)], &by_day_events, truth)
        },
        judge(&pieces, &events, truth),
        judge(&after, &[], truth),
    ]
}

/// A token that came in with a commit: its side, its number, the number of the commit.
type Event = (Side, usize, i64);

/// The days and nights of the round: the copies of every second night, and what the log of SQLite gave away.
async fn nights(scene: &Scene, intake: &Intake, log: &Path) -> (Vec<[Evidence; 2]>, Vec<Event>) {
    let (mut copies, mut events) = (Vec::new(), Vec::new());
    for night in 0..NIGHTS {
        let first = if night == 0 {
            BY_DAY
        } else {
            night * PEOPLE / NIGHTS
        };
        scene
            .answer(intake, first..(night + 1) * PEOPLE / NIGHTS)
            .await;
        scene.place.store.flush().await.unwrap();
        if scene.place.is_sqlite() {
            assert_eq!(
                std::fs::metadata(log).map_or(0, |log| log.len()),
                0,
                "the log is empty after the night"
            );
            events.extend(sqlite_file::commits(&scene.aside(), log, &scene.known[0]));
        }
        if night % 2 == 1 {
            copies.push(scene.copy().await);
        }
    }
    (copies, events)
}

fn log_tells_nothing(scene: &Scene) {
    if scene.place.is_sqlite() {
        return;
    }
    if let Some(log) = postgres_files::log() {
        let found: Vec<(Side, usize, usize)> = scene
            .known
            .iter()
            .flat_map(|tokens| tokens.find(&log))
            .collect();
        assert!(
            found.is_empty(),
            "the log of PostgreSQL holds {} of them",
            found.len()
        );
    }
}

fn check(database: &str, [by_day, nights, closed]: &[Score; 3]) {
    println!("oracle, ours, {database}, by day before the night (not promised): {by_day}");
    println!(
        "oracle, ours, {database}, live and two backups: {nights}; chance gives up to {}",
        nights.bound(2)
    );
    println!(
        "oracle, ours, {database}, after the close:      {closed}; chance gives up to {}",
        closed.bound(1)
    );
    // The control: what the oracle would see without the night's rewrite.
    assert!(
        by_day.order > 4.0,
        "by day the order of arrival is seen: {by_day}"
    );
    assert!(nights.is_guessing(2), "{nights}");
    assert!(closed.is_guessing(1), "{closed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_the_oracle_does_no_better_than_guessing() {
    check("SQLite", &play(Place::sqlite().await).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_the_oracle_does_no_better_than_guessing() {
    if let Some(place) = Place::postgresql().await {
        check("PostgreSQL", &play(place).await);
    }
}

/// Few answers in one night: they stand on one page, whose order SQLite itself does not mix up as it does with a thousand.
async fn few(place: Place) {
    const FEW: usize = 24;
    let scene = Scene::begin(place, FEW).await;
    let (intake, mut writer) = scene.place.store.start_writer();
    scene.answer(&intake, 0..FEW).await;
    drop(intake);
    assert!(writer.ended().await);
    scene.place.store.empty_log().await.unwrap();
    let [by_day, _] = scene.copy().await;
    let by_day = judge(&[("by day", &by_day)], &[], &scene.truth);
    assert!(by_day.order > 6.0, "the control: {by_day}");
    scene.place.store.flush().await.unwrap();
    let [night, codes] = scene.copy().await;
    let night = judge(
        &[("nullifiers", &night), ("codes", &codes)],
        &[],
        &scene.truth,
    );
    println!(
        "oracle, ours, {FEW} answers, SQLite {}: {night}",
        scene.place.is_sqlite()
    );
    assert!(night.is_guessing(1), "{night}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_few_answers_on_sqlite_the_night_leaves_no_order_either() {
    few(Place::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_few_answers_on_postgresql_the_night_leaves_no_order_either() {
    if let Some(place) = Place::postgresql().await {
        few(place).await;
    }
}
