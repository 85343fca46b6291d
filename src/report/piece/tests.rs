//! Every kind in every format, also of data in which everything is hidden.

use super::{Block, Kind, Piece, docx, odt};
use crate::report::example::example;
use crate::report::html;
use crate::report::input::Document;

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
        assert!(
            word.starts_with(b"PK") && open.starts_with(b"PK"),
            "{kind:?}"
        );
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
