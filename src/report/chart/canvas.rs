//! A sheet to draw on: shapes in points, collected first, so that its height is known when plotters draws them.
//!
//! The only file that knows plotters. What plotters lacks (patterns, a role, title and description, half points) is
//! added to the finished SVG.

use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, IntoFont, PathElement, Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::palette::{Charts, Colour, GRID, HATCHED, MUTED, WHITE};
use crate::report::fonts::{self, Weight};

/// Plotters counts in whole pixels; at this scale a step is an eighth of a point.
const SCALE: f64 = 8.0;
/// Plotters writes a font size divided by this.
const PLOTTERS_FONT_SCALE: f64 = 1.24;
const FAMILY: &str = "Noto Sans";
const FAMILIES: &str = "Noto Sans, system-ui, sans-serif";

/// Drawing failed inside plotters.
#[derive(Debug, thiserror::Error)]
#[error("a chart could not be drawn: {0}")]
pub struct DrawError(String);

/// Where a text stands relative to its point on the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
    pub(super) align: Align,
}

impl Type {
    /// Regular text, left of nothing, in muted ink.
    pub(super) fn note(size: f64) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            colour: MUTED,
            align: Align::Left,
        }
    }

    /// Bold text in ink.
    pub(super) fn strong(size: f64) -> Self {
        Self {
            size,
            weight: Weight::Bold,
            colour: super::palette::INK,
            align: Align::Left,
        }
    }

    pub(super) fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub(super) fn colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn width(&self, text: &str) -> f64 {
        fonts::width(text, self.weight, self.size)
    }

    /// Breaks a text into lines of at most `width`, at most `lines` of them; a word that is too long is cut.
    pub(super) fn wrap(&self, text: &str, width: f64, lines: usize) -> Vec<String> {
        let mut wrapped: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            for piece in self.pieces(word, width) {
                let longer = if line.is_empty() {
                    piece.clone()
                } else {
                    format!("{line} {piece}")
                };
                if self.width(&longer) <= width {
                    line = longer;
                } else {
                    if !line.is_empty() {
                        wrapped.push(std::mem::take(&mut line));
                    }
                    line = piece;
                }
                if wrapped.len() > lines {
                    break;
                }
            }
        }
        if !line.is_empty() {
            wrapped.push(line);
        }
        self.shortened(wrapped, width, lines)
    }

    fn shortened(&self, mut wrapped: Vec<String>, width: f64, lines: usize) -> Vec<String> {
        if wrapped.len() > lines {
            wrapped.truncate(lines);
            if let Some(last) = wrapped.last_mut() {
                while !last.is_empty() && self.width(&format!("{last}…")) > width {
                    last.pop();
                }
                last.truncate(last.trim_end().len());
                last.push('…');
            }
        }
        wrapped
    }

    fn pieces(&self, word: &str, width: f64) -> Vec<String> {
        if self.width(word) <= width {
            return vec![word.to_owned()];
        }
        let mut pieces = vec![String::new()];
        // Nobody reads the tail of a word of thousands of letters, and the lines are cut anyway.
        for letter in word.chars().take(400) {
            let full = pieces
                .last()
                .is_some_and(|piece| self.width(piece) + self.size > width);
            if full {
                pieces.push(String::new());
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push(letter);
            }
        }
        pieces
    }
}

enum Shape {
    Rect {
        from: (f64, f64),
        to: (f64, f64),
        colour: Colour,
    },
    Line {
        from: (f64, f64),
        to: (f64, f64),
        weight: f64,
        colour: Colour,
    },
    Dot {
        centre: (f64, f64),
        radius: f64,
        colour: Colour,
    },
    Text {
        at: (f64, f64),
        text: String,
        face: Type,
    },
}

/// What a screen reader gets instead of the picture.
pub(super) struct Label<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
}

/// The sheet.
pub(super) struct Canvas {
    pub(super) width: f64,
    /// Those of the house style.
    pub(super) colours: Charts,
    shapes: Vec<Shape>,
}

impl Canvas {
    pub(super) fn new(width: f64, colours: Charts) -> Self {
        Self {
            width,
            colours,
            shapes: Vec::new(),
        }
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), colour: Colour) {
        self.shapes.push(Shape::Rect {
            from: (x, y),
            to: (x + width.max(0.0), y + height),
            colour,
        });
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), weight: f64, colour: Colour) {
        self.shapes.push(Shape::Line {
            from,
            to,
            weight,
            colour,
        });
    }

    /// A hairline over the whole width.
    pub(super) fn rule(&mut self, y: f64) {
        let width = self.width;
        self.line((0.0, y), (width, y), 0.5, GRID);
    }

    /// A dot with a white ring, so that it stays visible on a line of the same tone.
    pub(super) fn dot(&mut self, centre: (f64, f64), radius: f64, colour: Colour) {
        self.shapes.push(Shape::Dot {
            centre,
            radius: radius + 1.0,
            colour: WHITE,
        });
        self.shapes.push(Shape::Dot {
            centre,
            radius,
            colour,
        });
    }

    /// A text with its baseline at `at.1`.
    pub(super) fn text(&mut self, at: (f64, f64), text: &str, face: &Type) {
        self.shapes.push(Shape::Text {
            at,
            text: text.to_owned(),
            face: *face,
        });
    }

    /// Lines of text under each other; gives the baseline after the last.
    pub(super) fn lines(&mut self, (x, y): (f64, f64), lines: &[String], face: &Type) -> f64 {
        let mut baseline = y;
        for line in lines {
            self.text((x, baseline), line, face);
            baseline += face.size * 1.28;
        }
        baseline
    }

    /// The finished SVG of this height: real text, a role, title and description, no fixed size.
    pub(super) fn finish(self, height: f64, label: &Label<'_>) -> Result<String, DrawError> {
        let mut svg = String::new();
        let size = (
            pixels(self.width).unsigned_abs(),
            pixels(height).unsigned_abs(),
        );
        {
            let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
            for shape in &self.shapes {
                draw(&area, shape).map_err(|error| DrawError(error.to_string()))?;
            }
            area.present()
                .map_err(|error| DrawError(error.to_string()))?;
        }
        Ok(finished(&svg, size, label))
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type AreaError<'a> = plotters::drawing::DrawingAreaErrorKind<
    <SVGBackend<'a> as plotters::prelude::DrawingBackend>::ErrorType,
>;

fn draw<'a>(area: &Area<'a>, shape: &Shape) -> Result<(), AreaError<'a>> {
    match shape {
        Shape::Rect { from, to, colour } => area.draw(&Rectangle::new(
            [point(*from), point(*to)],
            rgb(*colour).filled(),
        )),
        Shape::Line {
            from,
            to,
            weight,
            colour,
        } => {
            let stroke = ShapeStyle {
                color: rgb(*colour).to_rgba(),
                filled: false,
                stroke_width: pixels(*weight).unsigned_abs(),
            };
            area.draw(&PathElement::new(vec![point(*from), point(*to)], stroke))
        }
        Shape::Dot {
            centre,
            radius,
            colour,
        } => area.draw(&Circle::new(
            point(*centre),
            pixels(*radius),
            rgb(*colour).filled(),
        )),
        Shape::Text { at, text, face } => {
            let style = match face.weight {
                Weight::Regular => FontStyle::Normal,
                Weight::Bold => FontStyle::Bold,
            };
            let horizontal = match face.align {
                Align::Left => HPos::Left,
                Align::Middle => HPos::Center,
                Align::Right => HPos::Right,
            };
            let font = (FAMILY, face.size * SCALE * PLOTTERS_FONT_SCALE)
                .into_font()
                .style(style);
            let colour = rgb(face.colour);
            let style = TextStyle::from(font)
                .color(&colour)
                .pos(Pos::new(horizontal, VPos::Center));
            area.draw(&Text::new(text.as_str(), point(*at), style))
        }
    }
}

/// What plotters can't write: role and description, hatching, baselines, a family list, no fixed size.
fn finished(svg: &str, (width, height): (u32, u32), label: &Label<'_>) -> String {
    let Label {
        id,
        title,
        description,
    } = label;
    let opening = format!("<svg width=\"{width}\" height=\"{height}\"");
    let hatched = format!(
        "fill=\"#{:02X}{:02X}{:02X}\" stroke=\"none\"",
        HATCHED.0, HATCHED.1, HATCHED.2
    );
    let described = format!(
        "<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n{}",
        escaped(title),
        escaped(description),
        if svg.contains(&hatched) {
            hatching(id)
        } else {
            String::new()
        }
    );
    let svg = svg
        .replacen(&opening, &format!("<svg role=\"img\" aria-labelledby=\"{id}-t {id}-d\""), 1)
        .replacen(">\n", &format!(">\n{described}"), 1)
        .replace(&hatched, &format!("fill=\"url(#{id}-x)\" stroke=\"#5E6C71\" stroke-width=\"4\" stroke-dasharray=\"16 16\""))
        .replace(" dy=\"0.5ex\"", "")
        .replace(" opacity=\"1\"", "")
        .replace(&format!("font-family=\"{FAMILY}\""), &format!("font-family=\"{FAMILIES}\""))
        .replace("\n</text>", "</text>");
    in_families(&unpadded(&svg))
}

/// Names the font family of each piece of a text that the main family can't show.
fn in_families(svg: &str) -> String {
    let lines = svg.lines().map(|line| {
        let text = line
            .strip_suffix("</text>")
            .filter(|line| line.starts_with("<text"));
        let Some((tag, words)) = text.and_then(|text| text.split_once('>')) else {
            return line.to_owned();
        };
        let pieces = fonts::runs(words)
            .into_iter()
            .map(|(family, piece)| match family {
                FAMILY => piece.to_owned(),
                other => format!("<tspan font-family=\"{other}\">{piece}</tspan>"),
            });
        format!("{tag}>{}</text>", pieces.collect::<String>())
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Takes the line break after each opening `<text …>` away: it would be a space in front of the text.
fn unpadded(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut in_text = false;
    for line in svg.lines() {
        out.push_str(line);
        in_text = line.starts_with("<text")
            && line.ends_with('>')
            && !line.ends_with("</text>")
            && !in_text;
        if !in_text {
            out.push('\n');
        }
    }
    out
}

fn hatching(id: &str) -> String {
    format!(
        "<defs><pattern id=\"{id}-x\" width=\"40\" height=\"40\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"40\" height=\"40\" fill=\"#FFFFFF\"/>\
         <rect width=\"8\" height=\"40\" fill=\"#DEDAD0\"/></pattern></defs>\n"
    )
}

/// Text for XML.
fn escaped(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).fold(
        String::with_capacity(text.len()),
        |mut out, letter| {
            match letter {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                other => out.push(other),
            }
            out
        },
    )
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (pixels(x), pixels(y))
}

fn pixels(points: f64) -> i32 {
    let scaled = (points * SCALE).round().clamp(-1e8, 1e8);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to a range that i32 holds"
    )]
    let whole = scaled as i32;
    whole
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}
