//! F-20, F-17, F-19: backups that are made under load and restored elsewhere, and a way back when a database can't be brought to
//! this version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sqlx::{Connection, Executor, SqliteConnection};

use super::ledger::State;
use super::scene::{Residents, Scene, achterban, for_a_while, text};
use crate::client::server::PROGRAM;

const RESIDENTS: usize = 4;

fn backup(scene: &Scene, file: &Path) -> Output {
    let file = file.display().to_string();
    achterban(&["backup", "-o", &file], &scene.data)
}

fn restore(file: &Path, more: &[&str], to: &Path) -> Output {
    Command::new(PROGRAM)
        .arg("restore")
        .arg(file)
        .args(more)
        .arg("--data")
        .arg(to)
        .output()
        .expect("the program runs")
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    text(&output.stdout)
}

/// Lines of a data directory, also of one whose open rounds have no keys.
fn dumped(data: &Path) -> Vec<String> {
    let lines = done(&achterban(&["verify", "--dump-hashes"], data));
    lines.lines().map(str::to_owned).collect()
}

fn beside(scene: &Scene, name: &str) -> PathBuf {
    scene.data.with_file_name(name)
}

async fn change(data: &Path, statements: &[&str]) {
    let address = format!("sqlite://{}", data.join("achterban.db").display());
    let mut connection = SqliteConnection::connect(&address)
        .await
        .expect("the database");
    for statement in statements {
        let statement = sqlx::AssertSqlSafe((*statement).to_owned());
        connection.execute(statement).await.expect("a change");
    }
    let end = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
    end.expect("a checkpoint");
    connection.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_holds_every_answer_that_counted_and_none_that_was_not_sent() {
    let scene = Scene::new("backup");
    let server = scene.server().await;
    let residents = Residents::begin(RESIDENTS, &server, &scene.ledger);
    scene.ledger.until_acknowledged(40).await;
    let before = scene.ledger.with(State::Acknowledged).len();
    let file = beside(&scene, "made.backup");
    let said = done(&backup(&scene, &file));
    for_a_while(100).await;
    residents.gone().await;
    assert!(server.stop().expect("a stop").success());

    let restored = beside(&scene, "restored");
    done(&restore(&file, &[], &restored));
    let (all, held) = (dumped(&scene.data), dumped(&restored));
    assert!(
        said.contains(&format!("{} answer(s)", held.len())),
        "{said}"
    );
    let missing: Vec<_> = held.iter().filter(|line| !all.contains(line)).collect();
    assert!(missing.is_empty(), "not in what was stored: {missing:?}");
    let waiting = 4; // fewer than m = 5 wait after a flush
    assert!(
        held.len() + waiting >= scene.before.len() + before,
        "{} held, {} stored before, {before} acknowledged before the backup",
        held.len(),
        scene.before.len()
    );
    scene.check();
}

#[test]
fn a_restored_backup_has_the_same_hashes_and_nothing_that_opens_rounds_or_sessions() {
    let scene = Scene::new("restore");
    let file = beside(&scene, "whole.backup");
    done(&backup(&scene, &file));
    let restored = beside(&scene, "elsewhere");
    done(&restore(&file, &[], &restored));
    assert_eq!(dumped(&restored), dumped(&scene.data));
    let keys: Vec<String> = fs::read_dir(restored.join("keys"))
        .expect("keys")
        .map(|file| {
            file.expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert!(keys.contains(&"server.key".to_owned()));
    assert!(!keys.iter().any(|name| name.contains("-2.key")), "{keys:?}");

    let refused = restore(&file, &[], &restored);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert!(text(&refused.stderr).contains("not empty"));
    done(&restore(&file, &["--replace"], &restored));
    let kept = fs::read_dir(scene.data.parent().expect("a directory")).expect("files");
    let old = kept.flatten().filter(|it| {
        it.file_name()
            .to_string_lossy()
            .contains("elsewhere.before-")
    });
    assert_eq!(old.count(), 1, "what was there before is kept");
    let again = backup(&scene, &file);
    assert_eq!(
        again.status.code(),
        Some(1),
        "a backup never replaces another one"
    );
}

#[test]
fn a_damaged_cut_or_foreign_backup_changes_nothing() {
    let scene = Scene::new("damaged-backup");
    let file = beside(&scene, "good.backup");
    done(&backup(&scene, &file));
    let whole = fs::read(&file).expect("the backup");
    assert!(
        !whole.windows(6).any(|bytes| bytes == b"SQLite"),
        "it is sealed"
    );
    let key = file.with_extension("backup.key");
    let key = key.display().to_string();
    let target = beside(&scene, "never");
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let foreign = b"PK\x03\x04 no backup".repeat(50);
    for (what, bytes) in [
        ("changed", &changed[..]),
        ("cut", &whole[..middle]),
        ("foreign", &foreign),
        ("empty", b""),
    ] {
        let bad = beside(&scene, "bad.backup");
        fs::write(&bad, bytes).expect("a file");
        let output = restore(&bad, &["--key", &key], &target);
        assert_eq!(output.status.code(), Some(1), "{what}: {output:?}");
        assert!(
            text(&output.stderr).contains("nothing was changed"),
            "{what}: {output:?}"
        );
        assert!(!target.exists(), "{what}");
    }
    let without = restore(&beside(&scene, "bad.backup"), &[], &target);
    assert!(text(&without.stderr).contains("--key"), "{without:?}");
    let left = fs::read_dir(scene.data.parent().expect("a directory")).expect("files");
    let parts: Vec<_> = left
        .flatten()
        .filter(|it| it.file_name().to_string_lossy().ends_with(".part"))
        .collect();
    assert!(parts.is_empty(), "{parts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_database_is_brought_to_this_version_with_a_snapshot_and_put_back_when_that_fails()
{
    let scene = Scene::new("migrate");
    let forget = "DELETE FROM _sqlx_migrations WHERE version = 22";
    change(&scene.data, &[forget]).await;
    // The tables of this step are there already, so it fails half way.
    let failed = achterban(&["migrate"], &scene.data);
    assert_eq!(failed.status.code(), Some(78), "{failed:?}");
    assert!(
        text(&failed.stderr).contains("as it was before"),
        "{failed:?}"
    );

    let gone = ["DROP TABLE advice", "DROP TABLE advice_link"];
    change(&scene.data, &gone).await;
    let said = done(&achterban(&["migrate"], &scene.data));
    assert!(
        said.contains("to ") && said.contains("as it was before"),
        "{said}"
    );
    assert_eq!(super::scene::hashes(&scene.data), scene.before);
    let said = done(&achterban(&["migrate"], &scene.data));
    assert!(said.contains("nothing to do"), "{said}");
}

#[test]
fn a_server_makes_a_backup_each_night_that_restores_and_keeps_fourteen() {
    let scene = Scene::new("nightly");
    let (backups, keys) = (beside(&scene, "backups"), beside(&scene, "backup-keys"));
    for directory in [&backups, &keys] {
        fs::create_dir(directory).expect("a directory");
    }
    for day in 1..=20 {
        let name = format!("achterban-2026-01-{day:02}.backup");
        fs::write(backups.join(&name), "oud").expect("written");
        fs::write(keys.join(name + ".key"), "oud").expect("written");
    }
    fs::write(backups.join("eigen.txt"), "blijft").expect("written");
    let mut server = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(&scene.data)
        .arg("--backup")
        .arg(&backups)
        .arg("--backup-keys")
        .arg(&keys)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a server");
    let count = |directory: &Path| fs::read_dir(directory).expect("there").count();
    // The night that was missed is done at start. The old ones go when the new one is sound.
    for _ in 0..600 {
        if count(&keys) == 14 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    server.kill().expect("stopped");
    server.wait().expect("gone");
    assert_eq!(
        (count(&keys), count(&backups)),
        (14, 15),
        "14 and the file of someone else"
    );
    let newest = fs::read_dir(&keys)
        .expect("there")
        .filter_map(|file| file.ok()?.file_name().into_string().ok());
    let key = newest.max().expect("a key");
    let restored = beside(&scene, "restored");
    let key_file = keys.join(&key).display().to_string();
    let backup = backups.join(key.strip_suffix(".key").expect("a key"));
    done(&restore(&backup, &["--key", &key_file], &restored));
    assert_eq!(dumped(&scene.data), dumped(&restored));
}
