//! One column of raw responses: every distinct text once, and per row which it is.

use std::collections::HashMap;

use super::request::{Code, RequestError};

/// A column; an empty cell is missing.
#[derive(Debug)]
pub(super) struct Column {
    name: String,
    distinct: Vec<String>,
    place: HashMap<String, usize>,
    cells: Vec<Option<usize>>,
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
        let place = match self.place.get(cell) {
            _ if cell.is_empty() => None,
            Some(place) => Some(*place),
            None => {
                self.place.insert(cell.to_owned(), self.distinct.len());
                self.distinct.push(cell.to_owned());
                Some(self.distinct.len() - 1)
            }
        };
        self.cells.push(place);
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.cells.len()
    }

    /// Per row what `meaning` makes of the text in the cell; `None` where the cell is empty or has no meaning.
    pub(super) fn map<T: Copy>(&self, meaning: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
        let meanings: Vec<Option<T>> = self.distinct.iter().map(|text| meaning(text)).collect();
        let cells = self.cells.iter();
        cells
            .map(|cell| cell.and_then(|place| meanings[place]))
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
        for (row, (cell, number)) in self.cells.iter().zip(&numbers).enumerate() {
            if let (Some(place), None) = (cell, number) {
                return Err(RequestError::NotANumber {
                    // As a spreadsheet counts: the header is row 1.
                    row: row + 2,
                    column: self.name.clone(),
                    value: self.distinct[*place].clone(),
                });
            }
        }
        Ok(numbers.into_iter().flatten().collect())
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
    fn a_cell_that_is_no_number_is_named_by_row_and_column() {
        let error = column(&["1", "", "veel"]).numbers().unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 4, column `q`: `veel` is not a number"
        );
        assert!(column(&["inf"]).numbers().is_err());
    }
}
