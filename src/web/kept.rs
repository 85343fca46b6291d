//! A form that was sent after its session had ended: what was typed travels sealed through the login page and comes back, so
//! that nobody writes it twice. Nothing of it is stored.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::form::Fields;
use super::view::layout::{self, Bare};
use super::view::parts::{self, TOKEN_FIELD};
use crate::anonymity::seal::{SealError, Sealer};

/// Name of the hidden field on the login page.
pub const FIELD: &str = "bewaard";
/// A seal made for this opens nowhere else.
const CONTEXT: &[u8] = b"kept form";

/// Where a form was going, and what was in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    address: String,
    fields: Vec<(String, String)>,
}

impl Kept {
    /// Everything but the token of the session that ended.
    pub fn new(address: &str, fields: &Fields) -> Self {
        let typed = fields.iter().filter(|(name, _)| *name != TOKEN_FIELD);
        Self {
            address: address.to_owned(),
            fields: typed
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    /// Seals it for the login page.
    ///
    /// # Errors
    /// When no random numbers are given.
    pub fn seal(&self, sealer: &Sealer) -> Result<String, SealError> {
        let plain = serde_json::to_vec(self).map_err(|_| SealError::TooLong)?;
        sealer.seal_text(&plain, CONTEXT)
    }

    /// Opens what [`Kept::seal`] made.
    pub fn open(sealer: &Sealer, text: &str) -> Option<Self> {
        let plain = sealer.open_text(text, CONTEXT).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// The page after logging in again: one button sends the form as it was.
    pub fn page(&self, token: &str) -> Markup {
        let title = "U bent weer ingelogd";
        let main = html! {
            div.ab-stack {
                h1 { (title) }
                p.ab-lead { "Wat u had ingevuld, is er nog. Het is nog niet opgeslagen." }
                form method="post" action=(self.address) novalidate {
                    (parts::token(token))
                    @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                    div.ab-actions { button.ab-button type="submit" { "Ga verder waar u was" } }
                }
            }
        };
        layout::bare(&Bare {
            exit: false,
            title,
            sample: false,
            main,
        })
    }
}
