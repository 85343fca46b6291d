//! A file that a command writes once: whole, readable by its owner alone, and never over another one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Failure;

/// A written file that has not got its name yet. Dropped without [`NewFile::keep`], nothing of it stays.
pub(super) struct NewFile<'p> {
    path: &'p Path,
    aside: PathBuf,
    kept: bool,
}

impl<'p> NewFile<'p> {
    /// Writes the content aside and takes the name.
    ///
    /// # Errors
    /// When there is a file of this name, or it can't be written.
    pub(super) fn write(path: &'p Path, bytes: &[u8]) -> Result<Self, Failure> {
        let mut aside = path.as_os_str().to_owned();
        aside.push(".part");
        let aside = PathBuf::from(aside);
        let mut content = private(&aside)?;
        if let Err(taken) = private(path) {
            // What stands under the name is someone else's and stays.
            let _ = fs::remove_file(&aside);
            return Err(taken);
        }
        let file = Self {
            path,
            aside,
            kept: false,
        };
        content
            .write_all(bytes)
            .and_then(|()| content.sync_all())
            .map_err(about(path))?;
        Ok(file)
    }

    /// Gives the content its name.
    ///
    /// # Errors
    /// When the file system refuses: then it says where the content is.
    pub(super) fn keep(mut self) -> Result<(), Failure> {
        self.kept = true;
        fs::rename(&self.aside, self.path).map_err(|error| {
            let (path, aside) = (self.path.display(), self.aside.display());
            Failure::Input(format!("{path}: {error}; its content is in {aside}"))
        })
    }
}

impl Drop for NewFile<'_> {
    fn drop(&mut self) {
        if !self.kept {
            for path in [self.aside.as_path(), self.path] {
                let _ = fs::remove_file(path);
            }
        }
    }
}

fn private(path: &Path) -> Result<File, Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(about(path))
}

fn about(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    move |error| {
        let path = path.display();
        Failure::Input(match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!("{path}: this file is there already; choose another name")
            }
            _ => format!("{path}: {error}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anonymity::random::Id;

    fn directory() -> PathBuf {
        let directory = std::env::temp_dir().join(format!("achterban-{}", Id::random().unwrap()));
        fs::create_dir_all(&directory).unwrap();
        directory
    }

    fn files(directory: &Path) -> usize {
        fs::read_dir(directory).unwrap().count()
    }

    #[test]
    fn a_file_that_is_not_kept_leaves_nothing_behind() {
        let directory = directory();
        drop(NewFile::write(&directory.join("a.pdf"), b"x").unwrap());
        assert_eq!(files(&directory), 0);
    }

    #[test]
    fn a_kept_file_is_whole_and_for_its_owner_alone() {
        let directory = directory();
        let path = directory.join("a.pdf");
        NewFile::write(&path, b"x").unwrap().keep().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"x");
        assert_eq!(files(&directory), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn neither_a_file_of_this_name_nor_what_an_earlier_run_left_is_touched() {
        let directory = directory();
        let path = directory.join("a.pdf");
        fs::write(&path, b"old").unwrap();
        assert!(NewFile::write(&path, b"new").is_err());
        assert_eq!(
            (fs::read(&path).unwrap(), files(&directory)),
            (b"old".to_vec(), 1)
        );
        fs::remove_file(&path).unwrap();
        fs::write(directory.join("a.pdf.part"), b"codes").unwrap();
        assert!(NewFile::write(&path, b"new").is_err());
        assert_eq!(fs::read(directory.join("a.pdf.part")).unwrap(), b"codes");
        assert!(!path.exists());
    }
}
