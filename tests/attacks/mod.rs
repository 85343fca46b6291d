//! Who means harm: bytes that are no request, requests in disguise, visitors who take their time. The program runs as a
//! process of its own, and afterwards the next visitor is served and all that was stored is in order.

mod garbage;
mod slow;
mod smuggling;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than this no reply to a whole request may take, on a machine that does other work too.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends these bytes and no more, and reads what comes until the server closes.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    // Who is refused half way is cut off half way.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut reply = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut reply));
    match read.await {
        Ok(Err(error)) if error.kind() != io::ErrorKind::ConnectionReset => Err(error),
        Ok(_) => Ok(reply),
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// The status of each reply: our pages have no line that begins so.
fn statuses(reply: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(reply);
    let replies = text.split("HTTP/1.1 ").skip(1);
    replies
        .filter_map(|reply| reply.get(..3)?.parse().ok())
        .collect()
}
