//! A dot and its interval per row: the ranking of knelpunten, and shares of answers.

use super::canvas::{Align, Canvas, Type};
use super::palette::{Charts, GRID, INK, MUTED, WHITE};
use super::{Column, HIDDEN, Table};

/// Rows on one axis that starts at zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Lanes {
    /// Heading of the value: "Zwaarte" or "Deel".
    pub value_name: String,
    /// Whether the axis is in percent; else per hundred people.
    pub percent: bool,
    /// What the row names are: "Thema".
    pub row_name: String,
    /// Extra columns of the data table, between name and value.
    pub extra_head: Vec<String>,
    /// Rows, in the order in which they are shown.
    pub rows: Vec<LaneRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneRow {
    /// Name.
    pub name: String,
    /// Under the name; holds the base: `171 van de 318`.
    pub note: String,
    /// Cells for [`Lanes::extra_head`].
    pub extra: Vec<String>,
    /// The value; `None` is hidden.
    pub measure: Option<Measure>,
    /// The places it may have, when rows are ranked.
    pub places: Option<Places>,
    /// The value a round before, 0..=1, when rounds are compared; the note says it in words.
    pub before: Option<f64>,
}

/// A value with its interval, and both as they are printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// 0..=1.
    pub value: f64,
    /// Lower limit.
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
    /// As printed: `53,8%`.
    pub figure: String,
    /// As printed: `49,1% tot 58,4%`; `None` when counts are said instead of a percentage.
    pub limits: Option<String>,
}

/// The set of places that a row may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// Best place, from 1.
    pub first: u64,
    /// Worst place.
    pub last: u64,
    /// Number of places.
    pub of: u64,
}

impl Places {
    /// In words: "plaats 1 tot 4", or "plaats 9".
    pub fn words(self) -> String {
        if self.first == self.last {
            format!("plaats {}", self.first)
        } else {
            format!("plaats {} tot {}", self.first, self.last)
        }
    }
}

struct Frame {
    lane: (f64, f64),
    name_width: f64,
    size: f64,
    max: f64,
    stacked: bool,
}

impl Lanes {
    pub(super) fn draw(&self, canvas: &mut Canvas, column: Column) -> f64 {
        let size = column.size();
        let stacked = column == Column::Phone;
        let width = canvas.width;
        let frame = Frame {
            lane: if stacked {
                (1.0, width - 8.0)
            } else {
                (width * 0.44, width * 0.85)
            },
            name_width: width * if stacked { 0.64 } else { 0.42 },
            size,
            max: self.axis_end(),
            stacked,
        };
        let mut y = 0.5;
        let top = y;
        let mut lanes_of_rows = Vec::new();
        for row in &self.rows {
            canvas.rule(y);
            let (bottom, lane) = row.draw(canvas, &frame, y);
            lanes_of_rows.push((row, lane));
            y = bottom;
        }
        self.grid(canvas, &frame, (top, y));
        for (row, lane) in lanes_of_rows {
            row.mark(canvas, &frame, lane);
        }
        self.axis(canvas, &frame, y);
        y + size * 1.7
    }

    /// The end of the axis: the first round step beyond the largest upper limit.
    fn axis_end(&self) -> f64 {
        let largest = self
            .rows
            .iter()
            .filter_map(|row| Some((row.measure.as_ref()?, row.before)))
            .map(|(now, before)| now.hi.max(now.value).max(before.unwrap_or(0.0)))
            .fold(0.0, f64::max);
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8]
            .into_iter()
            .find(|end| largest <= *end)
            .unwrap_or(1.0)
    }

    fn steps(&self) -> Vec<u32> {
        let end = self.axis_end();
        let step = if end <= 0.1 {
            2
        } else if end <= 0.3 {
            5
        } else if end <= 0.5 {
            10
        } else {
            20
        };
        (0..=100)
            .step_by(step)
            .filter(|percent| f64::from(*percent) <= end * 100.0 + 1e-9)
            .collect()
    }

    /// Lines of the axis behind the rows; when names stand above their lane, only the lane has its zero.
    fn grid(&self, canvas: &mut Canvas, frame: &Frame, (top, bottom): (f64, f64)) {
        for percent in self.steps().into_iter().filter(|_| !frame.stacked) {
            let x = frame.x(f64::from(percent) / 100.0);
            let (weight, colour) = if percent == 0 {
                (1.25, INK)
            } else {
                (0.5, GRID)
            };
            canvas.line((x, top), (x, bottom), weight, colour);
        }
    }

    fn axis(&self, canvas: &mut Canvas, frame: &Frame, y: f64) {
        canvas.rule(y);
        let unit = if self.percent { "%" } else { "" };
        for percent in self.steps() {
            let align = if percent == 0 && frame.stacked {
                Align::Left
            } else {
                Align::Middle
            };
            let at = (frame.x(f64::from(percent) / 100.0), y + frame.size * 1.25);
            canvas.text(
                at,
                &format!("{percent}{unit}"),
                &Type::note(frame.size * 0.85).align(align),
            );
        }
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        self.rows
            .iter()
            .map(|row| {
                let value = match &row.measure {
                    None => "niet getoond".to_owned(),
                    Some(Measure {
                        figure,
                        limits: Some(limits),
                        ..
                    }) => format!("{figure}, marge {limits}"),
                    Some(measure) => measure.figure.clone(),
                };
                let note = if row.note.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", row.note)
                };
                format!("{}: {value}{note}.", row.name)
            })
            .collect()
    }

    pub(super) fn table(&self, caption: &str) -> Table {
        let ranked = self.rows.iter().any(|row| row.places.is_some());
        let mut head = vec![self.row_name.clone()];
        head.extend(self.extra_head.iter().cloned());
        head.extend([self.value_name.clone(), "Marge".to_owned()]);
        if ranked {
            head.push("Plaats".to_owned());
        }
        let rows = self
            .rows
            .iter()
            .map(|row| row.cells(self.extra_head.len(), ranked))
            .collect();
        Table {
            caption: caption.to_owned(),
            head,
            rows,
        }
    }
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        self.lane.0 + (value / self.max).clamp(0.0, 1.0) * (self.lane.1 - self.lane.0)
    }
}

impl LaneRow {
    /// Draws name, note, strip of places and figure from `y`; gives the bottom of the row and the middle of its lane.
    fn draw(&self, canvas: &mut Canvas, frame: &Frame, y: f64) -> (f64, f64) {
        let size = frame.size;
        let name = Type::strong(size);
        let note = Type::note(size * 0.85);
        let lines = name.wrap(&self.name, frame.name_width, 3);
        let first = y + size * if frame.stacked { 1.5 } else { 1.3 };
        let mut baseline = canvas.lines((0.0, first), &lines, &name);
        let notes = note.wrap(&self.note, frame.name_width, 3);
        baseline = canvas.lines((0.0, baseline), &notes, &note);
        if let Some(places) = self.places {
            strip(
                canvas,
                (0.0, baseline - size * 0.55),
                (frame.name_width.min(110.0), size * 0.36),
                places,
            );
            baseline += size * 0.7;
        }
        let text_bottom = baseline - size * 0.35;
        if frame.stacked {
            self.figures(canvas, frame, y + size * 1.5);
            (text_bottom + size * 2.2, text_bottom + size * 0.9)
        } else {
            let bottom = text_bottom.max(y + size * 2.55);
            let middle = f64::midpoint(y, bottom);
            self.figures(canvas, frame, middle - size * 0.15);
            (bottom, middle)
        }
    }

    fn figures(&self, canvas: &mut Canvas, frame: &Frame, baseline: f64) {
        let right = canvas.width;
        let Some(measure) = &self.measure else {
            canvas.text(
                (right, baseline),
                "niet getoond",
                &Type::note(frame.size * 0.9).align(Align::Right),
            );
            return;
        };
        canvas.text(
            (right, baseline),
            &measure.figure,
            &Type::strong(frame.size).align(Align::Right),
        );
        if let Some(limits) = &measure.limits {
            let face = Type::note(frame.size * 0.82).align(Align::Right);
            canvas.text((right, baseline + frame.size * 1.2), limits, &face);
        }
    }

    fn mark(&self, canvas: &mut Canvas, frame: &Frame, middle: f64) {
        if frame.stacked {
            let (half, (left, right)) = (frame.size * 0.6, frame.lane);
            canvas.line((left, middle), (right, middle), 0.75, GRID);
            canvas.line((left, middle - half), (left, middle + half), 1.25, INK);
        }
        let Some(measure) = &self.measure else {
            let at = (frame.lane.0 + frame.size, middle + frame.size * 0.35);
            canvas.text(at, HIDDEN, &Type::note(frame.size).colour(MUTED));
            return;
        };
        let Charts {
            accent_strong,
            interval,
            ..
        } = canvas.colours;
        let (lo, hi) = (frame.x(measure.lo), frame.x(measure.hi));
        let thickness = frame.size * 0.5;
        canvas.rect(
            (lo, middle - thickness / 2.0),
            (hi - lo, thickness),
            interval,
        );
        if let Some(before) = self.before.map(|it| frame.x(it)) {
            let now = frame.x(measure.value);
            canvas.line((before, middle), (now, middle), frame.size * 0.15, MUTED);
            canvas.dot((before, middle), frame.size * 0.34, MUTED);
            canvas.dot((before, middle), frame.size * 0.15, WHITE);
        }
        canvas.dot(
            (frame.x(measure.value), middle),
            frame.size * 0.38,
            accent_strong,
        );
    }

    fn cells(&self, extra: usize, ranked: bool) -> Vec<String> {
        let mut cells = vec![self.name.clone()];
        cells.extend((0..extra).map(|place| self.extra.get(place).cloned().unwrap_or_default()));
        match &self.measure {
            Some(measure) => {
                cells.push(measure.figure.clone());
                cells.push(
                    measure
                        .limits
                        .clone()
                        .unwrap_or_else(|| "te breed".to_owned()),
                );
            }
            None => cells.extend([HIDDEN.to_owned(), HIDDEN.to_owned()]),
        }
        if ranked {
            cells.push(self.places.map_or_else(|| HIDDEN.to_owned(), places_short));
        }
        cells
    }
}

fn places_short(places: Places) -> String {
    if places.first == places.last {
        places.first.to_string()
    } else {
        format!("{} tot {}", places.first, places.last)
    }
}

/// The strip of possible places: the whole list in grey, the set in the accent.
fn strip(canvas: &mut Canvas, (x, y): (f64, f64), (width, height): (f64, f64), places: Places) {
    canvas.rect((x, y), (width, height), GRID);
    let step = width / as_f64(places.of.max(1));
    let from = as_f64(places.first.saturating_sub(1)) * step;
    let length = as_f64(places.last.saturating_sub(places.first) + 1) * step;
    let accent = canvas.colours.accent;
    canvas.rect((x + from, y), (length.min(width - from), height), accent);
}

/// A place or count as a coordinate; there are never more rows than a double counts exactly.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub(super) fn as_f64(count: u64) -> f64 {
    count as f64
}
