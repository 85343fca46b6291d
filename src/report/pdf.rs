//! PDF by Typst: the only user of `typst`.
//!
//! A template knows the embedded files and nothing else: no packages, no network, no disk, no clock. What people wrote
//! comes in as JSON, never as Typst source. Made as PDF/UA-1 together with PDF/A-2a: readable aloud, and in fifty years.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::chart::{Column, DrawError};
use super::fonts::{self, Coverage};
use super::input::Document;
use super::look;
use super::paper::Paper;
use super::qr::QrError;
use crate::domain::house_style::Look;

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// Number of characters that no font has, replaced by a visible sign.
    pub replaced: usize,
}

/// Why a PDF could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A chart failed.
    #[error(transparent)]
    Chart(#[from] DrawError),
    /// An address is too long for a QR code.
    #[error(transparent)]
    Qr(#[from] QrError),
    /// The document can't be written as JSON.
    #[error("the report can't be written as data: {0}")]
    Data(#[from] serde_json::Error),
    /// Typst refuses the template or its data.
    #[error("the report can't be typeset: {0}")]
    Typeset(String),
}

const REPORT: &str = "/knelpunten.typ";
const PAPER: &str = "/papier.typ";
/// Letters with codes.
pub(super) const LETTERS: &str = "/brieven.typ";
/// Cards with codes.
pub(super) const CARDS: &str = "/kaartjes.typ";
/// The second letter, without a code.
pub(super) const REMINDER: &str = "/herinnering.typ";
/// Poster and flyer.
pub(super) const POSTER: &str = "/affiche.typ";
/// Any report in plain blocks.
pub(super) const PIECE: &str = "/stuk.typ";
const SOURCES: &[(&str, &str)] = &[
    (REPORT, include_str!("../../reports/knelpunten.typ")),
    (PAPER, include_str!("../../reports/papier.typ")),
    (PIECE, include_str!("../../reports/stuk.typ")),
    (LETTERS, include_str!("../../reports/brieven.typ")),
    (CARDS, include_str!("../../reports/kaartjes.typ")),
    (REMINDER, include_str!("../../reports/herinnering.typ")),
    (POSTER, include_str!("../../reports/affiche.typ")),
    (
        "/uitnodiging.typ",
        include_str!("../../reports/uitnodiging.typ"),
    ),
    (
        "/huisstijl.typ",
        include_str!("../../reports/huisstijl.typ"),
    ),
];
const DATA: &str = "/gegevens.json";
/// Most characters of one text: a string of PDF/A holds 32,767 bytes, and a character may take four.
const LONGEST_TEXT: usize = 7_500;
/// Stands for a text of which nothing can be seen.
const NOTHING_TO_SEE: &str = "–";

/// Typesets the knelpuntenrapport.
///
/// # Errors
/// See [`PdfError`]; what people wrote is never the cause.
pub fn knelpunten(document: &Document) -> Result<Pdf, PdfError> {
    with_fallback(|coverage| report(document, coverage))
}

/// Typesets a questionnaire on paper, one after the other for every number.
///
/// # Errors
/// See [`PdfError`].
pub fn paper(paper: &Paper) -> Result<Pdf, PdfError> {
    with_fallback(|coverage| {
        let files = look_files(&paper.look).collect();
        written(&typeset(PAPER, paper, files, coverage)?)
    })
}

/// Typesets a template in a house style, with its data and its pictures (SVG by file name).
///
/// # Errors
/// See [`PdfError`].
pub(super) fn sheet(
    template: &'static str,
    look: &Look,
    data: &impl Serialize,
    pictures: &HashMap<String, String>,
) -> Result<Pdf, PdfError> {
    with_fallback(|coverage| {
        let mut files: HashMap<String, Bytes> = look_files(look).collect();
        for (name, svg) in pictures {
            let (svg, _) = fonts::printable(svg, coverage);
            files.insert(format!("/{name}"), Bytes::from_string(svg.into_owned()));
        }
        written(&typeset(template, data, files, coverage)?)
    })
}

/// Shaping can still miss a glyph (a rare pair of marks): plain letters always work.
fn with_fallback(make: impl Fn(Coverage) -> Result<Pdf, PdfError>) -> Result<Pdf, PdfError> {
    let made = make(Coverage::Full).or_else(|error| match error {
        PdfError::Typeset(_) => make(Coverage::Plain),
        other => Err(other),
    });
    comemo::evict(0);
    made
}

fn report(document: &Document, coverage: Coverage) -> Result<Pdf, PdfError> {
    written(&lay_out(document, coverage)?)
}

/// The pages, and the number of characters that were replaced.
type LaidOut = (PagedDocument, usize);

fn lay_out(document: &Document, coverage: Coverage) -> Result<LaidOut, PdfError> {
    let mut files: HashMap<String, Bytes> = HashMap::new();
    for figure in document.figures() {
        let svg = figure.svg(Column::Page)?;
        // Labels of a picture stand in its table too: they are counted there.
        let (svg, _) = fonts::printable(&svg, coverage);
        files.insert(
            format!("/{}", figure.picture),
            Bytes::from_string(svg.into_owned()),
        );
    }
    files.extend(look_files(&document.look));
    typeset(REPORT, document, files, coverage)
}

fn look_files(look: &Look) -> impl Iterator<Item = (String, Bytes)> {
    look::files(look).map(|(name, bytes)| (name, Bytes::new(bytes)))
}

/// A template with its data and pictures.
fn typeset(
    template: &'static str,
    data: &impl Serialize,
    mut files: HashMap<String, Bytes>,
    coverage: Coverage,
) -> Result<LaidOut, PdfError> {
    let mut data = serde_json::to_value(data)?;
    let replaced = filter(&mut data, coverage);
    if let Value::Object(fields) = &mut data {
        fields.insert("replaced".to_owned(), Value::from(replaced));
    }
    files.insert(
        DATA.to_owned(),
        Bytes::from_string(serde_json::to_string(&data)?),
    );
    let sheet = Sheet { template, files };
    let laid_out = typst::compile(&sheet)
        .output
        .map_err(|errors| refused(&errors))?;
    Ok((laid_out, replaced))
}

fn written((laid_out, replaced): &LaidOut) -> Result<Pdf, PdfError> {
    let bytes = typst_pdf::pdf(laid_out, &options()?).map_err(|errors| refused(&errors))?;
    Ok(Pdf {
        bytes,
        pages: laid_out.pages().len(),
        replaced: *replaced,
    })
}

/// Replaces, in every text of the data, what no font has; gives the number of replacements.
fn filter(value: &mut Value, coverage: Coverage) -> usize {
    match value {
        Value::String(text) => {
            if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
                text.truncate(end);
                text.push('…');
            }
            let (shown, replaced) = fonts::printable(text, coverage);
            let nothing = |letter: char| letter.is_whitespace() || letter == '\u{AD}';
            *text = if !text.is_empty() && shown.chars().all(nothing) {
                // A name of blanks or invisible letters would be a heading without words.
                NOTHING_TO_SEE.to_owned()
            } else {
                fonts::breakable(&shown)
            };
            replaced
        }
        Value::Array(items) => items.iter_mut().map(|item| filter(item, coverage)).sum(),
        Value::Object(fields) => fields
            .iter_mut()
            .map(|(key, field)| {
                // An address breaks where its template says.
                if key == "address" {
                    return 0;
                }
                let replaced = filter(field, coverage);
                // Nobody sees it, so nobody needs to know how many signs it holds.
                if key == "alternative" { 0 } else { replaced }
            })
            .sum(),
        _ => 0,
    }
}

fn options() -> Result<PdfOptions, PdfError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .map_err(|error| PdfError::Typeset(error.message().to_string()))?;
    Ok(PdfOptions {
        standards,
        creator: Smart::Custom(Some("Achterban".to_owned())),
        ..PdfOptions::default()
    })
}

fn refused(errors: &[SourceDiagnostic]) -> PdfError {
    let messages: Vec<String> = errors
        .iter()
        .map(|error| error.message.to_string())
        .collect();
    PdfError::Typeset(messages.join("; "))
}

struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let faces: Vec<Font> = fonts::FILES
        .into_iter()
        .filter_map(|file| Font::new(Bytes::new(file), 0))
        .collect();
    Fonts {
        book: LazyHash::new(FontBook::from_fonts(&faces)),
        faces,
    }
});

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// What a template can see.
struct Sheet {
    template: &'static str,
    files: HashMap<String, Bytes>,
}

impl Sheet {
    fn read(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_with_slash();
        if let Some((_, text)) = SOURCES.iter().find(|(name, _)| *name == path) {
            return Ok(Bytes::from_string(*text));
        }
        self.files
            .get(path)
            .cloned()
            .ok_or_else(|| FileError::NotFound(PathBuf::from(path)))
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        let path = VirtualPath::new(self.template).expect("a constant that is a path");
        RootedPath::new(VirtualRoot::Project, path).intern()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = id.get().vpath().get_with_slash();
        SOURCES
            .iter()
            .find(|(name, _)| *name == path)
            .map(|(_, text)| Source::new(id, (*text).to_owned()))
            .ok_or_else(|| FileError::NotFound(PathBuf::from(path)))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.read(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{Abs, Frame, FrameItem, Point};

    use super::{Coverage, lay_out};
    use crate::report::example::example;
    use crate::report::input::Document;

    /// Lowest point of what is printed above the footer.
    fn lowest(frame: &Frame, at: Point, footer: Abs) -> Abs {
        let ends = frame.items().map(|(place, item)| {
            let place = at + *place;
            match item {
                FrameItem::Group(group) => lowest(&group.frame, place, footer),
                FrameItem::Image(_, size, _) => place.y + size.y,
                FrameItem::Text(_) | FrameItem::Shape(..) => place.y,
                _ => Abs::zero(),
            }
        });
        ends.filter(|end| *end < footer)
            .fold(Abs::zero(), |lowest, end| lowest.max(end))
    }

    /// How much of each page is used, from the top margin to the footer.
    fn filled(document: &Document) -> Vec<f64> {
        let (laid_out, _) = lay_out(document, Coverage::Full).expect("a report");
        let used = laid_out.pages().iter().map(|page| {
            let (top, footer) = (Abs::mm(27.0), page.frame.height() - Abs::mm(20.0));
            (lowest(&page.frame, Point::zero(), footer) - top) / (footer - top)
        });
        used.collect()
    }

    #[test]
    fn names_in_arabic_are_shaped_and_not_replaced() {
        let mut example = example();
        let title = "تجربتك مع المعونة (bijstand): هل يكفي المال 100% (50) لا";
        example.questionnaire.title.set("nl", title);
        example.about.client_council = Some("مجلس المستفيدين ليليستاد".to_owned());
        let sections = &mut example.questionnaire.sections;
        for question in sections
            .iter_mut()
            .flat_map(|section| &mut section.questions)
        {
            question.text.set("nl", "أفهم 100% (50) من الرسائل.");
        }
        let mut themes = crate::domain::theme::codebook().to_vec();
        for theme in &mut themes {
            theme.name.set("nl", "الاقتصاد (100): هل يكفي المال 50%؟");
        }
        example.questionnaire.themes = themes.clone();
        let source = crate::report::input::Source {
            themes: &themes,
            ..example.source()
        };
        let pdf = super::report(&Document::knelpunten(&source), Coverage::Full);
        assert_eq!(pdf.expect("every letter has a glyph").replaced, 0);
    }

    #[test]
    fn no_page_but_the_last_is_half_empty() {
        let mut example = example();
        let whole = Document::knelpunten(&example.source());
        // A small round: of most themes nothing may be shown.
        for theme in example.results.themes.iter_mut().skip(2) {
            (theme.events, theme.n, theme.prevalence, theme.burden) = (None, None, None, None);
            (theme.rank, theme.rank_set) = (None, None);
            for cell in theme.by_group.iter_mut().flat_map(|row| &mut row.cells) {
                (cell.events, cell.n, cell.share) = (None, None, None);
            }
        }
        for document in [whole, Document::knelpunten(&example.source())] {
            let pages = filled(&document);
            let (_, before_the_last) = pages.split_last().expect("pages");
            assert!(before_the_last.len() > 4);
            assert!(
                before_the_last.iter().all(|used| *used > 0.55),
                "{pages:.2?}"
            );
        }
    }
}
