//! What a program asked of the disk and told its clients, in order, from `strace`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::client::server::PROGRAM;

const CALLS: &str = "trace=openat,write,pwrite64,writev,sendto,lseek,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat";
const PATIENCE: Duration = Duration::from_secs(60);
/// How a reply begins that tells a resident that the answers are stored.
const ACKNOWLEDGEMENT: &[u8] = b"HTTP/1.1 303";

/// One thing that matters after a power cut; names are below the data directory.
#[derive(Debug)]
pub(super) enum Event {
    /// A file that was not there is made; one that was, is emptied where that is asked.
    Create {
        name: PathBuf,
        emptied: bool,
    },
    Link {
        from: PathBuf,
        to: PathBuf,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Remove {
        name: PathBuf,
    },
    Write {
        name: PathBuf,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        name: PathBuf,
        length: usize,
    },
    Sync {
        name: PathBuf,
    },
    SyncDirectory,
    /// The client on this port was told that its answers are stored.
    Acknowledge {
        port: u16,
    },
}

/// How to watch a program.
pub(super) struct Watch(());

impl Watch {
    /// `None`, with a line that says so, where no program can be watched.
    pub(super) fn new(what: &str) -> Option<Self> {
        let tried = Command::new("strace")
            .args(["-o", "/dev/null", "true"])
            .output();
        if tried.is_ok_and(|tried| tried.status.success()) {
            return Some(Self(()));
        }
        println!("SKIPPED {what}: there is no strace here, or it may watch no program");
        None
    }

    /// What to put before a program and its arguments; the program keeps its process id (`-D`).
    pub(super) fn command(&self, log: &Path) -> Vec<String> {
        let words = [
            "strace", "-D", "-f", "-q", "-yy", "-xx", "-s", "200000", "-e", CALLS, "-o",
        ];
        let log = log.display().to_string();
        words.into_iter().map(str::to_owned).chain([log]).collect()
    }

    /// Watches a command on a data directory until it ends; its process id.
    pub(super) fn run(&self, log: &Path, arguments: &[&str], data: &Path) -> u32 {
        let words = self.command(log);
        let mut child = Command::new(&words[0])
            .args(&words[1..])
            .arg(PROGRAM)
            .args(arguments)
            .arg("--data")
            .arg(data)
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the program runs");
        assert!(child.wait().expect("an end").success());
        child.id()
    }
}

/// What happened, in order.
pub(super) struct Trace {
    pub(super) events: Vec<Event>,
}

impl Trace {
    /// Waits for the end of process `pid`, and reads what it did in this data directory.
    pub(super) fn read(log: &Path, pid: u32, data: &Path) -> Self {
        let text = ended(log, pid);
        let data = fs::canonicalize(data).expect("a data directory");
        let mut reader = Reader {
            data,
            positions: BTreeMap::new(),
            events: Vec::new(),
        };
        let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
        for line in text.lines() {
            let Some((thread, call)) = line.split_once(char::is_whitespace) else {
                continue;
            };
            let call = call.trim_start();
            // A call of one thread during which others made theirs: what it writes may be on the disk from its beginning,
            // what it synchronises is there at its end.
            if let Some(begin) = call.strip_suffix("<unfinished ...>") {
                begun.insert(thread, begin);
                if !begin.starts_with('f') {
                    reader.call(begin, None);
                }
            } else if let Some(rest) = call.strip_prefix("<... ") {
                let end = rest.split_once('=').map_or("", |(_, result)| result.trim());
                let begin = begun.remove(thread).unwrap_or("");
                if begin.starts_with('f') {
                    reader.call(begin, Some(end));
                }
            } else if let Some((begin, end)) = call.rsplit_once(" = ") {
                reader.call(begin, Some(end));
            }
        }
        Self {
            events: reader.events,
        }
    }
}

/// The whole text, once the program has gone.
fn ended(log: &Path, pid: u32) -> String {
    let begin = Instant::now();
    loop {
        let text = fs::read_to_string(log).unwrap_or_default();
        let end = |line: &str| {
            let mut words = line.split_whitespace();
            words.next() == Some(&pid.to_string()) && words.next() == Some("+++")
        };
        if text.lines().rev().take(64).any(end) {
            return text;
        }
        assert!(
            begin.elapsed() < PATIENCE,
            "the trace of {pid} does not end"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

struct Reader {
    data: PathBuf,
    /// Where the next `write` goes, by file.
    positions: BTreeMap<PathBuf, usize>,
    events: Vec<Event>,
}

impl Reader {
    /// One call, `name(arguments)`, with its result where that is known.
    fn call(&mut self, call: &str, result: Option<&str>) {
        let Some((name, arguments)) = call.split_once('(') else {
            return;
        };
        if result.is_some_and(|result| result.starts_with('-')) {
            return;
        }
        let event = match name {
            "fsync" | "fdatasync" => self.sync(arguments),
            "ftruncate" => self.truncate(arguments),
            "write" | "pwrite64" => self.write(arguments),
            "writev" | "sendto" => acknowledge(arguments),
            "lseek" => self.seek(arguments),
            "openat" => self.create(arguments),
            _ => self.rename(name, arguments),
        };
        self.events.extend(event);
    }

    /// A name below the data directory; `None` for every other file.
    fn inside(&self, path: &str) -> Option<PathBuf> {
        Path::new(path)
            .strip_prefix(&self.data)
            .ok()
            .map(Path::to_owned)
    }

    /// The file behind `9</path>`.
    fn open_file(&self, arguments: &str) -> Option<PathBuf> {
        self.inside(&path_of(arguments)?)
    }

    fn sync(&self, arguments: &str) -> Option<Event> {
        let name = self.open_file(arguments)?;
        Some(if self.data.join(&name).is_dir() {
            Event::SyncDirectory
        } else {
            Event::Sync { name }
        })
    }

    fn truncate(&self, arguments: &str) -> Option<Event> {
        let name = self.open_file(arguments)?;
        let length = number_at(arguments, 0)?;
        Some(Event::Truncate { name, length })
    }

    /// `write` goes on where the last one ended, `pwrite64` tells where.
    fn write(&mut self, arguments: &str) -> Option<Event> {
        let Some(name) = self.open_file(arguments) else {
            return acknowledge(arguments);
        };
        let bytes = strings(arguments).into_iter().next()?;
        let (after, _) = arguments
            .rsplit_once('"')
            .map(|(_, after)| (after, ()))
            .expect("a string");
        let numbers: Vec<usize> = after
            .split([',', ')'])
            .filter_map(|word| word.trim().parse().ok())
            .collect();
        let at = match numbers[..] {
            [_, at] => at,
            _ => {
                let position = self.positions.entry(name.clone()).or_default();
                *position += bytes.len();
                *position - bytes.len()
            }
        };
        Some(Event::Write { name, at, bytes })
    }

    fn seek(&mut self, arguments: &str) -> Option<Event> {
        let name = self.open_file(arguments)?;
        if arguments.contains("SEEK_SET") {
            self.positions.insert(name, number_at(arguments, 0)?);
        }
        None
    }

    fn create(&mut self, arguments: &str) -> Option<Event> {
        let path = strings(arguments).into_iter().next()?;
        let name = self.inside(&String::from_utf8(path).ok()?)?;
        self.positions.remove(&name);
        let emptied = arguments.contains("O_TRUNC");
        arguments
            .contains("O_CREAT")
            .then_some(Event::Create { name, emptied })
    }

    fn rename(&self, call: &str, arguments: &str) -> Option<Event> {
        let mut paths = strings(arguments)
            .into_iter()
            .filter_map(|path| self.inside(&String::from_utf8(path).ok()?));
        let first = paths.next()?;
        Some(match call {
            "unlink" | "unlinkat" => Event::Remove { name: first },
            "link" | "linkat" => Event::Link {
                from: first,
                to: paths.next()?,
            },
            "rename" | "renameat" | "renameat2" => Event::Rename {
                from: first,
                to: paths.next()?,
            },
            _ => return None,
        })
    }
}

/// A reply on a socket, `12<TCP:[127.0.0.1:8080->127.0.0.77:4711]>`, that says "stored".
fn acknowledge(arguments: &str) -> Option<Event> {
    let socket = path_of(arguments)?;
    let port = socket
        .rsplit_once(':')?
        .1
        .trim_end_matches(']')
        .parse()
        .ok()?;
    let is_acknowledgement =
        socket.starts_with("TCP:") && strings(arguments).first()?.starts_with(ACKNOWLEDGEMENT);
    is_acknowledgement.then_some(Event::Acknowledge { port })
}

/// What stands between `<` and `>` behind the number of an open file.
fn path_of(arguments: &str) -> Option<String> {
    let (number, rest) = arguments.split_once('<')?;
    if number.parse::<u32>().is_err() {
        return None;
    }
    // The `>` of an address `a->b` is not the end.
    let end = rest
        .match_indices('>')
        .find(|(at, _)| !rest[..*at].ends_with('-'))?
        .0;
    String::from_utf8(unescape(&rest[..end])).ok()
}

/// The number behind the comma `skip + 1` after the file.
fn number_at(arguments: &str, skip: usize) -> Option<usize> {
    let (_, after) = arguments.split_once(">,")?;
    let word = after.split([',', ')']).nth(skip)?;
    word.trim().parse().ok()
}

/// The bytes of each string.
fn strings(arguments: &str) -> Vec<Vec<u8>> {
    let quoted = arguments.split('"').skip(1).step_by(2);
    quoted.map(unescape).collect()
}

/// `\x41` is a byte; what is not written so stands for itself.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match after {
            [b'x', high, low, tail @ ..] if *first == b'\\' => {
                let digit = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0);
                bytes.push(u8::try_from(digit(*high) * 16 + digit(*low)).expect("two digits"));
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}
