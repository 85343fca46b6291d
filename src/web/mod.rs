//! The server: pages for residents, the client council and the municipality.
//!
//! `router` says which page is where; a page file has `show` (GET), `submit` (POST), a pure `page(&Model)` and samples.
//! `view` holds components, `form` what comes in with a POST, `look` the house style, `session` who is logged in, `serve` the connections.

pub mod assets;
pub mod bucket;
pub mod deadline;
pub mod directory;
mod earlier;
pub mod error;
pub mod form;
pub mod headers;
pub mod invitation;
pub mod kept;
pub mod ledger;
pub mod look;
pub mod network;
pub mod origin;
pub mod page;
pub mod paper;
pub mod path;
pub mod report;
pub mod router;
pub mod serve;
pub mod session;
pub mod signal;
pub mod spent;
pub mod state;
mod throttle;
pub mod view;
pub mod weighting;

pub use report::make_report;
