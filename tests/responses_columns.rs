//! A file read straight into segments gives what its responses give, with the same words about what is wrong.

use achterban::domain::code_book::CodeBook;
use achterban::domain::segment::{SEGMENT_ROWS, Segment, Segments};
use achterban::interchange::csv::{Columns, CsvError, Outcome, WrongRows, read};
use proptest::prelude::*;

use super::responses_csv::{HEADER, survey};

type Found = Result<(Vec<Segment>, Outcome), CsvError>;

/// By way of responses.
fn by_responses(file: &[u8], wrong_rows: WrongRows) -> Found {
    let survey = survey();
    let code_book = CodeBook::new(&survey);
    let mut segments = Segments::new(&code_book);
    let outcome = read(file, &survey, wrong_rows, |response| {
        segments.push(&response)
    })?;
    Ok((segments.finish(), outcome))
}

fn straight(file: &[u8], wrong_rows: WrongRows) -> Found {
    let code_book = CodeBook::new(&survey());
    let mut columns = Columns::open(file, &code_book)?;
    let segments: Vec<Segment> = columns.by_ref().collect();
    Ok((segments, columns.finish(wrong_rows)?))
}

fn both(file: &[u8], wrong_rows: WrongRows) -> Found {
    let found = straight(file, wrong_rows);
    assert_eq!(found, by_responses(file, wrong_rows));
    found
}

/// What may stand in each column, right and wrong.
const CELLS: [&[&str]; 12] = [
    &["3", "2", " 1", "nvt", "", "9"],
    &["1", "0", "", "1", "0", "x"],
    &["1", "0", ""],
    &["", "", "eigen woorden", "=som", "a\u{7}"],
    &["post", "=buurt", "'=buurt", "", "POST"],
    &["", "", "", "een tip"],
    &["7.5", "7,5", "-5", "", "", "7.2", "99"],
    &["x", "y", "", "x"],
    &["y", "z", "", ""],
    &["z", "", ""],
    &["2026-11-23", "23-11-2026", "", "gisteren"],
    &["", "meer geld", "\"twee\nregels; en, \"\"zo\"\"\"", "é"],
];

fn row() -> impl Strategy<Value = String> {
    let cells = CELLS.map(|cells| proptest::sample::select(cells.to_vec()));
    cells.to_vec().prop_map(|cells| cells.join(";"))
}

proptest! {
    #[test]
    fn segments_and_messages_are_those_of_the_responses(rows in proptest::collection::vec(row(), 0..60)) {
        let file = format!("{}\n{}\n", HEADER.replace(',', ";"), rows.join("\n"));
        let marked = format!("\u{feff}{file}");
        for text in [&file, &marked] {
            let _ = both(text.as_bytes(), WrongRows::Refuse);
            let (segments, outcome) = both(text.as_bytes(), WrongRows::Skip).expect("text");
            let read: usize = segments.iter().map(Segment::rows).sum();
            prop_assert_eq!((outcome.read, outcome.read + outcome.skipped), (read, rows.len()));
        }
    }
}

#[test]
fn a_file_of_several_segments_has_every_row_once_and_in_its_place() {
    let rows: String = (0..SEGMENT_ROWS * 2 + 5)
        .map(|row| format!("{},,,,,,,,,,,\n", 1 + row % 3))
        .collect();
    let file = format!("{HEADER}\n{rows}");
    let (segments, outcome) = both(file.as_bytes(), WrongRows::Refuse).expect("right rows");
    let sizes: Vec<usize> = segments.iter().map(Segment::rows).collect();
    assert_eq!(sizes, [SEGMENT_ROWS, SEGMENT_ROWS, 5]);
    assert_eq!(outcome.read, SEGMENT_ROWS * 2 + 5);
}

#[test]
fn a_byte_of_another_code_page_deep_in_the_file_is_told_with_its_line() {
    let mut file = format!("{HEADER}\n{}", "3,,,,,,,,,,,\n".repeat(20_000)).into_bytes();
    file.extend_from_slice(b"3,,,,,,,,,,,\"twee\ncaf\xE9\"\n");
    let error = both(&file, WrongRows::Skip).expect_err("Windows-1252");
    let message = error.to_string();
    assert!(
        message.contains("line 20003") && message.contains("`é`"),
        "{message}"
    );
}

#[test]
fn no_file_and_a_header_that_does_not_fit_are_told_alike() {
    for file in ["", "\u{feff}", "respekt,hulp[a]\n3,1\n", "a\0,b\0"] {
        assert!(
            both(file.as_bytes(), WrongRows::Refuse).is_err(),
            "{file:?}"
        );
    }
}
