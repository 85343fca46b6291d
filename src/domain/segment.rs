//! A segment: some thousands of responses as columns of one byte, as the code book lays them out.
//!
//! `store` keeps segments as a cache that may be thrown away, `analysis` counts over them one at a time, so that
//! memory does not grow with the number of responses.

use super::answer::Response;
use super::code_book::CodeBook;

/// Most responses in a segment.
pub const SEGMENT_ROWS: usize = 8_192;

/// Up to [`SEGMENT_ROWS`] responses, column by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    width: usize,
    rows: usize,
    /// Columns one after the other, each with room for [`SEGMENT_ROWS`] cells or with exactly `rows` of them.
    stride: usize,
    cells: Vec<u8>,
}

impl Segment {
    /// An empty segment for rows of this many columns.
    pub fn new(width: usize) -> Self {
        Self {
            width,
            rows: 0,
            stride: SEGMENT_ROWS,
            cells: vec![0; width * SEGMENT_ROWS],
        }
    }

    /// Adds a row. False, and nothing added, when the segment is full or the row has another width.
    pub fn push(&mut self, row: &[u8]) -> bool {
        if self.rows >= self.stride || row.len() != self.width {
            return false;
        }
        for (column, cell) in row.iter().enumerate() {
            self.cells[column * self.stride + self.rows] = *cell;
        }
        self.rows += 1;
        true
    }

    /// Number of responses.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes per response.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether no further row fits.
    pub fn is_full(&self) -> bool {
        self.rows >= self.stride
    }

    /// One column: a byte per response. Empty when there is no such column.
    pub fn column(&self, index: usize) -> &[u8] {
        let start = index * self.stride;
        self.cells.get(start..start + self.rows).unwrap_or_default()
    }

    /// The columns one after the other, `rows * width` bytes: how a segment is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        (0..self.width)
            .flat_map(|column| self.column(column))
            .copied()
            .collect()
    }

    /// A segment from what [`Self::to_bytes`] gave. `None` when the bytes are no whole number of rows.
    pub fn from_bytes(width: usize, bytes: Vec<u8>) -> Option<Self> {
        if width == 0 || !bytes.len().is_multiple_of(width) {
            return None;
        }
        let rows = bytes.len() / width;
        Some(Self {
            width,
            rows,
            stride: rows,
            cells: bytes,
        })
    }
}

/// Turns responses into segments, in the order in which they come.
#[derive(Debug)]
pub struct Segments<'c> {
    code_book: &'c CodeBook,
    row: Vec<u8>,
    current: Segment,
    full: Vec<Segment>,
}

impl<'c> Segments<'c> {
    /// No responses yet.
    pub fn new(code_book: &'c CodeBook) -> Self {
        let width = code_book.width();
        Self {
            code_book,
            row: vec![0; width],
            current: Segment::new(width),
            full: Vec::new(),
        }
    }

    /// Adds a response.
    pub fn push(&mut self, response: &Response) {
        self.code_book.encode(response, &mut self.row);
        if self.current.is_full() {
            let next = Segment::new(self.code_book.width());
            self.full.push(std::mem::replace(&mut self.current, next));
        }
        self.current.push(&self.row);
    }

    /// Takes the segments that are full, so that they can be stored before the next responses come.
    pub fn take_full(&mut self) -> Vec<Segment> {
        std::mem::take(&mut self.full)
    }

    /// All segments that are left, the last one partly filled.
    pub fn finish(mut self) -> Vec<Segment> {
        if self.current.rows() > 0 {
            self.full.push(self.current);
        }
        self.full
    }
}

#[cfg(test)]
mod tests {
    use super::{SEGMENT_ROWS, Segment};

    #[test]
    fn what_is_kept_reads_back_as_the_same_columns() {
        let mut segment = Segment::new(2);
        assert!(segment.push(&[1, 10]) && segment.push(&[2, 20]) && !segment.push(&[3]));
        let read = Segment::from_bytes(2, segment.to_bytes()).expect("whole rows");
        assert_eq!(
            (read.rows(), read.column(0), read.column(1)),
            (2, &[1, 2][..], &[10, 20][..])
        );
        assert_eq!(read.column(2), &[] as &[u8]);
        assert!(Segment::from_bytes(2, vec![1, 2, 3]).is_none());
    }

    #[test]
    fn a_full_segment_takes_no_more() {
        let mut segment = Segment::new(1);
        assert!((0..SEGMENT_ROWS).all(|_| segment.push(&[0])));
        assert!(segment.is_full() && !segment.push(&[0]));
    }
}
