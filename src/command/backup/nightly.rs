//! A backup each night, while the server runs: made, read back and compared by the same code as `achterban backup`.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{about, back_up};
use crate::command::Failure;
use crate::config::DataArgs;
use crate::store::{backup_day, backup_name};

/// Nights that are kept.
const KEPT: usize = 14;

/// Where backups go, and what they are of.
#[derive(Debug, Clone)]
pub(in crate::command) struct Nightly {
    /// The installation.
    pub(in crate::command) data: DataArgs,
    /// Where the backups go.
    pub(in crate::command) backups: PathBuf,
    /// Where their keys go: not beside them.
    pub(in crate::command) keys: PathBuf,
}

impl Nightly {
    /// Makes tonight's backup, unless it is there, and takes away those of more than 14 nights ago. How many answers it holds.
    ///
    /// # Errors
    /// When no sound backup could be made: then none stands there, and older ones stay.
    pub(in crate::command) fn run(&self, today: Date) -> Result<Option<usize>, Failure> {
        for directory in [&self.backups, &self.keys] {
            fs::create_dir_all(directory).map_err(about(directory))?;
        }
        let name = backup_name(today);
        let (backup, key) = (self.backups.join(&name), self.key(&name));
        if backup.exists() && key.exists() {
            return Ok(None);
        }
        let (answers, _) = back_up(&self.data, &backup, &key)?;
        for old in self.old()? {
            for path in [self.backups.join(&old), self.key(&old)] {
                fs::remove_file(&path).or_else(gone).map_err(about(&path))?;
            }
        }
        Ok(Some(answers))
    }

    fn key(&self, backup: &str) -> PathBuf {
        self.keys.join(format!("{backup}.key"))
    }

    /// Names of the backups that are over their term.
    fn old(&self) -> Result<Vec<String>, Failure> {
        let mut names = names(&self.backups).map_err(about(&self.backups))?;
        names.sort_unstable();
        names.truncate(names.len().saturating_sub(KEPT));
        Ok(names)
    }
}

/// Names in a directory that are backups.
fn names(directory: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(directory)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if backup_day(&name).is_some() {
            names.push(name);
        }
    }
    Ok(names)
}

fn gone(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound {
        Ok(())
    } else {
        Err(error)
    }
}
