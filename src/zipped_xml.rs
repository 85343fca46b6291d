//! Writes a ZIP file, as documents and spreadsheets are one. Each file in it is pressed in memory, so that its sizes stand before it, which
//! every reader understands. The day is 1 January 1980: when a file was made is nobody's business.

use std::io::{self, Write};

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

/// The texts in a ZIP that this program wrote, by its directory.
#[cfg(test)]
pub(crate) fn texts(bytes: &[u8]) -> std::collections::BTreeMap<String, String> {
    let at = |place: usize, length: usize| {
        let number = bytes[place..place + length].iter().rev();
        number.fold(0, |sum, byte| sum * 256 + usize::from(*byte))
    };
    let end = bytes.len() - 22;
    let mut place = at(end + 16, 4);
    let mut files = std::collections::BTreeMap::new();
    for _ in 0..at(end + 10, 2) {
        let (method, pressed, name) = (at(place + 10, 2), at(place + 20, 4), at(place + 28, 2));
        let local = at(place + 42, 4);
        let start = local + 30 + name;
        let content = &bytes[start..start + pressed];
        let mut text = String::new();
        match method {
            0 => text = String::from_utf8_lossy(content).into_owned(),
            _ => drop(
                std::io::Read::read_to_string(
                    &mut flate2::read::DeflateDecoder::new(content),
                    &mut text,
                )
                .expect("text"),
            ),
        }
        let name = String::from_utf8(bytes[place + 46..place + 46 + name].to_vec());
        place += 46 + at(place + 28, 2);
        files.insert(name.expect("a name"), text);
    }
    files
}
