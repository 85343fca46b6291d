//! The house style for the test that renders all pages: untouched, refused, with what a file gave and a logo that was not
//! taken.

use maud::Markup;

use super::{Model, Problem, Typed, page};
use crate::domain::house_style::{HouseStyle, Token};
use crate::domain::id::ClientCouncilId;
use crate::interchange::design_tokens;
use crate::store::StoredStyle;
use crate::web::session::Volunteer;

/// Names and pages.
pub(crate) fn pages(volunteer: &Volunteer) -> Vec<(&'static str, Markup)> {
    let history = [stored()];
    let fresh = || Model::fresh(volunteer, &history);
    let colours = [(Token::Accent, "#ffd500"), (Token::Ink, "<script>")];
    let typed = Typed {
        colours: colours.map(|(token, text)| (token, text.to_owned())).into(),
        headings: None,
    };
    let refused = Model {
        problems: typed.style().1,
        typed,
        ..fresh()
    };
    let css = b":root{--utrecht-link-color:#1a2b5f;--x:1;--utrecht-document-color:inherit}";
    let from_file = Model {
        reading: design_tokens::read(css).ok(),
        problems: vec![Problem {
            field: "alt",
            sentence: "Schrijf op wat er op het logo staat.".to_owned(),
        }],
        alt: "<i class=x>",
        ..fresh()
    };
    vec![
        ("house style", page(&Model::fresh(volunteer, &[]))),
        ("house style refused", page(&refused)),
        ("house style from a file", page(&from_file)),
    ]
}

fn stored() -> StoredStyle {
    StoredStyle {
        client_council: ClientCouncilId::new("lelystad").expect("an id"),
        version: 3,
        style: HouseStyle::default(),
        logo: None,
        day: jiff::civil::date(2026, 11, 20),
        actor: "wies".to_owned(),
    }
}
