//! The accept loop: connections up to a cap, deadlines on headers and writing, and an orderly stop.
//! (Bodies have their deadline where they are read: `form/body.rs`.)

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::deadline::WriteDeadline;
use super::network::Peer;
use crate::sabotage::{Defence, taken_out};

/// A connection that sends no complete request head within this time is closed.
const HEADERS: Duration = Duration::from_secs(10);
/// A reply that the other side does not take within this time is dropped.
const WRITING: Duration = Duration::from_secs(60);
/// How long a stop waits for replies that are under way.
const STOPPING: Duration = Duration::from_secs(25);
/// Most connections at once; above it new ones wait in the kernel's queue.
const MOST_CONNECTIONS: usize = 12_000;
/// Files that the program needs beside connections.
const OTHER_FILES: usize = 256;
/// Largest request head.
const HEAD_BYTES: usize = 32 * 1024;

/// Serves until `stop` is ready, then lets replies finish. Returns when all have, or after 25 seconds.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let (stopping, watcher) = watch::channel(false);
    let places = Arc::new(Semaphore::new(connection_cap()));
    let all = u32::try_from(connection_cap()).unwrap_or(u32::MAX);
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, place)) = accepted else {
            continue;
        };
        let router = router.clone().layer(Extension(Peer(peer)));
        let watcher = watcher.clone();
        tokio::spawn(async move {
            connection(stream, router, watcher).await;
            drop(place);
        });
    }
    drop(listener);
    let _ = stopping.send(true);
    let _ = tokio::time::timeout(STOPPING, places.acquire_many(all)).await;
}

/// Waits for a place, then for a connection. `None` after an error, with a pause so that a full file table costs no CPU.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer.ip(), place)),
        Err(_) => {
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

/// One connection from first to last request. How it ends is nobody's business: nothing is logged.
async fn connection(stream: TcpStream, router: Router, mut stopping: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(WriteDeadline::new(stream, WRITING));
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_deadline())
        .max_buf_size(HEAD_BYTES)
        .serve_connection(io, TowerToHyperService::new(router));
    tokio::pin!(serving);
    tokio::select! {
        _ = serving.as_mut() => return,
        _ = stopping.changed() => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}

fn header_deadline() -> Duration {
    if taken_out(Defence::NoHeaderDeadline) {
        Duration::MAX
    } else {
        HEADERS
    }
}

/// As many connections as the process may have open files, up to [`MOST_CONNECTIONS`].
fn connection_cap() -> usize {
    let files = std::fs::read_to_string("/proc/self/limits")
        .ok()
        .and_then(|text| open_files(&text));
    files.map_or(1_000, |files| {
        files
            .saturating_sub(OTHER_FILES)
            .clamp(64, MOST_CONNECTIONS)
    })
}

/// The soft limit in the table of `/proc/self/limits`.
fn open_files(limits: &str) -> Option<usize> {
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))?;
    let soft = line.split_whitespace().nth(3)?;
    if soft == "unlimited" {
        Some(usize::MAX)
    } else {
        soft.parse().ok()
    }
}

/// Ready when the process is asked to stop: SIGTERM or Ctrl-C.
///
/// # Errors
/// When the signals can't be listened to.
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::open_files;

    #[test]
    fn the_soft_limit_of_open_files_is_found() {
        let table = "Limit                     Soft Limit           Hard Limit           Units\n\
                     Max open files            1024                 524288               files\n";
        assert_eq!(open_files(table), Some(1024));
        assert_eq!(
            open_files("Max open files  unlimited unlimited files"),
            Some(usize::MAX)
        );
        assert_eq!(open_files(""), None);
    }
}
