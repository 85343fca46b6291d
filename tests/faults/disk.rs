//! F-03, F-04: no room, or no writing at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::ledger::State;
use super::mount::Disk;
use super::scene::{Scene, achterban, copy, filled_in, text};

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_acknowledged_and_when_there_is_room_again_all_goes_on() {
    let mut scene = Scene::new("full");
    let small = scene.data.with_file_name("small");
    let Some(_disk) = Disk::mount(&small, 96) else {
        return;
    };
    copy(&scene.data, &small.join("data")).expect("a copy on the small disk");
    scene.data = small.join("data");

    let server = scene.server().await;
    let mut connection = server.connect().await.expect("a connection");
    let mut refused = None;
    for piece in 0..2_000 {
        // Again and again: the server may let go of what it kept in reserve.
        fill_up(&small.join(format!("filler-{piece}")));
        let ready = filled_in(&mut connection).await.expect("reading goes on");
        if scene.ledger.send(&mut connection, ready.clone()).await == Some(State::Refused) {
            refused = Some(ready);
            break;
        }
    }
    let refused = refused.expect("a full disk is noticed");
    let reply = connection
        .post(&refused.address, &refused.form)
        .await
        .expect("a reply");
    assert_eq!(reply.status, 503);
    assert!(reply.body.contains("niet opgeslagen"), "{}", reply.body);
    assert!(reply.header("retry-after").is_some());

    for entry in fs::read_dir(&small).expect("the small disk") {
        let path = entry.expect("an entry").path();
        if path.is_file()
            && path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("filler"))
        {
            fs::remove_file(path).expect("room again");
        }
    }
    assert_eq!(
        scene.ledger.send(&mut connection, refused).await,
        Some(State::Acknowledged),
        "without a restart"
    );
    assert!(server.stop().expect("a stop").success());
    scene.check();
}

#[test]
fn a_read_only_directory_is_refused_at_the_start_with_its_name() {
    let scene = Scene::new("read-only");
    let mount = scene.data.with_file_name("mount");
    let Some(disk) = Disk::mount(&mount, 96) else {
        return;
    };
    let data = mount.join("data");
    copy(&scene.data, &data).expect("a copy");
    disk.make_read_only();

    let output = achterban(&["serve", "--listen", "127.0.0.1:0"], &data);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(78), "{message}");
    assert!(message.contains(&data.display().to_string()), "{message}");
}

/// Writes until not one more byte fits.
fn fill_up(path: &Path) {
    let mut file = File::create(path).expect("a file");
    for size in [1 << 20, 4096, 1] {
        let block = vec![b'x'; size];
        while file.write_all(&block).is_ok() {}
    }
}
