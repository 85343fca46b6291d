//! A report of some twenty pages and more than fifteen charts, from the document to the finished PDF.
//! `cargo bench --bench report`; the figure stands in README.md.

use std::time::Instant;

use achterban::report::example::example;
use achterban::report::input::Document;
use achterban::report::pdf;

/// How often it is made; the first is cold.
const TIMES: usize = 5;

fn main() -> Result<(), pdf::PdfError> {
    let example = example();
    println!("| report | pages | charts | time |\n|---|---|---|---|");
    for time in 1..=TIMES {
        let start = Instant::now();
        let document = Document::knelpunten(&example.source());
        let made = pdf::knelpunten(&document)?;
        let charts = document.figures().count();
        println!(
            "| {time} | {} | {charts} | {} ms |",
            made.pages,
            start.elapsed().as_millis()
        );
    }
    Ok(())
}
