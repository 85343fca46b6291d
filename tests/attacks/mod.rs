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

/// Sends these bytes, and reads until nothing comes any more for this long; then says that no more will be sent, and reads
/// until the server closes.
async fn exchange(address: SocketAddr, bytes: &[u8], quiet: Duration) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    // Who is refused half way is cut off half way.
    let _ = stream.write_all(bytes).await;
    let mut reply = Vec::new();
    let mut piece = [0; 8_192];
    while let Ok(read) = tokio::time::timeout(quiet, stream.read(&mut piece)).await {
        match read {
            Ok(0) => return Ok(reply),
            Ok(count) => reply.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(reply),
            Err(error) => return Err(error),
        }
    }
    let _ = stream.shutdown().await;
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
