//! For Excel: Office Open XML (ECMA-376), with texts in their cells.

use std::io::{self, Write};

use super::{Cell, Sheet, Workbook, escaped};
use crate::interchange::zip::Zip;

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#,
    r#"<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"#,
);
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
/// Style 1 is bold, for the first row.
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);
const MAIN: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;
/// Longest text of a cell, in UTF-16 units: what Excel takes.
const LONGEST: usize = 32_767;

/// Writes a workbook.
///
/// # Errors
/// When `out` can't be written.
pub fn write(out: &mut dyn Write, workbook: &Workbook<'_>) -> io::Result<()> {
    let mut zip = Zip::begin(out);
    let sheets = || Sheet::ALL.iter().zip(1..);
    zip.press("[Content_Types].xml", |xml| {
        xml.write_all(TYPES.as_bytes())?;
        for (_, number) in sheets() {
            write!(xml, r#"<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#)?;
        }
        xml.write_all(b"</Types>")
    })?;
    zip.press("_rels/.rels", |xml| xml.write_all(RELATIONS.as_bytes()))?;
    zip.press("xl/workbook.xml", |xml| {
        write!(xml, r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>"#)?;
        for (sheet, number) in sheets() {
            write!(xml, r#"<sheet name="{}" sheetId="{number}" r:id="rId{number}"/>"#, sheet.name())?;
        }
        xml.write_all(b"</sheets></workbook>")
    })?;
    zip.press("xl/_rels/workbook.xml.rels", |xml| {
        write!(xml, r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#)?;
        for (_, number) in sheets() {
            write!(xml, r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#)?;
        }
        write!(xml, r#"<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#)
    })?;
    zip.press("xl/styles.xml", |xml| xml.write_all(STYLES.as_bytes()))?;
    for (sheet, number) in sheets() {
        zip.press(&format!("xl/worksheets/sheet{number}.xml"), |xml| {
            write!(xml, r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet {MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>"#)?;
            let mut is_first = *sheet != Sheet::Account;
            workbook.rows(*sheet, &mut |cells| row(xml, cells, std::mem::take(&mut is_first)))?;
            xml.write_all(b"</sheetData></worksheet>")
        })?;
    }
    zip.finish()
}

fn row(xml: &mut dyn Write, cells: &[Cell], is_head: bool) -> io::Result<()> {
    let style = if is_head { r#" s="1""# } else { "" };
    xml.write_all(b"<row>")?;
    for cell in cells {
        match cell {
            Cell::Empty => write!(xml, "<c/>")?,
            Cell::Number(number) => write!(xml, "<c{style}><v>{number}</v></c>")?,
            Cell::Text(text) => write!(
                xml,
                r#"<c{style} t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                escaped(&cut(text))
            )?,
        }
    }
    xml.write_all(b"</row>")
}

/// What fits in a cell. Our own forms take far less; an imported text may be longer.
fn cut(text: &str) -> String {
    let mut units = 0;
    let fits = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= LONGEST
    });
    fits.collect()
}
