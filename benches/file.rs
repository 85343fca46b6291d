//! `analyse` on a file of a million responses, as a process of its own, and the same with pandas and scipy (peer.py) where
//! they are installed: time, memory, and whether both find the same. `cargo bench --bench file` (`-- 10000000`: so many
//! responses, without the peer); the figures stand in README.md.

mod made_up;

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_achterban");
const PEOPLE: usize = 1_000_000;
/// How often the program runs; the peer runs once.
const TIMES: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("file");
    fs::create_dir_all(&scratch)?;
    measure(asked, &scratch)?;
    Ok(fs::remove_dir_all(&scratch)?)
}

fn measure(asked: Option<usize>, scratch: &Path) -> Result<(), Box<dyn Error>> {
    let people = asked.unwrap_or(PEOPLE);
    let (survey, responses) = (scratch.join("survey.toml"), scratch.join("responses.csv"));
    fs::write(&survey, made_up::file())?;
    write(people, &mut BufWriter::new(File::create(&responses)?))?;
    println!("| {people} responses x 34 questions from a file | time | memory |\n|---|---|---|");
    let ours = scratch.join("ours.json");
    for _ in 0..TIMES {
        let mut analyse = Command::new(PROGRAM);
        analyse.args(["analyse", "--json", "--survey"]).arg(&survey);
        analyse.arg("--responses").arg(&responses);
        println!("| achterban analyse | {} |", run(analyse, &ours)?);
    }
    if asked.is_none() {
        let mut peer = Command::new("python3");
        peer.arg("benches/peer.py").arg(&responses);
        peer.current_dir(env!("CARGO_MANIFEST_DIR"));
        let theirs = scratch.join("theirs.json");
        println!("| pandas and scipy | {} |", run(peer, &theirs)?);
        compare(&ours, &theirs)?;
    }
    Ok(())
}

/// Writes the answers of so many people as CSV.
fn write(people: usize, out: &mut impl Write) -> io::Result<()> {
    let questionnaire = made_up::questionnaire();
    let ids: Vec<&str> = questionnaire
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    writeln!(out, "{}", ids.join(","))?;
    for row in made_up::answers(people) {
        let cell = |answer: &Option<u8>| answer.map_or(String::new(), |code| code.to_string());
        let cells: Vec<String> = row.iter().map(cell).collect();
        writeln!(out, "{}", cells.join(","))?;
    }
    out.flush()
}

/// Runs a command with its output in a file: `seconds | most memory`.
fn run(mut command: Command, out: &Path) -> Result<String, Box<dyn Error>> {
    let start = Instant::now();
    let mut process = command.stdout(Stdio::from(File::create(out)?)).spawn()?;
    let status = format!("/proc/{}/status", process.id());
    let mut most = 0;
    let ended = loop {
        if let Some(ended) = process.try_wait()? {
            break ended;
        }
        most = most.max(peak_kibibytes(&status).unwrap_or(0));
        thread::sleep(Duration::from_millis(2));
    };
    if !ended.success() {
        return Err(format!("{command:?}: {ended}").into());
    }
    let seconds = start.elapsed().as_secs_f64();
    Ok(format!("{seconds:.2} s | {} MiB", most / 1024))
}

/// The most memory that a process had so far.
fn peak_kibibytes(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The largest difference between what both found in the crossings.
fn compare(ours: &Path, theirs: &Path) -> Result<(), Box<dyn Error>> {
    let ours: Value = serde_json::from_slice(&fs::read(ours)?)?;
    let theirs: Value = serde_json::from_slice(&fs::read(theirs)?)?;
    let [ours, theirs] = [&ours, &theirs].map(|found| found["crossings"].as_array());
    let pairs = ours.zip(theirs).ok_or("no crossings")?;
    let (mut figures, mut largest) = (0_u32, 0.0_f64);
    for (ours, theirs) in pairs.0.iter().zip(pairs.1) {
        for name in [
            "/chi2",
            "/p",
            "/p_adjusted",
            "/v_bc",
            "/rank_test/statistic",
            "/rank_test/p",
            "/rank_test/p_adjusted",
        ] {
            let [one, other] = [ours, theirs].map(|found| found.pointer(name)?.as_f64());
            let (one, other) = one.zip(other).ok_or("a figure is missing")?;
            largest = largest.max((one - other).abs() / one.abs().max(other.abs()).max(1.0));
            figures += 1;
        }
    }
    println!(
        "\n{figures} figures of the crossings differ at most {largest:.0e} (relative, or absolute below 1)"
    );
    Ok(())
}
