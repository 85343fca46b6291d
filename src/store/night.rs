//! The night's work, in its order: close what ended, flush, retention.

use jiff::civil::Date;

use super::Store;
use super::audit::Actor;
use super::error::StoreError;
use super::flush::Flushed;
use super::round::RoundState;

impl Store {
    /// Does the night's work of `today`; doing it twice changes nothing more. A round closes on the night after its
    /// last day, so that a form begun before midnight still comes in.
    ///
    /// # Errors
    /// When something could not be done; what was done before it stays done, and the next night does the rest.
    pub async fn night(&self, actor: Actor<'_>, today: Date) -> Result<Vec<Flushed>, StoreError> {
        let mut flushed = Vec::new();
        for round in self.all_rounds().await? {
            if round.state == RoundState::Open && round.closes < today {
                flushed.push(self.close_round(&round.id, actor).await?);
            }
        }
        flushed.extend(self.flush().await?);
        self.erase_due_contacts(today).await?;
        self.erase_overdue(actor, today).await?;
        Ok(flushed)
    }
}
