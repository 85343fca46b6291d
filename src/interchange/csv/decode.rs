//! From the bytes of a file to text: byte order mark, code page, delimiter.

use super::CsvError;

/// The text of a file with what was found out about its dialect.
#[derive(Debug, PartialEq)]
pub struct Decoded<'b> {
    /// The text after the byte order mark.
    pub text: &'b str,
    /// `,` or `;`.
    pub delimiter: u8,
    /// Byte order mark and semicolons: written for (or by) a spreadsheet.
    pub(in crate::interchange) is_excel: bool,
}

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
const SAVE_AS: &str = "save it as \"CSV UTF-8\" and try again";

/// Reads the bytes as UTF-8 and recognises the delimiter in the first line.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, CsvError> {
    let start = Start::of(bytes)?;
    let body = &bytes[start.mark..];
    let text = std::str::from_utf8(body).map_err(|error| {
        let (before, rest) = body.split_at(error.valid_up_to());
        wrong_code_page(1 + line_ends(before), rest)
    })?;
    Ok(Decoded {
        text,
        delimiter: start.delimiter,
        is_excel: start.is_excel,
    })
}

/// What the first bytes of a file tell about the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// Length of the byte order mark.
    pub(super) mark: usize,
    /// `,` or `;`.
    pub(super) delimiter: u8,
    /// As in [`Decoded`].
    pub(super) is_excel: bool,
}

impl Start {
    /// Looks at the bytes with which a file starts: its first line, or more.
    ///
    /// # Errors
    /// [`CsvError::Encoding`] when they are UTF-16.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, CsvError> {
        if bytes.starts_with(&[0xFF, 0xFE])
            || bytes.starts_with(&[0xFE, 0xFF])
            || looks_like_utf16(bytes)
        {
            return Err(CsvError::Encoding(format!("the file is UTF-16; {SAVE_AS}")));
        }
        let mark = if bytes.starts_with(UTF8_MARK) {
            UTF8_MARK.len()
        } else {
            0
        };
        let delimiter = delimiter(&bytes[mark..]);
        Ok(Self {
            mark,
            delimiter,
            is_excel: mark > 0 && delimiter == b';',
        })
    }
}

/// Every other byte of plain western text in UTF-16 is zero.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(200)];
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    start.len() >= 4 && zeros * 3 > start.len()
}

/// What is told of bytes that are no UTF-8, and of the line (from 1) in which they stand.
pub(super) fn wrong_code_page(line: usize, bytes: &[u8]) -> CsvError {
    let byte = bytes.first().copied().unwrap_or_default();
    let guess = match byte {
        0xA0..=0xFF => format!(" (in Windows-1252 it is `{}`)", char::from(byte)),
        0x80..=0x9F => " (the file is probably Windows-1252)".to_owned(),
        _ => String::new(),
    };
    CsvError::Encoding(format!(
        "line {line}: byte 0x{byte:02X} is no UTF-8{guess}; {SAVE_AS}"
    ))
}

/// Number of line ends.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// `;` or `,`: whichever stands more often in the first line, outside quotes. Ids hold neither.
fn delimiter(text: &[u8]) -> u8 {
    let mut quoted = false;
    let (mut commas, mut semicolons) = (0, 0);
    for byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            b',' if !quoted => commas += 1,
            b';' if !quoted => semicolons += 1,
            _ => {}
        }
    }
    if semicolons > commas { b';' } else { b',' }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_delimiter_is_looked_for_outside_quotes() {
        let found = decode(b"\xEF\xBB\xBFa;\"b,c,d\";e\n1,2;3").expect("text");
        assert_eq!((found.delimiter, found.is_excel), (b';', true));
        assert_eq!(decode(b"a,b\n").expect("text").delimiter, b',');
    }

    #[test]
    fn another_code_page_is_told_with_its_line_and_a_remedy() {
        let error = decode(b"a,b\n1,caf\xE9\n")
            .expect_err("Windows-1252")
            .to_string();
        assert!(
            error.contains("line 2") && error.contains("`é`") && error.contains("CSV UTF-8"),
            "{error}"
        );
    }

    #[test]
    fn utf_16_is_recognised_with_and_without_a_mark() {
        for bytes in [&b"\xFF\xFEa\0,\0b\0\n\0"[..], &b"a\0,\0b\0\n\0"[..]] {
            assert!(
                decode(bytes)
                    .expect_err("UTF-16")
                    .to_string()
                    .contains("UTF-16")
            );
        }
    }
}
