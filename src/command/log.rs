//! The log of a server: one event, one line of JSON on stderr. What residents do is no event.

use std::io;

use tracing::Level;

/// Starts the log of this process.
pub(super) fn begin() {
    tracing_subscriber::fmt()
        .json()
        .with_max_level(Level::INFO)
        .with_writer(io::stderr)
        // A log on a full disk must not take the server with it: a complaint about a lost line would panic.
        .log_internal_errors(false)
        .init();
}
