//! Colours of charts in a house style. Orange always means "problem"; the other side takes the accent where everyone can
//! tell it from orange, and keeps the neutral petrol where not.

use super::colour::Colour;
use super::vision::least_distance;
use super::{HouseStyle, Token};

/// Problems, from strong to soft: the same in every style.
pub const NEGATIVE: [Colour; 2] = [Colour(0x93, 0x45, 0x0a), Colour(0xcd, 0x7f, 0x32)];
const PETROL: [Colour; 2] = [Colour(0x0b, 0x55, 0x63), Colour(0x55, 0x96, 0xa0)];
const PETROL_INTERVAL: Colour = Colour(0x5d, 0x9a, 0xa4);

/// Contrast on white of the soft shade of a side, and of intervals: a graphic must have 3.
const SOFT: f64 = 3.3;
const INTERVAL: f64 = 3.1;
/// Contrast of the two shades of a side; a white line stands between them too.
const NEIGHBOURS: f64 = 2.0;
/// Least distance of the two sides, for whoever tells them apart least.
const SIDES: f64 = 0.1;

/// The colours of charts that follow a house style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charts {
    /// Bars and places.
    pub accent: Colour,
    /// Measured values.
    pub accent_strong: Colour,
    /// Intervals.
    pub interval: Colour,
    /// What goes well, from strong to soft.
    pub positive: [Colour; 2],
}

impl Charts {
    /// Of a style that keeps the rules.
    pub fn of(style: &HouseStyle) -> Self {
        let accent = style.colour(Token::Accent);
        let own = style.colours.contains_key(&Token::Accent);
        Self {
            accent,
            accent_strong: style.colour(Token::AccentStrong),
            interval: if own {
                lightened(accent, INTERVAL)
            } else {
                PETROL_INTERVAL
            },
            positive: Some(sides(accent))
                .filter(|sides| own && stand_apart(sides))
                .unwrap_or(PETROL),
        }
    }

    /// Whether what goes well has the colour of the house style.
    pub fn follow(&self) -> bool {
        self.positive != PETROL
    }
}

/// The lightest colour of this hue that still has this contrast on white.
fn lightened(colour: Colour, contrast: f64) -> Colour {
    let lighter = (0..=200).rev().map(|step| f64::from(step) / 200.0);
    lighter
        .map(|lightness| colour.at_lightness(lightness))
        .find(|shade| shade.ratio(Colour::WHITE) >= contrast)
        .unwrap_or(colour)
}

fn sides(accent: Colour) -> [Colour; 2] {
    let soft = lightened(accent, SOFT);
    let strong = accent
        .nearest(|shade| shade.ratio(soft) >= NEIGHBOURS && shade.lightness() <= soft.lightness());
    [strong.unwrap_or(accent), soft]
}

fn stand_apart(positive: &[Colour; 2]) -> bool {
    let mut pairs = positive.iter().zip(NEGATIVE);
    pairs.all(|(good, bad)| least_distance(*good, bad) >= SIDES)
}
