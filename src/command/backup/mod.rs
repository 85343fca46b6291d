//! `achterban backup`, `achterban restore` and `achterban migrate`.

mod archive;
pub(super) mod migrate;
pub(super) mod nightly;
pub(super) mod restore;

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use self::archive::{About, Aside};
use super::{Failure, data};
use crate::anonymity::keys::KeyRing;
use crate::anonymity::sealed_file::FileKey;
use crate::clock::Clock;
use crate::config::{DataArgs, Database, Installation};
use crate::store::{Location, Store, database};

/// Make a sealed backup, also while a server runs. It counts only after it was read back and compared.
///
/// Beside FILE stands FILE.key, without which nobody opens it: keep the two apart. In it are the database without the answers
/// that still wait for the night, and the keys of the server and of answers; not the keys with which open rounds recognise
/// codes and forms, nor sessions.
///
/// Example: achterban backup --data achterban-data -o backup-2026-11-27.achterban
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// The backup; a file that is there is never replaced.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<(), Failure> {
    let key_file = key_file(&args.output);
    let (answers, waiting) = back_up(&args.data, &args.output, &key_file)?;
    writeln!(
        out,
        "{}: {answers} answer(s), read back and compared",
        args.output.display()
    )?;
    writeln!(
        out,
        "{}: its key; keep it somewhere else",
        key_file.display()
    )?;
    if waiting > 0 {
        writeln!(
            out,
            "{waiting} answer(s) still wait for the night and are not in it"
        )?;
    }
    Ok(())
}

/// Makes a backup and its key: both, or neither. How many answers are in it, and how many wait.
fn back_up(data: &DataArgs, output: &Path, key_file: &Path) -> Result<(usize, u64), Failure> {
    for path in [output, key_file] {
        if path.exists() {
            return Err(Failure::Input(format!(
                "{}: this file is there already; choose another name",
                path.display()
            )));
        }
    }
    let made = make(data, output, key_file);
    if made.is_err() {
        for path in [output, key_file] {
            let _ = fs::remove_file(path);
        }
    }
    made
}

/// Where the key of a backup is kept at first.
fn key_file(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

fn new_file(path: &Path) -> Result<File, Failure> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(about(path))
}

fn about(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    move |error| Failure::Input(format!("{}: {error}", path.display()))
}

fn make(args: &DataArgs, output: &Path, key_file: &Path) -> Result<(usize, u64), Failure> {
    let installation = args.installation();
    let aside = Aside::beside(output)?;
    let copy = database(&aside.0);
    let waiting = data::with_store(args, async |store| Ok(store.copy_into(&copy).await?))?;
    let mut files = vec![("achterban.db".to_owned(), copy)];
    for name in key_names(&installation.keys)? {
        files.push((format!("keys/{name}"), installation.keys.join(name)));
    }
    let key = FileKey::random().map_err(|error| Failure::Installation(error.to_string()))?;
    let mut kept = new_file(key_file)?;
    kept.write_all(key.text().as_bytes())
        .and_then(|()| kept.write_all(b"\n"))
        .and_then(|()| kept.sync_all())
        .map_err(about(key_file))?;
    for (name, path) in files.iter().skip(1) {
        fs::copy(path, aside.0.join(name)).map_err(about(path))?;
    }
    let hashes = hashes(&aside.0)?;
    let about_it = About {
        database_version: Store::newest_version(),
        day: Clock::system().today().to_string(),
        hashes,
    };
    archive::write(new_file(output)?, &key, &files, &about_it).map_err(about(output))?;
    sync_directory(output)?;
    let answers = restore::checked(output, &key, output)?.1;
    Ok((answers, waiting))
}

/// Keys of the server and of answers: not K_e and K_n of a round, with which codes and forms are recognised.
fn key_names(keys: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for file in fs::read_dir(keys).map_err(about(keys))? {
        let name = file
            .map_err(about(keys))?
            .file_name()
            .to_string_lossy()
            .into_owned();
        let of_server = ["server.key", "contact.key", "signal.key"].contains(&name.as_str());
        let is_mac = Path::new(&name).extension().is_some_and(|it| it == "mac");
        if of_server || is_mac {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// The lines of `verify --dump-hashes` of a data directory that nobody else uses.
fn hashes(directory: &Path) -> Result<Vec<String>, Failure> {
    data::runtime()?.block_on(async {
        let keys = KeyRing::open(&directory.join("keys"))?;
        let store = Store::open(&Location::Directory(directory.to_owned()), keys).await?;
        let lines = store.dump_hashes().await;
        store.close().await;
        Ok(lines?)
    })
}

/// Makes the name of a file durable.
fn sync_directory(path: &Path) -> Result<(), Failure> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let synced = File::open(parent).and_then(|directory| directory.sync_all());
    synced.map_err(about(parent))
}

/// The data directory of an installation on SQLite.
pub(super) fn directory_of(installation: &Installation) -> Result<&Path, Failure> {
    match &installation.database {
        Database::Sqlite(directory) => Ok(directory),
        Database::Postgres(_) => Err(Failure::Input(
            "this command is for SQLite; PostgreSQL is brought to this version when a server starts, and has pg_dump for snapshots".to_owned(),
        )),
    }
}
