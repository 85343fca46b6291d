//! Colours of the charts that are the same in every house style; those that follow it are [`Charts`], on the canvas.

pub(super) use crate::domain::house_style::charts::{Charts, NEGATIVE};
pub(super) use crate::domain::house_style::colour::Colour;

pub(super) const INK: Colour = Colour(0x16, 0x26, 0x2b);
pub(super) const MUTED: Colour = Colour(0x4a, 0x59, 0x5e);
pub(super) const WHITE: Colour = Colour(0xff, 0xff, 0xff);
pub(super) const GRID: Colour = Colour(0xde, 0xda, 0xd0);
pub(super) const SEQUENCE: [Colour; 5] = [
    Colour(0xfd, 0xf6, 0xea),
    Colour(0xf8, 0xdf, 0xb8),
    Colour(0xee, 0xbb, 0x7c),
    Colour(0xcf, 0x7c, 0x30),
    Colour(0x93, 0x45, 0x0a),
];
/// Marks what becomes the hatching of a hidden cell after drawing; used for nothing else.
pub(super) const HATCHED: Colour = Colour(0x01, 0x02, 0x03);

/// The colour of place `place` (0 is the outermost) of `of` segments on one side, from strong to soft.
pub(super) fn side(colours: [Colour; 2], place: usize, of: usize) -> Colour {
    let [strong, soft] = colours;
    if of <= 1 {
        return soft;
    }
    let mix = |a: u8, b: u8| {
        let (a, b) = (usize::from(a), usize::from(b));
        let value = (a * (of - 1 - place.min(of - 1)) + b * place.min(of - 1)) / (of - 1);
        u8::try_from(value).unwrap_or(u8::MAX)
    };
    Colour(
        mix(strong.0, soft.0),
        mix(strong.1, soft.1),
        mix(strong.2, soft.2),
    )
}

/// Ink or white, whichever reads best on a colour (relative luminance of WCAG 2, without its gamma).
pub(super) fn ink_on(Colour(red, green, blue): Colour) -> Colour {
    let luminance = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    if luminance > 115_000 { INK } else { WHITE }
}

#[cfg(test)]
mod tests {
    use super::{INK, NEGATIVE, SEQUENCE, WHITE, ink_on, side};

    #[test]
    fn the_outermost_segment_is_the_strongest() {
        assert_eq!(side(NEGATIVE, 0, 2), NEGATIVE[0]);
        assert_eq!(side(NEGATIVE, 1, 2), NEGATIVE[1]);
        assert_eq!(side(NEGATIVE, 0, 5), NEGATIVE[0]);
        assert_eq!(side(NEGATIVE, 4, 5), NEGATIVE[1]);
    }

    #[test]
    fn text_on_a_cell_is_readable() {
        assert_eq!(ink_on(SEQUENCE[0]), INK);
        assert_eq!(ink_on(SEQUENCE[4]), WHITE);
    }
}
