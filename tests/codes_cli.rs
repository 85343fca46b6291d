//! `codes issue` and `codes print`: what is on paper, and that nothing of it is anywhere else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use achterban::anonymity::code::Code;

use crate::client::server::{PROGRAM, Scratch};

/// Lelystad, with a round that asks for a code and one with an open link.
fn installation(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    fs::create_dir_all(scratch.path("data")).expect("a directory");
    let council = concat!(env!("CARGO_MANIFEST_DIR"), "/councils/lelystad.toml");
    for arguments in [
        &["client-council", "add", council][..],
        &[
            "round",
            "open",
            "--survey",
            "lelystad/wmo",
            "--closes",
            "2099-12-31",
            "--entry",
            "code",
        ],
        &[
            "round",
            "open",
            "--survey",
            "lelystad/participatiewet",
            "--closes",
            "2099-12-31",
        ],
    ] {
        let done = run(&scratch, arguments);
        assert!(done.status.success(), "{}", text(&done.stderr));
    }
    scratch
}

fn run(scratch: &Scratch, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command
        .args(arguments)
        .arg("--data")
        .arg(scratch.path("data"));
    command.current_dir(&scratch.0).env_remove("ACHTERBAN_SITE");
    command.output().expect("the program runs")
}

fn issue(scratch: &Scratch, count: &str, file: &str, more: &[&str]) -> Output {
    let fixed = [
        "codes",
        "issue",
        "--survey",
        "lelystad/wmo",
        "--count",
        count,
        "-o",
        file,
    ];
    run(scratch, &[&fixed[..], more].concat())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Everything that is typed like a code in a text.
fn codes_in(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .filter(|word| word.len() == 21 && Code::read(word).is_ok())
        .map(str::to_owned)
        .collect()
}

/// The text of a PDF; nothing where poppler is not there (`tests/run` installs it).
fn pdf_text(path: &Path) -> Option<String> {
    let read = Command::new("pdftotext").arg(path).arg("-").output().ok()?;
    Some(text(&read.stdout))
}

fn everything_in(directory: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        bytes.extend(if path.is_dir() {
            everything_in(&path)
        } else {
            fs::read(&path).expect("a file")
        });
    }
    bytes
}

#[test]
fn a_csv_has_a_code_and_its_link_a_row_and_nothing_that_is_kept() {
    let scratch = installation("codes-csv");
    let done = issue(
        &scratch,
        "200",
        "codes.csv",
        &["--group", "Noord", "--site", "https://enquete.example.nl"],
    );
    assert!(done.status.success(), "{}", text(&done.stderr));
    let rows = fs::read_to_string(scratch.path("codes.csv")).expect("a file");
    let mut lines = rows.lines();
    assert_eq!(lines.next(), Some("code,link,group"));
    let mut codes = BTreeSet::new();
    for line in lines {
        let [code, link, group] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        assert!(Code::read(code).is_ok());
        assert_eq!(
            link,
            format!("https://enquete.example.nl/lelystad/v/wmo#{code}")
        );
        assert_eq!(group, "Noord");
        codes.insert(code.to_owned());
    }
    assert_eq!(codes.len(), 200, "all different");
    assert!(!text(&done.stdout).contains(codes.first().expect("a code").as_str()));
    let kept = everything_in(&scratch.path("data"));
    for code in &codes {
        let plain = code.replace('-', "");
        for mark in [code.as_bytes(), plain.as_bytes()] {
            assert!(
                !kept.windows(mark.len()).any(|window| window == mark),
                "a code is kept"
            );
        }
    }
}

#[test]
fn each_code_stands_once_on_its_own_letter_and_eight_cards_make_a_page() {
    let scratch = installation("codes-pdf");
    for (form, pages) in [("letters", 17), ("cards", 3)] {
        let file = format!("{form}.pdf");
        let done = issue(&scratch, "17", &file, &["--form", form]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let Some(text) = pdf_text(&scratch.path(&file)) else {
            return;
        };
        let codes = codes_in(&text);
        assert_eq!(codes.len(), 17, "{form}: {text}");
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 17, "each once");
        assert_eq!(text.matches('\u{c}').count(), pages);
        // An address and a day may be broken over two lines.
        let run_on: String = text
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '\u{200B}')
            .collect();
        assert_eq!(
            run_on.matches("127.0.0.1:8080/lelystad/v/wmo").count(),
            17,
            "{text}"
        );
        assert_eq!(run_on.matches("31december2099").count(), 17);
    }
}

#[test]
fn poster_flyer_and_reminder_have_no_code() {
    let scratch = installation("codes-print");
    for (form, survey, sentence) in [
        ("poster", "lelystad/participatiewet", "Scan met uw telefoon"),
        ("flyer", "lelystad/participatiewet", "Scan met uw telefoon"),
        ("reminder", "lelystad/wmo", "Heeft u al meegedaan?"),
    ] {
        let file = format!("{form}.pdf");
        let done = run(
            &scratch,
            &[
                "codes", "print", "--survey", survey, "--form", form, "-o", &file,
            ],
        );
        assert!(done.status.success(), "{}", text(&done.stderr));
        let Some(text) = pdf_text(&scratch.path(&file)) else {
            return;
        };
        assert!(text.contains(sentence), "{text}");
        assert_eq!(
            (codes_in(&text).len(), text.matches('\u{c}').count()),
            (0, 1)
        );
    }
    for (form, survey) in [
        ("poster", "lelystad/wmo"),
        ("reminder", "lelystad/participatiewet"),
    ] {
        let done = run(
            &scratch,
            &[
                "codes", "print", "--survey", survey, "--form", form, "-o", "x.pdf",
            ],
        );
        assert_eq!(done.status.code(), Some(1), "a way to a shut door");
        assert!(!scratch.path("x.pdf").exists());
    }
}

#[test]
fn a_file_that_is_there_is_not_overwritten_and_no_code_is_issued_for_it() {
    let scratch = installation("codes-there");
    fs::write(scratch.path("brieven.pdf"), "mine").expect("written");
    let done = issue(&scratch, "10", "brieven.pdf", &[]);
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).contains("is there already"));
    assert_eq!(
        fs::read_to_string(scratch.path("brieven.pdf")).expect("a file"),
        "mine"
    );
    let nowhere = issue(&scratch, "10", "no-such-directory/brieven.pdf", &[]);
    assert_eq!(nowhere.status.code(), Some(1));
    let verified = run(&scratch, &["verify"]);
    assert!(verified.status.success());
    assert_eq!(issued(&scratch), 0);
}

#[test]
fn codes_that_are_refused_leave_no_file() {
    let scratch = installation("codes-refused");
    for (count, file, more, exit) in [
        ("9", "a.pdf", &["--group", "Jan Jansen"][..], 1),
        ("0", "a.pdf", &[], 1),
        ("10", "a.txt", &[], 2),
        ("10", "a.pdf", &["--group", "=1+1"], 2),
        ("10", "a.pdf", &["--site", "example.nl"], 2),
    ] {
        let done = issue(&scratch, count, file, more);
        assert_eq!(
            done.status.code(),
            Some(exit),
            "{count} {file} {more:?}: {}",
            text(&done.stderr)
        );
        let left: Vec<_> = fs::read_dir(&scratch.0).expect("a directory").collect();
        assert_eq!(left.len(), 1, "the data and nothing else: {left:?}");
    }
    let open = run(
        &scratch,
        &[
            "codes",
            "issue",
            "--survey",
            "lelystad/participatiewet",
            "--count",
            "10",
            "-o",
            "a.pdf",
        ],
    );
    assert_eq!(open.status.code(), Some(1));
    assert!(
        text(&open.stderr).contains("--entry code"),
        "{}",
        text(&open.stderr)
    );
    assert_eq!(issued(&scratch), 0);
}

#[test]
fn a_survey_has_one_open_round_at_a_time() {
    let scratch = installation("codes-second");
    let again = run(
        &scratch,
        &[
            "round",
            "open",
            "--survey",
            "lelystad/wmo",
            "--closes",
            "2099-12-31",
        ],
    );
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("still open"));
}

/// How many codes the database holds.
fn issued(scratch: &Scratch) -> i64 {
    let path = scratch.path("data").join("achterban.db");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        use sqlx::Connection;
        let url = format!("sqlite://{}", path.display());
        let mut database = sqlx::SqliteConnection::connect(&url)
            .await
            .expect("a database");
        let counted = sqlx::query_scalar("SELECT count(*) FROM code");
        counted.fetch_one(&mut database).await.expect("a count")
    })
}
