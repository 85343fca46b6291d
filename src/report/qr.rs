//! QR codes as vector drawings: for letters, cards and posters, and for a page that shows an address to scan.
//!
//! The only user of `qrcode`. What goes in is an address; who may see it is for the caller to know.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules round the symbol that a reader needs (ISO/IEC 18004, 9.1).
const QUIET_ZONE: usize = 4;

/// The content is too long for a QR code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is too long for a QR code")]
pub struct QrError;

/// A QR code that is ready to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    side: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The code for `content`.
    ///
    /// # Errors
    /// [`QrError`] above some 2,300 bytes.
    pub fn of(content: &str) -> Result<Self, QrError> {
        // M mends 15 % of the symbol. More repair would make smaller modules, which an old telephone reads worse.
        let code = QrCode::with_error_correction_level(content, EcLevel::M).map_err(|_| QrError)?;
        let side = code.width();
        let dark = code
            .to_colors()
            .into_iter()
            .map(|color| color == Color::Dark);
        Ok(Self {
            side,
            dark: dark.collect(),
        })
    }

    /// Modules along one side, the quiet zone included: print at no less than half a millimetre a module.
    #[must_use]
    pub fn modules(&self) -> usize {
        self.side + 2 * QUIET_ZONE
    }

    /// The drawing, black on white with its quiet zone, scaled by whoever places it. `alternative` says in words where
    /// it leads.
    #[must_use]
    pub fn svg(&self, alternative: &str) -> String {
        let (side, label) = (self.modules(), escaped(alternative));
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path fill="#000" d="{}"/></svg>"##,
            self.path()
        )
    }

    /// Every run of dark modules in a row as one rectangle of one path: no seams between neighbours when printed.
    fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.dark.chunks(self.side).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|left, right| left == right) {
                if run.first() == Some(&true) {
                    let (left, top, width) = (x + QUIET_ZONE, y + QUIET_ZONE, run.len());
                    // Writing into a String can't fail.
                    let _ = write!(path, "M{left} {top}h{width}v1h-{width}z");
                }
                x += run.len();
            }
        }
        path
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_ZONE, Qr, QrError};

    const ADDRESS: &str =
        "https://enquete.clientenraad-lelystad.nl/lelystad/v/participatiewet#7K3M-9QRT-W2XZ-5HJP-C";

    /// What a reader makes of a drawing: each module becomes `SCALE` pixels, as a printer would do it.
    fn read(svg: &str, modules: usize) -> String {
        const SCALE: usize = 4;
        let size = modules * SCALE;
        let mut dark = vec![false; size * size];
        let path = svg.split(" d=\"").nth(1).unwrap();
        for piece in path.split('"').next().unwrap().split('z') {
            let numbers: Vec<usize> = piece
                .split(|letter: char| !letter.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [left, top, width, height, _] = numbers[..] else {
                continue;
            };
            for y in top * SCALE..(top + height) * SCALE {
                for x in left * SCALE..(left + width) * SCALE {
                    dark[y * size + x] = true;
                }
            }
        }
        let grey = |x, y| if dark[y * size + x] { 0 } else { 255 };
        let mut drawing = rqrr::PreparedImage::prepare_from_greyscale(size, size, grey);
        let found = drawing.detect_grids();
        assert_eq!(found.len(), 1, "one symbol");
        found[0].decode().unwrap().1
    }

    #[test]
    fn a_reader_reads_back_what_was_drawn() {
        for content in [ADDRESS, "http://127.0.0.1:8080/diemen/v/wmo", "é"] {
            let qr = Qr::of(content).unwrap();
            assert_eq!(read(&qr.svg("Code"), qr.modules()), content);
        }
    }

    #[test]
    fn four_light_modules_stand_round_the_symbol() {
        let qr = Qr::of(ADDRESS).unwrap();
        let side = qr.modules();
        assert!(
            qr.svg("")
                .contains(&format!("viewBox=\"0 0 {side} {side}\""))
        );
        assert_eq!(side - 2 * QUIET_ZONE, qr.side);
        // The top left corner of the first finder pattern.
        assert!(qr.path().starts_with("M4 4h7v1h-7z"));
    }

    #[test]
    fn the_alternative_is_text_and_never_markup() {
        let svg = Qr::of("x").unwrap().svg("\"><script>&");
        assert!(svg.contains("aria-label=\"&quot;&gt;&lt;script&gt;&amp;\""));
    }

    #[test]
    fn an_address_that_does_not_fit_is_an_error() {
        assert_eq!(Qr::of(&"a".repeat(3_000)), Err(QrError));
    }
}
