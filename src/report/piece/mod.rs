//! A report as a row of plain blocks, which every writer understands: PDF, page, Word and OpenDocument. The knelpuntenrapport
//! has a layout of its own as PDF and page; for the others, and for every other kind of report, it is this.

pub mod docx;
mod kinds;
pub mod odt;
mod picture;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use serde::Serialize;

use super::chart::{Column, DrawError, Table};
use super::input::{Document, Figure};
use super::pdf::{self, Pdf, PdfError};
use crate::domain::house_style::Look;

/// Stands for what people fill in themselves.
pub(super) fn gap(what: &str) -> String {
    format!("[nog invullen: {what}]")
}

/// Widths of the columns of a table, in thousandths: a column with long words or sentences is wider.
fn widths(table: &Table) -> Vec<usize> {
    const SENTENCE: usize = 32;
    let needs = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column));
        let all = cells.chain(table.head.get(column));
        let need = |cell: &String| {
            let word = cell.split(' ').map(|word| word.chars().count()).max();
            let whole = cell.chars().count().min(SENTENCE);
            whole.max(word.unwrap_or(0).min(2 * SENTENCE)) + 2
        };
        all.map(need).max().unwrap_or(1)
    };
    let needs: Vec<usize> = (0..table.head.len()).map(needs).collect();
    let sum: usize = needs.iter().sum();
    needs.iter().map(|need| need * 1_000 / sum.max(1)).collect()
}

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Knelpunten in order, with their uncertainty.
    Knelpunten,
    /// One page for the achterban.
    Summary,
    /// A letter with advice.
    Advice,
    /// Three parties look back.
    Evaluation,
}

impl Kind {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Knelpunten => "Knelpuntenrapport",
            Self::Summary => "Samenvatting",
            Self::Advice => "Ongevraagd advies",
            Self::Evaluation => "Evaluatie",
        }
    }
}

/// One block.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading {
        /// Level.
        level: u8,
        /// Words.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Words.
        text: String,
    },
    /// What was found, and the figures under it.
    Finding {
        /// The sentence.
        sentence: String,
        /// Counts, margin, place.
        detail: String,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<String>,
    },
    /// A table with a caption and a heading row.
    Table {
        /// The table.
        table: Table,
    },
    /// A chart.
    Chart {
        /// The chart with its words.
        figure: Box<Figure>,
        /// Whether its data follow as a table.
        with_table: bool,
    },
    /// Something to know while reading.
    Note {
        /// Words.
        text: String,
    },
}

/// A report in blocks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    /// What kind, in words.
    pub kind: &'static str,
    /// Title.
    pub title: String,
    /// Name of the client council.
    pub client_council: Option<String>,
    /// Day of the report in words.
    pub written_on: String,
    /// Day of the report as year, month, day.
    pub written: (i16, i8, i8),
    /// All data are made up.
    pub sample: bool,
    /// It must stay one page: smaller headings.
    pub one_page: bool,
    /// House style and logo.
    #[serde(skip)]
    pub look: Look,
    /// Its content.
    pub blocks: Vec<Block>,
}

impl Piece {
    /// A report of a kind, from the same document as the knelpuntenrapport.
    pub fn of(kind: Kind, document: &Document) -> Self {
        Self {
            kind: kind.name(),
            title: document.title.clone(),
            client_council: document.client_council.clone(),
            written_on: document.written_on.clone(),
            written: document.written,
            sample: document.sample,
            one_page: kind == Kind::Summary,
            look: document.look.clone(),
            blocks: kinds::blocks(kind, document),
        }
    }

    /// Each level of heading: its size and the space before it, in points.
    fn headings(&self) -> [(u32, u32); 3] {
        if self.one_page {
            [(14, 12), (12, 10), (11, 8)]
        } else {
            [(17, 24), (14, 18), (12, 12)]
        }
    }

    /// Size of running text in a word processor, in points.
    fn text_size(&self) -> u32 {
        if self.one_page { 10 } else { 11 }
    }

    fn charts(&self) -> impl Iterator<Item = &Figure> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Chart { figure, .. } => Some(figure.as_ref()),
            _ => None,
        })
    }

    /// Who writes; a name that was left empty is a gap.
    fn sender(&self) -> String {
        let name = self.client_council.clone();
        name.unwrap_or_else(|| gap("naam van de cliëntenraad"))
    }

    /// The PDF.
    ///
    /// # Errors
    /// See [`PdfError`]; what people wrote is never the cause.
    pub fn pdf(&self) -> Result<Pdf, PdfError> {
        let pictures: Result<HashMap<String, String>, DrawError> = self
            .charts()
            .map(|figure| Ok((figure.picture.clone(), figure.svg(Column::Page)?)))
            .collect();
        pdf::sheet(pdf::PIECE, &self.look, self, &pictures?)
    }
}
