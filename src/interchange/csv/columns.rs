//! Reading a file straight into segments, to count without a response per row in between.

use std::io::Read;

use crate::domain::code_book::CodeBook;
use crate::domain::routing;
use crate::domain::segment::Segment;

use super::memo::Memo;
use super::read::answers;
use super::row::{Layout, Row};
use super::rows::{Outcome, Rows, WrongRows};
use super::{CsvError, WrongCell};

/// The responses of a file as segments, one at a time: what [`super::read`] and `Segments` would give together. Ends at
/// the end of the file or where it can't be read further; [`Columns::finish`] tells which.
#[derive(Debug)]
pub struct Columns<'c, R> {
    rows: Rows<'c, R>,
    encoder: Encoder<'c>,
    failed: Option<CsvError>,
}

impl<'c, R: Read> Columns<'c, R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`CsvError::Encoding`] and [`CsvError::Header`].
    pub fn open(file: R, code_book: &'c CodeBook) -> Result<Self, CsvError> {
        let rows = Rows::open(file, code_book.questionnaire())?;
        Ok(Self {
            encoder: Encoder::new(code_book, rows.layout()),
            rows,
            failed: None,
        })
    }

    /// What the reading came to. With [`WrongRows::Refuse`] the caller throws away what it got when this fails.
    ///
    /// # Errors
    /// [`CsvError`], with every mistake up to a limit.
    pub fn finish(self, wrong_rows: WrongRows) -> Result<Outcome, CsvError> {
        match self.failed {
            Some(error) => Err(error),
            None => self.rows.finish(wrong_rows, self.encoder.hidden),
        }
    }

    fn segment(&mut self) -> Result<Segment, CsvError> {
        let mut segment = Segment::new(self.encoder.code_book.width());
        while !segment.is_full() {
            let encoded = self.rows.next(|row| self.encoder.encode(row))?;
            if encoded.is_none() {
                break;
            }
            segment.push(&self.encoder.bytes);
        }
        Ok(segment)
    }
}

impl<R: Read> Iterator for Columns<'_, R> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        if self.failed.is_some() {
            return None;
        }
        match self.segment() {
            Ok(segment) => Some(segment).filter(|segment| segment.rows() > 0),
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }
}

/// From the cells of a row to the bytes of a segment.
#[derive(Debug)]
struct Encoder<'c> {
    code_book: &'c CodeBook,
    /// Per question what its cells came to.
    answers: Vec<Memo<Encoded>>,
    /// The questions whose answers decide what is shown.
    deciding: Vec<usize>,
    /// Which questions are not shown, by the cells of the deciding ones.
    not_shown: Memo<Vec<usize>>,
    /// The bytes of this row.
    bytes: Vec<u8>,
    /// Per question whether this row answers it.
    is_answered: Vec<bool>,
    /// Answers to questions that are not shown, so far.
    hidden: usize,
}

/// A question's answer in bytes.
#[derive(Debug)]
struct Encoded {
    bytes: Vec<u8>,
    is_answer: bool,
}

impl<'c> Encoder<'c> {
    fn new(code_book: &'c CodeBook, layout: &Layout<'_>) -> Self {
        let questions = code_book.questions().count();
        let deciding = routing::deciding(code_book.questionnaire());
        Self {
            code_book,
            answers: (0..questions).map(|it| Memo::new(layout, &[it])).collect(),
            not_shown: Memo::new(layout, &deciding),
            deciding,
            bytes: vec![0; code_book.width()],
            is_answered: vec![false; questions],
            hidden: 0,
        }
    }

    /// Writes the row into [`Self::bytes`].
    fn encode(&mut self, row: &Row<'_>) -> Result<(), Vec<WrongCell>> {
        let mut wrong = Vec::new();
        let questions = self.code_book.questions().zip(&mut self.answers);
        for (index, ((question, columns), answers)) in questions.enumerate() {
            let encoded = answers.of(row, || {
                let answer = row.answer(index)?;
                let mut bytes = vec![0; columns.columns.len()];
                columns.encode(question, answer.as_ref(), &mut bytes);
                Ok(Encoded {
                    bytes,
                    is_answer: answer.is_some(),
                })
            });
            match encoded {
                Ok(encoded) => {
                    self.bytes[columns.cells()].copy_from_slice(&encoded.bytes);
                    self.is_answered[index] = encoded.is_answer;
                }
                Err(more) => wrong.extend(more),
            }
        }
        if wrong.is_empty() {
            self.hide(row)
        } else {
            Err(wrong)
        }
    }

    /// Takes out the answers to questions that are not shown.
    fn hide(&mut self, row: &Row<'_>) -> Result<(), Vec<WrongCell>> {
        let questionnaire = self.code_book.questionnaire();
        let not_shown = self.not_shown.of(row, || {
            let response = answers(questionnaire, row, &self.deciding)?;
            Ok(routing::not_shown(questionnaire, &response))
        })?;
        for index in not_shown {
            let columns = self.code_book.columns(*index);
            columns.encode_not_shown(&mut self.bytes[columns.cells()]);
            self.hidden += usize::from(self.is_answered[*index]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;
    use crate::domain::code_book::CodeBook;
    use crate::domain::definition::read::read;

    #[test]
    fn own_words_are_not_remembered_and_codes_are() {
        let file = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
[[section]]
id = "een"
[[section.question]]
id = "weg"
kind = "choice"
text.nl = "Hoe kwam u hier?"
other = true
options = [{ code = "post", label.nl = "Post" }, { code = "buurt", label.nl = "Buurt" }]
[[section.question]]
id = "beter"
kind = "text"
text.nl = "Wat kan beter?"
show_if = "weg = 'post'"
"#;
        let questionnaire = read(file, &[]).questionnaire.expect("a questionnaire");
        let code_book = CodeBook::new(&questionnaire);
        let rows = "weg,weg[other],beter\npost,,geheim\n,verzwegen,\n,,\n";
        let mut columns = Columns::open(rows.as_bytes(), &code_book).expect("a header");
        assert_eq!(columns.next().expect("a segment").rows(), 3);
        let remembered = |text: &str| {
            let answers = columns.encoder.answers.iter().flat_map(|it| it.texts());
            let texts = answers.chain(columns.encoder.not_shown.texts());
            texts.filter(|it| it.contains(text)).count()
        };
        assert_eq!(remembered("post"), 2, "the answer, and what it shows");
        assert_eq!((remembered("geheim"), remembered("verzwegen")), (0, 0));
    }
}
