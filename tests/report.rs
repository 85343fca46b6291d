//! Reports end to end: the command line, numbers that `compute` gives again, and hostile text that stays text.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use achterban::analysis::waves::Waves;
use achterban::domain::localized::Localized;
use achterban::report::example::{Example, example};
use achterban::report::html::{self, Style};
use achterban::report::input::Document;
use achterban::report::pdf;
use achterban::report::piece::{Kind, Piece, docx, odt};
use serde_json::Value;

/// A directory of this test's own.
fn scratch(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{name}"));
    std::fs::create_dir_all(&path).expect("a scratch directory");
    path
}

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/reference")
        .join(name)
}

fn achterban(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_achterban"))
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn report(kind: &str, output: &Path) -> Output {
    report_on("beps", kind, output)
}

/// A report on one of the real data sets that have a questionnaire.
fn report_on(data: &str, kind: &str, output: &Path) -> Output {
    let survey = reference(&format!("{data}.toml"));
    let responses = reference(&format!("data/{data}.csv"));
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    achterban(&[
        "report",
        kind,
        "--survey",
        &path(&survey),
        "--responses",
        &path(&responses),
        "-o",
        &path(output),
    ])
}

#[test]
fn the_report_on_real_respondents_is_a_tagged_pdf_with_its_figures_beside_it() {
    let output = scratch("real").join("beps.pdf");
    let done = report("knelpunten", &output);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let pdf = std::fs::read(&output).expect("the report");
    let text = String::from_utf8_lossy(&pdf);
    assert!(pdf.starts_with(b"%PDF-1.7") && text.contains("/MarkInfo") && text.contains("/Lang"));
    assert!(
        text.contains("pdfuaid:part") && text.contains("pdfaid:part"),
        "both standards are declared"
    );
}

#[test]
fn every_printed_number_of_a_report_is_given_again_by_compute() {
    assert!(computed_again("beps") > 100);
    assert!(
        computed_again("mass_survey") > 100,
        "with what people left open"
    );
}

/// How many numbers a report prints that `compute` was asked for again and gave the same.
fn computed_again(data: &str) -> usize {
    let output = scratch(data).join("report.pdf");
    let done = report_on(data, "knelpunten", &output);
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let figures = output.with_file_name("report.pdf.figures.json");
    let done = achterban(&[
        "compute",
        "--data",
        reference(&format!("data/{data}.csv"))
            .to_str()
            .expect("UTF-8"),
        "--requests",
        figures.to_str().expect("UTF-8"),
    ]);
    let answers: Vec<Value> = serde_json::from_slice(&done.stdout).expect("JSON");
    let file: Value =
        serde_json::from_slice(&std::fs::read(&figures).expect("figures")).expect("JSON");
    let checks = file["checks"].as_array().expect("checks");
    assert_eq!(answers.len(), checks.len());
    let mut compared = 0;
    for (check, answer) in checks.iter().zip(&answers) {
        assert!(answer.get("error").is_none(), "{answer}");
        for printed in check["printed"].as_array().expect("printed") {
            let field = printed["field"].as_str().expect("a field");
            let again = at(&answer["out"], field).as_f64().unwrap_or(f64::NAN);
            let value = printed["value"].as_f64().expect("a number");
            let near = (again - value).abs() <= 1e-9 * value.abs().max(1.0);
            assert!(
                near,
                "{} {field}: printed {value}, computed {again}",
                check["id"]
            );
            compared += 1;
        }
    }
    compared
}

/// The value at a path such as `themes[2].rank_set[0]`.
fn at<'v>(value: &'v Value, path: &str) -> &'v Value {
    let names = path.split(['.', '[', ']']).filter(|name| !name.is_empty());
    names.fold(value, |value, name| match name.parse::<usize>() {
        Ok(place) => &value[place],
        Err(_) => &value[name],
    })
}

#[test]
fn what_this_version_can_not_make_is_wrong_usage_and_the_message_says_what_works() {
    let directory = scratch("usage");
    for (kind, name) in [("samenvatting", "a.doc"), ("knelpunten", "a")] {
        let done = report(kind, &directory.join(name));
        assert_eq!(done.status.code(), Some(2), "{kind} {name}");
        assert!(
            String::from_utf8_lossy(&done.stderr).contains(".pdf"),
            "{kind} {name}"
        );
        assert!(!directory.join(name).exists());
    }
}

#[test]
fn a_place_that_can_not_be_written_is_named_and_nothing_stays_behind() {
    let done = report("knelpunten", Path::new("/proc/nothing/here.pdf"));
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("/proc/nothing/here.pdf"));
}

/// Texts that would be code in a template, or that a font or a layout may choke on.
#[expect(clippy::too_many_lines, reason = "a list of texts")]
fn hostile() -> Vec<String> {
    let code = [
        "#read(\"/etc/passwd\")",
        "]#[",
        "$",
        "#import \"@preview/x:1.0.0\"",
        "#eval(\"1+1\")",
        "\\u{41}",
        "*",
        "_",
        "`",
        "```",
        "= kop",
        "- lijst",
        "/ term: x",
        "<label>",
        "@ref",
        "https://example.org",
        "//",
        "/* */",
        "#",
        "##",
        "~",
        "#{panic()}",
        "#set page(width: 1pt)",
        "#show: x => none",
        "]",
        "[",
        "{",
        "}",
        "(",
        ")",
        "\"",
        "'",
        "\\",
        "%PDF-1.4",
        "<script>alert(1)</script>",
        "&amp;",
        "&#x41;",
        "<!--",
        "]]>",
        "</svg>",
        "</text><image href=\"file:///etc/passwd\"/>",
        "${HOME}",
        "{{x}}",
        "%s%n",
        "\u{0}",
        "\u{7}",
        "\r\n",
        "\t",
        "\u{FEFF}",
        "\u{FFFE}",
        "\u{E000}",
        "\u{10FFFF}",
        "null",
    ];
    let scripts = [
        "😀",
        "👨‍👩‍👧‍👦",
        "👍🏽",
        "🇳🇱",
        "e\u{301}",
        "a\u{300}\u{301}\u{302}\u{303}",
        "ش\u{64E}\u{301}",
        "\u{301}los",
        "谢谢",
        "ありがとう",
        "감사",
        "ขอบคุณ",
        "धन्यवाद",
        "תודה",
        "شكرا",
        "شكرا 123 abc",
        "የቐንየለይ",
        "Ευχαριστώ",
        "Спасибо",
        "Dziękuję",
        "\u{202E}omgekeerd",
        "\u{2066}x\u{2069}",
        "ﷺ",
        "ﬁ",
        "…",
        "‘’“”",
        "½",
        "€",
        "→",
        "✓",
        "\u{200B}",
        "\u{AD}",
        "\u{A0}",
        "\u{2028}",
        "𝔘𝔫𝔦",
        "ʰᵉʸ",
    ];
    let mut texts: Vec<String> = code
        .iter()
        .chain(&scripts)
        .map(|text| (*text).to_owned())
        .collect();
    texts.push("a".repeat(20_000));
    texts.push("Wachtwoord".repeat(50));
    texts.push("woord ".repeat(3_000));
    texts.push(String::new());
    texts.push(" ".repeat(500));
    while texts.len() < 100 {
        let place = texts.len();
        texts.push(format!("{}{}", texts[place % 40], texts[(place * 7) % 80]));
    }
    texts
}

/// The example with hostile text at every place where people write.
fn attacked(texts: &[String]) -> Example {
    let mut example = example();
    let mut next = texts.iter().cycle().cloned();
    let mut text = || next.next().unwrap_or_default();
    example.about.client_council = Some(text());
    example.about.period = Some(text());
    example.questionnaire.title = Localized::single("nl", &text());
    let sections = example
        .questionnaire
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.questions);
    for question in sections.chain(&mut example.questionnaire.background) {
        question.text = Localized::single("nl", &text());
        for option in &mut question.options {
            option.label = Localized::single("nl", &text());
        }
    }
    for level in example
        .results
        .questions
        .iter_mut()
        .flat_map(|table| &mut table.levels)
    {
        level.label = text();
    }
    for theme in &mut example.results.themes {
        theme.name = text();
        for cell in theme.by_group.iter_mut().flat_map(|row| &mut row.cells) {
            cell.label = text();
        }
    }
    for theme in &mut example.signals {
        theme.name = text();
    }
    example
}

#[test]
fn a_hundred_hostile_texts_come_out_as_text_and_never_block_a_report() {
    let texts = hostile();
    for shift in [0, 37, 71] {
        let mut turned = texts.clone();
        turned.rotate_left(shift);
        let example = attacked(&turned);
        let document = Document::knelpunten(&example.source());
        let made = pdf::knelpunten(&document).expect("what people wrote never blocks a report");
        assert!(made.pages > 3 && made.replaced > 0);
        let page = html::page(&document, Style::Inline).expect("a page");
        assert!(!page.contains("<script") && !page.contains("href=\"file:"));
    }
}

#[test]
fn hostile_texts_never_block_an_advice_for_word_open_document_or_paper() {
    let example = attacked(&hostile());
    let document = Document::knelpunten(&example.source());
    let advice = Piece::of(Kind::Advice, &document);
    assert!(advice.pdf().expect("an advice").pages > 3);
    let mut word = Vec::new();
    docx::write(&mut word, &advice).expect("a Word document");
    assert!(
        word.windows(10).any(|it| it == b"beeld1.png"),
        "a picture was left out"
    );
    odt::write(&mut std::io::sink(), &advice).expect("an OpenDocument text");
}

#[test]
fn template_code_in_a_name_stands_in_the_pdf_as_it_was_written() {
    let mut example = example();
    example.about.client_council = Some("Raad #read(\"/etc/passwd\") ]#[ $x$".to_owned());
    let document = Document::knelpunten(&example.source());
    let made = pdf::knelpunten(&document).expect("a report");
    let path = scratch("text").join("hostile.pdf");
    std::fs::write(&path, &made.bytes).expect("written");
    // Poppler is on the machines that run `tests/run`; elsewhere the text can't be read back.
    let Ok(read) = Command::new("pdftotext")
        .args(["-layout", path.to_str().expect("UTF-8"), "-"])
        .output()
    else {
        return;
    };
    let text = String::from_utf8_lossy(&read.stdout);
    assert!(
        text.contains("Raad #read(\"/etc/passwd\") ]#[ $x$"),
        "{}",
        &text[..400.min(text.len())]
    );
    assert!(!text.contains("root:x:0"));
}

#[test]
fn a_report_on_too_few_people_shows_no_figure_and_still_says_how_it_was_made() {
    let mut example = example();
    example.results.respondents = None;
    example.results.themes.clear();
    example.results.crossings.clear();
    for table in &mut example.results.questions {
        table.n_valid = None;
        for level in &mut table.levels {
            (level.count, level.share, level.lo, level.hi) = (None, None, None, None);
        }
        (table.top2, table.bottom2, table.mean) = (None, None, None);
    }
    example.signals.clear();
    example.waves = Waves::default();
    let document = Document::knelpunten(&example.source());
    assert_eq!(document.figures().count(), 0);
    assert!(pdf::knelpunten(&document).expect("a report").pages >= 3);
}
