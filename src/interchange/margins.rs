//! Margins as CSV: `question,code,share` or `question,code,count`, also with `;` and a decimal comma, as Dutch spreadsheets
//! and the tables of CBS are saved. Other columns are not read.

use ::csv::ReaderBuilder;

use super::csv::decode;
use crate::domain::definition::Questionnaire;
use crate::domain::margin::{Fault, Line, Margins, Problem, Unit};

/// Names of the columns: ours, and Dutch ones.
const QUESTION: [&str; 2] = ["question", "vraag"];
const CODE: [&str; 2] = ["code", "antwoord"];
const SHARE: [&str; 2] = ["share", "aandeel"];
const PERCENT: [&str; 2] = ["percent", "procent"];
const COUNT: [&str; 2] = ["count", "aantal"];

/// Reads a file for a questionnaire.
///
/// # Errors
/// Every mistake, with its row.
pub fn read(bytes: &[u8], questionnaire: &Questionnaire) -> Result<Margins, Vec<Problem>> {
    let (unit, lines) = lines(bytes).map_err(|fault| vec![Problem { row: None, fault }])?;
    Margins::new(questionnaire, unit, &lines)
}

/// The lines of a file with the unit that its header names.
///
/// # Errors
/// When it is no CSV with these columns.
pub fn lines(bytes: &[u8]) -> Result<(Unit, Vec<Line>), Fault> {
    let decoded = decode(bytes).map_err(|error| Fault::Unreadable(error.to_string()))?;
    let mut reader = ReaderBuilder::new()
        .delimiter(decoded.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(decoded.text.as_bytes());
    let mut records = reader.records().enumerate().map(|(at, record)| {
        let record = record.map_err(|error| Fault::Unreadable(error.to_string()))?;
        Ok((at + 1, record))
    });
    let header = records.next().transpose()?.map(|(_, record)| record);
    let names: Vec<String> = header
        .iter()
        .flatten()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let place = |of: &[&str]| names.iter().position(|name| of.contains(&name.as_str()));
    let number = [
        (&SHARE, Unit::Share),
        (&PERCENT, Unit::Percent),
        (&COUNT, Unit::Count),
    ]
    .into_iter()
    .find_map(|(of, unit)| Some((place(of)?, unit)));
    let (Some(question), Some(code), Some((value, unit))) =
        (place(&QUESTION), place(&CODE), number)
    else {
        let first: String = names.join(",").chars().take(60).collect();
        return Err(Fault::Columns(first));
    };
    let mut lines = Vec::new();
    for record in records {
        let (row, record) = record?;
        let cell = |place: usize| record.get(place).unwrap_or_default().trim().to_owned();
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            lines.push(Line {
                row: Some(row),
                question: cell(question),
                code: cell(code),
                value: cell(value),
            });
        }
    }
    Ok((unit, lines))
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::domain::margin::{Fault, Unit};

    #[test]
    fn a_dutch_spreadsheet_and_a_plain_file_are_read_alike() {
        let plain = lines(b"question,code,share\nwijk,noord,0.25\n").expect("lines");
        let dutch =
            "\u{feff}\"Vraag\";\"Code\";\"Aandeel\";\"Bron\"\r\nwijk;noord;0,25;CBS\r\n;;;\r\n";
        let (unit, lines) = lines(dutch.as_bytes()).expect("lines");
        assert_eq!((unit, lines.len()), (Unit::Share, 1));
        assert_eq!((&lines[0].code, lines[0].row), (&plain.1[0].code, Some(2)));
        assert_eq!(lines[0].value, "0,25");
    }

    #[test]
    fn a_file_without_the_columns_says_which_it_needs() {
        assert_eq!(
            lines(b"wijk,aandeel\nnoord,1\n"),
            Err(Fault::Columns("wijk,aandeel".to_owned()))
        );
        assert_eq!(lines(b""), Err(Fault::Columns(String::new())));
        assert!(matches!(lines(b"a,b\n\xE9\n"), Err(Fault::Unreadable(_))));
    }
}
