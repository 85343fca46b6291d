//! The ledger of knelpunten: the list, one knelpunt with its evidence and history, and the form that changes it.

pub mod edit;
mod form;
pub mod list;
pub mod one;
#[cfg(test)]
pub(crate) mod samples;

use crate::anonymity::random::Id;
use crate::store::StoredKnelpunt;
use crate::web::error::Failure;
use crate::web::session::Volunteer;
use crate::web::state::App;

/// Every version of the knelpunt of an address, the newest first; at least one.
///
/// # Errors
/// [`Failure::NotFound`] when this client council has no such knelpunt.
pub async fn history(
    app: &App,
    volunteer: &Volunteer,
    id: &str,
) -> Result<Vec<StoredKnelpunt>, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::NotFound)?;
    let council = &volunteer.council.id;
    let history = app.store().knelpunt_history(council, id).await?;
    if history.is_empty() {
        return Err(Failure::NotFound);
    }
    Ok(history)
}
