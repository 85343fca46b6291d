//! A chart as a picture of dots (PNG): Word takes no other that every version shows.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::report::fonts::{self, Coverage};

/// Width on the page, in points.
const WIDTH: f32 = 482.0;
/// Dots per point: sharp in print.
const SCALE: f32 = 3.0;

/// The fonts of the program alone: the same picture on every machine.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    for bytes in fonts::FILES {
        database.load_font_data(bytes.to_vec());
    }
    Arc::new(database)
});

/// A picture, with its width and height in points.
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Draws an SVG; `None` when it has no size or is no picture.
pub(super) fn draw(svg: &str) -> Option<Picture> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Noto Sans".to_owned(),
        ..Options::default()
    };
    let (svg, _) = fonts::printable(svg, Coverage::Full);
    let tree = Tree::from_str(&svg, &options).ok()?;
    // A picture has units of its own.
    let scale = WIDTH / tree.size().width();
    let dots = tree.size().to_int_size().scale_by(scale * SCALE)?;
    let mut pixmap = Pixmap::new(dots.width(), dots.height())?;
    let transform = Transform::from_scale(scale * SCALE, scale * SCALE);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    Some(Picture {
        png: pixmap.encode_png().ok()?,
        width: WIDTH,
        height: tree.size().height() * scale,
    })
}
