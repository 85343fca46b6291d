//! Diverging bars: negative answers left of one line, positive ones right. What lies between is a number, not a bar, so
//! that both sides start at zero.

use super::canvas::{Align, Canvas, Type};
use super::key::{self, Swatch};
use super::lanes::as_f64;
use super::palette::{Colour, INK, MUTED, NEGATIVE, ink_on, side};
use super::{Column, HIDDEN, Table};
use crate::report::fonts::Weight;
use crate::text::number;

/// Statements on one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Likert {
    /// Labels of the negative answers, the strongest first.
    pub negative: Vec<String>,
    /// Label of the answer in the middle, when the scale has one.
    pub neutral: Option<String>,
    /// Labels of the positive answers, the strongest last.
    pub positive: Vec<String>,
    /// Statements, the largest problem first.
    pub rows: Vec<LikertRow>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct LikertRow {
    /// The statement.
    pub text: String,
    /// Base of every share; `None` is hidden.
    pub n: Option<u64>,
    /// In the order of [`Likert::negative`]; a `None` hides the answer.
    pub negative: Vec<Option<Segment>>,
    /// The middle.
    pub neutral: Option<Segment>,
    /// In the order of [`Likert::positive`].
    pub positive: Vec<Option<Segment>>,
    /// All negative answers together.
    pub negative_total: Option<Segment>,
    /// All positive answers together.
    pub positive_total: Option<Segment>,
}

/// A share of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Number of answers.
    pub count: u64,
    /// Base.
    pub n: u64,
}

impl Segment {
    fn share(self) -> f64 {
        as_f64(self.count) / as_f64(self.n.max(1))
    }

    fn printed(self) -> String {
        number::percent(self.count, self.n)
    }
}

/// From this share on the number stands inside the bar.
const LABELLED_FROM: f64 = 0.1;

struct Frame {
    from: f64,
    zero: f64,
    scale: f64,
    size: f64,
    bar: f64,
}

impl LikertRow {
    /// Whether something of the row is hidden.
    pub fn is_hidden(&self) -> bool {
        self.n.is_none()
            || self
                .negative
                .iter()
                .chain(&self.positive)
                .any(Option::is_none)
    }

    /// Whether a bar can be drawn of its negative or its positive side.
    pub fn shows_a_side(&self) -> bool {
        let shown = |parts: &[Option<Segment>], total: Option<Segment>| {
            total.is_some() || parts.iter().all(Option::is_some)
        };
        self.n.is_some()
            && (shown(&self.negative, self.negative_total)
                || shown(&self.positive, self.positive_total))
    }

    fn side(&self, negative: bool) -> f64 {
        let (parts, total) = if negative {
            (&self.negative, self.negative_total)
        } else {
            (&self.positive, self.positive_total)
        };
        let sum: f64 = parts.iter().flatten().map(|segment| segment.share()).sum();
        total.map_or(sum, |total| total.share().max(sum))
    }
}

impl Likert {
    pub(super) fn draw(&self, canvas: &mut Canvas, column: Column) -> f64 {
        let size = column.size();
        let stacked = column == Column::Phone;
        let width = canvas.width;
        let from = if stacked { 0.0 } else { width * 0.35 };
        let largest = |negative: bool| {
            self.rows
                .iter()
                .map(|row| row.side(negative))
                .fold(0.12, f64::max)
        };
        let (left, right) = (largest(true), largest(false));
        let scale = (width - from) / (left + right);
        let frame = Frame {
            from,
            zero: from + left * scale,
            scale,
            size,
            bar: size * 1.75,
        };
        let mut y = self.key(canvas, size);
        for row in &self.rows {
            canvas.rule(y);
            y = row.draw(canvas, &frame, y);
        }
        canvas.rule(y);
        y + 1.0
    }

    /// Swatches with the answers' own words; gives the height used.
    fn key(&self, canvas: &mut Canvas, size: f64) -> f64 {
        let negative = self.negative.iter().enumerate();
        let negative =
            negative.map(|(place, label)| (side(NEGATIVE, place, self.negative.len()), label));
        let of = self.positive.len();
        let positive = self.positive.iter().enumerate();
        let good = canvas.colours.positive;
        let positive = positive.map(|(place, label)| (side(good, of - 1 - place, of), label));
        let swatches = negative.chain(positive).map(|(colour, label)| Swatch {
            colour,
            label: label.clone(),
            edged: false,
        });
        key::draw(canvas, size, swatches)
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        self.rows
            .iter()
            .map(|row| {
                let part = |segment: Option<Segment>, word: &str| {
                    segment.map_or_else(
                        || format!("{word} niet getoond"),
                        |it| format!("{} {word}", it.printed()),
                    )
                };
                let mut parts = vec![part(row.negative_total, "negatief")];
                if self.neutral.is_some() {
                    parts.push(part(row.neutral, "ertussenin"));
                }
                parts.push(part(row.positive_total, "positief"));
                format!(
                    "{} (n = {}): {}.",
                    row.text.trim_end_matches('.'),
                    base(row.n),
                    parts.join(", ")
                )
            })
            .collect()
    }

    pub(super) fn table(&self, caption: &str) -> Table {
        let mut head = vec!["Vraag".to_owned(), "n".to_owned()];
        head.extend(self.negative.iter().cloned());
        head.extend(self.neutral.iter().cloned());
        head.extend(self.positive.iter().cloned());
        let cell =
            |segment: Option<Segment>| segment.map_or_else(|| HIDDEN.to_owned(), Segment::printed);
        let rows = self
            .rows
            .iter()
            .map(|row| {
                let mut cells = vec![row.text.clone(), base(row.n)];
                cells.extend(row.negative.iter().map(|segment| cell(*segment)));
                cells.extend(self.neutral.iter().map(|_| cell(row.neutral)));
                cells.extend(row.positive.iter().map(|segment| cell(*segment)));
                cells
            })
            .collect();
        Table {
            caption: caption.to_owned(),
            head,
            rows,
        }
    }
}

fn base(n: Option<u64>) -> String {
    n.map_or_else(|| HIDDEN.to_owned(), number::whole)
}

impl LikertRow {
    fn draw(&self, canvas: &mut Canvas, frame: &Frame, y: f64) -> f64 {
        let size = frame.size;
        let text = Type::strong(size).colour(INK);
        let text = Type {
            weight: Weight::Regular,
            ..text
        };
        let stacked = frame.from <= 0.0;
        let width = if stacked {
            canvas.width
        } else {
            frame.from - size * 1.2
        };
        let lines = text.wrap(&self.text, width, 5);
        let mut baseline = canvas.lines((0.0, y + size * 1.5), &lines, &text);
        canvas.text(
            (0.0, baseline),
            &format!("n = {}", base(self.n)),
            &Type::note(size * 0.85),
        );
        baseline += size * 0.75;
        let top = if stacked {
            baseline + size * 0.2
        } else {
            y + size * 0.85
        };
        self.bars(canvas, frame, top);
        let bottom = self.totals(canvas, frame, top + frame.bar + size * 1.15) + size * 0.75;
        bottom.max(baseline)
    }

    fn bars(&self, canvas: &mut Canvas, frame: &Frame, top: f64) {
        let good = canvas.colours.positive;
        let mut draw = |x: f64, length: f64, part: (Segment, Colour)| {
            bar(canvas, (x, top), (length, frame.bar), part, frame.size);
        };
        let of = self.negative.len();
        let whole = self.negative_total.map(|total| (total, NEGATIVE[1]));
        let negative = parts(&self.negative, whole, |place| side(NEGATIVE, place, of));
        let mut x = frame.zero;
        for (segment, colour) in negative.into_iter().rev() {
            let length = segment.share() * frame.scale;
            x -= length;
            draw(x, length, (segment, colour));
        }
        let of = self.positive.len();
        let whole = self.positive_total.map(|total| (total, good[1]));
        let positive = parts(&self.positive, whole, |place| {
            side(good, of - 1 - place, of)
        });
        let mut x = frame.zero;
        for (segment, colour) in positive {
            let length = segment.share() * frame.scale;
            draw(x, length, (segment, colour));
            x += length;
        }
        canvas.line(
            (frame.zero, top - frame.size * 0.3),
            (frame.zero, top + frame.bar + frame.size * 0.3),
            1.25,
            INK,
        );
    }

    /// The three sums under the bar: left, on the line, right. On a narrow lane they take two lines.
    fn totals(&self, canvas: &mut Canvas, frame: &Frame, baseline: f64) -> f64 {
        let face = Type::note(frame.size * 0.85).colour(MUTED);
        let words = |segment: Option<Segment>, word: &str| match segment {
            Some(it) => format!("{} {word}", it.printed()),
            None => format!("{word}: {HIDDEN}"),
        };
        let left = words(self.negative_total, "negatief");
        let right = words(self.positive_total, "positief");
        canvas.text((frame.from, baseline), &left, &face);
        canvas.text((canvas.width, baseline), &right, &face.align(Align::Right));
        let Some(neutral) = self.neutral else {
            return baseline;
        };
        let middle = words(Some(neutral), "ertussenin");
        let half = face.width(&middle) / 2.0;
        let gap = frame.size * 0.8;
        let free = (
            frame.from + face.width(&left) + gap + half,
            canvas.width - face.width(&right) - gap - half,
        );
        if free.0 > free.1 {
            canvas.text((frame.from, baseline + frame.size * 1.2), &middle, &face);
            return baseline + frame.size * 1.2;
        }
        let x = frame.zero.clamp(free.0, free.1);
        canvas.text((x, baseline), &middle, &face.align(Align::Middle));
        baseline
    }
}

/// The parts of one side with their colours; the side as a whole when one of them is hidden.
fn parts(
    segments: &[Option<Segment>],
    whole: Option<(Segment, Colour)>,
    colour: impl Fn(usize) -> Colour,
) -> Vec<(Segment, Colour)> {
    match segments.iter().copied().collect::<Option<Vec<_>>>() {
        Some(all) => {
            let all = all.into_iter().enumerate();
            all.map(|(place, it)| (it, colour(place))).collect()
        }
        None => whole.into_iter().collect(),
    }
}

/// One bar with its number inside when there is room; a white edge keeps neighbours apart.
fn bar(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    (segment, colour): (Segment, Colour),
    size: f64,
) {
    if segment.count == 0 {
        return;
    }
    canvas.rect((x + 0.5, y), ((width - 1.0).max(0.75), height), colour);
    let printed = number::decimal(segment.share() * 100.0, 0);
    let face = Type::strong(size * 0.88)
        .colour(ink_on(colour))
        .align(Align::Middle);
    if segment.share() >= LABELLED_FROM && face.width(&printed) < width - 3.0 {
        canvas.text(
            (x + width / 2.0, y + height / 2.0 + size * 0.32),
            &printed,
            &face,
        );
    }
}
