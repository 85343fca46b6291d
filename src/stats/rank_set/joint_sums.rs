//! Sums of squares and products over respondents, for every pair of subjects: all that a ranking needs.

use crate::stats::error::StatsError;
use crate::stats::sum::Sum;

/// The scores of one subject, one respondent after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    value: Vec<f64>,
    valid: Vec<f64>,
}

impl Scores {
    /// Adds a respondent; `None` when this one has no score. Scores must be finite.
    pub fn push(&mut self, score: Option<f64>) {
        self.value.push(score.unwrap_or(0.0));
        self.valid.push(f64::from(score.is_some()));
    }

    /// The score of a respondent, counted from 0; `None` without one.
    pub fn get(&self, respondent: usize) -> Option<f64> {
        let is_valid = self.valid.get(respondent).is_some_and(|valid| *valid > 0.0);
        is_valid.then(|| self.value[respondent])
    }

    /// Number of respondents, with and without a score.
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether there is no respondent at all.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// Makes room for the next block of respondents and keeps the memory.
    pub fn clear(&mut self) {
        self.value.clear();
        self.valid.clear();
    }
}

impl FromIterator<Option<f64>> for Scores {
    fn from_iter<T: IntoIterator<Item = Option<f64>>>(scores: T) -> Self {
        let mut collected = Self::default();
        for score in scores {
            collected.push(score);
        }
        collected
    }
}

/// Sums over the respondents who scored both subjects of a pair (or the one subject paired with itself).
#[derive(Debug, Clone, Copy, Default)]
struct Joint {
    both: Sum,
    first: Sum,
    second: Sum,
    product: Sum,
}

/// Sums over blocks of respondents, for every pair of subjects.
#[derive(Debug, Clone)]
pub struct JointSums {
    subjects: usize,
    respondents: u64,
    /// Pairs `(i, j)` with `i <= j`, row by row.
    joint: Vec<Joint>,
}

impl JointSums {
    /// Nothing counted yet for this number of subjects.
    pub fn new(subjects: usize) -> Self {
        Self {
            subjects,
            respondents: 0,
            joint: vec![Joint::default(); subjects * (subjects + 1) / 2],
        }
    }

    /// Adds a block: the scores of every subject by the same respondents. Blocks of some thousands are quickest.
    ///
    /// # Errors
    /// [`StatsError::LengthsDiffer`] when the number of subjects or the numbers of respondents differ.
    pub fn add(&mut self, block: &[Scores]) -> Result<(), StatsError> {
        if block.len() != self.subjects {
            return Err(StatsError::LengthsDiffer(self.subjects, block.len()));
        }
        let rows = block.first().map_or(0, Scores::len);
        if let Some(other) = block.iter().find(|scores| scores.len() != rows) {
            return Err(StatsError::LengthsDiffer(rows, other.len()));
        }
        self.respondents += rows as u64;
        let mut at = 0;
        for (i, one) in block.iter().enumerate() {
            for two in &block[i..] {
                let joint = &mut self.joint[at];
                joint.both.add(dot(&one.valid, &two.valid));
                joint.first.add(dot(&one.value, &two.valid));
                joint.second.add(dot(&one.valid, &two.value));
                joint.product.add(dot(&one.value, &two.value));
                at += 1;
            }
        }
        Ok(())
    }

    /// Adds respondents who were counted instead of listed: their scores come through [`Self::add_counts`].
    pub fn add_respondents(&mut self, respondents: u64) {
        self.respondents += respondents;
    }

    /// Adds, for subjects `i <= j`, how many respondents gave each pair of scores (first score, second score, number);
    /// for `i == j` how many gave each score. Respondents without one of the scores are left out.
    ///
    /// # Errors
    /// [`StatsError::LengthsDiffer`] when there is no such pair of subjects.
    pub fn add_counts(
        &mut self,
        (i, j): (usize, usize),
        counts: impl IntoIterator<Item = (f64, f64, u64)>,
    ) -> Result<(), StatsError> {
        if i > j || j >= self.subjects {
            return Err(StatsError::LengthsDiffer(self.subjects, j + 1));
        }
        let at = self.place(i, j);
        let joint = &mut self.joint[at];
        for (first, second, number) in counts {
            let number = number as f64;
            joint.both.add(number);
            joint.first.add(first * number);
            joint.second.add(second * number);
            joint.product.add(first * second * number);
        }
        Ok(())
    }

    /// Adds what was counted apart, as by another thread.
    ///
    /// # Errors
    /// [`StatsError::LengthsDiffer`] when the numbers of subjects differ.
    pub fn merge(&mut self, other: &Self) -> Result<(), StatsError> {
        if self.subjects != other.subjects {
            return Err(StatsError::LengthsDiffer(self.subjects, other.subjects));
        }
        self.respondents += other.respondents;
        for (joint, more) in self.joint.iter_mut().zip(&other.joint) {
            joint.both.merge(more.both);
            joint.first.merge(more.first);
            joint.second.merge(more.second);
            joint.product.merge(more.product);
        }
        Ok(())
    }

    /// Number of subjects.
    pub(super) fn subjects(&self) -> usize {
        self.subjects
    }

    /// Number of respondents, with and without scores.
    pub(super) fn respondents(&self) -> u64 {
        self.respondents
    }

    /// How many scored a subject, and the sum of their scores.
    pub(super) fn scored(&self, i: usize) -> (f64, f64) {
        let own = self.joint(i, i);
        (own.both.value(), own.first.value())
    }

    fn place(&self, i: usize, j: usize) -> usize {
        i * self.subjects - i * (i + 1) / 2 + j
    }

    fn joint(&self, i: usize, j: usize) -> &Joint {
        &self.joint[self.place(i, j)]
    }

    /// Sum over the common respondents of `(y_i - mean_i)(y_j - mean_j)`.
    pub(super) fn linearised(&self, i: usize, j: usize, (mean_i, mean_j): (f64, f64)) -> f64 {
        let joint = self.joint(i, j);
        let shifted = joint.product.value() - mean_j * joint.first.value();
        shifted - mean_i * joint.second.value() + mean_i * mean_j * joint.both.value()
    }
}

/// Sum of products in eight interleaved parts, which the compiler turns into vector instructions.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut lanes = [0.0; LANES];
    let (chunks_a, chunks_b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = chunks_a.remainder().iter().zip(chunks_b.remainder());
    let tail: f64 = rest.map(|(a, b)| a * b).sum();
    for (a, b) in chunks_a.zip(chunks_b) {
        for lane in 0..LANES {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f64>() + tail
}
