//! Answers that come after the figures of a round were seen.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn achterban(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_achterban"));
    command.args(arguments).arg("--data").arg(data);
    command.output().expect("the program runs")
}

/// A directory with data of one round, and the file of its answers.
fn seeded(name: &str) -> (PathBuf, PathBuf) {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("late-{name}"));
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).expect("a directory");
    let data = directory.join("data");
    assert!(
        achterban(&data, &["seed", "--seed", "7", "--responses", "60"])
            .status
            .success()
    );
    let all = directory.join("all.csv");
    let exported = achterban(
        &data,
        &["responses", "export", "--survey", SEEDED, "-o", text(&all)],
    );
    assert!(exported.status.success(), "{exported:?}");
    (data, all)
}

/// The survey that is seeded, and a round of it that is made here.
const SEEDED: &str = "lelystad/participatiewet";
const ROUND: &str = "lelystad/participatiewet/2026-9";

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn stored(data: &Path) -> usize {
    let out = achterban(data, &["responses", "export", "--survey", ROUND]);
    String::from_utf8_lossy(&out.stdout).lines().count()
}

/// The first answers of a file, in another.
fn some(all: &Path, rows: usize) -> PathBuf {
    let few = all.with_file_name(format!("{rows}.csv"));
    let text = std::fs::read_to_string(all).expect("there");
    let lines: Vec<&str> = text.lines().take(rows + 1).collect();
    std::fs::write(&few, lines.join("\n") + "\n").expect("written");
    few
}

#[test]
fn a_few_answers_are_refused_after_the_figures_were_seen_and_taken_before() {
    let (data, all) = seeded("few");
    let few = some(&all, 3);
    let import = |file: &Path| {
        achterban(
            &data,
            &["responses", "import", "--survey", ROUND, text(file)],
        )
    };
    // Whoever seeds looks at the results; of a round of its own nobody saw them yet.
    assert!(import(&all).status.success());
    let before = stored(&data);
    assert!(import(&few).status.success());
    assert_eq!(stored(&data), before + 3);
    let report = all.with_file_name("a.html");
    let seen = achterban(
        &data,
        &[
            "report",
            "samenvatting",
            "--survey",
            ROUND,
            "-o",
            text(&report),
        ],
    );
    assert!(seen.status.success(), "{seen:?}");
    let refused = import(&few);
    assert_eq!(refused.status.code(), Some(1));
    let message = String::from_utf8_lossy(&refused.stderr);
    assert!(
        message.contains("figures of this round were seen")
            && message.contains("Nothing was stored"),
        "{message}"
    );
    assert_eq!(stored(&data), before + 3);
}
