//! Raw responses: a CSV file as columns of text.

use std::path::Path;

use super::column::{Column, number};
use super::request::RequestError;
use crate::command::Failure;
use crate::interchange::csv::decode;

/// The columns of a file; none when no file was given.
#[derive(Debug, Default)]
pub(super) struct Data {
    columns: Vec<Column>,
}

impl Data {
    /// The column with this name.
    pub(super) fn column(&self, name: &str) -> Result<&Column, RequestError> {
        if self.columns.is_empty() {
            return Err(RequestError::NoData);
        }
        let found = self.columns.iter().find(|column| column.name() == name);
        found.ok_or_else(|| {
            let known: Vec<&str> = self.columns.iter().map(Column::name).collect();
            RequestError::NoColumn {
                name: name.to_owned(),
                known: known.join(", "),
            }
        })
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> u64 {
        self.columns
            .first()
            .map_or(0, |column| column.rows() as u64)
    }

    /// Number of rows of the named columns; 0 when none is named.
    pub(super) fn column_rows(&self, names: &[String]) -> Result<usize, RequestError> {
        names
            .first()
            .map_or(Ok(0), |name| Ok(self.column(name)?.rows()))
    }

    /// The numbers of the rows in which none of the named columns is empty.
    pub(super) fn complete_rows(&self, names: &[String]) -> Result<Vec<Vec<f64>>, RequestError> {
        let mut columns = Vec::new();
        for name in names {
            let column = self.column(name)?;
            column.numbers()?;
            columns.push(column.map(number));
        }
        let rows = 0..self.column_rows(names)?;
        Ok(rows
            .filter_map(|row| columns.iter().map(|column| column[row]).collect())
            .collect())
    }
}

impl Data {
    /// The numbers of the rows in which each of the named columns holds one of `codes`.
    pub(super) fn complete_points(
        &self,
        names: &[String],
        codes: &[f64],
    ) -> Result<Vec<Vec<f64>>, RequestError> {
        let point = |text: &str| number(text).filter(|code| codes.contains(code));
        let columns: Vec<Vec<Option<f64>>> = names
            .iter()
            .map(|name| Ok(self.column(name)?.map(point)))
            .collect::<Result<_, RequestError>>()?;
        let rows = 0..self.column_rows(names)?;
        Ok(rows
            .filter_map(|row| columns.iter().map(|column| column[row]).collect())
            .collect())
    }
}

/// Reads a CSV file; delimiter and byte order mark are recognised.
pub(super) fn read(path: &Path) -> Result<Data, Failure> {
    let place = path.display();
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::Input(format!("{place}: can't read the file: {error}")))?;
    let wrong = |error: &dyn std::fmt::Display| Failure::Input(format!("{place}: {error}"));
    let decoded = decode(&bytes).map_err(|error| wrong(&error))?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(decoded.delimiter)
        .from_reader(decoded.text.as_bytes());
    let header = reader.headers().map_err(|error| wrong(&error))?;
    let mut columns: Vec<Column> = header.iter().map(|name| Column::new(name.trim())).collect();
    check_names(&columns).map_err(|error| wrong(&error))?;
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| wrong(&error))?
    {
        for (column, cell) in columns.iter_mut().zip(&record) {
            column.push(cell);
        }
    }
    Ok(Data { columns })
}

fn check_names(columns: &[Column]) -> Result<(), String> {
    if columns.is_empty() {
        return Err("the file is empty; the first line must hold the names of the columns".into());
    }
    for (at, column) in columns.iter().enumerate() {
        if columns[..at]
            .iter()
            .any(|other| other.name() == column.name())
        {
            return Err(format!(
                "two columns are called `{}`; rename or remove one",
                column.name()
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_stands_twice_is_refused() {
        let columns = ["a", "b", "a"].map(Column::new);
        assert!(check_names(&columns).unwrap_err().contains("`a`"));
    }

    #[test]
    fn an_unknown_column_names_the_known_ones() {
        let data = Data {
            columns: ["vote", "age"].map(Column::new).into(),
        };
        let error = data.column("gender").unwrap_err().to_string();
        assert!(error.contains("vote, age"), "{error}");
        assert!(matches!(
            Data::default().column("vote"),
            Err(RequestError::NoData)
        ));
    }
}
