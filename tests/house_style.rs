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

use crate::client::server::Scratch;

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
