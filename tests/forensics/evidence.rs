//! What an attacker has: rows that belong to a known person or a known answer, each with marks that may give order.

use std::collections::{HashMap, HashSet};

use achterban::anonymity::code::Code;
use achterban::anonymity::mix::shuffle;
use achterban::anonymity::random::{Id, OsRandom};

/// One of the two things that must never be brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Side {
    /// A code, or the nullifier that who has the key makes of it.
    Person,
    /// An answer, known by its text.
    Answer,
}

/// Where a row stands and what stands beside the token in it.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) side: Side,
    /// Number of the person, or of the answer.
    pub(super) who: usize,
    /// Name and value; the group says among which rows the values can be compared (a page), 0 for all.
    pub(super) marks: Vec<(String, u64, i64)>,
}

/// The database at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    pub(super) rows: Vec<Row>,
    /// Tokens outside any live row: deleted text, old page images. The number is where.
    pub(super) left_over: Vec<(Side, usize, i64)>,
}

impl Evidence {
    /// The rows that `earlier` has not: what came between two copies.
    pub(super) fn since(&self, earlier: &Self) -> Self {
        let known: HashSet<_> = earlier.rows.iter().map(|row| (row.side, row.who)).collect();
        let rows = self
            .rows
            .iter()
            .filter(|row| !known.contains(&(row.side, row.who)))
            .cloned()
            .collect();
        Self {
            rows,
            left_over: Vec::new(),
        }
    }
}

/// What the attacker looks for. Person `i` comes as number `i` and gives answer `given[i]`; the numbers of answers are
/// drawn, so that a tie broken by number helps nobody.
pub(super) struct Truth {
    /// Answer of each person.
    pub(super) given: Vec<usize>,
    /// Text of each answer: found nowhere else.
    pub(super) texts: Vec<String>,
    /// Code of each person.
    pub(super) codes: Vec<Code>,
}

impl Truth {
    pub(super) fn drawn(people: usize) -> Self {
        let mut given: Vec<usize> = (0..people).collect();
        shuffle(&mut given, &mut OsRandom::new()).unwrap();
        let ids = |_| Id::random().unwrap().to_string();
        Self {
            given,
            texts: (0..people).map(ids).collect(),
            codes: (0..people)
                .map(|_| Code::draw(&mut OsRandom::new()).unwrap())
                .collect(),
        }
    }

    /// The body that person `i` sends.
    pub(super) fn body(&self, person: usize) -> String {
        let text = &self.texts[self.given[person]];
        format!(r#"{{"v":1,"a":{{"beter":{{"text":"{text}"}}}}}}"#)
    }
}

/// Byte strings that tell a person or an answer, found quickly by their first eight bytes.
pub(super) struct Tokens(HashMap<[u8; 8], (Vec<u8>, Side, usize)>);

impl Tokens {
    pub(super) fn new(
        persons: impl IntoIterator<Item = Vec<u8>>,
        answers: impl IntoIterator<Item = Vec<u8>>,
    ) -> Self {
        let persons = persons.into_iter().enumerate();
        let answers = answers.into_iter().enumerate();
        let all = persons
            .map(|(who, token)| (token, Side::Person, who))
            .chain(answers.map(|(who, token)| (token, Side::Answer, who)));
        let by_start = all.map(|(token, side, who)| {
            let start: [u8; 8] = token[..8].try_into().unwrap();
            (start, (token, side, who))
        });
        Self(by_start.collect())
    }

    /// Each token in these bytes with its place.
    pub(super) fn find(&self, bytes: &[u8]) -> Vec<(Side, usize, usize)> {
        let starts = bytes.windows(8).enumerate();
        starts
            .filter_map(|(at, start)| {
                let start: [u8; 8] = start.try_into().ok()?;
                let (token, side, who) = self.0.get(&start)?;
                bytes[at..].starts_with(token).then_some((*side, *who, at))
            })
            .collect()
    }
}
