//! Colours on a screen: read strictly, compared as WCAG 2.2 does, made darker or lighter without changing their hue.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Steps of lightness in which [`Colour::nearest`] looks, from black to white.
const STEPS: u32 = 200;

impl Colour {
    /// White.
    pub const WHITE: Self = Self(0xff, 0xff, 0xff);

    /// Reads `#0b5`, `#0b5563`, `rgb(11, 85, 99)` or `rgb(11 85 99)`: solid colours only, and nothing beside them.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.strip_prefix('#') {
            Some(digits) => hex(digits),
            None => rgb(text),
        }
    }

    /// Contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn ratio(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How different two colours look: 0.02 is hardly to be seen side by side (Euclidean in Oklab, Ottosson 2020).
    pub fn distance(self, other: Self) -> f64 {
        Oklab::of(self.linear()).distance(Oklab::of(other.linear()))
    }

    /// This colour with a share of another in it.
    pub fn mix(self, other: Self, share: f64) -> Self {
        let mixed = |one: u8, two: u8| {
            byte((f64::from(one) * (1.0 - share) + f64::from(two) * share) / 255.0)
        };
        Self(
            mixed(self.0, other.0),
            mixed(self.1, other.1),
            mixed(self.2, other.2),
        )
    }

    /// Lightness as the eye sees it, 0 (black) to 1 (white).
    pub fn lightness(self) -> f64 {
        Oklab::of(self.linear()).lightness
    }

    /// The same hue at another lightness; less vivid where a screen can't show it.
    pub fn at_lightness(self, lightness: f64) -> Self {
        let own = Oklab::of(self.linear());
        let lightness = lightness.clamp(0.0, 1.0);
        let vivid = (0..=20).map(|step| 1.0 - f64::from(step) / 20.0);
        let shown = vivid
            .map(|share| {
                let (a, b) = (own.a * share, own.b * share);
                Oklab { lightness, a, b }.linear()
            })
            .find(|linear| linear.iter().all(|light| (-1e-4..=1.0001).contains(light)));
        let [red, green, blue] = shown.unwrap_or([lightness.powi(3); 3]).map(encoded);
        Self(red, green, blue)
    }

    /// The colour of this hue that passes and is nearest in lightness; darker goes before lighter.
    pub fn nearest(self, passes: impl Fn(Self) -> bool) -> Option<Self> {
        if passes(self) {
            return Some(self);
        }
        let own = self.lightness();
        (1..=STEPS)
            .map(|step| f64::from(step) / f64::from(STEPS))
            .flat_map(|away| [own - away, own + away])
            .filter(|lightness| (-0.01..=1.01).contains(lightness))
            .map(|lightness| self.at_lightness(lightness))
            .find(|candidate| passes(*candidate))
    }

    /// Amounts of light, 0 to 1.
    pub(super) fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        })
    }
}

/// A colour in Oklab: lightness, green to red, blue to yellow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Oklab {
    lightness: f64,
    a: f64,
    b: f64,
}

impl Oklab {
    pub(super) fn of([red, green, blue]: [f64; 3]) -> Self {
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        Self {
            lightness: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }

    fn linear(self) -> [f64; 3] {
        let Self { lightness, a, b } = self;
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }

    pub(super) fn distance(self, other: Self) -> f64 {
        let parts = [
            self.lightness - other.lightness,
            self.a - other.a,
            self.b - other.b,
        ];
        parts.map(|part| part * part).iter().sum::<f64>().sqrt()
    }
}

/// A channel from its amount of light.
fn encoded(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    byte(if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    })
}

fn byte(share: f64) -> u8 {
    let scaled = (share.clamp(0.0, 1.0) * 255.0).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what a byte holds"
    )]
    let whole = scaled as u8;
    whole
}

fn hex(digits: &str) -> Option<Colour> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let width = match digits.len() {
        3 => 1,
        6 => 2,
        _ => return None,
    };
    let channel = |place: usize| {
        let part = digits.get(place * width..(place + 1) * width)?;
        u8::from_str_radix(&part.repeat(3 - width), 16).ok()
    };
    Some(Colour(channel(0)?, channel(1)?, channel(2)?))
}

fn rgb(text: &str) -> Option<Colour> {
    let inside = text.to_ascii_lowercase();
    let inside = inside.strip_prefix("rgb(")?.strip_suffix(')')?;
    let parts: Vec<&str> = if inside.contains(',') {
        inside.split(',').map(str::trim).collect()
    } else {
        inside.split_ascii_whitespace().collect()
    };
    let [red, green, blue] = parts[..] else {
        return None;
    };
    let channel = |part: &str| {
        let digits = (1..=3).contains(&part.len()) && part.bytes().all(|d| d.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    Some(Colour(channel(red)?, channel(green)?, channel(blue)?))
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("no colour"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Colour;

    const BLACK: Colour = Colour(0, 0, 0);

    #[test]
    fn contrast_is_that_of_wcag() {
        // Black on white, the lightest grey that is text on white, and pure red: published reference values.
        for (colour, ratio) in [
            (BLACK, 21.0),
            (Colour(0x76, 0x76, 0x76), 4.54),
            (Colour(0x77, 0x77, 0x77), 4.48),
            (Colour(0xff, 0, 0), 4.0),
            (Colour(0, 0, 0xff), 8.59),
            (Colour(0, 0xff, 0), 1.37),
            (Colour::WHITE, 1.0),
        ] {
            let found = colour.ratio(Colour::WHITE);
            assert!((found - ratio).abs() < 0.005, "{colour}: {found}");
            assert!((Colour::WHITE.ratio(colour) - found).abs() < 1e-12);
        }
    }

    #[test]
    fn only_whole_solid_colours_are_read() {
        let petrol = Some(Colour(0x0b, 0x55, 0x63));
        for text in ["#0b5563", "#0B5563", " rgb(11, 85,99) ", "RGB(11 85 99)"] {
            assert_eq!(Colour::read(text), petrol, "{text}");
        }
        assert_eq!(Colour::read("#0b5"), Some(Colour(0, 0xbb, 0x55)));
        for text in [
            "",
            "#",
            "#12",
            "#1234",
            "#12345",
            "#0b556380",
            "#0b55631",
            "#+b5563",
            "0b5563",
            "red",
            "transparent",
            "rgb(11,85)",
            "rgb(11,85,99,1)",
            "rgba(11,85,99,0.5)",
            "rgb(256,0,0)",
            "rgb(-1,0,0)",
            "rgb(+1,0,0)",
            "rgb(1e1,0,0)",
            "rgb(10%,0%,0%)",
            "rgb(11 85 99 / 1)",
            "rgb(11,,99)",
            "hsl(1,2%,3%)",
            "#0b5563;}body{",
            "#0b5563}",
            "url(#0b5563)",
            "var(--x)",
            "#0b5563 !important",
            "#é12",
            "rgb(１,2,3)",
            "expression(1)",
        ] {
            assert_eq!(Colour::read(text), None, "{text}");
        }
    }

    #[test]
    fn distance_is_that_of_oklab() {
        // Oklab of pure red is (0.628, 0.225, 0.126) by its author's table; of white (1, 0, 0).
        let expected = (0.372_f64.powi(2) + 0.225_f64.powi(2) + 0.126_f64.powi(2)).sqrt();
        let found = Colour(0xff, 0, 0).distance(Colour::WHITE);
        assert!((found - expected).abs() < 0.002, "{found}");
    }

    #[test]
    fn yellow_text_becomes_a_dark_yellow() {
        let yellow = Colour(0xff, 0xd5, 0x00);
        let found = yellow
            .nearest(|colour| colour.ratio(Colour::WHITE) >= 4.5)
            .expect("a colour");
        assert!((4.5..4.8).contains(&found.ratio(Colour::WHITE)), "{found}");
        assert!(found.0 > found.2 && found.1 > found.2, "{found}");
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(red: u8, green: u8, blue: u8) {
            let colour = Colour(red, green, blue);
            prop_assert_eq!(Colour::read(&colour.to_string()), Some(colour));
        }

        #[test]
        fn every_hue_has_a_readable_colour_and_a_colour_that_passes_stays(red: u8, green: u8, blue: u8) {
            let colour = Colour(red, green, blue);
            let readable = |colour: Colour| colour.ratio(Colour::WHITE) >= 4.5;
            let found = colour.nearest(readable);
            prop_assert!(found.is_some_and(readable));
            prop_assert_eq!(readable(colour), found == Some(colour));
            prop_assert!((colour.at_lightness(colour.lightness()).distance(colour)) < 0.02);
        }
    }
}
