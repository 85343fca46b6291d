//! A translation as CSV, for who translates in a spreadsheet: three columns, and five rows that say what it is.
//!
//! ```text
//! key,source,translation
//! file,what is translated,wmo
//! language,nl,ar
//! status,machine, concept or nagekeken,machine
//! checked_by,who checked it,
//! checked_on,YYYY-MM-DD,
//! title,Uw ervaring,…
//! ```

use std::io;

use ::csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use super::csv::{CsvError, Decoded, Dialect, armed, decode, disarmed};
use crate::domain::definition::{Finding, Level};
use crate::domain::review::{Review, Status};
use crate::domain::translation::{Row, Sheet};

const COLUMNS: [&str; 3] = ["key", "source", "translation"];
const HEADER: [&str; 5] = ["file", "language", "status", "checked_by", "checked_on"];

/// Writes a sheet.
///
/// # Errors
/// When `out` can't be written.
pub fn write(out: &mut dyn io::Write, sheet: &Sheet, dialect: Dialect) -> io::Result<()> {
    let excel = dialect == Dialect::Excel;
    if excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut rows = WriterBuilder::new()
        .delimiter(if excel { b';' } else { b',' })
        .terminator(if excel {
            Terminator::CRLF
        } else {
            Terminator::Any(b'\n')
        })
        .from_writer(out);
    let day = sheet
        .review
        .checked_on
        .map(|day| day.to_string())
        .unwrap_or_default();
    let statuses = Status::ALL
        .iter()
        .map(|status| status.word())
        .collect::<Vec<_>>()
        .join(" / ");
    rows.write_record(COLUMNS)?;
    rows.write_record([HEADER[0], "", &sheet.of])?;
    rows.write_record([HEADER[1], &sheet.source_language, &sheet.language])?;
    rows.write_record([HEADER[2], &statuses, sheet.review.status.word()])?;
    rows.write_record([HEADER[3], "", &sheet.review.checked_by])?;
    rows.write_record([HEADER[4], "YYYY-MM-DD", &day])?;
    for row in &sheet.rows {
        let cells = [&row.key, &row.source, &row.translation];
        rows.write_record(cells.map(|text| if excel { disarmed(text) } else { text.clone() }))?;
    }
    rows.flush()
}

/// Reads a sheet; with every mistake when it is none.
///
/// # Errors
/// What is wrong, with line and hint.
pub fn read(bytes: &[u8]) -> Result<Sheet, Vec<Finding>> {
    let decoded = decode(bytes).map_err(|error| vec![unreadable(&error)])?;
    let mut reader = ReaderBuilder::new()
        .delimiter(decoded.delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(decoded.text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            vec![wrong(
                0,
                "",
                format!("the file can't be read: {error}"),
                "save it as CSV",
            )]
        })?;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row(&record, &decoded));
        }
    }
    sheet(&rows)
}

fn row(record: &StringRecord, decoded: &Decoded<'_>) -> Row {
    let cell = |place: usize| {
        let text = record.get(place).unwrap_or_default();
        if decoded.is_excel { armed(text) } else { text }
    };
    let start = record.position().map_or(0, ::csv::Position::byte);
    Row {
        key: cell(0).trim().to_owned(),
        source: cell(1).to_owned(),
        translation: cell(2).to_owned(),
        line: line(decoded.text, usize::try_from(start).unwrap_or_default()),
    }
}

/// The line of a byte, from 1. The reader leaves the second half of a CRLF to the next record.
fn line(text: &str, at: usize) -> usize {
    let (before, from) = text.split_at_checked(at).unwrap_or((text, ""));
    1 + before.matches('\n').count() + usize::from(from.starts_with('\n'))
}

/// The rows of a file, sorted into what they say about it and what they translate.
fn sheet(rows: &[Row]) -> Result<Sheet, Vec<Finding>> {
    let Some((columns, rows)) = rows.split_first() else {
        return Err(vec![wrong(
            1,
            "",
            "the file is empty".into(),
            "export it again",
        )]);
    };
    if [&columns.key, &columns.source, &columns.translation] != COLUMNS {
        let message = "the first row must name the columns".to_owned();
        let hint = "write: key, source, translation";
        return Err(vec![wrong(1, "", message, hint)]);
    }
    let header = Header { rows };
    let review = header.review()?;
    let translated = rows
        .iter()
        .filter(|row| !HEADER.contains(&row.key.as_str()));
    Ok(Sheet {
        of: header.value("file").to_owned(),
        source_language: header
            .row("language")
            .map_or("", |row| row.source.trim())
            .to_owned(),
        language: header.value("language").to_owned(),
        review,
        rows: translated.cloned().collect(),
    })
}

/// What a file says about itself.
struct Header<'r> {
    rows: &'r [Row],
}

impl Header<'_> {
    fn row(&self, key: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.key == key)
    }

    fn value(&self, key: &str) -> &str {
        self.row(key).map_or("", |row| row.translation.trim())
    }

    fn wrong(&self, key: &str, message: String, hint: &str) -> Finding {
        wrong(self.row(key).map_or(0, |row| row.line), key, message, hint)
    }

    /// How far the translation is; or everything that the header lacks.
    fn review(&self) -> Result<Review, Vec<Finding>> {
        let mut findings = Vec::new();
        for key in ["file", "language", "status"] {
            if self.value(key).is_empty() {
                let message = format!("the row `{key}` is missing or empty");
                let hint = "fill in its third column; an exported file has it";
                findings.push(self.wrong(key, message, hint));
            }
        }
        let (word, day) = (self.value("status"), self.value("checked_on"));
        let status = Status::from_word(word);
        if status.is_none() && !word.is_empty() {
            let hint = "write machine, concept or nagekeken";
            findings.push(self.wrong("status", format!("there is no status {word}"), hint));
        }
        let checked_on = day.parse().ok();
        if checked_on.is_none() && !day.is_empty() {
            let hint = "write it as 2026-11-23";
            findings.push(self.wrong("checked_on", format!("{day} is no day"), hint));
        }
        let status = status.filter(|_| findings.is_empty()).ok_or(findings)?;
        Ok(Review {
            status,
            checked_by: self.value("checked_by").to_owned(),
            checked_on,
        })
    }
}

fn unreadable(error: &CsvError) -> Finding {
    wrong(0, "", error.to_string(), "save it as \"CSV UTF-8\"")
}

fn wrong(line: usize, key: &str, message: String, hint: &str) -> Finding {
    Finding {
        line,
        key: key.to_owned(),
        level: Level::Error,
        rule: "translation-file",
        message,
        hint: hint.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Sheet {
        let row = |key: &str, source: &str, translation: &str| Row {
            key: key.into(),
            source: source.into(),
            translation: translation.into(),
            line: 0,
        };
        Sheet {
            of: "wmo".into(),
            source_language: "nl".into(),
            language: "ar".into(),
            review: Review {
                status: Status::Machine,
                checked_by: String::new(),
                checked_on: None,
            },
            rows: vec![
                row("title", "Uw, \"ervaring\"", "تجربتك"),
                row("intro", "=1+1", "-x\ny"),
                row("leeg", "Leeg", ""),
            ],
        }
    }

    #[test]
    fn a_sheet_comes_back_from_either_dialect_with_the_line_of_every_row() {
        for dialect in [Dialect::Machine, Dialect::Excel] {
            let mut bytes = Vec::new();
            write(&mut bytes, &sample(), dialect).expect("written");
            let mut found = read(&bytes).expect("a sheet");
            assert_eq!(
                found.rows.iter().map(|row| row.line).collect::<Vec<_>>(),
                [7, 8, 10]
            );
            found.rows.iter_mut().for_each(|row| row.line = 0);
            assert_eq!(found, sample(), "{dialect:?}");
        }
        let mut bytes = Vec::new();
        write(&mut bytes, &sample(), Dialect::Excel).expect("written");
        assert!(
            String::from_utf8_lossy(&bytes).contains("'=1+1"),
            "a spreadsheet runs nothing"
        );
    }

    #[test]
    fn what_a_file_does_not_say_of_itself_is_asked_with_line_and_hint() {
        let found = read(b"key,source,translation\nfile,,wmo\nlanguage,nl,\nstatus,,klaar\nchecked_on,,gisteren\n").expect_err("wrong");
        let lines: Vec<_> = found
            .iter()
            .map(|finding| (finding.line, finding.key.as_str()))
            .collect();
        assert_eq!(lines, [(3, "language"), (4, "status"), (5, "checked_on")]);
        assert!(read(b"").is_err() && read(b"a,b\n").is_err() && read(b"\xff\xfe").is_err());
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let _ = read(&bytes);
        }
    }
}
