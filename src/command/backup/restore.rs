//! `achterban restore`: a backup becomes a data directory, when all of it is right; else nothing changes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::archive::{self, Aside, hash_of};
use super::{about, hashes, key_file, sync_directory};
use crate::anonymity::sealed_file::FileKey;
use crate::clock::Clock;
use crate::command::Failure;
use crate::store::{ServerLock, Store};

/// Make a data directory from a backup. It is unpacked and compared aside, and put in place when all of it is right.
///
/// Example: achterban restore backup-2026-11-27.achterban --data achterban-data
#[derive(Debug, ClapArgs)]
pub(in crate::command) struct Args {
    /// The backup.
    file: PathBuf,
    /// The data directory to make; it is absent or empty.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The key of the backup; by default FILE.key.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Take the place of a data directory that is there. It is kept beside the new one; keys that are only there go along.
    #[arg(long)]
    replace: bool,
}

pub(in crate::command) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let target = &args.data;
    let is_there =
        fs::read_dir(target).is_ok_and(|mut files| files.next().is_some()) || target.is_file();
    if is_there && !args.replace {
        return Err(Failure::Input(format!(
            "{}: is not empty; nothing was changed; choose another directory, or take its place with --replace",
            target.display()
        )));
    }
    let key = read_key(args)?;
    let (aside, answers) = checked(&args.file, &key, target)?;
    let old = if is_there {
        Some(move_away(target, &aside.0)?)
    } else {
        None
    };
    if !is_there && target.is_dir() {
        fs::remove_dir(target).map_err(about(target))?;
    }
    fs::rename(&aside.0, target).map_err(about(target))?;
    sync_directory(target)?;
    writeln!(
        out,
        "{}: {answers} answer(s), all as in the backup",
        target.display()
    )?;
    if let Some(old) = old {
        writeln!(out, "{}: what was there before", old.display())?;
    }
    writeln!(
        out,
        "Open rounds whose keys are not in this directory stay shut for codes and forms; what was answered can be read. Look with: achterban verify --data {}",
        target.display()
    )?;
    Ok(())
}

fn read_key(args: &Args) -> Result<FileKey, Failure> {
    let path = args.key.clone().unwrap_or_else(|| key_file(&args.file));
    let text = fs::read_to_string(&path).map_err(|error| {
        Failure::Input(format!(
            "{}: {error}; this is the key of the backup; name it with --key",
            path.display()
        ))
    })?;
    FileKey::read(&text).ok_or_else(|| {
        Failure::Input(format!(
            "{}: this is no key of a backup; name it with --key",
            path.display()
        ))
    })
}

/// Unpacks a backup beside `near`, opens its database and compares its answers with what it says. How many there are.
pub(super) fn checked(file: &Path, key: &FileKey, near: &Path) -> Result<(Aside, usize), Failure> {
    let aside = Aside::beside(near)?;
    let contents = archive::read(file, key, &aside.0)?;
    if contents.database_version > Store::newest_version() {
        return Err(Failure::Input(format!(
            "{}: its database has version {}, this program knows versions up to {}; nothing was changed; install the program of version {}",
            file.display(),
            contents.database_version,
            Store::newest_version(),
            contents.program
        )));
    }
    let found = hashes(&aside.0)?;
    if found.len() != contents.answers || hash_of(&found) != contents.hashes {
        return Err(Failure::Input(format!(
            "{}: its answers are not those that it was made of; nothing was changed; take another backup",
            file.display()
        )));
    }
    Ok((aside, found.len()))
}

/// Moves what is there aside, and copies its keys that the backup doesn't have. Where it is then.
fn move_away(target: &Path, new: &Path) -> Result<PathBuf, Failure> {
    let lock = ServerLock::take(target)?;
    let keys = target.join("keys");
    for file in fs::read_dir(&keys).into_iter().flatten().flatten() {
        let to = new.join("keys").join(file.file_name());
        if !to.exists() {
            fs::copy(file.path(), &to).map_err(about(&to))?;
        }
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-{}", Clock::system().seconds()));
    let old = target.with_file_name(name);
    fs::rename(target, &old).map_err(about(target))?;
    drop(lock);
    Ok(old)
}
