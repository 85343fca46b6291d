//! Whether two questions hang together, in a weighted table (Rao and Scott 1984; Thomas and Rao 1987).

use super::Design;
use super::answers::Answers;
use crate::stats::distribution::chi_squared;
use crate::stats::distribution::fisher_f::{self, Degrees};
use crate::stats::sum::Sum;
use crate::stats::symmetric::Factor;

/// The test on a weighted table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RaoScott {
    /// Pearson's statistic of the weighted shares, times the number of people.
    pub pearson: f64,
    /// Its p-value with the first-order correction.
    pub p_first_order: f64,
    /// The statistic over the trace of the design effects.
    pub f: f64,
    /// Degrees of freedom of `f`.
    pub degrees: Degrees,
    /// Its p-value: the second-order correction.
    pub p: f64,
}

/// Why there is no test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoTest {
    /// One row or one column.
    #[error("the table has fewer than two rows or columns, so there is nothing to compare")]
    TooSmall,
    /// The empty cells leave too little to estimate from.
    #[error("the table has too many empty cells for this test: merge categories")]
    TooEmpty,
    /// No variation between sampling units.
    #[error("the sampling units show no variation in this table")]
    NoVariation,
}

impl Design {
    /// The test of a table; an answer is `row * columns + column`, and every row and column holds someone.
    ///
    /// # Errors
    /// [`NoTest`].
    pub fn rao_scott(
        &self,
        answers: &Answers,
        rows: usize,
        columns: usize,
    ) -> Result<RaoScott, NoTest> {
        if rows < 2 || columns < 2 {
            return Err(NoTest::TooSmall);
        }
        let cells = rows * columns;
        let share = self.shares(answers, cells);
        let contrasts = interaction(rows, columns);
        let effects = self.effects(answers, &share, &contrasts)?;
        let size = 0..effects.len();
        let trace: f64 = size.clone().map(|i| effects[i][i]).sum();
        let pairs = size.clone().flat_map(|i| size.clone().map(move |j| (i, j)));
        let trace_of_square: f64 = pairs.map(|(i, j)| effects[i][j] * effects[j][i]).sum();
        let degrees = self.degrees_of(answers);
        if !(trace > 0.0 && trace_of_square > 0.0 && trace.is_finite()) || degrees == 0 {
            return Err(NoTest::NoVariation);
        }
        let pearson = answers.n() as f64 * pearson(&share, columns);
        let numerator = trace * trace / trace_of_square;
        let degrees = Degrees {
            numerator,
            denominator: numerator * degrees as f64,
        };
        let f = pearson / trace;
        let plain = contrasts.len() as f64;
        Ok(RaoScott {
            pearson,
            p_first_order: chi_squared::upper_tail(pearson * plain / trace, plain),
            f,
            degrees,
            p: fisher_f::upper_tail(f, degrees),
        })
    }

    /// Weighted share of every cell of the table.
    fn shares(&self, answers: &Answers, cells: usize) -> Vec<f64> {
        let mut masses = vec![Sum::default(); cells];
        for group in answers.groups() {
            masses[group.level].add(self.weight(group) * group.people as f64);
        }
        let mass = self.mass(answers.groups(), |_| 1.0);
        masses.into_iter().map(|sum| sum.value() / mass).collect()
    }

    /// The matrix of design effects `(C' D^-1 C / n)^-1 (C' D^-1 V D^-1 C)`, transposed; empty cells are 0 in `D^-1`.
    fn effects(
        &self,
        answers: &Answers,
        share: &[f64],
        contrasts: &[Vec<f64>],
    ) -> Result<Vec<Vec<f64>>, NoTest> {
        let over_share = |contrast: &Vec<f64>| -> Vec<f64> {
            let cells = contrast.iter().zip(share);
            let over = |(c, p): (&f64, &f64)| if *p > 0.0 { c / p } else { 0.0 };
            cells.map(over).collect()
        };
        let scaled: Vec<Vec<f64>> = contrasts.iter().map(over_share).collect();
        let mass = self.mass(answers.groups(), |_| 1.0);
        let influences = |scaled: &Vec<f64>| -> Vec<f64> {
            let mean = dot(scaled, share);
            let groups = answers.groups().iter();
            groups
                .map(|group| (scaled[group.level] - mean) / mass)
                .collect()
        };
        let scores: Vec<Vec<f64>> = scaled.iter().map(influences).collect();
        let real = self.covariance(answers, &scores);
        let n = answers.n() as f64;
        let simple: Vec<Vec<f64>> = scaled
            .iter()
            .map(|one| contrasts.iter().map(|two| dot(one, two) / n).collect())
            .collect();
        let factor = Factor::of(&simple);
        if factor.rank() < contrasts.len() {
            return Err(NoTest::TooEmpty);
        }
        Ok(real.iter().map(|column| factor.solve(column)).collect())
    }
}

/// Pearson's statistic per person.
fn pearson(share: &[f64], columns: usize) -> f64 {
    let total = |cells: &mut dyn Iterator<Item = &f64>| cells.copied().collect::<Sum>().value();
    let by_row: Vec<f64> = share
        .chunks(columns)
        .map(|row| total(&mut row.iter()))
        .collect();
    let by_column: Vec<f64> = (0..columns)
        .map(|column| total(&mut share.iter().skip(column).step_by(columns)))
        .collect();
    let terms = share.iter().enumerate().map(|(cell, p)| {
        let expected = by_row[cell / columns] * by_column[cell % columns];
        (p - expected).powi(2) / expected
    });
    terms.collect::<Sum>().value()
}

/// What is left of a table when rows and columns are taken out: products of a contrast of rows and one of columns.
/// Any basis gives the same design effects; this one is orthogonal.
fn interaction(rows: usize, columns: usize) -> Vec<Vec<f64>> {
    let between_columns = helmert(columns);
    let product = |row: &Vec<f64>, column: &Vec<f64>| -> Vec<f64> {
        row.iter()
            .flat_map(|a| column.iter().map(move |b| a * b))
            .collect()
    };
    let between_rows = helmert(rows);
    let pairs = between_rows
        .iter()
        .flat_map(|row| between_columns.iter().map(move |column| (row, column)));
    pairs.map(|(row, column)| product(row, column)).collect()
}

/// `size - 1` contrasts: each level against the mean of those before it, of length 1.
fn helmert(size: usize) -> Vec<Vec<f64>> {
    let contrast = |level: usize| {
        let before = level as f64;
        let length = (before * (before + 1.0)).sqrt();
        let part = move |at: usize| match at.cmp(&level) {
            std::cmp::Ordering::Less => -1.0 / length,
            std::cmp::Ordering::Equal => before / length,
            std::cmp::Ordering::Greater => 0.0,
        };
        (0..size).map(part).collect()
    };
    (1..size).map(contrast).collect()
}

fn dot(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(a, b)| a * b).sum()
}
