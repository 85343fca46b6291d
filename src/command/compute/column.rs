//! One column of raw responses: every distinct text once, and per row which it is.

use std::collections::HashMap;
use std::num::NonZeroU32;

use super::request::{Code, RequestError};

/// So many distinct texts are looked through one by one, which is quicker than hashing; most questions have fewer.
const FEW: usize = 12;

/// A column; an empty cell is missing.
#[derive(Debug)]
pub(super) struct Column {
    name: String,
    distinct: Vec<String>,
    place: HashMap<String, usize>,
    /// The place of each row's text, counted from 1: four bytes a cell, so that ten million rows fit.
    cells: Vec<Option<NonZeroU32>>,
}

impl Column {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            distinct: Vec::new(),
            place: HashMap::new(),
            cells: Vec::new(),
        }
    }

    /// Adds the cell of the next row.
    pub(super) fn push(&mut self, cell: &str) {
        let cell = cell.trim();
        let place = (!cell.is_empty()).then(|| self.place_of(cell));
        let counted = place.and_then(|place| u32::try_from(place + 1).ok());
        self.cells.push(counted.and_then(NonZeroU32::new));
    }

    fn place_of(&mut self, text: &str) -> usize {
        let known = match self.distinct.len() {
            ..=FEW => self.distinct.iter().position(|known| known == text),
            _ => self.place.get(text).copied(),
        };
        known.unwrap_or_else(|| {
            let place = self.distinct.len();
            self.place.insert(text.to_owned(), place);
            self.distinct.push(text.to_owned());
            place
        })
    }

    /// Per row the place of its text among the distinct ones.
    fn places(&self) -> impl Iterator<Item = Option<usize>> {
        let cells = self.cells.iter();
        cells.map(|cell| cell.map(|place| place.get() as usize - 1))
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.cells.len()
    }

    /// Per row whether it is filled in.
    pub(super) fn answered(&self) -> impl Iterator<Item = bool> {
        self.cells.iter().map(Option::is_some)
    }

    /// The first row that is empty, as a spreadsheet counts: the header is row 1.
    pub(super) fn first_empty(&self) -> Option<usize> {
        self.cells
            .iter()
            .position(Option::is_none)
            .map(|row| row + 2)
    }

    /// Per row what `meaning` makes of the text in the cell; `None` where the cell is empty or has no meaning.
    pub(super) fn map<T: Copy>(&self, meaning: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
        let meanings: Vec<Option<T>> = self.distinct.iter().map(|text| meaning(text)).collect();
        let places = self.places();
        places
            .map(|place| place.and_then(|place| meanings[place]))
            .collect()
    }

    /// Per row the place of its answer among `levels`; any other answer is not valid.
    pub(super) fn levels(&self, levels: &[Code]) -> Vec<Option<usize>> {
        let levels: Vec<String> = levels.iter().map(Code::text).collect();
        self.map(|text| {
            let same = levels.iter().position(|level| level == text);
            same.or_else(|| levels.iter().position(|level| same_number(level, text)))
        })
    }

    /// Per row the place of the band (both ends inside) in which its number lies.
    pub(super) fn bands(&self, bands: &[(f64, f64)]) -> Vec<Option<usize>> {
        self.map(|text| {
            let value = number(text)?;
            bands
                .iter()
                .position(|(from, to)| (*from..=*to).contains(&value))
        })
    }

    /// The numbers, without the empty cells.
    pub(super) fn numbers(&self) -> Result<Vec<f64>, RequestError> {
        let numbers = self.map(number);
        for (row, (place, number)) in self.places().zip(&numbers).enumerate() {
            if let (Some(place), None) = (place, number) {
                return Err(RequestError::NotANumber {
                    // As a spreadsheet counts: the header is row 1.
                    row: row + 2,
                    column: self.name.clone(),
                    value: self.distinct[place].clone(),
                });
            }
        }
        Ok(numbers.into_iter().flatten().collect())
    }

    /// The distinct answers of the rows for which `counts` holds, and per row which it is: numbers upwards when all are
    /// numbers, else texts in alphabetical order.
    pub(super) fn classes(
        &self,
        counts: impl Fn(usize) -> bool,
    ) -> (Vec<&str>, Vec<Option<usize>>) {
        let places = self.places().enumerate();
        let places: Vec<Option<usize>> = places
            .map(|(row, place)| place.filter(|_| counts(row)))
            .collect();
        let mut occurs = vec![false; self.distinct.len()];
        for place in places.iter().flatten() {
            occurs[*place] = true;
        }
        let mut order: Vec<usize> = (0..occurs.len()).filter(|place| occurs[*place]).collect();
        let numbers: Option<Vec<f64>> = self.distinct.iter().map(|text| number(text)).collect();
        match &numbers {
            Some(numbers) => order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b])),
            None => order.sort_by_key(|place| &self.distinct[*place]),
        }
        // `1` and `1.0` are one answer, under the text that stands first.
        let same = |a: usize, b: usize| numbers.as_ref().is_some_and(|all| all[a] == all[b]);
        let mut class = vec![0; occurs.len()];
        let mut names: Vec<&str> = Vec::new();
        let mut last = None;
        for place in order {
            if !last.is_some_and(|last| same(last, place)) {
                names.push(&self.distinct[place]);
            }
            class[place] = names.len() - 1;
            last = Some(place);
        }
        let classes = places.into_iter().map(|place| Some(class[place?]));
        (names, classes.collect())
    }

    /// The distinct numbers that occur, upwards.
    pub(super) fn distinct_numbers(&self) -> Vec<f64> {
        let mut numbers: Vec<f64> = self
            .distinct
            .iter()
            .filter_map(|text| number(text))
            .collect();
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        numbers
    }
}

/// A finite number.
pub(super) fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn same_number(a: &str, b: &str) -> bool {
    number(a).is_some_and(|a| number(b) == Some(a))
}

/// How many rows have each of `levels` places.
pub(super) fn counts(places: &[Option<usize>], levels: usize) -> Vec<u64> {
    let mut counts = vec![0; levels];
    for place in places.iter().flatten() {
        counts[*place] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Column {
        let mut column = Column::new("q");
        for cell in cells {
            column.push(cell);
        }
        column
    }

    #[test]
    fn a_level_matches_as_text_or_as_the_same_number() {
        let levels: Vec<Code> = serde_json::from_str("[1, \"2\", \"ja\"]").unwrap();
        let found = column(&["1.0", "2", "ja", "nee", ""]).levels(&levels);
        assert_eq!(found, [Some(0), Some(1), Some(2), None, None]);
        assert_eq!(counts(&found, 3), [1, 1, 1]);
    }

    #[test]
    fn many_distinct_texts_keep_their_places() {
        let texts: Vec<String> = (0..40).map(|i| format!("t{}", i % 30)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let column = column(&texts);
        assert_eq!(column.distinct.len(), 30);
        let back: Vec<&str> = column
            .places()
            .map(|place| column.distinct[place.unwrap()].as_str())
            .collect();
        assert_eq!(back, texts);
    }

    #[test]
    fn classes_are_in_order_of_number_or_alphabet_and_hold_what_occurs() {
        let numbers = column(&["10", "9", "", "9.0", "7"]);
        let (names, places) = numbers.classes(|row| row < 4);
        assert_eq!(names, ["9", "10"]);
        assert_eq!(places, [Some(1), Some(0), None, Some(0), None]);
        assert_eq!(
            column(&["nee", "10", "ja"]).classes(|_| true).0,
            ["10", "ja", "nee"]
        );
    }

    #[test]
    fn a_cell_that_is_no_number_is_named_by_row_and_column() {
        let error = column(&["1", "", "veel"]).numbers().unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 4, column `q`: `veel` is not a number"
        );
        assert!(column(&["inf"]).numbers().is_err());
    }
}
