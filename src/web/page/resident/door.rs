//! The door of a round with invitation codes: one field on the start page. Whether a code was used before is not told here:
//! who holds someone's letter must not learn whether that person answered.

use std::time::Duration;

use maud::{Markup, html};

use super::Form;
use crate::anonymity::code::{Code, CodeProblem};
use crate::domain::id::RoundId;
use crate::text::interface::{Interface, Phrase};
use crate::web::assets::CODE_SCRIPT_URL;
use crate::web::bucket::{self, Taken};
use crate::web::error::Failure;
use crate::web::network::Network;
use crate::web::state::App;
use crate::web::view::parts::{self, Problem};

/// Name and id of the field.
pub const CODE: &str = "code";

/// The field as it is shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Door<'a> {
    /// What was typed.
    pub typed: &'a str,
    /// Why it let nobody in.
    pub shut: Option<Shut>,
}

/// Why what was typed lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// It can't be a code.
    NoCode(CodeProblem),
    /// It could be one, but was not issued in this round.
    Unknown,
}

/// How long each code waits while someone guesses.
const WAIT: Duration = Duration::from_secs(3);

/// Looks a typed code up: the one place where codes are tried. Many wrong ones from a network, or from all, make every
/// code of that network, or of all, wait; right or wrong, and never refused: no one shuts the door on others by guessing.
///
/// # Errors
/// When the store can't be read.
pub async fn open(
    app: &App,
    network: Network,
    round: &RoundId,
    typed: &str,
) -> Result<Result<Code, Shut>, Failure> {
    let code = match Code::read(typed) {
        Ok(code) => code,
        Err(problem) => return Ok(Err(Shut::NoCode(problem))),
    };
    let now = app.clock().seconds();
    let taken = app.buckets().take(bucket::Door::Code, network, now);
    if let Taken::Wait(_) = taken {
        tokio::time::sleep(WAIT).await;
    }
    if app.store().knows_code(round, &code).await? {
        if !matches!(taken, Taken::Wait(_)) {
            app.buckets().give_back(bucket::Door::Code, network, now);
        }
        Ok(Ok(code))
    } else {
        Ok(Err(Shut::Unknown))
    }
}

impl Shut {
    fn sentence(self, words: &Interface) -> &Phrase {
        let texts = &words.code;
        match self {
            Self::NoCode(CodeProblem::Empty) => &texts.empty,
            Self::NoCode(CodeProblem::Length) => &texts.length,
            Self::NoCode(CodeProblem::Typo) => &texts.typo,
            Self::Unknown => &texts.unknown,
        }
    }
}

/// First thing on the page when the door stayed shut.
pub fn summary(words: &Interface, door: &Door<'_>) -> Markup {
    html! {
        @if let Some(shut) = door.shut {
            (parts::error_summary(words, &[Problem { target: CODE.to_owned(), summary: html! { (shut.sentence(words)) } }]))
        }
    }
}

/// The field, and the script that fills it from a scanned address. Without script the code is typed.
pub fn field(form: &Form, door: &Door<'_>) -> Markup {
    let words = form.words();
    let (described, invalid) = match door.shut {
        Some(_) => ("code-uitleg code-fout", Some("true")),
        None => ("code-uitleg", None),
    };
    html! {
        div.ab-field.ab-field--error[door.shut.is_some()] {
            label.ab-label for=(CODE) { (words.code.label) }
            p.ab-hint #code-uitleg { (words.code.hint) }
            @if let Some(shut) = door.shut {
                p.ab-error #code-fout {
                    (shut.sentence(words))
                    @if shut == Shut::Unknown { " " (words.code.unknown_help) }
                }
            }
            input.ab-input.ab-input--code #(CODE) name=(CODE) type="text" dir="ltr" inputmode="text" autocomplete="off"
                autocapitalize="characters" spellcheck="false" value=(door.typed) aria-describedby=(described) aria-invalid=[invalid];
        }
        script src=(*CODE_SCRIPT_URL) defer {}
    }
}
