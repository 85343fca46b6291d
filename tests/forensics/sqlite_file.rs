//! SQLite's file format, read without SQLite: pages, b-tree cells with their offsets, rowids, columns, and what is in no
//! live cell. The write-ahead log as a row of commits. Source: <https://www.sqlite.org/fileformat2.html>.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use super::evidence::{Evidence, Row, Side, Tokens};

/// A cell of a leaf.
struct Cell<'a> {
    /// Offset within its page.
    at: usize,
    end: usize,
    rowid: Option<i64>,
    /// What is on this page; the answers of these tests need no other one.
    record: &'a [u8],
}

fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    bytes[at..at + length]
        .iter()
        .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// A variable-length integer and what comes after it.
fn varint(bytes: &[u8], mut at: usize) -> Option<(i64, usize)> {
    let mut value: i64 = 0;
    for place in 0..9 {
        let byte = *bytes.get(at)?;
        at += 1;
        if place == 8 {
            return Some((value << 8 | i64::from(byte), at));
        }
        value = value << 7 | i64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some((value, at))
}

/// The cells of a page, when it is a leaf or an interior page of an index (those hold rows too).
fn cells(page: &[u8], start: usize) -> Vec<Cell<'_>> {
    let kind = page[start];
    if !matches!(kind, 0x02 | 0x0a | 0x0d) {
        return Vec::new();
    }
    let count = number(page, start + 3, 2);
    let pointers = start + if kind == 0x02 { 12 } else { 8 };
    let cell = |index: usize| {
        let at = number(page, pointers + 2 * index, 2);
        let mut from = at + if kind == 0x02 { 4 } else { 0 };
        let (size, after) = varint(page, from)?;
        from = after;
        let mut rowid = None;
        if kind == 0x0d {
            let (id, after) = varint(page, from)?;
            (rowid, from) = (Some(id), after);
        }
        let end = (from + usize::try_from(size).ok()?).min(page.len());
        let record = page.get(from..end)?;
        Some(Cell {
            at,
            end,
            rowid,
            record,
        })
    };
    (0..count).filter_map(cell).collect()
}

/// The numbers among the columns of a record, with the number of their column.
fn numbers(record: &[u8]) -> Vec<(usize, i64)> {
    let Some((header, mut at)) = varint(record, 0) else {
        return Vec::new();
    };
    let header = usize::try_from(header).unwrap_or(0);
    let (mut body, mut column, mut found) = (header, 0, Vec::new());
    while at < header {
        let Some((kind, after)) = varint(record, at) else {
            break;
        };
        at = after;
        let length = match kind {
            1..=4 => usize::try_from(kind).unwrap_or(0),
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).unwrap_or(0),
            _ => 0,
        };
        if matches!(kind, 1..=6) && body + length <= record.len() {
            let value = record[body..body + length]
                .iter()
                .fold(0_i64, |sum, byte| sum << 8 | i64::from(*byte));
            found.push((column, value));
        }
        (body, column) = (body + length, column + 1);
    }
    found
}

/// Size of a page, from the file's first bytes.
fn page_size(file: &[u8]) -> usize {
    match number(file, 16, 2) {
        1 => 65_536,
        size => size,
    }
}

/// The pages of the freelist: nothing on them is live, whatever their first byte says.
fn free_pages(file: &[u8], size: usize) -> BTreeSet<usize> {
    let mut free = BTreeSet::new();
    let mut trunk = number(file, 32, 4);
    while trunk != 0 && free.insert(trunk) {
        let page = &file[(trunk - 1) * size..trunk * size];
        free.extend((0..number(page, 4, 4)).map(|leaf| number(page, 8 + 4 * leaf, 4)));
        trunk = number(page, 0, 4);
    }
    free
}

/// Everything that a copy of the file tells.
pub(super) fn read(path: &Path, tokens: &Tokens) -> Evidence {
    let file = std::fs::read(path).unwrap();
    let size = page_size(&file);
    let free = free_pages(&file, size);
    let mut evidence = Evidence::default();
    let mut live: HashSet<(Side, usize, usize)> = HashSet::new();
    for (index, page) in file.chunks_exact(size).enumerate() {
        if free.contains(&(index + 1)) {
            continue;
        }
        for cell in cells(page, if index == 0 { 100 } else { 0 }) {
            for (side, who, at) in tokens.find(&page[cell.at..cell.end]) {
                live.insert((side, who, index * size + cell.at + at));
                evidence.rows.push(row(side, who, index, &cell));
            }
        }
    }
    let found = tokens
        .find(&file)
        .into_iter()
        .filter(|sighting| !live.contains(sighting));
    evidence.left_over = found
        .map(|(side, who, at)| (side, who, at as i64))
        .collect();
    evidence
}

/// A new cell is put below the others of its page: a smaller offset came later.
fn row(side: Side, who: usize, page: usize, cell: &Cell<'_>) -> Row {
    let offset = -(cell.at as i64);
    let mut marks = vec![
        ("place in its page".to_owned(), page as u64 + 1, offset),
        (
            "place in the file".to_owned(),
            0,
            page as i64 * 65_536 + offset,
        ),
    ];
    marks.extend(cell.rowid.map(|id| ("rowid".to_owned(), 0, id)));
    let columns = numbers(cell.record).into_iter();
    marks.extend(columns.map(|(column, value)| (format!("column {column}"), 0, value)));
    Row { side, who, marks }
}

/// Which tokens came in a cell that no earlier page image had, commit by commit. `before`: the file when the log began.
pub(super) fn commits(before: &Path, log: &Path, tokens: &Tokens) -> Vec<(Side, usize, i64)> {
    let (file, log) = (
        std::fs::read(before).unwrap(),
        std::fs::read(log).unwrap_or_default(),
    );
    let size = page_size(&file);
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    for (index, page) in file.chunks_exact(size).enumerate() {
        let known = cells(page, if index == 0 { 100 } else { 0 });
        seen.extend(known.iter().map(|cell| cell.record.to_vec()));
    }
    let (mut events, mut commit) = (Vec::new(), 0);
    for frame in log.get(32..).unwrap_or_default().chunks_exact(24 + size) {
        let start = if number(frame, 0, 4) == 1 { 100 } else { 0 };
        for cell in cells(&frame[24..], start) {
            if seen.insert(cell.record.to_vec()) {
                let found = tokens.find(cell.record).into_iter();
                // Commits far apart, so that near is the same.
                events.extend(found.map(|(side, who, _)| (side, who, commit * 100)));
            }
        }
        commit += i64::from(number(frame, 4, 4) != 0);
    }
    events
}
