//! Pages, per user. A page file has `show` (GET), `submit` (POST), a pure `page(&Model)`, and samples for the test that
//! renders every page.

pub mod council;
pub mod health;
pub mod login;
pub mod public;
#[cfg(test)]
mod rendered;
pub mod resident;
