//! What every house style must keep to.

use proptest::prelude::*;

use super::charts::{Charts, NEGATIVE};
use super::colour::Colour;
use super::contrast::{Against, GRAPHIC, TEXT};
use super::vision::least_distance;
use super::{Headings, HouseStyle, Token};

pub(super) fn style(colours: &[(Token, &str)]) -> HouseStyle {
    let read = |text: &str| Colour::read(text).expect("a colour");
    HouseStyle {
        colours: colours
            .iter()
            .map(|(token, text)| (*token, read(text)))
            .collect(),
        headings: None,
    }
}

/// The value of a custom property in a sheet.
fn property(sheet: &str, name: &str) -> Colour {
    let start = format!("--{name}:");
    let (_, rest) = sheet.split_once(&start).expect("the property");
    Colour::read(rest.split([';', '}']).next().expect("a value")).expect("a colour")
}

fn any_style() -> impl Strategy<Value = HouseStyle> {
    let colour = any::<(u8, u8, u8)>().prop_map(|(red, green, blue)| Colour(red, green, blue));
    let token = prop::sample::select(Token::ALL);
    let headings = prop::option::of(prop::sample::select(Headings::ALL));
    (prop::collection::btree_map(token, colour, 0..9), headings)
        .prop_map(|(colours, headings)| HouseStyle { colours, headings })
}

#[test]
fn the_neutral_style_passes_and_is_the_style_of_the_stylesheet() {
    let neutral = HouseStyle::default();
    assert_eq!(neutral.failing(), []);
    assert!(neutral.is_neutral());
    let sheet = neutral.sheet(":root");
    let pages = include_str!("../../web/static/achterban.css");
    for name in [
        "achterban-color-ink",
        "achterban-color-paper",
        "achterban-color-accent",
        "achterban-color-accent-strong",
        "achterban-color-accent-tint",
        "achterban-color-accent-line",
        "achterban-chart-pos-1",
        "achterban-chart-pos-2",
        "achterban-chart-interval",
    ] {
        let colour = property(&sheet, name);
        assert!(
            pages.contains(&format!("--{name}: {colour};")),
            "{name}: {colour}"
        );
    }
    for (name, against) in [
        ("muted", Against::Muted),
        ("line-strong", Against::Edge),
        ("error", Against::Error),
        ("attention", Against::Attention),
        ("success", Against::Success),
        ("focus", Against::Ring),
    ] {
        let colour = neutral.against(against);
        assert!(
            pages.contains(&format!("--achterban-color-{name}: {colour};")),
            "{name}: {colour}"
        );
    }
}

#[test]
fn a_dark_green_is_taken_as_it_is_and_the_rest_follows_from_it() {
    let green = style(&[(Token::Accent, "#00573d")]);
    assert_eq!(green.failing(), []);
    assert_eq!(green.mended(), green);
    assert_eq!(green.colour(Token::Link), green.colour(Token::Accent));
    assert_eq!(green.colour(Token::ButtonText), Colour::WHITE);
    assert!(
        green.colour(Token::AccentStrong).lightness() < green.colour(Token::Accent).lightness()
    );
}

#[test]
fn yellow_letters_are_refused_and_a_yellow_that_can_be_read_is_offered() {
    let yellow = style(&[(Token::Accent, "#ffd500"), (Token::Paper, "#fffbe6")]);
    let failing = yellow.failing();
    let first = failing.first().expect("refused");
    assert_eq!(
        (first.token, first.against),
        (Token::Accent, Against::Paper)
    );
    assert!((1.3..1.5).contains(&first.found), "{}", first.found);
    let mended = yellow.mended();
    assert_eq!(mended.failing(), []);
    let offered = mended.colour(Token::Accent);
    assert!(
        offered.0 > 0x60 && offered.2 < 0x30,
        "still yellow: {offered}"
    );
}

#[test]
fn what_follows_from_a_refused_colour_is_not_refused_beside_it() {
    let tokens = |style: HouseStyle| {
        let refusals = style.refusals();
        refusals.iter().map(|check| check.token).collect::<Vec<_>>()
    };
    assert_eq!(
        tokens(style(&[(Token::Accent, "#ffd500")])),
        [Token::Accent]
    );
    let both = style(&[(Token::Accent, "#ffd500"), (Token::Link, "#ffee00")]);
    assert_eq!(tokens(both), [Token::Accent, Token::Link]);
    // The accent was not chosen, but on this red-brown paper nobody can read it.
    let paper = style(&[(Token::Paper, "#c9b5a5")]);
    assert!(!tokens(paper).is_empty());
    assert_eq!(tokens(style(&[(Token::Accent, "#1a2b5f")])), []);
}

#[test]
fn red_and_brown_keep_meaning_error_and_attention() {
    for (accent, against) in [
        ("#b01c1c", Against::Error),
        ("#7a4505", Against::Attention),
        ("#1f6639", Against::Success),
    ] {
        let failing = style(&[(Token::Accent, accent)]).failing();
        assert!(
            failing.iter().any(|check| check.against == against),
            "{accent}: {failing:?}"
        );
        assert_eq!(style(&[(Token::Accent, accent)]).mended().failing(), []);
    }
}

#[test]
fn charts_take_the_accent_only_when_everyone_can_tell_it_from_orange() {
    for (accent, follow) in [
        ("#1a2b5f", true),
        ("#5b2a86", true),
        ("#00573d", false),
        ("#5a5a00", false),
    ] {
        let charts = Charts::of(&style(&[(Token::Accent, accent)]));
        if follow {
            assert!(charts.follow(), "{accent}");
        }
        let worst = charts
            .positive
            .iter()
            .zip(NEGATIVE)
            .map(|(one, two)| least_distance(*one, two));
        assert!(worst.fold(1.0, f64::min) >= 0.1, "{accent}");
    }
    assert!(!Charts::of(&style(&[(Token::Accent, "#00573d")])).follow());
    assert!(!Charts::of(&HouseStyle::default()).follow());
}

#[test]
fn the_sheet_of_a_style_is_the_one_of_its_edition() {
    // When this changes, raise EDITION: browsers keep the old sheet under the old address.
    let style = style(&[(Token::Accent, "#1a2b5f"), (Token::Button, "#ffd500")]);
    let digest = data_encoding::HEXLOWER
        .encode(&<sha2::Sha256 as sha2::Digest>::digest(style.sheet(":root"))[..4]);
    assert_eq!((super::EDITION, digest.as_str()), (1, "5ccdf7f8"));
}

#[test]
fn a_stored_style_is_read_back_and_nothing_else_is() {
    let style = HouseStyle {
        headings: Some(Headings::Sans),
        ..style(&[(Token::Accent, "#1a2b5f"), (Token::ButtonHover, "#000")])
    };
    let text = serde_json::to_string(&style).expect("text");
    assert_eq!(
        text,
        r##"{"colours":{"accent":"#1a2b5f","button-hover":"#000000"},"headings":"schreefloos"}"##
    );
    assert_eq!(
        serde_json::from_str::<HouseStyle>(&text).expect("a style"),
        style
    );
    for wrong in [
        r##"{"colours":{"accent":"red"}}"##,
        r##"{"colours":{"accent":"#123;}body{"}}"##,
        r##"{"colours":{"x":"#123"}}"##,
        r##"{"css":"body{}"}"##,
        r##"{"headings":"Comic Sans"}"##,
    ] {
        assert!(
            serde_json::from_str::<HouseStyle>(wrong).is_err(),
            "{wrong}"
        );
    }
}

proptest! {
    #[test]
    fn a_mended_style_passes_every_rule_and_one_that_passes_stays_as_it_is(style in any_style()) {
        let mended = style.mended();
        prop_assert_eq!(mended.failing(), vec![]);
        prop_assert_eq!(style.failing().is_empty(), mended == style);
    }

    /// The rules once more, on the sheet as a browser gets it.
    #[test]
    fn in_the_sheet_of_an_accepted_style_everything_can_be_read_and_seen(style in any_style()) {
        let sheet = style.mended().sheet(":root");
        let of = |name: &str| property(&sheet, name);
        let paper = of("utrecht-document-background-color");
        let tint = of("achterban-color-accent-tint");
        for front in [
            "utrecht-document-color", "utrecht-link-color", "utrecht-link-hover-color", "achterban-color-accent",
            "achterban-color-accent-strong", "accent", "accent-strong", "ink",
        ] {
            for back in [paper, tint, Colour::WHITE] {
                prop_assert!(of(front).ratio(back) >= TEXT, "{} on {}", front, back);
            }
        }
        let label = of("utrecht-button-primary-action-color");
        for back in ["utrecht-button-primary-action-background-color", "utrecht-button-primary-action-hover-background-color"] {
            prop_assert!(of(back).ratio(label) >= TEXT);
            prop_assert!(of(back).ratio(paper) >= GRAPHIC);
        }
        for chart in ["achterban-chart-pos-1", "achterban-chart-pos-2", "achterban-chart-interval"] {
            prop_assert!(of(chart).ratio(Colour::WHITE) >= GRAPHIC);
        }
        prop_assert!(of("achterban-chart-pos-1").ratio(of("achterban-chart-pos-2")) >= 1.9);
        prop_assert!(of("utrecht-focus-outline-color").ratio(Colour(0xff, 0xbe, 0x3d)) >= GRAPHIC);
    }

    #[test]
    fn a_sheet_holds_nothing_but_our_properties(style in any_style()) {
        let sheet = style.sheet(":root");
        let own = |letter: char| letter.is_ascii_alphanumeric() || "-:;#{}@() \",\n".contains(letter);
        prop_assert!(sheet.chars().all(own));
        prop_assert!(!sheet.contains("url") && !sheet.contains("import"));
        prop_assert_eq!(sheet.matches('{').count(), sheet.matches('}').count());
        prop_assert!(sheet.len() < 4_000);
    }
}
