//! `survey import` and `survey export` on the command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn achterban(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_achterban"))
        .args(arguments)
        .env_remove("ACHTERBAN_DATA")
        .output()
        .expect("the program runs")
}

fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("survey-exchange-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a directory");
    path
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

const LSS: &str = "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>\
<surveys><rows><row><language>nl</language></row></rows></surveys>\
<surveys_languagesettings><rows><row><surveyls_language>nl</surveyls_language><surveyls_title>Proef</surveyls_title></row></rows></surveys_languagesettings>\
<groups><rows><row><gid>1</gid><group_name>Een</group_name><language>nl</language></row></rows></groups>\
<questions><rows><row><qid>1</qid><gid>1</gid><type>Y</type><title>ja</title><question>Belt u?</question><language>nl</language></row>\
<row><qid>2</qid><gid>1</gid><type>|</type><title>foto</title><question>Foto</question><language>nl</language></row></rows></questions></document>";

#[test]
fn a_questionnaire_of_another_tool_comes_in_and_passes_the_check() {
    let directory = directory("in");
    let (from, to) = (directory.join("proef.lss"), directory.join("proef.toml"));
    std::fs::write(&from, LSS).expect("written");
    let done = achterban(&[
        "survey",
        "import",
        text(&from),
        "--from",
        "lss",
        "-o",
        text(&to),
    ]);
    assert!(done.status.success(), "{done:?}");
    let left_out = String::from_utf8_lossy(&done.stderr);
    assert!(left_out.contains("left out: question `foto`"), "{left_out}");
    let checked = achterban(&["survey", "check", text(&to)]);
    assert!(checked.status.success(), "{checked:?}");
    // By what is in it, and to standard output.
    let guessed = achterban(&["survey", "import", text(&from)]);
    assert_eq!(guessed.stdout, std::fs::read(&to).expect("there"));
}

#[test]
fn a_stored_questionnaire_goes_out_as_the_text_that_came_in() {
    let directory = directory("out");
    let data = directory.join("data");
    std::fs::create_dir(&data).expect("a directory");
    let toml = directory.join("proef.toml");
    std::fs::write(directory.join("proef.lss"), LSS).expect("written");
    achterban(&[
        "survey",
        "import",
        text(&directory.join("proef.lss")),
        "-o",
        text(&toml),
    ]);
    let stored = achterban(&["survey", "import", text(&toml), "--data", text(&data)]);
    assert!(stored.status.success(), "{stored:?}");
    assert!(
        String::from_utf8_lossy(&stored.stdout).contains("proef: stored as version 1, 1 questions")
    );
    for id in ["proef", "lelystad/proef"] {
        let out = achterban(&["survey", "export", "--data", text(&data), id]);
        assert_eq!(out.stdout, std::fs::read(&toml).expect("there"), "{id}");
    }
    let missing = achterban(&["survey", "export", "--data", text(&data), "geen"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no such questionnaire"));
}

#[test]
fn a_broken_file_is_named_and_nothing_is_written() {
    let directory = directory("broken");
    let (from, to) = (directory.join("kapot.lss"), directory.join("kapot.toml"));
    std::fs::write(&from, &LSS[..200]).expect("written");
    let done = achterban(&[
        "survey",
        "import",
        text(&from),
        "--from",
        "lss",
        "-o",
        text(&to),
    ]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("kapot.lss"));
    assert!(!to.exists());
}
