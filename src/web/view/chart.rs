//! Charts on workspace pages: the list is the chart. Every row is text; the drawing beside it is decoration that stretches
//! with the page (percentages, classes only) and is hidden from screen readers. The models are those of the report.

use maud::{Markup, html};

use crate::report::chart::{
    Body, HIDDEN, HeatCell, HeatMap, LaneRow, Lanes, Likert, LikertRow, Segment, Signals, Table,
};
use crate::report::input::Figure;
use crate::text::number;

/// A figure of the report as a page shows it: finding, drawing, foot. Its table stands on the page at `numbers`.
pub fn figure(figure: &Figure, numbers: &str) -> Markup {
    html! {
        figure.ab-chart {
            figcaption {
                h3 { (figure.title) }
                p.ab-chart__sub { "Figuur " (figure.number) ". " (figure.subtitle) }
            }
            @match &figure.chart.body {
                Body::Lanes(lanes) => (ranking(lanes)),
                Body::Likert(likert) => (statements(likert)),
                Body::HeatMap(map) => (heat_map(map)),
                Body::Signals(signals) => (counts(signals)),
            }
            div.ab-chart__foot {
                @for line in &figure.foot { p { (line) } }
                p { a href={ (numbers) "#figuur-" (figure.number) } { "Figuur " (figure.number) " als tabel" } }
            }
        }
    }
}

/// The data of a chart as a table that scrolls by itself on a narrow screen; `name` is its alone on the page.
pub fn table(table: &Table, name: &str) -> Markup {
    html! {
        div.ab-scroll tabindex="0" role="region" aria-label=(name) {
            table.ab-table {
                caption { (table.caption) }
                thead { tr { @for (index, head) in table.head.iter().enumerate() { th scope="col" class=[(index > 0).then_some("is-num")] { (head) } } } }
                tbody {
                    @for row in &table.rows { tr {
                        @for (index, cell) in row.iter().enumerate() {
                            @if index == 0 { th scope="row" { (cell) } } @else { td.is-num { (cell) } }
                        }
                    } }
                }
            }
        }
    }
}

/// A share of the width, as SVG writes it.
fn at(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// End of an axis: the first mark beyond the largest upper limit.
fn axis_end(lanes: &Lanes) -> f64 {
    let largest = lanes
        .rows
        .iter()
        .filter_map(|row| Some((row.measure.as_ref()?, row.before)))
        .map(|(measure, before)| measure.hi.max(before.unwrap_or(0.0)))
        .fold(0.1, f64::max);
    let step = step(largest);
    ((largest / step).ceil() * step).min(1.0)
}

/// From mark to mark: a tenth, or a fifth when that gives many.
fn step(end: f64) -> f64 {
    if end > 0.5 { 0.2 } else { 0.1 }
}

/// Marks of the axis, from zero to its end. The style sheet draws their lines: their number is in the class of the list.
fn marks(end: f64) -> Vec<f64> {
    let step = step(end);
    std::iter::successors(Some(0.0), |mark| Some(mark + step))
        .take_while(|mark| *mark <= end + 1e-9)
        .collect()
}

fn ranking(lanes: &Lanes) -> Markup {
    let end = axis_end(lanes);
    let unit = if lanes.percent { "%" } else { "" };
    html! {
        ul.ab-key {
            li { svg.ab-plot width="24" height="16" aria-hidden="true" { circle.pt cx="50%" cy="50%" r="7" {} } "gemeten waarde" }
            li { svg.ab-plot width="24" height="16" aria-hidden="true" { line.ci x1="0" x2="100%" y1="50%" y2="50%" {} } "tussen deze grenzen ligt het waarschijnlijk (95%)" }
            @if lanes.rows.iter().any(|row| row.before.is_some()) {
                li { svg.ab-plot width="24" height="16" aria-hidden="true" { circle.was cx="50%" cy="50%" r="6" {} } "de ronde ervoor" }
            }
            @if lanes.rows.iter().any(|row| row.places.is_some()) {
                li.ab-key__rank { svg.ab-strip width="48" height="8" aria-hidden="true" { rect.b width="100%" height="100%" {} rect.o width="55%" height="100%" {} } "mogelijke plaatsen" }
            }
        }
        ol.ab-rank.{ "ab-rank--" (marks(end).len() - 1) } { @for row in &lanes.rows { (lane(row, end)) } }
        div.ab-rank.ab-rank--axis aria-hidden="true" {
            svg.ab-plot.ab-plot--axis aria-hidden="true" {
                @for (index, mark) in marks(end).iter().enumerate() {
                    text x=(at(mark / end)) y="16" text-anchor=(if index == 0 { "start" } else { "middle" }) { (format!("{:.0}{unit}", mark * 100.0)) }
                }
            }
        }
    }
}

fn lane(row: &LaneRow, end: f64) -> Markup {
    html! {
        li {
            span.ab-rank__name {
                (row.name)
                small { (row.note) }
                @if let Some(places) = row.places {
                    @let of = f64::from(u32::try_from(places.of).unwrap_or(u32::MAX));
                    @let first = f64::from(u32::try_from(places.first).unwrap_or(1)) - 1.0;
                    @let last = f64::from(u32::try_from(places.last).unwrap_or(1));
                    svg.ab-strip aria-hidden="true" {
                        rect.b width="100%" height="100%" {}
                        rect.o x=(at(first / of)) width=(at((last - first) / of)) height="100%" {}
                    }
                }
            }
            @match &row.measure {
                Some(measure) => {
                    span.ab-rank__val { (measure.figure) @if let Some(limits) = &measure.limits { small { (limits) } } }
                    span.ab-lane { svg.ab-plot aria-hidden="true" {
                        line.ci x1=(at(measure.lo / end)) x2=(at((measure.hi / end).min(1.0))) y1="50%" y2="50%" {}
                        @if let Some(before) = row.before {
                            line.step x1=(at(before / end)) x2=(at(measure.value / end)) y1="50%" y2="50%" {}
                            circle.was cx=(at(before / end)) cy="50%" r="6" {}
                        }
                        circle.pt cx=(at(measure.value / end)) cy="50%" r="7" {}
                    } }
                }
                None => span.ab-rank__val { (hidden()) },
            }
        }
    }
}

/// The sign of something that is not shown, said in words to who does not see it.
fn hidden() -> Markup {
    html! { span aria-hidden="true" { (HIDDEN) } span.ab-hidden { "niet getoond" } }
}

fn share_of(segment: &Segment) -> f64 {
    if segment.n == 0 {
        0.0
    } else {
        precise(segment.count) / precise(segment.n)
    }
}

fn precise(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn statements(likert: &Likert) -> Markup {
    let negative = likert.negative.iter().zip(["c-n2", "c-n1"]);
    let positive = likert.positive.iter().zip(["c-p1", "c-p2"]);
    html! {
        ul.ab-key {
            @for (label, class) in negative.chain(positive) {
                li { svg width="16" height="16" aria-hidden="true" { rect class=(class) width="16" height="16" {} } (label) }
            }
        }
        ol.ab-likert { @for row in &likert.rows { (statement(row, likert.neutral.as_deref())) } }
    }
}

/// One bar: negative left of the middle, positive right of it; what lies between is a number, not a bar.
fn statement(row: &LikertRow, neutral: Option<&str>) -> Markup {
    html! {
        li {
            p { (row.text) " " small { "(n = " @match row.n { Some(n) => (number::whole(n)), None => (hidden()) } ")" } }
            @if row.is_hidden() {
                p.ab-small.ab-muted { "Te weinig antwoorden om te tonen." }
            } @else {
                svg.ab-plot aria-hidden="true" {
                    @for bar in bars(row) {
                        rect class=(bar.class) x=(at(bar.from)) width=(at(bar.width)) height="100%" {}
                        @if bar.width >= 0.05 {
                            text class=(bar.ink) x=(at(bar.from + bar.width / 2.0)) y="21" text-anchor="middle" { (format!("{:.0}", bar.width * 200.0)) }
                        }
                    }
                    line.z x1="50%" x2="50%" y1="-4" y2="110%" {}
                }
                span.ab-likert__sum {
                    span { @if let Some(total) = &row.negative_total { b { (number::percent(total.count, total.n)) } " negatief" } }
                    span { @if let (Some(segment), Some(label)) = (&row.neutral, neutral) { b { (number::percent(segment.count, segment.n)) } " " (label.to_lowercase()) } }
                    span { @if let Some(total) = &row.positive_total { b { (number::percent(total.count, total.n)) } " positief" } }
                }
            }
        }
    }
}

/// A part of a bar, in shares of the width: half of it is 100%.
struct Bar {
    class: &'static str,
    ink: &'static str,
    from: f64,
    width: f64,
}

fn bars(row: &LikertRow) -> Vec<Bar> {
    let width = |segment: &Option<Segment>| segment.as_ref().map_or(0.0, share_of) / 2.0;
    let mut bars = Vec::new();
    let mut edge = 0.5 - row.negative.iter().map(width).sum::<f64>();
    let negative = row.negative.iter().zip([("c-n2", "m"), ("c-n1", "d")]);
    let positive = row.positive.iter().zip([("c-p1", "d"), ("c-p2", "m")]);
    for (segment, (class, ink)) in negative.chain(positive) {
        let width = width(segment);
        bars.push(Bar {
            class,
            ink,
            from: edge,
            width,
        });
        edge += width;
    }
    bars
}

fn heat_map(map: &HeatMap) -> Markup {
    html! {
        ul.ab-key {
            @for (class, label) in [("h1", "0–14"), ("h2", "15–29"), ("h3", "30–44"), ("h4", "45–59"), ("h5", "60 en meer"), ("hx", "x: niet getoond")] {
                li { span.ab-swatch.{ (class) } {} (label) }
            }
        }
        table.ab-heat role="table" {
            caption.ab-hidden { (map.row_name) " per groep, in procenten" }
            thead role="rowgroup" { tr role="row" {
                th role="columnheader" scope="col" { (map.row_name) }
                @for column in &map.columns {
                    th role="columnheader" scope="col" { (column.label) small { "n=" @match column.n { Some(n) => (number::whole(n)), None => (hidden()) } } }
                }
            } }
            tbody role="rowgroup" {
                @for row in &map.rows { tr role="row" {
                    th role="rowheader" scope="row" { (row.name) }
                    @for cell in &row.cells { (heat_cell(cell.as_ref())) }
                } }
            }
        }
    }
}

fn heat_cell(cell: Option<&HeatCell>) -> Markup {
    match cell {
        None => html! { td.hx role="cell" { (hidden()) } },
        Some(cell) => {
            let class = ["h1", "h2", "h3", "h4", "h5"][cell.step()];
            html! { td role="cell" class=(class) { (cell.printed().trim_end_matches('%')) } }
        }
    }
}

/// Counts per channel: signals prove that something happens, not how often, so no shares.
fn counts(signals: &Signals) -> Markup {
    html! {
        table.ab-table.ab-table--stack role="table" {
            thead role="rowgroup" { tr role="row" {
                th role="columnheader" scope="col" { "Thema" }
                @for channel in &signals.channels { th.is-num role="columnheader" scope="col" { (channel) } }
            } }
            tbody role="rowgroup" {
                @for row in &signals.rows { tr role="row" {
                    th role="rowheader" scope="row" { (row.name) }
                    @for (count, channel) in row.counts.iter().zip(&signals.channels) {
                        td.is-num role="cell" data-label=(channel) { (count.printed) }
                    }
                } }
            }
        }
    }
}
