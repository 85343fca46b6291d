//! A sealed file of any length, in pieces: each sealed with its number and whether it is the last one, so that a piece that is
//! changed, moved, lost or cut off shows. The key is a file of its own, in hexadecimal.

use std::io::{self, Read, Write};

use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::keys::Key;
use super::random::{self, RandomError};
use super::seal::Sealer;

/// How a sealed file begins.
pub const MAGIC: &[u8; 16] = b"achterban sealed";
/// Bytes in a piece before it is sealed.
const PIECE: usize = 256 * 1024;
/// What sealing adds: nonce and tag.
const ADDED: usize = 24 + 16;

/// The key of one sealed file.
pub struct FileKey(Zeroizing<String>);

impl FileKey {
    /// A new key.
    ///
    /// # Errors
    /// [`RandomError`] when the operating system gives no random numbers.
    pub fn random() -> Result<Self, RandomError> {
        let bytes = Zeroizing::new(random::bytes::<32>()?);
        Ok(Self(Zeroizing::new(HEXLOWER.encode(&bytes[..]))))
    }

    /// The key of a text, when it is one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        Key::from_hex(text).map(|_| Self(Zeroizing::new(text.to_owned())))
    }

    /// The text of its file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    fn sealer(&self) -> io::Result<Sealer> {
        let key = Key::from_hex(&self.0);
        key.as_ref().map(Sealer::new).ok_or_else(broken)
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the seal is broken")
}

fn context(number: u64, last: bool) -> Vec<u8> {
    let mut context = MAGIC.to_vec();
    context.extend(number.to_be_bytes());
    context.push(u8::from(last));
    context
}

/// Seals what is written. Nothing is whole before [`Sealing::finish`].
pub struct Sealing<W> {
    to: W,
    sealer: Sealer,
    number: u64,
    waiting: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    /// Begins a sealed file.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn begin(mut to: W, key: &FileKey) -> io::Result<Self> {
        to.write_all(MAGIC)?;
        Ok(Self {
            to,
            sealer: key.sealer()?,
            number: 0,
            waiting: Vec::with_capacity(PIECE),
        })
    }

    fn piece(&mut self, last: bool) -> io::Result<()> {
        let context = context(self.number, last);
        let sealed = self.sealer.seal(&self.waiting, &context);
        self.to.write_all(&sealed.map_err(io::Error::other)?)?;
        self.waiting.clear();
        self.number += 1;
        Ok(())
    }

    /// Writes the last piece, and gives back where it was written to.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.piece(true)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.waiting.len() == PIECE {
            self.piece(false)?;
        }
        let taken = bytes.len().min(PIECE - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what [`Sealing`] made. A read gives [`io::ErrorKind::InvalidData`] as soon as something is not as it was sealed.
pub struct Opening<R> {
    from: R,
    sealer: Sealer,
    number: u64,
    plain: Vec<u8>,
    place: usize,
    is_last: bool,
}

impl<R: Read> Opening<R> {
    /// Begins to open.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidData`] for a file that is no sealed one.
    pub fn begin(mut from: R, key: &FileKey) -> io::Result<Self> {
        let mut magic = [0; MAGIC.len()];
        from.read_exact(&mut magic).map_err(|_| broken())?;
        if &magic != MAGIC {
            return Err(broken());
        }
        Ok(Self {
            from,
            sealer: key.sealer()?,
            number: 0,
            plain: Vec::new(),
            place: 0,
            is_last: false,
        })
    }

    /// A full piece may be the last one too: which of the two, the seal tells.
    fn next(&mut self) -> io::Result<()> {
        let mut sealed = Vec::with_capacity(PIECE + ADDED);
        let most = u64::try_from(PIECE + ADDED).unwrap_or(u64::MAX);
        self.from.by_ref().take(most).read_to_end(&mut sealed)?;
        let open = |last| self.sealer.open(&sealed, &context(self.number, last));
        let is_full = sealed.len() == PIECE + ADDED;
        let inner = is_full.then(|| open(false).ok()).flatten();
        self.is_last = inner.is_none();
        self.plain = match inner {
            Some(plain) => plain,
            None => open(true).map_err(|_| broken())?,
        };
        self.place = 0;
        self.number += 1;
        let mut one = [0];
        if self.is_last && self.from.read(&mut one)? > 0 {
            return Err(broken());
        }
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.place == self.plain.len() {
            if self.is_last {
                return Ok(0);
            }
            self.next()?;
        }
        let taken = bytes.len().min(self.plain.len() - self.place);
        bytes[..taken].copy_from_slice(&self.plain[self.place..self.place + taken]);
        self.place += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(plain: &[u8], key: &FileKey) -> Vec<u8> {
        let mut sealing = Sealing::begin(Vec::new(), key).unwrap();
        sealing.write_all(plain).unwrap();
        sealing.finish().unwrap()
    }

    fn opened(sealed: &[u8], key: &FileKey) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        Opening::begin(sealed, key)?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn a_file_of_any_length_opens_with_its_own_key_and_no_other() {
        let key = FileKey::random().unwrap();
        let again = FileKey::read(key.text()).unwrap();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7] {
            let plain: Vec<u8> = (0..length)
                .map(|at| u8::try_from(at % 251).unwrap())
                .collect();
            let sealed = sealed(&plain, &key);
            assert!(opened(&sealed, &again).unwrap() == plain, "{length}");
            assert!(opened(&sealed, &FileKey::random().unwrap()).is_err());
        }
        assert!(FileKey::read("kort").is_none());
    }

    #[test]
    fn a_changed_cut_longer_or_reordered_file_does_not_open() {
        let key = FileKey::random().unwrap();
        let whole = sealed(&vec![7; 2 * PIECE + 9], &key);
        for at in [0, 20, MAGIC.len() + PIECE, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(opened(&changed, &key).is_err(), "{at}");
        }
        let first = MAGIC.len() + PIECE + ADDED;
        for cut in [
            0,
            5,
            MAGIC.len(),
            first,
            2 * first - MAGIC.len(),
            whole.len() - 1,
        ] {
            assert!(opened(&whole[..cut], &key).is_err(), "{cut}");
        }
        assert!(opened(&[&whole[..], b"x"].concat(), &key).is_err());
        let second = first + PIECE + ADDED;
        let swapped = [
            &whole[..MAGIC.len()],
            &whole[first..second],
            &whole[MAGIC.len()..first],
            &whole[second..],
        ]
        .concat();
        assert!(opened(&swapped, &key).is_err());
    }
}
