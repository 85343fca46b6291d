//! Themes by groups in five steps of one hue, a number in every cell; a hidden cell is hatched and says `x`.

use super::canvas::{Align, Canvas, Type};
use super::key::{self, Swatch};
use super::palette::{HATCHED, INK, SEQUENCE, ink_on};
use super::{Column, HIDDEN, Table};
use crate::text::number;

/// The map.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// What the rows are: "Thema".
    pub row_name: String,
    /// Groups, then the total.
    pub columns: Vec<HeatColumn>,
    /// Themes.
    pub rows: Vec<HeatRow>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatColumn {
    /// Name of the group.
    pub label: String,
    /// People in the group; `None` when that is hidden, or differs from square to square.
    pub n: Option<u64>,
}

/// A theme.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Name.
    pub name: String,
    /// One a column; `None` is hidden.
    pub cells: Vec<Option<HeatCell>>,
}

/// A share in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeatCell {
    /// Exactly so many.
    Share {
        /// People with a problem.
        events: u64,
        /// Base.
        n: u64,
    },
    /// Over 90 %, and no more is said.
    NearlyAll {
        /// Base.
        n: u64,
    },
}

impl HeatCell {
    /// Number of people it is about.
    pub fn n(self) -> u64 {
        let (Self::Share { n, .. } | Self::NearlyAll { n }) = self;
        n
    }

    /// People with a problem and base, to be compared; nearly all is more than any share that is shown.
    pub fn fraction(self) -> (u64, u64) {
        match self {
            Self::Share { events, n } => (events, n),
            Self::NearlyAll { .. } => (1, 1),
        }
    }

    /// Step 0..=4: under 15, 30, 45, 60 percent, and more.
    pub fn step(self) -> usize {
        let (events, n) = self.fraction();
        let (events, n) = (u128::from(events) * 100, u128::from(n.max(1)));
        [15, 30, 45, 60]
            .iter()
            .filter(|border| events >= *border * n)
            .count()
    }

    /// As it is printed, with the sign %.
    pub fn printed(self) -> String {
        match self {
            Self::Share { events, n } => number::percent(events, n),
            Self::NearlyAll { .. } => "> 90%".to_owned(),
        }
    }
}

const STEPS: [&str; 5] = ["0–14", "15–29", "30–44", "45–59", "60 en meer"];

impl HeatMap {
    /// Number of cells of which only is said that it is nearly all.
    pub fn nearly_all(&self) -> usize {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells
            .filter(|cell| matches!(cell, Some(HeatCell::NearlyAll { .. })))
            .count()
    }

    /// Number of hidden cells.
    pub fn hidden(&self) -> usize {
        self.rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter(|cell| cell.is_none())
            .count()
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, column: Column) -> f64 {
        match column {
            Column::Page => self.draw_grid(canvas, column.size()),
            Column::Phone => self.draw_stacked(canvas, column.size()),
        }
    }

    fn draw_grid(&self, canvas: &mut Canvas, size: f64) -> f64 {
        let names = canvas.width * 0.34;
        let columns = u32::try_from(self.columns.len()).unwrap_or(u32::MAX).max(1);
        let step = (canvas.width - names) / f64::from(columns);
        let head = Type::strong(size * 0.9).align(Align::Middle);
        let wrapped: Vec<Vec<String>> = self
            .columns
            .iter()
            .map(|it| head.wrap(&it.label, step - 4.0, 3))
            .collect();
        let lines = u32::try_from(wrapped.iter().map(Vec::len).max().unwrap_or(1)).unwrap_or(1);
        let mut y = self.key(canvas, size);
        let base_line = y + f64::from(lines) * size * 1.15 + size * 1.1;
        let mut x = names;
        for (group, lines_of) in self.columns.iter().zip(&wrapped) {
            let skipped = f64::from(lines - u32::try_from(lines_of.len()).unwrap_or(0));
            canvas.lines(
                (x + step / 2.0, y + size * (1.0 + skipped * 1.15)),
                lines_of,
                &head,
            );
            if let Some(base) = group.n {
                let note = Type::note(size * 0.82).align(Align::Middle);
                let base = format!("n = {}", number::whole(base));
                canvas.text((x + step / 2.0, base_line), &base, &note);
            }
            x += step;
        }
        y = base_line + size * 0.7;
        for row in &self.rows {
            y = row.draw(canvas, (names, y), step, size);
        }
        y + 1.0
    }

    /// On a telephone every theme is a heading with one line per group.
    fn draw_stacked(&self, canvas: &mut Canvas, size: f64) -> f64 {
        let mut y = self.key(canvas, size);
        for row in &self.rows {
            let name = Type::strong(size);
            let lines = name.wrap(&row.name, canvas.width, 3);
            y = canvas.lines((0.0, y + size * 1.4), &lines, &name) - size * 0.6;
            for (group, value) in self.columns.iter().zip(&row.cells) {
                let height = size * 1.7;
                let label = Type::note(size * 0.9);
                let shown = label.wrap(&group.label, canvas.width * 0.68, 1).concat();
                canvas.text((0.0, y + height * 0.68), &shown, &label);
                cell(
                    canvas,
                    (canvas.width * 0.72, y),
                    (canvas.width * 0.28, height),
                    *value,
                    size,
                );
                y += height;
            }
            y += size * 0.6;
        }
        y
    }

    fn key(&self, canvas: &mut Canvas, size: f64) -> f64 {
        let steps = SEQUENCE.into_iter().zip(STEPS).enumerate();
        let steps = steps.map(|(place, (colour, label))| Swatch {
            colour,
            label: format!("{label}%").replace(" en meer%", "% en meer"),
            edged: place == 0,
        });
        let hidden = (self.hidden() > 0).then(|| Swatch {
            colour: HATCHED,
            label: "x: niet getoond".to_owned(),
            edged: false,
        });
        key::draw(canvas, size, steps.chain(hidden))
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        self.rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = self
                    .columns
                    .iter()
                    .zip(&row.cells)
                    .map(|(group, cell)| {
                        format!(
                            "{} {}",
                            group.label,
                            cell.map_or_else(|| "niet getoond".to_owned(), HeatCell::printed)
                        )
                    })
                    .collect();
                format!("{}: {}.", row.name, cells.join(", "))
            })
            .collect()
    }

    pub(super) fn table(&self, caption: &str) -> Table {
        let mut head = vec![self.row_name.clone()];
        head.extend(self.columns.iter().map(|it| it.label.clone()));
        let cell = |cell: &Option<HeatCell>| {
            cell.map_or_else(
                || HIDDEN.to_owned(),
                |it| format!("{} (n = {})", it.printed(), number::whole(it.n())),
            )
        };
        let rows = self
            .rows
            .iter()
            .map(|row| {
                std::iter::once(row.name.clone())
                    .chain(row.cells.iter().map(cell))
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

impl HeatRow {
    fn draw(&self, canvas: &mut Canvas, (names, y): (f64, f64), step: f64, size: f64) -> f64 {
        let face = Type::strong(size * 0.95);
        let lines = face.wrap(&self.name, names - size, 2);
        let (height, first) = if lines.len() > 1 {
            (size * 2.35, y + size * 0.98)
        } else {
            (size * 1.95, y + size * 1.28)
        };
        canvas.lines((0.0, first), &lines, &face);
        let mut x = names;
        for value in &self.cells {
            cell(canvas, (x, y), (step, height), *value, size);
            x += step;
        }
        y + height
    }
}

fn cell(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    value: Option<HeatCell>,
    size: f64,
) {
    let at = (x + width / 2.0, y + height / 2.0 + size * 0.33);
    let (from, extent) = ((x + 1.0, y + 1.0), (width - 2.0, height - 2.0));
    let Some(value) = value else {
        canvas.rect(
            (from.0 + 0.5, from.1 + 0.5),
            (extent.0 - 1.0, extent.1 - 1.0),
            HATCHED,
        );
        canvas.text(
            at,
            HIDDEN,
            &Type::strong(size).colour(INK).align(Align::Middle),
        );
        return;
    };
    let colour = SEQUENCE.get(value.step()).copied().unwrap_or(SEQUENCE[4]);
    canvas.rect(from, extent, colour);
    let printed = value.printed();
    canvas.text(
        at,
        printed.trim_end_matches('%'),
        &Type::strong(size)
            .colour(ink_on(colour))
            .align(Align::Middle),
    );
}

#[cfg(test)]
mod tests {
    use super::HeatCell;

    #[test]
    fn steps_change_on_the_exact_border() {
        assert_eq!(HeatCell::Share { events: 14, n: 100 }.step(), 0);
        assert_eq!(HeatCell::Share { events: 15, n: 100 }.step(), 1);
        assert_eq!(HeatCell::Share { events: 60, n: 100 }.step(), 4);
    }
}
