//! The key of a chart: swatches with their words, in reading order.

use super::canvas::{Canvas, Type};
use super::palette::{Colour, MUTED};

/// One entry of a key.
pub(super) struct Swatch {
    pub(super) colour: Colour,
    pub(super) label: String,
    /// Has an edge, since its colour is hardly darker than paper.
    pub(super) edged: bool,
}

/// Draws a key from the top left corner, on as many lines as it needs; gives the height used.
pub(super) fn draw(
    canvas: &mut Canvas,
    size: f64,
    swatches: impl IntoIterator<Item = Swatch>,
) -> f64 {
    let face = Type::note(size * 0.85);
    let side = size * 0.95;
    let (mut x, mut y) = (0.0, size);
    for swatch in swatches {
        let label = face
            .wrap(&swatch.label, canvas.width - size * 2.0, 1)
            .concat();
        let length = size * 1.3 + face.width(&label) + size * 1.2;
        if x > 0.0 && x + length > canvas.width + size {
            x = 0.0;
            y += size * 1.5;
        }
        let top = y - size * 0.8;
        if swatch.edged {
            canvas.rect((x - 0.5, top - 0.5), (side + 1.0, side + 1.0), MUTED);
        }
        canvas.rect((x, top), (side, side), swatch.colour);
        canvas.text((x + size * 1.3, y), &label, &face);
        x += length;
    }
    y + size * 0.9
}
