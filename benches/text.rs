//! Personal data and subjects of free text, as `text scan` reads them: the sentences that the tests measure with, and one
//! text as long as an answer may be. `cargo bench --bench text`; the figures stand in README.md.

use achterban::language::personal_data::{find, masked};
use achterban::language::subject::propose;
use divan::counter::ItemsCount;

/// Characters of a long answer.
const LONG: usize = 1_500;

fn main() {
    divan::main();
}

/// The texts of the file, without the marks of what must be found.
fn sentences() -> Vec<String> {
    include_str!("../tests/language/personal-data-unseen.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(unmarked)
        .collect()
}

fn unmarked(line: &str) -> String {
    let mut parts = line.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, words) = part.split_once(' ').expect("a label and words");
        text.push_str(&words.replacen('}', "", 1));
    }
    text
}

/// Sentences one behind the other, up to the length of a long answer.
fn long_text() -> String {
    sentences().join(" ").chars().take(LONG).collect()
}

#[divan::bench]
fn scan_of_all_sentences(bencher: divan::Bencher<'_, '_>) {
    let sentences = sentences();
    bencher.counter(ItemsCount::new(sentences.len())).bench(|| {
        for sentence in &sentences {
            divan::black_box((masked(sentence), propose(sentence)));
        }
    });
}

#[divan::bench]
fn personal_data_of_a_long_answer(bencher: divan::Bencher<'_, '_>) {
    let text = long_text();
    bencher.bench(|| find(&text));
}
