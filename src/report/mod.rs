//! Reports: charts, PDF and HTML from one document model; and the questionnaire on [`paper`].
//!
//! [`input`] builds the model from results, [`chart`] draws its pictures, [`pdf`] and [`html`] print it, [`figures`] tells
//! how each printed number can be computed again; [`invitation`] is what invites people on paper, with the codes of
//! [`qr`]. No figure is computed here and no sentence is made: that is `analysis` and `text`.

pub mod chart;
pub mod example;
pub mod figures;
pub mod fonts;
pub mod html;
pub mod input;
pub mod invitation;
mod look;
pub mod paper;
pub mod pdf;
pub mod piece;
pub mod qr;
