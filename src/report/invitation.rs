//! What invites people, on paper: letters and cards with a code, the reminder, and poster and flyer for an open link.
//!
//! Here: the data of the templates in `reports/`. Codes come in as text, are printed once and kept nowhere.

use std::collections::HashMap;

use serde::Serialize;

use super::pdf::{self, Pdf, PdfError};
use super::qr::Qr;
use crate::domain::house_style::Look;

/// What stands on every sheet.
#[derive(Debug, Clone, Serialize)]
pub struct Invitation {
    /// Who asks.
    pub client_council: String,
    /// What is asked about.
    pub title: String,
    /// Where, as people type it: without `https://`.
    pub address: String,
    /// Where, as the QR code leads there. A code follows behind a `#`.
    #[serde(skip)]
    pub link: String,
    /// First day: the date of the document, which PDF/A wants. Not the day of printing: that concerns nobody.
    pub opens: (i16, i8, i8),
    /// Last day: "11 december 2026".
    pub until: String,
    /// Telephone number and hours; empty when there is none.
    pub phone: String,
    /// How many questions there are.
    pub questions: usize,
    /// About how long they take.
    pub minutes: usize,
    /// The other languages in which people can answer.
    pub languages: Vec<OtherLanguage>,
    /// Made-up data: every sheet says so.
    pub sample: bool,
    /// House style and logo.
    #[serde(skip)]
    pub look: Look,
}

/// Another language, and the line that says so in it.
#[derive(Debug, Clone, Serialize)]
pub struct OtherLanguage {
    /// Its code, as in `lang`.
    pub code: String,
    /// Written from right to left.
    pub rtl: bool,
    /// The line.
    pub line: String,
}

/// What is printed once, with codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithCodes {
    /// A letter a page.
    Letters,
    /// Eight cards a page, to cut out.
    Cards,
}

/// What can be printed at any time: no code stands on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutCode {
    /// The second letter, the same for everyone.
    Reminder,
    /// A4, for an open link.
    Poster,
    /// Two of A5 on a sheet, for an open link.
    Flyer,
}

#[derive(Serialize)]
struct Sheet<'a> {
    #[serde(flatten)]
    invitation: &'a Invitation,
    form: &'a str,
    /// What a QR code says to who can't see it.
    alternative: &'a str,
    qr: &'a str,
    letters: Vec<Letter<'a>>,
}

#[derive(Serialize)]
struct Letter<'a> {
    code: &'a str,
    qr: String,
}

impl Invitation {
    /// The address that a code's QR code holds: the code behind the `#`, which no browser sends.
    #[must_use]
    pub fn link_with(&self, code: &str) -> String {
        format!("{}#{code}", self.link)
    }

    /// Letters or cards, in the order of the codes.
    ///
    /// # Errors
    /// [`PdfError`].
    pub fn with_codes(&self, form: WithCodes, codes: &[String]) -> Result<Pdf, PdfError> {
        let mut pictures = HashMap::new();
        let mut letters = Vec::with_capacity(codes.len());
        for (index, code) in codes.iter().enumerate() {
            let qr = format!("qr-{index}.svg");
            pictures.insert(qr.clone(), Qr::of(&self.link_with(code))?.svg(""));
            letters.push(Letter { code, qr });
        }
        let template = match form {
            WithCodes::Letters => pdf::LETTERS,
            WithCodes::Cards => pdf::CARDS,
        };
        let sheet = Sheet {
            invitation: self,
            form: "",
            alternative: "QR-code die naar de vragenlijst leidt en uw code invult. De code staat ernaast.",
            qr: "",
            letters,
        };
        pdf::sheet(template, &self.look, &sheet, &pictures)
    }

    /// The reminder, poster or flyer.
    ///
    /// # Errors
    /// [`PdfError`].
    pub fn without_code(&self, form: WithoutCode) -> Result<Pdf, PdfError> {
        let (template, form) = match form {
            WithoutCode::Reminder => (pdf::REMINDER, ""),
            WithoutCode::Poster => (pdf::POSTER, "poster"),
            WithoutCode::Flyer => (pdf::POSTER, "flyer"),
        };
        let qr = "qr.svg";
        let picture = Qr::of(&self.link)?.svg("");
        let sheet = Sheet {
            invitation: self,
            form,
            alternative: "QR-code die naar de vragenlijst leidt. Het adres staat eronder.",
            qr,
            letters: Vec::new(),
        };
        let pictures = HashMap::from([(qr.to_owned(), picture)]);
        pdf::sheet(template, &self.look, &sheet, &pictures)
    }
}
