//! T-07: behind the shipped nginx configuration, nothing of 1,000 visitors is written anywhere, errors included.
//! Needs Debian's nginx; `tests/run` installs it.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::scene::{SURVEY, Scene, filled_in};
use super::traces::{files_in, holds};
use crate::client::USER_AGENT;
use crate::client::http::{Connection, Reply, SOURCE};
use crate::client::server::{Server, free_address, log_of};

const NGINX: &str = "/usr/sbin/nginx";
const SHIPPED: &str = include_str!("../../docs/installatie/nginx.conf");
/// Begins everything that a visitor's device tells of itself.
const MARK: &str = "kenmerk-";
const VISITORS: usize = 1_000;

/// A running nginx with a directory for all that it writes; ended when dropped.
struct Proxy {
    child: Option<Child>,
    address: SocketAddr,
    directory: PathBuf,
}

impl Proxy {
    /// The shipped file within what Debian's own nginx.conf has around it: logs for all, as talkative as they can be.
    async fn start(directory: &Path, server: SocketAddr) -> Self {
        let (address, other) = (free_address().unwrap(), free_address().unwrap());
        for folder in ["body", "proxy"] {
            fs::create_dir_all(directory.join(folder)).unwrap();
        }
        let lines = SHIPPED
            .lines()
            .filter(|line| !line.contains("ssl_certificate"));
        let ours = lines.collect::<Vec<_>>().join("\n");
        let ours = replaced(&ours, "listen 443 ssl;", &format!("listen {address};"));
        let ours = replaced(&ours, "listen 80;", &format!("listen {other};"));
        let ours = replaced(&ours, "http://127.0.0.1:8080", &format!("http://{server}"));
        fs::write(directory.join("achterban.conf"), ours).unwrap();
        fs::write(directory.join("nginx.conf"), around(directory)).unwrap();
        let child = Command::new(NGINX)
            .arg("-c")
            .arg(directory.join("nginx.conf"))
            .args(["-g", "daemon off;"])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let proxy = Self {
            child: Some(child),
            address,
            directory: directory.to_owned(),
        };
        for _ in 0..100 {
            if Connection::open(address).await.is_ok() {
                return proxy;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nginx does not start");
    }

    /// Stops it and waits until all is written.
    fn stop(mut self) {
        self.end("-QUIT");
    }

    fn end(&mut self, signal: &str) {
        if let Some(mut child) = self.child.take() {
            let id = child.id().to_string();
            let _ = Command::new("kill").args([signal, &id]).status();
            let _ = child.wait();
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.end("-TERM");
    }
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the shipped file has {from}");
    text.replace(from, to)
}

fn around(directory: &Path) -> String {
    let at = directory.display();
    let user = if is_root() { "user root;" } else { "" };
    format!(
        "{user} pid {at}/pid; error_log {at}/error.log info; worker_processes 1;
        events {{}}
        http {{
            access_log {at}/access.log; error_log {at}/error.log info;
            client_body_temp_path {at}/body; proxy_temp_path {at}/proxy;
            fastcgi_temp_path {at}/fastcgi; uwsgi_temp_path {at}/uwsgi; scgi_temp_path {at}/scgi;
            include {at}/achterban.conf;
        }}\n"
    )
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.stdout == b"0\n")
}

fn nginx_is_there() -> bool {
    let there = Path::new(NGINX).exists();
    if !there {
        eprintln!("SKIPPED: {NGINX} is not installed");
    }
    there
}

/// One visitor, like no other.
async fn visit(proxy: SocketAddr, number: usize) -> io::Result<Reply> {
    let mut connection = Connection::open(proxy).await?;
    let device = format!(
        "Host: localhost\r\nUser-Agent: {MARK}ua-{number}\r\nX-Forwarded-For: 203.0.113.{}, {MARK}ip-{number}\r\n\
        Forwarded: for={MARK}for-{number}\r\nReferer: https://example.nl/{MARK}referer-{number}\r\n\
        Cookie: bezoek={MARK}cookie-{number}\r\n",
        number % 250
    );
    let post = |path: &str, body: &str| {
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\n{device}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        )
    };
    let query = format!("{SURVEY}?bron={MARK}vraag-{number}");
    let request = match number % 8 {
        0 => format!("GET {query} HTTP/1.1\r\n{device}\r\n"),
        1 => format!("GET /diemen/v/{MARK}pad-{number} HTTP/1.1\r\n{device}\r\n"),
        2 => post(
            SURVEY,
            &format!("formulier={MARK}kapot-{number}&doe=verstuur"),
        ),
        3 => post(
            SURVEY,
            &format!(
                "begin=1&x={}",
                format!("{MARK}lang-{number}-").repeat(9_000)
            ),
        ),
        4 => post(
            SURVEY,
            &format!(
                "begin=1&x={}",
                format!("{MARK}te-lang-{number}-").repeat(20_000)
            ),
        ),
        5 => format!("TRACE {query} HTTP/1.1\r\n{device}\r\n"),
        6 => format!("GET {query} HTTP/9.9 {MARK}onzin\r\n{device}\r\n"),
        _ => format!(
            "GET {SURVEY} HTTP/1.1\r\nX-Lang: {}\r\n{device}\r\n",
            format!("{MARK}kop-{number}").repeat(3_000)
        ),
    };
    connection.exchange(&request).await
}

fn modified(directory: &Path) -> std::time::SystemTime {
    fs::metadata(directory).unwrap().modified().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_shipped_nginx_nothing_of_a_thousand_visitors_is_written_down() {
    if !nginx_is_there() {
        return;
    }
    let scene = Scene::new("proxy");
    let server: Server = scene.server().await;
    let directory = scene.data.with_file_name("nginx");
    let proxy = Proxy::start(&directory, server.address).await;
    let temporary = ["body", "proxy"].map(|name| proxy.directory.join(name));
    let before = temporary.each_ref().map(|path| modified(path));

    // A whole form, sent and acknowledged through the proxy.
    let mut resident = Connection::open(proxy.address).await.unwrap();
    let ready = filled_in(&mut resident).await.unwrap();
    assert!(scene.ledger.send(&mut resident, ready).await.is_some());

    let mut seen = std::collections::BTreeMap::<u16, usize>::new();
    for number in 0..VISITORS {
        // Some are cut off: then there is no reply.
        let status = visit(proxy.address, number)
            .await
            .map_or(0, |reply| reply.status);
        *seen.entry(status).or_default() += 1;
    }
    println!("behind nginx, replies by status: {seen:?}");
    for status in [200, 400, 404, 413, 429] {
        assert!(
            seen.contains_key(&status),
            "the control: {status} is among {seen:?}"
        );
    }
    assert_eq!(
        temporary.each_ref().map(|path| modified(path)),
        before,
        "no temporary file while bodies pass"
    );
    proxy.stop();
    // Killed, so that what was on its way to the disk stays there for who looks.
    drop(server);

    let files = [
        files_in(&scene.data),
        files_in(&directory),
        vec![log_of(&scene.data)],
    ]
    .concat();
    assert!(
        files.iter().any(|file| file.ends_with("error.log")),
        "nginx has a main log"
    );
    for mark in [MARK, USER_AGENT, &SOURCE.to_string(), "203.0.113."] {
        let found: Vec<_> = files
            .iter()
            .filter(|file| holds(&fs::read(file).unwrap(), mark.as_bytes()))
            .collect();
        assert!(found.is_empty(), "{mark} is in {found:?}");
    }
    scene.check();
}

#[test]
fn nginx_accepts_the_shipped_file_with_a_certificate() {
    if !nginx_is_there() {
        return;
    }
    let scratch = crate::client::server::Scratch::new("nginx-lint");
    let at = scratch.0.display();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=achterban.example.nl"])
        .args([
            "-keyout",
            &format!("{at}/key"),
            "-out",
            &format!("{at}/pem"),
        ])
        .output();
    if !made.is_ok_and(|made| made.status.success()) {
        eprintln!("SKIPPED: openssl makes no certificate here");
        return;
    }
    let ours = replaced(SHIPPED, "/etc/ssl/achterban.pem", &format!("{at}/pem"));
    let ours = replaced(
        &ours,
        "/etc/ssl/private/achterban.key",
        &format!("{at}/key"),
    );
    fs::write(scratch.path("achterban.conf"), ours).unwrap();
    fs::write(scratch.path("nginx.conf"), around(&scratch.0)).unwrap();
    let tested = Command::new(NGINX)
        .arg("-t")
        .arg("-c")
        .arg(scratch.path("nginx.conf"))
        .output()
        .unwrap();
    assert!(
        tested.status.success(),
        "{}",
        String::from_utf8_lossy(&tested.stderr)
    );
}

#[test]
fn the_examples_turn_off_what_remembers() {
    for line in [
        "ssl_session_tickets off;",
        "ssl_session_cache none;",
        "proxy_request_buffering off;",
        "limit_req_log_level info;",
    ] {
        assert!(SHIPPED.contains(line), "{line}");
    }
    assert_eq!(
        SHIPPED.matches("access_log off;").count(),
        SHIPPED.matches("server {").count()
    );
    let service = include_str!("../../docs/installatie/achterban.service");
    for line in [
        "LimitCORE=0",
        "MemorySwapMax=0",
        "PrivateTmp=yes",
        "ProtectSystem=strict",
    ] {
        assert!(service.lines().any(|found| found == line), "{line}");
    }
}
