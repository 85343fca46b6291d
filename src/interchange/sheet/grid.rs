//! Reads the cells of an XLSX workbook as texts: what a person typed, and of a formula its last value. No formula is run.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use crate::zipped_xml::{Unzip, UnzipError};

/// Cells by sheet: rows of texts, as long as the last cell that holds something.
pub type Sheets = BTreeMap<String, Vec<Vec<String>>>;

/// Why a workbook can't be read.
#[derive(Debug, thiserror::Error)]
pub enum GridError {
    /// It is no workbook.
    #[error("this is no Excel workbook (.xlsx)")]
    NoWorkbook,
    /// The ZIP is damaged.
    #[error("{0}")]
    Zip(String),
    /// A file in it is damaged.
    #[error("{part} can't be read: {error}")]
    Xml {
        /// Which file.
        part: String,
        /// What is wrong, and where.
        error: String,
    },
    /// It holds more than is looked at.
    #[error("a sheet has more than {MOST_COLUMNS} columns or {MOST_ROWS} rows")]
    TooLarge,
}

impl From<UnzipError> for GridError {
    fn from(error: UnzipError) -> Self {
        Self::Zip(error.to_string())
    }
}

const MOST_COLUMNS: usize = 2_000;
const MOST_ROWS: usize = 200_000;
/// Largest file in the ZIP, in MB.
const MOST_MB: usize = 100;

/// Reads the sheets of a workbook.
///
/// # Errors
/// [`GridError`] when it is damaged, hostile or something else.
pub fn read(bytes: &[u8]) -> Result<Sheets, GridError> {
    let zip = Unzip::open(bytes)?;
    let workbook = text(&zip, "xl/workbook.xml")?.ok_or(GridError::NoWorkbook)?;
    let relations = text(&zip, "xl/_rels/workbook.xml.rels")?.ok_or(GridError::NoWorkbook)?;
    let targets = targets(&relations)?;
    let shared = match text(&zip, "xl/sharedStrings.xml")? {
        Some(xml) => shared(&xml)?,
        None => Vec::new(),
    };
    let mut sheets = Sheets::new();
    for (name, relation) in names(&workbook)? {
        let Some(target) = targets.get(&relation) else {
            continue;
        };
        if let Some(xml) = text(&zip, target)? {
            sheets.insert(name, cells(&xml, target, &shared)?);
        }
    }
    Ok(sheets)
}

fn text(zip: &Unzip<'_>, part: &str) -> Result<Option<String>, GridError> {
    let Some(bytes) = zip.read(part, MOST_MB)? else {
        return Ok(None);
    };
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|_| wrong(part, &"it is not UTF-8"))
}

fn wrong(part: &str, error: &dyn std::fmt::Display) -> GridError {
    GridError::Xml {
        part: part.to_owned(),
        error: error.to_string(),
    }
}

fn parsed<'x>(xml: &'x str, part: &str) -> Result<Document<'x>, GridError> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: 10_000_000,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options).map_err(|error| wrong(part, &error))
}

/// Elements of this name, whatever their name space.
fn all<'a, 'x>(
    document: &'a Document<'x>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'x>> {
    document
        .descendants()
        .filter(move |it| it.tag_name().name() == name)
}

fn targets(xml: &str) -> Result<BTreeMap<String, String>, GridError> {
    let document = parsed(xml, "the list of sheets")?;
    let of = |it: Node<'_, '_>| {
        let target = it.attribute("Target")?;
        let target = target
            .strip_prefix('/')
            .map_or_else(|| format!("xl/{target}"), str::to_owned);
        Some((it.attribute("Id")?.to_owned(), target))
    };
    Ok(all(&document, "Relationship").filter_map(of).collect())
}

fn names(xml: &str) -> Result<Vec<(String, String)>, GridError> {
    let document = parsed(xml, "the workbook")?;
    let of = |it: Node<'_, '_>| {
        let relation = it
            .attributes()
            .find(|it| it.name() == "id" && it.namespace().is_some())?;
        Some((
            it.attribute("name")?.to_owned(),
            relation.value().to_owned(),
        ))
    };
    Ok(all(&document, "sheet").filter_map(of).collect())
}

/// The words of a text, which may be in runs of their own look; how it is spoken (`rPh`) is left out.
fn words(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(|it| {
        it.tag_name().name() == "t"
            && it
                .parent()
                .is_none_or(|parent| parent.tag_name().name() != "rPh")
    });
    texts.filter_map(|it| it.text()).collect()
}

fn shared(xml: &str) -> Result<Vec<String>, GridError> {
    let document = parsed(xml, "the texts")?;
    Ok(all(&document, "si").map(words).collect())
}

fn cells(xml: &str, part: &str, shared: &[String]) -> Result<Vec<Vec<String>>, GridError> {
    let document = parsed(xml, part)?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut after = 0;
    for row in all(&document, "row") {
        // A row or cell without a place follows the one before it.
        let place = row.attribute("r").and_then(|it| it.parse::<usize>().ok());
        let at = place.map_or(after, |it| it.saturating_sub(1));
        after = at.saturating_add(1);
        let mut next = 0;
        for cell in row.children().filter(|it| it.tag_name().name() == "c") {
            let column = cell.attribute("r").and_then(column).unwrap_or(next);
            next = column + 1;
            let value = value(cell, shared);
            // Empty cells that only have a look may reach to the end of the sheet.
            if value.is_empty() {
                continue;
            }
            if at >= MOST_ROWS || column >= MOST_COLUMNS {
                return Err(GridError::TooLarge);
            }
            if rows.len() <= at {
                rows.resize(at + 1, Vec::new());
            }
            if rows[at].len() <= column {
                rows[at].resize(column + 1, String::new());
            }
            rows[at][column] = value;
        }
    }
    Ok(rows)
}

/// Place of a column, from 0, of a cell such as `AB12`.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let place = letters.take(4).fold(0, |place, letter| {
        place * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    place.checked_sub(1)
}

fn value(cell: Node<'_, '_>, shared: &[String]) -> String {
    let child = |name: &str| cell.children().find(|it| it.tag_name().name() == name);
    let written = child("v").and_then(|it| it.text()).unwrap_or_default();
    match cell.attribute("t") {
        Some("s") => {
            let place = written.trim().parse::<usize>().ok();
            place
                .and_then(|it| shared.get(it))
                .cloned()
                .unwrap_or_default()
        }
        Some("inlineStr") => child("is").map(words).unwrap_or_default(),
        Some("e") => String::new(),
        _ => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn the_place_of_a_column_is_read_from_its_letters() {
        assert_eq!(column("A1"), Some(0));
        assert_eq!(column("Z9"), Some(25));
        assert_eq!(column("AB12"), Some(27));
        assert_eq!(column("12"), None);
    }
}
