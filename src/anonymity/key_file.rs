//! Key files: outside the database, readable by their owner alone, written whole or not at all.
//!
//! Text, so that a client council can keep one on paper: a line with the file's name, a line of hexadecimal digits
//! a key, and a last line that tells a damaged or renamed file from a good one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::keys::Key;
use super::mac::Keyed;
use super::random::{Id, RandomError};
use crate::sabotage::{Defence, taken_out};

/// What is wrong with a key file. Each message says how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is not there.
    #[error("{}: the key file is missing; put it back from where keys are kept", .path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// Others than the owner may read it.
    #[error("{}: others may read this key file (mode {mode:03o}); mend it with: chmod 600 '{}'", .path.display(), .path.display())]
    TooOpen {
        /// Which file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Cut short, changed, or the file of something else under this name.
    #[error("{}: the key file is damaged or belongs to something else; put the right one back from where keys are kept", .path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("{}: {cause}; the keys directory must be writable by the user that runs achterban", .path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the file system said.
        cause: io::Error,
    },
    /// No random numbers for a new key.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl KeyError {
    /// For `map_err`: an I/O error with the file it is about.
    pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| {
            let path = path.to_owned();
            match cause.kind() {
                io::ErrorKind::NotFound => Self::Missing { path },
                _ => Self::Io { path, cause },
            }
        }
    }
}

/// Makes the directory of the keys, for its owner alone.
pub(super) fn make_directory(directory: &Path) -> Result<(), KeyError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(KeyError::at(directory))
}

/// Writes `keys` to a new file. One that is already there stays and is read instead: losing a key loses people's entry.
pub(super) fn create(path: &Path, keys: Vec<Key>) -> Result<Vec<Key>, KeyError> {
    if path.exists() {
        return read(path, keys.len());
    }
    let aside = path.with_extension(format!("{}.new", Id::random()?));
    let written = write_whole(&aside, &text_of(path, &keys))
        // A link, not a rename: a rename would replace a file that another server made meanwhile.
        .and_then(|()| fs::hard_link(&aside, path));
    fs::remove_file(&aside).or_else(|cause| match cause.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(KeyError::at(&aside)(cause)),
    })?;
    match written {
        Ok(()) => {
            sync_directory(path).map_err(KeyError::at(path))?;
            Ok(keys)
        }
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => read(path, keys.len()),
        Err(cause) => Err(KeyError::Io {
            path: path.to_owned(),
            cause,
        }),
    }
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn sync_directory(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(directory) => File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

/// Reads a file of `count` keys.
pub(super) fn read(path: &Path, count: usize) -> Result<Vec<Key>, KeyError> {
    let mut file = File::open(path).map_err(KeyError::at(path))?;
    refuse_open_permissions(path, &file)?;
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(|_| damaged(path))?;
    let keys = text
        .lines()
        .skip(1)
        .take(count)
        .map(|line| Key::from_hex(line).ok_or_else(|| damaged(path)))
        .collect::<Result<Vec<_>, _>>()?;
    // The whole text is compared, so that a cut, a change and a renamed file all show.
    if keys.len() == count && *text_of(path, &keys) == *text {
        Ok(keys)
    } else {
        Err(damaged(path))
    }
}

fn damaged(path: &Path) -> KeyError {
    KeyError::Damaged {
        path: path.to_owned(),
    }
}

fn text_of(path: &Path, keys: &[Key]) -> Zeroizing<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut text = Zeroizing::new(format!("achterban key {name}\n"));
    let mut parts: Vec<&[u8]> = vec![b"file", name.as_bytes()];
    for key in keys {
        text.push_str(&Zeroizing::new(HEXLOWER.encode(key.bytes())));
        text.push('\n');
        parts.push(key.bytes());
    }
    let check = keys.first().map(|key| Keyed::new(key).code(&parts));
    text.push_str(&HEXLOWER.encode(&check.unwrap_or_default()));
    text.push('\n');
    text
}

/// Overwrites the file, makes that durable, then unlinks it. No file is fine: then it was destroyed before.
pub(super) fn destroy(path: &Path) -> Result<(), KeyError> {
    let wiped = OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|mut file| {
            let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
            file.rewind()?;
            file.write_all(&vec![0; length])?;
            file.sync_all()?;
            drop(file);
            fs::remove_file(path)?;
            sync_directory(path)
        });
    match wiped {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(KeyError::at(path)(cause)),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn refuse_open_permissions(path: &Path, file: &File) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file
        .metadata()
        .map_err(KeyError::at(path))?
        .permissions()
        .mode()
        & 0o777;
    if mode & 0o077 == 0 || taken_out(Defence::OpenKeyFile) {
        return Ok(());
    }
    Err(KeyError::TooOpen {
        path: path.to_owned(),
        mode,
    })
}

#[cfg(not(unix))]
fn refuse_open_permissions(_: &Path, _: &File) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> PathBuf {
        let directory = std::env::temp_dir().join(format!("achterban-{}", Id::random().unwrap()));
        make_directory(&directory).unwrap();
        directory
    }

    fn keys(count: usize) -> Vec<Key> {
        (0..count).map(|_| Key::random().unwrap()).collect()
    }

    fn raw(keys: &[Key]) -> Vec<[u8; 32]> {
        keys.iter().map(|key| *key.bytes()).collect()
    }

    #[test]
    fn keys_read_back_and_a_second_creation_keeps_the_first() {
        let path = directory().join("a.b.c.key");
        let made = create(&path, keys(2)).unwrap();
        assert_eq!(raw(&read(&path, 2).unwrap()), raw(&made));
        assert_eq!(raw(&create(&path, keys(2)).unwrap()), raw(&made));
        let left = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "nothing half written stays behind");
    }

    #[test]
    fn a_changed_cut_or_renamed_key_file_is_refused() {
        let path = directory().join("a.b.c.key");
        create(&path, keys(2)).unwrap();
        let good = fs::read(&path).unwrap();
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 1;
            fs::write(&path, bad).unwrap();
            assert!(
                matches!(read(&path, 2), Err(KeyError::Damaged { .. })),
                "{place}"
            );
            fs::write(&path, &good[..place]).unwrap();
            assert!(
                matches!(read(&path, 2), Err(KeyError::Damaged { .. })),
                "{place}"
            );
        }
        fs::write(&path, &good).unwrap();
        let other = path.with_file_name("a.b.d.key");
        fs::rename(&path, &other).unwrap();
        assert!(matches!(read(&other, 2), Err(KeyError::Damaged { .. })));
        assert!(matches!(read(&path, 2), Err(KeyError::Missing { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_is_made_for_its_owner_alone_and_refused_when_others_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let path = directory().join("a.b.c.key");
        create(&path, keys(1)).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        for mode in [0o644, 0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let refused = read(&path, 1).err().unwrap();
            assert!(matches!(refused, KeyError::TooOpen { .. }), "{mode:o}");
            assert!(refused.to_string().contains("chmod 600"));
        }
    }

    #[test]
    fn a_destroyed_key_file_is_gone_and_destroying_it_again_is_no_error() {
        let path = directory().join("a.b.c.key");
        create(&path, keys(2)).unwrap();
        destroy(&path).unwrap();
        assert!(!path.exists());
        destroy(&path).unwrap();
    }
}
