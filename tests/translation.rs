//! `achterban translation export` and `import`, as a translator and who runs the server use them.

use std::fs;
use std::process::Command;

use crate::client::server::{PROGRAM, Scratch};

/// What a command printed, on both streams, and its exit code.
fn run(arguments: &[&str]) -> (i32, String) {
    let done = Command::new(PROGRAM)
        .args(arguments)
        .output()
        .expect("it runs");
    let printed = [done.stdout, done.stderr].concat();
    (
        done.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&printed).into_owned(),
    )
}

#[test]
fn a_translator_gets_a_file_fills_it_in_and_the_questionnaire_has_the_language_and_the_name_of_who_checked_it()
 {
    let scratch = Scratch::new("translation");
    let (csv, toml) = (scratch.path("wmo.so.csv"), scratch.path("wmo.toml"));
    let (csv, toml) = (
        csv.to_str().expect("a path"),
        toml.to_str().expect("a path"),
    );
    let (code, printed) = run(&[
        "translation",
        "export",
        "--of",
        "surveys/wmo.toml",
        "--language",
        "so",
        "-o",
        csv,
    ]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("0 translated"), "{printed}");

    let import = [
        "translation",
        "import",
        csv,
        "--into",
        "surveys/wmo.toml",
        "-o",
        toml,
    ];
    let (code, printed) = run(&import);
    assert_eq!(code, 1);
    assert!(
        printed.contains("wmo.so.csv:7: error [no-translation] title:"),
        "{printed}"
    );
    assert!(!fs::exists(toml).expect("read"), "nothing is written");

    let filled = fs::read_to_string(csv).expect("read").replace(
        "title,Uw ervaring met hulp van de gemeente,",
        "title,Uw ervaring met hulp van de gemeente,Khibraddaada",
    );
    fs::write(csv, &filled).expect("written");
    let (code, printed) = run(&[
        &import[..],
        &[
            "--incomplete",
            "--checked-by",
            "Samira",
            "--checked-on",
            "2026-11-23",
        ],
    ]
    .concat());
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("checked by Samira"), "{printed}");
    let written = fs::read_to_string(toml).expect("read");
    assert!(written.contains("title.so = \"Khibraddaada\""));
    assert!(written.contains("[translation.so]\nstatus = \"nagekeken\"\nchecked_by = \"Samira\"\nchecked_on = \"2026-11-23\""));
    let (code, printed) = run(&["survey", "check", toml]);
    assert_eq!(code, 0, "{printed}");

    fs::write(csv, filled.replace("intro,", "intor,")).expect("written");
    let (code, printed) = run(&[&import[..], &["--incomplete"]].concat());
    assert_eq!(code, 1);
    assert!(
        printed.contains("[unknown-key] intor:") && printed.contains("did you mean intro?"),
        "{printed}"
    );
}

#[test]
fn a_translation_is_taken_into_a_running_installation_as_a_new_version_of_the_words() {
    let scratch = Scratch::new("translation-stored");
    let (data, csv) = (scratch.path("data"), scratch.path("wmo.ar.csv"));
    let (data, csv) = (
        data.to_str().expect("a path"),
        csv.to_str().expect("a path"),
    );
    let (code, printed) = run(&[
        "client-council",
        "add",
        "councils/lelystad.toml",
        "--data",
        data,
    ]);
    assert_eq!(code, 0, "{printed}");
    let export = [
        "translation",
        "export",
        "--of",
        "wmo",
        "--language",
        "ar",
        "--excel",
        "-o",
        csv,
        "--data",
        data,
    ];
    let (code, printed) = run(&export);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("78 text(s), 78 translated"), "{printed}");
    let (code, printed) = run(&[
        "translation",
        "import",
        csv,
        "--checked-by",
        "Samira",
        "--data",
        data,
    ]);
    assert_eq!(
        (code, printed.as_str()),
        (
            0,
            "questionnaire wmo, version 2: ar is taken in (checked by Samira)\n"
        )
    );
    run(&export);
    let again = fs::read_to_string(csv).expect("read");
    assert!(
        again.contains("checked_by;;Samira\r\n"),
        "{}",
        &again[..200]
    );
}

#[test]
fn the_interface_goes_out_and_comes_back_as_the_file_that_the_program_is_built_with() {
    let scratch = Scratch::new("translation-interface");
    let (csv, toml) = (scratch.path("ar.csv"), scratch.path("ar.toml"));
    let (csv, toml) = (
        csv.to_str().expect("a path"),
        toml.to_str().expect("a path"),
    );
    run(&[
        "translation",
        "export",
        "--of",
        "interface",
        "--language",
        "ar",
        "-o",
        csv,
    ]);
    let (code, printed) = run(&["translation", "import", csv, "-o", toml]);
    assert_eq!(code, 0, "{printed}");
    let parse = |path: &str| {
        fs::read_to_string(path)
            .expect("read")
            .parse::<toml::Table>()
            .expect("toml")
    };
    assert_eq!(parse(toml), parse("src/text/interface/ar.toml"));

    let broken = fs::read_to_string(csv)
        .expect("read")
        .replace("الخطوة {n} من {total}", "الخطوة {n}");
    fs::write(csv, broken).expect("written");
    let (code, printed) = run(&["translation", "import", csv, "-o", toml]);
    assert_eq!(code, 1);
    assert!(
        printed.contains("[lost-gap] step.step: {total} is missing"),
        "{printed}"
    );
}
