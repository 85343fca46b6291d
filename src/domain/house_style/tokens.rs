//! Names that design tokens of NL Design System have for what a house style can choose.

use super::Token;

/// What a design token sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A colour.
    Colour(Token),
    /// Letters of headings.
    Headings,
}

/// Design tokens that are taken over; a later one of the same target overrules an earlier one.
const KNOWN: [(&str, Target); 14] = [
    (
        "utrecht-document-background-color",
        Target::Colour(Token::Paper),
    ),
    (
        "utrecht-page-background-color",
        Target::Colour(Token::Paper),
    ),
    ("utrecht-document-color", Target::Colour(Token::Ink)),
    ("utrecht-link-color", Target::Colour(Token::Link)),
    ("utrecht-link-hover-color", Target::Colour(Token::LinkHover)),
    (
        "utrecht-button-primary-action-background-color",
        Target::Colour(Token::Button),
    ),
    (
        "utrecht-button-primary-action-color",
        Target::Colour(Token::ButtonText),
    ),
    (
        "utrecht-button-primary-action-hover-background-color",
        Target::Colour(Token::ButtonHover),
    ),
    ("utrecht-heading-font-family", Target::Headings),
    ("utrecht-heading-1-font-family", Target::Headings),
    ("achterban-color-accent", Target::Colour(Token::Accent)),
    (
        "achterban-color-accent-strong",
        Target::Colour(Token::AccentStrong),
    ),
    ("achterban-color-paper", Target::Colour(Token::Paper)),
    ("achterban-color-ink", Target::Colour(Token::Ink)),
];

/// What the design token of this name sets, with its place in the order of overruling.
pub fn target(name: &str) -> Option<(usize, Target)> {
    let place = KNOWN.iter().position(|(known, _)| *known == name)?;
    KNOWN.get(place).map(|(_, target)| (place, *target))
}

/// Why a file gives no house style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no file, or nothing in it.
    Missing,
    /// Larger than [`MOST_BYTES`].
    TooLarge,
    /// More than [`MOST_TOKENS`] design tokens.
    TooMany,
    /// No text in UTF-8.
    NoText,
    /// Begins as JSON and is none.
    NoJson,
    /// No design token that a house style takes over, or none with a colour that can be read.
    Nothing,
}

/// Largest file.
pub const MOST_BYTES: usize = 1024 * 1024;
/// Most design tokens.
pub const MOST_TOKENS: usize = 20_000;
