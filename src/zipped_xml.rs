//! Writes and reads a ZIP file, as documents and spreadsheets are one. Each file in it is pressed in memory, so that its sizes stand before it, which
//! every reader understands. The day is 1 January 1980: when a file was made is nobody's business.

use std::io::{self, Read, Write};

use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1 January 1980, midnight, as DOS writes it.
const DAY: u16 = 0x21;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Needed to read it: 2.0.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 0x800;

/// A ZIP file that is being written.
pub(crate) struct Zip<W> {
    to: W,
    place: u32,
    directory: Vec<u8>,
    count: u16,
}

/// One file of it, pressed.
struct Entry<'n> {
    name: &'n str,
    method: u16,
    crc: u32,
    pressed: Vec<u8>,
    length: u32,
}

fn too_large() -> io::Error {
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        "a spreadsheet holds at most 4 GB",
    )
}

fn size(length: usize) -> io::Result<u32> {
    u32::try_from(length).map_err(|_| too_large())
}

/// Presses what is written, and counts it.
pub(crate) struct Pressing {
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
}

impl Write for Pressing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.encoder.write(bytes)?;
        self.crc.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.encoder.flush()
    }
}

impl<W: Write> Zip<W> {
    /// Begins.
    pub(crate) fn begin(to: W) -> Self {
        Self {
            to,
            place: 0,
            directory: Vec::new(),
            count: 0,
        }
    }

    /// A file that is not pressed.
    pub(crate) fn store(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(bytes);
        self.add(&Entry {
            name,
            method: STORED,
            crc: crc.sum(),
            pressed: bytes.to_vec(),
            length: size(bytes.len())?,
        })
    }

    /// A file that is pressed while it is written.
    pub(crate) fn press(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Pressing) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut pressing = Pressing {
            encoder: DeflateEncoder::new(Vec::new(), Compression::fast()),
            crc: Crc::new(),
        };
        write(&mut pressing)?;
        let length = u32::try_from(pressing.encoder.total_in()).map_err(|_| too_large())?;
        self.add(&Entry {
            name,
            method: DEFLATED,
            crc: pressing.crc.sum(),
            pressed: pressing.encoder.finish()?,
            length,
        })
    }

    fn add(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        let pressed = size(entry.pressed.len())?;
        let name = u16::try_from(entry.name.len()).map_err(|_| too_large())?;
        let mut shared = Vec::new();
        for number in [VERSION, FLAGS, entry.method, 0, DAY] {
            shared.extend(number.to_le_bytes());
        }
        for number in [entry.crc, pressed, entry.length] {
            shared.extend(number.to_le_bytes());
        }
        shared.extend(name.to_le_bytes());
        shared.extend(0_u16.to_le_bytes());

        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&shared);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(self.place.to_le_bytes());
        self.directory.extend(entry.name.as_bytes());

        let head = [b"PK\x03\x04", &shared[..], entry.name.as_bytes()].concat();
        self.to.write_all(&head)?;
        self.to.write_all(&entry.pressed)?;
        let written = size(head.len() + entry.pressed.len())?;
        self.place = self.place.checked_add(written).ok_or_else(too_large)?;
        self.count += 1;
        Ok(())
    }

    /// Writes the directory at the end.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend(self.count.to_le_bytes());
        end.extend(self.count.to_le_bytes());
        end.extend(size(self.directory.len())?.to_le_bytes());
        end.extend(self.place.to_le_bytes());
        end.extend([0; 2]);
        self.to.write_all(&self.directory)?;
        self.to.write_all(&end)?;
        self.to.flush()
    }
}

/// A text for XML: escaped, and without what XML can't hold.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A file in a ZIP that was read: its name, how it was pressed, and its bytes as they stand there.
struct Part<'z> {
    name: String,
    method: u16,
    pressed: &'z [u8],
}

/// A ZIP file that someone brought. Nothing of it is believed: no size, no place, no name.
pub(crate) struct Unzip<'z> {
    parts: Vec<Part<'z>>,
}

/// Why a ZIP can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnzipError {
    /// It is none, or it is cut off.
    #[error("the file is no ZIP, or it is damaged")]
    Damaged,
    /// A file in it can't be unpressed.
    #[error("{0} in the file is damaged")]
    Part(String),
    /// A file in it is larger than it may be.
    #[error("{0} in the file is larger than {1} MB")]
    TooLarge(String, usize),
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |sum, byte| (sum << 8) | usize::from(*byte)),
    )
}

impl<'z> Unzip<'z> {
    /// Most files that are looked at: a spreadsheet or survey has some tens.
    const MOST: usize = 10_000;

    /// Reads the directory.
    ///
    /// # Errors
    /// [`UnzipError::Damaged`] when there is none.
    pub(crate) fn open(bytes: &'z [u8]) -> Result<Self, UnzipError> {
        Self::directory(bytes).ok_or(UnzipError::Damaged)
    }

    fn directory(bytes: &'z [u8]) -> Option<Self> {
        // A comment of at most 65,535 bytes may follow the end of the directory.
        let from = bytes.len().saturating_sub(22 + 65_535);
        let end = from
            + bytes
                .get(from..)?
                .windows(4)
                .rposition(|it| it == b"PK\x05\x06")?;
        let mut at = number(bytes, end + 16, 4)?;
        let mut parts = Vec::new();
        for _ in 0..number(bytes, end + 10, 2)?.min(Self::MOST) {
            if bytes.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
                return None;
            }
            let (pressed, local) = (number(bytes, at + 20, 4)?, number(bytes, at + 42, 4)?);
            let name = number(bytes, at + 28, 2)?;
            let start = local + 30 + number(bytes, local + 26, 2)? + number(bytes, local + 28, 2)?;
            parts.push(Part {
                name: String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).into_owned(),
                method: u16::try_from(number(bytes, at + 10, 2)?).ok()?,
                pressed: bytes.get(start..start.checked_add(pressed)?)?,
            });
            at += 46 + name + number(bytes, at + 30, 2)? + number(bytes, at + 32, 2)?;
        }
        Some(Self { parts })
    }

    /// Names of the files, in the order of the directory.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.name.as_str())
    }

    /// A file of at most so many MB; `None` when it is not there.
    ///
    /// # Errors
    /// [`UnzipError`] when it is damaged or larger.
    pub(crate) fn read(&self, name: &str, most: usize) -> Result<Option<Vec<u8>>, UnzipError> {
        let Some(part) = self.parts.iter().find(|part| part.name == name) else {
            return Ok(None);
        };
        let limit = most * 1_000_000;
        let mut bytes = Vec::new();
        match part.method {
            STORED => bytes.extend(part.pressed.iter().take(limit + 1)),
            DEFLATED => {
                let mut unpressed = DeflateDecoder::new(part.pressed).take(limit as u64 + 1);
                let read = unpressed.read_to_end(&mut bytes);
                read.map_err(|_| UnzipError::Part(name.to_owned()))?;
            }
            _ => return Err(UnzipError::Part(name.to_owned())),
        }
        if bytes.len() > limit {
            return Err(UnzipError::TooLarge(name.to_owned(), most));
        }
        Ok(Some(bytes))
    }
}

/// The texts in a ZIP.
#[cfg(test)]
pub(crate) fn texts(bytes: &[u8]) -> std::collections::BTreeMap<String, String> {
    let zip = Unzip::open(bytes).expect("a ZIP");
    let text = |name: &str| {
        let bytes = zip.read(name, 100).expect("sound").expect("there");
        String::from_utf8_lossy(&bytes).into_owned()
    };
    zip.names()
        .map(|name| (name.to_owned(), text(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Unzip, UnzipError, Zip};
    use std::io::Write;

    fn zipped(length: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut zip = Zip::begin(&mut bytes);
        zip.store("een.txt", b"een").expect("written");
        zip.press("veel.txt", |to| to.write_all(&vec![b' '; length]))
            .expect("written");
        zip.finish().expect("written");
        bytes
    }

    #[test]
    fn what_was_zipped_is_read_back() {
        let bytes = zipped(5_000);
        let zip = Unzip::open(&bytes).expect("a ZIP");
        assert_eq!(zip.names().collect::<Vec<_>>(), ["een.txt", "veel.txt"]);
        assert_eq!(zip.read("een.txt", 1), Ok(Some(b"een".to_vec())));
        assert_eq!(zip.read("twee.txt", 1), Ok(None));
    }

    #[test]
    fn a_file_that_grows_beyond_its_limit_is_refused_however_small_it_was_pressed() {
        let bytes = zipped(2_000_000);
        assert!(bytes.len() < 20_000);
        let zip = Unzip::open(&bytes).expect("a ZIP");
        let too_large = UnzipError::TooLarge("veel.txt".to_owned(), 1);
        assert_eq!(zip.read("veel.txt", 1), Err(too_large));
    }

    #[test]
    fn a_damaged_zip_is_refused_and_never_a_panic() {
        let bytes = zipped(300);
        for cut in 0..bytes.len() {
            let _ = Unzip::open(&bytes[..cut]);
        }
        for place in 0..bytes.len() {
            let mut spoilt = bytes.clone();
            spoilt[place] ^= 0xff;
            if let Ok(zip) = Unzip::open(&spoilt) {
                for name in zip.names() {
                    let _ = zip.read(name, 1);
                }
            }
        }
        assert_eq!(Unzip::open(b"geen zip").err(), Some(UnzipError::Damaged));
    }
}
