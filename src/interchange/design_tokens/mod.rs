//! Design tokens that a municipality publishes (NL Design System), as JSON or as custom properties of CSS.
//!
//! Only colours and the kind of letter of headings are taken, each read into a value of our own; the rest is listed.

mod css;
mod json;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use crate::domain::house_style::colour::Colour;
use crate::domain::house_style::tokens::{MOST_BYTES, MOST_TOKENS, Refusal, Target, target};
use crate::domain::house_style::{Headings, HouseStyle, Token};

/// Most steps from a design token that refers to another, to a value.
const MOST_STEPS: usize = 20;

/// What a file gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The house style.
    pub style: HouseStyle,
    /// Design tokens that were taken over.
    pub used: Vec<String>,
    /// Design tokens that a house style could take over, but whose value is no solid colour or kind of letter.
    pub unreadable: Vec<String>,
    /// All others.
    pub unused: Vec<String>,
}

/// Design tokens as a file has them.
#[derive(Debug, Default)]
struct Tokens {
    /// Names as custom properties have them, without dashes in front, with their values.
    list: Vec<(String, String)>,
    /// Values by the names with which others refer to them.
    by_reference: HashMap<String, String>,
}

/// Reads a file of design tokens.
///
/// # Errors
/// [`Refusal`]
pub fn read(bytes: &[u8]) -> Result<Reading, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::NoText)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.contains('\0') {
        return Err(Refusal::NoText);
    }
    let tokens = match text.bytes().next() {
        None => return Err(Refusal::Missing),
        Some(b'{' | b'[') => json::tokens(text)?,
        Some(_) => css::tokens(text),
    };
    if tokens.list.len() > MOST_TOKENS {
        return Err(Refusal::TooMany);
    }
    taken(&tokens)
}

fn taken(tokens: &Tokens) -> Result<Reading, Refusal> {
    let mut reading = Reading::default();
    let mut found: BTreeMap<usize, (Target, &str, &str)> = BTreeMap::new();
    for (name, value) in &tokens.list {
        match target(name) {
            None => reading.unused.push(name.clone()),
            Some((place, target)) => {
                found.insert(place, (target, name, value));
            }
        }
    }
    for (target, name, value) in found.into_values() {
        let taken = tokens
            .resolved(value)
            .is_some_and(|value| take(&mut reading.style, target, value));
        let list = if taken {
            &mut reading.used
        } else {
            &mut reading.unreadable
        };
        list.push(name.to_owned());
    }
    with_accent(&mut reading.style);
    if reading.style.is_neutral() {
        return Err(Refusal::Nothing);
    }
    reading.unused.sort_unstable();
    reading.unused.dedup();
    Ok(reading)
}

/// Whether the value is one of a house style.
fn take(style: &mut HouseStyle, target: Target, value: &str) -> bool {
    match target {
        Target::Colour(token) => Colour::read(value)
            .map(|colour| style.colours.insert(token, colour))
            .is_some(),
        Target::Headings => {
            let letters = letters(value);
            style.headings = letters.or(style.headings);
            letters.is_some()
        }
    }
}

/// NL Design System has no accent: the button has it, else the link.
fn with_accent(style: &mut HouseStyle) {
    let chosen = |token| style.colours.get(&token).copied();
    let accent = chosen(Token::Accent)
        .or_else(|| chosen(Token::Button))
        .or_else(|| chosen(Token::Link));
    style
        .colours
        .extend(accent.map(|colour| (Token::Accent, colour)));
}

impl Tokens {
    fn resolved<'t>(&'t self, value: &'t str) -> Option<&'t str> {
        let mut value = value;
        for _ in 0..MOST_STEPS {
            match reference(value) {
                None => return Some(value),
                Some(name) => value = self.by_reference.get(name)?,
            }
        }
        None
    }
}

/// The name in `{a.b.c}` or `var(--a-b-c)`.
fn reference(value: &str) -> Option<&str> {
    let value = value.trim();
    let braced = value
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let variable = value
        .strip_prefix("var(")
        .and_then(|rest| rest.strip_suffix(')'));
    let name = variable.map(|inside| inside.split_once(',').map_or(inside, |(name, _)| name));
    braced.or(name).map(str::trim)
}

/// The kind of letter that a list of fonts ends with.
fn letters(families: &str) -> Option<Headings> {
    let last = families.rsplit(',').next()?.trim().to_ascii_lowercase();
    match last.as_str() {
        "serif" | "ui-serif" => Some(Headings::Serif),
        "sans-serif" | "ui-sans-serif" | "system-ui" => Some(Headings::Sans),
        _ => None,
    }
}
