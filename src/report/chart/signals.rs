//! Counts of signals per theme and channel. Signals are no sample: never a percentage.

use super::canvas::{Align, Canvas, Type};
use super::lanes::as_f64;
use super::palette::{GRID, INK, MUTED};
use super::{Column, Table};

/// Counts, themes by channels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signals {
    /// Names of the channels.
    pub channels: Vec<String>,
    /// Themes, the most signals first.
    pub rows: Vec<SignalRow>,
}

/// A theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalRow {
    /// Name.
    pub name: String,
    /// One a channel.
    pub counts: Vec<SignalCount>,
}

/// A number of signals as this reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalCount {
    /// The number; `None` in public when it is 1 to 4.
    pub exact: Option<u64>,
    /// As printed: `14`, or `minder dan 5`.
    pub printed: String,
}

impl Signals {
    pub(super) fn draw(&self, canvas: &mut Canvas, column: Column) -> f64 {
        let size = column.size();
        let stacked = column == Column::Phone;
        let width = canvas.width;
        let names = if stacked { width * 0.34 } else { width * 0.36 };
        let lanes = u32::try_from(self.channels.len())
            .unwrap_or(u32::MAX)
            .max(1);
        let step = (width - names) / f64::from(lanes);
        let room = if stacked { size * 2.0 } else { size * 3.2 };
        let scale =
            ((if stacked { width - names } else { step }) - room) / as_f64(self.largest().max(1));
        let mut y = 0.0;
        if !stacked {
            for (place, channel) in (0_u32..).zip(&self.channels) {
                canvas.text(
                    (names + f64::from(place) * step, size),
                    channel,
                    &Type::strong(size * 0.9),
                );
            }
            y = size * 1.7;
        }
        for row in &self.rows {
            canvas.rule(y);
            y = if stacked {
                self.draw_stacked(canvas, row, (names, y), (scale, size))
            } else {
                row.draw(canvas, (names, y), step, (scale, size))
            };
        }
        canvas.rule(y);
        y + 1.0
    }

    fn draw_stacked(
        &self,
        canvas: &mut Canvas,
        row: &SignalRow,
        (names, y): (f64, f64),
        (scale, size): (f64, f64),
    ) -> f64 {
        let name = Type::strong(size);
        let lines = name.wrap(&row.name, canvas.width, 3);
        let mut y = canvas.lines((0.0, y + size * 1.5), &lines, &name) - size * 0.5;
        for (channel, count) in self.channels.iter().zip(&row.counts) {
            let label = Type::note(size * 0.85);
            canvas.text((0.0, y + size), channel, &label);
            count.draw(canvas, (names, y + size * 0.7), scale, size);
            y += size * 1.5;
        }
        y + size * 0.4
    }

    fn largest(&self) -> u64 {
        self.rows
            .iter()
            .flat_map(|row| &row.counts)
            .filter_map(|count| count.exact)
            .max()
            .unwrap_or(0)
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        self.rows
            .iter()
            .map(|row| {
                let counts: Vec<String> = self
                    .channels
                    .iter()
                    .zip(&row.counts)
                    .map(|(channel, count)| format!("{} {}", channel.to_lowercase(), count.printed))
                    .collect();
                format!("{}: {}.", row.name, counts.join(", "))
            })
            .collect()
    }

    pub(super) fn table(&self, caption: &str) -> Table {
        let head = std::iter::once("Thema".to_owned())
            .chain(self.channels.iter().cloned())
            .collect();
        let rows = self
            .rows
            .iter()
            .map(|row| {
                std::iter::once(row.name.clone())
                    .chain(row.counts.iter().map(|count| count.printed.clone()))
                    .collect()
            })
            .collect();
        Table {
            caption: caption.to_owned(),
            head,
            rows,
        }
    }
}

impl SignalRow {
    fn draw(
        &self,
        canvas: &mut Canvas,
        (names, y): (f64, f64),
        step: f64,
        (scale, size): (f64, f64),
    ) -> f64 {
        let name = Type::strong(size);
        let lines = name.wrap(&self.name, names - size * 1.5, 2);
        let height = if lines.len() > 1 {
            size * 2.7
        } else {
            size * 1.9
        };
        let first = if lines.len() > 1 {
            y + size * 1.12
        } else {
            y + size * 1.27
        };
        canvas.lines((0.0, first), &lines, &name);
        for (place, count) in (0_u32..).zip(&self.counts) {
            count.draw(
                canvas,
                (names + f64::from(place) * step, y + height / 2.0),
                scale,
                size,
            );
        }
        y + height
    }
}

impl SignalCount {
    fn draw(&self, canvas: &mut Canvas, (x, middle): (f64, f64), scale: f64, size: f64) {
        let length = self.exact.map_or(0.0, |count| as_f64(count) * scale);
        let height = size * 1.1;
        canvas.line((x, middle - height), (x, middle + height), 0.75, GRID);
        if length > 0.0 {
            let accent = canvas.colours.accent;
            canvas.rect((x, middle - height / 2.0), (length, height), accent);
        }
        let (colour, bold) = if length > 0.0 {
            (INK, true)
        } else {
            (MUTED, false)
        };
        let face = if bold {
            Type::strong(size * 0.95)
        } else {
            Type::note(size * 0.88)
        };
        let face = face.colour(colour).align(Align::Left);
        canvas.text(
            (x + length + size * 0.5, middle + size * 0.34),
            &self.printed,
            &face,
        );
    }
}
