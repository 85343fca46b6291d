//! A house style on paper: colours and logo of the client council in the report.

use std::io::Cursor;
use std::process::Command;

use achterban::domain::house_style::colour::Colour;
use achterban::domain::house_style::{Headings, HouseStyle, Look, Token};
use achterban::interchange::logo;
use achterban::report::example::example;
use achterban::report::input::Document;
use achterban::report::pdf;
use image::{ImageFormat, Rgb, RgbImage};

use crate::client::server::{PROGRAM, Scratch};

const NAVY: Colour = Colour(0x1a, 0x2b, 0x5f);
const PETROL: Colour = Colour(0x0b, 0x55, 0x63);
/// A colour that is in the logo only.
const LIME: Colour = Colour(0x9a, 0xe0, 0x10);

/// A logo of one colour, as a file.
pub(crate) fn a_logo(Colour(red, green, blue): Colour) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(240, 80, Rgb([red, green, blue]))
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

fn navy() -> Look {
    Look {
        style: HouseStyle {
            colours: [(Token::Accent, NAVY)].into(),
            headings: Some(Headings::Sans),
        },
        logo: Some(logo::read(&a_logo(LIME), "Een groen vlak").expect("a logo")),
    }
}

/// How many points of the first page have about this colour; absent without Poppler, which `tests/run` installs.
fn points(pdf: &[u8], colour: Colour, name: &str) -> Option<usize> {
    let scratch = Scratch::new(name);
    let path = scratch.path("rapport.pdf");
    std::fs::write(&path, pdf).expect("written");
    let drawn = Command::new("pdftoppm")
        .args(["-r", "30", "-f", "1", "-l", "1"])
        .arg(&path)
        .output()
        .ok()?;
    let (_, points) = drawn.stdout.split_at(
        drawn
            .stdout
            .windows(5)
            .position(|part| part == b"\n255\n")?
            + 5,
    );
    let near = |point: &[u8]| Colour(point[0], point[1], point[2]).distance(colour) < 0.02;
    Some(points.chunks_exact(3).filter(|point| near(point)).count())
}

#[test]
fn a_report_has_the_colours_and_the_logo_of_its_client_council_and_without_them_ours() {
    let mut example = example();
    let neutral = pdf::knelpunten(&Document::knelpunten(&example.source())).expect("a report");
    example.about.look = navy();
    let own = pdf::knelpunten(&Document::knelpunten(&example.source())).expect("a report");
    assert!(own.pages.abs_diff(neutral.pages) <= 1);
    assert_ne!(own.bytes, neutral.bytes);
    let count = |made: &pdf::Pdf, colour, name| points(&made.bytes, colour, name);
    for (colour, in_own, in_neutral) in [
        (NAVY, true, false),
        (LIME, true, false),
        (PETROL, false, true),
    ] {
        for (made, expected) in [(&own, in_own), (&neutral, in_neutral)] {
            if let Some(found) = count(made, colour, "huisstijl-pdf") {
                assert_eq!(found > 50, expected, "{colour}: {found}");
            }
        }
    }
}

/// Runs the program; exit code, stdout, stderr.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(PROGRAM)
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn on_the_command_line_a_style_is_set_shown_refused_with_a_colour_that_passes_and_reset() {
    let scratch = Scratch::new("huisstijl-opdracht");
    let path = |name: &str| scratch.path(name).to_string_lossy().into_owned();
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(scratch.path(name), bytes).expect("written");
        path(name)
    };
    let data = path("data");
    let (added, _, said) = run(&[
        "client-council",
        "add",
        "councils/lelystad.toml",
        "--data",
        &data,
    ]);
    assert_eq!(added, 0, "{said}");
    let of = ["--client-council", "lelystad", "--data", &data];
    let style = |action: &str, more: &[&str]| run(&[&["house-style", action], more, &of].concat());

    let logo = write("logo.png", &a_logo(LIME));
    let tokens = write(
        "tokens.json",
        br##"{"utrecht":{"link":{"color":{"value":"#1a2b5f"},"x":{"value":"1"}}}}"##,
    );
    let (code, shown, said) = style(
        "set",
        &[&tokens, "--logo", &logo, "--logo-alt", "Een groen vlak"],
    );
    assert_eq!(code, 0, "{said}");
    assert!(
        shown.contains("used: utrecht-link-color") && shown.contains("not used: utrecht-link-x"),
        "{shown}"
    );

    let yellow = write("geel.css", b":root{--achterban-color-accent:#ffd500}");
    let (code, _, said) = style("set", &[&yellow]);
    assert_eq!(code, 1);
    assert!(said.contains("Accentkleur op de achtergrond (#ffd500): 1,3 op 1, nodig is 4,5 op 1. Kies bijvoorbeeld #"), "{said}");
    let svg = write("logo.svg", b"<svg/>");
    let (code, _, said) = style("set", &[&tokens, "--logo", &svg, "--logo-alt", "Logo"]);
    assert_eq!(code, 1);
    assert!(
        said.contains("logo.svg: Een SVG-bestand mag niet."),
        "{said}"
    );
    assert_eq!(
        style("set", &[&tokens, "--logo", &logo]).0,
        2,
        "a logo needs words"
    );

    let (code, shown, _) = run(&[
        "house-style",
        "show",
        "--council",
        "lelystad",
        "--data",
        &data,
    ]);
    assert_eq!(code, 0);
    assert!(
        shown.contains("#1a2b5f") && shown.contains("logo: Een groen vlak"),
        "{shown}"
    );
    assert_eq!(style("reset", &[]).0, 0);
    let (_, shown, _) = style("show", &[]);
    assert!(
        !shown.contains("#1a2b5f") && !shown.contains("logo:"),
        "{shown}"
    );
    assert_eq!(
        run(&[
            "house-style",
            "show",
            "--client-council",
            "nergens",
            "--data",
            &data
        ])
        .0,
        1
    );
}
