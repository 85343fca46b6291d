//! The disk under the program: what is on it for sure, and what a power cut may leave of the rest.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::RngExt;
use proptest::test_runner::TestRng;

use super::random;
use super::trace::Event;

/// What a disk writes at once or not at all, in bytes.
const SECTOR: usize = 512;

/// A change that may still be lost.
#[derive(Clone)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

/// A file, whatever its name.
#[derive(Clone, Default)]
struct File {
    durable: Vec<u8>,
    pending: Vec<Change>,
}

/// A change of a directory.
#[derive(Clone)]
enum Naming {
    Create { name: PathBuf, file: usize },
    Rename { from: PathBuf, to: PathBuf },
    Remove { name: PathBuf },
}

/// The files of a data directory at the moment that the trace begins, and after.
pub(super) struct Platter {
    begin: BTreeMap<PathBuf, Vec<u8>>,
}

impl Platter {
    /// Everything in this directory is on the disk.
    pub(super) fn new(directory: &Path) -> Self {
        let mut begin = BTreeMap::new();
        read(directory, directory, &mut begin);
        Self { begin }
    }

    /// Writes into `target` what a cut after these events may leave; `seed` chooses.
    pub(super) fn leave(&mut self, events: &[Event], seed: u64, target: &Path) {
        let mut state = State::new(&self.begin);
        for event in events {
            state.apply(event);
        }
        let _ = fs::remove_dir_all(target);
        for (name, bytes) in state.cut(&mut random(seed)) {
            let path = target.join(name);
            make_directories(path.parent().expect("a name in the directory"));
            fs::write(&path, bytes).expect("a file");
            set_private(&path, 0o600);
        }
    }
}

struct State {
    files: Vec<File>,
    /// As the program sees them.
    names: BTreeMap<PathBuf, usize>,
    /// As they are on the disk for sure.
    durable_names: BTreeMap<PathBuf, usize>,
    /// What was done to names since, in order.
    pending: Vec<Naming>,
}

impl State {
    fn new(begin: &BTreeMap<PathBuf, Vec<u8>>) -> Self {
        let files = begin.values().map(|bytes| File {
            durable: bytes.clone(),
            pending: Vec::new(),
        });
        let names: BTreeMap<_, _> = begin.keys().cloned().zip(0..).collect();
        Self {
            files: files.collect(),
            durable_names: names.clone(),
            names,
            pending: Vec::new(),
        }
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Acknowledge { .. } => {}
            Event::Create { name, emptied } => {
                if !self.names.contains_key(name) {
                    self.files.push(File::default());
                    let file = self.files.len() - 1;
                    self.name(Naming::Create {
                        name: name.clone(),
                        file,
                    });
                } else if *emptied {
                    self.change(name, Change::Truncate { length: 0 });
                }
            }
            Event::Link { from, to } => {
                if let Some(&file) = self.names.get(from) {
                    self.name(Naming::Create {
                        name: to.clone(),
                        file,
                    });
                }
            }
            Event::Rename { from, to } => self.name(Naming::Rename {
                from: from.clone(),
                to: to.clone(),
            }),
            Event::Remove { name } => self.name(Naming::Remove { name: name.clone() }),
            Event::Write { name, at, bytes } => self.change(
                name,
                Change::Write {
                    at: *at,
                    bytes: bytes.clone(),
                },
            ),
            Event::Truncate { name, length } => {
                self.change(name, Change::Truncate { length: *length });
            }
            Event::Sync { name } => self.sync(name),
            Event::SyncDirectory => {
                self.pending.clear();
                self.durable_names = self.names.clone();
            }
        }
    }

    fn name(&mut self, naming: Naming) {
        apply(&mut self.names, &naming);
        self.pending.push(naming);
    }

    /// A file that was unlinked while it is open is nobody's business.
    fn change(&mut self, name: &Path, change: Change) {
        if let Some(file) = self.names.get(name) {
            self.files[*file].pending.push(change);
        }
    }

    fn sync(&mut self, name: &Path) {
        if let Some(file) = self.names.get(name) {
            let file = &mut self.files[*file];
            for change in std::mem::take(&mut file.pending) {
                write(&mut file.durable, &change);
            }
        }
    }

    /// Names change in order, so some first ones of those pending are on the disk; of what was written any part may be.
    fn cut(mut self, random: &mut TestRng) -> Vec<(PathBuf, Vec<u8>)> {
        let kept = random.random_range(0..=self.pending.len());
        for naming in &self.pending[..kept] {
            apply(&mut self.durable_names, naming);
        }
        let manner = random.random_range(0..4);
        let names = self.durable_names.into_iter();
        names
            .map(|(name, file)| (name, left(&self.files[file], manner, random)))
            .collect()
    }
}

/// What is left of a file: nothing pending, all of it, the first part, or any part of it torn at sectors.
fn left(file: &File, manner: u8, random: &mut TestRng) -> Vec<u8> {
    let mut bytes = file.durable.clone();
    let first = random.random_range(0..=file.pending.len());
    for (number, change) in file.pending.iter().enumerate() {
        match manner {
            0 => {}
            1 => write(&mut bytes, change),
            2 if number < first => write(&mut bytes, change),
            2 if number == first => torn(&mut bytes, change, random),
            3 if random.random_bool(0.5) => torn(&mut bytes, change, random),
            _ => {}
        }
    }
    bytes
}

fn torn(bytes: &mut Vec<u8>, change: &Change, random: &mut TestRng) {
    let Change::Write { at, bytes: new } = change else {
        return write(bytes, change);
    };
    let mut from = *at;
    let end = at + new.len();
    while from < end {
        let to = ((from / SECTOR + 1) * SECTOR).min(end);
        if random.random_bool(0.5) {
            let bytes_of_sector = new[from - at..to - at].to_vec();
            write(
                bytes,
                &Change::Write {
                    at: from,
                    bytes: bytes_of_sector,
                },
            );
        }
        from = to;
    }
}

fn write(file: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Truncate { length } => file.resize(*length, 0),
        Change::Write { at, bytes } => {
            let end = at + bytes.len();
            if file.len() < end {
                file.resize(end, 0);
            }
            file[*at..end].copy_from_slice(bytes);
        }
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, naming: &Naming) {
    match naming {
        Naming::Create { name, file } => {
            names.insert(name.clone(), *file);
        }
        Naming::Rename { from, to } => {
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
        Naming::Remove { name } => {
            names.remove(name);
        }
    }
}

/// All files, but the shared memory of the log: it is made anew at every start.
fn read(root: &Path, directory: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(root, &path, files);
        } else if !path.to_string_lossy().ends_with("-shm") {
            let name = path.strip_prefix(root).expect("below its root");
            files.insert(name.to_owned(), fs::read(&path).expect("a file"));
        }
    }
}

/// Directories that only their owner enters, as the program wants them.
fn make_directories(path: &Path) {
    if !path.exists() {
        make_directories(path.parent().expect("a directory above"));
        fs::create_dir(path).expect("a directory");
        set_private(path, 0o700);
    }
}

fn set_private(path: &Path, mode: u32) {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs::set_permissions(path, mode).expect("permissions");
}
