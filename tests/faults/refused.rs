//! Starts that must be refused, with a sentence that says what to do, and without touching anything.

use std::path::Path;

use super::scene::{Scene, achterban, text};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_server_on_the_same_directory_is_refused_and_the_first_goes_on() {
    let scene = Scene::new("second");
    let first = scene.server().await;

    let output = achterban(&["serve", "--listen", "127.0.0.1:0"], &scene.data);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(78), "{message}");
    assert!(
        message.contains(&scene.data.display().to_string()),
        "names the directory: {message}"
    );

    let mut connection = first.connect().await.expect("a connection");
    assert_eq!(
        connection
            .get("/health/ready")
            .await
            .expect("a reply")
            .status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_version_is_refused_and_not_touched() {
    let scene = Scene::new("newer");
    let database = scene.data.join("achterban.db");
    become_newer(&database).await;
    let before = std::fs::read(&database).expect("the database");

    let output = achterban(&["serve", "--listen", "127.0.0.1:0"], &scene.data);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(78), "{message}");
    assert!(message.contains("newer"), "{message}");
    assert!(
        std::fs::read(&database).expect("the database") == before,
        "the file is as it was, byte for byte"
    );
}

/// Writes down a migration that this version does not know.
async fn become_newer(database: &Path) {
    use sqlx::{Connection, Executor};
    let mut connection =
        sqlx::SqliteConnection::connect(&format!("sqlite://{}", database.display()))
            .await
            .expect("the database");
    connection.execute("INSERT INTO _sqlx_migrations SELECT 999999, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations LIMIT 1").await.expect("a row");
    connection
        .execute("PRAGMA wal_checkpoint(TRUNCATE)")
        .await
        .expect("a checkpoint");
    connection.close().await.expect("closed");
}
