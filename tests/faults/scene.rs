//! Where a fault happens: a data directory with an open enquête, and residents who answer it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use super::ledger::Ledger;
use crate::client::form::{self, Ready};
use crate::client::http::Connection;
use crate::client::server::{PROGRAM, Scratch, Server};

/// The enquête that residents answer.
pub(crate) const SURVEY: &str = "/diemen/v/participatiewet";

/// One fault at a time: a kill in one test must not slow the restart that another one measures.
static STAGE: Mutex<()> = Mutex::new(());
/// A filled data directory that every scene copies. It stays until the next build cleans `target/tmp`.
static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
/// Makes every answer another one.
static ANSWERS: AtomicUsize = AtomicUsize::new(0);

/// A data directory of its own for one test.
pub(crate) struct Scene {
    /// The data directory.
    pub(crate) data: PathBuf,
    /// What was stored at the start.
    pub(crate) before: Vec<String>,
    /// What the residents sent.
    pub(crate) ledger: Arc<Ledger>,
    _scratch: Scratch,
    _stage: MutexGuard<'static, ()>,
}

impl Scene {
    /// A copy of the template.
    pub(crate) fn new(name: &str) -> Self {
        let stage = STAGE.lock().unwrap_or_else(PoisonError::into_inner);
        let scratch = Scratch::new(name);
        let data = scratch.path("data");
        copy(template(), &data).expect("a copy of the data directory");
        Self {
            before: hashes(&data),
            data,
            ledger: Arc::default(),
            _scratch: scratch,
            _stage: stage,
        }
    }

    /// A server on it.
    pub(crate) async fn server(&self) -> Server {
        Server::start("serve", &self.data)
            .await
            .expect("a server that starts")
    }

    /// Compares what is stored with the ledger. No server may run.
    pub(crate) fn check(&self) {
        self.ledger.check(&self.before, &hashes(&self.data));
    }
}

/// Made once by the demo: five client councils with closed rounds, reports and an open enquête.
fn template() -> &'static Path {
    TEMPLATE.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("faults-template");
        let _ = fs::remove_dir_all(&path);
        let making = path.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            let demo = runtime
                .block_on(Server::start("demo", &making))
                .expect("a demo that starts");
            assert!(
                demo.stop().expect("a demo that stops").success(),
                "the demo stops in order"
            );
        });
        thread.join().expect("a data directory");
        path
    })
}

/// Hashes of all stored answers, after every answer, key and count was found in order.
pub(crate) fn hashes(data: &Path) -> Vec<String> {
    let verified = achterban(&["verify"], data);
    assert!(
        verified.status.success(),
        "verify finds something:\n{}{}",
        text(&verified.stdout),
        text(&verified.stderr)
    );
    let dumped = achterban(&["verify", "--dump-hashes"], data);
    assert!(dumped.status.success(), "{}", text(&dumped.stderr));
    let lines = text(&dumped.stdout);
    lines
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1))
        .map(str::to_owned)
        .collect()
}

/// A command on the data directory.
pub(crate) fn achterban(arguments: &[&str], data: &Path) -> Output {
    Command::new(PROGRAM)
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .expect("the program runs")
}

/// Bytes of a process as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An enquête that is filled in, like no other.
pub(crate) async fn filled_in(connection: &mut Connection) -> io::Result<Ready> {
    let number = ANSWERS.fetch_add(1, Ordering::Relaxed);
    form::fill(
        connection,
        SURVEY,
        &format!("Dit moet beter: {}.", word(number)),
        number,
    )
    .await
}

/// A number in letters: digits might be taken for somebody's telephone number.
fn word(number: usize) -> String {
    const LETTERS: [char; 10] = ['a', 'b', 'd', 'e', 'g', 'i', 'k', 'l', 'm', 'o'];
    number
        .to_string()
        .bytes()
        .map(|digit| LETTERS[usize::from(digit - b'0')])
        .collect()
}

/// Residents who answer one enquête after another, until they are told to stop or the server goes.
pub(crate) struct Residents {
    stop: Arc<AtomicBool>,
    tasks: tokio::task::JoinSet<()>,
}

impl Residents {
    /// This many at once.
    pub(crate) fn begin(count: usize, server: &Server, ledger: &Arc<Ledger>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..count {
            let (stop, ledger, address) = (Arc::clone(&stop), Arc::clone(ledger), server.address);
            tasks.spawn(async move {
                let Ok(mut connection) = Connection::open(address).await else {
                    return;
                };
                while !stop.load(Ordering::Relaxed) {
                    let Ok(ready) = filled_in(&mut connection).await else {
                        return;
                    };
                    if ledger.send(&mut connection, ready).await.is_none() {
                        return;
                    }
                }
            });
        }
        Self { stop, tasks }
    }

    /// Waits until all have gone.
    pub(crate) async fn gone(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        while let Some(resident) = self.tasks.join_next().await {
            resident.expect("a resident who meets nothing unexpected");
        }
    }
}

/// Lets the residents go on for a while.
pub(crate) async fn for_a_while(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// Copies a directory with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    fs::set_permissions(to, fs::metadata(from)?.permissions())?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &target)?
        } else {
            fs::copy(&path, &target).map(drop)?
        }
    }
    Ok(())
}
