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

/// Files as they come, with what is said about them.
const HOSTILE: &[(&str, &[u8], Refusal)] = &[
    ("nothing", b"", Refusal::Missing),
    ("blanks", b" \n\t", Refusal::Missing),
    ("latin-1", b":root{--utrecht-link-color:#123/*\xe9*/}", Refusal::NoText),
    ("utf-16", b"\xff\xfe{\0}\0", Refusal::NoText),
    ("a zero", b":root{--utrecht-link-color:#1\x0023}", Refusal::NoText),
    ("an image", b"\x89PNG\r\n\x1a\n", Refusal::NoText),
    ("zip", b"PK\x03\x04--utrecht-link-color", Refusal::Nothing),
    ("html", b"<style>--utrecht-link-color:red</style>", Refusal::Nothing),
    ("a list", b"[1,2]", Refusal::NoJson),
    ("half of json", br#"{"utrecht":{"link""#, Refusal::NoJson),
    (
        "a circle",
        br#"{"utrecht":{"link":{"color":{"value":"{a.b}"}}},"a":{"b":{"value":"{a.c}"},"c":{"value":"{a.b}"}}}"#,
        Refusal::Nothing,
    ),
    ("a circle in css", b":root{--utrecht-link-color:var(--a);--a:var(--a)}", Refusal::Nothing),
    ("a comment without end", b"/* --utrecht-link-color:#123", Refusal::Nothing),
    ("tokens of another system", b":root{--rijkshuisstijl-color:#123456}", Refusal::Nothing),
    ("a name with a script", br#"{"utrecht":{"<script>":{"value":"x"}}}"#, Refusal::Nothing),
];

/// Files that are large in one way or another.
fn large() -> [(&'static str, String, Refusal); 8] {
    let css: String = (0..=MOST_TOKENS).map(|n| format!("--a{n}:#123;")).collect();
    let json: Vec<String> = (0..=MOST_TOKENS)
        .map(|n| format!("\"a{n}\":{{\"value\":\"#123\"}}"))
        .collect();
    let json = format!("{{{}}}", json.join(","));
    let number = format!("{{\"a\":{}}}", "9".repeat(1_000));
    [
        ("a megabyte", " ".repeat(MOST_BYTES + 1), Refusal::TooLarge),
        ("many tokens", css, Refusal::TooMany),
        ("many tokens in json", json, Refusal::TooMany),
        ("deep json", "{\"a\":".repeat(100_000), Refusal::NoJson),
        ("a thousand digits", number, Refusal::NoJson),
        ("braces", "{}".repeat(200_000), Refusal::NoJson),
        ("comments", "/*".repeat(200_000), Refusal::Nothing),
        (
            "semicolons",
            format!("a{}", ";".repeat(900_000)),
            Refusal::Nothing,
        ),
    ]
}

#[test]
fn a_hostile_file_is_refused_at_once_and_it_is_said_why() {
    let large = large();
    let large = large
        .iter()
        .map(|(name, text, why)| (*name, text.as_bytes(), *why));
    let files: Vec<_> = HOSTILE.iter().copied().chain(large).collect();
    assert_eq!(files.len(), 23);
    for (name, bytes, why) in files {
        let start = Instant::now();
        assert_eq!(read(bytes), Err(why), "{name}");
        assert!(start.elapsed() < Duration::from_secs(2), "{name}");
    }
}
