//! For LibreOffice: OpenDocument 1.2 (ISO/IEC 26300), the format that Dutch government must take.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::picture::{Picture, draw};
use super::{Block, Piece, widths};
use crate::domain::house_style::Token;
use crate::report::chart::{Column, Table};
use crate::report::input::Figure;
use crate::zipped_xml::{Zip, escaped};

const KIND: &str = "application/vnd.oasis.opendocument.text";
const NAMES: &str = concat!(
    r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
    r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
    r#"xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" "#,
    r#"xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" "#,
    r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.2""#,
);

/// Writes the document.
///
/// # Errors
/// When a chart can't be drawn or `out` can't be written.
pub fn write(out: &mut dyn Write, piece: &Piece) -> io::Result<()> {
    let mut zip = Zip::begin(out);
    zip.store("mimetype", KIND.as_bytes())?;
    let mut parts = Parts::default();
    let body = body(piece, &mut parts)?;
    let Parts { pictures, columns } = parts;
    zip.press("META-INF/manifest.xml", |xml| {
        write!(xml, r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{KIND}"/>"#)?;
        for name in ["content.xml", "styles.xml", "meta.xml"] {
            write!(xml, r#"<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>"#)?;
        }
        for number in 1..=pictures.len() {
            write!(xml, r#"<manifest:file-entry manifest:full-path="Pictures/beeld{number}.png" manifest:media-type="image/png"/>"#)?;
        }
        xml.write_all(b"</manifest:manifest>")
    })?;
    zip.press("meta.xml", |xml| {
        write!(
            xml,
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-meta {NAMES}><office:meta><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>nl-NL</dc:language></office:meta></office:document-meta>"#,
            escaped(&piece.title),
            escaped(&piece.sender())
        )
    })?;
    zip.press("styles.xml", |xml| xml.write_all(styles(piece).as_bytes()))?;
    zip.press("content.xml", |xml| {
        write!(xml, r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:automatic-styles><style:style style:name="vet" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="cel" style:family="table-cell"><style:table-cell-properties fo:border-bottom="0.5pt solid #d8d4ca" fo:padding="0.08cm"/></style:style>{columns}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"#)
    })?;
    for (picture, number) in pictures.iter().zip(1..) {
        zip.store(&format!("Pictures/beeld{number}.png"), &picture.png)?;
    }
    zip.finish()
}

fn styles(piece: &Piece) -> String {
    let colour = |token| piece.look.style.colour(token).to_string();
    let (ink, accent) = (colour(Token::Ink), colour(Token::AccentStrong));
    let size = piece.text_size();
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-styles {NAMES}><office:styles><style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.25cm" fo:line-height="125%"/><style:text-properties fo:font-family="Calibri, Carlito, sans-serif" fo:font-size="{size}pt" fo:color="{ink}" fo:language="nl" fo:country="NL"/></style:default-style><style:style style:name="Standard" style:family="paragraph"/>"#
    );
    let mut style = |name: &str, more: &str, paragraph: &str, text: &str| {
        let _ = write!(
            xml,
            r#"<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard" {more}><style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"#
        );
    };
    let big =
        |size: u32| format!(r#"fo:font-weight="bold" fo:color="{accent}" fo:font-size="{size}pt""#);
    style("Title", "", r#"fo:margin-bottom="0.4cm""#, &big(24));
    for ((size, before), level) in piece.headings().into_iter().zip(1..) {
        let name = format!("Heading_20_{level}");
        let more = format!(
            r#"style:display-name="Heading {level}" style:default-outline-level="{level}" style:next-style-name="Standard""#
        );
        style(
            &name,
            &more,
            &format!(
                r#"fo:keep-with-next="always" fo:margin-top="{before}pt" fo:margin-bottom="6pt""#
            ),
            &big(size),
        );
    }
    style(
        "Caption",
        "",
        r#"fo:keep-with-next="always" fo:margin-top="0.4cm" fo:margin-bottom="0.1cm""#,
        r#"fo:font-weight="bold" fo:font-size="10pt""#,
    );
    style(
        "Bevinding",
        "",
        r#"fo:keep-with-next="always" fo:margin-top="0.3cm" fo:margin-bottom="0.05cm""#,
        r#"fo:font-weight="bold""#,
    );
    style(
        "Klein",
        "",
        "",
        r##"fo:color="#4a595e" fo:font-size="9.5pt""##,
    );
    style(
        "Letop",
        "",
        r##"fo:background-color="#fdf3e1" fo:padding="0.1cm""##,
        "",
    );
    xml.push_str(r#"<text:list-style style:name="Punten"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm" fo:margin-left="0.75cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style></office:styles><office:automatic-styles><style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="a4"/></office:master-styles></office:document-styles>"#);
    xml
}

fn paragraph(style: &str, text: &str) -> String {
    format!(
        r#"<text:p text:style-name="{style}">{}</text:p>"#,
        escaped(text)
    )
}

/// What stands outside the text.
#[derive(Default)]
struct Parts {
    pictures: Vec<Picture>,
    /// Styles of the columns of tables: a width is a style here.
    columns: String,
}

fn body(piece: &Piece, parts: &mut Parts) -> io::Result<String> {
    let mut xml = String::new();
    if piece.sample {
        xml += &paragraph(
            "Letop",
            "Verzonnen gegevens. Alle antwoorden en cijfers zijn bedacht.",
        );
    }
    xml += &paragraph(
        "Klein",
        &format!("{} · {} · {}", piece.sender(), piece.kind, piece.written_on),
    );
    xml += &paragraph("Title", &piece.title);
    for block in &piece.blocks {
        match block {
            Block::Heading { level, text } => {
                let _ = write!(
                    xml,
                    r#"<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{}</text:h>"#,
                    escaped(text)
                );
            }
            Block::Paragraph { text } => xml += &paragraph("Standard", text),
            Block::Finding { sentence, detail } => {
                xml += &paragraph("Bevinding", sentence);
                xml += &paragraph("Klein", detail);
            }
            Block::List { items } => {
                xml.push_str(r#"<text:list text:style-name="Punten">"#);
                for item in items {
                    let _ = write!(
                        xml,
                        "<text:list-item>{}</text:list-item>",
                        paragraph("Standard", item)
                    );
                }
                xml.push_str("</text:list>");
            }
            Block::Table { table } => xml += &written(table, &mut parts.columns),
            Block::Note { text } => xml += &paragraph("Klein", text),
            Block::Chart { figure, with_table } => {
                xml += &chart(figure, &mut parts.pictures)?;
                if *with_table {
                    xml += &written(&figure.table, &mut parts.columns);
                }
            }
        }
    }
    Ok(xml)
}

fn chart(figure: &Figure, pictures: &mut Vec<Picture>) -> io::Result<String> {
    let mut xml = paragraph(
        "Caption",
        &format!("Figuur {}. {}", figure.number, figure.title),
    );
    let svg = figure.svg(Column::Page).map_err(io::Error::other)?;
    if let Some(picture) = draw(&svg) {
        let number = pictures.len() + 1;
        let _ = write!(
            xml,
            r#"<text:p><draw:frame draw:name="Figuur {number}" text:anchor-type="as-char" svg:width="{}pt" svg:height="{}pt"><draw:image xlink:href="Pictures/beeld{number}.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:title>{}</svg:title><svg:desc>{}</svg:desc></draw:frame></text:p>"#,
            picture.width,
            picture.height,
            escaped(&figure.title),
            escaped(&figure.alternative)
        );
        pictures.push(picture);
    }
    for sentence in &figure.foot {
        xml += &paragraph("Klein", sentence);
    }
    Ok(xml)
}

fn written(table: &Table, columns: &mut String) -> String {
    let mut xml = paragraph("Caption", &table.caption);
    xml.push_str("<table:table>");
    for share in widths(table) {
        // Shares repeat: the style is named after its share.
        let name = format!("kolom{share}");
        if !columns.contains(&format!("\"{name}\"")) {
            let _ = write!(
                columns,
                r#"<style:style style:name="{name}" style:family="table-column"><style:table-column-properties style:rel-column-width="{share}*"/></style:style>"#
            );
        }
        let _ = write!(xml, r#"<table:table-column table:style-name="{name}"/>"#);
    }
    xml.push_str("<table:table-header-rows>");
    row(&mut xml, &table.head, true);
    xml.push_str("</table:table-header-rows>");
    for cells in &table.rows {
        row(&mut xml, cells, false);
    }
    xml.push_str("</table:table>");
    xml
}

fn row(xml: &mut String, cells: &[String], is_head: bool) {
    xml.push_str("<table:table-row>");
    for (place, cell) in cells.iter().enumerate() {
        let text = escaped(cell);
        let text = if is_head || place == 0 {
            format!(r#"<text:span text:style-name="vet">{text}</text:span>"#)
        } else {
            text
        };
        let _ = write!(
            xml,
            r#"<table:table-cell table:style-name="cel" office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        );
    }
    xml.push_str("</table:table-row>");
}
