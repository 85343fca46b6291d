//! One connection: a request, its reply, and the next.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::USER_AGENT;

/// Address from which every request comes: a mark that must be nowhere on the server's disk.
pub(crate) const SOURCE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 77);

/// A connection that is kept open between requests.
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    /// Bytes that came after the last reply.
    rest: Vec<u8>,
}

/// A reply.
pub(crate) struct Reply {
    /// Status code.
    pub(crate) status: u16,
    /// Status line and headers.
    pub(crate) head: String,
    /// Body; our pages are UTF-8.
    pub(crate) body: String,
}

impl Reply {
    /// The value of a header; a proxy may write its name with capitals.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1);
        lines.find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Connection {
    /// Connects from [`SOURCE`].
    pub(crate) async fn open(server: SocketAddr) -> io::Result<Self> {
        Self::open_from(SOURCE, server).await
    }

    /// Connects from this address of loopback.
    pub(crate) async fn open_from(source: Ipv4Addr, server: SocketAddr) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((source, 0)))?;
        let stream = socket.connect(server).await?;
        stream.set_nodelay(true)?;
        let rest = Vec::new();
        Ok(Self { stream, rest })
    }

    /// `GET`
    pub(crate) async fn get(&mut self, path: &str) -> io::Result<Reply> {
        self.exchange(&format!("GET {path} {}\r\n", headers()))
            .await
    }

    /// `POST` of an urlencoded form.
    pub(crate) async fn post(&mut self, path: &str, form: &str) -> io::Result<Reply> {
        self.exchange(&post(path, form)).await
    }

    /// Sends what stands there and reads one reply.
    pub(crate) async fn exchange(&mut self, request: &str) -> io::Result<Reply> {
        self.stream.write_all(request.as_bytes()).await?;
        let end = loop {
            if let Some(at) = find(&self.rest, b"\r\n\r\n") {
                break at;
            }
            self.read().await?;
        };
        let head = String::from_utf8_lossy(&self.rest[..end]).into_owned();
        let reply = Reply {
            status: head
                .get(9..12)
                .and_then(|code| code.parse().ok())
                .ok_or(ErrorKind::InvalidData)?,
            head,
            body: String::new(),
        };
        let length: usize = match reply.header("content-length") {
            Some(length) => length.parse().map_err(|_| ErrorKind::InvalidData)?,
            None => 0,
        };
        let (start, end) = (end + 4, end + 4 + length);
        while self.rest.len() < end {
            self.read().await?;
        }
        let body = String::from_utf8_lossy(&self.rest[start..end]).into_owned();
        self.rest.drain(..end);
        Ok(Reply { body, ..reply })
    }

    async fn read(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.rest).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// A `POST` as it goes over the line.
pub(crate) fn post(path: &str, form: &str) -> String {
    let (headers, length) = (headers(), form.len());
    format!(
        "POST {path} {headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
}

fn headers() -> String {
    format!(
        "HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {USER_AGENT}\r\nSec-Fetch-Site: same-origin\r\n"
    )
}

fn find(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes
        .windows(sought.len())
        .position(|window| window == sought)
}
