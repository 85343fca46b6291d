//! Keeps a second server out of a data directory. Commands work beside a server and take no lock.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use super::error::StoreError;

/// Held as long as the server runs; the operating system lets go of it also after `kill -9`.
#[derive(Debug)]
pub struct ServerLock {
    _file: File,
}

impl ServerLock {
    /// Takes the lock of a data directory.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another server holds it.
    pub fn take(directory: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(directory).map_err(StoreError::at(directory))?;
        let path = directory.join("server.lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(StoreError::at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path }),
            Err(TryLockError::Error(cause)) => Err(StoreError::at(&path)(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anonymity::random::Id;

    #[test]
    fn a_second_server_is_refused_until_the_first_lets_go() {
        let directory = std::env::temp_dir().join(format!("achterban-{}", Id::random().unwrap()));
        let first = ServerLock::take(&directory).unwrap();
        let second = ServerLock::take(&directory);
        assert!(matches!(second, Err(StoreError::Locked { .. })));
        drop(first);
        ServerLock::take(&directory).unwrap();
    }
}
