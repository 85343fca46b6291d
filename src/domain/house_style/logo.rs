//! A logo as it is kept: made anew from its points, so that nothing of the file that was sent is left.

/// A logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// PNG for paper.
    pub print: Vec<u8>,
    /// PNG for screens, a few kilobytes.
    pub screen: Vec<u8>,
    /// Width and height of the screen's PNG.
    pub size: (u32, u32),
    /// What it shows, for who does not see it.
    pub alt: String,
}

/// Why a file is no logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no file.
    Missing,
    /// Larger than [`MOST_BYTES`].
    TooLarge,
    /// Wider or higher than [`MOST_POINTS`].
    TooManyPoints,
    /// Narrower or lower than [`LEAST_POINTS`].
    TooSmall,
    /// A drawing with instructions: it can hold a program.
    Svg,
    /// No PNG, JPEG or WebP.
    Unknown,
    /// It starts well and can't be read to its end.
    Damaged,
    /// It does not end where the picture ends: cut off, or something else comes after it.
    MoreThanAPicture,
    /// The words for who does not see it are missing.
    NoAlt,
    /// Those words are longer than [`MOST_ALT`].
    LongAlt,
}

/// Largest file.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Largest width and height.
pub const MOST_POINTS: u32 = 4_000;
/// Smallest width and height: less can't be seen.
pub const LEAST_POINTS: u32 = 16;
/// Longest alternative text, in characters.
pub const MOST_ALT: usize = 200;

/// The words for who does not see a logo, in one line.
///
/// # Errors
/// [`Refusal::NoAlt`], [`Refusal::LongAlt`].
pub fn alt(typed: &str) -> Result<String, Refusal> {
    let visible = |letter: &char| !letter.is_control();
    let text: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(visible)
        .collect();
    let text = text
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match text.chars().count() {
        0 => Err(Refusal::NoAlt),
        length if length > MOST_ALT => Err(Refusal::LongAlt),
        _ => Ok(text),
    }
}
