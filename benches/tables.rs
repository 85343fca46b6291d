//! All tables of 1,000,000 stored responses: one-way tables of 34 questions, the crossings of 30 of them with 4
//! background questions, and 10 themes with their groups and places; read from segments, as the store keeps them.

use achterban::analysis::analyse;
use achterban::analysis::results::Results;
use achterban::domain::code_book::CodeBook;
use achterban::domain::definition::Questionnaire;
use achterban::domain::definition::read::read;
use achterban::domain::segment::Segment;

const ROWS: usize = 1_000_000;
const QUESTIONS: usize = 30;
const THEMES: usize = 10;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn tables_of_a_million_responses(bencher: divan::Bencher<'_, '_>) {
    let questionnaire = questionnaire();
    let code_book = CodeBook::new(&questionnaire);
    let stored = stored(&code_book);
    bencher.bench(|| results(&code_book, &stored));
}

fn results(code_book: &CodeBook, stored: &[Vec<u8>]) -> Results {
    let width = code_book.width();
    let segments = stored
        .iter()
        .filter_map(|bytes| Segment::from_bytes(width, bytes.clone()));
    analyse(code_book, segments, None).expect("a questionnaire that can be counted")
}

/// Thirty statements on ten themes, and four background questions of two to seven groups.
fn questionnaire() -> Questionnaire {
    let mut file = String::from(
        "id = \"proef\"\nchannel = \"enquete\"\nlanguages = [\"nl\"]\ntitle.nl = \"Verzonnen gegevens\"\n",
    );
    for theme in 0..THEMES {
        file +=
            &format!("[theme.t{theme}]\nname.nl = \"Thema {theme}\"\naspect = \"uitvoering\"\n");
    }
    file += "[[section]]\nid = \"een\"\n";
    for question in 0..QUESTIONS {
        let options: Vec<String> = (1..=5).map(option).collect();
        let theme = question % THEMES;
        file += &format!(
            "[[section.question]]\nid = \"q{question}\"\nkind = \"scale\"\ntheme = \"t{theme}\"\n"
        );
        file += &format!(
            "text.nl = \"Stelling {question}\"\noptions = [{}]\n",
            options.join(", ")
        );
    }
    for (question, groups) in [2, 4, 5, 7].into_iter().enumerate() {
        let options: Vec<String> = (1..=groups).map(option).collect();
        file += &format!("[[background]]\nid = \"b{question}\"\nkind = \"choice\"\n");
        file += &format!(
            "text.nl = \"Groep {question}\"\noptions = [{}]\n",
            options.join(", ")
        );
    }
    read(&file, &[])
        .questionnaire
        .expect("a questionnaire without mistakes")
}

fn option(code: usize) -> String {
    format!("{{ code = {code}, label.nl = \"Antwoord {code}\" }}")
}

/// Segments as bytes, with some answers missing. The numbers come from a fixed row (xorshift), so runs are alike.
fn stored(code_book: &CodeBook) -> Vec<Vec<u8>> {
    let width = code_book.width();
    let sizes: Vec<u64> = code_book
        .questionnaire()
        .questions()
        .map(|question| question.options.len() as u64)
        .collect();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut draw = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) % below
    };
    let mut segments = Vec::new();
    let mut segment = Segment::new(width);
    let mut row = vec![0; width];
    for _ in 0..ROWS {
        for (cell, size) in row.iter_mut().zip(&sizes) {
            let missing = draw(20) == 0;
            *cell = if missing {
                achterban::domain::code_book::MISSING
            } else {
                u8::try_from(draw(*size)).unwrap_or(0)
            };
        }
        if segment.is_full() {
            segments.push(std::mem::replace(&mut segment, Segment::new(width)).to_bytes());
        }
        segment.push(&row);
    }
    segments.push(segment.to_bytes());
    segments
}
