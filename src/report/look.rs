//! The house style as files for templates: `huisstijl.typ` reads them, so that every paper looks the same.

use serde::Serialize;

use crate::domain::house_style::colour::Colour;
use crate::domain::house_style::{Headings, Look, Token};

const DATA: &str = "/huisstijl.json";
const LOGO: &str = "/logo.png";

/// Contract with `reports/huisstijl.typ`.
#[derive(Serialize)]
struct Data<'a> {
    ink: Colour,
    paper: Colour,
    accent: Colour,
    accent_strong: Colour,
    tint: Colour,
    fine: Colour,
    serif_headings: bool,
    logo: Option<Picture<'a>>,
}

#[derive(Serialize)]
struct Picture<'a> {
    alt: &'a str,
    /// Width divided by height.
    ratio: f64,
}

/// The files that a template sees of a look, by their paths.
pub(super) fn files(look: &Look) -> impl Iterator<Item = (String, Vec<u8>)> {
    let style = &look.style;
    let data = Data {
        ink: style.colour(Token::Ink),
        paper: style.colour(Token::Paper),
        accent: style.colour(Token::Accent),
        accent_strong: style.colour(Token::AccentStrong),
        tint: style.tint(),
        fine: style.fine(),
        serif_headings: style.headings() == Headings::Serif,
        logo: look.logo.as_ref().map(|logo| Picture {
            alt: &logo.alt,
            ratio: f64::from(logo.size.0) / f64::from(logo.size.1.max(1)),
        }),
    };
    // Colours, a bool and a text: always JSON.
    let data = serde_json::to_vec(&data).unwrap_or_default();
    let logo = look.logo.as_ref().map(|logo| logo.print.clone());
    let logo = logo.map(|bytes| (LOGO.to_owned(), bytes));
    [(DATA.to_owned(), data)].into_iter().chain(logo)
}

#[cfg(test)]
mod tests {
    use super::{Look, files};

    #[test]
    fn the_neutral_look_has_the_colours_of_the_stylesheet_and_no_logo() {
        let files: Vec<_> = files(&Look::default()).collect();
        assert_eq!(files.len(), 1);
        let data: serde_json::Value = serde_json::from_slice(&files[0].1).unwrap();
        let expected = serde_json::json!({
            "ink": "#16262b", "paper": "#faf8f3", "accent": "#0b5563", "accent_strong": "#073c47",
            "tint": "#e5f0f1", "fine": "#a9cdd2", "serif_headings": true, "logo": null,
        });
        assert_eq!(data, expected);
    }
}
