//! Every kind in every format, also of data in which everything is hidden.

use super::{Block, Kind, Piece, docx, odt, widths};
use crate::report::chart::Table;
use crate::report::example::example;
use crate::report::html;
use crate::report::input::Document;
use crate::zipped_xml::{escaped, texts};

const KINDS: [Kind; 4] = [
    Kind::Knelpunten,
    Kind::Summary,
    Kind::Advice,
    Kind::Evaluation,
];

/// The words of a piece, as its blocks have them.
fn words(piece: &Piece) -> Vec<&str> {
    let words = piece.blocks.iter().filter_map(|block| match block {
        Block::Heading { text, .. } | Block::Paragraph { text } => Some(text.as_str()),
        _ => None,
    });
    words.collect()
}

#[test]
fn every_kind_is_made_in_every_format_with_its_headings() {
    let document = Document::knelpunten(&example().source());
    for kind in KINDS {
        let piece = Piece::of(kind, &document);
        let pdf = piece.pdf().expect("a PDF");
        assert!(pdf.bytes.starts_with(b"%PDF"), "{kind:?}");
        let page = html::piece::page(&piece).expect("a page");
        for text in words(&piece) {
            let escaped = text
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            assert!(page.contains(&escaped), "{kind:?}: {text}");
        }
        let (mut word, mut open) = (Vec::new(), Vec::new());
        docx::write(&mut word, &piece).expect("a Word document");
        odt::write(&mut open, &piece).expect("an OpenDocument text");
        for (part, text) in texts(&word).iter().chain(&texts(&open)) {
            if part.ends_with(".xml") || part.ends_with(".rels") {
                roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{part}: {e}"));
            }
        }
        let (word, open) = (
            &texts(&word)["word/document.xml"],
            &texts(&open)["content.xml"],
        );
        for text in self::words(&piece) {
            assert!(word.contains(&escaped(text)), "{kind:?}: {text}");
            assert!(open.contains(&escaped(text)), "{kind:?}: {text}");
        }
    }
}

#[test]
fn what_only_people_know_is_a_gap_that_says_what_to_fill_in() {
    let document = Document::knelpunten(&example().source());
    for kind in [Kind::Advice, Kind::Evaluation, Kind::Summary] {
        let piece = Piece::of(kind, &document);
        let gaps = words(&piece)
            .into_iter()
            .filter(|text| text.contains("[nog invullen: "));
        assert!(gaps.count() >= 2, "{kind:?}");
    }
    let advice = Piece::of(Kind::Advice, &document);
    let asked = words(&advice)
        .into_iter()
        .filter(|text| text.starts_with("Ons advies"))
        .count();
    assert!((1..=5).contains(&asked), "{asked}");
}

#[test]
fn a_summary_is_one_page() {
    let document = Document::knelpunten(&example().source());
    let pdf = Piece::of(Kind::Summary, &document).pdf().expect("a PDF");
    assert_eq!(pdf.pages, 1);
}

#[test]
fn a_column_of_sentences_is_wider_than_a_column_of_counts() {
    let table = Table {
        caption: String::new(),
        head: vec!["Punt".into(), "n".into()],
        rows: vec![vec!["De groep krijgt informatie.".into(), "12".into()]],
    };
    let widths = widths(&table);
    assert!(widths[0] > 5 * widths[1], "{widths:?}");
    assert!(widths.iter().sum::<usize>() <= 1_000);
}

#[test]
fn tables_have_a_heading_row_and_pictures_have_words_in_word_and_open_document() {
    let document = Document::knelpunten(&example().source());
    let piece = Piece::of(Kind::Advice, &document);
    let (mut word, mut open) = (Vec::new(), Vec::new());
    docx::write(&mut word, &piece).expect("a Word document");
    odt::write(&mut open, &piece).expect("an OpenDocument text");
    let (word, open) = (
        &texts(&word)["word/document.xml"],
        &texts(&open)["content.xml"],
    );
    let count = |text: &str, what: &str| text.matches(what).count();
    assert!(count(word, "<w:tbl>") > 2);
    assert_eq!(count(word, "<w:tbl>"), count(word, "<w:tblHeader/>"));
    assert_eq!(
        count(open, "<table:table>"),
        count(open, "<table:table-header-rows>")
    );
    assert_eq!(count(word, "<pic:pic>"), piece.charts().count());
    assert_eq!(count(open, "<draw:frame"), count(open, "<svg:desc>"));
    assert!(!word.contains(r#"descr="""#) && !open.contains("<svg:desc></svg:desc>"));
}
