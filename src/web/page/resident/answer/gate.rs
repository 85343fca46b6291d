//! Whether a form can be begun, and whether one in progress can go on.

use jiff::civil::Date;

use super::request::Request;
use crate::store::Round;
use crate::web::form::sealed::Progress;
use crate::web::page::resident::Form;
use crate::web::page::resident::closed::Reason;

/// A form that was begun before the end may be sent until this many seconds after it.
const GRACE_SECONDS: i64 = 30 * 60;

/// Whether a form can be begun today.
pub(super) enum Gate<'a> {
    /// A signal can always be left.
    Signal,
    /// A round is open.
    Open(&'a Round),
    /// No round is open.
    Shut(Reason),
}

impl<'a> Gate<'a> {
    pub(super) fn of(form: &'a Form, today: Date) -> Self {
        if form.is_signal() {
            return Self::Signal;
        }
        match form.survey.open_round(today) {
            Some(round) => Self::Open(round),
            None if form.survey.rounds.iter().any(|round| round.closes < today) => {
                Self::Shut(Reason::Closed)
            }
            None => Self::Shut(Reason::NotOpen),
        }
    }
}

impl Request<'_> {
    /// Why a form in progress can't go on, if so: its round has ended, and the grace for who had begun as well.
    pub(super) fn shut_for(&self, progress: &Progress) -> Option<Reason> {
        match Gate::of(self.form, self.app.clock().today()) {
            Gate::Shut(_) if self.round_in_grace(progress).is_some() => None,
            Gate::Shut(reason) => Some(reason),
            Gate::Signal | Gate::Open(_) => None,
        }
    }

    fn round_in_grace(&self, progress: &Progress) -> Option<&Round> {
        let clock = self.app.clock();
        self.form.survey.rounds.iter().find(|round| {
            let end = clock.end_of(round.closes);
            clock.seconds() < end.saturating_add(GRACE_SECONDS) && progress.nonce.begun_before(end)
        })
    }

    /// The round to which answers go.
    pub(super) fn round(&self, progress: &Progress) -> Option<&Round> {
        let open = self.form.survey.open_round(self.app.clock().today());
        open.or_else(|| self.round_in_grace(progress))
    }
}
