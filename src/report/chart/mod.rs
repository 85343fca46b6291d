//! Charts: one model for every picture, drawn as SVG in the fonts of the report.
//!
//! The model carries what is printed (figures as text, bases, hidden cells), so that picture, text alternative and data
//! table can't differ. Layout stands in one file per kind of chart; colours in `palette`, shapes in `canvas`.

mod canvas;
mod heat_map;
mod key;
mod lanes;
mod likert;
mod palette;
mod signals;

use serde::Serialize;

pub use canvas::DrawError;
pub use heat_map::{HeatCell, HeatColumn, HeatMap, HeatRow};
pub use lanes::{LaneRow, Lanes, Measure, Places};
pub use likert::{Likert, LikertRow, Segment};
pub use signals::{SignalCount, SignalRow, Signals};

use crate::domain::house_style::charts::Charts;
use canvas::{Canvas, Label};

/// A chart with everything that stands around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Unique in a document, for references inside the SVG: `figuur-1`.
    pub id: String,
    /// The finding, as a sentence.
    pub title: String,
    /// What, of whom, in which unit.
    pub subtitle: String,
    /// The picture.
    pub body: Body,
}

/// The kinds of charts.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A dot and its interval per row, with the places that it may have.
    Lanes(Lanes),
    /// Negative answers left of a line, positive ones right.
    Likert(Likert),
    /// Themes by groups.
    HeatMap(HeatMap),
    /// Counts of signals per channel.
    Signals(Signals),
}

/// How wide the column is in which a chart is drawn; the layout follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// A page or a screen: names beside the picture.
    Page,
    /// A telephone: names above the picture.
    Phone,
}

/// The data of a chart as a table: first column names the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Says what is in it.
    pub caption: String,
    /// One heading a column.
    pub head: Vec<String>,
    /// Cells, as many a row as there are headings.
    pub rows: Vec<Vec<String>>,
}

/// The sign of a hidden cell, also for a hidden base (one sign, whatever the reason).
pub const HIDDEN: &str = "x";

impl Column {
    /// Width in points.
    fn width(self) -> f64 {
        match self {
            Self::Page => 482.0,
            Self::Phone => 300.0,
        }
    }

    /// Size of running text in the chart.
    fn size(self) -> f64 {
        match self {
            Self::Page => 9.0,
            Self::Phone => 14.0,
        }
    }
}

impl Chart {
    /// The picture, in the colours of a house style.
    ///
    /// # Errors
    /// When plotters fails; it writes to memory, so that has no known cause.
    pub fn svg(&self, column: Column, colours: Charts) -> Result<String, DrawError> {
        let mut canvas = Canvas::new(column.width(), colours);
        let height = match &self.body {
            Body::Lanes(lanes) => lanes.draw(&mut canvas, column),
            Body::Likert(likert) => likert.draw(&mut canvas, column),
            Body::HeatMap(map) => map.draw(&mut canvas, column),
            Body::Signals(signals) => signals.draw(&mut canvas, column),
        };
        let id = match column {
            Column::Page => self.id.clone(),
            Column::Phone => format!("{}-smal", self.id),
        };
        canvas.finish(
            height,
            &Label {
                id: &id,
                title: &self.title,
                description: &self.alternative(),
            },
        )
    }

    /// The text alternative: what the picture shows, row by row, made from the same data.
    pub fn alternative(&self) -> String {
        let rows = match &self.body {
            Body::Lanes(lanes) => lanes.sentences(),
            Body::Likert(likert) => likert.sentences(),
            Body::HeatMap(map) => map.sentences(),
            Body::Signals(signals) => signals.sentences(),
        };
        format!("{} {}", self.subtitle, rows.join(" "))
    }

    /// The data table.
    pub fn table(&self) -> Table {
        match &self.body {
            Body::Lanes(lanes) => lanes.table(&self.subtitle),
            Body::Likert(likert) => likert.table(&self.subtitle),
            Body::HeatMap(map) => map.table(&self.subtitle),
            Body::Signals(signals) => signals.table(&self.subtitle),
        }
    }

    /// Number of hidden values.
    pub fn hidden(&self) -> usize {
        match &self.body {
            Body::Lanes(lanes) => lanes
                .rows
                .iter()
                .filter(|row| row.measure.is_none())
                .count(),
            Body::Likert(likert) => likert.rows.iter().filter(|row| row.is_hidden()).count(),
            Body::HeatMap(map) => map.hidden(),
            Body::Signals(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests;
