//! Weighting 1,000,000 people to three margins, and the weighted shares of 30 items of five answers, each with its
//! calibrated standard error and Wilson's interval on the effective n.

use achterban::stats::Confidence;
use achterban::stats::design::{Answers, Design, WeightedShare};
use achterban::stats::weights::{Margin, rake};

const PEOPLE: usize = 1_000_000;
const ITEMS: usize = 30;
const ANSWERS: usize = 5;
/// Categories of the margins.
const SIZES: [usize; 3] = [2, 5, 7];

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 10)]
fn a_million_people_to_three_margins_and_thirty_items(bencher: divan::Bencher<'_, '_>) {
    let survey = Survey::made_up();
    bencher.bench(|| survey.shares());
}

/// Answers in one byte each, by column; 0 is missing.
struct Survey {
    background: Vec<Vec<u8>>,
    items: Vec<Vec<u8>>,
}

impl Survey {
    /// Verzonnen gegevens, the same every time.
    fn made_up() -> Self {
        let mut state = 20_261_122_u64;
        let mut draw = |of: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            u8::try_from((state >> 33) % of as u64).unwrap_or(0)
        };
        // The lower of two draws, so that the groups are not equally large.
        let mut column = |of: usize| (0..PEOPLE).map(|_| draw(of).min(draw(of))).collect();
        Self {
            background: SIZES.iter().map(|size| column(*size)).collect(),
            items: (0..ITEMS).map(|_| column(ANSWERS + 1)).collect(),
        }
    }

    fn shares(&self) -> Vec<WeightedShare> {
        let cells: Vec<usize> = (0..PEOPLE)
            .map(|row| {
                let levels = self.background.iter().zip(SIZES);
                levels.fold(0, |cell, (column, size)| {
                    cell * size + usize::from(column[row])
                })
            })
            .collect();
        let number = SIZES.iter().product();
        let mut people = vec![0; number];
        for cell in &cells {
            people[*cell] += 1;
        }
        let margins = margins(number);
        let weights = rake(&people, &margins).expect("margins that can be met");
        let design = Design::of_weights(&weights, &people).and_then(|d| d.calibrated(&margins));
        let design = design.expect("a design of many people");
        let mut shares = Vec::new();
        for item in &self.items {
            let mut table = vec![[0_u64; ANSWERS + 1]; number];
            for (cell, answer) in cells.iter().zip(item) {
                table[*cell][usize::from(*answer)] += 1;
            }
            let valid: Vec<&[u64]> = table.iter().map(|row| &row[1..]).collect();
            let answers = Answers::of_table(&valid);
            let of = |answer: usize| design.share(&answers, |a| a == answer, Confidence::P95);
            shares.extend((0..ANSWERS).filter_map(of));
        }
        shares
    }
}

/// Groups of equal size.
fn margins(cells: usize) -> Vec<Margin> {
    let margins = SIZES.iter().enumerate().map(|(at, size)| {
        let after: usize = SIZES[at + 1..].iter().product();
        Margin {
            category: (0..cells).map(|cell| cell / after % size).collect(),
            share: vec![1.0 / *size as f64; *size],
        }
    });
    margins.collect()
}
