//! Good logos and hostile files.

use std::time::{Duration, Instant};

use image::RgbaImage;

use super::*;

/// A picture with a red dot on white, in a format of our choice.
fn picture(width: u32, height: u32) -> DynamicImage {
    let points = RgbaImage::from_fn(width, height, |x, y| {
        let inside =
            x.abs_diff(width / 2).pow(2) + y.abs_diff(height / 2).pow(2) < (height / 3).pow(2);
        image::Rgba(if inside {
            [200, 0, 0, 255]
        } else {
            [255, 255, 255, 255]
        })
    });
    DynamicImage::from(points)
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let shown = if format == ImageFormat::Jpeg {
        picture.to_rgb8().into()
    } else {
        picture.clone()
    };
    shown.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let crc = [kind.as_slice(), data]
        .concat()
        .iter()
        .fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 {
                    (crc >> 1) ^ 0xedb8_8320
                } else {
                    crc >> 1
                }
            })
        });
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length, kind.as_slice(), data, &(!crc).to_be_bytes()].concat()
}

/// A PNG that says it is so large, with hardly any data.
fn boasting(width: u32, height: u32) -> Vec<u8> {
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 6, 0, 0, 0]);
    let data = [0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &head),
        chunk(b"IDAT", &data),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn png_jpeg_and_webp_become_two_small_pngs_with_the_same_picture() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let logo = read(&encoded(&picture(1_200, 300), format), "  Rode\n stip ").expect("a logo");
        assert_eq!(logo.alt, "Rode stip");
        assert_eq!(logo.size, (288, 72), "{format:?}");
        assert!(logo.screen.len() <= SCREEN_BYTES, "{}", logo.screen.len());
        let print = image::load_from_memory(&logo.print)
            .expect("a picture")
            .into_rgb8();
        assert_eq!(print.dimensions(), (720, 180));
        let [red, green, _] = print.get_pixel(360, 90).0;
        assert!(red > 180 && green < 40, "{format:?}: {red} {green}");
        assert!(print.get_pixel(5, 5).0.iter().all(|light| *light > 240));
    }
}

#[test]
fn a_small_logo_is_not_enlarged_and_what_is_transparent_stays_so() {
    let mut points = picture(40, 40).into_rgba8();
    points.put_pixel(0, 0, image::Rgba([0, 0, 0, 0]));
    let logo = read(&encoded(&points.into(), ImageFormat::Png), "Stip").expect("a logo");
    assert_eq!(logo.size, (40, 40));
    let again = image::load_from_memory(&logo.screen)
        .expect("a picture")
        .into_rgba8();
    assert_eq!(again.get_pixel(0, 0).0[3], 0);
}

#[test]
fn noise_is_made_smaller_until_a_page_with_it_is_light() {
    let mut seed = 7_u32;
    let noise = RgbaImage::from_fn(600, 200, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = seed.to_be_bytes();
        image::Rgba([red, green, blue, 255])
    });
    let logo = read(&encoded(&noise.into(), ImageFormat::Png), "Ruis").expect("a logo");
    assert!(logo.screen.len() <= 12 * 1024, "{}", logo.screen.len());
}

#[test]
fn where_a_photo_was_taken_and_what_else_it_says_is_gone() {
    let mut png = encoded(&picture(64, 64), ImageFormat::Png);
    let mut secret = chunk(
        b"tEXt",
        b"GPS\x0052.508,5.475 KENMERK <script>alert(1)</script>",
    );
    secret.extend(chunk(b"eXIf", b"II*\0\x08\0\0\0KENMERK"));
    png.splice(33..33, secret);
    let jpeg = encoded(&picture(64, 64), ImageFormat::Jpeg);
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0KENMERK";
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    let jpeg = [&jpeg[..2], b"\xff\xe1", &length, exif, &jpeg[2..]].concat();
    for file in [png, jpeg] {
        assert!(file.windows(7).any(|part| part == b"KENMERK"));
        let logo = read(&file, "Stip").expect("a logo");
        for made in [logo.print, logo.screen] {
            for secret in [b"KENMERK".as_slice(), b"GPS", b"script", b"eXIf", b"tEXt"] {
                assert!(!made.windows(secret.len()).any(|part| part == secret));
            }
        }
    }
}

#[test]
fn a_photo_that_lies_on_its_side_is_put_upright() {
    let jpeg = encoded(&picture(128, 64), ImageFormat::Jpeg);
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    let jpeg = [&jpeg[..2], b"\xff\xe1", &length, exif, &jpeg[2..]].concat();
    assert_eq!(read(&jpeg, "Stip").expect("a logo").size, (48, 96));
}

/// Files that are no picture, with what is said about them.
const NO_PICTURES: &[(&str, &[u8], Refusal)] = &[
    ("nothing", b"", Refusal::Missing),
    (
        "svg with a script",
        b"<svg xmlns='x'><script>alert(1)</script></svg>",
        Refusal::Svg,
    ),
    (
        "svg with foreignObject",
        b"<?xml version='1.0'?>\n<svg><foreignObject/></svg>",
        Refusal::Svg,
    ),
    (
        "svg behind a comment",
        b"<!-- <html> <!-- > --><SVG/>",
        Refusal::Svg,
    ),
    (
        "svg with entities",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        Refusal::Svg,
    ),
    (
        "gif and javascript",
        b"GIF89a/*\x01\x00*/=1;alert(1)",
        Refusal::Unknown,
    ),
    (
        "html",
        b"<!DOCTYPE html><script>alert(1)</script>",
        Refusal::Unknown,
    ),
    ("php", b"<?php system('id');", Refusal::Unknown),
    ("bmp", b"BM\x36\0\0\0\0\0\0\0", Refusal::Unknown),
    ("tiff", b"II*\0\x08\0\0\0", Refusal::Unknown),
    ("ico", b"\0\0\x01\0\x01\0", Refusal::Unknown),
    ("pdf", b"%PDF-1.7\n", Refusal::Unknown),
    ("zip", b"PK\x03\x04", Refusal::Unknown),
    (
        "riff that is no webp",
        b"RIFF\x04\0\0\0WAVE",
        Refusal::Unknown,
    ),
    (
        "webp of nothing",
        b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0",
        Refusal::Damaged,
    ),
];

/// Pictures with something before or behind them, or with something missing.
fn more_or_less_than_a_picture() -> Vec<(&'static str, Vec<u8>, Refusal)> {
    use Refusal::{Damaged, MoreThanAPicture as More, TooLarge, Unknown};
    let png = encoded(&picture(64, 64), ImageFormat::Png);
    let jpeg = encoded(&picture(64, 64), ImageFormat::Jpeg);
    let webp = encoded(&picture(64, 64), ImageFormat::WebP);
    let with = |start: &[u8], end: &[u8]| [start, end].concat();
    let mut flipped = png.clone();
    flipped[50] ^= 0xff;
    let script = b"<script>alert(1)</script>";
    vec![
        ("javascript before a png", with(b"/*", &png), Unknown),
        ("html behind a png", with(&png, script), More),
        ("zip behind a png", with(&png, b"PK\x05\x06"), More),
        ("javascript behind a jpeg", with(&jpeg, b"*/alert(1)"), More),
        ("html behind a webp", with(&webp, script), More),
        ("half a png", png[..png.len() / 2].to_vec(), More),
        ("hardly a jpeg", with(&jpeg[..20], b"\xff\xd9"), Damaged),
        ("png with a wrong checksum", flipped, Damaged),
        ("over 2 MiB", with(&png, &vec![0; MOST_BYTES]), TooLarge),
    ]
}

/// Pictures that say that they are so large, with hardly any data.
const SIZES: [(u32, u32, Refusal); 6] = [
    (60_000, 60_000, Refusal::TooManyPoints),
    (2, 2_000_000_000, Refusal::TooManyPoints),
    (4_001, 100, Refusal::TooManyPoints),
    (4_000, 4_000, Refusal::Damaged),
    (0, 0, Refusal::Damaged),
    (1, 1, Refusal::TooSmall),
];

#[test]
fn a_hostile_file_is_refused_at_once_and_it_is_said_why() {
    let mut files = more_or_less_than_a_picture();
    files.extend(
        NO_PICTURES
            .iter()
            .map(|(name, bytes, why)| (*name, bytes.to_vec(), *why)),
    );
    files.extend(
        SIZES
            .iter()
            .map(|(width, height, why)| ("a size", boasting(*width, *height), *why)),
    );
    assert_eq!(files.len(), 30);
    for (name, bytes, why) in files {
        let start = Instant::now();
        assert_eq!(read(&bytes, "Logo").err(), Some(why), "{name}");
        assert!(start.elapsed() < Duration::from_secs(2), "{name}");
    }
}

#[test]
fn words_for_who_does_not_see_it_are_needed_and_short() {
    let png = encoded(&picture(64, 64), ImageFormat::Png);
    assert_eq!(read(&png, " \n\u{7} "), Err(Refusal::NoAlt));
    assert_eq!(read(&png, &"a".repeat(201)), Err(Refusal::LongAlt));
    assert!(read(&png, &"é".repeat(200)).is_ok());
}
