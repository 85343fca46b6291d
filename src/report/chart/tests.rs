//! Picture, text alternative and data table say the same.

use super::{
    Body, Chart, Column, HeatCell, HeatColumn, HeatMap, HeatRow, LaneRow, Lanes, Likert, LikertRow,
    Measure, Places, Segment, SignalCount, SignalRow, Signals,
};
use crate::domain::house_style::HouseStyle;
use crate::domain::house_style::charts::Charts;
use crate::domain::house_style::colour::Colour;

fn neutral() -> Charts {
    Charts::of(&HouseStyle::default())
}

fn chart(body: Body) -> Chart {
    Chart {
        id: "figuur-1".to_owned(),
        title: "Een bevinding & <nog iets>".to_owned(),
        subtitle: "Deel van de mensen.".to_owned(),
        body,
    }
}

fn lanes() -> Chart {
    let row = |name: &str, figure: &str, value: f64, places: (u64, u64)| LaneRow {
        name: name.to_owned(),
        note: "171 van de 318".to_owned(),
        extra: vec![],
        measure: Some(Measure {
            value,
            lo: value - 0.05,
            hi: value + 0.05,
            figure: figure.to_owned(),
            limits: Some("33,2 tot 43,2".to_owned()),
        }),
        places: Some(Places {
            first: places.0,
            last: places.1,
            of: 3,
        }),
        before: None,
    };
    let mut hidden = row("Privacy", "1", 0.1, (3, 3));
    hidden.measure = None;
    chart(Body::Lanes(Lanes {
        value_name: "Zwaarte".to_owned(),
        percent: false,
        row_name: "Thema".to_owned(),
        extra_head: vec![],
        rows: vec![
            row("Wachttijd", "38,2", 0.382, (1, 2)),
            row("Brieven", "30,1", 0.301, (1, 2)),
            hidden,
        ],
    }))
}

fn likert() -> Chart {
    let part = |count| Some(Segment { count, n: 331 });
    chart(Body::Likert(Likert {
        negative: vec![
            "Helemaal niet mee eens".to_owned(),
            "Niet mee eens".to_owned(),
        ],
        neutral: Some("Niet eens en niet oneens".to_owned()),
        positive: vec!["Mee eens".to_owned(), "Helemaal mee eens".to_owned()],
        rows: vec![LikertRow {
            text: "Ik begrijp de brieven die ik krijg.".to_owned(),
            n: Some(331),
            negative: vec![part(55), part(103)],
            neutral: part(58),
            positive: vec![part(92), part(23)],
            negative_total: part(158),
            positive_total: part(115),
        }],
    }))
}

fn heat_map() -> Chart {
    let column = |label: &str, n| HeatColumn {
        label: label.to_owned(),
        n,
    };
    chart(Body::HeatMap(HeatMap {
        row_name: "Thema".to_owned(),
        columns: vec![column("18–26", Some(38)), column("67 of ouder", None)],
        rows: vec![HeatRow {
            name: "Wachttijd".to_owned(),
            cells: vec![Some(HeatCell::Share { events: 19, n: 38 }), None],
        }],
    }))
}

fn signals() -> Chart {
    let count = |exact, printed: &str| SignalCount {
        exact,
        printed: printed.to_owned(),
    };
    chart(Body::Signals(Signals {
        channels: vec!["Spreekuur".to_owned(), "Website".to_owned()],
        rows: vec![SignalRow {
            name: "Wachttijd".to_owned(),
            counts: vec![count(Some(14), "14"), count(None, "minder dan 5")],
        }],
    }))
}

fn all() -> [Chart; 4] {
    [lanes(), likert(), heat_map(), signals()]
}

#[test]
fn the_text_alternative_says_every_figure_and_every_hidden_cell_of_the_picture() {
    let expected: [&[&str]; 4] = [
        &[
            "Wachttijd: 38,2",
            "33,2 tot 43,2",
            "171 van de 318",
            "Privacy: niet getoond",
        ],
        &[
            "n = 331",
            "47,7% negatief",
            "17,5% ertussenin",
            "34,7% positief",
        ],
        &["18–26 50%", "67 of ouder niet getoond"],
        &["spreekuur 14", "website minder dan 5"],
    ];
    for (chart, figures) in all().iter().zip(expected) {
        let alternative = chart.alternative();
        for figure in figures {
            assert!(alternative.contains(figure), "{figure} in {alternative}");
        }
    }
}

#[test]
fn the_table_has_a_cell_for_every_heading_and_names_its_rows() {
    for chart in all() {
        let table = chart.table();
        assert!(!table.rows.is_empty() && !table.caption.is_empty());
        for row in &table.rows {
            assert_eq!(row.len(), table.head.len(), "{:?}", table.head);
            assert!(chart.alternative().contains(row[0].trim_end_matches('.')));
        }
    }
}

#[test]
fn the_picture_has_real_text_a_role_a_title_and_a_description_and_no_fixed_size() {
    for chart in all() {
        for column in [Column::Page, Column::Phone] {
            let svg = chart.svg(column, neutral()).unwrap();
            assert!(
                svg.starts_with("<svg role=\"img\" aria-labelledby=\"figuur-1"),
                "{svg}"
            );
            assert!(svg.contains("viewBox=") && !svg.contains("<svg width"));
            assert!(svg.contains("Een bevinding &amp; &lt;nog iets&gt;</title>"));
            assert!(svg.contains("</desc>") && svg.contains("<text "));
        }
    }
}

#[test]
fn a_hidden_cell_is_hatched_and_counted_and_no_bar_or_dot_is_drawn_for_it() {
    assert_eq!(all().map(|chart| chart.hidden()), [1, 0, 1, 0]);
    let svg = heat_map().svg(Column::Page, neutral()).unwrap();
    assert!(svg.contains("url(#figuur-1-x)") && svg.contains("<pattern id=\"figuur-1-x\""));
    let drawn = lanes().svg(Column::Page, neutral()).unwrap();
    assert_eq!(
        drawn.matches("<circle").count(),
        4,
        "two dots with their rings"
    );
}

#[test]
fn signals_are_never_percentages() {
    let chart = signals();
    let printed = format!(
        "{}{:?}{}",
        chart.alternative(),
        chart.table(),
        chart.svg(Column::Page, neutral()).unwrap()
    );
    assert!(!printed.contains('%'));
}

#[test]
fn a_statement_of_thousands_of_letters_stays_inside_its_lines() {
    let mut chart = likert();
    if let Body::Likert(likert) = &mut chart.body {
        likert.rows[0].text = "a".repeat(20_000);
    }
    let svg = chart.svg(Column::Phone, neutral()).unwrap();
    assert!(svg.contains('…'));
}

#[test]
fn in_a_house_style_dots_and_what_goes_well_take_its_colours_and_problems_stay_orange() {
    let navy = Charts {
        accent: Colour(1, 2, 4),
        accent_strong: Colour(1, 2, 5),
        interval: Colour(1, 2, 6),
        positive: [Colour(1, 2, 7), Colour(1, 2, 8)],
    };
    let drawn = |chart: Chart, colours| chart.svg(Column::Page, colours).unwrap();
    let (lanes_drawn, bars) = (drawn(lanes(), navy), drawn(likert(), navy));
    assert!(lanes_drawn.contains("#010205") && lanes_drawn.contains("#010206"));
    assert!(bars.contains("#010207") && bars.contains("#93450A"));
    for petrol in ["#073C47", "#5D9AA4", "#0B5563", "#5596A0"] {
        assert!(!lanes_drawn.contains(petrol) && !bars.contains(petrol));
        let neutral = drawn(lanes(), neutral()) + &drawn(likert(), neutral());
        assert!(neutral.contains(petrol), "{petrol}");
    }
}

#[test]
fn a_value_of_the_round_before_is_an_open_dot_joined_to_the_value_of_now() {
    let mut before = lanes();
    let dots = |chart: &Chart| {
        let drawn = chart.svg(Column::Page, neutral()).expect("a picture");
        (
            drawn.matches("<circle").count(),
            drawn.matches("<polyline").count() + drawn.matches("<line").count(),
        )
    };
    let without = dots(&before);
    if let Body::Lanes(lanes) = &mut before.body {
        lanes.rows[0].before = Some(0.9);
    }
    let with = dots(&before);
    assert_eq!(with.0, without.0 + 4, "each of two dots with its edge");
    let drawn = before.svg(Column::Phone, neutral()).expect("a picture");
    assert!(drawn.contains(">100<"), "the axis reaches the round before");
}
