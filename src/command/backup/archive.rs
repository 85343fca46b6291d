//! A backup file: sealed (`anonymity::sealed_file`), and in it a list of contents followed by the files themselves. The list
//! says of which program and database version it is, and the SHA-256 of each file and of all answers.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::anonymity::sealed_file::{FileKey, Opening, Sealing};
use crate::command::Failure;

/// Of this layout.
const LAYOUT: u32 = 1;
/// Longest list of contents, in bytes.
const LONGEST_LIST: u32 = 16 * 1024 * 1024;

/// The list of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contents {
    layout: u32,
    /// Version of the program that made it.
    pub(super) program: String,
    /// Version of its database.
    pub(super) database_version: i64,
    /// The day on which it was made.
    pub(super) day: String,
    /// How many answers are in it.
    pub(super) answers: usize,
    /// SHA-256 of the lines of `verify --dump-hashes`.
    pub(super) hashes: String,
    files: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    name: String,
    bytes: u64,
    sha256: String,
}

/// What a backup says of itself beside its files.
pub(super) struct About {
    pub(super) database_version: i64,
    pub(super) day: String,
    pub(super) hashes: Vec<String>,
}

/// One hash over the lines of `verify --dump-hashes`.
pub(super) fn hash_of(lines: &[String]) -> String {
    hex(&Sha256::digest(lines.join("\n")))
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

/// Seals files under names into a new file.
pub(super) fn write(
    to: File,
    key: &FileKey,
    files: &[(String, PathBuf)],
    about: &About,
) -> io::Result<File> {
    let entries = files.iter().map(|(name, path)| {
        let (bytes, sha256) = hashed(&mut File::open(path)?, &mut io::sink())?;
        Ok(Entry {
            name: name.clone(),
            bytes,
            sha256,
        })
    });
    let contents = Contents {
        layout: LAYOUT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        database_version: about.database_version,
        day: about.day.clone(),
        answers: about.hashes.len(),
        hashes: hash_of(&about.hashes),
        files: entries.collect::<io::Result<_>>()?,
    };
    let list = serde_json::to_vec(&contents)?;
    let length = u32::try_from(list.len()).map_err(io::Error::other)?;
    let mut sealing = Sealing::begin(BufWriter::new(to), key)?;
    sealing.write_all(&length.to_be_bytes())?;
    sealing.write_all(&list)?;
    for (_, path) in files {
        io::copy(&mut File::open(path)?, &mut sealing)?;
    }
    let file = sealing
        .finish()?
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(file)
}

/// Opens a backup into an empty directory; every file is compared with the list.
///
/// # Errors
/// A backup that is damaged, cut off, of another key or layout. What was written until then stays for the caller to remove.
pub(super) fn read(path: &Path, key: &FileKey, into: &Path) -> Result<Contents, Failure> {
    let damaged = |why: &dyn std::fmt::Display| {
        Failure::Input(format!(
            "{}: {why}; it is damaged, cut off, no backup, or of another key; nothing was changed; take another backup or name its key with --key",
            path.display()
        ))
    };
    let file =
        File::open(path).map_err(|error| Failure::Input(format!("{}: {error}", path.display())))?;
    let mut opening = Opening::begin(BufReader::new(file), key).map_err(|error| damaged(&error))?;
    let contents = contents(&mut opening).map_err(|error| damaged(&error))?;
    if contents.layout != LAYOUT {
        return Err(Failure::Input(format!(
            "{}: this backup has layout {}, this program knows {LAYOUT}; nothing was changed; install the program of version {}",
            path.display(),
            contents.layout,
            contents.program
        )));
    }
    for entry in &contents.files {
        let target =
            place(into, &entry.name).ok_or_else(|| damaged(&"a file in it has a wrong name"))?;
        let found = take(&mut opening, entry, &target).map_err(|error| damaged(&error))?;
        if found != entry.sha256 {
            return Err(damaged(&format!(
                "{} is not what the list says",
                entry.name
            )));
        }
    }
    let mut more = [0];
    match opening.read(&mut more) {
        Ok(0) => Ok(contents),
        Ok(_) => Err(damaged(&"there is more in it than the list says")),
        Err(error) => Err(damaged(&error)),
    }
}

fn contents(from: &mut impl Read) -> io::Result<Contents> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > LONGEST_LIST {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "its list is too long",
        ));
    }
    let mut list = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut list)?;
    Ok(serde_json::from_slice(&list)?)
}

/// `achterban.db` or `keys/NAME`, and nothing else: a name never leads out of the directory.
fn place(into: &Path, name: &str) -> Option<PathBuf> {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    match name.split_once('/') {
        None => plain(name).then(|| into.join(name)),
        Some(("keys", name)) => plain(name).then(|| into.join("keys").join(name)),
        Some(_) => None,
    }
}

fn take(from: &mut impl Read, entry: &Entry, target: &Path) -> io::Result<String> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(target)?;
    let (bytes, sha256) = hashed(&mut from.take(entry.bytes), &mut file)?;
    if bytes < entry.bytes {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    file.sync_all()?;
    Ok(sha256)
}

/// Copies everything: how many bytes, and their SHA-256.
fn hashed(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let (mut bytes, mut hasher) = (0, Sha256::new());
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            return Ok((bytes, hex(&hasher.finalize())));
        }
        hasher.update(&piece[..read]);
        to.write_all(&piece[..read])?;
        bytes += u64::try_from(read).unwrap_or(0);
    }
}

/// A directory of one's own that goes when it is dropped, unless it was moved away.
pub(super) struct Aside(pub(super) PathBuf);

impl Aside {
    /// An empty directory beside `path`, with one for keys in it, for its owner alone.
    pub(super) fn beside(path: &Path) -> Result<Self, Failure> {
        let id = crate::anonymity::random::Id::random()
            .map_err(|error| Failure::Installation(error.to_string()))?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{id}.part"));
        let directory = path.with_file_name(name);
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        let made = builder.create(directory.join("keys"));
        made.map_err(|error| Failure::Input(format!("{}: {error}", directory.display())))?;
        Ok(Self(directory))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_backup_never_leads_out_of_the_directory() {
        let into = Path::new("/d");
        assert_eq!(place(into, "achterban.db"), Some("/d/achterban.db".into()));
        assert_eq!(
            place(into, "keys/server.key"),
            Some("/d/keys/server.key".into())
        );
        for name in [
            "",
            "..",
            "../x",
            "/etc/passwd",
            "keys/../x",
            "keys/a/b",
            "other/x",
            "a\\b",
            ".x",
            "keys/",
        ] {
            assert_eq!(place(into, name), None, "{name}");
        }
    }
}
