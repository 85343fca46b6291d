//! How sure the first places are: respondents drawn anew many times, by a generator that is a pure function of
//! seed, replicate and draw, so that every machine and any number of threads draws the same.

use super::rank_set::Scores;
use super::sum::Sum;
use std::collections::HashMap;
use std::ops::Range;

/// The seed unless one is given.
pub const DEFAULT_SEED: u64 = 20_261_122;
/// Replicates unless their number is given.
pub const DEFAULT_REPLICATES: u32 = 10_000;
/// Above this number of respondents the rank sets alone say enough.
pub const MOST_RESPONDENTS: usize = 50_000;

/// Draws respondents with replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
}

impl Draws {
    /// The draws of a seed.
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// 64 mixed bits: the finaliser of splitmix64 (Steele, Lea and Flood 2014) over a counter.
    fn bits(self, replicate: u32, draw: u32) -> u64 {
        let counter = (u64::from(replicate) << 32) | u64::from(draw);
        let state = self.seed.wrapping_mul(0xD1B5_4A32_D192_ED03);
        let state = state.wrapping_add(counter.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Which of `n` respondents is drawn: `(high half * n) >> 32`.
    pub fn index(self, replicate: u32, draw: u32, n: u32) -> u32 {
        let scaled = ((self.bits(replicate, draw) >> 32) * u64::from(n)) >> 32;
        u32::try_from(scaled).unwrap_or(n - 1)
    }
}

/// Shares of the replicates, per subject in the given order.
#[derive(Debug, Clone, PartialEq)]
pub struct TopChances {
    /// In which the subject had the highest mean.
    pub first: Vec<f64>,
    /// In which it was among the first three.
    pub first_three: Vec<f64>,
    /// In which it was among the first five.
    pub first_five: Vec<f64>,
    /// Its mean place.
    pub mean_rank: Vec<f64>,
}

/// The chances of subjects that the same respondents scored. `None` without respondents or replicates, with more
/// than [`MOST_RESPONDENTS`], or with lists of unequal length.
pub fn top_chances(scores: &[Scores], replicates: u32, seed: u64) -> Option<TopChances> {
    let rows = scores.first()?.len();
    let unequal = scores.iter().any(|subject| subject.len() != rows);
    if rows == 0 || rows > MOST_RESPONDENTS || unequal || replicates == 0 {
        return None;
    }
    let people = People::new(scores, u32::try_from(rows).ok()?);
    let draws = Draws::new(seed);
    let counted = in_parts(replicates, |part| people.count(draws, part));
    let (places, ranks) = (counted.places, counted.ranks);
    let total = f64::from(replicates);
    let share = |at: usize| {
        places
            .iter()
            .map(|counts| f64::from(counts[at]) / total)
            .collect()
    };
    Some(TopChances {
        first: share(0),
        first_three: share(1),
        first_five: share(2),
        mean_rank: ranks.iter().map(|sum| *sum as f64 / total).collect(),
    })
}

/// What replicates came to, per subject.
#[derive(Debug, Clone, Default)]
struct Counted {
    /// Replicates in which it was first, among the first three, among the first five.
    places: Vec<[u32; 3]>,
    /// Sum of its places.
    ranks: Vec<u64>,
}

impl Counted {
    fn add(&mut self, other: &Self) {
        self.places.resize(other.places.len(), [0; 3]);
        self.ranks.resize(other.ranks.len(), 0);
        for (mine, more) in self.places.iter_mut().zip(&other.places) {
            mine.iter_mut()
                .zip(more)
                .for_each(|(mine, more)| *mine += more);
        }
        self.ranks
            .iter_mut()
            .zip(&other.ranks)
            .for_each(|(mine, more)| *mine += more);
    }
}

/// Counts the replicates on as many threads as there are cores. Only whole numbers are added up, so their number does not
/// matter.
fn in_parts(replicates: u32, count: impl Fn(Range<u32>) -> Counted + Sync) -> Counted {
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(8));
    let threads = u32::try_from(threads).unwrap_or(1);
    let part = |at: u32| {
        let border = |at: u32| u64::from(replicates) * u64::from(at) / u64::from(threads);
        let border = |at: u32| u32::try_from(border(at)).unwrap_or(replicates);
        border(at)..border(at + 1)
    };
    let mut sum = Counted::default();
    std::thread::scope(|scope| {
        let count = &count;
        let others: Vec<_> = (1..threads)
            .map(|at| scope.spawn(move || count(part(at))))
            .collect();
        sum.add(&count(part(0)));
        for other in others {
            match other.join() {
                Ok(counted) => sum.add(&counted),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    sum
}

/// Respondents by what they scored. Scores have few different values, and respondents with the same scores count together.
struct People {
    /// Number of respondents.
    n: u32,
    /// Per respondent which pattern of scores.
    pattern_of: Vec<u32>,
    /// Per subject the different scores.
    values: Vec<Vec<f64>>,
    /// Per subject, per pattern the index of its score; one past the last without a score.
    value_of: Vec<Vec<u32>>,
}

impl People {
    fn new(scores: &[Scores], n: u32) -> Self {
        let (pattern_of, examples) = patterns(scores, n as usize);
        let (mut values, mut value_of) = (Vec::new(), Vec::new());
        for subject in scores {
            let mut different: Vec<f64> = Vec::new();
            let of = |example: &usize, different: &mut Vec<f64>| {
                let score = subject.get(*example)?;
                let known = different
                    .iter()
                    .position(|it| it.to_bits() == score.to_bits());
                Some(known.unwrap_or_else(|| {
                    different.push(score);
                    different.len() - 1
                }))
            };
            let found: Vec<Option<usize>> = examples
                .iter()
                .map(|example| of(example, &mut different))
                .collect();
            let index = |found: &Option<usize>| {
                u32::try_from(found.unwrap_or(different.len())).unwrap_or(u32::MAX)
            };
            value_of.push(found.iter().map(index).collect());
            values.push(different);
        }
        Self {
            n,
            pattern_of,
            values,
            value_of,
        }
    }

    /// The places of the subjects over some replicates.
    fn count(&self, draws: Draws, replicates: Range<u32>) -> Counted {
        let subjects = self.values.len();
        let patterns = self.value_of.first().map_or(0, Vec::len);
        let mut counted = Counted {
            places: vec![[0; 3]; subjects],
            ranks: vec![0; subjects],
        };
        let mut drawn = vec![0_u32; patterns];
        for replicate in replicates {
            drawn.fill(0);
            for draw in 0..self.n {
                let respondent = draws.index(replicate, draw, self.n) as usize;
                drawn[self.pattern_of[respondent] as usize] += 1;
            }
            for (place, subject) in order(&self.means(&drawn)).into_iter().enumerate() {
                for (count, limit) in counted.places[subject].iter_mut().zip([1, 3, 5]) {
                    *count += u32::from(place < limit);
                }
                counted.ranks[subject] += place as u64 + 1;
            }
        }
        counted
    }

    /// Mean per subject; `None` where no one drawn has a score.
    fn means(&self, drawn: &[u32]) -> Vec<Option<f64>> {
        let mean = |(values, value_of): (&Vec<f64>, &Vec<u32>)| {
            let mut times = vec![0_u32; values.len() + 1];
            for (value, count) in value_of.iter().zip(drawn) {
                times[*value as usize] += count;
            }
            let n: u32 = times[..values.len()].iter().sum();
            let sum: Sum = values
                .iter()
                .zip(&times)
                .map(|(value, times)| value * f64::from(*times))
                .collect();
            (n > 0).then(|| sum.value() / f64::from(n))
        };
        self.values.iter().zip(&self.value_of).map(mean).collect()
    }
}

/// Per respondent which pattern of scores, and per pattern one respondent who has it.
fn patterns(scores: &[Scores], rows: usize) -> (Vec<u32>, Vec<usize>) {
    let mut known: HashMap<Vec<Option<u64>>, u32> = HashMap::new();
    let mut examples = Vec::new();
    let mut pattern_of = Vec::with_capacity(rows);
    for row in 0..rows {
        let pattern = scores
            .iter()
            .map(|subject| subject.get(row).map(f64::to_bits))
            .collect();
        let fresh = u32::try_from(examples.len()).unwrap_or(u32::MAX);
        let place = *known.entry(pattern).or_insert_with(|| {
            examples.push(row);
            fresh
        });
        pattern_of.push(place);
    }
    (pattern_of, examples)
}

/// Subjects from the highest mean down; ties keep the given order, without a mean comes last.
fn order(means: &[Option<f64>]) -> Vec<usize> {
    let mean = |subject: usize| means[subject].unwrap_or(f64::NEG_INFINITY);
    let mut order: Vec<usize> = (0..means.len()).collect();
    order.sort_by(|a, b| mean(*b).total_cmp(&mean(*a)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    // analysis.md section 9, seed 20261122 and 2348 respondents.
    #[test]
    fn the_draws_are_those_of_the_definition() {
        let draws = Draws::new(DEFAULT_SEED);
        let expected = [
            (0, 0, 0x4700_8a17_2bb8_9d67, 651),
            (0, 1, 0x780a_7826_daa7_ff53, 1101),
            (1, 0, 0xca72_d530_fd47_b240, 1856),
            (999, 41, 0x38ff_3eab_2fbb_15ca, 522),
        ];
        for (replicate, draw, bits, index) in expected {
            assert_eq!(draws.bits(replicate, draw), bits);
            assert_eq!(draws.index(replicate, draw, 2348), index);
        }
    }

    #[test]
    fn a_subject_that_always_leads_is_always_first() {
        let leads: Scores = (0..50).map(|_| Some(1.0)).collect();
        let half: Scores = (0..50).map(|i| Some(f64::from(i % 2))).collect();
        let nobody: Scores = (0..50).map(|_| None).collect();
        let found = top_chances(&[nobody, half, leads], 200, 1).unwrap();
        assert_eq!(found.first, [0.0, 0.0, 1.0]);
        assert_eq!(found.mean_rank, [3.0, 2.0, 1.0]);
        assert_eq!(found.first_three, [1.0, 1.0, 1.0]);
    }

    #[test]
    fn equal_subjects_keep_their_order_in_every_replicate() {
        let scores: Scores = (0..30).map(|i| Some(f64::from(i % 3))).collect();
        let found = top_chances(&[scores.clone(), scores], 50, 7).unwrap();
        assert_eq!(found.first, [1.0, 0.0]);
    }

    #[test]
    fn without_respondents_or_replicates_there_are_no_chances() {
        let one: Scores = [Some(1.0)].into_iter().collect();
        assert_eq!(top_chances(&[], 10, 1), None);
        assert_eq!(top_chances(&[Scores::default()], 10, 1), None);
        assert_eq!(top_chances(std::slice::from_ref(&one), 0, 1), None);
        assert_eq!(top_chances(&[one, Scores::default()], 10, 1), None);
    }
}
