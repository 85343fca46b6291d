//! A logo from a file that someone sends: decoded within bounds and made anew, so that no byte of the file itself is kept,
//! published or printed. The only user of the `image` library.

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, Limits};

use crate::domain::house_style::logo::{LEAST_POINTS, Logo, MOST_BYTES, MOST_POINTS, Refusal, alt};

/// Memory of a decoder: a picture of [`MOST_POINTS`] by [`MOST_POINTS`] in eight bits, and a little.
const MOST_MEMORY: u64 = 72 * 1024 * 1024;
/// Largest width and height on paper: 60 by 30 mm at 300 points an inch.
const PRINT: (u32, u32) = (720, 360);
/// Largest width and height on a screen, sharpest first; the first that is small enough is taken.
const SCREEN: [(u32, u32); 4] = [(288, 96), (216, 72), (144, 48), (108, 36)];
/// A page of a resident with its style stays below 30 kB.
const SCREEN_BYTES: usize = 10 * 1024;

/// Reads a logo.
///
/// # Errors
/// [`Refusal`]: what is wrong with the file or its words.
pub fn read(bytes: &[u8], typed_alt: &str) -> Result<Logo, Refusal> {
    let alt = alt(typed_alt)?;
    let picture = decode(bytes)?;
    let print = png(&fitted(&picture, PRINT))?;
    let mut screen = (Vec::new(), (0, 0));
    for most in SCREEN {
        let small = fitted(&picture, most);
        screen = (png(&small)?, (small.width(), small.height()));
        if screen.0.len() <= SCREEN_BYTES {
            break;
        }
    }
    let (screen, size) = screen;
    Ok(Logo {
        print,
        screen,
        size,
        alt,
    })
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Missing);
    }
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let kind = kind(bytes)?;
    if !ends_with_the_picture(bytes, kind) {
        return Err(Refusal::MoreThanAPicture);
    }
    let limits = limits();
    let file = Cursor::new(bytes);
    match kind {
        ImageFormat::Png => points(PngDecoder::with_limits(file, limits).map_err(refusal)?),
        ImageFormat::Jpeg => points(JpegDecoder::new(file).map_err(refusal)?),
        _ => points(WebPDecoder::new(file).map_err(refusal)?),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_POINTS);
    limits.max_image_height = Some(MOST_POINTS);
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// The picture as it is meant to be seen. A file tells which way up; that is all that is taken over beside its points.
fn points(mut decoder: impl ImageDecoder) -> Result<DynamicImage, Refusal> {
    let (width, height) = decoder.dimensions();
    if width > MOST_POINTS || height > MOST_POINTS {
        return Err(Refusal::TooManyPoints);
    }
    if width < LEAST_POINTS || height < LEAST_POINTS {
        return Err(Refusal::TooSmall);
    }
    decoder.set_limits(limits()).map_err(refusal)?;
    let up = decoder.orientation().map_err(refusal)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    picture.apply_orientation(up);
    Ok(picture.into_rgba8().into())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err takes"
)]
fn refusal(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::TooManyPoints,
        _ => Refusal::Damaged,
    }
}

fn kind(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"\x89PNG\r\n\x1a\n") {
        Ok(ImageFormat::Png)
    } else if begins(b"\xff\xd8\xff") {
        Ok(ImageFormat::Jpeg)
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Ok(ImageFormat::WebP)
    } else if is_svg(bytes) {
        Err(Refusal::Svg)
    } else {
        Err(Refusal::Unknown)
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(bytes.get(..4_096).unwrap_or(bytes)).to_lowercase();
    start.contains("<svg") || start.contains("<!doctype svg")
}

/// Whether the file ends where the picture ends: what comes after it could be another kind of file.
fn ends_with_the_picture(bytes: &[u8], kind: ImageFormat) -> bool {
    match kind {
        ImageFormat::Png => png_length(bytes) == Some(bytes.len()),
        ImageFormat::Jpeg => bytes.ends_with(b"\xff\xd9"),
        _ => {
            let said = bytes.get(4..8).and_then(|said| said.try_into().ok());
            let said = said.map(|said| u32::from_le_bytes(said) as usize + 8);
            said.is_some_and(|said| said == bytes.len())
        }
    }
}

/// Length of a PNG up to and including its last chunk.
fn png_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 8_usize;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        at = at.checked_add(length)?.checked_add(12)?;
        if kind == b"IEND" {
            return Some(at);
        }
    }
}

/// At most so wide and high, in the same proportion, never enlarged.
fn fitted(picture: &DynamicImage, (width, height): (u32, u32)) -> DynamicImage {
    if picture.width() <= width && picture.height() <= height {
        picture.clone()
    } else {
        picture.resize(width, height, FilterType::CatmullRom)
    }
}

/// As PNG, without the layer of transparency when nothing is transparent.
fn png(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let clear = picture.pixels().any(|(_, _, point)| point.0[3] < u8::MAX);
    let shown = if clear {
        picture.clone()
    } else {
        picture.to_rgb8().into()
    };
    let mut bytes = Cursor::new(Vec::new());
    shown
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(refusal)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests;
