//! The state of a resident's form between pages: all that was typed, in one hidden field that only this server can read or
//! change. Nothing of it is stored before sending, and nothing needs a cookie.

use serde::{Deserialize, Serialize};

use super::filled::{Filled, Place};
use crate::anonymity::code::Code;
use crate::anonymity::random::{self, RandomError};
use crate::anonymity::seal::{SealError, Sealer};
use crate::domain::entry::Entry;

/// Name of the hidden field.
pub const FIELD: &str = "formulier";

/// Steps in which the time of issue is kept: coarse enough to say nothing about one person.
const STEP_SECONDS: i64 = 15 * 60;
/// A form that is older is issued anew: its answers stay, it must be sent once more.
const LIFETIME_STEPS: i64 = 48 * 4;

/// What makes sending twice the same as sending once. Never stored; only its HMAC is, when used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonce {
    /// Unguessable.
    #[serde(rename = "b")]
    random: [u8; 16],
    /// Time of issue in quarters of an hour since 1970.
    #[serde(rename = "q")]
    step: i64,
}

impl Nonce {
    /// A nonce issued now (seconds since 1970).
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn issue(now: i64) -> Result<Self, RandomError> {
        Ok(Self {
            random: random::bytes()?,
            step: now.div_euclid(STEP_SECONDS),
        })
    }

    /// The bytes from which the nullifier is made.
    pub fn as_proof(&self) -> Vec<u8> {
        [&self.random[..], &self.step.to_be_bytes()].concat()
    }

    /// Whether the form was open for so long that it must be issued anew.
    pub fn is_stale(&self, now: i64) -> bool {
        now.div_euclid(STEP_SECONDS).saturating_sub(self.step) > LIFETIME_STEPS
    }

    /// Whether the form was begun before this moment (seconds since 1970), as far as its quarter of an hour tells.
    pub fn begun_before(&self, moment: i64) -> bool {
        self.step <= moment.div_euclid(STEP_SECONDS)
    }
}

/// A form in progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Version of the questionnaire with which it was begun.
    pub version: u32,
    /// Makes sending twice the same as sending once.
    pub nonce: Nonce,
    /// The invitation code with which it was begun, in a round that needs one: then sending twice with the code is
    /// sending once, whatever the nonce.
    pub code: Option<Code>,
    /// Someone fills in for another. Only changes the words on the pages.
    pub helped: bool,
    /// On a shared device: the second in which its last page was made. Leaves with sending, like all else here.
    pub kiosk: Option<i64>,
    /// The page that was shown.
    pub place: Place,
    /// The check page was seen: "Verder" leads back to it.
    pub reviewed: bool,
    /// What was typed.
    pub filled: Filled,
}

/// [`Progress`] with short names: it travels with every page.
#[derive(Serialize, Deserialize)]
struct Wire {
    v: u32,
    n: Nonce,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    h: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    k: Option<i64>,
    p: Place,
    r: bool,
    e: Vec<(String, Vec<String>, String)>,
}

impl Progress {
    /// Seals it for one survey: in another survey's form it does not open.
    ///
    /// # Errors
    /// [`SealError`] when no random numbers are given.
    pub fn seal(&self, sealer: &Sealer, survey: &str) -> Result<String, SealError> {
        let entries = self
            .filled
            .entries()
            .map(|(id, entry)| (id.to_owned(), entry.values.clone(), entry.other.clone()));
        let wire = Wire {
            v: self.version,
            n: self.nonce.clone(),
            c: self.code.as_ref().map(Code::printed),
            h: self.helped,
            k: self.kiosk,
            p: self.place,
            r: self.reviewed,
            e: entries.collect(),
        };
        let plain = serde_json::to_vec(&wire).map_err(|_| SealError::TooLong)?;
        sealer.seal_text(&plain, context(survey).as_bytes())
    }

    /// Opens what [`Progress::seal`] made.
    ///
    /// # Errors
    /// [`SealError::Broken`] when it was changed, cut short, or belongs to another survey or server.
    pub fn open(sealer: &Sealer, survey: &str, text: &str) -> Result<Self, SealError> {
        let plain = sealer.open_text(text, context(survey).as_bytes())?;
        let wire: Wire = serde_json::from_slice(&plain).map_err(|_| SealError::Broken)?;
        let code = wire.c.as_deref().map(Code::read).transpose();
        let mut filled = Filled::default();
        for (id, values, other) in wire.e {
            filled.set(&id, Entry { values, other });
        }
        Ok(Self {
            version: wire.v,
            nonce: wire.n,
            code: code.map_err(|_| SealError::Broken)?,
            helped: wire.h,
            kiosk: wire.k,
            place: wire.p,
            reviewed: wire.r,
            filled,
        })
    }
}

fn context(survey: &str) -> String {
    format!("form {survey}")
}

#[cfg(test)]
mod tests {
    use super::{LIFETIME_STEPS, Nonce, STEP_SECONDS};

    #[test]
    fn a_nonce_tells_its_time_of_issue_only_in_quarters_of_an_hour() {
        let first = Nonce::issue(1_000_000).expect("random numbers");
        let second = Nonce::issue(1_000_000 + 60).expect("random numbers");
        assert_eq!(first.step, second.step);
        assert_ne!(first.as_proof(), second.as_proof());
    }

    #[test]
    fn a_form_lives_two_days_and_no_clock_makes_it_panic() {
        let nonce = Nonce::issue(1_000_000).expect("random numbers");
        assert!(!nonce.is_stale(1_000_000 + LIFETIME_STEPS * STEP_SECONDS));
        assert!(nonce.is_stale(1_000_000 + (LIFETIME_STEPS + 1) * STEP_SECONDS));
        assert!(
            !nonce.is_stale(0),
            "a clock that went back takes nothing away"
        );
        assert!(!nonce.is_stale(i64::MIN));
        assert!(nonce.is_stale(i64::MAX));
    }
}
