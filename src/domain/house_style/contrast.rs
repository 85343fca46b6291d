//! What a house style must keep to: everyone can read it and see it (WCAG 2.2, 1.4.3 and 1.4.11), and the accent is never
//! taken for an error, a warning or a success.
//!
//! Each rule belongs to the token that is changed when it fails, and looks at that token and earlier ones only. So
//! [`mended`] can go through the tokens once, and what comes out passes.

use super::colour::Colour;
use super::{HouseStyle, Token};
use crate::domain::definition::words;

/// Least contrast of text (1.4.3).
pub const TEXT: f64 = 4.5;
/// Least contrast of what must be seen: controls, lines with a meaning, the ring of focus (1.4.11).
pub const GRAPHIC: f64 = 3.0;
/// Least distance of the accent from red and brown, which mean "error" and "let op": well apart.
const STATE: f64 = 0.08;
/// From green, which always stands beside a tick: not the same.
const SUCCESS: f64 = 0.04;

words! {
    /// What a colour is held against. The last six are the same in every style.
    Against {
        /// The page.
        Paper = "paper",
        /// Surfaces of cards and fields; also white text on it.
        White = "white",
        /// Surfaces of notes.
        Tint = "tint",
        /// The button.
        Button = "button",
        /// Text on the button.
        ButtonText = "button-text",
        /// The light one of the two rings round what has focus.
        Ring = "ring",
        /// Small text.
        Muted = "muted",
        /// Edges of fields.
        Edge = "edge",
        /// Errors.
        Error = "error",
        /// Warnings.
        Attention = "attention",
        /// What went well.
        Success = "success",
    }
}

/// How two colours are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Need {
    /// Contrast of at least this.
    Ratio(f64),
    /// Distance of at least this.
    Apart(f64),
}

/// A rule, and what a style makes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    /// The token whose rule it is.
    pub token: Token,
    /// What it is held against.
    pub against: Against,
    /// What is needed.
    pub need: Need,
    /// Contrast or distance as it is.
    pub found: f64,
    /// The two colours.
    pub colours: (Colour, Colour),
}

const RULES: [(Token, Against, Need); 30] = {
    use Against as A;
    use Token as T;
    const READ: Need = Need::Ratio(TEXT);
    const SEE: Need = Need::Ratio(GRAPHIC);
    [
        (T::Paper, A::Muted, READ),
        (T::Paper, A::Edge, SEE),
        (T::Paper, A::Error, READ),
        (T::Paper, A::Attention, READ),
        (T::Paper, A::Success, READ),
        (T::Accent, A::Paper, READ),
        (T::Accent, A::White, READ),
        (T::Accent, A::Tint, READ),
        (T::Accent, A::Error, Need::Apart(STATE)),
        (T::Accent, A::Attention, Need::Apart(STATE)),
        (T::Accent, A::Success, Need::Apart(SUCCESS)),
        (T::AccentStrong, A::Paper, READ),
        (T::AccentStrong, A::White, READ),
        (T::AccentStrong, A::Tint, READ),
        (T::Ink, A::Paper, READ),
        (T::Ink, A::White, READ),
        (T::Ink, A::Tint, READ),
        (T::Ink, A::Ring, SEE),
        (T::Link, A::Paper, READ),
        (T::Link, A::White, READ),
        (T::Link, A::Tint, READ),
        (T::LinkHover, A::Paper, READ),
        (T::LinkHover, A::White, READ),
        (T::LinkHover, A::Tint, READ),
        (T::Button, A::Paper, SEE),
        (T::Button, A::White, SEE),
        (T::ButtonText, A::Button, READ),
        (T::ButtonHover, A::ButtonText, READ),
        (T::ButtonHover, A::Paper, SEE),
        (T::ButtonHover, A::White, SEE),
    ]
};

impl Check {
    /// Whether the rule is kept.
    pub fn passes(&self) -> bool {
        match self.need {
            Need::Ratio(least) | Need::Apart(least) => self.found >= least,
        }
    }
}

impl HouseStyle {
    pub(super) fn against(&self, against: Against) -> Colour {
        match against {
            Against::Paper => self.colour(Token::Paper),
            Against::White => Colour::WHITE,
            Against::Tint => self.tint(),
            Against::Button => self.colour(Token::Button),
            Against::ButtonText => self.colour(Token::ButtonText),
            Against::Ring => Colour(0xff, 0xbe, 0x3d),
            Against::Muted => Colour(0x4a, 0x59, 0x5e),
            Against::Edge => Colour(0x5e, 0x6c, 0x71),
            Against::Error => Colour(0xa8, 0x20, 0x1a),
            Against::Attention => Colour(0x7d, 0x43, 0x00),
            Against::Success => Colour(0x1d, 0x62, 0x38),
        }
    }

    fn check(&self, (token, against, need): (Token, Against, Need)) -> Check {
        let colours = (self.colour(token), self.against(against));
        let found = match need {
            Need::Ratio(_) => colours.0.ratio(colours.1),
            Need::Apart(_) => colours.0.distance(colours.1),
        };
        Check {
            token,
            against,
            need,
            found,
            colours,
        }
    }

    /// Every rule with what this style makes of it.
    pub fn checks(&self) -> Vec<Check> {
        RULES.iter().map(|rule| self.check(*rule)).collect()
    }

    /// The rules that this style breaks; a style with any is not taken.
    pub fn failing(&self) -> Vec<Check> {
        let mut checks = self.checks();
        checks.retain(|check| !check.passes());
        checks
    }

    /// What to tell who chose the style: the first broken rule of each chosen colour. What follows from a colour is mended
    /// with it, and is named only when every chosen colour passes.
    pub fn refusals(&self) -> Vec<Check> {
        let mut failing = self.failing();
        failing.dedup_by_key(|check| check.token);
        let chosen = |check: &Check| self.colours.contains_key(&check.token);
        if failing.iter().any(chosen) {
            failing.retain(chosen);
        }
        failing
    }

    fn keeps_rules_of(&self, token: Token) -> bool {
        let own = RULES.iter().filter(|(of, _, _)| *of == token);
        own.copied().all(|rule| self.check(rule).passes())
    }

    /// This style with, for each colour that breaks a rule, the nearest of the same hue that breaks none.
    #[must_use]
    pub fn mended(&self) -> Self {
        let mut style = self.clone();
        for token in Token::ALL.iter().copied() {
            let with = |colour: Colour| {
                let mut changed = style.clone();
                changed.colours.insert(token, colour);
                changed
            };
            if style.keeps_rules_of(token) {
                continue;
            }
            let nearest = style
                .colour(token)
                .nearest(|colour| with(colour).keeps_rules_of(token));
            match nearest {
                Some(colour) => style = with(colour),
                None => {
                    style.colours.remove(&token);
                }
            }
        }
        style
    }
}
