//! Files as municipalities publish them, and files that want something else.

use std::time::{Duration, Instant};

use super::*;

fn colours(reading: &Reading) -> Vec<(Token, String)> {
    let colours = reading.style.colours.iter();
    colours
        .map(|(token, colour)| (*token, colour.to_string()))
        .collect()
}

#[test]
fn json_with_groups_sets_and_references_is_read() {
    let text = r##"{
        "$metadata": {"tokenSetOrder": ["brand"]},
        "brand": {"voorbeeld": {"color": {"green": {"700": {"value": "#00573d", "type": "color"}}}}},
        "components/link": {"utrecht": {"link": {
            "color": {"$value": "{voorbeeld.color.green.700}", "$type": "color"},
            "text-decoration": {"value": "underline"},
            "hover": {"color": {"value": "rgb(0, 60, 42)"}}
        }}},
        "components/button": {"utrecht": {"button": {"primary-action": {
            "background-color": {"$value": {"colorSpace": "srgb", "components": [0, 0.34, 0.24], "hex": "#00573d"}},
            "color": {"value": "#fff"}
        }}}},
        "components/heading": {"utrecht": {"heading": {"font-family": {"value": "Gemeente Sans, Arial, sans-serif"}}}}
    }"##;
    let reading = read(text.as_bytes()).expect("a style");
    let expected = [
        (Token::Accent, "#00573d"),
        (Token::Link, "#00573d"),
        (Token::LinkHover, "#003c2a"),
        (Token::Button, "#00573d"),
        (Token::ButtonText, "#ffffff"),
    ];
    assert_eq!(
        colours(&reading),
        expected.map(|(token, text)| (token, text.to_owned()))
    );
    assert_eq!(reading.style.headings, Some(Headings::Sans));
    assert_eq!(
        reading.unused,
        [
            "brand-voorbeeld-color-green-700",
            "utrecht-link-text-decoration"
        ]
    );
    assert_eq!(reading.used.len(), 5);
    assert!(reading.unreadable.is_empty());
}

#[test]
fn custom_properties_are_read_and_nothing_else_of_the_file() {
    let text = "\u{feff}@import url(https://evil.example/x.css);\n/* --utrecht-link-color: #111; */\n\
        .theme { --gemeente-blue: #004699; --utrecht-link-color: var(--gemeente-blue);\n\
        --utrecht-document-background-color: rgb(255 255 255); --utrecht-link-hover-color: hsl(1 2% 3%);\n\
        --utrecht-heading-font-family: Georgia, serif; color: red } body { display: none }";
    let reading = read(text.as_bytes()).expect("a style");
    assert_eq!(
        colours(&reading),
        [
            (Token::Paper, "#ffffff"),
            (Token::Accent, "#004699"),
            (Token::Link, "#004699")
        ]
        .map(|(token, text)| (token, text.to_owned()))
    );
    assert_eq!(reading.style.headings, Some(Headings::Serif));
    assert_eq!(reading.unreadable, ["utrecht-link-hover-color"]);
    assert_eq!(reading.unused, ["gemeente-blue"]);
}

#[test]
fn our_own_names_overrule_and_of_two_the_last_counts() {
    let text = ":root{--achterban-color-accent:#1a2b5f;--utrecht-button-primary-action-background-color:#111;\
        --utrecht-button-primary-action-background-color:#222}";
    let reading = read(text.as_bytes()).expect("a style");
    assert_eq!(
        colours(&reading),
        [(Token::Accent, "#1a2b5f"), (Token::Button, "#222222")]
            .map(|(token, text)| (token, text.to_owned()))
    );
}

/// What stands in the place of a colour.
const INJECTIONS: [&str; 14] = [
    "red; } body { display: none",
    "#123;}body{background:url(//evil.example)}",
    "#123}</style><script>alert(1)</script>",
    "url(https://evil.example/#123456)",
    "url(javascript:alert(1))",
    "expression(alert(1))",
    "#123456 !important",
    "var(--utrecht-link-color)",
    "{utrecht.link.color}",
    "rgb(1,2,3);--x:1",
    "\\23 123456",
    "#12345６",
    "transparent",
    "#0b556380",
];

#[test]
fn a_value_that_is_no_colour_is_never_passed_on() {
    for injection in INJECTIONS {
        let quoted = serde_json::to_string(injection).expect("text");
        let json = format!(r#"{{"utrecht":{{"link":{{"color":{{"value":{quoted}}}}}}}}}"#);
        assert_eq!(read(json.as_bytes()), Err(Refusal::Nothing), "{injection}");
        let css = format!(":root{{--utrecht-link-color:{injection}}}");
        if let Ok(reading) = read(css.as_bytes()) {
            // What was cut off at a semicolon or brace is a colour, and only that.
            assert!(
                injection.starts_with("#123") || injection.starts_with("rgb(1,2,3)"),
                "{injection}"
            );
            let sheet = reading.style.sheet(":root");
            assert!(
                !sheet.contains("evil") && !sheet.contains("script") && !sheet.contains("body"),
                "{sheet}"
            );
        }
    }
}

#[test]
fn a_hostile_file_is_refused_at_once_and_it_is_said_why() {
    let deep = "{\"a\":".repeat(100_000);
    let circle = r#"{"utrecht":{"link":{"color":{"value":"{a.b}"}}},"a":{"b":{"value":"{a.c}"},"c":{"value":"{a.b}"}}}"#;
    let many: String = (0..=MOST_TOKENS).map(|n| format!("--a{n}:#123;")).collect();
    let many_json: Vec<String> = (0..=MOST_TOKENS)
        .map(|n| format!("\"a{n}\":{{\"value\":\"#123\"}}"))
        .collect();
    let files: Vec<(&str, Vec<u8>, Refusal)> = vec![
        ("nothing", vec![], Refusal::Missing),
        ("blanks", b" \n\t".to_vec(), Refusal::Missing),
        (
            "more than a megabyte",
            vec![b' '; MOST_BYTES + 1],
            Refusal::TooLarge,
        ),
        (
            "latin-1",
            b":root{--utrecht-link-color:#123/*\xe9*/}".to_vec(),
            Refusal::NoText,
        ),
        ("utf-16", b"\xff\xfe{\0}\0".to_vec(), Refusal::NoText),
        (
            "a zero",
            b":root{--utrecht-link-color:#1\x0023}".to_vec(),
            Refusal::NoText,
        ),
        ("an image", b"\x89PNG\r\n\x1a\n".to_vec(), Refusal::NoText),
        (
            "zip",
            b"PK\x03\x04--utrecht-link-color".to_vec(),
            Refusal::Nothing,
        ),
        (
            "html",
            b"<style>--utrecht-link-color:red</style>".to_vec(),
            Refusal::Nothing,
        ),
        ("a list", b"[1,2]".to_vec(), Refusal::NoJson),
        (
            "half of json",
            br#"{"utrecht":{"link""#.to_vec(),
            Refusal::NoJson,
        ),
        ("deep json", deep.into_bytes(), Refusal::NoJson),
        (
            "a number of a thousand digits",
            format!("{{\"a\":{}}}", "9".repeat(1_000)).into_bytes(),
            Refusal::NoJson,
        ),
        ("a circle", circle.as_bytes().to_vec(), Refusal::Nothing),
        (
            "a circle in css",
            b":root{--utrecht-link-color:var(--a);--a:var(--a)}".to_vec(),
            Refusal::Nothing,
        ),
        ("many tokens", many.into_bytes(), Refusal::TooMany),
        (
            "many tokens in json",
            format!("{{{}}}", many_json.join(",")).into_bytes(),
            Refusal::TooMany,
        ),
        (
            "a comment without end",
            b"/* --utrecht-link-color:#123".to_vec(),
            Refusal::Nothing,
        ),
        (
            "comments that never end",
            "/*".repeat(200_000).into_bytes(),
            Refusal::Nothing,
        ),
        (
            "braces only",
            "{}".repeat(200_000).into_bytes(),
            Refusal::NoJson,
        ),
        (
            "semicolons only",
            format!("a{}", ";".repeat(900_000)).into_bytes(),
            Refusal::Nothing,
        ),
        (
            "tokens of another system",
            b":root{--rijkshuisstijl-color:#123456}".to_vec(),
            Refusal::Nothing,
        ),
        (
            "a name with a script",
            br#"{"utrecht":{"<script>":{"value":"x"}}}"#.to_vec(),
            Refusal::Nothing,
        ),
    ];
    assert!(files.len() >= 20);
    for (name, bytes, why) in files {
        let start = Instant::now();
        assert_eq!(read(&bytes), Err(why), "{name}");
        assert!(start.elapsed() < Duration::from_secs(2), "{name}");
    }
}
