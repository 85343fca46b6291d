//! What cells came to, so that what a million rows have in common is worked out once.

use super::WrongCell;
use super::row::{Layout, Row};

/// Longest texts that are remembered, in bytes: codes, numbers and ticks are shorter.
const LONGEST: usize = 255;
/// Binary digits of the number of places.
const PLACES: u32 = 12;

/// What some cells came to, by the texts in them. A person's own words are never remembered.
///
/// Each text has one place, which it may have to share: the last one that came stays there. So memory has a bound, and
/// a text that is driven out is worked out again.
#[derive(Debug)]
pub(super) struct Memo<V> {
    columns: Vec<usize>,
    /// Those of the columns that hold a person's own words.
    own_words: Vec<usize>,
    places: Vec<Option<Known<V>>>,
    /// What the texts of this row came to, when they are not remembered.
    passing: Option<V>,
}

#[derive(Debug)]
struct Known<V> {
    texts: Vec<String>,
    value: V,
}

impl<V> Memo<V> {
    /// Nothing known yet of the cells of these questions (indexes).
    pub(super) fn new(layout: &Layout<'_>, questions: &[usize]) -> Self {
        let all =
            |of: &dyn Fn(usize) -> Vec<usize>| questions.iter().flat_map(|it| of(*it)).collect();
        Self {
            columns: all(&|question| layout.columns(question).collect()),
            own_words: all(&|question| layout.own_words(question).into_iter().collect()),
            places: (0..1 << PLACES).map(|_| None).collect(),
            passing: None,
        }
    }

    /// What the cells of this row come to: a pure function of their texts. It is worked out when they are new.
    ///
    /// # Errors
    /// What working out finds wrong; that is not remembered.
    pub(super) fn of(
        &mut self,
        row: &Row<'_>,
        work_out: impl FnOnce() -> Result<V, Vec<WrongCell>>,
    ) -> Result<&V, Vec<WrongCell>> {
        let texts = self.columns.iter().map(|column| row.text(*column));
        let has_own_words = (self.own_words.iter()).any(|column| !row.text(*column).is_empty());
        if has_own_words || texts.clone().map(str::len).sum::<usize>() > LONGEST {
            return Ok(self.passing.insert(work_out()?));
        }
        let place = &mut self.places[place(texts.clone())];
        let known = match place.take() {
            Some(known) if texts.clone().eq(&known.texts) => known,
            _ => Known {
                texts: texts.map(str::to_owned).collect(),
                value: work_out()?,
            },
        };
        Ok(&place.insert(known).value)
    }

    #[cfg(test)]
    pub(super) fn texts(&self) -> impl Iterator<Item = &String> {
        self.places.iter().flatten().flat_map(|it| &it.texts)
    }
}

/// The place of some texts: the high digits of a hash by multiplication (Knuth, The Art of Computer Programming 3, 6.4).
fn place<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    /// 2^64 divided by the golden ratio.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    const END_OF_TEXT: u64 = 0x100;
    let mix = |hash: u64, sign: u64| (hash ^ sign).wrapping_mul(FACTOR);
    let hash = texts.fold(FACTOR, |hash, text| {
        let hash = text.bytes().map(u64::from).fold(hash, mix);
        mix(hash, END_OF_TEXT)
    });
    usize::try_from(hash >> (u64::BITS - PLACES)).unwrap_or(0)
}
