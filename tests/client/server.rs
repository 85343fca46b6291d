//! The program as a process of its own: started, waited for, killed, asked to stop.

use std::fs::{self, File};
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::http::Connection;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_achterban");
/// A demo makes five councils and their reports first.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server; killed (`kill -9`) when dropped.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// From start to first answer.
    pub(crate) start: Duration,
}

/// A directory that goes when dropped.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    /// An empty directory on the disk of the build, so that an fsync is one.
    pub(crate) fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a directory in target/tmp");
        Self(path)
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Server {
    /// `achterban COMMAND --data DATA` on a free port of loopback, answering. What it prints goes to `DATA.log`.
    pub(crate) async fn start(command: &str, data: &Path) -> io::Result<Self> {
        Self::start_watched(command, data, &[]).await
    }

    /// The same behind another program, given with its arguments, that leaves the server its process id.
    pub(crate) async fn start_watched(
        command: &str,
        data: &Path,
        watch: &[String],
    ) -> io::Result<Self> {
        let mut words = watch.iter().map(String::as_str).chain([PROGRAM]);
        let first = words.next().unwrap_or(PROGRAM);
        let address = free_address()?;
        let log = File::options()
            .create(true)
            .append(true)
            .open(log_of(data))?;
        let begin = Instant::now();
        let child = Command::new(first)
            .args(words)
            .args([command, "--listen", &address.to_string(), "--data"])
            .arg(data)
            // What is measured and cut off here is storing, not the limits for networks.
            .env("ACHTERBAN_FORMS_PER_NETWORK", u32::MAX.to_string())
            .env("ACHTERBAN_FORMS_PER_HOUR", u32::MAX.to_string())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut server = Self {
            child,
            address,
            start: Duration::ZERO,
        };
        while begin.elapsed() < PATIENCE {
            if let Some(status) = server.child.try_wait()? {
                let log = fs::read_to_string(log_of(data))?;
                return Err(io::Error::other(format!(
                    "{command} ended with {status}:\n{log}"
                )));
            }
            if server.answers().await {
                server.start = begin.elapsed();
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err(io::Error::other("no answer in time"))
    }

    async fn answers(&self) -> bool {
        let reply = async {
            Connection::open(self.address)
                .await?
                .get("/health/ready")
                .await
        };
        reply.await.is_ok_and(|reply| reply.status == 200)
    }

    /// A new connection.
    pub(crate) async fn connect(&self) -> io::Result<Connection> {
        Connection::open(self.address).await
    }

    /// Process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -TERM`, and how it ended.
    pub(crate) fn stop(mut self) -> io::Result<ExitStatus> {
        Command::new("kill")
            .args(["-TERM", &self.id().to_string()])
            .status()?;
        self.child.wait()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address on loopback that nobody uses.
pub(crate) fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

/// Where a server on this data directory prints.
pub(crate) fn log_of(data: &Path) -> PathBuf {
    data.with_extension("log")
}
