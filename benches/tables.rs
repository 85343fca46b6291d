//! Whole analyses of stored responses: tables, crossings with their tests, themes with groups and places, disclosure
//! control. `cargo bench --bench tables`; the figures stand in README.md.

mod made_up;

use achterban::analysis::analyse_with_chances;
use achterban::analysis::results::Results;
use achterban::domain::answer::{Answer, Response};
use achterban::domain::code_book::{CodeBook, MISSING};
use achterban::domain::segment::{Segment, Segments};

/// Above 50,000 people nothing is drawn.
const MANY: usize = 1_000_000;
const FEW: usize = 2_500;

fn main() {
    divan::main();
}

/// From segments, as the store keeps them.
#[divan::bench(sample_count = 20)]
fn a_million_responses_without_draws(bencher: divan::Bencher<'_, '_>) {
    let code_book = CodeBook::new(&made_up::questionnaire());
    let stored = segments(&code_book);
    bencher.bench(|| {
        let read = |bytes: &Vec<u8>| Segment::from_bytes(code_book.width(), bytes.clone());
        let results = results(&code_book, stored.iter().filter_map(read));
        assert!(results.themes.iter().all(|theme| theme.prob_top1.is_none()));
    });
}

/// From answers as JSON, as they are stored first.
#[divan::bench(sample_count = 20)]
fn few_responses_with_10_000_draws(bencher: divan::Bencher<'_, '_>) {
    let code_book = CodeBook::new(&made_up::questionnaire());
    let bodies = bodies(&code_book);
    bencher.bench(|| {
        let mut segments = Segments::new(&code_book);
        for body in &bodies {
            segments.push(&Response::from_body(body).expect("a body"));
        }
        let results = results(&code_book, segments.finish().into_iter());
        assert!(results.themes.iter().all(|theme| theme.prob_top1.is_some()));
    });
}

fn results(code_book: &CodeBook, segments: impl Iterator<Item = Segment> + Send) -> Results {
    analyse_with_chances(code_book, segments, None).expect("a questionnaire that can be counted")
}

fn segments(code_book: &CodeBook) -> Vec<Vec<u8>> {
    let mut segments = Vec::new();
    let mut segment = Segment::new(code_book.width());
    for answers in made_up::answers(MANY) {
        let cell = |answer: Option<u8>| answer.map_or(MISSING, |code| code - 1);
        let row: Vec<u8> = answers.into_iter().map(cell).collect();
        if segment.is_full() {
            let next = Segment::new(code_book.width());
            segments.push(std::mem::replace(&mut segment, next).to_bytes());
        }
        segment.push(&row);
    }
    segments.push(segment.to_bytes());
    segments
}

fn bodies(code_book: &CodeBook) -> Vec<String> {
    let questionnaire = code_book.questionnaire();
    let body = |answers: Vec<Option<u8>>| {
        let given = questionnaire.questions().zip(answers);
        let answer = |code: u8| Answer::one(code.to_string().as_str());
        let answers = given.filter_map(|(it, code)| Some((it.id.clone(), answer(code?))));
        let response = Response {
            version: 1,
            answers: answers.collect(),
        };
        response.to_body().expect("JSON")
    };
    made_up::answers(FEW).map(body).collect()
}
