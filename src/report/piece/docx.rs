//! For Word: Office Open XML (ECMA-376), with heading styles, heading rows of tables, captions, and words for pictures.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::picture::{Picture, draw};
use super::{Block, Piece, widths};
use crate::domain::house_style::Token;
use crate::report::chart::{Column, Table};
use crate::report::input::Figure;
use crate::zipped_xml::{Zip, escaped};

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#,
);
const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#,
);
const NAMES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#,
);
/// Between the margins, in twentieths of a point.
const TEXT_WIDTH: usize = 9_638;
/// The only kind of list: dots.
const NUMBERING: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>"#,
    r#"<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#,
);
/// Styles that are the same in every house style: id, name, of the paragraph, of its letters.
const PARAGRAPHS: [(&str, &str, &str, &str); 5] = [
    (
        "Caption",
        "caption",
        r#"<w:keepNext/><w:spacing w:before="240" w:after="60"/>"#,
        r#"<w:b/><w:sz w:val="20"/>"#,
    ),
    (
        "ListBullet",
        "List Bullet",
        r#"<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/>"#,
        "",
    ),
    (
        "Bevinding",
        "Bevinding",
        r#"<w:keepNext/><w:spacing w:before="160" w:after="40"/>"#,
        "<w:b/>",
    ),
    (
        "Klein",
        "Klein",
        "",
        r#"<w:color w:val="4A595E"/><w:sz w:val="19"/>"#,
    ),
    (
        "Letop",
        "Let op",
        r#"<w:shd w:val="clear" w:fill="FDF3E1"/>"#,
        "",
    ),
];
/// Word's unit of length: in a point.
const IN_A_POINT: f32 = 12_700.0;

/// Writes the document.
///
/// # Errors
/// When a chart can't be drawn or `out` can't be written.
pub fn write(out: &mut dyn Write, piece: &Piece) -> io::Result<()> {
    let mut zip = Zip::begin(out);
    zip.press("[Content_Types].xml", |xml| xml.write_all(TYPES.as_bytes()))?;
    zip.press("_rels/.rels", |xml| xml.write_all(RELATIONS.as_bytes()))?;
    zip.press("docProps/core.xml", |xml| {
        write!(
            xml,
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>nl-NL</dc:language></cp:coreProperties>"#,
            escaped(&piece.title),
            escaped(&piece.sender())
        )
    })?;
    zip.press("word/styles.xml", |xml| {
        xml.write_all(styles(piece).as_bytes())
    })?;
    zip.press("word/numbering.xml", |xml| {
        xml.write_all(NUMBERING.as_bytes())
    })?;
    let mut pictures = Vec::new();
    let body = body(piece, &mut pictures)?;
    zip.press("word/document.xml", |xml| {
        write!(
            xml,
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMES}><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1134" w:bottom="1247" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>"#
        )
    })?;
    zip.press("word/_rels/document.xml.rels", |xml| {
        write!(xml, r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>"#)?;
        for number in 1..=pictures.len() {
            write!(xml, r#"<Relationship Id="beeld{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/beeld{number}.png"/>"#)?;
        }
        xml.write_all(b"</Relationships>")
    })?;
    for (picture, number) in pictures.iter().zip(1..) {
        zip.store(&format!("word/media/beeld{number}.png"), &picture.png)?;
    }
    zip.finish()
}

/// A style of paragraphs.
fn style(xml: &mut String, (id, name): (&str, &str), paragraph: &str, run: &str) {
    let _ = write!(
        xml,
        r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
    );
}

fn styles(piece: &Piece) -> String {
    let colour = |token| {
        let colour = piece.look.style.colour(token).to_string();
        colour.trim_start_matches('#').to_uppercase()
    };
    let (ink, accent) = (colour(Token::Ink), colour(Token::AccentStrong));
    let size = 2 * piece.text_size();
    let mut xml = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:color w:val="{ink}"/><w:sz w:val="{size}"/><w:lang w:val="nl-NL"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>"#
    );
    let big = |size: u32| format!(r#"<w:b/><w:color w:val="{accent}"/><w:sz w:val="{size}"/>"#);
    let title = r#"<w:spacing w:before="0" w:after="200"/>"#;
    style(&mut xml, ("Title", "Title"), title, &big(48));
    for ((size, before), level) in piece.headings().into_iter().zip(1..) {
        let names = (format!("Heading{level}"), format!("heading {level}"));
        let paragraph = format!(
            r#"<w:keepNext/><w:spacing w:before="{}" w:after="120"/><w:outlineLvl w:val="{}"/>"#,
            before * 20,
            level - 1
        );
        style(&mut xml, (&names.0, &names.1), &paragraph, &big(2 * size));
    }
    for (id, name, paragraph, run) in PARAGRAPHS {
        style(&mut xml, (id, name), paragraph, run);
    }
    xml.push_str("</w:styles>");
    xml
}

fn paragraph(style: &str, text: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!(r#"<w:pPr><w:pStyle w:val="{style}"/></w:pPr>"#)
    };
    format!(
        r#"<w:p>{style}<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
        escaped(text)
    )
}

fn body(piece: &Piece, pictures: &mut Vec<Picture>) -> io::Result<String> {
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
            Block::Heading { level, text } => xml += &paragraph(&format!("Heading{level}"), text),
            Block::Paragraph { text } => xml += &paragraph("", text),
            Block::Finding { sentence, detail } => {
                xml += &paragraph("Bevinding", sentence);
                xml += &paragraph("Klein", detail);
            }
            Block::List { items } => {
                for item in items {
                    xml += &paragraph("ListBullet", item);
                }
            }
            Block::Table { table } => xml += &written(table),
            Block::Note { text } => xml += &paragraph("Klein", text),
            Block::Chart { figure, with_table } => {
                xml += &chart(figure, pictures)?;
                if *with_table {
                    xml += &written(&figure.table);
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
        pictures.push(picture);
        xml += &placed(pictures, figure);
    }
    for sentence in &figure.foot {
        xml += &paragraph("Klein", sentence);
    }
    Ok(xml)
}

/// The last picture, as wide as the text, with what it shows in words.
fn placed(pictures: &[Picture], figure: &Figure) -> String {
    let number = pictures.len();
    let size = pictures
        .last()
        .map_or((0, 0), |it| (length(it.width), length(it.height)));
    let (width, height) = size;
    let (name, words) = (escaped(&figure.title), escaped(&figure.alternative));
    format!(
        r#"<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name="Figuur {number}" title="{name}" descr="{words}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="beeld{number}.png" descr="{words}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="beeld{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
    )
}

#[expect(clippy::cast_possible_truncation, reason = "pictures are a page wide")]
fn length(points: f32) -> i64 {
    (points * IN_A_POINT) as i64
}

fn written(table: &Table) -> String {
    let mut xml = paragraph("Caption", &table.caption);
    xml.push_str(r#"<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="8" w:color="1A2629"/><w:bottom w:val="single" w:sz="4" w:color="D8D4CA"/><w:insideH w:val="single" w:sz="4" w:color="D8D4CA"/></w:tblBorders><w:tblLook w:firstRow="1" w:firstColumn="1"/></w:tblPr><w:tblGrid>"#);
    let widths: Vec<usize> = widths(table)
        .iter()
        .map(|share| share * TEXT_WIDTH / 1_000)
        .collect();
    for width in &widths {
        let _ = write!(xml, r#"<w:gridCol w:w="{width}"/>"#);
    }
    xml.push_str("</w:tblGrid>");
    row(&mut xml, &table.head, &widths, true);
    for cells in &table.rows {
        row(&mut xml, cells, &widths, false);
    }
    xml.push_str("</w:tbl>");
    xml += &paragraph("Klein", "");
    xml
}

fn row(xml: &mut String, cells: &[String], widths: &[usize], is_head: bool) {
    xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
    if is_head {
        xml.push_str("<w:tblHeader/>");
    }
    xml.push_str("</w:trPr>");
    for (place, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let bold = if is_head || place == 0 {
            "<w:rPr><w:b/></w:rPr>"
        } else {
            ""
        };
        let _ = write!(
            xml,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr><w:r>{bold}<w:t xml:space="preserve">{}</w:t></w:r></w:p></w:tc>"#,
            escaped(cell)
        );
    }
    xml.push_str("</w:tr>");
}
