//! The server under load, as a process of its own: submissions that are on disk when they are acknowledged, start pages, the
//! start of the program, its memory, and a flush while answers come in. `cargo bench --bench load`; figures in README.md.

#[path = "../tests/client/mod.rs"]
mod client;
mod measure;

use std::error::Error;
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use client::form::{self, Ready};
use client::http::Connection;
use client::server::{PROGRAM, Scratch, Server};
use measure::Latencies;
use tokio::task::JoinSet;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The open enquête of the demo: 20 questions and three about who answers.
const SURVEY: &str = "/diemen/v/participatiewet";
/// Residents at once.
const CLIENTS: usize = 64;
/// Enquêtes that are filled in before, and sent while the clock runs.
const SUBMISSIONS: usize = 30_000;
/// Requests for the start page.
const START_PAGES: usize = 60_000;
/// Stored answers when the flush begins.
const STORED: usize = 100_000;

fn main() -> Outcome<()> {
    let scratch = Scratch::new("load");
    tokio::runtime::Runtime::new()?.block_on(measure(&scratch.path("data")))
}

async fn measure(data: &Path) -> Outcome<()> {
    println!("| what | figure |\n|---|---|");
    Server::start("demo", data).await?.stop()?;
    let server = start(data).await?;
    memory(&server).await?;
    start_pages(&server).await?;
    submissions(&server).await?;
    println!(
        "| memory after all this | {} |",
        resident_mebibytes(server.id())?
    );
    server.stop()?;
    flush(data).await
}

/// From the start of the process to its first answer, on a directory with data: the median of nine.
async fn start(data: &Path) -> Outcome<Server> {
    let mut times = Vec::new();
    for _ in 0..9 {
        let server = Server::start("serve", data).await?;
        times.push(server.start);
        server.stop()?;
    }
    let server = Server::start("serve", data).await?;
    println!(
        "| start to first answer, median of 9 | {} |",
        Latencies::from(times).at(0.5)
    );
    Ok(server)
}

async fn memory(server: &Server) -> Outcome<()> {
    println!(
        "| memory when idle (VmRSS) | {} |",
        resident_mebibytes(server.id())?
    );
    let mut connection = server.connect().await?;
    for _ in 0..1_000 {
        connection.get(SURVEY).await?;
    }
    println!(
        "| memory after 1,000 start pages | {} |",
        resident_mebibytes(server.id())?
    );
    Ok(())
}

async fn start_pages(server: &Server) -> Outcome<()> {
    let mut clients = JoinSet::new();
    let begin = Instant::now();
    for _ in 0..CLIENTS {
        let mut connection = server.connect().await?;
        clients.spawn(async move {
            let mut times = Vec::new();
            for _ in 0..START_PAGES / CLIENTS {
                let begin = Instant::now();
                let reply = connection.get(SURVEY).await?;
                times.push(begin.elapsed());
                if reply.status != 200 {
                    return Err(reply.head.into());
                }
            }
            Ok(times)
        });
    }
    let times = all(clients).await?;
    println!(
        "| start page, {CLIENTS} clients | {} |",
        times.summary(begin.elapsed())
    );
    Ok(())
}

/// Fills in enquêtes first, then measures the one `POST` that stores each.
async fn submissions(server: &Server) -> Outcome<()> {
    let prepared = prepare(server, SUBMISSIONS).await?;
    let bytes = prepared.iter().flatten().map(|ready| ready.stored.len());
    println!(
        "| one answer as stored | {} bytes |",
        bytes.max().unwrap_or_default()
    );
    let mut clients = JoinSet::new();
    let begin = Instant::now();
    for share in prepared {
        let mut connection = server.connect().await?;
        clients.spawn(async move {
            let mut times = Vec::new();
            for ready in share {
                times.push(send(&mut connection, &ready).await?);
            }
            Ok(times)
        });
    }
    let times = all(clients).await?;
    println!(
        "| submissions on disk, {CLIENTS} clients | {} |",
        times.summary(begin.elapsed())
    );
    Ok(())
}

/// Filled-in enquêtes, in as many shares as there are clients.
async fn prepare(server: &Server, count: usize) -> Outcome<Vec<Vec<Ready>>> {
    let mut clients: JoinSet<Outcome<Vec<Ready>>> = JoinSet::new();
    for client in 0..CLIENTS {
        let mut connection = server.connect().await?;
        clients.spawn(async move {
            let mut share = Vec::new();
            for number in 0..count / CLIENTS {
                share.push(
                    form::fill(
                        &mut connection,
                        SURVEY,
                        "De brieven zijn lang.",
                        client + number,
                    )
                    .await?,
                );
            }
            Ok(share)
        });
    }
    let mut shares = Vec::new();
    while let Some(share) = clients.join_next().await {
        shares.push(share??);
    }
    Ok(shares)
}

async fn send(connection: &mut Connection, ready: &Ready) -> Outcome<Duration> {
    let begin = Instant::now();
    let reply = connection.post(&ready.address, &ready.form).await?;
    if reply.status == 303 {
        Ok(begin.elapsed())
    } else {
        Err(reply.head.into())
    }
}

async fn all(mut clients: JoinSet<Outcome<Vec<Duration>>>) -> Outcome<Latencies> {
    let mut times = Vec::new();
    while let Some(client) = clients.join_next().await {
        times.extend(client??);
    }
    Ok(Latencies::from(times))
}

/// The survey of the demo whose newest closed round is filled.
const FILLED: &str = "lelystad/participatiewet";

/// A flush of a full database while residents go on sending: none may be refused.
async fn flush(data: &Path) -> Outcome<()> {
    run(
        &[
            "seed",
            "--seed",
            "1",
            "--responses",
            &STORED.to_string(),
            "--survey",
            FILLED,
        ],
        data,
    )?;
    let server = Server::start("serve", data).await?;
    let flushed = Arc::new(AtomicBool::new(false));
    let waits: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let mut residents: JoinSet<Outcome<()>> = JoinSet::new();
    for share in prepare(&server, 6_400).await? {
        let (flushed, waits) = (Arc::clone(&flushed), Arc::clone(&waits));
        let mut connection = server.connect().await?;
        residents.spawn(async move {
            for ready in share
                .iter()
                .take_while(|_| !flushed.load(Ordering::Relaxed))
            {
                let wait = send(&mut connection, ready).await?;
                waits.lock().map_err(|error| error.to_string())?.push(wait);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok(())
        });
    }
    let (data, begin) = (data.to_owned(), Instant::now());
    tokio::task::spawn_blocking(move || run(&["flush"], &data)).await??;
    let took = begin.elapsed();
    flushed.store(true, Ordering::Relaxed);
    while let Some(resident) = residents.join_next().await {
        resident??;
    }
    let waits = Latencies::from(std::mem::take(
        &mut *waits.lock().map_err(|error| error.to_string())?,
    ));
    println!(
        "| flush with {STORED} stored answers | {} ms, meanwhile {} submissions, none refused, longest wait {} |",
        took.as_millis(),
        waits.count(),
        waits.at(1.0)
    );
    Ok(())
}

fn run(arguments: &[&str], data: &Path) -> Outcome<()> {
    let output = Command::new(PROGRAM)
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()?;
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

/// Memory that a process has in use, "38.2 MiB".
fn resident_mebibytes(process: u32) -> io::Result<String> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let kibibytes = status.lines().find_map(|line| {
        line.strip_prefix("VmRSS:")?
            .split_whitespace()
            .next()?
            .parse::<f64>()
            .ok()
    });
    let kibibytes = kibibytes.ok_or(io::ErrorKind::InvalidData)?;
    Ok(format!("{:.1} MiB", kibibytes / 1_024.0))
}
