//! Guessing with method: every mark of persons against every mark of answers, by nearness and by rank, and the order of
//! arrival by each mark alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::evidence::{Evidence, Row, Side, Truth};

/// Transactions that are this near may be one action (savepoints get numbers of their own).
const NEAR: i64 = 3;
/// More standard deviations than chance gives in thousands of runs (two sides: 7 in a million).
const SIGMA: f64 = 4.5;

/// The best that a channel gave.
#[derive(Debug)]
pub(super) struct Score {
    /// Right pairs by the best channel, and its name.
    pub(super) pairs: usize,
    pub(super) by: String,
    /// How many there were to find.
    pub(super) of: usize,
    /// The strongest trace of the order of arrival, in standard deviations, and its channel.
    pub(super) order: f64,
    pub(super) order_by: String,
    /// How many channels were tried.
    pub(super) channels: usize,
    /// Tokens found outside live rows.
    pub(super) left_over: usize,
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} of {} pairs (best of {} channels: {}); order of arrival {:.1} sigma ({}); {} left over",
            self.pairs, self.of, self.channels, self.by, self.order, self.order_by, self.left_over
        )
    }
}

impl Score {
    /// No more pairs than guessing within `groups` groups gives in 999 of 1,000 runs, however many channels were tried;
    /// no order; nothing left over.
    pub(super) fn is_guessing(&self, groups: usize) -> bool {
        self.pairs <= self.bound(groups) && self.order <= SIGMA && self.left_over == 0
    }

    /// Guessing within a group of g finds one pair of g: of `groups` groups a Poisson number with that mean.
    pub(super) fn bound(&self, groups: usize) -> usize {
        let (mean, mut hits) = (groups as f64, 0);
        let mut term = (-mean).exp();
        let mut above = 1.0 - term;
        while above > 0.001 / self.channels.max(1) as f64 {
            hits += 1;
            term *= mean / hits as f64;
            above -= term;
        }
        hits
    }
}

type Marks<'a> = Vec<(&'a Row, u64, i64)>;

/// Tries every channel of each piece of evidence. `events`: who and what appeared together, such as in one commit.
pub(super) fn judge(
    pieces: &[(&str, &Evidence)],
    events: &[(Side, usize, i64)],
    truth: &Truth,
) -> Score {
    let mut score = Score {
        pairs: 0,
        by: "none".to_owned(),
        of: truth.given.len(),
        order: 0.0,
        order_by: "none".to_owned(),
        channels: 0,
        left_over: pieces.iter().map(|(_, piece)| piece.left_over.len()).sum(),
    };
    for (when, evidence) in pieces {
        let (persons, answers) = (marks(evidence, Side::Person), marks(evidence, Side::Answer));
        for (name, rows) in persons.iter().chain(&answers) {
            score.try_order(&format!("{when}: {name}"), rows, truth);
        }
        for (a, left) in &persons {
            for (b, right) in &answers {
                let (left, right) = (values(left), values(right));
                score.try_pairs(
                    format!("{when}: {a} ~ {b} by rank"),
                    &by_rank(&left, &right),
                    truth,
                );
                score.try_pairs(
                    format!("{when}: {a} ~ {b} when near"),
                    &near(&left, &right),
                    truth,
                );
            }
        }
        let of = |side| {
            evidence
                .left_over
                .iter()
                .filter(move |(its, ..)| *its == side)
        };
        let [left, right] = [Side::Person, Side::Answer]
            .map(|side| of(side).map(|(_, who, at)| (*at, *who)).collect());
        score.try_pairs(
            format!("{when}: left over by rank"),
            &by_rank(&sorted(left), &sorted(right)),
            truth,
        );
    }
    let of = |side| events.iter().filter(move |(its, ..)| *its == side);
    let [left, right] =
        [Side::Person, Side::Answer].map(|side| of(side).map(|(_, who, at)| (*at, *who)).collect());
    score.try_pairs(
        "one commit of the log".to_owned(),
        &near(&sorted(left), &sorted(right)),
        truth,
    );
    score
}

impl Score {
    fn try_pairs(&mut self, name: String, pairs: &[(usize, usize)], truth: &Truth) {
        self.channels += 1;
        let right: BTreeSet<_> = pairs
            .iter()
            .filter(|(person, answer)| truth.given[*person] == *answer)
            .collect();
        if right.len() > self.pairs {
            (self.pairs, self.by) = (right.len(), name);
        }
    }

    /// Kendall's S over all pairs of rows that can be compared, in standard deviations.
    fn try_order(&mut self, name: &str, rows: &Marks<'_>, truth: &Truth) {
        let mut came = vec![0; truth.given.len()];
        for (person, answer) in truth.given.iter().enumerate() {
            came[*answer] = person;
        }
        let mut groups: BTreeMap<u64, Vec<(i64, usize)>> = BTreeMap::new();
        for (row, group, mark) in rows {
            let arrival = match row.side {
                Side::Person => row.who,
                Side::Answer => came[row.who],
            };
            groups.entry(*group).or_default().push((*mark, arrival));
        }
        let (mut sum, mut variance) = (0.0, 0.0);
        for rows in groups.values() {
            for (at, (mark, arrival)) in rows.iter().enumerate() {
                for (other, earlier) in &rows[..at] {
                    let sign = (mark.cmp(other) as i64) * (arrival.cmp(earlier) as i64);
                    sum += sign as f64;
                }
            }
            let n = rows.len() as f64;
            variance += n * (n - 1.0) * (2.0 * n + 5.0) / 18.0;
        }
        let sigma = if variance > 0.0 {
            (sum / variance.sqrt()).abs()
        } else {
            0.0
        };
        if sigma > self.order {
            (self.order, self.order_by) = (sigma, name.to_owned());
        }
    }
}

/// The rows of one side by the name of their mark.
fn marks(evidence: &Evidence, side: Side) -> BTreeMap<&str, Marks<'_>> {
    let mut marks: BTreeMap<&str, Marks<'_>> = BTreeMap::new();
    for row in evidence.rows.iter().filter(|row| row.side == side) {
        for (name, group, value) in &row.marks {
            marks.entry(name).or_default().push((row, *group, *value));
        }
    }
    marks
}

/// Value and number, by value. Where values are equal the number decides, which says nothing.
fn values(rows: &Marks<'_>) -> Vec<(i64, usize)> {
    sorted(rows.iter().map(|(row, _, mark)| (*mark, row.who)).collect())
}

fn sorted(mut values: Vec<(i64, usize)>) -> Vec<(i64, usize)> {
    values.sort_unstable();
    values
}

fn by_rank(left: &[(i64, usize)], right: &[(i64, usize)]) -> Vec<(usize, usize)> {
    left.iter()
        .zip(right)
        .map(|((_, person), (_, answer))| (*person, *answer))
        .collect()
}

/// Each person with the next answer whose mark is near, as two sorted lists are merged.
fn near(left: &[(i64, usize)], right: &[(i64, usize)]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut next = right.iter().peekable();
    for (mark, person) in left {
        while next
            .next_if(|(other, _)| other.saturating_add(NEAR) < *mark)
            .is_some()
        {}
        if let Some((_, answer)) = next.next_if(|(other, _)| *other <= mark.saturating_add(NEAR)) {
            pairs.push((*person, *answer));
        }
    }
    pairs
}

#[test]
fn the_bound_of_guessing_is_that_of_the_poisson_distribution() {
    let score = |channels| Score {
        pairs: 0,
        by: String::new(),
        of: 0,
        order: 0.0,
        order_by: String::new(),
        channels,
        left_over: 0,
    };
    // P(X > 5) = 0.0006 and P(X > 4) = 0.0037 with mean 1; P(X > 21) = 0.0007 and P(X > 20) = 0.0016 with mean 10.
    assert_eq!(score(1).bound(1), 5);
    assert_eq!(score(1).bound(10), 21);
    assert!(
        score(20).bound(1) > 5,
        "who tries more channels finds more by chance"
    );
}
