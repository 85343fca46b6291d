//! The page as a file to keep and as a served page.

use super::{Links, STYLE, Style, page};
use crate::domain::house_style::colour::Colour;
use crate::domain::house_style::logo::Logo;
use crate::domain::house_style::{HouseStyle, Look, Token};
use crate::report::example::example;
use crate::report::input::Document;

#[test]
fn a_page_to_keep_asks_nothing_of_the_network_and_a_served_one_has_no_inline_style() {
    let example = example();
    let document = Document::knelpunten(&example.source());
    let kept = page(&document, Style::Inline).unwrap();
    for outside in ["http:", "https:", "<script", "src=", "@import", "url(h"] {
        let found = kept.replace("http://www.w3.org/2000/svg", "");
        assert!(!found.contains(outside), "{outside}");
    }
    let links = Links {
        sheet: "/static/1/rapport.css",
        house_style: None,
        logo: None,
    };
    let served = page(&document, Style::Linked(links)).unwrap();
    assert!(!served.contains("<style") && !served.contains("style="));
    assert!(served.contains("rel=\"stylesheet\" href=\"/static/1/rapport.css\""));
}

#[test]
fn every_figure_has_its_table_and_what_people_wrote_is_escaped() {
    let mut example = example();
    example.about.client_council = Some("<b>Raad</b> & co".to_owned());
    let document = Document::knelpunten(&example.source());
    let text = page(&document, Style::Inline).unwrap();
    let figures = document.figures().count();
    assert_eq!(text.matches("<figure").count(), figures);
    let tests = document.knelpunten.iter().filter(|it| it.tests.is_some());
    assert_eq!(
        text.matches("<caption").count(),
        figures + 2 + tests.count(),
        "and the tables of the response, of what comes first and of tests"
    );
    assert!(text.contains("&lt;b&gt;Raad&lt;/b&gt; &amp; co") && !text.contains("<b>Raad"));
}

#[test]
fn a_house_style_comes_after_ours_and_a_logo_takes_the_place_of_the_mark() {
    let mut example = example();
    example.about.look = navy();
    let document = Document::knelpunten(&example.source());
    let kept = page(&document, Style::Inline).unwrap();
    let sheet = document.look.style.sheet(":root");
    assert!(kept.contains(&format!("{STYLE}{sheet}</style>")));
    assert!(kept.contains("src=\"data:image/png;base64,AQID\" alt=\"Twee &lt;huizen&gt;\""));
    assert!(!kept.contains("<svg viewBox=\"0 0 40 40\""));
    let links = Links {
        sheet: "/a.css",
        house_style: Some("/b.css"),
        logo: Some("/c.png"),
    };
    let served = page(&document, Style::Linked(links)).unwrap();
    assert!(served.contains("href=\"/a.css\"><link rel=\"stylesheet\" href=\"/b.css\">"));
    assert!(
        served.contains("src=\"/c.png\"")
            && !served.contains("data:")
            && !served.contains("--accent")
    );
}

fn navy() -> Look {
    let navy = [(Token::Accent, Colour(0x1a, 0x2b, 0x5f))];
    Look {
        style: HouseStyle {
            colours: navy.into(),
            headings: None,
        },
        logo: Some(Logo {
            print: vec![1, 2, 3],
            screen: vec![1, 2, 3],
            size: (80, 40),
            alt: "Twee <huizen>".to_owned(),
        }),
    }
}

#[test]
fn made_up_data_are_marked_at_the_top() {
    let example = example();
    let text = page(&Document::knelpunten(&example.source()), Style::Inline).unwrap();
    assert!(text.contains("Verzonnen gegevens"));
}
