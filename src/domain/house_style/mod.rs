//! The house style of a client council: a few colours and a kind of letter in the place of the neutral ones, and a logo.
//!
//! Only what stands in [`Token`] can be changed, and only into a [`Colour`]: no text of a style is ever passed on to a
//! page. [`contrast`] refuses colours that people can't read or tell apart and offers the nearest ones that they can;
//! [`sheet`] writes a style for pages, [`charts`] for charts. Not here: reading a municipality's file (`interchange`).

pub mod charts;
pub mod colour;
pub mod contrast;
pub mod logo;
pub mod sheet;
pub mod tokens;
mod vision;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::colour::Colour;
use self::logo::Logo;
use super::definition::words;

words! {
    /// A colour that a house style may choose. The order is that of mending: a later one is chosen to fit the earlier.
    Token {
        /// Behind the text of a page.
        Paper = "paper",
        /// What one can act on, and where one is.
        Accent = "accent",
        /// The accent where it must stand out.
        AccentStrong = "accent-strong",
        /// Text.
        Ink = "ink",
        /// Links.
        Link = "link",
        /// A link under the pointer.
        LinkHover = "link-hover",
        /// The filled button.
        Button = "button",
        /// Text on it.
        ButtonText = "button-text",
        /// The button under the pointer.
        ButtonHover = "button-hover",
    }
}

words! {
    /// Letters of headings. Text is always sans serif: that reads best for most.
    Headings {
        /// With serifs: the neutral style.
        Serif = "schreef",
        /// Without.
        Sans = "schreefloos",
    }
}

/// What a client council chose; what it left out follows from the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseStyle {
    /// Chosen colours.
    #[serde(default)]
    pub colours: BTreeMap<Token, Colour>,
    /// Chosen letters of headings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headings: Option<Headings>,
}

/// Everything that makes the papers of a client council its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Colours and letters.
    pub style: HouseStyle,
    /// The logo in the place of the neutral mark.
    pub logo: Option<Logo>,
}

/// Raised when [`sheet`] writes something else for the same style: browsers keep a sheet under its address for ever.
const EDITION: u8 = 1;

/// How much of the accent is in the surface behind notes, and in fine lines.
const TINT: f64 = 0.1;
const FINE: f64 = 0.35;

impl HouseStyle {
    /// Whether nothing was chosen.
    pub fn is_neutral(&self) -> bool {
        *self == Self::default()
    }

    /// The colour of a token: as chosen, else as it follows from what was chosen.
    pub fn colour(&self, token: Token) -> Colour {
        self.colours
            .get(&token)
            .copied()
            .unwrap_or_else(|| self.derived(token))
    }

    fn derived(&self, token: Token) -> Colour {
        let chosen = |token| self.colours.contains_key(&token);
        match token {
            Token::Paper => Colour(0xfa, 0xf8, 0xf3),
            Token::Ink => Colour(0x16, 0x26, 0x2b),
            Token::Accent => Colour(0x0b, 0x55, 0x63),
            Token::AccentStrong if chosen(Token::Accent) => deeper(self.colour(Token::Accent)),
            Token::AccentStrong => Colour(0x07, 0x3c, 0x47),
            Token::Link | Token::Button => self.colour(Token::Accent),
            Token::LinkHover if chosen(Token::Link) => deeper(self.colour(Token::Link)),
            Token::LinkHover => self.colour(Token::AccentStrong),
            Token::ButtonText => self.reads_best_on(self.colour(Token::Button)),
            Token::ButtonHover if chosen(Token::Button) => {
                let (button, text) = (self.colour(Token::Button), self.colour(Token::ButtonText));
                let deeper = deeper(button);
                if deeper.ratio(text) >= contrast::TEXT {
                    deeper
                } else {
                    button
                }
            }
            Token::ButtonHover => self.colour(Token::AccentStrong),
        }
    }

    /// White, or ink where that reads better.
    fn reads_best_on(&self, surface: Colour) -> Colour {
        let ink = self.colour(Token::Ink);
        if Colour::WHITE.ratio(surface) >= ink.ratio(surface) {
            Colour::WHITE
        } else {
            ink
        }
    }

    /// The surface behind notes: white with a little of the accent.
    pub fn tint(&self) -> Colour {
        self.toned(TINT, Colour(0xe5, 0xf0, 0xf1))
    }

    /// Fine lines.
    pub fn fine(&self) -> Colour {
        self.toned(FINE, Colour(0xa9, 0xcd, 0xd2))
    }

    fn toned(&self, share: f64, neutral: Colour) -> Colour {
        self.colours
            .get(&Token::Accent)
            .map_or(neutral, |accent| Colour::WHITE.mix(*accent, share))
    }

    /// Letters of headings.
    pub fn headings(&self) -> Headings {
        self.headings.unwrap_or(Headings::Serif)
    }

    /// Name of the style in addresses: the same style has the same name, another one another.
    pub fn hash(&self) -> String {
        self.hash_in(EDITION)
    }

    /// Whether this is or ever was its name.
    pub fn has_hash(&self, hash: &str) -> bool {
        (1..=EDITION).any(|edition| self.hash_in(edition) == hash)
    }

    fn hash_in(&self, edition: u8) -> String {
        let mut hash = Sha256::new();
        hash.update([edition]);
        for (token, colour) in &self.colours {
            hash.update(format!("{}={colour};", token.word()));
        }
        hash.update(self.headings().word());
        data_encoding::HEXLOWER.encode(&hash.finalize()[..8])
    }
}

/// A step darker, as the accent of the neutral style has.
fn deeper(colour: Colour) -> Colour {
    colour.at_lightness(colour.lightness() * 0.79)
}

#[cfg(test)]
mod tests;
