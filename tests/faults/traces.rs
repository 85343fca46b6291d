//! G-14: what a resident's device tells of itself is nowhere on the server's disk, whatever happened there.

use std::fs;
use std::path::{Path, PathBuf};

use super::scene::{Residents, SURVEY, Scene, for_a_while};
use crate::client::USER_AGENT;
use crate::client::http::SOURCE;
use crate::client::server::log_of;

#[tokio::test(flavor = "multi_thread")]
async fn neither_address_nor_browser_of_a_resident_is_in_the_database_its_log_or_what_the_server_prints()
 {
    let scene = Scene::new("traces");
    let server = scene.server().await;
    let residents = Residents::begin(4, &server, &scene.ledger);
    for_a_while(700).await;
    let mut connection = server.connect().await.expect("a connection");
    for path in ["/geen-raad", "/diemen/v/bestaat-niet", "/inloggen", SURVEY] {
        connection
            .post(path, "formulier=kapot&doe=verstuur")
            .await
            .expect("a reply");
    }
    connection
        .exchange(&format!(
            "TRACE / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {USER_AGENT}\r\n\r\n"
        ))
        .await
        .expect("a reply");
    // Killed, so that what was on its way to the disk stays there for who looks.
    drop(server);
    residents.gone().await;

    let files = [files_in(&scene.data), vec![log_of(&scene.data)]].concat();
    assert!(
        files.len() >= 3,
        "a database, its write-ahead log and keys: {files:?}"
    );
    for mark in [USER_AGENT.as_bytes(), SOURCE.to_string().as_bytes()] {
        let holds = |file: &&PathBuf| holds(&fs::read(file).expect("a readable file"), mark);
        let found: Vec<_> = files.iter().filter(holds).collect();
        assert!(
            found.is_empty(),
            "{} is in {found:?}",
            String::from_utf8_lossy(mark)
        );
    }
    scene.check();
}

pub(super) fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

pub(super) fn files_in(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a readable directory");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
