//! A small disk of its own in memory, to fill to the last byte or make read-only. Needs root.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mounted disk; goes when dropped.
pub(super) struct Disk(PathBuf);

impl Disk {
    /// Mounts a disk of this many MiB. `None` where that is not allowed; says so.
    pub(super) fn mount(at: &Path, mebibytes: u64) -> Option<Self> {
        fs::create_dir_all(at).expect("a mount point");
        let options = format!("size={mebibytes}m,mode=0700");
        if run(&["mount", "-t", "tmpfs", "-o", &options, "tmpfs"], at) {
            return Some(Self(at.to_owned()));
        }
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        eprintln!("SKIPPED {test}: mounting a small disk needs root");
        None
    }

    /// From now on nothing can be written.
    pub(super) fn make_read_only(&self) {
        assert!(run(&["mount", "-o", "remount,ro"], &self.0), "remounted");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run(&["umount", "-l"], &self.0);
    }
}

fn run(command: &[&str], at: &Path) -> bool {
    let output = Command::new(command[0])
        .args(&command[1..])
        .arg(at)
        .output();
    output.is_ok_and(|output| output.status.success())
}
