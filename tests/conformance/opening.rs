//! What the program does with a place that it cannot use: says so, and changes nothing.

use std::fs;
use std::process::Command;

use achterban::anonymity::keys::KeyRing;
use achterban::store::{ErrorKind, Location, Store, StoreError, Submitted};
use sqlx::{Connection, SqliteConnection};

use super::{Place, TestDirectory, body, form, on_both, someone};

async fn opened(directory: &TestDirectory) -> Result<Store, StoreError> {
    let keys = KeyRing::open(&directory.keys())?;
    Store::open(&Location::Directory(directory.path().to_owned()), keys).await
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    for content in [
        Vec::new(),
        b"\xff\xd8\xff\xe0\x00\x10JFIF".repeat(500),
        b"SQLite format 3\0".to_vec(),
        vec![0; 8192],
    ] {
        let directory = TestDirectory::new();
        fs::write(directory.database(), &content).unwrap();
        let refused = opened(&directory).await.err().unwrap();
        assert!(
            matches!(refused, StoreError::NotADatabase { .. }),
            "{refused:?}"
        );
        assert_eq!(refused.kind(), ErrorKind::Installation);
        assert!(refused.to_string().contains("achterban.db"), "{refused}");
        assert_eq!(fs::read(directory.database()).unwrap(), content);
    }
}

#[tokio::test]
async fn another_programs_database_is_refused_and_left_as_it_is() {
    let directory = TestDirectory::new();
    let url = format!("sqlite://{}?mode=rwc", directory.database().display());
    let mut other = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("CREATE TABLE photo (id INTEGER)")
        .execute(&mut other)
        .await
        .unwrap();
    other.close().await.unwrap();
    let before = fs::read(directory.database()).unwrap();
    let refused = opened(&directory).await.err().unwrap();
    assert!(
        matches!(refused, StoreError::OtherProgram { .. }),
        "{refused:?}"
    );
    assert_eq!(fs::read(directory.database()).unwrap(), before);
}

#[tokio::test]
async fn a_lost_database_is_not_replaced_by_an_empty_one() {
    let place = Place::sqlite().await;
    place.open_round("lelystad/wmo/2026-1").await;
    place.store.close().await;
    fs::remove_file(place.directory.database()).unwrap();
    let refused = place.reopened().await.err().unwrap();
    assert!(
        matches!(refused, StoreError::DatabaseMissing { .. }),
        "{refused:?}"
    );
    assert!(!place.directory.database().exists());
}

#[tokio::test]
async fn a_key_that_others_may_read_stops_the_program() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite().await;
    let key = place.directory.keys().join("server.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let refused = place.reopened().await.err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::Installation);
    assert!(refused.to_string().contains("chmod 600"), "{refused}");
}

#[tokio::test]
async fn a_database_is_made_whole_or_not_at_all() {
    let place = Place::sqlite().await;
    let names: Vec<_> = fs::read_dir(place.directory.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("new"))
        .collect();
    assert_eq!(
        names,
        Vec::<String>::new(),
        "nothing half made stays behind"
    );
}

on_both! {
    async fn a_newer_database_is_refused_and_left_as_it_is(place) {
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (99, 'from the future', TRUE, 'x', 0)";
        let newer = if place.is_sqlite() { newer.to_owned() } else { newer.replace("'x'", "'x'::bytea") };
        place.behind_its_back(&newer).await.unwrap();
        place.store.close().await;
        let bytes = || fs::read(place.directory.database()).unwrap_or_default();
        let before = bytes();
        let refused = place.reopened().await.err().unwrap();
        assert!(matches!(refused, StoreError::Newer { found: 99, .. }), "{refused:?}");
        assert_eq!(refused.kind(), ErrorKind::Installation);
        assert_eq!(bytes(), before);
    }

    async fn the_settings_that_anonymity_rests_on_are_looked_at(place) {
        // A test server may run without fsync; nothing else may be wrong with it.
        let found = place.store.unsafe_settings().await.unwrap();
        assert!(found.iter().all(|line| line.contains("fsync") || line.contains("synchronous_commit")), "{found:?}");
    }

    async fn a_setting_that_remembers_answers_is_named_with_what_mends_it(place) {
        if let Location::Server(url) = &place.location {
            for (set, problem) in [
                ("log_min_error_statement=error", "log_min_error_statement is error"),
                ("log_error_verbosity=verbose", "log_error_verbosity is verbose"),
                ("log_min_duration_statement=0", "log_min_duration_statement is 0"),
                ("synchronous_commit=off", "ALTER SYSTEM SET synchronous_commit = 'on'"),
            ] {
                let (name, value) = set.split_once('=').unwrap();
                let keys = KeyRing::open(&place.directory.keys()).unwrap();
                let location = Location::Server(format!("{url}&options[{name}]={value}"));
                let store = Store::open(&location, keys).await.unwrap();
                let found = store.unsafe_settings().await.unwrap();
                assert!(found.iter().any(|line| line.contains(problem)), "{found:?}");
                store.close().await;
            }
        }
    }

    async fn opening_twice_changes_nothing(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        place.send(&round, 0..3).await;
        let hashes = place.store.dump_hashes().await.unwrap();
        let again = place.reopened().await.unwrap();
        assert_eq!(again.dump_hashes().await.unwrap(), hashes);
        again.ready().await.unwrap();
    }
}

/// A file system of some megabytes that can be filled up and made read-only; needs root.
struct SmallDisk(TestDirectory);

impl SmallDisk {
    fn new(size: &str) -> Option<Self> {
        let directory = TestDirectory::new();
        let disk = Self(directory);
        if disk.mount(&format!("size={size}"), "tmpfs") {
            return Some(disk);
        }
        eprintln!("not run: mounting a small disk needs root");
        None
    }

    fn mount(&self, options: &str, source: &str) -> bool {
        Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, source])
            .arg(self.0.path())
            .output()
            .is_ok_and(|done| done.status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

#[tokio::test]
async fn a_read_only_directory_is_refused_with_what_mends_it() {
    let Some(disk) = SmallDisk::new("8m") else {
        return;
    };
    let store = opened(&disk.0).await.unwrap();
    store.close().await;
    assert!(disk.mount("remount,ro", "tmpfs"));
    let keys = KeyRing::open(&disk.0.keys()).unwrap();
    let location = Location::Directory(disk.0.path().to_owned());
    let refused = Store::open(&location, keys).await.err().unwrap();
    assert!(
        matches!(refused, StoreError::ReadOnly { .. }),
        "{refused:?}"
    );
    assert!(
        refused.to_string().contains("write permission"),
        "{refused}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_nothing_is_acknowledged_and_reading_goes_on_until_there_is_room_again() {
    let Some(disk) = SmallDisk::new("2m") else {
        return;
    };
    let place = Place {
        store: opened(&disk.0).await.unwrap(),
        location: Location::Directory(disk.0.path().to_owned()),
        directory: TestDirectory::new(),
    };
    let round = place.open_round("lelystad/wmo/2026-1").await;
    place
        .store
        .import_answers(&round, (9000..9020).map(body).collect(), someone())
        .await
        .unwrap();
    let (intake, _writer) = place.store.start_writer();
    let long = |number: usize| body(number).replace("einde", &"lang ".repeat(4000));
    let mut acknowledged = 0;
    let refused = loop {
        match intake
            .submit(&round, &form(acknowledged), long(acknowledged))
            .await
        {
            Ok(stored) => assert_eq!(stored, Submitted::Stored),
            Err(error) => break error,
        }
        acknowledged += 1;
        assert!(acknowledged < 1000, "the disk never filled up");
    };
    assert_eq!(refused.kind(), ErrorKind::Later, "{refused:?}");
    assert!(refused.to_string().contains("disk is full"), "{refused}");
    assert_eq!(place.store.all_answers(&round).await.unwrap().len(), 20);
    assert!(disk.mount("remount,size=64m", "tmpfs"));
    let again = intake
        .submit(&round, &form(acknowledged), long(acknowledged))
        .await;
    assert_eq!(again.unwrap(), Submitted::Stored, "no restart is needed");
    assert_eq!(
        place.store.dump_hashes().await.unwrap().len(),
        20 + acknowledged + 1
    );
    assert_eq!(place.store.verify().await.unwrap(), []);
}
