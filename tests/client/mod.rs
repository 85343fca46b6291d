//! A visitor without a browser, and the server it visits: what the fault tests and the load bench share.
//! HTTP/1.1 on plain sockets, so that what is measured and cut off is the server and no library.

pub(crate) mod form;
pub(crate) mod html;
pub(crate) mod http;
pub(crate) mod server;

/// User agent of every request: a mark that must be nowhere on the server's disk.
pub(crate) const USER_AGENT: &str = "kenmerk-van-een-inwoner/1.0";
